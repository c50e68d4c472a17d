"""Who is quoted how often: counted by source, and by outlet where there are outlets."""

import csv

import pytest
from typer.testing import CliRunner

from mediaframe.cli import app
from mediaframe.config import LogisticHead
from mediaframe.files.rows import read_rows
from mediaframe.reader.evidence import Source
from mediaframe.serving.sources import count_sources
from tests.builders import LABELS, make_model, write_jsonl

ARTICLE = (
    "Prices will ease by spring, Finance Minister Ana Ruiz said. Ruiz said that rents had fallen. "
    "The bakery owner claims the oven never worked. Rain closed two roads."
)
ROWS = [
    {"article_id": "a1", "outlet": "Clarion", "text": ARTICLE},
    {"article_id": "a2", "outlet": "Herald", "text": ARTICLE},
    {"article_id": "a3", "outlet": "Herald", "text": "The alleged forgery has divided historians."},
]


@pytest.fixture(scope="module")
def model():
    return make_model(LogisticHead(C=(10.0,)))


@pytest.fixture(scope="module")
def folder(model, tmp_path_factory):
    folder = tmp_path_factory.mktemp("sources")
    model.save(folder / "model")
    write_jsonl(folder / "articles.jsonl", ROWS)
    return folder


def predict(folder, *options):
    command = [
        "predict",
        str(folder / "model"),
        str(folder / "articles.jsonl"),
        "--unit",
        "article",
    ]
    return CliRunner().invoke(app, [*command, *map(str, options)])


def test_a_labelled_sentence_names_its_source_as_the_article_gives_it_in_full(model):
    first, second, third, last = model.label_article(ARTICLE)

    assert "official_claim" in first.labels
    assert (first.source.status, second.source.status) == ("official", "official")
    assert "Ana Ruiz" in first.source.name
    assert second.source.name == first.source.name
    assert third.source.name == "The bakery owner"
    assert third.source.status != "official"
    assert (last.labels, last.source) == ((), None)


def test_a_sentence_that_nobody_says_has_no_source(model):
    (labelled,) = model.label_article("The alleged forgery has divided historians.")

    assert (labelled.labels, labelled.source) == (("contested_claim",), None)
    assert labelled.to_row()["source"] is None


@pytest.mark.parametrize(
    "text", ["It said that rents had fallen.", "They say the oven never worked."]
)
def test_a_pronoun_that_nobody_is_meant_by_is_no_name(model, text):
    (labelled,) = model.label_article(text)

    assert labelled.labels
    assert labelled.source.name is None


def test_an_official_claim_is_tied_to_the_official_source(model):
    (labelled,) = model.label_article("His sister says he fled, but police say that he called.")

    assert "official_claim" in labelled.labels
    assert labelled.source.status == "official"


def test_a_row_without_text_keeps_what_the_source_is_but_not_its_name(model):
    first = model.label_article(ARTICLE)[0]

    assert first.to_row()["source"] == {"name": first.source.name, "status": "official"}
    assert first.to_row(show_text=False)["source"] == {"name": None, "status": "official"}


def test_sources_are_counted_by_outlet_the_most_quoted_first(model):
    labelled = [
        each for row in ROWS for each in model.label_article(row["text"], row["article_id"])
    ]
    rows = [row for row in ROWS for _ in model.label_article(row["text"], row["article_id"])]

    counted = count_sources(labelled, rows, LABELS)

    assert [row["outlet"] for row in counted] == ["Clarion", "Clarion", "Herald", "Herald"]
    minister, owner = counted[:2]
    assert (minister["status"], minister["sentences"], minister["articles"]) == ("official", 2, 1)
    assert minister["official_claim"] == sum(
        "official_claim" in item.labels for item in labelled[:2]
    )
    assert (owner["name"], owner["sentences"], owner["contested_claim"]) == (
        "The bakery owner",
        1,
        1,
    )
    assert [{**row, "outlet": "Herald"} for row in counted[:2]] == counted[2:]


def test_without_outlets_there_is_no_such_column(model):
    labelled = model.label_article(ARTICLE)

    counted = count_sources(labelled, [{} for _ in labelled], LABELS)

    assert list(counted[0]) == ["name", "status", "articles", "sentences", *LABELS]


def test_the_command_writes_the_table_alone(folder, tmp_path):
    result = predict(folder, "--sources", tmp_path / "sources.csv")

    with (tmp_path / "sources.csv").open(newline="", encoding="utf-8") as lines:
        found = list(csv.DictReader(lines))
    assert result.exit_code == 0, result.output
    assert result.stdout == ""
    assert [row["sentences"] for row in found] == ["2", "1", "2", "1"]
    assert "9 sentences labelled" in result.stderr


@pytest.mark.parametrize("ending", ["jsonl", "csv", "parquet"])
def test_rows_hold_the_source(folder, tmp_path, ending):
    output = tmp_path / f"out.{ending}"
    assert predict(folder, "-o", output).exit_code == 0

    read = [row for _, row in read_rows(output)]
    if ending == "csv":
        found = [(row["source.name"], row["source.status"]) for row in read]
    else:
        found = [tuple((row["source"] or {"name": "", "status": ""}).values()) for row in read]
    nobody = ("", "")
    assert found[2] == Source("The bakery owner", found[2][1])
    assert found[0] == found[1]
    assert found[3] == found[-1] == nobody


def test_the_page_tells_the_source(folder, tmp_path):
    assert predict(folder, "--page", tmp_path / "page.html").exit_code == 0

    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert page.count('<span class="tag said">The bakery owner · ') == 2


def test_another_ending_is_refused_before_anything_is_labelled(folder, tmp_path):
    result = predict(folder, "--sources", tmp_path / "sources.txt")

    assert result.exit_code == 2
    assert "the ending '.txt' is not a corpus format" in result.stderr


def test_a_table_that_stands_there_is_replaced_by_force_alone(folder, tmp_path):
    path = tmp_path / "sources.csv"
    path.write_text("mine", encoding="utf-8")

    refused = predict(folder, "--sources", path)
    forced = predict(folder, "--sources", path, "--force")

    assert (refused.exit_code, forced.exit_code) == (2, 0)
    assert path.read_text(encoding="utf-8").startswith("outlet,name,status,articles,sentences")
