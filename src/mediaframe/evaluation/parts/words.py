"""Words that gold marks against words that were read.

Letters and digits count, marks and blanks do not: words are `exact` where they cover the same characters, and `overlapping` where
they share some; each is matched with one other, the most alike first.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from mediaframe.evaluation.parts.gold import Pieces
from mediaframe.reader.inspection import InspectedSentence, Words

HOW = ("exact", "overlapping")

Characters = frozenset[int]
"""Letters and digits of a sentence, by their places."""

Counted = Iterator[tuple[str, int, int, int]]
"""A part, and what is right, found beside it, and missed."""

_Gold = TypeVar("_Gold")
_Found = TypeVar("_Found")


def compare_words(part: str, marked: Iterable[Characters], read: Iterable[Characters]) -> Counted:
    """Yield what covers of gold and covers that were read add to the parts `part:exact` and `part:overlapping`."""
    gold, found = (sorted(filter(None, covers), key=min) for covers in (marked, read))
    pairs = match(gold, found, jaccard)
    exact = sum(one == other for one, other in pairs)
    for how, right in zip(HOW, (exact, len(pairs)), strict=True):
        yield f"{part}:{how}", right, len(found) - right, len(gold) - right


def covered(text: str, pieces: Pieces) -> Characters:
    """Return the letters and digits of a sentence that pieces of it cover."""
    return frozenset(n for start, end in pieces for n in range(start, end) if text[n].isalnum())


def covered_by(sentence: InspectedSentence, words: Words) -> Characters:
    """Return the letters and digits of a sentence that words which were read cover."""
    start, end = words.start - sentence.start, words.end - sentence.start
    return covered(sentence.text, ((start, end),))


def jaccard(one: Characters, other: Characters) -> float:
    """Return the share of characters that two have in common."""
    return len(one & other) / (len(one | other) or 1)


def match(
    gold: Sequence[_Gold], found: Sequence[_Found], likeness: Callable[[_Gold, _Found], float]
) -> list[tuple[_Gold, _Found]]:
    """Pair each of `gold` with at most one of `found`, the most alike first; what is not alike at all stays alone.

    >>> match([1, 5], [4, 9], lambda one, other: 1 / (1 + abs(one - other)))
    [(5, 4), (1, 9)]
    """
    ranked = sorted(
        (
            (likeness(one, other), -row, -column)
            for row, one in enumerate(gold)
            for column, other in enumerate(found)
        ),
        reverse=True,
    )
    rows: set[int] = set()
    columns: set[int] = set()
    pairs = []
    for alike, row, column in ranked:
        if alike > 0 and row not in rows and column not in columns:
            rows.add(row)
            columns.add(column)
            pairs.append((gold[-row], found[-column]))
    return pairs
