"""Pages that open from disk: their templates filled, their figures drawn into them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape
from matplotlib.figure import Figure

from mediaframe.files.text import printable
from mediaframe.files.writing import write_bytes, write_text
from mediaframe.results.figures import render
from mediaframe.results.tables import Table, is_words, markdown, parted, prose, spelled

Sentence = tuple[str, str]  # id, text
Item = tuple[str, str, Sequence[Sentence]]  # kind, what, each sentence concerned

SVG_AND_PNG = ("svg", "png")
MOST_SENTENCES = 6  # shown for one finding; the JSON beside the page has all

_BACKTICKED = re.compile(r"`([^`]*)`")


def code(text: str) -> Markup:
    """Return text as HTML, what stands in backticks set as code.

    >>> code("a < `b`")
    Markup('a &lt; <code>b</code>')
    """
    return Markup(_BACKTICKED.sub(r"<code>\1</code>", str(escape(text))))  # noqa: S704 - escaped before


_TEMPLATES = Environment(
    loader=PackageLoader("mediaframe.results"),
    # Markdown is read as text: its templates escape what they show by filters of their own.
    autoescape=select_autoescape(disabled_extensions=["md.jinja"], default=True),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)
_TEMPLATES.filters |= {
    "markdown": markdown,
    "prose": prose,
    "code": code,
    "parted": parted,
    "is_words": is_words,
}


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
    *,
    fold: bool = False,
) -> None:
    """Write a plain page: a headline, tables, and findings with their sentences, by kind, folded where asked."""
    context = {
        "title": title,
        "headline": headline,
        "tables": tables,
        "groups": list(_by_kind(items)),
        "fold": fold,
        "most": MOST_SENTENCES,
    }
    _fill(path, "page.html", context)


def _by_kind(items: Sequence[Item]) -> Iterator[tuple[str, list[tuple[str, Sequence[Sentence]]]]]:
    """Yield the findings of each kind under a line that counts them."""
    for kind in dict.fromkeys(kind for kind, _, _ in items):
        found = [(what, sentences) for other, what, sentences in items if other == kind]
        yield f"{spelled(kind)}: {len(found)}", found


def _fill(path: Path, name: str, context: Mapping[str, Any]) -> None:
    text = _TEMPLATES.get_template(f"{name}.jinja").render(context)
    write_text(path, printable(text))


def save_figures(
    folder: Path, figures: Mapping[str, Figure], formats: Sequence[str] = SVG_AND_PNG
) -> dict[str, Markup]:
    """Write figures by their names to a new folder; return what stands in a page."""
    folder.mkdir()
    return {name: save_figure(folder, name, figure, formats) for name, figure in figures.items()}


def save_figure(
    folder: Path, name: str, figure: Figure, formats: Sequence[str] = SVG_AND_PNG
) -> Markup:
    """Write a figure in each format, SVG among them; return what stands in a page."""
    drawn = {file_format: render(figure, file_format) for file_format in formats}
    for file_format, content in drawn.items():
        write_bytes(folder / f"{name}.{file_format}", content)
    svg = drawn["svg"]
    return Markup(svg[svg.index(b"<svg") :].decode())  # noqa: S704 - drawn here, from numbers and escaped names
