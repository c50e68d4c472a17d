"""Files of articles or sentences in, rows of labels, scores and evidence out."""

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TextIO

import pyarrow as pa
import pyarrow.parquet as pq

from mediaframe.article import Sentence, cut_article, place_in_articles
from mediaframe.errors import InputError
from mediaframe.folders import new_file
from mediaframe.rows import (
    SUFFIXES,
    PlacedRow,
    Row,
    format_of,
    parse_rows,
    read_rows,
    text_value,
    write_rows,
)
from mediaframe.yamlfile import decode, read_text

STDIN = "-"


def read_inputs(files: Sequence[str], file_format: str | None, unit: str) -> list[Sentence]:
    """Return the sentences of all files, in the order given.

    Args:
        files: paths, or `-` for standard input.
        file_format: `text`, `jsonl` or `csv`; by default a file's ending decides, and text otherwise.
        unit: whether a row of JSON Lines, CSV or Parquet is a `sentence` or an `article`.

    Raises:
        InputError: unreadable, no text, or an id that stands twice, with file and line.
    """
    stems = Counter(Path(name).stem for name in files)
    sentences = [
        sentence
        for name in files
        for sentence in _read_input(
            name, file_format, unit, Path(name).stem if stems[Path(name).stem] == 1 else name
        )
    ]
    seen: set[str] = set()
    for sentence in sentences:
        if sentence.sentence_id in seen:
            msg = f"{sentence.sentence_id}: the sentence id stands twice in the input; give each sentence its own"
            raise InputError(msg)
        seen.add(sentence.sentence_id)
    return sentences


def _read_input(
    name: str, file_format: str | None, unit: str, article_id: str
) -> Iterator[Sentence]:
    """Return the sentences of a file; a text file is the article `article_id`."""
    if file_format is None:
        file_format = "text" if name == STDIN else SUFFIXES.get(Path(name).suffix.lower(), "text")
    if file_format == "text":
        article_id = "stdin" if name == STDIN else article_id
        yield from _nonempty(cut_article(_read_text(name), article_id), name)
    elif file_format == "parquet":
        yield from _from_rows(read_rows(Path(name)), unit)
    else:
        yield from _from_rows(parse_rows(_read_text(name), file_format, _shown(name)), unit)


def _read_text(name: str) -> str:
    if name == STDIN:
        return decode(sys.stdin.buffer.read(), _shown(name))
    return read_text(Path(name))


def _shown(name: str) -> str:
    return "standard input" if name == STDIN else name


def _nonempty(sentences: Sequence[Sentence], name: str) -> Sequence[Sentence]:
    if not sentences:
        msg = f"{_shown(name)}:1: no text; give an article"
        raise InputError(msg)
    return sentences


def _from_rows(rows: Sequence[PlacedRow], unit: str) -> Iterator[Sentence]:
    """Return sentences of rows; without ids a row is an article of its own, named by its number."""
    texts, articles, ids = [], [], []
    for number, (place, row) in enumerate(rows, start=1):
        texts.append(text_value(row, "text", place))
        articles.append(text_value(row, "article_id", place) if row.get("article_id") else None)
        ids.append(text_value(row, "sentence_id", place) if row.get("sentence_id") else None)
        articles[-1] = articles[-1] or ids[-1] or str(number)
        ids[-1] = ids[-1] or f"{articles[-1]}:{number}"
    if unit == "article":
        for text, article_id in zip(texts, articles, strict=True):
            yield from cut_article(text, str(article_id))
    else:
        yield from place_in_articles(texts, [str(a) for a in articles], [str(i) for i in ids])


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
    file_format = format_of(output)
    with new_file(output) as partial:
        if file_format == "parquet":
            pq.write_table(predictions_table(rows, labels), partial)
        else:
            with partial.open("w", encoding="utf-8", newline="") as target:
                write_rows(rows, file_format, target)


def predictions_table(rows: Sequence[Row], labels: Sequence[str]) -> pa.Table:
    """Return rows as a table; scores are a struct, evidence a map from label to cues.

    Rows that say what was `coded` get that column too.
    """
    cue = pa.struct(
        [("class", pa.string()), ("text", pa.string()), ("start", pa.int64()), ("end", pa.int64())]
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
            ("evidence", pa.map_(pa.string(), pa.list_(cue))),
            *coded,
        ]
    )
    return pa.Table.from_pylist([_with_pairs(row) for row in rows], schema=schema)


def _with_pairs(row: Row) -> dict[str, Any]:
    """Return a row whose evidence is a list of pairs, as Arrow builds maps."""
    return {**row, "evidence": list(row["evidence"].items())}
