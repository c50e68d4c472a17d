"""How results show themselves in a session and in a notebook: a title, a few lines, a small table."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from mediaframe.files.text import printable


def columns_text(lines: Sequence[Sequence[str]]) -> str:
    """Return lines of cells with their columns one below the other.

    >>> print(columns_text([("label", "F1"), ("attribution", "0.9")]))
    label        F1
    attribution  0.9
    """
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


@dataclass(frozen=True)
class Summary:
    """What is told of a result: the first of the rows are the names of the columns."""

    title: str
    lines: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()

    def to_text(self) -> str:
        """Return it for a terminal."""
        parts = [self.title, *self.lines, *([columns_text(self.rows)] if self.rows else [])]
        return printable("\n".join(parts))

    def to_html(self) -> str:
        """Return it for a notebook; whatever stands in it is text, not markup."""
        head = f"<p><strong>{_shown(self.title)}</strong></p>"
        lines = "".join(f"<p>{_shown(line)}</p>" for line in self.lines)
        if not self.rows:
            return f"<div>{head}{lines}</div>"
        names, *rows = self.rows
        header = "".join(f'<th scope="col">{_shown(name)}</th>' for name in names)
        body = "".join(
            f"<tr>{''.join(f'<td>{_shown(cell)}</td>' for cell in row)}</tr>" for row in rows
        )
        table = f"<table><thead><tr>{header}</tr></thead><tbody>{body}</tbody></table>"
        return f"<div>{head}{lines}{table}</div>"


class Summarised(ABC):
    """Shows its summary where Python would show its parts."""

    @abstractmethod
    def summary(self) -> Summary:
        """Return what is told of it."""

    def __repr__(self) -> str:
        """Return the summary for a session."""
        return self.summary().to_text()

    def _repr_html_(self) -> str:
        return self.summary().to_html()


def _shown(text: str) -> str:
    return escape(printable(text))
