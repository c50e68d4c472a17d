"""What was read of an article, as text for a terminal: sentence by sentence, then the cast."""

from bisect import bisect_right
from collections.abc import Iterator

from mediaframe.files.text import shorten
from mediaframe.reader.inspection import (
    InspectedArticle,
    InspectedSentence,
    ReadAttribution,
    ReadContest,
    ReadEntity,
)

LONGEST = 100  # characters of content shown
MOST_MENTIONS = 8  # of an entity, shown


def reading_text(article: InspectedArticle) -> str:
    """Return what was read of an article; `#1` is an entity of its cast, `[2]` a sentence."""
    lines = [article.article_id]
    for number, sentence in enumerate(article.sentences, start=1):
        lines += ["", f"[{number}] {sentence.text}"]
        lines += [f"    {line}" for line in _lines_of(sentence, article)]
    if article.entities:
        lines += ["", "cast"]
        lines += [f"  {_cast_line(entity, article)}" for entity in article.entities]
    return "\n".join(lines)


def _lines_of(sentence: InspectedSentence, article: InspectedArticle) -> Iterator[str]:
    if sentence.labels:
        yield f"labels: {', '.join(label.replace('_', ' ') for label in sentence.labels)}"
    for item in sentence.attributions:
        yield _attribution_line(item, article)
    for words in sentence.quotations:
        yield f"quotation: {shorten(words.text, LONGEST)}"
    for contest in sentence.contests:
        yield _contest_line(contest, article)


def _attribution_line(item: ReadAttribution, article: InspectedArticle) -> str:
    """Return `source [who] (status) cue → kind of content: words`."""
    who = speaker(item, article)
    cue = f"“{item.cue.text}” ({item.how})" if item.cue else item.how
    said = f": {shorten(item.words.text, LONGEST)}" if item.words else ""
    inner = "within quoted words: " if item.is_inner else ""
    return f"{inner}{who} ({item.status}) {cue} → {item.content}{said}"


def speaker(item: ReadAttribution, article: InspectedArticle) -> str:
    """Return who speaks: the words of the sentence, and whom of the article they mean."""
    entity = None if item.entity is None else article.entities[item.entity]
    name = entity.name if entity else item.named.text if item.named else None
    words = item.source.text if item.source else None
    told = " = ".join(dict.fromkeys(filter(None, (words, name)))) or "nobody named"
    return f"{told} #{item.entity + 1}" if item.entity is not None else told


def _contest_line(contest: ReadContest, article: InspectedArticle) -> str:
    rival = ""
    if contest.rival is not None:
        number = sentence_at(article, contest.rival.start)
        rival = f", against [{number}] {shorten(contest.rival.text, LONGEST)}"
    return f"contested ({contest.kind}): {contest.words.text}{rival}"


def _cast_line(entity: ReadEntity, article: InspectedArticle) -> str:
    stated = f", by “{shorten(entity.stated.text, LONGEST)}”" if entity.stated else ""
    shown = [
        f"[{sentence_at(article, words.start)}] {words.text}"
        for words in entity.mentions[:MOST_MENTIONS]
    ]
    more = len(entity.mentions) - len(shown)
    mentions = ", ".join(shown) + (f" and {more} more" if more else "")
    return f"#{entity.id + 1} {entity.name} – {entity.status}{stated}; {mentions}"


def sentence_at(article: InspectedArticle, character: int) -> int:
    """Return the number, from 1, of the sentence that a character of the article stands in."""
    return bisect_right(article.sentences, character, key=lambda sentence: sentence.start)
