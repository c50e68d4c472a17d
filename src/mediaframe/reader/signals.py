"""Signals: what reading a sentence amounts to, as names that heads weigh and the codebook's rules ask for."""

from collections.abc import Iterator, Sequence
from functools import cache

from mediaframe.reader.attribution import CONVEYING, Attribution
from mediaframe.reader.claims import CONTESTS
from mediaframe.reader.kinds import ASSERTION, CONTENTS, FORECAST, TOPIC
from mediaframe.reader.mentions import OFFICIAL, STATUSES, UNKNOWN
from mediaframe.reader.quotations import Quotation, tokens_of
from mediaframe.reader.rivals import CLASH_SIGNS
from mediaframe.reader.speakers import BARE_SHARE, Draft
from mediaframe.reader.terms import word_list

ATTRIBUTED, OFFICIAL_ASSERTION, CONTESTED = "attributed", "official_assertion", "contested"
SUMMARIES = (ATTRIBUTED, OFFICIAL_ASSERTION, CONTESTED)
"""What a sentence amounts to by the codebook's definitions; its rules name these."""

OTHER = "other"
STANDINGS = (OFFICIAL, OTHER, UNKNOWN)
"""What counts of a status beside kind of content and way of telling: public authority, something else, or not known."""

CLAIM, NO_CLAIM = "claim", "no_claim"
"""What counts of a kind of content beside the way of telling: whether it can be true or false."""

_WAYS = (*sorted(CONVEYING), "according", "hearsay", "colon", "quotation", "part_quotation")
_NAMING = word_list("naming")
_CLAIMS = frozenset((ASSERTION, FORECAST))
_TELLING_NONE = frozenset(["asking", "promising", "ordering", "wishing"])


def is_official_assertion(item: Attribution) -> bool:
    """Whether a source in office asserts something; codebook, label O and rules 1, 12, 13 and 21."""
    return (
        item.status == OFFICIAL
        and (
            item.cue_class not in _TELLING_NONE or (item.content == ASSERTION and not item.is_noun)
        )
        and (
            item.content == ASSERTION
            or (item.content == FORECAST and item.cue_class != "announcing")
        )
    )


@cache
def signal_names() -> tuple[str, ...]:
    """Return the names of all signals, in the order of their columns."""
    names = list(SUMMARIES)
    for inside in ("", "inner_"):
        names += [f"{inside}{way}" for way in _WAYS]
        names += [f"{inside}source:{status}" for status in (STANDINGS if inside else STATUSES)]
        names += [f"{inside}content:{content}" for content in CONTENTS]
        names += [f"{inside}{standing}+{kind}" for standing in STANDINGS for kind in CONTENTS]
        names += [f"{inside}{standing}+{way}" for standing in STANDINGS for way in _WAYS]
        names += [f"{inside}{way}+{kind}" for way in _WAYS for kind in (CLAIM, NO_CLAIM)]
    names += [f"noun_{way}" for way in _WAYS]
    names += [f"noun_content:{standing}" for standing in STANDINGS]
    names += [f"contest:{kind}" for kind in CONTESTS]
    names += ["contest:before1"]
    names += [f"clash:{sign}" for sign in CLASH_SIGNS]
    names += [f"quoted:{kind}:{how}" for kind in ("title", "words") for how in ("spoken", "bare")]
    names += ["quoted", "quoted:opened_before", "quoted:goes_on", "quoted:whole"]
    names += ["headline", "headline:quoted"]
    return tuple(names)


CARRIED = tuple(
    name
    for name in signal_names()
    if name in SUMMARIES or name.startswith(("source:", "content:", "contest:", "quoted"))
)
"""The signals that tell something of the neighbouring sentences too."""


CUES, SOURCES, CONTENT, QUOTATIONS, DISPUTE = (
    "cues", "sources", "content", "quotations", "dispute"
)  # fmt: skip
PARTS = (CUES, SOURCES, CONTENT, QUOTATIONS, DISPUTE)
"""What is read of an article, as features may be asked for it part by part."""

_PARTS_OF_SUMMARIES = {
    ATTRIBUTED: {CUES, QUOTATIONS},
    OFFICIAL_ASSERTION: {CUES, SOURCES, CONTENT},
    CONTESTED: {DISPUTE},
}


@cache
def parts_of(name: str) -> frozenset[str]:
    """Return the parts of reading that a signal comes from; a cue class comes from the cues alone.

    >>> sorted(parts_of("official+assertion")), sorted(parts_of("clash:negated"))
    (['content', 'sources'], ['dispute'])
    """
    if name in _PARTS_OF_SUMMARIES:
        return frozenset(_PARTS_OF_SUMMARIES[name])
    if name.startswith(("contest:", "clash:")):
        return frozenset((DISPUTE,))
    if name.startswith(("quoted", "headline")):
        return frozenset((QUOTATIONS,))
    told = set(name.replace(":", "+").removeprefix("inner_").removeprefix("noun_").split("+"))
    found = {
        part
        for part, words in ((SOURCES, (*STATUSES, OTHER)), (CONTENT, (*CONTENTS, CLAIM, NO_CLAIM)))
        if not told.isdisjoint(words)
    }
    return frozenset(found | ({CUES} if not told.isdisjoint(_WAYS) else set())) or frozenset(
        (CUES,)
    )


def apply_rule(rule: Sequence[Sequence[str]], present: frozenset[str]) -> bool:
    """Whether every line of a rule is met by a cue class or signal that is present.

    >>> apply_rule([["saying", "claiming"], ["source:official"]], frozenset({"saying", "source:official"}))
    True
    """
    return not any(present.isdisjoint(line) for line in rule)


def signals_of(draft: Draft, before: Sequence[Draft], *, is_headline: bool) -> frozenset[str]:
    """Return the signals of a sentence; `before` are the two sentences before it."""
    signals = _attribution_signals(draft) if draft.attributions else set()
    if draft.quotations or is_headline:
        signals.update(_quotation_signals(draft, is_headline=is_headline))
    if is_headline and "quoted:words:bare" in signals:
        signals.add(ATTRIBUTED)
    if draft.contests:
        signals.add(CONTESTED)
        signals.update([f"contest:{contest.kind}" for contest in draft.contests])
    if before and before[-1].contests:
        signals.add("contest:before1")
    if draft.clash:
        signals.update([f"clash:{sign}" for sign in draft.clash])
    return frozenset(signals)


def _attribution_signals(draft: Draft) -> set[str]:
    """Return the signals of each attribution, and what those that are the author's amount to."""
    signals: set[str] = set()
    for item in draft.attributions:
        kind = item.cue_class, item.status, item.content, item.is_noun
        is_quoted = draft.quotations != () and draft.is_quoted(item)
        signals |= _signals_of_kind(kind, is_quoted)
    for item in draft.spoken:
        if item.content != TOPIC or item.cue_class != "judging":  # no mere praise or blame
            signals.add(ATTRIBUTED)
        if is_official_assertion(item):
            signals.add(OFFICIAL_ASSERTION)
    return signals


@cache
def _signals_of_kind(kind: tuple[str, str, str, bool], is_quoted: bool) -> frozenset[str]:  # noqa: FBT001 - by its name it would be looked up more slowly
    """Return the signals of an attribution by class, status, content and whether it is a noun; there are few kinds."""
    way, status, content, is_noun = kind
    standing = status if status in STANDINGS else OTHER
    if is_noun:
        told = (f"noun_{way}", f"noun_content:{standing}")
        return frozenset(told if content == ASSERTION else told[:1])
    inside = "inner_" if is_quoted else ""
    claim = CLAIM if content in _CLAIMS else NO_CLAIM
    names = (way, f"source:{standing if is_quoted else status}", f"content:{content}")
    pairs = (f"{standing}+{content}", f"{standing}+{way}", f"{way}+{claim}")
    return frozenset(f"{inside}{name}" for name in names + pairs)


def _is_title(draft: Draft, quotation: Quotation) -> bool:
    """Whether quoted words are a title, name or nickname: `“For Merit”`, `known as “the Pearl”` (rule 9)."""
    first = tokens_of(quotation, draft.tokens)[0]
    tokens = draft.tokens
    is_capital = tokens.text[quotation.start + 1 : quotation.start + 2].isupper()
    return is_capital or not _NAMING.isdisjoint(tokens.words[max(0, first - 3) : first])


def _quotation_signals(draft: Draft, *, is_headline: bool) -> Iterator[str]:
    if is_headline:
        yield "headline"
        if draft.quotations:
            yield "headline:quoted"
    for quotation in draft.quotations:
        if not quotation.is_long:
            kind = "title" if _is_title(draft, quotation) else "words"
            yield f"quoted:{kind}:{'spoken' if draft.attributions else 'bare'}"
            continue
        yield "quoted"
        if quotation.opened_before:
            yield "quoted:opened_before"
        if quotation.goes_on:
            yield "quoted:goes_on"
        if quotation.end - quotation.start > BARE_SHARE * len(draft.tokens.text):
            yield "quoted:whole"
