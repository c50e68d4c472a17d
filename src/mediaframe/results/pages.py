"""Pages that open from disk: their templates filled, their figures drawn into them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup
from matplotlib.figure import Figure

from mediaframe.files.text import printable
from mediaframe.files.writing import write_bytes, write_text
from mediaframe.results.figures import render
from mediaframe.results.tables import Table, markdown, prose

Item = tuple[
    str, str, Sequence[tuple[str, str]]
]  # kind, what, (sentence id, text) of each sentence concerned

LEGIBLE = 0.72  # of the size that a figure is drawn in, below which it scrolls rather than shrinks
MOST_ITEMS = 8  # findings that stand open
MOST_SENTENCES = 6  # shown for one finding; the JSON beside the page has all

_TEMPLATES = Environment(
    loader=PackageLoader("mediaframe.results"),
    # Markdown is read as text: its templates escape what they show by filters of their own.
    autoescape=select_autoescape(disabled_extensions=["md.jinja"], default=True),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)
_TEMPLATES.filters |= {"markdown": markdown, "prose": prose}


def write_pages(
    folder: Path, stem: str, context: Mapping[str, Any], *, template: str | None = None
) -> None:
    """Write a page to a folder, as HTML and as Markdown; its template has the same name unless another is given."""
    for ending in ("html", "md"):
        _fill(folder / f"{stem}.{ending}", f"{template or stem}.{ending}", context)


def write_plain_page(
    path: Path,
    title: str,
    headline: str,
    tables: Sequence[Table],
    items: Sequence[Item] = (),
) -> None:
    """Write a plain page: a headline, tables, and findings with their sentences, folded by kind where they are many."""
    kinds: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        kinds[item[0]].append(item)
    context = {
        "title": title,
        "headline": headline,
        "tables": tables,
        "kinds": kinds,
        "folded": len(items) > MOST_ITEMS,
        "most": MOST_SENTENCES,
    }
    _fill(path, "page.html", context)


def _fill(path: Path, name: str, context: Mapping[str, Any]) -> None:
    text = _TEMPLATES.get_template(f"{name}.jinja").render(context)
    write_text(path, printable(text))


def save_figures(folder: Path, figures: Mapping[str, Figure]) -> dict[str, Markup]:
    """Write figures by their names to a new folder; return what stands in a page."""
    folder.mkdir()
    return {name: save_figure(folder, name, figure) for name, figure in figures.items()}


def save_figure(folder: Path, name: str, figure: Figure) -> Markup:
    """Write a figure as SVG and PNG; return what stands in a page."""
    svg = render(figure, "svg")
    write_bytes(folder / f"{name}.svg", svg)
    write_bytes(folder / f"{name}.png", render(figure, "png"))
    shown = svg[svg.index(b"<svg") :].decode()
    least = f"min-width: {LEGIBLE * figure.get_figwidth():.2f}in"
    return Markup(shown.replace("<svg", f'<svg style="{least}"', 1))  # noqa: S704 - drawn here, from numbers and escaped names
