"""Where the source of a cue stands: before it, after it, or after `by`."""

from collections.abc import Sequence

from mediaframe.reader.clauses import (
    LONGEST_APPOSITION,
    LONGEST_SOURCE,
    clause_subject,
    opens_apposition,
    start_of_phrase,
)
from mediaframe.reader.grammar import (
    AUXILIARIES,
    DAYS,
    PREPOSITIONS,
    QUOTES,
    is_abbreviated,
    is_adverb,
    is_verb,
)
from mediaframe.reader.mentions import ARTICLES, ORGANISATION, PRESS, TITLES, Roles
from mediaframe.reader.terms import word_list
from mediaframe.reader.tokens import Match, Span, Tokens

MOST_PARTS = 3  # Hale, 54, a farmer, in a letter, wrote
ACRONYM = 5  # words at most of a short name in brackets, brackets included
_ENDS = frozenset(
    """. ; : " “ ” ( — – who that which said says when while whether if how why what because although
    after before during""".split()
)
_BEFORE_INVERTED = QUOTES | frozenset(",?!")
_NO_SOURCE = frozenset(". , ; : that to on in at".split())
_RAISING = word_list("raising")
"""Words whose subject is also that of an infinitive: `went on to say`, `was able to confirm`."""
_TITLES = TITLES - {ORGANISATION, PRESS}
_APPOSITIVE = frozenset(["a", "an", "the", "who", "head", "director", "chairman"])
_ASIDE_ENDS = frozenset("meanwhile however too though instead therefore then also".split())


def source_before(roles: Roles, first: int) -> Span | None:
    """Return the subject of a cue: the noun phrase before it; what stands between commas in between is looked over.

    An apposition is part of it (`Ruiz, the mayor of Halven, said`), an aside is not (`Ruiz, in an interview, said`). None
    where the verb shares the subject of another, as after `and`, or follows a comma as a participle.
    """
    words = roles.tokens.words
    last = _end_of_subject(roles.tokens, first)
    if last == 0 or words[last - 1] in ("to", "and", "but", "or", "by"):
        return None
    is_participle = words[first].endswith("ing")
    if is_participle and words[last - 1] in PREPOSITIONS:
        return None  # she left before adding that
    if words[last - 1] == "that" and last > 1 and roles.at[last - 2]:
        last -= 1  # a poll that showed
    if words[last - 1] != ",":
        start = start_of_phrase(roles, last)
    elif is_participle:
        return None
    else:
        start, last = _before_comma(roles, last)
    while last > start and words[last - 1] == ",":
        last -= 1
    return (start, last) if start < last else None


def _before_comma(roles: Roles, last: int) -> Span:
    """Return the subject before a comma: with its appositions, without an aside; empty where the comma ends something else."""
    words = roles.tokens.words
    end, closing = last, last - 1
    for _ in range(MOST_PARTS):
        opening = _comma_before(words, closing)
        if opening is None:
            break
        if not opens_apposition(roles, opening + 1, closing):
            if not _is_aside(words, opening + 1):
                break
            end = opening
        start = start_of_phrase(roles, opening)
        goes_on = words[start - 1 : start] == (",",) and (
            words[start].isdigit() or roles.is_name(start - 2)
        )
        if not goes_on:
            return start, (end if start < opening else start)
        closing = opening
    return last, last


def _is_aside(words: Sequence[str], first: int) -> bool:
    """Whether a phrase between source and verb tells when, where or how: `, in an interview with CNN,`."""
    word = words[first]
    return (
        word in PREPOSITIONS
        or word in _ASIDE_ENDS
        or is_adverb(word)
        or word.endswith(("ing", "ed"))
    )


def shared_subject(roles: Roles, first: int) -> Span | None:
    """Return the subject of a cue that has none of its own: that of the clause which it goes on with."""
    words = roles.tokens.words
    last = _end_of_subject(roles.tokens, first)
    if last > 1 and words[last - 1] == "to" and words[last - 2] not in _RAISING:
        return None  # called on Poles to declare
    return clause_subject(roles, last)


def source_after(roles: Roles, first: int, last: int) -> Span | None:
    """Return the source of an inverted cue: `…,” said Ana Ruiz`, `…, said the mayor`."""
    tokens, words = roles.tokens, roles.tokens.words
    if first == 0 or last >= len(words):
        return None
    before = words[first - 1]
    if before not in _BEFORE_INVERTED or words[last] in _NO_SOURCE or words[last] in DAYS:
        return None
    if words[first].endswith("ing"):
        return None  # `…, claiming they carried aid` goes on with the subject before
    if before not in QUOTES and not (before == "," and first > 1 and words[first - 2] in QUOTES):
        starts_source = (
            tokens.forms[last][0].isupper()
            or words[last] in ARTICLES
            or any(roles.at[last : last + 3])
        )
        if not starts_source or _follows_apposition(roles, first - 1):
            return None
    end = end_of_source(roles, last)
    is_content = end < len(words) and (words[end] in AUXILIARIES or is_verb(tokens, end))
    return (last, end) if last < end and not is_content else None


def end_of_source(roles: Roles, first: int, *, opens: bool = False) -> int:
    """Return where a source that follows its cue ends: at a comma, unless an apposition follows, or at a mark.

    Where cue and source open the sentence, an apposition shows by the comma that ends it.
    """
    words = roles.tokens.words
    last = min(len(words), first + LONGEST_SOURCE)
    for position in range(first, last):
        if (words[position] == "," and not _apposition_follows(roles, position, opens=opens)) or (
            position > first and _ends_source(roles.tokens, position)
        ):
            last = position
            break
    while last > first and words[last - 1] == ",":
        last -= 1
    return last


def _ends_source(tokens: Tokens, position: int) -> bool:
    """Whether a source is over at a mark, a verb, a new clause, or the time of what was said."""
    words, word = tokens.words, tokens.words[position]
    if word == ".":
        return not _is_abbreviation(words, position)
    if word == "on":
        return words[position + 1 : position + 2] != () and words[position + 1] in DAYS
    return word in _ENDS or (word in AUXILIARIES and tokens.forms[position] != "May")


def _apposition_follows(roles: Roles, comma: int, *, opens: bool) -> bool:
    """Whether a comma goes on with what the source is: `said Ana Ruiz, mayor of Halven`, `said Tom Hale, 54`."""
    words = roles.tokens.words
    if comma + 1 >= len(words) or (opens and "," not in words[comma + 1 : comma + 10]):
        return False
    word = words[comma + 1]
    return word in _APPOSITIVE or word.isdigit() or roles.at[comma + 1] in _TITLES


def _is_abbreviation(words: Sequence[str], stop: int) -> bool:
    """Whether a full stop belongs to the short word before it, and does not end the sentence."""
    return (
        is_abbreviated(words[stop - 1]) and stop + 1 < len(words) and words[stop + 1] not in QUOTES
    )


def agent(roles: Roles, match: Match) -> Span | None:
    """Return X of `was told by X`."""
    words = roles.tokens.words
    for position in range(match.last, min(match.last + LONGEST_SOURCE // 2, len(words) - 1)):
        if words[position] == "by":
            end = end_of_source(roles, position + 1)
            return (position + 1, end) if position + 1 < end else None
    return None


def _follows_apposition(roles: Roles, comma: int) -> bool:
    """Whether the comma closes an apposition, whose noun then is the subject: `Ruiz, the mayor of Halven, said the road …`."""
    words = roles.tokens.words
    opening = _comma_before(words, comma)
    if words[comma] != "," or opening is None:
        return False
    return opens_apposition(roles, opening + 1, comma) or _is_aside(words, opening + 1)


def _comma_before(words: Sequence[str], position: int) -> int | None:
    for index in range(position - 1, max(-1, position - LONGEST_APPOSITION), -1):
        if words[index] == "," and not (words[index - 1].isdigit() and words[index + 1].isdigit()):
            return index  # not the one of 2,300
        if words[index] in (";", ":", '"', "“", "”"):
            return None
    return None


def _end_of_subject(tokens: Tokens, first: int) -> int:
    """Return where a subject ends: before auxiliaries, adverbs and the time, a short name in brackets, and `, which`."""
    words = tokens.words
    last, farthest = first, max(0, first - LONGEST_SOURCE)
    while last > farthest and (words[last - 1] in AUXILIARIES or is_adverb(words[last - 1])):
        last -= 1
    if last > 1 and words[last - 1] in DAYS:  # Hale on Monday said, the mayor last week said
        before = last - 1
        while before > 0 and words[before - 1] in ("on", "last", "this", "earlier", "in"):
            before -= 1
        last = before or last
    if last and words[last - 1] == ")" and "(" in words[max(0, last - ACRONYM) : last]:
        last -= 1
        while words[last] != "(":
            last -= 1  # the National Space Agency (NSA) said
    if last > 1 and words[last - 1] in ("who", "which"):
        last -= 2 if words[last - 2] == "," else 1
    return last
