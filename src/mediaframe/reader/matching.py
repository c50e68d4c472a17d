"""Matching: where the words of the lexicon become cues of a sentence, found with their spans in one pass."""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from itertools import compress, count

from mediaframe.article.normal import normal
from mediaframe.reader.terms import FORM_SEPARATOR, NOT_A_CUE
from mediaframe.reader.tokens import Match, Remembered, Tokens, find_forms, has_capital, word_of

_Words = tuple[str, ...]
_Classes = tuple[str, ...]
_Phrases = dict[str, list[tuple[_Words, _Classes]]]
"""Terms of several words and their classes, longest first, by their second word."""

_Terms = tuple[_Classes | None, _Phrases]
"""The classes of a word by itself, if it is a term, and the terms of several words that begin with it."""

_as_match = partial(
    tuple.__new__, Match
)  # what `Match` calls, without a call of Python's own for each cue


class Lexicon:
    """Terms by their first two words; the longest term that starts at a word wins."""

    def __init__(self, terms: Mapping[str, Iterable[str]]) -> None:
        """Build from cue classes, each with terms whose forms are parted by `|`."""
        self.classes = tuple(sorted(name for name in terms if name != NOT_A_CUE))
        known: dict[str, _Terms] = {}
        for words, classes in _classes_of(terms).items():
            alone, phrases = known.get(words[0], (None, {}))
            if len(words) == 1:
                alone = classes
            else:
                phrases.setdefault(words[1], []).append((words, classes))
            known[words[0]] = alone, phrases
        self._look_up = Remembered(partial(_form, known)).__getitem__

    def read(self, text: str) -> Tokens:
        """Return a sentence as tokens, with the terms found."""
        forms = find_forms(text)
        if not forms:
            return Tokens(text, (), (), (), ())
        words, terms, capitals = zip(*map(self._look_up, forms), strict=True)
        return Tokens(text, forms, words, tuple(compress(count(), capitals)), _match(words, terms))


def _form(known: Mapping[str, _Terms], form: str) -> tuple[str, _Terms | None, bool]:
    """Return all that is looked up of a token as written: its word, the terms that it begins, whether it has a capital."""
    word = word_of(form)
    return word, known.get(word), has_capital(form)


def _match(words: _Words, terms: Sequence[_Terms | None]) -> tuple[Match, ...]:
    position = 0
    found: list[Match] = []
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
                found.append(_as_match((cue_class, first, last)))  # noqa: PERF401 - mostly there is one
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
