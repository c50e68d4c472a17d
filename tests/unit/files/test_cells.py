"""Cells: text stays text, and what is no text or no list of labels is refused with place and key."""

import pytest

from mediaframe.errors import InputError, Place
from mediaframe.files.cells import label_values, text_value

PLACE = Place("a.jsonl", 3)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        pytest.param("001", "001", id="leading zeros"),
        pytest.param("NA", "NA", id="NA"),
        pytest.param("2026-11-22", "2026-11-22", id="date"),
        pytest.param(" x ", " x ", id="spaces around"),
        pytest.param("\0", "\0", id="NUL"),
        pytest.param(7, "7", id="whole number"),
        pytest.param(0, "0", id="zero"),
        pytest.param(-(10**30), "-1" + "0" * 30, id="large number"),
    ],
)
def test_text_and_whole_numbers_are_text(value, text):
    assert text_value({"id": value}, "id", PLACE) == text


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        pytest.param({}, "missing; every row needs it", id="no key"),
        pytest.param({"id": None}, "missing; every row needs it", id="nothing"),
        pytest.param({"id": ""}, "missing; every row needs it", id="empty"),
        pytest.param({"id": " \n\t\u2003"}, "missing; every row needs it", id="blank"),
        pytest.param({"id": True}, "is True, must be text; put it in quotation marks", id="true"),
        pytest.param({"id": False}, "is False, must be text; put it in quotation marks", id="false"),
        pytest.param({"id": 1.0}, "is 1.0, must be text; put it in quotation marks", id="float"),
        pytest.param({"id": float("nan")}, "is nan, must be text; put it in quotation marks", id="not a number"),
        pytest.param({"id": ["x"]}, "is ['x'], must be text; put it in quotation marks", id="list"),
        pytest.param({"id": "a\ud83d"}, "holds half a character (a lone surrogate); save the text again as UTF-8", id="first half"),
        pytest.param({"id": "\ude00a"}, "holds half a character (a lone surrogate); save the text again as UTF-8", id="second half"),
    ],
)  # fmt: skip
def test_what_is_no_text_is_refused_with_place_and_key(row, reason):
    with pytest.raises(InputError) as caught:
        text_value(row, "id", PLACE)

    assert str(caught.value) == f"a.jsonl:3: id: {reason}"


@pytest.mark.parametrize(
    ("value", "labels"),
    [
        pytest.param([], (), id="empty list"),
        pytest.param("", (), id="empty text"),
        pytest.param(" | ", (), id="separators alone"),
        pytest.param(["a", "b"], ("a", "b"), id="list"),
        pytest.param("a", ("a",), id="one"),
        pytest.param("b| a |", ("b", "a"), id="spaces and a last separator"),
        pytest.param("a,b", ("a,b",), id="a comma parts nothing"),
        pytest.param("['a', 'b']", ("a", "b"), id="a list of Python as text"),
        pytest.param('["a"]', ("a",), id="a list of JSON as text"),
        pytest.param("('a',)", ("a",), id="a tuple as text"),
        pytest.param("['a' 'b']", ("a", "b"), id="an array of NumPy as text"),
        pytest.param("{'b'}", ("b",), id="a set as text"),
        pytest.param("[a, b]", ("a", "b"), id="a list without quotation marks"),
        pytest.param("set()", (), id="no set as text"),
        pytest.param("[a", ("[a",), id="a bracket left open"),
    ],
)
def test_labels_are_a_list_or_text_with_bars(value, labels):
    assert label_values(value, PLACE, "labels") == labels


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(None, id="nothing"),
        pytest.param({"a": True}, id="mapping"),
        pytest.param([["a"]], id="a list within"),
    ],
)
def test_other_labels_are_refused(value):
    with pytest.raises(InputError) as caught:
        label_values(value, PLACE, "coder_1")

    message = f"a.jsonl:3: coder_1: is {value!r}; write a list of label names, [] for none"
    assert str(caught.value) == message


@pytest.mark.parametrize(
    "value", [pytest.param(2, id="one"), pytest.param([0, 2], id="a list"), pytest.param(["a", 1.5], id="among names")]
)  # fmt: skip
def test_numbers_for_labels_are_refused_by_their_name(value):
    with pytest.raises(InputError) as caught:
        label_values(value, PLACE, "labels")

    assert str(caught.value) == (
        f"a.jsonl:3: labels: is {value!r}; numbers stand for labels that are named elsewhere (ClassLabel, ids of a tool): "
        "write a list of their names, [] for none"
    )


@pytest.mark.parametrize(
    "value", [pytest.param(["a", "b", "a"], id="list"), pytest.param("a|b| a", id="text")]
)
def test_a_label_that_stands_twice_is_refused(value):
    with pytest.raises(InputError) as caught:
        label_values(value, PLACE, "labels")

    assert str(caught.value) == "a.jsonl:3: labels: 'a' stands twice; write each label once"


@pytest.mark.parametrize("value", [pytest.param(7, id="whole"), pytest.param(7.5, id="fraction")])
def test_a_number_is_no_text(value):
    with pytest.raises(InputError) as caught:
        text_value({"text": value}, "text", PLACE)

    assert str(caught.value) == (
        f"a.jsonl:3: text: is {value}, must be text; put it in quotation marks"
    )


def test_empty_brackets_in_a_cell_are_no_label():
    assert label_values("[]", Place("a.csv", 2), "labels") == ()
