"""Sentences know where they stand in their article."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediaframe.article.cutting import cut_article
from mediaframe.article.normal import normal
from mediaframe.article.sentences import Sentence, by_article, lone_sentences, place_in_articles
from tests.builders import growth

TEXTS = st.text(
    alphabet=st.one_of(st.characters(codec="utf-8"), st.sampled_from('.!?"“”‘’\n\r\t  😀é\0')),
    max_size=200,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", [], id="nothing"),
        pytest.param(" \n\t\r\n ", [], id="white space alone"),
        pytest.param("It rained.", ["It rained."], id="one sentence"),
        pytest.param("It rained", ["It rained"], id="no full stop"),
        pytest.param(
            "It rained. We left.", ["It rained.", "We left."], id="two sentences on a line"
        ),
        pytest.param(
            "Dam holds\nIt rained.\n\n  We left.  ",
            ["Dam holds", "It rained.", "We left."],
            id="a line break ends a headline",
        ),
        pytest.param(
            "Rain closed two\nroads. Buses\nwait.\n\nDam holds\nIt rained.",
            ["Rain closed two\nroads.", "Buses\nwait.", "Dam holds", "It rained."],
            id="a paragraph broken into lines is one text",
        ),
        pytest.param("One.\r\nTwo.\rThree.", ["One.", "Two.", "Three."], id="foreign line ends"),
        pytest.param(
            "Dr. Ito of the U.S. embassy left. It rained.",
            ["Dr. Ito of the U.S. embassy left.", "It rained."],
            id="abbreviations end nothing",
        ),
        pytest.param(
            "😀 Halven wakes. Ñandú 😀 sleeps.",
            ["😀 Halven wakes.", "Ñandú 😀 sleeps."],
            id="characters beyond ASCII",
        ),
    ],
)
def test_raw_text_is_cut_into_sentences(text, expected):
    sentences = cut_article(text, "a")

    assert [sentence.text for sentence in sentences] == expected


@given(text=TEXTS)
def test_every_sentence_stands_in_the_text_where_its_offsets_say(text):
    sentences = cut_article(text, "a")

    assert [text[s.start : s.end] for s in sentences] == [s.text for s in sentences]


@given(text=TEXTS)
def test_cutting_loses_nothing_but_white_space_and_what_has_no_width(text):
    sentences = cut_article(text, "a")

    assert "".join("".join(normal(s.text).split()) for s in sentences) == "".join(
        normal(text).split()
    )


@given(text=TEXTS)
def test_sentences_follow_each_other_trimmed_and_never_empty(text):
    sentences = cut_article(text, "a")

    edges = [edge for s in sentences for edge in (s.start, s.end)]
    assert edges == sorted(edges)
    assert [s.text for s in sentences] == [s.text.strip() for s in sentences if s.text.strip()]


def test_sentences_are_numbered_from_one_under_their_article():
    sentences = cut_article("It rained. We left.\n\nWe came back.", "news-7")

    assert [s.sentence_id for s in sentences] == ["news-7:1", "news-7:2", "news-7:3"]
    assert {s.article_id for s in sentences} == {"news-7"}


@pytest.mark.parametrize(
    "unit",
    [
        pytest.param("😀", id="emoji"),
        pytest.param("\0", id="NUL"),
        pytest.param("claim ", id="words without an end"),
        pytest.param("It rained. ", id="sentences"),
        pytest.param('It rained, "we left." ', id="closed quotations"),
        pytest.param("\n", id="line breaks"),
    ],
)
def test_time_to_cut_grows_with_length_alone(unit):
    slowdown = growth(lambda text: cut_article(text, "a"), unit, 25_000, 100_000)

    assert slowdown < 9  # four times the text: 4 if linear, 16 if quadratic


def test_time_to_cut_open_quotations_grows_with_length_alone():
    slowdown = growth(lambda text: cut_article(text, "a"), "“'\"«„ ", 5_000, 20_000)

    assert slowdown < 9


def test_lone_sentences_are_articles_of_one():
    sentences = lone_sentences(["It rained.", "", "It rained."])

    assert sentences == (
        Sentence("1", "1:1", "It rained.", 0, 10),
        Sentence("2", "2:1", "", 0, 0),
        Sentence("3", "3:1", "It rained.", 0, 10),
    )


def test_no_lone_sentences_are_no_articles():
    assert lone_sentences([]) == ()


def test_offsets_of_given_sentences_count_single_spaces_between_them():
    sentences = place_in_articles(["Ab.", "Cde.", "F."], ["x", "x", "x"], ["1", "2", "3"])

    whole = "Ab. Cde. F."
    assert [whole[s.start : s.end] for s in sentences] == ["Ab.", "Cde.", "F."]


def test_articles_that_take_turns_keep_offsets_of_their_own():
    sentences = place_in_articles(["Ab.", "Xyz.", "Cde."], ["x", "y", "x"], ["1", "2", "3"])

    assert [(s.article_id, s.start, s.end) for s in sentences] == [
        ("x", 0, 3),
        ("y", 0, 4),
        ("x", 4, 8),
    ]


def test_given_sentences_keep_their_order_ids_and_texts():
    sentences = place_in_articles(["B.", "A."], ["2", "001"], ["NA", "2024-01-05"])

    assert [(s.text, s.article_id, s.sentence_id) for s in sentences] == [
        ("B.", "2", "NA"),
        ("A.", "001", "2024-01-05"),
    ]


@pytest.mark.parametrize(
    ("article_ids", "sentence_ids"),
    [
        pytest.param(["x"], ["1", "2"], id="an article too few"),
        pytest.param(["x", "x"], ["1"], id="a sentence id too few"),
    ],
)
def test_parts_of_different_length_are_refused(article_ids, sentence_ids):
    with pytest.raises(ValueError, match="shorter"):
        place_in_articles(["A.", "B."], article_ids, sentence_ids)


@pytest.mark.parametrize(
    ("article_ids", "positions"),
    [
        pytest.param([], [], id="none"),
        pytest.param(["x"], [[0]], id="one"),
        pytest.param(["x", "x", "y"], [[0, 1], [2]], id="two articles"),
        pytest.param(["x", "y", "x"], [[0, 2], [1]], id="articles that take turns"),
    ],
)
def test_positions_are_gathered_by_article(article_ids, positions):
    sentences = place_in_articles(["A."] * len(article_ids), article_ids, article_ids)

    assert by_article(sentences) == positions
