"""Combinations of labels in a report."""

import numpy as np
import pytest
from sklearn.metrics import precision_recall_fscore_support

from mediaframe.results.combinations import combination_tables, combine, measure_combination
from mediaframe.results.metrics import Resamples

RNG = np.random.default_rng(3)
CODED, DECIDED = RNG.random((80, 2)) < 0.6, RNG.random((80, 2)) < 0.6
BOTH = [(0, True), (1, True)]
OUTLETS = ["Morning" if row < 50 else "Evening" for row in range(80)]


@pytest.fixture(scope="module")
def measured():
    resamples = Resamples.draw([f"a{row // 4}" for row in range(80)], 200, 0.95, RNG)
    decided = {"model": combine(BOTH, DECIDED), "always_yes": np.ones(80, dtype=bool)}
    return measure_combination(
        combine(BOTH, CODED), decided, {"outlet": OUTLETS, "topic": ["one"] * 80}, resamples
    )


def test_figures_are_those_of_scikit_learn(measured):
    coded, decided = CODED.all(axis=1), DECIDED.all(axis=1)
    expected = precision_recall_fscore_support(coded, decided, average="binary")[:3]

    model = measured.systems["model"]

    assert (model.precision.value, model.recall.value, model.f1.value) == pytest.approx(
        expected, abs=1e-6
    )
    assert model.bias.value == pytest.approx(decided.mean() - coded.mean(), abs=1e-6)
    assert model.coded.value + model.bias.value == pytest.approx(model.decided.value, abs=2e-6)
    assert all(each.bounds for each in (model.f1, model.bias, model.decided))


def test_bias_is_told_of_every_group_that_parts_the_sentences(measured):
    assert list(measured.groups) == ["outlet"]
    assert list(measured.groups["outlet"]) == ["Evening", "Morning"]
    morning = measured.groups["outlet"]["Morning"]
    coded, decided = CODED[:50].all(axis=1).sum(), DECIDED[:50].all(axis=1).sum()
    assert (morning.sentences, morning.coded, morning.decided) == (50, coded, decided)
    assert morning.bias.value == pytest.approx((decided - coded) / 50)


def test_a_label_that_must_not_stand_is_left_out():
    only_first = combine([(0, True), (1, False)], CODED)

    assert only_first.tolist() == (CODED[:, 0] & ~CODED[:, 1]).tolist()


def test_tables_have_a_row_a_system_and_a_table_a_grouping(measured):
    figures, by_outlet = combination_tables({"one & two": measured}, 0.95)

    assert [row[:2] for row in figures.rows] == [
        ("one & two", "model"),
        ("one & two", "always yes"),
    ]
    assert [row[0] for row in by_outlet.rows] == ["Evening", "Morning"]
