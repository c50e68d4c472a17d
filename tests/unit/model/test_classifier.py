"""A classifier scores, decides and turns into scikit-learn's own pipeline without a change of mind."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from scipy.special import expit
from sklearn.pipeline import FeatureUnion, Pipeline

from mediaframe.article.sentences import lone_sentences
from mediaframe.config import (
    CharacterConfig,
    FeatureConfig,
    LinearSvmHead,
    LogisticHead,
    MajorityHead,
    NaiveBayesHead,
    RidgeHead,
    RulesHead,
    TrainingConfig,
    WordConfig,
)
from mediaframe.model.classifier import Classifier
from mediaframe.model.features import ReadingVectorizer
from tests.builders import LABELS, SMALL_FEATURES, make_corpus, train_small

UNSEEN = [
    "The harbour closed at noon.",
    "The governor denied that the harbour had closed.",
    "“It never closed,” a pilot said.",
    "The alleged closure: unverified",
    "",
    "\0 😀 “",
]
TEXTS = [*UNSEEN, *(sentence.text for sentence in make_corpus(4).sentences)]


def made(coef, intercept, thresholds):
    """Return a classifier over one cue, `said`; the columns of the marks weigh nothing."""
    cues = ReadingVectorizer({"saying": ["said"]}, {})
    weights = np.zeros((len(coef), len(cues.get_feature_names_out())))
    weights[:, 0] = coef
    labels = tuple(f"label{number}" for number in range(len(coef)))
    features = FeatureUnion([("reading", cues)])
    return Classifier(labels, features, weights, np.array(intercept), np.array(thresholds))


@pytest.mark.parametrize(
    "features",
    [
        pytest.param(SMALL_FEATURES, id="words and cues"),
        pytest.param(
            FeatureConfig(words=WordConfig(min_df=1), characters=CharacterConfig(), reading=None),
            id="words and characters",
        ),
        pytest.param(FeatureConfig(words=None, characters=None), id="reading"),
    ],
)
def test_scikit_learn_predicts_the_same_on_lone_sentences_from_any_features(features):
    classifier = train_small(LogisticHead(C=(1.0,)), features=features).classifier

    predicted = classifier.to_sklearn().predict(TEXTS)

    decisions = classifier.decide(classifier.score(TEXTS))
    assert_array_equal(predicted, decisions)
    assert decisions.any(axis=0).all()
    assert not decisions.all(axis=0).any()


@pytest.mark.parametrize(
    "head",
    [
        MajorityHead(),
        RulesHead(),
        NaiveBayesHead(alpha=(1.0,)),
        LogisticHead(C=(1.0,)),
        LinearSvmHead(C=(1.0,)),
        RidgeHead(alpha=(1.0,)),
    ],
    ids=lambda head: head.kind,
)
@pytest.mark.parametrize("calibration", ["sigmoid", "none"])
def test_scikit_learn_predicts_the_same_on_lone_sentences_with_any_head(head, calibration):
    training = TrainingConfig(folds=2, calibration=calibration)
    classifier = train_small(head, training=training).classifier

    predicted = classifier.to_sklearn().predict(TEXTS)

    assert_array_equal(predicted, classifier.decide(classifier.score(TEXTS)))


def test_scikit_learn_gives_the_same_probabilities():
    classifier = train_small(LogisticHead(C=(1.0,))).classifier

    probabilities = classifier.to_sklearn().predict_proba(TEXTS)

    positive = np.stack([of_label[:, 1] for of_label in probabilities], axis=1)
    assert_allclose(positive, classifier.score(TEXTS), rtol=1e-12)


@settings(deadline=None)
@given(intercept=st.floats(-20, 20))
def test_a_score_at_the_threshold_is_decided_alike(intercept):
    classifier = made([0.0], [intercept], [expit(intercept)])

    predicted = classifier.to_sklearn().predict(["x"])

    assert classifier.decide(classifier.score(["x"])).tolist() == [[True]]
    assert predicted.tolist() == [[1]]


def test_the_pipeline_takes_the_features_along():
    classifier = made([1.0], [0.0], [0.5])

    pipeline = classifier.to_sklearn()

    assert isinstance(pipeline, Pipeline)
    assert pipeline.named_steps["features"] is classifier.features


def test_scores_are_the_sigmoid_of_weights_and_intercept():
    classifier = made([2.0, -1.0], [0.5, 0.0], [0.5, 0.5])

    scores = classifier.score(["She said so.", "It rained."])

    assert_allclose(scores, expit([[2.5, -1.0], [0.5, 0.0]]))


def test_a_score_that_reaches_its_label_s_threshold_gives_the_label():
    classifier = made([0.0, 0.0], [0.0, 0.0], [0.5, 0.6])

    decisions = classifier.decide(np.array([[0.5, 0.5], [0.49, 0.6], [0.7, 0.7]]))

    assert decisions.tolist() == [[True, False], [False, True], [True, True]]


def test_no_sentences_have_no_scores():
    classifier = train_small(LogisticHead(C=(1.0,))).classifier

    scores = classifier.score([])

    assert scores.shape == (0, len(LABELS))
    assert classifier.decide(scores).shape == (0, len(LABELS))


def test_a_text_scores_as_an_article_of_one():
    classifier = train_small(LogisticHead(C=(1.0,))).classifier

    assert_array_equal(classifier.score(TEXTS), classifier.score(lone_sentences(TEXTS)))


def test_the_company_of_other_articles_never_changes_a_score():
    classifier = train_small(LogisticHead(C=(1.0,))).classifier
    sentences = make_corpus(3).sentences

    together = classifier.score(sentences)

    alone = [classifier.score(sentences[start : start + 6]) for start in (0, 6, 12)]
    assert_array_equal(together, np.concatenate(alone))


def test_neighbours_in_the_article_change_scores():
    classifier = train_small(LogisticHead(C=(1.0,))).classifier
    sentences = make_corpus(3).sentences

    in_context = classifier.score(sentences)

    assert np.abs(in_context - classifier.score([s.text for s in sentences])).max() > 0.01


def test_one_row_of_features_is_read_a_sentence():
    classifier = train_small(LogisticHead(C=(1.0,))).classifier

    assert classifier.read(TEXTS).shape == (len(TEXTS), classifier.coef.shape[1])


@pytest.mark.parametrize(
    ("scores", "decided"),
    [
        pytest.param([0.9, 0.9, 0.9], [True, True, True], id="all there"),
        pytest.param([0.9, 0.1, 0.9], [True, False, False], id="the middle one lacks"),
        pytest.param([0.1, 0.9, 0.9], [False, False, False], id="the first one lacks"),
        pytest.param([0.9, 0.9, 0.1], [True, True, False], id="nothing is added"),
    ],
)
def test_a_label_is_given_only_where_all_that_it_implies_are(scores, decided):
    implied = {"label1": ("label0",), "label2": ("label1", "label0")}
    classifier = replace(made([1, 1, 1], [0, 0, 0], [0.5, 0.5, 0.5]), implied=implied)

    assert classifier.decide(np.array([scores])).tolist() == [decided]


def test_scikit_learn_obeys_the_same_logic():
    strict = replace(made([0, 0], [0, 0], [0.6, 0.4]), implied={"label1": ("label0",)})

    assert strict.to_sklearn().predict(["He said so."]).tolist() == [[0, 0]]
