"""Tokens: a sentence as words and marks, and the cue words found among them."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

TOKEN = re.compile(r"\w++(?:[-'’]\w++)*+|\S")
"""A word, with its hyphens and apostrophes, or one mark: quotation marks and punctuation are kept."""

STEM = 6  # characters by which two words count as one
MOST_KEPT = 1 << 16  # forms whose word is remembered


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
        return tuple(match.start() for match in TOKEN.finditer(self.text))

    @cached_property
    def stems(self) -> frozenset[str]:
        """The longer words by their first characters, so that forms of a word count as one."""
        return frozenset(word[:STEM] for word in self.words if len(word) >= STEM - 1)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Return the characters that the tokens from `first` up to `last` cover."""
        return self.starts[first], self.starts[last - 1] + len(self.forms[last - 1])


class _Words(dict[str, str]):
    """Words by the form that was written; what is rare is forgotten when there are too many."""

    def __missing__(self, form: str) -> str:
        if len(self) >= MOST_KEPT:
            self.clear()
        lower = form.lower().replace("’", "'")
        word = self[form] = lower.removesuffix("'s") or lower
        return word


word_of = _Words().__getitem__
"""Returns a token in lower case, without the possessive: `Minister's` is `minister`."""
