"""Labelled sentences as a person reads them on a terminal."""

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from mediaframe.files.text import printable

if TYPE_CHECKING:
    from mediaframe.serving.labeller import LabelledSentence


def show_labelled(labelled: Sequence["LabelledSentence"]) -> None:
    """Print a table an article: each sentence, its labels with their scores, and who is its source."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console()
    for article, sentences in groupby(labelled, lambda item: item.sentence.article_id):
        table = Table(
            box=box.SIMPLE_HEAD,
            title=Text(printable(article)),
            title_justify="left",
            pad_edge=False,
        )
        table.add_column("sentence", ratio=5)
        table.add_column("labels", ratio=2, min_width=20)
        table.add_column("source", ratio=2)
        for item in sentences:
            given = "\n".join(f"{label} {item.scores[label]:.2f}" for label in item.labels)
            table.add_row(
                Text(printable(item.sentence.text)),
                Text(given or "–", style="bold" if given else "dim"),
                Text(_source(item)),
            )
        console.print(table)


def _source(item: "LabelledSentence") -> str:
    """Return the source's name and status, as far as they are known."""
    if item.source is None:
        return ""
    known = (part for part in (item.source.name, item.source.status) if part)
    return printable("\n".join(known))
