"""Quotations: where quoted words begin and end, over the sentences of an article.

A quotation may go on for several sentences, be nested, or never be closed. Only the outermost marks count; a mark that
finds no partner within `LONGEST` sentences ends with its own sentence, so that one slip does not quote the whole article.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mediaframe.reader.tokens import Tokens

LONGEST = 12  # sentences that a quotation may run over
NEAR = 20  # marks looked ahead
LONG = 4  # words; fewer are a part quoted, a title, or scare quotes

_MARK = re.compile("[\"“”„«»'‘’‚]")
_ASCII_MARK = re.compile(r"""["'](?:(?<=")|(?<![A-Za-z0-9]')|(?![A-Za-z0-9]))""")
"""Found faster where there are no others; apostrophes within words are left out at once."""
_OPENERS = {"“": "”“", "„": "“”", "«": "»", '"': '"', "”": "”", "‘": "’'", "'": "'’", "‚": "‘’"}
_CLOSERS = frozenset("”»\"’'“‘")
_SINGLE = frozenset("'‘’‚")
_NO_OPENING = re.compile(r"['’](?:\d0s|em\b|til\b|cause\b|n\b|tis\b|twas\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Quotation:
    """Quoted words of a sentence, marks included; `start` and `end` count its characters."""

    start: int
    end: int
    opened_before: bool  # in an earlier sentence
    goes_on: bool  # into the next sentence
    words: int
    is_whole: bool = False  # the sentence holds nothing else

    @property
    def is_long(self) -> bool:
        """Whether it is more than a word or phrase."""
        return self.words >= LONG or self.opened_before or self.goes_on or self.is_whole


@dataclass(frozen=True, slots=True)
class _Mark:
    sign: str
    place: int
    can_open: bool
    can_close: bool


def find_quotations(texts: Sequence[str]) -> list[tuple[Quotation, ...]]:
    """Return the quotations of each sentence of an article, in order.

    >>> [[(q.start, q.end) for q in found] for found in find_quotations(['“We lost.', 'We go on,” he said.'])]
    [[(0, 9)], [(0, 10)]]
    """
    marks = [list(_marks_of(text)) if _may_quote(text) else [] for text in texts]
    found: list[tuple[Quotation, ...]] = []
    pending = ""  # the sign that opened a quotation still open
    for index, text in enumerate(texts):
        if not marks[index] and not pending:
            found.append(())
            continue
        quotations, pending = _read_sentence(text, marks, index, pending)
        found.append(tuple(q for q in quotations if q.opened_before or _has_word(text, q)))
    return found


def tokens_of(quotation: Quotation, tokens: Tokens) -> tuple[int, int]:
    """Return the tokens of quoted words, from the first up to, not including, the last."""
    first = bisect_left(tokens.starts, quotation.start)
    return first, max(first, bisect_left(tokens.starts, quotation.end))


class QuotedTokens:
    """Which tokens of a sentence stand within a quotation of more than a few words."""

    __slots__ = ("_ends", "_starts", "_tokens")

    def __init__(self, quotations: Sequence[Quotation], tokens: Tokens) -> None:
        """Take the quotations of a sentence, in order."""
        long = [quotation for quotation in quotations if quotation.is_long] if quotations else ()
        self._starts = [quotation.start for quotation in long]
        self._ends = [quotation.end for quotation in long]
        self._tokens = tokens

    def __contains__(self, token: int) -> bool:
        """Whether a token is one of them."""
        if not self._starts:
            return False
        place = self._tokens.starts[token]
        index = bisect_right(self._starts, place) - 1
        return index >= 0 and place < self._ends[index]


def _may_quote(text: str) -> bool:
    """Whether a sentence may have a mark at all; most have none."""
    return not text.isascii() or '"' in text or "'" in text


def _marks_of(text: str) -> Iterator[_Mark]:
    """Yield the marks that can open or close a quotation; apostrophes within words are none."""
    for match in (_ASCII_MARK if text.isascii() else _MARK).finditer(text):
        sign, place = match[0], match.start()
        before = text[place - 1] if place else " "
        after = text[place + 1] if place + 1 < len(text) else " "
        is_inner = before.isalnum() and after.isalnum()
        if sign in _SINGLE and is_inner:
            continue
        starts = not before.isalnum() and before not in ".,!?…" and not after.isspace()
        can_open = sign in "“„«‘‚" or (starts and not _NO_OPENING.match(text, place))
        can_close = sign in _CLOSERS and not (before.isspace() or after.isalnum())
        if sign in "”»" or (sign in "“‘" and not before.isspace() and place):
            can_close = True
        if can_open or can_close:
            yield _Mark(sign, place, can_open, can_close)


def _read_sentence(
    text: str, marks: Sequence[Sequence[_Mark]], index: int, pending: str
) -> tuple[list[Quotation], str]:
    """Return the quotations of a sentence, and the sign of the one that is open at its end."""
    found: list[Quotation] = []
    start, opened_before = 0, bool(pending)
    own = marks[index]
    for number, mark in enumerate(own):
        if pending:
            if _closes(text, own, number, pending):
                found.append(_quotation(text, start, mark.place + 1, opened_before=opened_before))
                pending, opened_before = "", False
        elif mark.can_open and mark.sign in _OPENERS and (mark.sign != "”" or not found):
            pending, start = mark.sign, mark.place
        elif mark.can_close and not found and mark.sign in "”»" and text[0].isalnum():
            # closed but never opened: its beginning was lost
            found.append(_quotation(text, 0, mark.place + 1, opened_before=True))
    if not pending:
        return found, ""
    goes_on = _is_closed_later(marks, index, pending)
    if goes_on or opened_before or pending not in _SINGLE:
        found.append(
            _quotation(text, start, len(text), opened_before=opened_before, goes_on=goes_on)
        )
    return found, pending if goes_on else ""


def _has_word(text: str, quotation: Quotation) -> bool:
    return any(map(str.isalnum, text[quotation.start : quotation.end]))


def _quotation(
    text: str,
    start: int,
    end: int,
    *,
    opened_before: bool,
    goes_on: bool = False,
) -> Quotation:
    is_whole = start == 0 and end >= len(text.rstrip())
    words = len(text[start:end].split())
    return Quotation(start, end, opened_before, goes_on, words, is_whole)


def _closes(text: str, own: Sequence[_Mark], number: int, pending: str) -> bool:
    """Whether a mark closes the open quotation; `the ministers' plan` does not if a better mark follows."""
    mark = own[number]
    if not mark.can_close or mark.sign not in _OPENERS[pending]:
        return False
    if mark.sign not in _SINGLE or text[mark.place - 1] != "s":
        return True
    after = text[mark.place + 1 : mark.place + 3]
    if not (after[:1] == " " and after[1:].islower()):
        return True
    for later in own[number + 1 : number + 1 + NEAR]:
        if later.can_close and later.sign in _OPENERS[pending]:
            return False
        if later.can_open:
            return True
    return True


def _is_closed_later(marks: Sequence[Sequence[_Mark]], index: int, pending: str) -> bool:
    """Whether the next marks of the following sentences go on with the quotation, or close it."""
    for following in marks[index + 1 : index + 1 + LONGEST]:
        for mark in following:
            if (
                mark.can_close
                and mark.sign in _OPENERS[pending]
                and not (mark.can_open and mark.place == 0)
            ):
                return True
            if mark.sign == pending and mark.can_open:
                return mark.place == 0 and pending != '"'
    return False
