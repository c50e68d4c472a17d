"""Raw articles: every sentence stands where its offsets say, whatever file the article came in."""

import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediaframe.data.formats.raw import read_articles
from mediaframe.errors import InputError
from tests.builders import write_jsonl

TEXT = (
    "Rain fell in Orrin.\r\n\r\n“It was untrue,” Lena Ortiz said – é 🙂. She left.\nIt was over.\n"
)
CUT = [
    "Rain fell in Orrin.",
    "“It was untrue,” Lena Ortiz said – é 🙂.",
    "She left.",
    "It was over.",
]


def save(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8"))
    return path


def rows_of(path):
    return [row for _, row in read_articles(path)]


def refused(path):
    """Return the message with which articles were refused."""
    with pytest.raises(InputError) as refusal:
        read_articles(path)
    return str(refusal.value)


def spans(rows, text):
    return [text[int(row["start"]) : int(row["end"])] for row in rows]


@pytest.mark.parametrize("name", ["storm.txt", "storm.TXT"])
def test_a_text_file_is_an_article_named_by_its_stem(tmp_path, name):
    rows = rows_of(save(tmp_path / name, TEXT))

    assert [row["text"] for row in rows] == CUT
    assert [row["article_id"] for row in rows] == ["storm"] * 4
    assert [row["sentence_id"] for row in rows] == ["storm:1", "storm:2", "storm:3", "storm:4"]


def test_offsets_point_at_the_sentence_in_the_text(tmp_path):
    rows = rows_of(save(tmp_path / "a.txt", TEXT))

    assert spans(rows, TEXT) == CUT


def test_a_byte_order_mark_is_no_character_of_the_text(tmp_path):
    rows = rows_of(save(tmp_path / "a.txt", "\ufeffIt rained. It stopped."))

    assert spans(rows, "It rained. It stopped.") == ["It rained.", "It stopped."]


@given(text=st.text(st.sampled_from("Ab é🙂.!?\n\r\t“”—\u2028\x85"), min_size=1).filter(str.strip))
def test_offsets_are_true_of_any_text(text, tmp_path_factory):
    path = write_jsonl(
        tmp_path_factory.mktemp("raw") / "a.jsonl", [{"article_id": "a", "text": text}]
    )

    rows = rows_of(path)

    assert spans(rows, text) == [row["text"] for row in rows]


def test_a_folder_holds_an_article_a_file_however_deep_in_order(tmp_path):
    save(tmp_path / "b.txt", "It rained.")
    save(tmp_path / "2026" / "a.txt", "It stopped. It was over.")
    save(tmp_path / "notes.md", "Not an article.")

    placed = read_articles(tmp_path)

    assert [(str(place), row["sentence_id"]) for place, row in placed] == [
        (str(tmp_path / "2026" / "a.txt"), "a:1"),
        (str(tmp_path / "2026" / "a.txt"), "a:2"),
        (str(tmp_path / "b.txt"), "b:1"),
    ]


def as_jsonl(path, rows):
    return write_jsonl(path.with_suffix(".jsonl"), rows)


def as_csv(path, rows):
    lines = [",".join(rows[0]), *(",".join(map(json.dumps, row.values())) for row in rows)]
    return save(path.with_suffix(".csv"), "\n".join(lines) + "\n")


def as_parquet(path, rows):
    pq.write_table(pa.Table.from_pylist(rows), path.with_suffix(".parquet"))
    return path.with_suffix(".parquet")


@pytest.mark.parametrize("write", [as_jsonl, as_csv, as_parquet])
def test_a_row_is_an_article_whose_columns_go_to_each_sentence(tmp_path, write):
    articles = [
        {"article_id": "001", "text": "It rained. It stopped.", "outlet": "The Quay"},
        {"article_id": "b", "text": "It was over.", "outlet": "NA"},
    ]
    path = write(tmp_path / "articles", articles)

    rows = rows_of(path)

    keys = ("sentence_id", "article_id", "text", "outlet", "start", "end")
    assert [tuple(row[key] for key in keys) for row in rows] == [
        ("001:1", "001", "It rained.", "The Quay", "0", "10"),
        ("001:2", "001", "It stopped.", "The Quay", "11", "22"),
        ("b:1", "b", "It was over.", "NA", "0", "12"),
    ]


def test_a_number_as_an_article_id_is_taken_as_its_digits(tmp_path):
    path = write_jsonl(tmp_path / "a.jsonl", [{"article_id": 7, "text": "It rained."}])

    assert [(row["article_id"], row["sentence_id"]) for row in rows_of(path)] == [("7", "7:1")]


def test_sentences_keep_their_own_ids_where_the_article_brings_one(tmp_path):
    article = {"article_id": "a", "sentence_id": "x", "text": "It rained. It stopped."}
    path = write_jsonl(tmp_path / "a.jsonl", [article])

    assert [row["sentence_id"] for row in rows_of(path)] == ["a:1", "a:2"]


def test_columns_of_offsets_are_replaced_by_true_ones(tmp_path):
    article = {"article_id": "a", "text": "It rained.", "start": "5", "end": "6"}
    path = write_jsonl(tmp_path / "a.jsonl", [article])

    assert [(row["start"], row["end"]) for row in rows_of(path)] == [("0", "10")]


def test_two_files_of_one_name_are_refused(tmp_path):
    first = save(tmp_path / "january" / "a.txt", "It rained.")
    second = save(tmp_path / "may" / "a.txt", "It stopped.")

    message = refused(tmp_path)

    assert message == (
        f"{second}: article_id: 'a' stands already at {first}; give each article its own"
    )


def test_two_rows_of_one_name_are_refused_by_line(tmp_path):
    row = {"article_id": "a", "text": "It rained."}
    path = write_jsonl(tmp_path / "a.jsonl", [row, {**row, "article_id": "b"}, row])

    message = refused(path)

    assert message == (
        f"{path}:3: article_id: 'a' stands already at {path}:1; give each article its own"
    )


@pytest.mark.parametrize(
    ("row", "message"),
    [
        pytest.param({"text": "It rained."}, "article_id: missing; every row needs it", id="no id"),
        pytest.param({"article_id": "a"}, "text: missing; every row needs it", id="no text"),
        pytest.param(
            {"article_id": "a", "text": " \n"}, "text: missing; every row needs it", id="blank"
        ),
        pytest.param(
            {"article_id": "a", "text": ["It rained."]},
            "text: is ['It rained.'], must be text; put it in quotation marks",
            id="a list",
        ),
    ],
)
def test_a_row_that_is_no_article_is_named_by_line(tmp_path, row, message):
    path = write_jsonl(tmp_path / "a.jsonl", [row])

    assert refused(path) == f"{path}:1: {message}"


def test_an_empty_text_file_is_named(tmp_path):
    save(tmp_path / "a.txt", "It rained.")
    empty = save(tmp_path / "b.txt", "")

    assert refused(tmp_path) == f"{empty}: text: missing; every row needs it"


def test_a_text_file_that_is_not_utf_8_is_named_by_line(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"It rained.\n\xe9 fell.")

    assert refused(path) == f"{path}:2: byte 0xe9 is not UTF-8; save the file with UTF-8 encoding"


def test_a_missing_file_is_named(tmp_path):
    path = tmp_path / "none.txt"

    assert refused(path).startswith(f"{path}: cannot be read (No such file or directory)")


def test_a_folder_without_texts_is_refused(tmp_path):
    assert str(tmp_path) in refused(tmp_path)
