"""Introductions: what the words around a name say of its bearer, before it, after it or in a clause."""

from mediaframe.reader.mentions import (
    HONORIFICS,
    NATIONALITY,
    OFFICIAL,
    PRESS,
    PRIVATE,
    PUBLIC,
    TITLES,
    Roles,
)
from mediaframe.reader.phrases import Description, Span, describe

LONGEST_TITLE = 9  # words
LONGEST_APPOSITION = 18
NEAR = 7  # words of an apposition among which its head stands

_DETERMINERS = frozenset("the a an its his her their our this that".split())
_STOPS = _DETERMINERS | frozenset(
    """said says told that but with by after before when while who whom which to at on in is was were has had have and
    or of for from as than if because met meets during about against under over into without wrote added asked
    """.split()
)
_LED_BY = frozenset("said says told and added by to as asked wrote ;".split())
_TIES = frozenset("of at from with for".split())
_ENDS = frozenset('; : ( ) “ ” " – — who which whose that said says told is was has'.split())
_OPENS = frozenset(", ( – — -".split())
_BECAME = frozenset("appointed elected named became becomes".split())
_SAID_OF_MEMBERS = PRIVATE | {OFFICIAL, PRESS}


def introduce(roles: Roles, first: int, last: int) -> tuple[Description, Span] | None:
    """Return what is said of the bearer of a name, and where: by a title before it, else by what follows."""
    return _before(roles, first, last) or _after(roles, first, last)


def _before(roles: Roles, first: int, last: int) -> tuple[Description, Span] | None:
    """Read `Foreign Minister Ana Ruiz`, `Gov. Ruiz` and `The mayor of Halven, Ana Ruiz,`."""
    words, at = roles.tokens.words, roles.at
    adjacent = first - 1
    while adjacent >= 0 and (words[adjacent] in HONORIFICS or words[adjacent] == "."):
        adjacent -= 1
    if adjacent >= 0 and at[adjacent] in TITLES:
        start = _start_of_title(roles, adjacent)
    elif adjacent == first - 1 and adjacent > 0 and words[adjacent] == ",":
        start = _start_before_comma(roles, first, last)
    else:
        return None
    if start is None:
        return None
    found = describe(roles, start, last)
    return None if found.status is None and found.owner is None else (found, (start, last))


def _start_of_title(roles: Roles, adjacent: int) -> int:
    words, at = roles.tokens.words, roles.at
    start = adjacent
    while start > max(0, adjacent - LONGEST_TITLE):
        word = words[start - 1]
        known = at[start - 1] or (start - 1) in roles.surnames or word in ("'", "’", "-", "&")
        is_verb = word.endswith(("ed", "ing")) and not known
        if word in _STOPS or is_verb or not (word[0].isalnum() or known):
            break
        start -= 1
    return start


def _start_before_comma(roles: Roles, first: int, last: int) -> int | None:
    """Return where `The mayor of Halven` begins before a comma and a name, if it explains the name."""
    words, comma = roles.tokens.words, first - 1
    for start in range(comma - 1, max(-1, comma - 1 - LONGEST_TITLE), -1):
        word = words[start]
        if word in _DETERMINERS:
            before = words[start - 1] if start else ""
            is_closed = words[last : last + 1] == (",",)
            opens = not before[:1].isalpha() or before in _LED_BY or is_closed
            has_title = any(kind in TITLES for kind in roles.at[start:comma])
            return start if opens and has_title else None
        if not (word[0].isalnum() or word in "'’-"):
            return None
    return None


def _after(roles: Roles, first: int, last: int) -> tuple[Description, Span] | None:
    """Read `Ruiz, the mayor of Halven,`, `Ruiz (UN)`, `Ruiz of the finance ministry` and `Ruiz, who chairs the council,`."""
    words = roles.tokens.words
    if last >= len(words):
        return None
    word = words[last]
    if word in _OPENS:
        return _apposition(roles, first, last)
    if word in _TIES:
        return _affiliation(roles, first, last, last)
    if word in ("who", "is", "as", "was") or word in _BECAME:
        return _clause(roles, first, last)
    return None


def _apposition(roles: Roles, first: int, comma: int) -> tuple[Description, Span] | None:
    words, at = roles.tokens.words, roles.at
    start = comma + 1
    if words[start : start + 2] and words[start].isdigit() and words[start + 1] in (",", ")"):
        start += 2  # Hale, 54, a farmer
    if start >= len(words):
        return None
    word = words[start]
    if word in ("who", "which", "now", "as"):
        return _clause(roles, first, start)
    if word in _TIES:
        return _affiliation(roles, first, start, start)
    if len(word) > 2 and word[1] == "-" and word[0] in "rdi":  # noqa: PLR2004 - Hale, R-Pa.
        return Description(OFFICIAL), (first, start + 1)
    end = _end_of_apposition(roles, start)
    opens = word in _DETERMINERS or at[start]
    is_list = "and" in words[start:end] and not opens
    found = describe(roles, start, end)
    if found.head is None or found.head - start >= NEAR or is_list:
        if words[comma] == "(" and found.head is None and found.status is None:
            return None
        return None
    if found.name is not None and found.name[0] > found.head and not opens:
        return None  # Ana Ruiz, Mayor Tom Hale
    if words[first - 2 : first] == ("according", "to") and words[end : end + 1] == (".",):
        return None  # According to Hale, the mayor lied.
    return (found, (first, end)) if _is_said_of_a_name(found) else None


def _end_of_apposition(roles: Roles, start: int) -> int:
    words = roles.tokens.words
    end = start
    while end < min(len(words), start + LONGEST_APPOSITION):
        word = words[end]
        if word in _ENDS or (word == "," and end > start):
            break
        if word == "." and len(words[end - 1]) > 3:  # noqa: PLR2004 - a full stop, no abbreviation's
            break
        end += 1
    return end


def _affiliation(
    roles: Roles, first: int, _name_end: int, tie: int
) -> tuple[Description, Span] | None:
    """Read `Yett of UNICEF`, `Burstow, for the Liberal Democrats`; a place tells nothing."""
    end = min(_end_of_apposition(roles, tie + 1), tie + NEAR)
    found = describe(roles, tie + 1, end)
    if found.head is None or roles.at[found.head] in (PUBLIC, NATIONALITY):
        return None
    return (found, (first, end)) if found.status in _SAID_OF_MEMBERS else None


def _clause(roles: Roles, first: int, start: int) -> tuple[Description, Span] | None:
    """Read `who chairs the council`, `is the mayor`, `was elected governor`, `as minister`."""
    words = roles.tokens.words
    verb = start
    while verb < len(words) and verb < start + 2 and words[verb] in ("who", "now", "was", "also"):
        verb += 1
    if verb >= len(words):
        return None
    if words[verb] in ("is", "as", "serves") or words[verb] in _BECAME:
        end = _end_of_apposition(roles, verb + 1)
        found = describe(roles, verb + 1, end)
        is_near = found.head is not None and found.head - verb <= NEAR
        return (found, (first, end)) if is_near and _is_said_of_a_name(found) else None
    if any(item.cue_class == "chairing" and item.first == verb for item in roles.tokens.matches):
        end = _end_of_apposition(roles, verb + 1)
        found = describe(roles, verb + 1, end)
        if found.head is not None and found.status in _SAID_OF_MEMBERS:
            return found, (first, end)
    return None


def _is_said_of_a_name(found: Description) -> bool:
    return found.owner is not None or (found.status is not None)
