"""Every page, on a phone and on a desk: quiet, within the screen, for those who see no colours or use no mouse."""

import pytest

from tests.browser.looking import (
    OPEN_FOLDS,
    TEXT_SIZES,
    colours_alike_in_grey,
    faults_of_tab,
    too_wide,
    violations,
)
from tests.browser.pages import PAGES

PHONE, DESK = 390, 1280
IN_THE_DARK = ["predictions", "reading"]  # have colours of their own there
SMALLEST = 8.5  # pixels of the letters in a figure

WITHOUT_FIGURES = {"predictions", "reading", "behaviour", "audit", "agreement"}
with_figures = pytest.mark.parametrize("name", [n for n in PAGES if n not in WITHOUT_FIGURES])
every_page = pytest.mark.parametrize("name", PAGES)
both_widths = pytest.mark.parametrize("width", [PHONE, DESK])


@every_page
@both_widths
def test_axe_core_finds_nothing_wrong(made, visit, name, width):
    page = visit(made(name), width)
    page.evaluate(OPEN_FOLDS)

    assert violations(page) == []


@pytest.mark.parametrize("name", IN_THE_DARK)
def test_axe_core_finds_nothing_wrong_in_the_dark(made, visit, name):
    page = visit(made(name), scheme="dark")
    page.evaluate(OPEN_FOLDS)

    assert violations(page) == []


@every_page
@both_widths
def test_the_page_as_a_whole_never_scrolls_sideways(made, visit, name, width):
    page = visit(made(name), width)
    page.evaluate(OPEN_FOLDS)

    assert too_wide(page) == []


@every_page
@both_widths
def test_tab_reaches_everything_that_acts_in_order_and_shows_where_it_is(made, visit, name, width):
    page = visit(made(name), width)
    page.evaluate(OPEN_FOLDS)

    assert faults_of_tab(page) == []


@pytest.mark.parametrize("name", [name for name in PAGES if name != "reading"])  # has none
def test_a_fold_opens_and_closes_by_keyboard(made, visit, name):
    page = visit(made(name))

    folds = page.locator("details").all()
    assert folds
    for fold in folds[:5]:
        was_open = fold.evaluate("fold => fold.open")
        fold.locator("summary").first.focus()
        for key in ("Enter", "Space"):
            page.keyboard.press(key)
            was_open = not was_open
            assert fold.evaluate("fold => fold.open") == was_open


@with_figures
@both_widths
def test_letters_in_figures_can_be_read(made, visit, name, width):
    page = visit(made(name), width)
    page.evaluate(OPEN_FOLDS)

    letters = page.evaluate(TEXT_SIZES)
    assert letters
    assert [text for text, size in letters if size < SMALLEST] == []


@with_figures
def test_no_figure_needs_its_colours(made, name):
    figures = list(made(name).parent.glob("figures/*.svg"))
    assert figures
    for figure in figures:
        assert colours_alike_in_grey(figure.read_text(encoding="utf-8")) == [], figure.name


@pytest.mark.parametrize("name", IN_THE_DARK)
def test_marks_in_a_text_differ_by_their_lines_too(made, visit, name):
    page = visit(made(name))

    lines = page.evaluate(
        """() => Object.fromEntries(['source', 'cue', 'content', 'contest'].map(role =>
             [role, getComputedStyle(document.querySelector(`mark.${role}`)).textDecorationStyle]))"""
    )

    assert len(set(lines.values())) == 4, lines
