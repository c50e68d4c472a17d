"""`mediaframe guide`: short pages in plain words, which ship as Markdown."""

from importlib.resources import files
from typing import Annotated

import typer

from mediaframe.errors import InputError, nearest

PAGES = files("mediaframe") / "guide"
INDEX = "index"


def guide(
    topic: Annotated[
        str | None,
        typer.Argument(metavar="[TOPIC]", help="Page to show.", show_default="a list of all pages"),
    ] = None,
) -> None:
    """Show a short page in plain words: own data, a codebook, reading a report, measuring, reproducing, terms.

    Laid out for a terminal, plain Markdown into a pipe or a file.

    Example: mediaframe guide own-data
    """
    from rich.console import Console
    from rich.markdown import Markdown

    text = read_page(topic or INDEX)
    console = Console()
    if console.is_terminal:
        console.print(Markdown(text, hyperlinks=False))
    else:
        typer.echo(text, nl=False)


def read_page(topic: str) -> str:
    """Return a page as Markdown.

    Raises:
        InputError: there is no such page, with the name that is nearest.
    """
    topics = [page.name.removesuffix(".md") for page in PAGES.iterdir()]
    if topic not in topics:
        hint = nearest(topic, topics)
        msg = f"{topic}: no such page; {hint}, or see them all by `mediaframe guide`"
        raise InputError(msg)
    return (PAGES / f"{topic}.md").read_text(encoding="utf-8")
