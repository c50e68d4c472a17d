"""Rows of JSON Lines, CSV and Parquet files, each with its place; nothing is guessed about types.

Own readers, because ids and texts must come out as they went in: readers that infer types turn the id
`001` into 1, the text `NA` into nothing and an ISO date into a timestamp, and they name no line.
"""

import csv
import json
import math
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any, TextIO

import pyarrow as pa
import pyarrow.parquet as pq

from mediaframe.errors import InputError, Place, nearest
from mediaframe.files.cells import cell_of, json_cell
from mediaframe.files.folders import new_file
from mediaframe.files.text import check_file, read_text
from mediaframe.files.writing import open_bytes, open_text

Row = dict[str, Any]
PlacedRow = tuple[Place, Row]

SUFFIXES = {".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".parquet": "parquet"}
KNOWN_COLUMNS = {"sentence_id", "article_id", "text", "labels"}
# Characters of JSON: no article is as long, and a line of 30 million takes seconds.
LONGEST_LINE = 1_000_000

csv.field_size_limit(sys.maxsize)


def format_of(path: Path) -> str:
    """Return `jsonl`, `csv` or `parquet` by the file's ending.

    Raises:
        InputError: another ending.
    """
    if path.suffix.lower() not in SUFFIXES:
        near = nearest(path.suffix.lower(), SUFFIXES)
        msg = f"{path}: the ending {path.suffix!r} is not a corpus format; {near}"
        raise InputError(msg)
    return SUFFIXES[path.suffix.lower()]


def read_rows(path: Path) -> list[PlacedRow]:
    """Return the rows of a JSON Lines, CSV or Parquet file, chosen by its ending.

    Raises:
        InputError: missing, empty, not UTF-8, cut off, or not of its format, with the line.
    """
    if format_of(path) == "parquet":
        return read_noted_rows(path)[0]
    return parse_rows(read_text(path), format_of(path), str(path))


def parse_rows(text: str, file_format: str, source: str) -> list[PlacedRow]:
    """Return the rows of JSON Lines or CSV text; `source` names it in errors."""
    reader = _csv_rows if file_format == "csv" else _json_rows
    rows = list(reader(text, source))
    if not rows:
        msg = f"{source}:1: no rows; give a file with at least one sentence"
        raise InputError(msg)
    return rows


def _json_rows(text: str, source: str) -> Iterator[PlacedRow]:
    """Yield a row a line; blank lines are passed over."""
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        place = Place(source, number)
        row = _json_value(line, place)
        if not isinstance(row, dict):
            msg = f"{place}: a {type(row).__name__}, not an object; write one {{...}} a line"
            raise InputError(msg)
        yield place, row


def _json_value(line: str, place: Place) -> Any:  # noqa: ANN401 - any JSON
    if len(line) > LONGEST_LINE:
        msg = f"{place}: {len(line)} characters in one line, more than {LONGEST_LINE}; write one sentence or article a line"
        raise InputError(msg)
    try:
        return json.loads(
            line,
            object_pairs_hook=_unique_keys,
            parse_constant=_no_number,
            parse_float=_finite,
        )
    except json.JSONDecodeError as error:
        place = Place(place.source, place.line, error.colno)
        msg = f"{place}: not valid JSON ({error.msg}); is the line cut off? write one object a line"
        raise InputError(msg) from error
    except _NotANumberError as error:
        msg = f"{place}: {error}: is no number of JSON; write null, or the number"
        raise InputError(msg) from error
    except RecursionError as error:
        msg = f"{place}: nested too deep; write values as text, numbers or flat lists"
        raise InputError(msg) from error
    except ValueError as error:
        msg = f"{place}: {error}; write each key once and its value as text"
        raise InputError(msg) from error


class _NotANumberError(ValueError):
    """A word such as NaN where JSON has a number, or a number without end."""


def _no_number(word: str) -> float:
    raise _NotANumberError(word)


def _finite(digits: str) -> float:
    """Return a number with a fraction or exponent; `1e999` is none that can be kept."""
    number = float(digits)
    return number if math.isfinite(number) else _no_number(digits)


class _RepeatedKeyError(ValueError):
    """A JSON object that says a key twice."""


def _unique_keys(pairs: list[tuple[str, Any]]) -> Row:
    row = dict(pairs)
    if len(row) < len(pairs):
        keys = [key for key, _ in pairs]
        repeated = next(key for key in keys if keys.count(key) > 1)
        msg = f"{repeated}: the key stands twice"
        raise _RepeatedKeyError(msg)
    return row


def _csv_rows(text: str, source: str) -> Iterator[PlacedRow]:
    """Yield a row a record; the place is the line a record starts on."""
    _check_separator(text, source)
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    header: list[str] | None = None
    while True:
        place = Place(source, reader.line_num + 1)
        try:
            record = next(reader, None)
        except csv.Error as error:
            msg = f"{place}: not valid CSV ({error}); is a quotation mark left open?"
            raise InputError(msg) from error
        if record is None:
            return
        if header is None:
            header = _check_header(record, place)
        elif len(record) != len(header):
            if not record:
                continue
            msg = f"{place}: {len(record)} values for {len(header)} columns; is the line cut off, or a comma unquoted?"
            raise InputError(msg)
        else:
            yield place, dict(zip(header, record, strict=True))


def _check_separator(text: str, source: str) -> None:
    """Refuse what a spreadsheet calls CSV but parts by semicolons or tabs.

    Raises:
        InputError: the header names columns, or parts at least three as the next line does, by another mark than a comma.
    """
    header, _, rest = text.partition("\n")
    for separator, called in ((";", "semicolons"), ("\t", "tabs")):
        names = {name.strip(' "\r').lower() for name in header.split(separator)}
        marks = header.count(separator)
        is_alike = marks > 1 and marks == rest.partition("\n")[0].count(separator)
        if marks and "," not in header and (is_alike or names & KNOWN_COLUMNS):
            msg = f"{source}:1: columns are parted by {called}; save the file again with commas (in a spreadsheet: CSV, comma delimited)"
            raise InputError(msg)


def check_columns(placed: Sequence[PlacedRow], needed: Iterable[str]) -> None:
    """Refuse rows of which none has a column that all need.

    Raises:
        InputError: the column, with the one that was probably meant.
    """
    known = columns_of(row for _, row in placed)
    for column in needed:
        if column not in known:
            raise InputError(no_column(placed[0][0], column, known))


def no_column(place: Place, column: str, others: Iterable[str]) -> str:
    """Return the message that a file of which a row stands at `place` lacks a column.

    >>> no_column(Place("a.csv", 2), "text", ["id", "txt"])
    "a.csv: text: no such column; did you mean 'txt'? rename it to text"
    """
    source = place.source.partition(": row ")[0]
    names = [name for name in others if name not in KNOWN_COLUMNS]
    near = get_close_matches(column, names, n=1)
    if near:
        hint = f"did you mean {near[0]!r}? rename it to {column}"
    else:
        hint = f"rename one of {', '.join(names)} to it, or add it" if names else "add it"
    return f"{source}: {column}: no such column; {hint}"


def _check_header(header: list[str], place: Place) -> list[str]:
    repeated = [name for name in header if header.count(name) > 1]
    if repeated:
        msg = f"{place}: {repeated[0]}: the column stands twice; name each column once"
        raise InputError(msg)
    return header


def read_noted_rows(path: Path) -> tuple[list[PlacedRow], Mapping[bytes, bytes]]:
    """Return the rows of a Parquet file, and what is noted in its schema.

    Raises:
        InputError: missing, damaged or empty.
    """
    try:
        check_file(path)
    except OSError as error:
        msg = f"{path}: cannot be read ({error.strerror}); check the path"
        raise InputError(msg) from error
    try:
        table = pq.read_table(path)
        table.validate(
            full=True
        )  # offsets out of bounds could crash whoever looks at what is there
        rows, notes = table.to_pylist(), table.schema.metadata or {}
    except Exception as error:  # a damaged file raises errors of many classes
        reason = "".join(str(error).splitlines()[:1])
        msg = f"{path}: not a readable Parquet file ({reason}); is it complete?"
        raise InputError(msg) from error
    if not rows:
        msg = f"{path}: no rows; give a file with at least one sentence"
        raise InputError(msg)
    return [(Place(f"{path}: row {n}"), row) for n, row in enumerate(rows, start=1)], notes


def write_table(
    rows: Sequence[Row],
    path: Path,
    *,
    columns: Sequence[str] = (),
    to_arrow: Callable[[list[Row]], pa.Table] = pa.Table.from_pylist,
) -> None:
    """Write rows to a .jsonl, .csv or .parquet file that appears whole.

    Args:
        rows: what to write.
        path: its ending says the format.
        columns: of a CSV file, as in `write_rows`.
        to_arrow: makes the table of a Parquet file, where types are not to be guessed.

    Raises:
        InputError: another ending.
    """
    file_format = format_of(path)
    with new_file(path) as partial:
        if file_format == "parquet":
            write_arrow(to_arrow(list(rows)), partial)
        else:
            with open_text(partial) as lines:
                write_rows(rows, file_format, lines, columns)


def write_arrow(table: pa.Table, path: Path) -> None:
    """Write a Parquet file."""
    with open_bytes(path) as target:
        pq.write_table(table, target)


def parquet_bytes(table: pa.Table) -> bytes:
    """Return the content of a Parquet file, packed more tightly than `write_arrow` does: it is one of many that are kept."""
    target = BytesIO()
    pq.write_table(table, target, compression="zstd")
    return target.getvalue()


def write_rows(
    rows: Sequence[Row], file_format: str, target: TextIO, columns: Sequence[str] = ()
) -> None:
    """Write rows as JSON Lines or CSV; in CSV label lists are joined by `|` and mappings are JSON.

    `columns` stand in the header of a CSV file even where no row has them.
    """
    if file_format == "csv":
        # Lines end as in RFC 4180.
        writer = csv.DictWriter(target, fieldnames=columns or columns_of(rows))
        writer.writeheader()
        writer.writerows({key: cell_of(value) for key, value in row.items()} for row in rows)
    else:
        target.writelines(json_cell(row) + "\n" for row in rows)


def columns_of(rows: Iterable[Row]) -> list[str]:
    """Return the names of all columns, in the order in which they first occur."""
    return list(dict.fromkeys(name for row in rows for name in row))
