"""What every head can be asked: what it needs, how it is fitted, what its scores mean, what it brings along."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import ClassVar, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score
from sklearn.pipeline import FeatureUnion

from mediaframe.article.sentences import Sentence
from mediaframe.codebook import Codebook
from mediaframe.config import FeatureConfig, HeadConfig, TrainingConfig
from mediaframe.errors import InputError
from mediaframe.files.progress import Advance
from mediaframe.model.calibration import LabelScores, LabelTargets, fit_calibration
from mediaframe.model.counted_text import CountedPart, CountedText
from mediaframe.model.encoders.encoder_files import Files
from mediaframe.model.ngrams import Learned

Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class TrainingData:
    """What a head is fitted to: the sentences of train, their targets, and the folds that they are dealt into."""

    labels: tuple[str, ...]
    sentences: Sequence[Sentence]
    targets: NDArray[np.bool_]  # (sentences, labels)
    fold_of: NDArray[np.intp]  # (sentences,)
    count: Callable[[], CountedText | CountedPart]  # reads the sentences and counts their terms
    assemble: Callable[[Learned], FeatureUnion]  # what was learned of terms, as fitted features
    reading_weights: tuple[float, ...]  # to choose from; the features have the first
    training: TrainingConfig
    seed: int
    jobs: int
    advance: Advance


@dataclass(frozen=True)
class UncalibratedFit:
    """What a head learned from all of train, and what its folds showed."""

    features: FeatureUnion
    coef: Matrix  # (labels, features)
    intercept: Matrix  # (labels,)
    chosen: "tuple[Head, ...]"  # per label
    tuning: "tuple[tuple[Head, Matrix], ...]"  # candidate, average precision of each label
    # (sentences, labels) of the heads chosen; NaN where no fit left a sentence out
    out_of_fold: Matrix
    stopped: tuple[int, ...]  # how many fits of the heads chosen stopped before they converged


@dataclass(frozen=True)
class Head(ABC):
    """A section of the settings, and all that depends on which kind it is."""

    settings: HeadConfig

    packages: ClassVar[tuple[str, ...]] = ()
    """Packages that this kind alone uses."""

    file_names: ClassVar[tuple[str, ...]] = ()
    """Files that it brings along, which lie in the folder of a saved model."""

    reads_sentences: ClassVar[bool] = False
    """Whether it reads sentences itself: features counted beforehand do not tell its scores."""

    needs_rules: ClassVar[bool] = False
    """Whether every label of the codebook has to have a rule."""

    def check_codebook(self, codebook: Codebook) -> None:
        """Refuse a codebook that the head cannot do with.

        Raises:
            InputError: a label has no rule, and the head needs it.
        """
        if self.needs_rules and not codebook.has_rules:
            kind = self.settings.kind
            msg = f"head.kind: {kind}, but codebook {codebook.name} has labels without `rule`; add rules or choose another head"
            raise InputError(msg)

    def read_features(self, features: FeatureConfig) -> FeatureConfig:
        """Return which features it is given, where the settings name `features`."""
        return features

    def name_features(self, features: FeatureConfig) -> list[str]:
        """Return the kinds of features that its scores come from: those given, and its own."""
        return [name for name, settings in features if settings is not None]

    def pin(self) -> Self:
        """Return the head with the files that it brings; its settings name them as a saved model does, by digest.

        Raises:
            InputError: a file or package is missing, or it is not the file that the settings name.
        """
        return self

    def restore_features(self, given: Callable[[], FeatureUnion], files: Files) -> FeatureUnion:  # noqa: ARG002
        """Return the features of a saved model: those `given`, and those made of the `files` that the head brought."""
        return given()

    def device(self) -> str:
        """Return what it computes on: `cpu` or `cuda`.

        Raises:
            InputError: the packages for it are not installed.
        """
        return "cpu"

    def candidates(self) -> list[Self]:
        """Return the head once for every combination of the values to choose from."""
        grids = {
            name: value
            for name, value in self.settings.model_dump().items()
            if isinstance(value, tuple)
        }
        combinations = [
            {name: (value,) for name, value in zip(grids, values, strict=True)}
            for values in product(*grids.values())
        ]
        return [
            replace(self, settings=self.settings.model_copy(update=each)) for each in combinations
        ]

    @abstractmethod
    def fit(self, data: TrainingData) -> UncalibratedFit:
        """Choose settings on the folds, then fit to all sentences."""

    def scores_every_sentence(self) -> bool:
        """Whether each sentence is scored by a fit that left it out."""
        return True

    def are_decisions(self, scores: LabelScores) -> bool:  # noqa: ARG002
        """Return whether scores are decisions already, above 0 yes: no threshold is chosen for them.

        The scores of `rules` are: 1 where the rule is met, -1 elsewhere.
        """
        return False

    def calibrate(
        self, training: TrainingConfig, scores: LabelScores, targets: LabelTargets
    ) -> tuple[float, float]:
        """Return slope and offset such that expit(slope · score + offset) is a probability."""
        return fit_calibration(training, scores, targets, decided=self.are_decisions(scores))

    def describe(self) -> str:
        """Return the settings as a reader sees them, for example `logistic (C=3, class_weight=balanced)`."""
        values = self.settings.model_dump(exclude={"kind", "sha256"})
        shown = ", ".join(f"{name}={_listed(value)}" for name, value in values.items())
        return f"{self.settings.kind} ({shown})" if shown else self.settings.kind


def _listed(setting: object) -> str:
    values = setting if isinstance(setting, tuple) else (setting,)
    return "/".join(f"{value:g}" if isinstance(value, float) else str(value) for value in values)


def average_precisions(targets: NDArray[np.bool_], scores: Matrix) -> Matrix:
    """Return the average precision of each label."""
    pairs = zip(targets.T, scores.T, strict=True)
    return np.array([average_precision_score(truth, score) for truth, score in pairs])
