"""Points of curves: precision over recall is scikit-learn's, and bins hold every sentence."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.metrics import f1_score, precision_recall_curve

from mediaframe.results.curves import precision_recall_points, reliability_bins

YES, NO = True, False


@st.composite
def scored(draw):
    """Return targets and scores with ties of one label."""
    size = draw(st.integers(2, 30))
    targets = draw(arrays(bool, size).filter(np.any))
    scores = draw(arrays(float, size, elements=st.sampled_from([0.0, 0.1, 0.25, 0.5, 0.9, 1.0])))
    return targets, scores


@given(scored())
def test_the_curve_is_scikit_learns(case):
    targets, scores = case

    points = precision_recall_points(targets, scores)

    precision, recall, thresholds = precision_recall_curve(targets, scores)
    assert points["threshold"][::-1] == pytest.approx(thresholds, abs=1e-6)
    assert points["precision"][::-1] == pytest.approx(precision[:-1], abs=1e-6)
    assert points["recall"][::-1] == pytest.approx(recall[:-1], abs=1e-6)
    at_each = [f1_score(targets, scores >= threshold) for threshold in thresholds]
    assert points["f1"][::-1] == pytest.approx(at_each, abs=1e-6)


def test_the_curve_of_a_label_without_positives_is_all_0():
    points = precision_recall_points(np.zeros(3, bool), np.array([0.1, 0.9, 0.9]))

    assert points == {
        "threshold": [0.9, 0.1],
        "precision": [0.0, 0.0],
        "recall": [0.0, 0.0],
        "f1": [0.0, 0.0],
    }


def test_reliability_puts_each_score_into_its_tenth():
    scores = np.array([0.0, 0.05, 0.1, 0.95, 1.0])
    targets = np.array([NO, YES, NO, YES, YES])

    bins = reliability_bins(targets, scores)

    assert bins == [
        {"score": 0.025, "share": 0.5, "count": 2},
        {"score": 0.1, "share": 0.0, "count": 1},
        {"score": 0.975, "share": 1.0, "count": 2},
    ]


@given(scored(), st.integers(1, 20))
def test_the_bins_hold_every_sentence_once(case, bins):
    targets, scores = case

    found = reliability_bins(targets, scores, bins)

    counts = [item["count"] for item in found]
    assert sum(counts) == len(targets)
    assert sum(item["share"] * item["count"] for item in found) == pytest.approx(
        targets.sum(), abs=1e-3
    )
    assert min(counts) > 0
