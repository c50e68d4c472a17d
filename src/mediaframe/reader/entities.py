"""Entities: the people and bodies of an article, linked over all of it.

What "President Ana Ruiz" or "Ana Ruiz, the mayor," says once holds for "Ruiz" throughout; "the minister" is the one spoken of
last, and two people of one name are two.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from mediaframe.reader.introductions import introduce, phrase_around
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
    PEOPLE,
    PERSON,
    POLITICIAN,
    PRESIDING,
    PRESS,
    ROLE,
    STATEMENT,
    STATUSES,
    TITLE,
    TITLES,
    UNKNOWN,
    Roles,
    find_names,
    given_names,
)
from mediaframe.reader.phrases import Description, Span, describe
from mediaframe.reader.quotations import QuotedTokens

ArticleSpan = tuple[int, int, int]
"""Sentence of the article, first token, last token (exclusive)."""

HUMAN, BODILY, WRITTEN, SEVERAL = "person", "body", "document", "several"
"""What a pronoun can stand for."""

_KIND = (
    dict.fromkeys(
        (OFFICE, TITLE, PRESIDING, ROLE, MANAGING, JOURNALIST, PERSON, EXPERT, PARTISAN), HUMAN
    )
    | dict.fromkeys((BODY, PANEL, ORGANISATION, POLITICIAN, PRESS, COUNTRY), BODILY)
    | dict.fromkeys((DOCUMENT, STATEMENT), WRITTEN)
    | {GROUP: SEVERAL}
)
_GENDER = dict.fromkeys(
    """she her ms mrs miss lady woman girl mother sister wife daughter aunt niece grandmother widow girlfriend
    spokeswoman chairwoman congresswoman policewoman councilwoman actress queen""".split(),
    "f",
) | dict.fromkeys(
    """he him his mr sir lord man boy father brother husband son uncle nephew grandfather widower boyfriend spokesman
    chairman congressman policeman councilman actor king fisherman""".split(),
    "m",
)
_DEFINITE = frozenset("the this that".split())
_PERSONS = frozenset(
    "candidate contender hopeful nominee frontrunner front-runner opponent".split()
)
_OF = frozenset("of for".split())
_PLACES = frozenset("of in at from near to".split())
_WEAK = frozenset((PERSON, EXPERT, GROUP))
"""What a later introduction of an office outdoes."""

CAMPAIGN, DENSE = (
    4,
    12,
)  # words of campaigning, and sentences for each, that make an article one about a campaign
LONGEST_GAP = 6  # words between two names of a list
OWNERS = 4  # spokesmen of spokesmen


class Entity(NamedTuple):
    """Someone or something that an article speaks of; nothing of it changes."""

    id: int  # its place among the entities of the article
    name: str  # the fullest name and office that the article gives
    status: str  # one of `mentions.STATUSES`
    gender: str  # f or m, or nothing where no word tells
    mentions: tuple[ArticleSpan, ...]  # in the order of the article
    stated: ArticleSpan | None  # the words that state the status


class Known:
    """An entity while the article is being read."""

    __slots__ = (
        "by_quote",
        "gender",
        "id",
        "kind",
        "mentions",
        "said",
        "stated",
        "status",
        "words",
    )

    def __init__(self, words: tuple[str, ...], kind: str, mention: ArticleSpan) -> None:
        """Take a name, or nothing where none is given, and the first mention."""
        self.words = words
        self.kind = kind
        self.mentions = [mention]
        self.id: int | None = None  # once it is a source
        self.said: Description | None = None  # what its introduction says
        self.stated: ArticleSpan | None = None
        self.status: str | None = None
        self.gender = ""
        self.by_quote = False  # introduced in quoted words alone


Mention = tuple[int, Known]
"""Where a sentence speaks of whom: the token that a name or head begins at."""


class Cast:
    """The entities of an article."""

    def __init__(self, sentences: Sequence[Roles], quoted: Sequence[QuotedTokens]) -> None:
        """Read through the sentences of an article, and the words quoted in each."""
        self.sentences = sentences
        self._quoted = quoted
        self.mentions: list[list[Mention]] = []
        self.speakers: list[list[Known]] = [[] for _ in sentences]  # filled as it is read
        self._by_word: dict[str, list[Known]] = {}
        self._by_head: dict[str, Known] = {}
        self._at: dict[tuple[int, int], Known] = {}
        self._sources: list[Known] = []
        self._phrases: dict[str, Known] = {}
        words = 0
        for number, roles in enumerate(sentences):
            self.mentions.append([])
            words += roles.campaigning
            if roles.names or roles.begins:
                self._meet_all(number, roles)
        self.is_campaign = words >= max(CAMPAIGN, len(sentences) // DENSE)

    # -- reading through the article

    def _meet_all(self, number: int, roles: Roles) -> None:
        names = list(find_names(roles)) if roles.names else []
        if number == 0 and _is_title_case(names, roles):
            names = []
        starts = {first for first, _ in names}
        at = roles.at
        heads = [(head, 0) for head in roles.begins if at[head] in _KIND]
        events = sorted(names + heads) if heads else names
        self._meet_opener(number, roles, names)
        latest: tuple[Known, int] | None = None  # the name met last, and where it ends
        for first, last in events:
            if last:
                known = self._meet_name(number, roles, first, last)
                if known is not None:
                    self._add(number, (first, known))
                    if known.said is None and latest is not None:
                        self._share_title(number, roles, latest, known, first)
                    latest = known, last
                continue
            end = _end_of_term(roles, first)
            is_title = end in starts and roles.at[first] in TITLES
            if is_title or (end < len(roles.at) and roles.at[end] in _KIND):
                continue  # what stands before a name or another title is no mention of its own
            if latest is not None and _explains(roles, latest[1], first):
                self._by_head[roles.tokens.words[end - 1]] = latest[0]
                self._at[number, first] = latest[0]
                continue
            self._meet_head(number, roles, first, end)

    def _share_title(
        self, number: int, roles: Roles, latest: tuple[Known, int], known: Known, first: int
    ) -> None:
        """Let a title in the plural hold for every name of its list: `Senators Ana Ruiz of Halven, Tom Hale and Ida Voss`."""
        other, end = latest
        said, words = other.said, roles.tokens.words
        if said is None or said.head is None or other.stated is None or other.stated[0] != number:
            return
        title = words[_end_of_term(roles, said.head) - 1]
        is_list = words[first - 1] in (",", "and") and first - end <= LONGEST_GAP
        if title.endswith("s") and said.head < end and is_list:
            known.said, known.stated = said, other.stated

    def _add(self, number: int, mention: Mention) -> None:
        self.mentions[number].append(mention)

    def _meet_opener(self, number: int, roles: Roles, names: list[Span]) -> None:
        """Take up a lone word that opens a sentence, if it is a name known before."""
        if 0 in roles.surnames and not (names and names[0][0] == 0):
            known = self.named(roles.tokens.words[:1])
            if known is not None:
                known.mentions.append((number, 0, 1))
                self._at[number, 0] = known
                self._add(number, (0, known))

    def _meet_name(self, number: int, roles: Roles, first: int, last: int) -> Known | None:
        words = roles.tokens.words
        name = tuple([word for word in words[first:last] if word != "."])
        honorific = _honorific(words, first)
        known = self.named(name, _GENDER.get(honorific, ""))
        is_place = first > 0 and words[first - 1] in _PLACES
        is_modifier = last < len(words) and roles.at[last] in _KIND
        body = self._at.get((number, first - 1)) if first else None
        if known is None and body is not None and body.kind == BODILY and not honorific:
            self._index(name, body)  # the Joint Task Force Inherent Resolve
            return None
        if known is None:
            if is_modifier or (is_place and last - first == 1):
                return None
            kind = HUMAN if honorific or len(name) > 1 else ""
            known = self._new(name, kind, (number, first, last))
        else:
            known.mentions.append((number, first, last))
            if len(name) > len(known.words):
                known.words = name
                self._index(name, known)
            else:
                self._index((name[-1],), known)
        known.gender = known.gender or _GENDER.get(honorific, "") or _gender_of(known.words)
        self._at[number, first] = known
        if not is_modifier and (known.said is None or known.said.status in _WEAK or known.by_quote):
            self._introduce(number, roles, known, first, last)
        self._meet_acronym(number, roles, known, first, last)
        return known

    def _introduce(self, number: int, roles: Roles, known: Known, first: int, last: int) -> None:
        """Take up what is said of a bearer; what is quoted counts until the article says it itself."""
        introduced = introduce(roles, first, last)
        if introduced is None:
            return
        said, span = introduced
        by_quote = self.is_quoted(number, first)
        if known.said is not None and (by_quote or not (known.by_quote or said.status == OFFICIAL)):
            return
        is_passing = roles.tokens.words[last : last + 2] == (",", "as")  # Hale, as minister, …
        is_courtesy = last - first == 1 and len(known.mentions) > 2  # noqa: PLR2004 - named without it before
        known.by_quote = by_quote or is_passing or is_courtesy
        known.said, known.stated = said, (number, *span)
        words = roles.tokens.words
        if said.head is not None:
            kind = _KIND.get(roles.at[said.head], "")
            if kind == HUMAN or said.head > last:
                known.kind = known.kind or kind
            end = _end_of_term(roles, said.head)
            self._by_head[words[end - 1]] = known
            self._at[number, said.head] = known
            known.gender = known.gender or _GENDER.get(words[said.head], "")

    def _meet_acronym(self, number: int, roles: Roles, known: Known, first: int, last: int) -> None:
        """Take up `Security Service of Orrin (SSO)` and `the SSO security service`."""
        words, forms = roles.tokens.words, roles.tokens.forms
        if last - first > 1 or not forms[first].isupper() or known.said is not None:
            return
        if words[first - 1 : first] == ("(",) and words[last : last + 1] == (")",):
            start = max(0, first - 1 - 10)
            while start < first - 1 and words[start] not in ("the", "a", ","):
                start += 1
            said = describe(roles, start, first - 1)
            if said.status is not None or said.owner is not None:
                known.said, known.stated, known.kind = said, (number, start, first), BODILY

    def _meet_head(self, number: int, roles: Roles, first: int, end: int) -> None:
        """Take up `the minister`: who was called so last, or somebody new."""
        words, word = roles.tokens.words, roles.tokens.words[end - 1]
        is_bare = (
            first > 0
            and words[first - 1] in _DEFINITE
            and words[end : end + 1] not in (("of",), ("for",))
        )
        known = self._by_head.get(word) if is_bare else None
        if known is None:
            kind = HUMAN if word in _PERSONS else _KIND[roles.at[first]]
            if kind == HUMAN and word.endswith("s") and not word.endswith("ss"):
                kind = SEVERAL
            known = Known((), kind, (number, first, end))
            known.gender = _GENDER.get(word, "")
        else:
            known.mentions.append((number, first, end))
        self._by_head[word] = known
        self._at[number, first] = known
        self._add(number, (first, known))

    def _new(self, name: tuple[str, ...], kind: str, mention: ArticleSpan) -> Known:
        known = Known(name, kind, mention)
        self._index(name, known)
        return known

    def _index(self, name: tuple[str, ...], known: Known) -> None:
        """Let the entity be found by any word of its name, before others that were met earlier."""
        for word in name:
            bearers = self._by_word.setdefault(word, [])
            if not bearers or bearers[-1] is not known:
                if known in bearers:
                    bearers.remove(known)
                bearers.append(known)

    # -- looking up

    def named(self, name: Sequence[str], gender: str = "") -> Known | None:
        """Return who bears a name, or part of it; of several the one spoken of most, surnames before given names."""
        bearers = self._by_word.get(name[-1])
        if not bearers:
            return None
        if len(bearers) == 1 and not gender and _is_same(bearers[0].words, name):
            return bearers[0]
        fitting = [
            known
            for known in reversed(bearers)
            if "" in (gender, known.gender) or gender == known.gender
        ]
        if len(name) > 1:
            return next((k for k in fitting if _is_same(k.words, name)), None)
        by_surname = [known for known in fitting if known.words[-1:] == (name[0],)]
        return max(by_surname or fitting, key=lambda known: len(known.mentions), default=None)

    def is_quoted(self, number: int, token: int) -> bool:
        """Whether a token stands within quoted words."""
        return token in self._quoted[number]

    def at(self, number: int, token: int) -> Known | None:
        """Return who is mentioned at a token: where a name or the head of a phrase begins."""
        return self._at.get((number, token))

    def source(self, place: int) -> Known:
        """Return the entity at a place among the sources."""
        return self._sources[place]

    def speaks(self, number: int, place: int) -> None:
        """Remember that an entity speaks in a sentence."""
        self.speakers[number].append(self._sources[place])

    def phrase(self, text: str, kind: str, mention: ArticleSpan) -> Known:
        """Return whom a phrase without name or title speaks of, known by its words."""
        known = self._phrases.get(text)
        if known is None:
            known = self._phrases[text] = Known((), kind, mention)
        return known

    def status(self, known: Known, depth: int = 0) -> str:
        """Return what an entity is: as its introduction says, or what the one it belongs to is."""
        if known.status is not None:
            return known.status
        if known.said is None and not known.words and known.mentions:
            number, first, end = known.mentions[0]
            known.said = describe(
                self.sentences[number], *phrase_around(self.sentences[number], first, end)
            )
            known.stated = known.mentions[0]
        said = known.said
        found: str | None = None
        if said is not None:
            found = said.status if said.status in STATUSES else None
            if found is None and said.owner is not None and depth < OWNERS:
                found = self._by_owner(known, said, depth)
            if found is None and said.status == PARTISAN:
                found = POLITICIAN
        if found is None and known.words:
            found = PERSON if known.kind == HUMAN else UNKNOWN
        courtesy = found == OFFICIAL and known.by_quote  # `I think Governor Hale …`
        if (
            (found == PERSON or courtesy)
            and self.is_campaign
            and known.words
            and known.kind == HUMAN
        ):
            found = POLITICIAN
        known.status = found or UNKNOWN
        return known.status

    def _by_owner(self, known: Known, said: Description, depth: int) -> str | None:
        assert said.owner is not None  # noqa: S101
        number = (known.stated or known.mentions[0])[0]
        words = self.sentences[number].tokens.words
        owner = self.at(number, said.owner[0]) or self.named(words[slice(*said.owner)])
        theirs = UNKNOWN if owner is None or owner is known else self.status(owner, depth + 1)
        if said.default == DOCUMENT:
            return OFFICIAL if theirs == OFFICIAL else DOCUMENT
        return said.default if theirs in (UNKNOWN, PERSON) else theirs

    def take_up(self, known: Known, mention: ArticleSpan) -> int:
        """Return the place of an entity that is a source."""
        if known.id is None:
            known.id = len(self._sources)
            self._sources.append(known)
        if mention not in known.mentions[-3:]:
            known.mentions.append(mention)
        return known.id

    def entities(self) -> tuple[Entity, ...]:
        """Return all that are sources, in the order in which they first spoke."""
        return tuple(map(self._finish, self._sources))

    def _finish(self, known: Known) -> Entity:
        assert known.id is not None  # noqa: S101
        mentions = tuple(sorted(set(known.mentions)))
        fullest = known.stated or max(mentions, key=lambda span: span[2] - span[1])
        name = " ".join(self.sentences[fullest[0]].tokens.forms[slice(*fullest[1:])])
        for mark in ",.)":
            name = name.replace(f" {mark}", mark)
        return Entity(known.id, name, self.status(known), known.gender, mentions, known.stated)


def _gender_of(name: Sequence[str]) -> str:
    return given_names().get(name[0], "") if len(name) > 1 else ""


def _is_same(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two names are of one person: `Ana Ruiz` and `Ruiz`, `Ana M. Ruiz`; not `Tom Ruiz`."""
    shorter, longer = (one, other) if len(one) <= len(other) else (other, one)
    return all([word in longer or len(word) == 1 for word in shorter])


def _honorific(words: Sequence[str], first: int) -> str:
    before = first - 2 if first > 1 and words[first - 1] == "." else first - 1
    word = words[before] if before >= 0 else ""
    return word if word in _HONORIFICS else ""


_HONORIFICS = frozenset("mr mrs ms miss dr sir lord lady dame prof rev".split())


def _end_of_term(roles: Roles, first: int) -> int:
    end, at, begins = first + 1, roles.at, roles.begins
    while end < len(at) and at[end] and end not in begins:
        end += 1
    return end


def _explains(roles: Roles, name_end: int, head: int) -> bool:
    """Whether a title right after a name and a comma is that name's: `Ruiz, the mayor`."""
    words = roles.tokens.words
    near = words[name_end:head]
    if roles.at[head] not in PEOPLE or words[head].endswith("s"):
        return False
    return 0 < len(near) <= 4 and near[0] == "," and "," not in near[1:] and "and" not in near  # noqa: PLR2004


def _is_title_case(names: Sequence[tuple[int, int]], roles: Roles) -> bool:
    known = sum(1 for n in roles.begins if roles.tokens.forms[n][0].isupper())
    return 2 * (sum(last - first for first, last in names) + known) > len(roles.tokens.words)


def gender(words: Sequence[str]) -> str:
    """Return f or m where the words for a source tell, else nothing.

    >>> gender(["his", "sister"]), gender(["a", "spokesman"]), gender(["she"]), gender(["Ruiz"])
    ('f', 'm', 'f', '')
    """
    return next((_GENDER[word] for word in reversed(words) if word in _GENDER), "")


def mentions_before(cast: Cast, number: int, token: int) -> Iterator[Mention]:
    """Yield the mentions of a sentence before a token, in order."""
    for mention in cast.mentions[number]:
        if mention[0] >= token:
            break
        yield mention
