"""A file that is being coded: what the coder sees, what is on disk, and what is refused."""

import csv
import json
import os

import pytest

from mediaframe.article.sentences import AFTER, BEFORE
from mediaframe.codebook import load_codebook
from mediaframe.curation.coding import CodingFile
from mediaframe.data.formats import read_format, write_format
from mediaframe.errors import InputError
from tests.builders import make_rows, write_jsonl

BOOK = load_codebook()
ROWS = make_rows(articles=2, sentences=6)
FIRST = ROWS[0]["sentence_id"]


@pytest.fixture(params=["csv", "jsonl", "parquet"])
def path(request, tmp_path):
    """Return a file of sentences that nobody coded, and that two coders did."""
    rows = [{**row, "labels": None, "coder_1": ["attribution"], "outlet": "Courier, Ltd.", "empty": ""} for row in ROWS]  # fmt: skip
    path = tmp_path / f"sentences.{request.param}"
    write_format(rows, path, request.param, BOOK)
    return path


def rows_of(path):
    return [row for _, row in read_format(path, path.suffix[1:], BOOK)]


def test_labels_are_on_disk_at_once_and_nothing_else_changes(path):
    before = rows_of(path)

    CodingFile(path, BOOK).code(FIRST, ["attribution"], "")

    assert rows_of(path) == [{**before[0], "labels": ["attribution"]}, *before[1:]]


def test_none_of_the_labels_is_an_answer(path):
    CodingFile(path, BOOK).code(FIRST, [], "")

    assert [row["labels"] for row in rows_of(path)[:2]] == [[], None]


def test_labels_can_be_taken_back(path):
    file = CodingFile(path, BOOK)
    before = path.read_bytes()

    file.code(FIRST, ["attribution"], "")
    file.code(FIRST, None, "")

    assert path.read_bytes() == before


def test_labels_bring_those_that_they_imply_in_the_codebooks_order(path):
    file = CodingFile(path, BOOK)

    assert file.code(FIRST, ["contested_claim", "official_claim"], "") == list(BOOK.label_names)


def test_a_file_goes_on_where_it_stopped(path):
    CodingFile(path, BOOK).code(FIRST, ["attribution"], "odd")

    first, second, *_ = CodingFile(path, BOOK).sentences()

    assert (first.labels, first.note, first.is_coded) == (["attribution"], "odd", True)
    assert (second.labels, second.note, second.is_coded) == (None, "", False)


def test_a_second_coder_sees_nothing_of_the_first(path):
    CodingFile(path, BOOK).code(FIRST, ["attribution"], "a secret")
    CodingFile(path, BOOK, "ana").code(FIRST, [], "mine")

    ben = CodingFile(path, BOOK, "ben")

    assert "secret" not in repr(ben.sentences())
    assert {sentence.labels for sentence in ben.sentences()} == {None}
    ben.code(FIRST, ["contested_claim"], "")
    row = rows_of(path)[0]
    kept = {name: row[name] for name in ("labels", "coder_1", "coder_ana", "coder_ben", "note", "note_ana")}  # fmt: skip
    assert kept == {"labels": ["attribution"], "coder_1": ["attribution"], "coder_ana": [], "coder_ben": ["contested_claim"], "note": "a secret", "note_ana": "mine"}  # fmt: skip


def test_neighbours_are_those_of_the_article_or_those_that_the_file_gives(tmp_path):
    texts = [row["text"] for row in ROWS]
    given = [{**row, "before": "Here.", "after": None} for row in ROWS]

    own, told = (
        CodingFile(write_jsonl(tmp_path / f"{name}.jsonl", rows), BOOK).sentences()[6:]
        for name, rows in (("own", ROWS), ("told", given))
    )

    assert (BEFORE, AFTER) == (2, 1)
    assert [(own[at].before, own[at].after) for at in (0, 2)] == [("", texts[7]), (f"{texts[6]} {texts[7]}", texts[9])]  # fmt: skip
    assert {(sentence.before, sentence.after) for sentence in told} == {("Here.", "")}


def test_what_another_program_wrote_meanwhile_is_kept(path):
    ana, ben = (CodingFile(path, BOOK, name) for name in ("ana", "ben"))

    ana.code(FIRST, [], "")
    ben.code(FIRST, ["attribution"], "")
    ana.code(ROWS[1]["sentence_id"], ["contested_claim"], "")

    row = rows_of(path)[0]
    assert (row["coder_ana"], row["coder_ben"]) == ([], ["attribution"])


def test_a_sentence_that_is_gone_is_refused(tmp_path):
    path = write_jsonl(tmp_path / "a.jsonl", ROWS)
    file = CodingFile(path, BOOK)
    write_jsonl(path, ROWS[1:])

    with pytest.raises(InputError, match=rf"'{FIRST}' is not there; was the file replaced"):
        file.code(FIRST, [], "")


def test_an_unknown_label_is_refused_and_nothing_is_written(path):
    before = path.read_bytes()

    with pytest.raises(InputError, match="'atribution' is not a label"):
        CodingFile(path, BOOK).code(FIRST, ["atribution"], "")

    assert path.read_bytes() == before


@pytest.mark.parametrize("note", ["=1+1", 'a "b", c\r\nd', "é 🙂", "\x00", "NA", "[]"])
def test_a_note_comes_back_as_it_was(path, note):
    CodingFile(path, BOOK).code(FIRST, [], note)

    assert CodingFile(path, BOOK).sentences()[0].note == note


def test_none_of_the_labels_is_no_empty_cell(tmp_path):
    path = tmp_path / "sentences.csv"
    write_format(ROWS, path, "csv", BOOK)
    CodingFile(path, BOOK, "ana").code(FIRST, [], "")

    line = path.read_text(encoding="utf-8").splitlines()[1]
    assert line.endswith('""')
    with path.open(encoding="utf-8", newline="") as lines:
        assert [row["coder_ana"] for row in csv.DictReader(lines)][:2] == ["", "NA"]


@pytest.mark.parametrize(
    "coder", ["", " ", "a b", "-a", "a" * 41, "../a", "a\n"], ids=repr
)  # fmt: skip
def test_a_coder_has_a_name(tmp_path, coder):
    with pytest.raises(InputError, match=r"--coder: .*: a name of letters"):
        CodingFile(write_jsonl(tmp_path / "a.jsonl", ROWS), BOOK, coder)


@pytest.mark.parametrize("column", ["scores", "score.attribution"])
def test_predictions_are_not_shown_to_a_coder(tmp_path, column):
    path = write_jsonl(tmp_path / "a.jsonl", [{**row, column: 0.3} for row in ROWS])

    with pytest.raises(InputError, match=f"{column}: a model's predictions stand in the file"):
        CodingFile(path, BOOK)


def test_another_tools_file_is_to_be_converted(tmp_path):
    (tmp_path / "tasks.json").write_text("[]", encoding="utf-8")

    with pytest.raises(InputError, match=r"only \.csv, \.jsonl and .parquet can be coded in place"):
        CodingFile(tmp_path / "tasks.json", BOOK)


def test_a_write_that_fails_leaves_all_as_it_was(path, monkeypatch):
    file = CodingFile(path, BOOK)
    before = path.read_bytes()

    def fail(*_arguments):
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr("mediaframe.files.folders._sync", fail)
    with pytest.raises(OSError, match="No space"):
        file.code(FIRST, ["attribution"], "")
    monkeypatch.undo()

    assert path.read_bytes() == before
    assert file.sentences()[0].labels is None
    assert file.code(FIRST, [], "") == []
    assert json.loads(json.dumps(rows_of(path)[0]["labels"])) == []
