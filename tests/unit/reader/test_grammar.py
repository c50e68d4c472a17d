"""What a word does in its sentence is told by short lists, endings and the word before it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediaframe.codebook import load_codebook
from mediaframe.reader.grammar import (
    belongs_to_noun,
    goes_on,
    is_abbreviated,
    is_adverb,
    is_possessive,
    is_verb,
    is_wall,
)
from mediaframe.reader.matching import Lexicon
from mediaframe.reader.reading import lexicon_terms

LEXICON = Lexicon(lexicon_terms(load_codebook()))


def place(text, word):
    """Return a sentence as tokens and where a word of it stands."""
    tokens = LEXICON.read(text)
    return tokens, tokens.words.index(word)


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        pytest.param("The dam was closed.", "was", True, id="auxiliary"),
        pytest.param("The May fair closed.", "may", False, id="the month"),
        pytest.param("The guild opened the dam.", "opened", True, id="past form"),
        pytest.param("The guild quietly opened the dam.", "opened", True, id="past form after an adverb"),
        pytest.param("The retired miller left.", "retired", False, id="before its noun"),
        pytest.param("A newly opened dam leaks.", "opened", False, id="before its noun, with an adverb"),
        pytest.param("The guild’s planned fair closed.", "planned", False, id="after a possessive"),
        pytest.param("The guild led the walk.", "led", True, id="irregular"),
        pytest.param("The shed is red.", "shed", False, id="a short word in -ed"),
        pytest.param("United Boats left.", "united", False, id="opens the sentence"),
    ],
)  # fmt: skip
def test_a_finite_verb_is_told_from_a_participle_before_its_noun(text, word, expected):
    assert is_verb(*place(text, word)) is expected


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        pytest.param("Boats sunk by the storm lay there.", "sunk", False, id="not listed"),
        pytest.param("Boats damaged by the storm lay there.", "damaged", True, id="by"),
        pytest.param("A letter sent to Orrin was lost.", "sent", True, id="irregular"),
        pytest.param("A man named Hale left.", "named", True, id="named"),
        pytest.param("The guild opened the dam.", "opened", False, id="with an object"),
    ],
)
def test_a_past_form_before_a_preposition_belongs_to_its_noun(text, word, expected):
    tokens, position = place(text, word)

    assert belongs_to_noun(tokens.words, position) is expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [("openly", True), ("also", True), ("family", False), ("rally", False), ("mayor", False)],
)
def test_a_word_in_ly_is_an_adverb_unless_it_is_a_noun(word, expected):
    assert is_adverb(word) is expected


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        pytest.param("Gen. Ruiz left.", ".", False, id="stop of an abbreviation"),
        pytest.param("They left. Ruiz stayed.", ".", True, id="stop of a sentence"),
        pytest.param("Ruiz left because rain fell.", "because", True, id="conjunction"),
        pytest.param("Ruiz, Hale and Poe left.", ",", False, id="comma"),
        pytest.param("Ruiz and Hale left.", "hale", False, id="a name"),
    ],
)
def test_no_phrase_goes_over_a_wall(text, word, expected):
    tokens, position = place(text, word)

    assert is_wall(tokens.words, position) is expected


@given(st.lists(st.sampled_from("The Gen . , and who because has closed said mayor ) -".split())))
def test_a_phrase_goes_on_over_words_that_are_no_verb_or_wall_anywhere(forms):
    tokens = LEXICON.read(" ".join(forms))

    over = [n for n, word in enumerate(tokens.words) if goes_on(word)]

    assert not any(is_wall(tokens.words, n) or is_verb(tokens, n) for n in over)
    assert {tokens.words[n] for n in over} == {"the", "gen", "mayor"} & set(tokens.words)


def test_abbreviations_are_short_or_listed():
    assert [is_abbreviated(word) for word in ("gov", "prof", "town")] == [True, True, False]


def test_a_plural_owns_with_its_apostrophe():
    tokens = LEXICON.read("The workers' boat")

    assert is_possessive(tokens, 2)
    assert not is_possessive(tokens, 3)
