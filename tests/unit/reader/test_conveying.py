"""A cue conveys nothing as a modifier, a name, a bare topic, or a tag whose words stand elsewhere."""

import pytest

from mediaframe.codebook import load_codebook
from mediaframe.reader.conveying import conveys_nothing, is_bare_tag, is_question, is_reduced
from mediaframe.reader.matching import Lexicon
from mediaframe.reader.mentions import Roles
from mediaframe.reader.reading import lexicon_terms
from mediaframe.reader.subjects import source_before
from mediaframe.reader.terms import needs
from mediaframe.reader.verbs import is_passive

LEXICON = Lexicon(lexicon_terms(load_codebook()))


def cue(text, word):
    """Return a sentence as tokens and the first cue that begins with a word."""
    tokens = LEXICON.read(text)
    return tokens, next(match for match in tokens.matches if tokens.words[match.first] == word)


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        pytest.param("The guild sees the toll as a theft.", "sees", False, id="as"),
        pytest.param("The guild sees the bridge from its hall.", "sees", True, id="without as"),
        pytest.param("The mayor encouraged farmers to plant oats.", "encouraged", False, id="to"),
        pytest.param("The mayor encouraged oats.", "encouraged", True, id="without to"),
        pytest.param("The guild complained that the toll rose.", "complained", False, id="a clause"),
        pytest.param("The guild complained it was late.", "complained", False, id="a clause without that"),
        pytest.param("The guild complained of the toll.", "complained", True, id="a topic"),
        pytest.param("The play was praised by critics.", "praised", True, id="a passive of a topic"),
        pytest.param("The play was praised as a feast.", "praised", False, id="a passive with as"),
        pytest.param("The toll will be announced on Monday.", "announced", True, id="to be announced"),
        pytest.param("The toll was announced on Monday.", "announced", False, id="was announced"),
        pytest.param("A recently proposed toll fell.", "proposed", True, id="a participle before its noun"),
        pytest.param("Consider the toll a gift.", "consider", True, id="told to the reader"),
    ],
)  # fmt: skip
def test_a_cue_conveys_nothing_without_what_it_needs(text, word, expected):
    tokens, match = cue(text, word)

    passive = is_passive(tokens.words, match.first)

    assert conveys_nothing(tokens, match, passive=passive) is expected


def test_what_a_word_needs_stands_in_the_lexicon():
    assert set(needs().values()) == {"clause", "as", "to", "figure"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Did the toll rise?", True, id="the author's"),
        pytest.param("“Did the toll rise?” she asked?", False, id="with quoted words"),
        pytest.param("She asked whether the toll rose.", False, id="reported"),
    ],
)
def test_a_question_without_quoted_words_is_the_authors(text, expected):
    assert is_question(LEXICON.read(text)) is expected


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        pytest.param("The tolls proposed for the bridge fell.", "proposed", True, id="a thing"),
        pytest.param(
            "Officials proposed for the bridge a toll that fell.", "proposed", False, id="people"
        ),
        pytest.param(
            "The tolls fell, the porters announced on Monday.", "announced", False, id="a tag"
        ),
    ],
)
def test_a_participle_may_tell_what_became_of_a_thing(text, word, expected):
    tokens, match = cue(text, word)
    roles = Roles(tokens)

    assert is_reduced(roles, match, source_before(roles, match.first)) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("The porters said.", True, id="alone"),
        pytest.param("The porters said on Monday.", True, id="with the day"),
        pytest.param("The porters said the toll fell.", False, id="with content"),
        pytest.param("“The toll fell,” the porters said.", False, id="with quoted words"),
    ],
)
def test_a_bare_tag_has_its_words_in_another_sentence(text, expected):
    tokens, match = cue(text, "said")

    assert is_bare_tag(tokens, match, source_before(Roles(tokens), match.first)) is expected


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        pytest.param("The judge told reporters of the fair.", "told", True, id="told of a topic"),
        pytest.param("The judge told the paper about her youth.", "told", True, id="told about a topic"),
        pytest.param("The judge told reporters of the paper the fair was over.", "told", False, id="reporters of the paper"),
        pytest.param("The judge told them of how the fair began.", "told", False, id="told of how"),
        pytest.param("The guild adds a fee for stalls.", "adds", True, id="adds a fee"),
        pytest.param("“It rained,” added a porter.", "added", False, id="added a porter"),
        pytest.param("The rider claims his aunt won gold.", "claims", False, id="claims somebody won"),
        pytest.param("The rider claimed the cup and gold.", "claimed", True, id="claimed gold"),
    ],
)  # fmt: skip
def test_a_bare_topic_or_thing_is_no_content(text, word, expected):
    tokens, match = cue(text, word)

    assert conveys_nothing(tokens, match, passive=False) is expected
