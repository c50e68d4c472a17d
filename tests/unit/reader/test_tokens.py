"""A sentence is cut into words and marks, and what is met again is not computed again."""

import gc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediaframe.reader.tokens import (
    LONGEST_KEPT,
    MOST_KEPT,
    TOKEN,
    Remembered,
    collecting_nothing,
    find_forms,
    word_of,
)


@pytest.mark.parametrize(
    ("form", "word"),
    [
        pytest.param("Minister’s", "minister", id="possessive"),
        pytest.param("'s", "'s", id="nothing but the possessive"),
        pytest.param("ISN'T", "isn't", id="apostrophe within"),
    ],
)
def test_a_word_is_its_form_in_lower_case_without_the_possessive(form, word):
    assert word_of(form) == word


@given(st.text())
def test_tokens_leave_out_white_space_alone(text):
    assert "".join(TOKEN.findall(text)) == "".join(text.split())


@given(st.text(st.sampled_from("aZ_9-'’\"é. \n\x1f")))
def test_tokens_of_ascii_alone_are_found_as_those_of_any_text(text):
    assert find_forms(text) == tuple(TOKEN.findall(text))


def test_what_is_remembered_is_computed_once():
    asked = []

    def measure(text):
        asked.append(text)
        return len(text)

    remembered = Remembered(measure)

    lengths = [remembered[text] for text in ("said", "said", "x" * LONGEST_KEPT * 2)]

    assert lengths == [4, 4, LONGEST_KEPT * 2]
    assert asked == ["said", "x" * LONGEST_KEPT * 2]
    assert list(remembered) == ["said"]


def test_not_more_is_remembered_than_there_is_room_for():
    remembered = Remembered(len)

    for number in range(MOST_KEPT + 1):
        remembered[str(number)]

    assert len(remembered) == 1


@pytest.mark.parametrize("was_on", [pytest.param(True, id="on"), pytest.param(False, id="off")])
def test_the_search_for_garbage_is_held_back_and_then_as_it_was(monkeypatch, was_on):
    state = [was_on]
    monkeypatch.setattr(gc, "isenabled", lambda: state[-1])
    monkeypatch.setattr(gc, "disable", lambda: state.append(False))
    monkeypatch.setattr(gc, "enable", lambda: state.append(True))

    @collecting_nothing()
    def fail():
        raise KeyError(gc.isenabled())

    with pytest.raises(KeyError, match="False"):
        fail()

    assert gc.isenabled() is was_on
