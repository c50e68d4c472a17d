"""What went wrong, where, and what to do next."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches


class MediaframeError(Exception):
    """Something failed that the user can be told about in one message."""

    exit_code = 1


class InputError(MediaframeError):
    """The user's input is wrong: a setting, a file, an argument."""

    exit_code = 2


class ModelFileError(InputError):
    """A model folder that is damaged, foreign or of another format version."""


class OtherVersionError(ModelFileError):
    """A whole model folder of another version: its format is another, or its reader says something else."""


class DifferentError(MediaframeError):
    """A result that did not come out again."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: a file (or `-s key`), a line and a column, both from 1."""

    source: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        """Return `file:line:column`, as far as it is known."""
        known = (part for part in (self.source, self.line, self.column) if part is not None)
        return ":".join(str(part) for part in known)


def nearest(name: str, known: Iterable[str]) -> str:
    """Return a hint at the name that was probably meant.

    >>> nearest("atribution", ["attribution", "official_claim"])
    "did you mean 'attribution'?"
    >>> nearest("zzz", ["b", "a"])
    'choose from a, b'
    """
    names = sorted(known)
    if not names:
        return "there is none to choose"
    near = get_close_matches(name, names, n=1)
    return f"did you mean {near[0]!r}?" if near else f"choose from {', '.join(names)}"
