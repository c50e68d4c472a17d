"""F1 by subgroup: outlet, topic, year, length and whatever else parts the sentences of a test."""

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from mediaframe.results.estimates import Estimate, ResultSection
from mediaframe.results.metrics import Resamples, System, Targets, measure
from mediaframe.results.tables import DASH, Table, interval, spelled

MINIMUM_POSITIVES = 10  # a label with fewer in a group has no F1 worth printing
MOST_GROUPS = 30  # of one grouping, the largest first

Groups = Sequence[str | None]
"""The group of each sentence, `None` where it is in none."""


class SubgroupLabel(ResultSection):
    """One label in one group."""

    positives: int = Field(ge=0, description="Number of sentences of the group that carry it.")
    f1: Estimate | None = Field(description="F1 in the group; null where positives are too few.")


class Subgroup(ResultSection):
    """The sentences of one group, such as one outlet."""

    group: str = Field(description="Name of the group.")
    articles: int = Field(ge=1, description="Number of articles with a sentence in the group.")
    sentences: int = Field(ge=1, description="Number of sentences in the group.")
    labels: dict[str, SubgroupLabel] = Field(description="Positives and F1 of each label.")


class Grouping(ResultSection):
    """One way of parting the sentences of test, such as by outlet."""

    left_out: int = Field(ge=0, description="Number of groups, the smallest, that are not shown.")
    groups: tuple[Subgroup, ...] = Field(description="The others, in the order of their names.")


class Subgroups(ResultSection):
    """F1 by outlet, topic, year, length and whatever else parts the sentences of test."""

    minimum_positives: int = Field(description="Positives below which a group has no F1.")
    groupings: dict[str, Grouping] = Field(description="Each way of parting the sentences.")


def measure_subgroups(
    targets: Targets,
    decisions: Targets,
    groupings: Mapping[str, Groups],
    labels: Sequence[str],
    resamples: Resamples,
) -> Subgroups:
    """Return, per grouping, F1 of every group and label on resamples of all articles.

    F1 is null where the group has too few positives, which are counted beside it.
    """
    groupings = {
        name: groups for name, groups in groupings.items() if len(set(groups) - {None}) > 1
    }
    return Subgroups(
        minimum_positives=MINIMUM_POSITIVES,
        groupings={
            name: _measure_groups(targets, decisions, groups, labels, resamples)
            for name, groups in groupings.items()
        },
    )


def _measure_groups(
    targets: Targets,
    decisions: Targets,
    groups: Groups,
    labels: Sequence[str],
    resamples: Resamples,
) -> Grouping:
    """Return the figures of the largest groups of a grouping, in the order of their names."""
    largest = largest_groups(groups)
    return Grouping(
        left_out=len(set(groups) - {None}) - len(largest),
        groups=tuple(
            _measure_group(group, rows, targets, decisions, labels, resamples)
            for group, rows in largest.items()
        ),
    )


def largest_groups(groups: Groups) -> dict[str, NDArray[np.intp]]:
    """Return the rows of the largest groups, in the order of their names."""
    sizes = Counter(group for group in groups if group is not None)
    largest = sorted(sizes, key=lambda group: (-sizes[group], group))[:MOST_GROUPS]
    return {group: np.flatnonzero([one == group for one in groups]) for group in sorted(largest)}


def _measure_group(
    group: str,
    rows: NDArray[np.intp],
    targets: Targets,
    decisions: Targets,
    labels: Sequence[str],
    resamples: Resamples,
) -> Subgroup:
    """Return size and F1 of the sentences of a group."""
    part = Resamples(resamples.weights, resamples.article_of[rows], resamples.confidence)
    f1 = measure(targets[rows], System("group", decisions[rows]), part).labels["f1"]
    positives = targets[rows].sum(axis=0).tolist()
    return Subgroup(
        group=group,
        articles=len(set(part.article_of.tolist())),
        sentences=len(rows),
        labels={
            label: SubgroupLabel(
                positives=count,
                f1=part.estimate(f1[:, column]) if count >= MINIMUM_POSITIVES else None,
            )
            for column, (label, count) in enumerate(zip(labels, positives, strict=True))
        },
    )


def subgroup_tables(subgroups: Subgroups, labels: Sequence[str], confidence: float) -> list[Table]:
    """Return F1 of every group, a table a grouping."""
    tables = []
    for name, grouping in subgroups.groupings.items():
        rows = [
            (
                group.group,
                str(group.articles),
                str(group.sentences),
                *(_group_f1(group.labels[label]) for label in labels),
            )
            for group in grouping.groups
        ]
        header = (spelled(name), "articles", "sentences", *map(spelled, labels))
        caption = (
            f"F1 by {spelled(name)}, with {confidence:.0%} intervals over articles; suppressed where a group has fewer "
            f"than {subgroups.minimum_positives} positives, whose number stands in place of it."
        )
        if grouping.left_out:
            caption += f" The smallest {grouping.left_out} groups are left out."
        tables.append(Table(f"subgroups_{name}", caption, header, tuple(rows)))
    return tables


def subgroup_line(subgroups: Subgroups, name: str, labels: Sequence[str]) -> str:
    """Return how many groups there are, and in which one a label has the lowest F1, in a line."""
    groups = subgroups.groupings[name].groups
    known = [
        (f1.value, label, group)
        for group in groups
        for label in labels
        if (f1 := group.labels[label].f1) is not None and f1.value is not None
    ]
    line = f"F1 by {spelled(name)}: {len(groups)} groups"
    if not known:
        return f"{line}, none with {subgroups.minimum_positives} positives of a label"
    _, label, group = min(known, key=lambda each: each[0])
    figures = group.labels[label]
    lowest = interval(figures.f1) if figures.f1 else DASH
    return f"{line}; lowest: {spelled(label)} {lowest} in {group.group} ({figures.positives} positives)"


def _group_f1(figures: SubgroupLabel) -> str:
    return f"{DASH} ({figures.positives})" if figures.f1 is None else interval(figures.f1)
