"""Systems compared on the same sentences: differences, their intervals, and what chance alone would do.

Each resample of articles counts for both systems, so intervals are of paired differences. P-values come from
approximate randomization (Noreen 1989, *Computer-Intensive Methods for Testing Hypotheses*; Yeh 2000, COLING, for the
F1 of two systems) with the article as unit: if two systems do not differ, it does not matter in any article which of
them said what, so what they said is swapped in articles drawn by coin. What was observed counts as one of the draws,
so no p is 0 (Phipson and Smyth 2010, *Stat Appl Genet Mol Biol* 9). Holm (1979, *Scand J Stat* 6) corrects for many.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from mediaframe.results.comparison_scores import (
    METRICS,
    LabelDifferences,
    MacroDifference,
    Metric,
    PairDifferences,
)
from mediaframe.results.estimates import Difference, PairedDifference, SystemFigures
from mediaframe.results.metrics import (
    Matrix,
    Measured,
    Replicates,
    Resamples,
    System,
    Targets,
    measure,
    system_figures,
)

PERMUTATIONS = 10_000  # unless asked otherwise; the smallest p is one in so many
BLOCK = 1000  # of them weighed at once
SLACK = 1e-12  # sums in another order differ by less

Swaps = NDArray[np.bool_]
"""(1 + permutations, articles): where two systems are swapped; nowhere in row 0."""

Pair = tuple[int, int]
"""Which system, and which one it is held against."""


@dataclass(frozen=True)
class Chance:
    """What chance may do: how often each article counts, and in which ones systems are swapped."""

    resamples: Resamples
    swaps: Swaps

    @classmethod
    def draw(
        cls,
        articles: Sequence[str],
        resamples: int,
        permutations: int,
        confidence: float,
        rng: np.random.Generator,
    ) -> "Chance":
        """Draw the resamples, then the swaps: the number of permutations moves no interval."""
        drawn = Resamples.draw(articles, resamples, confidence, rng)
        return cls(drawn, draw_swaps(drawn, permutations, rng))


def draw_swaps(resamples: Resamples, permutations: int, rng: np.random.Generator) -> Swaps:
    """Draw by coin in which articles systems are swapped; the first row is what was observed."""
    n_articles = resamples.weights.shape[1]
    swaps = rng.integers(0, 2, (1 + permutations, n_articles), dtype=np.int8).astype(np.bool_)
    swaps[0] = False
    return swaps


def compare_systems(
    labels: Sequence[str],
    targets: Targets,
    systems: Sequence[System],
    pairs: Sequence[Pair],
    chance: Chance,
) -> tuple[list[SystemFigures], list[PairDifferences]]:
    """Return the figures of systems, and per pair, label and metric how far the first lies above the second.

    The mean F1 over labels stands beside the labels. Holm corrects within a metric: over its labels, that mean and all pairs.
    """
    resamples = chance.resamples
    measured = [measure(targets, system, resamples) for system in systems]
    tested = [
        p_values(swapped_differences(targets, systems[a], systems[b], resamples, chance.swaps))
        for a, b in pairs
    ]
    adjusted = {name: holm(np.array([p[name] for p in tested])) for name in METRICS}
    figures = [system_figures(each, labels, resamples) for each in measured]
    differences = [
        _pair_differences(
            (systems[a].name, systems[b].name),
            subtract_figures(measured[a], measured[b]),
            tested[row],
            {name: adjusted[name][row] for name in METRICS},
            labels,
            resamples,
        )
        for row, (a, b) in enumerate(pairs)
    ]
    return figures, differences


def f1_above(
    labels: Sequence[str], targets: Targets, systems: Sequence[System], chance: Chance
) -> dict[str, Difference]:
    """Return, by name, how far the F1 of the first system lies above each of the others, claimed as in a comparison."""
    alone = [System(system.name, system.decisions) for system in systems]  # F1 needs no scores
    pairs = [(0, other) for other in range(1, len(systems))]
    found = compare_systems(labels, targets, alone, pairs, chance)[1] if pairs else []
    return {
        pair.against: Difference(
            labels={label: pair.labels[label].f1 for label in labels}, macro=pair.macro.f1
        )
        for pair in found
    }


def subtract_figures(one: Measured, other: Measured) -> Replicates:
    """Return metric -> (draws, columns): how far one system lies above another, per label; F1 has a last column, the mean."""
    drawn: Replicates = {name: one.labels[name] - other.labels[name] for name in METRICS}
    mean = one.macro["f1"] - other.macro["f1"]
    return {**drawn, "f1": np.column_stack([drawn["f1"], mean])}


def swapped_differences(
    targets: Targets, one: System, other: System, resamples: Resamples, swaps: Swaps
) -> Replicates:
    """Return the differences as they would be had the systems been swapped in some articles.

    Both systems' sentences stand below each other; a swap is which half of an article counts for which system. Scores
    are replaced by their ranks, which leaves average precision as it is and puts both systems on one scale.
    """
    n_articles = swaps.shape[1]
    placed = np.concatenate([resamples.article_of, resamples.article_of + n_articles])
    both = System("both", np.vstack([one.decisions, other.decisions]), _ranks(one, other))
    doubled = np.vstack([targets, targets])
    parts = []
    for start in range(0, len(swaps), BLOCK):
        moved = swaps[start : start + BLOCK].astype(np.float64)
        sides = np.hstack([1 - moved, moved])
        first, second = (
            measure(doubled, both, Resamples(weights, placed, resamples.confidence))
            for weights in (sides, 1 - sides)
        )
        parts.append(subtract_figures(first, second))
    return {name: np.concatenate([part[name] for part in parts]) for name in METRICS}


def _ranks(one: System, other: System) -> Matrix | None:
    """Return the rank of each score among its system's, as shares, both systems below each other."""
    if one.scores is None or other.scores is None:
        return None
    ranks = [rankdata(scores, axis=0) / len(scores) for scores in (one.scores, other.scores)]
    return np.vstack(ranks)


def p_values(permuted: Replicates) -> Replicates:
    """Return metric -> (columns,): the share of draws whose difference is as large as that of row 0, either way.

    A draw that leaves a figure undefined counts as large; where row 0 is undefined there is no p.

    >>> p_values({"f1": np.array([[0.2], [0.1], [-0.2], [0.0]])})["f1"]
    array([0.5])
    """
    found = {}
    for name, drawn in permuted.items():
        observed = np.abs(drawn[0])
        is_large = ~(np.abs(drawn) < observed - SLACK)
        found[name] = np.where(np.isnan(observed), np.nan, is_large.mean(axis=0))
    return found


def holm(p_values: Matrix) -> Matrix:
    """Return p-values of any shape corrected for their number; undefined ones stay so and do not count.

    >>> holm(np.array([0.01, 0.04, 0.03]))
    array([0.03, 0.06, 0.06])
    """
    flat = p_values.ravel()
    order = np.argsort(flat, kind="stable")[: np.count_nonzero(~np.isnan(flat))]  # NaN sorts last
    factors = np.arange(len(order), 0, -1)
    adjusted = np.full(flat.shape, np.nan)
    adjusted[order] = np.minimum(1, np.maximum.accumulate(factors * flat[order]))
    return adjusted.reshape(p_values.shape)


def _pair_differences(
    names: tuple[str, str],
    drawn: Replicates,
    p: Replicates,
    adjusted: Replicates,
    labels: Sequence[str],
    resamples: Resamples,
) -> PairDifferences:
    def difference(name: Metric, column: int) -> PairedDifference:
        return PairedDifference(
            **resamples.estimate(drawn[name][:, column]).model_dump(),
            p=_rounded(p[name][column]),
            p_holm=_rounded(adjusted[name][column]),
        )

    system, against = names
    return PairDifferences(
        system=system,
        against=against,
        labels={
            label: LabelDifferences(**{name: difference(name, column) for name in METRICS})
            for column, label in enumerate(labels)
        },
        macro=MacroDifference(f1=difference("f1", -1)),
    )


def _rounded(p: float) -> float | None:
    return None if np.isnan(p) else round(float(p), 6)
