"""Composition: what a noun phrase says of whom it speaks of, put together from its head and what belongs to the head.

A chairman is public authority where a public body is beside him, a man of business where a company is; a spokesman of
somebody named is what that somebody is. What a phrase leaves open, its owner or the article settles.
"""

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from mediaframe.reader.mentions import (
    BODY,
    COUNTRY,
    DOCUMENT,
    EXPERT,
    FORMER,
    GROUP,
    JOURNALIST,
    MANAGING,
    NATIONALITY,
    OFFICE,
    OFFICIAL,
    ORGANISATION,
    PANEL,
    PARTISAN,
    PERSON,
    POLITICIAN,
    PRESIDING,
    PRESS,
    PRIVATE,
    PUBLIC,
    ROLE,
    TITLE,
    Roles,
)
from mediaframe.reader.phrases import ASIDES, NAME, NOUN, Part, Segment, Term, owns, parts_of
from mediaframe.reader.tokens import Span

_STATUS = {MANAGING: ORGANISATION, JOURNALIST: PRESS, PARTISAN: POLITICIAN}
_PRIVATE = PRIVATE | {PRESS, *_STATUS}
_ATTRIBUTES = frozenset((PUBLIC, NATIONALITY, FORMER))
_BEFORE_NAMES = _ATTRIBUTES | {COUNTRY}
_UNKNOWN = frozenset((NAME, NOUN))
_LOOSE = frozenset((PUBLIC, NATIONALITY, COUNTRY))
_NO_COMPLEMENT, _LOOSE_COMPLEMENT = _ATTRIBUTES | _UNKNOWN, _BEFORE_NAMES | {NAME}
_OPEN = frozenset((PANEL, PRESIDING, TITLE))
_TIED_ON = _OPEN | {ROLE}
_OVER = frozenset(["during", "under"])
_PLACES = frozenset("in from near within inside outside".split())
_CONTAINERS = frozenset(
    "group groups number team majority coalition some many several both each others people".split()
)
_COUNCILS = frozenset("house council councils commission congress assembly committee board".split())
_STAFF = frozenset("lawyer lawyers attorney attorneys counsel team teams".split())
_SCHOOLS = frozenset("school college academy institute hospital bank".split())


class Description(NamedTuple):
    """What a phrase says; `status` is one of the nine, or the kind of head that leaves it open, or nothing."""

    status: str | None
    head: int | None = None  # the word that says it
    name: Span | None = None  # the name that the phrase gives
    owner: Span | None = None  # the name whose status it is, where that decides
    default: str | None = None  # the status where nothing is known of the owner


_NOTHING, _OFFICIAL = Description(None), Description(OFFICIAL)
_description = partial(tuple.__new__, Description)  # without a call of Python's own


def describe(roles: Roles, first: int, last: int) -> Description:
    """Return what the words from `first` up to `last` say of whom they speak of.

    The head counts, and what belongs to it only where the head is empty: a lawyer for the ministry is private, a
    spokesman for it official. An apposition explains the name before it.
    """
    said = _NOTHING
    for part in parts_of(roles, first, last):
        found = _describe_part(roles, part)
        if said.head is None and found.head is not None:
            if said.name is None:
                said = found
            elif found.name is None:
                said = found._replace(name=said.name)
        elif said.status == OFFICIAL and found.status == ORGANISATION and _is_council(roles, said):
            return found._replace(name=said.name)  # The Council of Dog Breeders, a club
        elif said.name is None and found.head is None and found.name is not None:
            said = found if said.head is None else said._replace(name=found.name)
        if said.head is not None and said.name is not None:
            break
    return said


def _is_council(roles: Roles, said: Description) -> bool:
    return said.head is not None and roles.tokens.words[said.head] in _COUNCILS


def _describe_part(roles: Roles, part: Part) -> Description:
    while len(part) > 1 and not part[0].terms:
        part = part[1:]  # `In a letter …`
    terms = part[0].terms
    if not terms or terms[-1].kind == NOUN:
        return _NOTHING
    heads = [n for n, term in enumerate(terms) if term.kind not in _UNKNOWN]
    if not heads:
        return _description((None, None, terms[-1][1:], None, None))
    while len(heads) > 1 and terms[heads[-1]].kind in _ATTRIBUTES and heads[-1] == len(terms) - 1:
        heads.pop()
    number = heads[-1]
    if len(heads) > 1 and _is_relative(roles, terms[heads[-2]], terms[number]):
        number = heads[-2]  # the man authorities say
    head = terms[number]
    name = terms[number + 1][1:] if number + 1 < len(terms) else None
    if name is not None and head.kind in _BEFORE_NAMES:
        return Description(POLITICIAN if head.kind == FORMER else None, name=name)
    found = _by_head(roles, head, terms[:number], part[1:])
    return _description((found.status, head.first, name, found.owner, found.default))


def _is_relative(roles: Roles, person: Term, body: Term) -> bool:
    """Whether a clause without `who` follows a person: no noun for a person stands before one for a body otherwise."""
    is_person = person.kind in (PERSON, EXPERT) and body.kind in (BODY, OFFICE, TITLE)
    return is_person and not owns(roles.tokens, person.last)


def _by_head(  # noqa: C901, PLR0911, PLR0912 - one line a kind
    roles: Roles, head: Term, before: Sequence[Term], after: Sequence[Segment]
) -> Description:
    """Return what a head says with the terms before it and the segments after it."""
    word = roles.tokens.words[head.first]
    match head.kind:
        case "office" | "title" | "presiding" | "role" | "partisan" if _is_over(
            roles, before, after
        ):
            return Description(POLITICIAN)
        case "body" if word in _COUNCILS and _is_somebodys(roles, head, before):
            return _by_affiliation(roles, PANEL, before, after)  # Parents Television Council
        case "body" | "panel" if word in _COUNCILS and _is_of_many(roles, head.first):
            return Description(ORGANISATION)  # the breeders' council
        case "office" | "body":
            return _OFFICIAL
        case "title" | "presiding" | "panel" | "role" | "statement" | "document":
            return _by_affiliation(roles, head.kind, before, after)
        case "partisan" if any(term.kind in (BODY, PUBLIC) for term in before):
            return _OFFICIAL  # House Democrats
        case "organisation" | "person" if _is_of_a_body(roles, word, before):
            return _OFFICIAL
        case "organisation" | "group" if word in _CONTAINERS and _holds(after):
            return _describe_part(roles, [Segment("", after[0].terms), *after[1:]])
        case "nationality" | "public" | "former":
            return _NOTHING
        case kind:
            return Description(_STATUS.get(kind, kind))


def _is_over(roles: Roles, before: Sequence[Term], after: Sequence[Segment]) -> bool:
    """Whether an office is held no more: a former mayor, a secretary of labor during the Hale administration."""
    if before:
        was = [term for term in before if term.kind == FORMER]
        if was and not any(owns(roles.tokens, term.last) for term in before if term > was[-1]):
            return True
    return bool(after) and any(segment.preposition in _OVER for segment in after)


def _is_somebodys(roles: Roles, head: Term, before: Sequence[Term]) -> bool:
    """Whether a council or department may be that of a church, a firm or whatever its name says."""
    is_proper = roles.tokens.forms[head.first][0].isupper()
    return any(term.kind in PRIVATE or (is_proper and term.kind == NAME) for term in before[-1:])


def _is_of_many(roles: Roles, head: int) -> bool:
    """Whether a council or committee is that of several people without office: the workers' committee, not the ministers'."""
    tokens, many = roles.tokens, head - 2
    is_plural = many >= 0 and tokens.words[head - 1] in "'’" and tokens.words[many].endswith("s")
    return is_plural and roles.at[many] in ("", GROUP, EXPERT, PERSON, ORGANISATION)


def _is_of_a_body(roles: Roles, word: str, before: Sequence[Term]) -> bool:
    """Whether a school, team or lawyer is a public body's own: the army's school, an OSCE team, the government's lawyer."""
    if not before or before[-1].kind not in (BODY, OFFICE):
        return False
    return word in _STAFF or (word in _SCHOOLS and owns(roles.tokens, before[-1].last))


def _holds(after: Sequence[Segment]) -> bool:
    """Whether `of` and some known people follow: a group of lawmakers."""
    return bool(after) and after[0][0] == "of" and any(term.kind != NAME for term in after[0].terms)


def _by_affiliation(
    roles: Roles, kind: str, before: Sequence[Term], after: Sequence[Segment]
) -> Description:
    """Return what a head that tells little is by whom it belongs to."""
    found = _premodifier(roles, before) or _complement(roles, after)
    loose = (PUBLIC,) if kind == DOCUMENT else _LOOSE
    if found is None and any(term.kind in loose for term in before):
        found = _OFFICIAL
    if found is None and kind == ROLE and any(part == ("for", []) for part in after):
        found = Description(ORGANISATION)  # a spokesman for the show
    status, owner = (None, None) if found is None else (found.status, found.owner)
    if kind == DOCUMENT:
        default = OFFICIAL if status == OFFICIAL else DOCUMENT
        return Description(None if owner else default, owner=owner, default=default)
    if owner is not None:
        is_place = kind == TITLE and not _is_acronym(roles, owner)
        return Description(None, owner=owner, default=OFFICIAL if is_place else ORGANISATION)
    return Description(status or (OFFICIAL if kind in _OPEN else kind))


def _is_acronym(roles: Roles, name: Span) -> bool:
    return name[1] - name[0] == 1 and roles.tokens.forms[name[0]].isupper()


def _premodifier(roles: Roles, before: Sequence[Term]) -> Description | None:
    """Return whom the word right before a head ties it to: the police chief, a company director, a Gowdy spokesman."""
    is_near = True
    for number in range(len(before) - 1, -1, -1):
        term, rest = before[number], before[:number]
        if term.kind == NAME and (is_near or owns(roles.tokens, term.last)):
            if any(other.kind == BODY for other in rest):
                return _OFFICIAL  # House Oversight chairman
            return Description(None, owner=term[1:])
        is_near = is_near and term.kind not in _LOOSE  # visiting Brazilian President
        if term.kind in _OPEN:
            return _by_affiliation(roles, term.kind, rest, ())  # Nobel committee chairman
        found = _standing(term.kind, rest)
        if found is not None:
            return found
    return None


def _complement(roles: Roles, after: Sequence[Segment]) -> Description | None:
    """Return whom the words behind a head tie it to: of the council, for the company, at the ministry."""
    for preposition, terms in after:
        if preposition == "with" and not terms:
            break  # an aide with knowledge of Ruiz's plans
        if not terms or preposition in ASIDES:
            continue
        heads = [n for n, term in enumerate(terms) if term.kind not in _NO_COMPLEMENT]
        number = heads[-1] if heads else len(terms) - 1
        found = _tied(roles, terms, number)
        is_loose = terms[number].kind in _LOOSE_COMPLEMENT
        if found is not None and not (is_loose and preposition in _PLACES):
            return found
    return None


def _tied(roles: Roles, terms: Sequence[Term], number: int) -> Description | None:
    """Return what a complement with its head at `number` is."""
    kind = terms[number].kind
    if kind in _TIED_ON:
        if number + 1 < len(terms):
            return Description(None, owner=terms[number + 1][1:])  # for President Ana Ruiz
        found = _by_affiliation(roles, kind, terms[:number], ())
        return None if found.status == ROLE else found  # chief of the staff of the ministry
    if kind == NAME:
        return Description(None, owner=terms[number][1:])
    if kind in _LOOSE:
        return _OFFICIAL
    return _standing(kind, terms[:number])


def _standing(kind: str, before: Sequence[Term]) -> Description | None:
    """Return what those are who belong to a word of a kind."""
    if kind in (BODY, OFFICE):
        return _OFFICIAL
    if kind == PARTISAN and any(term.kind in (BODY, PUBLIC) for term in before):
        return _OFFICIAL  # Senate Republican leader
    return Description(_STATUS.get(kind, kind)) if kind in _PRIVATE else None
