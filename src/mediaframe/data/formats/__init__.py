"""Corpora to and from the formats of annotation tools.

Whatever the format, rows have `sentence_id`, `article_id`, `text`, `labels`, a `coder_…` column for each coder, and other
columns as text. `labels` are None where a tool's file does not settle them.
"""

import json
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from mediaframe.codebook import Codebook
from mediaframe.data.columns import DateOrder, fill_ids, read_days
from mediaframe.data.formats.brat import read_brat
from mediaframe.data.formats.cas import read_cas, write_cas
from mediaframe.data.formats.doccano import read_doccano, write_doccano
from mediaframe.data.formats.fields import IDS_AND_TEXT, LABELS, check_rows
from mediaframe.data.formats.labelstudio import read_label_studio, write_label_studio
from mediaframe.data.formats.labelstudio_interface import Suggestions
from mediaframe.data.formats.prodigy import read_prodigy, write_prodigy
from mediaframe.data.formats.raw import read_articles
from mediaframe.data.formats.shapes import find_labels
from mediaframe.data.formats.tables import (
    from_cells,
    read_cells,
    read_dataset,
    read_jsonl,
    read_parquet,
    write_csv,
    write_dataset,
    write_jsonl,
    write_parquet,
)
from mediaframe.errors import InputError, Place, nearest
from mediaframe.files import workbooks
from mediaframe.files.columns import (
    ARTICLE,
    AS_NAMED,
    SENTENCE,
    Columns,
    check_columns,
    name_columns,
    probable,
)
from mediaframe.files.rows import LONGEST_LINE, READ_SUFFIXES, PlacedRow, Row, columns_of
from mediaframe.files.text import check_file

Reader = Callable[[Path], list[PlacedRow]]
Writer = Callable[[Sequence[Row], Path], None]

CELLS = ("csv", *workbooks.SUFFIXES.values())
TABLE_READERS: dict[str, Reader] = {
    "jsonl": read_jsonl,
    "csv": read_cells,
    "parquet": read_parquet,
    "dataset": read_dataset,
    **{
        name: partial(workbooks.read_workbook, file_format=name)
        for name in workbooks.SUFFIXES.values()
    },
}
TABLES = tuple(TABLE_READERS)
FORMATS = (
    *TABLES,
    "label-studio",
    "doccano",
    "prodigy",
    "brat",
    "cas",
    "text",
)

MOST_NAMED = 5  # files of a folder
_FOLDERS = {"state.json": "dataset", "*.ann": "brat", "*.xmi": "cas"}


def guess_format(path: Path, columns: Columns = AS_NAMED) -> str:
    """Return the format of a file or folder by its ending or content; a new file by its ending.

    A file of JSON Lines in which the user names the column of the labels is a table, whatever tools call theirs.

    Raises:
        InputError: it cannot be told.
    """
    known = {**READ_SUFFIXES, ".json": "label-studio", ".txt": "text"}
    if path.is_dir():
        found = [name for pattern, name in _FOLDERS.items() if any(path.glob(pattern))]
        if not found and any(path.rglob("*.txt")):
            found = ["text"]
        files = sorted(file.name for file in path.glob("*") if file.suffix.lower() in READ_SUFFIXES)
        hint = f"a folder; name the file in it ({', '.join(files[:MOST_NAMED])}), or say the format"
        if not files:
            hint = "name the folder that holds the data itself, or say the format"
    else:
        found = [known[path.suffix.lower()]] if path.suffix.lower() in known else []
        hint = "say the format"
    if len(found) != 1:
        msg = f"{path}: cannot tell the format; {hint}: {', '.join(FORMATS)}"
        raise InputError(msg)
    return _dialect(path) if found == ["jsonl"] and LABELS not in columns else found[0]


def _dialect(path: Path) -> str:
    """Return which kind of JSON Lines a file holds, by the keys of its first line."""
    try:
        check_file(path)
        with path.open(encoding="utf-8-sig") as lines:
            keys = set(json.loads(lines.readline(LONGEST_LINE)))
    except (OSError, ValueError, TypeError, RecursionError):
        return "jsonl"  # new, or damaged: the reader says where
    if "labels" in keys:
        return "jsonl"
    if keys & {"options", "accept", "answer", "_input_hash", "_view_id"}:
        return "prodigy"
    return "doccano" if keys & {"label", "entities"} else "jsonl"


def read_format(
    path: Path,
    file_format: str,
    codebook: Codebook,
    *,
    columns: Columns = AS_NAMED,
    dates: DateOrder | None = None,
    control: str | None = None,
) -> list[PlacedRow]:
    """Return the rows of a corpus, each with its place: file and line, task or row.

    Args:
        path: a file or folder.
        file_format: one of `FORMATS`.
        codebook: whose labels they carry.
        columns: the user's own names of columns.
        dates: the order of day and month, where no day tells it.
        control: the question of a Label Studio project that holds the labels, where several could.

    Raises:
        InputError: unreadable, not of the format, an id missing or repeated, a label unknown, with the place.
    """
    readers: dict[str, Reader] = {
        **TABLE_READERS,
        "label-studio": partial(read_label_studio, labels=codebook.label_names, control=control),
        "doccano": read_doccano,
        "prodigy": partial(read_prodigy, labels=codebook.label_names),
        "brat": partial(read_brat, labels=codebook.label_names),
        "cas": read_cas,
        "text": read_articles,
    }
    _check_name(file_format, readers)
    if control is not None and file_format != "label-studio":
        msg = f"--control {control}: {path} is read as {file_format}; only label-studio has several questions: leave it out"
        raise InputError(msg)
    placed = _read_named(path, file_format, readers[file_format], columns)
    if file_format in TABLES:  # elsewhere a column is a tool's field, not the user's to rename
        placed = fill_ids(placed, columns)
        check_columns(placed, _needed(placed), can_name=True)
        placed = find_labels(read_days(placed, dates), codebook.label_names)
    return check_rows(placed, codebook)


def read_table(path: Path, file_format: str, columns: Columns = AS_NAMED) -> list[PlacedRow]:
    """Return the rows of a table as they are, but for the names of columns: nothing is looked for, nothing is made.

    Raises:
        InputError: unreadable, not of the format, or columns that are not there.
    """
    return _read_named(path, file_format, TABLE_READERS[file_format], columns)


def _read_named(path: Path, file_format: str, reader: Reader, columns: Columns) -> list[PlacedRow]:
    placed = name_columns(reader(path), columns)
    if not placed:
        msg = f"{path}: no rows; give at least one sentence"
        raise InputError(msg)
    return from_cells(placed) if file_format in CELLS else placed


def _needed(placed: Sequence[PlacedRow]) -> list[str]:
    """Return the columns that a table must have; sentences get ids as soon as articles have theirs."""
    present = set(columns_of(row for _, row in placed))
    is_made = ARTICLE not in present and not probable(SENTENCE, present)
    return [column for column in IDS_AND_TEXT if not (is_made and column == SENTENCE)]


def write_format(
    rows: Sequence[Row],
    path: Path,
    file_format: str,
    codebook: Codebook,
    *,
    suggested: Suggestions | None = None,
) -> None:
    """Write rows to a file or folder that appears whole; what is neither text nor labels is written as JSON text.

    `suggested` is what a model says of each row, for coders who work in Label Studio.

    Raises:
        InputError: no rows, a row that `read_format` would refuse, or a format that can only be read.
    """
    writers: dict[str, Writer] = {
        "jsonl": write_jsonl,
        "csv": write_csv,
        "parquet": write_parquet,
        "dataset": write_dataset,
        "label-studio": partial(write_label_studio, suggested=suggested),
        "doccano": write_doccano,
        "prodigy": partial(write_prodigy, labels=codebook.label_names),
        "cas": write_cas,
    }
    _check_name(file_format, writers)
    if not rows:
        msg = f"{path}: no rows to write; give at least one sentence"
        raise InputError(msg)
    placed = [(Place(f"row {number}"), row) for number, row in enumerate(rows, start=1)]
    _check_replaceable(path, file_format)
    writers[file_format]([row for _, row in check_rows(placed, codebook)], path)


def _check_replaceable(path: Path, file_format: str) -> None:
    """Refuse to put a corpus in the place of a folder that holds something else."""
    marks = [pattern for pattern, name in _FOLDERS.items() if name == file_format]
    if path.is_dir() and any(path.iterdir()) and not any(any(path.glob(mark)) for mark in marks):
        msg = f"{path}: a folder with other files; name a new one"
        raise InputError(msg)


def _check_name(file_format: str, known: dict[str, Reader] | dict[str, Writer]) -> None:
    if file_format not in known:
        fault = "can only be read" if file_format in FORMATS else "is no corpus format"
        msg = f"{file_format}: {fault}; {nearest(file_format, known)}"
        raise InputError(msg)
