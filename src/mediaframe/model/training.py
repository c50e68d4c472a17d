"""Training: settings, calibration and thresholds from article-grouped folds, then one fit on all of train."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.special import expit
from threadpoolctl import threadpool_limits

from mediaframe.article.sentences import Sentence
from mediaframe.config import (
    ExternalHead,
    FeatureConfig,
    HeadConfig,
    LogisticHead,
    TrainingConfig,
    TransformerHead,
)
from mediaframe.model.calibration import find_threshold, fit_calibration, is_decided
from mediaframe.model.classifier import Classifier
from mediaframe.model.counted_text import CountedPart, CountedText
from mediaframe.model.encoders.encoder import encoder_features
from mediaframe.model.encoders.encoder_files import Files
from mediaframe.model.encoders.finetuning import fine_tune
from mediaframe.model.features import Further, ReadingVectorizer, assemble
from mediaframe.model.fitted import Fitted, average_precisions, blend
from mediaframe.model.heads import LinearWeights, candidates, fit_head

Matrix = NDArray[np.float64]
Advance = Callable[[int, int], None]  # folds or epochs done, and in all


@dataclass(frozen=True)
class Recipe:
    """What to train: labels in the order of the targets' columns, features, head and how it is tuned."""

    labels: tuple[str, ...]
    features: FeatureConfig
    reader: ReadingVectorizer | None
    head: HeadConfig
    training: TrainingConfig
    further: Further = field(default_factory=dict)
    seed: int = 0  # of fits that draw: fine-tuning does
    encoder: Files | None = None  # to fine-tune


@dataclass(frozen=True)
class Trained:
    """A classifier, and what its folds showed."""

    classifier: Classifier
    chosen: tuple[HeadConfig, ...]  # per label
    tuning: tuple[tuple[HeadConfig, Matrix], ...]  # candidate, average precision of each label
    out_of_fold: Matrix  # (sentences of train, labels), calibrated scores; NaN where no fit left a sentence out


@dataclass(frozen=True)
class _Task:
    """What every fit needs: the text counted once, the targets, and where each label's rule stands."""

    text: CountedText | CountedPart
    targets: NDArray[np.bool_]
    labels: tuple[str, ...]

    def weigh(self, rows: NDArray[np.intp]) -> csr_array:
        return self.text.weigh(rows)[0]

    def own_column(self, head: HeadConfig, features: csr_array, number: int) -> int | None:
        """Return which column decides a label by itself, if one does: an external score, or the label's rule.

        External scores stand alone, in the order of the labels; the reader's columns are the last.
        """
        if isinstance(head, ExternalHead):
            return number
        reader, label = self.text.reader, self.labels[number]
        if reader is None or label not in reader.rules:
            return None
        names = reader.get_feature_names_out().tolist()
        return int(features.shape[1] - len(names) + names.index(f"rule:{label}"))

    def fit(
        self, head: HeadConfig, features: csr_array, rows: NDArray[np.intp], label: int
    ) -> LinearWeights:
        column = self.own_column(head, features, label)
        return fit_head(head, features[rows], self.targets[rows, label], column)


def train(  # noqa: PLR0913 - the rest are keywords
    recipe: Recipe,
    sentences: Sequence[Sentence],
    targets: NDArray[np.bool_],
    fold_of: NDArray[np.intp],
    *,
    text: CountedPart | None = None,
    jobs: int = 1,
    advance: Advance = lambda _done, _of: None,
) -> Trained:
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
    if isinstance(recipe.head, TransformerHead):
        fitted = _fine_tune(recipe, recipe.head, sentences, targets, fold_of, advance)
        if recipe.head.share < 1:
            linear = replace(recipe, head=LogisticHead())
            beside = _fit_linear(
                linear, sentences, targets, fold_of, text=text, jobs=jobs, advance=advance
            )
            fitted = blend(fitted, beside, recipe.head, recipe.training, targets)
    else:
        fitted = _fit_linear(
            recipe, sentences, targets, fold_of, text=text, jobs=jobs, advance=advance
        )
    return _calibrate(recipe, fitted, targets)


def _fine_tune(
    recipe: Recipe,
    head: TransformerHead,
    sentences: Sequence[Sentence],
    targets: NDArray[np.bool_],
    fold_of: NDArray[np.intp],
    advance: Advance,
) -> Fitted:
    files = recipe.encoder or {}
    tuned = fine_tune(head, files, sentences, targets, fold_of, seed=recipe.seed, advance=advance)
    scored = ~np.isnan(tuned.out_of_fold).any(axis=1)
    precision = np.array(average_precisions(targets[scored], tuned.out_of_fold[scored]))
    return Fitted(
        encoder_features(tuned.encoder),
        tuned.coef,
        tuned.intercept,
        (head,) * len(recipe.labels),
        ((head.model_copy(update={"share": 1.0}), precision),),
        tuned.out_of_fold,
    )


def _fit_linear(  # noqa: PLR0913 - as `train` has them
    recipe: Recipe,
    sentences: Sequence[Sentence],
    targets: NDArray[np.bool_],
    fold_of: NDArray[np.intp],
    *,
    text: CountedPart | None,
    jobs: int,
    advance: Advance,
) -> Fitted:
    labels, head = recipe.labels, recipe.head
    with threadpool_limits(1):  # sums over threads differ in their last digits from run to run
        counted = text or CountedText(recipe.features, recipe.reader, sentences, recipe.further)
        task = _Task(counted, targets, labels)
        tried = candidates(head)
        raw = _score_out_of_fold(task, tried, fold_of, jobs, advance)
        precision = np.array([average_precisions(targets, scores) for scores in raw])
        best = precision.argmax(axis=0)  # the first of equals

        everything = np.arange(len(sentences))
        features, learned = task.text.weigh(everything)
        columns = range(len(labels))
        weights = [task.fit(tried[best[label]], features, everything, label) for label in columns]
    return Fitted(
        assemble(recipe.features, learned, recipe.reader, recipe.further),
        np.array([weight.coef for weight in weights]),
        np.array([weight.intercept for weight in weights]),
        tuple(tried[index] for index in best),
        tuple(zip(tried, precision, strict=True)),
        raw[best, :, columns].T,
    )


def _calibrate(recipe: Recipe, fitted: Fitted, targets: NDArray[np.bool_]) -> Trained:
    """Make the scores of what was fitted probabilities, and choose thresholds on them."""
    scored = ~np.isnan(fitted.out_of_fold).any(axis=1)
    raw, truths, columns = fitted.out_of_fold[scored], targets[scored], range(len(recipe.labels))
    pairs = zip(raw.T, truths.T, strict=True)
    lines = [fit_calibration(recipe.training, recipe.head, *pair) for pair in pairs]
    slopes, offsets = np.array(lines).T
    out_of_fold = expit(slopes * fitted.out_of_fold + offsets)
    scores = out_of_fold[scored]
    thresholds = expit(offsets)  # a score that is a decision crosses 0 there
    for label in columns:
        if not is_decided(recipe.head, raw[:, label]):
            thresholds[label] = find_threshold(recipe.training, truths[:, label], scores[:, label])
    classifier = Classifier(
        recipe.labels,
        fitted.features,
        fitted.coef * slopes[:, np.newaxis],
        fitted.intercept * slopes + offsets,
        thresholds,
    )
    return Trained(classifier, fitted.chosen, fitted.tuning, out_of_fold)


def _score_out_of_fold(
    task: _Task,
    tried: Sequence[HeadConfig],
    fold_of: NDArray[np.intp],
    jobs: int,
    advance: Advance,
) -> NDArray[np.float64]:
    """Return (candidates, sentences, labels): each sentence scored by fits that never saw its fold."""
    folds = np.unique(fold_of)
    scores = np.empty((len(tried), *task.targets.shape))
    results = Parallel(n_jobs=jobs, return_as="generator")(
        delayed(_score_fold)(
            task, tried, np.flatnonzero(fold_of != fold), np.flatnonzero(fold_of == fold)
        )
        for fold in folds
    )
    for done, (fold, fold_scores) in enumerate(zip(folds, results, strict=True), start=1):
        scores[:, fold_of == fold] = fold_scores
        advance(done, len(folds))
    return scores


def _score_fold(
    task: _Task, tried: Sequence[HeadConfig], inside: NDArray[np.intp], outside: NDArray[np.intp]
) -> NDArray[np.float64]:
    with threadpool_limits(1):
        features = task.weigh(inside)
        held_out = features[outside]
        return np.array(
            [
                [
                    task.fit(head, features, inside, label).score(held_out)
                    for label in range(len(task.labels))
                ]
                for head in tried
            ]
        ).transpose(0, 2, 1)
