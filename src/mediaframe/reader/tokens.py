"""Tokens: a sentence as words and marks, and the cue words found among them."""

import gc
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple, TypeVar

TOKEN = re.compile(r"\w++(?:[-'’]\w++)*+|\S")
"""A word, with its hyphens and apostrophes, or one mark: quotation marks and punctuation are kept."""

_ASCII_TOKEN = re.compile(r"[a-zA-Z0-9_]++(?:[-'][a-zA-Z0-9_]++)*+|\S")
"""The same in a text of ASCII alone, where it is found faster."""

Span = tuple[int, int]
"""Tokens of a sentence, from the first up to, not including, the last."""

STEM = 6  # characters by which two words count as one
LONGEST_KEPT, MOST_KEPT = 40, 1 << 16  # characters of a text that is remembered, and texts

_Value = TypeVar("_Value")


class Match(NamedTuple):
    """A term of the lexicon in a sentence: its class, and the tokens it covers."""

    cue_class: str
    first: int
    last: int  # exclusive


class Tokens:
    """A sentence as tokens: words with their places, and the terms of the lexicon found among them; nothing of it changes."""

    __slots__ = ("_starts", "_stems", "capitals", "forms", "matches", "text", "words")

    def __init__(
        self,
        text: str,
        forms: tuple[str, ...],
        words: tuple[str, ...],
        capitals: tuple[int, ...],
        matches: tuple[Match, ...],
    ) -> None:
        """Take a text in its normal form, and what was found in it."""
        self.text = text
        self.forms = forms  # as written
        self.words = words  # in lower case, without the possessive
        self.capitals = capitals  # tokens that begin with a capital
        self.matches = matches  # in the order in which they start
        self._starts: tuple[int, ...] | None = None
        self._stems: frozenset[str] | None = None

    @property
    def starts(self) -> tuple[int, ...]:
        """The character at which each token starts; most sentences are read without it."""
        if self._starts is None:
            starts, end, find = [], 0, self.text.find
            for form in self.forms:  # nothing but white space stands between tokens
                starts.append(start := find(form, end))
                end = start + len(form)
            self._starts = tuple(starts)
        return self._starts

    @property
    def stems(self) -> frozenset[str]:
        """The longer words by their first characters, so that forms of a word count as one."""
        if self._stems is None:
            self._stems = frozenset(filter(None, map(stem_of, self.words)))
        return self._stems

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


def find_forms(text: str) -> tuple[str, ...]:
    """Return the tokens of a text as they are written."""
    return tuple((_ASCII_TOKEN if text.isascii() else TOKEN).findall(text))


def _stem(word: str) -> str:
    return word[:STEM] if len(word) >= STEM - 1 else ""


stem_of = Remembered(_stem).__getitem__
"""Returns the first characters of a longer word, and nothing of a short one."""


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
