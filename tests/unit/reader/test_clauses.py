"""How far a noun phrase goes, and what the subject of a clause is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediaframe.codebook import load_codebook
from mediaframe.reader.clauses import (
    clause_subject,
    joins_sources,
    opens_apposition,
    start_of_phrase,
)
from mediaframe.reader.matching import Lexicon
from mediaframe.reader.mentions import Roles
from mediaframe.reader.reading import lexicon_terms

LEXICON = Lexicon(lexicon_terms(load_codebook()))


def roles_of(text):
    return Roles(LEXICON.read(text))


def words_of(roles, first, last):
    tokens = roles.tokens
    return tokens.text[slice(*tokens.span(first, last))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("the mayor of Orrin", "the mayor of Orrin", id="preposition within"),
        pytest.param("rain fell because the mayor of Orrin", "the mayor of Orrin", id="conjunction"),
        pytest.param("Last week the mayor", "the mayor", id="time"),
        pytest.param("In southern Orrin the mayor", "the mayor", id="place"),
        pytest.param("Following the flood Ana Ruiz", "Ana Ruiz", id="a name after a noun"),
        pytest.param("The agency (Orrin Water) and the guild", "The agency (Orrin Water) and the guild", id="brackets"),
        pytest.param("She knew farmers displaced by the flood", "farmers displaced by the flood", id="verb before, participle within"),
        pytest.param("With Ana Ruiz", "Ana Ruiz", id="one phrase alone"),
    ],
)  # fmt: skip
def test_a_noun_phrase_goes_back_to_a_wall_or_verb_without_what_leads_to_it(text, expected):
    roles = roles_of(text)
    last = len(roles.tokens.words)

    assert words_of(roles, start_of_phrase(roles, last), last) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("The mayor left the hall", "The mayor", id="first phrase"),
        pytest.param(
            "Speaking in Orrin, the mayor left the hall", "the mayor", id="participle before"
        ),
        pytest.param("While rain fell, the mayor left the hall", "the mayor", id="clause before"),
        pytest.param("Ana Ruiz, the mayor, left the hall", "Ana Ruiz, the mayor", id="apposition"),
        pytest.param("He also left the hall", "He", id="pronoun"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_the_subject_of_a_clause_stands_before_its_first_verb(text, expected):
    roles = roles_of(text)

    found = clause_subject(roles, len(roles.tokens.words))

    assert (found and words_of(roles, *found)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("the mayor of Orrin ,", True, id="article"),
        pytest.param("54 ,", True, id="age"),
        pytest.param("who keeps bees ,", True, id="relative clause"),
        pytest.param("chief of the fire service ,", True, id="title"),
        pytest.param("in a letter ,", False, id="place"),
        pytest.param("speaking at noon ,", False, id="participle"),
    ],
)
def test_an_apposition_explains_and_an_aside_does_not(text, expected):
    roles = roles_of(text)

    assert opens_apposition(roles, 0, len(roles.tokens.words) - 1) is expected


def test_and_joins_two_sources_but_not_two_verbs():
    assert joins_sources(roles_of("Officials and residents left."), 1)
    assert not joins_sources(roles_of("They left and laughed."), 2)


WORDS = st.sampled_from(
    ["said", "the", "mayor", "Ada", ",", "(", ")", "“", ".", "who", "and", "by", "was", "54", "to", "left", "In"]
)  # fmt: skip


@given(words=st.lists(WORDS, min_size=1, max_size=30), data=st.data())
def test_phrases_and_subjects_lie_before_where_they_are_looked_for(words, data):
    roles = roles_of(" ".join(words))
    place = data.draw(st.integers(0, len(roles.tokens.words)))

    subject = clause_subject(roles, place)

    assert 0 <= start_of_phrase(roles, place) <= place
    assert subject is None or 0 <= subject[0] < subject[1] <= place
