"""Introductions: what the words around a name say of its bearer, before it, after it or in a clause."""

from mediaframe.reader.mentions import (
    BODY,
    HONORIFICS,
    NATIONALITY,
    OFFICIAL,
    ORGANISATION,
    PANEL,
    PARTISAN,
    PEOPLE,
    POLITICIAN,
    PRESIDING,
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
    or of for from as than if because met meets will would can could may might should must cannot do does did not be been being just during about against under over into without wrote added asked
    """.split()
)
_LED_BY = frozenset("said says told and added by to as asked wrote ;".split())
_EMPLOYERS = frozenset((BODY, PANEL, ORGANISATION))
_LINKS = frozenset("of for at from with in to between as by on".split())
_MEMBERSHIP = frozenset((BODY, PANEL, ORGANISATION, POLITICIAN, PARTISAN, PRESS))
_TIES = frozenset("of at from with for".split())
_ENDS = frozenset('; : ( ) “ ” " – — who which whose that said says say told is was has'.split())
_OPENS = frozenset(", ( – — -".split())
_PREDICATES = TITLES | {NATIONALITY, PUBLIC}
_BECAME = frozenset("appointed elected named became".split())
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
    elif adjacent == first - 1 and adjacent >= 0 and at[adjacent] in _EMPLOYERS:
        if not roles.tokens.forms[adjacent].endswith(("'s", "’s")):
            return None
        found = describe(roles, _start_of_title(roles, adjacent), first)  # the UN's Ana Ruiz
        return (found, (adjacent, last)) if found.status in _SAID_OF_MEMBERS else None
    elif adjacent == first - 1 and adjacent > 0 and words[adjacent] == ",":
        start = _start_before_comma(roles, first, last)
    else:
        return None
    if start is None:
        return None
    if start and words[start - 1] in ("a", "any", "another") and at[adjacent] == PRESIDING:
        return None  # what a President Hale would do
    found = describe(roles, start, last)
    if found.status is None and found.owner is None:
        return None
    if found.status == POLITICIAN and words[last : last + 1] == ("who",):
        return _clause(roles, first, last) or (found, (start, last))  # former president who heads
    return found, (start, last)


def _start_of_title(roles: Roles, adjacent: int) -> int:
    words, at = roles.tokens.words, roles.at
    start = adjacent
    while start > max(0, adjacent - LONGEST_TITLE):
        word = words[start - 1]
        known = at[start - 1] or (start - 1) in roles.surnames or word in ("'", "’", "-", "&")
        is_verb = word.endswith(("ed", "ing")) and not known
        if (word in _STOPS and not at[start - 1]) or is_verb or not (word[0].isalnum() or known):
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
            has_title = any(kind in PEOPLE for kind in roles.at[start:comma])
            return start if opens and has_title else None
        if not (word[0].isalnum() or word in "'’-"):
            return _start_of_closed(roles, start + 1, comma, last)
    return _start_of_closed(roles, 0, comma, last) if comma <= LONGEST_TITLE else None


def _start_of_closed(roles: Roles, start: int, comma: int, last: int) -> int | None:
    """Return where `England's transport secretary` or `Halven mayor` begins, if a comma closes the name after it."""
    words, at = roles.tokens.words, roles.at
    is_closed = words[last : last + 1] == (",",) or words[last : last + 1] == (".",)
    is_led = bool(at[start]) or start in roles.surnames
    return start if is_closed and is_led and at[comma - 1] in PEOPLE else None


def _after(roles: Roles, first: int, last: int) -> tuple[Description, Span] | None:
    """Read `Ruiz, the mayor of Halven,`, `Ruiz (UN)`, `Ruiz of the finance ministry` and `Ruiz, who chairs the council,`."""
    words = roles.tokens.words
    if last >= len(words):
        return None
    word = words[last]
    if word in _OPENS:
        return _apposition(roles, first, last)
    if word == "of" or (word in _TIES and _opens_clause(roles, first)):
        return _affiliation(roles, first, last, last)
    if word in ("who", "is", "was") or word in _BECAME:
        return _clause(roles, first, last)
    return None


def _opens_clause(roles: Roles, first: int) -> bool:
    before = roles.tokens.words[first - 1] if first else ""
    return not before[:1].isalnum() or before in _LED_BY


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
    if words[end : end + 1] and words[end] in ("said", "says", "say", "told"):
        return None  # For all of Hale, the committee says
    opens = word in _DETERMINERS or at[start]
    is_list = "and" in words[start:end] and not opens
    found = describe(roles, start, end)
    if (
        is_list
        or not _is_led(roles, found, start)
        or not (opens or _is_proper(roles, start, found))
    ):
        return None
    if any(word.endswith("ed") and not at[n] for n, word in enumerate(words[start:end], start)):
        return None  # Against Hale, the governor earned …
    if found.name is not None and found.head is not None and found.name[0] > found.head:
        return None  # Ana Ruiz, Mayor Tom Hale
    if words[first - 2 : first] == ("according", "to") and words[end : end + 1] == (".",):
        return None  # According to Hale, the mayor lied.
    if found.status == POLITICIAN and words[end : end + 1] == ("who",):
        return _clause(roles, first, end) or (found, (first, end))  # a former president who heads
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
    if found.head is None or roles.at[found.head] not in _MEMBERSHIP:
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
    if words[verb : verb + 2] == ("serves", "as"):
        verb += 1
    if words[verb] in ("is", "as") or words[verb] in _BECAME:
        following = verb + 1
        is_title = following < len(words) and (
            words[following] in _DETERMINERS or roles.at[following] in _PREDICATES
        )
        if not is_title:
            return None
        end = _end_of_apposition(roles, verb + 1)
        found = describe(roles, verb + 1, end)
        is_led = _is_led(roles, found, verb + 1)
        return (found, (first, end)) if is_led and _is_said_of_a_name(found) else None
    if any(item.cue_class == "chairing" and item.first == verb for item in roles.tokens.matches):
        end = _end_of_apposition(roles, verb + 1)
        found = describe(roles, verb + 1, end)
        if found.head is not None and found.status in _SAID_OF_MEMBERS:
            return found, (first, end)
    return None


def _is_proper(roles: Roles, start: int, found: Description) -> bool:
    """Whether a phrase without an article is a name and a title: `Pacers CEO`."""
    head = found.head or start
    return all(roles.at[n] or roles.tokens.forms[n][0].isupper() for n in range(start, head))


def _is_led(roles: Roles, found: Description, start: int) -> bool:
    """Whether a phrase begins with the noun phrase of its head, and not with something that the head belongs to."""
    if found.head is None or found.head - start >= NEAR:
        return False
    before = zip(roles.tokens.words[start : found.head], roles.at[start : found.head], strict=True)
    return not any(word in _LINKS and not kind for word, kind in before)


def _is_said_of_a_name(found: Description) -> bool:
    return found.owner is not None or (found.status is not None)


def phrase_around(roles: Roles, first: int, end: int) -> Span:
    """Return the noun phrase whose head stands from `first` up to `end`, with one complement: the head of the agency."""
    words = roles.tokens.words
    last = end
    if words[end : end + 1] and words[end] in _LINKS:
        last = end + 1
        while (
            last < min(len(words), end + NEAR)
            and (words[last][0].isalnum() or words[last] in "'’-")
            and (words[last] in _DETERMINERS or words[last] not in _STOPS)
        ):
            last += 1
    return _start_of_title(roles, first), last
