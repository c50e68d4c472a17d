"""`predict --risk`: labels only where few decisions are wrong, the rest for coding."""

import csv
import json
from dataclasses import replace

import pytest
from typer.testing import CliRunner

from mediaframe import load_model
from mediaframe.cli import app
from tests.builders import LABELS

RISK = "0.3"


def predict(*arguments):
    return CliRunner().invoke(app, ["predict", *map(str, arguments)])


def rows_of(result):
    assert result.exit_code == 0, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.fixture(scope="module")
def model(small_run):
    return small_run / "run"


def test_every_label_is_given_denied_or_left_open_by_its_score(small_run, model):
    rows = rows_of(predict(model, small_run / "corpus.jsonl", "--risk", RISK))
    plain = rows_of(predict(model, small_run / "corpus.jsonl"))

    certainty = load_model(model).certainty
    left = 0
    for row, before in zip(rows, plain, strict=True):
        for label in LABELS:
            given, score = label in before["labels"], row["scores"][label]
            least = certainty[label].least("yes" if given else "no", float(RISK))
            stands = least is not None and (score if given else 1 - score) >= least
            assert (label in row["abstained"]) == (not stands)
            assert (label in row["labels"]) == (given and stands)
            left += not stands
    assert 0 < left < len(rows) * len(LABELS)


def test_what_is_left_open_is_empty_in_a_flat_file_and_listed_for_coding(
    small_run, model, tmp_path
):
    out, code = tmp_path / "out.csv", tmp_path / "code.csv"

    result = predict(
        model, small_run / "corpus.jsonl", "--risk", RISK, "-o", out, "--code-next", code
    )

    assert result.exit_code == 0, result.stderr
    with out.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    with code.open(newline="", encoding="utf-8") as file:
        to_code = list(csv.DictReader(file))
    for row in rows:
        left = [name for name in row["abstained"].split("|") if name]
        assert [label for label in LABELS if row[f"label.{label}"] == ""] == left
    waiting = [row["sentence_id"] for row in rows if row["abstained"]]
    assert [row["sentence_id"] for row in to_code] == waiting
    assert not {"labels", "coded", "scores", "abstained"} & set(to_code[0])
    assert f"{len(waiting)} sentences to code" in result.stderr
    assert result.stderr.count(" stand (") == 2 * len(LABELS)


def test_nothing_stands_where_no_error_is_shown_to_be_rare(small_run, model):
    rows = rows_of(predict(model, small_run / "corpus.jsonl", "--risk", "0.0001"))

    assert all(row["labels"] == [] and row["abstained"] == list(LABELS) for row in rows)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--risk", "0"], "--risk: 0 is no share of decisions"),
        (["--risk", "1.5"], "--risk: 1.5 is no share"),
        (["--code-next", "open.csv"], "--code-next: lists what --risk leaves open"),
    ],
)
def test_what_means_nothing_is_refused(small_run, model, arguments, message):
    result = predict(model, small_run / "corpus.jsonl", *arguments)

    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr


def test_a_model_that_does_not_know_how_sure_it_is_says_so(small_run, tmp_path):
    replace(load_model(small_run / "run"), certainty=None).save(tmp_path / "old")

    result = predict(tmp_path / "old", small_run / "corpus.jsonl", "--risk", "0.1")

    assert "certainty" not in json.loads((tmp_path / "old" / "model.json").read_text("utf-8"))
    assert result.exit_code == 2
    assert "trained before models kept what --risk needs; train again" in result.stderr
