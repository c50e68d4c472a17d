"""What Label Studio's JSON holds: tasks, the annotations of each, and what they answer to the questions asked."""

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict

from mediaframe.data.formats.fields import Labelling
from mediaframe.data.formats.shapes import categories
from mediaframe.errors import Place

UNKNOWN = "unknown"  # all annotators whom an export does not name


class Result(BaseModel):
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


Asked = str | dict[str, str] | None
"""The question that holds the labels, or the label that each question of yes or no is about; None where none was answered."""


class Annotation(BaseModel):
    """What one annotator answered."""

    id: int | str | None = None
    import_id: int | None = None
    completed_by: int | str | dict[str, Any] | None = None
    ground_truth: bool = False
    honeypot: bool = False  # what the ground truth was called
    was_cancelled: bool = False
    skipped: bool = False
    result: list[Result] = []

    @property
    def is_settled(self) -> bool:
        """Whether the annotation is the ground truth."""
        return self.ground_truth or self.honeypot

    def labelling(self, control: Asked, labels: Sequence[str], place: Place) -> Labelling:
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


class Meta(BaseModel):
    """What stands beside a task: other columns, and whose the annotations are that we wrote."""

    model_config = ConfigDict(extra="allow")

    mediaframe_columns: list[str] = []


class Task(BaseModel):
    """A sentence with its annotations."""

    id: int | str | None = None
    data: dict[str, Any]
    meta: Meta | None = None
    annotations: list[Annotation] = []
    completions: list[Annotation] = []  # what annotations were called before version 1.0
    predictions: list[Any] | None = None
    drafts: list[Any] | None = None

    @property
    def all_annotations(self) -> list[Annotation]:
        """The annotations, by their new and their old name."""
        return self.annotations + self.completions
