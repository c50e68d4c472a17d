"""Files of articles or sentences in, rows of labels, scores, evidence and sources out."""

import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, TextIO

import pyarrow as pa

from mediaframe.article.cutting import cut_article
from mediaframe.article.sentences import Sentence, place_in_articles
from mediaframe.errors import InputError, Place
from mediaframe.files.cells import id_value, text_value
from mediaframe.files.columns import AS_NAMED, Columns, check_columns, name_columns
from mediaframe.files.rows import (
    READ_SUFFIXES,
    PlacedRow,
    Row,
    format_of,
    parse_rows,
    read_rows,
    write_rows,
    write_table,
)
from mediaframe.files.stream import STDIN
from mediaframe.files.text import decode, read_text
from mediaframe.reader.evidence import Source

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
    yield from _from_rows(name_columns(rows, columns), unit, stem)


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


def write_predictions(
    rows: Sequence[Row], labels: Sequence[str], output: Path | None, stdout: TextIO
) -> None:
    """Write rows to a .jsonl, .csv or .parquet file that appears whole, or as JSON Lines to `stdout`.

    Raises:
        InputError: another ending.
    """
    if output is None:
        write_rows(rows, "jsonl", stdout)
        return
    if format_of(output) == "csv":
        rows = [_flat(row) for row in rows]
    write_table(rows, output, to_arrow=partial(predictions_table, labels=labels))


def write_lines(rows: Sequence[Row], file_format: str, target: TextIO) -> None:
    """Write rows as JSON Lines or CSV, as `write_predictions` does."""
    write_rows([_flat(row) for row in rows] if file_format == "csv" else rows, file_format, target)


def _flat(row: Row) -> Row:
    """Return a row for people who read it in a spreadsheet: columns for each label's score and for the source, evidence as text."""
    flat: Row = {}
    for key, value in row.items():
        match key:
            case "scores":
                flat |= {f"score.{label}": score for label, score in value.items()}
            case "source":
                flat |= {f"source.{field}": value and value[field] for field in Source._fields}
            case "evidence":
                flat[key] = _evidence_text(value)
            case _:
                flat[key] = value
    return flat


def _evidence_text(evidence: Mapping[str, Sequence[Mapping[str, Any]]]) -> str:
    """Return evidence as a person writes it down.

    >>> said = {"role": "cue", "kind": "speech", "text": "said", "start": 5, "end": 9}
    >>> _evidence_text({"attribution": [said], "official_claim": []})
    'attribution: cue "said"'
    """
    return "; ".join(
        f"{label}: " + ", ".join(f'{words["role"]} "{words["text"]}"' for words in found)
        for label, found in evidence.items()
        if found
    )


def predictions_table(rows: Sequence[Row], labels: Sequence[str]) -> pa.Table:
    """Return rows as a table; scores and the source are structs, evidence a map from label to words.

    Rows that say what was `coded` get that column too.
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
    coded = [("coded", pa.list_(pa.string()))] if rows and "coded" in rows[0] else []
    schema = pa.schema(
        [
            ("article_id", pa.string()),
            ("sentence_id", pa.string()),
            ("text", pa.string()),
            ("start", pa.int64()),
            ("end", pa.int64()),
            ("labels", pa.list_(pa.string())),
            ("scores", pa.struct([(label, pa.float64()) for label in labels])),
            ("evidence", pa.map_(pa.string(), pa.list_(words))),
            ("source", pa.struct([(field, pa.string()) for field in Source._fields])),
            *coded,
        ]
    )
    return pa.Table.from_pylist([_with_pairs(row) for row in rows], schema=schema)


def _with_pairs(row: Row) -> dict[str, Any]:
    """Return a row whose evidence is a list of pairs, as Arrow builds maps."""
    return {**row, "evidence": list(row["evidence"].items())}
