"""Intervals of shares, against scipy and published values."""

import pytest
from scipy.stats import binomtest, t

from mediaframe.results.share_intervals import (
    Basis,
    adjusted_size,
    articles_needed,
    effective_size,
    exact_bounds,
    t_bounds,
)


@pytest.mark.parametrize(
    ("positives", "size"),
    [
        pytest.param(0, 20, id="none"),
        pytest.param(3, 20, id="few"),
        pytest.param(20, 20, id="all"),
    ],
)
def test_the_exact_interval_is_that_of_clopper_and_pearson(positives, size):
    expected = binomtest(positives, size).proportion_ci(0.95, method="exact")

    found = exact_bounds(positives / size, size, 0.95)

    assert found == pytest.approx((expected.low, expected.high))


def test_the_t_interval_reaches_as_far_as_students_t():
    found = t_bounds(0.4, 0.01, 9, 0.95)

    assert found.width == pytest.approx(2 * t.ppf(0.975, 9) * 0.1)


def test_an_interval_stays_within_0_and_1():
    assert t_bounds(0.02, 0.01, 9, 0.95).low == 0
    assert t_bounds(0.98, 0.01, 9, 0.95).high == 1


def test_few_articles_make_an_effective_size_smaller():
    many, few = (adjusted_size(100, 400, degrees, 0.95) for degrees in (399, 9))

    assert many == pytest.approx(100)
    assert few == pytest.approx(100 * (t.ppf(0.975, 399) / t.ppf(0.975, 9)) ** 2)


def test_sentences_drawn_one_by_one_are_worth_themselves():
    assert effective_size(0.2, 0.2 * 0.8 / 50) == pytest.approx(50)


BASES = [
    pytest.param(Basis("t", 0.3, 0.004, 52.5, 300, 20, 19), id="t"),
    pytest.param(Basis("exact", 0.03, 0.0004, 60.0, 300, 20, 19), id="exact"),
    pytest.param(Basis("exact", 0.0, 0.0, 60.0, 300, 20, 19), id="no positives"),
]


@pytest.mark.parametrize("basis", BASES)
def test_as_many_more_articles_as_said_are_just_enough(basis):
    more = articles_needed(basis, 0.05, 0.95)

    width, less = (
        basis.bounds(0.95, (basis.articles + extra) / basis.articles).width
        for extra in (more, more - 1)
    )
    assert width <= 0.05 < less


def test_a_narrow_interval_needs_no_more():
    assert articles_needed(Basis("t", 0.3, 0.0001, 2000, 3000, 100, 99), 0.1, 0.95) == 0
