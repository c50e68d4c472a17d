"""Heads that are fitted to counted features, label by label: settings are chosen on folds, then all of train is fitted."""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from joblib import Parallel, delayed
from joblib.externals.loky.process_executor import TerminatedWorkerError
from numpy.typing import NDArray
from scipy.sparse import csr_array
from threadpoolctl import threadpool_limits

from mediaframe.errors import MediaframeError
from mediaframe.model.calibration import LabelScores, LabelTargets
from mediaframe.model.counted_text import CountedPart, CountedText
from mediaframe.model.heads.head import (
    Head,
    Matrix,
    TrainingData,
    UncalibratedFit,
    average_precisions,
)
from mediaframe.model.ngrams import Learned
from mediaframe.model.processes import deaf_to_interrupts


@dataclass(frozen=True)
class LinearWeights:
    """Score of a sentence x: x · coef + intercept; above 0 speaks for the label."""

    coef: NDArray[np.float64]  # (features,)
    intercept: float
    converged: bool = True  # whether the solver reached what it looked for

    def score(self, features: csr_array) -> LabelScores:
        """Return one score a row of `features`."""
        return np.asarray(features @ self.coef) + self.intercept


@dataclass(frozen=True)
class FeatureHead(Head):
    """A head that weighs features; each label is fitted by itself."""

    reading_weight: float | None = None
    """What a signal counts while it is fitted, where that is chosen; else what it counts in the features."""

    def tried(self, reading_weights: Sequence[float]) -> list[Self]:  # noqa: ARG002
        """Return the heads to choose from on the folds; signals may count as much as one of `reading_weights`."""
        return self.candidates()

    def describe(self) -> str:
        """Return the settings as a reader sees them, with the weight that was chosen."""
        settings = super().describe()
        if self.reading_weight is None:
            return settings
        return f"{settings}, reading weighs {self.reading_weight:g}"

    def own_feature(self, label: str) -> str | None:  # noqa: ARG002
        """Return the name of the one feature that decides a label, `reading__rule:attribution` for example, if one does."""
        return None

    @abstractmethod
    def fit_label(
        self, features: csr_array, targets: LabelTargets, own_column: int | None
    ) -> LinearWeights:
        """Fit one label, by one of the `candidates`.

        Args:
            features: (sentences, features).
            targets: (sentences,), both classes present.
            own_column: where the feature stands that `own_feature` names.

        Raises:
            ValueError: there are several values for a setting.
        """

    def fit(self, data: TrainingData) -> UncalibratedFit:
        """Choose the candidate of best average precision out of fold for each label, then fit to all sentences."""
        with threadpool_limits(1):  # sums over threads differ in their last digits from run to run
            tried = self.tried(data.reading_weights)
            examples = _Examples(data.count(), data.targets, data.labels, data.reading_weights)
            scores, stopped = _score_out_of_fold(examples, tried, data)
            precision = np.array([average_precisions(data.targets, each) for each in scores])
            best = precision.argmax(axis=0)  # the first of equals
            chosen = tuple(tried[index] for index in best)
            features, learned = examples.text.weigh(np.arange(len(data.sentences)))
            columns = examples.own_columns(self, learned)
            weights = [
                examples.fit_label(head, features, truth, column)
                for head, truth, column in zip(chosen, data.targets.T, columns, strict=True)
            ]
        return UncalibratedFit(
            data.assemble(learned),
            np.array([weight.coef for weight in weights]),
            np.array([weight.intercept for weight in weights]),
            chosen,
            tuple(zip(tried, precision, strict=True)),
            scores[best, :, range(len(data.labels))].T,
            tuple(
                int(stopped[index, label]) + (not weight.converged)
                for label, (index, weight) in enumerate(zip(best, weights, strict=True))
            ),
        )


@dataclass(frozen=True)
class _Examples:
    """The sentences, counted once, and their targets."""

    text: CountedText | CountedPart
    targets: NDArray[np.bool_]
    labels: tuple[str, ...]
    reading_weights: tuple[float, ...]

    def fit_label(
        self, head: FeatureHead, features: csr_array, targets: LabelTargets, column: int | None
    ) -> LinearWeights:
        """Fit one label while signals count what the head says; return the weights of the features as they are."""
        if head.reading_weight is None:
            return head.fit_label(features, targets, column)
        factors = np.ones(features.shape[1])
        factors[len(factors) - self.text.n_reading :] = (
            head.reading_weight / self.reading_weights[0]
        )
        data = features.data * factors[features.indices]
        rescaled = csr_array((data, features.indices, features.indptr), shape=features.shape)
        fitted = head.fit_label(rescaled, targets, column)
        return replace(fitted, coef=fitted.coef * factors)

    def own_columns(self, head: FeatureHead, learned: Learned) -> list[int | None]:
        """Return where the feature stands that decides each label by itself, if one does."""
        wanted = [head.own_feature(label) for label in self.labels]
        names = self.text.feature_names(learned) if any(wanted) else []
        return [None if name is None else names.index(name) for name in wanted]

    def score_fold(
        self,
        tried: Sequence[FeatureHead],
        inside: NDArray[np.intp],
        outside: NDArray[np.intp],
    ) -> tuple[Matrix, NDArray[np.bool_]]:
        """Return (candidates, sentences outside, labels): scores by fits to the sentences inside; and which of these stopped early."""
        with threadpool_limits(1):
            features, learned = self.text.weigh(inside)
            learned_from, held_out = features[inside], features[outside]
            columns = self.own_columns(tried[0], learned)
            pairs = list(zip(self.targets[inside].T, columns, strict=True))
            fits = [[self.fit_label(head, learned_from, *pair) for pair in pairs] for head in tried]
        scores = np.array([[weights.score(held_out) for weights in of_head] for of_head in fits])
        stopped = np.array([[not weights.converged for weights in of_head] for of_head in fits])
        return scores.transpose(0, 2, 1), stopped


def _score_out_of_fold(
    examples: _Examples, tried: Sequence[FeatureHead], data: TrainingData
) -> tuple[Matrix, NDArray[np.int64]]:
    """Return (candidates, sentences, labels): each sentence scored by fits that never saw its fold; and how many stopped early."""
    stopped = np.zeros((len(tried), len(data.labels)), dtype=np.int64)
    folds = np.unique(data.fold_of)
    scores = np.empty((len(tried), *data.targets.shape))
    with deaf_to_interrupts(data.jobs):
        results = Parallel(n_jobs=data.jobs, return_as="generator")(
            delayed(examples.score_fold)(
                tried, np.flatnonzero(data.fold_of != fold), np.flatnonzero(data.fold_of == fold)
            )
            for fold in folds
        )
    try:
        for done, (fold, found) in enumerate(zip(folds, results, strict=True), start=1):
            scores[:, data.fold_of == fold] = found[0]
            stopped += found[1]
            data.advance(done, len(folds))
    except TerminatedWorkerError as error:
        msg = "a process that trained died, as where memory is short; train with fewer --jobs"
        raise MediaframeError(msg) from error
    return scores, stopped
