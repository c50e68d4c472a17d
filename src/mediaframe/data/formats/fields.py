"""What a row holds in every format: ids, text, labels, what coders said, and other columns as text."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from mediaframe.codebook import Codebook
from mediaframe.data.formats.shapes import read_labels
from mediaframe.errors import InputError, Place
from mediaframe.files.cells import text_value
from mediaframe.files.faults import refuse
from mediaframe.files.rows import PlacedRow, Row, columns_of

IDS_AND_TEXT = ("sentence_id", "article_id", "text")
LABELS = "labels"
NOT_CODED = "NA"  # no label can be called so: their names are lower case
CODER_PREFIX = "coder_"

Labelling = list[str] | None  # None: nobody settled it, or the coder did not code the sentence


def holds_labels(column: str) -> bool:
    """Whether a column holds lists of labels."""
    return column == LABELS or column.startswith(CODER_PREFIX)


def other_columns(row: Row) -> Row:
    """Return the columns of a row beside its ids, its text and its labels."""
    return {
        column: value
        for column, value in row.items()
        if column not in IDS_AND_TEXT and not holds_labels(column)
    }


def sole_coding(codings: Mapping[str, Labelling]) -> Labelling:
    """Return the labels that stand because only one coder coded the sentence."""
    coded = [labels for labels in codings.values() if labels is not None]
    return coded[0] if len(coded) == 1 else None


def check_rows(placed: Sequence[PlacedRow], codebook: Codebook) -> list[PlacedRow]:
    """Return rows that all have the same columns: ids and text, lists of labels, other values as text or None.

    Raises:
        InputError: an id or a text missing, an id twice, an unknown label, or half a character; all such mistakes.
    """
    columns = list(dict.fromkeys((*IDS_AND_TEXT, LABELS, *columns_of(row for _, row in placed))))
    for column in columns:
        _text(column, "column name", placed[0][0])
        if column.strip() == CODER_PREFIX:
            msg = f"{placed[0][0]}: {column}: a coder without a name; rename the column, as in coder_1"
            raise InputError(msg)
    checked, errors = [], []
    for place, row in placed:
        try:
            checked.append((place, _checked(row, columns, place, codebook)))
        except InputError as error:
            errors.append(str(error))
    refuse([*errors, *_repeated_ids(checked)])
    return checked


def _checked(row: Row, columns: Iterable[str], place: Place, codebook: Codebook) -> Row:
    values: Row = {}
    for column in columns:
        value = row.get(column)
        if column in IDS_AND_TEXT:
            values[column] = text_value(row, column, place)
        elif not holds_labels(column):
            values[column] = _text(value, column, place)
        elif value in (None, NOT_CODED):
            values[column] = None
        else:
            values[column] = read_labels(value, place, column, codebook.label_names)
            codebook.check_coding(values[column], place, column)
    return values


def _text(value: Any, key: str, place: Place) -> str | None:  # noqa: ANN401 - as it was read
    """Return a value as text; numbers, lists and mappings as JSON."""
    if isinstance(value, dict | list | bool | int | float):
        value = json.dumps(value, ensure_ascii=False, default=str)
    elif value is not None:
        value = str(value)
    return text_value({key: value}, key, place) if value and value.strip() else value


def check_ids(placed: Iterable[PlacedRow]) -> None:
    """Refuse rows of which two have the same sentence id.

    Raises:
        InputError: an id that stands twice, with both places.
    """
    refuse(list(_repeated_ids(placed)))


def _repeated_ids(placed: Iterable[PlacedRow]) -> Iterator[str]:
    first: dict[str, Place] = {}
    for place, row in placed:
        sentence_id = row["sentence_id"]
        if sentence_id in first:
            yield f"{place}: sentence_id: {sentence_id!r} stands already at {first[sentence_id]}; give each sentence its own id"
        first.setdefault(sentence_id, place)
