"""Figures of an evaluation, drawn from its scores alone on the axes that they are given."""

import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from textwrap import fill
from typing import Any, Literal

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from mediaframe.results.estimates import Bounds, SystemFigures
from mediaframe.results.scores import EvaluationScores
from mediaframe.results.systems import MODEL
from mediaframe.results.tables import spelled

# Told apart in every common kind of colour blindness (Okabe and Ito 2008, Color Universal Design).
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00")
GREY = "#666666"
MARKS = "osD^vPX"  # each system has its own, so that grey tells them apart too
WIDTH, PANEL = 5.6, (3.3, 3.1)  # inches: read on a phone without turning it
PRINT = 300  # dots per inch of a PNG
LINES = ("-", "--", "-.", ":")  # and so has each line

STYLE: dict[Any, Any] = {
    "font.size": 10,
    "font.family": "sans-serif",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": 10,
    "axes.titleweight": "bold",
    "legend.frameon": False,
    "text.parse_math": False,  # a dollar in a name is a dollar
    "svg.fonttype": "none",
    "svg.hashsalt": "mediaframe",  # ids in the file depend on what is drawn, not on the hour
}


def draw_f1(axes: Axes, scores: EvaluationScores) -> None:
    """Draw F1 with its interval, a row a label, a mark a system."""
    rows = [*scores.labels, "macro"]
    systems: list[tuple[str, SystemFigures]] = list(scores.systems.items())
    if scores.coders:
        systems.append((scores.origin.name_coders(scores.coders.coders), scores.coders))
    height = 0.7 / len(systems)
    for index, (name, system) in enumerate(systems):
        estimates = [*(system.labels[label].f1 for label in scores.labels), system.macro.f1]
        shown = [
            (row + (index - (len(systems) - 1) / 2) * height, bounds)
            for row, estimate in enumerate(estimates)
            if (bounds := estimate.bounds)
        ]
        axes.errorbar(
            [value for _, (value, _, _) in shown],
            [position for position, _ in shown],
            xerr=bars([bounds for _, bounds in shown]),
            fmt=MARKS[index % len(MARKS)],
            color=COLOURS[index % len(COLOURS)],
            markersize=7 if name == MODEL else 5.5,
            capsize=3,
            linewidth=2 if name == MODEL else 1.2,
            label=spelled(name),
        )
    axes.set_yticks(range(len(rows)), [spelled(row) for row in rows])
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set(xlim=(0, 1.02), xlabel=f"F1, {scores.confidence:.0%} interval over articles")
    add_grid(axes, "x")
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1.02), borderaxespad=0)


def bars(estimates: Sequence[Bounds]) -> tuple[list[float], list[float]]:
    """Return how far intervals reach below and above their values; rounding may not turn them over."""
    below = [max(0.0, value - low) for value, low, _ in estimates]
    above = [max(0.0, high - value) for value, _, high in estimates]
    return below, above


def draw_precision_recall(axes: Axes, scores: EvaluationScores, label: str) -> None:
    """Draw precision over recall, the operating point, and the share of positives."""
    curve = scores.curves[label].precision_recall
    figures = scores.systems[MODEL].labels[label]
    axes.step(
        [0.0, *curve.recall],
        [curve.precision[0], *curve.precision],
        where="post",
        color=COLOURS[0],
    )
    if figures.precision.value is not None and figures.recall.value is not None:
        axes.plot(
            figures.recall.value,
            figures.precision.value,
            "o",
            color=COLOURS[1],
            label="threshold",
        )
    if figures.prevalence.value is not None:
        axes.axhline(figures.prevalence.value, color=GREY, linestyle=":", label="prevalence")
    axes.set(
        xlim=(0, 1.02), ylim=(0, 1.02), xlabel="recall", ylabel="precision", title=spelled(label)
    )


def draw_reliability(axes: Axes, scores: EvaluationScores, label: str) -> None:
    """Draw the share of positives over the mean score in tenths of the range; area tells the count."""
    points = scores.curves[label].reliability
    total = sum(point.count for point in points)
    means, shares = [point.score for point in points], [point.share for point in points]
    axes.plot([0, 1], [0, 1], color=GREY, linestyle=":", label="calibrated")
    axes.plot(
        means,
        shares,
        color=COLOURS[0],
        linewidth=1,
    )
    axes.scatter(
        means,
        shares,
        s=[12 + 300 * point.count / total for point in points],
        color=COLOURS[0],
        alpha=0.6,
    )
    axes.set(
        xlim=(-0.02, 1.02),
        ylim=(-0.02, 1.02),
        xlabel="mean score",
        ylabel="share of positives",
        title=spelled(label),
    )


def draw_threshold(axes: Axes, scores: EvaluationScores, label: str) -> None:
    """Draw precision, recall and F1 over the threshold, and the threshold chosen on train."""
    curve = scores.curves[label].precision_recall
    lines = (
        ("precision", curve.precision, COLOURS[0], "--"),
        ("recall", curve.recall, COLOURS[2], "-."),
        ("F1", curve.f1, COLOURS[1], "-"),
    )
    for name, values, colour, line in lines:
        axes.step(curve.threshold, values, line, color=colour, label=name, linewidth=1.3)
    axes.axvline(scores.thresholds[label], color=GREY, linestyle=":", label="chosen on train")
    axes.set(xlim=(0, 1), ylim=(0, 1.02), xlabel="threshold", title=spelled(label))


def draw_confusion(axes: Axes, scores: EvaluationScores, label: str) -> None:
    """Draw how many sentences fell into each cell of coded against decided."""
    counts = scores.systems[MODEL].labels[label].counts
    table = [
        [counts.true_positives, counts.false_negatives],
        [counts.false_positives, counts.true_negatives],
    ]
    _draw_counts(axes, table, ["yes", "no"], ["yes", "no"])
    axes.set(xlabel="model", ylabel="coded", title=spelled(label))


def draw_cooccurrence(axes: Axes, scores: EvaluationScores, who: str) -> None:
    """Draw how many sentences carry both labels."""
    names = [fill(spelled(label), 16) for label in scores.labels]
    counts = {"coded": scores.cooccurrence.coded, MODEL: scores.cooccurrence.model}
    _draw_counts(axes, counts[who], names, names)
    axes.tick_params(axis="x", rotation=30)
    axes.set_title(who)


def _draw_counts(
    axes: Axes, table: Sequence[Sequence[int]], rows: Sequence[str], columns: Sequence[str]
) -> None:
    largest = max(max(row) for row in table) or 1
    axes.imshow(table, cmap="Blues", vmin=0, vmax=largest * 1.3)
    for y, row in enumerate(table):
        for x, count in enumerate(row):
            axes.text(
                x,
                y,
                str(count),
                ha="center",
                va="center",
                color="white" if count > largest * 0.8 else "black",
            )
    axes.set_xticks(range(len(columns)), columns)
    axes.set_yticks(range(len(rows)), rows)
    axes.spines[:].set_visible(False)


CAPTIONS = {
    "f1": "F1 per label and their mean: of the model and of what it is compared with",
    "precision_recall": "Precision over recall on test; the dot is the threshold chosen on train.",
    "reliability": "Share of positives over mean score: on the dotted line a score of 0.7 is right seven times in ten. Area tells how many sentences.",
    "threshold": "What another threshold would have given on test. It is shown, not used: thresholds are chosen on train.",
    "confusion": "Sentences of test by what was coded and what the model decided.",
    "cooccurrence": "Sentences that carry both labels, as coded and as decided; the diagonal counts each label.",
}


def captions(scores: EvaluationScores) -> dict[str, str]:
    """Return what each figure of an evaluation shows, by its name without the number of a panel."""
    coders = scores.coders
    measured = f", and of {scores.origin.name_coders(coders.coders)}" if coders else ""
    return {**CAPTIONS, "f1": f"{CAPTIONS['f1']}{measured}."}


@contextmanager
def style() -> Iterator[None]:
    """Draw in the style of this module, without a word on letters that only a browser's fonts have."""
    with mpl.rc_context(STYLE), warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing from font")
        yield


def draw_all(scores: EvaluationScores) -> dict[str, Figure]:
    """Return every figure of an evaluation, by name: panels of a kind are figures of their own, numbered from 1.

    So a page lays panels side by side where it is wide, and below each other on a phone.
    """
    by_label = {
        "precision_recall": draw_precision_recall,
        "reliability": draw_reliability,
        "threshold": draw_threshold,
        "confusion": draw_confusion,
    }
    with style():
        systems = len(scores.systems) + (scores.coders is not None)
        height = 0.9 + 0.18 * systems + (0.3 + 0.11 * systems) * (len(scores.labels) + 1)
        overview = Figure(figsize=(WIDTH, height), layout="constrained")
        draw_f1(overview.subplots(), scores)
        figures = {"f1": overview}
        for name, draw in by_label.items():
            figures |= _panels(name, scores, scores.labels, draw)
        figures |= _panels("cooccurrence", scores, ["coded", MODEL], draw_cooccurrence)
        for figure in figures.values():
            lay_out(figure)
    return figures


def add_grid(axes: Axes, axis: Literal["x", "y"]) -> None:
    """Draw thin lines across one axis, behind what is drawn."""
    axes.grid(axis=axis, color="#dddddd", linewidth=0.7)
    axes.set_axisbelow(True)


def lay_out(figure: Figure) -> None:
    """Lay a figure out once, so that every format shows the same."""
    figure.draw_without_rendering()
    figure.set_layout_engine("none")


def _panels(
    kind: str,
    scores: EvaluationScores,
    names: Sequence[str],
    draw: Callable[[Axes, EvaluationScores, str], None],
) -> dict[str, Figure]:
    """Return a figure for each name, as `threshold_1`."""
    figures = {}
    for position, name in enumerate(names, start=1):
        figure = Figure(figsize=PANEL, layout="constrained")
        axes = figure.subplots()
        draw(axes, scores, name)
        handles, labels = axes.get_legend_handles_labels()
        if handles:
            figure.legend(handles, labels, loc="outside lower center", ncols=min(2, len(handles)))
        figures[f"{kind}_{position}"] = figure
    return figures


def render(figure: Figure, file_format: str) -> bytes:
    """Return a figure as `svg`, `pdf` or `png`; the same figure gives the same bytes."""
    metadata = {"png": {"Software": None}, "svg": {"Date": None}, "pdf": {"CreationDate": None}}
    target = BytesIO()
    with style():
        figure.savefig(target, format=file_format, dpi=PRINT, metadata=metadata[file_format])
    return target.getvalue()
