"""Corpora as doccano's JSONL of text classification: `text`, `label`, and the rest as metadata."""

from collections.abc import Sequence
from pathlib import Path

from mediaframe.data.formats.fields import LABELS
from mediaframe.data.formats.tables import read_jsonl, write_jsonl
from mediaframe.errors import InputError
from mediaframe.files.rows import PlacedRow, Row

_LABEL = "label"


def read_doccano(path: Path) -> list[PlacedRow]:
    """Return a row a line of an export as JSONL.

    An export holds one labelling a sentence: several annotators are several files, of which one is read. What else a
    line holds becomes a column; without a `sentence_id` doccano's own `id` is taken.
    """
    return [(place, _row_of(line)) for place, line in read_jsonl(path)]


def _row_of(line: Row) -> Row:
    rest = {key: value for key, value in line.items() if key != _LABEL}
    if rest.get("Comments") == []:  # doccano adds it to every line
        del rest["Comments"]
    return {"sentence_id": line.get("id"), **rest, LABELS: line.get(_LABEL)}


def write_doccano(rows: Sequence[Row], path: Path) -> None:
    """Write a line a sentence, coders' labels among the metadata.

    doccano shows metadata, but only the settled labels are annotations to it. In its export `id` is its own number. On
    PostgreSQL it does not take the character NUL.

    Raises:
        InputError: a column called `label`, which is where doccano looks for the labels.
    """
    if _LABEL in rows[0]:
        msg = f"{path}: {_LABEL}: doccano keeps the labels under this name; rename the column"
        raise InputError(msg)
    lines = [{_LABEL if key == LABELS else key: row[key] for key in row} for row in rows]
    write_jsonl(lines, path)
