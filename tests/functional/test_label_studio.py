"""From articles to coded sentences by way of Label Studio: what is written for a project, and its export read back."""

import json
from xml.etree import ElementTree

import pytest
from typer.testing import CliRunner

from mediaframe.cli import app
from mediaframe.serving.labeller import load_model
from tests.builders import make_rows, write_jsonl


def convert(*arguments):
    """Run `mediaframe data convert`."""
    return CliRunner().invoke(app, ["data", "convert", *map(str, arguments)])


@pytest.fixture
def unlabelled(tmp_path):
    """Return a corpus without labels."""
    rows = [{**row, "labels": None} for row in make_rows(articles=3)]
    return write_jsonl(tmp_path / "news.jsonl", rows)


def test_what_a_model_suggests_comes_back_as_what_a_coder_submits(small_run, unlabelled, tmp_path):
    tasks, interface = tmp_path / "tasks.json", tmp_path / "interface.xml"

    done = convert(
        *(unlabelled, tasks, "--labelling-config", interface),
        *("--predictions", small_run / "run"),
    )
    assert done.exit_code == 0, done.output
    exported = json.loads(tasks.read_text(encoding="utf-8"))
    question = ElementTree.parse(interface).find(".//Choices")
    for number, task in enumerate(exported, start=1):  # as Label Studio exports what Ana took over
        (suggested,) = task.pop("predictions")
        assert {each["from_name"] for each in suggested["result"]} <= {question.get("name")}
        assert {each["to_name"] for each in suggested["result"]} <= {question.get("toName")}
        assert 0.5 <= suggested["score"] <= 1
        task["id"] = number
        answer = {"id": number, "completed_by": {"email": "ana"}, "result": suggested["result"]}
        task["annotations"] = [answer]
    (tmp_path / "export.json").write_text(json.dumps(exported), encoding="utf-8")
    assert convert(tmp_path / "export.json", tmp_path / "coded.jsonl").exit_code == 0

    lines = (tmp_path / "coded.jsonl").read_text(encoding="utf-8").splitlines()
    coded = [json.loads(line) for line in lines]
    texts, articles = [row["text"] for row in coded], [row["article_id"] for row in coded]
    model = load_model(small_run / "run")
    decided = [
        [label for label, given in zip(model.labels, row, strict=True) if given]
        for row in model.predict(texts, articles)
    ]
    assert [row["labels"] for row in coded] == decided
    assert [row["coder_ana"] for row in coded] == decided
    assert [row["sentence_id"] for row in coded] == [row["sentence_id"] for row in make_rows(3)]


def test_suggestions_alone_are_no_labels(small_run, unlabelled, tmp_path):
    tasks = tmp_path / "tasks.json"
    convert(unlabelled, tasks, "--predictions", small_run / "run")

    refused = convert(tasks, tmp_path / "coded.jsonl")

    assert refused.exit_code == 2
    assert "no annotations, but predictions (what a model said) in 18 of 18 tasks" in refused.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(["out.csv", "--predictions", "news-en"], "--predictions: TO is written as csv; only label-studio has it", id="another format"),
        pytest.param(["out.jsonl", "--labelling-config", "i.xml"], "--labelling-config: TO is written as jsonl; only", id="an interface for another format"),
        pytest.param(["out.json", "--labelling-config", "out.json"], "--labelling-config: out.json: is what TO names", id="both in one file"),
        pytest.param(["out.json", "--force", "--labelling-config", "news.jsonl"], "news.jsonl: ", id="the file that is read"),
        pytest.param(["out.json", "--labelling-config", "there.xml"], "there.xml", id="a file that stands there"),
        pytest.param(["out.json", "--codebook", "own.yaml", "--predictions", "news-en"], "--predictions: the model gives attribution, official_claim, contested_claim, but codebook own has rain; name a model", id="another codebook"),
        pytest.param(["out.json", "--predictions", "news-de"], "news-de: no such model", id="no such model"),
    ],
)  # fmt: skip
def test_what_cannot_be_written_is_refused_and_nothing_is(
    unlabelled, tmp_path, monkeypatch, arguments, message
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "there.xml").write_text("mine", encoding="utf-8")
    book = "name: own\nversion: '1'\nlabels:\n  - {name: rain, definition: It rained.}\n"
    (tmp_path / "own.yaml").write_text(book, encoding="utf-8")

    result = convert(unlabelled, *arguments)

    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr
    assert not list(tmp_path.glob("out*"))
    assert (tmp_path / "there.xml").read_text(encoding="utf-8") == "mine"
