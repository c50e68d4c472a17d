"""Clauses: how far a noun phrase goes, and what the subject of a clause is.

No parser: phrases end at walls (marks, conjunctions, subordinating words) and at verbs, which are told by their auxiliaries,
their endings and what stands before them. Every search looks at no more than a few dozen words, so that time stays linear.
"""

from collections.abc import Sequence

from mediaframe.reader.grammar import (
    ADVERBS,
    DAYS,
    DETERMINERS,
    PREPOSITIONS,
    belongs_to_noun,
    goes_on,
    is_adverb,
    is_possessive,
    is_verb,
    is_wall,
)
from mediaframe.reader.mentions import ARTICLES, ORGANISATION, TITLES, Roles
from mediaframe.reader.terms import word_list
from mediaframe.reader.tokens import Span, Tokens

LONGEST_SOURCE = 24  # words
LONGEST_APPOSITION = 20
LONGEST_CLAUSE = 60
LONGEST_BRACKET = 7
_PRONOUNS = frozenset("he she they it we i you who".split())
_CLAUSE_STARTS = frozenset(
    """; : “ ” " „ « » — – ( while because when if whether although though whereas but""".split()
)
_REGIONS = word_list("regions")
_QUANTIFYING = frozenset("about over around under nearly".split())
_COUNTING = DETERMINERS - ARTICLES
_SUBORDINATING = frozenset("while because when if although though whereas".split())
_WHEN = frozenset(["after", "before", "since"])
_LOOSE = frozenset(", ) ' ’ and".split())
_TIMES = frozenset("last this next earlier later every".split())


def start_of_phrase(roles: Roles, last: int) -> int:
    """Return where the noun phrase begins that ends before `last`; the words that lead to it are left out."""
    first = _reach(roles, last)
    relative = _relative_before(roles.tokens, first)
    if relative is not None:  # executives who have worked with Hale
        first, last = _reach(roles, relative), relative
    return _without_leading(roles, first, last)


def _reach(roles: Roles, last: int) -> int:
    """Return how far back a noun phrase goes that ends before `last`."""
    words = roles.tokens.words
    first = last
    farthest = max(0, last - LONGEST_SOURCE)
    while first > farthest:
        if goes_on(words[first - 1]):
            first -= 1
        elif words[first - 1] == ")":
            opening = _opening_bracket(words, first - 1)
            if opening is None:
                break
            first = opening
        elif _is_boundary(roles, first - 1):
            break
        else:
            first -= 1
    return first


def _is_boundary(roles: Roles, position: int) -> bool:
    """Whether a noun phrase that goes on after a word does not take it in."""
    tokens, word = roles.tokens, roles.tokens.words[position]
    if word in ("and", "&"):
        return not joins_sources(roles, position)
    if word == ",":
        return not _is_title_before_name(roles, position + 1)
    is_finite = is_verb(tokens, position) and not belongs_to_noun(tokens.words, position)
    return is_finite or is_wall(tokens.words, position)


def _relative_before(tokens: Tokens, first: int) -> int | None:
    """Return where a `who` stands whose clause a phrase is the end of: its verb is right before the phrase."""
    words = tokens.words
    if first == 0 or not is_verb(tokens, first - 1):
        return None
    for position in range(first - 2, max(0, first - LONGEST_BRACKET), -1):
        if words[position] == "who":
            return position if words[position - 1] != "," else None
        if is_wall(words, position) or words[position] == ",":
            return None
    return None


def joins_sources(roles: Roles, position: int) -> bool:
    """Whether an `and` stands between two sources: `officials and residents`, `Health and Sport`."""
    if position == 0:
        return False
    is_source = roles.at[position - 1] or roles.is_name(position - 1)
    if not is_source and roles.tokens.words[position - 1] != ")":
        return False
    after = range(position + 1, min(position + 4, len(roles.at)))
    return any(roles.at[n] or roles.is_name(n) for n in after)


def _is_title_before_name(roles: Roles, position: int) -> bool:
    """Whether a name follows a title and a comma: `Malaysia's prime minister, Najib Razak, said`."""
    return (
        position > 1
        and roles.at[position - 2] in TITLES
        and roles.at[position - 2] != ORGANISATION
        and roles.tokens.forms[position][0].isupper()
    )


def _opening_bracket(words: Sequence[str], closing: int) -> int | None:
    for position in range(closing - 1, max(-1, closing - LONGEST_BRACKET), -1):
        if words[position] == "(":
            return position
    return None


def _without_leading(roles: Roles, first: int, last: int) -> int:
    """Return where a noun phrase begins once adverbs and a phrase of time or place before it are left out.

    `On Monday the mayor`, `In a rare move Kyiv`, `Earlier police`.
    """
    words, forms = roles.tokens.words, roles.tokens.forms
    while first < last - 1:
        word = words[first]
        quantifies = word in _QUANTIFYING and (
            words[first + 1].isdigit() or words[first + 1] in _COUNTING
        )
        if word in PREPOSITIONS and not quantifies:
            return _next_phrase(roles, first + 1, last)
        if word in DAYS or (word in _TIMES and words[first + 1] in DAYS):
            return _next_phrase(roles, first, last)
        leads = word in _LOOSE or word in ADVERBS or (is_adverb(word) and forms[first][0].islower())
        if not leads:
            break
        first += 1
    return first


def _next_phrase(roles: Roles, first: int, last: int) -> int:
    """Return where the noun phrase after the one at `first` begins, or `first` where there is one alone."""
    words, forms = roles.tokens.words, roles.tokens.forms
    for position in range(first + 1, last):
        before, word = words[position - 1], words[position]
        if (
            before in PREPOSITIONS
            or before in DETERMINERS
            or before in _REGIONS
            or before in ("and", ",", "&", ".")
            or is_possessive(roles.tokens, position - 1)
        ):
            continue
        after_noun = forms[position - 1][0].islower() or before in DAYS or before[0].isdigit()
        if (
            word in DETERMINERS
            or word in _PRONOUNS
            or (after_noun and forms[position][0].isupper() and word not in DAYS)
            or (
                (not after_noun or before in DAYS or not roles.at[position - 1])
                and position in roles.begins
                and roles.at[position] != "country"
            )
        ):
            return position
    return first


def clause_subject(roles: Roles, before: int) -> Span | None:
    """Return the subject of the clause that a participle or second verb before `before` goes on with.

    `The senator wrote to voters, saying …`, `She left the house and said …`: the phrase before the first verb.
    """
    words = roles.tokens.words
    start, farthest = before, max(0, before - LONGEST_CLAUSE)
    while start > farthest and words[start - 1] not in _CLAUSE_STARTS:
        start -= 1
    start = _past_opening_phrase(roles.tokens, start, before)
    last = _end_of_subject_from(roles, start, before)
    first = start
    while first < last and (words[first] in ADVERBS or words[first] in _LOOSE):
        first += 1
    if first < last and words[first] in _PRONOUNS:
        return (first, first + 1)
    first = _without_leading(roles, first, last) if first < last else first
    return (first, last) if first < last else None


def _past_opening_phrase(tokens: Tokens, start: int, before: int) -> int:
    """Return where a clause goes on after a phrase with a comma: `On Monday, …`, `Speaking in Halven, …`."""
    words = tokens.words
    if start >= before:
        return start
    word = words[start]
    opens = word in PREPOSITIONS or word in _TIMES or word in DAYS or is_adverb(word)
    follows = start > 0 and words[start - 1] in _SUBORDINATING
    is_time = not _WHEN.isdisjoint(words[start : start + 4])  # two weeks after Hale died,
    if opens or follows or is_time or word.endswith(("ing", "ed")):
        for position in range(start, min(before, start + LONGEST_SOURCE)):
            if words[position] == ",":
                return position + 1
    return start


def _end_of_subject_from(roles: Roles, start: int, before: int) -> int:
    """Return where the subject that begins at `start` ends: at a verb or wall; an apposition is taken in."""
    tokens, words = roles.tokens, roles.tokens.words
    position, farthest = start, min(before, start + LONGEST_SOURCE)
    while position < farthest:
        word = words[position]
        if goes_on(word):
            position += 1
            continue
        if position > start and (
            word == "who" or is_wall(words, position) or is_verb(tokens, position)
        ):
            break
        if word == "," and position > start:
            closing = _closing_comma(words, position, before)
            if closing is None or not opens_apposition(roles, position + 1, closing):
                break
            position = closing
            if position + 1 < before and is_verb(tokens, position + 1):
                break
        position += 1
    last = position
    while last > start and (is_adverb(words[last - 1]) or words[last - 1] == ","):
        last -= 1
    return last


def _closing_comma(words: Sequence[str], opening: int, before: int) -> int | None:
    for position in range(opening + 1, min(before, opening + LONGEST_APPOSITION)):
        if words[position] == ",":
            return position
    return None


def opens_apposition(roles: Roles, first: int, comma: int) -> bool:
    """Whether what stands from `first` up to a comma explains a name: `Ruiz, the mayor of Halven,`."""
    words, forms = roles.tokens.words, roles.tokens.forms
    if first >= comma:
        return False
    word = words[first]
    return (
        word in ARTICLES
        or word in ("who", "whose", "which", "himself", "herself")
        or word.isdigit()
        or bool(roles.at[first])
        or all(form[0].isupper() or not form[0].isalpha() for form in forms[first:comma])
        or (
            any(role in TITLES for role in roles.at[first : first + 3])
            and not (word in PREPOSITIONS or word.endswith("ing"))
        )
    )
