"""The figures of a study, drawn on the axes that they are given."""

from collections.abc import Mapping, Sequence
from math import ceil
from textwrap import fill

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

from mediaframe.results.estimates import Estimate
from mediaframe.results.figures import COLOURS, GREY, LINES, MARKS, add_grid, bars
from mediaframe.results.study.headline import MEASURES
from mediaframe.results.study.scores import Answer, StudyScores
from mediaframe.results.tables import spelled

LONGEST_NAME, LONGEST_LINE = 30, 66  # letters of a row's name, and across a figure
BESIDE = 1.02  # how far lines of a curve stand apart, so that none hides another
BEYOND = 4  # times the most articles trained on, as far as a curve is drawn


def draw_variations(axes: Axes, scores: StudyScores, answer: Answer) -> None:
    """Draw the measure with its interval, a row a variation, and a tick for every seed."""
    rows = answer.variations
    for position, row in enumerate(rows):
        estimate = row.estimate.macro
        is_reference = row.variation == scores.reference
        colour = COLOURS[1] if is_reference else COLOURS[0]
        if estimate.value is None:
            continue
        if estimate.low is not None:
            axes.plot(_numbers(estimate.low, estimate.high), [position, position], color=colour)
        if is_reference:
            axes.axvline(estimate.value, color=GREY, linestyle=":", linewidth=1)
        if len(row.seeds) > 1:
            values = [seed.macro for seed in row.seeds.values()]
            known = [value for value in values if value is not None]
            axes.plot(known, [position + 0.25] * len(known), "|", color=GREY, markersize=6)
        axes.plot(
            estimate.value, position, "D" if is_reference else "o", color=colour, markersize=6
        )
    _name_rows(axes, [row.variation for row in rows])
    axes.set(xlabel=_label_of(scores, answer))


def draw_rows(
    axes: Axes, rows: Mapping[str, Mapping[str, Estimate]], names: Sequence[str], xlabel: str
) -> None:
    """Draw estimates of several variations in each row: a row a corpus and split, or a capability."""
    height = 0.75 / len(names)
    for index, name in enumerate(names):
        offset = (index - (len(names) - 1) / 2) * height
        found = [
            (position + offset, bounds)
            for position, estimates in enumerate(rows.values())
            if name in estimates and (bounds := estimates[name].bounds)
        ]
        axes.errorbar(
            [value for _, (value, _, _) in found],
            [position for position, _ in found],
            xerr=bars([bounds for _, bounds in found]),
            fmt=MARKS[index % len(MARKS)],
            color=COLOURS[index % len(COLOURS)],
            markersize=4.5,
            linewidth=1.2,
            label=name,
        )
    _name_rows(axes, [fill(name, LONGEST_NAME) for name in rows])
    axes.set(xlabel=xlabel)
    add_legend(axes)


def add_legend(axes: Axes) -> None:
    """Name what was drawn above the figure, in as many columns as it is wide for."""
    handles, names = axes.get_legend_handles_labels()
    axes.figure.legend(handles, names, loc="outside upper left", ncols=_columns(names))


def legend_height(names: Sequence[str]) -> float:
    """Return how many inches the names of what is drawn take above a figure."""
    return 0.22 * ceil(len(names) / _columns(names))


def _columns(names: Sequence[str]) -> int:
    return max(1, LONGEST_LINE // (6 + max(map(len, names))))


def draw_curves(axes: Axes, scores: StudyScores, answer: Answer) -> None:
    """Draw the score over the number of articles trained on, with the curve fitted, dashed where it is extrapolated."""
    for index, (line, curve) in enumerate(answer.curves.items()):
        colour, points = COLOURS[index % len(COLOURS)], curve.points
        beside = BESIDE ** (index - (len(answer.curves) - 1) / 2)
        articles = [point.articles * beside for point in points]
        for x, point in zip(articles, points, strict=True):
            if point.low is not None:
                ends = _numbers(point.low, point.high)
                axes.plot([x] * 2, ends, color=colour, linewidth=1.2)
        scored = _numbers(*(point.value for point in points))
        axes.plot(articles, scored, MARKS[index % len(MARKS)], color=colour, label=line)
        if curve.fit:
            fit = curve.fit
            last = points[-1].articles
            x = np.geomspace(points[0].articles, BEYOND * last, 200)
            y = _numbers(fit.limit.value) - fit.loss * x**-fit.rate
            inside = x <= last
            axes.plot(x[inside], y[inside], color=colour, linewidth=1.2)
            axes.plot(x[~inside], y[~inside], color=colour, linewidth=1.2, linestyle="--")
    axes.set_xscale("log")
    ticks = sorted({round(p.articles) for c in answer.curves.values() for p in c.points})
    axes.set_xticks(
        [*ticks, BEYOND * ticks[-1]], [str(tick) for tick in (*ticks, BEYOND * ticks[-1])]
    )
    axes.minorticks_off()
    axes.set(xlabel="articles trained on", ylabel=_label_of(scores, answer))
    add_grid(axes, "y")
    axes.legend(loc="lower right")


def draw_reliability_of(axes: Axes, answer: Answer, label: str) -> None:
    """Draw the share of positives over the mean score, a line a variation."""
    axes.plot([0, 1], [0, 1], color=GREY, linestyle=":")
    for index, row in enumerate(answer.variations):
        points = row.calibration.points[label]
        axes.plot(
            [point.score for point in points],
            [point.share for point in points],
            f"{MARKS[index % len(MARKS)]}{LINES[index % len(LINES)]}",
            color=COLOURS[index % len(COLOURS)],
            markersize=3,
            linewidth=1.1,
            label=row.variation,
        )
    axes.set(xlim=(-0.02, 1.02), ylim=(-0.02, 1.02), xlabel="mean score", title=spelled(label))


def draw_expected_best(axes: Axes, answer: Answer) -> None:
    """Draw the expected best validation score over the number of variations tried."""
    points = answer.expected_best
    tried = [point.tried for point in points]
    values = [point.value for point in points]
    axes.fill_between(
        tried,
        [point.value - point.deviation for point in points],
        [point.value + point.deviation for point in points],
        color=COLOURS[0],
        alpha=0.15,
        linewidth=0,
    )
    axes.plot(tried, values, "o-", color=COLOURS[0], markersize=4)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set(xlabel="variations tried", ylabel="expected best validation score")
    add_grid(axes, "y")


def _numbers(*values: float | None) -> NDArray[np.float64]:
    """Return figures to draw; what is undefined is NaN, which is not drawn."""
    return np.array(values, dtype=np.float64)


def _label_of(scores: StudyScores, answer: Answer) -> str:
    return f"{MEASURES[scores.measure]}, {scores.confidence:.0%} interval over {answer.units.kind}"


def _name_rows(axes: Axes, names: Sequence[str]) -> None:
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.5, -0.5)
    add_grid(axes, "x")
