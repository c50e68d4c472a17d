"""Evidence: the words behind a label, as source, cue, content or contest, and where in the article they stand."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from mediaframe.reader.attribution import Attribution
from mediaframe.reader.claims import CLASH, SCARE
from mediaframe.reader.entities import ArticleSpan
from mediaframe.reader.mentions import OFFICIAL, PRONOUN
from mediaframe.reader.quotations import tokens_of
from mediaframe.reader.reading import ReadSentence, SentenceReading
from mediaframe.reader.rivals import marks_of_contrast
from mediaframe.reader.signals import (
    ATTRIBUTED,
    CONTESTED,
    OFFICIAL_ASSERTION,
    is_official_assertion,
)
from mediaframe.reader.tokens import Tokens


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words behind a label; they may stand in another sentence of the article, where a source is named."""

    role: str  # source, cue, content or contest
    kind: str  # what the source is, the class of the cue, the kind of content
    text: str
    start: int  # characters of the article
    end: int


class Source(NamedTuple):
    """Whom a sentence is tied to."""

    name: str | None  # as the article gives it in full; None where it names nobody
    status: str  # what the source is: official, politician, …


def find_source(read: ReadSentence, rules: Sequence[Sequence[Sequence[str]]]) -> Source | None:
    """Return whom a sentence is tied to, by the rules of the labels given; the first of several, for an official claim the first official one.

    None where the sentence has no source.
    """
    reading = read.reading
    asked = {name for rule in rules for line in rule for name in line}
    said = _official(reading) if OFFICIAL_ASSERTION in asked else reading.spoken
    for item in (*said, *reading.attributions):
        return Source(_name(read, item), item.status)
    return None


def _name(read: ReadSentence, item: Attribution) -> str | None:
    """Return what the article calls a source: its entity's name, or else the words for it; a pronoun is no name."""
    if item.entity is not None:
        return read.of_article.entities[item.entity].name
    if item.antecedent is not None:
        return _shown(read, "source", item.status, item.antecedent).text
    if item.source is None or (PRONOUN, *item.source) in read.reading.tokens.matches:
        return None
    return _shown(read, "source", item.status, (read.number, *item.source)).text


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
    number, first, last = span
    sentence = read.article[number]
    start, end = sentence.in_article(
        *shown_span(read.of_article.sentences[number].tokens, role, first, last)
    )
    text = sentence.text[start - sentence.start : end - sentence.start]
    return Evidence(role, kind, text, start, end)


def shown_span(tokens: Tokens, role: str, first: int, last: int) -> tuple[int, int]:
    """Return the characters of tokens, in the sentence as it is read, as they are shown; a source or cue without the marks around it."""
    marks = ",:;" if role == "content" else ""  # of a source or cue all marks around it go
    while first < last - 1 and _is_mark(tokens.forms[first], marks):
        first += 1
    while first < last - 1 and _is_mark(tokens.forms[last - 1], marks):
        last -= 1
    return tokens.span(first, last)


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
    found: list[_Words] = []
    for contest in reading.contests:
        found.append(("contest", contest.kind, (number, *contest.span)))
        if contest.rival is not None:
            found.append(("contest", "rival", contest.rival))
    if found:
        return found
    spans = [(SCARE, tokens_of(q, reading.tokens)) for q in reading.quotations if not q.is_long]
    spans = spans or [(CLASH, (n, n + 1)) for n in marks_of_contrast(reading.tokens.words)]
    return [("contest", kind, (number, *span)) for kind, span in spans]
