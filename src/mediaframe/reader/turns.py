"""Turns: which sentences one speaker says on end, quoted or after the label of an interview, and who that is.

A quotation without a cue of its own has the speaker named within the sentences that it runs over, else in a tag right after it,
else in the sentence before, as speaker or as whom it is about, else in the sentence after. In an interview a label
(`HALE: …`) holds until the next; who mostly asks is the interviewer, whose words are the author's (codebook rules 11 and 12).
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from mediaframe.reader.attribution import Attribution
from mediaframe.reader.content import quotation_content
from mediaframe.reader.conveying import TAGGING
from mediaframe.reader.grammar import QUOTES
from mediaframe.reader.labels import Labels, label_of
from mediaframe.reader.mentions import UNKNOWN
from mediaframe.reader.quotations import LONGEST, tokens_of
from mediaframe.reader.referents import NOBODY, Context, Referent, subject_of
from mediaframe.reader.speakers import WHOLE_SHARE, Draft
from mediaframe.reader.tokens import Tokens

LONGEST_TAG = 14  # words of a sentence that only tells who spoke
_ENDS = frozenset(".?!")


class Turn(NamedTuple):
    """Sentences of an article, from the first to the last, that one speaker says on end."""

    first: int
    last: int  # inclusive
    speaker: Referent


def give_turns_a_speaker(
    drafts: Sequence[Draft], contexts: Sequence[Context], labels: Labels
) -> None:
    """Tie quoted words, and what an interview's speakers go on to say, to who says it."""
    for turn in _quoted_turns(drafts, contexts):
        for draft in drafts[turn.first : turn.last + 1]:
            if draft.quotations and not draft.spoken:
                _attribute_quotation(draft, turn.speaker)
    if labels.askers or len(labels.speakers) > 1:
        for turn in _labelled_turns(drafts, labels):
            for draft in drafts[turn.first + 1 : turn.last + 1]:
                if not draft.spoken and draft.tokens.words:
                    content = 0, len(draft.tokens.words)
                    draft.add(_quoted("quotation", draft.tokens, content, turn.speaker))


def _quoted_turns(drafts: Sequence[Draft], contexts: Sequence[Context]) -> Iterator[Turn]:
    """Yield the turns with quoted words that have no cue, in order: a speaker found for one may help with the next."""
    first = 0
    while first < len(drafts):
        if not drafts[first].quotations:  # as in most sentences
            first += 1
            continue
        last = first
        while last + 1 < len(drafts) and any(q.goes_on for q in drafts[last].quotations):
            last += 1
        if any(draft.quotations and not draft.spoken for draft in drafts[first : last + 1]):
            yield Turn(first, last, _speaker_of(drafts, contexts, first, last))
        first = last + 1


def _labelled_turns(drafts: Sequence[Draft], labels: Labels) -> Iterator[Turn]:
    """Yield what each speaker of an interview says, from a label up to the next."""
    opening: int | None = None
    for number, draft in enumerate((*drafts, None)):
        label = None if draft is None else label_of(draft.roles)
        if draft is not None and label is None:
            continue
        if opening is not None:
            speaker = _first_known(drafts, range(opening, opening + 1))
            yield Turn(opening, min(number - 1, opening + LONGEST), speaker or NOBODY)
        opening = number if label is not None and label in labels.speakers else None


def _speaker_of(
    drafts: Sequence[Draft], contexts: Sequence[Context], first: int, last: int
) -> Referent:
    """Return who speaks in the sentences of a quotation: named within, in a tag after, before, or after."""
    own = [_first_known(drafts, range(first, last + 1))]
    if own == [None] and not any(draft.spoken for draft in drafts[first : last + 1]):
        own = list(_around(drafts, contexts, first, last))
    return next((speaker for speaker in own if speaker is not None), NOBODY)


def _around(
    drafts: Sequence[Draft], contexts: Sequence[Context], first: int, last: int
) -> Iterator[Referent | None]:
    """Yield who may speak in a quotation that names nobody, likeliest first."""
    after = drafts[last + 1] if last + 1 < len(drafts) else None
    if after is not None and _is_tag(after):
        yield subject_of(contexts[last + 1])
    if first > 0:
        before = drafts[first - 1]
        yield _last_known(before, first - 1)
        if before.spoken:
            yield NOBODY  # by somebody of whom nothing is known
        yield subject_of(contexts[first - 1])  # The police chief was blunt. “This was …”
    if after is not None:
        yield _first_known(drafts, range(last + 1, last + 2))
        yield subject_of(contexts[last + 1])


def _first_known(drafts: Sequence[Draft], numbers: range) -> Referent | None:
    """Return the first speaker of some sentences of whom anything is known."""
    for number in numbers:
        for item in drafts[number].spoken:
            if item.status != UNKNOWN or item.entity is not None:
                return _meant(item, number)
    return None


def _last_known(draft: Draft, number: int) -> Referent | None:
    """Return who spoke last in a sentence, if anything is known of them."""
    for item in draft.spoken[-1:]:
        if item.status != UNKNOWN or item.entity is not None:
            return _meant(item, number)
    return None


def _meant(item: Attribution, number: int) -> Referent:
    own = None if item.source is None else (number, *item.source)
    return Referent(item.status, item.antecedent or own, item.entity)


def _is_tag(draft: Draft) -> bool:
    """Whether a sentence only tells who spoke: `the crowd yelled.`; what ends in a colon leads to what follows."""
    tokens = draft.tokens
    return (
        not draft.spoken
        and not draft.quotations
        and len(tokens.words) <= LONGEST_TAG
        and tokens.words[-1:] != (":",)
        and any(match[0] in TAGGING for match in tokens.matches)
    )


def _attribute_quotation(draft: Draft, speaker: Referent) -> None:
    quoted = [quotation for quotation in draft.quotations if quotation.is_long]
    tokens = draft.tokens
    if not quoted or not tokens.words:
        return
    share = sum(item.end - item.start for item in quoted) / max(1, len(tokens.text))
    is_whole = share > WHOLE_SHARE or quoted[0].opened_before or quoted[-1].goes_on
    ends = tokens.words[-1] in _ENDS or tokens.words[-1] in QUOTES  # as headlines do not
    if ends and not is_whole and all(map(draft.is_title, quoted)):
        return
    content = tokens_of(quoted[0], tokens)[0], tokens_of(quoted[-1], tokens)[1]
    way = "quotation" if is_whole else "part_quotation"
    draft.add(_quoted(way, tokens, content, speaker if is_whole else NOBODY))


def _quoted(way: str, tokens: Tokens, content: tuple[int, int], speaker: Referent) -> Attribution:
    kind = quotation_content(tokens.words, content, is_whole=way == "quotation")
    return Attribution(way, None, None, speaker.status, kind, content, *speaker[1:])
