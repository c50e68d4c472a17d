"""A file that is being coded: what a coder sees of it, and labels that are on disk as soon as they are given."""

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any

from mediaframe.article.sentences import neighbours
from mediaframe.codebook import Codebook
from mediaframe.data.formats import guess_format, read_format, write_format
from mediaframe.data.formats.fields import CODER_PREFIX, LABELS
from mediaframe.errors import InputError
from mediaframe.files.rows import SUFFIXES, Row

NOTE = "note"
PREDICTED = re.compile(r"scores|score\..*")
_CODER = re.compile(r"\w[\w-]{0,39}")

Stamp = tuple[int, int, int]


@dataclass(frozen=True)
class CodedSentence:
    """A sentence as a coder sees it."""

    sentence_id: str
    before: str  # what stands before it in its article, as far as coders may read
    text: str
    after: str
    labels: list[str] | None  # None until it is coded
    note: str

    @property
    def is_coded(self) -> bool:
        """Whether the coder has settled it."""
        return self.labels is not None


@dataclass
class CodingFile:
    """A table of sentences in which one column is filled in, and a note beside it.

    Each labelling is written at once: the file is replaced in one step, so that whoever kills the process, or pulls the plug,
    loses none. What another program wrote to the file meanwhile is kept.
    """

    path: Path
    codebook: Codebook
    coder: str | None = None  # None: the labels themselves
    _rows: dict[str, Row] = field(default_factory=dict)  # by sentence
    _stamp: Stamp | None = None
    _lock: Lock = field(default_factory=Lock)

    def __post_init__(self) -> None:
        """Read the file.

        Raises:
            InputError: no table, one with predictions in it, or no name for a coder.
        """
        if self.coder is not None and not _CODER.fullmatch(self.coder):
            msg = f"--coder: {self.coder!r}: a name of letters, digits, - and _, of at most 40; for example ana"
            raise InputError(msg)
        self._read()

    @property
    def column(self) -> str:
        """The column that is filled in."""
        return LABELS if self.coder is None else f"{CODER_PREFIX}{self.coder}"

    @property
    def note_column(self) -> str:
        """The column of this coder's notes."""
        return NOTE if self.coder is None else f"{NOTE}_{self.coder}"

    def sentences(self) -> list[CodedSentence]:
        """Return what the coder sees, in the order of the file: no prediction, and nothing that another coder gave."""
        with self._lock:
            rows = list(self._rows.values())
        around = neighbours(*([row[key] for row in rows] for key in ("text", "article_id")))
        return [
            CodedSentence(
                row["sentence_id"],
                (row["before"] or "") if "before" in row else before,
                row["text"],
                (row["after"] or "") if "after" in row else after,
                row.get(self.column),
                row.get(self.note_column) or "",
            )
            for row, (before, after) in zip(rows, around, strict=True)
        ]

    def code(self, sentence_id: str, labels: list[str] | None, note: str) -> list[str] | None:
        """Write the labels of a sentence to disk, None to take them back; return them with those that they imply.

        Raises:
            InputError: no such sentence or label, two that exclude each other, or the file has become another.
            OSError: it cannot be written.
        """
        if labels is not None:
            self.codebook.check_coding(labels, self.path.name)
            implied = self.codebook.implied
            held = {*labels, *(one for label in labels for one in implied.get(label, ()))}
            labels = [label for label in self.codebook.label_names if label in held]
        with self._lock:
            if _stamp_of(self.path) != self._stamp:
                self._read()
            if sentence_id not in self._rows:
                msg = f"{self.path}: sentence_id: {sentence_id!r} is not there; was the file replaced? start again"
                raise InputError(msg)
            self._write(sentence_id, {self.column: labels, self.note_column: note or None})
        return labels

    def _read(self) -> None:
        if self.path.suffix.lower() not in SUFFIXES:
            msg = f"{self.path}: only .csv, .jsonl and .parquet can be coded in place; convert it first: mediaframe data convert {self.path} coding.csv"
            raise InputError(msg)
        self._stamp = _stamp_of(self.path)
        placed = read_format(self.path, guess_format(self.path), self.codebook)
        predicted = next((name for name in placed[0][1] if PREDICTED.fullmatch(name)), None)
        if predicted is not None:
            msg = f"{self.path}: {predicted}: a model's predictions stand in the file, and coders must not see them; take out its columns of scores and labels, or draw a sample: mediaframe measure sample"
            raise InputError(msg)
        self._rows = {row["sentence_id"]: row for _, row in placed}

    def _write(self, sentence_id: str, values: dict[str, Any]) -> None:
        """Write the file with other values in a row; a column of notes is added with the first note."""
        known = next(iter(self._rows.values()))
        new = [self.column] + [self.note_column] * bool(values[self.note_column])
        added = {name: None for name in new if name not in known}
        rows = {name: {**row, **added} for name, row in self._rows.items()}
        row = rows[sentence_id]
        row.update({name: value for name, value in values.items() if name in row})
        write_format(list(rows.values()), self.path, guess_format(self.path), self.codebook)
        self._rows, self._stamp = rows, _stamp_of(self.path)


def _stamp_of(path: Path) -> Stamp | None:
    """Return what changes when a file is written to or replaced."""
    try:
        found = os.stat(path)  # noqa: PTH116 - a path that is a link is followed either way
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns
