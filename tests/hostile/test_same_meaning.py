"""Texts that mean the same get the same labels and scores, and evidence that stands in the text as it was given."""

import re
from dataclasses import replace
from unicodedata import normalize

import numpy as np
import pytest

from mediaframe.article.cutting import cut_article
from mediaframe.article.normal import normal
from mediaframe.article.sentences import lone_sentences
from mediaframe.config import (
    CharacterConfig,
    FeatureConfig,
    LogisticHead,
    ReadingConfig,
    WordConfig,
)
from mediaframe.serving.page import write_page
from tests.builders import make_corpus, make_model

ARTICLE = (
    "Café owner denies the fire was set\n\n"
    "Fire officials said on Monday that the café’s state-run kitchen had burned for 5 000 seconds. "
    "“We found a fuse, and it was not ours,” said Renée Müller, the owner.\n"
    "Police announced that they had “no evidence” of the alleged theft; the minister called it “a fiasco”."
)


def in_words(sign: str):
    """Return what puts a sign into every longer word."""
    return lambda text: re.sub(r"(\w{2})(?=\w{2})", rf"\1{sign}", text)


DISGUISES = [
    pytest.param(lambda text: normalize("NFD", text), id="decomposed letters"),
    pytest.param(in_words("\u00ad"), id="soft hyphens"),
    pytest.param(in_words("\u200b"), id="zero-width blanks"),
    pytest.param(in_words("\u200d"), id="zero-width joiners"),
    pytest.param(lambda text: text.replace(" ", "\u00a0"), id="non-breaking blanks"),
    pytest.param(lambda text: text.replace(" ", " \u2060"), id="word joiners behind blanks"),
    pytest.param(lambda text: text.replace("-", "\u2011"), id="non-breaking hyphens"),
    pytest.param(
        lambda text: text.replace("ffi", "ﬃ").replace("fi", "ﬁ").replace("fl", "ﬂ"),
        id="ligatures",
    ),
    pytest.param(lambda text: "\ufeff" + text + "\u200b", id="marks around the text"),
    pytest.param(
        lambda text: in_words("\u200b")(normalize("NFD", text)).replace(" ", "\u202f"),
        id="all at once",
    ),
]


@pytest.fixture(scope="module")
def model():
    """Return a model of words, characters and reading, which learned from a corpus as it is."""
    features = FeatureConfig(
        words=WordConfig(min_df=1), characters=CharacterConfig(min_df=1), reading=ReadingConfig()
    )
    return make_model(LogisticHead(C=(1.0,)), features=features)


@pytest.mark.parametrize("disguise", DISGUISES)
def test_an_article_in_another_writing_is_labelled_the_same(model, disguise):
    given = disguise(ARTICLE)

    expected, found = model.label_article(ARTICLE), model.label_article(given)

    assert given != ARTICLE
    assert any(item.evidence for item in expected)
    assert [item.labels for item in found] == [item.labels for item in expected]
    assert [item.scores for item in found] == [item.scores for item in expected]
    assert [normal(item.sentence.text) for item in found] == [i.sentence.text for i in expected]


@pytest.mark.parametrize("disguise", DISGUISES)
def test_its_evidence_stands_in_the_text_as_it_was_given(model, disguise):
    given = disguise(ARTICLE)

    def words(item):
        return [
            (label, one.role, one.kind, normal(one.text))
            for label, found in item.evidence.items()
            for one in found
        ]

    expected, found = model.label_article(ARTICLE), model.label_article(given)

    shown = [one for item in found for each in item.evidence.values() for one in each]
    assert list(map(words, found)) == list(map(words, expected))
    assert [given[one.start : one.end] for one in shown] == [one.text for one in shown]
    assert [given[i.sentence.start : i.sentence.end] for i in found] == [i.sentence.text for i in found]  # fmt: skip


@pytest.mark.parametrize("disguise", DISGUISES)
def test_lone_sentences_and_plain_texts_score_the_same_too(model, disguise):
    texts = [sentence.text for sentence in cut_article(ARTICLE, "a")]
    given = list(map(disguise, texts))

    expected = model.predict_proba(texts)

    assert np.array_equal(model.predict_proba(given), expected)
    assert np.array_equal(model.to_sklearn().predict(given), model.predict(texts))
    assert [e.score for e in model.explain(given[1])] == [e.score for e in model.explain(texts[1])]


def test_a_page_shows_the_text_as_it_was_given(model, tmp_path):
    given = normalize("NFD", ARTICLE).replace(" ", "\u00a0")

    write_page(tmp_path / "page.html", model.label_article(given), model)

    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    shown = re.sub(r"<[^>]*>", "", page)
    assert "state-run\u00a0kitchen\u00a0had\u00a0burned" in shown
    assert "Rene\u0301e\u00a0Mu\u0308ller" in shown


@pytest.mark.parametrize("text", ["\u200b", "\u00ad\u00ad", "\u2060 \u00a0"])
def test_a_sentence_without_anything_to_read_is_read_as_an_empty_one(model, text):
    found, empty = (model.read(lone_sentences([each]))[0].reading for each in (text, " "))

    assert found.signals == empty.signals
    assert found.tokens.forms == ()


def test_a_corpus_in_another_writing_trains_the_same_model():
    corpus = make_corpus()
    given = replace(
        corpus,
        sentences=tuple(
            replace(sentence, text=in_words("\u00ad")(sentence.text).replace(" ", "\u00a0"))
            for sentence in corpus.sentences
        ),
    )

    expected, found = (make_model(LogisticHead(C=(1.0,)), corpus=each) for each in (corpus, given))

    assert found.weights_sha256 == expected.weights_sha256
