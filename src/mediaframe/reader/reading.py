"""Reading an article: who says what in each sentence, how official that is, and whether it is disputed.

What is read is handed on as signals, names such as `official+assertion`, which heads weigh and the codebook's rules ask
for, and as evidence, the words behind a signal.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import partial
from typing import NamedTuple

from mediaframe.article.normal import normal
from mediaframe.article.sentences import Sentence, by_article
from mediaframe.codebook import Codebook
from mediaframe.errors import InputError, nearest
from mediaframe.reader.attribution import Attribution
from mediaframe.reader.cast import Cast
from mediaframe.reader.claims import Contest
from mediaframe.reader.dispute import find_contests
from mediaframe.reader.entities import Entity
from mediaframe.reader.labels import interview_labels
from mediaframe.reader.matching import Lexicon
from mediaframe.reader.quotations import Quotation, find_quotations
from mediaframe.reader.referents import Context
from mediaframe.reader.rivals import clash_signs
from mediaframe.reader.signals import SUMMARIES, signal_names, signals_of
from mediaframe.reader.speakers import (
    Draft,
    attribute_sentence,
    is_headline,
)
from mediaframe.reader.terms import NOT_A_CUE, bundled_terms
from mediaframe.reader.tokens import Tokens
from mediaframe.reader.turns import give_turns_a_speaker

BATCH = 2000  # sentences read before what was read is used and dropped


class SentenceReading(NamedTuple):
    """What was read from one sentence; nothing of it changes."""

    tokens: Tokens
    quotations: tuple[Quotation, ...]
    attributions: tuple[Attribution, ...]
    spoken: tuple[Attribution, ...]  # those that are the author's
    contests: tuple[Contest, ...]
    signals: frozenset[str]

    @property
    def cues(self) -> frozenset[str]:
        """The cue classes of the sentence."""
        return frozenset(match.cue_class for match in self.tokens.matches)

    @property
    def present(self) -> frozenset[str]:
        """Cue classes and signals of the sentence, which rules ask for."""
        return self.cues | self.signals


_reading = partial(tuple.__new__, SentenceReading)
"""What `SentenceReading` calls, without a call of Python's own for each sentence."""


class Reading(NamedTuple):
    """What was read from an article; nothing of it changes."""

    sentences: tuple[SentenceReading, ...]
    entities: tuple[Entity, ...]  # its sources; `Attribution.entity` is a place here


@dataclass(frozen=True, slots=True)
class ReadSentence(Sentence):
    """A sentence with what was read from the article that it stands in."""

    article: tuple[Sentence, ...] = field(repr=False)
    of_article: Reading = field(repr=False)
    number: int  # its place in the article

    @property
    def reading(self) -> SentenceReading:
        """What was read from the sentence itself."""
        return self.of_article.sentences[self.number]


def read_sentences(lexicon: Lexicon, sentences: Sequence[Sentence]) -> list[ReadSentence]:
    """Read sentences in their articles, each article once; return them in the order given.

    Those that were read already are returned as they are.
    """
    if all(isinstance(sentence, ReadSentence) for sentence in sentences):
        return list(sentences)  # type: ignore[arg-type]
    read: dict[int, ReadSentence] = {}
    for run in by_article(sentences):
        article = tuple(sentences[position] for position in run)
        reading = read_article(lexicon, [sentence.text for sentence in article])
        for number, position in enumerate(run):
            own = article[number]
            read[position] = ReadSentence(
                own.article_id,
                own.sentence_id,
                own.text,
                own.start,
                own.end,
                article,
                reading,
                number,
            )
    return [read[position] for position in range(len(sentences))]


def in_batches(sentences: Sequence[Sentence]) -> Iterator[tuple[list[int], list[Sentence]]]:
    """Yield positions and sentences, some whole articles at a time: what is read of them need not be kept for all."""
    batch: list[int] = []
    for run in by_article(sentences):
        batch += run
        if len(batch) >= BATCH:
            yield batch, [sentences[position] for position in batch]
            batch = []
    if batch:
        yield batch, [sentences[position] for position in batch]


def read_article(lexicon: Lexicon, texts: Sequence[str]) -> Reading:
    """Read the sentences of one article, in order; time grows linearly with its length.

    What is read, and all offsets in it, are of the texts in their normal form; `Sentence.in_article` leads back.
    """
    texts = list(map(normal, texts))
    drafts = [
        Draft(tokens, quotations)
        for tokens, quotations in zip(map(lexicon.read, texts), find_quotations(texts), strict=True)
    ]
    cast = Cast([draft.roles for draft in drafts], [draft.quoted for draft in drafts])
    labels = interview_labels([draft.roles for draft in drafts])
    contexts = [
        Context(number, draft.roles, cast, draft.quoted) for number, draft in enumerate(drafts)
    ]
    for context, draft in zip(contexts, drafts, strict=True):
        attribute_sentence(context, draft, labels)
    give_turns_a_speaker(drafts, contexts, labels)
    sentences = tuple(_finish(drafts, number) for number in range(len(drafts)))
    return Reading(sentences, cast.entities())


def _finish(drafts: Sequence[Draft], number: int) -> SentenceReading:
    """Return what was read from a sentence, with its signals, once the whole article was read."""
    draft = drafts[number]
    opens = number == 0 and is_headline(draft.tokens)
    before = drafts[max(0, number - 2) : number]
    draft.clash = clash_signs(draft, before)
    draft.contests = find_contests(draft, before, number, is_headline=opens)
    signals = signals_of(draft, before, is_headline=opens)
    attributions, spoken = tuple(draft.attributions), tuple(draft.spoken)
    return _reading((draft.tokens, draft.quotations, attributions, spoken, draft.contests, signals))


def lexicon_terms(codebook: Codebook) -> dict[str, tuple[str, ...]]:
    """Return the cue classes that ship and those a codebook adds, with their terms.

    Raises:
        InputError: a rule of the codebook names what is neither a cue class nor a signal.
    """
    terms = {**bundled_terms(), **codebook.lexicon}
    known = (*(name for name in terms if name != NOT_A_CUE), *signal_names())
    for label, rule in codebook.rules.items():
        for name in (name for line in rule for name in line):
            if name not in known:
                near = known if get_close_matches(name, known, n=1) else (*terms, *SUMMARIES)
                msg = f"codebook {codebook.name}: rule of {label}: no cue class or signal {name!r}; {nearest(name, near)}"
                raise InputError(msg)
    return terms
