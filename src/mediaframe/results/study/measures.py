"""What one experiment of a study is measured by, in every resample of what it was tested on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from mediaframe.results.metrics import Matrix, Resamples, mean_over_labels, ratios
from mediaframe.results.study.scores import Measure
from mediaframe.results.study.trial import TrialScores


@dataclass(frozen=True)
class ResampledMeasure:
    """The measure of one experiment in every resample."""

    columns: Matrix  # (1 + resamples, labels or capabilities)
    macro: Matrix  # (1 + resamples,)

    @property
    def value(self) -> float | None:
        """What was measured."""
        return None if np.isnan(self.macro[0]) else round(float(self.macro[0]), 6)


def tested_units(result: TrialScores, measure: Measure) -> Iterable[str]:
    """Return what a result tested: articles, or cases of the suite."""
    return result.articles if measure != "behaviour" else result.cases or ()


def resample_measure(
    result: TrialScores,
    units: Sequence[str],
    columns: Sequence[str],
    measure: Measure,
    resamples: Resamples,
) -> ResampledMeasure:
    """Return the measure on what a result tested, each unit as often as it was drawn."""
    if measure == "behaviour":
        return _draw_behaviour(result, units, columns, resamples)
    nothing = np.zeros((len(columns), 5))
    counts = resamples.sums(np.array([result.articles.get(unit, nothing) for unit in units], float))
    if measure == "brier":
        with np.errstate(invalid="ignore"):  # a resample without an article of this test
            by_label = counts[..., 4] / counts[..., :4].sum(axis=-1)
        return ResampledMeasure(by_label, mean_over_labels(by_label))
    f1 = np.asarray(ratios(counts[..., :4])["f1"])
    return ResampledMeasure(f1, mean_over_labels(f1[:, ~np.isnan(f1[0])]))


def _draw_behaviour(
    result: TrialScores, units: Sequence[str], columns: Sequence[str], resamples: Resamples
) -> ResampledMeasure:
    """Return the share of cases passed, of each capability and of all."""
    belongs = np.array([[unit.partition("/")[0] == name for name in columns] for unit in units])
    cases = result.cases or {}
    passed = np.array([cases[unit] for unit in units], dtype=float)
    of, right = (
        resamples.sums(belongs.astype(float)),
        resamples.sums(belongs * passed[:, np.newaxis]),
    )
    with np.errstate(invalid="ignore"):  # a capability of which no case was drawn
        return ResampledMeasure(right / of, right.sum(axis=1) / of.sum(axis=1))
