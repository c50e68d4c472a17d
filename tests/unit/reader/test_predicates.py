"""A clause has a subject and a finite verb, wherever the words before them end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediaframe.reader.predicates import find_predicate


def found(text):
    """Return subject, finite verb and head of the first clause of some words."""
    words = text.lower().split()
    predicate = find_predicate(words, 0, len(words))
    if predicate is None:
        return None
    return " ".join(words[slice(*predicate.subject)]), predicate.finite, words[predicate.head]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("the dam was safe .", ("the dam", "was", "safe"), id="a noun and be"),
        pytest.param("the dam has not yet failed .", ("the dam", "has", "failed"), id="adverbs behind the verb"),
        pytest.param("he really wants peace .", ("he", "wants", "peace"), id="a pronoun and any verb"),
        pytest.param("he does not want peace .", ("he", "want", "peace"), id="do is passed over"),
        pytest.param("we'll open the dam .", ("we'll", "will", "open"), id="will in one word with its subject"),
        pytest.param("they'd open the dam .", ("they'd", "would", "open"), id="would in one word"),
        pytest.param("“ we're ready ” .", ("we're", "are", "ready"), id="behind an opening mark"),
        pytest.param("on monday , in the old hall , she will sing .", ("she", "will", "sing"), id="behind phrases"),
        pytest.param("if it rains , the dam will break .", ("the dam", "will", "break"), id="behind a clause"),
        pytest.param("the mill , a ruin , must go .", ("the mill , a ruin ,", "must", "go"), id="an apposition"),
        pytest.param("a clerk who could not read must go .", ("a clerk who could not read", "must", "go"), id="a relative clause with an auxiliary"),
        pytest.param("a clerk who sings must go .", ("a clerk who sings", "must", "go"), id="a relative clause without one"),
        pytest.param("millers hope rain falls .", None, id="a plain verb behind a noun"),
        pytest.param("the mill shows why millers must go .", ("the mill", "shows", "why"), id="the main verb before another"),
        pytest.param("two bridges fell because ice had formed .", None, id="nothing behind because"),
        pytest.param("a ruin .", None, id="no verb"),
        pytest.param("", None, id="no words"),
    ],
)  # fmt: skip
def test_a_clause_has_a_subject_and_a_verb(text, expected):
    assert found(text) == expected


WORDS = st.sampled_from(
    "he they'll the dam who that , if in not was will does want ; because “ we're do".split()
)


@given(words=st.lists(WORDS, max_size=30), start=st.integers(0, 30), end=st.integers(0, 30))
def test_what_is_found_lies_within_the_words_asked_for(words, start, end):
    end = min(end, len(words))

    predicate = find_predicate(words, start, end)

    if predicate is not None:
        assert start <= predicate.subject[0] <= predicate.subject[1] <= end
        assert start <= predicate.verb < end
        assert predicate.verb < predicate.head <= end
