"""Combinations of labels, as in `official_claim & contested_claim`: shares coded and decided, figures, bias by subgroup."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from mediaframe.results.estimates import ConfusionCounts, Estimate, Interval, ResultSection
from mediaframe.results.metrics import Matrix, Resamples, Targets, ratios
from mediaframe.results.subgroups import MOST_GROUPS, Groups, largest_groups
from mediaframe.results.tables import Table, interval, spelled

Counted = NDArray[np.bool_]  # (sentences,)


class GroupShare(ResultSection):
    """How many sentences of a group count, as coded and as the model decided."""

    sentences: int = Field(ge=1, description="Number of sentences in the group.")
    coded: int = Field(ge=0, description="Number coded to count.")
    decided: int = Field(ge=0, description="Number that the model decided to count.")
    bias: Estimate = Field(
        description="Share decided less share coded, -1 to 1: by how much a naive count is off."
    )


class CombinationFigures(ResultSection):
    """How well one system finds the sentences that count."""

    counts: ConfusionCounts = Field(description="Sentences by what was coded and decided.")
    coded: Estimate = Field(description="Share of sentences coded to count, 0 to 1.")
    decided: Estimate = Field(description="Share of sentences decided to count, 0 to 1.")
    bias: Estimate = Field(
        description="Share decided less share coded, -1 to 1: by how much a naive count is off."
    )
    precision: Estimate = Field(
        description="Share of those decided that are coded; undefined without any."
    )
    recall: Estimate = Field(
        description="Share of those coded that are decided; undefined without any."
    )
    f1: Estimate = Field(
        description="Harmonic mean of precision and recall; undefined where no sentence is coded to count."
    )


class Combined(ResultSection):
    """One combination of labels."""

    systems: dict[str, CombinationFigures] = Field(
        description="Figures of the model and its baselines."
    )
    groups: dict[str, dict[str, GroupShare]] = Field(
        description=f"Bias of the model by what parts the sentences of test, such as outlet; of each the {MOST_GROUPS} largest groups."
    )


def measure_combination(
    coded: Counted,
    decided: Mapping[str, Counted],
    groupings: Mapping[str, Groups],
    resamples: Resamples,
) -> Combined:
    """Return the figures of one combination.

    Args:
        coded: which sentences count, as coded.
        decided: the same as each system decided; the model first.
        groupings: what parts the sentences.
        resamples: of their articles.
    """
    model = next(iter(decided.values()))
    return Combined(
        systems={name: _figures(coded, each, resamples) for name, each in decided.items()},
        groups={
            name: {
                group: _share(rows, coded, model, resamples)
                for group, rows in largest_groups(groups).items()
            }
            for name, groups in groupings.items()
            if len(set(groups) - {None}) > 1
        },
    )


def _figures(coded: Counted, decided: Counted, resamples: Resamples) -> CombinationFigures:
    counts = _counts(coded, decided, resamples)
    true_yes, false_yes, false_no, true_no = counts[0].astype(int).tolist()
    drawn = ratios(counts)
    names = ("precision", "recall", "f1")
    return CombinationFigures(
        counts=ConfusionCounts(
            true_positives=true_yes,
            false_positives=false_yes,
            false_negatives=false_no,
            true_negatives=true_no,
        ),
        coded=resamples.estimate(drawn["prevalence"]),
        decided=resamples.estimate(counts[:, :2].sum(axis=1) / counts.sum(axis=1)),
        bias=_bias(counts, resamples),
        **{name: resamples.estimate(drawn[name]) for name in names},
    )


def _share(
    rows: NDArray[np.intp], coded: Counted, decided: Counted, resamples: Resamples
) -> GroupShare:
    part = Resamples(resamples.weights, resamples.article_of[rows], resamples.confidence)
    return GroupShare(
        sentences=len(rows),
        coded=int(coded[rows].sum()),
        decided=int(decided[rows].sum()),
        bias=_bias(_counts(coded[rows], decided[rows], part), part),
    )


def _counts(coded: Counted, decided: Counted, resamples: Resamples) -> Matrix:
    """Return (1 + resamples, 4): true and false positives, false and true negatives."""
    cells = [coded & decided, ~coded & decided, coded & ~decided, ~coded & ~decided]
    return resamples.sums(np.stack(cells, axis=1).astype(np.float64))


def _bias(counts: Matrix, resamples: Resamples) -> Estimate:
    total = counts.sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return resamples.estimate(
            np.where(total > 0, (counts[:, 1] - counts[:, 2]) / total, np.nan)
        )


def combination_tables(combined: Mapping[str, Combined], confidence: float) -> list[Table]:
    """Return the figures of every combination and system, and a table of bias a grouping."""
    figures = [
        (name, system, each) for name, of in combined.items() for system, each in of.systems.items()
    ]
    header = ("counted", "by", "coded", "decided", "bias", "precision", "recall", "F1")
    table = Table(
        "combinations",
        "Sentences that carry labels together: shares as coded and as decided, how far a naive count is off, and how well they "
        f"are found, with {confidence:.0%} intervals over articles.",
        header,
        tuple(
            (spelled(name), spelled(system), *map(interval, _shown(each)))
            for name, system, each in figures
        ),
    )
    groupings = dict.fromkeys(grouping for each in combined.values() for grouping in each.groups)
    return [table, *(_bias_table(combined, name) for name in groupings)]


def _shown(each: CombinationFigures) -> Sequence[Interval]:
    return (each.coded, each.decided, each.bias, each.precision, each.recall, each.f1)


def _bias_table(combined: Mapping[str, Combined], grouping: str) -> Table:
    groups = {name: each.groups[grouping] for name, each in combined.items()}
    first = next(iter(groups.values()))
    return Table(
        f"combinations_{grouping}",
        f"By {spelled(grouping)}: sentences coded and decided by the model, and the share decided less the share coded.",
        (spelled(grouping), "sentences", *map(spelled, groups)),
        tuple(
            (
                group,
                str(size.sentences),
                *(
                    f"{of[group].coded}, {of[group].decided}: {interval(of[group].bias)}"
                    for of in groups.values()
                ),
            )
            for group, size in first.items()
        ),
    )


def combine(holds: Sequence[tuple[int, bool]], decisions: Targets) -> Counted:
    """Return which sentences count: each column named stands, or does not stand, as said.

    >>> combine([(0, True), (1, False)], np.array([[True, True], [True, False]])).tolist()
    [False, True]
    """
    return np.asarray(np.all([decisions[:, column] == stands for column, stands in holds], axis=0))
