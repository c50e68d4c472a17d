"""Plain pages of tables and findings."""

from collections.abc import Sequence
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from mediaframe.results.report import Table

Item = tuple[
    str, str, Sequence[tuple[str, str]]
]  # kind, what, (sentence id, text) of each sentence concerned

MOST_SENTENCES = 6  # shown for one finding; the JSON beside the page has all


def write_page(
    path: Path, title: str, headline: str, tables: Sequence[Table], items: Sequence[Item]
) -> None:
    """Write a page that opens from disk: a headline, tables, and findings with their sentences."""
    environment = Environment(
        loader=PackageLoader("mediaframe.results"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    template = environment.get_template("page.html.jinja")
    context = {
        "title": title,
        "headline": headline,
        "tables": tables,
        "items": items,
        "most": MOST_SENTENCES,
    }
    path.write_text(template.render(context), encoding="utf-8")
