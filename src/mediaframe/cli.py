"""The command line: parse, call, print. Whatever a command does, a script can do with one call."""

import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from types import FrameType
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from mediaframe.errors import DifferentError, InputError, MediaframeError

INTERRUPTED, TERMINATED = 130, 143
WRONG_PATH = (
    PermissionError,
    NotADirectoryError,
    FileNotFoundError,
    IsADirectoryError,
    FileExistsError,
)


class _Guarded(TyperGroup):
    """Turns every expected failure into one message on stderr and an exit code."""

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 - as typer declares it
        try:
            return super().invoke(ctx)
        except MediaframeError as error:
            typer.echo(str(error), err=True)
            raise typer.Exit(error.exit_code) from error
        except WRONG_PATH as error:
            typer.echo(f"{error.filename}: {error.strerror}; check the path", err=True)
            raise typer.Exit(InputError.exit_code) from error
        except KeyboardInterrupt as error:
            typer.echo("interrupted; nothing half-written was left", err=True)
            raise typer.Exit(INTERRUPTED) from error


app = typer.Typer(
    cls=_Guarded,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Who says it, how official is it, and is it disputed? Framing of news, sentence by sentence.",
    epilog="Start with: mediaframe run configs/baseline.yaml",
)
config_app = typer.Typer(no_args_is_help=True, help="Check, show and start experiment files.")
app.add_typer(config_app, name="config")
data_app = typer.Typer(no_args_is_help=True, help="Audit, convert, agree on and sample corpora.")
app.add_typer(data_app, name="data")

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
    Path, typer.Argument(metavar="MODEL", help="Model folder, or the run folder around it.")
]
CorpusFile = Annotated[
    Path,
    typer.Argument(metavar="CORPUS", help="Labelled .jsonl, .csv or .parquet file, or `bundled`."),
]
CodebookFile = Annotated[str, typer.Option(metavar="FILE", help="Codebook of the labels.")]
Jobs = Annotated[
    int, typer.Option(min=1, help="Processes for the folds; results do not depend on it.")
]
Force = Annotated[bool, typer.Option("--force", help="Replace a run of other settings or data.")]


class InputFormat(StrEnum):
    """How input is written."""

    text = "text"
    jsonl = "jsonl"
    csv = "csv"


class Unit(StrEnum):
    """What a row of JSON Lines, CSV or Parquet is."""

    sentence = "sentence"
    article = "article"


def _version(wanted: bool) -> None:  # noqa: FBT001 - typer's callback
    if wanted:
        from importlib.metadata import version

        typer.echo(f"mediaframe {version('mediaframe')}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[  # noqa: FBT002 - a flag
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    pass


@app.command()
def run(
    config: ConfigFile,
    settings: Settings = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Run folder.  [default: runs/NAME]")
    ] = None,
    force: Force = False,  # noqa: FBT002 - a flag
    jobs: Jobs = 1,
) -> None:
    """Train, tune, evaluate, save and report the experiment that CONFIG describes.

    The run folder holds report.html, report.md, scores.json, predictions.parquet, figures, the model, the settings and where it all came from.
    """
    from mediaframe.configfile import load_config
    from mediaframe.experiment import run_experiment
    from mediaframe.results.report import overview_table

    experiment = load_config(config, settings or [])
    with _progress() as stage:
        outcome = run_experiment(experiment, output, force=force, jobs=jobs, stage=stage)
    typer.echo(overview_table(outcome.scores).to_text())
    typer.echo(f"\nreport: {outcome.folder / 'report.html'}")


@app.command()
def evaluate(
    model: ModelFolder,
    corpus: CorpusFile,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o", "--output", help="Folder for the report.  [default: runs/evaluation-CORPUS]"
        ),
    ] = None,
    resamples: Annotated[
        int, typer.Option(min=100, help="Bootstrap resamples of articles.")
    ] = 1000,
    hide_text: Annotated[  # noqa: FBT002 - a flag
        bool, typer.Option("--hide-text", help="Leave the corpus's sentences out of the results.")
    ] = False,
    force: Force = False,  # noqa: FBT002 - a flag
) -> None:
    """Evaluate a saved model on other labelled data, with the same report as a run."""
    from mediaframe.config import EvaluationConfig
    from mediaframe.evaluation import evaluate_model
    from mediaframe.results.report import overview_table

    folder = output or Path("runs") / f"evaluation-{corpus.stem}"
    config = EvaluationConfig(resamples=resamples)
    with _progress() as stage:
        outcome = evaluate_model(
            model,
            corpus,
            folder,
            config=config,
            show_text=not hide_text,
            force=force,
            stage=stage,
        )
    typer.echo(overview_table(outcome.scores).to_text())
    typer.echo(f"\nreport: {outcome.folder / 'report.html'}")


@app.command()
def predict(
    model: ModelFolder,
    files: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[FILE…|-]",
            help="Articles (.txt) or sentences (.jsonl, .csv, .parquet); - is standard input.  [default: -]",
        ),
    ] = None,
    file_format: Annotated[
        InputFormat | None,
        typer.Option(
            "--format", help="How input is written.  [default: by the file's ending, else text]"
        ),
    ] = None,
    unit: Annotated[
        Unit, typer.Option(help="What a row of JSON Lines, CSV or Parquet is.")
    ] = Unit.sentence,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            help=".jsonl, .csv or .parquet file.  [default: JSON Lines to standard output]",
        ),
    ] = None,
) -> None:
    """Label articles or sentences: one row a sentence, with labels, scores and evidence.

    Rows of JSON Lines, CSV and Parquet need `text`; with `article_id` they are read in their article's context.
    """
    from mediaframe.serving.labeller import load_model
    from mediaframe.serving.predictions import read_inputs, write_predictions

    labeller = load_model(model)
    sentences = read_inputs(files or ["-"], file_format, unit)
    rows = [labelled.to_row() for labelled in labeller.label(sentences)]
    write_predictions(rows, labeller.labels, output, sys.stdout)
    if output:
        typer.echo(f"{len(rows)} sentences labelled: {output}", err=True)


@app.command()
def explain(
    model: ModelFolder,
    sentence: Annotated[
        str,
        typer.Argument(
            metavar="SENTENCE",
            help="One sentence, in quotation marks; - reads an article from standard input.",
        ),
    ],
    most: Annotated[int, typer.Option(min=1, help="Parts shown for each label.")] = 8,
) -> None:
    """Show which words, phrases and cues spoke for and against each label.

    Weights are log-odds: with the intercept they add up to the score, before the logistic curve.
    """
    from mediaframe.serving.labeller import load_model

    text = sys.stdin.read() if sentence == "-" else sentence
    if not text.strip():
        msg = "SENTENCE: empty; give one sentence in quotation marks"
        raise InputError(msg)
    labeller = load_model(model)
    if sentence != "-":
        _print_explanations(labeller.explain(sentence), most)
        return
    for cut, explanations in labeller.explain_article(text):
        typer.echo(f"{cut.text}\n")
        _print_explanations(explanations, most)


def _print_explanations(explanations: Sequence[Any], most: int) -> None:
    for explanation in explanations:
        verdict = "yes" if explanation.is_given else "no"
        score, threshold = f"{explanation.score:.3f}", f"{explanation.threshold:.3f}"
        typer.echo(f"{explanation.label}: {verdict} (score {score}, threshold {threshold})")
        parts = explanation.contributions
        for part in parts[:most]:
            typer.echo(f"  {part.weight:+7.3f}  {part.kind:<8} {part.text}")
        rest = sum(part.weight for part in parts[most:])
        typer.echo(f"  {rest:+7.3f}  {'rest':<8} {max(0, len(parts) - most)} more")
        typer.echo(f"  {explanation.intercept:+7.3f}  intercept\n")


@app.command()
def verify(
    folders: Annotated[list[Path], typer.Argument(metavar="FOLDER…", help="Run folders.")],
    jobs: Jobs = 1,
) -> None:
    """Run results again from their recorded settings and compare every score and decision.

    Says `reproduced` (every byte), `close` (other packages or processor, same decisions and printed digits) or `different`, which exits with 1.
    """
    from mediaframe import reproduction

    different = []
    for folder in folders:
        with _progress() as stage:
            verdict = reproduction.verify(folder, jobs=jobs, stage=stage)
        typer.echo(f"{folder}: {verdict.status}")
        for reason in verdict.reasons:
            typer.echo(f"  {reason}")
        if verdict.status == "different":
            different.append(str(folder))
    if different:
        msg = f"did not come out again: {', '.join(different)}"
        raise DifferentError(msg)


@config_app.command("check")
def config_check(config: ConfigFile, settings: Settings = None) -> None:
    """Check an experiment file and its data, as far as that goes without training."""
    from mediaframe.configfile import load_config
    from mediaframe.experiment import plan_experiment

    plan = plan_experiment(load_config(config, settings or []))
    typer.echo(f"{config}: fine")
    for name, part in (("train", plan.train), ("test", plan.test)):
        counts = zip(part.labels, part.targets.sum(axis=0), strict=True)
        labels = ", ".join(f"{label} {count}" for label, count in counts)
        typer.echo(
            f"  {name}: {part.n_articles} articles, {len(part.sentences)} sentences ({labels})"
        )


@config_app.command("show")
def config_show(config: ConfigFile, settings: Settings = None) -> None:
    """Print an experiment with every default filled in."""
    from mediaframe.configfile import dump_config, load_config

    typer.echo(dump_config(load_config(config, settings or []), Path.cwd()), nl=False)


@config_app.command("schema")
def config_schema() -> None:
    """Print the JSON Schema of experiment files, for editors that check while one types."""
    import json

    from mediaframe import configfile

    typer.echo(json.dumps(configfile.config_schema(), indent=2))


@config_app.command("new")
def config_new(
    path: Annotated[
        Path | None,
        typer.Argument(metavar="[FILE]", help="File to write.  [default: standard output]"),
    ] = None,
) -> None:
    """Write a complete experiment file in which a comment explains every key."""
    from mediaframe.configfile import starter

    if path is None:
        typer.echo(starter(), nl=False)
        return
    with path.open("x", encoding="utf-8") as target:
        target.write(starter())
    typer.echo(f"{path}: written; next: mediaframe run {path}", err=True)


@data_app.command("check")
def data_check(
    corpus: CorpusFile,
    codebook: CodebookFile = "bundled",
    split: Annotated[
        str | None,
        typer.Option(
            metavar="COLUMN", help="Column that names the part of a split; searched for leaks."
        ),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Folder for audit.html and audit.json.")
    ] = None,
) -> None:
    """Audit a corpus: duplicates, conflicting labels, rare labels, gaps, leaks. Exits with 1 on a problem."""
    from mediaframe.codebook import load_codebook
    from mediaframe.curation import audit_headline, write_audit
    from mediaframe.data.audit import audit_corpus
    from mediaframe.data.corpus import read_corpus

    audit = audit_corpus(read_corpus(corpus, load_codebook(codebook)), split)
    for finding in audit.findings:
        typer.echo(f"{finding.kind}: {finding.what}")
        if finding.sentence_ids:
            typer.echo(f"  {', '.join(finding.sentence_ids[:6])}")
    typer.echo(f"{corpus}: {audit_headline(audit)}")
    if output:
        write_audit(output, audit)
        typer.echo(f"page: {output / 'audit.html'}")
    if not audit.is_clean:
        raise typer.Exit(MediaframeError.exit_code)


@data_app.command("agreement")
def data_agreement(
    corpus: CorpusFile,
    codebook: CodebookFile = "bundled",
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="Folder for the page, the JSON and disagreements.csv."),
    ] = None,
    resamples: Annotated[
        int, typer.Option(min=100, help="Bootstrap resamples of articles.")
    ] = 1000,
) -> None:
    """Measure how far coders agree: Krippendorff's alpha per label and over label sets, and F1.

    Reads the columns coder_1, coder_2 and so on; a sentence that a coder did not code is null there.
    """
    from mediaframe.codebook import load_codebook
    from mediaframe.config import EvaluationConfig
    from mediaframe.curation import agreement_table, measure_agreement, write_agreement
    from mediaframe.data.corpus import read_corpus

    coded = read_corpus(corpus, load_codebook(codebook))
    agreement = measure_agreement(coded, EvaluationConfig(resamples=resamples))
    table = agreement_table(agreement.figures)
    typer.echo(
        f"{table.to_text()}\n{table.caption}\n{len(agreement.disagreements)} sentences to settle"
    )
    if output:
        write_agreement(output, agreement)
        typer.echo(f"page: {output / 'agreement.html'}")


@data_app.command("convert")
def data_convert(
    source: Annotated[Path, typer.Argument(metavar="FROM", help="File or folder to read.")],
    target: Annotated[Path, typer.Argument(metavar="TO", help="File or folder to write.")],
    source_format: Annotated[
        str | None,
        typer.Option(
            "--from", metavar="FORMAT", help="Format read.  [default: by name and content]"
        ),
    ] = None,
    target_format: Annotated[
        str | None,
        typer.Option("--to", metavar="FORMAT", help="Format written.  [default: by the ending]"),
    ] = None,
    codebook: CodebookFile = "bundled",
    unit: Annotated[
        Unit, typer.Option(help="What a row read is; articles are cut into sentences.")
    ] = Unit.sentence,
) -> None:
    """Convert a corpus: jsonl, csv, parquet, dataset, label-studio, doccano, prodigy, cas; read only: brat, text.

    `dataset` is a Hugging Face dataset folder, `text` a .txt file or a folder of them: one article each.
    """
    from mediaframe.codebook import load_codebook
    from mediaframe.data.formats import guess_format, read_format, write_format
    from mediaframe.data.formats.raw import read_articles

    book = load_codebook(codebook)
    if unit is Unit.article:
        placed = read_articles(source)
    else:
        placed = read_format(source, source_format or guess_format(source), book)
    write_format([row for _, row in placed], target, target_format or guess_format(target), book)
    typer.echo(f"{target}: {len(placed)} sentences")


@contextmanager
def _progress() -> Iterator[Any]:
    """Show stages on stderr, to a terminal only."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description:<12}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    console = Console(stderr=True)
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        tasks: dict[str, Any] = {}

        def stage(name: str, done: int, of: int) -> None:
            if name not in tasks:
                tasks[name] = progress.add_task(name, total=of)
            if not (done == of == 1 and progress.tasks[tasks[name]].total != 1):
                progress.update(tasks[name], completed=done, total=of)

        yield stage


def main() -> None:
    """Run the command line; a request to terminate unwinds like any error, so nothing is left half-written."""

    def terminate(_signal: int, _frame: FrameType | None) -> None:
        sys.exit(TERMINATED)

    signal.signal(signal.SIGTERM, terminate)
    app()
