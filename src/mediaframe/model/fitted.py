"""What fitting gave, before it is calibrated; and two of them as one."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score
from sklearn.pipeline import FeatureUnion

from mediaframe.config import HeadConfig, TrainingConfig, TransformerHead
from mediaframe.model.calibration import fit_calibration

Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Fitted:
    """What all of train gave, before calibration."""

    features: FeatureUnion
    coef: Matrix  # (labels, features)
    intercept: Matrix  # (labels,)
    chosen: tuple[HeadConfig, ...]  # per label
    tuning: tuple[tuple[HeadConfig, Matrix], ...]
    # (sentences, labels) of the heads chosen; NaN where no fit left a sentence out
    out_of_fold: Matrix


def blend(
    encoder: Fitted,
    linear: Fitted,
    head: TransformerHead,
    training: TrainingConfig,
    targets: NDArray[np.bool_],
) -> Fitted:
    """Return the weighted mean of the log-odds of a fine-tuned encoder and of a fit to other features.

    Each is calibrated first, on the sentences that both left out, so that a log-odds of 1 means the same in both. The mean
    is linear in the features of both, side by side.
    """
    parts = ((linear, 1 - head.share), (encoder, head.share))
    both = ~np.isnan(encoder.out_of_fold + linear.out_of_fold).any(axis=1)
    coefs, intercept, out_of_fold = [], np.zeros(targets.shape[1]), np.zeros(targets.shape)
    for fitted, share in parts:
        pairs = zip(fitted.out_of_fold[both].T, targets[both].T, strict=True)
        lines = [fit_calibration(training, head, *pair) for pair in pairs]
        slopes, offsets = share * np.array(lines).T
        coefs.append(fitted.coef * slopes[:, np.newaxis])
        intercept += fitted.intercept * slopes + offsets
        out_of_fold += fitted.out_of_fold * slopes + offsets
    precision = np.array(average_precisions(targets[both], out_of_fold[both]))
    return Fitted(
        FeatureUnion([part for fitted, _ in parts for part in fitted.features.transformer_list]),
        np.hstack(coefs),
        intercept,
        (head,) * targets.shape[1],
        (*linear.tuning, *encoder.tuning, (head, precision)),
        out_of_fold,
    )


def average_precisions(targets: NDArray[np.bool_], scores: Matrix) -> list[float]:
    """Return the average precision of each label."""
    return [
        float(average_precision_score(truth, score))
        for truth, score in zip(targets.T, scores.T, strict=True)
    ]
