"""Gold as rows of JSON Lines, CSV or Parquet: a corpus that says more of a sentence than its labels.

A sentence has `labels`, the spans that people marked (`attribution_spans`), and the code of one attribution (`source`,
`source_status`, `content`, `contest`). A file may lack any of them; what no row of it has is not coded.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated

from pydantic import Field, TypeAdapter, ValidationError

from mediaframe.article.sentences import by_article, place_in_articles
from mediaframe.codebook import Codebook
from mediaframe.errors import InputError, Place
from mediaframe.evaluation.parts.gold import (
    GoldArticle,
    GoldCode,
    GoldContest,
    GoldSentence,
    GoldSpans,
)
from mediaframe.files.cells import label_values, text_value
from mediaframe.files.columns import AS_NAMED, Columns, name_columns
from mediaframe.files.rows import Row, read_rows
from mediaframe.reader.claims import CONTESTS
from mediaframe.reader.kinds import CONTENTS
from mediaframe.reader.mentions import STATUSES

SPANS = "attribution_spans"
CODED = ("labels", SPANS, "source_status", "contest")

CONTESTED = "contested_claim"  # the label whose sentences have a contest

Labels = frozenset[str] | None
_Count = Annotated[int, Field(ge=0)]
_SPANS = TypeAdapter(list[dict[str, list[tuple[_Count, _Count]]]])


def read_coded_rows(
    path: Path, codebook: Codebook, columns: Columns = AS_NAMED
) -> list[GoldArticle]:
    """Return the articles of a file of coded sentences, in the order in which they begin.

    Raises:
        InputError: one line for each row with a fault, as `path:line: key: what, and what to do`.
    """
    rows = name_columns(read_rows(path), columns)
    coded = frozenset(key for key in CODED if any(row.get(key) is not None for _, row in rows))
    if not coded:
        msg = f"{path}:1: none of {', '.join(CODED)} in it; name a file that is coded"
        raise InputError(msg)
    values = [
        [text_value(row, key, place) for place, row in rows]
        for key in ("text", "article_id", "sentence_id")
    ]
    sentences = place_in_articles(*values)
    gold, faults = [], []
    for (place, row), sentence in zip(rows, sentences, strict=True):
        try:
            labels = _labels(row, place, codebook) if "labels" in coded else None
            gold.append(
                GoldSentence(
                    sentence,
                    _spans(row, place, len(sentence.text)) if SPANS in coded else None,
                    _codes(row, place, labels) if "source_status" in coded else None,
                    _contests(row, place, labels) if "contest" in coded else None,
                    labels,
                )
            )
        except InputError as error:
            faults.append(str(error))
    if faults:
        raise InputError("\n".join(faults))
    return [[gold[position] for position in article] for article in by_article(sentences)]


def read_labels(
    path: Path, codebook: Codebook, columns: Columns = AS_NAMED
) -> dict[str, frozenset[str]]:
    """Return the labels of the sentences of a file that have an id and are coded."""
    coded = {}
    for place, row in name_columns(read_rows(path), columns):
        labels = _labels(row, place, codebook)
        if labels is not None and row.get("sentence_id") not in (None, ""):
            coded[text_value(row, "sentence_id", place)] = labels
    return coded


def _labels(row: Row, place: Place, codebook: Codebook) -> Labels:
    if row.get("labels") is None:
        return None
    names = label_values(row["labels"], place, "labels")
    codebook.check_labels(names, place)
    return frozenset(names)


def _codes(row: Row, place: Place, labels: Labels) -> tuple[GoldCode, ...] | None:
    """Return the one code of a row; a row that has labels but no code is not coded."""
    if row.get("source_status") is None:
        return None if labels else ()
    _check(row, "source_status", STATUSES, place)
    _check(row, "content", CONTENTS, place)
    who = None if row.get("source") is None else text_value(row, "source", place)
    return (GoldCode(who, row["source_status"], row["content"], None),)


def _contests(row: Row, place: Place, labels: Labels) -> tuple[GoldContest, ...] | None:
    if row.get("contest") is None:
        return None if CONTESTED in (labels or ()) else ()
    _check(row, "contest", CONTESTS, place)
    return (GoldContest(row["contest"], None),)


def _check(row: Row, key: str, known: tuple[str, ...], place: Place) -> None:
    if row.get(key) not in known:
        msg = f"{place}: {key}: is {row.get(key)!r}; write one of {', '.join(known)}"
        raise InputError(msg)


def _spans(row: Row, place: Place, length: int) -> tuple[GoldSpans, ...]:
    """Return the spans of a row; in a file that has any, a row without holds no attribution."""
    try:
        marked = _SPANS.validate_python(row.get(SPANS) or [])
    except ValidationError as error:
        msg = f"{place}: {SPANS}: {error.errors()[0]['msg']}; write a list of source, cue and content, each a list of [start, end]"
        raise InputError(msg) from error
    for start, end in _pieces(marked):
        if not start < end <= length:
            msg = f"{place}: {SPANS}: [{start}, {end}] lies outside the sentence of {length} characters; count characters of `text`"
            raise InputError(msg)
    return tuple(
        GoldSpans(*(tuple(sorted(item.get(role, []))) for role in GoldSpans._fields))
        for item in marked
    )


def _pieces(marked: Sequence[Mapping[str, list[tuple[int, int]]]]) -> Iterator[tuple[int, int]]:
    for item in marked:
        for pieces in item.values():
            yield from pieces
