"""Samples: random ones whose probabilities are known and true, unsure ones that are unsure and varied."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from mediaframe.data.sampling import draw_by_stratum, draw_unsure
from mediaframe.errors import InputError


@st.composite
def draws(draw):
    """Draw strata, a size that can be drawn of them, and a seed."""
    strata = draw(st.lists(st.sampled_from("abcde"), min_size=1, max_size=40))
    size = draw(st.integers(len(set(strata)), len(strata)))
    return strata, size, draw(st.integers(0, 2**32 - 1))


def counts_of(strata, positions):
    return Counter(strata[position] for position in positions)


@given(draws())
def test_the_inclusion_probability_is_drawn_over_units_of_the_stratum(drawing):
    strata, size, seed = drawing

    positions, probabilities = draw_by_stratum(strata, size, np.random.default_rng(seed))

    drawn, units = counts_of(strata, positions), Counter(strata)
    expected = [drawn[strata[position]] / units[strata[position]] for position in positions]
    assert probabilities.tolist() == expected


@given(draws())
def test_sizes_add_up_in_order_without_repeats_and_every_stratum_is_there(drawing):
    strata, size, seed = drawing

    positions, _ = draw_by_stratum(strata, size, np.random.default_rng(seed))

    assert len(positions) == size
    assert positions.tolist() == sorted(set(positions.tolist()))
    assert set(counts_of(strata, positions)) == set(strata)


@given(draws())
def test_a_stratum_gets_its_share_within_one_unless_small_ones_need_more(drawing):
    strata, size, seed = drawing

    positions, _ = draw_by_stratum(strata, size, np.random.default_rng(seed))

    units, drawn = Counter(strata), counts_of(strata, positions)
    above = [drawn[name] - max(1, units[name] * size / len(strata)) for name in units]
    assert max(above) < 1


@given(draws())
def test_the_same_seed_draws_the_same(drawing):
    strata, size, seed = drawing

    first = draw_by_stratum(strata, size, np.random.default_rng(seed))
    second = draw_by_stratum(strata, size, np.random.default_rng(seed))

    assert [part.tolist() for part in first] == [part.tolist() for part in second]


def test_another_seed_draws_another_sample():
    strata = ["a"] * 100

    first, _ = draw_by_stratum(strata, 20, np.random.default_rng(1))
    second, _ = draw_by_stratum(strata, 20, np.random.default_rng(2))

    assert first.tolist() != second.tolist()


@pytest.mark.parametrize(
    ("strata", "size", "quotas"),
    [
        pytest.param("a" * 50 + "b" * 50, 10, {"a": 5, "b": 5}, id="equal"),
        pytest.param("a" * 70 + "b" * 30, 10, {"a": 7, "b": 3}, id="proportional"),
        pytest.param("a" * 98 + "bc", 10, {"a": 8, "b": 1, "c": 1}, id="rare ones get one"),
        pytest.param("a" * 66 + "b" * 34, 10, {"a": 7, "b": 3}, id="largest remainder up"),
        pytest.param("aab", 3, {"a": 2, "b": 1}, id="all"),
        pytest.param("aaaab", 2, {"a": 1, "b": 1}, id="one of each"),
    ],
)
def test_quotas_are_proportional(strata, size, quotas):
    positions, _ = draw_by_stratum(list(strata), size, np.random.default_rng(0))

    assert counts_of(strata, positions) == quotas


@pytest.mark.parametrize(
    ("strata", "size"),
    [
        pytest.param("aab", 4, id="more than there are"),
        pytest.param("abc", 2, id="fewer than strata"),
        pytest.param("a", 0, id="none"),
    ],
)
def test_a_size_that_cannot_be_drawn_is_refused(strata, size):
    with pytest.raises(InputError) as refusal:
        draw_by_stratum(list(strata), size, np.random.default_rng(0))

    assert str(refusal.value) == (
        f"-n: {size} of {len(strata)} in {len(set(strata))} strata; "
        "draw at least one of each and no more than there are"
    )


def test_the_estimate_that_weighs_by_inclusion_probability_is_unbiased():
    strata = ["big"] * 180 + ["small"] * 20  # rounding and the least of one make shares unequal
    positive = np.array([row % 9 == 0 for row in range(180)] + [row % 2 == 0 for row in range(20)])
    rngs = [np.random.default_rng(seed) for seed in range(2000)]

    drawn = [draw_by_stratum(strata, 13, rng) for rng in rngs]

    estimates = [(positive[rows] / shares).sum() / 200 for rows, shares in drawn]
    error = np.std(estimates) / np.sqrt(len(estimates))
    assert np.mean(estimates) == pytest.approx(positive.mean(), abs=4 * error)
    assert error < 0.005


def test_every_unit_is_drawn_as_often_as_it_is_said_to_be():
    strata = ["a"] * 7 + ["b"] * 3
    draws_of = [draw_by_stratum(strata, 4, np.random.default_rng(seed)) for seed in range(2000)]

    often = np.bincount(np.concatenate([rows for rows, _ in draws_of]), minlength=10) / 2000

    assert often[:7] == pytest.approx(3 / 7, abs=0.05)
    assert often[7:] == pytest.approx(1 / 3, abs=0.05)


def unsure(vectors, scores, size, thresholds=(0.5,)):
    features = csr_array(np.array(vectors, dtype=float))
    margins = np.abs(np.array(scores, dtype=float) - np.array(thresholds)).min(axis=1)
    positions, margins = draw_unsure(features, margins, size)
    return positions.tolist(), margins.tolist()


@given(scores=st.lists(st.floats(0, 1), min_size=12, max_size=60), size=st.integers(1, 12))
def test_unsure_sentences_come_least_sure_first_each_once(scores, size):
    vectors = np.random.default_rng(0).random((len(scores), 3))

    positions, margins = unsure(vectors, [[score] for score in scores], size)

    assert margins == sorted(margins)
    assert margins == [abs(scores[position] - 0.5) for position in positions]
    assert len(set(positions)) == len(positions) == size


@given(scores=st.lists(st.floats(0, 1), min_size=12, max_size=60), size=st.integers(1, 12))
def test_the_least_sure_is_drawn_and_none_beyond_the_pool(scores, size):
    vectors = np.random.default_rng(0).random((len(scores), 3))
    ranked = sorted(abs(score - 0.5) for score in scores)

    _, margins = unsure(vectors, [[score] for score in scores], size)

    assert margins[0] == ranked[0]
    assert margins[-1] <= ranked[: 5 * size][-1]


def test_the_margin_is_that_of_the_closest_label():
    scores = [[0.9, 0.1], [0.52, 0.9], [0.1, 0.27]]

    positions, margins = unsure(np.eye(3), scores, 3, thresholds=(0.5, 0.3))

    assert positions == [1, 2, 0]
    assert margins == pytest.approx([0.02, 0.03, 0.2])


def test_sentences_that_say_the_same_are_not_drawn_twice():
    same, other, third = [1, 0, 0], [0, 1, 0], [0, 0, 1]
    vectors = [same, same, same, same, other, third]
    scores = [[0.5 + step / 100] for step in range(6)]

    positions, _ = unsure(vectors, scores, 3)

    assert positions == [0, 4, 5]


def test_the_length_of_a_sentence_does_not_make_it_differ():
    vectors = [[1, 0], [9, 0], [1, 1]]

    positions, _ = unsure(vectors, [[0.5], [0.51], [0.52]], 2)

    assert positions == [0, 2]


def test_sentences_without_features_can_be_drawn():
    positions, _ = unsure(np.zeros((4, 2)), [[0.5], [0.6], [0.7], [0.8]], 2)

    assert positions[0] == 0
    assert len(set(positions)) == 2
