"""Phrases: what a noun phrase says of whom it speaks of, put together from its head and what belongs to the head.

A chairman is public authority where a public body is beside him, a man of business where a company is; a spokesman of
somebody named is what that somebody is. What a phrase leaves open, its owner or the article settles.
"""

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
    end_of_name,
)

Span = tuple[int, int]

LONGEST_PHRASE = 40  # words looked at, so that the time stays linear
NAME, NOUN = "name", "noun"

_LINKS = frozenset("of for at in from with to by on under within inside".split())
_ASIDES = frozenset(
    "on about over near after during before since amid against under outside like including".split()
)
_PLACES = frozenset("in from near within inside outside".split())
_BEYOND = frozenset("who which that whose whom where".split())
_BODIES = frozenset((BODY, OFFICE, TITLE))
_LOOSE = frozenset((PUBLIC, NATIONALITY, COUNTRY))
_CONTAINERS = frozenset(
    "group groups number team majority coalition some many several both each others people".split()
)
_COUNCILS = frozenset(
    "house council councils commission congress assembly department departments committee board".split()
)
_FOLLOWERS = frozenset("camp team side circle orbit family base crowd".split())
_VERBS = frozenset(
    "says wants thinks believes claims argues insists denies warns writes himself makes".split()
)
SHORTEST_NOUN = 4  # letters
_LAWYERS = frozenset("lawyer lawyers attorney attorneys counsel".split())
_SCHOOLS = frozenset("school college academy institute hospital bank".split())
_GOVERNED = frozenset((PUBLIC,))
_STATUS = {MANAGING: ORGANISATION, JOURNALIST: PRESS, PARTISAN: POLITICIAN}
_PRIVATE = PRIVATE | {PRESS, *_STATUS}
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
                start = position
                if terms and terms[-1][0] == COUNTRY and terms[-1][2] == position:
                    if not roles.tokens.forms[position - 1].endswith(("'s", "’s")):
                        start = terms.pop()[1]  # the Syria Needs Project
                terms.append((NAME, start, end))
        elif terms and terms[-1][0] == NAME and terms[-1][2] == position and _is_noun(word):
            terms.append((NOUN, position, end))  # Clinton backers
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


def _is_noun(word: str) -> bool:
    """Whether a small word after a name makes it a modifier: the Clinton camp, Ruiz loyalists; not `Ruiz says`."""
    return word in _FOLLOWERS or (
        word.endswith("s") and word.isalpha() and len(word) > SHORTEST_NOUN and word not in _VERBS
    )


def _describe_part(roles: Roles, part: list[_Segment]) -> Description:
    while len(part) > 1 and not part[0][1]:
        part = part[1:]  # `In a letter …`
    terms = part[0][1]
    if terms and terms[-1][0] == NOUN:
        return _NOTHING
    heads = [n for n, term in enumerate(terms) if term[0] not in (NAME, NOUN)]
    while len(heads) > 1 and terms[heads[-1]][0] in _ATTRIBUTES and heads[-1] == len(terms) - 1:
        heads.pop()
    if not heads:
        return Description(None, None, terms[-1][1:] if terms else None)
    number = heads[-1]
    if len(heads) > 1 and terms[number][0] in _BODIES and _is_relative(roles, terms, heads[-2]):
        number = heads[-2]  # the man authorities say
    kind, head, end = terms[number]
    name = terms[number + 1][1:] if number + 1 < len(terms) else None
    before, after = terms[:number], part[1:]
    if kind in (COUNTRY, *_ATTRIBUTES) and name is not None:
        return Description(POLITICIAN if kind == FORMER else None, None, name)
    return _by_head(roles, terms[number], before, after)._replace(head=head, name=name)


def _is_relative(roles: Roles, terms: list[_Term], number: int) -> bool:
    """Whether a clause without `who` follows a person: no noun for a person stands before one for a body otherwise."""
    kind, _, end = terms[number]
    owns = roles.tokens.forms[end - 1].endswith(("'s", "’s", "s'", "s’"))
    return kind in (PERSON, EXPERT, GROUP) and not owns


def _by_head(roles: Roles, term: _Term, before: list[_Term], after: list[_Segment]) -> Description:
    """Return what a head says with the terms before it and the segments after it."""
    kind, head, _ = term
    word = roles.tokens.words[head]
    was = any(item[0] == FORMER for item in before)
    match kind:
        case "office" | "title" | "presiding" | "role" | "partisan" if was or _is_over(after):
            return Description(POLITICIAN)
        case "body" if word in _COUNCILS and _is_somebodys(roles, head, before):
            return _by_affiliation(roles, PANEL, before, after)  # Parents Television Council
        case "office" | "body":
            return Description(OFFICIAL)
        case "title" | "presiding" | "panel" | "role" | "statement" | "document":
            return _by_affiliation(roles, kind, before, after)
        case "partisan":
            is_chamber = any(item[0] in (BODY, PUBLIC) for item in before)
            return Description(OFFICIAL if is_chamber else POLITICIAN)
        case "organisation" | "person" if _is_of_a_body(roles, word, before):
            return Description(OFFICIAL)
        case "organisation" | "group" if word in _CONTAINERS and _holds(after):
            return _describe_part(roles, [("", after[0][1]), *after[1:]])
        case "nationality" | "public" | "former":
            return Description(None)
        case _:
            return Description(_STATUS.get(kind, kind))


def _is_somebodys(roles: Roles, head: int, before: list[_Term]) -> bool:
    """Whether a council or department may be that of a church, a firm or whatever its name says."""
    is_proper = roles.tokens.forms[head][0].isupper()
    return any(kind in PRIVATE or (is_proper and kind == NAME) for kind, _, _ in before[-1:])


def _is_over(after: list[_Segment]) -> bool:
    """Whether an office belongs to a time that is told: a secretary of labor during the Hale administration."""
    return any(preposition in ("during", "under") for preposition, _ in after)


def _is_of_a_body(roles: Roles, word: str, before: list[_Term]) -> bool:
    """Whether a school, hospital or lawyer is a public body's own: the army's school, the government's lawyer."""
    return (
        bool(before)
        and before[-1][0] in (BODY, OFFICE)
        and (word in _LAWYERS or roles.tokens.forms[before[-1][2] - 1].endswith(("'s", "’s")))
        and word in _LAWYERS | _SCHOOLS
    )


def _is_acronym(roles: Roles, name: Span) -> bool:
    return name[1] - name[0] == 1 and roles.tokens.forms[name[0]].isupper()


def _holds(after: list[_Segment]) -> bool:
    """Whether `of` and some known people follow: a group of lawmakers."""
    return bool(after) and after[0][0] == "of" and any(item[0] != NAME for item in after[0][1])


def _by_affiliation(
    roles: Roles, kind: str, before: list[_Term], after: list[_Segment]
) -> Description:
    """Return what a head that tells little is by whom it belongs to."""
    found = _premodifier(roles, before) or _complement(roles, after)
    if found is None and any(
        item[0] in (_LOOSE if kind != DOCUMENT else _GOVERNED) for item in before
    ):
        found = Description(OFFICIAL)
    status, owner = (None, None) if found is None else (found.status, found.owner)
    match kind:
        case "document":
            default = OFFICIAL if status == OFFICIAL else DOCUMENT
            return Description(None if owner else default, owner=owner, default=default)
        case _ if owner is not None:
            is_place = kind == TITLE and not _is_acronym(roles, owner)
            return Description(None, owner=owner, default=OFFICIAL if is_place else ORGANISATION)
        case "title" | "presiding" | "panel":
            return Description(status or OFFICIAL)
        case _:
            return Description(status or kind)


def _premodifier(roles: Roles, before: list[_Term]) -> Description | None:
    """Return whom the word right before a head ties it to: the police chief, a company director, a Gowdy spokesman."""
    is_near = True
    for number in range(len(before) - 1, -1, -1):
        kind, first, last = before[number]
        rest = before[:number]
        if kind == NAME and (is_near or _owns(roles, last)):
            if any(item[0] == BODY for item in rest):
                return Description(OFFICIAL)  # House Oversight chairman
            return Description(None, owner=(first, last))
        is_near = is_near and kind not in _LOOSE  # visiting Brazilian President
        if kind in (PANEL, PRESIDING, TITLE):
            return _by_affiliation(roles, kind, rest, [])  # Nobel committee chairman
        if kind in (BODY, OFFICE):
            return Description(OFFICIAL)
        if kind == PARTISAN:
            is_chamber = any(item[0] in (BODY, PUBLIC) for item in rest)
            return Description(OFFICIAL if is_chamber else POLITICIAN)
        if kind in _PRIVATE:
            return Description(_STATUS.get(kind, kind))
    return None


def _owns(roles: Roles, last: int) -> bool:
    return roles.tokens.forms[last - 1].endswith(("'s", "’s"))


def _complement(roles: Roles, after: list[_Segment]) -> Description | None:
    """Return whom the words behind a head tie it to: of the council, for the company, at the ministry."""
    for preposition, terms in after:
        if not terms or preposition in _ASIDES:
            continue
        heads = [n for n, item in enumerate(terms) if item[0] not in (NAME, *_ATTRIBUTES)]
        number = heads[-1] if heads else len(terms) - 1
        kind, first, last = terms[number]
        if kind in (ROLE, PANEL, PRESIDING, TITLE):
            if number + 1 < len(terms):
                return Description(None, owner=terms[number + 1][1:])
            found = _by_affiliation(roles, kind, terms[:number], [])
            if found.status == kind:
                continue  # chief of the staff of the ministry
            return found
        if kind == NAME:
            if preposition in _PLACES:
                continue
            return Description(None, owner=(first, last))
        if kind in (BODY, OFFICE):
            return Description(OFFICIAL)
        if kind == COUNTRY:
            if preposition in _PLACES:
                continue
            return Description(OFFICIAL)
        if kind in _PRIVATE:
            return Description(_STATUS.get(kind, kind))
        if kind in _ATTRIBUTES and preposition not in _PLACES:
            return Description(OFFICIAL)
    return None
