"""Quotations: where quoted words begin and end, over the sentences of an article.

A quotation may go on for several sentences, be nested, be opened by one style of marks and closed by another, or never be
closed. Only the outermost marks count; a mark that finds no partner within `LONGEST` sentences ends with its own sentence, so
that one slip does not quote the whole article. A quotation over several paragraphs opens again at each and closes at the last.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain, starmap
from typing import NamedTuple

from mediaframe.reader.tokens import Tokens

LONGEST = 12  # sentences that a quotation may run over
NEAR = 20  # marks looked ahead
LONG = 4  # words; fewer are a part quoted, a title, or scare quotes

_MARK = re.compile(r"""``|''|’’|‘‘|["“”„«»]|['‘’‚](?:(?<![^\W_].)|(?![^\W_]))""")
"""Any mark; apostrophes within words are left out."""
_ASCII_MARK = re.compile(r"""``|''|["'](?:(?<=")|(?<![A-Za-z0-9]')|(?![A-Za-z0-9]))""")
"""Found faster where there are no others."""
_STRAIGHT = '"'
_DOUBLE = frozenset("“”„«»") | {_STRAIGHT}
_DOUBLE_CLOSERS = frozenset("”“»") | {_STRAIGHT}  # whichever mark opened
_SINGLE_CLOSERS = frozenset("'’‘")
_OPENERS = _DOUBLE - {"»"} | frozenset("‘'‚")
_SINGLE = frozenset("'‘’‚")
_ENDING = ".,!?…"
_NO_OPENING = re.compile(r"['’](?:\d0s|em\b|til\b|cause\b|n\b|tis\b|twas\b)", re.IGNORECASE)


class Quotation(NamedTuple):
    """Quoted words of a sentence, marks included; `start` and `end` count its characters."""

    start: int
    end: int
    opened_before: bool  # in an earlier sentence
    goes_on: bool  # into the next sentence
    words: int
    is_whole: bool = False  # the sentence holds nothing else
    opens: bool = False  # it opens the sentence and a tag follows: “Nobody left,” she said

    @property
    def is_long(self) -> bool:
        """Whether it is more than a word or phrase."""
        return (
            self.words >= LONG or self.opened_before or self.goes_on or self.is_whole or self.opens
        )


class _Mark(NamedTuple):
    sign: str
    place: int
    end: int
    can_open: bool
    can_close: bool


_as_mark, _as_quotation = partial(tuple.__new__, _Mark), partial(tuple.__new__, Quotation)
"""What the two call, without a call of Python's own for each."""


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


def quoted_tokens(quotations: Sequence[Quotation], tokens: Tokens) -> frozenset[int]:
    """Return which tokens of a sentence stand within a quotation of more than a few words."""
    spans = [tokens_of(one, tokens) for one in quotations if one.is_long]
    return frozenset(chain.from_iterable(starmap(range, spans)))


def _may_quote(text: str) -> bool:
    """Whether a sentence may have a mark at all; most have none."""
    return not text.isascii() or '"' in text or "'" in text


def _marks_of(text: str) -> Iterator[_Mark]:
    """Yield the marks that can open or close a quotation; apostrophes within words are none."""
    for match in (_ASCII_MARK if text.isascii() else _MARK).finditer(text):
        place, end = match.span()
        sign = match[0] if end - place == 1 else _STRAIGHT  # ''as some agencies write''
        before = text[place - 1] if place else " "
        after = text[end] if end < len(text) else " "
        if sign in _SINGLE:
            mark = _single(text, sign, place, before, after)
        else:
            mark = _double(text, sign, (place, end), before, after)
        if mark.can_open or mark.can_close:
            yield mark


def _single(text: str, sign: str, place: int, before: str, after: str) -> _Mark:
    starts = not (before.isalnum() or before in _ENDING or after.isspace())
    can_open = sign in "‘‚" or (starts and not _NO_OPENING.match(text, place))
    can_close = sign in _SINGLE_CLOSERS and (
        not (before.isspace() or after.isalnum()) or (sign == "‘" and place > 0)
    )
    return _as_mark((sign, place, place + 1, can_open, can_close))


def _double(text: str, sign: str, span: tuple[int, int], before: str, after: str) -> _Mark:
    place, end = span
    starts = not (before.isalnum() or before in _ENDING or after.isspace())
    if sign in "“„«":
        can_open, can_close = True, sign == "“" and place > 0 and not before.isspace()
    elif sign in "”»":
        can_open, can_close = starts, True
    else:
        is_last = before.isspace() and end == len(text)  # … he said. " | We won."
        touches = before in _ENDING and after.isalnum()  # ended."We lost,"he said
        is_apart = place == 0 and after.isspace()
        can_open = starts or touches or is_last or is_apart
        can_close = touches or is_apart or not (before.isspace() or after.isalnum())
    return _as_mark((sign, place, end, can_open, can_close))


def _read_sentence(
    text: str, marks: Sequence[Sequence[_Mark]], index: int, pending: str
) -> tuple[list[Quotation], str]:
    """Return the quotations of a sentence, and the sign of the one that is open at its end."""
    found: list[Quotation] = []
    start, opened_before, depth = 0, bool(pending), int(bool(pending))
    own = marks[index]
    for number, mark in enumerate(own):
        if depth:
            depth += _step(text, own, number, pending)
            if not depth:
                found.append(_quotation(text, start, mark.end, opened_before=opened_before))
                pending, opened_before = "", False
        elif mark.can_open and mark.sign in _OPENERS and (mark.sign != "”" or not found):
            pending, start, depth = mark.sign, mark.place, 1
        elif mark.can_close and not found and _is_end_of_earlier(text, mark):
            # closed but never opened: its beginning was lost
            found.append(_quotation(text, 0, mark.end, opened_before=True))
    if not pending:
        return found, ""
    goes_on = _is_closed_later(marks, index, pending)
    if goes_on or opened_before or pending not in _SINGLE:
        found.append(
            _quotation(text, start, len(text), opened_before=opened_before, goes_on=goes_on)
        )
    return found, pending if goes_on else ""


def _step(text: str, own: Sequence[_Mark], number: int, pending: str) -> int:
    """Return by how much a mark changes the number of quotations open within each other."""
    if _nests(own[number], pending):
        return 1
    return -1 if _closes(text, own, number, pending) else 0


def _nests(mark: _Mark, pending: str) -> bool:
    """Whether a mark opens a quotation within the open one; where a paragraph begins, the open one goes on."""
    return (
        mark.place > 0
        and mark.can_open
        and not mark.can_close
        and mark.sign in _DOUBLE
        and pending in _DOUBLE
    )


def _is_end_of_earlier(text: str, mark: _Mark) -> bool:
    """Whether a mark without a partner ends what was quoted from the start: `We sailed on,” he said`."""
    if mark.sign == _STRAIGHT:  # may as well be inches
        return text[mark.place - 1] in _ENDING and text[0].isalnum()
    return mark.sign in "”»" and text[0].isalnum()


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
    opens = start == 0 and text[: end - 1].rstrip("'’").endswith((",", "!", "?"))
    return _as_quotation((start, end, opened_before, goes_on, words, is_whole, opens))


def _closes(text: str, own: Sequence[_Mark], number: int, pending: str) -> bool:
    """Whether a mark closes the open quotation; `the ministers' plan` does not if a better mark follows."""
    mark = own[number]
    if not _can_close(mark, pending):
        return False
    if mark.sign not in _SINGLE or text[mark.place - 1] != "s":
        return True
    after = text[mark.end : mark.end + 2]
    if not (after[:1] == " " and after[1:].islower()):
        return True
    for later in own[number + 1 : number + 1 + NEAR]:
        if _can_close(later, pending):
            return False
        if later.can_open:
            return True
    return True


def _can_close(mark: _Mark, pending: str) -> bool:
    """Whether a mark may close what another opened: any double one a double one, whatever their styles."""
    return mark.can_close and mark.sign in (
        _DOUBLE_CLOSERS if pending in _DOUBLE else _SINGLE_CLOSERS
    )


def _opens_anew(mark: _Mark) -> bool:
    """Whether a mark that can open and close begins a paragraph of the quotation."""
    return mark.place == 0 and mark.can_open and mark.sign != _STRAIGHT


def _is_closed_later(marks: Sequence[Sequence[_Mark]], index: int, pending: str) -> bool:
    """Whether the following sentences close the quotation, what they quote themselves aside."""
    inner = 0
    for following in marks[index + 1 : index + 1 + LONGEST]:
        for mark in following:
            if _nests(mark, pending):
                inner += 1
            elif _can_close(mark, pending) and not _opens_anew(mark):
                if not inner:
                    return True
                inner -= 1
            elif mark.sign == pending and mark.can_open and pending in _SINGLE:
                return mark.place == 0
    return False
