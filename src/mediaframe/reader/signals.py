"""Signals: what reading a sentence amounts to, as names that heads weigh and the codebook's rules ask for."""

from collections.abc import Iterator, Sequence
from functools import cache

from mediaframe.reader.attribution import CONVEYING, Attribution
from mediaframe.reader.content import ASSERTION, CONTENTS, FORECAST, TOPIC
from mediaframe.reader.dispute import CONTESTING, contrasting, shared_words
from mediaframe.reader.quotations import Quotation
from mediaframe.reader.sources import (
    COUNTRY,
    DOCUMENT,
    NAMED,
    OFFICIAL,
    PRESS,
    PRIVATE,
    PRONOUN,
    SPOKESPERSON,
    UNKNOWN,
    UNNAMED,
)
from mediaframe.reader.speakers import MOST, Reading

ATTRIBUTED, OFFICIAL_ASSERTION, CONTESTED = "attributed", "official_assertion", "contested"
SUMMARIES = (ATTRIBUTED, OFFICIAL_ASSERTION, CONTESTED)
"""What a sentence amounts to by the codebook's definitions; its rules name these."""

STATUSES = (
    OFFICIAL,
    PRIVATE,
    DOCUMENT,
    PRESS,
    SPOKESPERSON,
    UNNAMED,
    NAMED,
    PRONOUN,
    COUNTRY,
    UNKNOWN,
)
MOST_SHARED = 3  # words shared with a rival claim; more say no more
_WAYS = (*sorted(CONVEYING), "according", "hearsay", "colon", "quotation", "part_quotation")
_NAMING = frozenset(
    "nicknamed known called dubbed titled entitled named nickname codenamed word term phrase novel book film song album exhibition".split()
)
_NO_CLAIM = frozenset(["asking", "promising", "ordering", "wishing"])
_RIVALS = frozenset("while but ; whereas although".split())


def is_official_assertion(item: Attribution) -> bool:
    """Whether a source in office asserts something; codebook, label O and rules 1, 12, 13 and 21."""
    return (
        item.status == OFFICIAL
        and item.cue_class not in _NO_CLAIM
        and (
            item.content == ASSERTION
            or (item.content == FORECAST and item.cue_class != "announcing")
        )
    )


def signal_names() -> tuple[str, ...]:
    """Return the names of all signals, in the order of their columns."""
    names = list(SUMMARIES)
    for inside in ("", "inner_"):
        names += [f"{inside}{way}" for way in _WAYS]
        names += [f"{inside}source:{status}" for status in STATUSES]
        names += [f"{inside}content:{content}" for content in CONTENTS]
        names += [f"{inside}{status}+{content}" for status in STATUSES for content in CONTENTS]
        names += [f"{inside}{status}+{way}" for status in STATUSES for way in _WAYS]
        names += [f"{inside}{way}+{content}" for way in _WAYS for content in CONTENTS]
    names += [f"noun_{way}" for way in _WAYS]
    names += [f"noun_content:{status}" for status in STATUSES]
    names += [f"contest:{kind}" for kind in sorted(CONTESTING)]
    names += ["contest:before1", "contest:two_sources", "contest:two_kinds"]
    names += ["contrast:spoken", "contrast:rival", "contrast:disputed"]
    names += [f"contrast:shared{count}" for count in range(1, MOST_SHARED + 1)]
    names += [f"quoted:{kind}:{how}" for kind in ("title", "words") for how in ("spoken", "bare")]
    names += ["quoted", "quoted:opened_before", "quoted:goes_on", "quoted:whole"]
    names += ["headline", "headline:quoted", "scare_quotes"]
    return tuple(names)


CARRIED = tuple(
    name
    for name in signal_names()
    if name in SUMMARIES or name.startswith(("source:", "content:", "contest:", "quoted"))
)
"""The signals that tell something of the neighbouring sentences too."""


def signals_of(reading: Reading, before: Sequence[Reading], *, is_headline: bool) -> Iterator[str]:
    """Yield the signals of a sentence; `before` are the two sentences before it."""
    quoted = set(_quotation_signals(reading, is_headline=is_headline))
    yield from quoted
    yield from _attribution_signals(reading)
    yield from _contest_signals(reading, before)
    spoken = reading.spoken
    is_scare_quoted = "quoted:words:bare" in quoted and not is_headline
    conveyed = any(item.content != TOPIC or item.cue_class != "judging" for item in spoken)
    if conveyed or ("quoted:words:bare" in quoted and is_headline):
        yield ATTRIBUTED
    if any(map(is_official_assertion, spoken)):
        yield OFFICIAL_ASSERTION
    if is_scare_quoted:
        yield "scare_quotes"
    if reading.contests or is_scare_quoted:
        yield CONTESTED


def _attribution_signals(reading: Reading) -> Iterator[str]:
    for item in reading.attributions:
        if item.is_noun:
            yield f"noun_{item.cue_class}"
            if item.content == ASSERTION:
                yield f"noun_content:{item.status}"
        else:
            inside = "inner_" if reading.is_quoted(item) else ""
            yield from _names_of(inside, item.cue_class, item.status, item.content)


@cache
def _names_of(inside: str, way: str, status: str, content: str) -> tuple[str, ...]:
    """Return the signals of an attribution; there are few kinds, and many attributions."""
    return (
        f"{inside}{way}",
        f"{inside}source:{status}",
        f"{inside}content:{content}",
        f"{inside}{status}+{content}",
        f"{inside}{status}+{way}",
        f"{inside}{way}+{content}",
    )


def _contest_signals(reading: Reading, before: Sequence[Reading]) -> Iterator[str]:
    for match in reading.contests:
        yield f"contest:{match.cue_class}"
    if before and before[-1].contests:
        yield "contest:before1"
    statuses = [item.status for item in reading.attributions if not item.is_noun]
    if len(statuses) > 1 and not _RIVALS.isdisjoint(reading.text.words):
        yield "contest:two_sources"
        if len(set(statuses)) > 1:
            yield "contest:two_kinds"
    if contrasting(reading.text):
        yield from _contrast_signals(reading, before)


def _contrast_signals(reading: Reading, before: Sequence[Reading]) -> Iterator[str]:
    """Yield what stands around a word of contrast; beside a rival claim it contests (rule 20)."""
    rivals = [item for item in before if item.attributions or item.contests]
    shared = shared_words(reading.text, [item.text for item in rivals])
    if shared:
        yield f"contrast:shared{min(shared, MOST_SHARED)}"
    if reading.attributions:
        yield "contrast:spoken"
        if any(item.attributions and not item.attributions[-1].is_noun for item in before):
            yield "contrast:rival"
    if any(item.contests for item in before):
        yield "contrast:disputed"


def _is_title(reading: Reading, quotation: Quotation) -> bool:
    """Whether quoted words are a title, name or nickname: `“For Merit”`, `known as “the Pearl”` (rule 9)."""
    first = reading.tokens_of(quotation)[0]
    text = reading.text
    is_capital = text.text[quotation.start + 1 : quotation.start + 2].isupper()
    return is_capital or not _NAMING.isdisjoint(text.words[max(0, first - 3) : first])


def _quotation_signals(reading: Reading, *, is_headline: bool) -> Iterator[str]:
    if is_headline:
        yield "headline"
        if reading.quotations:
            yield "headline:quoted"
    for quotation in reading.quotations:
        if not quotation.is_long:
            kind = "title" if _is_title(reading, quotation) else "words"
            yield f"quoted:{kind}:{'spoken' if reading.attributions else 'bare'}"
            continue
        yield "quoted"
        if quotation.opened_before:
            yield "quoted:opened_before"
        if quotation.goes_on:
            yield "quoted:goes_on"
        if quotation.end - quotation.start > (1 + MOST) / 2 * len(reading.text.text):
            yield "quoted:whole"
