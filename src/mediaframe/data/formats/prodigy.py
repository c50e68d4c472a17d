"""Corpora as Prodigy's JSONL of `textcat.manual`: one line a sentence and coder."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from mediaframe.data.formats.fields import (
    CODER_PREFIX,
    LABELS,
    Labelling,
    other_columns,
    sole_coding,
)
from mediaframe.data.formats.tables import read_jsonl, write_jsonl
from mediaframe.errors import InputError, Place
from mediaframe.files.rows import PlacedRow, Row
from mediaframe.files.schema import check
from mediaframe.files.yaml import Document


class _Task(BaseModel):
    model_config = ConfigDict(extra="allow")

    text: str
    meta: dict[str, Any] = {}
    label: str | None = None
    accept: list[str] = []
    answer: str | None = None
    annotator: str | None = Field(None, alias="_annotator_id")
    input_hash: int | None = Field(None, alias="_input_hash")

    @property
    def labels(self) -> Labelling:
        """The labels accepted; None where the task was ignored or not yet answered."""
        if self.label is not None and self.answer in ("accept", "reject"):
            return [self.label] if self.answer == "accept" else []
        return self.accept if self.answer == "accept" else None

    @property
    def columns(self) -> Row:
        """What the task holds beside Prodigy's own keys."""
        own = ("options", "config")
        extra = self.model_extra or {}
        free = {key: extra[key] for key in extra if key not in own and not key.startswith("_")}
        return {"sentence_id": self.input_hash, **free, **self.meta, "text": self.text}


@dataclass
class _Sentence:
    """The lines of one sentence, gathered."""

    place: Place
    columns: Row
    codings: dict[str, Labelling] = field(default_factory=dict)

    def add(self, task: _Task, place: Place) -> None:
        """Take in what one annotator said."""
        column = LABELS if task.annotator is None else CODER_PREFIX + task.annotator
        if column in self.codings:
            who = f"annotator {task.annotator!r}" if task.annotator else "no annotator"
            msg = f"{place}: a second line of {who} for the sentence at {self.place}; keep one"
            raise InputError(msg)
        self.codings[column] = task.labels

    def row(self) -> Row:
        """Return the sentence with its labels: the settled ones, or those of the only coder."""
        settled = self.codings.get(LABELS, sole_coding(self.codings))
        return {**self.columns, **self.codings, LABELS: settled}


def read_prodigy(path: Path) -> list[PlacedRow]:
    """Return a row a sentence of what `prodigy db-out` writes.

    A line with an `_annotator_id` is what that coder said; one without is settled. Where no line is settled the only
    coder's labels stand, and several coders leave a sentence without labels. A choice that was rejected, ignored or not
    yet answered is not coded; a task with one `label` is accepted or rejected. Ids and other columns stand under `meta` or
    in the task itself; without a `sentence_id` the `_input_hash` is taken. Other keys with `_`, `options` and `config`
    are Prodigy's own and not read.
    """
    sentences: dict[Hashable, _Sentence] = {}
    for place, line in read_jsonl(path):
        task = check(_Task, Document(str(place), line))
        columns = task.columns
        identity = (str(columns["sentence_id"]), task.text)
        sentence = sentences.setdefault(identity, _Sentence(place, columns))
        sentence.add(task, place)
    return [(sentence.place, sentence.row()) for sentence in sentences.values()]


def write_prodigy(rows: Sequence[Row], path: Path, labels: Sequence[str]) -> None:
    """Write a line for the settled labels of each sentence, then one for each coder, called as in `coder_…`.

    What a coder did not code is a task ignored; a sentence without settled labels is a task without answer, so the file
    can be annotated too.
    """
    options = [{"id": label, "text": label} for label in labels]
    style = {"_view_id": "choice", "config": {"choice_style": "multiple"}}
    lines = []
    for row in rows:
        ids = {"sentence_id": row["sentence_id"], "article_id": row["article_id"]}
        task = {"text": row["text"], "options": options, "meta": ids | other_columns(row), **style}
        lines.append({**task, **({} if row[LABELS] is None else _answer(row[LABELS]))})
        lines += [
            {**task, **_answer(value), "_annotator_id": column.removeprefix(CODER_PREFIX)}
            for column, value in row.items()
            if column.startswith(CODER_PREFIX)
        ]
    write_jsonl(lines, path)


def _answer(labels: Labelling) -> Row:
    return {"accept": labels or [], "answer": "ignore" if labels is None else "accept"}
