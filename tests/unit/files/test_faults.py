"""All mistakes of a file are told in one message that can be read."""

import pytest

from mediaframe.errors import InputError
from mediaframe.files.faults import refuse


def message_of(faults):
    with pytest.raises(InputError) as refusal:
        refuse(faults)
    return str(refusal.value)


def test_where_nothing_is_wrong_nothing_is_told():
    refuse([])


def test_one_mistake_is_told_as_it_is():
    assert message_of(["a.csv:2: text: missing; add it"]) == "a.csv:2: text: missing; add it"


def test_the_same_mistake_is_told_once_with_its_lines():
    faults = [f"a.csv:{line}: text: missing; add it" for line in (2, 5, 7, 8, 9, 10)]

    assert message_of(faults) == "a.csv:2: text: missing; add it (also in 5, 7, 8 and 2 more)"


def test_mistakes_of_every_kind_are_told():
    faults = [
        "a.csv:2: text: missing",
        "a.csv:3: labels: 'x' is no label",
        "a.csv:4: text: missing",
    ]

    assert message_of(faults) == (
        "a.csv:2: text: missing (also in 4)\na.csv:3: labels: 'x' is no label"
    )


def test_of_a_kind_the_first_are_told_and_how_many_more_there_are():
    faults = [f"a.jsonl: row {n}: labels: 'x{n}' is no label" for n in range(1, 8)]

    lines = message_of(faults).split("\n")

    assert lines[:4] == faults[:4]
    assert lines[4:] == ["a.jsonl:5: from here on 3 more rows are wrong in this way"]
