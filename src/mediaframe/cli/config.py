"""`mediaframe config`: experiment files."""

from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

import typer

from mediaframe.cli.options import Column, ConfigFile, Settings
from mediaframe.errors import InputError

DateOrder = Literal["day_first", "month_first"]

config_app = typer.Typer(no_args_is_help=True, help="Check, show and start experiment files.")


@config_app.command("check")
def config_check(config: ConfigFile, settings: Settings = None) -> None:
    """Check an experiment file and its data, as far as that goes without training.

    Example: mediaframe config check my.yaml
    """
    from mediaframe.config.file import load_config
    from mediaframe.experiment.plan import plan_experiment
    from mediaframe.results.worth.findings import LEFT_OUT

    plan = plan_experiment(load_config(config, settings or []))
    typer.echo(f"{config}: fine")
    if plan.unmet_share:
        typer.echo(f"  {plan.unmet_share}")
    if plan.left_out:
        typer.echo(f"  in neither part: {plan.left_out} articles; {LEFT_OUT}")
    for name, part in (("train", plan.train), ("test", plan.test)):
        counts = zip(part.labels, part.targets.sum(axis=0), strict=True)
        labels = ", ".join(f"{label} {count}" for label, count in counts)
        typer.echo(
            f"  {name}: {part.n_articles} articles, {len(part.sentences)} sentences ({labels})"
        )


@config_app.command("show")
def config_show(config: ConfigFile, settings: Settings = None) -> None:
    """Print an experiment with every default filled in.

    Example: mediaframe config show my.yaml -s seed=1
    """
    from mediaframe.config.file import dump_config, load_config

    typer.echo(dump_config(load_config(config, settings or []), Path.cwd()), nl=False)


class Described(StrEnum):
    """Files that have a published schema."""

    experiment = "experiment"
    scores = "scores"
    findings = "findings"
    study = "study"
    comparison = "comparison"
    reading = "reading"
    parts = "parts"
    changes = "changes"
    estimates = "estimates"


@config_app.command("schema")
def config_schema(
    what: Annotated[
        Described,
        typer.Argument(
            metavar="[WHAT]",
            help="`experiment`, the file that `run` takes; `scores`, the scores.json of a run or an evaluation; `findings`, the findings.json beside it; `study`, the study.json of a study; `comparison`, the comparison.json of `compare`; `estimates`, the estimates.json of `measure`; `reading`, `parts` and `changes`, what `read --json` prints, by itself, with --gold and with --against.",
        ),
    ] = Described.experiment,
) -> None:
    """Print the JSON Schema of a file: of experiment files, for editors that check while one types; of results, for programs that read them.

    Example: mediaframe config schema scores > scores.schema.json
    """
    import json

    from mediaframe.config import starter
    from mediaframe.reader.inspection import reading_schema
    from mediaframe.results.schemas import results_schema

    match what:
        case Described.experiment:
            schema = starter.config_schema()
        case Described.reading:
            schema = reading_schema()
        case _:
            schema = results_schema(what.value)
    typer.echo(json.dumps(schema, indent=2))


@config_app.command("new")
def config_new(
    path: Annotated[
        Path | None,
        typer.Argument(metavar="[FILE]", help="File to write.", show_default="standard output"),
    ] = None,
    data: Annotated[
        Path | None,
        typer.Option(
            metavar="CORPUS",
            help="Labelled sentences to start from: .csv of any separator, .xlsx, .jsonl, .parquet, .sav or .dta. A codebook with the labels found is written beside FILE.",
        ),
    ] = None,
    column: Column = None,
    dates: Annotated[
        DateOrder | None, typer.Option(help="How dates such as 3/4/2024 are meant.")
    ] = None,
    yes: Annotated[  # noqa: FBT002 - a flag
        bool, typer.Option("--yes", help="Ask nothing: what is not to be told is a mistake.")
    ] = False,
) -> None:
    """Write an experiment file: a complete one in which a comment explains every key, or with --data one for your own sentences.

    With --data, the file is looked at: which column is what, which labels, articles, outlets and dates it holds. What only you can know is asked; the result is checked at once.

    Example: mediaframe config new my.yaml --data sentences.csv --column text=Satz --column article_id=Artikel
    """
    from mediaframe.config.starter import starter
    from mediaframe.files.folders import begin_file

    if data is not None:
        _start(path, data, column or [], dates, is_silent=yes)
    elif column or dates:
        msg = "--column, --dates: say how a file is to be read; name it with --data"
        raise InputError(msg)
    elif path is None:
        typer.echo(starter(), nl=False)
    else:
        begin_file(path, starter())
        typer.echo(f"{path}: written; next: mediaframe run {path}", err=True)


def _start(
    path: Path | None, data: Path, column: list[str], dates: DateOrder | None, *, is_silent: bool
) -> None:
    """Look at a file, ask what it does not tell, write an experiment for it and check that."""
    from mediaframe.curation.own_data import (
        check_sentences,
        find_label_names,
        guess_columns,
        read_own,
        unclear_dates,
        unknown_columns,
    )
    from mediaframe.curation.start import codebook_beside, describe_start, read_start, write_start
    from mediaframe.files.columns import parse_columns

    if path is None:
        msg = "--data: an experiment with its codebook is two files; name the first, as in: mediaframe config new my.yaml --data FILE"
        raise InputError(msg)
    codebook_beside(path)
    placed = read_own(data)
    columns = guess_columns(placed, parse_columns(column))
    for name in unknown_columns(placed, columns):
        columns[name] = _ask_column(name, list(placed[0][1]), data, is_silent=is_silent)
    check_sentences(placed, columns)
    orders = {} if dates else unclear_dates(placed, columns)
    if orders and not is_silent:
        dates = _ask_order(orders)
    start = read_start(data, columns, dates, find_label_names(placed, columns))
    for line in describe_start(start, () if dates else list(orders)):
        typer.echo(line)
    codebook = write_start(path, start)
    if codebook:
        typer.echo(f"{codebook}: written; its definitions are yours to write")
    config_check(path)
    typer.echo(f"next: mediaframe run {path}")


def _ask_column(name: str, present: list[str], data: Path, *, is_silent: bool) -> str | None:
    """Ask which column is meant; an id may be made."""
    from mediaframe.files.columns import MADE

    what = {
        "text": "the sentences",
        "labels": "the labels",
        "article_id": "which article a sentence is from",
    }[name]
    made = f"; or say --column {name}=, which {MADE[name]}" if name in MADE else ""
    msg = f"{data}: {name}: none of {', '.join(present)} is surely the column of {what}; say --column {name}=COLUMN{made}"
    if is_silent:
        raise InputError(msg)
    empty = f" (nothing {MADE[name]})" if name in MADE else ""
    question = f"Which column tells {what}? {', '.join(present)}{empty}"
    try:
        while (answer := typer.prompt(question, default="", show_default=False).strip()) not in (
            *present,
            *([""] if name in MADE else []),
        ):
            typer.echo(f"There is no column {answer!r}.")
    except typer.Abort as error:  # nobody is there to answer
        raise InputError(msg) from error
    return answer or None


def _ask_order(orders: dict[DateOrder, str]) -> DateOrder | None:
    """Ask how days are meant that can be read in two ways."""
    ways = " or ".join(f"{order} ({day})" for order, day in orders.items())
    with suppress(typer.Abort):
        while (answer := typer.prompt(f"How are dates meant: {ways}?").strip()) not in orders:
            typer.echo(f"Write {' or '.join(orders)}.")
        return next(order for order in orders if order == answer)
    return None
