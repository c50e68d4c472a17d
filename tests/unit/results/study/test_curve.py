"""A power law comes out of the points that it made, and nothing is said where there is nothing to say."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediaframe.results.estimates import Interval
from mediaframe.results.metrics import Resamples
from mediaframe.results.study.curve import RATES, fit_power_law, learning_curve

ARTICLES = np.array([10.0, 20.0, 40.0, 80.0, 160.0])
RESAMPLES = Resamples.draw(tuple("abcdefgh"), 100, 0.95, np.random.default_rng(0))
LIMITS, LOSSES = st.floats(0.5, 1.0), st.floats(0.2, 2.0)
ON_GRID = st.sampled_from(RATES[2:].tolist())


def alike(scores):
    """Return the same scores in every resample."""
    return np.tile(scores, (101, 1))


@given(LIMITS, LOSSES, ON_GRID)
def test_a_known_law_is_found(limit, loss, rate):
    scores = limit - loss * ARTICLES**-rate

    found = fit_power_law(ARTICLES, scores[np.newaxis])

    assert [float(number[0]) for number in found] == pytest.approx([limit, loss, rate], abs=1e-6)


@given(LIMITS, LOSSES, st.floats(0.2, 1.5))
def test_a_law_between_the_rates_tried_is_found_nearly(limit, loss, rate):
    scores = limit - loss * ARTICLES**-rate

    ((found_limit,), (found_loss,), (found_rate,)) = fit_power_law(ARTICLES, scores[np.newaxis])

    beyond = 4 * ARTICLES[-1]
    assert found_rate == pytest.approx(rate, abs=0.03)
    assert found_limit - found_loss * beyond**-found_rate == pytest.approx(
        limit - loss * beyond**-rate, abs=0.005 * loss
    )


@given(LIMITS, LOSSES, ON_GRID, st.integers(0, 2**32 - 1))
def test_no_other_law_lies_nearer_to_the_points(limit, loss, rate, seed):
    rng = np.random.default_rng(seed)
    scores = rng.uniform(0.3, 0.9, len(ARTICLES))

    ((found_limit,), (found_loss,), (found_rate,)) = fit_power_law(ARTICLES, scores[np.newaxis])

    def distance(limit, loss, rate):
        return ((limit - loss * ARTICLES**-rate - scores) ** 2).sum()

    assert distance(found_limit, found_loss, found_rate) <= distance(limit, loss, rate) + 1e-9


@given(st.lists(st.floats(0, 1), min_size=5, max_size=5))
def test_a_curve_that_falls_gains_nothing(scores):
    falling = np.array(sorted(scores, reverse=True))

    fit = learning_curve(ARTICLES.tolist(), alike(falling), RESAMPLES).fit

    assert fit.loss == 0
    assert fit.limit.value == pytest.approx(falling.mean(), abs=1e-6)
    assert (fit.gain["2"].value, fit.gain["4"].high) == (0, 0)
    assert fit.articles_for_a_point == Interval(value=None, low=None, high=None)


def test_what_more_articles_bring_is_what_the_law_says():
    scores = 0.9 - 2 * ARTICLES**-0.5

    curve = learning_curve(ARTICLES.tolist(), alike(scores), RESAMPLES)

    gain = curve.fit.gain
    more = curve.fit.articles_for_a_point.value
    assert [point.articles for point in curve.points] == ARTICLES.tolist()
    assert [point.value for point in curve.points] == pytest.approx(scores, abs=1e-6)
    assert gain["2"].value == pytest.approx(2 * (160**-0.5 - 320**-0.5), abs=1e-6)
    assert gain["4"].value == pytest.approx(2 * (160**-0.5 - 640**-0.5), abs=1e-6)
    assert 0.9 - 2 * (160 + more) ** -0.5 == pytest.approx(scores[-1] + 0.01, abs=1e-4)


def test_a_point_that_no_number_of_articles_brings_is_undefined():
    scores = 0.9 - 0.05 * ARTICLES**-1.0  # at 160 articles .0003 below its limit

    fit = learning_curve(ARTICLES.tolist(), alike(scores), RESAMPLES).fit

    assert fit.articles_for_a_point == Interval(value=None, low=None, high=None)


def test_a_point_that_takes_more_than_a_million_articles_is_out_of_reach():
    scores = 0.9 - 0.02 * ARTICLES**-0.05

    fit = learning_curve(ARTICLES.tolist(), alike(scores), RESAMPLES).fit

    assert fit.limit.value - scores[-1] > 0.01
    assert fit.articles_for_a_point.value is None


def test_what_is_out_of_reach_in_some_resamples_alone_has_an_open_interval():
    scores = alike(0.9 - 2 * ARTICLES**-0.5)
    scores[1:11] = 0.5

    more = learning_curve(ARTICLES.tolist(), scores, RESAMPLES).fit.articles_for_a_point

    assert (more.value, more.high) == (more.low, None)
    assert more.value > 0


@pytest.mark.parametrize(
    "row", [pytest.param(0, id="measured"), pytest.param(7, id="in a resample")]
)
def test_where_a_score_is_undefined_nothing_is_fitted(row):
    scores = alike(0.9 - 2 * ARTICLES**-0.5)
    scores[row, 2] = np.nan

    curve = learning_curve(ARTICLES.tolist(), scores, RESAMPLES)

    assert curve.fit is None
    assert len(curve.points) == 5


@pytest.mark.parametrize(
    "articles",
    [
        pytest.param([10.0, 20.0, 40.0], id="three points"),
        pytest.param([10.0, 20.0, 40.0, 40.0, 40.0], id="three numbers of articles"),
        pytest.param([10.0] * 4, id="one number of articles"),
    ],
)
def test_from_fewer_than_four_numbers_of_articles_nothing_is_fitted(articles):
    scores = alike(np.linspace(0.5, 0.6, len(articles)))

    assert learning_curve(articles, scores, RESAMPLES).fit is None
