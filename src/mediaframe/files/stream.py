"""Rows of files of any size, one after the other: what cannot be read is told with its place, and the rows around it are kept.

Only a buffer and one row are in memory. Files may be packed (`.gz`, `.zst`).
"""

import csv
import gzip
import io
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from mediaframe.errors import InputError, Place, nearest
from mediaframe.files import workbooks
from mediaframe.files.columns import AS_NAMED, Columns, check_mapping, renamed, tell_of_lone_rows
from mediaframe.files.rows import (
    LONGEST_LINE,
    READ_SUFFIXES,
    PlacedRow,
    parse_rows,
    read_rows,
    separator_of,
)
from mediaframe.files.text import UTF_16

STDIN = "-"
PACKED = {".gz", ".zst"}
ROWS_AT_ONCE = 1024  # of a Parquet file
WIDEST = 4  # bytes of a character


@dataclass(frozen=True)
class Rejected:
    """A row that could not be read: where it stands, and why."""

    place: Place
    reason: str


@dataclass(frozen=True)
class RowSource:
    """A file of rows, or standard input."""

    name: str  # as shown
    file_format: str  # jsonl, csv, parquet or that of a workbook
    path: Path | None  # none: standard input
    columns: Columns = field(default_factory=dict)  # the user's own names

    @property
    def stem(self) -> str:
        """The name without folders and endings, which names what in it has no id."""
        return "stdin" if self.path is None else self.path.name.split(".")[0]

    @property
    def size(self) -> int:
        """Bytes on disk, 0 where that is not known."""
        return 0 if self.path is None else self.path.stat().st_size


def find_sources(
    inputs: Iterable[str], file_format: str | None = None, columns: Columns = AS_NAMED
) -> list[RowSource]:
    """Return the files that paths, folders and patterns name, in the order given; those of a folder by name.

    Args:
        inputs: files, folders, patterns such as `news/*.jsonl.gz`, or `-` for standard input.
        file_format: of standard input and of files whose ending tells none: `jsonl` or `csv`.
        columns: the user's own names of columns.

    Raises:
        InputError: nothing there, an unknown ending, a pipe or device, or a file named twice.
    """
    sources: list[RowSource] = []
    for given in inputs:
        if given == STDIN:
            sources.append(RowSource("standard input", file_format or "jsonl", None, columns))
            continue
        found = _files_of(given)
        if not found:
            msg = (
                f"{given}: no such file, and no .jsonl, .csv or .parquet file in it; check the path"
            )
            raise InputError(msg)
        sources += [
            RowSource(str(path), _format_of(path, file_format), path, columns) for path in found
        ]
    paths = [source.path.resolve() if source.path else None for source in sources]
    for number, path in enumerate(paths):
        if path in paths[:number]:
            msg = f"{sources[number].name}: named twice; name each file once"
            raise InputError(msg)
    return sources


def _files_of(given: str) -> list[Path]:
    path = Path(given)
    if path.is_dir():
        return sorted(file for file in path.rglob("*") if file.is_file() and _ending(file))
    if path.is_file():
        return [path]
    if path.exists():
        msg = f"{path}: a pipe or device, not a file; give it to standard input and write -"
        raise InputError(msg)
    if not any(mark in given for mark in "*?["):
        return []
    root = Path(path.anchor)
    return sorted(file for file in root.glob(str(path.relative_to(root))) if file.is_file())


def _ending(path: Path) -> str | None:
    """Return the format that a file's ending tells, packed or not."""
    suffixes = [suffix.lower() for suffix in path.suffixes]
    if suffixes and suffixes[-1] in PACKED:
        suffixes.pop()
    return READ_SUFFIXES.get(suffixes[-1]) if suffixes else None


def _format_of(path: Path, file_format: str | None) -> str:
    found = file_format or _ending(path)
    if found is None:
        msg = f"{path}: the ending tells no format of rows; {nearest(path.suffix.lower(), READ_SUFFIXES)}"
        raise InputError(msg)
    return found


def stream_rows(
    source: RowSource, advance: Callable[[int], None] = lambda _bytes: None
) -> Iterator[PlacedRow | Rejected]:
    """Yield the rows of a file with columns called as they are here, and what could not be read, in order.

    Args:
        source: where they stand.
        advance: called now and then with the bytes of the file that were read.

    Raises:
        InputError: the file itself cannot be read: a header that names no columns, a packed file cut off, no Parquet file;
            or its first row lacks a column that the user named.
    """
    is_first = True
    for item in _items(source, advance):
        if isinstance(item, Rejected):
            yield item
            continue
        place, row = item
        if is_first:
            check_mapping(place, source.columns, list(row))
            tell_of_lone_rows(place, source.columns, list(row))
            is_first = False
        yield place, renamed(row, source.columns) if source.columns else row


def _items(source: RowSource, advance: Callable[[int], None]) -> Iterator[PlacedRow | Rejected]:
    """Yield rows as the file names their columns."""
    if source.file_format in workbooks.SUFFIXES.values():
        yield from read_rows(Path(source.name))  # they are not longer than a sheet may be
        advance(source.size)
        return
    try:
        with _raw(source) as raw:
            if source.file_format == "parquet":
                yield from _stream_parquet(source, raw, advance)
            else:
                reader = _stream_csv if source.file_format == "csv" else _stream_json
                for count, item in enumerate(reader(source, _unpacked(source, raw))):
                    yield item
                    if count % ROWS_AT_ONCE == 0 and source.path is not None:
                        advance(raw.tell())
        advance(source.size)
    except (OSError, EOFError, pa.ArrowException) as error:
        reason = (getattr(error, "strerror", None) or str(error)).splitlines()[0]
        msg = f"{source.name}: cannot be read to its end ({reason}); is it complete?"
        raise InputError(msg) from error


def _raw(source: RowSource) -> BinaryIO:
    if source.path is None:
        return io.BufferedReader(io.FileIO(sys.stdin.fileno(), closefd=False))
    return source.path.open("rb")


def _unpacked(source: RowSource, raw: BinaryIO) -> Any:  # noqa: ANN401 - any buffered reader of bytes
    match source.path.suffix.lower() if source.path else "":
        case ".gz":
            return gzip.GzipFile(fileobj=raw)
        case ".zst":
            return io.BufferedReader(pa.CompressedInputStream(pa.PythonFile(raw, "r"), "zstd"))
        case _:
            return raw


def _stream_json(source: RowSource, lines: BinaryIO) -> Iterator[PlacedRow | Rejected]:
    longest, number = WIDEST * LONGEST_LINE, 0
    while line := lines.readline(longest):
        number += 1
        place = Place(source.name, number)
        if len(line) == longest and not line.endswith(b"\n"):
            while rest := lines.readline(longest):
                if rest.endswith(b"\n"):
                    break
            yield Rejected(place, f"more than {LONGEST_LINE} characters in one line")
        elif line.strip():
            yield _json_row(line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line, place)


def _json_row(line: bytes, place: Place) -> PlacedRow | Rejected:
    try:
        ((_, row),) = parse_rows(line.decode("utf-8").rstrip("\r\n"), "jsonl", place.source)
    except UnicodeDecodeError as error:
        return Rejected(place, f"byte 0x{line[error.start]:02x} is not UTF-8")
    except InputError as error:
        return Rejected(
            place, re.sub(r"^:\d+(:\d+)?: ", "", str(error).removeprefix(f"{place.source}"))
        )
    return place, row


def _stream_csv(source: RowSource, content: BinaryIO) -> Iterator[PlacedRow | Rejected]:
    start = content.peek(2)[:2] if hasattr(content, "peek") else b""
    encoding = "utf-16" if start in UTF_16 else "utf-8-sig"
    text = io.TextIOWrapper(content, encoding, errors="surrogateescape", newline="")
    try:
        yield from _records(source, text)
    finally:
        text.detach()  # whoever opened the file closes it


def _records(source: RowSource, text: io.TextIOWrapper) -> Iterator[PlacedRow | Rejected]:
    first = text.readline()
    # read as the whole file would be, so that a header is refused in the same words
    names = list(parse_rows(first + first, "csv", source.name)[0][1]) if first.strip() else []
    reader = csv.reader(text, delimiter=separator_of(first), strict=True)
    while True:
        place = Place(source.name, reader.line_num + 2)  # the header was the first
        try:
            record = next(reader, None)
        except csv.Error as error:
            yield Rejected(place, f"not valid CSV ({error})")
            continue
        if record is None:
            return
        if record:
            yield _csv_row(names, record, place)


def _csv_row(names: list[str], record: list[str], place: Place) -> PlacedRow | Rejected:
    if len(record) != len(names):
        return Rejected(place, f"{len(record)} values for {len(names)} columns")
    if not all(map(str.isascii, record)) and any(
        "\udc80" <= sign <= "\udcff" for value in record for sign in value
    ):
        return Rejected(place, "not UTF-8")
    return place, dict(zip(names, record, strict=True))


def _stream_parquet(
    source: RowSource, raw: BinaryIO, advance: Callable[[int], None]
) -> Iterator[PlacedRow]:
    table, number = pq.ParquetFile(raw), 0
    for batch in table.iter_batches(batch_size=ROWS_AT_ONCE):
        for row in batch.to_pylist():
            number += 1
            yield Place(f"{source.name}: row {number}"), row
        advance(source.size * number // max(1, table.metadata.num_rows))
