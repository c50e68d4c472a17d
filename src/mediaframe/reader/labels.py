"""Labels: names before a colon that tell who speaks, in headlines, interviews and transcripts."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from mediaframe.reader.grammar import AUXILIARIES
from mediaframe.reader.mentions import Roles

LONGEST_LABEL = 9  # words before the colon
_SMALL = frozenset("of the for and in at de van von".split())


class Labels(NamedTuple):
    """The labels of an interview, by the last word of their name."""

    speakers: frozenset[str]
    askers: frozenset[str]


def is_name_label(roles: Roles, colon: int) -> bool:
    """Whether the words before a colon may name a speaker: `HALE:`, `The mayor of Orrin:`; not `Launch site:`, `2. Chad:`."""
    words, at, forms = roles.tokens.words[:colon], roles.at, roles.tokens.forms
    if not AUXILIARIES.isdisjoint(words) or (words and words[0][0].isdigit()):
        return False
    for n, word in enumerate(words):
        if not (at[n] or forms[n][0].isupper() or word in _SMALL or word in ".-',’"):
            return False
    return True


def label_of(roles: Roles) -> str | None:
    """Return the name in the label that opens a sentence, by its last word, or None where none does."""
    words = roles.tokens.words
    if ":" not in words[1:LONGEST_LABEL]:
        return None
    colon = words.index(":")
    if not is_name_label(roles, colon):
        return None
    name = words[: words.index(",")] if "," in words[:colon] else words[:colon]
    return name[-1] if name else None


def interview_labels(sentences: Sequence[Roles]) -> Labels:
    """Return the labels that open several sentences: those of speakers, and those of who mostly asks."""
    counts: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    current = None
    has_asked = False
    for roles in sentences:
        label = label_of(roles)
        if label is not None:
            counts[label] += 1
            current, has_asked = label, False
        if current is not None and not has_asked and "?" in roles.tokens.words:
            asked[current] += 1
            has_asked = True
    often = {label for label, count in counts.items() if count > 1}
    askers = {label for label in often if 2 * asked[label] >= counts[label]}
    return Labels(frozenset(often - askers), frozenset(askers))
