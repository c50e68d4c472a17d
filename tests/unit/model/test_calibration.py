"""Calibration makes scores probabilities that Platt would give, and leaves decisions as they are."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.special import expit

from mediaframe.config import TrainingConfig
from mediaframe.model.calibration import fit_calibration, fit_platt
from tests.second_opinions import platt_by_scipy

SIGMOID, UNCALIBRATED = TrainingConfig(), TrainingConfig(calibration="none")


@pytest.mark.parametrize(
    ("scores", "targets"),
    [
        pytest.param([-2, -1, 0, 1, 2, 3], [0, 0, 1, 0, 1, 1], id="overlapping"),
        pytest.param([-3, -2, -1, 1, 2, 3], [0, 0, 0, 1, 1, 1], id="parted"),
        pytest.param([0, 0, 0, 0, 0, 1], [0, 0, 0, 0, 0, 1], id="one of its own"),
        pytest.param([-1, -1, 1, 1, 1, 1], [0, 1, 0, 1, 1, 1], id="two values"),
    ],
)
def test_the_sigmoid_is_platt_s(scores, targets):
    scores, targets = np.array(scores, dtype=float), np.array(targets, dtype=np.bool_)

    line = fit_platt(scores, targets)

    assert_allclose(line, platt_by_scipy(scores, targets), atol=1e-4)


@pytest.mark.parametrize("scale", [1e-9, 1e-3, 1e3, 1e9])
def test_the_scale_of_scores_never_changes_probabilities(scale):
    scores = np.array([-2.0, -1, 0, 1, 2, 3])
    targets = np.array([False, False, True, False, True, True])

    slope, offset = fit_calibration(SIGMOID, scores, targets)
    scaled_slope, scaled_offset = fit_calibration(SIGMOID, scores * scale, targets)

    assert_allclose(
        expit(scaled_slope * scores * scale + scaled_offset),
        expit(slope * scores + offset),
        rtol=1e-9,
    )


def test_a_score_that_runs_against_its_label_says_nothing_but_the_share():
    targets = np.array([True, True, False, False, False])

    slope, offset = fit_calibration(SIGMOID, np.array([-2.0, -1, 1, 2, 3]), targets)

    assert slope == 0
    assert expit(offset) == pytest.approx(3 / 7)  # two of five, each side one more


@pytest.mark.parametrize("score", [-1.0, 0.0, 0.7])
def test_a_constant_score_says_nothing_but_the_share(score):
    targets = np.array([True, True, False, False, False])

    slope, offset = fit_calibration(SIGMOID, np.full(5, score), targets)

    assert expit(slope * score + offset) == pytest.approx(3 / 7)


RISING = np.array([-1.0, -1, 1, 1, 1])


@pytest.mark.parametrize(
    ("config", "scores", "decided"),
    [
        pytest.param(UNCALIBRATED, RISING, False, id="no calibration asked for"),
        pytest.param(SIGMOID, -RISING, True, id="decisions that run against the label"),
        pytest.param(SIGMOID, np.full(5, -1.0), True, id="the same decision for all"),
    ],
)
def test_scores_stay_as_they_are(config, scores, decided):
    targets = np.array([False, True, True, False, True])

    assert fit_calibration(config, scores, targets, decided=decided) == (1.0, 0.0)


def test_decisions_that_rise_with_the_label_are_trusted_as_platt_says():
    targets = np.array([False, True, True, False, True])

    line = fit_calibration(SIGMOID, RISING, targets, decided=True)

    assert line == fit_platt(RISING, targets)
    assert line[0] > 0
