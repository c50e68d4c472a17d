"""Mentions: what a phrase says its speaker is, and whether that is public authority speaking as such."""

from collections.abc import Sequence
from itertools import compress

from mediaframe.reader.tokens import Tokens, has_capital

OFFICIAL, POLITICIAN, ORGANISATION = "official", "politician", "organisation"
EXPERT, PERSON, PRESS = "expert", "person", "press"
DOCUMENT, GROUP, UNKNOWN = "document", "group", "unknown"
STATUSES = (OFFICIAL, POLITICIAN, ORGANISATION, EXPERT, PERSON, PRESS, DOCUMENT, GROUP, UNKNOWN)
"""What a source is, as the article tells it."""

SPOKESPERSON, PRONOUN, COUNTRY = "spokesperson", "pronoun", "country"
"""What a phrase alone does not tell: it depends on whom they stand for."""

PRIVATE = frozenset((POLITICIAN, ORGANISATION, EXPERT, PERSON))
"""Who holds no office."""

_CLASSES = PRIVATE | frozenset(
    "office former spokesperson press pronoun group document country".split()
)
_SETTLED = PRIVATE | {OFFICIAL, PRESS}
_PARTS = frozenset("of for at in from with on to by about over near under and , ( )".split())
_ASIDES = frozenset("on with to about over near under".split())
_BEYOND = frozenset("against who which that whose whom".split())
_ANYBODYS = frozenset("president presidents vice secretary chancellor commissioner".split())
HONORIFICS = frozenset("mr mrs ms miss dr sir lord lady dame prof professor rev".split())
_NO_NAMES = HONORIFICS | frozenset(
    """the a an in on at it he she they we i you and but or however meanwhile as for to by from
    with of after before this that these those there here when while if not yes no since
    although though under about over its his her their our my your what who why how where which
    both all some many most more one two three four five six seven eight nine ten according
    earlier later last monday tuesday wednesday thursday friday saturday sunday january february
    march april may june july august september october november december""".split()
)
ARTICLES = frozenset(
    "the a an one its his her their our local officials police he she they".split()
)
"""Words with which a source may begin, beside names and titles."""


class Roles:
    """Which kind of source each token of a sentence speaks of, if any."""

    __slots__ = ("at", "begins", "names", "surnames", "tokens")

    def __init__(self, tokens: Tokens) -> None:
        """Look through the terms found."""
        words, forms = tokens.words, tokens.forms
        capitals = list(compress(range(len(forms)), map(has_capital, forms)))
        at, begins, countries = [""] * len(words), set(), False
        for cue_class, first, last in tokens.matches:
            if cue_class in _CLASSES:
                begins.add(first)
                at[first:last] = [cue_class] * (last - first)
                countries = countries or cue_class == COUNTRY
        self.tokens = tokens
        self.at = tuple(at)
        self.begins = begins
        self.names = [n for n in capitals if not at[n] and words[n] not in _NO_NAMES]
        """Capitalised words that are no known ones, in order."""
        self.surnames = set(self.names)
        """What may end a name that has begun: `Valeska Paris`."""
        if countries:
            self.surnames.update([n for n in capitals if at[n] == COUNTRY and forms[n].isalpha()])

    def is_name(self, position: int) -> bool:
        """Whether a capitalised word stands there that is no known one."""
        return position in self.surnames and not self.at[position]

    def status(self, first: int, last: int) -> str | None:
        """Return what the words from `first` up to `last` say they are, or None if they say nothing.

        The head counts, and what belongs to it only where the head is empty: a lawyer for the ministry is private, a
        spokesman for it official.
        """
        if not any(self.at[first:last]):
            return None
        waiting = None
        segments = self._segments(first, last)
        for number, kinds in enumerate(segments, start=1):
            found = _status_of([kind for kind, _ in kinds])
            if found == OFFICIAL and kinds[-1][1] in _ANYBODYS:
                following = segments[number : number + 1]
                if following and following[0][-1][0] in PRIVATE:
                    return following[0][-1][0]  # president of the club
            if waiting == GROUP:  # residents of the capital, critics of the mayor
                return GROUP
            if found in _SETTLED:
                return found
            if found == COUNTRY and waiting in (SPOKESPERSON, DOCUMENT):
                return OFFICIAL
            waiting = waiting or found
        return waiting

    def _segments(self, first: int, last: int) -> list[list[tuple[str, str]]]:
        """Return kind and word of the terms between small words and commas; what is `against` them is no part of them."""
        segments: list[list[tuple[str, str]]] = []
        kinds: list[tuple[str, str]] = []
        is_aside = False  # `on media freedom` tells nothing of a representative
        for position, word in enumerate(self.tokens.words[first:last], first):
            if word in _PARTS:
                is_aside = word in _ASIDES and (bool(kinds) or is_aside)
                if kinds:
                    segments.append(kinds)
                    kinds = []
            elif word in _BEYOND and kinds:
                break
            elif position in self.begins and not is_aside:
                kinds.append((self.at[position], word))
        if kinds:
            segments.append(kinds)
        return segments


def _status_of(kinds: Sequence[str]) -> str | None:
    """Return the status of a phrase without prepositions; its last word is its head.

    >>> _status_of(["organisation", "office"]), _status_of(["country", "office"]), _status_of(["office", "document"])
    ('organisation', 'official', 'official')
    """
    head, before = kinds[-1], kinds[:-1]
    if "former" in kinds:
        return head if head in PRIVATE else POLITICIAN
    match head:
        case "office":
            return before[-1] if before and before[-1] in PRIVATE else OFFICIAL
        case "spokesperson" | "document":
            nearest = next(
                (kind for kind in reversed(before) if kind in ("office", "country", *PRIVATE)), None
            )
            if nearest in ("office", "country"):
                return OFFICIAL
            if nearest and head == SPOKESPERSON:
                return nearest
        case "group" if before[-1:] == ["office"]:
            return OFFICIAL  # government sources
        case _:
            pass
    return head
