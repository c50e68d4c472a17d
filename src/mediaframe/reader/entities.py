"""Entities: who and what an article speaks of, what they are, and how they are found again."""

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from mediaframe.reader.composition import Description
from mediaframe.reader.introductions import describe_around
from mediaframe.reader.mentions import (
    BODY,
    COUNTRY,
    DOCUMENT,
    EXPERT,
    GROUP,
    JOURNALIST,
    MANAGING,
    OFFICE,
    OFFICIAL,
    ORGANISATION,
    PANEL,
    PARTISAN,
    PERSON,
    POLITICIAN,
    PRESIDING,
    PRESS,
    ROLE,
    STATEMENT,
    STATUSES,
    TITLE,
    UNKNOWN,
    Roles,
)
from mediaframe.reader.naming import is_same

ArticleSpan = tuple[int, int, int]
"""Sentence of the article, first token, last token (exclusive)."""

HUMAN, BODILY, WRITTEN, SEVERAL = "person", "body", "document", "several"
"""What a pronoun can stand for."""

KINDS = (
    dict.fromkeys(
        (OFFICE, TITLE, PRESIDING, ROLE, MANAGING, JOURNALIST, PERSON, EXPERT, PARTISAN), HUMAN
    )
    | dict.fromkeys((BODY, PANEL, ORGANISATION, POLITICIAN, PRESS, COUNTRY), BODILY)
    | dict.fromkeys((DOCUMENT, STATEMENT), WRITTEN)
    | {GROUP: SEVERAL}
)
"""What a word for somebody stands for, by its kind in `mentions`."""

OWNERS = 4  # spokesmen of spokesmen of …
_MARKS = ((" ,", ","), (" .", "."), (" )", ")"))
MOST_BEARERS = 8  # of one name
LONGEST_RELATIVE = 7  # words from a body to the verb of a clause behind it
_RELATIVES = frozenset(["that", "which"])


class Entity(NamedTuple):
    """A person, body or document that is a source in an article; nothing of it changes."""

    id: int  # its place among the entities of the article
    name: str  # the fullest name and office that the article gives
    status: str  # one of `mentions.STATUSES`
    gender: str  # f or m, or nothing where no word tells
    mentions: tuple[ArticleSpan, ...]  # in the order of the article
    stated: ArticleSpan | None  # the words that state the status


_entity = partial(tuple.__new__, Entity)  # without a call of Python's own


def _length(span: ArticleSpan) -> int:
    return span[2] - span[1]


class Known:
    """An entity while the article is being read."""

    gender = ""
    said: Description | None = None  # what its introduction says
    stated: ArticleSpan | None = None  # where
    is_doubtful = False  # said in quoted words, in passing or by courtesy alone
    status: str | None = None  # once it was asked for
    id: int | None = None  # once it is a source

    def __init__(self, words: Sequence[str], kind: str, mention: ArticleSpan) -> None:
        """Take a name, or nothing where none is given, and the first mention."""
        self.words = words
        self.kind = kind
        self.mentions = [mention]


class Entities:
    """The entities of an article: by the words of their names, by where they are mentioned, and as sources."""

    def __init__(self, sentences: Sequence[Roles]) -> None:
        """Begin with none."""
        self.sentences = sentences
        self.is_campaign = False  # whether the article is about an election campaign
        self.is_monetary = any(roles.monetary for roles in sentences)  # speaks of interest rates
        self._by_word: dict[str, list[Known]] = {}
        self._at: dict[tuple[int, int], Known] = {}
        self._by_phrase: dict[str, Known] = {}
        self._sources: list[Known] = []

    def index(self, name: Sequence[str], known: Known) -> None:
        """Let an entity be found by any word of a name."""
        for word in name:
            bearers = self._by_word.setdefault(word, [])
            if not bearers or bearers[-1] is not known:
                if known in bearers:
                    bearers.remove(known)
                bearers.append(known)
                del bearers[:-MOST_BEARERS]

    def named(self, name: Sequence[str], gender: str = "") -> Known | None:
        """Return who bears a name, or part of it; of several the one spoken of most, surnames before given names."""
        fitting = self._by_word.get(name[-1])
        if fitting and gender:
            fitting = [known for known in fitting if known.gender in ("", gender)]
        if not fitting:
            return None
        if len(name) > 1:
            for known in reversed(fitting):
                if known.words == name or is_same(known.words, name):
                    return known
            return None
        if len(fitting) == 1:
            return fitting[0]
        by_surname = [known for known in fitting if known.words[-1:] == (name[0],)]
        return max(reversed(by_surname or fitting), key=lambda known: len(known.mentions))

    def at(self, number: int, token: int) -> Known | None:
        """Return who is mentioned at a token of a sentence: where a name or the head of a phrase begins."""
        return self._at.get((number, token))

    def phrase(self, text: str, kind: str, mention: ArticleSpan) -> Known:
        """Return whom a phrase without name or title speaks of, known by its words."""
        known = self._by_phrase.get(text)
        if known is None:
            known = self._by_phrase[text] = Known((), kind, mention)
        return known

    def status(self, known: Known, depth: int = 0) -> str:
        """Return what an entity is: as its introduction says, or as the one is to whom it belongs."""
        if known.status is None:
            if known.said is None and not known.words:
                number, first, last = known.mentions[0]
                known.said = describe_around(self.sentences[number], first, last)
                known.stated = known.mentions[0]
            known.status = self._status(known, depth)
        return known.status

    def _status(self, known: Known, depth: int) -> str:
        said, found = known.said, None
        if said is not None:
            found = said.status if said.status in STATUSES else None
            if said.status == COUNTRY:
                found = OFFICIAL  # as a source it is its government
            if found is None and said.owner is not None and depth < OWNERS:
                found = self._by_owner(known, said, said.owner, depth)
        if found != OFFICIAL and known.kind != HUMAN and self._is_authority(known):
            return OFFICIAL
        is_person = known.kind == HUMAN and bool(known.words)
        if found is None and is_person:
            found = PERSON
        if self.is_campaign and is_person and (found == PERSON or self._is_courtesy(known, found)):
            return POLITICIAN
        return found or UNKNOWN

    def _is_authority(self, known: Known) -> bool:
        """Whether a body governs a territory, `the council, which has governed the valley` (rule 18), or sets interest rates."""
        number, first, end = known.stated or known.mentions[0]
        roles = self.sentences[number]
        if roles.tokens.words[end - 2 : end] == ("national", "bank"):
            return self.is_monetary
        return any(
            first < verb <= end + LONGEST_RELATIVE and roles.tokens.words[verb - 1] in _RELATIVES
            for verb in roles.governing[:1]
        )

    def _is_courtesy(self, known: Known, status: str | None) -> bool:
        """Whether candidates are called by an office that they may hold no more: `I think Governor Hale …`."""
        return status == OFFICIAL and known.is_doubtful

    def _by_owner(
        self, known: Known, said: Description, owner: tuple[int, int], depth: int
    ) -> str | None:
        number = (known.stated or known.mentions[0])[0]
        words = self.sentences[number].tokens.words
        other = self.at(number, owner[0]) or self.named(words[slice(*owner)])
        theirs = UNKNOWN if other is None or other is known else self.status(other, depth + 1)
        if said.default == DOCUMENT:
            return OFFICIAL if theirs == OFFICIAL else DOCUMENT
        return said.default if theirs in (UNKNOWN, PERSON) else theirs

    def take_up(self, known: Known, mention: ArticleSpan) -> int:
        """Return the place of an entity that is a source."""
        if known.id is None:
            known.id = len(self._sources)
            self._sources.append(known)
        known.mentions.append(mention)
        return known.id

    def source(self, place: int) -> Known:
        """Return the entity at a place among the sources."""
        return self._sources[place]

    def entities(self) -> tuple[Entity, ...]:
        """Return all that are sources, in the order in which they first spoke."""
        return tuple([self._finish(place, known) for place, known in enumerate(self._sources)])

    def _finish(self, place: int, known: Known) -> Entity:
        mentions = tuple(sorted(set(known.mentions)))
        fullest = known.stated or max(mentions, key=_length)
        name = " ".join(self.sentences[fullest[0]].tokens.forms[slice(*fullest[1:])])
        for apart, mark in _MARKS:
            name = name.replace(apart, mark)
        status = self.status(known)
        return _entity((place, name, status, known.gender, mentions, known.stated))
