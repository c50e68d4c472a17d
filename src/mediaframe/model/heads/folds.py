"""Heads that are fitted to counted features, label by label: settings are chosen on folds, then all of train is fitted."""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from joblib import Parallel, delayed
from joblib.externals.loky.process_executor import TerminatedWorkerError
from numpy.typing import NDArray
from scipy.sparse import csr_array
from threadpoolctl import threadpool_limits

from mediaframe.errors import MediaframeError
from mediaframe.model.calibration import LabelScores, LabelTargets
from mediaframe.model.counted_text import CountedPart, CountedText
from mediaframe.model.features import Learned
from mediaframe.model.heads.head import (
    Head,
    Matrix,
    TrainingData,
    UncalibratedFit,
    average_precisions,
)
from mediaframe.model.processes import deaf_to_interrupts


@dataclass(frozen=True)
class LinearWeights:
    """Score of a sentence x: x · coef + intercept; above 0 speaks for the label."""

    coef: NDArray[np.float64]  # (features,)
    intercept: float

    def score(self, features: csr_array) -> LabelScores:
        """Return one score a row of `features`."""
        return np.asarray(features @ self.coef) + self.intercept


class FeatureHead(Head):
    """A head that weighs features; each label is fitted by itself."""

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
            examples, tried = _Examples(data.count(), data.targets, data.labels), self.candidates()
            scores = _score_out_of_fold(examples, tried, data)
            precision = np.array([average_precisions(data.targets, each) for each in scores])
            best = precision.argmax(axis=0)  # the first of equals
            chosen = tuple(tried[index] for index in best)
            features, learned = examples.text.weigh(np.arange(len(data.sentences)))
            columns = examples.own_columns(self, learned)
            weights = [
                head.fit_label(features, truth, column)
                for head, truth, column in zip(chosen, data.targets.T, columns, strict=True)
            ]
        return UncalibratedFit(
            data.assemble(learned),
            np.array([weight.coef for weight in weights]),
            np.array([weight.intercept for weight in weights]),
            chosen,
            tuple(zip(tried, precision, strict=True)),
            scores[best, :, range(len(data.labels))].T,
        )


@dataclass(frozen=True)
class _Examples:
    """The sentences, counted once, and their targets."""

    text: CountedText | CountedPart
    targets: NDArray[np.bool_]
    labels: tuple[str, ...]

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
    ) -> Matrix:
        """Return (candidates, sentences outside, labels): scores by fits to the sentences inside."""
        with threadpool_limits(1):
            features, learned = self.text.weigh(inside)
            learned_from, held_out = features[inside], features[outside]
            columns = self.own_columns(tried[0], learned)
            pairs = list(zip(self.targets[inside].T, columns, strict=True))
            return np.array(
                [
                    [head.fit_label(learned_from, *pair).score(held_out) for pair in pairs]
                    for head in tried
                ]
            ).transpose(0, 2, 1)


def _score_out_of_fold(
    examples: _Examples, tried: Sequence[FeatureHead], data: TrainingData
) -> Matrix:
    """Return (candidates, sentences, labels): each sentence scored by fits that never saw its fold."""
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
        for done, (fold, fold_scores) in enumerate(zip(folds, results, strict=True), start=1):
            scores[:, data.fold_of == fold] = fold_scores
            data.advance(done, len(folds))
    except TerminatedWorkerError as error:
        msg = "a process that trained died, as where memory is short; train with fewer --jobs"
        raise MediaframeError(msg) from error
    return scores
