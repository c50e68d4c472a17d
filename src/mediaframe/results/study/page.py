"""The page of a study, in HTML and Markdown, from its figures alone."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from markupsafe import Markup
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from mediaframe.results.figures import WIDTH, lay_out, style
from mediaframe.results.pages import save_figure, write_pages
from mediaframe.results.study.answers import title_of
from mediaframe.results.study.figures import (
    add_legend,
    draw_curves,
    draw_expected_best,
    draw_reliability_of,
    draw_rows,
    draw_variations,
    legend_height,
)
from mediaframe.results.study.headline import MEASURES, capital, study_headline, study_warnings
from mediaframe.results.study.scores import Answer, StudyScores
from mediaframe.results.study.tables import (
    answer_table,
    calibration_table,
    capabilities_table,
    curve_table,
    difference_table,
    figures_table,
    overview_table,
    variations_table,
)
from mediaframe.results.tables import Table


@dataclass(frozen=True)
class Drawing:
    """A figure of the page, and what it shows."""

    name: str
    caption: str
    draw: Callable[[], Figure]


Block = Drawing | Table


def write_study_page(folder: Path, scores: StudyScores, *, figures: bool = True) -> None:
    """Write the page of a study as HTML and Markdown, and, unless they are left out, its figures as SVG and PNG."""
    if figures:
        (folder / "figures").mkdir()
    parts: list[tuple[str, Iterator[Block]]] = []
    if len(scores.answers) > 1:
        parts.append(("", _overview(scores)))
    for position, answer in enumerate(scores.answers, start=1):
        title = title_of(scores, answer) if len(scores.answers) > 1 else ""
        parts.append((title, _blocks(scores, answer, position)))
    context = {
        "scores": scores,
        "headline": study_headline(scores),
        "warnings": study_warnings(scores),
        "setup": _setup(scores),
        "parts": [
            {
                "title": title,
                "blocks": [
                    _saved(folder / "figures", block)
                    for block in blocks
                    if figures or isinstance(block, Table)
                ],
            }
            for title, blocks in parts
        ],
        "variations": variations_table(scores),
    }
    write_pages(folder, "study", context)


def _saved(folder: Path, block: Block) -> dict[str, Any]:
    """Return what the templates show of a block; a figure is written to its folder."""
    if isinstance(block, Table):
        return {"table": block}
    svg: Markup = save_figure(folder, block.name, block.draw())
    return {"table": None, "name": block.name, "caption": block.caption, "svg": svg}


def _setup(scores: StudyScores) -> dict[str, str]:
    """Return what was tried on what, a line each."""
    seeds = ", ".join(map(str, scores.seeds))
    folds = scores.outer_folds
    failed = scores.experiments.failed
    return {
        "Corpora": ", ".join(
            f"{name}: {corpus.articles} articles, {corpus.sentences} sentences"
            for name, corpus in scores.corpora.items()
        ),
        "Variations": str(len(scores.variations)),
        "Seeds": seeds,
        "Measured on": f"{folds} outer folds of articles" if folds else "one split a seed",
        "Experiments": str(scores.experiments.all) + (f", {failed} failed" if failed else ""),
        "Compared with": scores.reference,
    }


def _overview(scores: StudyScores) -> Iterator[Block]:
    """Yield all answers side by side."""
    rows = {
        title_of(scores, answer): {row.variation: row.estimate.macro for row in answer.variations}
        for answer in scores.answers
    }
    names = list(dict.fromkeys(name for estimates in rows.values() for name in estimates))
    what, units = MEASURES[scores.measure], scores.answers[0].units.kind
    label = f"{what}, {scores.confidence:.0%} interval over {units}"
    height = 0.7 + legend_height(names) + len(rows) * (0.2 + 0.13 * len(names))
    figure = partial(_figure, height, lambda axes: draw_rows(axes, rows, names, label))
    yield Drawing(
        "overview", f"{capital(what)} of every variation on every corpus and split.", figure
    )
    yield overview_table(scores)


def _blocks(scores: StudyScores, answer: Answer, position: int) -> Iterator[Block]:
    """Yield the figures and tables of one corpus and split, what answers the question first."""
    measure, units = scores.measure, answer.units.kind
    if answer.curves:
        figure = partial(_figure, 3.6, lambda axes: draw_curves(axes, scores, answer))
        yield Drawing(f"curve_{position}", CURVE, figure)
        yield curve_table(answer)
    else:
        height = 1.1 + 0.34 * len(answer.variations)
        figure = partial(_figure, height, lambda axes: draw_variations(axes, scores, answer))
        caption = (
            f"{capital(MEASURES[measure])} of every variation: mean over seeds with {scores.confidence:.0%} interval over {units}; "
            f"small ticks are single seeds, the dotted line is {scores.reference}."
        )
        yield Drawing(f"{measure}_{position}", caption, figure)
    yield answer_table(scores, answer)
    if measure == "behaviour":
        yield Drawing(
            f"capabilities_{position}", CAPABILITIES, partial(_capabilities, scores, answer)
        )
        yield capabilities_table(scores, answer)
    else:
        yield difference_table(scores, answer)
    if measure == "brier":
        yield Drawing(f"reliability_{position}", RELIABILITY, partial(_reliability, scores, answer))
        yield calibration_table(scores, answer)
    yield figures_table(answer)
    if answer.expected_best:
        figure = partial(_figure, 3.0, lambda axes: draw_expected_best(axes, answer))
        yield Drawing(f"expected_best_{position}", EXPECTED_BEST, figure)


CURVE = (
    "Score over the number of articles trained on, as means over seeds with intervals over the articles tested, and the power law "
    "fitted; dashed where it is extrapolated."
)
CAPABILITIES = "Share of the cases of each capability that are passed, with intervals over cases."
RELIABILITY = (
    "Share of positives over the mean score in tenths of the range, all seeds together; on the dotted line scores are "
    "probabilities."
)
EXPECTED_BEST = (
    "Expected best validation score by number of variations tried, with its standard deviation (Dodge et al. 2019): how much of "
    "the best score is owed to trying many."
)


def _capabilities(scores: StudyScores, answer: Answer) -> Figure:
    """Return the share of cases passed, a row a capability."""
    rows = {
        scores.titles[name]: {
            row.variation: row.estimate.columns[name] for row in answer.variations
        }
        for name in answer.columns
    }
    names = [row.variation for row in answer.variations]
    height = 0.7 + legend_height(names) + len(rows) * (0.2 + 0.075 * len(names))
    return _figure(height, lambda axes: draw_rows(axes, rows, names, "share of cases passed"))


def _reliability(scores: StudyScores, answer: Answer) -> Figure:
    """Return reliability diagrams below each other, one a label, a line a variation."""
    names = [row.variation for row in answer.variations]
    height = legend_height(names) + 2.8 * len(scores.labels)
    with style():
        figure = Figure(figsize=(WIDTH, height), layout="constrained")
        panels = figure.subplots(len(scores.labels), 1, squeeze=False)[:, 0]
        for axes, label in zip(panels, scores.labels, strict=True):
            draw_reliability_of(axes, answer, label)
            axes.set(ylabel="share of positives")
        add_legend(panels[0])
        lay_out(figure)
    return figure


def _figure(height: float, draw: Callable[[Axes], None]) -> Figure:
    """Return a figure of one axes, drawn and laid out."""
    with style():
        figure = Figure(figsize=(WIDTH, height), layout="constrained")
        draw(figure.subplots())
        lay_out(figure)
    return figure
