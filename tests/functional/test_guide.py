"""The guide: what it shows, that README and it are true, and that what they tell to type works."""

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from mediaframe.cli import app
from mediaframe.cli.guide import PAGES, read_page
from tests.snippets import do

ROOT = Path(__file__).parents[2]
TOPICS = sorted(page.name.removesuffix(".md") for page in PAGES.iterdir())


def guide(*arguments: str):
    return CliRunner().invoke(app, ["guide", *arguments])


@pytest.mark.slow
@pytest.mark.parametrize("topic", TOPICS)
def test_what_a_page_tells_to_do_works(topic, tmp_path):
    do(read_page(topic), tmp_path)


@pytest.mark.slow
def test_the_five_minutes_of_the_readme_work(tmp_path):
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    do(readme, tmp_path, skip=3)  # what installs is run by the gate and by test_wheel.py

    assert "<mark" in (tmp_path / "article.html").read_text(encoding="utf-8")
    assert (tmp_path / "runs" / "my" / "report.html").is_file()


def test_without_a_topic_every_page_is_listed():
    listed = re.findall(r"^- `(.+?)`: \S", guide().stdout, flags=re.MULTILINE)

    assert sorted(listed) == [topic for topic in TOPICS if topic != "index"]


@pytest.mark.parametrize("topic", TOPICS)
def test_into_a_pipe_a_page_is_its_markdown(topic):
    shown = guide(topic)

    assert (shown.exit_code, shown.stdout) == (0, read_page(topic))


@pytest.mark.parametrize("topic", TOPICS)
def test_a_page_names_pages_that_there_are(topic):
    named = re.findall(r"mediaframe guide ([a-z-]+)", read_page(topic))

    assert [name for name in named if name not in TOPICS] == []


def test_a_terminal_shows_no_marks_of_markdown():
    ours, theirs = pty.openpty()
    call = [sys.executable, "-m", "mediaframe", "guide", "glossary"]
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "90"}
    with subprocess.Popen(call, stdout=theirs, env=environment):
        os.close(theirs)
        shown = b"".join(iter(lambda: _read(ours), b""))

    assert b"\x1b[1m" in shown  # bold
    assert b"**" not in shown


def _read(terminal: int) -> bytes:
    """Return what stands in a terminal, nothing once the other side is closed."""
    try:
        return os.read(terminal, 1 << 16)
    except OSError:
        return b""


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        pytest.param("measurring", "did you mean 'measuring'", id="a slip"),
        pytest.param("zzz", "choose from ", id="nothing near"),
        pytest.param("../models/news-en/README", "no such page", id="a path"),
    ],
)
def test_a_wrong_topic_is_one_message(typed, hint):
    shown = guide(typed)

    assert (shown.exit_code, shown.stdout) == (2, "")
    assert len(shown.stderr.splitlines()) == 1
    assert hint in shown.stderr
