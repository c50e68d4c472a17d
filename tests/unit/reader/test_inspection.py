"""What was read, as data: every part of it, where it stands in the article, by a published schema."""

import json
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from mediaframe.article.cutting import cut_article
from mediaframe.article.sentences import place_in_articles
from mediaframe.codebook import load_codebook
from mediaframe.reader import claims, kinds, mentions
from mediaframe.reader.inspection import (
    ContentKind,
    ContestKind,
    Status,
    inspect,
    reading_schema,
)

CODEBOOK = load_codebook()
ARTICLE = (
    "HALVEN, March 3 (MW) — Harbour minister Mara Quist said on Monday that two tanks had leaked.\n"
    "“Nobody was hurt,” she told reporters. Critics claim that the leak was hidden.\n\n"
    "The minister denied the claim. Rain fell."
)
SCHEMA = Draft202012Validator(reading_schema())


def inspected(text):
    """Return what is read of one article."""
    (article,) = inspect(CODEBOOK, cut_article(text, "a"))
    return article


def all_words(article):
    """Yield every span of an article."""
    for sentence in article.sentences:
        for item in sentence.attributions:
            yield from filter(None, (item.cue, item.source, item.named, item.words))
        yield from sentence.quotations
        for contest in sentence.contests:
            yield from filter(None, (contest.words, contest.rival))
    for entity in article.entities:
        yield from entity.mentions
        yield from filter(None, (entity.stated,))


def test_the_kinds_are_those_of_the_reader():
    assert get_args(Status) == mentions.STATUSES
    assert get_args(ContentKind) == kinds.CONTENTS
    assert get_args(ContestKind) == claims.CONTESTS


def test_a_sentence_tells_who_says_what_and_how():
    first, *_ = inspected(ARTICLE).sentences
    (item,) = first.attributions

    assert item.how == "saying"
    assert (item.source.text, item.cue.text) == ("Harbour minister Mara Quist", "said")
    assert item.words.text.startswith("two tanks had leaked")
    assert (item.status, item.content, item.is_inner) == ("official", "assertion", False)
    assert first.labels == ("attribution", "official_claim")


def test_whoever_speaks_again_is_the_same_entity():
    article = inspected(ARTICLE)
    first, second = (sentence.attributions[0] for sentence in article.sentences[:2])

    assert first.entity == second.entity
    assert "Quist" in article.entities[first.entity].name
    assert second.named.text == "Harbour minister Mara Quist"


def test_what_is_contested_has_its_words():
    contests = [
        (contest.kind, contest.words.text)
        for sentence in inspected(ARTICLE).sentences
        for contest in sentence.contests
    ]

    assert ("distance", "claim") in contests
    assert ("clash", "denied") in contests


def test_quoted_words_are_told_with_their_marks():
    assert [words.text for words in inspected(ARTICLE).sentences[1].quotations] == [
        "“Nobody was hurt,”"
    ]


def test_a_cue_within_quoted_words_is_inner():
    (sentence,) = inspected(
        "“My brother said the lock was broken,” Ana Ruiz told reporters."
    ).sentences

    assert {item.cue.text: item.is_inner for item in sentence.attributions} == {
        "said": True,
        "told": False,
    }


def test_a_noun_without_content_is_no_attribution():
    (sentence,) = inspected("Her insurance claim was late.").sentences

    assert sentence.attributions == ()


def test_every_span_says_the_words_that_stand_there():
    found = list(all_words(inspected(ARTICLE)))

    assert len(found) > 10
    assert [words.text for words in found] == [ARTICLE[words.start : words.end] for words in found]


@given(
    st.lists(
        st.sampled_from(
            [
                *ARTICLE.split(),
                "“",
                "”",
                '"',
                ",",
                ".",
                "said",
                "she",
                "denied",
                "allegedly",
                "\n\n",
            ]
        ),
        max_size=60,
    ).map(" ".join)
)
@settings(max_examples=60, deadline=None)
def test_any_text_is_told_by_the_schema_with_spans_that_hold(text):
    for article in inspect(CODEBOOK, cut_article(text, "a")):
        assert list(SCHEMA.iter_errors(json.loads(article.model_dump_json()))) == []
        assert all(text[words.start : words.end] == words.text for words in all_words(article))


def test_words_without_end_are_cut_so_that_what_is_told_grows_with_the_text_alone():
    sizes = [len(inspected("he said that " * n).model_dump_json()) for n in (400, 1600)]

    assert sizes[1] < 5 * sizes[0]


def test_articles_come_in_the_order_in_which_they_begin():
    texts = ["Police say he fled.", "Rain fell.", "He denies it."]
    placed = place_in_articles(texts, ["z", "a", "z"], ["1", "2", "3"])

    articles = list(inspect(CODEBOOK, placed))

    assert [article.article_id for article in articles] == ["z", "a"]
    assert [len(article.sentences) for article in articles] == [2, 1]


def test_the_schema_is_a_schema_that_says_what_every_value_is():
    schema = reading_schema()

    Draft202012Validator.check_schema(schema)
    assert [
        (section["title"], key)
        for section in (schema, *schema["$defs"].values())
        for key, value in section["properties"].items()
        if not value.get("description")
    ] == []


@pytest.mark.parametrize(
    "wrong", [{}, {"article_id": "a", "sentences": [], "entities": [], "x": 1}]
)
def test_the_schema_refuses_what_is_none(wrong):
    assert list(SCHEMA.iter_errors(wrong))
