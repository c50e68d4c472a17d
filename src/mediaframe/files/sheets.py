"""Excel workbooks of one sheet, by the extra `excel`: text stays text, so that no cell is run as a formula."""

from collections.abc import Sequence
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

from mediaframe.errors import InputError
from mediaframe.files.cells import cell_of
from mediaframe.files.folders import new_file
from mediaframe.files.rows import Row, columns_of

XLSX = ".xlsx"
MOST_ROWS = 1_048_575  # of a sheet, below the header
LONGEST_CELL = 32_767  # characters


def check_sheet(path: Path) -> None:
    """Refuse to write a workbook where the package for it is missing.

    Raises:
        InputError: the extra is not installed.
    """
    _openpyxl(path)


def write_sheet(rows: Sequence[Row], path: Path) -> None:
    """Write rows to an .xlsx file that appears whole.

    Raises:
        InputError: the extra is not installed, or the rows or a text are more than a sheet holds.
    """
    package = _openpyxl(path)
    if len(rows) > MOST_ROWS:
        msg = f"{path}: {len(rows)} rows, more than the {MOST_ROWS} that a sheet holds; write .csv or .parquet"
        raise InputError(msg)
    columns = columns_of(rows)
    lines = [columns, *([_value(row.get(name), path) for name in columns] for row in rows)]
    book = package.Workbook(write_only=True)
    sheet = book.create_sheet("predictions")
    for line in lines:
        sheet.append([_cell(package, sheet, value) for value in line])
    with new_file(path) as partial:
        book.save(partial)


def _value(value: Any, path: Path) -> Any:  # noqa: ANN401 - any value a row holds
    """Return what a cell can hold: numbers and days as they are, all else as text."""
    value = cell_of(value)
    has_zone = getattr(value, "tzinfo", None) is not None  # which a sheet cannot hold
    if value is None or (isinstance(value, int | float | date) and not has_zone):
        return value
    text = str(value)
    if len(text) > LONGEST_CELL:
        msg = f"{path}: a text of {len(text)} characters, more than the {LONGEST_CELL} that a cell holds; write .csv or .parquet"
        raise InputError(msg)
    return text


def _cell(openpyxl: Any, sheet: Any, value: Any) -> Any:  # noqa: ANN401 - of a package without types
    if not isinstance(value, str):
        return value
    signs = openpyxl.cell.cell.ILLEGAL_CHARACTERS_RE
    cell = openpyxl.cell.WriteOnlyCell(sheet, signs.sub("\N{REPLACEMENT CHARACTER}", value))
    cell.data_type = "s"
    return cell


def _openpyxl(path: Path) -> Any:  # noqa: ANN401 - a module
    try:
        return import_module("openpyxl")
    except ImportError as error:
        msg = f"{path}: the package openpyxl is missing; run: pip install 'mediaframe[excel]' (or write .csv)"
        raise InputError(msg) from error
