"""`mediaframe serve`: an article is pasted, read, filtered and kept, by keyboard alone."""

import json

import pytest

from tests.browser.looking import all_faults
from tests.browser.pages import ARTICLES

TEXT = ARTICLES["harbour"]


@pytest.fixture
def desk(serve, small_run) -> str:
    """Return the address of a page that a small model serves."""
    return str(serve("serve", small_run / "run")[0])


def focus(page, element: str) -> None:
    """Press Tab until an element has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("element => document.activeElement.matches(element)", element):
            return
    pytest.fail(f"Tab does not reach {element}")


def paste(page) -> None:
    """Give the desk an article and a name, and wait for its page."""
    focus(page, "#text")
    page.keyboard.insert_text(TEXT)
    focus(page, "#name")
    page.keyboard.type("The harbour")
    focus(page, "#show")
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_desk_and_page_are_sound_on_every_screen(desk, visit):
    for width in (390, 1280):
        page = visit(desk, width)
        assert all_faults(page) == []

        paste(page)
        assert all_faults(page) == []


def test_an_article_is_pasted_filtered_and_kept_by_keyboard(desk, visit):
    page = visit(desk)
    paste(page)
    sentences = page.locator(".sentence").count()

    assert "The harbour" in page.locator("details.article summary").inner_text()
    assert page.locator("#count").inner_text() == f"{sentences} of {sentences} sentences"

    focus(page, "#label")
    page.keyboard.press("ArrowDown")  # those with a label
    focus(page, "#least")
    page.keyboard.press("End")  # a score of 1

    assert page.locator("#count").inner_text().startswith("0 of ")

    page.keyboard.press("Home")
    labelled = page.locator(".sentence:visible").count()

    assert 0 < labelled < sentences

    focus(page, "button:not([formaction])")
    with page.expect_download() as kept:
        page.keyboard.press("Enter")
    rows = [json.loads(line) for line in kept.value.path().read_text(encoding="utf-8").splitlines()]
    assert kept.value.suggested_filename == "The-harbour.jsonl"
    assert (len(rows), sum(bool(row["labels"]) for row in rows)) == (sentences, labelled)


def test_a_page_without_text_is_told_and_not_sent(desk, visit):
    page = visit(desk)

    focus(page, "#show")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "text"
    assert page.url == f"{desk}"
