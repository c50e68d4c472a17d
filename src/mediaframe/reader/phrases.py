"""Phrases: a noun phrase as its parts between commas, their segments between prepositions, and the terms in each."""

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from mediaframe.reader.mentions import COUNTRY, Roles, end_of_name
from mediaframe.reader.tokens import Tokens

LONGEST_PHRASE = 40  # words looked at, so that the time stays linear
SHORTEST_NOUN = 4  # letters that a plural has at least besides its s
NAME, NOUN = "name", "noun"
"""Kinds of terms beside those of `mentions`: a name, and an unknown noun right after one."""

OPENERS = frozenset("the a an its his her their our this that".split())
"""Words with which a noun phrase begins."""

LED_BY = frozenset("said says told and added by to as asked wrote ;".split())
"""Words after which the subject of a clause, or a source, begins."""

LINKS = frozenset("of for at from in with to by on under within inside".split())
"""Prepositions behind which stands whom the words before belong to."""

ASIDES = frozenset(
    "on about over near after during before since amid against under outside like including".split()
)
"""Prepositions behind which something else stands: `on media freedom` tells nothing of a representative."""

_PREPOSITIONS = LINKS | ASIDES
_BEYOND = frozenset("who which that whose whom where".split())
_FOLLOWERS = frozenset("camp team side circle orbit family base crowd".split())
_VERBS = frozenset(
    "says wants thinks believes claims argues insists denies warns writes himself makes".split()
)


class Term(NamedTuple):
    """A known word of some kind, or a name."""

    kind: str
    first: int
    last: int


_term = partial(tuple.__new__, Term)  # what `Term` calls, without a call of Python's own


class Segment(NamedTuple):
    """A preposition, or nothing, and the terms up to the next one."""

    preposition: str
    terms: list[Term]


_segment = partial(tuple.__new__, Segment)

Part = list[Segment]
"""What stands between two commas."""


def owns(tokens: Tokens, last: int) -> bool:
    """Whether the word before `last` is a possessive: `Ruiz's`, `workers'`."""
    return tokens.forms[last - 1].endswith(("'s", "’s", "s'", "s’"))


def parts_of(roles: Roles, first: int, last: int) -> Iterator[Part]:  # noqa: C901, PLR0912 - one pass over the words
    """Yield the parts of a phrase, up to a relative clause; one without terms says nothing."""
    words, at, surnames = roles.tokens.words, roles.at, roles.surnames
    terms: list[Term] = []
    part: Part = [_segment(("", terms))]
    is_aside, position, last = False, first, min(last, first + LONGEST_PHRASE)
    while position < last:
        word, end = words[position], position + 1
        if word in _BEYOND and (terms or len(part) > 1):
            break
        if at[position]:
            end = min(last, end_of_term(roles, position))
            if not is_aside and (position in roles.begins or not terms):
                terms.append(_term((at[position], position, end)))
        elif position in surnames:
            end = min(last, end_of_name(roles, position))
            if not is_aside:
                terms.append(_term((NAME, _with_country(roles, terms, position), end)))
        elif terms and (kind := _kind_after_name(roles, terms[-1], position)):
            terms.append(_term((kind, position, end)))
        elif word in _PREPOSITIONS:
            is_aside = word in ASIDES and (bool(terms) or len(part) > 1)
            terms = []
            part.append(_segment((word, terms)))
        elif word in ",()":
            yield part
            terms, is_aside = [], False
            part = [_segment(("", terms))]
        position = end
    yield part


def _with_country(roles: Roles, terms: list[Term], position: int) -> int:
    """Return where a name begins: at the country right before it, which is then part of the name (the Syria Needs Project)."""
    is_adjacent = bool(terms) and terms[-1].kind == COUNTRY and terms[-1].last == position
    return terms.pop().first if is_adjacent and not owns(roles.tokens, position) else position


def end_of_term(roles: Roles, first: int) -> int:
    """Return where the known term ends that begins at a token."""
    end, at, begins = first + 1, roles.at, roles.begins
    while end < len(at) and at[end] and end not in begins:
        end += 1
    return end


def _kind_after_name(roles: Roles, before: Term, position: int) -> str:
    """Return what an unknown word is after a name: a noun that it modifies (Ruiz loyalists), part of it (Students For Life), or nothing."""
    word = roles.tokens.words[position]
    if word in LINKS and roles.tokens.forms[position][0].isupper():
        return NAME
    if before.kind != NAME or before.last != position or word in _VERBS:
        return ""
    is_plural = word.endswith("s") and word.isalpha() and len(word) > SHORTEST_NOUN
    return NOUN if is_plural or word in _FOLLOWERS else ""
