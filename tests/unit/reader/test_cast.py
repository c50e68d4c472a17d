"""A name keeps through an article what title, apposition or clause once say of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediaframe.codebook import load_codebook
from mediaframe.reader.cast import Cast
from mediaframe.reader.matching import Lexicon
from mediaframe.reader.mentions import (
    EXPERT,
    OFFICIAL,
    ORGANISATION,
    PERSON,
    POLITICIAN,
    PRESS,
    STATUSES,
    UNKNOWN,
    Roles,
)
from mediaframe.reader.quotations import find_quotations, quoted_tokens
from mediaframe.reader.reading import lexicon_terms

LEXICON = Lexicon(lexicon_terms(load_codebook()))


def cast_of(*texts):
    """Return the cast of an article that a line opens before it."""
    article = ["Rain fell.", *texts]
    tokens = [LEXICON.read(text) for text in article]
    quoted = list(map(quoted_tokens, find_quotations(article), tokens))
    return Cast([Roles(item) for item in tokens], quoted)


def status_of(name, *texts):
    """Return what an article says of a name."""
    cast = cast_of(*texts)
    known = cast.named(name.lower().split())
    return None if known is None else cast.status(known)


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
        pytest.param("There Tom Hale watched.", "hale", PERSON, id="a name alone"),
        pytest.param("Ana Ruiz, who chairs the council, left.", "ruiz", OFFICIAL, id="who chairs"),
        pytest.param("Ana Ruiz, who runs a bakery company, left.", "ruiz", ORGANISATION, id="who runs"),
        pytest.param("Ana Ruiz, who runs a smokery, left.", "ruiz", PERSON, id="who runs something unknown"),
        pytest.param("Ana Ruiz, as minister, left.", "ruiz", OFFICIAL, id="as minister"),
        pytest.param("Ana Ruiz is the mayor of Halven.", "ruiz", OFFICIAL, id="is the mayor"),
        pytest.param("Ana Ruiz was elected governor.", "ruiz", OFFICIAL, id="was elected"),
        pytest.param("Ana Ruiz is not fit to be president.", "ruiz", PERSON, id="is no president"),
        pytest.param("What a President Ana Ruiz would do is unknown.", "ruiz", PERSON, id="a president of the mind"),
        pytest.param("Halven's mayor, Ana Ruiz, left.", "ruiz", OFFICIAL, id="possessive and comma"),
        pytest.param("Ana Ruiz, R-Pa., left.", "ruiz", OFFICIAL, id="party and state"),
        pytest.param("Ana Ruiz (UN) left.", "ruiz", OFFICIAL, id="body in brackets"),
        pytest.param("The UN's Ana Ruiz left.", "ruiz", OFFICIAL, id="of a body, before"),
        pytest.param("The BBC's Ana Ruiz left.", "ruiz", PRESS, id="of a broadcaster"),
        pytest.param("Ana Ruiz of the finance ministry left.", "ruiz", OFFICIAL, id="of a body, after"),
        pytest.param("Ana Ruiz of Norway left.", "ruiz", PERSON, id="of a country"),
        pytest.param("Ana Ruiz, the former mayor who heads the council, left.", "ruiz", OFFICIAL, id="former, and heads now"),
        pytest.param("Senators Ana Ruiz of Halven, Tom Hale and Ida Voss left.", "voss", OFFICIAL, id="list of senators"),
        pytest.param("Candidates Ana Ruiz and Tom Hale left.", "hale", POLITICIAN, id="list of candidates"),
        pytest.param("Rain fell, for all of Tom Hale, the committee said.", "hale", PERSON, id="a clause behind a comma"),
        pytest.param("Ana Ruiz, Mayor Tom Hale and a nurse left.", "ruiz", PERSON, id="another's title"),
        pytest.param("Steve King of Iowa left.", "king", PERSON, id="a surname that is a title"),
        pytest.param("Former Secretary of State Ana Ruiz left.", "ruiz", POLITICIAN, id="former and a long title"),
        pytest.param("Gov. Ana Ruiz left.", "ana", OFFICIAL, id="given name"),
        pytest.param("Pacers CEO Tom Hale left.", "hale", ORGANISATION, id="CEO of a name"),
        pytest.param("Tom Hale, Pacers CEO, left.", "hale", ORGANISATION, id="CEO in an apposition"),
        pytest.param("Correspondent Tom Hale left.", "hale", PRESS, id="correspondent"),
        pytest.param("There Brenner stood.", "brenner", UNKNOWN, id="one word alone"),
        pytest.param("The Security Service of Orrin (SSO) met.", "sso", OFFICIAL, id="acronym in brackets"),
        pytest.param("The SSO security service met.", "sso", OFFICIAL, id="acronym before its body"),
        pytest.param("The Tenants' Association (TNA) met.", "tna", ORGANISATION, id="acronym of an association"),
    ],
)  # fmt: skip
def test_a_name_keeps_what_title_or_apposition_say(text, name, expected):
    assert status_of(name, text) == expected


def test_a_name_keeps_the_office_that_is_said_first():
    texts = "Mayor Ana Ruiz left.", "Ana Ruiz, a farmer by trade, came home."

    assert status_of("Ruiz", *texts) == OFFICIAL


def test_an_office_outdoes_what_was_said_of_a_private_life():
    assert status_of("Ruiz", "Ana Ruiz, a cousin, left.", "Mayor Ana Ruiz spoke.") == OFFICIAL


def test_a_status_may_come_after_the_name():
    assert status_of("Ruiz", "There Ana Ruiz sat.", "Mayor Ana Ruiz came home.") == OFFICIAL


def test_two_people_of_one_name_are_two():
    texts = "Mayor Ana Ruiz met Tom Ruiz, a farmer.", "Ana Ruiz and Tom Ruiz left."

    assert status_of("Ana Ruiz", *texts) == OFFICIAL
    assert status_of("Tom Ruiz", *texts) == PERSON


def test_a_courtesy_title_tells_two_of_one_surname_apart():
    cast = cast_of("Mayor Ana Ruiz met Tom Ruiz, a farmer.", "Mr. Ruiz left; Mrs. Ruiz stayed.")

    assert cast.status(cast.named(["ruiz"], "m")) == PERSON
    assert cast.status(cast.named(["ruiz"], "f")) == OFFICIAL


def test_a_given_name_finds_who_bears_it():
    assert status_of("Hu", "The Chinese president, Hu Jintao, left.") == OFFICIAL


@pytest.mark.parametrize(
    ("texts", "name", "expected"),
    [
        pytest.param(
            ("Senator Ana Gowdy left.", "A Gowdy spokesman, Tom Hale, stayed."),
            "hale",
            OFFICIAL,
            id="of a senator",
        ),
        pytest.param(
            ("The firm Brenner closed.", "Brenner spokesman Tom Hale stayed."),
            "hale",
            ORGANISATION,
            id="of a firm",
        ),
        pytest.param(
            ("Brenner closed.", "Brenner spokesman Tom Hale stayed."),
            "hale",
            ORGANISATION,
            id="of nobody known",
        ),
        pytest.param(
            ("Brenner spokesman Tom Hale met Hale spokesman Jo Brenner.",),
            "hale",
            ORGANISATION,
            id="of each other",
        ),
    ],
)
def test_a_spokesman_is_what_that_one_is(texts, name, expected):
    assert status_of(name, *texts) == expected


VOTES = "The candidates left the campaign for the primary.", "Voters met the nominee in the caucus."


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        pytest.param(("Tom Hale spoke.", *VOTES), POLITICIAN, id="without office"),
        pytest.param(("Gov. Tom Hale spoke.", *VOTES), OFFICIAL, id="in office"),
        pytest.param(("Tom Hale, an economist, spoke.", *VOTES), EXPERT, id="an expert"),
        pytest.param(
            ("“I like Governor Hale,” a man said.", "Tom Hale left.", *VOTES),
            POLITICIAN,
            id="courtesy in quoted words",
        ),
        pytest.param(("Tom Hale spoke.",), PERSON, id="no campaign"),
    ],
)
def test_in_an_article_on_a_campaign_people_without_office_are_politicians(texts, expected):
    assert status_of("Tom Hale", *texts) == expected


def test_a_headline_in_title_case_names_nobody():
    texts = "Mayor Ana Ruiz Opens New Halven Dam", "Rain fell."
    tokens = [LEXICON.read(text) for text in texts]

    cast = Cast([Roles(item) for item in tokens], [quoted_tokens((), item) for item in tokens])

    assert cast.named(["ruiz"]) is None


WORDS = st.sampled_from(
    ["the", "mayor", "of", "Ada", "Ruiz", ",", "(", ")", "SSO", "former", "union", "Moscow", "he", "de", "who", "is", "King", "\0", "É", "İ", "“"]
)  # fmt: skip
TEXTS = st.lists(st.one_of(st.lists(WORDS, max_size=12).map(" ".join), st.text()), max_size=4)


@given(texts=TEXTS)
def test_whom_any_article_mentions_has_a_status_that_there_is(texts):
    cast = cast_of(*texts)

    assert {cast.status(known) for found in cast.mentions for _, known in found} <= set(STATUSES)
