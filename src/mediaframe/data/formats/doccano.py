"""Corpora as doccano's JSONL: `text`, `label` (in some versions `labels`, `cats` or `entities`), and the rest as metadata."""

from collections.abc import Sequence
from pathlib import Path

from mediaframe.data.formats.fields import LABELS
from mediaframe.data.formats.tables import read_jsonl, write_jsonl
from mediaframe.errors import InputError, Place
from mediaframe.files.rows import PlacedRow, Row

_LABEL = "label"
_FIELDS = (_LABEL, LABELS, "cats", "entities")


def read_doccano(path: Path) -> list[PlacedRow]:
    """Return a row a line of an export as JSONL.

    An export holds one labelling a sentence: several annotators are several files, of which one is read. A label may
    also be one name, or spans of the text. What else a line holds becomes a column; without a `sentence_id` doccano's own
    `id` is taken.

    Raises:
        InputError: a line without labels, with labels in two fields, or with the numbers that doccano gives to labels.
    """
    return [(place, _row_of(line, place)) for place, line in read_jsonl(path)]


def _row_of(line: Row, place: Place) -> Row:
    given = [name for name in _FIELDS if name in line]
    if len(given) != 1:
        if isinstance(line.get("annotations"), list):
            fault = "annotations: labels by number, as of doccano's JSON"
        else:
            fault = f"labels in {' and in '.join(given)}" if given else f"no {_LABEL}"
        msg = f"{place}: {fault}; export as JSONL, with the names of the labels in `{_LABEL}`"
        raise InputError(msg)
    rest = {key: value for key, value in line.items() if key != given[0]}
    if rest.get("Comments") == []:  # doccano adds it to every line
        del rest["Comments"]
    return {"sentence_id": line.get("id"), **rest, LABELS: line[given[0]]}


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
