"""Rows of JSON Lines, CSV and Parquet: what went in comes out, and what is broken is named with its line."""

import csv
import json
import time
from datetime import date
from io import StringIO

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediaframe.errors import InputError, Place
from mediaframe.files.cells import label_values, text_value
from mediaframe.files.rows import columns_of, format_of, parse_rows, read_rows, write_rows
from tests.builders import make_rows, write_jsonl

PLACE = Place("a.jsonl", 3)
HOSTILE = (
    "NA",
    "null",
    "nan",
    "001",
    "1e5",
    "True",
    "2026-11-22",
    "2026-11-22T10:00:00Z",
    '"quoted"',
    'half "quoted',
    "it's",
    "a,b;c|d",
    "two\nlines",
    "two\r\nlines",
    "carriage\rreturn",
    "tab\tbed",
    " spaces around ",
    "back\\slash \\n \\u0041",
    "=HYPERLINK(1)",
    "😀👩‍👩‍👧",
    "مرحبا \u202eright to left",
    "line\u2028separator\x85next",
    "\ufeffmark",
    "<script>",
    "e\u0301",
)
JSON_ONLY = ("nul \0 within", "\x1f", "\udc80 half")
texts = st.text() | st.sampled_from(HOSTILE)
json_texts = texts | st.text(st.characters()) | st.sampled_from(JSON_ONLY)
names = st.text(min_size=1, max_size=8)


def written(rows, file_format):
    """Return rows as JSON Lines or CSV text."""
    target = StringIO(newline="")
    write_rows(rows, file_format, target)
    return target.getvalue()


def values_of(placed):
    """Return rows without their places."""
    return [row for _, row in placed]


@st.composite
def tables(draw, values, column_names=names):
    """Draw rows that all have the same columns."""
    columns = draw(st.lists(column_names, min_size=1, max_size=4, unique=True))
    row = st.fixed_dictionaries(dict.fromkeys(columns, values))
    return draw(st.lists(row, min_size=1, max_size=5))


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | json_texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(json_texts, inner, max_size=3),
    max_leaves=6,
)


@given(tables(json_values, json_texts))
def test_json_lines_come_out_as_they_went_in(rows):
    text = written(rows, "jsonl")

    placed = parse_rows(text, "jsonl", "a.jsonl")

    assert values_of(placed) == rows
    assert [place.line for place, _ in placed] == list(range(1, len(rows) + 1))


@given(tables(texts, st.text("abc_é", min_size=1)))
def test_csv_comes_out_as_it_went_in(rows):
    text = written(rows, "csv")

    placed = parse_rows(text, "csv", "a.csv")

    assert values_of(placed) == rows


@given(tables(texts))
def test_csv_by_python_comes_out_as_it_went_in(rows):
    target = StringIO(newline="")
    writer = csv.DictWriter(target, list(rows[0]), quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows(rows)

    placed = parse_rows(target.getvalue(), "csv", "a.csv")

    assert values_of(placed) == rows


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("one\rtwo", id="within"),
        pytest.param("\r", id="alone"),
        pytest.param("end\r", id="at the end"),
    ],
)
def test_a_carriage_return_does_not_cut_a_csv_row(value):
    rows = [{"text": value, "sentence_id": "1"}, {"text": "next", "sentence_id": "2"}]

    placed = parse_rows(written(rows, "csv"), "csv", "a.csv")

    assert values_of(placed) == rows


@pytest.mark.parametrize("file_format", ["jsonl", "csv"])
@pytest.mark.parametrize("value", [pytest.param(value, id=ascii(value)) for value in HOSTILE])
def test_hostile_text_survives_a_file(tmp_path, file_format, value):
    path = tmp_path / f"a.{file_format}"
    rows = [{"sentence_id": "001", "text": value}, {"sentence_id": value, "text": "x"}]
    path.write_bytes(written(rows, file_format).encode())

    placed = read_rows(path)

    assert values_of(placed) == rows


@pytest.mark.parametrize("value", [pytest.param(value, id=ascii(value)) for value in HOSTILE])
def test_hostile_text_survives_parquet(tmp_path, value):
    path = tmp_path / "a.parquet"
    rows = [{"sentence_id": "001", "text": value, "labels": [value]}]
    pq.write_table(pa.Table.from_pylist(rows), path)

    placed = read_rows(path)

    assert values_of(placed) == rows


def test_labels_and_mappings_become_text_in_csv():
    rows = [{"labels": ["attribution", "official_claim"], "scores": {"é": 0.5}, "n": 1, "no": None}]

    text = written(rows, "csv")

    assert text == 'labels,scores,n,no\r\nattribution|official_claim,"{""é"": 0.5}",1,\r\n'


def test_no_rows_are_written_as_no_rows():
    assert written([], "jsonl") == ""
    assert written([], "csv").strip() == ""


def test_json_lines_keep_letters_as_they_are():
    assert written([{"text": "Кіт 😀"}], "jsonl") == '{"text": "Кіт 😀"}\n'


def test_rows_with_further_columns_are_written_whole_to_csv():
    rows = [{"a": "1"}, {"a": "2", "b": "3"}]

    placed = parse_rows(written(rows, "csv"), "csv", "a.csv")

    assert values_of(placed) == [{"a": "1", "b": ""}, {"a": "2", "b": "3"}]


@pytest.mark.parametrize(
    ("name", "file_format"),
    [
        pytest.param("a.jsonl", "jsonl", id="jsonl"),
        pytest.param("a.ndjson", "jsonl", id="ndjson"),
        pytest.param("a.csv", "csv", id="csv"),
        pytest.param("a.b.PARQUET", "parquet", id="capitals"),
    ],
)
def test_the_ending_tells_the_format(tmp_path, name, file_format):
    assert format_of(tmp_path / name) == file_format


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        pytest.param("a.jsnl", "the ending '.jsnl' is not a corpus format; did you mean '.jsonl'?", id="misspelt"),
        pytest.param("a.docx", "the ending '.docx' is not a corpus format; choose from .csv, .dta, .jsonl, .ndjson, .parquet, .sav, .tsv, .xlsx", id="other"),
        pytest.param("corpus", "the ending '' is not a corpus format; choose from .csv, .dta, .jsonl, .ndjson, .parquet, .sav, .tsv, .xlsx", id="none"),
    ],
)  # fmt: skip
def test_another_ending_is_refused(tmp_path, name, hint):
    with pytest.raises(InputError) as caught:
        read_rows(tmp_path / name)

    assert str(caught.value) == f"{tmp_path / name}: {hint}"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param('{"a": 1}\n{"a": ', "a.jsonl:2:7: not valid JSON (Expecting value); is the line cut off?", id="cut before a value"),
        pytest.param('{"a": 1}\n\n{"a": "x', "a.jsonl:3:7: not valid JSON (Unterminated string starting at); is the line cut off?", id="cut inside text"),
        pytest.param('{"a": 1}{"a": 2}', "a.jsonl:1:9: not valid JSON (Extra data)", id="two objects"),
        pytest.param("{'a': 1}", "a.jsonl:1:2: not valid JSON (Expecting property name", id="Python"),
        pytest.param('{"a": "x\ty"}', "a.jsonl:1:9: not valid JSON (Invalid control character at)", id="raw tab"),
        pytest.param('{"a": 1, "b": 2, "a": 3}', "a.jsonl:1: a: the key stands twice; write each key once", id="key twice"),
        pytest.param('{"a": 1}\n{"c": {"b": 1, "b": 2}}', "a.jsonl:2: b: the key stands twice", id="key twice, inside"),
        pytest.param('["a"]', "a.jsonl:1: a list, not an object; write one {...} a line", id="list"),
        pytest.param("3", "a.jsonl:1: a int, not an object", id="number"),
        pytest.param("null", "a.jsonl:1: a NoneType, not an object", id="nothing"),
        pytest.param('[{"a": 1},\n{"a": 2}]', "a.jsonl:1:1", id="JSON, not JSON Lines"),
        pytest.param('{"a": ' + "[" * 100_000, "a.jsonl:1: nested too deep; write values as text, numbers or flat lists", id="deep nesting"),
        pytest.param('{"a": ' + "[" * 3000 + "]" * 3000 + "}", "a.jsonl:1: nested too deep", id="lists, three thousand deep"),
        pytest.param('{"a": NaN}', "a.jsonl:1: NaN: is no number of JSON; write null, or the number", id="NaN"),
        pytest.param('{"a": 1}\n{"a": [-Infinity]}', "a.jsonl:2: -Infinity: is no number of JSON", id="infinity, inside"),
        pytest.param('{"a": 1e999}', "a.jsonl:1: 1e999: is no number of JSON", id="a number without end"),
        pytest.param("", "a.jsonl:1: no rows; give a file with at least one sentence", id="empty"),
        pytest.param(" \n\n", "a.jsonl:1: no rows; give a file with at least one sentence", id="blank lines alone"),
    ],
)  # fmt: skip
def test_broken_json_lines_are_named_with_their_line(text, message):
    with pytest.raises(InputError) as caught:
        parse_rows(text, "jsonl", "a.jsonl")

    assert str(caught.value).startswith(message)


@pytest.mark.parametrize(
    "value",
    [
        pytest.param('"' + "x" * 30_000_000 + '"', id="text"),
        pytest.param("[" + "1," * 15_000_000 + "1]", id="list"),
        pytest.param("{" + '"a":{' * 5_000_000, id="objects"),
    ],
)
def test_a_line_of_thirty_million_characters_is_refused_at_once(value):
    text = f'{{"a": {value}}}'
    start = time.perf_counter()

    with pytest.raises(InputError, match=r"^a.jsonl:1: \d+ characters in one line, more than"):
        parse_rows(text, "jsonl", "a.jsonl")

    assert time.perf_counter() - start < 1


def test_a_number_too_long_to_read_is_refused():
    with pytest.raises(InputError, match=r"^a.jsonl:2: "):
        parse_rows('{"a": 1}\n{"a": ' + "9" * 5000 + "}", "jsonl", "a.jsonl")


@pytest.mark.parametrize("newline", [pytest.param("\n", id="LF"), pytest.param("\r\n", id="CRLF")])
def test_blank_json_lines_are_passed_over_but_counted(newline):
    text = newline.join(["", '{"a": 1}', "  ", '{"a": 2}', "", ""])

    placed = parse_rows(text, "jsonl", "a.jsonl")

    assert placed == [(Place("a.jsonl", 2), {"a": 1}), (Place("a.jsonl", 4), {"a": 2})]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("", "a.csv:1: no rows; give a file with at least one sentence", id="empty"),
        pytest.param("a,b\n", "a.csv:1: no rows; give a file with at least one sentence", id="header alone"),
        pytest.param("a,b\n1,2\n3\n", "a.csv:3: 1 values for 2 columns; is the line cut off, or a cell that holds ',' without quotation marks?", id="too few"),
        pytest.param("a,b\n1,2,3\n", "a.csv:2: 3 values for 2 columns; is the line cut off, or a cell that holds ',' without quotation marks?", id="too many"),
        pytest.param('a,b\n"x\ny",2\n3\n', "a.csv:4: 1 values for 2 columns", id="after a value of two lines"),
        pytest.param('a,b\n1,2\n"x,2\n3,4\n', "a.csv:3: not valid CSV (unexpected end of data); is a quotation mark left open?", id="open quotation mark"),
        pytest.param('a,b\n"x"y,2\n', "a.csv:2: not valid CSV (',' expected after '\"'); is a quotation mark left open?", id="text after a quotation"),
        pytest.param("a;b\n1;2\n3\n4;5\n6\n", "a.csv:3: 1 values for 2 columns; is the line cut off, or a cell that holds ';' without quotation marks? (also in 5)", id="all lines that are cut off"),
        pytest.param("a,b,a\n1,2,3\n", "a.csv:1: a: the column stands twice; name each column once", id="column twice"),
    ],
)  # fmt: skip
def test_broken_csv_is_named_with_its_line(text, message):
    with pytest.raises(InputError) as caught:
        parse_rows(text, "csv", "a.csv")

    assert str(caught.value).startswith(message)


@pytest.mark.parametrize(
    "newline",
    [pytest.param("\n", id="LF"), pytest.param("\r\n", id="CRLF"), pytest.param("\r", id="CR")],
)
def test_csv_rows_know_the_line_they_start_on(newline):
    text = newline.join(["a,b", f'"x{newline}y",2', "", "3,4", "", ""])

    placed = parse_rows(text, "csv", "a.csv")

    assert [(str(place), row["b"]) for place, row in placed] == [("a.csv:2", "2"), ("a.csv:5", "4")]


def test_a_long_csv_value_is_read():
    placed = parse_rows(f"a\n{'x' * 200_000}\n", "csv", "a.csv")

    assert len(placed[0][1]["a"]) == 200_000


def test_a_byte_order_mark_is_no_part_of_the_first_column(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"\xef\xbb\xbftext,labels\nx,\n")

    placed = read_rows(path)

    assert values_of(placed) == [{"text": "x", "labels": ""}]


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl"])
def test_latin_1_is_refused_with_its_line(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(b"text\n\xe9\n")

    with pytest.raises(InputError) as caught:
        read_rows(path)

    assert (
        str(caught.value) == f"{path}:2: byte 0xe9 is not UTF-8; save the file with UTF-8 encoding"
    )


@pytest.mark.parametrize(
    ("text", "row"),
    [
        pytest.param("text;labels\nRain, she said.;a\n", {"text": "Rain, she said.", "labels": "a"}, id="semicolons"),
        pytest.param('"text";"labels, all"\n"Rain; sun.";""\n', {"text": "Rain; sun.", "labels, all": ""}, id="quoted"),
        pytest.param("text\tdate\nRain, sun; hail\t3.4.\n", {"text": "Rain, sun; hail", "date": "3.4."}, id="tabs"),
        pytest.param("text|date\nRain, sun|3.4.\n", {"text": "Rain, sun", "date": "3.4."}, id="bars"),
        pytest.param('text\n"Rain; sun"\n', {"text": "Rain; sun"}, id="one column"),
    ],
)  # fmt: skip
def test_the_header_tells_what_parts_the_columns(text, row):
    assert parse_rows(text, "csv", "a.csv") == [(Place("a.csv", 2), row)]


@pytest.mark.parametrize("name", ["none.csv", "none.jsonl", "none.parquet"])
def test_a_missing_file_is_named(tmp_path, name):
    path = tmp_path / name

    with pytest.raises(InputError) as caught:
        read_rows(path)

    assert str(caught.value).startswith(f"{path}: ")


def test_a_file_of_rows_is_read_in_its_order(tmp_path):
    rows = make_rows(2, 3)

    placed = read_rows(write_jsonl(tmp_path / "a.jsonl", rows))

    assert values_of(placed) == rows


def test_parquet_rows_are_numbered_and_keep_their_types(tmp_path):
    path = tmp_path / "a.parquet"
    rows = [
        {"id": 1, "date": date(2026, 11, 22), "outlet": None},
        {"id": 2, "date": None, "outlet": "NA"},
    ]
    pq.write_table(pa.Table.from_pylist(rows), path)

    placed = read_rows(path)

    assert values_of(placed) == rows
    assert [str(place) for place, _ in placed] == [f"{path}: row 1", f"{path}: row 2"]


def write_whole(path):
    """Write a whole Parquet file."""
    pq.write_table(pa.table({"text": ["word"] * 50}), path)
    return path.read_bytes()


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda _: b"", id="empty"),
        pytest.param(lambda content: content[: len(content) // 2], id="cut off"),
        pytest.param(lambda _: b"text\nword\n", id="CSV by another name"),
        pytest.param(lambda content: content[:-12] + b"\xff" * 8 + content[-4:], id="altered footer"),
    ],
)  # fmt: skip
def test_damaged_parquet_is_refused_in_one_line(tmp_path, damage):
    path = tmp_path / "a.parquet"
    path.write_bytes(damage(write_whole(path)))

    with pytest.raises(InputError) as caught:
        read_rows(path)

    assert str(caught.value).startswith(f"{path}: not a readable Parquet file (")
    assert str(caught.value).endswith("); is it complete?")
    assert "\n" not in str(caught.value)


def test_parquet_without_rows_is_refused(tmp_path):
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"text": pa.array([], pa.string())}), path)

    with pytest.raises(InputError) as caught:
        read_rows(path)

    assert str(caught.value) == f"{path}: no rows; give a file with at least one sentence"


def test_the_folder_of_a_parquet_file_adds_no_column(tmp_path):
    path = tmp_path / "outlet=herald" / "a.parquet"
    path.parent.mkdir()
    pq.write_table(pa.table({"text": ["x"]}), path)

    placed = read_rows(path)

    assert values_of(placed) == [{"text": "x"}]


def test_an_escaped_pair_of_surrogates_is_one_character():
    ((place, row),) = parse_rows(json.dumps({"text": "😀"}), "jsonl", "a.jsonl")

    assert text_value(row, "text", place) == "😀"


@given(st.lists(st.text("abc_", min_size=1), max_size=4, unique=True))
def test_label_lists_come_back_from_csv(labels):
    text = written([{"labels": labels, "n": "1"}], "csv")

    ((place, row),) = parse_rows(text, "csv", "a.csv")

    assert label_values(row["labels"], place, "labels") == tuple(labels)


def test_columns_are_named_in_the_order_of_their_first_row():
    assert columns_of([{"b": 1, "a": 2}, {"c": 3, "a": 4}]) == ["b", "a", "c"]
    assert columns_of([]) == []
