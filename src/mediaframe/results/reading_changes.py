"""What one version of the reader says otherwise than another, sentence by sentence."""

from collections import Counter
from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from mediaframe.files.text import shorten
from mediaframe.results.estimates import ResultSection
from mediaframe.results.tables import spelled

LONGEST = 70  # characters of words shown

How = Literal["gained", "lost", "new", "gone", "changed"]
Part = Literal["label", "attribution", "source", "status", "content", "contest"]


class Change(ResultSection):
    """One thing that is read otherwise."""

    part: Part = Field(description="What it is.")
    how: How = Field(
        description="`new`: read by this version alone; `gone`: by the other alone; `changed`; of a label whose sentence is coded `gained`: right now, wrong before; `lost`: the reverse."
    )
    where: str = Field(
        description="The label, or the words that it hangs on: cue, content, contest."
    )
    before: str | None = Field(description="What the other version says; null for nothing.")
    now: str | None = Field(description="What this version says; null for nothing.")


class SentenceChanges(ResultSection):
    """A sentence that is read otherwise."""

    article_id: str = Field(description="Id of the article.")
    sentence_id: str = Field(description="Id of the sentence.")
    text: str = Field(description="The sentence.")
    changes: tuple[Change, ...] = Field(description="What is read otherwise.")


class ReadingChanges(ResultSection):
    """What this version of the reader gains and loses against another."""

    against: str = Field(description="The other version: a folder or a git revision.")
    sentences: int = Field(ge=0, description="Number of sentences read by both.")
    changed: tuple[SentenceChanges, ...] = Field(description="Sentences read otherwise.")


def changes_text(changes: ReadingChanges) -> str:
    """Return each sentence that is read otherwise with what has changed, and the sums."""
    lines = []
    for sentence in changes.changed:
        lines += [f"{sentence.sentence_id}: {sentence.text}"]
        lines += [f"    {_line(change)}" for change in sentence.changes]
        lines.append("")
    return "\n".join([*lines, *_sums(changes)])


def _line(change: Change) -> str:
    if change.part == "label":
        told = "now given" if change.now else "no longer given"
        return f"{change.how:<7} {spelled(change.where)}" + (
            f": {told}" if change.how in ("gained", "lost") else ""
        )
    said = " → ".join(
        shorten(side, LONGEST) for side in (change.before, change.now) if side is not None
    )
    return f"{change.how:<7} {change.part} at “{shorten(change.where, LONGEST)}”: {said}"


def _sums(changes: ReadingChanges) -> Iterator[str]:
    yield f"{len(changes.changed)} of {changes.sentences} sentences are read otherwise than by {changes.against}"
    counts = Counter(
        (change.part, spelled(change.where) if change.part == "label" else "", change.how)
        for sentence in changes.changed
        for change in sentence.changes
    )
    kinds = sorted({key[:2] for key in counts})
    for part, label in kinds:
        told = ", ".join(
            f"{n} {how}"
            for (*kind, how), n in sorted(counts.items())
            if tuple(kind) == (part, label)
        )
        yield f"  {part}{f' {label}' if label else ''}: {told}"
