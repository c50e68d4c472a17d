"""F1 by subgroup: outlet, topic, year, length and whatever else parts the sentences of a test."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from mediaframe.results.metrics import Resamples, System, Targets, measure
from mediaframe.results.scores import Scores
from mediaframe.results.tables import DASH, Table, interval, spelled

MINIMUM_POSITIVES = 10  # a label with fewer in a group has no F1 worth printing
MOST_GROUPS = 30  # of one grouping, the largest first

Groups = Sequence[str | None]
"""The group of each sentence, `None` where it is in none."""


def measure_subgroups(
    targets: Targets,
    decisions: Targets,
    groupings: Mapping[str, Groups],
    labels: Sequence[str],
    resamples: Resamples,
) -> dict[str, object]:
    """Return, per grouping, F1 of every group and label on resamples of all articles.

    F1 is null where the group has too few positives, which are counted beside it.
    """
    groupings = {
        name: groups for name, groups in groupings.items() if len(set(groups) - {None}) > 1
    }
    return {
        "minimum_positives": MINIMUM_POSITIVES,
        "groupings": {
            name: _measure_groups(targets, decisions, groups, labels, resamples)
            for name, groups in groupings.items()
        },
    }


def _measure_groups(
    targets: Targets,
    decisions: Targets,
    groups: Groups,
    labels: Sequence[str],
    resamples: Resamples,
) -> dict[str, object]:
    """Return the figures of the largest groups of a grouping, in the order of their names."""
    sizes = Counter(group for group in groups if group is not None)
    largest = sorted(sizes, key=lambda group: (-sizes[group], group))[:MOST_GROUPS]
    return {
        "left_out": len(sizes) - len(largest),
        "groups": [
            {
                "group": group,
                **_measure_group(
                    targets,
                    decisions,
                    np.array([one == group for one in groups]),
                    labels,
                    resamples,
                ),
            }
            for group in sorted(largest)
        ],
    }


def _measure_group(
    targets: Targets,
    decisions: Targets,
    inside: Targets,
    labels: Sequence[str],
    resamples: Resamples,
) -> dict[str, object]:
    """Return size and F1 of the sentences inside a group."""
    rows = np.flatnonzero(inside)
    part = Resamples(resamples.weights, resamples.article_of[rows], resamples.confidence)
    f1 = measure(targets[rows], System("group", decisions[rows]), part).labels["f1"]
    positives = targets[rows].sum(axis=0).tolist()
    return {
        "articles": len(set(part.article_of.tolist())),
        "sentences": len(rows),
        "labels": {
            label: {
                "positives": count,
                "f1": part.estimate(f1[:, column]).model_dump()
                if count >= MINIMUM_POSITIVES
                else None,
            }
            for column, (label, count) in enumerate(zip(labels, positives, strict=True))
        },
    }


def subgroup_tables(scores: Scores) -> list[Table]:
    """Return F1 of every group, a table a grouping."""
    subgroups = scores["subgroups"]
    minimum = subgroups["minimum_positives"]
    tables = []
    for name, grouping in subgroups["groupings"].items():
        rows = [
            (
                group["group"],
                str(group["articles"]),
                str(group["sentences"]),
                *(_group_f1(group["labels"][label]) for label in scores["labels"]),
            )
            for group in grouping["groups"]
        ]
        header = (spelled(name), "articles", "sentences", *map(spelled, scores["labels"]))
        caption = (
            f"F1 by {spelled(name)}, with {scores['confidence']:.0%} intervals over articles; "
            f"suppressed where a group has fewer than {minimum} positives, whose number stands in place of it."
        )
        if grouping["left_out"]:
            caption += f" The smallest {grouping['left_out']} groups are left out."
        tables.append(Table(f"subgroups_{name}", caption, header, tuple(rows)))
    return tables


def _group_f1(figures: Mapping[str, Any]) -> str:
    if figures["f1"] is None:
        return f"{DASH} ({figures['positives']})"
    return interval(figures["f1"])
