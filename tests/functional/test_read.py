"""`mediaframe read`: text, JSON, page, gold and another version, and what is said of wrong input."""

import json
import shutil
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from typer.testing import CliRunner

import mediaframe as package
from mediaframe.cli import app
from mediaframe.reader.inspection import reading_schema
from mediaframe.results.schemas import results_schema
from tests.builders import write_jsonl

GOLD = Path(__file__).parents[1] / "gold" / "examples.yaml"
ARTICLE = "Police say the driver fled – é 🙂.\nHis sister denies it."
ROWS = [
    {
        "sentence_id": "a:1",
        "article_id": "a",
        "text": "Police say he fled.",
        "labels": ["attribution"],
    },
    {"sentence_id": "a:2", "article_id": "a", "text": "Rain fell.", "labels": []},
]


def mediaframe(*arguments: object, stdin: str | None = None):
    """Run a command in this process."""
    return CliRunner().invoke(app, list(map(str, arguments)), input=stdin)


def valid(values, schema):
    """Whether values are what a schema says."""
    return list(Draft202012Validator(schema).iter_errors(values)) == []


def test_an_article_from_standard_input_is_told_sentence_by_sentence():
    result = mediaframe("read", stdin=ARTICLE)

    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("stdin\n\n[1] Police say the driver fled – é 🙂.\n    labels: ")
    assert "\ncast\n" in result.stdout


def test_several_articles_follow_each_other(tmp_path):
    for name in ("b", "a"):
        (tmp_path / f"{name}.txt").write_text(ARTICLE, encoding="utf-8")

    result = mediaframe("read", tmp_path / "b.txt", tmp_path / "a.txt")

    assert [line for line in result.stdout.splitlines() if line in ("a", "b")] == ["b", "a"]


def test_json_is_an_article_a_line_by_the_published_schema():
    result = mediaframe("read", "--json", stdin=ARTICLE)

    (article,) = map(json.loads, result.stdout.splitlines())
    assert valid(article, json.loads(mediaframe("config", "schema", "reading").stdout))
    assert valid(article, reading_schema())
    assert [ARTICLE[item["start"] : item["end"]] for item in article["sentences"]] == [
        item["text"] for item in article["sentences"]
    ]


def test_rows_are_sentences_of_their_articles(tmp_path):
    result = mediaframe("read", "--json", write_jsonl(tmp_path / "rows.jsonl", ROWS))

    (article,) = map(json.loads, result.stdout.splitlines())
    assert [item["sentence_id"] for item in article["sentences"]] == ["a:1", "a:2"]


def test_marked_up_gold_is_read_as_articles():
    result = mediaframe("read", GOLD, "--json")

    assert len(result.stdout.splitlines()) == 12


def test_a_page_is_written_in_place_of_text(tmp_path):
    path = tmp_path / "new" / "page.html"

    result = mediaframe("read", "--page", path, stdin=ARTICLE)

    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == f"1 article read: {path}\n"
    assert "<article" in path.read_text(encoding="utf-8")


def test_gold_is_scored_part_by_part():
    result = mediaframe("read", "--gold", GOLD, "--resamples", 100)

    assert result.exit_code == 0
    assert result.stdout.splitlines()[0].split()[:4] == ["part", "gold", "found", "right"]
    assert "label · contested claim" in result.stdout
    assert "12 articles, 17 sentences; 95% intervals" in result.stdout


def test_scores_of_gold_are_json_by_the_published_schema():
    result = mediaframe("read", "--gold", GOLD, "--json", "--resamples", 100)

    scores = json.loads(result.stdout)
    assert valid(scores, results_schema("parts"))
    assert scores["parts"]["label:attribution"]["gold"] == 13


def test_labels_of_a_codebook_of_the_users_are_scored(tmp_path):
    book = tmp_path / "book.yaml"
    book.write_text(
        "name: own\nversion: '1'\nlabels:\n- {name: told, definition: told, rule: [[attributed]]}\n",
        encoding="utf-8",
    )
    rows = write_jsonl(tmp_path / "rows.jsonl", [ROWS[0] | {"labels": ["told"]}])

    result = mediaframe("read", "--gold", rows, "--codebook", book, "--json")

    parts = json.loads(result.stdout)["parts"]
    assert list(parts) == ["label:told"]
    assert parts["label:told"]["right"] == 1


def test_another_version_is_compared_against_the_labels_of_the_file(tmp_path):
    source = Path(package.__file__).parent
    shutil.copytree(source, tmp_path / "src" / "mediaframe")
    rules = tmp_path / "src" / "mediaframe" / "codebook" / "codebook.yaml"
    text = rules.read_text(encoding="utf-8").replace("[attributed]", "[hearsay]", 1)
    rules.write_text(text, encoding="utf-8")
    rows = write_jsonl(tmp_path / "rows.jsonl", ROWS)

    result = mediaframe("read", rows, "--against", tmp_path)
    as_json = mediaframe("read", rows, "--against", tmp_path, "--json")

    assert "    gained  attribution: now given\n" in result.stdout
    assert f"1 of 2 sentences are read otherwise than by {tmp_path}\n" in result.stdout
    assert valid(json.loads(as_json.stdout), results_schema("changes"))


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        pytest.param(["no.txt"], "no.txt: cannot be read (No such file or directory); check the path", id="no file"),
        pytest.param(["--gold", "no.yaml"], "no.yaml: cannot be read (No such file or directory); check the path", id="no gold"),
        pytest.param(["--gold", "a.txt"], "a.txt: the ending '.txt' is not a corpus format", id="no form of gold"),
        pytest.param(["--gold", "--page", "p.html", "a.jsonl"], "--gold, --page, --against: each does another thing; give one of them", id="two things"),
        pytest.param(["--codebook", "no.yaml"], "no.yaml: cannot be read", id="no codebook"),
        pytest.param(["--gold"], "standard input: no gold", id="gold from nowhere"),
    ],
)  # fmt: skip
def test_wrong_input_is_one_message(arguments, told):
    result = mediaframe("read", *arguments, stdin=ARTICLE)

    assert result.exit_code == 2
    assert result.stderr.startswith(told)
    assert len(result.stderr.splitlines()) == 1
    assert result.stdout == ""


def test_the_help_tells_what_is_needed():
    told = " ".join(mediaframe("read", "--help").stdout.split())

    assert "Needs no model" in told
    assert "--against" in told
