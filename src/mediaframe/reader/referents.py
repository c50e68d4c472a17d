"""Referents: who is meant by the words for a source, by a pronoun, or where no words stand for one."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from mediaframe.reader.cast import Cast
from mediaframe.reader.clauses import Span
from mediaframe.reader.quotations import QuotedTokens
from mediaframe.reader.sources import (
    COUNTRY,
    DOCUMENT,
    NAMED,
    OFFICIAL,
    PRONOUN,
    SPOKESPERSON,
    UNKNOWN,
    UNNAMED,
    Roles,
)
from mediaframe.reader.tokens import Tokens

LONGEST_CLAUSE = 40  # words
RECENT = 3  # sentences that a pronoun or `the statement` looks back
SHORT = 3  # words of a source that names nobody: `the statement`

_GENDER = dict.fromkeys(
    "she her ms mrs miss lady woman girl mother sister wife daughter spokeswoman chairwoman congresswoman queen".split(),
    "f",
) | dict.fromkeys(
    "he mr sir lord man boy father brother husband son spokesman chairman congressman king".split(),
    "m",
)
_VAGUE = frozenset((COUNTRY, SPOKESPERSON, DOCUMENT, UNNAMED))
_SUBORDINATING = frozenset(
    "; : after before when while because as that but although though since until".split()
)
_SIDES = frozenset(
    """the has have on in side authorities forces government officials new central and both""".split()
)

ArticleSpan = tuple[int, int, int]
"""Sentence of the article, first token, last token (exclusive)."""


class Referent(NamedTuple):
    """Who is meant: the status, and where the article names who is only referred to, if it does."""

    status: str
    antecedent: ArticleSpan | None = None


@dataclass(slots=True)
class Speaker:
    """Who spoke last, and whom the article spoke of last, as the sentences go by."""

    status: str | None = None
    mention: ArticleSpan | None = None  # where the article names them
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
    stated, known = roles.status(*source), cast.status_in(roles, *source)
    if cast.is_body(roles, *source) or (
        stated == COUNTRY and known is None and _is_government(roles, source)
    ):
        return Referent(OFFICIAL)
    if stated == PRONOUN:
        return _whom_it_stands_for(context, context.tokens.words[source[0]], before)
    if stated is not None and stated not in _VAGUE:
        return Referent(stated)
    if stated == COUNTRY or known not in (None, NAMED):
        return Referent(known or UNKNOWN)
    is_short = source[1] - source[0] <= SHORT and speaker.age < RECENT
    if stated in (SPOKESPERSON, DOCUMENT) and speaker.status == OFFICIAL and is_short:
        return Referent(OFFICIAL, speaker.mention)  # the statement said
    return Referent(stated or known or UNKNOWN)


def _whom_it_stands_for(context: Context, pronoun: str, before: Referent | None) -> Referent:
    """Return who `he` is: who spoke before in the sentence, spoke last, or was spoken of last."""
    if before is not None and before.status not in (UNKNOWN, PRONOUN):
        return before
    agrees = "" in (gender([pronoun]), context.speaker.gender) or (
        gender([pronoun]) == context.speaker.gender
    )
    if context.speaker.status is not None and context.speaker.age <= RECENT and agrees:
        return Referent(context.speaker.status, context.speaker.mention)
    return Referent(context.speaker.topic or UNKNOWN)


def gender(words: Sequence[str]) -> str:
    """Return f or m where the words for a source tell, else nothing.

    >>> gender(["his", "sister"]), gender(["a", "spokesman"]), gender(["she"]), gender(["Ruiz"])
    ('f', 'm', 'f', '')
    """
    return next((_GENDER[word] for word in reversed(words) if word in _GENDER), "")


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
        if role == "private":
            return Referent(role)
        if roles.is_name(position) and words[position] in context.cast.status:
            return Referent(context.cast.status[words[position]])
    return Referent(UNKNOWN)
