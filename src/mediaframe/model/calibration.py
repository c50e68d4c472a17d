"""Calibration: what makes the scores of one label probabilities, and the threshold from which on the label is given."""

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import precision_recall_curve

from mediaframe.config import ExternalHead, HeadConfig, MajorityHead, TrainingConfig
from mediaframe.model.external import CERTAIN
from mediaframe.model.heads import learns

Scores = NDArray[np.float64]  # (sentences,)
Targets = NDArray[np.bool_]  # (sentences,)


def is_decided(head: HeadConfig, scores: Scores) -> bool:
    """Return whether scores are decisions to be kept: no threshold is to be found on them."""
    if isinstance(head, ExternalHead):
        return bool((np.abs(scores) >= CERTAIN).all())
    return not learns(head)


def fit_calibration(
    config: TrainingConfig, head: HeadConfig, scores: Scores, targets: Targets
) -> tuple[float, float]:
    """Return slope and offset such that expit(slope · score + offset) is a probability.

    Where scores out of fold do not rise with the label they say nothing: a head that learned them falls back on the share
    of positives, one that did not keeps its own decisions.
    """
    if config.calibration == "none" or isinstance(head, MajorityHead):
        return 1.0, 0.0
    slope, offset = fit_platt(scores, targets) if np.ptp(scores) > 0 else (0.0, 0.0)
    if slope > 0:
        return slope, offset
    if is_decided(head, scores):
        return 1.0, 0.0
    return 0.0, float(np.log((targets.sum() + 1) / ((~targets).sum() + 1)))


def fit_platt(scores: Scores, targets: Targets) -> tuple[float, float]:
    """Fit Platt's sigmoid with his smoothed targets.

    Platt 1999, *Probabilistic outputs for support vector machines*.
    """
    positives, negatives = targets.sum(), (~targets).sum()
    smooth = np.where(targets, (positives + 1) / (positives + 2), 1 / (negatives + 2))
    spread = scores.std()
    doubled = np.concatenate([scores, scores])[:, np.newaxis] / spread
    sides = np.repeat([True, False], len(scores))
    sigmoid = LogisticRegression(C=np.inf, solver="newton-cholesky", tol=1e-10)
    sigmoid.fit(doubled, sides, sample_weight=np.concatenate([smooth, 1 - smooth]))
    return float(sigmoid.coef_[0, 0] / spread), float(sigmoid.intercept_[0])


def find_threshold(config: TrainingConfig, targets: Targets, scores: Scores) -> float:
    """Return 0.5, or the threshold of best F1, half-way between the scores it parts."""
    if config.thresholds == "half":
        return 0.5
    precision, recall, thresholds = precision_recall_curve(targets, scores)
    total = precision + recall
    f1 = np.divide(2 * precision * recall, total, out=np.zeros_like(total), where=total > 0)[:-1]
    best = int(f1.argmax())
    below = thresholds[best - 1] if best > 0 else thresholds[best]
    return float((below + thresholds[best]) / 2)
