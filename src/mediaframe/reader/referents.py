"""Referents: who is meant by the words for a source, by a pronoun, or by a phrase that tells only part of it."""

from itertools import pairwise
from typing import NamedTuple

from mediaframe.reader.clauses import Span
from mediaframe.reader.entities import (
    BODILY,
    HUMAN,
    SEVERAL,
    WRITTEN,
    ArticleSpan,
    Cast,
    Known,
    gender,
    mentions_before,
)
from mediaframe.reader.mentions import (
    COUNTRY,
    DOCUMENT,
    OFFICIAL,
    ORGANISATION,
    PRONOUN,
    ROLE,
    STATEMENT,
    UNKNOWN,
    Roles,
)
from mediaframe.reader.phrases import Description, describe
from mediaframe.reader.quotations import QuotedTokens
from mediaframe.reader.tokens import Tokens

REACH = 6  # sentences that a pronoun looks back
NEAR = 3  # sentences that `a spokesman` looks back

_PERSONAL = frozenset("he she his her him".split())
_OWN = frozenset("his her their its".split())
_SPEAKING = frozenset(
    "representative representatives aide aides press statement statements communique".split()
)
_SIDES = frozenset(
    """the has have on in side authorities forces government officials new central and both""".split()
)


class Referent(NamedTuple):
    """Who is meant: the status, where the article names who is only referred to, if it does, and the entity."""

    status: str
    antecedent: ArticleSpan | None = None
    entity: int | None = None


class Context(NamedTuple):
    """A sentence with all that is needed to tell who speaks in it."""

    number: int
    tokens: Tokens
    roles: Roles
    cast: Cast
    quoted: QuotedTokens


def resolve(context: Context, source: Span, before: int | None = None) -> Referent:
    """Return whom a source means, of several the first official one; `before` is the entity that spoke before in the sentence."""
    found = [_who_alone(context, span, before) for span in _parts(context.roles, source)]
    return next((one for one in found if one.status == OFFICIAL), found[0])


def _parts(roles: Roles, source: Span) -> list[Span]:
    """Return the sources that are joined by `and`: `officials and residents`; `president and owner` is one."""
    words, at = roles.tokens.words, roles.at
    cuts = [source[0] - 1]
    comma = False
    for n in range(source[0] + 1, source[1] - 1):
        comma = comma or words[n] == ","
        if words[n] != "and" or comma:
            continue
        after = n + 1
        joins = words[after] in ("the", "a", "an", "his", "her", "its", "their", "other")
        plural = words[n - 1].endswith("s") or words[source[1] - 1].endswith("s")
        if joins or (plural and any(at[after : source[1]])) or after in roles.surnames:
            cuts.append(n)
    cuts.append(source[1])
    return [(first + 1, last) for first, last in pairwise(cuts) if first + 1 < last] or [source]


def _who_alone(context: Context, source: Span, before: int | None) -> Referent:
    """Return whom a phrase speaks of: by its name, by its head, or by all its words."""
    roles, cast, number = context.roles, context.cast, context.number
    words = context.tokens.words
    said = describe(roles, *source)
    if said.status == PRONOUN and (said.head == source[0] or source[1] - source[0] <= 2):  # noqa: PLR2004
        return _stands_for(context, source, before)
    mention = (number, *source)
    known: Known | None = None
    if said.name is not None:
        known = cast.at(number, said.name[0]) or cast.named(words[slice(*said.name)])
    elif said.head is not None:
        known = cast.at(number, said.head)
    if known is None or (said.name is not None and said.head is not None and known.said is None):
        if known is None:
            text = " ".join(words[slice(*source)])
            kind = HUMAN if said.name is not None and said.name[1] - said.name[0] > 1 else ""
            known = cast.phrase(text, kind, mention)
            if said.name is not None and not known.words:
                known.words = words[slice(*said.name)]
    if known.said is None and known.status is None and (said.status or said.owner):
        known.said, known.stated = said, mention
        known.gender = known.gender or gender(words[slice(*source)])
        tells = said.head is not None and _speaks_for(words[said.head])
        if said.status in (ROLE, STATEMENT) and said.owner is None and tells:
            _belong(context, known, said, source)
        elif said.status == COUNTRY:
            known.status = OFFICIAL if _is_government(roles, source) else UNKNOWN
    return _referent(context, known, source)


def _referent(context: Context, known: Known, source: Span) -> Referent:
    status = context.cast.status(known)
    place = context.cast.take_up(known, (context.number, *source))
    where = known.stated or known.mentions[0]
    is_here = where[0] == context.number and where[1] < source[1] and source[0] < where[2]
    return Referent(status, None if is_here else where, place)


def _belong(context: Context, known: Known, said: Description, source: Span) -> None:
    """Give a spokesman or a statement the status of whose it is: of the one whom `her` stands for, or who was spoken of last."""
    words = context.tokens.words
    assert said.head is not None  # noqa: S101
    owns = [n for n in range(source[0], said.head) if words[n] in _OWN]
    cast = context.cast
    if owns:
        owner = antecedent(context, owns[0], words[owns[0]])
    else:
        owner = next(_recent(context, source[0], is_statement=said.status == STATEMENT), None)
    if owner is not None and owner is not known:
        theirs = cast.status(owner)
        known.status = ORGANISATION if theirs == UNKNOWN and owner.words else theirs
    else:
        known.status = DOCUMENT if said.status == STATEMENT else UNKNOWN


def _speaks_for(word: str) -> bool:
    return word.startswith("spokes") or word in _SPEAKING


def _recent(context: Context, token: int, *, is_statement: bool):
    """Yield who was spoken of or spoke lately, bodies before people where a spokesman is meant."""
    cast = context.cast
    people: list[Known] = []
    for number in range(context.number, max(-1, context.number - NEAR - 1), -1):
        own = number == context.number
        found = list(cast.speakers[number]) if not own else []
        found += [
            known
            for first, known in (
                mentions_before(cast, number, token) if own else cast.mentions[number]
            )
            if not cast.is_quoted(number, first)
        ]
        for known in found:
            if known.kind == BODILY or is_statement:
                yield known
            elif known.kind == HUMAN:
                people.append(known)
    yield from people


def _stands_for(context: Context, source: Span, before: int | None) -> Referent:
    """Return who `he` is: who spoke before in the sentence, or else was spoken of last and agrees."""
    word = context.tokens.words[source[0]]
    known = context.cast.source(before) if before is not None else None
    if known is None or not _agrees(known, word):
        known = antecedent(context, source[0], word)
    if known is None:
        return Referent(UNKNOWN)
    return _referent(context, known, source)


def whose(context: Context, token: int) -> Referent:
    """Return whom `his`, `her`, `its` or `their` stands for."""
    known = antecedent(context, token, context.tokens.words[token])
    return Referent(UNKNOWN) if known is None else _referent(context, known, (token, token + 1))


def antecedent(context: Context, token: int, word: str) -> Known | None:
    """Return whom a pronoun stands for: the subject first, then others, of its own sentence and then of those before."""
    cast, number = context.cast, context.number
    is_quoted = token in context.quoted
    for first, known in mentions_before(cast, number, token):
        if _agrees(known, word) and cast.is_quoted(number, first) == is_quoted:
            return known
    for earlier in range(number - 1, max(-1, number - REACH - 1), -1):
        for known in cast.speakers[earlier]:
            if _agrees(known, word):
                return known
        for first, known in cast.mentions[earlier]:
            if _agrees(known, word) and not cast.is_quoted(earlier, first):
                return known
    return None


def _agrees(known: Known, pronoun: str) -> bool:
    """Whether a pronoun can stand for an entity: he and she for people, it for all else, they for bodies and several."""
    if pronoun in _PERSONAL:
        own = gender([pronoun])
        is_person = known.kind == HUMAN or (known.kind == "" and bool(known.words))
        return is_person and (not known.gender or known.gender == own)
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


def subject_of(cast: Cast, number: int) -> Referent | None:
    """Return whom a sentence is about: who is mentioned first in it, outside quoted words."""
    for first, known in cast.mentions[number]:
        if known.kind in (HUMAN, "") and not cast.is_quoted(number, first):
            status, own = cast.status(known), known.mentions[0]
            if status != UNKNOWN:
                return Referent(status, known.stated or own, cast.take_up(known, own))
    return None
