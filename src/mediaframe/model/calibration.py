"""Calibration: what makes the scores of one label probabilities, and the threshold from which on the label is given."""

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import precision_recall_curve

from mediaframe.config import TrainingConfig

LabelScores = NDArray[np.float64]  # (sentences,)
LabelTargets = NDArray[np.bool_]  # (sentences,)


def fit_calibration(
    config: TrainingConfig, scores: LabelScores, targets: LabelTargets, *, decided: bool = False
) -> tuple[float, float]:
    """Return slope and offset such that expit(slope · score + offset) is a probability.

    Scores out of fold that do not rise with the label say nothing. Then the probability is the share of positives; but where
    scores are `decided`, as those of a rule that runs against its label, they stay as they are.
    """
    if config.calibration == "none":
        return 1.0, 0.0
    slope, offset = fit_platt(scores, targets) if np.ptp(scores) > 0 else (0.0, 0.0)
    if slope > 0:
        return slope, offset
    if decided:
        return 1.0, 0.0
    return 0.0, float(np.log((targets.sum() + 1) / ((~targets).sum() + 1)))


def fit_platt(scores: LabelScores, targets: LabelTargets) -> tuple[float, float]:
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


def find_threshold(config: TrainingConfig, targets: LabelTargets, scores: LabelScores) -> float:
    """Return 0.5, or the threshold of best F1, half-way between the scores it parts."""
    if config.thresholds == "half":
        return 0.5
    precision, recall, thresholds = precision_recall_curve(targets, scores)
    total = precision + recall
    f1 = np.divide(2 * precision * recall, total, out=np.zeros_like(total), where=total > 0)[:-1]
    best = int(f1.argmax())
    below = thresholds[best - 1] if best > 0 else thresholds[best]
    return float((below + thresholds[best]) / 2)
