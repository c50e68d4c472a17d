"""Fixed features take sentences and plain texts alike, and learn from neither."""

import pytest

from mediaframe.article.sentences import lone_sentences, place_in_articles
from mediaframe.model.fixed import FixedFeatures, as_sentences


def article(*texts):
    return place_in_articles(texts, ["a"] * len(texts), [str(n) for n in range(len(texts))])


def test_fixed_features_are_fitted_from_the_first():
    features = FixedFeatures()

    assert features.__sklearn_is_fitted__()
    assert features.fit(["x"], [True]) is features


def test_sentences_are_taken_as_they_are():
    sentences = article("One.", "Two.")

    assert as_sentences(sentences) is sentences


def test_texts_are_articles_of_one():
    assert as_sentences(["One.", "Two."]) == lone_sentences(["One.", "Two."])


def test_texts_and_sentences_are_not_mixed():
    mixed = [*article("One."), "Two."]

    with pytest.raises(ValueError, match="no text; give texts"):
        as_sentences(mixed)
