"""A phrase says what its head is, and where the head is empty, what those are that it belongs to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediaframe.codebook import load_codebook
from mediaframe.reader.composition import describe
from mediaframe.reader.matching import Lexicon
from mediaframe.reader.mentions import (
    COUNTRY,
    DOCUMENT,
    EXPERT,
    GROUP,
    OFFICIAL,
    ORGANISATION,
    PERSON,
    POLITICIAN,
    PRESS,
    PRONOUN,
    ROLE,
    STATEMENT,
    STATUSES,
    Roles,
)
from mediaframe.reader.reading import lexicon_terms

LEXICON = Lexicon(lexicon_terms(load_codebook()))


def described(phrase):
    roles = Roles(LEXICON.read(phrase))
    return roles, describe(roles, 0, len(roles.tokens.words))


def words_of(roles, span):
    return None if span is None else " ".join(roles.tokens.forms[slice(*span)])


def wrong(*values, id, reason):  # noqa: A002 - pytest's own word
    """Return a case that the codebook decides and the code does not yet follow."""
    return pytest.param(*values, id=id, marks=pytest.mark.xfail(strict=True, reason=reason))


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        # public authority
        pytest.param("the mayor of Halven", OFFICIAL, id="title"),
        pytest.param("officials", OFFICIAL, id="officials, unnamed"),
        pytest.param("a senior official", OFFICIAL, id="an official, unnamed"),
        pytest.param("Police", OFFICIAL, id="collective"),
        pytest.param("Several MPs", OFFICIAL, id="legislators"),
        pytest.param("an opposition senator", OFFICIAL, id="opposition in office"),
        pytest.param("the European Commission", OFFICIAL, id="body of several countries"),
        pytest.param("the German foreign minister", OFFICIAL, id="foreign"),
        pytest.param("Germany's foreign minister", OFFICIAL, id="of a country"),
        pytest.param("the mayor's office", OFFICIAL, id="office of"),
        pytest.param("the head of the central bank", OFFICIAL, id="head of a body"),
        pytest.param("a member of parliament", OFFICIAL, id="member of parliament"),
        pytest.param("the chairman of the parliamentary committee", OFFICIAL, id="chairman of a committee"),
        pytest.param("the ambassador to Peru", OFFICIAL, id="abroad"),
        pytest.param("the ministry's spokeswoman", OFFICIAL, id="spokesperson, possessive"),
        pytest.param("a spokesman for the ministry", OFFICIAL, id="spokesperson for"),
        pytest.param("a spokesman for Germany", OFFICIAL, id="spokesperson of a country"),
        pytest.param("the ministry's report", OFFICIAL, id="document, possessive"),
        pytest.param("a report by the audit office", OFFICIAL, id="document by"),
        pytest.param("the self-proclaimed republic", OFFICIAL, id="authority in control, rule 18"),
        pytest.param("both the army and the police", OFFICIAL, id="two of them"),
        pytest.param("a U.S. Attorney", OFFICIAL, id="attorney of a country"),
        pytest.param("the commissioner responsible for defence", OFFICIAL, id="commissioner"),
        pytest.param("the Office for National Statistics", OFFICIAL, id="statistics office"),
        pytest.param("the WHO", OFFICIAL, id="acronym that is a small word"),
        pytest.param("House Democrats", OFFICIAL, id="members of a chamber"),
        pytest.param("the Russian president", OFFICIAL, id="president of a country"),
        pytest.param("a group of senators", OFFICIAL, id="group of officials"),
        pytest.param("the government's lawyer", OFFICIAL, id="lawyer of the government"),
        pytest.param("the Defense Ministry", OFFICIAL, id="ministry of defence"),
        pytest.param("a UN team", OFFICIAL, id="team of a public body"),
        pytest.param("the army's school", OFFICIAL, id="school of a public body"),
        pytest.param("the chairman of the finance committee", OFFICIAL, id="chairman of a committee, of"),
        pytest.param("Gov. Ruiz", OFFICIAL, id="abbreviated title"),
        pytest.param("a statement by the ministry", OFFICIAL, id="statement by"),
        # others
        pytest.param("General Motors", ORGANISATION, id="a firm that begins with a title"),
        pytest.param("a clerk at the hotel", ORGANISATION, id="clerk at a hotel"),
        pytest.param("the World Bank's critics", GROUP, id="critics of a body"),
        pytest.param("the club's president", ORGANISATION, id="president, possessive"),
        pytest.param("the company's general counsel", ORGANISATION, id="counsel of a company"),
        pytest.param("the secretary of the union", ORGANISATION, id="secretary of a union"),
        pytest.param("the league's commissioner", ORGANISATION, id="commissioner of a league"),
        pytest.param("team officials", ORGANISATION, id="officials of a team"),
        pytest.param("campaign officials", POLITICIAN, id="officials of a campaign"),
        pytest.param("the head of the newspaper", PRESS, id="head of a newspaper"),
        pytest.param("the chief executive", ORGANISATION, id="chief executive"),
        pytest.param("a former minister who left", POLITICIAN, id="former, relative clause"),
        pytest.param("a secretary of labor during the Hale administration", POLITICIAN, id="in a time that is over"),
        pytest.param("the shadow health secretary", POLITICIAN, id="shadow"),
        pytest.param("a future President Ruiz", POLITICIAN, id="future"),
        pytest.param("the man authorities say", PERSON, id="clause without who"),
        pytest.param("Republicans", POLITICIAN, id="members of a party"),
        pytest.param("a national poll", DOCUMENT, id="national poll"),
        pytest.param("a reporter for the army newspaper", PRESS, id="reporter"),
        pytest.param("a group of scientists", EXPERT, id="group of experts"),
        pytest.param("the company", ORGANISATION, id="company"),
        pytest.param("the state-owned company", ORGANISATION, id="state-owned company"),
        pytest.param("a spokesman for the company", ORGANISATION, id="spokesperson for a company"),
        pytest.param("the company's spokeswoman", ORGANISATION, id="spokesperson of a company"),
        pytest.param("the teachers' union", ORGANISATION, id="union"),
        pytest.param("the head of the teachers' union", ORGANISATION, id="head of a union"),
        pytest.param("the former president", POLITICIAN, id="former"),
        pytest.param("a retired general", POLITICIAN, id="retired"),
        pytest.param("the ex-mayor", POLITICIAN, id="ex"),
        pytest.param("the presidential candidate", POLITICIAN, id="candidate"),
        pytest.param("the opposition leader", POLITICIAN, id="opposition leader, rule 18"),
        pytest.param("the campaign manager", POLITICIAN, id="campaign manager"),
        pytest.param("the president of the club", ORGANISATION, id="president of a club"),
        pytest.param("a lawyer for the ministry", PERSON, id="lawyer"),
        pytest.param("the mayor's wife", PERSON, id="relative, possessive"),
        pytest.param("the wife of the mayor", PERSON, id="relative"),
        pytest.param("a neighbour of the mayor", PERSON, id="neighbour"),
        pytest.param("protesters outside the ministry", GROUP, id="place"),
        pytest.param("a professor at the police academy", EXPERT, id="academic"),
        pytest.param("a London nurse", PERSON, id="country before the head"),
        pytest.param("residents of London", GROUP, id="residents of a capital"),
        pytest.param("rebels", ORGANISATION, id="fighters"),
        pytest.param("police union leader", ORGANISATION, id="leader of a police union"),
        # neither
        pytest.param("sources", ROLE, id="sources"),
        pytest.param("a person familiar with the talks", GROUP, id="a person familiar"),
        pytest.param("one man", PERSON, id="one man"),
        pytest.param("critics of the mayor", GROUP, id="critics of an official"),
        pytest.param("the report", DOCUMENT, id="document"),
        pytest.param("leaked emails", DOCUMENT, id="leaked"),
        pytest.param("state television", PRESS, id="state media, rule 7"),
        pytest.param("the newspaper", PRESS, id="newspaper"),
        pytest.param("a spokesman", ROLE, id="spokesperson of nobody"),
        pytest.param("a rebel commander", ORGANISATION, id="a single commander, rule 18"),
        pytest.param("she", PRONOUN, id="pronoun"),
        pytest.param("Moscow", COUNTRY, id="seat of government"),
        pytest.param("the United States", COUNTRY, id="country of several words"),
        pytest.param("Lena Ortiz", None, id="a name"),
        pytest.param("a boat", None, id="nothing known"),
    ],
)  # fmt: skip
def test_a_phrase_tells_what_its_head_is(phrase, expected):
    assert described(phrase)[1].status == expected


@pytest.mark.parametrize(
    ("phrase", "owner", "default"),
    [
        pytest.param("a Brenner spokesman", "Brenner", ORGANISATION, id="spokesman of a name"),
        pytest.param(
            "the president of Oakfield Motors Club", None, None, id="a known word in the name"
        ),
        pytest.param(
            "the president of Oakfield Rovers",
            "Oakfield Rovers",
            ORGANISATION,
            id="president of a name",
        ),
        pytest.param("Halven officials", "Halven", OFFICIAL, id="officials of a place"),
        pytest.param("QRX officials", "QRX", ORGANISATION, id="officials of letters"),
        pytest.param("Lind's spokeswoman", "Lind's", ORGANISATION, id="possessive"),
        pytest.param("a Brenner report", "Brenner", DOCUMENT, id="report of a name"),
        pytest.param("the Tollmann committee", "Tollmann", ORGANISATION, id="committee of a name"),
        pytest.param(
            "an adviser to President Ana Ruiz",
            "Ana Ruiz",
            ORGANISATION,
            id="adviser to a title and name",
        ),
    ],
)
def test_what_a_name_decides_is_left_to_the_name(phrase, owner, default):
    roles, said = described(phrase)

    assert (words_of(roles, said.owner), said.default) == (owner, default)


@pytest.mark.parametrize(
    ("phrase", "name"),
    [
        pytest.param("Foreign Minister Ana Ruiz", "Ana Ruiz", id="after a title"),
        pytest.param("Ana Ruiz, the mayor of Halven", "Ana Ruiz", id="before an apposition"),
        pytest.param("the mayor of Halven, Ana Ruiz", "Ana Ruiz", id="after a comma"),
        pytest.param("Ana Ruiz", "Ana Ruiz", id="alone"),
        pytest.param("Ruiz loyalists", None, id="a name that modifies"),
        pytest.param("the Ruiz camp", None, id="a camp"),
        pytest.param("the mayor of Halven", None, id="a place"),
    ],
)
def test_a_phrase_gives_the_name_of_whom_it_speaks(phrase, name):
    roles, said = described(phrase)

    assert words_of(roles, said.name) == name


WORDS = st.sampled_from(
    ["the", "mayor", "of", "Ada", "Ruiz", ",", "(", ")", "SSO", "former", "union", "Moscow", "he", "de", "\0", "É", "İ", "“"]
)  # fmt: skip


@given(text=st.one_of(st.lists(WORDS, max_size=12).map(" ".join), st.text()), data=st.data())
def test_any_words_are_described_within_the_phrase(text, data):
    roles = Roles(LEXICON.read(text))
    first = data.draw(st.integers(0, len(roles.tokens.words)))
    last = data.draw(st.integers(first, len(roles.tokens.words)))

    said = describe(roles, first, last)

    assert said.status in {*STATUSES, ROLE, STATEMENT, COUNTRY, PRONOUN, None}
    assert said.head is None or first <= said.head < last
    assert all(first <= one < other <= last for one, other in filter(None, (said.name, said.owner)))
