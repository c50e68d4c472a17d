"""One writing for text that means the same: what the reader and the features see of a text, and where it stands there.

A text is read as if it had been written so:

- letters and their accents composed (Unicode's NFC): `e` with a combining acute is `é`;
- without what has no width, be it in a word or beside it: soft hyphens, zero-width blanks and joiners, marks of direction;
- blanks of any width, and those that keep words on one line, as a plain blank; hyphens that do so as a plain hyphen;
- ligatures that a PDF leaves behind (`ﬁ`) as their letters.

Texts themselves stay as they are: spans that were found in the text as it is read are told in characters of the text as it was
given. Quotation marks keep their style, which tells where a quotation opens; only n-grams straighten them.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from unicodedata import combining, is_normalized, normalize

Span = tuple[int, int]

_READ_AS = {
    **dict.fromkeys("\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000", " "),
    **dict.fromkeys("\u2010\u2011", "-"),
    **dict.fromkeys("\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\ufe0e\ufe0f\ufeff", ""),
    **dict.fromkeys(map(chr, (*range(0x202A, 0x202F), *range(0x2060, 0x2070))), ""),
    **dict(zip("ﬀﬁﬂﬃﬄﬅﬆ", "ff fi fl ffi ffl st st".split(), strict=True)),
}  # fmt: skip
_CHANGED = re.compile(f"[{''.join(_READ_AS)}]")

# What composes by itself: characters that are not of ASCII, with the one before; so many at most, as accents without end
# take time with the square of their number to be put in order.
_FOREIGN = r"[\x00-\x7f]?[^\x00-\x7f]{1,256}"
_FOREIGN_PART = re.compile(_FOREIGN)
_PART = re.compile(rf"{_FOREIGN}|[\x00-\x7f]")


def normal(text: str) -> str:
    r"""Return a text as it is read; most are read as they are.

    >>> normal("The offi\u00adcial\u00a0said so at the cafe\u0301.")
    'The official said so at the café.'
    """
    if text.isascii():
        return text
    text = _CHANGED.sub(lambda match: _READ_AS[match[0]], text)
    if is_normalized("NFC", text):
        return text
    return _FOREIGN_PART.sub(lambda match: normalize("NFC", match[0]), text)


def original_spans(text: str, spans: Iterable[Span]) -> Iterator[Span]:
    r"""Yield, for spans of a text as it is read, the characters of the text that they stand for.

    >>> list(original_spans("The offi\u00adcial said so.", [(4, 12), (13, 17)]))
    [(4, 13), (14, 18)]
    """
    places = None if text.isascii() else _places(text)
    if places is None:
        yield from spans
        return
    starts, ends = places
    for start, end in spans:
        first = starts[start] if start < len(starts) else len(text)
        yield first, max(first, ends[end - 1] if end else 0)


@lru_cache(maxsize=256)  # a sentence is asked about for each of its words of evidence
def _places(text: str) -> tuple[tuple[int, ...], tuple[int, ...]] | None:
    """Return where each character of a text as it is read starts and ends in the text; None if it is read as it is."""
    if normal(text) == text:
        return None
    seen = [(sign, place) for place, one in enumerate(text) for sign in _READ_AS.get(one, one)]
    starts: list[int] = []
    ends: list[int] = []
    done = 0
    for cluster in _clusters("".join(sign for sign, _ in seen)):
        places = [place for _, place in seen[done : done + len(cluster)]]
        composed = normalize("NFC", cluster)
        is_same = composed == cluster
        starts += places if is_same else places[:1] * len(composed)
        ends += [place + 1 for place in (places if is_same else places[-1:] * len(composed))]
        done += len(cluster)
    return tuple(starts), tuple(ends)


def _clusters(text: str) -> Iterator[str]:
    """Yield the shortest parts of a text that compose each by itself: a letter with its accents."""
    for part in _PART.findall(text):
        cluster = part[0]
        for character in part[1:]:
            if _joins(cluster, character):
                cluster += character
            else:
                yield cluster
                cluster = character
        yield cluster


def _joins(cluster: str, character: str) -> bool:
    """Whether a character composes, or changes places, with those before it."""
    if combining(character):
        return True
    apart = normalize("NFC", cluster) + normalize("NFC", character)
    return not character.isascii() and normalize("NFC", cluster + character) != apart
