"""What was read of articles, as a page that opens from disk: the text with its marks, who says what, and the cast."""

from collections.abc import Iterator, Sequence
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
    """Yield the marks of a sentence; words of one role and span, and mentions that are sources, are marked once."""
    found: dict[tuple[str, int, int], ReadMark] = {}

    def mark(role: str, words: Words | None, title: str, entity: int | None = None) -> None:
        if words is not None:
            key = role, words.start, words.end
            found.setdefault(key, ReadMark(*key, title, entity))

    for item in read.attributions:
        title = f"source: {speaker(item, article)} ({item.status})"
        mark("source", item.source, title, item.entity)
        mark("cue", item.cue, f"cue: {item.how}")
        mark("content", item.words, f"content: {item.content}")
    for contest in read.contests:
        mark("contest", contest.words, f"contest: {contest.kind}")
    yield from (item for item in mentions if ("source", item.start, item.end) not in found)
    yield from found.values()


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
