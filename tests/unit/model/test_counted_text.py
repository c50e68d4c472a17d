"""Every fold weighs only what is its own, and what is read or counted once is never read again."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from scipy.sparse import hstack
from sklearn.feature_extraction.text import TfidfVectorizer

from mediaframe.article.sentences import lone_sentences
from mediaframe.codebook import load_codebook
from mediaframe.config import CharacterConfig, FeatureConfig, ReadingConfig, WordConfig
from mediaframe.errors import InputError
from mediaframe.model.counted_text import CountedText
from mediaframe.model.features import ReadingVectorizer, reading_vectorizer
from mediaframe.model.ngrams import ngram_blocks, plain_text
from mediaframe.reader.reading import lexicon_terms
from mediaframe.reader.tokens import TOKEN
from tests.builders import make_corpus

CODEBOOK = load_codebook()
TERMS = lexicon_terms(CODEBOOK)
CORPUS = make_corpus(articles=6)


def tiny(neighbours=0):
    """Return a reader that knows two words."""
    rules = {"A": [["attributed"]], "O": [["saying"], ["office"]]}
    return ReadingVectorizer({"saying": ["said"], "office": ["mayor"]}, rules, neighbours)


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
    others = lone_sentences([f"Wholly other words of number {n}" for n in range(18)])
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
