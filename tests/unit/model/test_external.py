"""What another model said stands for a sentence by its id and text, and for no other."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy.special import expit, logit
from sklearn.base import clone

from mediaframe.article.sentences import place_in_articles
from mediaframe.config import ExternalConfig, ExternalHead, FeatureConfig, TrainingConfig
from mediaframe.data.splits import deal_folds
from mediaframe.errors import InputError
from mediaframe.model.external import CERTAIN, external_scores
from mediaframe.model.heads import make_head
from mediaframe.model.training import Recipe, train
from tests.builders import LABELS, make_corpus

SENTENCES = place_in_articles(["One.", "Two."], ["a", "a"], ["s1", "s2"])
SCORES = {"s2": (0.2, 0.5), "s1": (0.9, 0.0), "more": (1.0, 0.3)}
CORPUS = make_corpus()
HEAD = make_head(ExternalHead(path="x.jsonl"))
ALONE = FeatureConfig(
    words=None, characters=None, reading=None, external=ExternalConfig(path="x.jsonl")
)


def made(weight=1.0):
    return external_scores(["A", "B"], SCORES, SENTENCES, weight)


def trained(scores, **training):
    """Return what is trained on scores of a corpus of the same sentences, one row a sentence."""
    by_id = {s.sentence_id: tuple(row) for s, row in zip(CORPUS.sentences, scores, strict=True)}
    further = {"external": external_scores(LABELS, by_id, CORPUS.sentences, 1.0)}
    config = TrainingConfig(folds=2, **training)
    recipe = Recipe(LABELS, ALONE, None, HEAD, config, further)
    fold_of = deal_folds(CORPUS.sentences, 2, 1)
    return train(recipe, CORPUS.sentences, CORPUS.targets, fold_of).classifier


def test_columns_are_log_odds_by_sentence_id():
    found = made().transform(SENTENCES).toarray()

    assert_allclose(found, [[logit(0.9), -CERTAIN], [logit(0.2), 0]], rtol=1e-9)
    assert made().get_feature_names_out().tolist() == ["A", "B"]


def test_a_weight_scales_them():
    assert_allclose(made(0.5).transform(SENTENCES).toarray(), made().transform(SENTENCES).toarray() / 2)  # fmt: skip


def test_a_sentence_that_was_not_scored_is_refused():
    others = place_in_articles(["One.", "New."], ["a", "a"], ["s1", "s9"])

    with pytest.raises(
        InputError, match=r"said of 3 sentences, and 1 of the 2 given .*\(first 's9';"
    ):
        made().transform(others)


def test_another_text_under_a_known_id_is_refused():
    others = place_in_articles(["Other."], ["a"], ["s1"])

    with pytest.raises(InputError, match="first 's1'; id and text must both be the same"):
        made().transform(others)


def test_a_scored_sentence_outside_the_corpus_is_known_by_its_id():
    others = place_in_articles(["Any."], ["z"], ["more"])

    assert_allclose(made().transform(others).toarray(), [[CERTAIN, logit(0.3)]], rtol=1e-9)


def test_plain_texts_are_refused():
    with pytest.raises(InputError, match="are not among them"):
        made().transform(["One."])


def test_it_learns_nothing_and_is_copied_by_scikit_learn():
    external = made()

    copy = clone(external)

    assert external.fit(SENTENCES) is external
    assert_array_equal(copy.transform(SENTENCES).toarray(), external.transform(SENTENCES).toarray())


@pytest.mark.parametrize("calibration", ["sigmoid", "none"])
def test_labels_keep_their_decisions(calibration):
    rng = np.random.default_rng(0)
    given = CORPUS.targets ^ (rng.random(CORPUS.targets.shape) < 0.3)

    classifier = trained(given.astype(float), calibration=calibration)

    assert_array_equal(classifier.decide(classifier.score(CORPUS.sentences)), given)


def test_labels_that_speak_against_the_truth_keep_their_decisions():
    given = ~CORPUS.targets

    classifier = trained(given.astype(float))

    assert_array_equal(classifier.decide(classifier.score(CORPUS.sentences)), given)


def test_scores_get_the_threshold_of_best_f1():
    given = np.where(CORPUS.targets, 0.3, 0.1)

    classifier = trained(given)

    assert_array_equal(classifier.decide(classifier.score(CORPUS.sentences)), CORPUS.targets)


def test_scores_without_calibration_come_out_as_they_were_given():
    given = np.random.default_rng(0).uniform(0.01, 0.99, CORPUS.targets.shape)

    classifier = trained(given, calibration="none", thresholds="half")

    assert_allclose(classifier.score(CORPUS.sentences), given)
    assert_allclose(classifier.thresholds, 0.5)


def test_calibration_keeps_the_order_of_scores_that_rise_with_the_label():
    noise = np.random.default_rng(0).normal(size=CORPUS.targets.shape)
    given = expit(2 * CORPUS.targets - 3 + noise)

    found = trained(given).score(CORPUS.sentences)

    assert_array_equal(np.argsort(found, axis=0), np.argsort(given, axis=0))
    assert np.abs(found.mean(axis=0) - CORPUS.targets.mean(axis=0)).max() < 0.05
