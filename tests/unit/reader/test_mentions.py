"""Words are of a kind by the lexicon, and names are runs of capitals that are no known words."""

import pytest

from mediaframe.codebook import load_codebook
from mediaframe.reader.matching import Lexicon
from mediaframe.reader.mentions import BODY, COUNTRY, OFFICE, PRONOUN, Roles, find_names
from mediaframe.reader.reading import lexicon_terms

LEXICON = Lexicon(lexicon_terms(load_codebook()))


def roles_of(text):
    return Roles(LEXICON.read(text))


@pytest.mark.parametrize(
    ("text", "word", "kind"),
    [
        pytest.param("They saw us.", "us", "", id="us is no country"),
        pytest.param("The US left.", "US", COUNTRY, id="the US"),
        pytest.param("People who left.", "who", PRONOUN, id="who"),
        pytest.param("The WHO left.", "WHO", BODY, id="the WHO"),
        pytest.param("Ice fell.", "ice", "", id="ice is no agency"),
        pytest.param("A rep called.", "rep", "", id="rep is no congressman"),
        pytest.param("Rep. Hale called.", "rep", OFFICE, id="Rep."),
        pytest.param("Larry King left.", "king", "", id="King, a surname"),
        pytest.param("The king left.", "king", OFFICE, id="the king"),
    ],
)
def test_a_word_is_of_a_kind_by_its_letters_and_neighbours(text, word, kind):
    roles = roles_of(text)

    assert roles.at[roles.tokens.words.index(word)] == kind


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("On Monday Ana Ruiz met Tom Hale.", ["Ana Ruiz", "Tom Hale"], id="two"),
        pytest.param("It was Ana de la Ruiz.", ["Ana de la Ruiz"], id="particles"),
        pytest.param("It was David C. John.", ["David C . John"], id="an initial"),
        pytest.param("It was J. Stephen Herring.", ["J . Stephen Herring"], id="an initial first"),
        pytest.param("Rain fell.", [], id="a word that opens the sentence"),
        pytest.param("It was Valeska Paris.", ["Valeska Paris"], id="a surname that is a capital"),
        pytest.param(
            "It was Students for Life.", ["Students", "Life"], id="a known word within a name"
        ),
        pytest.param("“Nobody saw it,” he said.", [], id="a word that opens a quotation"),
        pytest.param("“Halven fell,” he said.", [], id="a lone name that opens a quotation"),
        pytest.param("It was Ana's Tom.", ["Ana's", "Tom"], id="possessive"),
    ],
)
def test_names_are_runs_of_capitals_that_are_no_known_words(text, expected):
    roles = roles_of(text)

    names = [" ".join(roles.tokens.forms[first:last]) for first, last in find_names(roles)]

    assert names == expected
