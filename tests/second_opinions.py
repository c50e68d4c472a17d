"""Second opinions: the same numbers, computed in another way."""

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize


def platt_by_scipy(scores: NDArray[np.float64], targets: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return slope and offset of Platt's sigmoid by minimizing his cross-entropy."""
    positives, negatives = targets.sum(), (~targets).sum()
    smooth = np.where(targets, (positives + 1) / (positives + 2), 1 / (negatives + 2))

    def loss(line: NDArray[np.float64]) -> float:
        z = line[0] * scores + line[1]
        return float(np.sum(smooth * np.logaddexp(0, -z) + (1 - smooth) * np.logaddexp(0, z)))

    found: NDArray[np.float64] = minimize(loss, [1.0, 0.0], tol=1e-12).x
    return found
