"""Rows of files, each with its place; nothing is guessed about types.

Own readers, because ids and texts must come out as they went in: readers that infer types turn the id
`001` into 1, the text `NA` into nothing and an ISO date into a timestamp, and they name no line.
"""

import csv
import json
import math
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any, TextIO

import pyarrow as pa
import pyarrow.parquet as pq

from mediaframe.errors import InputError, Place, nearest
from mediaframe.files import workbooks
from mediaframe.files.cells import cell_of, json_cell
from mediaframe.files.faults import refuse
from mediaframe.files.folders import new_file
from mediaframe.files.text import check_file, read_text
from mediaframe.files.writing import open_bytes, open_text

Row = dict[str, Any]
PlacedRow = tuple[Place, Row]

SUFFIXES = {".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".parquet": "parquet"}
"""What is read and written, by ending."""
READ_SUFFIXES = {**SUFFIXES, ".tsv": "csv", **workbooks.SUFFIXES}
"""What is read."""
SEPARATORS = (",", ";", "\t", "|")
_QUOTED = re.compile(r'"[^"]*"')
# Characters of JSON: no article is as long, and a line of 30 million takes seconds.
LONGEST_LINE = 1_000_000

csv.field_size_limit(sys.maxsize)


def format_of(path: Path) -> str:
    """Return the format that a file is written in, `jsonl`, `csv` or `parquet`, by its ending.

    Raises:
        InputError: another ending.
    """
    return _by_ending(path, SUFFIXES)


def _by_ending(path: Path, formats: Mapping[str, str]) -> str:
    if path.suffix.lower() not in formats:
        near = nearest(path.suffix.lower(), formats)
        msg = f"{path}: the ending {path.suffix!r} is not a corpus format; {near}"
        raise InputError(msg)
    return formats[path.suffix.lower()]


def read_rows(path: Path) -> list[PlacedRow]:
    """Return the rows of a file of JSON Lines, CSV, Parquet, Excel, SPSS or Stata, chosen by its ending.

    Raises:
        InputError: missing, empty, not UTF-8, cut off, or not of its format, with the line.
    """
    file_format = _by_ending(path, READ_SUFFIXES)
    if file_format == "parquet":
        return read_noted_rows(path)[0]
    if file_format in workbooks.SUFFIXES.values():
        return workbooks.read_workbook(path, file_format)
    return parse_rows(read_text(path), file_format, str(path))


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
    faults = []
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            place = Place(source, number)
            try:
                yield place, _json_object(line, place)
            except InputError as error:
                faults.append(str(error))
    refuse(faults)


def _json_object(line: str, place: Place) -> Row:
    value = _json_value(line, place)
    if not isinstance(value, dict):
        msg = f"{place}: a {type(value).__name__}, not an object; write one {{...}} a line"
        raise InputError(msg)
    return value


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
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator_of(text), strict=True)
    header: list[str] | None = None
    faults = []
    while True:
        place = Place(source, reader.line_num + 1)
        try:
            record = next(reader, None)
        except csv.Error as error:
            faults.append(f"{place}: not valid CSV ({error}); is a quotation mark left open?")
            record = None
        if record is None:
            refuse(faults)
            return
        if header is None:
            header = _check_header(record, place)
        elif len(record) == len(header):
            yield place, dict(zip(header, record, strict=True))
        elif record:
            faults.append(
                f"{place}: {len(record)} values for {len(header)} columns; is the line cut off, or a cell that holds {reader.dialect.delimiter!r} without quotation marks?"
            )


def separator_of(text: str) -> str:
    r"""Return what parts the columns of CSV text: the mark that its header has most of, a comma where it has none.

    >>> separator_of("text;label\nRain, then sun.;rain\n")
    ';'
    """
    header = _QUOTED.sub("", text.partition("\n")[0])
    return max(SEPARATORS, key=header.count)


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
