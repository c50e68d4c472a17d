"""Points of the curve of one label: precision over recall."""

import numpy as np

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
