"""What was read of articles, as a page that opens from disk: the text with its marks, who says what, and the cast."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from mediaframe.codebook import Codebook
from mediaframe.files.text import shorten
from mediaframe.reader.inspection import (
    InspectedArticle,
    InspectedSentence,
    ReadAttribution,
    ReadContest,
    ReadEntity,
    Words,
)
from mediaframe.serving.html import fill_page, nest_marks
from mediaframe.serving.reading_text import sentence_at, speaker

ROLES = {
    "source": "who is said to have said it",
    "cue": "the words that tie it to a source",
    "content": "what the source conveys",
    "contest": "words that dispute or doubt it",
    "mention": "someone of the cast",
}
LONGEST = 80  # characters of a rival claim shown


@dataclass(frozen=True, slots=True)
class ReadMark:
    """Words of one role."""

    role: str
    start: int  # characters of the article
    end: int
    title: str
    entity: int | None = None


@dataclass(frozen=True, slots=True)
class ReadNote:
    """What a sentence says below its text: who says what, or what is contested."""

    role: str  # attribution or contest
    who: str
    what: str
    entity: int | None
    elsewhere: int | None  # number of the sentence that names the source or holds the rival claim


@dataclass(frozen=True, slots=True)
class ShownReading:
    """A sentence as the page shows it."""

    read: InspectedSentence
    parts: tuple[str | ReadMark | None, ...]
    notes: tuple[ReadNote, ...]


@dataclass(frozen=True, slots=True)
class CastMember:
    """An entity and the numbers of the sentences that mention it."""

    entity: ReadEntity
    sentences: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ShownArticle:
    """An article as the page shows it."""

    read: InspectedArticle
    sentences: tuple[ShownReading, ...]
    cast: tuple[CastMember, ...]


def write_reading_page(
    path: Path, articles: Sequence[InspectedArticle], codebook: Codebook
) -> None:
    """Write what was read of articles as one HTML file, which appears whole and asks nothing of the net."""
    context = {
        "articles": [_show(article) for article in articles],
        "codebook": codebook,
        "roles": ROLES,
        "most": max((len(article.entities) for article in articles), default=0),
    }
    fill_page(path, "reading.html.jinja", context)


def _show(article: InspectedArticle) -> ShownArticle:
    mentions: dict[int, list[ReadMark]] = {}
    cast = []
    for entity in article.entities:
        numbers = [sentence_at(article, words.start) for words in entity.mentions]
        for number, words in zip(numbers, entity.mentions, strict=True):
            title = f"{entity.name} ({entity.status})"
            mark = ReadMark("mention", words.start, words.end, title, entity.id)
            mentions.setdefault(number, []).append(mark)
        if numbers:
            cast.append(CastMember(entity, tuple(dict.fromkeys(numbers))))
    sentences = []
    for number, read in enumerate(article.sentences, start=1):
        marks = list(_marks(read, article, mentions.get(number, [])))
        parts = tuple(nest_marks(read.text, read.start, marks))
        sentences.append(ShownReading(read, parts, tuple(_notes(read, number, article))))
    return ShownArticle(article, tuple(sentences), tuple(cast))


def _marks(
    read: InspectedSentence, article: InspectedArticle, mentions: Sequence[ReadMark]
) -> Iterator[ReadMark]:
    """Yield the marks of a sentence: sources, mentions that are no part of their own source, and other words by role."""
    sources: dict[tuple[int, int], ReadMark] = {}
    for item in read.attributions:
        if item.source is not None:
            span = item.source.start, item.source.end
            title = f"source: {speaker(item, article)} ({item.status})"
            sources.setdefault(span, ReadMark("source", *span, title, item.entity))
    yield from sources.values()
    yield from (mark for mark in mentions if not _is_told(mark, sources.values()))
    yield from _merged("cue", [(item.cue, item.how) for item in read.attributions])
    yield from _merged("content", [(item.words, item.content) for item in read.attributions])
    yield from _merged("contest", [(item.words, item.kind) for item in read.contests])


def _is_told(mention: ReadMark, sources: Iterable[ReadMark]) -> bool:
    """Whether a mention lies within the mark of a source that is the same entity, or has the same words."""
    span = mention.start, mention.end
    return any(
        (source.start, source.end) == span
        or (source.entity == mention.entity and source.start <= span[0] and span[1] <= source.end)
        for source in sources
    )


def _merged(role: str, found: Sequence[tuple[Words | None, str]]) -> Iterator[ReadMark]:
    """Yield the marks of a role; words that overlap become one mark, so that marks never nest deep."""
    spans = sorted((words.start, words.end, kind) for words, kind in found if words is not None)
    runs: list[list[tuple[int, int, str]]] = []
    end = -1
    for span in spans:
        if span[0] >= end:
            runs.append([])
        runs[-1].append(span)
        end = max(end, span[1])
    for run in runs:
        kinds = ", ".join(dict.fromkeys(kind for _, _, kind in run))
        yield ReadMark(role, run[0][0], max(last for _, last, _ in run), f"{role}: {kinds}")


def _notes(read: InspectedSentence, number: int, article: InspectedArticle) -> Iterator[ReadNote]:
    for item in read.attributions:
        yield _attribution_note(item, number, article)
    for contest in read.contests:
        yield _contest_note(contest, number, article)


def _attribution_note(item: ReadAttribution, number: int, article: InspectedArticle) -> ReadNote:
    how = f"“{item.cue.text}”" if item.cue else item.how.replace("_", " ")
    what = f"{item.status} · {how} · {item.content}" + (
        " · in quoted words" if item.is_inner else ""
    )
    named = None if item.named is None else sentence_at(article, item.named.start)
    elsewhere = None if named == number else named
    return ReadNote("attribution", speaker(item, article), what, item.entity, elsewhere)


def _contest_note(contest: ReadContest, number: int, article: InspectedArticle) -> ReadNote:
    if contest.rival is None:
        return ReadNote("contest", contest.words.text, contest.kind, None, None)
    against = sentence_at(article, contest.rival.start)
    return ReadNote(
        "contest",
        contest.words.text,
        f"{contest.kind}, against “{shorten(contest.rival.text, LONGEST)}”",
        None,
        None if against == number else against,
    )
