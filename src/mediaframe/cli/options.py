"""What the commands share: options, and how failures reach the user."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from mediaframe.cli import completion
from mediaframe.cli.endings import check_memory, told
from mediaframe.files.clock import now

ConfigFile = Annotated[Path, typer.Argument(metavar="CONFIG", help="Experiment file (YAML).")]
Settings = Annotated[
    list[str] | None,
    typer.Option(
        "-s",
        "--set",
        metavar="KEY=VALUE",
        help="Override a setting, for example -s head.C=1; repeatable.",
        autocompletion=completion.settings,
    ),
]
ModelFolder = Annotated[
    Path,
    typer.Argument(
        metavar="MODEL",
        help="`news-en`, which ships; or a model folder, or the run folder around it.",
        autocompletion=completion.models,
    ),
]
CorpusFile = Annotated[
    Path,
    typer.Argument(
        metavar="CORPUS",
        help="Labelled .jsonl, .csv, .xlsx or .parquet file, or `bundled`.",
        autocompletion=completion.corpora,
    ),
]
CodebookFile = Annotated[
    str,
    typer.Option(
        metavar="FILE", help="Codebook of the labels.", autocompletion=completion.codebooks
    ),
]
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


Column = Annotated[
    list[str] | None,
    typer.Option(
        "--column",
        metavar="NAME=COLUMN",
        help="What the file calls a column that is text, labels, article_id, sentence_id, outlet or date here, for example --column article_id=article; repeatable. `article_id=` makes each row an article of its own.",
    ),
]


class InputFormat(StrEnum):
    """How input is written."""

    text = "text"
    jsonl = "jsonl"
    csv = "csv"


class Unit(StrEnum):
    """What a row of JSON Lines, CSV or Parquet is."""

    sentence = "sentence"
    article = "article"


WrittenAs = Annotated[
    InputFormat | None,
    typer.Option(
        "--format", help="How input is written.", show_default="by the file's ending, else text"
    ),
]
RowUnit = Annotated[Unit, typer.Option(help="What a row of JSON Lines, CSV or Parquet is.")]


class Engine(StrEnum):
    """What runs the work."""

    local = "local"
    dask = "dask"


class Guarded(TyperGroup):
    """Turns every expected failure into one message on stderr and an exit code."""

    def make_context(self, *arguments: Any, **options: Any) -> Any:  # noqa: ANN401 - as typer declares it
        """Read the command line; --help and --version write already."""
        with told():
            return super().make_context(*arguments, **options)

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 - as typer declares it
        """Run the command that was asked for."""
        with told():
            check_memory()
            now()  # before numpy, which stumbles over a wrong SOURCE_DATE_EPOCH
            result = super().invoke(ctx)
            if sys.stdout is not None:
                sys.stdout.flush()  # a full disk is told of here, not by Python as it ends
            return result
