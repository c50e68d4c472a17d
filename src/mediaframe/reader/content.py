"""What kind of content a source conveys; codebook, label O and rules 1, 12, 13 and 21 to 23."""

from collections.abc import Sequence

from mediaframe.reader.clauses import QUOTES, Span
from mediaframe.reader.tokens import Match, Tokens
from mediaframe.reader.verbs import TOPICAL, WITH_LISTENER

ASSERTION, FORECAST, STANCE = "assertion", "forecast", "stance"
QUESTION, ACT, TOPIC = "question", "act", "topic"
CONTENTS = (ASSERTION, FORECAST, STANCE, QUESTION, ACT, TOPIC)

HEAD = 9  # words of the content that tell its kind
LONGEST_CONTENT = 100  # words looked at, so that the time stays linear
SHORTEST = 3  # words of content before a cue; `On Monday, the mayor said` has none
_WITHOUT_ASSERTION = {"asking": QUESTION, "promising": ACT, "ordering": ACT, "wishing": STANCE}
_OWN = frozenset(
    """he she they it we i who ministry government army police council country company party""".split()
)
_WANTING = frozenset(
    """will would shall must should ready willing agreed plans plan planned intends intend hopes
    hope wants want needs need going ought let cannot can't won't refuse refused prepared
    determined committed expects""".split()
)
_DUTIES = frozenset("must should ought shall".split())
_FEELINGS = frozenset(
    """shocked saddened proud sorry grateful thank thanks condolences congratulate congratulations
    hopeful pleased glad delighted appeal""".split()
)
_FILLERS = frozenset(
    """that , : " “ ‘ ' on monday tuesday wednesday thursday friday saturday sunday""".split()
)
_QUESTION_WORDS = frozenset("whether if why how what when where who which".split())
_CHARACTERISING = frozenset(["as", "for", "calling", "saying", '"', "“", "‘"])
_IMPERATIVES = frozenset(
    "please leave go stay stop take keep let don't do come call help give get put be make tell send bring wait look".split()
)
_TAILS = frozenset(
    """. , on in at during after before yesterday today monday tuesday wednesday thursday friday saturday sunday to adding when
    last this following late early earlier by from ! ? ; — –""".split()
)
_URGES = frozenset(
    "must should will hope want let demand urge need going call support ask expect advise appeal thank welcome".split()
)
_OURSELVES = frozenset("we i us our i'm i'll we'll we're let's".split())


def find_content(tokens: Tokens, match: Match, source: Span | None) -> tuple[str, Span]:
    """Return what kind of content a cue has, and where it stands: after the cue, or before cue and source."""
    words = tokens.words
    last, end = match.last, len(words)
    if source is not None and source[0] >= last and words[source[1] : source[1] + 1] == ("that",):
        start = source[1]  # were told by the mayor that
    elif source is not None and source[0] >= last:
        start, end = 0, match.first
    elif source is not None and _is_after_content(words, match, source[0]):
        start, end = 0, source[0] - 1
    else:
        start = last
    latest = start + HEAD
    while start < min(end, latest) and words[start] in _FILLERS:
        start += 1
    if start >= end:
        return TOPIC, (last, max(last, end))
    return _kind_of_content(words, match, (start, end)), (start, end)


def _is_after_content(words: Sequence[str], match: Match, source: int) -> bool:
    """Whether cue and source follow what they tell: `…”, she told them`, `…, he said, because`, `…, he said on Monday.`."""
    if source < 2:  # noqa: PLR2004 - a word and a mark
        return False
    if words[source - 1] in QUOTES:
        return QUOTES.isdisjoint(words[match.last : match.last + LONGEST_CONTENT])
    following = words[match.last : match.last + 1]
    return words[source - 1] == "," and source > SHORTEST and not _TAILS.isdisjoint(following)


def _kind_of_content(words: Sequence[str], match: Match, span: Span) -> str:
    kind, (start, end) = match.cue_class, span
    following = words[match.last : match.last + 2 * HEAD]
    has_reason = "because" in words[start : min(end, start + LONGEST_CONTENT)]
    if kind in _WITHOUT_ASSERTION or (
        kind == "announcing" and following[:1] in (("a",), ("an",), ("the",))
    ):
        return ASSERTION if has_reason else _WITHOUT_ASSERTION.get(kind, ACT)
    if "?" in words[max(start, end - 3) : end + 1]:
        return QUESTION
    if kind == "judging" and words[match.first].startswith(TOPICAL):
        return TOPIC if _CHARACTERISING.isdisjoint(following) else ASSERTION
    found = (
        _kind_by_first_words(words[match.first], kind, following) if start >= match.last else None
    )
    if found is None and start > 0 and words[start - 1] in QUOTES and words[start] in _IMPERATIVES:
        found = ACT  # “Please stay at home,” said the police chief
    found = found or _kind_by_verb(words[start : min(start + HEAD, end)])
    if found == STANCE and has_reason:
        return ASSERTION  # a demand with an asserted reason; rule 21
    return found or (
        QUESTION if "?" in words[start : min(end, start + LONGEST_CONTENT)] else ASSERTION
    )


def _kind_by_first_words(cue: str, kind: str, following: Sequence[str]) -> str | None:
    """Return the kind of content that the words right after a cue show: `told them to leave`, `asked whether`."""
    if cue in WITH_LISTENER and "to" in following[:6] and "that" not in following[:4]:
        return ACT
    if kind not in ("saying", "announcing", "believing"):
        return None
    first = next((word for word in following if word not in _FILLERS), "")
    if first in ("whether", "if"):
        return QUESTION
    if first == "to":
        return STANCE
    return ASSERTION if first in _QUESTION_WORDS else None


def _kind_by_verb(head: Sequence[str]) -> str | None:
    """Return stance for what the source itself feels, will or must, forecast for what others will."""
    for index, word in enumerate(head):
        if word in _FEELINGS:
            return STANCE
        if word in _WANTING:
            subject = head[: min(3, index)]
            is_own = (
                word in _DUTIES
                or index == 0
                or head[index - 1] in _OWN
                or not _OWN.isdisjoint(subject)
            )
            return STANCE if is_own else FORECAST
    return None


def quotation_content(words: Sequence[str]) -> str:
    """Return what kind of content quoted words without a cue are."""
    if "?" in words:
        return QUESTION
    if next((word for word in words if word not in QUOTES), "") in _IMPERATIVES:
        return ACT
    urges = not _URGES.isdisjoint(words[:HEAD]) and not _OURSELVES.isdisjoint(words)
    return STANCE if urges else ASSERTION
