"""Inspection: all that was read of an article, as data: who says what in each sentence, what is contested, and who there is.

Every span counts characters of the article's text, as `predict` does, and says its words.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Literal

from pydantic import Field

from mediaframe.article.sentences import Sentence, by_article
from mediaframe.codebook import Codebook
from mediaframe.files.schema import Section
from mediaframe.reader.attribution import Attribution
from mediaframe.reader.claims import Contest
from mediaframe.reader.entities import ArticleSpan
from mediaframe.reader.evidence import shown_span
from mediaframe.reader.kinds import TOPIC
from mediaframe.reader.matching import Lexicon
from mediaframe.reader.reading import ReadSentence, in_batches, lexicon_terms, read_sentences
from mediaframe.reader.signals import apply_rule

Status = Literal[
    "official", "politician", "organisation", "expert", "person", "press", "document", "group", "unknown"
]  # fmt: skip
ContentKind = Literal[
    "assertion", "forecast", "act", "promise", "demand", "question", "stance", "topic"
]
ContestKind = Literal["clash", "distance", "disclaimer", "scare", "evidence"]

LONGEST = 1000  # characters of words told, so that thousands of cues in one sentence stay readable


class Words(Section):
    """Words of the article."""

    text: str = Field(description="The words; of longer ones the first thousand characters.")
    start: int = Field(ge=0, description="Character of the article at which they start.")
    end: int = Field(ge=0, description="Character of the article behind them.")


class ReadEntity(Section):
    """A person, body or document that is a source in the article."""

    id: int = Field(ge=0, description="Number of the entity in its article, from 0.")
    name: str = Field(description="Fullest name and office that the article gives.")
    status: Status = Field(description="What it is, by the words of the article.")
    stated: Words | None = Field(description="The words that state the status; null where none do.")
    mentions: tuple[Words, ...] = Field(description="Where the article speaks of it.")


class ReadAttribution(Section):
    """Content tied to a source."""

    how: str = Field(
        description="Class of the cue in the lexicon, such as `saying`; `quotation`, `part_quotation` or `colon` where marks alone tie them."
    )
    cue: Words | None = Field(description="The cue; null where quotation marks alone tie them.")
    source: Words | None = Field(
        description="The words for the source in this sentence; null where there are none."
    )
    named: Words | None = Field(
        description="Where the article names who is only referred to here; null elsewhere."
    )
    entity: int | None = Field(description="Id of the entity that speaks; null for none.")
    status: Status = Field(description="What the source is.")
    content: ContentKind = Field(description="What kind of content it conveys.")
    words: Words | None = Field(description="The words of the content; null where there are none.")
    is_inner: bool = Field(
        description="Whether it stands within quoted words, and so belongs to what is told there."
    )


class ReadContest(Section):
    """A claim that is disputed, doubted or unestablished."""

    kind: ContestKind = Field(description="How it is contested.")
    words: Words = Field(description="The words that contest it.")
    rival: Words | None = Field(
        description="The claim that they contest; null where none was found."
    )


class InspectedSentence(Section):
    """What was read of a sentence."""

    sentence_id: str = Field(description="Id of the sentence.")
    text: str = Field(description="The sentence.")
    start: int = Field(ge=0, description="Character of the article at which it starts.")
    end: int = Field(ge=0, description="Character of the article behind it.")
    labels: tuple[str, ...] = Field(description="Labels that the rules of the codebook give.")
    attributions: tuple[ReadAttribution, ...] = Field(description="Who says what in it.")
    quotations: tuple[Words, ...] = Field(description="Quoted words, marks included.")
    contests: tuple[ReadContest, ...] = Field(description="What is contested in it.")


class InspectedArticle(Section):
    """What was read of an article."""

    article_id: str = Field(description="Id of the article.")
    sentences: tuple[InspectedSentence, ...] = Field(description="Its sentences, in order.")
    entities: tuple[ReadEntity, ...] = Field(description="Its sources.")


def inspect(codebook: Codebook, sentences: Sequence[Sentence]) -> Iterator[InspectedArticle]:
    """Yield what is read of articles, in the order in which they begin.

    Args:
        codebook: its rules give the labels, its lexicon adds to the cues.
        sentences: all sentences of each article, in its order.
    """
    lexicon = Lexicon(lexicon_terms(codebook))
    for _, batch in in_batches(sentences):
        read = read_sentences(lexicon, batch)
        for article in by_article(read):
            yield _inspected([read[position] for position in article], codebook)


def _inspected(article: Sequence[ReadSentence], codebook: Codebook) -> InspectedArticle:
    first = article[0]
    return InspectedArticle(
        article_id=first.article_id,
        sentences=tuple(_sentence(read, codebook) for read in article),
        entities=tuple(
            ReadEntity(
                id=entity.id,
                name=entity.name,
                status=entity.status,
                stated=None if entity.stated is None else _words(first, "source", entity.stated),
                mentions=tuple(_words(first, "source", span) for span in entity.mentions),
            )
            for entity in first.of_article.entities
        ),
    )


def _sentence(read: ReadSentence, codebook: Codebook) -> InspectedSentence:
    reading = read.reading
    spoken = frozenset(reading.spoken)
    conveying = (
        item for item in reading.attributions if not (item.is_noun and item.content == TOPIC)
    )
    return InspectedSentence(
        sentence_id=read.sentence_id,
        text=read.text,
        start=read.start,
        end=read.end,
        labels=tuple(
            label for label, rule in codebook.rules.items() if apply_rule(rule, reading.present)
        ),
        attributions=tuple(
            _attribution(read, item, is_inner=item not in spoken) for item in conveying
        ),
        quotations=tuple(
            _cut(read, quotation.start, quotation.end) for quotation in reading.quotations
        ),
        contests=tuple(_contest(read, contest) for contest in reading.contests),
    )


def _contest(read: ReadSentence, contest: Contest) -> ReadContest:
    rival = contest.rival
    return ReadContest(
        kind=contest.kind,
        words=_words(read, "contest", (read.number, *contest.span)),
        rival=None if rival is None else _words(read, "content", rival),
    )


def _attribution(read: ReadSentence, item: Attribution, *, is_inner: bool) -> ReadAttribution:
    def own(role: str, span: tuple[int, int] | None) -> Words | None:
        return (
            None if span is None or span[0] >= span[1] else _words(read, role, (read.number, *span))
        )

    return ReadAttribution(
        how=item.cue_class,
        cue=own("cue", item.cue),
        source=own("source", item.source),
        named=None if item.antecedent is None else _words(read, "source", item.antecedent),
        entity=item.entity,
        status=item.status,
        content=item.content,
        words=own("content", item.content_span),
        is_inner=is_inner,
    )


def _words(read: ReadSentence, role: str, span: ArticleSpan) -> Words:
    """Return words of any sentence of the article that `read` stands in, without the marks around them."""
    number, first, last = span
    start, end = shown_span(read.of_article.sentences[number].tokens, role, first, last)
    return _cut(read.article[number], start, end)


def _cut(sentence: Sentence, start: int, end: int) -> Words:
    """Return words by their characters in the sentence as it is read."""
    first, last = sentence.in_article(start, end)
    shown = slice(first - sentence.start, min(last, first + LONGEST) - sentence.start)
    return Words(text=sentence.text[shown], start=first, end=last)


def reading_schema() -> dict[str, Any]:
    """Return the JSON Schema of what `mediaframe read --json` writes for an article."""
    dialect = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return dialect | InspectedArticle.model_json_schema(mode="serialization")
