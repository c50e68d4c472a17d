"""Applying a saved model."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mediaframe.cli.options import Column, ModelFolder, Overwrite, RowUnit, Unit, WrittenAs
from mediaframe.cli.outputs import Outputs
from mediaframe.errors import InputError
from mediaframe.files.progress import stage_bars
from mediaframe.files.text import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediaframe.article.sentences import Sentence
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
    risk: Annotated[
        float | None,
        typer.Option(
            metavar="SHARE",
            help="Give and deny labels only where at most this share of such decisions is wrong, such as 0.1; the labels left open stand in the column `abstained`.",
        ),
    ] = None,
    code_next: Annotated[
        Path | None,
        typer.Option(
            metavar="OUT.csv",
            help="With --risk: the sentences with a label left open, without predictions, for coding: a .csv, .jsonl, .parquet or .xlsx file.",
        ),
    ] = None,
) -> None:
    """Label articles or sentences: one row a sentence, with labels, scores, evidence and source.

    Rows of JSON Lines, CSV and Parquet need `text`; with `article_id` they are read in their article's context. Every
    column of the input comes out again (`labels` as `coded`). CSV and Excel have a column of 0 and 1, `label.NAME`, and one of
    scores, `score.NAME`, for each label.

    With --risk the bound holds for each label, and for yes and no apart, with 95 % confidence, in news like that which the
    model was trained on: it is found on scores of sentences that training had left out.

    CSV holds cells as they are: a spreadsheet runs one that begins with = + - @ as a formula, so import its columns as text.

    Example: mediaframe predict news-en article.txt --page article.html

    Example: mediaframe predict runs/baseline news.csv -o labels.csv --risk 0.1 --code-next open.csv
    """
    from mediaframe.files.columns import parse_columns
    from mediaframe.serving.abstention import error_bound
    from mediaframe.serving.labeller import load_model
    from mediaframe.serving.predictions import read_with_rows

    if risk is None and code_next:
        msg = "--code-next: lists what --risk leaves open; give --risk too, such as --risk 0.1"
        raise InputError(msg)
    outputs = Outputs(output, sources, page, code_next)
    outputs.check(files or [], force=force)
    loaded = load_model(model)
    bound = None if risk is None else error_bound(loaded, risk, model)
    given = read_with_rows(files or ["-"], file_format, unit, parse_columns(column or []))
    labelled = _label(loaded, [sentence for sentence, _ in given])
    outputs.write(loaded, labelled, [row for _, row in given], bound)


def _label(model: "Model", sentences: "Sequence[Sentence]") -> "list[LabelledSentence]":
    """Label sentences under a bar."""
    with stage_bars() as stage:
        return model.label(sentences, lambda done, of: stage("labelling", done, of))


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
    from mediaframe.evaluation.behaviour.page import write_behaviour
    from mediaframe.evaluation.behaviour.suite import measure_behaviour
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
