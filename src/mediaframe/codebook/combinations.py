"""What is counted: a label, or labels that stand, or do not stand, in one sentence: `official_claim & not contested_claim`."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from mediaframe.errors import InputError, nearest

_NOT = re.compile(r"not\s+")


@dataclass(frozen=True)
class Combination:
    """Labels that must stand and labels that must not; a single label is the simplest one."""

    parts: tuple[tuple[str, bool], ...]  # label, and whether it must stand

    @property
    def name(self) -> str:
        """The combination as it is written."""
        return " & ".join(label if stands else f"not {label}" for label, stands in self.parts)

    def holds(self, labels: Collection[str]) -> bool:
        """Whether a sentence with these labels is counted."""
        return all((label in labels) == stands for label, stands in self.parts)


def parse_combination(text: str, labels: Sequence[str]) -> Combination:
    """Return what a text counts.

    >>> parse_combination("b  &not a", ["a", "b"]).name
    'b & not a'

    Raises:
        InputError: an unknown label, or one that stands twice.
    """
    parts = []
    for part in text.split("&"):
        stated = part.strip()
        label = _NOT.sub("", stated, count=1)
        if label not in labels:
            msg = f"{text!r}: {label!r} is no label; {nearest(label, labels)}"
            raise InputError(msg)
        parts.append((label, label == stated))
    if len({label for label, _ in parts}) < len(parts):
        msg = f"{text!r}: a label stands twice; write each once"
        raise InputError(msg)
    return Combination(tuple(parts))
