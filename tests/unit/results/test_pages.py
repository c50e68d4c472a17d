"""Plain pages: complete, self-contained, and deaf to what texts say."""

import re
from html.parser import HTMLParser

import pytest

from mediaframe.results.pages import MOST_SENTENCES, write_plain_page
from mediaframe.results.tables import Table

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{ 7 * 7 }}&amp;"
TABLE = Table("labels", "How many.", ("label", "share"), (("attribution", "0.5 [0.4, 0.6]"),))


class Reader(HTMLParser):
    """Collects the tags and the text of a page."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.text = [], ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):  # noqa: ARG002 - as the parser calls it
        """Keep the tag."""
        self.tags.append(tag)

    def handle_data(self, data):
        """Keep the text."""
        self.text += data


def page(tmp_path, title="Title", headline="Headline.", tables=(TABLE,), items=()):
    path = tmp_path / "page.html"
    write_plain_page(path, title, headline, tables, items)
    return path.read_text(encoding="utf-8")


def test_a_page_shows_headline_tables_and_findings(tmp_path):
    items = [("near_duplicate", "articles a and b", [("a:1", "It rained – é 🙂.")])]

    text = Reader(page(tmp_path, items=items)).text

    shown = ["Title", "Headline.", "How many.", "attribution", "near duplicate: 1", "articles a and b", "It rained – é 🙂.", "a:1"]  # fmt: skip
    assert [part for part in shown if part not in text] == []


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param({"title": HOSTILE}, id="title"),
        pytest.param({"headline": HOSTILE}, id="headline"),
        pytest.param({"tables": [Table("t", HOSTILE, ("a",), (("b",),))]}, id="caption"),
        pytest.param({"tables": [Table("t", "", (HOSTILE, HOSTILE), (("b", "c"),))]}, id="header"),
        pytest.param({"tables": [Table("t", "", ("a", "b"), ((HOSTILE, HOSTILE),))]}, id="cells"),
        pytest.param({"items": [(HOSTILE, "x", [])]}, id="kind"),
        pytest.param({"items": [("x", HOSTILE, [])]}, id="what"),
        pytest.param({"items": [("x", "x", [(HOSTILE, "x")])]}, id="sentence id"),
        pytest.param({"items": [("x", "x", [("x", HOSTILE)])]}, id="sentence"),
    ],
)
def test_hostile_text_is_shown_and_never_run(tmp_path, parts):
    read = Reader(page(tmp_path, **parts))

    assert HOSTILE in read.text
    assert {"script", "img"} & set(read.tags) == set()


def test_a_page_asks_nothing_of_the_net(tmp_path):
    assert re.findall(r"(?:https?:)?//\w|src=|@import|<link", page(tmp_path)) == []


@pytest.mark.parametrize(
    ("sentences", "shown", "rest"),
    [
        pytest.param(MOST_SENTENCES, MOST_SENTENCES, [], id="all"),
        pytest.param(MOST_SENTENCES + 1, MOST_SENTENCES, ["and 1 more"], id="one too many"),
        pytest.param(0, 0, [], id="none"),
    ],
)
def test_a_finding_shows_its_first_sentences_and_counts_the_rest(tmp_path, sentences, shown, rest):
    items = [("gap", "x", [(f"s{number}", "It rained.") for number in range(sentences)])]

    text = Reader(page(tmp_path, items=items)).text

    assert text.count("It rained.") == shown
    assert re.findall(r"and \d+ more", text) == rest


def test_the_same_page_is_written_twice_alike(tmp_path):
    assert page(tmp_path) == page(tmp_path)
