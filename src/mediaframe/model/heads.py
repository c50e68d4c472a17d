"""Heads: what turns features into one score per label. Each is linear in its features.

`transformer` is as well, in features that are trained with it: see `finetuning`.
"""

from dataclasses import dataclass
from itertools import product
from typing import assert_never

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from sklearn.linear_model import LogisticRegression, RidgeClassifier
from sklearn.naive_bayes import ComplementNB
from sklearn.svm import LinearSVC

from mediaframe.config import (
    ExternalHead,
    HeadConfig,
    LinearSvmHead,
    LogisticHead,
    MajorityHead,
    NaiveBayesHead,
    RidgeHead,
    RulesHead,
    TransformerHead,
)


@dataclass(frozen=True)
class LinearWeights:
    """Score of a sentence x: x · coef + intercept; above 0 speaks for the label."""

    coef: NDArray[np.float64]  # (features,)
    intercept: float

    def score(self, features: csr_array) -> NDArray[np.float64]:
        """Return one score a row of `features`."""
        return np.asarray(features @ self.coef) + self.intercept


def learns(head: HeadConfig) -> bool:
    """Whether a head weighs features by what it saw, and so has a threshold to choose."""
    return not isinstance(head, MajorityHead | RulesHead)


def candidates(head: HeadConfig) -> list[HeadConfig]:
    """Return the head once for every combination of the values to choose from."""
    grids = {
        name: value
        for name, value in head.model_dump(exclude={"kind"}).items()
        if isinstance(value, tuple)
    }
    return [
        head.model_copy(update={name: (value,) for name, value in zip(grids, values, strict=True)})
        for values in product(*grids.values())
    ]


def fit_head(  # noqa: C901, PLR0911, PLR0912, PLR0915 - a table of heads
    head: HeadConfig, features: csr_array, targets: NDArray[np.bool_], own_column: int | None
) -> LinearWeights:
    """Fit a head with one value a setting to one label.

    Args:
        head: one of `candidates`.
        features: (sentences, features).
        targets: (sentences,), both classes present.
        own_column: the feature that decides by itself: for `rules` whether the label's rule is met, for `external` what
            the other model said.

    Raises:
        ValueError: several values for a setting, or `rules` without `own_column`.
    """
    match head:
        case MajorityHead():
            positives = targets.sum()
            odds = (positives + 1) / (len(targets) - positives + 1)
            return LinearWeights(np.zeros(features.shape[1]), float(np.log(odds)))
        case RulesHead():
            if own_column is None:
                msg = "rules: no feature tells whether the label's rule is met"
                raise ValueError(msg)
            coef = np.zeros(features.shape[1])
            # what the feature is where the rule is met
            met = float(features[:, [own_column]].max())
            coef[own_column] = 2.0 / (met or 1.0)
            return LinearWeights(coef, -1.0)
        case ExternalHead():
            coef = np.zeros(features.shape[1])
            coef[own_column] = 1.0
            return LinearWeights(coef, 0.0)
        case NaiveBayesHead(alpha=(alpha,)):
            bayes = ComplementNB(alpha=alpha).fit(features, targets)
            against, speaks_for = bayes.feature_log_prob_
            return LinearWeights(speaks_for - against, 0.0)
        case LogisticHead(C=(strength,), class_weight=(weight,)):
            logistic = LogisticRegression(
                C=strength, class_weight=_weight(weight), solver="newton-cg", tol=1e-6
            )
            return _weights_of(logistic.fit(features, targets))
        case LinearSvmHead(C=(strength,), class_weight=(weight,)):
            svm = LinearSVC(
                C=strength, class_weight=_weight(weight), random_state=0, max_iter=10_000
            )
            return _weights_of(svm.fit(features, targets))
        case RidgeHead(alpha=(alpha,), class_weight=(weight,)):
            ridge = RidgeClassifier(
                alpha=alpha, class_weight=_weight(weight), solver="sparse_cg", tol=1e-8
            )
            return _weights_of(ridge.fit(features, targets))
        case NaiveBayesHead() | LogisticHead() | LinearSvmHead() | RidgeHead():
            msg = f"{head.kind} has several values for a setting; fit one of its candidates"
            raise ValueError(msg)
        case TransformerHead():
            msg = "transformer is fine-tuned, not fitted to features"
            raise ValueError(msg)
        case unknown:
            assert_never(unknown)


def _weight(name: str) -> str | None:
    return None if name == "none" else name


def _weights_of(fitted: LogisticRegression | LinearSVC | RidgeClassifier) -> LinearWeights:
    return LinearWeights(
        np.ravel(fitted.coef_).astype(float), float(np.ravel(fitted.intercept_)[0])
    )


def describe(head: HeadConfig) -> str:
    """Return a head's settings as a reader sees them.

    >>> describe(LogisticHead(C=(3.0,), class_weight=("balanced",)))
    'logistic (C=3, class_weight=balanced)'
    """
    values = head.model_dump(exclude={"kind", "sha256"})
    shown = ", ".join(f"{name}={_listed(value)}" for name, value in values.items())
    return f"{head.kind} ({shown})" if shown else head.kind


def _listed(setting: object) -> str:
    values = setting if isinstance(setting, tuple) else (setting,)
    return "/".join(f"{value:g}" if isinstance(value, float) else str(value) for value in values)
