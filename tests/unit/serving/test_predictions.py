"""Files in, rows out: ids and order given are ids and order returned."""

import io
import json
import sys
from datetime import UTC, date, datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mediaframe.config import LogisticHead
from mediaframe.errors import InputError
from mediaframe.files.rows import read_rows
from mediaframe.serving.predictions import predictions_table, read_inputs, write_predictions
from tests.builders import LABELS, make_model, write_jsonl

ROWS = [
    {"sentence_id": "s9", "article_id": "b", "text": "It rained."},
    {"sentence_id": "001", "article_id": "NA", "text": 'A "quoted", é — 東 word'},
    {"sentence_id": "s1", "article_id": "b", "text": "It snowed.\nTwice."},
]
ARTICLE = "Rain fell. “It stopped,” she said.\r\n\r\n\tNo full stop here\n🙂 Then it ended."


def write_csv(path, rows):
    lines = [
        ",".join(f'"{str(value).replace(chr(34), chr(34) * 2)}"' for value in row.values())
        for row in rows
    ]
    path.write_text("\n".join([",".join(rows[0]), *lines]) + "\n", encoding="utf-8", newline="")
    return path


def write_parquet(path, rows):
    pq.write_table(pa.Table.from_pylist(rows), path)
    return path


WRITERS = {"jsonl": write_jsonl, "csv": write_csv, "parquet": write_parquet}


def give_stdin(monkeypatch, content: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content), encoding="ascii"))


def ids(sentences) -> list[tuple[str, str]]:
    return [(sentence.article_id, sentence.sentence_id) for sentence in sentences]


@pytest.mark.parametrize("ending", WRITERS)
def test_rows_come_back_with_their_ids_in_their_order(tmp_path, ending):
    path = WRITERS[ending](tmp_path / f"rows.{ending}", ROWS)

    sentences = read_inputs([str(path)], None, "sentence")

    assert ids(sentences) == [("b", "s9"), ("NA", "001"), ("b", "s1")]
    assert [sentence.text for sentence in sentences] == [row["text"] for row in ROWS]


def test_offsets_of_rows_count_their_article_as_joined_by_blanks(tmp_path):
    path = write_jsonl(tmp_path / "rows.jsonl", ROWS)

    sentences = read_inputs([str(path)], None, "sentence")

    article = f"{ROWS[0]['text']} {ROWS[2]['text']}"
    of_b = [sentence for sentence in sentences if sentence.article_id == "b"]
    assert [article[s.start : s.end] for s in of_b] == [s.text for s in of_b]


def test_a_text_file_is_an_article_named_after_it(tmp_path):
    (tmp_path / "storm.txt").write_text(ARTICLE, encoding="utf-8", newline="")

    sentences = read_inputs([str(tmp_path / "storm.txt")], None, "sentence")

    assert {sentence.article_id for sentence in sentences} == {"storm"}
    assert [s.sentence_id for s in sentences] == [
        f"storm:{n}" for n in range(1, len(sentences) + 1)
    ]
    assert [ARTICLE[s.start : s.end] for s in sentences] == [s.text for s in sentences]
    assert "".join("".join(s.text.split()) for s in sentences) == "".join(ARTICLE.split())


def test_a_byte_order_mark_is_no_character_of_the_article(tmp_path):
    (tmp_path / "storm.txt").write_bytes(b"\xef\xbb\xbfIt rained.")

    (sentence,) = read_inputs([str(tmp_path / "storm.txt")], None, "sentence")

    assert (sentence.text, sentence.start, sentence.end) == ("It rained.", 0, 10)


def test_two_files_of_one_name_are_told_apart_by_their_paths(tmp_path):
    paths = [tmp_path / "a" / "x.txt", tmp_path / "b" / "x.txt"]
    for path in paths:
        path.parent.mkdir()
        path.write_text("It rained.", encoding="utf-8")

    sentences = read_inputs(list(map(str, paths)), None, "sentence")

    assert [sentence.article_id for sentence in sentences] == list(map(str, paths))


def test_files_of_several_formats_are_read_in_the_order_given(tmp_path):
    (tmp_path / "z.txt").write_text("It rained.", encoding="utf-8")
    rows = write_jsonl(tmp_path / "a.jsonl", ROWS[:1])

    sentences = read_inputs([str(tmp_path / "z.txt"), str(rows)], None, "sentence")

    assert ids(sentences) == [("z", "z:1"), ("b", "s9")]


@pytest.mark.parametrize(
    ("file_format", "content", "expected"),
    [
        pytest.param(None, "It rained. Él nevó.", [("stdin", "stdin:1"), ("stdin", "stdin:2")], id="text"),
        pytest.param("jsonl", '{"text": "Él nevó.", "article_id": "a"}\n', [("a", "a:1")], id="JSON Lines"),
        pytest.param("csv", "text,sentence_id\nÉl nevó.,s\n", [("s", "s")], id="CSV"),
    ],
)  # fmt: skip
def test_standard_input_is_utf_8_whatever_the_terminal_says(
    monkeypatch, file_format, content, expected
):
    give_stdin(monkeypatch, content.encode())

    sentences = read_inputs(["-"], file_format, "sentence")

    assert ids(sentences) == expected
    assert sentences[-1].text == "Él nevó."


def test_a_format_given_beats_the_ending(tmp_path):
    (tmp_path / "rows.txt").write_text('{"text": "It rained."}\n', encoding="utf-8")

    (sentence,) = read_inputs([str(tmp_path / "rows.txt")], "jsonl", "sentence")

    assert sentence.text == "It rained."


def test_rows_without_ids_are_articles_of_their_own_named_by_file_and_number(tmp_path):
    path = write_jsonl(tmp_path / "rows.jsonl", [{"text": "It rained."}, {"text": "It snowed."}])

    sentences = read_inputs([str(path)], None, "sentence")

    assert ids(sentences) == [("rows#1", "rows#1:1"), ("rows#2", "rows#2:2")]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        pytest.param({"article_id": 7}, ("7", "7:1"), id="article"),
        pytest.param({"sentence_id": 7}, ("7", "7"), id="sentence"),
        pytest.param({"article_id": None, "sentence_id": ""}, ("rows#1", "rows#1:1"), id="empty"),
        pytest.param(
            {"article_id": 0, "sentence_id": 0}, ("0", "0"), id="zero"
        ),
    ],
)  # fmt: skip
def test_an_id_given_is_the_id_returned(tmp_path, row, expected):
    path = write_jsonl(tmp_path / "rows.jsonl", [{"text": "It rained.", **row}])

    sentences = read_inputs([str(path)], None, "sentence")

    assert ids(sentences) == [expected]


def test_a_row_without_ids_never_joins_another_rows_article(tmp_path):
    rows = [{"text": "It rained.", "article_id": "2"}, {"text": "It snowed."}]
    path = write_jsonl(tmp_path / "rows.jsonl", rows)

    first, second = read_inputs([str(path)], None, "sentence")

    assert first.article_id != second.article_id


def test_a_name_for_a_row_without_ids_avoids_the_articles_there_are(tmp_path):
    rows = [{"text": "It rained.", "article_id": "rows#2"}, {"text": "It snowed."}]
    path = write_jsonl(tmp_path / "rows.jsonl", rows)

    first, second = read_inputs([str(path)], None, "sentence")

    assert first.article_id == "rows#2"
    assert second.article_id != first.article_id


def test_two_files_of_rows_without_ids_can_be_read_together(tmp_path):
    paths = [
        write_jsonl(tmp_path / name, [{"text": "It rained."}]) for name in ("a.jsonl", "b.jsonl")
    ]

    sentences = read_inputs(list(map(str, paths)), None, "sentence")

    assert len({sentence.sentence_id for sentence in sentences}) == 2


@pytest.mark.parametrize("ending", WRITERS)
def test_a_row_can_be_an_article(tmp_path, ending):
    rows = [{"article_id": "x", "text": ARTICLE}, {"article_id": "w", "text": "It ended."}]
    path = WRITERS[ending](tmp_path / f"articles.{ending}", rows)

    sentences = read_inputs([str(path)], None, "article")

    of_x = [sentence for sentence in sentences if sentence.article_id == "x"]
    assert len(of_x) > 2
    assert [ARTICLE[s.start : s.end] for s in of_x] == [s.text for s in of_x]
    assert ids(sentences)[-1] == ("w", "w:1")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        pytest.param("a.txt", b"", r"a.txt:1: no text; give an article", id="empty text"),
        pytest.param("a.txt", b" \n\t\n", r"a.txt:1: no text; give an article", id="blank text"),
        pytest.param("a.txt", b"fine\ncaf\xe9", r"a.txt:2: byte 0xe9 is not UTF-8", id="Latin-1"),
        pytest.param("a.jsonl", b"", r"a.jsonl:1: no rows", id="no rows"),
        pytest.param("a.jsonl", b'{"text": "x"}\n{"txt": "y"}\n', r"a.jsonl:2: text: missing", id="no text"),
        pytest.param("a.jsonl", b'{"text": "x"}\n{"text": "y', r"a.jsonl:2:\d+: not valid JSON", id="cut line"),
        pytest.param("a.jsonl", b'{"text": "\\ud83d"}\n', r"a.jsonl:1: text: holds half a character", id="half a character"),
        pytest.param("a.jsonl", b'{"text": "x", "sentence_id": 1.5}\n', r"a.jsonl:1: sentence_id: is 1.5, must be text", id="number for id"),
        pytest.param("a.csv", b"text\n\"open\n", r"a.csv:2: not valid CSV", id="open quotation"),
        pytest.param("a.parquet", b"PAR1", r"a.parquet: not a readable Parquet file", id="no Parquet"),
        pytest.param("a.jsonl", b'{"text": "x", "sentence_id": "s"}\n' * 2, r"a.jsonl:2: sentence_id: .s. stands already", id="an id twice"),
    ],
)  # fmt: skip
def test_wrong_input_is_refused_with_its_place(tmp_path, name, content, message):
    (tmp_path / name).write_bytes(content)

    with pytest.raises(InputError, match=message):
        read_inputs([str(tmp_path / name)], None, "sentence")


def test_an_id_that_stands_twice_is_told_with_its_file_and_line(tmp_path):
    path = write_jsonl(tmp_path / "a.jsonl", [{"text": "x", "sentence_id": "s"}] * 2)

    with pytest.raises(InputError, match=r"a.jsonl:2: .*s.* stands"):
        read_inputs([str(path)], None, "sentence")


@pytest.mark.parametrize(
    ("file_format", "content", "message"),
    [
        pytest.param(None, b"", r"standard input:1: no text", id="empty"),
        pytest.param(None, b"\xff", r"standard input:1: byte 0xff is not UTF-8", id="not UTF-8"),
        pytest.param("jsonl", b"{", r"standard input:1:\d: not valid JSON", id="not JSON"),
    ],
)
def test_wrong_standard_input_is_called_that(monkeypatch, file_format, content, message):
    give_stdin(monkeypatch, content)

    with pytest.raises(InputError, match=message):
        read_inputs(["-"], file_format, "sentence")


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(InputError, match=r"none.txt: cannot be read \(No such file"):
        read_inputs([str(tmp_path / "none.txt")], None, "sentence")


@pytest.fixture(scope="module")
def model():
    return make_model(LogisticHead(C=(3.0,)))


def label(model, texts):
    """Return the rows of sentences that stand in one article."""
    sentences = model.label_article("\n".join(texts), "a")
    return [labelled.to_row() for labelled in sentences]


@pytest.fixture(scope="module")
def rows(model):
    return label(model, ["It rained.", "The minister said “no, É”.", "He denied it, he claims."])


def test_without_a_file_rows_go_out_as_json_lines(rows):
    stdout = io.StringIO()

    write_predictions(rows, LABELS, None, stdout)

    assert [json.loads(line) for line in stdout.getvalue().splitlines()] == rows


def test_json_lines_hold_the_rows(tmp_path, rows):
    write_predictions(rows, LABELS, tmp_path / "out.jsonl", io.StringIO())

    assert [row for _, row in read_rows(tmp_path / "out.jsonl")] == rows


def test_csv_holds_labels_by_bars_a_column_a_score_and_evidence_as_text(tmp_path, rows):
    write_predictions(rows, LABELS, tmp_path / "out.csv", io.StringIO())

    found = [row for _, row in read_rows(tmp_path / "out.csv")]
    assert [row["text"] for row in found] == [row["text"] for row in rows]
    assert [row["labels"] for row in found] == ["|".join(row["labels"]) for row in rows]
    assert [{label: float(row[f"score.{label}"]) for label in LABELS} for row in found] == [
        row["scores"] for row in rows
    ]
    words = [words for row in rows for named in row["evidence"].values() for words in named]
    shown = " ".join(row["evidence"] for row in found)
    assert words
    assert [w for w in words if f'{w["role"]} "{w["text"]}"' not in shown] == []
    assert "{" not in shown
    assert [(int(row["start"]), int(row["end"])) for row in found] == [
        (row["start"], row["end"]) for row in rows
    ]


def test_parquet_holds_typed_columns(tmp_path, rows):
    write_predictions(rows, LABELS, tmp_path / "out.parquet", io.StringIO())

    table = pq.read_table(tmp_path / "out.parquet")
    found = [{**row, "evidence": dict(row["evidence"])} for row in table.to_pylist()]
    assert found == rows
    assert table.schema.field("scores").type.field("attribution").type == pa.float64()
    assert table.schema.field("start").type == pa.int64()


def test_a_table_without_rows_has_every_column():
    table = predictions_table([], LABELS)

    assert table.num_rows == 0
    assert table.column_names == [
        "article_id",
        "sentence_id",
        "text",
        "start",
        "end",
        "labels",
        "scores",
        "evidence",
        "source",
    ]


def test_a_table_of_coded_rows_has_what_was_coded(rows):
    table = predictions_table([{**row, "coded": ["attribution"]} for row in rows], LABELS)

    assert table.column("coded").to_pylist() == [["attribution"]] * 3


def test_a_table_may_hide_the_text(model):
    hidden = [item.to_row(show_text=False) for item in model.label_article("He said so.")]

    table = predictions_table(hidden, LABELS)

    assert table.column("text").to_pylist() == [None]
    assert b"said" not in str(table.to_pylist()).encode()


TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)


@pytest.mark.parametrize("ending", WRITERS)
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50, deadline=None
)
@given(text=TEXT.filter(str.strip))
def test_any_text_comes_back_from_a_file_as_it_went_in(tmp_path, model, ending, text):
    path = tmp_path / f"out.{ending}"
    sent = write_jsonl(tmp_path / "in.jsonl", [{"text": f"{text}\r{text}", "sentence_id": "s"}])
    rows = [item.to_row() for item in model.label(read_inputs([str(sent)], None, "sentence"))]

    write_predictions(rows, LABELS, path, io.StringIO())

    assert [row["text"] for _, row in read_rows(path)] == [f"{text}\r{text}"]


def test_an_unknown_ending_is_refused_with_those_there_are(tmp_path, rows):
    with pytest.raises(InputError, match=r"out.xls: the ending '.xls' is not .*\.csv.*\.parquet"):
        write_predictions(rows, LABELS, tmp_path / "out.xls", io.StringIO())

    assert list(tmp_path.iterdir()) == []


GIVEN = [
    {"text": "It rained.", "labels": ["attribution"], "outlet": "=1+1", "date": date(2024, 5, 1), "n": 3, "source": "A"},
    {"text": "x", "labels": [], "outlet": None, "date": None, "n": float("nan"), "source": "B"},
    {"text": "y", "labels": [], "outlet": "N", "date": date(2024, 5, 3), "n": 4, "source": None},
]  # fmt: skip


openpyxl = pytest.importorskip("openpyxl")


def read_sheet(path):
    header, *lines = openpyxl.load_workbook(path).active.iter_rows(values_only=True)
    return [dict(zip(header, line, strict=True)) for line in lines]


def read_back(path):
    return read_sheet(path) if path.suffix == ".xlsx" else [row for _, row in read_rows(path)]


@pytest.mark.parametrize("ending", ["jsonl", "csv", "parquet", "xlsx"])
def test_every_column_of_the_input_comes_out_again(tmp_path, rows, ending):
    path = tmp_path / f"out.{ending}"

    write_predictions(rows, LABELS, path, io.StringIO(), GIVEN)

    found = read_back(path)
    empty = "" if ending == "csv" else None
    assert [row["outlet"] for row in found] == ["=1+1", empty, "N"]
    assert [str(row["date"]).removesuffix(" 00:00:00") for row in found] == [
        "2024-05-01",
        str(empty),
        "2024-05-03",
    ]
    taken = "source" if ending in ("csv", "xlsx") else "input_source"
    assert [row[taken] for row in found] == ["A", "B", empty]
    assert [row["text"] for row in found] == [row["text"] for row in rows]
    assert found[0]["coded"] in ("attribution", ["attribution"])


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_flat_files_have_a_column_of_0_and_1_and_one_of_scores_a_label(tmp_path, rows, ending):
    path = tmp_path / f"out.{ending}"

    write_predictions(rows, LABELS, path, io.StringIO(), GIVEN)

    for row, flat in zip(rows, read_back(path), strict=True):
        for label in LABELS:
            assert int(flat[f"label.{label}"]) == (label in row["labels"])
            assert float(flat[f"score.{label}"]) == pytest.approx(row["scores"][label], abs=1e-14)


def test_parquet_keeps_the_types_of_carried_columns_where_they_have_one(tmp_path, rows):
    given = [{**row, "mixed": value} for row, value in zip(GIVEN, (1, "a", [2]), strict=True)]

    write_predictions(rows, LABELS, tmp_path / "out.parquet", io.StringIO(), given)

    table = pq.read_table(tmp_path / "out.parquet")
    assert table.schema.field("date").type == pa.date32()
    assert table.schema.field("n").type == pa.int64()
    assert table.schema.field("coded").type == pa.list_(pa.string())
    assert table["mixed"].to_pylist() == ["1", "a", "[2]"]


def test_a_cell_of_a_sheet_is_text_whatever_it_begins_with(tmp_path, rows):
    write_predictions(rows, LABELS, tmp_path / "out.xlsx", io.StringIO(), GIVEN)

    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx").active
    kinds = {cell.value: cell.data_type for line in sheet.iter_rows() for cell in line}
    assert kinds["=1+1"] == "s"
    assert "f" not in kinds.values()


def test_what_no_sheet_holds_is_refused_and_nothing_is_left(tmp_path, rows):
    long = [{**row, "text": "a" * 40_000} for row in rows]

    with pytest.raises(InputError, match=r"a text of 40000 characters.*write \.csv or"):
        write_predictions(long, LABELS, tmp_path / "out.xlsx", io.StringIO())

    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_finished_leaves_the_old_one(tmp_path, rows):
    (tmp_path / "out.parquet").write_bytes(b"old")
    broken = [{**rows[0], "start": "not a number"}]

    with pytest.raises((pa.ArrowInvalid, pa.ArrowTypeError)):
        write_predictions(broken, LABELS, tmp_path / "out.parquet", io.StringIO())

    assert [path.name for path in tmp_path.iterdir()] == ["out.parquet"]
    assert (tmp_path / "out.parquet").read_bytes() == b"old"


def test_a_folder_for_the_file_is_made(tmp_path, rows):
    write_predictions(rows, LABELS, tmp_path / "new" / "deep" / "out.jsonl", io.StringIO())

    assert (tmp_path / "new" / "deep" / "out.jsonl").is_file()


@pytest.mark.parametrize("name", ["a.xls", "a.json", "A.PDF"])
def test_a_file_that_is_no_plain_text_is_refused_unless_told_otherwise(tmp_path, name):
    path = tmp_path / name
    path.write_text("It rained.")

    with pytest.raises(InputError, match=r"no plain text; save it as \.txt"):
        read_inputs([str(path)], None, "sentence")
    (sentence,) = read_inputs([str(path)], "text", "sentence")

    assert sentence.text == "It rained."


def test_a_sheet_holds_times_with_a_zone_as_text(tmp_path, rows):
    noon = datetime(2024, 5, 1, 12, tzinfo=UTC)

    write_predictions(rows[:1], LABELS, tmp_path / "out.xlsx", io.StringIO(), [{"at": noon}])

    assert read_sheet(tmp_path / "out.xlsx")[0]["at"] == "2024-05-01 12:00:00+00:00"
