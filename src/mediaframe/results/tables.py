"""Tables, and how names, figures and text stand in them and in what is printed beside them."""

import re
from dataclasses import dataclass, replace

from mediaframe.results.estimates import Interval

DASH = "–"
FIGURE_NAMES = {
    "prevalence": "prevalence",
    "precision": "precision",
    "recall": "recall",
    "f1": "F1",
    "average_precision": "average precision",
    "mcc": "MCC",
    "brier": "Brier",
}

_LATEX = str.maketrans(
    {character: f"\\{character}" for character in "&%$#_{}"}
    | {
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        DASH: "--",
        "−": "$-$",
    }
)
_MARKS = re.compile(r"([*_`\[\]~#!>$])")


@dataclass(frozen=True)
class Table:
    """A table that reads the same in HTML, Markdown and LaTeX."""

    name: str
    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def without_empty_columns(self) -> "Table":
        """Return the table without columns in which nothing stands."""
        kept = [
            column
            for column in range(len(self.header))
            if any(row[column] not in ("", DASH) for row in self.rows)
        ]
        header, *rows = (
            tuple(line[column] for column in kept) for line in (self.header, *self.rows)
        )
        return replace(self, header=header, rows=tuple(rows))

    def has_words(self, column: int) -> bool:
        """Return whether words stand in a column, which are read from the left; figures are held against each other from the right."""
        return any(row[column][:1].isalpha() for row in self.rows)

    def to_markdown(self) -> str:
        """Return the table as Markdown."""
        lines = [self.header, ("---",) * len(self.header), *self.rows]
        return "\n".join(
            "| " + " | ".join(markdown(cell) for cell in line) + " |" for line in lines
        )

    def to_text(self) -> str:
        """Return the table for a terminal."""
        lines = [self.header, *self.rows]
        widths = [max(len(line[column]) for line in lines) for column in range(len(self.header))]
        return "\n".join(
            "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
            for line in lines
        )

    def to_latex(self) -> str:
        """Return the table for the `booktabs` package."""
        lines = [
            " & ".join(_latex(cell) for cell in line) + r" \\" for line in (self.header, *self.rows)
        ]
        return "\n".join(
            [
                r"\begin{tabular}{l" + "r" * (len(self.header) - 1) + "}",
                r"\toprule",
                lines[0],
                r"\midrule",
                *lines[1:],
                r"\bottomrule",
                r"\end{tabular}",
            ]
        )


def markdown(text: str) -> str:
    r"""Return text that stands in Markdown as it is: on one line, without tags and bars.

    >>> markdown("a|b <i>")
    'a\\|b &lt;i>'
    """
    escaped = " ".join(text.split()).replace("\\", "\\\\").replace("|", "\\|")
    return escaped.replace("&", "&amp;").replace("<", "&lt;")


def _latex(cell: str) -> str:
    return cell.translate(_LATEX)


def prose(text: str) -> str:
    r"""Return a sentence that stands in Markdown as it is, its own stars, brackets and backticks included.

    >>> prose("He *said* [it] `twice`_")
    'He \\*said\\* \\[it\\] \\`twice\\`\\_'
    """
    return _MARKS.sub(r"\\\1", markdown(text))


def spelled(name: str) -> str:
    """Return a name as read in text.

    >>> spelled("official_claim")
    'official claim'
    """
    return name.replace("_", " ")


def number(value: float | None) -> str:
    """Return a figure as printed: three digits, a dash where it is undefined."""
    return DASH if value is None else f"{value:z.3f}".replace("-", "−")


def interval(estimate: Interval) -> str:
    """Return a figure with its interval.

    >>> interval(Interval(value=0.61234, low=0.5, high=0.7))
    '0.612 [0.500, 0.700]'
    """
    if estimate.bounds is None:
        return number(estimate.value)
    value, low, high = map(number, estimate.bounds)
    return f"{value} [{low}, {high}]"
