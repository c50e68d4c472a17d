"""Names before a colon tell who speaks, and who mostly asks is the interviewer."""

import pytest

from mediaframe.codebook import load_codebook
from mediaframe.reader.labels import interview_labels, label_of
from mediaframe.reader.matching import Lexicon
from mediaframe.reader.mentions import Roles
from mediaframe.reader.reading import lexicon_terms

LEXICON = Lexicon(lexicon_terms(load_codebook()))

INTERVIEW = (
    "ORRIN POST: How long did it rain?",
    "ANA RUIZ: It rained for nine days.",
    "The dam was full.",
    "ORRIN POST: You left after that.",
    "Where did you go?",
    "RUIZ: To the hills.",
    "A shepherd took us in.",
)


def test_who_mostly_asks_is_the_interviewer():
    labels = interview_labels([Roles(LEXICON.read(text)) for text in INTERVIEW])

    assert labels.askers == {"post"}
    assert labels.speakers == {"ruiz"}


@pytest.mark.parametrize(
    ("text", "label"),
    [
        pytest.param("RUIZ: It rained.", "ruiz", id="name"),
        pytest.param("ANA RUIZ, HOST: It rained.", "ruiz", id="name and part"),
        pytest.param("The mayor of Orrin: it rained.", "orrin", id="title"),
        pytest.param("Launch site: Orrin Bay, Halven", None, id="a field of a form"),
        pytest.param("2. Orrin: 41", None, id="a list"),
        pytest.param(
            "Hale was charged with three acts: theft, fraud and arson.", None, id="a clause"
        ),
        pytest.param("It rained.", None, id="no colon"),
    ],
)
def test_a_label_is_a_name_or_title_before_a_colon(text, label):
    assert label_of(Roles(LEXICON.read(text))) == label


def test_a_label_that_occurs_once_is_none_of_an_interview():
    labels = interview_labels([Roles(LEXICON.read("RUIZ: It rained."))])

    assert labels.speakers == labels.askers == frozenset()
