"""`mediaframe data standoff` and `data join`: labels without the texts, and back."""

from pathlib import Path
from typing import Annotated

import typer

from mediaframe.cli.options import CodebookFile, CorpusFile, Overwrite
from mediaframe.errors import MediaframeError


def standoff(  # noqa: PLR0913, PLR0917 - options
    corpus: CorpusFile,
    output: Annotated[
        Path, typer.Option("-o", "--output", help="Standoff file to write (.jsonl).")
    ],
    columns: Annotated[
        list[str] | None,
        typer.Option(
            "--column",
            metavar="NAME",
            help="Further column to keep, for example --column outlet; repeatable.",
        ),
    ] = None,
    name: Annotated[
        str | None, typer.Option(help="Name of the corpus.", show_default="that of its file")
    ] = None,
    texts: Annotated[str, typer.Option(help="Where the texts are to be had.")] = "",
    licence: Annotated[str, typer.Option(help="Licence of the texts.")] = "",
    codebook: CodebookFile = "bundled",
    force: Overwrite = False,  # noqa: FBT002 - a flag
) -> None:
    """Write the labels of a corpus without its texts: ids, labels, coders, and a digest by which each sentence is found again.

    Further columns are left out unless they are named, as they may hold text.

    Example: mediaframe data standoff my.csv -o my-labels.jsonl --column outlet
    """
    from mediaframe.codebook import load_codebook
    from mediaframe.data.formats import guess_format, read_format
    from mediaframe.data.standoff import write_standoff
    from mediaframe.files.folders import check_apart, check_new

    check_apart(output, [corpus])
    check_new(output, force=force)
    book = load_codebook(codebook)
    rows = read_format(corpus, guess_format(corpus), book)
    write_standoff(
        rows, output, book, columns or [], name=name or corpus.stem, texts=texts, licence=licence
    )
    typer.echo(f"{output}: {len(rows)} sentences, without their texts")


def join(
    standoff: Annotated[
        str,
        typer.Argument(metavar="STANDOFF", help="Standoff file, or the name of one that ships."),
    ],
    texts: Annotated[
        Path,
        typer.Argument(
            metavar="TEXTS",
            help="Sentences or articles (.jsonl, .csv, .parquet), a .txt file, or a folder with .txt files.",
        ),
    ],
    output: Annotated[
        Path, typer.Option("-o", "--output", help="Corpus to write, in any format of `convert`.")
    ],
    partial: Annotated[  # noqa: FBT002 - a flag
        bool, typer.Option("--partial", help="Write what was found though sentences are missing.")
    ] = False,
    codebook: CodebookFile = "bundled",
    force: Overwrite = False,  # noqa: FBT002 - a flag
) -> None:
    """Join the labels of a standoff file with the texts, for those who have them; sentences are matched by a digest of their text.

    Exits with 1, and writes nothing, where sentences are missing; --partial writes the rest. Those of election-news, gum-news, ukraine-news, wikinews and world-news ship.

    Example: mediaframe data join wikinews my-articles -o corpora/wikinews.jsonl
    """
    from mediaframe.codebook import load_codebook
    from mediaframe.data.formats import guess_format, write_format
    from mediaframe.data.joining import join_texts
    from mediaframe.data.standoff import read_standoff
    from mediaframe.files.folders import check_apart, check_new

    check_apart(output, [standoff, texts])
    check_new(output, force=force)
    book, labels = load_codebook(codebook), read_standoff(standoff)
    joined = join_texts(labels, texts)
    if joined.missing and not partial:
        where = f" ({labels.header.texts})" if labels.header.texts else ""
        msg = f"{texts}: {joined.told()}; give all texts{where}, or write what there is with --partial"
        raise MediaframeError(msg)
    write_format(joined.rows, output, guess_format(output), book)
    typer.echo(f"{output}: {joined.told()}")
