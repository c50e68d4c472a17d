"""A name keeps through an article what title or apposition once say of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediaframe.codebook import load_codebook
from mediaframe.reader.entities import Cast, find_names
from mediaframe.reader.matching import Lexicon
from mediaframe.reader.mentions import (
    EXPERT,
    OFFICIAL,
    ORGANISATION,
    PERSON,
    POLITICIAN,
    STATUSES,
    Roles,
)
from mediaframe.reader.reading import lexicon_terms

LEXICON = Lexicon(lexicon_terms(load_codebook()))


def roles_of(text):
    return Roles(LEXICON.read(text))


def cast_of(*texts):
    """Return the status of each name of an article that a line opens before it."""
    return Cast([roles_of(text) for text in ("Rain fell.", *texts)]).status


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        pytest.param("President Ana Ruiz opened the dam.", "ruiz", OFFICIAL, id="title before"),
        pytest.param("Foreign Minister Ana Ruiz left.", "ruiz", OFFICIAL, id="title of two words"),
        pytest.param("The mayor, Ana Ruiz, left.", "ruiz", OFFICIAL, id="title and comma"),
        pytest.param("The mayor of Halven, Ana Ruiz, left.", "ruiz", OFFICIAL, id="title, place and comma"),
        pytest.param("Gov. Ana Ruiz opened the dam.", "ruiz", OFFICIAL, id="abbreviated title"),
        pytest.param("Ana Ruiz, the mayor of Halven, left.", "ruiz", OFFICIAL, id="apposition"),
        pytest.param("Ana Ruiz (the mayor of Halven) left.", "ruiz", OFFICIAL, id="in brackets"),
        pytest.param("Mayor Ana de la Ruiz left.", "ruiz", OFFICIAL, id="particles in a name"),
        pytest.param("Former mayor Tom Hale watched.", "hale", POLITICIAN, id="former before"),
        pytest.param("Tom Hale, a former minister, watched.", "hale", POLITICIAN, id="former after"),
        pytest.param("Mayoral candidate Tom Hale watched.", "hale", POLITICIAN, id="candidate"),
        pytest.param("Tom Hale, a farmer, watched.", "hale", PERSON, id="a private apposition"),
        pytest.param("The economist Tom Hale watched.", "hale", EXPERT, id="a private title"),
        pytest.param("There Tom Hale watched.", "hale", None, id="a name alone"),
        pytest.param("The Security Service of Orrin (SSO) met.", "sso", OFFICIAL, id="acronym in brackets"),
        pytest.param("The SSO security service met.", "sso", OFFICIAL, id="acronym before its body"),
        pytest.param("The Tenants' Association (TNA) met.", "tna", ORGANISATION, id="acronym of an association"),
    ],
)  # fmt: skip
def test_a_name_keeps_what_title_or_apposition_say(text, name, expected):
    assert cast_of(text)[name] == expected


def test_a_name_keeps_the_first_status_it_is_given():
    cast = cast_of("Mayor Ana Ruiz left.", "Ana Ruiz, a farmer by trade, came home.")

    assert cast["ruiz"] == OFFICIAL


def test_a_status_may_come_after_the_name():
    cast = cast_of("There Ana Ruiz sat.", "Mayor Ana Ruiz came home.")

    assert cast["ruiz"] == OFFICIAL


def test_a_headline_in_title_case_names_nobody():
    cast = Cast([roles_of("Mayor Ana Ruiz Opens New Halven Dam"), roles_of("Rain fell.")])

    assert cast.status == {}


@pytest.mark.parametrize(
    ("text", "phrase", "expected"),
    [
        pytest.param("The central bank met.", "the bank", True, id="the bank"),
        pytest.param("The central bank met.", "a bank", False, id="some bank"),
        pytest.param("The central bank met.", "the bank clerk", False, id="more words"),
        pytest.param("The savings bank met.", "the bank", False, id="no official body"),
    ],
)
def test_a_body_is_known_by_its_short_name_once_named(text, phrase, expected):
    cast = Cast([roles_of("Rain fell."), roles_of(text)])
    roles = roles_of(phrase)

    assert cast.is_body(roles, 0, len(roles.tokens.words)) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("On Monday Ana Ruiz met Tom Hale.", ["Ana Ruiz", "Tom Hale"], id="two"),
        pytest.param("It was Ana de la Ruiz.", ["Ana de la Ruiz"], id="particles"),
        pytest.param("Rain fell on the town of Halven.", [], id="a place"),
        pytest.param("Rain fell.", [], id="a word that opens the sentence"),
        pytest.param("It was Valeska Paris.", ["Valeska Paris"], id="a surname that is a capital"),
    ],
)
def test_names_are_runs_of_capitals_that_are_no_known_words(text, expected):
    roles = roles_of(text)

    names = [" ".join(roles.tokens.forms[first:last]) for first, last in find_names(roles)]

    assert names == expected


WORDS = st.sampled_from(
    ["the", "mayor", "of", "Ada", "Ruiz", ",", "(", ")", "SSO", "former", "union", "Moscow", "he", "de", "\0", "É", "İ", "“"]
)  # fmt: skip
TEXTS = st.lists(st.one_of(st.lists(WORDS, max_size=12).map(" ".join), st.text()), max_size=4)


@given(texts=TEXTS)
def test_the_people_of_any_article_have_a_status_that_there_is(texts):
    cast = Cast([roles_of(text) for text in texts])

    assert set(cast.status.values()) <= {*STATUSES, None}
