"""Figures of a measurement: shares over time with bands, and groups as a forest."""

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from mediaframe.results.figures import COLOURS, GREY, WIDTH, add_grid, bars, lay_out, style
from mediaframe.results.measurement.scores import Estimates, GroupFigures, GroupingFigures
from mediaframe.results.tables import spelled

MOST_GROUPS = 40  # rows of a forest; the table has all
MOST_TICKS = 8
NAIVE = "classifier alone"
NAN = float("nan")
FAINT = 0.35
LEAST_REACH = 0.02  # of an axis


def draw_grouping(estimates: Estimates, grouping: GroupingFigures) -> Figure:
    """Return the figure of a grouping: a line over time, or a forest."""
    return (
        _draw_time(estimates, grouping) if grouping.is_time else _draw_forest(estimates, grouping)
    )


def _draw_time(estimates: Estimates, grouping: GroupingFigures) -> Figure:
    with style():
        figure = Figure(figsize=(WIDTH, 0.6 + 1.9 * len(estimates.counted)), layout="constrained")
        panels = figure.subplots(len(estimates.counted), 1, sharex=True, squeeze=False).ravel()
        for index, (axes, counted) in enumerate(zip(panels, estimates.counted, strict=True)):
            draw_series(axes, grouping.groups, counted, COLOURS[index % len(COLOURS)])
        handles, names = panels[0].get_legend_handles_labels()
        figure.legend(handles, names, loc="outside lower center", ncols=len(names))
        lay_out(figure)
    return figure


def draw_series(axes: Axes, groups: Sequence[GroupFigures], counted: str, colour: str) -> None:
    """Draw shares over time with their band; a gap is where nothing is coded, or nothing was published."""
    places = [place_in_time(group.name) for group in groups]
    placed = {x: group for x, group in zip(places, groups, strict=True) if x is not None}
    at = list(range(min(placed), max(placed) + 1))
    shares = [placed[x].shares[counted] if x in placed else None for x in at]
    told = [None if share is None else share.bounds for share in shares]
    value, low, high = zip(*(bounds or (NAN, NAN, NAN) for bounds in told), strict=True)
    axes.fill_between(at, low, high, color=colour, alpha=0.2, linewidth=0, label="interval")
    axes.plot(at, value, color=colour, linewidth=1.4, label="share")
    naive = [NAN if share is None else share.counted for share in shares]
    axes.plot(at, naive, color=GREY, linestyle=":", linewidth=1.2, label=NAIVE)
    for x, share in zip(at, shares, strict=True):
        if share is not None and share.bounds is not None:
            _mark(axes, (x, share.bounds[0]), share.verdict, colour)
    every = -(-len(at) // MOST_TICKS)
    ticks = [x for x in sorted(placed) if (x - at[0]) % every == 0]
    axes.set_xticks(ticks, [placed[x].name for x in ticks])
    axes.set(title=spelled(counted), ylim=(0, _reach(groups, counted)))
    axes.yaxis.set_major_formatter(PercentFormatter(1))
    add_grid(axes, "y")


def place_in_time(name: str) -> int | None:
    """Return the number of a year, quarter or month, so that those next to each other differ by 1.

    >>> place_in_time("2016-Q1") - place_in_time("2015-Q4"), place_in_time("no usable date")
    (1, None)
    """
    year, _, part = name.partition("-")
    if not year.isdecimal():
        return None
    if part.startswith("Q"):
        return int(year) * 4 + int(part[1:]) - 1
    return int(year) * 12 + int(part) - 1 if part else int(year)


def _mark(axes: Axes, point: tuple[float, float], verdict: str, colour: str) -> None:
    """Draw a share: filled where it is measured, hollow where it is weak, faint where more coding is needed."""
    axes.plot(
        *point,
        "o",
        color=colour,
        alpha=FAINT if verdict == "not enough" else 1.0,
        markerfacecolor=colour if verdict == "measured" else "white",
        markersize=5,
    )


def _reach(groups: Sequence[GroupFigures], counted: str) -> float:
    """Return how far an axis goes: intervals of what needs more coding run off it."""
    shares = [group.shares[counted] for group in groups]
    told = [share.high for share in shares if share.verdict != "not enough" and share.high]
    naive = max((share.counted for share in shares), default=0.0)
    value = max((share.value or 0.0 for share in shares), default=0.0)
    return min(1.0, 1.1 * max([naive, value, LEAST_REACH, *told]))


def shown_in_forest(grouping: GroupingFigures) -> list[GroupFigures]:
    """Return the groups that a forest shows: those with coded sentences, or of these the most coded."""
    coded = [group for group in grouping.groups if group.coded_sentences]
    most = sorted(coded, key=lambda group: -group.coded_sentences)[:MOST_GROUPS]
    return [group for group in coded if group in most]


def can_be_drawn(grouping: GroupingFigures) -> bool:
    """Whether a grouping has what its figure shows."""
    if grouping.is_time:
        return any(place_in_time(group.name) is not None for group in grouping.groups)
    return bool(shown_in_forest(grouping))


def _draw_forest(estimates: Estimates, grouping: GroupingFigures) -> Figure:
    groups = shown_in_forest(grouping)
    with style():
        height = 0.6 + (0.7 + 0.24 * len(groups)) * len(estimates.counted)
        figure = Figure(figsize=(WIDTH, height), layout="constrained")
        panels = figure.subplots(len(estimates.counted), 1, squeeze=False).ravel()
        for index, (axes, counted) in enumerate(zip(panels, estimates.counted, strict=True)):
            draw_forest(axes, groups, counted, COLOURS[index % len(COLOURS)])
            overall = estimates.everything.shares[counted].value
            if overall is not None:
                axes.axvline(overall, color=GREY, linewidth=0.8)
        handles, names = panels[0].get_legend_handles_labels()
        figure.legend(handles, names, loc="outside lower center", ncols=len(names))
        lay_out(figure)
    return figure


def draw_forest(axes: Axes, groups: Sequence[GroupFigures], counted: str, colour: str) -> None:
    """Draw a row a group: a filled mark is measured, a hollow one weak, a faint one needs more coding."""
    for row, group in enumerate(groups):
        share = group.shares[counted]
        if share.bounds is None:
            continue
        alpha = FAINT if share.verdict == "not enough" else 1.0
        axes.errorbar(
            share.bounds[0],
            row,
            xerr=bars([share.bounds]),
            color=colour,
            alpha=alpha,
            capsize=2.5,
            linewidth=1.4,
        )
        _mark(axes, (share.bounds[0], row), share.verdict, colour)
    naive = [group.shares[counted].counted for group in groups]
    axes.plot([], [], "o", color=colour, label="share")
    axes.plot(naive, range(len(groups)), "x", color=GREY, markersize=4, label=NAIVE)
    axes.set_yticks(range(len(groups)), [group.name for group in groups])
    axes.set_ylim(len(groups) - 0.5, -0.5)
    axes.set_xlim(0, _reach(groups, counted))
    axes.set_title(spelled(counted))
    axes.xaxis.set_major_formatter(PercentFormatter(1))
    add_grid(axes, "x")
