"""What another model said of the sentences of a corpus, from a file: scores or labels by sentence id."""

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from mediaframe.article.sentences import Sentence
from mediaframe.codebook import Codebook
from mediaframe.data.formats.fields import LABELS, check_ids
from mediaframe.data.formats.shapes import read_labels
from mediaframe.errors import InputError, Place
from mediaframe.files.cells import text_value
from mediaframe.files.rows import PlacedRow, Row, read_rows
from mediaframe.files.text import read_file

SCORES = "scores"
MOST_NAMED = 5

Scores = dict[str, tuple[float, ...]]
"""Sentence id -> one probability a label, in the codebook's order."""


def read_external(path: Path, codebook: Codebook, sentences: Sequence[Sentence]) -> Scores:
    """Return the scores in a .jsonl, .csv or .parquet file, which must cover `sentences`; labels count as 0 and 1.

    A row has `sentence_id` and either `scores` (label to probability; in CSV as JSON, or a column a label, named like it or
    `scores.LABEL`) or else `labels`. Further rows and columns may stand in the file.

    Raises:
        InputError: unreadable, an id missing or twice, an unknown label, a score missing or outside 0 to 1, or sentences
            without a row.
    """
    placed: list[PlacedRow] = []
    for place, row in read_rows(path):
        sentence_id = text_value(row, "sentence_id", place)
        placed.append((place, {"sentence_id": sentence_id, SCORES: _scores(row, place, codebook)}))
    check_ids(placed)
    scores: Scores = {row["sentence_id"]: row[SCORES] for _, row in placed}
    missing = [s.sentence_id for s in sentences if s.sentence_id not in scores]
    if missing:
        named = ", ".join(map(repr, missing[:MOST_NAMED])) + (", …" * (len(missing) > MOST_NAMED))
        msg = f"{path}: {len(missing)} of {len(sentences)} sentences of the corpus have no row: {named}; score them too"
        raise InputError(msg)
    return scores


def file_digest(path: Path) -> str:
    """Return the sha256 of a file."""
    return sha256(read_file(path)).hexdigest()


def _scores(row: Row, place: Place, codebook: Codebook) -> tuple[float, ...]:
    given = _given_scores(row, place, codebook)
    if given:
        codebook.check_labels(list(given), place, SCORES)
        return tuple(_probability(given, label, place) for label in codebook.label_names)
    if LABELS not in row:
        msg = f"{place}: neither scores nor labels; give `scores` (label to probability), a column a label, or `labels`"
        raise InputError(msg)
    labels = read_labels(row[LABELS], place, LABELS, codebook.label_names)
    codebook.check_coding(labels, place)
    return tuple(float(label in labels) for label in codebook.label_names)


def _given_scores(row: Row, place: Place, codebook: Codebook) -> Mapping[str, Any]:
    """Return the scores of a row by label, as they were written; none where the row gives labels."""
    scores = row.get(SCORES)
    if isinstance(scores, str) and scores.strip():
        try:
            scores = json.loads(scores)
        except ValueError as error:
            msg = f"{place}: {SCORES}: is {scores!r}; write a JSON object, label to probability"
            raise InputError(msg) from error
    if isinstance(scores, dict):
        return scores
    if scores not in (None, ""):
        msg = f"{place}: {SCORES}: is {scores!r}; write label to probability"
        raise InputError(msg)
    prefix = f"{SCORES}."
    prefixed = {
        name.removeprefix(prefix): value for name, value in row.items() if name.startswith(prefix)
    }
    return prefixed or {name: row[name] for name in codebook.label_names if name in row}


def _probability(scores: Mapping[str, Any], label: str, place: Place) -> float:
    value = scores.get(label)
    if value in (None, ""):
        msg = f"{place}: {SCORES}.{label}: missing; give a probability for each label"
        raise InputError(msg)
    try:
        number = float("nan") if isinstance(value, bool) else float(value)
    except (TypeError, ValueError):
        number = float("nan")
    if not 0 <= number <= 1:
        msg = f"{place}: {SCORES}.{label}: is {value!r}, must be a number from 0 to 1"
        raise InputError(msg)
    return number
