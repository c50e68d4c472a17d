"""Points of curves: precision over recall is scikit-learn's."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.metrics import f1_score, precision_recall_curve

from mediaframe.results import curves


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

    curve = curves.precision_recall_curve(targets, scores)

    precision, recall, thresholds = precision_recall_curve(targets, scores)
    assert curve.threshold[::-1] == pytest.approx(thresholds, abs=1e-6)
    assert curve.precision[::-1] == pytest.approx(precision[:-1], abs=1e-6)
    assert curve.recall[::-1] == pytest.approx(recall[:-1], abs=1e-6)
    at_each = [f1_score(targets, scores >= threshold) for threshold in thresholds]
    assert curve.f1[::-1] == pytest.approx(at_each, abs=1e-6)


def test_the_curve_of_a_label_without_positives_is_all_0():
    curve = curves.precision_recall_curve(np.zeros(3, bool), np.array([0.1, 0.9, 0.9]))

    assert curve == curves.PrecisionRecallCurve(
        threshold=(0.9, 0.1), precision=(0.0, 0.0), recall=(0.0, 0.0), f1=(0.0, 0.0)
    )
