"""All that is wrong with the rows of a file, in one message that can be read."""

import re
from collections.abc import Sequence

from mediaframe.errors import InputError

SHOWN = 4  # different mistakes of a kind
LINES = 3  # more lines named of one mistake

_PLACED = re.compile(r"(?P<file>.+?)(?:: row |:)(?P<line>\d+)(?::\d+)?: (?P<what>.+)", re.DOTALL)
_PARTICULAR = re.compile(r"'[^']*'|\"[^\"]*\"|\d+")


def refuse(faults: Sequence[str]) -> None:
    """Tell all mistakes in rows: a line for each that differs, at most a few of a kind, then how many more there are.

    Args:
        faults: messages that begin with their place, in the order of the rows.

    Raises:
        InputError: there is a mistake.
    """
    kinds: dict[str, dict[str, list[str]]] = {}
    for fault in faults:
        what = _what(fault)
        kinds.setdefault(_PARTICULAR.sub("", what), {}).setdefault(what, []).append(fault)
    if kinds:
        raise InputError("\n".join(line for kind in kinds.values() for line in _told(kind)))


def _what(fault: str) -> str:
    found = _PLACED.fullmatch(fault)
    return found["what"] if found else fault


def _told(kind: dict[str, list[str]]) -> list[str]:
    """Return the lines that tell mistakes of one kind, which are at the places given by what is wrong there."""
    same = list(kind.values())
    lines = [places[0] + _also(places[1:]) for places in same[:SHOWN]]
    rest = [fault for places in same[SHOWN:] for fault in places]
    if rest:
        found = _PLACED.fullmatch(rest[0])
        first = f"{found['file']}:{found['line']}: " if found else ""
        are = "row is" if len(rest) == 1 else "rows are"
        lines.append(f"{first}from here on {len(rest)} more {are} wrong in this way")
    return lines


def _also(faults: Sequence[str]) -> str:
    """Return where else the same mistake stands."""
    placed = [found["line"] for fault in faults if (found := _PLACED.fullmatch(fault))]
    if not placed:
        return ""
    more = len(placed) - LINES
    rest = f" and {more} more" if more > 0 else ""
    return f" (also in {', '.join(placed[:LINES])}{rest})"
