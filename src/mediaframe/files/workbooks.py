"""Rows of Excel workbooks and of SPSS and Stata files, by the extras `excel` and `stats`: cells as text, days as YYYY-MM-DD."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from importlib import import_module
from pathlib import Path
from typing import Any

from mediaframe.errors import InputError, Place
from mediaframe.files.text import check_file

SUFFIXES = {".xlsx": "xlsx", ".sav": "spss", ".dta": "stata"}
_EXTRAS = {"xlsx": ("openpyxl", "excel"), "spss": ("pyreadstat", "stats"), "stata": ("pyreadstat", "stats")}  # fmt: skip
_log = logging.getLogger(__name__)


def read_workbook(path: Path, file_format: str) -> list[tuple[Place, dict[str, Any]]]:
    """Return the rows of a file of another program, which is read by the package that its extra brings.

    Args:
        path: the file.
        file_format: `xlsx` (its first sheet), `spss` or `stata` (where codes have names, those are read).

    Raises:
        InputError: the extra is not installed, or the file is missing, damaged, empty or has a header that names no columns.
    """
    name, extra = _EXTRAS[file_format]
    try:
        package = import_module(name)
    except ImportError as error:
        msg = f"{path}: the package {name} is missing; run: pip install 'mediaframe[{extra}]' (or save the file as CSV)"
        raise InputError(msg) from error
    try:
        check_file(path)
    except OSError as error:
        msg = f"{path}: cannot be read ({error.strerror}); check the path"
        raise InputError(msg) from error
    try:
        records = list(_sheet(package, path) if file_format == "xlsx" else _coded(package, path))
    except Exception as error:  # a damaged file raises errors of many classes
        reason = "".join(str(error).splitlines()[:1])
        msg = f"{path}: not a readable {path.suffix} file ({reason}); is it complete? save it again"
        raise InputError(msg) from error
    return _rows(path, records)


def _sheet(openpyxl: Any, path: Path) -> Iterator[Sequence[Any]]:  # noqa: ANN401 - a module
    """Yield the rows of the first sheet, formulas as the values they had when the file was saved."""
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    try:
        if len(book.sheetnames) > 1:
            _log.warning(
                "%s: sheet %r is read, the first of %s",
                path,
                book.sheetnames[0],
                len(book.sheetnames),
            )
        yield from book.worksheets[0].iter_rows(values_only=True)
    finally:
        book.close()


def _coded(pyreadstat: Any, path: Path) -> Iterator[Sequence[Any]]:  # noqa: ANN401 - a module
    """Yield the header and the rows of an SPSS or Stata file."""
    read = pyreadstat.read_sav if path.suffix.lower() == ".sav" else pyreadstat.read_dta
    frame, _ = read(str(path), apply_value_formats=True)
    yield list(frame.columns)
    yield from frame.astype(object).where(frame.notna(), None).itertuples(index=False, name=None)


def _rows(path: Path, records: Sequence[Sequence[Any]]) -> list[tuple[Place, dict[str, Any]]]:
    header = [_cell(value) for value in records[0]] if records else []
    while header and header[-1] is None:
        header.pop()
    repeated = [name for name in header if name is None or header.count(name) > 1]
    if repeated or not header:
        fault = (
            f"the column {repeated[0]!r} stands twice" if any(repeated) else "a column has no name"
        )
        msg = f"{path}: row 1: {fault}; name each column once, in the first row"
        raise InputError(msg)
    rows = [
        (Place(f"{path}: row {number}"), dict(zip(header, map(_cell, record), strict=False)))
        for number, record in enumerate(records[1:], start=2)
        if not _is_blank(record)
    ]
    if not rows:
        msg = f"{path}: no rows under the header; give a file with at least one sentence"
        raise InputError(msg)
    return [(place, {str(name): value for name, value in row.items()}) for place, row in rows]


def _is_blank(record: Iterable[Any]) -> bool:
    return all(value is None or str(value).strip() == "" for value in record)


def _cell(value: Any) -> str | None:  # noqa: ANN401 - any value of a cell
    """Return a cell as text: a whole number as its digits, a day as YYYY-MM-DD, an empty cell as None.

    >>> _cell(3.0), _cell(datetime(2024, 3, 1)), _cell(datetime(2024, 3, 1, 9, 30)), _cell("")
    ('3', '2024-03-01', '2024-03-01T09:30:00', None)
    """
    match value:
        case None | "":
            return None
        case float() if value.is_integer():
            return str(int(value))
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime() | date():
            return value.isoformat()
        case _:
            return str(value)
