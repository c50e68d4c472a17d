"""The curve of one label: precision over recall."""

import numpy as np
from pydantic import Field

from mediaframe.results.estimates import ResultSection
from mediaframe.results.metrics import DIGITS, Matrix, Targets

Points = tuple[float, ...]


class PrecisionRecallCurve(ResultSection):
    """What every threshold would give on test: one point for each distinct score, highest first."""

    threshold: Points = Field(description="The score from which on the label is given.")
    precision: Points = Field(description="Precision at that threshold.")
    recall: Points = Field(description="Recall at that threshold; 0 where none carries the label.")
    f1: Points = Field(description="F1 at that threshold.")


def precision_recall_curve(targets: Targets, scores: Matrix) -> PrecisionRecallCurve:
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
    rounded = {name: tuple(values.round(DIGITS).tolist()) for name, values in points.items()}
    return PrecisionRecallCurve(**rounded)
