"""Corpora as Label Studio's JSON: a list of tasks, one a sentence, with their annotations.

The labelling interface that fits what is written:

    <View>
      <Text name="text" value="$text"/>
      <Choices name="framing" toName="text" choice="multiple"><Choice value="attribution"/> …</Choices>
    </View>

Label Studio takes an annotation over only where it knows the annotator, so the coders' names go into the task's `meta`, in
the order of the annotations, whose numbers it keeps as `import_id`. On PostgreSQL it does not take the character NUL.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from mediaframe.data.formats.fields import (
    CODER_PREFIX,
    LABELS,
    Labelling,
    holds_labels,
    sole_coding,
)
from mediaframe.data.formats.shapes import categories, is_yes_or_no, label_named, plain_name
from mediaframe.errors import InputError, Place, nearest
from mediaframe.files.folders import new_file
from mediaframe.files.rows import PlacedRow, Row
from mediaframe.files.schema import check
from mediaframe.files.text import read_text
from mediaframe.files.writing import write_json
from mediaframe.files.yaml import Document

UNKNOWN = "unknown"  # all annotators whom an export does not name


class _Result(BaseModel):
    """What one question of the labelling interface (a control) was answered."""

    from_name: str | None = None
    type: str | None = None
    value: dict[str, Any] = {}

    @property
    def control(self) -> str:
        """The name of the question."""
        return self.from_name or self.type or "choices"

    def names(self, labels: Sequence[str]) -> list[str] | None:
        """Return the label names chosen, None where the answer is of a kind that holds none (a rating, a note).

        Of a path in a taxonomy the deepest label counts. A span is labelled, and so the sentence is that it stands in.
        """
        chosen = next((v for k, v in self.value.items() if k.endswith("labels")), None)
        chosen = self.value.get("choices", self.value.get("taxonomy", chosen))
        if chosen is None:
            return None
        chosen = chosen if isinstance(chosen, list) else [chosen]
        paths = [path if isinstance(path, list) else [path] for path in chosen]
        return [
            next((str(part) for part in reversed(path) if part in labels), str(path[-1]))
            for path in paths
            if path
        ]


_Asked = str | dict[str, str] | None
"""The question that holds the labels, or the label that each question of yes or no is about; None where none was answered."""


class _Annotation(BaseModel):
    id: int | str | None = None
    import_id: int | None = None
    completed_by: int | str | dict[str, Any] | None = None
    ground_truth: bool = False
    honeypot: bool = False  # what the ground truth was called
    was_cancelled: bool = False
    skipped: bool = False
    result: list[_Result] = []

    @property
    def is_settled(self) -> bool:
        """Whether the annotation is the ground truth."""
        return self.ground_truth or self.honeypot

    def labelling(self, control: _Asked, labels: Sequence[str], place: Place) -> Labelling:
        """Return the labels chosen in a control, each once; None where the annotator skipped the task.

        Raises:
            InputError: of questions of yes or no, one was not answered.
        """
        if self.was_cancelled or self.skipped:
            return None
        if isinstance(control, dict):
            said: dict[str, list[str]] = {}
            for result in self.result:
                if result.control in control:
                    said.setdefault(control[result.control], []).extend(result.names(labels) or ())
            joined = {label: " and ".join(words) for label, words in said.items()}
            return categories(joined, place, "annotations", labels)
        answers = [result for result in self.result if result.control == control]
        return list(
            dict.fromkeys(name for answer in answers for name in answer.names(labels) or ())
        )

    @property
    def number(self) -> int | str | None:
        """The number under which the annotation was imported; in a file never imported, its id."""
        return self.import_id if "import_id" in self.model_fields_set else self.id

    @property
    def annotator(self) -> str:
        """Address of the annotator, number where the export has no more, or `unknown`."""
        user = self.completed_by
        if isinstance(user, dict):
            user = user.get("email") or user.get("id")
        return UNKNOWN if user is None or not str(user).strip() else str(user)


class _Meta(BaseModel):
    model_config = ConfigDict(extra="allow")

    mediaframe_columns: list[str] = []


class _Task(BaseModel):
    id: int | str | None = None
    data: dict[str, Any]
    meta: _Meta | None = None
    annotations: list[_Annotation] = []
    completions: list[_Annotation] = []  # what annotations were called before version 1.0
    predictions: list[Any] | None = None
    drafts: list[Any] | None = None

    @property
    def all_annotations(self) -> list[_Annotation]:
        """The annotations, by their new and their old name."""
        return self.annotations + self.completions


def read_label_studio(
    path: Path, labels: Sequence[str], control: str | None = None
) -> list[PlacedRow]:
    """Return a row a task of an export as JSON (not JSON-MIN).

    The annotation marked as ground truth gives the labels; without one the only annotation does; where several stand
    against each other there are none. Each annotator is a coder (those whom the export does not name are `coder_unknown`),
    a skipped task is one that the coder did not code. Ids, text and other columns stand under `data` or `meta`; without a
    `sentence_id` the task's id is taken. Of several questions the one is read that holds labels of the codebook; choices,
    taxonomies and labelled spans can. A question of yes or no for each label, called as it, is read too. Drafts and predictions are not read.

    Raises:
        InputError: no list of tasks, no annotations but drafts or predictions, or a question that cannot be told.
    """
    values = _load(path)
    if not isinstance(values, list):
        msg = f"{path}: a {type(values).__name__}, not a list of tasks; export the project as JSON"
        raise InputError(msg)
    places = [Place(f"{path}: task {number}") for number in range(1, len(values) + 1)]
    tasks = [_task(task, place) for place, task in zip(places, values, strict=True)]
    _check_annotated(path, tasks)
    asked = _control(path, tasks, labels, control)
    return [
        (place, _row_of(task, place, asked, labels))
        for place, task in zip(places, tasks, strict=True)
    ]


def _task(values: Any, place: Place) -> _Task:  # noqa: ANN401 - any JSON
    if isinstance(values, dict) and "text" in values and "data" not in values:
        msg = f"{place}: data: missing; this seems to be JSON-MIN: export the project as JSON"
        raise InputError(msg)
    return check(_Task, Document(str(place), values))


def _check_annotated(path: Path, tasks: Sequence[_Task]) -> None:
    """Refuse a file in which nobody annotated anything, but labels stand elsewhere."""
    if any(task.all_annotations for task in tasks):
        return
    for name, what in (("predictions", "what a model said"), ("drafts", "work not handed in")):
        count = sum(bool(getattr(task, name)) for task in tasks)
        if count:
            msg = f"{path}: no annotations, but {name} ({what}) in {count} of {len(tasks)} tasks; submit them in Label Studio and export again"
            raise InputError(msg)


def _control(
    path: Path, tasks: Sequence[_Task], labels: Sequence[str], wanted: str | None
) -> _Asked:
    """Return the name of the question that holds the labels, or the questions of yes or no that are named after them.

    Raises:
        InputError: the one wanted was never asked or holds no labels, or it cannot be told which one does.
    """
    held = _answers(tasks, labels)
    if wanted is not None and wanted not in held:
        if not any(held.values()):
            return wanted  # asked, but nobody chose anything
        msg = f"--control {wanted}: no such question in {path}; {nearest(wanted, held)}"
        raise InputError(msg)
    yes_or_no = _yes_or_no(path, held, labels)
    if wanted is None and yes_or_no:
        return yes_or_no
    named = {name: said for name, said in held.items() if said and wanted in (None, name)}
    fitting = [
        name for name, said in named.items() if {*map(plain_name, said)} & set(labels)
    ] or list(named)
    if len(fitting) > 1:
        example = min(named[fitting[0]])
        fault = (
            "hold labels of the codebook"
            if {*map(plain_name, named[fitting[0]])} & set(labels)
            else f"hold no label of the codebook, but for example {example!r}"
        )
        msg = f"{path}: the questions {', '.join(sorted(fitting))} {fault}; say which one is meant: data convert --control NAME"
        raise InputError(msg)
    if held and not fitting:
        kinds = {r.type or "unknown" for t in tasks for a in t.all_annotations for r in a.result}
        msg = f"{path}: answers of type {', '.join(sorted(kinds))} ({', '.join(sorted(held))}) hold no labels; ask with Choices, Taxonomy or Labels (if that was asked and nobody chose anything: data convert --control NAME)"
        raise InputError(msg)
    return fitting[0] if fitting else None


def _yes_or_no(path: Path, held: Mapping[str, set[str]], labels: Sequence[str]) -> dict[str, str]:
    """Return the label that each question of yes or no is named after, where there is such a question for each.

    Raises:
        InputError: there is one for some of the labels only, or several for one.
    """
    found = {
        name: label_named(name)
        for name, said in held.items()
        if label_named(name) in labels and said and all(map(is_yes_or_no, said))
    }
    if found and sorted(found.values()) != sorted(labels):
        lacking = [label for label in labels if label not in found.values()]
        fault = f"nobody was asked about {', '.join(lacking)}, and that is not 'no'; ask about it too, or name a codebook without it"
        msg = f"{path}: the questions {', '.join(sorted(found))} ask for yes or no, but {fault if lacking else 'two are about one label; export one of them'}"
        raise InputError(msg)
    return found


def _answers(tasks: Sequence[_Task], labels: Sequence[str]) -> dict[str, set[str]]:
    """Return the names chosen in each question; no names where its answers are of a kind that holds none."""
    held: dict[str, set[str]] = {}
    for task in tasks:
        for annotation in task.all_annotations:
            for result in annotation.result:
                if result.type != "relation":  # between spans, no answer
                    held.setdefault(result.control, set()).update(result.names(labels) or ())
    return held


def _load(path: Path) -> Any:  # noqa: ANN401 - any JSON
    try:
        return json.loads(read_text(path))
    except json.JSONDecodeError as error:
        place = Place(str(path), error.lineno, error.colno)
        msg = f"{place}: not valid JSON ({error.msg}); is the file cut off? export the project as JSON again"
        raise InputError(msg) from error
    except (ValueError, RecursionError) as error:
        msg = f"{path}: not readable JSON ({error}); export the project as JSON again"
        raise InputError(msg) from error


def _row_of(task: _Task, place: Place, control: _Asked, labels: Sequence[str]) -> Row:
    meta = task.meta or _Meta()
    row: Row = {"sentence_id": task.id, **(meta.model_extra or {}), **task.data}
    codings: dict[str, Labelling] = {}
    settled: list[Labelling] = []
    for annotation in task.all_annotations:
        labelling = annotation.labelling(control, labels, place)
        if annotation.is_settled:
            settled.append(labelling)
        column = _coder_of(annotation, meta.mediaframe_columns)
        if column in codings:
            msg = f"{place}: annotations: two by {column}; keep one of each annotator"
            raise InputError(msg)
        if column is not None:
            codings[column] = labelling
    if len(settled) > 1:
        msg = f"{place}: annotations: {len(settled)} are marked as ground truth; mark one"
        raise InputError(msg)
    is_ours = bool(meta.mediaframe_columns)
    agreed = settled[0] if settled else None if is_ours else sole_coding(codings)
    return {**row, **codings, LABELS: agreed}


def _coder_of(annotation: _Annotation, columns: Sequence[str]) -> str | None:
    """Return the column of the annotation's coder; None for the settled labels."""
    number = annotation.number
    if isinstance(number, int) and 0 < number <= len(columns):
        column = columns[number - 1]
        return None if column == LABELS else column
    return None if annotation.is_settled else CODER_PREFIX + annotation.annotator


def write_label_studio(rows: Sequence[Row], path: Path) -> None:
    """Write a task a sentence; the settled labels are the ground truth, each coder is an annotation."""
    with new_file(path) as partial:
        write_json(partial, [_task_of(row) for row in rows])


def _task_of(row: Row) -> dict[str, Any]:
    columns = [
        column
        for column, value in row.items()
        if holds_labels(column) and not (column == LABELS and value is None)
    ]
    return {
        "data": {column: value for column, value in row.items() if not holds_labels(column)},
        "meta": {"mediaframe_columns": columns},
        "annotations": [
            {
                "id": number,
                "ground_truth": column == LABELS,
                "was_cancelled": row[column] is None,
                "result": _result_of(row[column]),
            }
            for number, column in enumerate(columns, start=1)
        ],
    }


def _result_of(labels: Labelling) -> list[dict[str, Any]]:
    if not labels:
        return []
    value = {"choices": labels}
    return [{"from_name": "framing", "to_name": "text", "type": "choices", "value": value}]
