"""Quoted words have a speaker: named within, before or after them, or by the label of an interview."""

import pytest

from mediaframe.codebook import load_codebook
from mediaframe.reader.matching import Lexicon
from mediaframe.reader.mentions import OFFICIAL
from mediaframe.reader.reading import lexicon_terms, read_article
from mediaframe.reader.signals import ATTRIBUTED

LEXICON = Lexicon(lexicon_terms(load_codebook()))


def statuses(*texts):
    """Return the status of who speaks in each sentence of an article, or None where nobody does."""
    sentences = read_article(LEXICON, texts).sentences
    return [sentence.spoken[0].status if sentence.spoken else None for sentence in sentences]


def attributed(*texts):
    """Return whether each sentence of an article is attributed."""
    return [ATTRIBUTED in sentence.signals for sentence in read_article(LEXICON, texts).sentences]


@pytest.mark.parametrize(
    ("texts", "number"),
    [
        pytest.param(("The mayor said rain fell.", "“It fell for nine days.”"), 1, id="before"),
        pytest.param(("The mayor was blunt.", "“It fell for nine days.”"), 1, id="whom the sentence before is about"),
        pytest.param(("A farmer said rain fell.", "The mayor walked to the dam.", "“It is full.”"), 2, id="introduced since"),
        pytest.param(("“It fell for nine days.”", "Mayor Ana Ruiz said."), 0, id="a tag after"),
        pytest.param(("A farmer said rain fell.", "“The dam is full.”", "Mayor Ana Ruiz said."), 1, id="a tag after, another before"),
        pytest.param(("“It fell for nine days.”", "Mayor Ana Ruiz said that the dam was full."), 0, id="named only after"),
        pytest.param(("“It fell.", "The dam is full,” the mayor said."), 0, id="within, at the end"),
        pytest.param(("The mayor sat down.", '"It fell.', '"The dam is full.', '"We left."'), 3, id="paragraphs with straight marks"),
        pytest.param(("Rain fell.", "Police Chief Ott – “We found the boat.”"), 1, id="a dash before"),
    ],
)  # fmt: skip
def test_a_quotation_has_the_speaker_named_around_it(texts, number):
    assert statuses(*texts)[number] == OFFICIAL


def test_narration_between_quotations_has_no_speaker():
    texts = (
        "“We sank," + '" a farmer said.',
        "The fair ended.",
        "Bells rang.",
        '"We swam,” a baker said.',
    )

    assert attributed(*texts) == [True, False, False, True]


INTERVIEW = (
    "ORRIN POST: How long did it rain?",
    "ANA RUIZ: It rained for nine days.",
    "The dam was full.",
    "ORRIN POST: You left after that.",
    "Where did you go?",
    "RUIZ: To the hills.",
    "A shepherd took us in.",
)


def test_an_interview_is_the_answers_words_and_its_questions_are_the_authors():
    assert attributed(*INTERVIEW) == [False, True, True, False, False, True, True]


@pytest.mark.parametrize(
    "text",
    ["Launch site: Orrin Bay, Halven", "2. Orrin: 41", "Photo: Ana Ruiz took this at noon."],
)
def test_fields_lists_and_credits_are_nobodys_words(text):
    assert attributed("Rain fell.", text) == [False, False]


def test_a_title_quoted_in_narration_is_nobodys_words():
    assert (
        attributed("Rain fell.", "The troupe brings “The Miller of Orrin Bay” to town.")
        == [False] * 2
    )
