"""Where the source of a cue stands: before it, after it, or after `by`."""

from collections.abc import Sequence

from mediaframe.reader.mentions import ARTICLES, PRIVATE, Roles
from mediaframe.reader.tokens import Match, Tokens

Span = tuple[int, int]
"""Tokens of a sentence, from the first up to, not including, the last."""

LONGEST_SOURCE = 24  # words
LONGEST_APPOSITION = 20
ACRONYM = 5  # words at most of a short name in brackets, brackets included
SHORT = 3  # letters at most that an abbreviation has before its full stop: Gen. Gov. Col.
QUOTES = frozenset("\" “ ” ’ ' » «".split())
_WALLS = frozenset(
    """; : that but while because as if when where although though after before since until
    whether how what why than which and or ( ) — – - " “ ” „ « »""".split()
)
_ENDS = frozenset(""". ; : " “ ” ( — – who that which said says""".split())
_AUXILIARIES = frozenset(
    """has have had is was were be been also later then earlier previously repeatedly already now
    still once again never not would will could may might must should did does do just only even
    haven't hasn't hadn't didn't doesn't wasn't and both publicly further""".split()
)
_TITLES = PRIVATE | {"office", "spokesperson", "former"}
_NO_SOURCE = frozenset(". , ; : that to on in at".split())


def source_after(roles: Roles, first: int, last: int) -> Span | None:
    """Return the source of an inverted cue: `…,” said Ana Ruiz`, `…, said the mayor`."""
    tokens, words = roles.tokens, roles.tokens.words
    if first == 0 or last >= len(words) or words[last] in _NO_SOURCE:
        return None
    if words[first].endswith("ing"):
        return None  # `…, claiming they carried aid` goes on with the subject before
    before = words[first - 1]
    if before not in QUOTES and not (before == "," and first > 1 and words[first - 2] in QUOTES):
        if before not in (",", "?", "!"):
            return None
        starts_source = (
            tokens.forms[last][0].isupper()
            or words[last] in ARTICLES
            or any(roles.at[last : last + 3])
        )
        if not starts_source or _is_apposition(roles, first - 1):
            return None
    end = end_of_source(tokens, last)
    return (last, end) if last < end else None


def end_of_source(tokens: Tokens, first: int, *, opens: bool = False) -> int:
    """Return where a source that follows its cue ends: at a comma, unless an apposition follows, or at a mark.

    Where cue and source open the sentence, an apposition shows by the comma that ends it.
    """
    words = tokens.words
    last = min(len(words), first + LONGEST_SOURCE)
    for position in range(first, last):
        word = words[position]
        if word in _ENDS and not (word == "." and len(words[position - 1]) <= SHORT):
            return position
        if word == ",":
            following = words[position + 1] if position + 1 < len(words) else "."
            is_apposition = following in ("a", "an", "the", "who", "head", "director", "chairman")
            if not is_apposition or (opens and "," not in words[position + 1 : position + 10]):
                return position
    return last


def source_before(roles: Roles, first: int) -> Span | None:
    """Return the subject of a cue: the words before it, back to a wall; an apposition between commas is taken in."""
    words = roles.tokens.words
    last = _end_of_subject(words, first)
    if last > 0 and words[last - 1] == "to":
        return None  # called on Poles to declare
    position = last
    while position > 0 and last - position < LONGEST_SOURCE:
        before = words[position - 1]
        if before == "and" and _joins_sources(roles, position - 1):
            position -= 1
        elif _is_wall(words, position - 1):
            break
        elif before != "," or _is_title_before_name(roles, position):
            position -= 1
        else:
            if position == last:
                # `Ruiz, the mayor of Halven, said`; not `On Monday, the mayor said`
                position = _before_apposition(words, position)
            break
    while last > position and words[last - 1] == ",":
        last -= 1
    return (position, last) if position < last else None


def _joins_sources(roles: Roles, position: int) -> bool:
    """Whether an `and` stands between two sources: `officials and residents`, `Health and Sport`."""
    if position == 0 or not (roles.at[position - 1] or roles.is_name(position - 1)):
        return False
    after = range(position + 1, min(position + 4, len(roles.at)))
    return any(roles.at[n] or roles.is_name(n) for n in after)


def _before_apposition(words: Sequence[str], last: int) -> int:
    """Return where the words begin that an apposition between commas explains; `Hale, 54, a farmer,` has two."""
    position = last
    for _ in range(2):
        opening = _comma_before(words, position - 1 if position == last else position)
        if opening is None:
            break
        position = _start_of_phrase(words, opening)
        if not (words[position:opening] and words[position].isdigit() and position > 0):
            break
    return position


def agent(tokens: Tokens, match: Match) -> Span | None:
    """Return X of `was told by X`."""
    words = tokens.words
    for position in range(match.last, min(match.last + LONGEST_SOURCE // 2, len(words) - 1)):
        if words[position] == "by":
            end = end_of_source(tokens, position + 1)
            return (position + 1, end) if position + 1 < end else None
    return None


def _is_apposition(roles: Roles, comma: int) -> bool:
    """Whether what stands between the comma before and this one explains a name: `Ruiz, the mayor of Halven,`."""
    words = roles.tokens.words
    opening = _comma_before(words, comma)
    if words[comma] != "," or opening is None:
        return False
    word = words[opening + 1]
    is_name = all(
        form[0].isupper() or not form[0].isalpha()
        for form in roles.tokens.forms[opening + 1 : comma]
    )
    return (
        is_name
        or word in ARTICLES
        or word in ("who", "whose", "which", "himself", "herself")
        or word.isdigit()
        or word.endswith("ing")
        or bool(roles.at[opening + 1])
    )


def _comma_before(words: Sequence[str], position: int) -> int | None:
    for index in range(position - 1, max(-1, position - LONGEST_APPOSITION), -1):
        if words[index] == ",":
            return index
        if words[index] in (";", ":", '"', "“", "”"):
            return None
    return None


def _is_title_before_name(roles: Roles, position: int) -> bool:
    """Whether a name follows a title and a comma: `Malaysia's prime minister, Najib Razak, said`."""
    return (
        position > 1
        and roles.at[position - 2] in _TITLES
        and roles.tokens.forms[position][0].isupper()
    )


def _start_of_phrase(words: Sequence[str], last: int) -> int:
    """Return where the words before a comma begin."""
    first = last
    while (
        first > max(0, last - LONGEST_SOURCE)
        and words[first - 1] != ","
        and not _is_wall(words, first - 1)
    ):
        first -= 1
    return first


def _end_of_subject(words: Sequence[str], first: int) -> int:
    """Return where a subject ends: before auxiliaries and adverbs, a short name in brackets, and `, which`."""
    last = first
    while last > max(0, first - LONGEST_SOURCE) and (
        words[last - 1] in _AUXILIARIES or words[last - 1].endswith("ly")
    ):
        last -= 1
    if words[last - 1 : last] == (")",) and "(" in words[max(0, last - ACRONYM) : last]:
        last -= words[:last][::-1].index("(") + 1  # the National Space Agency (NSA) said
    if last > 1 and words[last - 1] in ("who", "which"):
        last -= 2 if words[last - 2] == "," else 1
    return last


def _is_wall(words: Sequence[str], position: int) -> bool:
    """Whether no subject goes over this word; the full stop of an abbreviation is none."""
    word = words[position]
    if word in "'’" and position > 0 and words[position - 1] in ",.?!":
        return True  # it closes a quotation
    if word == ".":
        return position > 0 and len(words[position - 1]) > SHORT
    return word in _WALLS or not (word[0].isalnum() or word in ",'’$&/")
