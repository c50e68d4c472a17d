"""What the commands share: options, progress, and how failures reach the user."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from errno import EDQUOT, EIO, ENOSPC
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from mediaframe.errors import InputError, MediaframeError
from mediaframe.files.clock import now
from mediaframe.files.text import printable

INTERRUPTED, TERMINATED = 130, 143

ConfigFile = Annotated[Path, typer.Argument(metavar="CONFIG", help="Experiment file (YAML).")]
Settings = Annotated[
    list[str] | None,
    typer.Option(
        "-s",
        "--set",
        metavar="KEY=VALUE",
        help="Override a setting, for example -s head.C=1; repeatable.",
    ),
]
ModelFolder = Annotated[
    Path,
    typer.Argument(
        metavar="MODEL",
        help="`news-en`, which ships; or a model folder, or the run folder around it.",
    ),
]
CorpusFile = Annotated[
    Path,
    typer.Argument(metavar="CORPUS", help="Labelled .jsonl, .csv or .parquet file, or `bundled`."),
]
CodebookFile = Annotated[str, typer.Option(metavar="FILE", help="Codebook of the labels.")]
Jobs = Annotated[
    int, typer.Option(min=1, help="Processes for the folds; results do not depend on it.")
]
Resamples = Annotated[
    int, typer.Option(min=100, max=100_000, help="Bootstrap resamples of articles.")
]
Figures = Annotated[
    bool, typer.Option("--figures/--no-figures", help="Draw the figures of the report.")
]
Force = Annotated[bool, typer.Option("--force", help="Replace a run of other settings or data.")]
Overwrite = Annotated[bool, typer.Option("--force", help="Replace a file that stands there.")]


class InputFormat(StrEnum):
    """How input is written."""

    text = "text"
    jsonl = "jsonl"
    csv = "csv"


class Unit(StrEnum):
    """What a row of JSON Lines, CSV or Parquet is."""

    sentence = "sentence"
    article = "article"


class Engine(StrEnum):
    """What runs the experiments of a study."""

    local = "local"
    dask = "dask"


class Guarded(TyperGroup):
    """Turns every expected failure into one message on stderr and an exit code."""

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 - as typer declares it
        """Run the command that was asked for."""
        try:
            now()  # before numpy, which stumbles over a wrong SOURCE_DATE_EPOCH
            return super().invoke(ctx)
        except MediaframeError as error:
            typer.echo(printable(str(error)), err=True)
            raise typer.Exit(error.exit_code) from error
        except BrokenPipeError:
            raise  # the reader went away, which typer takes quietly
        except OSError as error:
            is_full = error.errno in (ENOSPC, EDQUOT, EIO)
            remedy = "make room" if is_full else "check the path"
            typer.echo(
                f"{error.filename or 'output'}: {error.strerror or error}; {remedy}", err=True
            )
            raise typer.Exit(
                MediaframeError.exit_code if is_full else InputError.exit_code
            ) from error
        except KeyboardInterrupt as error:
            typer.echo("interrupted; nothing half-written was left", err=True)
            raise typer.Exit(INTERRUPTED) from error


@contextmanager
def progress_stages() -> Iterator[Callable[[str, int, int], None]]:
    """Show stages on stderr, to a terminal only."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TaskID,
        TextColumn,
        TimeElapsedColumn,
    )

    columns = (
        TextColumn("{task.description:<12}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    console = Console(stderr=True)
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        tasks: dict[str, TaskID] = {}

        def stage(name: str, done: int, of: int) -> None:
            if name not in tasks:
                tasks[name] = progress.add_task(name, total=of)
            if not (done == of == 1 and progress.tasks[tasks[name]].total != 1):
                progress.update(tasks[name], completed=done, total=of)

        yield stage
