"""Each head that scikit-learn fits is the linear model it says it is; scikit-learn is the second opinion."""

import warnings

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy.sparse import csr_array
from sklearn.linear_model import LogisticRegression, RidgeClassifier
from sklearn.naive_bayes import ComplementNB
from sklearn.svm import LinearSVC

from mediaframe.config import LinearSvmHead, LogisticHead, NaiveBayesHead, RidgeHead
from mediaframe.model.heads import linear
from mediaframe.model.heads.folds import LinearWeights
from mediaframe.model.heads.linear import _fit
from tests.builders import head_of, train_small


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

    scores = head_of(head).fit_label(FEATURES, TARGETS).score(FEATURES)

    assert_allclose(scores, second.decision_function(FEATURES), atol=1e-3)


@pytest.mark.parametrize("weight", WEIGHTS)
@pytest.mark.parametrize("strength", [0.1, 10.0])
def test_svm_scores_are_those_of_scikit_learn(strength, weight):
    head = LinearSvmHead(C=(strength,), class_weight=(weight,))
    second = LinearSVC(
        C=strength, class_weight=sklearn_weight(weight), random_state=0, max_iter=10_000
    ).fit(FEATURES, TARGETS)

    scores = head_of(head).fit_label(FEATURES, TARGETS).score(FEATURES)

    assert_allclose(scores, second.decision_function(FEATURES), rtol=1e-12)


@pytest.mark.parametrize("weight", WEIGHTS)
@pytest.mark.parametrize("strength", [0.1, 10.0])
def test_ridge_scores_are_those_of_the_exact_solution(strength, weight):
    head = RidgeHead(alpha=(strength,), class_weight=(weight,))
    second = RidgeClassifier(
        alpha=strength, class_weight=sklearn_weight(weight), solver="cholesky"
    ).fit(FEATURES.toarray(), TARGETS)

    scores = head_of(head).fit_label(FEATURES, TARGETS).score(FEATURES)

    assert_allclose(scores, second.decision_function(FEATURES.toarray()), atol=1e-6)


@pytest.mark.parametrize("smoothing", [0.1, 1.0])
def test_bayes_scores_are_the_log_odds_of_scikit_learn(smoothing):
    second = ComplementNB(alpha=smoothing).fit(FEATURES, TARGETS)

    scores = (
        head_of(NaiveBayesHead(alpha=(smoothing,))).fit_label(FEATURES, TARGETS).score(FEATURES)
    )

    against, speaks_for = second.predict_joint_log_proba(FEATURES).T
    assert_allclose(scores, speaks_for - against, atol=1e-12)


@pytest.mark.parametrize(
    "head",
    [NaiveBayesHead(), LogisticHead(), LinearSvmHead(), RidgeHead()],
    ids=lambda head: head.kind,
)
def test_a_head_with_values_to_choose_from_is_not_fitted(head):
    with pytest.raises(ValueError, match=f"^{head.kind} has several values for a setting; fit one"):
        head_of(head).fit_label(FEATURES, TARGETS)


@pytest.mark.parametrize(
    "head",
    [
        NaiveBayesHead(alpha=(0.1, 1)),
        LogisticHead(C=(0.1, 1)),
        LinearSvmHead(C=(0.1, 1)),
        RidgeHead(alpha=(0.1, 1)),
    ],
    ids=lambda head: head.kind,
)
def test_every_candidate_fits_and_scores_each_sentence(head):
    tried = head_of(head).candidates()

    scores = [each.fit_label(FEATURES, TARGETS).score(FEATURES) for each in tried]

    assert {score.shape for score in scores} == {(60,)}
    assert np.isfinite(scores).all()


@pytest.mark.parametrize(
    "head", [LogisticHead(C=(1,)), LinearSvmHead(C=(1,)), RidgeHead(alpha=(1,))], ids=lambda h: h.kind
)  # fmt: skip
def test_fitting_twice_gives_the_same_bits(head):
    first = head_of(head).fit_label(FEATURES, TARGETS)
    second = head_of(head).fit_label(FEATURES, TARGETS)

    assert_array_equal(first.coef, second.coef)
    assert first.intercept == second.intercept


def test_a_score_is_the_weighted_sum_and_the_intercept():
    weights = LinearWeights(np.array([1.0, -2.0]), 0.5)

    scores = weights.score(csr_array(np.array([[3.0, 1.0], [0.0, 0.0]])))

    assert scores.tolist() == [1.5, 0.5]


def test_a_fit_that_stops_early_is_noted_and_not_warned_of(monkeypatch):
    head = head_of(LinearSvmHead(C=(10.0,)))
    done = head.weigh(FEATURES, TARGETS)

    monkeypatch.setattr(linear, "STEPS", 1)

    assert done.converged
    assert not head.weigh(FEATURES, TARGETS).converged


def test_training_counts_the_fits_of_each_label_that_stopped_early(monkeypatch):
    settings = LinearSvmHead(C=(10.0,))
    done = train_small(settings)

    monkeypatch.setattr(linear, "STEPS", 1)

    assert done.stopped == (0, 0, 0)
    assert train_small(settings).stopped == (3, 3, 3)  # two folds, and all of train


class Grumbling:
    """An estimator that warns of something else than stopping early."""

    coef_, intercept_ = np.zeros((1, 2)), np.zeros(1)

    def fit(self, _features, _targets):
        """Warn."""
        warnings.warn("something else", RuntimeWarning, stacklevel=1)


def test_other_warnings_of_a_solver_are_told():
    with pytest.warns(RuntimeWarning, match="something else"):
        assert _fit(Grumbling(), FEATURES, TARGETS).converged
