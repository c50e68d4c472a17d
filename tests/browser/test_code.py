"""`mediaframe code`: sentences coded by keyboard alone; what is settled outlives the page and the server."""

import csv
from itertools import product

import pytest

from tests.browser.looking import all_faults
from tests.browser.pages import mediaframe
from tests.builders import make_rows, write_jsonl


@pytest.fixture
def sample(tmp_path):
    """Return a file of five sentences to code, as `data sample` draws them."""
    rows = [
        {name: row[name] for name in ("sentence_id", "article_id", "text")} for row in make_rows()
    ]
    corpus = write_jsonl(tmp_path / "corpus.jsonl", rows)
    mediaframe("data", "sample", corpus, tmp_path / "coding.csv", "-n", 5)
    return tmp_path / "coding.csv"


def coded(path) -> list[str]:
    """Return the labels in a file, a row a sentence."""
    with path.open(encoding="utf-8", newline="") as lines:
        return [row["labels"] for row in csv.DictReader(lines)]


def press(page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def wait_for(page, element: str, words: str) -> None:
    """Wait until words stand in an element."""
    page.locator(element, has_text=words).wait_for()


def test_the_page_is_sound_on_every_screen(serve, visit, sample):
    address, _ = serve("code", sample)

    for width, scheme in product((390, 1280), ("light", "dark")):
        page = visit(address, width, scheme)
        page.wait_for_selector("#work:visible")
        assert all_faults(page) == [], (width, scheme)


def test_three_sentences_are_coded_one_is_undone_and_the_next_start_goes_on(serve, visit, sample):
    address, end = serve("code", sample)
    page = visit(address)
    page.wait_for_selector("#work:visible")

    press(
        page, "Enter", "1", "Enter", "2", "Enter"
    )  # none, the first label, the second with what it implies
    wait_for(page, "#saved", "Saved.")

    assert page.locator("#place").inner_text() == "Sentence 4 of 5, not coded yet · 3 coded"
    assert coded(sample) == ["", "attribution", "attribution|official_claim", "NA", "NA"]

    press(page, "u")
    wait_for(page, "#place", "2 coded")
    wait_for(page, "#saved", "Saved.")

    assert coded(sample)[2] == "NA"
    page.close()
    end()

    address, _ = serve("code", sample)
    page = visit(address)
    page.wait_for_selector("#work:visible")

    assert page.locator("#place").inner_text() == "Sentence 3 of 5, not coded yet · 2 coded"
    press(page, "1", "3", "Enter", "Enter", "Enter")
    wait_for(page, "#saved", "All sentences are coded.")
    assert coded(sample) == ["", "attribution", "attribution|contested_claim", "", ""]


def test_a_rule_is_looked_up_and_a_note_taken_by_keyboard(serve, visit, sample):
    address, _ = serve("code", sample)
    page = visit(address)
    page.wait_for_selector("#work:visible")

    press(page, "/")
    page.keyboard.type("denies")
    assert page.locator("#found").inner_text() == f"{page.locator('.rule:visible').count()} found"

    press(page, "Escape", "n")
    page.keyboard.type("not sure")
    press(page, "Enter")
    wait_for(page, "#saved", "Saved.")

    with sample.open(encoding="utf-8", newline="") as lines:
        first = next(iter(csv.DictReader(lines)))
    assert (first["note"], first["labels"]) == ("not sure", "")


def test_help_opens_and_closes_by_keyboard(serve, visit, sample):
    address, _ = serve("code", sample)
    page = visit(address)
    page.wait_for_selector("#work:visible")

    press(page, "?")
    assert page.locator("#help").is_visible()

    press(page, "Escape")
    assert not page.locator("#help").is_visible()
