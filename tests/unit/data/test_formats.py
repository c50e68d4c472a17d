"""Corpora in the formats of annotation tools: what goes in comes out, and what a tool writes is read right."""

import datetime
import json
import subprocess
import sys
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from datasets import List, Value, load_from_disk
from hypothesis import given, settings
from hypothesis import strategies as st

from mediaframe.codebook import load_codebook
from mediaframe.data.formats import FORMATS, guess_format, read_format, write_format
from mediaframe.errors import InputError
from tests.builders import LABELS, make_rows, write_jsonl

CODEBOOK = load_codebook()
WRITABLE = [name for name in FORMATS if name not in {"brat", "text", "xlsx", "spss", "stata"}]
FILE_NAMES = {
    "jsonl": "corpus.jsonl",
    "csv": "corpus.csv",
    "parquet": "corpus.parquet",
    "dataset": "dataset",
    "label-studio": "tasks.json",
    "doccano": "doccano.jsonl",
    "prodigy": "prodigy.jsonl",
    "cas": "cas",
}
HOSTILE = (
    "NA",
    "null",
    "001",
    "1e5",
    "2026-11-22",
    "2026-11-22T10:00:00Z",
    '"quoted"',
    '""',
    'a,"",b',
    "it's",
    "a,b;c|d",
    "two\nlines",
    "two\r\nlines",
    "lone\rreturn",
    "tab\tbed",
    " spaces around ",
    "back\\slash \\n \\u0041",
    "=HYPERLINK(1)",
    "@SUM(A1)",
    "😀👩‍👩‍👧",
    "مرحبا \u202eright to left",
    "line\u2028separator\x85next",
    "\ufeffmark",
    "<b>&amp;</b> ]]>",
    "nul \0 within",
    "\x0b\x1f\ufffe",
)
texts = st.sampled_from(HOSTILE) | st.text()
filled = texts.filter(str.strip)
labellings = st.lists(st.sampled_from(LABELS), unique=True)
TAKEN = ("sentence_id", "article_id", "text", "labels", "label")
column_names = (
    st.sampled_from(["outlet", "id", "meta", "Comments", "a,b", 'say "x"', "NA", "é|ü"])
    | st.text(st.characters(codec="utf-8", exclude_characters="\0"))
).filter(lambda name: name not in TAKEN and not name.startswith("coder_"))


@st.composite
def corpora(draw):
    """Draw rows as a corpus has them, all with the same columns, article by article."""
    columns = draw(st.lists(column_names, max_size=3, unique=True))
    names = st.lists(column_names.filter(str.strip), max_size=2, unique=True)
    coders = [f"coder_{name}" for name in draw(names)]
    row: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
        {
            "sentence_id": filled,
            "article_id": filled,
            "text": filled,
            "labels": st.none() | labellings,
            **dict.fromkeys(coders, st.none() | labellings),
            **dict.fromkeys(columns, st.none() | texts),
        }
    )
    rows = draw(st.lists(row, min_size=1, max_size=4, unique_by=lambda row: row["sentence_id"]))
    articles = list(dict.fromkeys(row["article_id"] for row in rows))
    return sorted(rows, key=lambda row: articles.index(row["article_id"]))


def read(path, file_format):
    """Return the rows of a corpus without their places."""
    return [row for _, row in read_format(path, file_format, CODEBOOK)]


def read_refused(path, file_format):
    """Return the message with which a corpus was refused."""
    with pytest.raises(InputError) as refusal:
        read_format(path, file_format, CODEBOOK)
    return str(refusal.value)


def row(sentence_id="s1", **values):
    return {
        "sentence_id": sentence_id,
        "article_id": "a",
        "text": "It rained.",
        "labels": [],
        **values,
    }


def save(path, content):
    """Write text to a file as it stands, or values as JSON; return the path."""
    text = content if isinstance(content, str) else json.dumps(content)
    path.write_bytes(text.encode("utf-8"))
    return path


@pytest.mark.parametrize("file_format", WRITABLE)
@settings(deadline=None, max_examples=40)
@given(rows=corpora())
def test_a_corpus_comes_out_as_it_went_in(file_format, rows, tmp_path_factory):
    path = tmp_path_factory.mktemp("corpus") / FILE_NAMES[file_format]

    write_format(rows, path, file_format, CODEBOOK)

    assert read(path, file_format) == rows


@pytest.mark.parametrize("file_format", WRITABLE)
def test_hostile_text_survives_in_every_place(tmp_path, file_format):
    rows = [
        row("s2", outlet=None, topic=None, date="", coder_1=None, labels=list(LABELS)),
        *(
            row(text, article_id=text, text=text, outlet=text, topic="", date=None, coder_1=[])
            for text in HOSTILE
        ),
    ]
    path = tmp_path / FILE_NAMES[file_format]

    write_format(rows, path, file_format, CODEBOOK)

    assert read(path, file_format) == rows


@pytest.mark.parametrize("file_format", WRITABLE)
def test_what_is_written_is_recognised(tmp_path, file_format):
    path = tmp_path / FILE_NAMES[file_format]

    write_format([row(coder_1=["attribution"])], path, file_format, CODEBOOK)

    assert guess_format(path) == file_format


@pytest.mark.parametrize("file_format", WRITABLE)
def test_writing_leaves_one_thing_and_replaces_what_stood_there(tmp_path, file_format):
    path = tmp_path / FILE_NAMES[file_format]
    write_format(make_rows(3), path, file_format, CODEBOOK)

    write_format([row()], path, file_format, CODEBOOK)

    assert read(path, file_format) == [row()]
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("file_format", WRITABLE)
def test_a_refused_corpus_leaves_what_stood_there(tmp_path, file_format):
    path = tmp_path / FILE_NAMES[file_format]
    write_format([row()], path, file_format, CODEBOOK)

    with pytest.raises(InputError, match=r"^row 2: labels: 'atribution' is not a label"):
        write_format([row(), row("s2", labels=["atribution"])], path, file_format, CODEBOOK)

    assert read(path, file_format) == [row()]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        pytest.param([], "{path}: no rows to write; give at least one sentence", id="no rows"),
        pytest.param([row(), row()], "row 2: sentence_id: 's1' stands already at row 1; give each sentence its own id", id="id twice"),
        pytest.param([row(text=" ")], "row 1: text: missing; every row needs it", id="no text"),
        pytest.param([row(outlet="\ud800")], "row 1: outlet: holds half a character (a lone surrogate); save the text again as UTF-8", id="half a character"),
        pytest.param([{**row(), "\ud800": "x"}], "row 1: column name: holds half a character (a lone surrogate); save the text again as UTF-8", id="half a character in a name"),
        pytest.param([row(coder_1="zzz")], "row 1: coder_1: 'zzz' is not a label of codebook framing {version}; choose from attribution, contested_claim, official_claim", id="unknown label of a coder"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_read_back_is_not_written(tmp_path, rows, message):
    path = tmp_path / "corpus.jsonl"

    with pytest.raises(InputError) as refusal:
        write_format(rows, path, "jsonl", CODEBOOK)

    assert str(refusal.value) == message.format(path=path, version=CODEBOOK.version)
    assert not path.exists()


def test_a_value_that_is_not_text_becomes_json_text_and_a_missing_one_none(tmp_path):
    path = tmp_path / "corpus.parquet"

    write_format([row(page=3, tags=["ü"]), row("s2", rst=False)], path, "parquet", CODEBOOK)

    assert read(path, "parquet") == [
        row(page="3", tags='["ü"]', rst=None),
        row("s2", page=None, tags=None, rst="false"),
    ]


@pytest.mark.parametrize(
    ("name", "file_format", "message"),
    [
        pytest.param("x", "brat", "brat: can only be read; choose from", id="read only"),
        pytest.param(
            "x", "jsnl", "jsnl: is no corpus format; did you mean 'jsonl'?", id="misspelt"
        ),
    ],
)
def test_a_format_that_cannot_be_written_is_named(tmp_path, name, file_format, message):
    with pytest.raises(InputError) as refusal:
        write_format([row()], tmp_path / name, file_format, CODEBOOK)

    assert str(refusal.value).startswith(message)


def test_a_misspelt_format_to_read_names_the_nearest(tmp_path):
    message = read_refused(tmp_path, "prodgy")

    assert message == "prodgy: is no corpus format; did you mean 'prodigy'?"


# ---- tables ----


def test_csv_from_elsewhere_takes_an_empty_label_column_for_no_label(tmp_path):
    text = 'sentence_id,article_id,text,labels,coder_1,coder_2,outlet\r\n001,a,"Rain, ""again"".",,,NA,\r\n2,a,x,attribution|official_claim,attribution,"","NA"\r\n'
    path = save(tmp_path / "corpus.csv", text)

    assert read(path, "csv") == [
        row("001", text='Rain, "again".', coder_1=[], coder_2=None, outlet=None),
        row(
            "2",
            text="x",
            labels=["attribution", "official_claim"],
            coder_1=["attribution"],
            coder_2=[],
            outlet="NA",
        ),
    ]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        pytest.param('sentence_id,article_id,text,labels\n"a"x,b\n', "2: not valid CSV", id="text behind a quotation mark"),
        pytest.param('sentence_id,article_id,text,labels\na,b,"c,\nd,"""",e', "2: not valid CSV", id="quotation mark left open"),
        pytest.param("sentence_id,article_id,text,labels\na,b,c,\nd\n", "3: 1 values for 4 columns", id="cut off"),
        pytest.param("sentence_id,article_id,text,labels\na,b,c,\na,b,c,\n", "3: sentence_id: 'a' stands already", id="id twice"),
        pytest.param("sentence_id,article_id,text,labels\n,b,c,\n", "2: sentence_id: missing", id="no id"),
    ],
)  # fmt: skip
def test_a_wrong_csv_is_named_by_line(tmp_path, text, place):
    path = save(tmp_path / "corpus.csv", text)

    message = read_refused(path, "csv")

    assert message.startswith(f"{path}:{place}")


def test_many_open_quotation_marks_do_not_take_long(tmp_path):
    path = save(tmp_path / "corpus.csv", "sentence_id,article_id,text,labels\n" + '"a,""' * 300_000)

    message = read_refused(path, "csv")

    assert message.startswith(f"{path}:2: not valid CSV")


def test_a_dataset_has_explicit_features(tmp_path):
    write_format([row("001", date="2026-11-22", coder_1=None)], tmp_path / "d", "dataset", CODEBOOK)

    dataset = load_from_disk(str(tmp_path / "d"))

    assert dataset.features == {
        "sentence_id": Value("string"),
        "article_id": Value("string"),
        "text": Value("string"),
        "labels": List(Value("string")),
        "date": Value("string"),
        "coder_1": List(Value("string")),
    }


def test_a_dataset_refuses_the_column_name_it_would_cut_off(tmp_path):
    with pytest.raises(InputError) as refusal:
        write_format([{**row(), "a\0b": "x"}], tmp_path / "d", "dataset", CODEBOOK)

    message = r"'a\x00b': NUL in the name of a column; rename it, or write another format"
    assert str(refusal.value) == f"{tmp_path / 'd'}: {message}"
    assert list(tmp_path.iterdir()) == []


def test_a_typed_date_in_parquet_reads_as_iso_text(tmp_path):
    path = tmp_path / "corpus.parquet"
    pq.write_table(pa.Table.from_pylist([row(date=datetime.date(2024, 1, 5))]), path)

    assert read(path, "parquet") == [row(date="2024-01-05")]


def test_writing_a_dataset_prints_nothing(tmp_path, capfd):
    write_format([row()], tmp_path / "d", "dataset", CODEBOOK)

    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("file_format", ["dataset", "brat", "cas"])
def test_an_empty_folder_is_named_with_what_is_lacking(tmp_path, file_format):
    message = read_refused(tmp_path, file_format)

    assert message.startswith(f"{tmp_path}: no ")


def test_a_damaged_dataset_is_named(tmp_path):
    save(tmp_path / "state.json", "{")

    message = read_refused(tmp_path, "dataset")

    assert message.startswith(f"{tmp_path}: not a readable Hugging Face dataset")


# ---- Label Studio ----


def choice(*labels):
    """Return a result as Label Studio's frontend writes it."""
    return {
        "value": {"choices": list(labels)},
        "id": "kT3bQ9xZ1a",
        "from_name": "framing",
        "to_name": "text",
        "type": "choices",
        "origin": "manual",
    }


def annotation(number, user, *labels, **values):
    """Return an annotation as Label Studio exports it."""
    return {
        "id": number,
        "completed_by": user,
        "result": [choice(*labels)] if labels else [],
        "was_cancelled": False,
        "ground_truth": False,
        "created_at": "2026-03-02T09:14:05.431Z",
        "updated_at": "2026-03-02T09:14:05.431Z",
        "draft_created_at": None,
        "lead_time": 7.31,
        "prediction": {},
        "result_count": len(labels),
        "unique_id": "5a1c7f0e-6a5b-4e57-9d0a-0c8f0f2f4a11",
        "import_id": None,
        "last_action": None,
        "task": 41,
        "project": 3,
        "parent_prediction": None,
        "parent_annotation": None,
        **values,
    }


def task(*annotations, number=41, **data):
    """Return a task as Label Studio exports it."""
    return {
        "id": number,
        "annotations": list(annotations),
        "file_upload": "8f2d1c-news.json",
        "drafts": [],
        "predictions": [],
        "data": {"text": "It rained.", "article_id": "a", **data},
        "meta": {},
        "created_at": "2026-03-01T08:00:00.000Z",
        "updated_at": "2026-03-02T09:14:05.500Z",
        "inner_id": 1,
        "total_annotations": len(annotations),
        "cancelled_annotations": 0,
        "total_predictions": 0,
        "comment_count": 0,
        "project": 3,
        "updated_by": 1,
        "comment_authors": [],
    }


@pytest.mark.parametrize(
    ("annotations", "expected"),
    [
        pytest.param([annotation(7, 1, "attribution", "official_claim")], {"labels": ["attribution", "official_claim"], "coder_1": ["attribution", "official_claim"]}, id="one annotator settles"),
        pytest.param([annotation(7, 1)], {"labels": [], "coder_1": []}, id="nothing chosen"),
        pytest.param([annotation(7, 1), annotation(8, 2, "attribution")], {"labels": None, "coder_1": [], "coder_2": ["attribution"]}, id="two annotators settle nothing"),
        pytest.param([annotation(7, 1), annotation(8, 2, "attribution"), annotation(9, 3, "contested_claim", ground_truth=True)], {"labels": ["contested_claim"], "coder_1": [], "coder_2": ["attribution"]}, id="ground truth settles"),
        pytest.param([annotation(7, 1, was_cancelled=True), annotation(8, 2, "attribution")], {"labels": ["attribution"], "coder_1": None, "coder_2": ["attribution"]}, id="skipped"),
        pytest.param([annotation(7, {"id": 1, "email": "lena@example.org", "first_name": "", "last_name": ""})], {"labels": [], "coder_lena@example.org": []}, id="annotator by address"),
        pytest.param([], {"labels": None}, id="not annotated"),
        pytest.param([annotation(7, 1, "attribution", result=[choice("attribution"), {"type": "textarea", "value": {"text": ["a note"]}, "from_name": "note", "to_name": "text"}])], {"labels": ["attribution"], "coder_1": ["attribution"]}, id="a note beside"),
    ],
)  # fmt: skip
def test_an_export_of_label_studio_reads_right(tmp_path, annotations, expected):
    path = save(tmp_path / "export.json", [task(*annotations, sentence_id="s1", outlet="The Quay")])

    assert read(path, "label-studio") == [
        {"sentence_id": "s1", "article_id": "a", "text": "It rained.", "outlet": "The Quay"}
        | expected
    ]


def test_a_task_without_sentence_id_has_that_of_label_studio(tmp_path):
    path = save(tmp_path / "export.json", [task(annotation(7, 1))])

    assert read(path, "label-studio") == [row("41", coder_1=[])]


def test_meta_gives_columns_but_data_goes_first(tmp_path):
    values = task(annotation(7, 1), sentence_id="s1") | {"meta": {"outlet": "x", "text": "no"}}
    path = save(tmp_path / "export.json", [values])

    assert read(path, "label-studio") == [row(coder_1=[], outlet="x")]


def test_coders_are_known_again_after_a_way_through_label_studio(tmp_path):
    written = row(labels=["attribution"], coder_lena=["attribution"], coder_ito=[])
    write_format([written], tmp_path / "in.json", "label-studio", CODEBOOK)
    tasks = json.loads((tmp_path / "in.json").read_text())
    for number, given_in in enumerate(tasks[0]["annotations"], start=500):  # as the import does
        given_in |= {"id": number, "import_id": given_in["id"], "completed_by": 1}
    tasks[0]["annotations"].append(annotation(2, 9, "contested_claim"))

    path = save(tmp_path / "out.json", tasks)

    assert read(path, "label-studio") == [{**written, "coder_9": ["contested_claim"]}]


def test_the_settled_labels_are_the_only_ground_truth(tmp_path):
    path = tmp_path / "tasks.json"

    write_format([row(coder_1=["attribution"], coder_2=None)], path, "label-studio", CODEBOOK)

    (written,) = json.loads(path.read_text())
    assert [entry["ground_truth"] for entry in written["annotations"]] == [True, False, False]
    assert [entry["was_cancelled"] for entry in written["annotations"]] == [False, False, True]
    assert written["annotations"][1]["result"] == [
        {
            "from_name": "framing",
            "to_name": "text",
            "type": "choices",
            "value": {"choices": ["attribution"]},
        }
    ]
    assert not any("completed_by" in entry for entry in written["annotations"])


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param('[{"data":\n {"text"', ":2:9: not valid JSON", id="cut off"),
        pytest.param({"tasks": []}, ": a dict, not a list of tasks; export the project as JSON", id="no list"),
        pytest.param([], ": no rows; give at least one sentence", id="no tasks"),
        pytest.param([3], ": task 1: is 3; ", id="no object"),
        pytest.param([{"text": "x", "framing": "attribution"}], ": task 1: data: missing; this seems to be JSON-MIN: export the project as JSON", id="JSON-MIN"),
        pytest.param([task(annotation(7, 1, result=3))], ": task 1: annotations.0.result: is 3; ", id="result no list"),
        pytest.param([task(sentence_id="s1"), {"data": {"text": "x"}, "id": 2}], ": task 2: article_id: missing; every row needs it", id="no article"),
        pytest.param([task(annotation(7, 1, "rumour"))], ": task 1: labels: 'rumour' is not a label", id="unknown label"),
        pytest.param([task(annotation(7, 1), annotation(8, 1))], ": task 1: annotations: two by coder_1; keep one of each annotator", id="annotator twice"),
        pytest.param([task(annotation(7, 1, ground_truth=True), annotation(8, 2, ground_truth=True))], ": task 1: annotations: 2 are marked as ground truth; mark one", id="two ground truths"),
        pytest.param("[" * 100_000, ": not readable JSON", id="too deep"),
        pytest.param("[" + "1" * 5000 + "]", ": not readable JSON", id="number too long"),
    ],
)  # fmt: skip
def test_a_wrong_export_of_label_studio_is_named_by_task(tmp_path, content, message):
    path = save(tmp_path / "export.json", content)

    assert read_refused(path, "label-studio").startswith(f"{path}{message}")


# ---- doccano ----


def test_an_export_of_doccano_reads_right(tmp_path):
    lines = [
        {"id": 118, "text": "It rained.", "label": ["attribution", "official_claim"], "article_id": "a", "sentence_id": "s1", "outlet": "The Quay", "Comments": []},
        {"id": 119, "text": "It rained.", "label": [], "article_id": "a", "outlet": None, "Comments": ["odd"]},
    ]  # fmt: skip
    path = write_jsonl(tmp_path / "all.jsonl", lines)

    assert read(path, "doccano") == [
        row(labels=["attribution", "official_claim"], outlet="The Quay", id="118", Comments=None),
        row("119", outlet=None, id="119", Comments='["odd"]'),
    ]


def test_doccano_finds_text_labels_and_metadata_where_it_looks(tmp_path):
    path = tmp_path / "doccano.jsonl"

    write_format([row(labels=["attribution"], outlet="é", coder_1=[])], path, "doccano", CODEBOOK)

    assert json.loads(path.read_text()) == {
        "sentence_id": "s1",
        "article_id": "a",
        "text": "It rained.",
        "label": ["attribution"],
        "outlet": "é",
        "coder_1": [],
    }


def test_a_column_that_doccano_takes_for_the_labels_is_refused(tmp_path):
    path = tmp_path / "doccano.jsonl"

    with pytest.raises(InputError) as refusal:
        write_format([row(label="x")], path, "doccano", CODEBOOK)

    assert str(refusal.value).startswith(f"{path}: label: doccano keeps the labels under this name")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        pytest.param({"id": 1, "text": "x", "label": [[0, 1, "ORG"]], "article_id": "a"}, "1: labels: 'ORG' is not a label", id="spans of something else"),
        pytest.param({"id": 1, "text": "x", "label": ["rumour"], "article_id": "a"}, "1: labels: 'rumour' is not a label", id="unknown label"),
        pytest.param({"id": 1, "text": "x", "label": []}, "1: article_id: missing", id="no article"),
    ],
)  # fmt: skip
def test_a_wrong_export_of_doccano_is_named_by_line(tmp_path, line, message):
    path = write_jsonl(tmp_path / "all.jsonl", [line])

    assert read_refused(path, "doccano").startswith(f"{path}:{message}")


# ---- Prodigy ----


def answered(accept, answer="accept", annotator="news-lena", **values):
    """Return a line as `prodigy db-out` writes it after `textcat.manual`."""
    return {
        "text": "It rained.",
        "meta": {"sentence_id": "s1", "article_id": "a", "outlet": "The Quay"},
        "_input_hash": -1209438512,
        "_task_hash": 774120935,
        "options": [{"id": label, "text": label} for label in LABELS],
        "_view_id": "choice",
        "accept": accept,
        "config": {"choice_style": "multiple"},
        "answer": answer,
        "_timestamp": 1772442845,
        "_annotator_id": annotator,
        "_session_id": annotator,
        **values,
    }


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param([answered(["attribution"])], {"labels": ["attribution"], "coder_news-lena": ["attribution"]}, id="one annotator settles"),
        pytest.param([answered(["attribution"]), answered([], annotator="news-ito")], {"labels": None, "coder_news-lena": ["attribution"], "coder_news-ito": []}, id="two annotators settle nothing"),
        pytest.param([answered(["attribution"]), answered(["attribution"], "ignore", "news-ito")], {"labels": ["attribution"], "coder_news-lena": ["attribution"], "coder_news-ito": None}, id="ignored"),
        pytest.param([answered([]), answered(["attribution"], annotator=None)], {"labels": ["attribution"], "coder_news-lena": []}, id="no annotator settles"),
        pytest.param([answered([], "accept" if label == "attribution" else "reject", label=label) for label in LABELS], {"labels": ["attribution"], "coder_news-lena": ["attribution"]}, id="each label asked about, one accepted"),
        pytest.param([answered([], "reject", label=label) for label in LABELS], {"labels": [], "coder_news-lena": []}, id="each label rejected"),
        pytest.param([answered([], "ignore" if label == "attribution" else "accept", label=label) for label in LABELS], {"labels": None, "coder_news-lena": None}, id="a label ignored"),
    ],
)  # fmt: skip
def test_an_export_of_prodigy_reads_right(tmp_path, lines, expected):
    path = write_jsonl(tmp_path / "news.jsonl", lines)

    (found,) = read(path, "prodigy")

    assert found == {
        "sentence_id": "s1",
        "article_id": "a",
        "text": "It rained.",
        "outlet": "The Quay",
        **expected,
    }


def test_a_prodigy_task_without_sentence_id_is_known_by_its_hash(tmp_path):
    lines = [
        answered([], meta={}, article_id="a"),
        answered([], meta={}, article_id="a", annotator="b"),
    ]
    path = write_jsonl(tmp_path / "news.jsonl", lines)

    assert [found["sentence_id"] for found in read(path, "prodigy")] == ["-1209438512"]


def test_prodigy_gets_a_line_a_sentence_and_coder(tmp_path):
    path = tmp_path / "prodigy.jsonl"

    write_format(
        [row(coder_lena=["attribution"], coder_ito=None, outlet="x")], path, "prodigy", CODEBOOK
    )

    lines = [json.loads(line) for line in path.read_text().splitlines()]
    assert [(line.get("_annotator_id"), line["accept"], line["answer"]) for line in lines] == [
        (None, [], "accept"),
        ("lena", ["attribution"], "accept"),
        ("ito", [], "ignore"),
    ]
    assert lines[0]["meta"] == {"sentence_id": "s1", "article_id": "a", "outlet": "x"}
    assert lines[0]["options"] == [{"id": label, "text": label} for label in LABELS]


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        pytest.param([answered([]), answered([])], "2: a second line of annotator 'news-lena' for the sentence at {path}:1; keep one", id="annotator twice"),
        pytest.param([answered([]), answered([], text="It snowed.", annotator="b")], "2: sentence_id: 's1' stands already at {path}:1", id="another text"),
        pytest.param([answered(["rumour"])], "1: labels: 'rumour' is not a label", id="unknown label"),
        pytest.param([answered("attribution")], "1: accept: is 'attribution'; ", id="accept no list"),
        pytest.param([{"answer": "accept"}], "1: text: missing; add it", id="no text"),
        pytest.param([answered([], meta={})], "1: article_id: missing", id="no article"),
    ],
)  # fmt: skip
def test_a_wrong_export_of_prodigy_is_named_by_line(tmp_path, lines, message):
    path = write_jsonl(tmp_path / "news.jsonl", lines)

    assert read_refused(path, "prodigy").startswith(f"{path}:{message.format(path=path)}")


# ---- brat ----

ARTICLE = "Dam fails\nRain fell 😀 on Monday. The mayor said the dam was safe.\nNobody was hurt.\n"
MAYOR = "The mayor said the dam was safe."


def bound(number, kind, part, text=ARTICLE):
    """Return a text-bound annotation as brat writes it."""
    start = text.index(part)
    shown = part.replace("\n", " ")
    return f"T{number}\t{kind} {start} {start + len(part)}\t{shown}\n"


def brat_folder(folder, annotations, text=ARTICLE):
    save(folder / "dam-01.txt", text)
    save(folder / "dam-01.ann", annotations)
    return folder


@pytest.mark.parametrize(
    ("annotations", "labels"),
    [
        pytest.param("", [[], [], [], []], id="nothing marked"),
        pytest.param(bound(1, "Attribution", "mayor said"), [[], [], ["attribution"], []], id="part of a sentence"),
        pytest.param(bound(1, "Official-Claim", MAYOR) + bound(2, "attribution", "said"), [[], [], ["attribution", "official_claim"], []], id="case and hyphens"),
        pytest.param(bound(1, "contested_claim", ARTICLE), [["contested_claim"]] * 4, id="whole text"),
        pytest.param(bound(1, "ATTRIBUTION", "Monday. The mayor"), [[], ["attribution"], ["attribution"], []], id="two sentences"),
        pytest.param("T1\tAttribution 0 3;67 73\tDam Nobody\n".replace("67 73", f"{ARTICLE.index('Nobody')} {ARTICLE.index('Nobody') + 6}"), [["attribution"], [], [], ["attribution"]], id="parts apart"),
        pytest.param(bound(1, "Attribution", "said") + bound(2, "Person", "The mayor") + "E1\tAttribution:T1 Source:T2\nR1\tSays Arg1:T2 Arg2:T1\nA1\tSure T1\n#1\tAnnotatorNotes T1\tT for sure\n", [[], [], ["attribution"], []], id="other lines"),
        pytest.param(bound(1, "Attribution", "said").replace("\n", "\r\n"), [[], [], ["attribution"], []], id="Windows line ends"),
    ],
)  # fmt: skip
def test_a_brat_folder_reads_right(tmp_path, annotations, labels):
    folder = brat_folder(tmp_path, annotations)

    placed = read_format(folder, "brat", CODEBOOK)

    assert [found["labels"] for _, found in placed] == labels
    assert {found["article_id"] for _, found in placed} == {"dam-01"}
    assert placed[2][1]["text"] == MAYOR
    assert [place.line for place, _ in placed] == [1, 2, 2, 3]


@pytest.mark.parametrize(
    ("annotations", "message"),
    [
        pytest.param("T1\tAttribution 0\tDam\n", "{folder}/dam-01.ann:1: not a text-bound annotation", id="one offset"),
        pytest.param("\nT1\tAttribution 1 4\tDam\n", "{folder}/dam-01.ann:2: 'Dam' does not stand at 1 4; was the text changed", id="displaced"),
        pytest.param("T1\tAttribution 4 4\t\n", "{folder}/dam-01.ann:1: Attribution at 4 4 stands on no characters; mark the words", id="no characters"),
        pytest.param("T1\tAtribution 0 3\tDam\n", "{folder}: no annotation has a label as its type, but for example 'Atribution'; did you mean 'attribution'?", id="misspelt type"),
        pytest.param(bound(1, "Place", "dam"), "{folder}: no annotation has a label as its type, but for example 'Place'; choose from", id="foreign types"),
    ],
)  # fmt: skip
def test_a_wrong_brat_folder_is_named_by_line(tmp_path, annotations, message):
    folder = brat_folder(tmp_path, annotations)

    assert read_refused(folder, "brat").startswith(message.format(folder=folder))


@pytest.mark.parametrize(
    ("lone", "message"),
    [
        pytest.param("b.txt", "{folder}/b.txt: no b.ann beside it; add it", id="no annotations"),
        pytest.param("b.ann", "{folder}/b.ann: no b.txt beside it; add it", id="no text"),
    ],
)
def test_half_of_a_brat_pair_is_named(tmp_path, lone, message):
    folder = brat_folder(tmp_path, "")
    save(folder / lone, "")

    assert read_refused(folder, "brat").startswith(message.format(folder=folder))


# ---- UIMA CAS ----

SENTENCE = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Sentence"


def foreign_cas(folder, text, framing, feature="framing"):
    """Write a document as a tool does that knows only the label feature."""
    cassis = pytest.importorskip("cassis")
    types = cassis.TypeSystem()
    sentence = types.create_type(SENTENCE, supertypeName="uima.tcas.Annotation")
    types.create_feature(sentence, feature, "uima.cas.String")
    cas = cassis.Cas(types)
    cas.sofa_string = text
    cas.add_all([sentence(begin=begin, end=end, **values) for begin, end, values in framing])
    types.to_xml(folder / "TypeSystem.xml")
    cas.to_xmi(folder / "dam.xmi")
    return folder


def test_a_cas_of_another_tool_reads_right(tmp_path):
    text = "Rain 😀 fell. The mayor spoke."
    marks = [(0, 12, {}), (13, len(text), {"framing": "attribution|official_claim"})]
    folder = foreign_cas(tmp_path, text, marks)

    assert read(folder, "cas") == [
        row("dam:1", article_id="dam", text="Rain 😀 fell."),
        row("dam:2", article_id="dam", text="The mayor spoke.", labels=["attribution", "official_claim"]),
    ]  # fmt: skip


def test_an_article_is_one_document_whose_sentences_carry_their_labels(tmp_path):
    cassis = pytest.importorskip("cassis")
    rows = [row(labels=["attribution"]), row("s2", text="😀 \0 x"), row("s3", article_id="b")]

    write_format(rows, tmp_path / "cas", "cas", CODEBOOK)

    types = cassis.load_typesystem(tmp_path / "cas" / "TypeSystem.xml")
    first = cassis.load_cas_from_xmi(tmp_path / "cas" / "000001.xmi", typesystem=types)
    found = [(mark.get_covered_text(), mark.framing) for mark in first.select(SENTENCE)]
    assert found == [("It rained.", "attribution"), ("😀 \ufffd x", "")]
    assert len(list((tmp_path / "cas").glob("*.xmi"))) == 2


def test_a_label_changed_in_another_tool_is_the_one_read(tmp_path):
    pytest.importorskip("cassis")
    write_format([row(labels=None), row("s2")], tmp_path / "cas", "cas", CODEBOOK)
    document = tmp_path / "cas" / "000001.xmi"
    changed = document.read_text(encoding="utf-8").replace('framing=""', 'framing="attribution"')

    save(document, changed)

    assert read(tmp_path / "cas", "cas") == [row(labels=None), row("s2", labels=["attribution"])]


def test_a_cas_without_the_label_feature_is_refused(tmp_path):
    folder = foreign_cas(tmp_path, "Rain.", [(0, 5, {})], feature="sentiment")

    message = read_refused(folder, "cas")

    assert message.startswith(f"{folder}/TypeSystem.xml: no feature 'framing' in type {SENTENCE}")


@pytest.mark.parametrize("name", ["TypeSystem.xml", "dam.xmi"])
def test_a_cas_cut_off_is_named(tmp_path, name):
    folder = foreign_cas(tmp_path, "Rain.", [(0, 5, {})])
    (folder / name).write_bytes((folder / name).read_bytes()[:-20])

    message = read_refused(folder, "cas")

    assert message.startswith(f"{folder / name}: not a readable UIMA file")


@pytest.mark.parametrize(
    "columns",
    [pytest.param("{", id="cut off"), pytest.param("[3]", id="no object")],
)
def test_damaged_columns_of_a_cas_are_named_by_sentence(tmp_path, columns):
    folder = foreign_cas(tmp_path, "Rain.", [(0, 5, {"columns": columns})], feature="columns")
    types = (folder / "TypeSystem.xml").read_text()
    feature = "<featureDescription><name>framing</name><description/><rangeTypeName>uima.cas.String</rangeTypeName></featureDescription></features>"
    save(folder / "TypeSystem.xml", types.replace("</features>", feature))

    message = read_refused(folder, "cas")

    assert message.startswith(f"{folder}/dam.xmi: sentence 1: columns:1")


@pytest.mark.parametrize("act", ["read", "write"])
def test_a_missing_package_is_named_with_how_to_install_it(tmp_path, monkeypatch, act):
    monkeypatch.setitem(sys.modules, "cassis", None)
    acts = {
        "read": lambda: read_format(tmp_path, "cas", CODEBOOK),
        "write": lambda: write_format([row()], tmp_path / "cas", "cas", CODEBOOK),
    }

    with pytest.raises(InputError) as refusal:
        acts[act]()

    assert str(refusal.value) == (
        "cas: the package dkpro-cassis is missing; run: pip install 'mediaframe[cas]'"
    )
    assert list(tmp_path.iterdir()) == []


# ---- guessing ----


@pytest.mark.parametrize(
    ("name", "file_format"),
    [
        pytest.param("new.jsonl", "jsonl", id="new JSON Lines"),
        pytest.param("new.NDJSON", "jsonl", id="other ending of JSON Lines"),
        pytest.param("new.csv", "csv", id="new CSV"),
        pytest.param("new.parquet", "parquet", id="new Parquet"),
        pytest.param("new.json", "label-studio", id="new JSON"),
    ],
)
def test_a_new_file_is_known_by_its_ending(tmp_path, name, file_format):
    assert guess_format(tmp_path / name) == file_format


@pytest.mark.parametrize(
    ("text", "file_format"),
    [
        pytest.param("", "jsonl", id="empty"),
        pytest.param("[3", "jsonl", id="damaged"),
        pytest.param("3\n", "jsonl", id="no object"),
        pytest.param('\ufeff{"text": "x", "label": []}\n', "doccano", id="byte-order mark"),
        pytest.param('{"text": "x", "label": "a", "answer": "reject"}\n', "prodigy", id="one label in Prodigy"),
        pytest.param('{"labels": [], "label": "x", "answer": "y"}\n', "jsonl", id="columns that tools use too"),
    ],
)  # fmt: skip
def test_json_lines_are_told_apart_by_their_keys(tmp_path, text, file_format):
    path = save(tmp_path / "lines.jsonl", text)

    assert guess_format(path) == file_format


@pytest.mark.parametrize("name", ["corpus.docx", "corpus", "folder"])
def test_what_cannot_be_told_asks_for_the_format(tmp_path, name):
    (tmp_path / "folder").mkdir()

    with pytest.raises(InputError) as refusal:
        guess_format(tmp_path / name)

    message = str(refusal.value)
    assert message.startswith(f"{tmp_path / name}: cannot tell the format; ")
    assert message.endswith(": " + ", ".join(FORMATS))


def test_a_folder_of_two_kinds_asks_for_the_format(tmp_path):
    brat_folder(tmp_path, "")
    save(tmp_path / "x.xmi", "")

    with pytest.raises(InputError, match="cannot tell the format; name the folder"):
        guess_format(tmp_path)


def test_importing_the_formats_loads_no_optional_or_slow_package():
    code = "import sys, mediaframe.data.formats; print({'cassis', 'datasets'} & set(sys.modules))"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "set()"
