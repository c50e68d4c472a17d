"""`mediaframe data convert`: a corpus in another format, and what sets a labelling project up."""

from pathlib import Path
from typing import Annotated

import typer

from mediaframe.cli.completion import models
from mediaframe.cli.empty_cells import warn_of_empty_cells
from mediaframe.cli.options import CodebookFile, Column, Overwrite, Unit
from mediaframe.errors import InputError


def convert(  # noqa: PLR0913, PLR0917 - options
    source: Annotated[Path, typer.Argument(metavar="FROM", help="File or folder to read.")],
    target: Annotated[Path, typer.Argument(metavar="TO", help="File or folder to write.")],
    source_format: Annotated[
        str | None,
        typer.Option(
            "--from", metavar="FORMAT", help="Format read.", show_default="by name and content"
        ),
    ] = None,
    target_format: Annotated[
        str | None,
        typer.Option(
            "--to", metavar="FORMAT", help="Format written.", show_default="by the ending"
        ),
    ] = None,
    codebook: CodebookFile = "bundled",
    unit: Annotated[
        Unit, typer.Option(help="What a row read is; articles are cut into sentences.")
    ] = Unit.sentence,
    column: Column = None,
    control: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Question of a Label Studio project that holds the labels.",
            show_default="the one that does",
        ),
    ] = None,
    interface: Annotated[
        Path | None,
        typer.Option(
            "--labelling-config",
            metavar="FILE.xml",
            help="Labelling interface of the codebook to write, for a Label Studio project: labels with hints and keys, codebook beside the text.",
        ),
    ] = None,
    predictions: Annotated[
        Path | None,
        typer.Option(
            metavar="MODEL",
            help="Have a model, `news-en` or a folder, suggest labels to coders in Label Studio.",
            autocompletion=models,
        ),
    ] = None,
    force: Overwrite = False,  # noqa: FBT002 - a flag
) -> None:
    """Convert a corpus: jsonl, csv, parquet, dataset, label-studio, doccano, prodigy, cas; read only: brat, text.

    `dataset` is a Hugging Face dataset folder, `text` a .txt file or a folder of them: one article each.

    To code in Label Studio: `mediaframe data convert news.jsonl tasks.json --labelling-config interface.xml --predictions news-en`; paste the interface into the project's settings (Labeling Interface, Code), import the tasks, and read the export back by `mediaframe data convert export.json coded.jsonl`. Predictions are suggestions: they are no labels until a coder submits them, and coders tend to agree with what they are shown, so leave them out where you measure agreement or evaluate that model.

    CSV holds cells as they are: a spreadsheet runs one that begins with = + - @ as a formula, so import its columns as text.

    Example: mediaframe data convert project.json my.jsonl --from label-studio
    """
    from mediaframe.codebook import load_codebook
    from mediaframe.curation.suggestions import suggest_labels
    from mediaframe.data.formats import guess_format, read_format, write_format
    from mediaframe.data.formats.labelstudio_interface import write_interface
    from mediaframe.data.formats.raw import read_articles
    from mediaframe.files.columns import parse_columns
    from mediaframe.files.folders import check_apart, check_new
    from mediaframe.serving.labeller import load_model

    check_new(target, force=force)
    wanted = target_format or guess_format(target)
    if interface or predictions:
        targets = {"TO": target, "--labelling-config": interface}
        _check_set_up(source, targets, wanted, force=force)
    if not source.is_file():  # which is read whole before it is replaced, by force
        check_apart(target, [source])
    book, columns = load_codebook(codebook), parse_columns(column or [])
    if unit is Unit.article:
        placed = read_articles(source, columns)
    else:
        source_format = source_format or guess_format(source, columns)
        placed = read_format(source, source_format, book, columns=columns, control=control)
        warn_of_empty_cells(source, source_format)
    rows = [row for _, row in placed]
    suggested = suggest_labels(rows, load_model(predictions), book) if predictions else None
    write_format(rows, target, wanted, book, suggested=suggested)
    if interface:
        write_interface(interface, book)
    typer.echo(f"{target}: {len(placed)} sentences")


def _check_set_up(
    source: Path, targets: dict[str, Path | None], target_format: str, *, force: bool
) -> None:
    """Refuse to set a project of Label Studio up where something else is written, or on what is there.

    Raises:
        InputError: another format, a file that stands there or is read, or two results in one file.
    """
    from mediaframe.files.folders import check_apart, check_each_apart, check_new

    interface = targets["--labelling-config"]

    if target_format != "label-studio":
        option = "--labelling-config" if interface else "--predictions"
        msg = f"{option}: TO is written as {target_format}; only label-studio has it: name a .json file, or leave the option out"
        raise InputError(msg)
    for target in filter(None, targets.values()):
        check_new(target, force=force)
    check_each_apart(targets, ())
    if interface:
        check_apart(interface, [source])
