"""The majority and the rules are what they say: one score for all, and what the codebook's rule says of a sentence."""

import numpy as np
import pytest
from scipy.sparse import csr_array

from mediaframe.config import FeatureConfig, MajorityHead, RulesHead, TrainingConfig
from mediaframe.model.calibration import fit_platt
from tests.builders import head_of, train_small

FEATURES = csr_array(np.array([[0.3, 1.0, 1.0], [0.0, 0.0, 1.0]]))
RISING = np.array([-1.0, -1, 1, 1, 1])
TARGETS = np.array([False, True, True, False, True])


@pytest.mark.parametrize(
    ("positives", "speaks_for"),
    [
        pytest.param(1, False, id="few"),
        pytest.param(29, False, id="just under half"),
        pytest.param(31, True, id="just over half"),
        pytest.param(59, True, id="most"),
    ],
)
def test_the_majority_is_what_most_sentences_have(positives, speaks_for):
    targets = np.arange(60) < positives
    features = csr_array(np.random.default_rng(0).random((60, 4)))

    weights = head_of(MajorityHead()).fit_label(features, targets)

    scores = weights.score(features)
    assert len(set(scores.tolist())) == 1
    assert (scores > 0).all() == speaks_for
    assert weights.intercept == pytest.approx(np.log((positives + 1) / (61 - positives)))


@pytest.mark.parametrize("weight", [1.0, 0.25])
def test_rules_read_the_column_of_their_label_and_nothing_else(weight):
    features = FEATURES * weight

    weights = head_of(RulesHead()).fit_label(features, np.array([False, True]), 1)

    assert weights.score(features).tolist() == [1.0, -1.0]
    assert np.flatnonzero(weights.coef).tolist() == [1]


def test_rules_without_their_column_are_refused():
    without_reading = FeatureConfig(reading=None)

    with pytest.raises(ValueError, match="'reading__rule:attribution' is not in list"):
        train_small(RulesHead(), features=without_reading)


@pytest.mark.parametrize(
    ("head", "scores"),
    [
        pytest.param(MajorityHead(), RISING, id="majority"),
        pytest.param(RulesHead(), -RISING, id="a rule that runs against its label"),
        pytest.param(RulesHead(), np.full(5, -1.0), id="a rule that is never met"),
    ],
)
def test_calibration_leaves_decisions_as_they_are(head, scores):
    line = head_of(head).calibrate(TrainingConfig(), scores, TARGETS)

    assert line == (1.0, 0.0)


def test_a_rule_that_speaks_for_its_label_is_trusted_as_platt_says():
    line = head_of(RulesHead()).calibrate(TrainingConfig(), RISING, TARGETS)

    assert line == fit_platt(RISING, TARGETS)
    assert line[0] > 0
