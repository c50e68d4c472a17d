"""HTML pages that open from disk: templates filled, texts cut at their marks."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol, TypeVar

from jinja2 import Environment, PackageLoader, StrictUndefined

from mediaframe.files.folders import new_file
from mediaframe.files.text import printable
from mediaframe.files.writing import write_text


class Spanned(Protocol):
    """Anything that covers characters of an article."""

    @property
    def start(self) -> int:
        """The first character."""

    @property
    def end(self) -> int:
        """The character behind it."""


AnyMark = TypeVar("AnyMark", bound=Spanned)


def fill_page(path: Path, template: str, context: Mapping[str, Any]) -> None:
    """Write a filled template of this room as one HTML file, which appears whole."""
    environment = Environment(
        loader=PackageLoader("mediaframe.serving"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    text = environment.get_template(template).render(context)
    with new_file(path) as partial:
        write_text(partial, printable(text))


def nest_marks(text: str, offset: int, marks: Sequence[AnyMark]) -> Iterator[str | AnyMark | None]:
    """Yield a text cut at its marks, so that they nest; a mark that another one crosses is closed and opened again.

    >>> from collections import namedtuple
    >>> Mark = namedtuple("Mark", "role start end")
    >>> parts = nest_marks("abc", 0, [Mark("content", 0, 2), Mark("cue", 1, 3)])
    >>> [getattr(part, "role", part) for part in parts]
    ['content', 'a', 'cue', 'b', None, None, 'cue', 'c', None]
    """
    opening: dict[int, list[AnyMark]] = defaultdict(list)
    for mark in marks:
        opening[mark.start].append(mark)
    is_open: list[AnyMark] = []
    done = offset
    for edge in sorted({edge for mark in marks for edge in (mark.start, mark.end)}):
        if edge > done:
            yield text[done - offset : edge - offset]
        done = edge
        again: list[AnyMark] = []
        while any(mark.end == edge for mark in is_open):
            again.append(is_open.pop())
            yield None
        begun = [mark for mark in (*again, *opening[edge]) if mark.end > edge]
        for mark in sorted(begun, key=lambda mark: -mark.end):
            is_open.append(mark)
            yield mark
    if rest := text[done - offset :]:
        yield rest
