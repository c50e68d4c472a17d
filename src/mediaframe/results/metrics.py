"""Figures with intervals: per label, macro and micro, from resamples of whole articles.

The unit of chance is the article: sentences of one article resemble each other, so intervals that resample
sentences are too narrow. All figures are computed for all resamples at once, as weights of articles.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mediaframe.results.estimates import (
    LABEL_FIGURES,
    MACRO_FIGURES,
    MICRO_FIGURES,
    ConfusionCounts,
    Estimate,
    LabelFigures,
    MacroEstimate,
    MacroFigure,
    MacroFigures,
    MicroFigures,
    SystemFigures,
)

Targets = NDArray[np.bool_]
Matrix = NDArray[np.float64]

CHUNK = 4_000_000  # numbers held at once while ranking by resample
DIGITS = 6  # of a figure as written, far below what is printed


@dataclass(frozen=True)
class System:
    """What something decided on the test sentences: a model, a baseline, a coder."""

    name: str
    decisions: Targets  # (sentences, labels)
    scores: Matrix | None = None  # (sentences, labels), where it gives probabilities


@dataclass(frozen=True)
class Resamples:
    """How often each article counts: once each in row 0, as drawn with replacement in the others."""

    weights: Matrix  # (1 + resamples, articles)
    article_of: NDArray[np.intp]  # (sentences,)
    confidence: float

    @classmethod
    def draw(
        cls, articles: Sequence[str], resamples: int, confidence: float, rng: np.random.Generator
    ) -> "Resamples":
        """Draw as many articles as there are, with replacement, `resamples` times."""
        names, article_of = np.unique(np.array(articles, dtype=object), return_inverse=True)
        even = np.full(len(names), 1 / len(names))
        drawn = rng.multinomial(len(names), even, size=resamples)
        weights = np.vstack([np.ones(len(names)), drawn])
        return cls(weights, article_of.astype(np.intp), confidence)

    def sums(self, values: Matrix) -> Matrix:
        """Return (1 + resamples, ...): the sum of values (sentences, ...) in each resample."""
        per_article = np.zeros((self.weights.shape[1], *values.shape[1:]))
        np.add.at(per_article, self.article_of, values)
        return np.tensordot(self.weights, per_article, axes=1)

    def estimate(self, drawn: Matrix) -> Estimate:
        """Return row 0 of (1 + resamples,) with the percentile interval of the other rows."""
        if np.isnan(drawn[0]):
            return Estimate(value=None, low=None, high=None, resamples=0)
        value, others = round(float(drawn[0]), DIGITS), drawn[1:]
        defined = others[~np.isnan(others)]
        if len(defined) == 0:
            return Estimate(value=value, low=None, high=None, resamples=0)
        tail = (1 - self.confidence) / 2
        low, high = np.quantile(defined, [tail, 1 - tail])
        return Estimate(
            value=value,
            low=round(float(low), DIGITS),
            high=round(float(high), DIGITS),
            resamples=len(defined),
        )


Replicates = dict[str, Matrix]
"""A figure in every resample: name -> (1 + resamples, labels), or (1 + resamples,) for a mean over labels."""


@dataclass(frozen=True)
class Measured:
    """All figures of one system, in every resample."""

    labels: Replicates
    macro: Replicates
    micro: Replicates
    counts: NDArray[np.int64]  # (labels, 4): true and false positives, false and true negatives
    macro_labels: dict[MacroFigure, int]  # how many labels each mean is over


def measure(targets: Targets, system: System, resamples: Resamples) -> Measured:
    """Return the figures of a system against targets (sentences, labels), in every resample."""
    cells = _cells(targets, system.decisions)
    counts = resamples.sums(cells.astype(np.float64))
    drawn = ratios(counts)
    if system.scores is not None:
        drawn["average_precision"] = _average_precision(targets, system.scores, resamples)
        squares = resamples.sums((system.scores - targets) ** 2)
        drawn["brier"] = squares / counts.sum(axis=2)
    else:
        nothing = np.full(counts.shape[:2], np.nan)
        drawn |= {"average_precision": nothing, "brier": nothing}
    defined = ~np.isnan(drawn["f1"][0])
    defined_of = {name: defined & ~np.isnan(drawn[name][0]) for name in MACRO_FIGURES}
    macro: Replicates = {
        name: mean_over_labels(drawn[name][:, each]) for name, each in defined_of.items()
    }
    pooled = ratios(counts[:, defined].sum(axis=1, keepdims=True))
    micro: Replicates = {name: pooled[name][:, 0] for name in MICRO_FIGURES}
    n_labels = {name: int(each.sum()) for name, each in defined_of.items()}
    return Measured(drawn, macro, micro, counts[0].astype(np.int64), n_labels)


def overlap_f1(first: Targets, second: Targets, resamples: Resamples) -> Matrix:
    """Return (1 + resamples, labels): F1 of two codings that are alike in rank, undefined where neither gives the label."""
    both, one, other, _ = np.moveaxis(resamples.sums(_cells(first, second).astype(float)), -1, 0)
    return _divide(2 * both, 2 * both + one + other)


def count_by_article(
    targets: Targets, decisions: Targets, scores: Matrix, articles: Sequence[str]
) -> dict[str, list[list[float]]]:
    """Return, for each article and label, true and false positives, false and true negatives, and the squared errors' sum."""
    names, article_of = np.unique(np.array(articles, dtype=object), return_inverse=True)
    squares = ((scores - targets) ** 2)[..., np.newaxis]
    counts = np.zeros((len(names), targets.shape[1], 5))
    np.add.at(counts, article_of, np.concatenate([_cells(targets, decisions), squares], axis=2))
    return dict(zip(names.tolist(), counts.round(9).tolist(), strict=True))


def _cells(targets: Targets, decisions: Targets) -> NDArray[np.bool_]:
    """Return (sentences, labels, 4): true and false positive, false and true negative."""
    return np.stack(
        [targets & decisions, ~targets & decisions, targets & ~decisions, ~targets & ~decisions],
        axis=2,
    )


def mean_over_labels(values: Matrix) -> Matrix:
    """Return the mean over labels, undefined where one of them is, or where there are none."""
    return values.mean(axis=1) if values.shape[1] else np.full(len(values), np.nan)


def ratios(counts: Matrix) -> Replicates:
    """Return prevalence, precision, recall, F1 and MCC from counts (..., 4); undefined is NaN.

    A label that no sentence has leaves recall and F1 undefined, one that nothing was given leaves precision
    undefined. MCC (Matthews 1975) is undefined where targets do not vary, and 0 where only decisions do not.

    >>> ratios(np.array([2.0, 1.0, 0.0, 7.0]))["f1"].round(2)
    np.float64(0.8)
    """
    tp, fp, fn, tn = np.moveaxis(counts, -1, 0)
    positives, negatives = tp + fn, fp + tn
    claimed, passed = tp + fp, fn + tn
    spread = np.sqrt(positives * negatives * claimed * passed)
    mcc = _divide(tp * tn - fp * fn, np.where(spread == 0, 1.0, spread))
    return {
        "prevalence": _divide(positives, positives + negatives),
        "precision": _divide(tp, claimed),
        "recall": _divide(tp, positives),
        "f1": np.where(positives > 0, _divide(2 * tp, 2 * tp + fp + fn), np.nan)[()],
        "mcc": np.where((positives > 0) & (negatives > 0), mcc, np.nan)[()],
    }


def _divide(above: Matrix, below: Matrix) -> Matrix:
    """Divide, undefined where there is nothing to divide by."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(below > 0, above / below, np.nan)[()]


def _average_precision(targets: Targets, scores: Matrix, resamples: Resamples) -> Matrix:
    """Return (1 + resamples, labels): the mean precision at each recall step, tied scores as one step."""
    size = max(1, CHUNK // len(targets))
    columns = []
    for truth, score in zip(targets.T, scores.T, strict=True):
        order = np.argsort(-score, kind="stable")
        step_ends = np.flatnonzero(np.append(np.diff(score[order]) != 0, True))
        parts = [
            _ranked_precision(
                resamples.weights[start : start + size, resamples.article_of[order]],
                truth[order],
                step_ends,
            )
            for start in range(0, len(resamples.weights), size)
        ]
        columns.append(np.concatenate(parts))
    return np.stack(columns, axis=1)


def _ranked_precision(weights: Matrix, truth: Targets, step_ends: NDArray[np.intp]) -> Matrix:
    """Return average precision for each row of weights (rows, sentences), best score first."""
    hits = np.cumsum(weights * truth, axis=1)[:, step_ends]
    claims = np.cumsum(weights, axis=1)[:, step_ends]
    gained = np.diff(hits, axis=1, prepend=0.0)
    precision = hits / np.maximum(claims, 1e-300)
    return _divide((precision * gained).sum(axis=1), hits[:, -1])


def system_figures(
    measured: Measured, labels: Sequence[str], resamples: Resamples
) -> SystemFigures:
    """Return every figure of a system with its interval and counts."""
    f1 = measured.labels["f1"][0]
    undefined = [label for label, value in zip(labels, f1, strict=True) if np.isnan(value)]
    macro = {
        name: MacroEstimate(
            **dict(resamples.estimate(measured.macro[name])), labels=measured.macro_labels[name]
        )
        for name in MACRO_FIGURES
    }
    micro = {name: resamples.estimate(measured.micro[name]) for name in MICRO_FIGURES}
    return SystemFigures(
        labels={
            label: _label_figures(measured, column, resamples)
            for column, label in enumerate(labels)
        },
        macro=MacroFigures(**macro, labels=len(labels) - len(undefined)),
        micro=MicroFigures(**micro),
        undefined_labels=tuple(undefined),
    )


def _label_figures(measured: Measured, column: int, resamples: Resamples) -> LabelFigures:
    figures = {name: resamples.estimate(measured.labels[name][:, column]) for name in LABEL_FIGURES}
    true_yes, false_yes, false_no, true_no = measured.counts[column].tolist()
    counts = ConfusionCounts(
        true_positives=true_yes,
        false_positives=false_yes,
        false_negatives=false_no,
        true_negatives=true_no,
    )
    return LabelFigures(counts=counts, **figures)
