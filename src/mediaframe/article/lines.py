"""Where the lines of a text end a sentence by themselves, and where a paragraph was only broken to a width.

A line break ends a sentence, as headlines have no full stop; but not in a paragraph that was broken into lines of equal
width. Every break is decided by itself: by whether the next word would still have fitted, and by how the two lines meet.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

SLACK = 0.4  # of the widest line: a line that goes on in lower case may be shorter by so much
FEWEST = 2  # lines in a row that left no room for the next word: a coincidence is rarely seen twice

_ENDED = re.compile(r"""[.?!…:]["'’”»)\]]*\s*$""")
_LOWER = re.compile(r"[a-zß-ÿ]")
# A name that begins in lower case: eBay, iPhone; de Blasio, al-Shabab.
_LOWER_NAME = re.compile(
    r"[a-z]{1,3}[A-Z]|(?:de|del|da|di|du|la|le|van|von|der|den|bin|ibn|al|el|ul)[\s-]+(?:[a-z]+\s)?[A-Z]"
)
# What no line ends with unless it goes on.
_UNFINISHED = re.compile(
    r"(?:,|\b(?:a|an|the|of|to|in|on|at|by|for|from|with|and|or|but|that|which|who|as|its|his|her|their|is|are|was|were|has|had"
    r"|have|will|would|said|Mr|Mrs|Ms|Dr|Gen|Sen|Rep)\.?)\s*$"
)


def parts_of(text: str, is_set_apart: Callable[[str], bool]) -> Iterator[tuple[int, str]]:
    r"""Yield the parts of a text that no sentence crosses, each with its offset; a line that is set apart is no part.

    >>> list(parts_of("Dam holds\nIt rained.", lambda line: False))
    [(0, 'Dam holds\n'), (10, 'It rained.')]
    """
    lines: list[str] = []
    offset = 0
    for line in [*text.splitlines(keepends=True), ""]:
        if line.strip() and not is_set_apart(line.strip()):
            lines.append(line)
            continue
        for part in _joined(lines):
            yield offset, part
            offset += len(part)
        offset += len(line)
        lines = []


def _joined(lines: Sequence[str]) -> Iterator[str]:
    """Yield the lines of a block, those of one paragraph as one."""
    part = ""
    goes_on = _breaks_within(lines)
    for line, is_within in zip(lines, goes_on, strict=True):
        part += line
        if not is_within:
            yield part
            part = ""


def _breaks_within(lines: Sequence[str]) -> list[bool]:
    """Return, for each line, whether the next one goes on with it.

    Only a paragraph is broken, and a paragraph ends with a mark: headlines and key points stand alone.
    """
    width = max((len(line.rstrip()) for line in lines), default=0)
    pairs = list(pairwise(lines))
    is_full = [_leaves_no_room(line, following, width) for line, following in pairs]
    within = [False] * len(lines)
    ends_later = False  # in a line below, which goes on with this one
    for number in range(len(pairs) - 1, -1, -1):
        line, following = pairs[number]
        ends_later = (ends_later and within[number + 1]) or bool(_ENDED.search(following))
        run = _run_length(is_full, number)
        within[number] = ends_later and _goes_on(line, following, width, run)
    return within


def _leaves_no_room(line: str, following: str, width: int) -> bool:
    """Whether the first word of the next line would not have fitted into this one."""
    return len(line.rstrip()) + 1 + len(following.split(maxsplit=1)[0]) > width


def _run_length(is_full: Sequence[bool], number: int) -> int:
    """Return how many lines in a row are full around this one, 0 where it is not; more than `FEWEST` are not counted."""
    if not is_full[number]:
        return 0
    run = 1
    for step in (-1, 1):
        neighbour = number + step
        while 0 <= neighbour < len(is_full) and is_full[neighbour] and run < FEWEST:
            run += 1
            neighbour += step
    return run


def _goes_on(line: str, following: str, width: int, run: int) -> bool:
    """Whether a line was broken in mid-sentence: it is full and one of several, or cannot end where it ends."""
    text, next_text = line.rstrip(), following.lstrip()
    is_lower = _LOWER.match(next_text) and not _LOWER_NAME.match(next_text)
    if run >= FEWEST:
        return True
    if is_lower:
        return not _ENDED.search(text) and len(text) >= (1 - SLACK) * width
    return run > 0 and _UNFINISHED.search(text) is not None
