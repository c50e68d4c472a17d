"""What went wrong, where, and what to do next."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import takewhile


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


_ALIKE = 0.75  # of difflib's ratio: a slip of the pen
_OF_FORMS = 0.6  # of two forms of one word
_BEGINS = 4  # letters that two forms of one word begin with


def near(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that a slip, another case or another form of the word makes of `name`; None where none is near.

    >>> near("Article", ["date", "article_id"])
    'article_id'
    >>> near("corpora", ["corpus", "codebook"])
    'corpus'
    >>> near("source", ["score", "outlet"]) is None
    True
    """
    wanted = name.lower()

    def likeness(other: str) -> float:
        plain = other.lower()
        ratio = SequenceMatcher(None, wanted, plain).ratio()
        begun = sum(
            1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(wanted, plain, strict=False))
        )
        is_form = begun >= _BEGINS or begun == min(len(wanted), len(plain)) > 0
        return ratio if ratio >= (_OF_FORMS if is_form else _ALIKE) else 0

    # The first of equals, so that the answer does not depend on the order given.
    best = max(sorted(known), key=likeness, default=None)
    return best if best is not None and likeness(best) else None


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
    meant = near(name, names)
    return f"did you mean {meant!r}?" if meant else f"choose from {', '.join(names)}"
