"""Tokens: a sentence as words and marks, and the cue words found among them."""

import re
from collections.abc import Callable
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


@dataclass(frozen=True)
class Tokens:
    """A sentence as tokens: words with their places, and the terms of the lexicon found among them."""

    text: str
    forms: tuple[str, ...]  # as written
    words: tuple[str, ...]  # in lower case, without the possessive
    matches: tuple[Match, ...]  # in the order in which they start

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """The character at which each token starts; most sentences are read without it."""
        return tuple([match.start() for match in TOKEN.finditer(self.text)])

    @cached_property
    def stems(self) -> frozenset[str]:
        """The longer words by their first characters, so that forms of a word count as one."""
        return frozenset([word[:STEM] for word in self.words if len(word) >= STEM - 1])

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Return the characters that the tokens from `first` up to `last` cover."""
        return self.starts[first], self.starts[last - 1] + len(self.forms[last - 1])


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
    lower = form.lower().replace("’", "'")
    return lower.removesuffix("'s") or lower


word_of = Remembered(_word).__getitem__
"""Returns a token in lower case, without the possessive: `Minister's` is `minister`."""
