"""Training: a head is fitted, then its scores are calibrated and thresholds chosen on what its folds showed."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit
from sklearn.pipeline import FeatureUnion

from mediaframe.article.sentences import Sentence
from mediaframe.config import FeatureConfig, TrainingConfig
from mediaframe.files.progress import Advance, unwatched
from mediaframe.model.calibration import find_threshold
from mediaframe.model.certainty import Certainties, find_certainties
from mediaframe.model.classifier import Classifier
from mediaframe.model.counted_text import CountedPart, CountedText, Share, share_nothing
from mediaframe.model.features import Further, ReadingVectorizer, assemble
from mediaframe.model.heads.head import Head, Matrix, TrainingData, UncalibratedFit
from mediaframe.model.logic import Implied, most_probable, needed_labels
from mediaframe.model.ngrams import Learned


@dataclass(frozen=True)
class Recipe:
    """What to train: labels in the order of the targets' columns, features, head and how it is tuned."""

    labels: tuple[str, ...]
    features: FeatureConfig
    reader: ReadingVectorizer | None
    head: Head
    training: TrainingConfig
    further: Further = field(default_factory=dict)
    seed: int = 0  # of fits that draw: fine-tuning does
    implied: Implied = field(default_factory=dict)
    exclusive: bool = False  # whether labels exclude each other

    def count(self, sentences: Sequence[Sentence], share: Share = share_nothing) -> CountedText:
        """Return sentences, read and counted."""
        return CountedText(self.features, self.reader, sentences, self.further, share)

    def assemble(self, learned: Learned) -> FeatureUnion:
        """Return what was learned of terms, and the features that learn nothing, as fitted features."""
        return assemble(self.features, learned, self.reader, self.further)


@dataclass(frozen=True)
class TrainingResult:
    """A classifier, and what its folds showed."""

    classifier: Classifier
    chosen: tuple[Head, ...]  # per label
    tuning: tuple[tuple[Head, Matrix], ...]  # candidate, average precision of each label
    out_of_fold: Matrix  # (sentences of train, labels), calibrated scores; NaN where no fit left a sentence out
    stopped: tuple[
        int, ...
    ]  # per label, how many fits of the head chosen stopped before they converged
    certainty: Certainties  # which decisions hold an error bound


def train(  # noqa: PLR0913 - the rest are keywords
    recipe: Recipe,
    sentences: Sequence[Sentence],
    targets: NDArray[np.bool_],
    fold_of: NDArray[np.intp],
    *,
    text: CountedPart | None = None,
    jobs: int = 1,
    advance: Advance = unwatched,
) -> TrainingResult:
    """Choose settings, calibration and thresholds on folds, then fit on all sentences.

    Args:
        recipe: labels, features, head and how it is tuned.
        sentences: in article order.
        targets: (sentences, labels).
        fold_of: (sentences,); no article stands in two folds, no label is constant outside a fold.
        text: the sentences, where they are counted already with the features of the recipe.
        jobs: processes; the result does not depend on it. Fine-tuning has threads in place of them.
        advance: called after each fold, or epoch of fine-tuning.
    """
    data = TrainingData(
        recipe.labels,
        sentences,
        targets,
        fold_of,
        lambda: text or recipe.count(sentences),
        recipe.assemble,
        () if recipe.features.reading is None else recipe.features.reading.weight,
        recipe.training,
        recipe.seed,
        jobs,
        advance,
    )
    articles = [sentence.article_id for sentence in sentences]
    return _calibrate(recipe, recipe.head.fit(data), targets, articles)


def _calibrate(
    recipe: Recipe, fit: UncalibratedFit, targets: NDArray[np.bool_], articles: Sequence[str]
) -> TrainingResult:
    """Make the scores of what was fitted probabilities, and choose thresholds on them."""
    scored = ~np.isnan(fit.out_of_fold).any(axis=1)
    raw, truths = fit.out_of_fold[scored], targets[scored]
    pairs = list(zip(raw.T, truths.T, strict=True))
    lines = [recipe.head.calibrate(recipe.training, *pair) for pair in pairs]
    slopes, offsets = np.array(lines).T
    out_of_fold = expit(slopes * fit.out_of_fold + offsets)
    thresholds = _find_thresholds(recipe, raw, out_of_fold[scored], truths, expit(offsets))
    classifier = Classifier(
        recipe.labels,
        fit.features,
        fit.coef * slopes[:, np.newaxis],
        fit.intercept * slopes + offsets,
        thresholds,
        recipe.implied,
        recipe.exclusive,
    )
    certainty = find_certainties(
        recipe.labels,
        out_of_fold[scored],
        classifier.decide(out_of_fold[scored]),
        truths,
        [articles[row] for row in np.flatnonzero(scored).tolist()],
    )
    return TrainingResult(classifier, fit.chosen, fit.tuning, out_of_fold, fit.stopped, certainty)


def _find_thresholds(
    recipe: Recipe, raw: Matrix, probabilities: Matrix, truths: NDArray[np.bool_], at_zero: Matrix
) -> Matrix:
    """Return the threshold of each label, best where the labels that it implies are given; others come first.

    `at_zero` is where a score that is a decision crosses 0: no threshold is sought for it. Labels that exclude each other
    are given where they are the most probable; where each sentence has one, whatever its score.
    """
    if recipe.exclusive and (truths.sum(axis=1) == 1).all():
        return np.zeros_like(at_zero)
    thresholds, needed = at_zero.copy(), needed_labels(recipe.labels, recipe.implied)
    given = np.zeros_like(truths)
    first = most_probable(probabilities) | (not recipe.exclusive)
    for label in needed.sum(axis=1).argsort(kind="stable"):
        may_be = given[:, needed[label]].all(axis=1) & first[:, label]
        scores = np.where(may_be, probabilities[:, label], 0.0)
        if not recipe.head.are_decisions(raw[:, label]):
            thresholds[label] = find_threshold(recipe.training, truths[:, label], scores)
        given[:, label] = may_be & (scores >= thresholds[label])
    return thresholds
