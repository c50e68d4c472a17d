"""Tokens: a sentence as words and marks, and the cue words found among them."""

import gc
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, TypeVar

TOKEN = re.compile(r"\w++(?:[-'’]\w++)*+|\S")
"""A word, with its hyphens and apostrophes, or one mark: quotation marks and punctuation are kept."""

STEM = 6  # characters by which two words count as one
LONGEST_KEPT, MOST_KEPT = 40, 1 << 16  # characters of a text that is remembered, and texts

_Value = TypeVar("_Value")


class Match(NamedTuple):
    """A term of the lexicon in a sentence: its class, and the tokens it covers."""

    cue_class: str
    first: int
    last: int  # exclusive


@dataclass(eq=False)  # not frozen: that would cost as much as finding the terms
class Tokens:
    """A sentence as tokens: words with their places, and the terms of the lexicon found among them; nothing of it changes."""

    text: str  # in its normal form
    forms: tuple[str, ...]  # as written
    words: tuple[str, ...]  # in lower case, without the possessive
    matches: tuple[Match, ...]  # in the order in which they start

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """The character at which each token starts; most sentences are read without it."""
        starts, end, find = [], 0, self.text.find
        for form in self.forms:  # nothing but white space stands between tokens
            starts.append(start := find(form, end))
            end = start + len(form)
        return tuple(starts)

    @cached_property
    def stems(self) -> frozenset[str]:
        """The longer words by their first characters, so that forms of a word count as one."""
        return frozenset([word[:STEM] for word in self.words if len(word) >= STEM - 1])

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Return the characters that the tokens from `first` up to `last` cover."""
        return self.starts[first], self.starts[last - 1] + len(self.forms[last - 1])


@contextmanager
def collecting_nothing() -> Iterator[None]:
    """Hold back the search for garbage in cycles while there is none to find.

    A reading is thousands of small objects without a cycle, which reference counts free; to look through them again and
    again takes a fifth of the time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class Remembered(dict[str, _Value]):
    """What a function returns for short texts, kept; all of it is forgotten once there is too much."""

    def __init__(self, function: Callable[[str], _Value]) -> None:
        """Take the function, which always returns the same for the same text."""
        super().__init__()
        self._function = function

    def __missing__(self, text: str) -> _Value:
        """Compute what is not there yet; a long text is not kept."""
        value = self._function(text)
        if len(text) <= LONGEST_KEPT:
            if len(self) >= MOST_KEPT:
                self.clear()
            self[text] = value
        return value


def _word(form: str) -> str:
    if form in ("WHO", "US"):
        return form  # no pronouns
    lower = form.lower().replace("’", "'")
    return lower.removesuffix("'s") or lower


word_of = Remembered(_word).__getitem__
"""Returns a token in lower case, without the possessive: `Minister's` is `minister`; the US and the WHO stay what they are."""


def _has_capital(form: str) -> bool:
    return form[0].isupper()


has_capital = Remembered(_has_capital).__getitem__
"""Returns whether a token begins with a capital."""
