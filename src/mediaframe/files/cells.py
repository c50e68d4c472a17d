"""Cells of a row: texts, ids and label names, taken from what a file holds, or refused with place and key."""

import json
import re
from collections import Counter
from collections.abc import Mapping
from typing import Any, TypeGuard

from mediaframe.errors import InputError, Place
from mediaframe.files.text import shorten

LABEL_SEPARATOR = "|"
LONGEST_SHOWN = 200  # characters of a value that a message quotes

# A list as Python, NumPy or R write it into a cell: ['a', 'b'], ("a",), {'a' 'b'}, [a, b].
_ITEM = r"""(?:'([^']*)'|"([^"]*)"|(\w+))"""
_NUMBERS_AS_TEXT = re.compile(r"(?=.*\d)[\d\s.,;|()\[\]{}+-]+", re.DOTALL)
_LIST_AS_TEXT = re.compile(rf"[\[({{]\s*{_ITEM}(?:(?:\s*,\s*|\s+){_ITEM})*\s*,?\s*[\])}}]")


def text_value(row: Mapping[str, Any], key: str, place: Place) -> str:
    """Return a value that must be text and not empty; an id that is a whole number is taken as its digits.

    Raises:
        InputError: missing, empty, of another type, or half a character (a lone surrogate).
    """
    value = row.get(key)
    if value is None or (isinstance(value, str) and not value.strip()):
        msg = f"{place}: {key}: missing; every row needs it"
        raise InputError(msg)
    if isinstance(value, int) and not isinstance(value, bool) and key != "text":
        return str(value)
    if not isinstance(value, str):
        msg = f"{place}: {key}: is {value!r}, must be text; put it in quotation marks"
        raise InputError(msg)
    if any("\ud800" <= character <= "\udfff" for character in value):
        msg = f"{place}: {key}: holds half a character (a lone surrogate); save the text again as UTF-8"
        raise InputError(msg)
    return value


def id_value(row: Mapping[str, Any], key: str, place: Place) -> str | None:
    """Return the id that a row gives, None where it gives none.

    Raises:
        InputError: of a type that is no id.
    """
    return None if row.get(key) in (None, "") else text_value(row, key, place)


def label_values(value: Any, place: Place, key: str) -> tuple[str, ...]:  # noqa: ANN401 - as it was read
    """Return label names from a list, from text with `|` between them, or from a list written as text.

    Empty text and `[]` are none.

    >>> label_values("attribution|official_claim", Place("a.csv", 2), "labels")
    ('attribution', 'official_claim')
    >>> label_values("['attribution', 'official_claim']", Place("a.csv", 2), "labels")
    ('attribution', 'official_claim')

    Raises:
        InputError: neither a list of names nor text, or a name twice.
    """
    names = _label_names(value, place, key)
    if len(set(names)) < len(names):
        repeated, _ = Counter(names).most_common(1)[0]
        msg = f"{place}: {key}: {repeated!r} stands twice; write each label once"
        raise InputError(msg)
    return names


def _label_names(value: Any, place: Place, key: str) -> tuple[str, ...]:  # noqa: ANN401 - as it was read
    if isinstance(value, list) and all(isinstance(name, str) for name in value):
        return tuple(value)
    if isinstance(value, str) and not _NUMBERS_AS_TEXT.fullmatch(value):
        if value.strip() in ("[]", "()", "{}", "set()"):
            return ()
        if _LIST_AS_TEXT.fullmatch(value.strip()):
            return tuple("".join(item) for item in re.findall(_ITEM, value))
        return tuple(name.strip() for name in value.split(LABEL_SEPARATOR) if name.strip())
    shown = shorten(repr(value), LONGEST_SHOWN)
    if isinstance(value, str) or any(map(is_number, value if isinstance(value, list) else [value])):
        msg = f"{place}: {key}: is {shown}; numbers stand for labels that are named elsewhere (ClassLabel, ids of a tool): write a list of their names, [] for none"
    else:
        msg = f"{place}: {key}: is {shown}; write a list of label names, [] for none"
    raise InputError(msg)


def is_number(value: object) -> TypeGuard[float]:
    """Whether a value is a number; true and false are none."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def cell_of(value: Any) -> Any:  # noqa: ANN401 - any value a row holds
    """Return a value as a cell of CSV holds it: label names joined by `|`, a mapping as JSON."""
    if isinstance(value, list) and all(isinstance(name, str) for name in value):
        return LABEL_SEPARATOR.join(value)
    return json_cell(value) if isinstance(value, dict | list) else value


def json_cell(value: Any) -> str:  # noqa: ANN401 - any value a row holds
    """Return a value as JSON; days and times as they are written, as ISO has it."""
    return json.dumps(value, ensure_ascii=False, default=str)
