"""`mediaframe config`: experiment files."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from mediaframe.cli.options import ConfigFile, Settings

config_app = typer.Typer(no_args_is_help=True, help="Check, show and start experiment files.")


@config_app.command("check")
def config_check(config: ConfigFile, settings: Settings = None) -> None:
    """Check an experiment file and its data, as far as that goes without training."""
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
    """Print an experiment with every default filled in."""
    from mediaframe.config.file import dump_config, load_config

    typer.echo(dump_config(load_config(config, settings or []), Path.cwd()), nl=False)


class Described(StrEnum):
    """Files that have a published schema."""

    experiment = "experiment"
    scores = "scores"
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
            help="`experiment`, the file that `run` takes; `scores`, the scores.json of a run or an evaluation; `study`, the study.json of a study; `comparison`, the comparison.json of `compare`; `estimates`, the estimates.json of `measure`; `reading`, `parts` and `changes`, what `read --json` prints, by itself, with --gold and with --against.",
        ),
    ] = Described.experiment,
) -> None:
    """Print the JSON Schema of a file: of experiment files, for editors that check while one types; of results, for programs that read them."""
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
) -> None:
    """Write a complete experiment file in which a comment explains every key."""
    from mediaframe.config.starter import starter
    from mediaframe.files.folders import begin_file

    if path is None:
        typer.echo(starter(), nl=False)
        return
    begin_file(path, starter())
    typer.echo(f"{path}: written; next: mediaframe run {path}", err=True)
