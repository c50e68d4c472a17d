"""The reasons given for a label are all of them: they sum to its score."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import logit

from mediaframe.article.sentences import lone_sentences, place_in_articles
from mediaframe.codebook import load_codebook
from mediaframe.config import (
    CharacterConfig,
    FeatureConfig,
    LogisticHead,
    MajorityHead,
    RulesHead,
    TrainingConfig,
    WordConfig,
)
from mediaframe.model.explanation import explain
from mediaframe.reader.matching import Lexicon
from mediaframe.reader.reading import lexicon_terms
from tests.builders import LABELS, SMALL_FEATURES, train_small

HEAD = LogisticHead(C=(1.0,))
CODEBOOK = load_codebook()
LEXICON = Lexicon(lexicon_terms(CODEBOOK))
KINDS = {
    "words": FeatureConfig(words=WordConfig(min_df=1), characters=None, reading=None),
    "phrases": FeatureConfig(
        words=WordConfig(ngrams=(2, 3), min_df=1), characters=None, reading=None
    ),
    "characters": FeatureConfig(words=None, characters=CharacterConfig(min_df=1), reading=None),
    "reading": FeatureConfig(words=None, characters=None),
    "everything": FeatureConfig(
        words=WordConfig(min_df=1), characters=CharacterConfig(ngrams=(1, 3), min_df=1)
    ),
}
CLASSIFIERS = {
    name: train_small(HEAD, features=features).classifier for name, features in KINDS.items()
}
SENTENCES = [
    pytest.param(
        "Police in Halven say the driver fled; his sister denies it.", id="a sentence of train"
    ),
    pytest.param("said said, said said in in in Halven", id="words that recur"),
    pytest.param("“It’s ‘over’,” the Minister’s so-called aide said.", id="marks and apostrophes"),
    pytest.param("", id="nothing"),
    pytest.param(" \t\n\u2028\x1c ", id="white space"),
    pytest.param("zzz qqq", id="nothing known"),
    pytest.param("İSTANBUL ΟΔΟΣ ẞ ﬁ 😀\0😀", id="letters that change their length"),
    pytest.param("said " * 300, id="long"),
]


def only(classifier, text):
    """Return the explanations of a text on its own."""
    return explained(classifier, lone_sentences([text]))[0]


def explained(classifier, sentences):
    return explain(classifier, LEXICON, CODEBOOK.rules, sentences)


def article_of(*texts):
    """Return sentences that stand in one article."""
    return place_in_articles(texts, ["a"] * len(texts), [str(n) for n in range(len(texts))])


def parts(explanation, kind):
    return {part.text: part.weight for part in explanation.contributions if part.kind == kind}


@pytest.mark.parametrize("text", SENTENCES)
@pytest.mark.parametrize("kind", KINDS)
def test_intercept_and_contributions_sum_to_the_log_odds_of_the_score(kind, text):
    explanations = only(CLASSIFIERS[kind], text)

    sums = [e.intercept + sum(part.weight for part in e.contributions) for e in explanations]
    assert sums == pytest.approx([logit(e.score) for e in explanations], abs=1e-9)


@settings(deadline=None, max_examples=50)
@given(
    words=st.lists(
        st.one_of(
            st.sampled_from(
                ["said", "Halven", "claims,", "“the", "minister’s", "in", "'in'", "\n"]
            ),
            st.text(max_size=8),
        ),
        max_size=15,
    )
)
def test_the_sum_holds_for_any_text(words):
    explanations = only(CLASSIFIERS["everything"], " ".join(words))

    sums = [e.intercept + sum(part.weight for part in e.contributions) for e in explanations]
    assert sums == pytest.approx([logit(e.score) for e in explanations], abs=1e-9)


@pytest.mark.parametrize(
    "head", [pytest.param(MajorityHead(), id="majority"), pytest.param(RulesHead(), id="rules")]
)
def test_the_sum_holds_for_heads_that_do_not_learn(head):
    training = TrainingConfig(folds=2, calibration="none")
    classifier = train_small(head, training=training).classifier

    explanations = only(classifier, "The minister said it rained.")

    sums = [e.intercept + sum(part.weight for part in e.contributions) for e in explanations]
    assert sums == pytest.approx([logit(e.score) for e in explanations], abs=1e-12)


def test_scores_and_decisions_are_those_of_the_classifier():
    classifier = CLASSIFIERS["everything"]
    text = "The minister said it rained."

    explanations = only(classifier, text)

    scores = classifier.score([text])
    assert [e.label for e in explanations] == list(LABELS)
    assert [e.score for e in explanations] == scores[0].tolist()
    assert [e.is_given for e in explanations] == classifier.decide(scores)[0].tolist()


def test_the_heaviest_contributions_come_first_and_each_text_once():
    explanations = only(CLASSIFIERS["everything"], "The minister said it rained, he said.")

    weights = [[abs(part.weight) for part in e.contributions] for e in explanations]
    assert weights == [sorted(of_label, reverse=True) for of_label in weights]
    names = [[(part.kind, part.text) for part in e.contributions] for e in explanations]
    assert [len(set(of_label)) for of_label in names] == [len(of_label) for of_label in names]


def test_a_word_speaks_with_the_marks_it_stands_in():
    explanation = only(CLASSIFIERS["words"], "Rain closed roads, Lena Ortiz said.")[0]

    assert "said." in parts(explanation, "word")
    assert "roads," in parts(explanation, "word")
    assert "ortiz said" in parts(explanation, "phrase")


def test_a_word_that_recurs_shares_its_weight():
    explanation = only(CLASSIFIERS["words"], "said said§ said")[0]

    weights = parts(explanation, "word")
    assert set(weights) == {"said", "said§"}
    assert weights["said"] == pytest.approx(2 * weights["said§"])


def test_a_cue_is_named_with_the_words_it_was_found_in():
    explanation = only(CLASSIFIERS["reading"], "The minister said the mayor’s aide told her.")[1]

    assert set(parts(explanation, "cue")) >= {"saying: said, told", "office: minister, mayor’s"}
    assert set(parts(explanation, "rule")) == {"rule of attribution", "rule of official_claim"}


def test_a_cue_names_each_of_its_words_once():
    explanation = only(CLASSIFIERS["reading"], "Congress met.")[1]

    assert set(parts(explanation, "cue")) == {"body: Congress"}


def test_a_sentence_on_its_own_has_no_context():
    explanations = only(CLASSIFIERS["reading"], "The minister said it rained.")

    assert {part.kind for e in explanations for part in e.contributions} == {
        "cue",
        "rule",
        "reading",
    }


def test_a_neighbour_s_signal_is_context():
    first, second = explained(
        CLASSIFIERS["reading"], article_of("It rained.", "The minister said so.")
    )

    assert "saying: said" not in parts(first[1], "cue")
    assert {"attributed (after1)", "source:official (after1)"} <= parts(first[1], "context").keys()
    assert {"saying: said", "office: minister"} <= parts(second[1], "cue").keys()
    assert parts(second[1], "context") == {}


def test_the_sum_holds_in_context():
    sentences = article_of("It rained.", "The minister said it would.", "His aide denied it.")

    explanations = [e for each in explained(CLASSIFIERS["everything"], sentences) for e in each]

    sums = [e.intercept + sum(part.weight for part in e.contributions) for e in explanations]
    assert sums == pytest.approx([logit(e.score) for e in explanations], abs=1e-9)


def test_sentences_are_explained_as_they_are_scored_in_their_article():
    classifier = CLASSIFIERS["everything"]
    sentences = article_of("It rained.", "The minister said it would.", "His aide denied it.")

    explanations = explained(classifier, sentences)

    scores = [[e.score for e in each] for each in explanations]
    alone = [[e.score for e in only(classifier, sentence.text)] for sentence in sentences]
    assert scores == classifier.score(sentences).tolist()
    assert scores != alone


def test_sentences_of_other_articles_are_no_context():
    together = explained(
        CLASSIFIERS["reading"], lone_sentences(["It rained.", "The minister left."])
    )

    assert together[0] == only(CLASSIFIERS["reading"], "It rained.")


def test_no_sentences_have_no_explanations():
    assert explained(CLASSIFIERS["everything"], []) == []


def test_a_sentence_of_which_nothing_is_known_leaves_the_intercept():
    explanations = only(CLASSIFIERS["phrases"], "zzz qqq")

    assert [e.contributions for e in explanations] == [(), (), ()]
    assert [e.intercept for e in explanations] == CLASSIFIERS["phrases"].intercept.tolist()


def test_features_of_words_and_characters_join_in_one_weight_a_word():
    words = train_small(HEAD, features=SMALL_FEATURES).classifier
    both = CLASSIFIERS["everything"]

    of_words = only(words, "zzz said")[0]
    of_both = only(both, "zzz said")[0]

    assert set(parts(of_words, "word")) == {"said"}
    assert set(parts(of_both, "word")) == {"zzz", "said"}


@pytest.mark.parametrize("text", ["The minister said it rained.", "It rained.", "He denied it."])
def test_an_explanation_decides_as_the_classifier_does(text):
    classifier = CLASSIFIERS["everything"]

    decided = classifier.decide(classifier.score([text]))[0]

    assert [each.is_given for each in only(classifier, text)] == decided.tolist()


def test_a_label_that_lacks_one_that_it_implies_says_so():
    strict = replace(CLASSIFIERS["everything"], thresholds=np.array([1.0, 0.0, 0.0]))

    _, official, contested = only(strict, "The minister said it rained.")

    assert (official.is_given, official.lacks) == (False, ("attribution",))
    assert official.to_text(3).startswith("official_claim: no (score ")
    assert "threshold 0.000, but not without attribution)" in official.to_text(3)
    assert (contested.is_given, contested.lacks) == (True, ())


def test_contributions_are_plain_numbers():
    explanations = only(CLASSIFIERS["everything"], "The minister said it rained.")

    assert {type(part.weight) for e in explanations for part in e.contributions} == {float}
    assert not any(isinstance(e.score, np.floating) for e in explanations)
