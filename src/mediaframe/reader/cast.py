"""Cast: the people and bodies of an article, met as it goes and linked over all of it.

What "President Ana Ruiz" or "Ana Ruiz, the mayor," says once holds for "Ruiz" throughout; "the minister" is the one spoken of
last, and two people of one name are two.
"""

from collections.abc import Iterator, Sequence
from itertools import islice

from mediaframe.reader.composition import describe
from mediaframe.reader.entities import BODILY, HUMAN, KINDS, SEVERAL, Entities, Known
from mediaframe.reader.introductions import describe_around, introduce
from mediaframe.reader.mentions import (
    BODY,
    EXPERT,
    GROUP,
    OFFICIAL,
    PEOPLE,
    PERSON,
    TITLES,
    Roles,
    ends_of_names,
)
from mediaframe.reader.naming import GENDERED, gender_of_name, honorific_before
from mediaframe.reader.phrases import end_of_term
from mediaframe.reader.tokens import Span

CAMPAIGN, DENSE = (
    4,
    12,
)  # words of campaigning, and sentences for each, that make an article one about a campaign
LONGEST_GAP = 6  # words between two names of a list
LONGEST_BODY = 10  # words of a body before its acronym
NEAR = 4  # words between a name and a title that explains it
KNOWN_WELL = 3  # mentions after which a bare title is one of courtesy
MOST = 24  # mentions of a sentence that are looked at, so that the time stays linear

_DEFINITE = frozenset("the this that".split())
_COMPLEMENTS = (("of",), ("for",))
_PERSONS = frozenset(
    "candidate contender hopeful nominee frontrunner front-runner opponent".split()
)
_PLACES = frozenset("of in at from near to".split())
_WEAK = frozenset((PERSON, EXPERT, GROUP))
"""What a later introduction of an office outdoes."""

Mention = tuple[int, Known]
"""Where a sentence speaks of whom: the token that a name or head begins at."""


class Cast(Entities):
    """The entities of an article that was read through."""

    def __init__(self, sentences: Sequence[Roles], quoted: Sequence[frozenset[int]]) -> None:
        """Read through the sentences of an article; `quoted` tells the quoted words of each."""
        super().__init__(sentences)
        self.mentions: list[list[Mention]] = []
        self.speakers: list[list[Known]] = [[] for _ in sentences]  # filled as it is read
        self._quoted = quoted
        self._by_head: dict[str, Known] = {}  # who was called so last: minister, bank
        for number, roles in enumerate(sentences):
            self.mentions.append([])
            if roles.names or roles.begins:
                self._meet_all(number, roles)
        enough = max(CAMPAIGN, len(sentences) // DENSE)
        self.is_campaign = sum([roles.campaigning for roles in sentences]) >= enough

    def is_quoted(self, number: int, token: int) -> bool:
        """Whether a token stands within quoted words."""
        return token in self._quoted[number]

    def mentions_of(self, number: int, before: int | None = None) -> Iterator[Mention]:
        """Yield the first mentions of a sentence in order, up to a token if one is given."""
        for mention in islice(self.mentions[number], MOST):
            if before is not None and mention[0] >= before:
                return
            yield mention

    def speaks(self, number: int, place: int) -> None:
        """Remember that a source speaks in a sentence."""
        self.speakers[number].append(self.source(place))

    def _meet_all(self, number: int, roles: Roles) -> None:
        names = ends_of_names(roles, opens=number == 0)
        words, at, count = roles.tokens.words, roles.at, len(roles.at)
        if 0 in roles.surnames and 0 not in names:
            self._meet_opener(number, roles)
        latest: tuple[Known, int] | None = None  # the name met last, and where it ends
        heads = [head for head in roles.begins if at[head] in KINDS]
        for first in sorted([*names, *heads]):
            if first in names:
                known = self._meet_name(number, roles, first, names[first])
                if known is not None:
                    if latest is not None and known.said is None:
                        self._share_title(number, roles, latest, known, first)
                    latest = known, names[first]
                continue
            end = end_of_term(roles, first)
            if (end < count and at[end] in KINDS) or (end in names and at[first] in TITLES):
                continue  # what stands before a name or another title is no mention of its own
            if latest is not None and _explains(roles, latest[1], first):
                self._by_head[words[end - 1]] = latest[0]
                self._at[number, first] = latest[0]
            else:
                self._meet_head(number, roles, first, end)

    def _meet_opener(self, number: int, roles: Roles) -> None:
        """Take up a lone word that opens a sentence, if it is a name known before."""
        known = self.named(roles.tokens.words[:1])
        if known is not None:
            known.mentions.append((number, 0, 1))
            self._meet(number, 0, known)

    def _meet(self, number: int, first: int, known: Known) -> None:
        self._at[number, first] = known
        self.mentions[number].append((first, known))

    def _meet_name(self, number: int, roles: Roles, first: int, last: int) -> Known | None:
        """Take up a name: whom the article knows by it, or somebody new; none where it is a place or part of a title."""
        words = roles.tokens.words
        name = words[first:last]
        if "." in name:
            name = tuple([word for word in name if word != "."])
        honorific = honorific_before(words, first)
        theirs = GENDERED.get(honorific, "")
        known = self.named(name, theirs)
        if known is not None:
            known.mentions.append((number, first, last))
            if len(name) > len(known.words):
                known.words = name
        else:
            known = self._new_bearer(number, roles, name, (first, last), honorific)
            if known is None:
                return None
        self.index(name, known)
        if not known.gender:
            known.gender = theirs or gender_of_name(known.words)
        self._meet(number, first, known)
        is_open = known.said is None or known.said.status in _WEAK or known.is_doubtful
        if is_open and (last == len(words) or roles.at[last] not in KINDS):
            self._introduce(number, roles, known, first, last)
        return known

    def _new_bearer(
        self, number: int, roles: Roles, name: tuple[str, ...], span: Span, honorific: str
    ) -> Known | None:
        """Return who bears a name that the article has not told yet, if it is anybody's."""
        (first, last), words = span, roles.tokens.words
        body = self._at.get((number, first - 1))
        if body is not None and body.kind == BODILY and not honorific:
            self.index(name, body)  # the Joint Task Force Inherent Resolve
            return None
        if last < len(words) and roles.at[last] in KINDS:
            if last - first == 1 and roles.tokens.forms[first].isupper():
                self._meet_acronym(number, roles, name, span)
            return None  # it only tells what kind of body or man follows
        if first > 0 and last - first == 1 and words[first - 1] in _PLACES:
            return None
        is_thing = words[first - 1 : first] == ("the",)  # the Halven Declaration
        kind = BODILY if is_thing else HUMAN if honorific or len(name) > 1 else ""
        return Known(name, kind, (number, first, last))

    def _meet_acronym(self, number: int, roles: Roles, name: tuple[str, ...], span: Span) -> None:
        """Take up the short name of a body that stands right before the word for it: `the SSO security service`."""
        first, last = span
        if KINDS[roles.at[last]] == BODILY:
            known = Known(name, BODILY, (number, first, last))
            end = end_of_term(roles, last)
            known.said, known.stated = describe_around(roles, last, end), (number, first, end)
            self.index(name, known)

    def _introduce(self, number: int, roles: Roles, known: Known, first: int, last: int) -> None:
        """Take up what is said of the bearer of a name, of whom nothing was said yet, or nothing of an office."""
        introduced = introduce(roles, first, last)
        if introduced is None:
            self._explain_acronym(number, roles, known, first, last)
            return
        said, span = introduced
        is_doubtful = (
            (last - first == 1 and len(known.mentions) >= KNOWN_WELL)
            or roles.tokens.words[last : last + 2] == (",", "as")  # Hale, as minister, …
            or self.is_quoted(number, first)
        )
        outdoes = not is_doubtful and (known.is_doubtful or said.status == OFFICIAL)
        if known.said is not None and not outdoes:
            return
        known.said, known.stated, known.is_doubtful = said, (number, *span), is_doubtful
        if said.head is not None:
            word = roles.tokens.words[end_of_term(roles, said.head) - 1]
            known.kind = known.kind or KINDS.get(roles.at[said.head], "")
            known.gender = known.gender or GENDERED.get(word, "")
            self._by_head[word] = self._at[number, said.head] = known

    def _explain_acronym(
        self, number: int, roles: Roles, known: Known, first: int, last: int
    ) -> None:
        """Read `Security Service of Orrin (SSO)`."""
        words = roles.tokens.words
        is_bracketed = words[first - 1 : first] == ("(",) and words[last : last + 1] == (")",)
        if not is_bracketed or known.said is not None or not roles.tokens.forms[first].isupper():
            return
        start = max(0, first - 1 - LONGEST_BODY)
        for n in range(start, first - 1):
            if words[n] in ("the", "a", ","):
                start = n
        said = describe(roles, start, first - 1)
        if said.status is not None or said.owner is not None:
            known.said, known.stated, known.kind = said, (number, start, first - 1), BODILY

    def _share_title(
        self,
        number: int,
        roles: Roles,
        latest: tuple[Known, int],
        known: Known,
        first: int,
    ) -> None:
        """Let a title in the plural hold for every name of its list: `Senators Ana Ruiz of Halven, Tom Hale and Ida Voss`."""
        (other, end), words = latest, roles.tokens.words
        said = other.said
        if said is None or said.head is None or other.stated is None or other.stated[0] != number:
            return
        is_list = words[first - 1] in (",", "and") and first - end <= LONGEST_GAP
        is_plural = words[end_of_term(roles, said.head) - 1].endswith("s")
        if is_plural and said.head < end and is_list:
            known.said, known.stated = said, other.stated

    def _meet_head(self, number: int, roles: Roles, first: int, end: int) -> None:
        """Take up `the minister`: who was called so last, or somebody new."""
        words, known = roles.tokens.words, None
        word = words[end - 1]
        is_term = end - first > 1 and roles.at[first] == BODY
        term = " ".join(words[first:end]) if is_term else word  # the news agency, the tax agency
        if first > 0 and words[first - 1] in _DEFINITE and words[end : end + 1] not in _COMPLEMENTS:
            known = self._by_head.get(term)
        if known is None:
            kind = HUMAN if word in _PERSONS else KINDS[roles.at[first]]
            if kind == HUMAN and word[-1] == "s" and word[-2:] != "ss":
                kind = SEVERAL
            known = Known((), kind, (number, first, end))
            if word in GENDERED:
                known.gender = GENDERED[word]
        else:
            known.mentions.append((number, first, end))
        self._by_head[word] = self._by_head[term] = known
        self._meet(number, first, known)


def _explains(roles: Roles, name_end: int, head: int) -> bool:
    """Whether a title right after a name and a comma is that name's: `Ruiz, the mayor`."""
    words = roles.tokens.words
    if not 0 < head - name_end <= NEAR or roles.at[head] not in PEOPLE or words[head][-1] == "s":
        return False
    near = words[name_end:head]
    return near[0] == "," and "," not in near[1:] and "and" not in near
