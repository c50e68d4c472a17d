"""Explanations: what follows a name and says what its bearer is: an apposition, an affiliation, a clause."""

from mediaframe.reader.composition import Description, describe
from mediaframe.reader.mentions import (
    BODY,
    NATIONALITY,
    OFFICIAL,
    ORGANISATION,
    PANEL,
    PARTISAN,
    POLITICIAN,
    PRESS,
    PRIVATE,
    PUBLIC,
    TITLES,
    Roles,
)
from mediaframe.reader.phrases import LED_BY, LINKS, OPENERS
from mediaframe.reader.tokens import Span

LONGEST_EXPLANATION = 18  # words
NEAR = 7  # words among which its head stands
SHORT = 3  # letters that an abbreviation has at most before its full stop
MOST_CLAUSES = 20  # of a sentence

SAID_OF_MEMBERS = PRIVATE | {OFFICIAL, PRESS}
"""What a body or party makes of those who belong to it."""

Introduction = tuple[Description, Span]
"""What is said of the bearer of a name, and where, the name included."""

_MEMBERSHIP = frozenset((BODY, PANEL, ORGANISATION, POLITICIAN, PARTISAN, PRESS))
_TIES = frozenset("of at from with for".split())
_ENDS = frozenset('; : ( ) “ ” " – — who which whose that said says say told is was has'.split())
_SAYING = frozenset("said says say told".split())
_OPENS = frozenset(", ( – — -".split())
_PREDICATES = TITLES | {NATIONALITY, PUBLIC}
_BECAME = frozenset("appointed elected named became".split())
_LINKS = LINKS | frozenset(["between", "as"])


def explain(roles: Roles, first: int, last: int) -> Introduction | None:
    """Read what follows a name: `Ruiz, the mayor of Halven,`, `Ruiz (UN)`, `Ruiz of the finance ministry`, `Ruiz, who chairs the council,`."""
    words = roles.tokens.words
    word = words[last] if last < len(words) else ""
    if word in _OPENS:
        return _explain_by_mark(roles, first, last + 1)
    if word == "of" or (word in _TIES and _opens_clause(roles, first)):
        return _explain_by_tie(roles, first, last)
    if word in ("who", "is", "was") or word in _BECAME:
        return explain_by_clause(roles, first, last)
    return None


def _opens_clause(roles: Roles, first: int) -> bool:
    before = roles.tokens.words[first - 1] if first else ""
    return not before[:1].isalnum() or before in LED_BY


def _explain_by_mark(roles: Roles, first: int, start: int) -> Introduction | None:
    """Read what stands behind a comma, bracket or dash after the name that begins at `first`."""
    words = roles.tokens.words
    if words[start : start + 1] and words[start].isdigit() and words[start + 1 : start + 2]:
        start += 2  # Hale, 54, a farmer
    if start >= len(words):
        return None
    word = words[start]
    if word in ("who", "which", "now", "as"):
        return explain_by_clause(roles, first, start)
    if word in _TIES:
        return _explain_by_tie(roles, first, start)
    if word[1:2] == "-" and word[0] in "rdi" and word[2:]:
        return Description(OFFICIAL), (first, start + 1)  # Hale, R-Pa.
    return _explain_by_apposition(roles, first, start)


def _explain_by_apposition(roles: Roles, first: int, start: int) -> Introduction | None:
    words, end = roles.tokens.words, _end_of(roles, start)
    if not (any(roles.at[start:end]) and _may_be_apposition(roles, start, end)):
        return None
    found = describe(roles, start, end)
    if found.head is None or not _is_apposition(roles, found, start, end):
        return None
    if words[first - 2 : first] == ("according", "to") and words[end : end + 1] == (".",):
        return None  # According to Hale, the mayor lied.
    if found.status == POLITICIAN and words[end : end + 1] == ("who",):
        clause = explain_by_clause(roles, first, end)  # a former president who heads
        return clause or (found, (first, end))
    says = found.owner is not None or found.status is not None
    return (found, (first, end)) if says else None


def _may_be_apposition(roles: Roles, start: int, end: int) -> bool:
    """Whether no clause begins with the words from `start` up to `end`."""
    words, at = roles.tokens.words, roles.at
    if words[end : end + 1] and words[end] in _SAYING:
        return False  # For all of Hale, the committee says
    # Against Hale, the governor earned …
    return not any(words[n].endswith("ed") and not at[n] for n in range(start, end))


def _is_apposition(roles: Roles, found: Description, start: int, end: int) -> bool:
    """Whether the words from `start` up to `end` are one noun phrase, and no other name or list begins there."""
    words = roles.tokens.words
    opens = words[start] in OPENERS or roles.at[start]
    if not opens and ("and" in words[start:end] or not _is_proper(roles, start, found)):
        return False
    is_other = found.name is not None and found.head is not None and found.name[0] > found.head
    return _is_led(roles, found, start) and not is_other  # Ana Ruiz, Mayor Tom Hale


def _end_of(roles: Roles, start: int) -> int:
    words = roles.tokens.words
    farthest = min(len(words), start + LONGEST_EXPLANATION)
    for end in range(start, farthest):
        word = words[end]
        if word in _ENDS or (word == "," and end > start):
            return end
        if word == "." and len(words[end - 1]) > SHORT:
            return end
    return max(start, farthest)


def _explain_by_tie(roles: Roles, first: int, tie: int) -> Introduction | None:
    """Read `Yett of UNICEF`, `Burstow, for the Liberal Democrats`; a place tells nothing."""
    end = min(_end_of(roles, tie + 1), tie + NEAR)
    if not any(roles.at[tie + 1 : end]):
        return None
    found = describe(roles, tie + 1, end)
    if found.head is None or roles.at[found.head] not in _MEMBERSHIP:
        return None
    return (found, (first, end)) if found.status in SAID_OF_MEMBERS else None


def explain_by_clause(roles: Roles, first: int, start: int) -> Introduction | None:
    """Read `who chairs the council`, `who serves as head of the bank`, `is the mayor`, `was elected governor`, `was sworn in as minister`."""
    words = roles.tokens.words
    verb = start
    while verb < min(len(words), start + 2) and words[verb] in ("who", "now", "was", "also"):
        verb += 1
    if words[verb : verb + 2] == ("serves", "as"):
        verb += 1
    if words[verb : verb + 3] == ("sworn", "in", "as"):
        verb += 2
    if verb + 1 >= len(words):
        return None
    end = _end_of(roles, verb + 1)
    if words[verb] in ("is", "as") or words[verb] in _BECAME:
        if words[verb + 1] not in OPENERS and roles.at[verb + 1] not in _PREDICATES:
            return None
        found = describe(roles, verb + 1, end)
        says = found.owner is not None or found.status is not None
        return (found, (first, end)) if says and _is_led(roles, found, verb + 1) else None
    if verb in roles.chairing[:MOST_CLAUSES]:
        found = describe(roles, verb + 1, end)
        is_member = found.head is not None and found.status in SAID_OF_MEMBERS
        return (found, (first, end)) if is_member else None
    return None


def _is_led(roles: Roles, found: Description, start: int) -> bool:
    """Whether a phrase begins with the noun phrase of its head, and not with something that the head belongs to."""
    if found.head is None or found.head - start >= NEAR:
        return False
    before = zip(roles.tokens.words[start : found.head], roles.at[start : found.head], strict=True)
    return not any(word in _LINKS and not kind for word, kind in before)


def _is_proper(roles: Roles, start: int, found: Description) -> bool:
    """Whether a phrase without an article is a name and a title: `Pacers CEO`."""
    forms, head = roles.tokens.forms, found.head or start
    return all(roles.at[n] or forms[n][0].isupper() for n in range(start, head))
