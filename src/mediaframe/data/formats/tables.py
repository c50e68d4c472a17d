"""Corpora as JSON Lines, CSV, Parquet and Hugging Face datasets."""

import json
import re
from collections import Counter
from collections.abc import Sequence
from contextlib import redirect_stderr
from io import StringIO
from pathlib import Path
from typing import Any

import pyarrow as pa

from mediaframe.data.formats.fields import CODER_PREFIX, NOT_CODED, Labelling, holds_labels
from mediaframe.errors import InputError, Place
from mediaframe.files.cells import LABEL_SEPARATOR
from mediaframe.files.folders import new_file, new_folder
from mediaframe.files.rows import (
    PlacedRow,
    Row,
    parse_rows,
    read_noted_rows,
    separator_of,
    write_arrow,
    write_rows,
)
from mediaframe.files.text import check_file, read_text
from mediaframe.files.writing import open_text

# Half a character, which no UTF-8 file holds; it stands for "" while the csv module reads, as that takes "" and nothing for the same.
_EMPTY = "\ud800"
_QUOTED_FIELD = r'(?<![^%s\r\n])"(?:[^"]|"")*+(?:"|\Z)'


def read_jsonl(path: Path) -> list[PlacedRow]:
    """Return the rows of a JSON Lines file."""
    return parse_rows(read_text(path), "jsonl", str(path))


def write_jsonl(rows: Sequence[Row], path: Path) -> None:
    """Write rows as JSON Lines."""
    with new_file(path) as partial, open_text(partial) as target:
        write_rows(rows, "jsonl", target)


def read_cells(path: Path) -> list[PlacedRow]:
    """Return the rows of a CSV file cell by cell; `from_cells` tells what they say, once columns have their names."""
    return [
        (place, {_plain(name): value for name, value in row.items()}) for place, row in _cells(path)
    ]


def from_cells(placed: Sequence[PlacedRow]) -> list[PlacedRow]:
    """Return the rows of a CSV file as `write_csv` writes it, or of a workbook; a label column left empty means no label."""
    return [
        (place, {name: _from_cell(name, value) for name, value in row.items()})
        for place, row in placed
    ]


def _cells(path: Path) -> list[PlacedRow]:
    """Return the rows of a CSV file with what stands for `""` in place of it."""
    text = read_text(path)
    quoted = _QUOTED_FIELD % separator_of(text)
    text = re.sub(quoted, lambda field: _EMPTY if field[0] == '""' else field[0], text)
    return parse_rows(text, "csv", str(path))


def empty_cells(path: Path, file_format: str) -> dict[str, int]:
    """Return how many cells of each coder's column in a table are empty text, so that they read as "none of the labels".

    In CSV a cell that holds `""` says so, as `[]` does elsewhere; one that was left empty may be one that the coder never saw.
    """
    readers = {"csv": _cells, "jsonl": read_jsonl, "parquet": read_parquet, "dataset": read_dataset}
    return dict(
        Counter(
            _plain(name)
            for _, row in (readers[file_format](path) if file_format in readers else ())
            for name, value in row.items()
            if isinstance(value, str)
            and not value.strip()
            and _plain(name).startswith(CODER_PREFIX)
        )
    )


def _plain(value: str) -> str:
    return "" if value == _EMPTY else value


def _from_cell(column: str, value: str | None) -> str | None:
    if holds_labels(column):
        return None if value == NOT_CODED else _plain(value or "")
    return _plain(value) if value else None


def write_csv(rows: Sequence[Row], path: Path) -> None:
    """Write rows as CSV, labels as `a|b`.

    CSV has no word for "nothing": here a column without a value is left empty while an empty text is `""`, and a
    sentence that a coder did not code is `NA` in that coder's column. A spreadsheet that saves the file again turns `""`
    into nothing. All other text is quoted, so line breaks, NUL and quotation marks survive. Nothing is put before
    a cell that begins with `=`, `+`, `-` or `@`, which a spreadsheet runs as a formula: ids and texts come back as they were.
    """
    with new_file(path) as partial, open_text(partial) as target:
        target.write(",".join(map(_quoted, rows[0])) + "\r\n")
        for row in rows:
            target.write(",".join(_to_csv(*item) for item in row.items()) + "\r\n")


def _to_csv(column: str, value: str | Labelling) -> str:
    if holds_labels(column):
        return _quoted(NOT_CODED if value is None else LABEL_SEPARATOR.join(value))
    return "" if value is None else _quoted(str(value))


def _quoted(value: str) -> str:
    return '"' + value.replace('"', '""') + '"'


def write_parquet(rows: Sequence[Row], path: Path) -> None:
    """Write rows as Parquet: text, and lists of text for labels."""
    with new_file(path) as partial:
        write_arrow(_table(rows), partial)


def _table(rows: Sequence[Row]) -> pa.Table:
    texts, names = pa.string(), pa.list_(pa.string())
    schema = pa.schema([(column, names if holds_labels(column) else texts) for column in rows[0]])
    return pa.Table.from_pylist(list(rows), schema=schema)


def read_parquet(path: Path) -> list[PlacedRow]:
    """Return the rows of a Parquet file; numbers of a ClassLabel of Hugging Face datasets as their names."""
    placed, notes = read_noted_rows(path)
    try:
        features = json.loads(notes.get(b"huggingface", b"{}"))["info"]["features"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return placed
    return _named(placed, features)


def read_dataset(folder: Path) -> list[PlacedRow]:
    """Return the rows of a folder written by `datasets.Dataset.save_to_disk`; numbers of a ClassLabel as their names."""
    if not (folder / "state.json").is_file():
        msg = f"{folder}: no Hugging Face dataset (no state.json); name the folder of one split"
        raise InputError(msg)
    from datasets import load_from_disk  # noqa: PLC0415 - takes a second, and few corpora are folders

    try:
        for path in folder.glob("*.*"):
            check_file(path)
        dataset = load_from_disk(str(folder)).with_format("arrow")  # nothing it names is opened
        dataset.data.validate(full=True)  # what is damaged could crash whoever looks at it
        rows = dataset[:].to_pylist()
    except Exception as error:
        reason = str(error).splitlines()[:1]
        msg = f"{folder}: not a readable Hugging Face dataset ({''.join(reason)}); save it again"
        raise InputError(msg) from error
    placed = [(Place(f"{folder}: row {number}"), row) for number, row in enumerate(rows, start=1)]
    return _named(placed, dataset.features.to_dict())


def _named(placed: Sequence[PlacedRow], features: Any) -> list[PlacedRow]:  # noqa: ANN401 - any JSON
    """Return rows in which the numbers of a ClassLabel are replaced by the names that the features give."""
    described = features.items() if isinstance(features, dict) else ()
    names_of = {column: names for column, feature in described if (names := _class_names(feature))}
    return [
        (
            place,
            {
                name: _name_of(value, names_of[name]) if name in names_of else value
                for name, value in row.items()
            },
        )
        for place, row in placed
    ]


def _class_names(feature: Any) -> list[str]:  # noqa: ANN401 - any JSON
    """Return the names of a ClassLabel, or of a list of them; none for another feature."""
    match feature:
        case {"_type": "ClassLabel", "names": [*names]}:
            return list(map(str, names))
        case {"feature": inner} | [inner]:
            return _class_names(inner)
        case _:
            return []


def _name_of(value: Any, names: Sequence[str]) -> Any:  # noqa: ANN401 - as it was read
    """Return the name of a class, or of each in a list; -1 is what `datasets` writes where there is none."""
    if isinstance(value, list):
        return [_name_of(one, names) for one in value]
    if isinstance(value, int) and -1 <= value < len(names):
        return None if value == -1 else names[value]
    return value


def write_dataset(rows: Sequence[Row], folder: Path) -> None:
    """Write rows as a folder that `datasets.load_from_disk` reads.

    Raises:
        InputError: NUL in the name of a column, where `datasets` stops reading names.
    """
    for column in rows[0]:
        if "\0" in column:
            msg = f"{folder}: {column!r}: NUL in the name of a column; rename it, or write another format"
            raise InputError(msg)
    from datasets import Dataset, Features  # noqa: PLC0415 - takes a second

    table = _table(rows)
    features = Features.from_arrow_schema(table.schema)
    with new_folder(folder) as partial, redirect_stderr(StringIO()):  # it draws a progress bar
        Dataset.from_dict(table.to_pydict(), features=features).save_to_disk(str(partial))
