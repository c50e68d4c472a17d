"""Phrases: what a noun phrase says of whom it speaks of, put together from its head and what belongs to the head.

A chairman is public authority where a public body is beside him, a man of business where a company is; a spokesman of
somebody named is what that somebody is. What a phrase leaves open, its owner or the article settles.
"""

from typing import NamedTuple

from mediaframe.reader.mentions import (
    BODY,
    COUNTRY,
    DOCUMENT,
    FORMER,
    NATIONALITY,
    OFFICE,
    OFFICIAL,
    ORGANISATION,
    PANEL,
    PARTISAN,
    POLITICIAN,
    PRESIDING,
    PRESS,
    PRIVATE,
    PUBLIC,
    TITLE,
    Roles,
    end_of_name,
)

Span = tuple[int, int]

LONGEST_PHRASE = 40  # words looked at, so that the time stays linear
NAME = "name"

_LINKS = frozenset("of for at in from with to by on under within inside".split())
_ASIDES = frozenset(
    "on about over near after during before since amid against under outside like including".split()
)
_PLACES = frozenset("in from near within inside outside".split())
_BEYOND = frozenset("who which that whose whom where".split())
_PUBLIC_BODIES = frozenset((BODY, PANEL, OFFICE, TITLE, PRESIDING))
_LOOSE = frozenset((PUBLIC, NATIONALITY, COUNTRY))
_CONTAINERS = frozenset(
    "group groups number team majority coalition some many several both each others people".split()
)
_ATTRIBUTES = frozenset((PUBLIC, NATIONALITY, FORMER))


class Description(NamedTuple):
    """What a phrase says; `status` is one of the nine, or the kind of head that leaves it open, or nothing."""

    status: str | None
    head: int | None = None  # the word that says it
    name: Span | None = None  # the name that the phrase gives
    owner: Span | None = None  # the name whose status it is, where that decides
    default: str | None = None  # the status where nothing is known of the owner


_NOTHING = Description(None)

_Term = tuple[str, int, int]
"""Kind and span of a known word or a name."""

_Segment = tuple[str, list[_Term]]
"""A preposition, or nothing, and the terms up to the next one."""


def describe(roles: Roles, first: int, last: int) -> Description:
    """Return what the words from `first` up to `last` say of whom they speak of.

    The head counts, and what belongs to it only where the head is empty: a lawyer for the ministry is private, a
    spokesman for it official. An apposition explains the name before it.
    """
    said = _NOTHING
    for part in _parts(roles, first, min(last, first + LONGEST_PHRASE)):
        found = _describe_part(roles, part)
        if said.head is None:
            if found.head is None:
                said = said if said.name is not None else found
            elif said.name is None or found.name is None:
                said = found._replace(name=said.name or found.name)
        elif said.name is None and found.head is None and found.name is not None:
            return said._replace(name=found.name)
        if said.head is not None and said.name is not None:
            break
    return said


def _parts(roles: Roles, first: int, last: int) -> list[list[_Segment]]:
    """Return the parts of a phrase between commas, each with its segments between prepositions."""
    words, at, surnames, begins = roles.tokens.words, roles.at, roles.surnames, roles.begins
    parts: list[list[_Segment]] = []
    terms: list[_Term] = []
    part: list[_Segment] = [("", terms)]
    is_aside, position = False, first
    while position < last:
        word, kind = words[position], at[position]
        end = position + 1
        if kind:
            while end < last and end not in begins and at[end]:
                end += 1
            if not is_aside and (position in begins or not terms):
                terms.append((kind, position, end))
        elif position in surnames:
            end = min(last, end_of_name(roles, position))
            if not is_aside:
                terms.append((NAME, position, end))
        elif word in _LINKS or word in _ASIDES:
            is_aside = word in _ASIDES and (bool(terms) or len(part) > 1)
            terms = []
            part.append((word, terms))
        elif word in ",()":
            parts.append(part)
            terms, is_aside = [], False
            part = [("", terms)]
        elif word in _BEYOND and (terms or len(part) > 1):
            break
        position = end
    parts.append(part)
    return [part for part in parts if any(segment[1] for segment in part)]


def _describe_part(roles: Roles, part: list[_Segment]) -> Description:
    while len(part) > 1 and not part[0][1]:
        part = part[1:]  # `In a letter …`
    terms = part[0][1]
    heads = [n for n, term in enumerate(terms) if term[0] != NAME]
    while len(heads) > 1 and terms[heads[-1]][0] in _ATTRIBUTES and heads[-1] == len(terms) - 1:
        heads.pop()
    if not heads:
        return Description(None, None, terms[-1][1:] if terms else None)
    number = heads[-1]
    kind, head, end = terms[number]
    name = terms[number + 1][1:] if number + 1 < len(terms) else None
    before, after = terms[:number], part[1:]
    if kind in (COUNTRY, *_ATTRIBUTES) and name is not None:
        return Description(POLITICIAN if kind == FORMER else None, None, name)
    return _by_head(roles, terms[number], before, after)._replace(head=head, name=name)


def _by_head(roles: Roles, term: _Term, before: list[_Term], after: list[_Segment]) -> Description:
    """Return what a head says with the terms before it and the segments after it."""
    kind, head, _ = term
    word = roles.tokens.words[head]
    was = any(item[0] == FORMER for item in before)
    match kind:
        case "former":
            return Description(POLITICIAN)
        case "office" | "title" | "presiding" | "role" | "partisan" if was:
            return Description(POLITICIAN)
        case "office" | "body":
            return Description(OFFICIAL)
        case "title" | "presiding" | "panel" | "role" | "statement" | "document":
            return _by_affiliation(kind, before, after)
        case "partisan":
            is_chamber = any(item[0] in (BODY, PUBLIC) for item in before)
            return Description(OFFICIAL if is_chamber else POLITICIAN)
        case "organisation" | "group" if word in _CONTAINERS and _holds(after):
            return _describe_part(roles, [("", after[0][1]), *after[1:]])
        case "nationality" | "public":
            return Description(None)
        case _:
            return Description(kind)


def _holds(after: list[_Segment]) -> bool:
    """Whether `of` and some known people follow: a group of lawmakers."""
    return bool(after) and after[0][0] == "of" and any(item[0] != NAME for item in after[0][1])


def _by_affiliation(kind: str, before: list[_Term], after: list[_Segment]) -> Description:
    """Return what a head that tells little is by whom it belongs to."""
    found = _premodifier(before) or _complement(after)
    if found is None and any(item[0] in _LOOSE for item in before):
        found = Description(OFFICIAL)
    status, owner = (None, None) if found is None else (found.status, found.owner)
    match kind:
        case "document":
            default = OFFICIAL if status == OFFICIAL else DOCUMENT
            return Description(None if owner else default, owner=owner, default=default)
        case _ if owner is not None:
            return Description(
                None, owner=owner, default=OFFICIAL if kind == TITLE else ORGANISATION
            )
        case "title" | "presiding" | "panel":
            return Description(status or OFFICIAL)
        case _:
            return Description(status or kind)


def _premodifier(before: list[_Term]) -> Description | None:
    """Return whom the word right before a head ties it to: the police chief, a company director, a Gowdy spokesman."""
    for number, (kind, first, last) in enumerate(reversed(before), start=1):
        if kind == NAME:
            rest = before[: len(before) - number]
            if any(item[0] in (BODY, PUBLIC) for item in rest):
                return Description(OFFICIAL)  # House Oversight chairman
            return Description(None, owner=(first, last))
        if kind in _PUBLIC_BODIES:
            return Description(OFFICIAL)
        if kind in PRIVATE or kind in (PRESS, PARTISAN):
            return Description(POLITICIAN if kind == PARTISAN else kind)
    return None


def _complement(after: list[_Segment]) -> Description | None:
    """Return whom the words behind a head tie it to: of the council, for the company, at the ministry."""
    for preposition, terms in after:
        if not terms or preposition in _ASIDES:
            continue
        known = [item for item in terms if item[0] not in (NAME, *_ATTRIBUTES)]
        kind, first, last = known[-1] if known else terms[-1]
        if kind == NAME:
            if preposition in _PLACES:
                continue
            return Description(None, owner=(first, last))
        if kind in _PUBLIC_BODIES:
            return Description(OFFICIAL)
        if kind == COUNTRY:
            if preposition in _PLACES:
                continue
            return Description(OFFICIAL)
        if kind in PRIVATE or kind in (PRESS, PARTISAN):
            return Description(POLITICIAN if kind == PARTISAN else kind)
        if kind in _ATTRIBUTES and preposition not in _PLACES:
            return Description(OFFICIAL)
    return None
