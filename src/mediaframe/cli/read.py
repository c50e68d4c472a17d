"""Reading without a model: what is read of articles, how well that agrees with gold, and what another version reads."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from mediaframe.cli.options import CodebookFile, Column, Resamples, RowUnit, Unit, WrittenAs
from mediaframe.errors import InputError
from mediaframe.files.text import printable

if TYPE_CHECKING:  # takes long to import
    from mediaframe.article.sentences import Sentence
    from mediaframe.codebook import Codebook


class _Given(NamedTuple):
    """What is to be read, as the user says it."""

    names: list[str]
    file_format: str | None
    unit: str
    columns: dict[str, str | None]


def read(  # noqa: PLR0913, PLR0917 - options
    files: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[FILE…|-]",
            help="Articles (.txt), sentences (.jsonl, .csv, .parquet) or marked-up gold (.yaml); - is standard input.",
            show_default="-",
        ),
    ] = None,
    as_json: Annotated[  # noqa: FBT002 - a flag
        bool,
        typer.Option(
            "--json",
            help="Print JSON: a line an article, or one object with --gold or --against. `mediaframe config schema reading` (parts, changes) says what is in it.",
        ),
    ] = False,
    page: Annotated[
        Path | None,
        typer.Option(
            metavar="PAGE.html",
            help="Write a page in place of text: marks in the text, the cast beside it.",
        ),
    ] = None,
    gold: Annotated[  # noqa: FBT002 - a flag
        bool,
        typer.Option("--gold", help="Score each part against what the files say: they are gold."),
    ] = False,
    against: Annotated[
        str | None,
        typer.Option(
            metavar="FOLDER|REV",
            help="Compare with another version of mediaframe: a folder of sources, or a git revision of the checkout installed.",
        ),
    ] = None,
    codebook: CodebookFile = "bundled",
    file_format: WrittenAs = None,
    unit: RowUnit = Unit.sentence,
    column: Column = None,
    resamples: Resamples = 1000,
) -> None:
    """Show what is read of articles, sentence by sentence: who says what, how official, what is contested; then the cast.

    Needs no model: words and rules of the codebook alone. Each line of an attribution tells the source, whom of the article it means (#1 is the first of the cast), what that is, the cue, the kind of content and its words.

    --gold scores the parts: cue, source and content words (exact and overlapping), the right source linked, official or not of those, status and kind of content over their kinds, contests, and the labels that the rules give. Gold is marked-up YAML, or rows with any of labels, attribution_spans, source with source_status and content, contest; what is not coded is left out. Intervals resample articles, from ten articles on.

    --against tells what this version reads otherwise; a label is gained or lost where the file is coded.

    Example: echo 'Police say the driver fled. His sister denies it.' | mediaframe read
    """
    from mediaframe.files.columns import parse_columns
    from mediaframe.files.folders import check_each_apart
    from mediaframe.files.stream import STDIN

    if sum((gold, page is not None, against is not None)) > 1:
        msg = "--gold, --page, --against: each does another thing; give one of them"
        raise InputError(msg)
    names = files or [STDIN]
    if gold and (file_format is not None or unit is not Unit.sentence):
        msg = "--gold: says itself how its files are written; leave --format and --unit out"
        raise InputError(msg)
    check_each_apart({"--page": page}, [name for name in names if name != STDIN])
    given = _Given(names, file_format, unit, parse_columns(column or []))
    if gold:
        _score(given, codebook, resamples, as_json=as_json)
    elif against is not None:
        _compare(given, codebook, against, as_json=as_json)
    else:
        _show(given, codebook, page, as_json=as_json)


def _show(given: _Given, codebook: str, page: Path | None, *, as_json: bool) -> None:
    from mediaframe.codebook import load_codebook
    from mediaframe.reader.inspection import inspect
    from mediaframe.serving.reading_page import write_reading_page
    from mediaframe.serving.reading_text import reading_text

    book = load_codebook(codebook)
    articles = inspect(book, _sentences(given, book))
    if page is not None:
        shown = list(articles)
        write_reading_page(page, shown, book)
        typer.echo(f"{len(shown)} article{'s' * (len(shown) != 1)} read: {page}", err=True)
        articles = iter(shown)
    if as_json:
        for article in articles:
            _print_json(article.model_dump(mode="json"))
    elif page is None:
        for number, article in enumerate(articles):
            typer.echo(printable(f"{chr(10) if number else ''}{reading_text(article)}"))


def _sentences(given: _Given, codebook: "Codebook") -> "list[Sentence]":
    from mediaframe.evaluation.parts.gold_files import sentences_in

    return sentences_in(given.names, given.file_format, given.unit, codebook, given.columns)


def _score(given: _Given, codebook: str, resamples: int, *, as_json: bool) -> None:
    from mediaframe.codebook import load_codebook
    from mediaframe.evaluation.parts.gold_files import read_gold
    from mediaframe.evaluation.parts.scoring import score_parts
    from mediaframe.results.parts import parts_table

    book = load_codebook(codebook)
    scores = score_parts(read_gold(given.names, book, given.columns), book, resamples=resamples)
    if as_json:
        _print_json(scores.to_json())
        return
    table = parts_table(scores)
    typer.echo(f"{table.to_text()}\n{table.caption}")


def _compare(given: _Given, codebook: str, against: str, *, as_json: bool) -> None:
    from mediaframe.codebook import load_codebook
    from mediaframe.comparison.readings import compare_with
    from mediaframe.evaluation.parts.gold_files import labels_in
    from mediaframe.results.reading_changes import changes_text

    book = load_codebook(codebook)
    changes = compare_with(
        against,
        _sentences(given, book),
        codebook,
        labels_in(given.names, book, given.columns),
    )
    if as_json:
        _print_json(changes.to_json())
    else:
        typer.echo(printable(changes_text(changes)))


def _print_json(values: dict[str, Any]) -> None:
    typer.echo(json.dumps(values, ensure_ascii=False, allow_nan=False))
