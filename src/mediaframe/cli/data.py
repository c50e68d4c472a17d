"""`mediaframe data`: corpora."""

from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import typer

from mediaframe.cli.conversion import convert
from mediaframe.cli.empty_cells import warn_of_empty_cells
from mediaframe.cli.options import (
    CodebookFile,
    Column,
    ConfigFile,
    CorpusFile,
    Jobs,
    Resamples,
    Settings,
    Unit,
)
from mediaframe.cli.standoff import join, standoff
from mediaframe.errors import InputError, MediaframeError
from mediaframe.files.progress import stage_bars

data_app = typer.Typer(no_args_is_help=True, help="Audit, convert, agree on and sample corpora.")
for command in (convert, standoff, join):
    data_app.command()(command)


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
    warn_of_empty_cells(corpus)
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
    warn_of_empty_cells(corpus)
    agreement = measure_agreement(coded, EvaluationConfig(resamples=resamples))
    table = agreement_table(agreement.figures)
    typer.echo(
        f"{table.to_text()}\n{table.caption}\n{len(agreement.disagreements)} sentences to settle"
    )
    if output:
        write_agreement(output, agreement)
        typer.echo(f"page: {output / 'agreement.html'}")


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
    warn_of_empty_cells(corpus)
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
