"""The source of a verb is found before it, after it or after `by`, and no further than its clause."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediaframe.codebook import load_codebook
from mediaframe.reader.matching import Lexicon
from mediaframe.reader.mentions import Roles
from mediaframe.reader.reading import lexicon_terms
from mediaframe.reader.subjects import (
    agent,
    end_of_source,
    shared_subject,
    source_after,
    source_before,
)

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
        pytest.param("The mayor, in a letter to the guild, said rain fell.", "The mayor", id="aside between"),
        pytest.param("The mayor, speaking in Orrin, said rain fell.", "The mayor", id="participle between"),
        pytest.param("The mayor, however, said rain fell.", "The mayor", id="adverb between"),
        pytest.param("Tom Hale, a farmer, in a letter, said rain fell.", "Tom Hale, a farmer", id="apposition and aside"),
        pytest.param("The mayor on Monday said rain fell.", "The mayor", id="day between"),
        pytest.param("On Monday the mayor of Orrin said rain fell.", "the mayor of Orrin", id="day before, no comma"),
        pytest.param("In a rare move Ana Ruiz said rain fell.", "Ana Ruiz", id="phrase before, no comma"),
        pytest.param("Amid the storm police said rain fell.", "police", id="amid"),
        pytest.param("Earlier the mayor said rain fell.", "the mayor", id="adverb before"),
        pytest.param("Over 40 residents said rain fell.", "Over 40 residents", id="a number is no place"),
        pytest.param("The family said rain fell.", "The family", id="a noun in -ly"),
        pytest.param("Space Agency Administrator Ana Ruiz said rain fell.", "Space Agency Administrator Ana Ruiz", id="body, title and name"),
        pytest.param("Pres. Ana Ruiz said rain fell.", "Pres. Ana Ruiz", id="abbreviation of four letters"),
        pytest.param("Ana Ruiz (Green, Orrin) said rain fell.", "Ana Ruiz", id="party in brackets"),
        pytest.param("Farmers displaced by the flood said rain fell.", "Farmers displaced by the flood", id="participle of the subject"),
        pytest.param("Farmers who have worked with Hale said rain fell.", "Farmers who have worked with Hale", id="relative clause without commas"),
        pytest.param("He knew the mayor said rain fell.", "the mayor", id="after a verb"),
        pytest.param("She left the hall and said rain fell.", None, id="shared with another verb"),
        pytest.param("They called on the mayor to said.", None, id="infinitive"),
    ],
)  # fmt: skip
def test_a_source_before_its_verb_goes_back_to_the_start_of_the_clause(text, expected):
    read, place = verb(text, "said")

    assert words_of(read, source_before(Roles(read), place)) == expected


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        pytest.param("The mayor left town, saying rain fell.", "saying", "The mayor", id="participle"),
        pytest.param("On Monday, the mayor wrote to farmers, saying rain fell.", "saying", "the mayor", id="phrase before"),
        pytest.param("Two days after the flood, the mayor left the hall, saying rain fell.", "saying", "the mayor", id="time before"),
        pytest.param("When asked about it, Ana Ruiz shook her head and said rain fell.", "said", "Ana Ruiz", id="clause before"),
        pytest.param("Ana Ruiz, the mayor of Halven, left the hall, saying rain fell.", "saying", "Ana Ruiz, the mayor of Halven", id="apposition"),
        pytest.param("She then left the hall and said rain fell.", "said", "She", id="pronoun"),
        pytest.param("The mayor angered farmers by saying rain fell.", "saying", "The mayor", id="by"),
        pytest.param("The mayor went on to say rain fell.", "say", "The mayor", id="went on to"),
        pytest.param("The mayor urged farmers to say rain fell.", "say", None, id="whom somebody urges"),
    ],
)  # fmt: skip
def test_a_verb_without_a_subject_shares_that_of_its_clause(text, word, expected):
    read, place = verb(text, word)

    assert words_of(read, shared_subject(Roles(read), place)) == expected


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
        pytest.param("Ruiz, whose firm built it, said its aim was to float.", None, id="a clause after"),
        pytest.param("The fair, said Monday to be safe, closed.", None, id="a day opens no source"),
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
        pytest.param("Ana Ruiz, but the road is open.", "Ana Ruiz", id="comma"),
        pytest.param(
            "Ana Ruiz, 54, a farmer, when rain fell.",
            "Ana Ruiz, 54, a farmer",
            id="age and apposition",
        ),
        pytest.param(
            "Ana Ruiz, chief of the fire service at Orrin.",
            "Ana Ruiz, chief of the fire service at Orrin",
            id="title",
        ),
        pytest.param("Ana H. Ruiz.", "Ana H. Ruiz", id="initial"),
        pytest.param("Ana Ruiz on Monday.", "Ana Ruiz", id="the day"),
        pytest.param("the mayor whether rain fell", "the mayor", id="whether"),
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
