"""Referents: who is meant by the words for a source, by a pronoun, or by a phrase that tells only part of it."""

from collections.abc import Iterator
from functools import partial
from itertools import pairwise
from typing import NamedTuple

from mediaframe.reader.cast import Cast
from mediaframe.reader.composition import Description, describe
from mediaframe.reader.entities import BODILY, HUMAN, SEVERAL, WRITTEN, ArticleSpan, Known
from mediaframe.reader.mentions import (
    COUNTRY,
    DOCUMENT,
    EXPERT,
    GROUP,
    OFFICIAL,
    ORGANISATION,
    PERSON,
    PRONOUN,
    ROLE,
    STATEMENT,
    UNKNOWN,
    Roles,
    end_of_name,
)
from mediaframe.reader.naming import GENDERED, gender
from mediaframe.reader.tokens import Span

REACH = 6  # sentences that a pronoun looks back
NEAR = 3  # sentences that `a spokesman` looks back
EMPHASISED = 2  # words of `he himself`

_PERSONAL = frozenset("he she his her him".split())
_OWN = frozenset("his her their its".split())
_JOINED = frozenset("the a an his her its their other".split())
_SPEAKING = frozenset(
    "representative representatives aide aides press statement statements communique".split()
)
_ALONE = frozenset((PERSON, EXPERT, GROUP, DOCUMENT))
"""Who has no spokesman."""

_SIDES = frozenset(
    """the has have on in side authorities forces government officials new central and both""".split()
)


class Referent(NamedTuple):
    """Who is meant: the status, where the article names who is only referred to, if it does, and the entity."""

    status: str
    antecedent: ArticleSpan | None = None
    entity: int | None = None


_referent = partial(tuple.__new__, Referent)  # without a call of Python's own

NOBODY = Referent(UNKNOWN)
"""Of whom nothing is known."""


class Context:
    """A sentence with all that is needed to tell who speaks in it."""

    __slots__ = ("cast", "number", "quoted", "roles", "tokens")

    def __init__(self, number: int, roles: Roles, cast: Cast, quoted: frozenset[int]) -> None:
        """Take a sentence's place in the article, its words, whom the article speaks of, and which tokens are quoted."""
        self.number = number
        self.tokens = roles.tokens
        self.roles = roles
        self.cast = cast
        self.quoted = quoted


def resolve(context: Context, source: Span, before: int | None = None) -> Referent:
    """Return whom a source means, of several the first official one; `before` is the entity that spoke before in the sentence."""
    if "and" not in context.tokens.words[slice(*source)]:
        return _who_alone(context, source, before)
    found = [_who_alone(context, span, before) for span in _parts(context.roles, source)]
    return next((one for one in found if one.status == OFFICIAL), found[0])


def _parts(roles: Roles, source: Span) -> list[Span]:
    """Return the sources that are joined by `and`: `officials and residents`; `president and owner` is one."""
    words, at, (first, last) = roles.tokens.words, roles.at, source
    cuts = [first - 1]
    for n in range(first + 1, last - 1):
        if words[n] == ",":
            break
        if words[n] == "and":
            is_plural = words[n - 1].endswith("s") or words[last - 1].endswith("s")
            is_known = is_plural and any(at[n + 1 : last])
            if words[n + 1] in _JOINED or is_known or n + 1 in roles.surnames:
                cuts.append(n)
    cuts.append(last)
    return [(one + 1, other) for one, other in pairwise(cuts) if one + 1 < other] or [source]


def _who_alone(context: Context, source: Span, before: int | None) -> Referent:
    """Return whom a phrase speaks of: by its name, by its head, or by all its words."""
    said = _said(context.roles, source)
    is_short = said.head == source[0] or source[1] - source[0] <= EMPHASISED
    if said.status == PRONOUN and is_short:
        known = _stands_for(context, source[0], before)
        return NOBODY if known is None else _refer(context, known, source)
    known = _known_by(context, said, source)
    if said.status == COUNTRY and not _is_government(context.roles, source):
        return NOBODY
    number, first, _ = known.mentions[0]
    is_told_here = bool(known.words) or (
        number == context.number and source[0] <= first < source[1]
    )
    is_open = known.said is None and known.status is None
    if is_told_here and is_open and (said.status or said.owner):
        known.said, known.stated = said, (context.number, *source)
        known.gender = known.gender or gender(context.tokens.words[slice(*source)])
        if said.status in (ROLE, STATEMENT):
            known.status = _status_of_speaking(context, said, source, known)
    return _refer(context, known, source)


def _said(roles: Roles, source: Span) -> Description:
    """Return what a phrase says; most are a pronoun or a name alone."""
    (first, last), kind = source, roles.at[source[0]]
    if not kind and first in roles.surnames and end_of_name(roles, first) >= last:
        return Description(None, name=source)
    if last - first == 1 and kind in ("", PRONOUN):
        return Description(PRONOUN, first) if kind else Description(None)
    return describe(roles, first, last)


def _known_by(context: Context, said: Description, source: Span) -> Known:
    cast, words = context.cast, context.tokens.words
    known: Known | None = None
    if said.name is not None:
        name = words[slice(*said.name)]
        known = cast.at(context.number, said.name[0]) or cast.named(name)
    elif said.head is not None:
        known = cast.at(context.number, said.head)
    if known is None:
        kind = HUMAN if said.name is not None and said.name[1] - said.name[0] > 1 else ""
        text = " ".join(words[slice(*source)])
        known = cast.phrase(text, kind, (context.number, *source))
        if said.name is not None and not known.words:
            known.words = words[slice(*said.name)]
    return known


def _refer(context: Context, known: Known, source: Span) -> Referent:
    status = known.status or context.cast.status(known)
    where = known.stated or known.mentions[0]
    place = context.cast.take_up(known, (context.number, *source))
    is_here = where[0] == context.number and where[1] < source[1] and source[0] < where[2]
    return _referent((status, None if is_here else where, place))


def _status_of_speaking(context: Context, said: Description, source: Span, known: Known) -> str:
    """Return what a spokesman or a statement is: what `her` stands for, or who spoke or was spoken of lately, is."""
    words, head = context.tokens.words, said.head
    if head is None or not (words[head].startswith("spokes") or words[head] in _SPEAKING):
        return UNKNOWN
    own = next((n for n in range(source[0], head) if words[n] in _OWN), None)
    if own is not None:
        owner = _antecedent(context, own)
    else:
        lately = _lately(context, source[0], any_kind=said.status == STATEMENT)
        owner = next((other for other in lately if other is not known), None)
    if owner is None:
        return DOCUMENT if said.status == STATEMENT else UNKNOWN
    theirs = context.cast.status(owner)
    if theirs in _ALONE:
        return UNKNOWN if said.status == ROLE else theirs
    return ORGANISATION if theirs == UNKNOWN and owner.words else theirs


def _lately(context: Context, token: int, *, any_kind: bool) -> Iterator[Known]:
    """Yield who spoke or was spoken of, the nearest first; bodies before people unless any kind will do."""
    cast = context.cast
    people: list[Known] = []
    for number in range(context.number, max(-1, context.number - NEAR - 1), -1):
        is_own = number == context.number
        mentions = cast.mentions_of(number, token if is_own else None)
        found = [] if is_own else list(cast.speakers[number])
        found += [known for first, known in mentions if not cast.is_quoted(number, first)]
        for known in found:
            if known.kind == BODILY or any_kind:
                yield known
            elif known.kind == HUMAN:
                people.append(known)
    yield from people


def whose(context: Context, token: int) -> Referent:
    """Return whom `his`, `her`, `its` or `their` stands for."""
    known = _antecedent(context, token)
    return NOBODY if known is None else _refer(context, known, (token, token + 1))


def _stands_for(context: Context, token: int, before: int | None) -> Known | None:
    """Return who `he` is: who spoke before in the sentence, or else was spoken of last and agrees."""
    known = None if before is None else context.cast.source(before)
    if known is not None and _agrees(known, context.tokens.words[token]):
        return known
    return _antecedent(context, token)


def _antecedent(context: Context, token: int) -> Known | None:
    """Return whom a pronoun stands for: the subject first, then others, of its own sentence and then of those before."""
    cast, number, word = context.cast, context.number, context.tokens.words[token]
    is_quoted = token in context.quoted
    for first, known in cast.mentions_of(number, token):
        if _agrees(known, word) and cast.is_quoted(number, first) == is_quoted:
            return known
    for earlier in range(number - 1, max(-1, number - REACH - 1), -1):
        for known in cast.speakers[earlier]:
            if _agrees(known, word):
                return known
        for first, known in cast.mentions_of(earlier):
            if _agrees(known, word) and not cast.is_quoted(earlier, first):
                return known
    return None


def _agrees(known: Known, pronoun: str) -> bool:
    """Whether a pronoun can stand for an entity: he and she for people, it for all else, they for bodies and several."""
    if pronoun in _PERSONAL:
        is_person = known.kind == HUMAN or (known.kind == "" and bool(known.words))
        return is_person and (not known.gender or known.gender == GENDERED[pronoun])
    if pronoun in ("it", "its"):
        return known.kind in (BODILY, WRITTEN)
    return known.kind in (BODILY, SEVERAL)


def _is_government(roles: Roles, source: Span) -> bool:
    """Whether a country stands for its government: `Moscow has`, `the Kiev side`."""
    return all(
        roles.at[position] == COUNTRY
        or roles.tokens.words[position] in _SIDES
        or not roles.tokens.forms[position][0].isalpha()
        for position in range(*source)
    )


def subject_of(context: Context) -> Referent | None:
    """Return whom a sentence is about: who is mentioned first in it, outside quoted words."""
    cast = context.cast
    for first, known in cast.mentions_of(context.number):
        if known.kind in (HUMAN, "") and first not in context.quoted:
            status, own = cast.status(known), known.mentions[0]
            if status != UNKNOWN:
                return Referent(status, known.stated or own, cast.take_up(known, own))
    return None
