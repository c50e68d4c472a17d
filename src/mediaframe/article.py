"""An article, its sentences and their offsets: from raw text, or from sentences given one by one.

A sentence is always a sentence of an article; a lone sentence is an article of one. Whatever reads text gets
sentences in article order, so that it can look at the ones around.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sentencex import get_sentence_boundaries

LONGEST = 5_000  # characters of a paragraph read as one


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and where it stands; `start` and `end` count characters of the article's text."""

    article_id: str
    sentence_id: str
    text: str
    start: int
    end: int


def cut_article(text: str, article_id: str) -> tuple[Sentence, ...]:
    """Cut raw text into sentences; `text[start:end]` is the sentence.

    >>> [s.text for s in cut_article('It rained. "We stayed in," said Dr. Ito.', "a")]
    ['It rained.', '"We stayed in," said Dr. Ito.']
    """
    spans = [_trim(text, start, end) for start, end in _boundaries(text)]
    kept = [(start, end) for start, end in spans if start < end]
    return tuple(
        Sentence(article_id, f"{article_id}:{number}", text[start:end], start, end)
        for number, (start, end) in enumerate(kept, start=1)
    )


def _boundaries(text: str) -> Iterator[tuple[int, int]]:
    """Yield where sentences begin and end."""
    for offset, part in _parts(text):
        for boundary in get_sentence_boundaries("en", part):
            yield offset + boundary["start_index"], offset + boundary["end_index"]


def _parts(text: str) -> Iterator[tuple[int, str]]:
    """Yield the parts of a text that no sentence crosses, each with its offset.

    A line break ends a sentence, as headlines have no full stop; but not in a paragraph that was broken into lines
    of equal width, which shows in a line that goes on in lower case.
    """
    lines: list[str] = []
    offset = 0
    for line in [*text.splitlines(keepends=True), ""]:
        if line.strip():
            lines.append(line)
            continue
        is_wrapped = any(follower.lstrip()[:1].islower() for follower in lines[1:])
        for part in ["".join(lines)] if is_wrapped else lines:
            # The splitter looks for the end of a quotation from each mark: cut what no editor would print.
            for start in range(0, len(part), LONGEST):
                yield offset + start, part[start : start + LONGEST]
            offset += len(part)
        offset += len(line)
        lines = []


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a span without the white space around it."""
    sentence = text[start:end]
    start += len(sentence) - len(sentence.lstrip())
    return start, start + len(sentence.strip())


def lone_sentences(texts: Sequence[str]) -> tuple[Sentence, ...]:
    """Return each text as an article of one sentence."""
    return tuple(
        Sentence(str(number), f"{number}:1", text, 0, len(text))
        for number, text in enumerate(texts, start=1)
    )


def place_in_articles(
    texts: Sequence[str], article_ids: Sequence[str], sentence_ids: Sequence[str]
) -> tuple[Sentence, ...]:
    """Return sentences given one by one, in the order given.

    Offsets count an article's sentences as joined by single spaces.
    """
    ends: dict[str, int] = {}
    sentences = []
    for text, article_id, sentence_id in zip(texts, article_ids, sentence_ids, strict=True):
        start = ends.get(article_id, -1) + 1
        ends[article_id] = start + len(text)
        sentences.append(Sentence(article_id, sentence_id, text, start, ends[article_id]))
    return tuple(sentences)


def by_article(sentences: Sequence[Sentence]) -> list[list[int]]:
    """Return the positions of the sentences of each article, in the order given."""
    positions: dict[str, list[int]] = {}
    for position, sentence in enumerate(sentences):
        positions.setdefault(sentence.article_id, []).append(position)
    return list(positions.values())
