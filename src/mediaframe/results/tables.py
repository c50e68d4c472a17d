"""Tables, and how names, figures and text stand in them and in what is printed beside them."""

import csv
import re
from dataclasses import dataclass, replace
from io import StringIO

from mediaframe.files.summary import columns_text
from mediaframe.results.estimates import Interval

DASH = "–"
SMALLEST_P = 0.0001  # smaller ones are not printed
LONGEST_FIGURE = 24  # characters of a cell that stands in one line
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
_BOUNDS = re.compile(r"(\S+(?: %)?) \[(\S+), (\S+)\]( \(\d+\))?")
_REMARK = re.compile(r"[a-z ]+ \[.+\]")  # a verdict, and what it takes to better it
_MARKS = re.compile(r"([*_`\[\]~#!>$])")


@dataclass(frozen=True)
class Table:
    """A table that reads the same in HTML, Markdown and LaTeX."""

    name: str
    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def is_prose(self) -> bool:
        """Whether it holds sentences, which are read from the left."""
        return any(is_words(cell) for row in self.rows for cell in row[1:])

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
        return columns_text([self.header, *self.rows])

    def to_csv(self) -> str:
        """Return the table as CSV, each interval in three columns; an empty cell is an undefined figure."""
        bounded = [
            any(_BOUNDS.fullmatch(row[column]) for row in self.rows)
            for column in range(len(self.header))
        ]
        target = StringIO()
        writer = csv.writer(target, lineterminator="\n")
        ends = ("", " low", " high")
        writer.writerow(
            f"{name}{end}"
            for name, has_bounds in zip(self.header, bounded, strict=True)
            for end in (ends if has_bounds else ends[:1])
        )
        for row in self.rows:
            writer.writerow(
                part
                for cell, has_bounds in zip(row, bounded, strict=True)
                for part in (_parted(cell) if has_bounds else (_plain(cell),))
            )
        return target.getvalue()

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


def parted(cell: str) -> tuple[str, str]:
    """Return a figure or a verdict and what stands below it: its bounds and how many labels it is over, or a remark.

    >>> parted("0.612 [0.500, 0.700]"), parted("weak [60 more]")
    (('0.612 ', '[0.500, 0.700]'), ('weak ', '[60 more]'))
    """
    if not (_BOUNDS.fullmatch(cell) or _REMARK.fullmatch(cell)):
        return cell, ""
    value, bracket, bounds = cell.partition("[")
    return value, bracket + bounds


def is_words(cell: str) -> bool:
    """Whether a cell holds words, which may take several lines, and no figure."""
    return len(parted(cell)[0]) > LONGEST_FIGURE


def _parted(cell: str) -> tuple[str, str, str]:
    """Return a figure and its bounds, as far as a cell has them.

    >>> _parted("−0.612 [−0.700, 0.500]")
    ('-0.612', '-0.700', '0.500')
    """
    if found := _BOUNDS.fullmatch(cell):
        value, low, high, _ = map(str, found.groups())
        return _plain(value), _plain(low), _plain(high)
    return _plain(cell), "", ""


def _plain(cell: str) -> str:
    """Return a cell that programs read: an undefined figure is empty, a minus is that of numbers."""
    return "" if cell == DASH else cell.replace("−", "-")


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


def p_value(p: float | None) -> str:
    """Return a p as printed.

    >>> p_value(0.00002), p_value(0.25), p_value(None)
    ('<0.0001', '0.2500', '–')
    """
    if p is None:
        return DASH
    return f"{p:.4f}" if p >= SMALLEST_P else f"<{SMALLEST_P}"
