"""Gold for the reader: what people or other readers say is in each sentence of an article.

What a file does not code is None, which is another thing than coded as nothing.
"""

from collections.abc import Sequence
from typing import NamedTuple

from mediaframe.article.sentences import Sentence

ROLES = ("source", "cue", "content")

Pieces = tuple[tuple[int, int], ...]
"""Characters of a sentence, in one or several pieces; none where words of that role are missing."""


class GoldSpans(NamedTuple):
    """The words of an attribution."""

    source: Pieces
    cue: Pieces
    content: Pieces


class GoldCode(NamedTuple):
    """What an attribution is."""

    who: str | None  # nobody is stated
    status: str
    content: str
    spans: GoldSpans | None  # of this very attribution, where that is known


class GoldContest(NamedTuple):
    """Words that contest a claim."""

    kind: str
    words: Pieces | None


class GoldSentence(NamedTuple):
    """A sentence with what is coded of it."""

    sentence: Sentence
    spans: tuple[GoldSpans, ...] | None
    codes: tuple[GoldCode, ...] | None
    contests: tuple[GoldContest, ...] | None
    labels: frozenset[str] | None
    is_marked_up: bool = False  # every attribution and contest with its words, none left out


GoldArticle = Sequence[GoldSentence]
