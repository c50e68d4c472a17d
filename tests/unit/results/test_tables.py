"""Tables: a row stays a row whatever its cells hold, and figures are printed as far as they are defined."""

import pytest

from mediaframe.results.estimates import Interval
from mediaframe.results.tables import DASH, Table, interval, number


def table(cell: str) -> Table:
    return Table("t", "c", ("name", "value"), ((cell, "1"),))


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        pytest.param("a|b", r"| a\|b | 1 |", id="a bar"),
        pytest.param("||", r"| \|\| | 1 |", id="bars alone"),
        pytest.param("a & b", "| a &amp; b | 1 |", id="an ampersand"),
        pytest.param("<b>", "| &lt;b> | 1 |", id="a tag"),
        pytest.param("a\nb", "| a b | 1 |", id="a line break"),
        pytest.param("a\\|b", r"| a\\\|b | 1 |", id="a bar after a backslash"),
    ],
)
def test_a_markdown_row_stays_a_row(cell, expected):
    lines = table(cell).to_markdown().split("\n")

    assert lines == ["| name | value |", "| --- | --- |", expected]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        pytest.param("a & b", r"a \& b", id="an ampersand"),
        pytest.param("100% #1 $x$", r"100\% \#1 \$x\$", id="percent, hash, dollars"),
        pytest.param("under_score {x}", r"under\_score \{x\}", id="underscore and braces"),
        pytest.param("a\\b", r"a\textbackslash{}b", id="a backslash"),
        pytest.param("~^", r"\textasciitilde{}\textasciicircum{}", id="tilde and circumflex"),
        pytest.param("−0.5", "$-$0.5", id="a minus sign"),
        pytest.param(DASH, "--", id="a dash"),
    ],
)
def test_a_latex_cell_is_escaped(cell, expected):
    lines = table(cell).to_latex().split("\n")

    assert lines[4] == rf"{expected} & 1 \\"


def test_a_latex_table_is_whole():
    latex = Table("t", "c", ("name", "p", "q"), (("a", "1", "2"), ("b", "3", "4"))).to_latex()

    assert latex.split("\n") == [
        r"\begin{tabular}{lrr}",
        r"\toprule",
        r"name & p & q \\",
        r"\midrule",
        r"a & 1 & 2 \\",
        r"b & 3 & 4 \\",
        r"\bottomrule",
        r"\end{tabular}",
    ]


def test_a_table_for_the_terminal_lines_its_columns_up():
    text = Table("t", "c", ("name", "p"), (("long name", "1"), ("b", ""))).to_text()

    assert text.split("\n") == ["name       p", "long name  1", "b"]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param(None, "–", id="undefined"),
        pytest.param(0.61251, "0.613", id="rounded"),
        pytest.param(-0.5, "−0.500", id="negative"),
        pytest.param(1, "1.000", id="whole"),
        pytest.param(-0.0001, "0.000", id="a trace below 0"),
    ],
)
def test_a_number_is_printed_with_three_digits(value, expected):
    printed = number(value)

    assert printed == expected


@pytest.mark.parametrize(
    ("estimate", "expected"),
    [
        pytest.param((0.5, 0.4, 0.6), "0.500 [0.400, 0.600]", id="with an interval"),
        pytest.param((0.5, None, None), "0.500", id="without one"),
        pytest.param((None, None, None), "–", id="undefined"),
        pytest.param((-0.1, -0.2, 0.0), "−0.100 [−0.200, 0.000]", id="negative"),
    ],
)
def test_an_interval_is_printed_as_far_as_it_is_defined(estimate, expected):
    printed = interval(Interval(**dict(zip(("value", "low", "high"), estimate, strict=True))))

    assert printed == expected


def test_csv_has_each_interval_in_three_columns_and_nothing_where_a_figure_is_undefined():
    rows = (("a, b", "0.612 [−0.500, 0.700]", "3"), ("c", DASH, DASH))

    lines = Table("t", "c", ("name", "F1", "count"), rows).to_csv().splitlines()

    assert lines == ["name,F1,F1 low,F1 high,count", '"a, b",0.612,-0.500,0.700,3', "c,,,,"]
