"""Cues: words and phrases that speak for or against a label, found with their spans in one pass."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from typing import NamedTuple

from mediaframe.files.schema import Section, check
from mediaframe.files.yaml import parse_yaml

TOKEN = re.compile(r"\w+(?:[-'’]\w+)*|[^\w\s]")
"""A word, with its hyphens and apostrophes, or one mark: quotation marks and punctuation are kept."""

FORM_SEPARATOR = "|"
NOT_A_CUE = "not_a_cue"
STEM = 6  # characters by which two words count as one


class CueClass(Section):
    """A class of terms, and where they come from."""

    note: str
    terms: tuple[str, ...]


class LexiconFile(Section):
    """One file of the lexicon."""

    classes: dict[str, CueClass]


_Term = tuple[tuple[str, ...], Sequence[str]]
"""The words of a term, and its classes."""


class Match(NamedTuple):
    """A term of the lexicon in a sentence: its class, and the tokens it covers."""

    cue_class: str
    first: int
    last: int  # exclusive


@dataclass(frozen=True)
class Text:
    """A sentence as tokens: words with their places, and the terms of the lexicon found among them."""

    text: str
    forms: list[str]  # as written
    words: list[str]  # in lower case, without the possessive
    matches: list[Match]  # in the order in which they start

    @cached_property
    def starts(self) -> list[int]:
        """The character at which each token starts; most sentences are read without it."""
        return [match.start() for match in TOKEN.finditer(self.text)]

    @cached_property
    def stems(self) -> frozenset[str]:
        """The longer words by their first characters, so that forms of a word count as one."""
        return frozenset(word[:STEM] for word in self.words if len(word) >= STEM - 1)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Return the characters that the tokens from `first` up to `last` cover."""
        return self.starts[first], self.starts[last - 1] + len(self.forms[last - 1])


class Lexicon:
    """Terms by their first two words; the longest term that starts at a word wins."""

    def __init__(self, terms: Mapping[str, Iterable[str]]) -> None:
        """Build from cue classes, each with terms whose forms are parted by `|`."""
        self.classes = tuple(sorted(name for name in terms if name != NOT_A_CUE))
        classes_of: dict[tuple[str, ...], list[str]] = {}
        for cue_class, lines in terms.items():
            for form in (form for line in lines for form in line.split(FORM_SEPARATOR)):
                words = tuple(_plain(token) for token in TOKEN.findall(form))
                if words and cue_class not in classes_of.setdefault(words, []):
                    classes_of[words].append(cue_class)
        self._words = {
            words[0]: classes for words, classes in classes_of.items() if len(words) == 1
        }
        self._phrases: dict[str, dict[str, list[_Term]]] = {}
        for words in sorted(classes_of, key=len, reverse=True):
            if len(words) > 1:
                followers = self._phrases.setdefault(words[0], {})
                followers.setdefault(words[1], []).append((words, classes_of[words]))

    def read(self, text: str) -> Text:
        """Return a sentence as tokens, with the terms found."""
        forms = TOKEN.findall(text)
        words = list(map(_plain, forms))
        return Text(text, forms, words, list(self._match(words)))

    def _match(self, words: Sequence[str]) -> Iterator[Match]:
        position = 0
        for first, word in enumerate(words):
            if first < position:
                continue
            classes: Sequence[str] = ()
            phrase = self._phrase(words, first) if word in self._phrases else None
            if phrase is not None:
                position, classes = first + len(phrase[0]), phrase[1]
            elif word in self._words:
                position, classes = first + 1, self._words[word]
            for cue_class in classes:
                if cue_class != NOT_A_CUE:
                    yield Match(cue_class, first, position)

    def _phrase(self, words: Sequence[str], first: int) -> _Term | None:
        """Return the longest term of several words that starts at `first`."""
        if first + 1 == len(words):
            return None
        for term in self._phrases[words[first]].get(words[first + 1], ()):
            length = len(term[0])
            if length == 2 or term[0] == tuple(words[first : first + length]):  # noqa: PLR2004
                return term
        return None


@lru_cache(maxsize=1 << 16)
def _plain(token: str) -> str:
    """Return a token in lower case, without the possessive: `Minister's` is `minister`."""
    word = token.lower().replace("’", "'")
    return word.removesuffix("'s") or word


@cache
def bundled_terms() -> dict[str, tuple[str, ...]]:
    """Return the cue classes that ship, with their terms."""
    terms: dict[str, tuple[str, ...]] = {}
    folder = files("mediaframe.reader") / "lexicon"
    for source in sorted(folder.iterdir(), key=lambda item: item.name):
        document = parse_yaml(source.read_text(encoding="utf-8"), source.name)
        document.values = {"classes": document.values}
        lexicon = check(LexiconFile, document)
        terms |= {name: cue_class.terms for name, cue_class in lexicon.classes.items()}
    return terms


def apply_rule(rule: Sequence[Sequence[str]], present: frozenset[str]) -> bool:
    """Whether every line of a rule is met by a cue class or signal that is present.

    >>> apply_rule([["saying", "claiming"], ["source:official"]], frozenset({"saying", "source:official"}))
    True
    """
    return all(any(name in present for name in line) for line in rule)
