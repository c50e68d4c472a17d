"""Points of the curves of one label: precision over recall, and shares of positives over scores."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from mediaframe.results.metrics import Matrix, Targets


def precision_recall_points(targets: Targets, scores: Matrix) -> dict[str, list[float]]:
    """Return threshold, precision, recall and F1 at every distinct score of one label, highest first."""
    order = np.argsort(-scores, kind="stable")
    ends = np.flatnonzero(np.append(np.diff(scores[order]) != 0, True))
    hits = np.cumsum(targets[order])[ends]
    claims = ends + 1
    total = targets.sum()
    points = {
        "threshold": scores[order][ends],
        "precision": hits / claims,
        "recall": hits / max(total, 1),
        "f1": 2 * hits / (claims + total),
    }
    return {name: values.round(6).tolist() for name, values in points.items()}


def reliability_bins(targets: Targets, scores: Matrix, bins: int = 10) -> list[dict[str, float]]:
    """Return, for each tenth of the range of scores that holds any, mean score, share of positives and count."""
    bin_of = np.minimum((scores * bins).astype(int), bins - 1)
    return list(_bins(targets, scores, bin_of))


def _bins(targets: Targets, scores: Matrix, bin_of: NDArray[np.intp]) -> Iterator[dict[str, float]]:
    for index in np.unique(bin_of):
        inside = bin_of == index
        yield {
            "score": round(float(scores[inside].mean()), 6),
            "share": round(float(targets[inside].mean()), 6),
            "count": int(inside.sum()),
        }
