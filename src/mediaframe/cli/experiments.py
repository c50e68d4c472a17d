"""Running, evaluating and verifying experiments."""

from pathlib import Path
from typing import Annotated, Any

import typer

from mediaframe.cli.options import (
    Column,
    ConfigFile,
    CorpusFile,
    Engine,
    Figures,
    Force,
    Jobs,
    ModelFolder,
    Resamples,
    Settings,
)
from mediaframe.errors import DifferentError, InputError, MediaframeError
from mediaframe.files.progress import stage_bars


def run(
    config: ConfigFile,
    settings: Settings = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Run folder.", show_default="runs/NAME")
    ] = None,
    force: Force = False,  # noqa: FBT002 - a flag
    jobs: Jobs = 1,
    tracking: Annotated[
        str | None,
        typer.Option(
            metavar="PLACE",
            help="Keep the run in MLflow too (extra `tracking`): a folder, or a URI such as http://HOST:5000. The files of the run go along, sentences included unless report.show_text is false.",
        ),
    ] = None,
) -> None:
    """Train, tune, evaluate, save and report the experiment that CONFIG describes.

    The run folder holds report.html, report.md, scores.json, predictions.parquet, figures, the model, the settings and where it all came from.

    Example: mediaframe run my.yaml -s head.C=1 -o runs/weak --tracking mlruns

    The model in it is a folder for the Hugging Face Hub too: `hf upload NAME/MODEL runs/weak/model .` puts it there, `hf download NAME/MODEL --local-dir model` brings it back, and `mediaframe predict model` reads it.
    """
    from mediaframe.config.file import load_config
    from mediaframe.experiment.run import run_experiment

    experiment = load_config(config, settings or [])
    with stage_bars() as stage:
        outcome = run_experiment(
            experiment, output, force=force, jobs=jobs, stage=stage, tracking=tracking
        )
    _tell(outcome)


def _tell(outcome: Any) -> None:  # noqa: ANN401 - an Outcome, which takes scikit-learn to import
    """Print the table of an outcome, with what must be known before it is believed, and where the report lies."""
    from mediaframe.results.report_tables import overview_table

    typer.echo(overview_table(outcome.scores).to_text())
    worth = outcome.worth
    typer.echo("\n" + "\n".join(worth.summary) + "\n")
    for finding in worth.findings:
        if finding.severity == "serious":
            typer.echo(f"warning: {finding.text} [{finding.code}]", err=True)
        else:
            typer.echo(f"{finding.text} [{finding.code}]")
    typer.echo(f"\nreport: {outcome.folder / 'report.html'}")


def study(  # noqa: PLR0913, PLR0917 - options
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Folder that holds study.yaml.")],
    jobs: Annotated[
        int, typer.Option(min=1, help="Experiments at a time; results do not depend on it.")
    ] = 1,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="Folder of the study.", show_default="runs/FOLDER"),
    ] = None,
    force: Annotated[  # noqa: FBT002 - a flag
        bool,
        typer.Option(
            "--force", help="Replace a study of other settings or data; results that fit are kept."
        ),
    ] = False,
    engine: Annotated[
        Engine,
        typer.Option(
            help="Run them in processes of this machine, or on a Dask cluster (extra `distributed`); results are the same."
        ),
    ] = Engine.local,
    scheduler: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS",
            help="Dask scheduler to use, such as tcp://HOST:8786; its workers say how many run at a time. Without one, `dask` starts --jobs workers here.",
        ),
    ] = None,
    figures: Figures = True,  # noqa: FBT002 - a flag
) -> None:
    """Run every experiment of the study in FOLDER, and answer its question on one page.

    What was done already is kept: started again after an interruption, only the experiments still missing are run.

    Example: mediaframe study experiments/001-baselines --jobs 2
    """
    from mediaframe.results.study.headline import study_headline, study_warnings
    from mediaframe.results.study.tables import summary_tables
    from mediaframe.study import run_study

    with stage_bars() as stage:
        outcome = run_study(
            folder,
            output,
            force=force,
            jobs=jobs,
            engine=engine.value,
            scheduler=scheduler,
            figures=figures,
            stage=stage,
        )
    scores = outcome.scores
    typer.echo(f"{scores.question}\n{study_headline(scores)}")
    for warning in study_warnings(scores):
        typer.echo(f"warning: {warning}", err=True)
    for table in summary_tables(scores):
        typer.echo(f"\n{table.to_text()}")
    typer.echo(f"\npage: {outcome.folder / 'study.html'}")
    if outcome.failures:
        count = f"{len(outcome.failures)} of {scores.experiments.all} experiments failed"
        msg = "\n".join([count, *outcome.failures])
        raise MediaframeError(msg)


def evaluate(  # noqa: PLR0913, PLR0917 - options
    model: ModelFolder,
    corpus: CorpusFile,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o", "--output", help="Folder for the report.", show_default="runs/evaluation-CORPUS"
        ),
    ] = None,
    column: Column = None,
    resamples: Resamples = 1000,
    hide_text: Annotated[  # noqa: FBT002 - a flag
        bool, typer.Option("--hide-text", help="Leave the corpus's sentences out of the results.")
    ] = False,
    force: Force = False,  # noqa: FBT002 - a flag
    figures: Figures = True,  # noqa: FBT002 - a flag
) -> None:
    """Evaluate a saved model on other labelled data, with the same report as a run.

    Example: mediaframe evaluate news-en my-sentences.csv -o runs/how-good-on-mine
    """
    from mediaframe.config import EvaluationConfig
    from mediaframe.evaluation.evaluate import evaluate_model
    from mediaframe.files.columns import parse_columns

    folder = output or Path("runs") / f"evaluation-{corpus.stem}"
    config = EvaluationConfig(resamples=resamples)
    with stage_bars() as stage:
        outcome = evaluate_model(
            model,
            corpus,
            folder,
            columns=parse_columns(column or []),
            config=config,
            show_text=not hide_text,
            force=force,
            figures=figures,
            stage=stage,
        )
    _tell(outcome)


def verify(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[PATH…]",
            help="Run and measurement folders, claims.yaml files, or folders of these.",
            show_default="reports and experiments",
        ),
    ] = None,
    badge: Annotated[
        Path | None, typer.Option(metavar="FILE.svg", help="Badge with the verdict to write.")
    ] = None,
    settings: Annotated[
        list[str] | None,
        typer.Option(
            "-s",
            "--set",
            metavar="KEY=VALUE",
            help="Where a file of the runs lies now, if they were moved, for example -s corpus.path=news.jsonl; it must be the very file. Without, a corpus is also found nearby.",
        ),
    ] = None,
    jobs: Jobs = 1,
) -> None:
    """Run results again from their recorded settings and compare every score and decision.

    Says `reproduced` (every byte), `close` (other packages or processor, same decisions and printed digits) or `different`, which exits with 1.
    Of a measurement the plan's digest is checked, the sample drawn again and the shares computed again. Claims are compared with the figures on record; those whose corpus is not here are `skipped`.

    Example: mediaframe verify runs/mine --badge results.svg
    """
    from mediaframe import reproduction

    if badge:
        reproduction.check_badge(badge)
    verdicts = {}
    for name, verdict in reproduction.verify_paths(
        paths or [], settings=settings or [], jobs=jobs, stages=stage_bars
    ):
        verdicts[name] = verdict
        if verdict.status == reproduction.REFUSED:
            typer.echo(verdict.cause, err=True)
        else:
            typer.echo(verdict.to_text(name))
    status = reproduction.worst(verdicts.values())
    if badge:
        reproduction.write_badge(badge, status)
    if status == reproduction.DIFFERENT:
        different = [name for name, verdict in verdicts.items() if verdict.status == status]
        msg = f"did not come out again: {', '.join(different)}"
        raise DifferentError(msg)
    if status == reproduction.REFUSED:
        raise typer.Exit(InputError.exit_code)
