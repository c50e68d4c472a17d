"""Local pages: what a model says of an article, and coding by the codebook."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from mediaframe.cli.options import ModelFolder

if TYPE_CHECKING:
    from mediaframe.serving.local_server import Application

Port = Annotated[
    int,
    typer.Option(
        min=0,
        max=65_535,
        metavar="NUMBER",
        help="Port of 127.0.0.1 to listen on; 0 for a free one.",
    ),
]


def _serve(app: "Application", port: int, what: str) -> None:
    from mediaframe.serving.local_server import listen, serve_pages

    listener = listen(port)
    typer.echo(f"http://127.0.0.1:{listener.getsockname()[1]}/")
    sys.stdout.flush()  # whoever started this waits for the address
    typer.echo(f"{what}; Ctrl-C ends it", err=True)
    serve_pages(app, listener)


def serve(model: ModelFolder, port: Port = 8765) -> None:
    """Open a page on this machine: paste or open an article, and see its framing sentence by sentence.

    The page is the one that `predict --page` writes, with the rows to keep as JSON Lines or CSV. It listens on 127.0.0.1 alone, and nothing you paste is stored. Needs the extra `serve`.

    Example: mediaframe serve news-en
    """
    from mediaframe.serving.article_server import article_app
    from mediaframe.serving.labeller import load_model
    from mediaframe.serving.local_server import check_extra

    check_extra()
    _serve(article_app(load_model(model)), port, f"reading by {model}")
