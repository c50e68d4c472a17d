"""Scored news as columns: ids, texts, groups and scores of every sentence, from what `predict` or `score` wrote."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mediaframe.codebook.combinations import Combination
from mediaframe.errors import InputError, Place
from mediaframe.files.cells import label_values, text_value
from mediaframe.files.rows import SUFFIXES, PlacedRow, Row, read_rows

NOT_SCORES = "rejects"  # beginning of the names of files that hold what could not be scored
CODED = ("coded", "coder_")  # beginnings of columns that tell what people said
NO_VALUE = "(none)"


@dataclass(frozen=True)
class ScoredNews:
    """Sentences in the order given; every list has one entry a sentence."""

    sha256: str
    sentence_ids: list[str]
    article_ids: list[str]
    texts: list[str]
    columns: dict[str, list[str]]
    labels: tuple[str, ...]
    scores: NDArray[np.float64]  # (sentences, labels)
    decided: NDArray[np.bool_]  # (sentences, labels)

    @cached_property
    def position(self) -> dict[str, int]:
        """Where each sentence stands."""
        return {name: row for row, name in enumerate(self.sentence_ids)}

    @cached_property
    def article_codes(self) -> NDArray[np.intp]:
        """(sentences,): the article of each, numbered as they first occur."""
        numbers = {name: n for n, name in enumerate(dict.fromkeys(self.article_ids))}
        return np.array([numbers[name] for name in self.article_ids], dtype=np.intp)

    def score_of(self, counted: Combination) -> NDArray[np.float64]:
        """(sentences,): the probability of a combination were its labels independent; measuring corrects what they are not."""
        product = np.ones(len(self.scores))
        for label, stands in counted.parts:
            score = self.scores[:, self.labels.index(label)]
            product *= score if stands else 1 - score
        return product

    def decided_of(self, counted: Combination) -> NDArray[np.bool_]:
        """(sentences,): whether the classifier's decisions are counted."""
        held = np.ones(len(self.decided), dtype=np.bool_)
        for label, stands in counted.parts:
            held &= self.decided[:, self.labels.index(label)] == stands
        return held


def news_files(path: Path) -> list[Path]:
    """Return the files of scored news: one, or those of a folder by name.

    Raises:
        InputError: nothing there.
    """
    if path.is_file():
        return [path]
    found = sorted(
        file
        for file in (path.iterdir() if path.is_dir() else ())
        if file.suffix.lower() in SUFFIXES and not file.name.startswith((NOT_SCORES, "."))
    )
    if not found:
        msg = f"{path}: no .jsonl, .csv or .parquet file there; name what `mediaframe predict -o` or `mediaframe score` wrote"
        raise InputError(msg)
    return found


def digest_news(path: Path) -> str:
    """Return the sha256 of the bytes of all files of scored news."""
    digest = sha256()
    for file in news_files(path):
        digest.update(sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def read_news(path: Path, labels: Sequence[str], columns: Sequence[str]) -> ScoredNews:
    """Read scored news: rows of `article_id`, `sentence_id`, `text`, scores, and the columns that are asked for.

    Scores are a map `scores` or columns `score.LABEL`; decisions are `labels`, or columns LABEL of 0 and 1, or else scores of one half and more.

    Raises:
        InputError: a row without id or score, a sentence twice, a column that no row has, or one of coders' labels.
    """
    ids: list[str] = []
    articles: list[str] = []
    texts: list[str] = []
    carried: dict[str, list[str]] = {column: [] for column in columns}
    scores: list[list[float]] = []
    decided: list[list[bool]] = []
    first: dict[str, Place] = {}
    for place, row in _rows(path):
        ids.append(_new_id(row, place, first))
        articles.append(text_value(row, "article_id", place))
        texts.append(text_value(row, "text", place))
        for column, values in carried.items():
            values.append(_carried(row, column, place))
        scores.append([_score(row, label, place) for label in labels])
        decided.append(_decisions(row, labels, scores[-1], place))
    return ScoredNews(
        digest_news(path),
        ids,
        articles,
        texts,
        carried,
        tuple(labels),
        np.array(scores, dtype=np.float64),
        np.array(decided, dtype=np.bool_),
    )


def _rows(path: Path) -> Iterator[PlacedRow]:
    for file in news_files(path):
        rows = read_rows(file)
        place, row = rows[0]
        for column in row:
            if column.startswith(CODED):
                msg = f"{place}: {column}: labels of coders stand in the news; a plan is made before they are seen: leave the column out"
                raise InputError(msg)
        yield from rows


def _new_id(row: Row, place: Place, first: dict[str, Place]) -> str:
    name = text_value(row, "sentence_id", place)
    if first.setdefault(name, place) is not place:
        msg = f"{place}: sentence_id: {name!r} stands already at {first[name]}; give each sentence its own"
        raise InputError(msg)
    return name


def _carried(row: Row, column: str, place: Place) -> str:
    if column not in row:
        known = ", ".join(name for name in row if name not in ("text", "scores", "evidence"))
        msg = f"{place}: {column}: no such column; the plan asks for it, the news have {known}"
        raise InputError(msg)
    value = row[column]
    return NO_VALUE if value is None or not str(value).strip() else str(value).strip()


def _score(row: Row, label: str, place: Place) -> float:
    scores = row.get("scores")
    given = scores.get(label) if isinstance(scores, Mapping) else row.get(f"score.{label}")
    try:
        value = float("nan") if given is None or isinstance(given, bool) else float(given)
    except (TypeError, ValueError):
        value = float("nan")
    if not (math.isfinite(value) and 0 <= value <= 1):
        msg = f"{place}: score of {label}: is {given!r}, must be a number from 0 to 1; score the news with a model of this codebook"
        raise InputError(msg)
    return value


def _decisions(
    row: Row, labels: Sequence[str], scores: Sequence[float], place: Place
) -> list[bool]:
    """Return which labels a classifier gave."""
    if row.get("labels") is not None:
        given = label_values(row["labels"], place, "labels")
        return [label in given for label in labels]
    flags = [row.get(label) for label in labels]
    if None not in flags:
        return [str(flag).lower() in ("1", "1.0", "true") for flag in flags]
    return [score >= 0.5 for score in scores]  # noqa: PLR2004 - more likely than not
