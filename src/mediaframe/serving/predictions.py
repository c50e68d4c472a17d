"""Files of articles or sentences in, rows of labels, scores, evidence and sources out."""

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, TextIO

import pyarrow as pa

from mediaframe.article.cutting import cut_article
from mediaframe.article.sentences import Sentence, place_in_articles
from mediaframe.errors import InputError, Place
from mediaframe.files.cells import id_value, json_cell, text_value
from mediaframe.files.columns import (
    AS_NAMED,
    Columns,
    check_columns,
    name_columns,
    tell_of_lone_rows,
)
from mediaframe.files.rows import (
    READ_SUFFIXES,
    PlacedRow,
    Row,
    columns_of,
    format_of,
    parse_rows,
    read_rows,
    write_rows,
    write_table,
)
from mediaframe.files.sheets import XLSX, check_sheet, write_sheet
from mediaframe.files.stream import STDIN
from mediaframe.files.text import decode, read_text
from mediaframe.reader.evidence import Source
from mediaframe.serving.carrying import IDS_AND_TEXT, carry, flat_row

Placed = tuple[Place, Sentence, Row]
"""A sentence, its place, and the row that it was given in."""

# What is often at hand and would be labelled as if it were prose.
NO_TEXT = {".docx", ".html", ".json", ".ods", ".pdf", ".rtf", ".xls", ".zip"}


def read_inputs(
    files: Sequence[str], file_format: str | None, unit: str, columns: Columns = AS_NAMED
) -> list[Sentence]:
    """Return the sentences of all files, in the order given, as `read_with_rows` does."""
    return [sentence for sentence, _ in read_with_rows(files, file_format, unit, columns)]


def read_with_rows(
    files: Sequence[str], file_format: str | None, unit: str, columns: Columns = AS_NAMED
) -> list[tuple[Sentence, Row]]:
    """Return the sentences of all files, in the order given, each with the row that it stood in; that of text has no more.

    Args:
        files: paths, or `-` for standard input.
        file_format: `text`, `jsonl` or `csv`; by default a file's ending decides, and text otherwise.
        unit: whether a row of a table is a `sentence` or an `article`.
        columns: the user's own names of the columns of tables.

    Raises:
        InputError: unreadable, no text, or an id that stands twice, with file and line.
    """
    names = {name: "stdin" if name == STDIN else Path(name).stem for name in files}
    stems = Counter(names[name] for name in files)
    placed = [
        item
        for name in files
        for item in _read_input(
            name, file_format, unit, columns, names[name] if stems[names[name]] == 1 else name
        )
    ]
    first: dict[str, Place] = {}
    for place, sentence, _ in placed:
        if sentence.sentence_id in first:
            where = first[sentence.sentence_id]
            msg = f"{place}: sentence_id: {sentence.sentence_id!r} stands already at {where}; give each sentence its own"
            raise InputError(msg)
        first[sentence.sentence_id] = place
    return [(sentence, row) for _, sentence, row in placed]


def _read_input(
    name: str, file_format: str | None, unit: str, columns: Columns, stem: str
) -> Iterator[Placed]:
    """Yield the sentences of a file with their places; `stem` names what in it has no id."""
    if file_format is None and Path(name).suffix.lower() in NO_TEXT:
        msg = f"{name}: no plain text; save it as .txt, .jsonl, .csv or .parquet, or say --format"
        raise InputError(msg)
    if file_format is None:
        ending = "" if name == STDIN else Path(name).suffix.lower()
        file_format = READ_SUFFIXES.get(ending, "text")
    if file_format == "text":
        place = Place(_shown(name), 1)
        article = {"article_id": stem, "text": _read_text(name)}
        if not article["text"].strip():
            msg = f"{place}: no text; give an article"
            raise InputError(msg)
        yield from _from_rows([(place, article)], "article", stem)
        return
    is_text = file_format in ("jsonl", "csv")
    rows = (
        parse_rows(_read_text(name), file_format, _shown(name))
        if is_text
        else read_rows(Path(name))
    )
    named = name_columns(rows, columns)
    if unit != "article":
        tell_of_lone_rows(rows[0][0], columns, columns_of(row for _, row in named))
    yield from _from_rows(named, unit, stem)


def _read_text(name: str) -> str:
    if name == STDIN:
        return decode(sys.stdin.buffer.read(), _shown(name))
    return read_text(Path(name))


def _shown(name: str) -> str:
    return "standard input" if name == STDIN else name


def _from_rows(rows: Sequence[PlacedRow], unit: str, stem: str) -> Iterator[Placed]:
    """Yield the sentences of rows; a row without ids is an article of its own, named by its file and number."""
    check_columns(rows, ["text"], can_name=True)
    texts = [text_value(row, "text", place) for place, row in rows]
    given = [
        (id_value(row, "article_id", place), id_value(row, "sentence_id", place))
        for place, row in rows
    ]
    taken = {article for article, _ in given}
    articles = []
    for number, (article, sentence) in enumerate(given, start=1):
        name = article or sentence or f"{stem}#{number}"
        while article is None and name in taken:
            name += "'"
        articles.append(name)
    if unit == "article":
        for (place, row), text, article in zip(rows, texts, articles, strict=True):
            for cut in cut_article(text, article):
                yield place, cut, row
        return
    ids = [
        sentence or f"{article}:{number}"
        for number, (article, (_, sentence)) in enumerate(
            zip(articles, given, strict=True), start=1
        )
    ]
    placed = place_in_articles(texts, articles, ids)
    yield from ((place, sentence, row) for (place, row), sentence in zip(rows, placed, strict=True))


def check_output(path: Path) -> None:
    """Refuse a file that predictions are not written to.

    Raises:
        InputError: an ending other than .jsonl, .csv, .parquet and .xlsx; or a package is missing.
    """
    if path.suffix.lower() == XLSX:
        check_sheet(path)
    else:
        format_of(path)


def write_predictions(
    found: Sequence[Row],
    labels: Sequence[str],
    output: Path | None,
    stdout: TextIO,
    given: Sequence[Row] = (),
) -> None:
    """Write rows to a .jsonl, .csv, .parquet or .xlsx file that appears whole, or as JSON Lines to `stdout`.

    Args:
        found: what was found in each sentence.
        labels: those of the model.
        output: where rows go.
        stdout: where they go if there is no file.
        given: the row of the input that each sentence stood in, whose columns come out again.

    Raises:
        InputError: another ending.
    """
    is_sheet = output is not None and output.suffix.lower() == XLSX
    if output is not None and (is_sheet or format_of(output) == "csv"):
        found = [flat_row(row, labels) for row in found]
    rows = list(map(carry, given, found)) if given else found
    if output is None:
        write_rows(rows, "jsonl", stdout)
    elif is_sheet:
        write_sheet(rows, output)
    else:
        write_table(rows, output, to_arrow=partial(predictions_table, labels=labels))


def write_flat(rows: Sequence[Row], output: Path) -> None:
    """Write rows of plain columns to a file as `write_predictions` does; ids and text stand there even if there are no rows."""
    if output.suffix.lower() == XLSX:
        write_sheet(rows, output)
    else:
        write_table(rows, output, columns=columns_of([dict.fromkeys(IDS_AND_TEXT), *rows]))


def write_lines(
    found: Sequence[Row], labels: Sequence[str], file_format: str, target: TextIO
) -> None:
    """Write rows of a model's labels as JSON Lines or CSV, as `write_predictions` does."""
    rows = [flat_row(row, labels) for row in found] if file_format == "csv" else found
    write_rows(rows, file_format, target)


def predictions_table(rows: Sequence[Row], labels: Sequence[str]) -> pa.Table:
    """Return rows as a table; scores and the source are structs, evidence a map from label to words.

    Columns of the input keep their types, where all values of one have the same, and are text elsewhere.
    """
    words = pa.struct(
        [
            ("role", pa.string()),
            ("kind", pa.string()),
            ("text", pa.string()),
            ("start", pa.int64()),
            ("end", pa.int64()),
        ]
    )
    types: dict[str, pa.DataType] = {
        "article_id": pa.string(),
        "sentence_id": pa.string(),
        "text": pa.string(),
        "start": pa.int64(),
        "end": pa.int64(),
        "labels": pa.list_(pa.string()),
        "scores": pa.struct([(label, pa.float64()) for label in labels]),
        "evidence": pa.map_(pa.string(), pa.list_(words)),
        "source": pa.struct([(field, pa.string()) for field in Source._fields]),
    }
    paired = [_with_pairs(row) for row in rows]
    return pa.table(
        {
            name: pa.array([row.get(name) for row in paired], types[name])
            if name in types
            else _carried_column([row.get(name) for row in paired])
            for name in columns_of(rows) or types
        }
    )


def _carried_column(values: Sequence[Any]) -> pa.Array:
    """Return a column of the input, as text where its values are of several types or there are none."""
    try:
        column = pa.array(values)
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        shown = [v if v is None or isinstance(v, str) else json_cell(v) for v in values]
        return pa.array(shown, pa.string())
    if pa.types.is_null(column.type):
        return column.cast(pa.string())
    no_words = pa.list_(pa.null())
    return column.cast(pa.list_(pa.string())) if column.type == no_words else column


def _with_pairs(row: Row) -> dict[str, Any]:
    """Return a row whose evidence is a list of pairs, as Arrow builds maps."""
    return {**row, "evidence": list(row["evidence"].items())}
