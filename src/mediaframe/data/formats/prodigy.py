"""Corpora as Prodigy's JSONL: one line a sentence and coder, or one a label, accepted or rejected."""

import re
from collections.abc import Hashable, Iterator, Sequence
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
from mediaframe.data.formats.shapes import categories, span_labels
from mediaframe.data.formats.tables import read_jsonl, write_jsonl
from mediaframe.errors import InputError, Place, nearest
from mediaframe.files.rows import PlacedRow, Row
from mediaframe.files.schema import check
from mediaframe.files.yaml import Document

_ANSWERS = ("accept", "reject", "ignore")
_HOUR = re.compile(r"\d{4}-\d\d-\d\d_")


class _Option(BaseModel):
    id: int | str
    text: str = ""


class _Task(BaseModel):
    model_config = ConfigDict(extra="allow")

    text: str
    meta: dict[str, Any] = {}
    label: str | None = None
    options: list[_Option] = []
    accept: list[int | str] | None = None
    spans: list[Any] | None = None
    cats: dict[str, Any] | None = None
    answer: str | None = None
    view: str | None = Field(None, alias="_view_id")
    annotator: str | None = Field(None, alias="_annotator_id")
    session: str | None = Field(None, alias="_session_id")
    input_hash: int | None = Field(None, alias="_input_hash")

    @property
    def coder(self) -> str | None:
        """Who answered: the annotator or, of old versions, the session, where it has a name and not only an hour."""
        named = self.session if self.session and not _HOUR.match(self.session) else None
        return self.annotator or named

    @property
    def is_binary(self) -> bool:
        """Whether the task asks for yes or no to one label."""
        return self.label is not None and not self.accept and not self.cats

    @property
    def columns(self) -> Row:
        """What the task holds beside Prodigy's own keys."""
        own = ("config", "tokens")
        extra = self.model_extra or {}
        free = {key: extra[key] for key in extra if key not in own and not key.startswith("_")}
        return {"sentence_id": None, **free, **self.meta, "text": self.text}

    def labelling(self, place: Place, labels: Sequence[str]) -> Labelling:
        """Return the labels of a task that asks for all at once; None where it was rejected, ignored or not yet answered.

        Raises:
            InputError: an answer to something else than labels, labels that nobody answered, or labels in two shapes.
        """
        shapes = dict(self._shapes(place, labels))
        filled = [name for name, given in shapes.items() if set(given) & set(labels)] or [
            name for name, given in shapes.items() if given
        ]
        if len(filled) > 1:
            msg = f"{place}: labels stand in {' and in '.join(filled)}; keep the one that is meant"
            raise InputError(msg)
        if self.answer is None and not self.cats:
            if filled:
                msg = f"{place}: {filled[0]}: labels that nobody answered, as a model suggests them; annotate the task, or give `answer`"
                raise InputError(msg)
            return None
        if self.answer not in (None, "accept"):
            return None
        if not shapes:
            msg = f"{place}: answered, but it holds no accept, label, spans or cats{f' ({self.view})' if self.view else ''}; annotate labels, as textcat.manual does"
            raise InputError(msg)
        return shapes[filled[0]] if filled else []

    def _shapes(self, place: Place, labels: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
        """Yield the labels in each field that can hold some."""
        text_of = {str(option.id): option.text for option in self.options}
        if self.accept is not None or self.view == "choice":
            ids = [str(name) for name in self.accept or ()]
            yield (
                "accept",
                [
                    text_of[name] if name not in labels and text_of.get(name) in labels else name
                    for name in ids
                ],
            )
        if self.spans is not None:
            yield "spans", span_labels(self.spans, place, "spans")
        if self.label is not None:  # beside what was accepted
            yield "label", [self.label] if self.label in labels else []
        if self.cats is not None:
            yield "cats", categories(self.cats, place, "cats", labels)


@dataclass
class _Sentence:
    """The lines of one sentence, gathered."""

    place: Place
    columns: Row
    codings: dict[str, Labelling] = field(default_factory=dict)
    answers: dict[str, dict[str, str | None]] = field(
        default_factory=dict
    )  # coder -> label -> answer

    def add(self, task: _Task, place: Place, labels: Sequence[str]) -> None:
        """Take in what one annotator said."""
        annotator = task.coder
        column = CODER_PREFIX + annotator if annotator else LABELS
        answers = self.answers.setdefault(column, {}) if task.is_binary else {}
        if column in self.codings or task.label in answers:
            who = f"annotator {annotator!r}" if annotator else "no annotator"
            what = f" about {task.label}" if task.is_binary else ""
            msg = f"{place}: a second line of {who}{what} for the sentence at {self.place}; keep one, or give each of two sentences its own sentence_id"
            raise InputError(msg)
        if task.is_binary:
            answers[str(task.label)] = task.answer
        else:
            self.codings[column] = task.labelling(place, labels)

    def row(self, labels: Sequence[str]) -> Row:
        """Return the sentence with its labels: the settled ones, or those of the only coder."""
        codings = dict(self.codings)
        for column, answers in self.answers.items():
            if column in codings:
                msg = f"{self.place}: {column}: answered for all labels at once and for single ones; keep one"
                raise InputError(msg)
            codings[column] = self._joined(answers, labels)
        settled = codings.get(LABELS, sole_coding(codings))
        return {**self.columns, **codings, LABELS: settled}

    def _joined(self, answers: dict[str, str | None], labels: Sequence[str]) -> Labelling:
        """Return the labels accepted one by one; None where one was ignored or not yet answered.

        Raises:
            InputError: a label that was not asked about.
        """
        lacking = [label for label in labels if label not in answers]
        if lacking:
            msg = f"{self.place}: {', '.join(answers)} accepted or rejected, but nobody was asked about {', '.join(lacking)}, and that is not 'no'; annotate it too, leave the sentence out, or name a codebook without it"
            raise InputError(msg)
        if not set(answers.values()) <= {"accept", "reject"}:
            return None
        return [label for label, answer in answers.items() if answer == "accept"]


def read_prodigy(path: Path, labels: Sequence[str]) -> list[PlacedRow]:
    """Return a row a sentence of what `prodigy db-out` writes.

    A line with an `_annotator_id` (or, of old versions, a named `_session_id` alone) is what that coder said; one without is settled. Where no line is settled the only
    coder's labels stand, and several coders leave a sentence without labels. Labels stand in `accept`, in `spans` (a
    sentence carries what a part of it carries) or in `cats`; a choice that was rejected, ignored or not yet answered is not
    coded. Lines with one `label` each, accepted or rejected, are put together and must ask about every label. Ids and
    other columns stand under `meta` or in the task itself; without a `sentence_id` the `_input_hash` is taken. Other keys
    with `_`, `options`, `tokens` and `config` are Prodigy's own and not read.

    Raises:
        InputError: a damaged task, labels in no shape that is known, two answers of one coder, a label never asked about.
    """
    sentences: dict[Hashable, _Sentence] = {}
    articles_of: dict[str, set[str]] = {}  # of a hash, which is of the text alone
    for place, line in read_jsonl(path):
        task = check(_Task, Document(str(place), line))
        if task.answer not in (None, *_ANSWERS):
            msg = f"{place}: answer: is {task.answer!r}; {nearest(task.answer, _ANSWERS)}"
            raise InputError(msg)
        columns = task.columns
        article = str(columns.get("article_id"))
        if columns["sentence_id"] is None:
            articles_of.setdefault(str(task.input_hash), set()).add(article)
        identity = (str(columns["sentence_id"]), task.text, article)
        sentence = sentences.setdefault(
            identity, _Sentence(place, {**columns, "_input_hash": task.input_hash})
        )
        sentence.add(task, place, labels)
    return [(s.place, _with_id(s.row(labels), articles_of)) for s in sentences.values()]


def _with_id(row: Row, articles_of: dict[str, set[str]]) -> Row:
    """Return a row whose id is its own: without one the hash of its text, with the article where several say the same."""
    number = row.pop("_input_hash")
    if row["sentence_id"] is None and number is not None:
        is_shared = len(articles_of[str(number)]) > 1
        row["sentence_id"] = f"{row.get('article_id')}:{number}" if is_shared else number
    return row


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
