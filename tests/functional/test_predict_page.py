"""`predict --page`: what is written, where, and what is said of it."""

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from mediaframe.cli import app
from tests.builders import write_jsonl

ARTICLE = "“It was untrue,” the finance minister said – é 🙂.\nRain fell in Orrin."


def mediaframe(*arguments: object, stdin: str | None = None):
    """Run a command in this process."""
    return CliRunner().invoke(app, list(map(str, arguments)), input=stdin)


@pytest.fixture
def model(small_run) -> Path:
    """Return the folder of a small run."""
    return Path(small_run / "run")


def test_a_page_alone_is_written_and_said_to_be_alone(model, tmp_path):
    path = tmp_path / "new" / "page.html"

    result = mediaframe("predict", model, "--page", path, stdin=ARTICLE)

    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == (f"2 sentences labelled: {path} (-o writes the rows too)\n")
    assert "Rain fell in Orrin." in path.read_text(encoding="utf-8")
    assert [found.name for found in path.parent.iterdir()] == ["page.html"]


def test_a_page_changes_nothing_about_the_rows(model, tmp_path):
    rows = mediaframe("predict", model, stdin=ARTICLE).stdout
    page, output = tmp_path / "page.html", tmp_path / "rows.jsonl"

    result = mediaframe("predict", model, "-o", output, "--page", page, stdin=ARTICLE)

    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == f"2 sentences labelled: {output} and {page}\n"
    assert output.read_text(encoding="utf-8") == rows
    assert page.read_text(encoding="utf-8").count("<details") == 1


def test_articles_stand_on_the_page_in_the_order_given(model, tmp_path):
    articles = [{"article_id": name, "text": ARTICLE} for name in ("zeta", "alpha")]
    path = write_jsonl(tmp_path / "articles.jsonl", articles)

    mediaframe("predict", model, path, "--unit", "article", "--page", tmp_path / "page.html")

    html = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert html.index("<b>zeta</b>") < html.index("<b>alpha</b>")


def test_the_page_counts_the_labels_of_the_rows(model, tmp_path):
    output, page = tmp_path / "rows.jsonl", tmp_path / "page.html"

    mediaframe("predict", model, "-o", output, "--page", page, stdin=ARTICLE)

    rows = [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]
    articles = page.read_text(encoding="utf-8").partition("<details")[2]
    tags = re.findall(r'class="tag(?: near)?"', articles)
    assert len(tags) == sum(len(row["labels"]) for row in rows)


def test_a_page_that_cannot_be_written_is_one_message(model, tmp_path):
    result = mediaframe("predict", model, "--page", tmp_path, stdin=ARTICLE)

    assert result.exit_code == 2
    assert result.stderr == f"{tmp_path}: Is a directory; check the path\n"
