"""Differences between systems: scikit-learn and counting every swap are the second opinions."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.metrics import average_precision_score, f1_score, precision_score, recall_score

from mediaframe.files.writing import json_text
from mediaframe.results import comparison
from mediaframe.results.comparison import (
    Chance,
    compare_systems,
    f1_above,
    holm,
    p_values,
    swapped_differences,
)
from mediaframe.results.comparison_scores import METRICS, PairDifferences
from mediaframe.results.estimates import PairedDifference
from mediaframe.results.metrics import Resamples, System, measure

LABELS = ("a", "b")
P_VALUES = arrays(
    float, st.integers(1, 12), elements=st.floats(0, 1, allow_nan=False) | st.just(np.nan)
)


def make_pair(seed: int, articles: int = 12, sentences: int = 5, errors: float = 0.3):
    """Return articles, targets of two labels and two systems that err by chance."""
    rng = np.random.default_rng(seed)
    shape = (articles * sentences, len(LABELS))
    targets = rng.random(shape) < 0.4
    targets[0] = True
    systems = []
    for name in "xy":
        decisions = targets ^ (rng.random(shape) < errors)
        decisions[0] = True
        systems.append(System(name, decisions, 0.5 * decisions + 0.5 * rng.random(shape).round(1)))
    names = [f"a{row // sentences:02d}" for row in range(shape[0])]
    return names, targets, systems


def compared(names, targets, systems, pairs=((1, 0),), *, permutations=200, seed=0):
    """Return the differences of pairs."""
    rng = np.random.default_rng(seed)
    chance = Chance.draw(names, 100, permutations, 0.95, rng)
    _, differences = compare_systems(LABELS, targets, systems, pairs, chance)
    return differences


def entries(found):
    """Return every difference of a comparison."""
    return [
        entry for pair in found for row in (*pair.labels.values(), pair.macro) for _, entry in row
    ]


@given(seed=st.integers(0, 1000))
@settings(max_examples=15)
def test_a_difference_is_that_of_scikit_learns_figures(seed):
    names, targets, systems = make_pair(seed)

    pair = compared(names, targets, systems)[0]

    first, second = systems[1], systems[0]
    expected = {
        name: [
            figure(targets[:, column], first.decisions[:, column])
            - figure(targets[:, column], second.decisions[:, column])
            for column in range(2)
        ]
        for name, figure in (("f1", f1_score), ("precision", precision_score), ("recall", recall_score))
    }  # fmt: skip
    expected["average_precision"] = [
        average_precision_score(targets[:, column], first.scores[:, column])
        - average_precision_score(targets[:, column], second.scores[:, column])
        for column in range(2)
    ]
    found = {name: [pair.labels[label].metric(name).value for label in LABELS] for name in METRICS}
    assert {name: pytest.approx(values, abs=1e-6) for name, values in expected.items()} == found
    assert pair.macro.f1.value == pytest.approx(np.mean(expected["f1"]), abs=1e-6)


def test_over_all_swaps_p_is_the_exact_one():
    names, targets, systems = make_pair(3, articles=6)
    article_of = np.array([int(name[1:]) for name in names])
    every = np.array(list(product([False, True], repeat=6)))
    resamples = Resamples(np.ones((1, 6)), article_of, 0.95)

    one, other = systems
    found = p_values(swapped_differences(targets, one, other, resamples, every))

    def macro_difference(swap):
        is_moved = swap[article_of][:, np.newaxis]
        first, second = (
            np.where(is_moved ^ side, systems[1].decisions, systems[0].decisions)
            for side in (False, True)
        )
        return f1_score(targets, first, average="macro") - f1_score(
            targets, second, average="macro"
        )

    differences = np.array([macro_difference(swap) for swap in every])
    exact = (np.abs(differences) >= abs(differences[0]) - 1e-9).mean()
    assert 0 < exact < 1
    assert found["f1"][-1] == pytest.approx(exact)


@given(seed=st.integers(0, 1000))
@settings(max_examples=15)
def test_drawn_swaps_come_near_the_exact_p(seed):
    names, targets, systems = make_pair(seed, articles=7)
    resamples = Resamples.draw(names, 1, 0.95, np.random.default_rng(0))
    every = np.array(list(product([False, True], repeat=7)))

    drawn = compared(names, targets, systems, [(0, 1)], permutations=4000)[0]

    one, other = systems
    exact = p_values(swapped_differences(targets, one, other, resamples, every))
    assert drawn.labels["a"].f1.p == pytest.approx(exact["f1"][0], abs=0.05)
    assert drawn.labels["b"].recall.p == pytest.approx(exact["recall"][1], abs=0.05)


@given(seed=st.integers(0, 1000))
@settings(max_examples=15)
def test_a_system_against_itself_gives_0_and_p_of_1(seed):
    names, targets, systems = make_pair(seed)

    found = entries(compared(names, targets, [systems[0], systems[0]]))

    zero = {"value": 0.0, "low": 0.0, "high": 0.0, "p": 1.0, "p_holm": 1.0}
    assert [entry.model_dump(include=set(zero)) for entry in found] == [zero] * len(found)


@given(seed=st.integers(0, 1000))
@settings(max_examples=15)
def test_the_other_way_round_only_the_sign_differs(seed):
    names, targets, systems = make_pair(seed)

    forth = entries(compared(names, targets, systems, [(1, 0)]))
    back = entries(compared(names, targets, systems, [(0, 1)]))

    for one, other in zip(forth, back, strict=True):
        assert (one.p, one.p_holm) == (other.p, other.p_holm)
        mirrored = {"value": -other.value, "low": -other.high, "high": -other.low}
        last_digit = 2e-6  # a tie may be rounded either way
        assert one.model_dump(include=set(mirrored)) == pytest.approx(mirrored, abs=last_digit)


@given(seed=st.integers(0, 1000))
@settings(max_examples=15)
def test_the_scale_of_scores_does_not_matter(seed):
    names, targets, systems = make_pair(seed)
    stretched = System("y", systems[1].decisions, systems[1].scores ** 3 / 100)

    found, again = (
        compared(names, targets, [systems[0], second]) for second in (systems[1], stretched)
    )

    assert found == again


def test_the_order_of_sentences_does_not_matter():
    names, targets, systems = make_pair(1)
    order = np.random.default_rng(0).permutation(len(names))
    shuffled = [System(s.name, s.decisions[order], s.scores[order]) for s in systems]

    found = compared(names, targets, systems)
    again = compared([names[row] for row in order], targets[order], shuffled)

    assert found == again


def test_a_pair_does_not_depend_on_the_others_but_for_correction():
    names, targets, (one, other) = make_pair(1)
    third = System("z", ~one.decisions)

    alone = compared(names, targets, [one, other])[0]
    among = compared(names, targets, [one, other, third], [(1, 0), (2, 0), (2, 1)])[0]

    alone_f1, among_f1 = alone.labels["a"].f1, among.labels["a"].f1
    assert alone_f1.model_copy(update={"p_holm": 0}) == among_f1.model_copy(update={"p_holm": 0})
    assert among_f1.p_holm >= alone_f1.p_holm


def test_blocks_of_permutations_are_one_test(monkeypatch):
    names, targets, systems = make_pair(2)
    whole = compared(names, targets, systems)

    monkeypatch.setattr(comparison, "BLOCK", 7)

    assert compared(names, targets, systems) == whole


def test_the_smallest_p_is_that_of_one_draw():
    names, targets, _ = make_pair(0, articles=30)
    right, wrong = System("right", targets), System("wrong", ~targets)

    found = compared(names, targets, [wrong, right], permutations=999)[0]

    assert found.labels["a"].f1.p == pytest.approx(0.001)
    assert found.labels["a"].f1.p_holm == pytest.approx(0.003)  # two labels and the mean


def test_what_is_undefined_is_none_in_strict_json():
    names, targets, (one, other) = make_pair(0)
    targets[:, 1] = False
    silent = System("silent", np.zeros_like(targets))

    pair = compared(names, targets, [one, silent])[0]
    said = compared(names, targets, [one, other])[0]

    nothing = PairedDifference(value=None, low=None, high=None, resamples=0, p=None, p_holm=None)
    assert pair.labels["b"].f1 == nothing
    assert pair.labels["a"].precision == nothing
    assert pair.labels["a"].average_precision == nothing
    assert said.macro.f1 == said.labels["a"].f1  # the mean of the labels that are defined
    assert PairDifferences.model_validate_json(json_text(pair.model_dump(mode="json"))) == pair


def test_a_swap_that_leaves_a_figure_undefined_counts_as_large():
    drawn = np.array([[0.2], [np.nan], [0.1], [0.1]])

    assert p_values({"precision": drawn})["precision"] == pytest.approx([0.5])


def test_of_equal_systems_few_are_told_apart():
    values = np.array(
        [
            compared(*make_pair(seed, articles=16), permutations=99, seed=seed)[0].macro.f1.p
            for seed in range(300)
        ]
    )  # fmt: skip

    shares = [(values <= level).mean() for level in (0.05, 0.25, 0.5, 0.75)]
    assert shares == pytest.approx(
        [0.05, 0.25, 0.5, 0.75], abs=0.08
    )  # three standard errors at most
    assert shares[0] < 0.09


@pytest.mark.parametrize(
    ("p", "expected"),
    [
        # Holm's factors are 4, 3, 2, 1 from the smallest up; none may fall below the one before.
        pytest.param([0.01, 0.04, 0.03, 0.005], [0.03, 0.06, 0.06, 0.02], id="four"),
        pytest.param([0.2], [0.2], id="one"),
        pytest.param([0.5, 0.6], [1.0, 1.0], id="no more than 1"),
        pytest.param([0.01, 0.01], [0.02, 0.02], id="ties"),
        pytest.param([0.02, np.nan, 0.5], [0.04, np.nan, 0.5], id="undefined does not count"),
        pytest.param([np.nan], [np.nan], id="none defined"),
    ],
)
def test_holm_on_known_values(p, expected):
    assert holm(np.array(p)) == pytest.approx(expected, nan_ok=True)


@given(P_VALUES)
def test_holm_keeps_the_order_and_lies_between_p_and_bonferroni(p):
    adjusted = holm(p)

    defined = ~np.isnan(p)
    order = np.argsort(p[defined])
    assert (np.isnan(adjusted) == ~defined).all()
    assert (np.diff(adjusted[defined][order]) >= 0).all()
    assert (adjusted[defined] >= p[defined]).all()
    assert (adjusted[defined] <= np.minimum(1, p[defined] * defined.sum()) + 1e-12).all()


@given(P_VALUES, st.integers(0, 1000))
def test_holm_does_not_depend_on_the_order_of_tests(p, seed):
    order = np.random.default_rng(seed).permutation(len(p))

    assert holm(p[order]) == pytest.approx(holm(p)[order], nan_ok=True)


def test_a_lead_in_f1_is_claimed_as_a_comparison_claims_it():
    names, targets, (one, other) = make_pair(3)
    chance = Chance.draw(names, 100, 200, 0.95, np.random.default_rng(0))

    found = f1_above(LABELS, targets, [one, other], chance)

    (pair,) = compared(names, targets, [one, other], [(0, 1)])
    assert list(found) == [other.name]
    assert found[other.name].labels == {label: pair.labels[label].f1 for label in LABELS}
    assert found[other.name].macro == pair.macro.f1


def test_a_lead_is_paired_resample_by_resample():
    names, targets, (one, other) = make_pair(5)
    chance = Chance.draw(names, 500, 100, 0.95, np.random.default_rng(0))
    first, second = (measure(targets, each, chance.resamples) for each in (one, other))

    found = f1_above(LABELS, targets, [one, other], chance)[other.name]

    gaps = (first.labels["f1"] - second.labels["f1"])[:, 0]
    assert found.labels["a"].value == pytest.approx(gaps[0], abs=1e-6)
    assert found.labels["a"].low == pytest.approx(np.percentile(gaps[1:], 2.5), abs=1e-6)
