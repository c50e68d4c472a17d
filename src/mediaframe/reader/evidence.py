"""Evidence: the words behind a label, as source, cue, content or contest, and where in the article they stand."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mediaframe.article.sentences import Sentence, by_article
from mediaframe.reader.attribution import Attribution
from mediaframe.reader.cues import Lexicon
from mediaframe.reader.dispute import contrasting
from mediaframe.reader.reading import read_article
from mediaframe.reader.referents import Place
from mediaframe.reader.signals import (
    ATTRIBUTED,
    CONTESTED,
    OFFICIAL_ASSERTION,
    is_official_assertion,
)
from mediaframe.reader.sources import OFFICIAL
from mediaframe.reader.speakers import Reading


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words behind a label; they may stand in another sentence of the article, where a source is named."""

    role: str  # source, cue, content or contest
    kind: str  # what the source is, the class of the cue, the kind of content
    text: str
    start: int  # characters of the article
    end: int


@dataclass(frozen=True)
class ReadSentence:
    """A sentence with what was read from it and from the article around it."""

    sentences: Sequence[Sentence]  # of the article, in order
    readings: Sequence[Reading]
    number: int  # its place among them

    @property
    def reading(self) -> Reading:
        """What was read from the sentence itself."""
        return self.readings[self.number]

    def evidence(self, rule: Sequence[Sequence[str]]) -> tuple[Evidence, ...]:
        """Return the words behind a label, by what its rule asks for.

        Where the rule is not met, yet the label given, the nearest that the sentence offers is shown.
        """
        asked = {name for line in rule for name in line}
        found: list[_Words] = []
        if ATTRIBUTED in asked:
            for item in self.reading.spoken or self.reading.attributions:
                found += _of_attribution(item, self.number)
        if OFFICIAL_ASSERTION in asked:
            for item in _official(self.reading):
                found += _of_attribution(item, self.number)
        if CONTESTED in asked:
            found += _of_contest(self.reading, self.number)
        found += [
            ("cue", match.cue_class, (self.number, match.first, match.last))
            for match in self.reading.text.matches
            if match.cue_class in asked
        ]
        return tuple(dict.fromkeys(self._shown(*words) for words in found))

    def _shown(self, role: str, kind: str, place: Place) -> Evidence:
        """Return tokens as evidence; a source or cue without the marks around it."""
        number, first, last = place
        text, sentence = self.readings[number].text, self.sentences[number]
        marks = ",:;" if role == "content" else ""  # of a source or cue all marks around it go
        while first < last - 1 and _is_mark(text.forms[first], marks):
            first += 1
        while first < last - 1 and _is_mark(text.forms[last - 1], marks):
            last -= 1
        start, end = text.span(first, last)
        return Evidence(
            role, kind, text.text[start:end], sentence.start + start, sentence.start + end
        )


def _is_mark(form: str, marks: str) -> bool:
    return form in marks if marks else not form[-1].isalnum()


_Words = tuple[str, str, Place]
"""Role, kind and place of words."""


def read_sentences(lexicon: Lexicon, sentences: Sequence[Sentence]) -> list[ReadSentence]:
    """Read sentences in their articles; return them in the order given."""
    read: dict[int, ReadSentence] = {}
    for run in by_article(sentences):
        article = [sentences[position] for position in run]
        readings = read_article(lexicon, [sentence.text for sentence in article])
        for number, position in enumerate(run):
            read[position] = ReadSentence(article, readings, number)
    return [read[position] for position in range(len(sentences))]


def _official(reading: Reading) -> list[Attribution]:
    """Return what makes an official claim, or else the attributions that come nearest to one."""
    spoken = reading.spoken or reading.attributions
    return (
        [item for item in spoken if is_official_assertion(item)]
        or [item for item in spoken if item.status == OFFICIAL]
        or spoken
    )


def _of_attribution(item: Attribution, number: int) -> Iterator[_Words]:
    if item.named is not None:
        yield "source", item.status, item.named
    if item.source is not None:
        yield "source", item.status, (number, *item.source)
    if item.cue is not None:
        yield "cue", item.cue_class, (number, *item.cue)
    if item.content_span[0] < item.content_span[1]:
        yield "content", item.content, (number, *item.content_span)


def _of_contest(reading: Reading, number: int) -> list[_Words]:
    """Return the words that contest a claim, or else scare quotes, or else words of contrast."""
    text = reading.text
    spans = [(match.cue_class, (match.first, match.last)) for match in reading.contests]
    if not spans:
        spans = [
            ("scare_quotes", reading.tokens_of(q)) for q in reading.quotations if not q.is_long
        ]
    if not spans:
        spans = [("contrast", (token, token + 1)) for token in contrasting(text)]
    return [("contest", kind, (number, *span)) for kind, span in spans]
