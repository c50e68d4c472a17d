"""Matching: where the words of the lexicon become cues of a sentence, found with their spans in one pass."""

from collections.abc import Iterable, Mapping
from functools import cache, partial
from importlib.resources import files
from itertools import compress, count

from mediaframe.article.normal import normal
from mediaframe.files.schema import Section, check
from mediaframe.files.yaml import parse_yaml
from mediaframe.reader.tokens import Match, Tokens, find_forms, word_of

FORM_SEPARATOR = "|"
NOT_A_CUE = "not_a_cue"

_Words = tuple[str, ...]
_Classes = tuple[str, ...]
_Phrases = dict[str, list[tuple[_Words, _Classes]]]
"""Terms of several words and their classes, longest first, by their second word."""

_Terms = tuple[_Classes | None, _Phrases]
"""The classes of a word by itself, if it is a term, and the terms of several words that begin with it."""

_match = partial(
    tuple.__new__, Match
)  # what `Match` calls, without a call of Python's own for each cue


class CueClass(Section):
    """A class of terms, and where they come from."""

    note: str
    terms: tuple[str, ...]
    of: str | None = None  # the class that they are part of
    needs: str | None = None  # what must follow for them to convey something
    matched: bool = True  # or else words that a module looks up where it needs them


class LexiconFile(Section):
    """One file of the lexicon."""

    classes: dict[str, CueClass]


class Lexicon:
    """Terms by their first two words; the longest term that starts at a word wins."""

    def __init__(self, terms: Mapping[str, Iterable[str]]) -> None:
        """Build from cue classes, each with terms whose forms are parted by `|`."""
        self.classes = tuple(sorted(name for name in terms if name != NOT_A_CUE))
        self._terms: dict[str, _Terms] = {}
        for words, classes in _classes_of(terms).items():
            alone, phrases = self._terms.get(words[0], (None, {}))
            if len(words) == 1:
                alone = classes
            else:
                phrases.setdefault(words[1], []).append((words, classes))
            self._terms[words[0]] = alone, phrases

    def read(self, text: str) -> Tokens:
        """Return a sentence as tokens, with the terms found."""
        forms = find_forms(text)
        words = tuple(map(word_of, forms))
        return Tokens(text, forms, words, self._match(words))

    def _match(self, words: _Words) -> tuple[Match, ...]:
        position = 0
        found: list[Match] = []
        terms = list(map(self._terms.get, words))
        following = (*words[1:], "")
        # most words begin no term: they are passed over without a step of Python's own
        begun = compress(zip(count(), terms, following, strict=False), terms)
        for first, (alone, phrases), second in begun:  # type: ignore[misc] # none is left
            classes, last = alone, first + 1
            if second in phrases:
                classes, last = _longest(words, first, phrases[second]) or (classes, last)
            if classes is not None and first >= position:
                position = last
                for cue_class in classes:
                    found.append(_match((cue_class, first, last)))  # noqa: PERF401 - mostly there is one
        return tuple(found)


def _longest(
    words: _Words, first: int, phrases: Iterable[tuple[_Words, _Classes]]
) -> tuple[_Classes, int] | None:
    """Return the classes of the longest of some terms that stands at a word, and where it ends."""
    for phrase, classes in phrases:
        last = first + len(phrase)
        if words[first:last] == phrase:
            return classes, last
    return None


def _classes_of(terms: Mapping[str, Iterable[str]]) -> dict[_Words, _Classes]:
    """Return the classes of each term, by its words, longest terms first; none for what is no cue."""
    classes_of: dict[_Words, list[str]] = {}
    for cue_class, lines in terms.items():
        for form in (form for line in lines for form in line.split(FORM_SEPARATOR)):
            words = tuple(map(word_of, find_forms(normal(form))))
            if words and cue_class not in classes_of.setdefault(words, []):
                classes_of[words].append(cue_class)
    return {
        words: tuple(name for name in classes_of[words] if name != NOT_A_CUE)
        for words in sorted(classes_of, key=len, reverse=True)
    }


@cache
def _bundled() -> tuple[tuple[str, CueClass], ...]:
    """Return the sections of the lexicon that ships, by name."""
    sections: list[tuple[str, CueClass]] = []
    folder = files("mediaframe.reader") / "lexicon"
    for source in sorted(folder.iterdir(), key=lambda item: item.name):
        document = parse_yaml(source.read_text(encoding="utf-8"), source.name)
        document.values = {"classes": document.values}
        sections += check(LexiconFile, document).classes.items()
    return tuple(sections)


@cache
def bundled_terms() -> dict[str, tuple[str, ...]]:
    """Return the cue classes that ship, with their terms."""
    terms: dict[str, tuple[str, ...]] = {}
    for name, section in _bundled():
        if section.matched:
            cue_class = section.of or name
            terms[cue_class] = terms.get(cue_class, ()) + section.terms
    return terms


@cache
def needs() -> dict[str, str]:
    """Return what must follow a word for it to convey something: `clause`, `as`, `to` or `figure`."""
    return {
        form.split()[0]: section.needs
        for _, section in _bundled()
        if section.needs is not None
        for line in section.terms
        for form in line.split(FORM_SEPARATOR)
    }


@cache
def word_list(name: str) -> frozenset[str]:
    """Return the words of a section of the lexicon that is looked up, and not matched."""
    terms = dict(_bundled())[name].terms
    return frozenset(form.strip() for line in terms for form in line.split(FORM_SEPARATOR))
