"""The differences between systems as a forest: a row a label, a mark with its interval a pair."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from mediaframe.results.comparison_scores import (
    METRICS,
    Comparison,
    Metric,
    PairDifferences,
)
from mediaframe.results.estimates import PairedDifference
from mediaframe.results.figures import COLOURS, GREY, MARKS, WIDTH, add_grid, bars, lay_out, style
from mediaframe.results.tables import FIGURE_NAMES, spelled

MEAN = "mean over labels"


def pair_name(pair: PairDifferences) -> str:
    """Return a pair as the subtraction that it stands for."""
    return f"{pair.system} − {pair.against}"


def entries(
    comparison: Comparison, pair: PairDifferences, metric: Metric
) -> list[tuple[str, PairedDifference]]:
    """Return the differences of a pair in one metric: of each label and, for F1, of the mean."""
    found = [(spelled(label), pair.labels[label].metric(metric)) for label in comparison.labels]
    return [*found, (MEAN, pair.macro.f1)] if metric == "f1" else found


def metrics_of(comparison: Comparison) -> list[Metric]:
    """Return F1 and the other metrics in which some difference is defined."""
    return [
        metric
        for metric in METRICS
        if metric == "f1"
        or any(
            entry.value is not None
            for pair in comparison.pairs
            for _, entry in entries(comparison, pair, metric)
        )
    ]


def holds(comparison: Comparison, entry: PairedDifference) -> bool:
    """Return whether a difference is told from chance after correction."""
    return entry.is_told(comparison.confidence)


def draw_forest(axes: Axes, comparison: Comparison, metric: Metric) -> None:
    """Draw the differences in one metric; a filled mark is told from chance after correction, a hollow one is not."""
    pairs = comparison.pairs
    rows = [name for name, _ in entries(comparison, pairs[0], metric)]
    axes.axvline(0, color=GREY, linewidth=1)
    for index, pair in enumerate(pairs):
        colour = COLOURS[index % len(COLOURS)]
        offset = (index - (len(pairs) - 1) / 2) * 0.8 / len(pairs)
        shape = MARKS[index % len(MARKS)]
        for row, (_, entry) in enumerate(entries(comparison, pair, metric)):
            if entry.bounds is None:
                continue
            axes.errorbar(
                entry.bounds[0],
                row + offset,
                xerr=bars([entry.bounds]),
                fmt=shape,
                color=colour,
                markerfacecolor=colour if holds(comparison, entry) else "white",
                markersize=5,
                capsize=2.5,
                linewidth=1.4,
            )
        axes.plot([], [], shape, color=colour, label=pair_name(pair))
    axes.set_yticks(range(len(rows)), rows)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_xlabel(f"difference in {FIGURE_NAMES[metric]}")
    add_grid(axes, "x")


def draw_comparison(comparison: Comparison) -> Figure:
    """Return the forests of all metrics below each other."""
    metrics = metrics_of(comparison)
    lines = (len(comparison.labels) + 1) * max(2, len(comparison.pairs))
    with style():
        height = 0.5 + (0.6 + 0.16 * lines) * len(metrics)
        figure = Figure(figsize=(WIDTH, height), layout="constrained")
        panels = figure.subplots(len(metrics), 1, squeeze=False).ravel()
        for panel, metric in zip(panels, metrics, strict=True):
            draw_forest(panel, comparison, metric)
        handles, names = panels[0].get_legend_handles_labels()
        figure.legend(handles, names, loc="outside lower center", ncols=min(3, len(names)))
        lay_out(figure)
    return figure
