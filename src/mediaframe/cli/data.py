"""`mediaframe data`: corpora."""

from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import typer

from mediaframe.cli.completion import models
from mediaframe.cli.options import (
    CodebookFile,
    Column,
    ConfigFile,
    CorpusFile,
    Jobs,
    Overwrite,
    Resamples,
    Settings,
    Unit,
)
from mediaframe.cli.standoff import join, standoff
from mediaframe.errors import InputError, MediaframeError
from mediaframe.files.progress import stage_bars

data_app = typer.Typer(no_args_is_help=True, help="Audit, convert, agree on and sample corpora.")
for command in (standoff, join):
    data_app.command()(command)


def _warn_of_empty_cells(corpus: Path, file_format: str | None = None) -> None:
    """Say on stderr how many empty cells of coders in a table are read as "none of the labels"."""
    from mediaframe.data.formats import guess_format
    from mediaframe.data.formats.tables import empty_cells

    if str(corpus) == "bundled":
        return
    file_format = file_format or guess_format(corpus)
    found = empty_cells(corpus, file_format)
    if found:
        counts = ", ".join(f"{column} {count}" for column, count in found.items())
        typer.echo(
            f'{corpus}: {sum(found.values())} empty cells are read as "none" ({counts}); '
            f"write {'NA' if file_format == 'csv' else 'null'} where a coder did not code",
            err=True,
        )


@data_app.command("check")
def data_check(
    corpus: CorpusFile,
    codebook: CodebookFile = "bundled",
    column: Column = None,
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
    """Audit a corpus: duplicates, conflicting labels, rare labels, gaps, leaks. Exits with 1 on a problem.

    Example: mediaframe data check my.csv -o audit
    """
    from mediaframe.codebook import load_codebook
    from mediaframe.curation.audit import audit_headline, write_audit
    from mediaframe.data.audit import audit_corpus
    from mediaframe.data.corpus import read_corpus
    from mediaframe.files.columns import parse_columns
    from mediaframe.files.folders import check_apart

    if output:
        check_apart(output / "audit.json", [corpus])
    audit = audit_corpus(
        read_corpus(corpus, load_codebook(codebook), columns=parse_columns(column or [])), split
    )
    _warn_of_empty_cells(corpus)
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
    column: Column = None,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="Folder for the page, the JSON and disagreements.csv."),
    ] = None,
    resamples: Resamples = 1000,
) -> None:
    """Measure how far coders agree: Krippendorff's alpha per label and over label sets, and F1.

    Reads the columns coder_1, coder_2 and so on; a sentence that a coder did not code is null there.

    CSV holds cells as they are: a spreadsheet runs one that begins with = + - @ as a formula, so import its columns as text.

    Example: mediaframe data agreement coded.csv -o agreement
    """
    from mediaframe.codebook import load_codebook
    from mediaframe.config import EvaluationConfig
    from mediaframe.curation.agreement import agreement_table, measure_agreement, write_agreement
    from mediaframe.data.corpus import read_corpus
    from mediaframe.files.columns import parse_columns
    from mediaframe.files.folders import check_apart

    if output:
        check_apart(output / "agreement.json", [corpus])
    coded = read_corpus(
        corpus, load_codebook(codebook), columns=parse_columns(column or []), needs_labels=False
    )
    _warn_of_empty_cells(corpus)
    agreement = measure_agreement(coded, EvaluationConfig(resamples=resamples))
    table = agreement_table(agreement.figures)
    typer.echo(
        f"{table.to_text()}\n{table.caption}\n{len(agreement.disagreements)} sentences to settle"
    )
    if output:
        write_agreement(output, agreement)
        typer.echo(f"page: {output / 'agreement.html'}")


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


@data_app.command("convert")
def data_convert(  # noqa: PLR0913, PLR0917 - options
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
        _warn_of_empty_cells(source, source_format)
    rows = [row for _, row in placed]
    suggested = suggest_labels(rows, load_model(predictions), book) if predictions else None
    write_format(rows, target, wanted, book, suggested=suggested)
    if interface:
        write_interface(interface, book)
    typer.echo(f"{target}: {len(placed)} sentences")


@data_app.command("sample")
def data_sample(  # noqa: PLR0913, PLR0917 - options
    corpus: CorpusFile,
    output: Annotated[
        Path, typer.Argument(metavar="TO", help="File to write, in any format of `convert`.")
    ],
    size: Annotated[
        int, typer.Option("-n", "--size", min=1, help="Sentences, or articles, to draw.")
    ] = 200,
    by: Annotated[
        list[str] | None,
        typer.Option(metavar="COLUMN", help="Stratum, for example --by outlet; repeatable."),
    ] = None,
    unit: Annotated[Unit, typer.Option(help="What is drawn.")] = Unit.sentence,
    model: Annotated[
        Path | None,
        typer.Option(
            help="Draw what this model, `news-en` or a folder, is least sure of, in place of a random sample."
        ),
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the random draw.")] = 0,
    codebook: CodebookFile = "bundled",
    column: Column = None,
) -> None:
    """Draw what to code next: at random with known inclusion probability, or what a model is unsure of.

    A random sample keeps `stratum` and `inclusion_probability`: estimates of prevalence need them. Labels may be missing.

    CSV holds cells as they are: a spreadsheet runs one that begins with = + - @ as a formula, so import its columns as text.

    Example: mediaframe data sample news.csv to-code.csv -n 300 --by outlet
    """
    from mediaframe.codebook import load_codebook
    from mediaframe.curation.sampling import sample_by_stratum, sample_unsure
    from mediaframe.data.corpus import bundled_file
    from mediaframe.data.formats import guess_format, read_format, write_format
    from mediaframe.files.columns import parse_columns
    from mediaframe.files.folders import check_apart
    from mediaframe.serving.labeller import load_model

    check_apart(output, [corpus])
    if model and (by or unit is Unit.article):
        msg = "--model: draws single sentences wherever they stand; leave out --by and --unit"
        raise InputError(msg)
    book = load_codebook(codebook)
    with bundled_file() if str(corpus) == "bundled" else nullcontext(corpus) as source:
        columns = parse_columns(column or [])
        placed = read_format(source, guess_format(source, columns), book, columns=columns)
    rows = [row for _, row in placed]
    _warn_of_empty_cells(corpus)
    if model:
        drawn = sample_unsure(rows, size, load_model(model))
    else:
        drawn = sample_by_stratum(rows, size, by or [], unit, seed)
    write_format(drawn, output, guess_format(output), book)
    typer.echo(f"{output}: {len(drawn)} sentences")


@data_app.command("noise")
def data_noise(
    config: ConfigFile,
    output: Annotated[Path, typer.Argument(metavar="TO", help=".jsonl or .csv file to write.")],
    settings: Settings = None,
    jobs: Jobs = 1,
) -> None:
    """List labels that are likely wrong, to be looked at again: those that models of other articles do not believe.

    Needs the extra `labels` (cleanlab). CONFIG says corpus, features, head and folds; the whole corpus is searched.

    CSV holds cells as they are: a spreadsheet runs one that begins with = + - @ as a formula, so import its columns as text.

    Example: mediaframe data noise my.yaml look-again.csv
    """
    from mediaframe.config.file import input_paths, load_config
    from mediaframe.curation.noise import find_noise
    from mediaframe.files.folders import check_apart
    from mediaframe.files.rows import write_table

    experiment = load_config(config, settings or [])
    check_apart(output, [config, *input_paths(experiment)])
    with stage_bars() as stage:
        rows = find_noise(experiment, jobs=jobs, stage=stage)
    write_table(rows, output)
    typer.echo(f"{output}: {len(rows)} labels to look at again")
