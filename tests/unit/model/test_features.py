"""Every fold reads only what is its own, and a sentence is read the same in training and after."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_array_equal
from scipy.sparse import csr_array, hstack
from sklearn.base import clone
from sklearn.feature_extraction.text import TfidfVectorizer

from mediaframe.article import Sentence, lone_sentences, place_in_articles
from mediaframe.codebook import load_codebook
from mediaframe.config import CharacterConfig, FeatureConfig, ReadingConfig, WordConfig
from mediaframe.errors import InputError
from mediaframe.model.cues import TOKEN, Lexicon, apply_rule
from mediaframe.model.features import (
    CountedText,
    ReadingVectorizer,
    assemble,
    ngram_blocks,
    ngram_vectorizer,
    plain_text,
    reading_vectorizer,
    rule_decisions,
)
from mediaframe.model.reading import lexicon_terms, read_article
from mediaframe.model.signals import CARRIED, signal_names
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


def second_opinion(kind, block):
    """Return scikit-learn's own vectorizer with the same settings."""
    analyzer = {
        "words": {"analyzer": "word", "token_pattern": TOKEN.pattern},
        "characters": {"analyzer": "char_wb"},
    }[kind]
    return TfidfVectorizer(
        preprocessor=plain_text,
        **analyzer,
        ngram_range=block.ngrams,
        min_df=block.min_df,
        sublinear_tf=block.sublinear,
    )


@pytest.mark.parametrize("rows", [range(24), range(0, 36, 2), range(30, 36), [5, 3, 4]])
@pytest.mark.parametrize(
    "features",
    [
        pytest.param(FeatureConfig(characters=None, reading=None), id="words"),
        pytest.param(
            FeatureConfig(
                words=WordConfig(ngrams=(1, 3), min_df=1, sublinear=False), characters=None, reading=None
            ),
            id="words, each once, plain counts",
        ),
        pytest.param(FeatureConfig(words=None, reading=None), id="characters"),
        pytest.param(
            FeatureConfig(
                words=None, characters=CharacterConfig(ngrams=(1, 3), min_df=3, sublinear=False), reading=None
            ),
            id="characters, three times, plain counts",
        ),
        pytest.param(FeatureConfig(reading=None), id="words and characters"),
    ],
)  # fmt: skip
def test_weights_of_a_fold_are_those_of_a_vectorizer_fitted_on_the_fold_alone(features, rows):
    rows = np.array(rows)
    texts = np.array([sentence.text for sentence in CORPUS.sentences])
    fitted = {
        kind: second_opinion(kind, block).fit(texts[rows])
        for kind, block in ngram_blocks(features).items()
    }

    weights, learned = CountedText(features, None, CORPUS.sentences).weigh(rows)

    expected = hstack([vectorizer.transform(texts) for vectorizer in fitted.values()])
    assert_array_equal(weights.toarray(), expected.toarray())
    assert {kind: list(terms) for kind, (terms, _) in learned.items()} == {
        kind: vectorizer.get_feature_names_out().tolist() for kind, vectorizer in fitted.items()
    }
    assert_array_equal(
        np.concatenate([idf for _, idf in learned.values()]),
        np.concatenate([vectorizer.idf_ for vectorizer in fitted.values()]),
    )


def test_sentences_outside_a_fold_never_change_its_weights():
    features = FeatureConfig(reading=None)
    inside = list(CORPUS.sentences[:18])
    others = article(*[f"Wholly other words of number {n}" for n in range(18)], name="z")
    rows = np.arange(18)

    weights, _ = CountedText(features, None, [*inside, *CORPUS.sentences[18:]]).weigh(rows)
    with_others, _ = CountedText(features, None, [*inside, *others]).weigh(rows)

    assert_array_equal(weights[rows].toarray(), with_others[rows].toarray())


def test_a_term_must_occur_in_as_many_sentences_not_as_many_times():
    features = FeatureConfig(
        words=WordConfig(ngrams=(1, 1), min_df=2), characters=None, reading=None
    )
    sentences = lone_sentences(["twice twice once", "shared", "shared"])

    _, learned = CountedText(features, None, sentences).weigh(np.arange(3))

    assert learned["words"][0] == ["shared"]


def test_cues_are_the_last_columns_as_they_were_read():
    cues = tiny(1)
    features = FeatureConfig(words=WordConfig(min_df=1), characters=None)

    weights, learned = CountedText(features, cues, CORPUS.sentences).weigh(np.arange(6))

    n_words = len(learned["words"][0])
    assert_array_equal(weights[:, n_words:].toarray(), cues.transform(CORPUS.sentences).toarray())


def test_cues_alone_learn_nothing():
    features = FeatureConfig(words=None, characters=None)

    weights, learned = CountedText(features, tiny(), CORPUS.sentences).weigh(np.arange(6))

    assert_array_equal(weights.toarray(), tiny().transform(CORPUS.sentences).toarray())
    assert learned == {}


@pytest.mark.parametrize("kind", ["words", "characters"])
def test_a_term_that_nothing_has_often_enough_is_refused_with_the_setting(kind):
    off = {"words": None, "characters": None, "reading": None}
    features = FeatureConfig.model_validate({**off, kind: {"min_df": 37}})
    counted = CountedText(features, None, CORPUS.sentences)

    with pytest.raises(
        InputError, match=rf"^features\.{kind}\.min_df: no term occurs in 37 sentences; lower it$"
    ):
        counted.weigh(np.arange(36))


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

    readings = read_article(Lexicon(TINY), [sentence.text for sentence in sentences])
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


def test_cues_that_are_off_are_read_by_nothing():
    assert reading_vectorizer(None, TERMS, CODEBOOK.rules) is None


def test_cues_that_are_on_read_as_many_neighbours_as_asked():
    vectorizer = reading_vectorizer(ReadingConfig(neighbours=2, weight=3), TERMS, CODEBOOK.rules)

    assert vectorizer.get_params() == {
        "terms": TERMS, "rules": CODEBOOK.rules, "neighbours": 2, "weight": 3
    }  # fmt: skip


def test_rules_decide_by_the_cues_and_signals_of_each_sentence():
    reader = ReadingVectorizer(TERMS, CODEBOOK.rules, neighbours=1)
    lexicon = Lexicon(TERMS)
    texts = [*(example.text for example in CODEBOOK.examples), *(s.text for s in CORPUS.sentences)]

    decisions = rule_decisions(reader, lone_sentences(texts))

    present = [read_article(lexicon, [text])[0].present for text in texts]
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


@pytest.mark.parametrize("weight", [0.25, 1.0])
def test_a_part_is_weighed_as_if_there_were_no_other_sentences(weight):
    config = FeatureConfig(reading=ReadingConfig(neighbours=2, weight=weight))
    reader = reading_vectorizer(config.reading, TERMS, CODEBOOK.rules)
    rows = np.arange(6, 30)
    alone = CountedText(config, reader, [CORPUS.sentences[row] for row in rows])

    part = CountedText(config, reader, CORPUS.sentences).part(rows)

    features, learned = part.weigh(np.arange(12))
    expected, expected_learned = alone.weigh(np.arange(12))
    assert_array_equal(features.toarray(), expected.toarray())
    assert [list(terms) for terms, _ in learned.values()] == [
        list(t) for t, _ in expected_learned.values()
    ]


def test_what_settings_have_in_common_is_computed_once():
    kept, computed = {}, []

    def share(key, compute):
        if key not in kept:
            computed.append(key[:2])
            kept[key] = compute()
        return kept[key]

    for weight in (0.25, 1.0):
        config = FeatureConfig(reading=ReadingConfig(weight=weight), characters=None)
        reader = reading_vectorizer(config.reading, TERMS, CODEBOOK.rules)
        CountedText(config, reader, CORPUS.sentences, share=share).weigh(np.arange(24))

    assert computed == [("read", "reading"), ("counted", "words"), ("weighed", "words")]
