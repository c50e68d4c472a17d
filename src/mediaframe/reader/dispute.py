"""Dispute: which words of a sentence mark a claim as disputed, doubted or unestablished (codebook, label C)."""

from collections.abc import Iterator, Sequence

from mediaframe.reader.tokens import Match, Tokens
from mediaframe.reader.verbs import is_denial, is_noun

CONTESTING = frozenset(
    "claiming denying accusing alleged disclaimer untrue rumour rejecting".split()
)
LOOK_BACK = 9  # words between a negation and the check it negates

_CHECKED = frozenset(
    """verify verified verifying corroborate corroborated substantiate substantiated authenticated
    confirmed confirm""".split()
)
_ABLE = frozenset(
    "could can cannot couldn't able unable impossible possible been be independently immediately yet way".split()
)
_NEGATIONS = frozenset(
    "not no none neither nobody nor unable impossible cannot never failed yet".split()
)
_CONTRAST = frozenset(
    """not never no nothing none nobody neither nor actually but however yet false untrue wrong
    without didn't wasn't weren't isn't aren't don't doesn't hadn't""".split()
)
_OF_CLAIM = frozenset("that of by against made".split())


def find_contests(tokens: Tokens) -> Iterator[Match]:
    """Yield the words of a sentence that contest a claim by themselves."""
    for match in tokens.matches:
        if match[0] in CONTESTING and not _is_harmless(tokens, match):
            yield match
    words = tokens.words
    if _CHECKED.isdisjoint(words):
        return
    for position, word in enumerate(words):
        before = words[max(0, position - LOOK_BACK) : position]
        is_negated = any(item in _NEGATIONS or item.endswith("n't") for item in before)
        if word in _CHECKED and is_negated and not _ABLE.isdisjoint(before):
            yield Match("disclaimer", position, position + 1)


def _is_harmless(tokens: Tokens, match: Match) -> bool:
    """Whether a cue contests nothing here: a visa denied, a claim or accusation without its content."""
    if match.cue_class in ("denying", "rejecting"):
        if is_noun(tokens, match):
            return not tokens.words[match.first].startswith("denial")
        return not is_denial(tokens, match)
    if match.cue_class in ("claiming", "accusing") and is_noun(tokens, match):
        return match.last >= len(tokens.words) or tokens.words[match.last] not in _OF_CLAIM
    return False


def contrasting(tokens: Tokens) -> list[int]:
    """Return the tokens of negation and contrast; they contest only beside a rival claim (rule 20)."""
    if _CONTRAST.isdisjoint(tokens.words):
        return []
    return [position for position, word in enumerate(tokens.words) if word in _CONTRAST]


def shared_words(tokens: Tokens, others: Sequence[Tokens]) -> int:
    """Return how many longer words a sentence shares, by their stems, with the one of `others` it shares most with."""
    return max((len(tokens.stems & other.stems) for other in others), default=0)
