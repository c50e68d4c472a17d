"""Entities: the people and bodies of an article, linked over all of it.

What "President Ana Ruiz" or "Ana Ruiz, the mayor," says once holds for "Ruiz" throughout.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from mediaframe.reader.mentions import (
    HONORIFICS,
    OFFICIAL,
    PERSON,
    POLITICIAN,
    PRESS,
    PRIVATE,
    SPOKESPERSON,
    UNKNOWN,
    Roles,
)

ArticleSpan = tuple[int, int, int]
"""Sentence of the article, first token, last token (exclusive)."""

_GENDER = dict.fromkeys(
    "she her ms mrs miss lady woman girl mother sister wife daughter spokeswoman chairwoman congresswoman queen".split(),
    "f",
) | dict.fromkeys(
    "he mr sir lord man boy father brother husband son spokesman chairman congressman king".split(),
    "m",
)
_TITLES = frozenset(["office", "former", "spokesperson", *PRIVATE])
_SAID_OF_NAMES = PRIVATE | {OFFICIAL, PRESS}
_PLACES = frozenset("of in at from near".split())
_STOPS = frozenset(
    """said says told that but with by a an after before when while who which to at on in is was
    were has had have""".split()
)
_PARTICLES = frozenset("de van von der den bin ibn la le da di del".split())
_BODIES = frozenset(
    """bank institute service office agency board centre center body fund panel bureau commission""".split()
)
SHORT_NAME = 2  # words
LONGEST_TITLE = 9  # words
LONGEST_APPOSITION = 16


class Entity(NamedTuple):
    """Someone or something that an article speaks of; nothing of it changes."""

    id: int  # its place among the entities of the article
    name: str  # the fullest name and office that the article gives
    status: str  # one of `mentions.STATUSES`
    gender: str  # f or m, or nothing where no word tells
    mentions: tuple[ArticleSpan, ...]  # in the order of the article
    stated: ArticleSpan | None  # the words that state the status


class Cast:
    """The entities of an article, while it is being read."""

    def __init__(self, sentences: Sequence[Roles]) -> None:
        """Read through the sentences of an article."""
        self.sentences = sentences
        self.status: dict[str, str | None] = {}
        """By surname, what title or apposition say; none where the article only names someone."""
        self.bodies: set[str] = set()  # `bank`, where the article speaks of the central bank
        self._mentions: list[tuple[str, list[ArticleSpan]]] = []
        self._known: dict[str, int] = {}
        for number, roles in enumerate(sentences):
            self._meet_bodies(roles)
            if not roles.names:
                continue
            names = list(find_names(roles))
            if number == 0 and _is_title_case(names, roles):
                continue
            for first, last in names:
                self._meet(roles, first, last)
            self._meet_acronyms(roles)

    def entity_of(self, key: str, status: str, mention: ArticleSpan) -> int:
        """Return the entity of a name or phrase, which is taken up with its mention."""
        number = self._known.setdefault(key, len(self._mentions))
        if number == len(self._mentions):
            self._mentions.append((status, []))
        mentions = self._mentions[number][1]
        if mention not in mentions[-2:]:
            mentions.append(mention)
        return number

    def entities(self) -> tuple[Entity, ...]:
        """Return all that were taken up, in the order in which they were."""
        found = []
        for number, (status, mentions) in enumerate(self._mentions):
            fullest = max(mentions, key=lambda span: span[2] - span[1])
            tokens = self.sentences[fullest[0]].tokens
            stated = fullest if status not in (UNKNOWN, PERSON) else None
            own = [
                gender(self.sentences[n].tokens.words[first:last]) for n, first, last in mentions
            ]
            name = tokens.text[slice(*tokens.span(*fullest[1:]))]
            whose = next(filter(None, own), "")
            found.append(Entity(number, name, status, whose, tuple(mentions), stated))
        return tuple(found)

    def _meet(self, roles: Roles, first: int, last: int) -> None:
        surname = roles.tokens.words[last - 1]
        if self.status.get(surname) is not None:
            return
        status = _status_by_title(roles, first) or _status_by_apposition(roles, last)
        if status in _SAID_OF_NAMES:
            self.status[surname] = status
        elif status == SPOKESPERSON:
            self.status[surname] = UNKNOWN
        elif last - first > 1:
            self.status[surname] = None

    def _meet_bodies(self, roles: Roles) -> None:
        """Take up what official bodies of several words are called for short."""
        for cue_class, first, last in roles.tokens.matches:
            if last - first > 1 and cue_class == "office":
                self.bodies |= _BODIES.intersection(roles.tokens.words[first:last])

    def is_body(self, roles: Roles, first: int, last: int) -> bool:
        """Whether a source is a body called by its short name: `the bank`."""
        words = roles.tokens.words
        return (
            last - first == SHORT_NAME
            and words[first] in ("the", "its")
            and words[first + 1] in self.bodies
        )

    def _meet_acronyms(self, roles: Roles) -> None:
        """Take up `Security Service of Ukraine (SBU)`."""
        words, forms = roles.tokens.words, roles.tokens.forms
        for position in roles.names:
            if not forms[position].isupper() or position + 1 == len(words):
                continue
            status = None
            if roles.at[position + 1] == "office":
                status = OFFICIAL  # the SBU security service
            elif position > 1 and words[position - 1] == "(" and words[position + 1] == ")":
                status = roles.status(max(0, position - LONGEST_TITLE), position - 1)
            if status in _SAID_OF_NAMES:
                self.status.setdefault(words[position], status)

    def name_in(self, roles: Roles, first: int, last: int) -> str | None:
        """Return the last known name among the words from `first` up to `last`, as a key of `status`."""
        for position in range(last - 1, first - 1, -1):
            if position in roles.surnames and roles.tokens.words[position] in self.status:
                return roles.tokens.words[position]
        return None


def _is_title_case(names: Sequence[tuple[int, int]], roles: Roles) -> bool:
    return 2 * sum(last - first for first, last in names) > len(roles.tokens.words)


def find_names(roles: Roles) -> Iterator[tuple[int, int]]:
    """Yield runs of capitalised words that are no known ones; a lone word that opens the sentence is none."""
    words = roles.tokens.words
    last = 0
    for first in roles.names:
        if first < last:
            continue
        last = first + 1
        while last in roles.surnames or (last < len(words) and words[last] in _PARTICLES):
            last += 1
        while words[last - 1] in _PARTICLES and last > first + 1:
            last -= 1
        is_place = first > 0 and words[first - 1] in _PLACES
        is_modifier = last < len(words) and roles.at[last] != ""
        if last > 1 and not is_place and not is_modifier:
            yield first, last


def _status_by_title(roles: Roles, name: int) -> str | None:
    """Return what the words right before a name say of it: `Foreign Minister Ana Ruiz`, `The mayor of Halven, Ana Ruiz,`."""
    words, forms = roles.tokens.words, roles.tokens.forms
    is_after_comma = name > 1 and words[name - 1] == ","
    last = name - 1 if is_after_comma else name
    first = last
    while first > 0 and last - first < LONGEST_TITLE and words[first - 1] not in _STOPS:
        is_abbreviated = forms[first - 1] == "." and first > 1 and roles.at[first - 2] != ""
        if not (forms[first - 1][0].isalpha() or is_abbreviated):
            break
        first -= 1
    adjacent = last - 1
    while adjacent >= first and (words[adjacent] in HONORIFICS or words[adjacent] == "."):
        adjacent -= 1
    if adjacent >= first and roles.at[adjacent] in PRIVATE:
        return roles.at[adjacent]
    if adjacent >= first and roles.at[adjacent] == "former":
        return POLITICIAN
    opens = first == 0 or not words[first - 1].isalpha() or words[first - 1] == "and"
    begins = is_after_comma and opens and words[first] in ("the", "a", "an", "its")
    near = first if begins else max(first, adjacent - 2)
    return roles.status(first, last) if any(roles.at[near:last]) else None


def _is_abbreviation(words: Sequence[str], stop: int) -> bool:
    """Whether a full stop belongs to letters such as U.S."""
    return words[stop] == "." and len(words[stop - 1]) == 1


def _status_by_apposition(roles: Roles, after: int) -> str | None:
    """Return what a phrase between commas after a name says of it: `Ruiz, the mayor of Halven,`."""
    words = roles.tokens.words
    if after >= len(words) or words[after] not in (",", "("):
        return None
    end = after + 1
    while (
        end < len(words)
        and end - after < LONGEST_APPOSITION
        and (words[end].isalnum() or len(words[end]) > 1 or _is_abbreviation(words, end))
    ):
        end += 1
    if not any(kind in _TITLES for kind in roles.at[after + 1 : min(end, after + 7)]):
        return None
    return roles.status(after + 1, end)


def gender(words: Sequence[str]) -> str:
    """Return f or m where the words for a source tell, else nothing.

    >>> gender(["his", "sister"]), gender(["a", "spokesman"]), gender(["she"]), gender(["Ruiz"])
    ('f', 'm', 'f', '')
    """
    return next((_GENDER[word] for word in reversed(words) if word in _GENDER), "")
