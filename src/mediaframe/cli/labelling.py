"""Applying a saved model."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mediaframe.cli.options import Column, ModelFolder, Overwrite, RowUnit, Unit, WrittenAs
from mediaframe.cli.sentences import show_labelled
from mediaframe.errors import InputError
from mediaframe.files.progress import stage_bars
from mediaframe.files.text import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediaframe.article.sentences import Sentence
    from mediaframe.files.rows import Row
    from mediaframe.serving.labeller import LabelledSentence, Model


def predict(  # noqa: PLR0913, PLR0917 - options
    model: ModelFolder,
    files: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[FILE…|-]",
            help="Articles (.txt) or sentences (.jsonl, .csv, .xlsx, .parquet); - is standard input.",
            show_default="-",
        ),
    ] = None,
    file_format: WrittenAs = None,
    unit: RowUnit = Unit.sentence,
    column: Column = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            help=".jsonl, .csv, .parquet or .xlsx file.",
            show_default="a table on a terminal, JSON Lines into a pipe",
        ),
    ] = None,
    force: Overwrite = False,  # noqa: FBT002 - a flag
    sources: Annotated[
        Path | None,
        typer.Option(
            metavar="OUT.csv",
            help="Who is quoted how often, official or not, with counts of each label, by outlet where rows have `outlet`: a .csv, .jsonl or .parquet file.",
        ),
    ] = None,
    page: Annotated[
        Path | None,
        typer.Option(
            metavar="PAGE.html",
            help="Page of the articles with labels, evidence and sources; without -o no rows are written.",
        ),
    ] = None,
) -> None:
    """Label articles or sentences: one row a sentence, with labels, scores, evidence and source.

    Rows of JSON Lines, CSV and Parquet need `text`; with `article_id` they are read in their article's context. Every
    column of the input comes out again (`labels` as `coded`). CSV and Excel have a column of 0 and 1, `label.NAME`, and one of
    scores, `score.NAME`, for each label.

    CSV holds cells as they are: a spreadsheet runs one that begins with = + - @ as a formula, so import its columns as text.

    Example: mediaframe predict news-en article.txt --page article.html
    """
    from mediaframe.files.columns import parse_columns
    from mediaframe.files.rows import write_table
    from mediaframe.serving.labeller import load_model
    from mediaframe.serving.page import write_page
    from mediaframe.serving.predictions import read_with_rows
    from mediaframe.serving.sources import count_sources, source_columns

    _check_results(output, sources, page, files or [], force=force)
    loaded = load_model(model)
    given = read_with_rows(files or ["-"], file_format, unit, parse_columns(column or []))
    rows = [row for _, row in given]
    labelled = _label(loaded, [sentence for sentence, _ in given])
    if output or not (page or sources):
        _give_rows(labelled, rows, loaded.labels, output)
    if sources:
        counted = count_sources(labelled, rows, loaded.labels)
        write_table(counted, sources, columns=source_columns(counted, loaded.labels))
    if page:
        write_page(page, labelled, loaded)
    written = " and ".join(str(path) for path in (output, sources, page) if path)
    if written:
        rest = "" if output else " (-o writes the rows too)"
        typer.echo(f"{len(labelled)} sentences labelled: {written}{rest}", err=True)


def _label(model: "Model", sentences: "Sequence[Sentence]") -> "list[LabelledSentence]":
    """Label sentences under a bar."""
    with stage_bars() as stage:
        return model.label(sentences, lambda done, of: stage("labelling", done, of))


def _check_results(
    output: Path | None, sources: Path | None, page: Path | None, files: list[str], *, force: bool
) -> None:
    """Refuse results that cannot be written, before anything is labelled.

    Raises:
        InputError: an ending that is none, a file that stands there or is read, or two results in one file.
    """
    from mediaframe.files.folders import check_each_apart, check_new
    from mediaframe.files.rows import format_of
    from mediaframe.files.stream import STDIN
    from mediaframe.serving.predictions import check_output

    targets = {"-o": output, "--sources": sources, "--page": page}
    check_each_apart(targets, [file for file in files if file != STDIN])
    if output:
        check_output(output)
    if sources:
        format_of(sources)
    for table in filter(None, (output, sources)):
        check_new(table, force=force)


def _give_rows(
    labelled: "Sequence[LabelledSentence]",
    given: "Sequence[Row]",
    labels: "Sequence[str]",
    output: Path | None,
) -> None:
    """Write rows to a file; without one show a table on a terminal, and give JSON Lines into a pipe."""
    from mediaframe.serving.predictions import write_predictions

    if output is None and sys.stdout.isatty():
        show_labelled(labelled)
    else:
        found = [sentence.to_row() for sentence in labelled]
        write_predictions(found, labels, output, sys.stdout, given)


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
    """Show source, cue, content and contest of each label given, and what spoke for and against it.

    Weights are log-odds: with the intercept they add up to the score, before the logistic curve.

    Example: mediaframe explain news-en "The governor denied taking gifts."
    """
    from mediaframe.serving.labeller import load_model

    text = sys.stdin.read() if sentence == "-" else sentence
    if not text.strip():
        msg = "SENTENCE: empty; give one sentence in quotation marks"
        raise InputError(msg)
    if os.path.isfile(sentence):  # noqa: PTH113 - a sentence may be too long for a name
        msg = f"SENTENCE: {sentence} is a file; explain its text by `mediaframe explain {model} - < {sentence}`, or label it by `mediaframe predict {model} {sentence}`"
        raise InputError(msg)
    loaded = load_model(model)
    if sentence != "-":
        for explanation in loaded.explain(sentence):
            typer.echo(printable(explanation.to_text(most)))
        return
    for cut, explanations in loaded.explain_article(text):
        typer.echo(printable(f"{cut.text}\n"))
        for explanation in explanations:
            typer.echo(printable(explanation.to_text(most)))


def behave(
    model: ModelFolder,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o", "--output", help="Folder for behaviour.html, behaviour.json and failures.jsonl."
        ),
    ] = None,
) -> None:
    """Try a model on small cases, each of which tests one rule of the codebook: what it can do, what sways it.

    Needs a model of the bundled codebook. Failed cases are listed in the folder that -o names.

    Example: mediaframe behave news-en -o behaviour
    """
    from mediaframe.evaluation.behaviour.suite import measure_behaviour, write_behaviour
    from mediaframe.results.behaviour import behaviour_headline, behaviour_table
    from mediaframe.serving.labeller import load_model

    loaded = load_model(model)
    try:
        behaviour = measure_behaviour(loaded)
    except InputError as error:
        msg = f"{model}: {error}"
        raise InputError(msg) from error
    typer.echo(behaviour_table(behaviour.figures).to_text())
    typer.echo(f"\n{behaviour_headline(behaviour.figures)}")
    if output:
        write_behaviour(output, loaded.training.experiment, behaviour)
        typer.echo(f"page: {output / 'behaviour.html'}")
