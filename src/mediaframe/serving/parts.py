"""Parts: some thousand sentences of whole articles, which are scored together and stand in a file of their own."""

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

import pyarrow as pa

from mediaframe.article.cutting import cut_article
from mediaframe.article.sentences import Sentence, place_in_articles
from mediaframe.errors import InputError, Place
from mediaframe.files.cells import id_value, json_cell, text_value
from mediaframe.files.rows import PlacedRow, Row, columns_of, parquet_bytes, write_rows
from mediaframe.files.stream import Rejected, RowSource
from mediaframe.serving.carrying import carry, flat_row
from mediaframe.serving.labeller import Model

PART = 5_000  # rows, and the rest of the last article
LONGEST_ARTICLE = 20_000  # rows; what goes on for longer is cut there
LONG_TEXT = 1_000  # characters; a sentence has some 130


@dataclass(frozen=True)
class Item:
    """A row of the input, with the ids that it gives or is given."""

    place: Place
    row: Row
    article_id: str
    sentence_id: str
    text: str


@dataclass
class Part:
    """Rows of whole articles, in the order of the input."""

    number: int
    items: list[Item]

    @property
    def looks_like_articles(self) -> bool:
        """Whether rows are longer than sentences are."""
        return median(len(item.text) for item in self.items) > LONG_TEXT


@dataclass
class Parts:
    """Deals the rows of some files into parts; what it met on the way is in its lists."""

    size: int
    rejected: list[Rejected] = field(default_factory=list)
    torn: list[Place] = field(default_factory=list)
    """Where an article goes on after another one began, or after its part was full: read in two pieces."""

    def deal(self, source_rows: Iterable[tuple[RowSource, PlacedRow | Rejected]]) -> Iterator[Part]:
        """Yield parts; only one is in memory, besides a number for each article that was met."""
        items: list[Item] = []
        met: set[int] = set()
        number, current = 0, ""
        for source, read in source_rows:
            item = self._item(source, read)
            if item is None:
                continue
            if item.article_id != current:
                if len(items) >= self.size:
                    yield Part(number, items)
                    number, items = number + 1, []
                if hash(item.article_id) in met:
                    self.torn.append(item.place)
                met.add(hash(item.article_id))
                current = item.article_id
            elif len(items) >= self.size + LONGEST_ARTICLE:
                self.torn.append(item.place)
                yield Part(number, items)
                number, items = number + 1, []
            items.append(item)
        if items:
            yield Part(number, items)

    def _item(self, source: RowSource, read: PlacedRow | Rejected) -> Item | None:
        """Return a row that has a text, or keep why it cannot be scored."""
        if isinstance(read, Rejected):
            self.rejected.append(read)
            return None
        place, row = read
        try:
            text = text_value(row, "text", place)
            article, sentence = (id_value(row, key, place) for key in ("article_id", "sentence_id"))
        except InputError as error:
            self.rejected.append(Rejected(place, str(error).removeprefix(f"{place}: ")))
            return None
        line = str(place).removeprefix(place.source).lstrip(":") or place.source.split("row ")[-1]
        article = article or sentence or f"{source.stem}#{line}"
        return Item(place, row, article, sentence or f"{article}:{line}", text)


@dataclass(frozen=True)
class ScoredPart:
    """A part as its file holds it, and how often each label was given."""

    number: int
    content: bytes
    sentences: int
    articles: int
    given: dict[str, int]


def score_part(model: Model, unit: str, file_format: str, part: Part) -> ScoredPart:
    """Score the sentences of a part; the same part gives the same bytes wherever that is done."""
    sentences, rows = _sentences_of(part.items, unit)
    scores = model.classifier.score(sentences)
    decided = model.classifier.decide(scores)
    found = [
        _found(model.labels, sentence, *values)
        for sentence, *values in zip(sentences, scores.tolist(), decided.tolist(), strict=True)
    ]
    if file_format != "jsonl":
        found = [flat_row(row, model.labels) for row in found]
    scored = list(map(carry, rows, found))
    return ScoredPart(
        part.number,
        _file_content(scored, file_format, model.labels),
        len(sentences),
        len({sentence.article_id for sentence in sentences}),
        dict(zip(model.labels, decided.sum(axis=0).tolist(), strict=True)),
    )


def _sentences_of(items: Sequence[Item], unit: str) -> tuple[list[Sentence], list[Row]]:
    """Return sentences, and beside each the row of the input that it comes from."""
    if unit == "article":
        cut = [(cut_article(item.text, item.article_id), item.row) for item in items]
        return [one for found, _ in cut for one in found], [
            row for found, row in cut for _ in found
        ]
    texts = [item.text for item in items]
    articles, ids = [item.article_id for item in items], [item.sentence_id for item in items]
    return list(place_in_articles(texts, articles, ids)), [item.row for item in items]


def _found(
    labels: Sequence[str], sentence: Sentence, scores: list[float], decided: list[bool]
) -> Row:
    return {
        "article_id": sentence.article_id,
        "sentence_id": sentence.sentence_id,
        "text": sentence.text,
        "start": sentence.start,
        "end": sentence.end,
        "labels": [label for label, given in zip(labels, decided, strict=True) if given],
        "scores": dict(zip(labels, scores, strict=True)),
    }


def _file_content(rows: Sequence[Row], file_format: str, labels: Sequence[str]) -> bytes:
    if file_format == "parquet":
        return parquet_bytes(_table(rows, labels))
    lines = io.StringIO(newline="")
    write_rows(rows, file_format, lines)
    return lines.getvalue().encode()


def _table(rows: Sequence[Row], labels: Sequence[str]) -> pa.Table:
    """Return rows as a table of which every part has the same types: columns of the input are text."""
    types: dict[str, pa.DataType] = {
        "start": pa.int64(),
        "end": pa.int64(),
        "labels": pa.list_(pa.string()),
        **{f"label.{label}": pa.int64() for label in labels},
        **{f"score.{label}": pa.float64() for label in labels},
    }
    return pa.table(
        {
            name: pa.array([row.get(name) for row in rows], types[name])
            if name in types
            else pa.array([_text(row.get(name)) for row in rows], pa.string())
            for name in columns_of(rows)
        }
    )


def _text(value: Any) -> str | None:  # noqa: ANN401 - any value a row holds
    return value if value is None or isinstance(value, str) else json_cell(value)
