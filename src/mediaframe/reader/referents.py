"""Referents: who is meant by the words for a source, by a pronoun, or where no words stand for one."""

from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from mediaframe.reader.entities import ArticleSpan, Cast, gender
from mediaframe.reader.mentions import (
    COUNTRY,
    DOCUMENT,
    GROUP,
    OFFICIAL,
    PERSON,
    PRIVATE,
    PRONOUN,
    SPOKESPERSON,
    UNKNOWN,
    Roles,
)
from mediaframe.reader.quotations import QuotedTokens
from mediaframe.reader.subjects import Span
from mediaframe.reader.tokens import Tokens

LONGEST_CLAUSE = 40  # words
RECENT = 3  # sentences that a pronoun or `the statement` looks back
SHORT = 3  # words of a source that names nobody: `the statement`

_VAGUE = frozenset((COUNTRY, SPOKESPERSON, DOCUMENT, GROUP))
_SUBORDINATING = frozenset(
    "; : after before when while because as that but although though since until".split()
)
_SIDES = frozenset(
    """the has have on in side authorities forces government officials new central and both""".split()
)


class Referent(NamedTuple):
    """Who is meant: the status, where the article names who is only referred to, if it does, and the entity."""

    status: str
    antecedent: ArticleSpan | None = None
    entity: int | None = None


@dataclass(slots=True)
class Speaker:
    """Who spoke last, and whom the article spoke of last, as the sentences go by."""

    status: str | None = None
    mention: ArticleSpan | None = None  # where the article names them
    entity: int | None = None
    gender: str = ""  # f or m, where words such as `Ms` or `spokesman` tell
    age: int = RECENT + 1  # sentences ago
    topic: str | None = None


class Context(NamedTuple):
    """A sentence with all that is needed to tell who speaks in it."""

    number: int
    tokens: Tokens
    roles: Roles
    cast: Cast
    speaker: Speaker
    quoted: QuotedTokens


def resolve(context: Context, source: Span, before: Referent | None = None) -> Referent:
    """Return whom a source means, of several the first official one; `before` is who spoke before in the sentence."""
    words = context.tokens.words
    if "and" not in words[source[0] : source[1]]:
        return _who_alone(context, source, before)
    cuts = [source[0] - 1, *(n for n in range(*source) if words[n] == "and"), source[1]]
    spans = [(first + 1, last) for first, last in pairwise(cuts) if first + 1 < last]
    found = [_who_alone(context, span, before) for span in spans] or [Referent(UNKNOWN)]
    return next((one for one in found if one.status == OFFICIAL), found[0])


def _who_alone(context: Context, source: Span, before: Referent | None) -> Referent:
    """Read the words of a source, then the names that the article knows, then who spoke last."""
    roles, cast, speaker = context.roles, context.cast, context.speaker
    words = context.tokens.words[slice(*source)]
    stated, name = roles.status(*source), cast.name_in(roles, *source)
    known = cast.status[name] if name is not None else None
    if stated == PRONOUN:
        return _whom_it_stands_for(context, words[0], before)
    is_short = len(words) <= SHORT and speaker.age < RECENT
    if cast.is_body(roles, *source) or (
        stated == COUNTRY and name is None and _is_government(roles, source)
    ):
        status = OFFICIAL
    elif stated is not None and stated not in _VAGUE:
        status = stated
    elif stated == COUNTRY or known is not None:
        status = known or UNKNOWN
    elif stated in (SPOKESPERSON, DOCUMENT) and speaker.status == OFFICIAL and is_short:
        return Referent(OFFICIAL, speaker.mention, speaker.entity)  # the statement said
    else:
        status = stated or (PERSON if name is not None else UNKNOWN)
    status = UNKNOWN if status == SPOKESPERSON else status
    key = name or " ".join(words)
    return Referent(status, None, cast.entity_of(key, status, (context.number, *source)))


def _whom_it_stands_for(context: Context, pronoun: str, before: Referent | None) -> Referent:
    """Return who `he` is: who spoke before in the sentence, spoke last, or was spoken of last."""
    if before is not None and before.status != UNKNOWN:
        return before
    agrees = "" in (gender([pronoun]), context.speaker.gender) or (
        gender([pronoun]) == context.speaker.gender
    )
    if context.speaker.status is not None and context.speaker.age <= RECENT and agrees:
        return Referent(context.speaker.status, context.speaker.mention, context.speaker.entity)
    return Referent(context.speaker.topic or UNKNOWN)


def _is_government(roles: Roles, source: Span) -> bool:
    """Whether a country stands for its government: `Moscow has`, `the Kiev side`."""
    return all(
        roles.at[position] == COUNTRY
        or roles.tokens.words[position] in _SIDES
        or not roles.tokens.forms[position][0].isalpha()
        for position in range(*source)
    )


def resolve_opening(context: Context, first: int) -> Referent:
    """Return who opens the clause that a bare participle goes with: `Moscow sent troops, claiming …`."""
    roles, words = context.roles, context.tokens.words
    start = max(0, first - 1)
    while start > max(0, first - LONGEST_CLAUSE) and words[start - 1] not in _SUBORDINATING:
        start -= 1
    for position in range(start, min(first, start + 8)):
        role = roles.at[position]
        if (role == COUNTRY and position == start) or role == "office":
            return Referent(OFFICIAL)
        if role in PRIVATE:
            return Referent(role)
        if roles.is_name(position) and words[position] in context.cast.status:
            return Referent(context.cast.status[words[position]] or PERSON)
    return Referent(UNKNOWN)
