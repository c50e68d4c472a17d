"""Decisions that hold an error bound, and those that are left open for a coder."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from mediaframe.errors import InputError
from mediaframe.files.rows import Row
from mediaframe.model.certainty import CONFIDENCE
from mediaframe.serving.carrying import CODED, carry
from mediaframe.serving.labeller import LabelledSentence, Model

OPEN = "abstained"
"""The column of labels that are neither given nor denied, because a decision would err too often."""


@dataclass(frozen=True)
class ErrorBound:
    """From which confidence on decisions are wrong at most by a share, of each label and side; None: none are."""

    risk: float
    least: dict[tuple[str, bool], float | None]  # label and decision -> least confidence

    def open_labels(self, item: LabelledSentence) -> list[str]:
        """Return the labels of a sentence whose decision is not confident enough."""
        return [label for label in item.scores if not self._holds(item, label)]

    def _holds(self, item: LabelledSentence, label: str) -> bool:
        is_given, score = label in item.labels, item.scores[label]
        least = self.least[label, is_given]
        return least is not None and (score if is_given else 1 - score) >= least

    def to_row(self, item: LabelledSentence) -> dict[str, Any]:
        """Return the row of a sentence with the decisions that hold; `abstained` has the other labels."""
        row, left = item.to_row(), self.open_labels(item)
        return {
            **row,
            "labels": [label for label in row["labels"] if label not in left],
            OPEN: left,
            "evidence": {
                label: found for label, found in row["evidence"].items() if label not in left
            },
        }

    def to_text(self, labelled: Sequence[LabelledSentence]) -> str:
        """Return how many decisions hold, a line a label and side."""
        lines = [
            f"of the decisions that stand at most {self.risk:.0%} are wrong, of each label and side with {CONFIDENCE:.0%} confidence, in news like that of train:"
        ]
        for (label, is_given), least in self.least.items():
            of_side = [item for item in labelled if (label in item.labels) == is_given]
            kept = sum(self._holds(item, label) for item in of_side)
            side = "yes" if is_given else "no"
            score = _from(least, is_given=is_given)
            lines.append(f"  {label:<20} {side:<3} {kept:>7} of {len(of_side)} stand ({score})")
        return "\n".join(lines)


def _from(least: float | None, *, is_given: bool) -> str:
    if least is None:
        return "no score is sure enough"
    if least == 0:
        return "whatever the score"
    return f"score {least:.3f} or more" if is_given else f"score {1 - least:.3f} or less"


def error_bound(model: Model, risk: float, name: object) -> ErrorBound:
    """Return from which confidence on a model's decisions hold a bound; `name` names the model in the message.

    Raises:
        InputError: no share between 0 and 1, or the model does not know how sure its decisions are.
    """
    if not 0 < risk < 1:
        msg = f"--risk: {risk:g} is no share of decisions; give one between 0 and 1, such as 0.1"
        raise InputError(msg)
    if model.certainty is None:
        msg = f"{name}: trained before models kept what --risk needs; train again (`mediaframe run` with the config.yaml of its run), on news like yours"
        raise InputError(msg)
    return ErrorBound(
        risk,
        {
            (label, is_given): model.certainty[label].least("yes" if is_given else "no", risk)
            for label in model.labels
            for is_given in (True, False)
        },
    )


def rows_to_code(
    labelled: Sequence[LabelledSentence], given: Sequence[Row], bound: ErrorBound
) -> list[Row]:
    """Return the rows of sentences with a label left open, as they were given: a coder sees no prediction."""
    return [
        {key: value for key, value in carry(row, _place(item)).items() if key != CODED}
        for item, row in zip(labelled, given, strict=True)
        if bound.open_labels(item)
    ]


def _place(item: LabelledSentence) -> Row:
    sentence = item.sentence
    return {
        "article_id": sentence.article_id,
        "sentence_id": sentence.sentence_id,
        "text": sentence.text,
    }
