"""Sentences that know their article, in the order in which they stand there."""

from collections.abc import Sequence
from dataclasses import dataclass

from mediaframe.article.normal import Span, original_spans


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and where it stands; `start` and `end` count characters of the article's text."""

    article_id: str
    sentence_id: str
    text: str
    start: int
    end: int

    def in_article(self, start: int, end: int) -> Span:
        """Return the characters of the article for those of the sentence as it is read (`article.normal`)."""
        ((first, last),) = original_spans(self.text, [(start, end)])
        return self.start + first, self.start + last


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


BEFORE, AFTER = 2, 1  # neighbouring sentences that the codebook lets coders read


def neighbours(texts: Sequence[str], article_ids: Sequence[str]) -> list[tuple[str, str]]:
    """Return what coders may read before and after each sentence, of its article.

    >>> neighbours(["One.", "Two.", "Else."], ["a", "a", "b"])
    [('', 'Two.'), ('One.', ''), ('', '')]
    """
    articles: dict[str, list[int]] = {}
    for position, article in enumerate(article_ids):
        articles.setdefault(article, []).append(position)
    found = [("", "")] * len(texts)
    for positions in articles.values():
        own = [texts[position] for position in positions]
        for at, position in enumerate(positions):
            before, after = own[max(0, at - BEFORE) : at], own[at + 1 : at + 1 + AFTER]
            found[position] = " ".join(before), " ".join(after)
    return found


def by_article(sentences: Sequence[Sentence]) -> list[list[int]]:
    """Return the positions of the sentences of each article, in the order given."""
    positions: dict[str, list[int]] = {}
    for position, sentence in enumerate(sentences):
        positions.setdefault(sentence.article_id, []).append(position)
    return list(positions.values())
