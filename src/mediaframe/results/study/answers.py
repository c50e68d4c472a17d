"""What the experiments of a study say together: means over seeds, intervals over articles, differences to the base.

The unit of chance is the article, as for one run; of behaviour it is the hand-written case. All experiments on one corpus
share the same resamples of its articles: one that several seeds test counts equally often for each, and differences are
paired.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from mediaframe.config import EvaluationConfig
from mediaframe.results.calibration import calibration_error, reliability_points
from mediaframe.results.estimates import MACRO_FIGURES
from mediaframe.results.metrics import Resamples
from mediaframe.results.study.curve import learning_curve
from mediaframe.results.study.measures import ResampledMeasure, resample_measure, tested_units
from mediaframe.results.study.scores import (
    Answer,
    Calibration,
    Estimates,
    ExpectedBest,
    LearningCurve,
    Measure,
    ReferenceDifference,
    SeedScores,
    Spread,
    StudyScores,
    Units,
    VariationScores,
)
from mediaframe.results.study.trial import MacroMeans, TrialScores

FEWEST_TO_EXPECT = 4  # variations; the expected best of fewer says nothing


@dataclass(frozen=True)
class Question:
    """What is asked of the experiments on one corpus and split."""

    labels: tuple[str, ...]
    reference: str  # the variation that the others are compared with
    measure: Measure  # what the answer is read off
    curves: Mapping[str, Sequence[str]]  # variations that are one line over the number of articles
    evaluation: EvaluationConfig  # resamples and confidence
    seed: int  # of the resamples


def compare_variations(
    results: Mapping[str, Mapping[int, TrialScores]],
    question: Question,
    *,
    corpus: str,
    split: str,
) -> Answer:
    """Return what every variation reached on one corpus and split, and how far it lies above the reference.

    Args:
        results: variation -> seed -> result.
        question: what they are asked.
        corpus: name of the corpus.
        split: name of the split.
    """
    every = [result for by_seed in results.values() for result in by_seed.values()]
    kind: Literal["articles", "cases"] = "cases" if question.measure == "behaviour" else "articles"
    units = sorted({name for result in every for name in tested_units(result, question.measure)})
    config = question.evaluation
    rng = np.random.default_rng(question.seed)
    resamples = Resamples.draw(units, config.resamples, config.confidence, rng)
    columns = _columns(every, question)
    drawn = {
        name: {
            s: resample_measure(result, units, columns, question.measure, resamples)
            for s, result in by_seed.items()
        }
        for name, by_seed in results.items()
    }
    tested = {name: (results[name], drawn[name]) for name in results}
    reference = tested.get(question.reference)
    rows = tuple(
        _reached(name, pair, None if name == question.reference else reference, columns, resamples)
        for name, pair in tested.items()
    )
    is_choice = question.measure == "f1" and not question.curves
    return Answer(
        corpus=corpus,
        split=split,
        units=Units(kind=kind, count=len(units)),
        columns=columns,
        variations=rows,
        curves=_curves(question, results, drawn, resamples),
        expected_best=expected_best([row.validation for row in rows]) if is_choice else (),
    )


def title_of(scores: StudyScores, answer: Answer) -> str:
    """Return which corpus and split an answer is about, as far as a study has several."""
    parts = []
    if len({each.corpus for each in scores.answers}) > 1:
        parts.append(answer.corpus)
    if len({each.split for each in scores.answers}) > 1:
        parts.append(answer.split)
    return ", ".join(parts) or answer.corpus


def named_figures(scores: StudyScores) -> dict[str, Any]:
    """Return the figures of a study as JSON by names: variation, or answer and variation where there are several answers.

    `baseline.estimate.macro` in a claim is the mean of the variation `baseline`, on the one corpus and split.
    """
    answers: dict[str, dict[str, Any]] = {
        title_of(scores, answer): {
            **{row.variation: row.model_dump(mode="json") for row in answer.variations},
            "curves": {
                line: curve.model_dump(mode="json") for line, curve in answer.curves.items()
            },
        }
        for answer in scores.answers
    }
    return answers if len(answers) > 1 else next(iter(answers.values()))


def _columns(every: Sequence[TrialScores], question: Question) -> tuple[str, ...]:
    """Return what there is a figure of beside the one over all: labels, or capabilities of the suite."""
    if question.measure == "behaviour":
        cases = (name for result in every for name in result.cases or {})
        return tuple(dict.fromkeys(name.partition("/")[0] for name in cases))
    return question.labels


Tested = tuple[Mapping[int, TrialScores], Mapping[int, ResampledMeasure]]
"""Results and measures of one variation, by seed."""


def _difference(
    tested: Tested, reference: Tested, columns: Sequence[str], resamples: Resamples
) -> ReferenceDifference | None:
    """Return how far one variation lies above another on the seeds that both have."""
    (results, drawn), (base_results, base_drawn) = tested, reference
    shared = sorted(drawn.keys() & base_drawn.keys())
    if not shared:
        return None
    pairs = [(drawn[s], base_drawn[s]) for s in shared]
    above = [ResampledMeasure(a.columns - b.columns, a.macro - b.macro) for a, b in pairs]
    estimates = _estimates(above, columns, resamples)
    return ReferenceDifference(
        columns=estimates.columns,
        macro=estimates.macro,
        seeds=tuple(shared),
        same_test_articles=all(
            results[s].articles.keys() == base_results[s].articles.keys() for s in shared
        ),
    )


def _reached(
    name: str,
    tested: Tested,
    reference: Tested | None,
    columns: Sequence[str],
    resamples: Resamples,
) -> VariationScores:
    """Return the figures of one variation: means over seeds with intervals, and how far seeds lie apart."""
    by_seed, drawn = tested
    results, measures = list(by_seed.values()), list(drawn.values())
    macros = [result.figures.macro for result in results]
    return VariationScores(
        variation=name,
        seeds={
            str(seed): SeedScores(
                macro=drawn[seed].value,
                validation=result.validation.macro,
                train=result.train,
                test=result.test,
                chosen=result.chosen,
            )
            for seed, result in by_seed.items()
        },
        estimate=_estimates(measures, columns, resamples),
        spread=_spread(measures),
        macro=MacroMeans(
            **{name: _mean_of([macro.figure(name) for macro in macros]) for name in MACRO_FIGURES}
        ),
        calibration=_calibration(results),
        validation=_mean_of([result.validation.macro for result in results]),
        difference=None
        if reference is None
        else _difference(tested, reference, columns, resamples),
    )


def _calibration(results: Sequence[TrialScores]) -> Calibration:
    """Return the calibration error of each label, as the mean over seeds, and the points of all seeds together."""
    sums = {
        label: [np.array(result.reliability[label]) for result in results]
        for label in results[0].reliability
    }
    errors = {
        label: round(float(np.mean([calibration_error(one) for one in each])), 6)
        for label, each in sums.items()
    }
    return Calibration(
        error=errors,
        macro_error=round(float(np.mean(list(errors.values()))), 6),
        points={label: reliability_points(np.sum(each, axis=0)) for label, each in sums.items()},
    )


def _curves(
    question: Question,
    results: Mapping[str, Mapping[int, TrialScores]],
    drawn: Mapping[str, Mapping[int, ResampledMeasure]],
    resamples: Resamples,
) -> dict[str, LearningCurve]:
    """Return the score of each line over the number of articles trained on, as means over seeds."""
    curves = {}
    for line, variations in question.curves.items():
        known = [name for name in variations if name in results]
        points = sorted((_articles_of(results[name]), name) for name in known)
        means = [
            np.mean([each.macro for each in drawn[name].values()], axis=0) for _, name in points
        ]
        if means:
            articles = [count for count, _ in points]
            curves[line] = learning_curve(articles, np.stack(means, axis=1), resamples)
    return curves


def _articles_of(by_seed: Mapping[int, TrialScores]) -> float:
    """Return how many articles a fit was given, as the mean over seeds and folds."""
    return float(np.mean([part.articles for r in by_seed.values() for part in r.train]))


def _estimates(
    drawn: Sequence[ResampledMeasure], columns: Sequence[str], resamples: Resamples
) -> Estimates:
    """Return the mean over seeds with its interval, for each column and over all."""
    by_column = np.mean([each.columns for each in drawn], axis=0)
    macro = np.mean([each.macro for each in drawn], axis=0)
    return Estimates(
        columns={
            name: resamples.estimate(values)
            for name, values in zip(columns, by_column.T, strict=True)
        },
        macro=resamples.estimate(macro),
    )


def _spread(drawn: Sequence[ResampledMeasure]) -> Spread | None:
    """Return how far seeds lie apart, beside how far chance in the units moves the score of one seed."""
    known = [each.value for each in drawn if each.value is not None]
    if len(known) < 2:  # noqa: PLR2004 - one value has no spread
        return None
    sampling = np.mean([np.nanstd(each.macro[1:], ddof=1) for each in drawn])
    return Spread(
        deviation=round(float(np.std(known, ddof=1)), 6),
        sampling=round(float(sampling), 6),
        low=min(known),
        high=max(known),
        seeds=len(known),
    )


def _mean_of(values: Sequence[float | None]) -> float | None:
    """Return the mean, undefined where one of the values is."""
    known = [value for value in values if value is not None]
    return round(float(np.mean(known)), 6) if known and len(known) == len(values) else None


def expected_best(values: Sequence[float | None]) -> tuple[ExpectedBest, ...]:
    """Return the expected best validation score of n variations tried, for every n up to all of them.

    Dodge et al. 2019, *Show Your Work: Improved Reporting of Experimental Results*: the expected maximum of n draws from
    the variations, with replacement, and its standard deviation. Nothing where there are too few to say.

    >>> [round(point.value, 3) for point in expected_best([0.1, 0.2, 0.3, 0.4])]
    [0.25, 0.312, 0.344, 0.362]
    """
    known = np.sort([value for value in values if value is not None])
    if len(known) < FEWEST_TO_EXPECT:
        return ()
    below = np.arange(len(known) + 1) / len(known)
    points = []
    for tried in range(1, len(known) + 1):
        chance = np.diff(below**tried)  # that the best of them is the k-th of all
        mean = float(chance @ known)
        variance = max(0.0, float(chance @ known**2) - mean**2)
        points.append(
            ExpectedBest(tried=tried, value=round(mean, 6), deviation=round(variance**0.5, 6))
        )
    return tuple(points)
