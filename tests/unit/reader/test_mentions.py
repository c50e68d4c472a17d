"""A source is public authority where its own words, or the article's, say so, and nothing else makes it so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediaframe.codebook import load_codebook
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
    SPOKESPERSON,
    STATUSES,
    Roles,
)
from mediaframe.reader.reading import lexicon_terms

LEXICON = Lexicon(lexicon_terms(load_codebook()))


def roles_of(text):
    return Roles(LEXICON.read(text))


def status(phrase):
    """Return what the words of a phrase say they are."""
    roles = roles_of(phrase)
    return roles.status(0, len(roles.tokens.words))


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
        # others
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
        pytest.param("protesters outside the ministry", PERSON, id="place"),
        pytest.param("a professor at the police academy", EXPERT, id="academic"),
        pytest.param("a London nurse", PERSON, id="country before the head"),
        pytest.param("residents of London", PERSON, id="residents of a capital"),
        pytest.param("rebels", ORGANISATION, id="fighters"),
        pytest.param("police union leader", ORGANISATION, id="leader of a police union"),
        # neither
        pytest.param("sources", GROUP, id="sources"),
        pytest.param("a person familiar with the talks", GROUP, id="a person familiar"),
        pytest.param("one man", GROUP, id="one man"),
        pytest.param("critics of the mayor", GROUP, id="critics of an official"),
        pytest.param("the report", DOCUMENT, id="document"),
        pytest.param("leaked emails", DOCUMENT, id="leaked"),
        pytest.param("state television", PRESS, id="state media, rule 7"),
        pytest.param("the newspaper", PRESS, id="newspaper"),
        pytest.param("a spokesman", SPOKESPERSON, id="spokesperson of nobody"),
        pytest.param("a rebel commander", SPOKESPERSON, id="a single commander, rule 18"),
        pytest.param("she", PRONOUN, id="pronoun"),
        pytest.param("Moscow", COUNTRY, id="seat of government"),
        pytest.param("the United States", COUNTRY, id="country of several words"),
        pytest.param("Lena Ortiz", None, id="a name"),
        pytest.param("a boy", None, id="nothing known"),
    ],
)  # fmt: skip
def test_a_phrase_tells_what_its_head_is(phrase, expected):
    assert status(phrase) == expected


WORDS = st.sampled_from(
    ["the", "mayor", "of", "Ada", "Ruiz", ",", "(", ")", "SSO", "former", "union", "Moscow", "he", "de", "\0", "É", "İ", "“"]
)  # fmt: skip


@given(text=st.one_of(st.lists(WORDS, max_size=12).map(" ".join), st.text()), data=st.data())
def test_any_words_have_a_status_that_there_is_or_none(text, data):
    roles = roles_of(text)
    first = data.draw(st.integers(0, len(roles.tokens.words)))
    last = data.draw(st.integers(first, len(roles.tokens.words)))

    assert roles.status(first, last) in {*STATUSES, SPOKESPERSON, PRONOUN, COUNTRY, "former", None}
