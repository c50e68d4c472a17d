"""Local pages: what a model says of an article, and coding by the codebook."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mediaframe.cli.options import ModelFolder

if TYPE_CHECKING:
    from mediaframe.codebook import Codebook
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


def code(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="Sentences to code (.csv, .jsonl, .parquet), as `measure sample` and `data sample` write them; labels are written to it.",
        ),
    ],
    coder: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Code blind, into a column coder_NAME of your own: labels and those of other coders are not shown.",
        ),
    ] = None,
    codebook: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help="Codebook of the labels.",
            show_default="that of the plan beside FILE, else bundled",
        ),
    ] = None,
    port: Port = 8766,
) -> None:
    """Open a page on this machine to code sentences by the codebook, with keys: 1-9, Enter, u to undo, ? for help.

    Each sentence stands between its neighbours, the codebook's rules beside it. What you settle is on disk at once, and the next start goes on where you stopped. `measure estimate` reads the file as it is; `data agreement` compares the columns of coders. Needs the extra `serve`.

    Examples: mediaframe code measurements/contested/coding.csv

    mediaframe code sample.csv --coder ana --codebook my-codebook.yaml
    """
    from mediaframe.curation.coding import CodingFile
    from mediaframe.curation.coding_server import coding_app
    from mediaframe.serving.local_server import check_extra

    check_extra()
    opened = CodingFile(file, _codebook_of(file, codebook), coder)
    sentences = opened.sentences()
    done = sum(sentence.is_coded for sentence in sentences)
    _serve(coding_app(opened), port, f"{file}: {done} of {len(sentences)} sentences coded")


def _codebook_of(file: Path, named: str | None) -> "Codebook":
    """Return the codebook named, or that by which a sample was planned that lies in its measurement folder."""
    from mediaframe.codebook import BUNDLED, load_codebook
    from mediaframe.measurement.planning import planned_codebook
    from mediaframe.measurement.record import PLAN, read_plan

    if named is None and (file.parent / PLAN).is_file():
        return planned_codebook(file.parent, read_plan(file.parent))[1]
    return load_codebook(named or BUNDLED)
