"""Heads that scikit-learn fits: naive Bayes, logistic regression, support vector machine, ridge regression."""

import warnings
from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from scipy.sparse import csr_array
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression, RidgeClassifier
from sklearn.naive_bayes import ComplementNB
from sklearn.svm import LinearSVC

from mediaframe.config import LinearSvmHead, LogisticHead, NaiveBayesHead, RidgeHead
from mediaframe.model.calibration import LabelTargets
from mediaframe.model.heads.folds import FeatureHead, LinearWeights

STEPS = 10_000  # at most, of the support vector machine


class EstimatorHead(FeatureHead):
    """A head that an estimator of scikit-learn fits."""

    def tried(self, reading_weights: Sequence[float]) -> list[Self]:
        """Return the candidates, once for each weight where there are several."""
        if len(reading_weights) <= 1:
            return self.candidates()
        return [
            replace(head, reading_weight=weight)
            for weight in reading_weights
            for head in self.candidates()
        ]

    def fit_label(
        self,
        features: csr_array,
        targets: LabelTargets,
        own_column: int | None = None,  # noqa: ARG002 - it weighs all features
    ) -> LinearWeights:
        """Fit one label to all features."""
        if len(self.candidates()) > 1:
            kind = self.settings.kind
            msg = f"{kind} has several values for a setting; fit one of its candidates"
            raise ValueError(msg)
        return self.weigh(features, targets)

    @abstractmethod
    def weigh(self, features: csr_array, targets: LabelTargets) -> LinearWeights:
        """Return the weights that the estimator finds."""


@dataclass(frozen=True)
class NaiveBayes(EstimatorHead):
    """Complement naive Bayes: its log-odds are linear in the features."""

    settings: NaiveBayesHead

    def weigh(self, features: csr_array, targets: LabelTargets) -> LinearWeights:
        """Return the differences of the log-probabilities."""
        bayes = ComplementNB(alpha=self.settings.alpha[0]).fit(features, targets)
        against, speaks_for = bayes.feature_log_prob_
        return LinearWeights(speaks_for - against, 0.0)


@dataclass(frozen=True)
class Logistic(EstimatorHead):
    """Logistic regression with an L2 penalty."""

    settings: LogisticHead

    def weigh(self, features: csr_array, targets: LabelTargets) -> LinearWeights:
        """Return the coefficients."""
        weight = _class_weight(self.settings.class_weight[0])
        logistic = LogisticRegression(
            C=self.settings.C[0], class_weight=weight, solver="newton-cg", tol=1e-6
        )
        return _fit(logistic, features, targets)


@dataclass(frozen=True)
class LinearSvm(EstimatorHead):
    """Linear support vector machine."""

    settings: LinearSvmHead

    def weigh(self, features: csr_array, targets: LabelTargets) -> LinearWeights:
        """Return the coefficients."""
        weight = _class_weight(self.settings.class_weight[0])
        svm = LinearSVC(C=self.settings.C[0], class_weight=weight, random_state=0, max_iter=STEPS)
        return _fit(svm, features, targets)


@dataclass(frozen=True)
class Ridge(EstimatorHead):
    """Ridge regression on the targets."""

    settings: RidgeHead

    def weigh(self, features: csr_array, targets: LabelTargets) -> LinearWeights:
        """Return the coefficients."""
        weight = _class_weight(self.settings.class_weight[0])
        ridge = RidgeClassifier(
            alpha=self.settings.alpha[0], class_weight=weight, solver="sparse_cg", tol=1e-8
        )
        return _fit(ridge, features, targets)


def _class_weight(name: str) -> str | None:
    return None if name == "none" else name


def _fit(
    estimator: LogisticRegression | LinearSVC | RidgeClassifier,
    features: csr_array,
    targets: LabelTargets,
) -> LinearWeights:
    """Fit an estimator; that it stopped before it converged is noted, not warned of."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        estimator.fit(features, targets)
    others = [each for each in caught if not _tells_of_stopping(each)]
    for each in others:
        warnings.warn_explicit(each.message, each.category, each.filename, each.lineno)
    coef, intercept = np.ravel(estimator.coef_), np.ravel(estimator.intercept_)
    return LinearWeights(coef.astype(float), float(intercept[0]), len(others) == len(caught))


def _tells_of_stopping(warning: warnings.WarningMessage) -> bool:
    """Whether a solver of scikit-learn says that it gave up."""
    return issubclass(warning.category, ConvergenceWarning) or "Line Search failed" in str(
        warning.message
    )
