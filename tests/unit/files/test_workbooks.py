"""Excel workbooks and files of SPSS and Stata are read as text, cell by cell."""

import datetime
from importlib import import_module

import pytest

from mediaframe.errors import InputError, Place
from mediaframe.files import workbooks
from mediaframe.files.rows import read_rows


def sheet(folder, *rows, further=()):
    book = import_module("openpyxl").Workbook()
    for row in rows:
        book.active.append(row)
    for title in further:
        book.create_sheet(title)
    path = folder / "a.xlsx"
    book.save(path)
    return path


def test_cells_of_a_sheet_are_text_and_days_iso(tmp_path):
    path = sheet(
        tmp_path,
        ["id", "text", "date", "share", None],
        [7, "=A1 said", datetime.date(2024, 3, 1), 0.5],
        [None, "", None, None],
        ["007", "NA", datetime.datetime(2024, 3, 1, 9, 30), True],  # noqa: DTZ001 - a sheet knows no zones
    )  # fmt: skip
    read = read_rows(path)

    assert read == [
        (Place(f"{path}: row 2"), {"id": "7", "text": None, "date": "2024-03-01", "share": "0.5"}),
        (Place(f"{path}: row 4"), {"id": "007", "text": "NA", "date": "2024-03-01T09:30:00", "share": "True"}),
    ]  # fmt: skip


def test_of_several_sheets_the_first_is_read_and_that_is_said(tmp_path, caplog):
    path = sheet(tmp_path, ["text"], ["Rain."], further=["codes"])

    assert len(read_rows(path)) == 1
    assert "sheet 'Sheet' is read, the first of 2" in caplog.text


@pytest.mark.parametrize("ending", ["sav", "dta"])
def test_codes_of_statistics_programs_are_read_by_their_names(tmp_path, ending):
    frame = import_module("pandas").DataFrame(
        {"text": ["Rain.", "Sun."], "frame": [1.0, float("nan")], "n": [3.0, 4.0]}
    )
    path = tmp_path / f"a.{ending}"
    write = getattr(import_module("pyreadstat"), f"write_{ending}")
    write(frame, str(path), variable_value_labels={"frame": {1: "economy"}})

    assert [row for _, row in read_rows(path)] == [
        {"text": "Rain.", "frame": "economy", "n": "3"},
        {"text": "Sun.", "frame": None, "n": "4"},
    ]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        pytest.param([["a", "b", "a"], [1, 2, 3]], "row 1: the column 'a' stands twice; name each column once", id="twice"),
        pytest.param([["a", None, "b"], [1, 2, 3]], "row 1: a column has no name", id="no name"),
        pytest.param([["a"]], "no rows under the header", id="no rows"),
        pytest.param([], "row 1: a column has no name", id="nothing"),
    ],
)  # fmt: skip
def test_a_sheet_that_is_no_table_is_refused(tmp_path, rows, message):
    with pytest.raises(InputError, match=message):
        read_rows(sheet(tmp_path, *rows))


@pytest.mark.parametrize("name", ["a.xlsx", "a.sav", "a.dta"])
def test_a_damaged_or_missing_file_is_refused_by_name(tmp_path, name):
    with pytest.raises(InputError, match=f"{name}: cannot be read"):
        read_rows(tmp_path / name)

    (tmp_path / name).write_bytes(b"PK\x03\x04 no more")

    with pytest.raises(InputError, match=f"{name}: not a readable .* file"):
        read_rows(tmp_path / name)


def test_a_missing_extra_is_named(tmp_path, monkeypatch):
    def missing(name):
        raise ImportError(name)

    monkeypatch.setattr(workbooks, "import_module", missing)

    with pytest.raises(
        InputError, match=r"openpyxl is missing; run: pip install 'mediaframe\[excel\]'"
    ):
        read_rows(tmp_path / "a.xlsx")
