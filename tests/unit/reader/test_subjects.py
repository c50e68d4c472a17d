"""The source of a verb is found before it, after it or after `by`, and no further than its clause."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediaframe.codebook import load_codebook
from mediaframe.reader.matching import Lexicon
from mediaframe.reader.mentions import Roles
from mediaframe.reader.reading import lexicon_terms
from mediaframe.reader.subjects import agent, end_of_source, source_after, source_before

LEXICON = Lexicon(lexicon_terms(load_codebook()))


def words_of(text, span):
    return None if span is None else text.text[slice(*text.span(*span))]


def verb(text, word):
    """Return a sentence as tokens and where a word of it stands."""
    read = LEXICON.read(text)
    return read, read.words.index(word)


def wrong(*values, id, reason):  # noqa: A002 - pytest's own word
    """Return a case that the codebook decides and the code does not yet follow."""
    return pytest.param(*values, id=id, marks=pytest.mark.xfail(strict=True, reason=reason))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("The mayor said rain fell.", "The mayor", id="subject"),
        pytest.param("Rain fell, the mayor said.", "the mayor", id="at the end"),
        pytest.param("“Rain fell,” the mayor said.", "the mayor", id="after a quotation"),
        pytest.param("The mayor has also repeatedly said rain fell.", "The mayor", id="auxiliaries"),
        pytest.param("Ana Ruiz, the mayor of Halven, said rain fell.", "Ana Ruiz, the mayor of Halven", id="apposition"),
        pytest.param("The mayor, Ana Ruiz, said rain fell.", "The mayor, Ana Ruiz", id="name after the title"),
        pytest.param("The mayor, who was elected in May, said rain fell.", "The mayor, who was elected in May", id="relative clause"),
        pytest.param("The mayor who said rain fell left.", "The mayor", id="who said"),
        pytest.param("On Monday, the mayor said rain fell.", "the mayor", id="time before"),
        pytest.param("After rain fell, the mayor said the road was open.", "the mayor", id="clause before"),
        pytest.param("The town is calm but the mayor said rain fell.", "the mayor", id="after but"),
        pytest.param("Gen. Ana Ruiz said rain fell.", "Gen. Ana Ruiz", id="abbreviation"),
        pytest.param("Said rain fell.", None, id="nothing before"),
        pytest.param("Tom Hale, 54, a farmer, said rain fell.", "Tom Hale, 54, a farmer", id="age and apposition"),
        pytest.param("The army and the police said rain fell.", "The army and the police", id="two subjects"),
    ],
)  # fmt: skip
def test_a_source_before_its_verb_goes_back_to_the_start_of_the_clause(text, expected):
    read, place = verb(text, "said")

    assert words_of(read, source_before(Roles(read), place)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("“Rain fell,” said Ana Ruiz.", "Ana Ruiz", id="after a quotation"),
        pytest.param("“Rain fell”, said Ana Ruiz.", "Ana Ruiz", id="comma after the marks"),
        pytest.param("Rain fell, said the mayor.", "the mayor", id="after a clause"),
        pytest.param("Rain fell, said officials.", "officials", id="without an article"),
        pytest.param("Rain fell, said Ana Ruiz, the mayor of Halven.", "Ana Ruiz, the mayor of Halven", id="apposition"),
        pytest.param("Rain fell, said Ana Ruiz, before she left.", "Ana Ruiz", id="up to the comma"),
        pytest.param("“Rain,” said the mayor, “fell.”", "the mayor", id="up to the next quotation"),
        pytest.param("“Rain fell,” said Gen. Ana Ruiz.", "Gen. Ana Ruiz", id="abbreviation"),
        pytest.param("The mayor said the road was open.", None, id="subject before"),
        pytest.param("Ana Ruiz, the mayor, said the road was open.", None, id="apposition before"),
        pytest.param("“Rain fell,” she said.", None, id="nothing after"),
        pytest.param("“Rain fell,” she said on Monday.", None, id="time after"),
        pytest.param("The army, citing police, said the road was open.", None, id="aside before"),
    ],
)  # fmt: skip
def test_a_source_after_its_verb_ends_with_name_and_apposition(text, expected):
    read, place = verb(text, "said")

    assert words_of(read, source_after(Roles(read), place, place + 1)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Residents were told by the ministry that rain fell.", "the ministry", id="by"
        ),
        pytest.param("Residents were told that rain fell.", None, id="without"),
        pytest.param("Residents were told by", None, id="by and nothing"),
    ],
)
def test_a_passive_has_its_source_after_by(text, expected):
    read = LEXICON.read(text)
    (match,) = (match for match in read.matches if match.cue_class == "saying")

    assert words_of(read, agent(Roles(read), match)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("the mayor.", "the mayor", id="full stop"),
        pytest.param("Ana Ruiz, 54.", "Ana Ruiz", id="comma"),
        pytest.param("Gov. Ana Ruiz.", "Gov. Ana Ruiz", id="abbreviation"),
        pytest.param("the mayor that left", "the mayor", id="that"),
    ],
)
def test_a_source_that_follows_ends_at_a_mark_or_word(text, expected):
    read = LEXICON.read(text)

    assert words_of(read, (0, end_of_source(Roles(read), 0))) == expected


WORDS = st.sampled_from(
    ["said", "the", "mayor", "Ada", ",", ",", "“", "”", ".", ":", "who", "and", "by", "was", "54", "Gen", "\0", "-"]
)  # fmt: skip


@given(words=st.lists(WORDS, min_size=1, max_size=30), data=st.data())
def test_a_source_lies_before_or_after_its_verb_within_the_sentence(words, data):
    roles = Roles(LEXICON.read(" ".join(words)))
    place = data.draw(st.integers(0, len(roles.tokens.words) - 1))

    before, after = source_before(roles, place), source_after(roles, place, place + 1)

    assert before is None or 0 <= before[0] < before[1] <= place
    assert after is None or place < after[0] <= after[1] <= len(roles.tokens.words)
