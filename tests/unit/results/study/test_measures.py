"""What an experiment is measured by: the same as scikit-learn, in every resample."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.metrics import brier_score_loss, f1_score

from mediaframe.results.metrics import Resamples
from mediaframe.results.study.measures import resample_measure
from tests.study_results import STUDY_LABELS, make_behaviour, make_result

ARTICLES = tuple("aabbbccccd")
UNITS = tuple("abcd")
once = Resamples.draw(UNITS, 50, 0.95, np.random.default_rng(0))


@st.composite
def scored(draw_from):
    """Return targets with both classes of each label, and scores."""
    shape = (len(ARTICLES), len(STUDY_LABELS))
    targets = draw_from(arrays(bool, shape).filter(lambda t: (t.any(0) & ~t.all(0)).all()))
    scores = draw_from(arrays(float, shape, elements=st.floats(0, 1, width=32)))
    return targets, scores


def sentences_of(resample):
    """Return the rows of the sentences of a resample, each as often as its article was drawn."""
    times = dict(zip(UNITS, once.weights[resample].astype(int), strict=True))
    return np.repeat(np.arange(len(ARTICLES)), [times[article] for article in ARTICLES])


@given(scored(), st.integers(0, 50))
def test_brier_is_scikit_learns_in_every_resample(case, resample):
    targets, scores = case
    result = make_result(targets, scores, ARTICLES)

    drawn = resample_measure(result, UNITS, STUDY_LABELS, "brier", once)

    rows = sentences_of(resample)
    expected = [
        brier_score_loss(truth[rows], score[rows], pos_label=True)
        for truth, score in zip(targets.T, scores.T, strict=True)
    ]
    assert drawn.columns[resample] == pytest.approx(expected, abs=1e-6)
    assert drawn.macro[resample] == pytest.approx(np.mean(expected), abs=1e-6)


@given(scored())
def test_f1_is_scikit_learns(case):
    targets, scores = case
    result = make_result(targets, scores, ARTICLES)

    drawn = resample_measure(result, UNITS, STUDY_LABELS, "f1", once)

    expected = f1_score(targets, scores >= 0.5, average=None, zero_division=0)
    assert drawn.columns[0] == pytest.approx(expected)
    assert drawn.value == pytest.approx(expected.mean(), abs=1e-6)


def test_an_article_that_was_not_tested_counts_for_nothing():
    targets, scores = np.ones((10, 2), bool), np.full((10, 2), 0.9)
    result = make_result(targets, scores, ARTICLES)
    more = Resamples.draw((*UNITS, "e"), 0, 0.95, np.random.default_rng(0))

    drawn = resample_measure(result, (*UNITS, "e"), STUDY_LABELS, "brier", more)

    assert drawn.value == pytest.approx(0.01)


def test_a_resample_without_an_article_of_this_test_is_undefined():
    result = make_result(np.ones((1, 2), bool), np.full((1, 2), 0.9), ("a",))

    drawn = resample_measure(result, UNITS, STUDY_LABELS, "brier", once)

    is_drawn = once.weights[:, 0] > 0
    assert not is_drawn.all()
    assert np.isnan(drawn.macro).tolist() == (~is_drawn).tolist()


def test_behaviour_is_the_share_of_cases_passed_in_every_resample():
    ((_, result),) = make_behaviour(base=[0, 1, 5])["base"].items()
    units = list(result.cases)
    resamples = Resamples.draw(units, 50, 0.95, np.random.default_rng(0))

    drawn = resample_measure(result, units, ["negation", "voice"], "behaviour", resamples)

    passed = np.array([1.0, 1, 0, 0, 0, 1])
    assert drawn.macro == pytest.approx(resamples.weights @ passed / 6)
    assert drawn.columns[0] == pytest.approx([2 / 3, 1 / 3])


def test_a_measure_that_is_undefined_has_no_value():
    result = make_result(np.zeros((10, 2), bool), np.zeros((10, 2)), ARTICLES)

    drawn = resample_measure(result, UNITS, STUDY_LABELS, "f1", once)

    assert drawn.value is None
