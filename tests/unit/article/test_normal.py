"""Texts that mean the same are read as the same text, and what was found leads back to the text as it was given."""

import time
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediaframe.article.cutting import cut_article
from mediaframe.article.normal import normal, original_spans
from mediaframe.article.sentences import Sentence
from tests.builders import growth

# Letters and accents that compose in one, two or no steps, in any script; what is dropped; what is written otherwise.
SIGNS = "aeq\n“-\u0301\u0316\u0327\u0315é\u200b\u00ad\u00a0\u2011ﬁ\u1100\u1161\u11a8\uac00\u09c7\u09be\u212b\u0344\u0958"
TEXTS = st.text(alphabet=SIGNS, max_size=20) | st.text(max_size=15)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("The cafe\u0301 shut.", "The café shut.", id="composed"),
        pytest.param("a go\u00advern\u00adment", "a government", id="soft hyphens"),
        pytest.param("\ufeffthe\u200b po\u200dlice\u2060", "the police", id="no width"),
        pytest.param("\u202ahe\u200e said\u202c", "he said", id="direction"),
        pytest.param(
            "5\u202f000\u00a0people\u2009left", "5 000 people left", id="blanks of any width"
        ),
        pytest.param("state\u2011run", "state-run", id="hyphen that keeps a word on its line"),
        pytest.param("the oﬃcial found", "the official found", id="ligatures"),
        pytest.param("e\u200b\u0301", "é", id="accent behind what has no width"),
        pytest.param("“½ of ‘it’” – 5² …", "“½ of ‘it’” – 5² …", id="all else stays"),
    ],
)
def test_a_text_is_read_in_one_writing(text, expected):
    assert normal(text) == expected


@given(text=TEXTS)
def test_the_normal_form_is_its_own_and_composed_as_unicode_says(text):
    found = normal(text)

    assert normal(found) == found
    assert found == normal(normalize("NFD", text))


@given(text=TEXTS)
def test_every_character_as_read_stands_for_characters_that_are_read_as_it(text):
    found = normal(text)

    spans = list(original_spans(text, [(place, place + 1) for place in range(len(found))]))

    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert [
        sign for sign, (start, end) in zip(found, spans, strict=True) if sign not in normal(text[start:end])
    ] == []  # fmt: skip


def test_spans_of_a_text_that_is_read_as_it_is_stay():
    assert list(original_spans("“It’s over”, he said.", [(0, 4), (4, 4)])) == [(0, 4), (4, 4)]


def test_a_sentence_tells_where_in_its_article_the_words_stand():
    text = "It rai\u00adned. The\u00a0cafe\u0301 shut."
    sentence = cut_article(text, "a")[1]

    start, end = sentence.in_article(4, 8)

    assert sentence == Sentence("a", "a:2", "The\u00a0cafe\u0301 shut.", 12, 27)
    assert text[start:end] == "cafe\u0301"


@pytest.mark.parametrize(
    "unit",
    [
        pytest.param("\u0315\u0300", id="accents out of order"),
        pytest.param("\u0300", id="accents"),
        pytest.param("\uac00\u11a8", id="syllables"),
        pytest.param("\u200b", id="no width"),
        pytest.param("e\u0301 ", id="letters with accents"),
    ],
)
def test_time_grows_linearly_with_the_text(unit):
    def work(text: str) -> None:
        list(original_spans("a" + text, [(0, 1)]))

    assert growth(work, unit, 20_000, 80_000) < 8


def test_accents_without_end_are_read_soon():
    begun = time.process_time()

    normal("a" + "\u0315\u0300" * 500_000)

    assert time.process_time() - begun < 5
