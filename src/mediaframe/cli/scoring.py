"""Scoring corpora of any size."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from mediaframe.cli.options import Column, Engine, ModelFolder, Unit


class RowFormat(StrEnum):
    """How rows are written where no ending tells."""

    jsonl = "jsonl"
    csv = "csv"


class PartFormat(StrEnum):
    """How parts are written."""

    parquet = "parquet"
    jsonl = "jsonl"
    csv = "csv"


def score(  # noqa: PLR0913, PLR0917 - options
    model: ModelFolder,
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="INPUT…",
            help="Files of rows (.jsonl, .csv, .parquet, packed as .gz or .zst), folders, patterns in quotation marks, or - for standard input.",
        ),
    ],
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="FOLDER", help="Where the parts appear.")
    ],
    unit: Annotated[Unit, typer.Option(help="What a row is.")] = Unit.sentence,
    column: Column = None,
    row_format: Annotated[
        RowFormat | None,
        typer.Option(
            "--format",
            help="How rows are written.",
            show_default="by the file's ending; - is jsonl",
        ),
    ] = None,
    part_format: Annotated[
        PartFormat, typer.Option("--to", help="Format of the parts.")
    ] = PartFormat.parquet,
    jobs: Annotated[
        int, typer.Option(min=1, help="Processes; the result does not depend on it.")
    ] = 1,
    engine: Annotated[
        Engine, typer.Option(help="What runs them: processes here, or a Dask cluster.")
    ] = Engine.local,
    scheduler: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS",
            help="Dask scheduler, such as tcp://HOST:8786.",
            show_default="with --engine dask: one started here",
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace other scores.")] = False,  # noqa: FBT002 - a flag
) -> None:
    """Score corpora of millions of sentences, in bounded memory; start again after a stop, and it goes on (not from standard input).

    Rows need `text` and should have `article_id`, all rows of an article one after the other: a sentence is read in its
    article. Every column of the input comes out again, with labels and scores. What cannot be read goes to rejects.jsonl,
    with line and reason. Evidence is left out: `predict` gives it.

    Example: mediaframe score runs/baseline "news/*.jsonl.gz" -o scored --jobs 2
    """
    from mediaframe.files.columns import parse_columns
    from mediaframe.files.folders import check_apart
    from mediaframe.files.stream import STDIN, find_sources
    from mediaframe.serving.bulk import Task, score_rows
    from mediaframe.serving.labeller import load_model
    from mediaframe.serving.workers import Workers

    workers = Workers(engine.value, jobs, scheduler)
    sources = find_sources(inputs, row_format and row_format.value, parse_columns(column or []))
    check_apart(output, [given for given in inputs if given != STDIN])
    check_apart(output, [source.path for source in sources if source.path])
    loaded = load_model(model)
    task = Task(sources, unit.value, part_format.value)
    with _progress(sum(source.size for source in sources)) as told:
        summary = score_rows(loaded, task, output, workers=workers, force=force, told=told)
    typer.echo(f"sentences scored: {summary.sentences}, articles: {summary.articles}; {output}")
    for label, share in summary.shares.items():
        typer.echo(
            f"  {label:<20} {summary.given[label]:>9}  {share:6.1%} (as decided; not corrected for errors)"
        )
    if summary.rejected:
        typer.echo(
            f"rows that could not be read: {summary.rejected}; {output / 'rejects.jsonl'}", err=True
        )
    if summary.torn:
        typer.echo(
            f"{len(summary.torn)} articles go on after another one began, and were read in pieces (first: {summary.torn[0]}); sort the rows by article_id",
            err=True,
        )
    if summary.long_rows:
        typer.echo(
            "rows look like whole articles; --unit article cuts them into sentences", err=True
        )


@contextmanager
def _progress(total: int) -> Iterator[Callable[[int, int], None]]:
    """Show on stderr, to a terminal only, how far it is, sentences a second and the time left."""
    import time

    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    columns = (
        TextColumn("scoring"),
        BarColumn(),
        TextColumn("{task.fields[sentences]:,} sentences, {task.fields[rate]:,.0f} a second"),
        TimeRemainingColumn(),
    )
    begun = time.monotonic()
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        bar = progress.add_task("", total=total or None, sentences=0, rate=0.0)

        def told(read: int, sentences: int) -> None:
            rate = sentences / max(1e-9, time.monotonic() - begun)
            progress.update(bar, completed=read, sentences=sentences, rate=rate)

        yield told
