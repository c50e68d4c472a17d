"""The columns of a sentence are its embedding and those of the sentences before it in the article."""

import numpy as np
from numpy.testing import assert_array_equal

from mediaframe.article.sentences import place_in_articles
from mediaframe.model.encoders.embeddings import SentenceEmbeddings

SENTENCES = place_in_articles(["a", "bb", "ccc", "bb"], ["x", "x", "x", "y"], ["1", "2", "3", "4"])


def measured(text):
    """Embed a text as its length and its first letter."""
    return np.array([len(text), ord(text[0]) - 96.0])


def test_columns_are_the_embedding_of_the_sentence():
    found = SentenceEmbeddings(measured).transform(SENTENCES)

    assert_array_equal(found.toarray(), [[1, 1], [2, 2], [3, 3], [2, 2]])


def test_context_adds_the_sentences_before_in_the_article_and_zeros_where_there_is_none():
    found = SentenceEmbeddings(measured, context=2).transform(SENTENCES)

    assert_array_equal(
        found.toarray(),
        [[1, 1, 0, 0, 0, 0], [2, 2, 1, 1, 0, 0], [3, 3, 2, 2, 1, 1], [2, 2, 0, 0, 0, 0]],
    )


def test_articles_may_stand_mixed():
    mixed = [SENTENCES[0], SENTENCES[3], SENTENCES[1]]

    found = SentenceEmbeddings(measured, context=1).transform(mixed)

    assert_array_equal(found.toarray(), [[1, 1, 0, 0], [2, 2, 0, 0], [2, 2, 1, 1]])


def test_a_weight_is_the_length():
    found = SentenceEmbeddings(measured, weight=0.5).transform(["bb"])

    assert_array_equal(found.toarray(), [[1, 1]])


def test_columns_are_named_by_where_the_sentence_stands():
    names = SentenceEmbeddings(measured, context=1).get_feature_names_out()

    assert names.tolist() == ["embedding:0", "embedding:1", "before1:0", "before1:1"]


def test_no_sentences_are_no_rows():
    assert SentenceEmbeddings(measured, context=1).transform([]).shape == (0, 4)


def test_a_text_that_stands_twice_is_embedded_once():
    seen = []

    def noted(text):
        seen.append(text)
        return measured(text)

    SentenceEmbeddings(noted).transform(["bb", "a", "bb"])

    assert sorted(text for text in seen if text != ".") == ["a", "bb"]
