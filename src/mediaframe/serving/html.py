"""HTML pages that open from disk or are served on this machine: templates filled, scripts pinned, texts cut at their marks."""

from base64 import b64encode
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol, TypeVar

from jinja2 import Environment, PackageLoader, StrictUndefined

from mediaframe.files.folders import new_file
from mediaframe.files.text import printable
from mediaframe.files.writing import write_text

BARE = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action {forms}"
"""What any page may load: nothing."""


class Spanned(Protocol):
    """Anything that covers characters of an article."""

    @property
    def start(self) -> int:
        """The first character."""

    @property
    def end(self) -> int:
        """The character behind it."""


AnyMark = TypeVar("AnyMark", bound=Spanned)


@dataclass(frozen=True)
class Page:
    """A template of this room, with the one script that may run in it."""

    template: str
    script: str  # the name of its file
    talks: bool = False  # whether it may ask and send to where it came from

    @property
    def code(self) -> str:
        """The script, as it stands in the page."""
        return _templates().get_template(self.script).render()

    @property
    def policy(self) -> str:
        """The Content-Security-Policy: this script by its digest, and nothing of the net."""
        digest = b64encode(sha256(self.code.encode()).digest()).decode()
        policy = f"{BARE}; script-src 'sha256-{digest}'"
        if not self.talks:
            return policy.format(forms="'none'")
        return policy.format(forms="'self'") + "; connect-src 'self'"

    def render(self, context: Mapping[str, Any]) -> str:
        """Return the page; what texts say is escaped, and what cannot be seen is shown as �."""
        template = _templates().get_template(self.template)
        return printable(template.render(context, policy=self.policy, script=self.code))


def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("mediaframe.serving"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def fill_page(path: Path, template: str, context: Mapping[str, Any]) -> None:
    """Write a filled template of this room, which needs no script, as one HTML file that appears whole."""
    write_html(path, printable(_templates().get_template(template).render(context)))


def write_html(path: Path, html: str) -> None:
    """Write a page as a file that appears whole."""
    with new_file(path) as partial:
        write_text(partial, html)


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
