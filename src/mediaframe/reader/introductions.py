"""Introductions: what the words around a name say of its bearer, a title before it or an explanation after it."""

from mediaframe.reader.composition import Description, describe
from mediaframe.reader.explanations import SAID_OF_MEMBERS, Introduction, explain, explain_by_clause
from mediaframe.reader.mentions import (
    BODY,
    ORGANISATION,
    PANEL,
    PEOPLE,
    POLITICIAN,
    PRESIDING,
    TITLES,
    Roles,
)
from mediaframe.reader.naming import HONORIFICS
from mediaframe.reader.phrases import LED_BY, LINKS, OPENERS, owns
from mediaframe.reader.tokens import Span

LONGEST_TITLE = 9  # words
LONGEST_COMPLEMENT = 7
MOST_HONORIFICS = 4  # `Rt. Hon. Mr.`, full stops counted

_STOPS = OPENERS | frozenset(
    """said says told that but with by after before when while who whom which to at on in is was were has had have and
    or of for from as than if because met meets will would can could may might should must cannot do does did not be
    been being just during about against under over into without wrote added asked""".split()
)
_COURTESY = HONORIFICS | {"."}
_EMPLOYERS = frozenset((BODY, PANEL, ORGANISATION))


def introduce(roles: Roles, first: int, last: int) -> Introduction | None:
    """Return what is said of the bearer of a name, and where: by a title before it, else by what follows."""
    return _by_title(roles, first, last) or explain(roles, first, last)


def _by_title(roles: Roles, first: int, last: int) -> Introduction | None:
    """Read `Foreign Minister Ana Ruiz`, `Gov. Ruiz`, `the UN's Ana Ruiz` and `The mayor of Halven, Ana Ruiz,`."""
    words, at = roles.tokens.words, roles.at
    adjacent, start = first - 1, max(0, first - MOST_HONORIFICS)
    while adjacent >= start and words[adjacent] in _COURTESY:
        adjacent -= 1
    if adjacent < 0:
        return None
    if at[adjacent] in TITLES:
        start = start_of_title(roles, adjacent)
        if at[adjacent] == PRESIDING and start and words[start - 1] in ("a", "any", "another"):
            return None  # what a President Hale would do
        return _said(roles, start, first, last)
    if at[adjacent] in _EMPLOYERS and owns(roles.tokens, adjacent + 1):
        found = describe(roles, start_of_title(roles, adjacent), adjacent + 1)
        return (found, (adjacent, last)) if found.status in SAID_OF_MEMBERS else None
    if words[adjacent] == "," and adjacent == first - 1:
        begin = _start_before_comma(roles, first, last)
        return None if begin is None else _said(roles, begin, first, last)
    return None


def _said(roles: Roles, start: int, first: int, last: int) -> Introduction | None:
    found = describe(roles, start, last)
    if found.status is None and found.owner is None:
        return None
    if found.status == POLITICIAN and roles.tokens.words[last : last + 1] == ("who",):
        clause = explain_by_clause(roles, first, last)  # former president Ana Ruiz who heads
        return clause or (found, (start, last))
    return found, (start, last)


def start_of_title(roles: Roles, adjacent: int) -> int:
    """Return where the words before a head begin that belong to it."""
    words, at, surnames = roles.tokens.words, roles.at, roles.surnames
    for n in range(adjacent - 1, max(0, adjacent - LONGEST_TITLE) - 1, -1):
        if at[n] or n in surnames:
            continue
        word = words[n]
        is_stop = word in _STOPS or word.endswith(("ed", "ing")) or not word[0].isalnum()
        if is_stop and word not in "'’-&":
            return n + 1
    return max(0, adjacent - LONGEST_TITLE)


def _start_before_comma(roles: Roles, first: int, last: int) -> int | None:
    """Return where `The mayor of Halven` begins before a comma and a name, if it explains the name."""
    words, comma = roles.tokens.words, first - 1
    if PEOPLE.isdisjoint(roles.at[max(0, comma - LONGEST_TITLE) : comma]):
        return None  # as before most commas
    for start in range(comma - 1, max(-1, comma - 1 - LONGEST_TITLE), -1):
        word = words[start]
        if word in OPENERS:
            before = words[start - 1] if start else ""
            is_closed = words[last : last + 1] == (",",)
            opens = not before[:1].isalpha() or before in LED_BY or is_closed
            has_title = any(kind in PEOPLE for kind in roles.at[start:comma])
            return start if opens and has_title else None
        if not (word[0].isalnum() or word in "'’-"):
            return _start_of_closed(roles, start + 1, comma, last)
    return _start_of_closed(roles, 0, comma, last) if comma <= LONGEST_TITLE else None


def _start_of_closed(roles: Roles, start: int, comma: int, last: int) -> int | None:
    """Return where `England's transport secretary` or `Halven mayor` begins, if the name after it is closed as well."""
    is_closed = roles.tokens.words[last : last + 1] in ((",",), (".",))
    is_led = bool(roles.at[start]) or start in roles.surnames
    return start if is_closed and is_led and roles.at[comma - 1] in PEOPLE else None


def phrase_around(roles: Roles, first: int, end: int) -> Span:
    """Return the noun phrase whose head stands from `first` up to `end`, with one complement: the head of the agency."""
    words = roles.tokens.words
    last = end
    if words[end : end + 1] and words[end] in LINKS:
        last = end + 1
        while (
            last < min(len(words), end + LONGEST_COMPLEMENT)
            and (words[last][0].isalnum() or words[last] in "'’-")
            and (words[last] in OPENERS or words[last] not in _STOPS)
        ):
            last += 1
    return start_of_title(roles, first), last


def describe_around(roles: Roles, first: int, end: int) -> Description:
    """Return what the noun phrase says whose head stands from `first` up to `end`."""
    return describe(roles, *phrase_around(roles, first, end))
