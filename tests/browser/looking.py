"""What is asked of a page that a browser has open: what works by keyboard, what a reader who sees no colours is told."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from importlib import import_module
from itertools import combinations
from typing import Any
from xml.etree import ElementTree

# Targets are to be 24 pixels large or to lie apart (WCAG 2.2, 2.5.8), which axe-core asks only when told to.
AXE = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}

OPEN_FOLDS = "for (const fold of document.querySelectorAll('details')) fold.open = true"

# What acts and can be seen; of radio buttons of one name, the one that Tab reaches.
ACTING = """() => [...document.querySelectorAll(
    'a[href], button, input:not([type=hidden]), select, textarea, summary, [onclick], [contenteditable=true], [tabindex]')]
  .filter(e => e.checkVisibility({visibilityProperty: true}) && !e.disabled && e.tabIndex >= 0
    && !(e.type === 'radio' && !e.checked && document.querySelector(`input[name="${e.name}"]:checked`)))
  .map(e => e.outerHTML.slice(0, 160))"""

# What has the focus, whether that can be seen, and whether it stands behind what had it before.
FOCUSED = """() => {
  const now = document.activeElement, before = window.focusedBefore;
  if (!now || now === document.body) return null;
  window.focusedBefore = now;
  const style = getComputedStyle(now);
  return {
    html: now.outerHTML.slice(0, 160),
    seen: style.outlineStyle !== 'none' || style.boxShadow !== 'none',
    inOrder: !before || !!(before.compareDocumentPosition(now) & Node.DOCUMENT_POSITION_FOLLOWING),
  };
}"""


# What reaches beyond the screen and is not cut or scrolled by what it stands in.
WIDER = """() => [...document.querySelectorAll('body *')]
  .filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('svg *') && !e.parentElement.closest('.scroll'))
  .map(e => e.outerHTML.slice(0, 160))"""

# The texts of figures, and how large their letters come out on the screen.
TEXT_SIZES = """() => [...document.querySelectorAll('svg text')].filter(e => e.checkVisibility()).map(e =>
  [e.textContent, parseFloat(getComputedStyle(e).fontSize) * Math.hypot(e.getScreenCTM().a, e.getScreenCTM().b)])"""

SVG, LINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}href"
GRID = "#dddddd"
MOST_STOPS = 500
TOLD_APART = 20  # of 100 steps from black to white


def violations(page: Any) -> list[str]:
    """Return what axe-core finds wrong: the rule, why, and the elements concerned."""
    axe = import_module("axe_playwright_python.sync_playwright").Axe()
    found = axe.run(page, options=AXE).response["violations"]
    return [
        f"{each['id']}: {each['help']}: {node['html'][:160]} ({node['failureSummary']})"
        for each in found
        for node in each["nodes"]
    ]


def faults_of_tab(page: Any) -> list[str]:
    """Walk through a page by Tab; return what acts and is not reached, and stops that cannot be seen or are out of order."""
    stops = list(_walk_by_tab(page))
    reached = {stop["html"] for stop in stops}
    return [
        *(f"not reached: {html}" for html in page.evaluate(ACTING) if html not in reached),
        *(f"no outline: {stop['html']}" for stop in stops if not stop["seen"]),
        *(f"out of order: {stop['html']}" for stop in stops if not stop["inOrder"]),
    ]


def _walk_by_tab(page: Any) -> Iterator[dict[str, Any]]:
    """Yield what has the focus, from the top of a page to its end."""
    page.evaluate("document.activeElement.blur(); window.focusedBefore = null")
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if (stop := page.evaluate(FOCUSED)) is None:
            return
        yield stop
    msg = f"Tab did not come to the end of the page in {MOST_STOPS} steps"
    raise AssertionError(msg)


def too_wide(page: Any) -> list[str]:
    """Return what makes the page as a whole scroll sideways."""
    if page.evaluate("document.documentElement.scrollWidth <= innerWidth"):
        return []
    return page.evaluate(WIDER) or ["something"]


def all_faults(page: Any) -> list[str]:
    """Return what is wrong with a page on the screen that it has, all its folds open."""
    page.evaluate(OPEN_FOLDS)
    return [*violations(page), *too_wide(page), *faults_of_tab(page)]


def colours_alike_in_grey(svg: str) -> list[str]:
    """Return pairs of colours in one panel that grey makes alike, where neither shape nor dashes tell apart what they draw."""
    figure = ElementTree.fromstring(svg)
    shapes = {
        f"#{path.get('id')}": _shape(path.get("d", ""))
        for path in figure.iter(f"{SVG}path")
        if path.get("id")
    }
    panels = [group for group in figure.iter(f"{SVG}g") if group.get("id", "").startswith("axes_")]
    return [
        f"{one} and {other}"
        for panel in panels
        for (one, drawn), (other, also_drawn) in combinations(
            _drawn_by_colour(panel, shapes).items(), 2
        )
        if abs(_lightness(one) - _lightness(other)) < TOLD_APART and drawn & also_drawn
    ]


def _drawn_by_colour(
    panel: ElementTree.Element, shapes: Mapping[str, str | None]
) -> dict[str, set[str]]:
    """Return the shapes of marks that each colour has in a panel; where it has none, how its lines are dashed."""
    marks: dict[str, set[str]] = defaultdict(set)
    lines: dict[str, set[str]] = defaultdict(set)
    for element in panel.iter():
        style = dict(re.findall(r"([\w-]+): ([^;]+)", element.get("style", "")))
        colour = style.get("stroke", style.get("fill", "none"))
        if shape := shapes.get(element.get(LINK, "")):
            marks[colour].add(shape)
        elif element.tag == f"{SVG}path" and style.get("fill") == "none" and colour != GRID:
            lines[colour].add(style.get("stroke-dasharray", "solid"))
    return {**lines, **marks}


def _shape(path: str) -> str | None:
    """Return the shape of a mark, whatever its size; ticks and the ends of whiskers are none."""
    steps = re.findall(r"([A-Za-z])([^A-Za-z]*)", path)
    if len(steps) <= 2:
        return None
    numbers = [float(value) for _, values in steps for value in values.split()]
    largest = max(map(abs, numbers))
    return "".join(step for step, _ in steps) + " ".join(f"{n / largest:.1f}" for n in numbers)


def _lightness(colour: str) -> float:
    """Return how light a colour is, 0 to 100 (CIE 1976 L*), which is what grey leaves of it."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return 116 * luminance ** (1 / 3) - 16 if luminance > 0.008856 else 903.3 * luminance
