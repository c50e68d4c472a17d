"""Scores beside shares of positives: sums in tenths, their distance, and the points of a diagram."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.calibration import calibration_curve

from mediaframe.results.calibration import (
    ReliabilityPoint,
    calibration_error,
    reliability_points,
    reliability_sums,
)

YES, NO = True, False
INSIDE = [0.03, 0.07, 0.16, 0.25, 0.44, 0.52, 0.91, 0.98]  # scikit-learn deals bounds otherwise


@st.composite
def scored(draw, elements=(0.0, 0.1, 0.25, 0.5, 0.9, 1.0)):
    """Return targets and scores with ties of one label."""
    size = draw(st.integers(1, 30))
    targets = draw(arrays(bool, size))
    scores = draw(arrays(float, size, elements=st.sampled_from(elements)))
    return targets, scores


def test_each_score_falls_into_its_tenth():
    scores = np.array([0.0, 0.05, 0.1, 0.95, 1.0])
    targets = np.array([NO, YES, NO, YES, YES])

    points = reliability_points(reliability_sums(targets, scores))

    assert points == (
        ReliabilityPoint(score=0.025, share=0.5, count=2),
        ReliabilityPoint(score=0.1, share=0.0, count=1),
        ReliabilityPoint(score=0.975, share=1.0, count=2),
    )


@given(scored())
def test_the_sums_hold_every_sentence_once(case):
    targets, scores = case

    count, score, positives = reliability_sums(targets, scores).sum(axis=0)

    assert (count, positives) == (len(targets), targets.sum())
    assert score == pytest.approx(scores.sum())


@given(scored(INSIDE))
def test_the_points_are_scikit_learns(case):
    targets, scores = case

    points = reliability_points(reliability_sums(targets, scores))

    shares, means = calibration_curve(targets, scores, n_bins=10)
    assert [point.share for point in points] == pytest.approx(shares, abs=1e-6)
    assert [point.score for point in points] == pytest.approx(means, abs=1e-6)


@given(scored())
def test_the_error_is_the_mean_distance_of_the_points(case):
    sums = reliability_sums(*case)

    error = calibration_error(sums)

    points = reliability_points(sums)
    distances = [abs(point.score - point.share) for point in points]
    weights = [point.count for point in points]
    assert error == pytest.approx(np.average(distances, weights=weights), abs=2e-6)


@pytest.mark.parametrize(
    ("scores", "error"),
    [
        pytest.param([0.5, 0.5, 0.5, 0.5], 0.0, id="half of them, and so it is"),
        pytest.param([0.0, 1.0, 0.0, 1.0], 0.0, id="sure and right"),
        pytest.param([1.0, 0.0, 1.0, 0.0], 1.0, id="sure and wrong"),
        pytest.param([0.9, 0.9, 0.9, 0.9], 0.4, id="too sure"),
    ],
)
def test_scores_that_are_probabilities_have_no_error(scores, error):
    sums = reliability_sums(np.array([NO, YES, NO, YES]), np.array(scores))

    assert calibration_error(sums) == pytest.approx(error)


@given(scored(), scored())
def test_sums_of_two_parts_are_those_of_the_whole(first, second):
    parts = reliability_sums(*first) + reliability_sums(*second)

    whole = reliability_sums(*(np.concatenate(pair) for pair in zip(first, second, strict=True)))
    assert parts == pytest.approx(whole)
