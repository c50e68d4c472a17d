"""Labels in the shapes that tools write: spans, categories with yes or no, one-hot columns, names joined by a sign.

Each is read where it can mean one thing only. What is left is refused by the name of its shape, because a labelling that was
not understood must never count as "coded, none of the labels".
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from mediaframe.errors import InputError, Place
from mediaframe.files.cells import label_values
from mediaframe.files.columns import no_column, plain_name
from mediaframe.files.rows import PlacedRow, Row, columns_of

_YES = ("1", "1.0", "true", "yes")
_NO = ("0", "0.0", "false", "no")
_NONE = ("none", "-", "–", "no label", "no labels", "no_label")  # as people write it
_NOTHING = ("nan", "null", "nil", "na", "n/a", "<na>")
_AS_JSON = {"'": '"', "True": "true", "False": "false", "None": "null"}
_PYTHON_WORD = re.compile(r"'|\b(?:True|False|None)\b")
_PREFIX = re.compile(r"^(?:labels?|cats?|categories)[._:/ ]+")
_TOOL_FIELDS = ("cats", "categories", "spans", "entities", "annotations", "accept", "choices")


def read_labels(
    value: Any,  # noqa: ANN401 - as it was read
    place: Place,
    column: str,
    labels: Sequence[str],
) -> list[str]:
    """Return the label names in any of the shapes; they may be unknown. Words such as `none` or `-`, by themselves, are none.

    A name is taken for a label that is written so but for case, blanks, hyphens and accents.

    Raises:
        InputError: another shape, categories with scores or without an answer, a label twice, or names joined by a sign.
    """
    value = _from_json(value)
    if isinstance(value, dict) and set(value) in ({"choices"}, {"taxonomy"}):
        value = next(iter(value.values()))
    if isinstance(value, dict):
        return categories(value, place, column, labels)
    if _are_spans(value):
        return span_labels(value, place, column)
    if is_none(value) and str(value) not in labels:
        return []
    label_of = {plain_name(label): label for label in labels}
    said = label_values(value, place, column)
    names = [name if name in labels else label_of.get(plain_name(name), name) for name in said]
    for name in names:
        if name not in labels:
            _check_joined(name, place, column, labels)
            _check_nothing(name, place, column)
    return names


def _from_json(value: Any) -> Any:  # noqa: ANN401 - as it was read
    """Return what a cell holds as JSON, or as Python shows it, if that is an object or a list of more than names."""
    if not isinstance(value, str) or value[:2] not in ('{"', "{'", "[{", "[["):
        return value
    for text in (value, _PYTHON_WORD.sub(lambda word: _AS_JSON[word[0]], value)):
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            continue
    return value


def is_none(value: object) -> bool:
    """Whether a value is a word with which people say that a sentence carries no label.

    >>> is_none("None"), is_none("NA")
    (True, False)
    """
    return isinstance(value, str) and value.strip().lower() in _NONE


def _check_joined(name: str, place: Place, column: str, labels: Sequence[str]) -> None:
    """Refuse labels that are joined by another sign than `|`, and say how to write them.

    Raises:
        InputError: names the sign.
    """
    for word in (r"[\w-]+", r"[\w-]+(?: [\w-]+)*"):  # labels may be written with blanks
        found = [part for part in re.finditer(word, name) if plain_name(part[0]) in labels]
        if len(found) > 1:
            sign = name[found[0].end() : found[1].start()]
            proper = "|".join(dict.fromkeys(plain_name(part[0]) for part in found))
            msg = f"{place}: {column}: {name!r} is {len(found)} labels joined by {sign!r}; join them by '|', as in {proper}, or write a list"
            raise InputError(msg)


def _check_nothing(name: str, place: Place, column: str) -> None:
    """Refuse a word for nothing, which may mean that a sentence carries no label, or that nobody coded it.

    Raises:
        InputError: says how both are written.
    """
    if name.strip().lower() in _NOTHING:
        msg = f"{place}: {column}: {name!r} is no label; write [] where a sentence carries none, and null (in CSV NA) where it was not coded"
        raise InputError(msg)


def _are_spans(value: Any) -> bool:  # noqa: ANN401 - as it was read
    return (
        isinstance(value, list) and bool(value) and all(isinstance(v, list | dict) for v in value)
    )


def span_labels(spans: Iterable[Any], place: Place, column: str) -> list[str]:
    """Return the labels of spans, each once: a sentence carries what a part of it carries.

    A span is `[start, end, label]` or an object with `label`.

    >>> span_labels([[0, 6, "attribution"], {"start": 7, "end": 9, "label": "attribution"}], Place("a", 1), "label")
    ['attribution']

    Raises:
        InputError: another shape.
    """
    names: dict[str, None] = {}
    for span in spans:
        match span:
            case [int(), int(), str(name)] | {"label": str(name)}:
                names[name] = None
            case _:
                msg = f"{place}: {column}: {span!r} is no span; write [start, end, label], or a list of label names"
                raise InputError(msg)
    return list(names)


def categories(
    answers: Mapping[str, Any], place: Place, column: str, labels: Sequence[str]
) -> list[str]:
    """Return the labels that categories (label to yes or no) say yes to.

    >>> categories({"attribution": 1.0, "official_claim": 0.0}, Place("a", 1), "cats", ["attribution", "official_claim"])
    ['attribution']

    Raises:
        InputError: a score in place of yes or no, or a label without an answer.
    """
    label_of = {plain_name(label): label for label in labels}
    said = {label_of.get(plain_name(name), name): value for name, value in answers.items()}
    for label in labels:
        if said.get(label) in (None, ""):
            msg = f"{place}: {column}: says nothing of {label}; a label that was not asked about is not 'no': add 0 or 1"
            raise InputError(msg)
    return [name for name, value in said.items() if _is_yes(value, place, f"{column}.{name}")]


def is_yes_or_no(value: object) -> bool:
    """Whether a value says yes or no, in one of the ways of tools."""
    return str(value).strip().lower() in _YES + _NO


def _is_yes(value: Any, place: Place, key: str) -> bool:  # noqa: ANN401 - as it was read
    if not is_yes_or_no(value):
        msg = f"{place}: {key}: is {value!r}, neither yes (1, true) nor no (0, false); a score is no label: decide at a threshold first"
        raise InputError(msg)
    return str(value).strip().lower() in _YES


def find_labels(placed: Sequence[PlacedRow], labels: Sequence[str]) -> list[PlacedRow]:
    """Return the rows of a table, labelled by one-hot columns or by `cats` where it has no column `labels`.

    Raises:
        InputError: no column `labels`, but another that seems to hold them, only some of the one-hot columns, or a coder's
            column that is spelt otherwise.
    """
    columns = columns_of(row for _, row in placed)
    _check_coders(placed[0][0], columns)
    if "labels" in columns:
        return list(placed)
    others = [name for name in columns if name not in ("sentence_id", "article_id", "text")]
    one_hot = {name: plain for name in others if (plain := label_named(name)) in labels}
    if one_hot:
        _check_all_there(placed[0][0], one_hot, labels)
        return [(place, _decoded(place, row, one_hot, labels)) for place, row in placed]
    if any(isinstance(row.get("cats"), dict) for _, row in placed):
        return [
            (place, {**{k: row[k] for k in row if k != "cats"}, "labels": row.get("cats")})
            for place, row in placed
        ]
    for name in others:
        if get_close_matches("labels", [name.lower()], n=1, cutoff=0.8):
            raise InputError(no_column(placed[0][0], "labels", [name], can_name=True))
        if remedy := _remedy(name, [row.get(name) for _, row in placed], labels):
            source = placed[0][0].source.partition(": row ")[0]
            msg = f"{source}: labels: no such column, but {name} seems to hold some; {remedy}"
            raise InputError(msg)
    return list(placed)


def _check_coders(place: Place, columns: Iterable[str]) -> None:
    """Refuse a coder's column that is spelt otherwise, which would be carried along as a column that means nothing."""
    for name in columns:
        if plain_name(name).startswith("coder_") and not name.startswith("coder_"):
            source = place.source.partition(": row ")[0]
            msg = f"{source}: {name}: what a coder said stands in a column coder_…; rename it to {plain_name(name)}"
            raise InputError(msg)


def label_named(column: str) -> str:
    """Return the label that a one-hot column, or a question of yes or no, is named after."""
    return plain_name(_PREFIX.sub("", column.strip().lower()))


def _check_all_there(place: Place, one_hot: Mapping[str, str], labels: Sequence[str]) -> None:
    lacking = [label for label in labels if label not in one_hot.values()]
    if lacking or len(one_hot) > len(labels):
        source = place.source.partition(": row ")[0]
        fault = f"none for {', '.join(lacking)}" if lacking else "more than one for a label"
        msg = f"{source}: one-hot columns {', '.join(one_hot)}, but {fault}; give one column a label, or a column labels"
        raise InputError(msg)


def _decoded(place: Place, row: Row, one_hot: Mapping[str, str], labels: Sequence[str]) -> Row:
    """Return a row with `labels` in place of its one-hot columns; where all of them are empty it was not coded."""
    rest = {name: value for name, value in row.items() if name not in one_hot}
    answers = {label: row.get(name) for name, label in one_hot.items()}
    if all(value in (None, "", "NA") for value in answers.values()):
        return {**rest, "labels": None}
    return {**rest, "labels": categories(answers, place, "one-hot columns", labels)}


def _remedy(column: str, values: Sequence[Any], labels: Sequence[str]) -> str | None:
    """Return what to do about a column that is named after a label, is a tool's field, or holds nothing but labels."""
    for label in labels:
        if re.search(rf"(?<![a-z0-9]){label}(?![a-z0-9])", plain_name(column)):
            return f"call it {label}, with 0 or 1 in it and one such column for each label, or write them all into labels"
    if column in _TOOL_FIELDS and any(isinstance(value, list | dict) for value in values):
        return "say the tool's format with --from, or rename it to labels"
    parts = [part for value in values if value for part in re.findall(r"[^\W\d][\w-]*", str(value))]
    words = {plain_name(part) for part in parts} - {"choices", "taxonomy", "labels"}
    return "rename it to labels" if words and words <= set(labels) else None
