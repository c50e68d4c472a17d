"""A model, its baselines and its coders on the same sentences, with all that figures are drawn from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from mediaframe.config import EvaluationConfig
from mediaframe.results.calibration import ReliabilityPoint, reliability_points, reliability_sums
from mediaframe.results.comparison import PERMUTATIONS, Chance, draw_swaps, f1_above
from mediaframe.results.curves import PrecisionRecallCurve, precision_recall_curve
from mediaframe.results.estimates import Difference, ResultSection, SystemFigures
from mediaframe.results.metrics import (
    Resamples,
    System,
    Targets,
    measure,
    system_figures,
)

MODEL = "model"


@dataclass(frozen=True)
class Coded:
    """What coders said of the sentences that systems are measured on."""

    labels: tuple[str, ...]
    targets: Targets  # (sentences, labels)
    articles: tuple[str, ...]  # (sentences,), the unit of resampling
    coders: Mapping[str, Targets]  # the first two are measured against each other
    double_coded: NDArray[np.intp]  # rows that both coded


class _CoderPair(ResultSection):
    coders: tuple[str, str] = Field(description="Who counts as right, and who is measured.")


class CoderFigures(SystemFigures, _CoderPair):  # whose key comes first in the file
    """Figures of the second coder against the first, on the sentences that both coded."""


class LabelCurves(ResultSection):
    """What the figures of one label are drawn from."""

    precision_recall: PrecisionRecallCurve = Field(description="Precision over recall.")
    reliability: tuple[ReliabilityPoint, ...] = Field(
        description="Share of positives over scores, for each tenth of the range that holds any."
    )


Counts = tuple[tuple[int, ...], ...]


class Cooccurrence(ResultSection):
    """How many sentences carry both labels, a row and a column a label; the diagonal counts each label."""

    coded: Counts = Field(description="As coded.")
    model: Counts = Field(description="As the model decided.")


class SystemsOnTest(ResultSection):
    """Figures of a model, its baselines and its coders on the same resamples of articles."""

    labels: tuple[str, ...] = Field(description="Names of the labels, in the codebook's order.")
    resamples: int = Field(ge=0, description="Number of resamples of articles that were drawn.")
    confidence: float = Field(description="Coverage of the intervals, 0 to 1.")
    systems: dict[str, SystemFigures] = Field(
        description="Figures of each system: `model`, and the baselines that were asked for."
    )
    permutations: int = Field(
        ge=1,
        description="Draws of articles in which systems are swapped, for the p of differences.",
    )
    differences: dict[str, Difference] = Field(
        description="How far the model's F1 lies above each baseline's; Holm corrects over labels, their mean and baselines."
    )
    coders: CoderFigures | None = Field(
        description="The second coder against the first; null where no two coded the same sentences."
    )
    curves: dict[str, LabelCurves] = Field(
        description="Curves of the model, for each label; empty where it gives no scores."
    )
    cooccurrence: Cooccurrence = Field(description="Sentences that carry both of two labels.")


def evaluate(
    coded: Coded, systems: Sequence[System], config: EvaluationConfig, rng: np.random.Generator
) -> SystemsOnTest:
    """Return the figures of a model, its baselines and its coders on the same article resamples.

    Args:
        coded: targets, articles and coders.
        systems: the model first, named `model` and with scores; then what it is compared with.
        config: resamples and confidence.
        rng: source of the resamples.
    """
    labels, targets = coded.labels, coded.targets
    resamples = Resamples.draw(coded.articles, config.resamples, config.confidence, rng)
    measured = {system.name: measure(targets, system, resamples) for system in systems}
    coders = _coder_figures(coded, resamples, config, rng)
    chance = Chance(resamples, draw_swaps(resamples, PERMUTATIONS, rng))
    return SystemsOnTest(
        labels=labels,
        resamples=config.resamples,
        confidence=config.confidence,
        systems={name: system_figures(each, labels, resamples) for name, each in measured.items()},
        permutations=PERMUTATIONS,
        differences=f1_above(labels, targets, systems, chance),
        coders=coders,
        curves=_curves(labels, targets, systems[0]),
        cooccurrence=Cooccurrence(
            coded=cooccurrence(targets), model=cooccurrence(systems[0].decisions)
        ),
    )


def _coder_figures(
    coded: Coded, resamples: Resamples, config: EvaluationConfig, rng: np.random.Generator
) -> CoderFigures | None:
    """Return the figures of the second coder against the first, on the sentences that both coded."""
    rows = coded.double_coded
    if len(coded.coders) < 2 or not len(rows):  # noqa: PLR2004 - it takes two
        return None
    if len(rows) < len(coded.targets):
        articles = [coded.articles[row] for row in rows]
        resamples = Resamples.draw(articles, config.resamples, config.confidence, rng)
    (first, truth), (second, decisions) = list(coded.coders.items())[:2]
    measured = measure(truth[rows], System(second, decisions[rows]), resamples)
    figures = system_figures(measured, coded.labels, resamples)
    return CoderFigures(coders=(first, second), **dict(figures))


def _curves(labels: Sequence[str], targets: Targets, model: System) -> dict[str, LabelCurves]:
    """Return the points of the figures of each label."""
    if model.scores is None:
        return {}
    return {
        label: LabelCurves(
            precision_recall=precision_recall_curve(truth, score),
            reliability=reliability_points(reliability_sums(truth, score)),
        )
        for label, truth, score in zip(labels, targets.T, model.scores.T, strict=True)
    }


def cooccurrence(decisions: Targets) -> Counts:
    """Return how many sentences carry both labels, (labels, labels); the diagonal counts each label.

    >>> cooccurrence(np.array([[True, True], [True, False]]))
    ((2, 1), (1, 1))
    """
    counted = decisions.astype(np.int64)
    return tuple(map(tuple, (counted.T @ counted).tolist()))
