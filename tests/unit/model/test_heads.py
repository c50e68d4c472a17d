"""Each head is the linear model it says it is; scikit-learn is the second opinion."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy.sparse import csr_array
from sklearn.linear_model import LogisticRegression, RidgeClassifier
from sklearn.naive_bayes import ComplementNB
from sklearn.svm import LinearSVC

from mediaframe.config import (
    LinearSvmHead,
    LogisticHead,
    MajorityHead,
    NaiveBayesHead,
    RidgeHead,
    RulesHead,
)
from mediaframe.model.heads import LinearWeights, candidates, describe, fit_head, learns


def made_data():
    """Return features as TF-IDF has them, and targets that follow two of them, not wholly."""
    rng = np.random.default_rng(0)
    dense = rng.random((60, 12)) * (rng.random((60, 12)) < 0.4)
    targets = dense[:, 0] - dense[:, 1] + rng.normal(0, 0.3, 60) > 0.1
    return csr_array(dense), targets


FEATURES, TARGETS = made_data()
WEIGHTS = [pytest.param("balanced", id="balanced"), pytest.param("none", id="not weighted")]


def sklearn_weight(name):
    return {"balanced": "balanced", "none": None}[name]


@pytest.mark.parametrize("weight", WEIGHTS)
@pytest.mark.parametrize("strength", [0.1, 10.0])
def test_logistic_scores_are_those_of_scikit_learn(strength, weight):
    head = LogisticHead(C=(strength,), class_weight=(weight,))
    second = LogisticRegression(
        C=strength, class_weight=sklearn_weight(weight), solver="lbfgs", tol=1e-10, max_iter=10_000
    ).fit(FEATURES, TARGETS)

    scores = fit_head(head, FEATURES, TARGETS, None).score(FEATURES)

    assert_allclose(scores, second.decision_function(FEATURES), atol=1e-3)


@pytest.mark.parametrize("weight", WEIGHTS)
@pytest.mark.parametrize("strength", [0.1, 10.0])
def test_svm_scores_are_those_of_scikit_learn(strength, weight):
    head = LinearSvmHead(C=(strength,), class_weight=(weight,))
    second = LinearSVC(
        C=strength, class_weight=sklearn_weight(weight), random_state=0, max_iter=10_000
    ).fit(FEATURES, TARGETS)

    scores = fit_head(head, FEATURES, TARGETS, None).score(FEATURES)

    assert_allclose(scores, second.decision_function(FEATURES), rtol=1e-12)


@pytest.mark.parametrize("weight", WEIGHTS)
@pytest.mark.parametrize("strength", [0.1, 10.0])
def test_ridge_scores_are_those_of_the_exact_solution(strength, weight):
    head = RidgeHead(alpha=(strength,), class_weight=(weight,))
    second = RidgeClassifier(
        alpha=strength, class_weight=sklearn_weight(weight), solver="cholesky"
    ).fit(FEATURES.toarray(), TARGETS)

    scores = fit_head(head, FEATURES, TARGETS, None).score(FEATURES)

    assert_allclose(scores, second.decision_function(FEATURES.toarray()), atol=1e-6)


@pytest.mark.parametrize("smoothing", [0.1, 1.0])
def test_bayes_scores_are_the_log_odds_of_scikit_learn(smoothing):
    second = ComplementNB(alpha=smoothing).fit(FEATURES, TARGETS)

    scores = fit_head(NaiveBayesHead(alpha=(smoothing,)), FEATURES, TARGETS, None).score(FEATURES)

    against, speaks_for = second.predict_joint_log_proba(FEATURES).T
    assert_allclose(scores, speaks_for - against, atol=1e-12)


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

    weights = fit_head(MajorityHead(), FEATURES, targets, None)

    scores = weights.score(FEATURES)
    assert len(set(scores.tolist())) == 1
    assert (scores > 0).all() == speaks_for
    assert weights.intercept == pytest.approx(np.log((positives + 1) / (61 - positives)))


def test_rules_read_the_column_of_their_label_and_nothing_else():
    features = csr_array(np.array([[0.3, 1.0, 1.0], [0.0, 0.0, 1.0]]))

    scores = fit_head(RulesHead(), features, np.array([False, True]), 1).score(features)

    assert scores.tolist() == [1.0, -1.0]


def test_rules_without_a_column_are_refused():
    with pytest.raises(ValueError, match="rule"):
        fit_head(RulesHead(), FEATURES, TARGETS, None)


@pytest.mark.parametrize(
    "head",
    [NaiveBayesHead(), LogisticHead(), LinearSvmHead(), RidgeHead()],
    ids=lambda head: head.kind,
)
def test_a_head_with_values_to_choose_from_is_not_fitted(head):
    with pytest.raises(ValueError, match=f"^{head.kind} has several values for a setting; fit one"):
        fit_head(head, FEATURES, TARGETS, 0)


@pytest.mark.parametrize(
    "head",
    [
        MajorityHead(),
        RulesHead(),
        NaiveBayesHead(alpha=(0.1, 1)),
        LogisticHead(C=(0.1, 1)),
        LinearSvmHead(C=(0.1, 1)),
        RidgeHead(alpha=(0.1, 1)),
    ],
    ids=lambda head: head.kind,
)
def test_every_candidate_fits_and_scores_each_sentence(head):
    scores = [fit_head(tried, FEATURES, TARGETS, 0).score(FEATURES) for tried in candidates(head)]

    assert {score.shape for score in scores} == {(60,)}
    assert np.isfinite(scores).all()


@pytest.mark.parametrize(
    "head", [LogisticHead(C=(1,)), LinearSvmHead(C=(1,)), RidgeHead(alpha=(1,))], ids=lambda h: h.kind
)  # fmt: skip
def test_fitting_twice_gives_the_same_bits(head):
    first = fit_head(head, FEATURES, TARGETS, None)
    second = fit_head(head, FEATURES, TARGETS, None)

    assert_array_equal(first.coef, second.coef)
    assert first.intercept == second.intercept


def test_a_score_is_the_weighted_sum_and_the_intercept():
    weights = LinearWeights(np.array([1.0, -2.0]), 0.5)

    scores = weights.score(csr_array(np.array([[3.0, 1.0], [0.0, 0.0]])))

    assert scores.tolist() == [1.5, 0.5]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        pytest.param(MajorityHead(), [MajorityHead()], id="nothing to choose"),
        pytest.param(LogisticHead(C=3), [LogisticHead(C=(3,))], id="one value"),
        pytest.param(
            NaiveBayesHead(alpha=[1, 0.1]),
            [NaiveBayesHead(alpha=(1,)), NaiveBayesHead(alpha=(0.1,))],
            id="in the order given",
        ),
        pytest.param(
            LinearSvmHead(C=[1, 2], class_weight=["none", "balanced"]),
            [
                LinearSvmHead(C=(1,), class_weight=("none",)),
                LinearSvmHead(C=(1,), class_weight=("balanced",)),
                LinearSvmHead(C=(2,), class_weight=("none",)),
                LinearSvmHead(C=(2,), class_weight=("balanced",)),
            ],
            id="every combination",
        ),
    ],
)
def test_candidates_are_every_combination_of_values(head, expected):
    assert candidates(head) == expected


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        pytest.param(MajorityHead(), False, id="majority"),
        pytest.param(RulesHead(), False, id="rules"),
        pytest.param(NaiveBayesHead(), True, id="naive Bayes"),
        pytest.param(LogisticHead(), True, id="logistic"),
        pytest.param(LinearSvmHead(), True, id="SVM"),
        pytest.param(RidgeHead(), True, id="ridge"),
    ],
)
def test_a_head_learns_if_it_weighs_features(head, expected):
    assert learns(head) is expected


@pytest.mark.parametrize(
    ("head", "text"),
    [
        pytest.param(MajorityHead(), "majority", id="no settings"),
        pytest.param(NaiveBayesHead(alpha=(0.30,)), "naive_bayes (alpha=0.3)", id="one"),
        pytest.param(
            RidgeHead(alpha=(0.3, 10), class_weight=("none",)),
            "ridge (alpha=0.3/10, class_weight=none)",
            id="values to choose from",
        ),
    ],
)
def test_a_head_is_described_by_its_settings(head, text):
    assert describe(head) == text
