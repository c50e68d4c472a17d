"""Columns of the input beside what was found in a sentence: none is lost, and none is written over."""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from mediaframe.files.rows import Row
from mediaframe.reader.evidence import Source
from mediaframe.serving.frames import decision_column, score_column

IDS_AND_TEXT = ("article_id", "sentence_id", "text")  # of the sentence, whatever the row's were
LABELS, CODED = "labels", "coded"


def carry(row: Row, found: Row) -> Row:
    """Return a row of the input with what was found in its sentence.

    Its `labels` become `coded`; another column whose name is taken gets `input_` before it.

    >>> carry({"text": "So.", "start": "May", "labels": []}, {"text": "So.", "start": 0, "labels": ["a"]})
    {'text': 'So.', 'input_start': 'May', 'coded': [], 'start': 0, 'labels': ['a']}
    """
    names: dict[str, str] = {LABELS: CODED} if LABELS in row else {}
    for name in row:
        if name not in IDS_AND_TEXT and name != LABELS:
            names[name] = _free(name, {*found, *names.values()})
    return {names.get(name, name): _plain(value) for name, value in row.items()} | found


def _free(name: str, taken: set[str]) -> str:
    while name in taken:
        name = f"input_{name}"
    return name


def _plain(value: Any) -> Any:  # noqa: ANN401 - any value a row holds
    """Return a value; nothing in place of NaN, as pandas writes what is missing."""
    return None if isinstance(value, float) and not math.isfinite(value) else value


def flat_row(found: Row, labels: Sequence[str]) -> Row:
    """Return what was found as a spreadsheet holds it: for each label 0 or 1 (nothing where it is left open) and its score, columns for the source, evidence as text."""
    return dict(_flat_items(found, labels))


def _flat_items(found: Row, labels: Sequence[str]) -> Iterator[tuple[str, Any]]:
    for key, value in found.items():
        match key:
            case "labels":
                yield key, value
                left = found.get("abstained", ())
                for label in labels:
                    yield decision_column(label), None if label in left else int(label in value)
            case "scores":
                yield from ((score_column(label), value[label]) for label in labels)
            case "source":
                for field in Source._fields:
                    yield f"source.{field}", value and value[field]
            case "evidence":
                yield key, _evidence_text(value)
            case _:
                yield key, value


def _evidence_text(evidence: Mapping[str, Sequence[Mapping[str, Any]]]) -> str:
    """Return evidence as a person writes it down.

    >>> said = {"role": "cue", "kind": "speech", "text": "said", "start": 5, "end": 9}
    >>> _evidence_text({"attribution": [said], "official_claim": []})
    'attribution: cue "said"'
    """
    return "; ".join(
        f"{label}: " + ", ".join(f'{words["role"]} "{words["text"]}"' for words in found)
        for label, found in evidence.items()
        if found
    )
