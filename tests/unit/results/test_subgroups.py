"""F1 by subgroup, on resamples of articles, suppressed where positives are few."""

import numpy as np
import pytest
from sklearn.metrics import f1_score

from mediaframe.results.metrics import Resamples
from mediaframe.results.subgroups import (
    MOST_GROUPS,
    SubgroupLabel,
    measure_subgroups,
    subgroup_tables,
)

LABELS = ("one", "rare")
RNG = np.random.default_rng(3)
SIZE = 120
TARGETS = np.column_stack([RNG.random(SIZE) < 0.5, np.arange(SIZE) < 9])
DECISIONS = TARGETS ^ (RNG.random(TARGETS.shape) < 0.2)
ARTICLES = [f"a{row // 6}" for row in range(SIZE)]
SIDES = ["left" if row % 12 < 6 else "right" for row in range(SIZE)]
RESAMPLES = Resamples.draw(ARTICLES, 200, 0.95, np.random.default_rng(0))


def measured(**groupings):
    return measure_subgroups(TARGETS, DECISIONS, groupings, LABELS, RESAMPLES)


def group_of(name):
    groups = measured(side=SIDES).groupings["side"].groups
    return next(group for group in groups if group.group == name)


@pytest.mark.parametrize("side", ["left", "right"])
def test_f1_of_a_group_is_that_of_its_sentences(side):
    inside = np.array(SIDES) == side

    figures = group_of(side)

    expected = f1_score(TARGETS[inside, 0], DECISIONS[inside, 0])
    f1 = figures.labels["one"].f1
    assert f1.value == pytest.approx(expected, abs=1e-6)
    assert f1.low < f1.value < f1.high
    assert (figures.articles, figures.sentences) == (10, 60)


def test_a_label_with_few_positives_is_suppressed_but_counted():
    assert group_of("left").labels["rare"] == SubgroupLabel(positives=6, f1=None)


def test_a_grouping_of_one_group_is_none():
    assert measured(side=["left"] * SIZE, other=[None] * SIZE).groupings == {}


def test_sentences_without_a_group_are_in_none():
    sides = [side if row else None for row, side in enumerate(SIDES)]

    groups = measured(side=sides).groupings["side"].groups

    assert [group.sentences for group in groups] == [59, 60]


def test_the_smallest_of_many_groups_are_left_out():
    grouping = measured(many=[str(row // 3) for row in range(SIZE)]).groupings["many"]

    assert (len(grouping.groups), grouping.left_out) == (MOST_GROUPS, 40 - MOST_GROUPS)


def test_the_table_says_what_is_suppressed():
    (table,) = subgroup_tables(measured(side=SIDES), LABELS, 0.95)

    assert table.header == ("side", "articles", "sentences", "one", "rare")
    assert table.rows[0][:3] == ("left", "10", "60")
    assert table.rows[0][4] == "– (6)"
    assert "suppressed where a group has fewer than 10 positives" in table.caption
