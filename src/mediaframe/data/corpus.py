"""A corpus: labelled sentences, the articles they stand in, and what coders said."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mediaframe.article import Sentence, place_in_articles
from mediaframe.codebook import BUNDLED, Codebook
from mediaframe.errors import InputError, Place
from mediaframe.rows import PlacedRow, label_values, read_rows, text_value

Targets = NDArray[np.bool_]

REQUIRED = ("sentence_id", "article_id", "text", "labels")
CODER_PREFIX = "coder_"


@dataclass(frozen=True)
class Coding:
    """What one coder said: targets, and which sentences the coder coded at all."""

    targets: Targets  # (sentences, labels)
    is_coded: NDArray[np.bool_]  # (sentences,)

    def take(self, rows: NDArray[np.intp]) -> "Coding":
        """Return the coding of some sentences."""
        return Coding(self.targets[rows], self.is_coded[rows])


@dataclass(frozen=True)
class Corpus:
    """Sentences sorted by article, in article order, with one row of targets each."""

    name: str
    sha256: str  # of the bytes it was read from
    labels: tuple[str, ...]
    sentences: tuple[Sentence, ...]
    targets: Targets  # (sentences, labels)
    coders: Mapping[str, Coding]  # by the coder's column
    columns: Mapping[str, tuple[str | None, ...]]  # outlet, date, topic and whatever else was there

    def __post_init__(self) -> None:
        """Refuse a corpus whose parts disagree."""
        expected = (len(self.sentences), len(self.labels))
        coded = {name: coding.targets for name, coding in self.coders.items()}
        for name, targets in {"targets": self.targets, **coded}.items():
            if targets.shape != expected:
                msg = f"{name} is {targets.shape}, but sentences x labels is {expected}"
                raise ValueError(msg)

    @property
    def articles(self) -> tuple[str, ...]:
        """The article of each sentence."""
        return tuple(sentence.article_id for sentence in self.sentences)

    @property
    def n_articles(self) -> int:
        """How many articles there are."""
        return len(set(self.articles))

    def take(self, rows: NDArray[np.intp]) -> "Corpus":
        """Return the corpus of some sentences."""
        return replace(
            self,
            sentences=tuple(self.sentences[row] for row in rows),
            targets=self.targets[rows],
            coders={name: coding.take(rows) for name, coding in self.coders.items()},
            columns={
                name: tuple(values[row] for row in rows) for name, values in self.columns.items()
            },
        )


def read_corpus(path: str | Path, codebook: Codebook) -> Corpus:
    """Return the corpus that ships (`bundled`), or the one in a file or Hugging Face dataset folder.

    Raises:
        InputError: unreadable, a missing or repeated id, an unknown label, with file and line.
    """
    if str(path) == BUNDLED:
        with as_file(files("mediaframe.data") / "bundled" / "corpus.jsonl") as bundled:
            rows, digest = read_rows(bundled), sha256(bundled.read_bytes()).hexdigest()
        return _corpus_of(rows, BUNDLED, digest, codebook)
    path = Path(path)
    if path.is_dir():
        return _corpus_of(_dataset_rows(path), path.name, _digest_folder(path), codebook)
    rows = read_rows(path)
    return _corpus_of(rows, path.name, sha256(path.read_bytes()).hexdigest(), codebook)


def _dataset_rows(folder: Path) -> list[PlacedRow]:
    """Return the rows of a folder written by `datasets.Dataset.save_to_disk`."""
    if not (folder / "state.json").is_file():
        msg = f"{folder}: a folder, but no Hugging Face dataset (no state.json); name a file, or a split's folder"
        raise InputError(msg)
    from datasets import load_from_disk  # noqa: PLC0415 - takes a second, and few corpora are folders

    try:
        dataset = load_from_disk(str(folder))
    except Exception as error:
        msg = f"{folder}: not a readable Hugging Face dataset ({error}); save it again"
        raise InputError(msg) from error
    if len(dataset) == 0:
        msg = f"{folder}: no rows; give a dataset with at least one sentence"
        raise InputError(msg)
    return [(Place(f"{folder}: row {number}"), row) for number, row in enumerate(dataset, start=1)]


def _digest_folder(folder: Path) -> str:
    digest = sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _corpus_of(rows: Sequence[PlacedRow], name: str, digest: str, codebook: Codebook) -> Corpus:
    """Check every row and lay the rows out by article, in article order."""
    names = list(dict.fromkeys(key for _, row in rows for key in row))
    _check_columns(rows[0], names)
    _check_ids(rows)
    ordered = sorted(rows, key=lambda placed: str(placed[1]["article_id"]))
    sentences = place_in_articles(
        [text_value(row, "text", place) for place, row in ordered],
        [text_value(row, "article_id", place) for place, row in ordered],
        [text_value(row, "sentence_id", place) for place, row in ordered],
    )
    coders = [column for column in names if column.startswith(CODER_PREFIX)]
    others = [column for column in names if column not in REQUIRED and column not in coders]
    return Corpus(
        name,
        digest,
        codebook.label_names,
        sentences,
        _targets(ordered, codebook),
        {coder: _coding(ordered, coder, codebook) for coder in coders},
        {column: tuple(_as_text(row.get(column)) for _, row in ordered) for column in others},
    )


def _check_columns(first: PlacedRow, names: Sequence[str]) -> None:
    place, _ = first
    for column in REQUIRED:
        if column not in names:
            msg = f"{place}: {column}: no row has it; every sentence needs {', '.join(REQUIRED)}"
            raise InputError(msg)


def _check_ids(rows: Sequence[PlacedRow]) -> None:
    """Refuse missing ids and a sentence id that stands twice."""
    first: dict[str, Place] = {}
    for place, row in rows:
        text_value(row, "article_id", place)
        sentence_id = text_value(row, "sentence_id", place)
        if sentence_id in first:
            msg = f"{place}: sentence_id: {sentence_id!r} stands already at {first[sentence_id]}; give each sentence its own id"
            raise InputError(msg)
        first[sentence_id] = place


def _targets(rows: Sequence[PlacedRow], codebook: Codebook) -> Targets:
    """Return (sentences, labels), true where the label was given."""
    for place, row in rows:
        if row.get("labels") is None:
            msg = f"{place}: labels: missing; write [] where a sentence has no label"
            raise InputError(msg)
    return _coding(rows, "labels", codebook).targets


def _coding(rows: Sequence[PlacedRow], column: str, codebook: Codebook) -> Coding:
    """Return what a column says; where it says nothing, the sentence was not coded."""
    targets = np.zeros((len(rows), len(codebook.labels)), dtype=np.bool_)
    is_coded = np.zeros(len(rows), dtype=np.bool_)
    position = {label: index for index, label in enumerate(codebook.label_names)}
    for row_index, (place, row) in enumerate(rows):
        if row.get(column) is not None:
            labels = label_values(row[column], place, column)
            codebook.check_labels(labels, place, column)
            targets[row_index, [position[label] for label in labels]] = True
            is_coded[row_index] = True
    return Coding(targets, is_coded)


def _as_text(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    is_json = isinstance(value, dict | list | bool | int | float)
    return json.dumps(value, ensure_ascii=False, default=str) if is_json else str(value)
