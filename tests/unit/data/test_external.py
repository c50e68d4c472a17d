"""Scores and labels of other models come in as they were written, or are refused with their place."""

import pytest

from mediaframe.article.sentences import place_in_articles
from mediaframe.codebook import load_codebook
from mediaframe.data.external import file_digest, read_external
from mediaframe.errors import InputError
from mediaframe.files.rows import write_table
from tests.builders import LABELS, write_jsonl

CODEBOOK = load_codebook()
SENTENCES = place_in_articles(["One.", "Two."], ["a", "a"], ["001", "NA"])
A, O, C = LABELS  # noqa: E741 - the letters of the codebook
GIVEN = {"001": (0.25, 0.5, 1.0), "NA": (0.0, 0.125, 0.75)}
DECIDED = {"001": (1.0, 0.0, 1.0), "NA": (0.0, 0.0, 0.0)}


def scored(sentence_id, **changes):
    scores = dict(zip(LABELS, GIVEN[sentence_id], strict=True))
    return {"sentence_id": sentence_id, "scores": scores, **changes}


def read(path):
    return read_external(path, CODEBOOK, SENTENCES)


@pytest.mark.parametrize("name", ["s.jsonl", "s.csv", "s.parquet"])
def test_scores_are_read_from_every_format(tmp_path, name):
    path = tmp_path / name
    write_table([scored("001"), scored("NA")], path)

    assert read(path) == GIVEN


@pytest.mark.parametrize("name", ["s.jsonl", "s.csv", "s.parquet"])
def test_labels_are_read_from_every_format_as_zero_and_one(tmp_path, name):
    path = tmp_path / name
    write_table([{"sentence_id": "001", "labels": [A, C]}, {"sentence_id": "NA", "labels": []}], path)  # fmt: skip

    assert read(path) == DECIDED


@pytest.mark.parametrize(
    "header",
    [
        pytest.param(f"sentence_id,{A},{O},{C},model", id="named like the labels"),
        pytest.param(f"sentence_id,scores.{A},scores.{O},scores.{C},model", id="named scores.LABEL"),
    ],
)  # fmt: skip
def test_scores_may_stand_in_a_column_each(tmp_path, header):
    path = tmp_path / "s.csv"
    path.write_text(f"{header}\n001,0.25,0.5,1,m\nNA,0,0.125,0.75,m\n")

    assert read(path) == GIVEN


def test_scores_go_before_labels_as_in_our_own_predictions(tmp_path):
    path = write_jsonl(tmp_path / "s.jsonl", [scored("001", labels=[]), scored("NA", labels=[A])])

    assert read(path) == GIVEN


def test_further_rows_are_kept(tmp_path):
    rows = [scored("001"), scored("NA"), {**scored("NA"), "sentence_id": "more"}]

    assert list(read(write_jsonl(tmp_path / "s.jsonl", rows))) == ["001", "NA", "more"]


def said(**scores):
    return {"sentence_id": "001", "scores": scores}


WRONG = [
    pytest.param(said(**{A: 0.5, O: 0.5}), rf":1: scores\.{C}: missing; give a probability", id="label left out"),
    pytest.param(said(**{A: 0.5, O: 0.5, C: 1.5}), rf":1: scores\.{C}: is 1\.5, must be a number from 0 to 1", id="above 1"),
    pytest.param(said(**{A: -0.1, O: 0.5, C: 0.5}), rf":1: scores\.{A}: is -0\.1, must", id="below 0"),
    pytest.param(said(**{A: "high", O: 0.5, C: 0.5}), rf":1: scores\.{A}: is 'high', must", id="no number"),
    pytest.param(said(**{A: True, O: 0.5, C: 0.5}), rf":1: scores\.{A}: is True, must", id="yes"),
    pytest.param(said(**{A: [1], O: 0.5, C: 0.5}), rf":1: scores\.{A}: is \[1\], must", id="a list"),
    pytest.param(said(**{A: 0.5, O: 0.5, C: 0.5, "tone": 1}), ":1: scores: 'tone' is not a label", id="unknown label scored"),
    pytest.param({"sentence_id": "001", "labels": ["atribution"]}, r":1: labels: 'atribution' .* did you mean 'attribution'", id="unknown label"),
    pytest.param({"sentence_id": "001", "labels": None}, ":1: labels: is None; write a list", id="labels left out"),
    pytest.param({"sentence_id": "001", "text": "x"}, ":1: neither scores nor labels; give", id="neither"),
    pytest.param({"sentence_id": "001", "scores": 0.5}, r":1: scores: is 0\.5; write label to probability", id="one number"),
    pytest.param({"sentence_id": "001", "scores": "{"}, r":1: scores: is '\{'; write a JSON object", id="cut off"),
    pytest.param({"labels": []}, ":1: sentence_id: missing", id="no id"),
    pytest.param({"sentence_id": "002", "labels": []}, r"2 of 2 sentences of the corpus have no row: '001', 'NA'; score them", id="other sentences"),
]  # fmt: skip


@pytest.mark.parametrize(("row", "message"), WRONG)
def test_what_cannot_be_used_is_refused_with_its_place(tmp_path, row, message):
    path = write_jsonl(tmp_path / "s.jsonl", [row])

    with pytest.raises(InputError, match=rf"s\.jsonl:.*{message}|s\.jsonl{message}"):
        read(path)


def test_an_id_that_stands_twice_is_refused_with_both_places(tmp_path):
    path = write_jsonl(tmp_path / "s.jsonl", [scored("001"), scored("NA"), scored("001")])

    with pytest.raises(InputError, match=r":3: sentence_id: '001' stands already at .*:1;"):
        read(path)


def test_only_the_first_of_many_missing_sentences_are_named(tmp_path):
    many = place_in_articles(["x"] * 9, ["a"] * 9, [f"n{number}" for number in range(9)])
    path = write_jsonl(tmp_path / "s.jsonl", [scored("001")])

    with pytest.raises(
        InputError, match=r"9 of 9 sentences .*: 'n0', 'n1', 'n2', 'n3', 'n4', …; score"
    ):
        read_external(path, CODEBOOK, many)


def test_a_digest_tells_files_apart(tmp_path):
    first, second = tmp_path / "a", tmp_path / "b"
    first.write_text("1")
    second.write_text("2")

    assert file_digest(first) == file_digest(first) != file_digest(second)
