"""A sentence is read the same in training and after, with its neighbours in the article and with no others."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_array_equal
from scipy.sparse import csr_array
from sklearn.base import clone
from sklearn.feature_extraction.text import TfidfVectorizer

from mediaframe.article.sentences import Sentence, lone_sentences, place_in_articles
from mediaframe.codebook import load_codebook
from mediaframe.config import FeatureConfig, ReadingConfig, WordConfig
from mediaframe.model.counted_text import CountedText
from mediaframe.model.features import (
    ReadingVectorizer,
    assemble,
    reading_vectorizer,
    rule_decisions,
)
from mediaframe.model.ngrams import ngram_blocks, ngram_vectorizer, plain_text, plain_words
from mediaframe.reader.matching import Lexicon
from mediaframe.reader.reading import lexicon_terms, read_article, read_sentences
from mediaframe.reader.signals import CARRIED, apply_rule, signal_names
from mediaframe.reader.tokens import TOKEN
from tests.builders import make_corpus

CODEBOOK = load_codebook()
TERMS = lexicon_terms(CODEBOOK)
TINY = {"saying": ["said"], "office": ["mayor"]}
TINY_RULES = {"A": [["attributed"]], "O": [["saying"], ["office"]]}
CORPUS = make_corpus(articles=6)
LEARNED = CountedText(FeatureConfig(), None, CORPUS.sentences).weigh(np.arange(36))[1]


def tiny(neighbours=0):
    return ReadingVectorizer(TINY, TINY_RULES, neighbours)


def article(*texts, name="a"):
    return place_in_articles(texts, [name] * len(texts), [f"{name}{n}" for n in range(len(texts))])


@pytest.mark.parametrize(
    "features",
    [
        pytest.param(FeatureConfig(), id="all"),
        pytest.param(FeatureConfig(reading=None), id="no cues"),
        pytest.param(FeatureConfig(words=None, characters=None), id="cues alone"),
    ],
)
def test_assembled_features_read_as_training_did(features):
    cues = reading_vectorizer(features.reading, TERMS, CODEBOOK.rules)
    weights, learned = CountedText(features, cues, CORPUS.sentences).weigh(np.arange(36))

    union = assemble(features, learned, cues)

    assert_array_equal(csr_array(union.transform(CORPUS.sentences)).toarray(), weights.toarray())
    assert len(union.get_feature_names_out()) == weights.shape[1]


def test_terms_and_idf_of_different_length_are_refused():
    features = FeatureConfig(characters=None, reading=None)

    with pytest.raises(ValueError, match="idf length"):
        assemble(features, {"words": (["a", "b"], np.ones(3))}, None)


@pytest.mark.parametrize(
    ("features", "kinds"),
    [
        pytest.param(FeatureConfig(), ["words", "characters"], id="both"),
        pytest.param(FeatureConfig(words=None), ["characters"], id="characters"),
        pytest.param(FeatureConfig(characters=None), ["words"], id="words"),
        pytest.param(FeatureConfig(words=None, characters=None), [], id="none"),
    ],
)
def test_blocks_are_the_ngrams_that_are_on(features, kinds):
    assert list(ngram_blocks(features)) == kinds


def test_a_vectorizer_with_a_vocabulary_reads_terms_that_were_rare():
    vectorizer = ngram_vectorizer(WordConfig(min_df=5), ["rain", "said"])
    vectorizer.idf_ = np.array([1.0, 2.0])

    matrix = vectorizer.transform(["Rain, she said.", "Nothing"]).toarray()

    assert_array_equal(matrix, [np.array([1, 2]) / np.sqrt(5), [0, 0]])


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        pytest.param("“No,” she SAID.", '"no," she said.', id="curly"),
        pytest.param("«No», „no“", '"no", "no"', id="guillemets and low marks"),
        pytest.param("It’s ‘so’ ‚so‘", "it's 'so' 'so'", id="single"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_every_style_of_quotation_mark_is_read_as_the_straight_one(text, plain):
    assert plain_text(text) == plain
    assert plain_text(Sentence("a", "a:1", text, 0, len(text))) == plain


def test_the_style_of_quotation_marks_makes_no_difference_to_words():
    analyzer = ngram_vectorizer(WordConfig()).build_analyzer()

    assert analyzer("“It’s over,” Ada said.") == analyzer('"It\'s over," ada said.')


@given(text=st.text(st.sampled_from("aΣİI’'‘‚“-_ .:é\u0307A"), max_size=12))
@settings(deadline=None)
def test_a_sentence_that_was_read_has_the_words_of_its_text(text):
    (read,) = read_sentences(Lexicon(TINY), lone_sentences([text]))

    assert plain_words(read) == TOKEN.findall(plain_text(text))


@given(texts=st.lists(st.text(st.sampled_from("ab .'İ"), max_size=12), min_size=1, max_size=4))
@settings(deadline=None)
@pytest.mark.parametrize("ngrams", [(1, 1), (1, 2)])
def test_terms_weigh_what_they_do_in_scikit_learn(ngrams, texts):
    ours = ngram_vectorizer(WordConfig(ngrams=ngrams), ["a", "a b", "b", "'"])
    ours.idf_ = np.array([1.0, 2.0, 3.0, 4.0])

    weights = ours.transform(texts)

    assert_array_equal(weights.toarray(), TfidfVectorizer.transform(ours, texts).toarray())


def test_words_keep_marks_hyphens_and_apostrophes():
    analyzer = ngram_vectorizer(WordConfig(ngrams=(1, 1))).build_analyzer()

    assert analyzer("“So-called,” o’Hara isn't: 😀 3%") == [
        '"', "so-called", ",", '"', "o'hara", "isn't", ":", "😀", "3", "%"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("neighbours", "sides"),
    [
        pytest.param(0, [], id="none"),
        pytest.param(1, ["before1", "after1"], id="one"),
        pytest.param(2, ["before1", "after1", "before2", "after2"], id="two"),
    ],
)
def test_columns_are_rules_cues_signals_and_signals_of_each_neighbour(neighbours, sides):
    vectorizer = tiny(neighbours)

    names = vectorizer.get_feature_names_out().tolist()

    own = ["rule:A", "rule:O", "cue:office", "cue:saying", *(f"read:{s}" for s in signal_names())]
    assert names == [*own, *(f"{side}:{name}" for side in sides for name in CARRIED)]
    assert vectorizer.transform(["x"]).shape == (1, len(names))


def on(vectorizer, sentences):
    """Return the names of the columns that are 1, by sentence; those of signals only in sum."""
    names = vectorizer.get_feature_names_out()
    shown = [not name.startswith("read:") or name == "read:attributed" for name in names]
    return [set(names[(row > 0) & shown]) for row in vectorizer.transform(sentences).toarray()]


def around(vectorizer, sentences):
    """Return what each sentence has of its neighbours' sources."""
    return [{name for name in names if ":source:" in name} for names in on(vectorizer, sentences)]


def test_cues_rules_and_signals_of_a_sentence_are_ones():
    sentences = article(
        "It rained.", "The mayor left.", "The mayor said so.", "“We left in the rain.”"
    )

    assert on(tiny(), sentences) == [
        set(),
        {"cue:office"},
        {"cue:office", "cue:saying", "read:attributed", "rule:A", "rule:O"},
        {"read:attributed", "rule:A"},
    ]


def test_signals_are_those_that_reading_gives():
    sentences = article("It rained.", "The mayor said so.")
    vectorizer = tiny()
    names = vectorizer.get_feature_names_out()

    rows = vectorizer.transform(sentences).toarray() > 0

    readings = read_article(Lexicon(TINY), [sentence.text for sentence in sentences]).sentences
    found = [{name for name in names[row] if name.startswith("read:")} for row in rows]
    assert found == [{f"read:{name}" for name in reading.signals} for reading in readings]


def test_neighbours_stand_before_and_after_in_the_article():
    sentences = article("The mayor said so.", "It rained.", "“We left in the rain.”")

    assert around(tiny(2), sentences) == [
        {"after2:source:unknown"},
        {"before1:source:official", "after1:source:unknown"},
        {"before2:source:official"},
    ]


def test_no_neighbour_is_read_across_articles():
    sentences = [*article("The mayor said so.", name="a"), *article("It rained.", name="b")]

    assert around(tiny(2), sentences) == [set(), set()]


def test_plain_texts_have_no_neighbours():
    assert around(tiny(2), ["The mayor said so.", "It rained."]) == [set(), set()]


def test_a_signal_counts_as_much_as_asked():
    light, heavy = (
        ReadingVectorizer(TINY, TINY_RULES, 1, weight).transform(article("The mayor said so."))
        for weight in (0.25, 1.0)
    )

    assert set(light.data) == {0.25}
    assert_array_equal(4 * light.toarray(), heavy.toarray())


def test_a_cue_that_occurs_twice_is_one():
    matrix = tiny(1).transform(article("Said, said, said.", "Said."))

    assert set(matrix.data) == {1.0}
    assert matrix.has_sorted_indices


def test_no_sentences_are_no_rows():
    assert tiny(1).transform([]).shape == (0, len(tiny(1).get_feature_names_out()))


def test_cues_are_learned_from_nothing_and_copied_by_scikit_learn():
    vectorizer = tiny(1)

    copy = clone(vectorizer)

    assert vectorizer.fit(["x"]) is vectorizer
    assert vectorizer.__sklearn_is_fitted__()
    assert_array_equal(copy.get_feature_names_out(), vectorizer.get_feature_names_out())


def test_terms_set_anew_are_the_ones_read():
    vectorizer = tiny()
    vectorizer.transform(["x"])

    vectorizer.set_params(terms={"rain": ["rained"]}, rules={})

    assert on(vectorizer, ["It rained."]) == [{"cue:rain"}]


@given(names=st.permutations(tiny(1).get_feature_names_out().tolist()), kept=st.integers(0, 1000))
@settings(max_examples=20, deadline=None)
def test_columns_asked_for_by_name_are_those_in_that_order(names, kept):
    sentences = article("It rained.", "The mayor said so.", "“We left in the rain.”")
    everything = dict(
        zip(tiny(1).get_feature_names_out(), tiny(1).transform(sentences).toarray().T, strict=True)
    )

    asked = ReadingVectorizer(TINY, TINY_RULES, 1, columns=names[:kept])

    assert asked.get_feature_names_out().tolist() == names[:kept]
    assert asked.transform(sentences).toarray().T.tolist() == [
        everything[name].tolist() for name in names[:kept]
    ]


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        pytest.param(["cue:saying", "read:nodded"], "knows no read:nodded", id="unknown"),
        pytest.param(["before1:attributed"], "knows no before1:attributed", id="no neighbours"),
        pytest.param(["cue:saying", "cue:saying"], "twice", id="twice"),
    ],
)
def test_columns_that_cannot_be_given_are_refused(columns, message):
    reader = ReadingVectorizer(TINY, TINY_RULES, columns=columns)

    with pytest.raises(ValueError, match=message):
        reader.transform(["The mayor said so."])


def test_cues_that_are_off_are_read_by_nothing():
    assert reading_vectorizer(None, TERMS, CODEBOOK.rules) is None


def test_cues_that_are_on_read_as_many_neighbours_as_asked():
    vectorizer = reading_vectorizer(ReadingConfig(neighbours=2, weight=3), TERMS, CODEBOOK.rules)

    assert vectorizer is not None
    assert vectorizer.get_params() == {
        "terms": TERMS, "rules": CODEBOOK.rules, "neighbours": 2, "weight": 3, "columns": None
    }  # fmt: skip


def test_rules_decide_by_the_cues_and_signals_of_each_sentence():
    lexicon = Lexicon(TERMS)
    texts = [*(example.text for example in CODEBOOK.examples), *(s.text for s in CORPUS.sentences)]

    decisions = rule_decisions(CODEBOOK.rules, read_sentences(lexicon, lone_sentences(texts)))

    present = [read_article(lexicon, [text]).sentences[0].present for text in texts]
    assert decisions.dtype == np.bool_
    assert decisions.tolist() == [
        [apply_rule(rule, names) for rule in CODEBOOK.rules.values()] for names in present
    ]


@settings(deadline=None)
@given(texts=st.lists(st.text(max_size=80), min_size=1, max_size=5))
def test_any_text_is_read_as_finite_numbers(texts):
    union = assemble(FeatureConfig(), LEARNED, tiny(1))

    matrix = csr_array(union.transform(texts))

    assert matrix.shape[0] == len(texts)
    assert np.isfinite(matrix.data).all()


def test_a_part_of_reading_that_is_left_out_has_no_column():
    whole = reading_vectorizer(ReadingConfig(), TERMS, CODEBOOK.rules)
    rest = reading_vectorizer(
        ReadingConfig(parts=("cues", "content", "quotations", "dispute")), TERMS, CODEBOOK.rules
    )

    left_out = set(whole.get_feature_names_out()) - set(rest.get_feature_names_out())

    assert {"read:source:official", "read:official+assertion", "before1:source:press"} <= left_out
    assert "rule:official_claim" in left_out
    assert {"rule:attribution", "read:content:assertion", "read:saying"}.isdisjoint(left_out)
    assert rest.transform(["Prices will ease, the minister said."]).shape[1] == len(rest.columns)
