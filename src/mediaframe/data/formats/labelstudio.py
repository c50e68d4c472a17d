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
from collections.abc import Sequence
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
from mediaframe.errors import InputError, Place
from mediaframe.files.folders import new_file, write_json
from mediaframe.files.rows import PlacedRow, Row
from mediaframe.files.schema import check
from mediaframe.files.text import read_text
from mediaframe.files.yaml import Document


class _Value(BaseModel):
    choices: list[str] = []


class _Result(BaseModel):
    value: _Value = _Value()


class _Annotation(BaseModel):
    id: int | str | None = None
    import_id: int | None = None
    completed_by: int | str | dict[str, Any] | None = None
    ground_truth: bool = False
    was_cancelled: bool = False
    result: list[_Result] = []

    @property
    def labels(self) -> Labelling:
        """The labels chosen; None where the annotator skipped the task."""
        if self.was_cancelled:
            return None
        return [label for result in self.result for label in result.value.choices]

    @property
    def number(self) -> int | str | None:
        """The number under which the annotation was imported; in a file never imported, its id."""
        return self.import_id if "import_id" in self.model_fields_set else self.id

    @property
    def annotator(self) -> str:
        """Address of the annotator, or number where the export has no more."""
        user = self.completed_by
        return str(user.get("email", user.get("id")) if isinstance(user, dict) else user)


class _Meta(BaseModel):
    model_config = ConfigDict(extra="allow")

    mediaframe_columns: list[str] = []


class _Task(BaseModel):
    id: int | str | None = None
    data: dict[str, Any]
    meta: _Meta | None = None
    annotations: list[_Annotation] = []


def read_label_studio(path: Path) -> list[PlacedRow]:
    """Return a row a task of an export as JSON (not JSON-MIN).

    The annotation marked as ground truth gives the labels; without one the only annotation does; where several stand
    against each other there are none. Each annotator is a coder, a skipped task is one that the coder did not code.
    Ids, text and other columns stand under `data` or `meta`; without a `sentence_id` the task's id is taken. Drafts,
    predictions and results other than choices are not read.
    """
    tasks = _load(path)
    if not isinstance(tasks, list):
        msg = f"{path}: a {type(tasks).__name__}, not a list of tasks; export the project as JSON"
        raise InputError(msg)
    places = [Place(f"{path}: task {number}") for number in range(1, len(tasks) + 1)]
    return [(place, _row_of(task, place)) for place, task in zip(places, tasks, strict=True)]


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


def _row_of(values: Any, place: Place) -> Row:  # noqa: ANN401 - any JSON
    task = check(_Task, Document(str(place), values))
    meta = task.meta or _Meta()
    row: Row = {"sentence_id": task.id, **(meta.model_extra or {}), **task.data}
    codings: dict[str, Labelling] = {}
    settled: list[Labelling] = []
    for annotation in task.annotations:
        if annotation.ground_truth:
            settled.append(annotation.labels)
        column = _coder_of(annotation, meta.mediaframe_columns)
        if column in codings:
            msg = f"{place}: annotations: two by {column}; keep one of each annotator"
            raise InputError(msg)
        if column is not None:
            codings[column] = annotation.labels
    if len(settled) > 1:
        msg = f"{place}: annotations: {len(settled)} are marked as ground truth; mark one"
        raise InputError(msg)
    is_ours = bool(meta.mediaframe_columns)
    labels = settled[0] if settled else None if is_ours else sole_coding(codings)
    return {**row, **codings, LABELS: labels}


def _coder_of(annotation: _Annotation, columns: Sequence[str]) -> str | None:
    """Return the column of the annotation's coder; None for the settled labels."""
    number = annotation.number
    if isinstance(number, int) and 0 < number <= len(columns):
        column = columns[number - 1]
        return None if column == LABELS else column
    return None if annotation.ground_truth else CODER_PREFIX + annotation.annotator


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
