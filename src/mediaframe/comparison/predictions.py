"""Predictions of systems, read from runs, evaluations and files, and whether they are on the same sentences."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from mediaframe.codebook import Codebook
from mediaframe.data.corpus import Corpus, Targets
from mediaframe.errors import InputError, Place, nearest
from mediaframe.evaluation.outcome import PREDICTIONS, SCORES
from mediaframe.files.cells import is_number, label_values, text_value
from mediaframe.files.folders import read_whole
from mediaframe.files.rows import PlacedRow, format_of, read_rows
from mediaframe.files.text import read_file, read_text
from mediaframe.results.metrics import Matrix


@dataclass(frozen=True)
class Record:
    """What `scores.json` tells of a run; of a predictions file nothing is known but its labels."""

    labels: tuple[str, ...]
    codebook: str | None = None  # name and version
    corpus: str | None = None  # sha256
    trained_here: bool = False  # training saw some of that corpus, and not only its train part


@dataclass(frozen=True)
class PredictionSet:
    """The predictions of one system, from a run, an evaluation or a predictions file."""

    source: str
    sha256: str
    record: Record
    sentence_ids: tuple[str, ...]
    articles: tuple[str, ...]
    texts: tuple[str | None, ...]  # None where they are hidden
    decisions: Targets  # (sentences, labels)
    scores: Matrix | None
    coded: Targets | None

    def ordered(self, sentence_ids: Sequence[str]) -> "PredictionSet":
        """Return the same in another order."""
        position = {name: row for row, name in enumerate(self.sentence_ids)}
        rows = [position[name] for name in sentence_ids]
        return replace(
            self,
            sentence_ids=tuple(sentence_ids),
            articles=tuple(self.articles[row] for row in rows),
            texts=tuple(self.texts[row] for row in rows),
            decisions=self.decisions[rows],
            scores=None if self.scores is None else self.scores[rows],
            coded=None if self.coded is None else self.coded[rows],
        )


def read_predictions(source: str | Path, codebook: Codebook) -> PredictionSet:
    """Read a run or evaluation folder, or a .jsonl or .parquet file whose labels are those of `codebook`.

    Raises:
        InputError: missing, of another kind or damaged; a row without id, with an unknown label or half the scores.
    """
    path = Path(source)
    if not path.exists():
        msg = f"{path}: no such file or folder; check the path"
        raise InputError(msg)
    if path.is_dir():
        return read_whole(path, lambda: _read_rows(source, path / PREDICTIONS, _read_record(path)))
    return _read_rows(source, path, Record(codebook.label_names))


def _read_rows(source: str | Path, path: Path, record: Record) -> PredictionSet:
    if format_of(path) == "csv":
        msg = f"{path}: CSV does not tell no label from no answer; write predictions as .jsonl or .parquet"
        raise InputError(msg)
    rows = read_rows(path)
    ids = [text_value(row, "sentence_id", place) for place, row in rows]
    _check_unique(ids, rows)
    is_coded = any(row.get("coded") is not None for _, row in rows)
    return PredictionSet(
        str(source),
        sha256(read_file(path)).hexdigest(),
        record,
        tuple(ids),
        tuple(text_value(row, "article_id", place) for place, row in rows),
        tuple(row.get("text") for _, row in rows),
        _targets(rows, "labels", record.labels),
        _scores(rows, record.labels),
        _targets(rows, "coded", record.labels) if is_coded else None,
    )


def _read_record(folder: Path) -> Record:
    """Return what the scores of a run or evaluation tell of it."""
    path = folder / SCORES
    if not (path.is_file() and (folder / PREDICTIONS).is_file()):
        msg = f"{folder}: no {SCORES} with {PREDICTIONS}; name what `mediaframe run` or `evaluate` wrote, or a predictions file"
        raise InputError(msg)
    try:
        scores = json.loads(read_text(path))
        codebook, corpus = scores["codebook"], scores["corpus"]["sha256"]
        trained_on = scores.get("model_trained_on", {}).get("corpus_sha256")
        name = f"{codebook['name']} {codebook['version']}"
        return Record(tuple(scores["labels"]), name, corpus, trained_on == corpus)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        msg = f"{path}: not what a run or an evaluation writes; make it again"
        raise InputError(msg) from error


def _check_unique(ids: Sequence[str], rows: Sequence[PlacedRow]) -> None:
    first: dict[str, Place] = {}
    for name, (place, _) in zip(ids, rows, strict=True):
        if name in first:
            msg = f"{place}: sentence_id: {name!r} stands already at {first[name]}; give one row a sentence"
            raise InputError(msg)
        first[name] = place


def _targets(rows: Sequence[PlacedRow], key: str, labels: Sequence[str]) -> Targets:
    targets = np.zeros((len(rows), len(labels)), dtype=np.bool_)
    position = {label: column for column, label in enumerate(labels)}
    for row, (place, values) in enumerate(rows):
        for label in label_values(values.get(key), place, key):
            if label not in position:
                msg = f"{place}: {key}: {label!r} is no label of {', '.join(labels)}; {nearest(label, labels)}, or name the codebook with --codebook"
                raise InputError(msg)
            targets[row, position[label]] = True
    return targets


def _scores(rows: Sequence[PlacedRow], labels: Sequence[str]) -> Matrix | None:
    if all(row.get("scores") is None for _, row in rows):
        return None
    return np.array([_row_of_scores(row.get("scores"), place, labels) for place, row in rows])


def _row_of_scores(scores: Any, place: Place, labels: Sequence[str]) -> list[float]:  # noqa: ANN401 - as it was read
    found = [scores.get(label) for label in labels] if isinstance(scores, dict) else []
    numbers = [float(value) for value in found if is_number(value) and math.isfinite(value)]
    if len(numbers) < len(labels):
        msg = f"{place}: scores: is {scores!r}; write a number for each of {', '.join(labels)}, or no scores in any row"
        raise InputError(msg)
    return numbers


def check_alike(first: PredictionSet, other: PredictionSet) -> None:
    """Refuse predictions that are not on the same sentences, coded by the same rules.

    Raises:
        InputError: another codebook, labels, split or sentences, or the same ones in another article or with other words.
    """
    ours, theirs = first.record, other.record
    if ours.codebook and theirs.codebook and ours.codebook != theirs.codebook:
        msg = f"{other.source}: codebook: {theirs.codebook}, but {first.source} has {ours.codebook}; compare what was coded by one codebook"
        raise InputError(msg)
    if ours.labels != theirs.labels:
        msg = f"{other.source}: labels: {', '.join(theirs.labels)}, but {first.source} has {', '.join(ours.labels)}; for files, name the codebook with --codebook"
        raise InputError(msg)
    only_ours = sorted(set(first.sentence_ids) - set(other.sentence_ids))
    only_theirs = sorted(set(other.sentence_ids) - set(first.sentence_ids))
    if only_ours or only_theirs:
        is_split = ours.corpus is not None and ours.corpus == theirs.corpus
        key = "split" if is_split else "sentences"
        remedy = "the same seed and split" if is_split else "the same sentences to test on"
        example = (only_ours or only_theirs)[0]
        msg = (
            f"{other.source}: {key}: {len(only_ours)} sentences of {first.source} are missing and {len(only_theirs)} stand "
            f"only here (first {example!r}); give both {remedy}"
        )
        raise InputError(msg)
    _check_same_places(first, other.ordered(first.sentence_ids))


def _check_same_places(first: PredictionSet, other: PredictionSet) -> None:
    for key, ours, theirs in (
        ("article_id", first.articles, other.articles),
        ("text", first.texts, other.texts),
    ):
        for name, mine, yours in zip(first.sentence_ids, ours, theirs, strict=True):
            if mine is not None and yours is not None and mine != yours:
                msg = f"{other.source}: {key}: of sentence {name!r} is {yours!r}, but {mine!r} in {first.source}; compare the same sentences"
                raise InputError(msg)


def common_gold(systems: Sequence[PredictionSet]) -> Targets:
    """Return the gold labels that come with systems on the same sentences, in the same order.

    Raises:
        InputError: none has any, or two have different ones.
    """
    coded = [system for system in systems if system.coded is not None]
    if not coded:
        msg = f"{systems[0].source}: coded: missing; name the gold labels with --gold CORPUS"
        raise InputError(msg)
    first = coded[0]
    truth = np.asarray(first.coded)
    for other in coded[1:]:
        rows = np.flatnonzero((np.asarray(other.coded) != truth).any(axis=1))
        if len(rows):
            name = first.sentence_ids[rows[0]]
            msg = (
                f"{other.source}: gold labels: differ from {first.source} in {len(rows)} sentences (first {name!r}); "
                "evaluate both on the same gold labels, or name them with --gold CORPUS"
            )
            raise InputError(msg)
    return truth


def corpus_gold(system: PredictionSet, corpus: Corpus, codebook: Codebook) -> Targets:
    """Return the gold labels that a corpus has for a system's sentences, in the system's order.

    Raises:
        InputError: another codebook, a sentence without gold labels, or one that reads otherwise or stands elsewhere.
    """
    gold = PredictionSet(
        corpus.name,
        corpus.sha256,
        Record(codebook.label_names, f"{codebook.name} {codebook.version}"),
        tuple(sentence.sentence_id for sentence in corpus.sentences),
        corpus.articles,
        tuple(sentence.text for sentence in corpus.sentences),
        corpus.targets,
        None,
        None,
    )
    known = set(gold.sentence_ids)
    missing = [name for name in system.sentence_ids if name not in known]
    if missing:
        msg = f"{corpus.name}: sentences: {len(missing)} of {system.source} are missing (first {missing[0]!r}); name a corpus that has them all"
        raise InputError(msg)
    gold = gold.ordered(system.sentence_ids)
    check_alike(gold, system)
    return gold.decisions
