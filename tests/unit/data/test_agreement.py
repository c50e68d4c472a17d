"""Agreement: the worked examples of the papers come out, and weights of articles mean what repeats mean."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from mediaframe.data.agreement import (
    alpha,
    coincidences_by_article,
    label_alphas,
    masi_distance,
    set_alpha,
)
from mediaframe.data.corpus import Coding

NO = -1
# Krippendorff 2011, C: four observers, twelve units, values 1 to 5 counted from 0, missing data.
FOUR_OBSERVERS = np.array(
    [
        [0, 1, 2, 2, 1, 0, 3, 0, 1, NO, NO, NO],
        [0, 1, 2, 2, 1, 1, 3, 0, 1, 4, NO, 2],
        [NO, 2, 2, 2, 1, 2, 3, 1, 1, 4, 0, NO],
        [0, 1, 2, 2, 1, 3, 3, 0, 1, 4, 0, NO],
    ]
)
# A: two observers, ten units, yes and no.
TWO_OBSERVERS = np.array([[0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]])
# B: two observers, twelve units, five categories.
FIVE_CATEGORIES = np.array(
    [[0, 0, 1, 1, 3, 2, 2, 2, 4, 3, 3, 0], [1, 0, 1, 1, 1, 2, 2, 2, 4, 3, 3, 3]]
)
NUMBERS = np.arange(5)


def nominal(n_values):
    return 1.0 - np.eye(n_values)


def alpha_of(values, distances):
    """Return alpha of a whole table, all its sentences in one article."""
    articles = np.zeros(values.shape[1], dtype=np.intp)
    return alpha(coincidences_by_article(values, len(distances), articles, 1)[0], distances)


def coding(*sentences, n_labels=2):
    """Return what a coder said: a set of label positions a sentence, or None where it was not coded."""
    targets = np.array([[label in (said or ()) for label in range(n_labels)] for said in sentences])
    return Coding(targets, np.array([said is not None for said in sentences]))


def once(codings):
    """Return the articles of sentences that are an article each, and a weight of 1 for each."""
    size = len(codings[0].is_coded)
    return np.arange(size), np.ones((1, size))


@pytest.mark.parametrize(
    ("values", "distances", "published"),
    [
        pytest.param(TWO_OBSERVERS, nominal(2), 0.095, id="two observers, yes and no"),
        pytest.param(FIVE_CATEGORIES, nominal(5), 0.692, id="two observers, five categories"),
        pytest.param(FOUR_OBSERVERS, nominal(5), 0.743, id="four observers, missing data"),
        pytest.param(
            FOUR_OBSERVERS, (NUMBERS[:, None] - NUMBERS) ** 2.0, 0.849, id="squared differences"
        ),
    ],
)
def test_the_worked_examples_of_krippendorff_come_out(values, distances, published):
    value = alpha_of(values, distances)

    assert value == pytest.approx(published, abs=0.0005)


def test_the_alpha_of_a_label_is_that_of_the_worked_example():
    codings = [Coding(row[:, None] == 1, np.full(10, True)) for row in TWO_OBSERVERS]

    alphas = label_alphas(codings, *once(codings))

    assert alphas.shape == (1, 1)
    assert alphas[0, 0] == pytest.approx(0.095, abs=0.0005)


@pytest.mark.parametrize(
    ("first", "second", "distance"),
    [
        pytest.param("ab", "a", 1 - 1 / 2 * 2 / 3, id="one holds the other"),
        pytest.param("ab", "bc", 1 - 1 / 3 * 1 / 3, id="they overlap"),
        pytest.param("ab", "cd", 1, id="nothing shared"),
        pytest.param("ab", "ab", 0, id="equal"),
        pytest.param("", "", 0, id="both empty"),
        pytest.param("", "a", 1, id="one empty"),
        pytest.param("abc", "a", 1 - 1 / 3 * 2 / 3, id="one of three"),
    ],
)
def test_masi_is_that_of_passonneau_either_way(first, second, distance):
    ways = [
        masi_distance(frozenset(first), frozenset(second)),
        masi_distance(frozenset(second), frozenset(first)),
    ]

    assert ways == pytest.approx([distance, distance])


@given(st.frozensets(st.integers(0, 4)), st.frozensets(st.integers(0, 4)))
def test_masi_lies_between_0_and_1_and_is_0_for_equal_sets_alone(first, second):
    distance = masi_distance(first, second)

    assert 0 <= distance <= 1
    assert (distance == 0) == (first == second)


def test_set_alpha_weighs_disagreement_by_masi():
    codings = [coding({0, 1}, {0}, set()), coding({0}, {0}, set())]

    value = set_alpha(codings, *once(codings))

    # Six codings: {0,1} once, {0} three times, {} twice; distances 2/3 within the first two, 1 with the last.
    observed = 2 * (2 / 3)
    expected = 2 * (1 * 3 * (2 / 3) + 1 * 2 + 3 * 2)
    assert value.tolist() == pytest.approx([1 - 5 * observed / expected])


def test_set_alpha_of_one_label_is_the_alpha_of_that_label():
    codings = [Coding(row[:, None] == 1, np.full(10, True)) for row in TWO_OBSERVERS]

    assert set_alpha(codings, *once(codings)) == pytest.approx(
        label_alphas(codings, *once(codings))[:, 0]
    )


def test_coders_who_agree_on_all_have_alpha_1():
    codings = [coding({0}, set(), {0, 1})] * 3

    assert label_alphas(codings, *once(codings)).tolist() == [[1.0, 1.0]]
    assert set_alpha(codings, *once(codings)).tolist() == [1.0]


def test_where_nothing_varies_alpha_is_undefined():
    codings = [coding({0}, {0}), coding({0}, {0})]

    assert np.isnan(label_alphas(codings, *once(codings))).all()
    assert np.isnan(set_alpha(codings, *once(codings))).all()


def test_a_resample_without_articles_is_undefined():
    codings = [coding({0}, set()), coding({0}, {1})]
    articles, _ = once(codings)

    alphas = label_alphas(codings, articles, np.zeros((1, 2)))

    assert np.isnan(alphas).all()


def test_a_sentence_coded_once_is_passed_over():
    coded = [coding({0}, set(), {1}), coding({0}, {1}, {1})]
    more = [coding({0}, set(), {1}, {0, 1}, None), coding({0}, {1}, {1}, None, None)]

    assert label_alphas(more, *once(more)).tolist() == label_alphas(coded, *once(coded)).tolist()
    assert set_alpha(more, *once(more)).tolist() == set_alpha(coded, *once(coded)).tolist()


def test_what_stands_in_the_row_of_an_uncoded_sentence_does_not_count():
    blank = [coding({0}, set(), None), coding({0}, {1}, {1}), coding({0}, {1}, {1})]
    junk = [Coding(blank[0].targets | [[False], [False], [True]], blank[0].is_coded), *blank[1:]]

    assert label_alphas(junk, *once(junk)).tolist() == label_alphas(blank, *once(blank)).tolist()
    assert set_alpha(junk, *once(junk)).tolist() == set_alpha(blank, *once(blank)).tolist()


def test_a_sentence_weighs_as_many_as_it_has_codings():
    table = coincidences_by_article(
        np.array([[0, 1], [1, NO], [1, 1]]), 2, np.array([0, 1]), n_articles=3
    )

    assert table.tolist() == [[[0, 1], [1, 1]], [[0, 0], [0, 2]], [[0, 0], [0, 0]]]


@given(values=arrays(np.intp, (3, 6), elements=st.integers(-1, 3)), seed=st.integers(0, 99))
def test_the_order_of_coders_does_not_matter(values, seed):
    order = np.random.default_rng(seed).permutation(3)

    shuffled = alpha_of(values[order], nominal(4))

    assert shuffled == pytest.approx(alpha_of(values, nominal(4)), nan_ok=True)


@given(
    said=arrays(np.bool_, (2, 8, 2)),
    coded=arrays(np.bool_, (2, 8)),
    weights=st.lists(st.integers(0, 3), min_size=4, max_size=4).filter(any),
)
def test_weighing_articles_is_repeating_them_by_hand(said, coded, weights):
    article_of = np.repeat(np.arange(4), 2)
    codings = [Coding(*parts) for parts in zip(said, coded, strict=True)]
    rows = np.repeat(np.arange(8), np.repeat(weights, 2))
    repeated = [one.take(rows) for one in codings]
    by_hand = np.zeros(len(rows), np.intp), np.ones((1, 1))

    weighed = np.array([weights], dtype=float)

    assert label_alphas(codings, article_of, weighed) == pytest.approx(
        label_alphas(repeated, *by_hand), nan_ok=True
    )
    assert set_alpha(codings, article_of, weighed) == pytest.approx(
        set_alpha(repeated, *by_hand), nan_ok=True
    )
