"""Evidence: the words behind a label, as source, cue, content or contest, and where in the article they stand."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mediaframe.reader.attribution import Attribution
from mediaframe.reader.dispute import contrasting
from mediaframe.reader.quotations import tokens_of
from mediaframe.reader.reading import ReadSentence, SentenceReading
from mediaframe.reader.referents import ArticleSpan
from mediaframe.reader.signals import (
    ATTRIBUTED,
    CONTESTED,
    OFFICIAL_ASSERTION,
    is_official_assertion,
)
from mediaframe.reader.sources import OFFICIAL


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words behind a label; they may stand in another sentence of the article, where a source is named."""

    role: str  # source, cue, content or contest
    kind: str  # what the source is, the class of the cue, the kind of content
    text: str
    start: int  # characters of the article
    end: int


def find_evidence(read: ReadSentence, rule: Sequence[Sequence[str]]) -> tuple[Evidence, ...]:
    """Return the words behind a label, by what its rule asks for.

    Where the rule is not met, yet the label given, the nearest that the sentence offers is shown.
    """
    asked = {name for line in rule for name in line}
    reading, number = read.reading, read.number
    found: list[_Words] = []
    if ATTRIBUTED in asked:
        for item in reading.spoken or reading.attributions:
            found += _of_attribution(item, number)
    if OFFICIAL_ASSERTION in asked:
        for item in _official(reading):
            found += _of_attribution(item, number)
    if CONTESTED in asked:
        found += _of_contest(reading, number)
    found += [
        ("cue", match.cue_class, (number, match.first, match.last))
        for match in reading.tokens.matches
        if match.cue_class in asked
    ]
    return tuple(dict.fromkeys(_shown(read, *words) for words in found))


def _shown(read: ReadSentence, role: str, kind: str, span: ArticleSpan) -> Evidence:
    """Return tokens as evidence; a source or cue without the marks around it."""
    number, first, last = span
    tokens, sentence = read.of_article[number].tokens, read.article[number]
    marks = ",:;" if role == "content" else ""  # of a source or cue all marks around it go
    while first < last - 1 and _is_mark(tokens.forms[first], marks):
        first += 1
    while first < last - 1 and _is_mark(tokens.forms[last - 1], marks):
        last -= 1
    start, end = sentence.in_article(*tokens.span(first, last))
    text = sentence.text[start - sentence.start : end - sentence.start]
    return Evidence(role, kind, text, start, end)


def _is_mark(form: str, marks: str) -> bool:
    return form in marks if marks else not form[-1].isalnum()


_Words = tuple[str, str, ArticleSpan]
"""Role, kind and span of words."""


def _official(reading: SentenceReading) -> Sequence[Attribution]:
    """Return what makes an official claim, or else the attributions that come nearest to one."""
    spoken = reading.spoken or reading.attributions
    return (
        [item for item in spoken if is_official_assertion(item)]
        or [item for item in spoken if item.status == OFFICIAL]
        or spoken
    )


def _of_attribution(item: Attribution, number: int) -> Iterator[_Words]:
    if item.antecedent is not None:
        yield "source", item.status, item.antecedent
    if item.source is not None:
        yield "source", item.status, (number, *item.source)
    if item.cue is not None:
        yield "cue", item.cue_class, (number, *item.cue)
    if item.content_span[0] < item.content_span[1]:
        yield "content", item.content, (number, *item.content_span)


def _of_contest(reading: SentenceReading, number: int) -> list[_Words]:
    """Return the words that contest a claim, or else scare quotes, or else words of contrast."""
    spans = [(match.cue_class, (match.first, match.last)) for match in reading.contests]
    if not spans:
        spans = [
            ("scare_quotes", tokens_of(q, reading.tokens))
            for q in reading.quotations
            if not q.is_long
        ]
    if not spans:
        spans = [("contrast", (token, token + 1)) for token in contrasting(reading.tokens)]
    return [("contest", kind, (number, *span)) for kind, span in spans]
