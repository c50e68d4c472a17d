"""Corpora as Label Studio's JSON: a list of tasks, one a sentence, with their annotations.

The labelling interface that fits what is written is that of `labelstudio_interface`, codebook beside the text.

Label Studio takes an annotation over only where it knows the annotator, so the coders' names go into the task's `meta`, in
the order of the annotations, whose numbers it keeps as `import_id`. On PostgreSQL it does not take the character NUL.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from mediaframe.data.formats.fields import (
    CODER_PREFIX,
    LABELS,
    Labelling,
    holds_labels,
    sole_coding,
)
from mediaframe.data.formats.labelstudio_interface import Suggestions, answer, prediction
from mediaframe.data.formats.labelstudio_questions import find_question
from mediaframe.data.formats.labelstudio_tasks import Annotation, Asked, Meta, Task
from mediaframe.errors import InputError, Place
from mediaframe.files.folders import new_file
from mediaframe.files.rows import PlacedRow, Row
from mediaframe.files.schema import check
from mediaframe.files.text import read_text
from mediaframe.files.writing import write_json
from mediaframe.files.yaml import Document


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
    asked = find_question(path, tasks, labels, control)
    return [
        (place, _row_of(task, place, asked, labels))
        for place, task in zip(places, tasks, strict=True)
    ]


def _task(values: Any, place: Place) -> Task:  # noqa: ANN401 - any JSON
    if isinstance(values, dict) and "text" in values and "data" not in values:
        msg = f"{place}: data: missing; this seems to be JSON-MIN: export the project as JSON"
        raise InputError(msg)
    return check(Task, Document(str(place), values))


def _check_annotated(path: Path, tasks: Sequence[Task]) -> None:
    """Refuse a file in which nobody annotated anything, but labels stand elsewhere."""
    if any(task.all_annotations for task in tasks):
        return
    for name, what in (("predictions", "what a model said"), ("drafts", "work not handed in")):
        count = sum(bool(getattr(task, name)) for task in tasks)
        if count:
            msg = f"{path}: no annotations, but {name} ({what}) in {count} of {len(tasks)} tasks; submit them in Label Studio and export again"
            raise InputError(msg)


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


def _row_of(task: Task, place: Place, control: Asked, labels: Sequence[str]) -> Row:
    meta = task.meta or Meta()
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


def _coder_of(annotation: Annotation, columns: Sequence[str]) -> str | None:
    """Return the column of the annotation's coder; None for the settled labels."""
    number = annotation.number
    if isinstance(number, int) and 0 < number <= len(columns):
        column = columns[number - 1]
        return None if column == LABELS else column
    return None if annotation.is_settled else CODER_PREFIX + annotation.annotator


def write_label_studio(
    rows: Sequence[Row], path: Path, suggested: Suggestions | None = None
) -> None:
    """Write a task a sentence; the settled labels are the ground truth, each coder is an annotation.

    What a model suggested becomes predictions, which coders see and take over or not.
    """
    tasks = [_task_of(row) for row in rows]
    if suggested:
        for task, suggestion in zip(tasks, suggested.items, strict=True):
            task["predictions"] = [prediction(suggestion, suggested.model)]
    with new_file(path) as partial:
        write_json(partial, tasks)


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
                "result": answer(row[column] or ()),
            }
            for number, column in enumerate(columns, start=1)
        ],
    }
