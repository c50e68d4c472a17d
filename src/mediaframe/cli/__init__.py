"""The command line: parse, call, print. Whatever a command does, a script can do with one call."""

import sys
from io import TextIOWrapper
from typing import Annotated

import typer

from mediaframe.cli.comparison import compare
from mediaframe.cli.config import config_app
from mediaframe.cli.data import data_app
from mediaframe.cli.endings import let_go, prepare
from mediaframe.cli.experiments import evaluate, run, study, verify
from mediaframe.cli.guide import guide
from mediaframe.cli.labelling import behave, explain, predict
from mediaframe.cli.measurement import measure_app
from mediaframe.cli.options import Guarded
from mediaframe.cli.pages import code, serve
from mediaframe.cli.read import read
from mediaframe.cli.scoring import score

app = typer.Typer(
    cls=Guarded,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
    help="Who says it, how official is it, and is it disputed? Framing of news, sentence by sentence.",
    epilog="Start with: mediaframe guide",
)
for command in (
    run,
    study,
    predict,
    serve,
    score,
    read,
    evaluate,
    explain,
    behave,
    compare,
    code,
    verify,
    guide,
):
    app.command()(command)
app.add_typer(config_app, name="config")
app.add_typer(data_app, name="data")
app.add_typer(measure_app, name="measure")


def _version(wanted: bool) -> None:  # noqa: FBT001 - typer's callback
    if wanted:
        from importlib.metadata import version

        from mediaframe.files.provenance import is_compiled

        typer.echo(f"mediaframe {version('mediaframe')}{', reader compiled' * is_compiled()}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[  # noqa: FBT002 - a flag
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    pass


def main() -> None:
    """Run the command line."""
    prepare()
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(
            encoding="utf-8"
        )  # data goes out as UTF-8 whatever the terminal says
    try:
        app()
    finally:
        let_go()
