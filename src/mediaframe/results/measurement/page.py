"""The page of a measurement, in HTML and Markdown, from its estimates alone."""

from pathlib import Path
from typing import Any

from mediaframe.results.measurement.figures import can_be_drawn, draw_grouping
from mediaframe.results.measurement.scores import Estimates, GroupingFigures
from mediaframe.results.measurement.tables import difference_table, group_table, overview_table
from mediaframe.results.measurement.words import (
    difference_sentence,
    grouping_caption,
    grouping_sentence,
    headline,
    methods,
    naive_sentence,
    warnings,
)
from mediaframe.results.pages import save_figure, write_pages

REPORT = "report"

READING = (
    "A share is what an expert coder would find in all sentences, had they coded all: the classifier's scores, corrected by the sentences that were drawn at random and coded.",
    "“Labels only” leaves the classifier out: the same answer, with a wider interval. “Classifier counted” leaves the coding out: it is off by the classifier's error, another one in every group.",
    "Measured: the interval is as narrow as the plan asked for, and ten or more coded sentences carry the label. Weak: use it with its interval. Not enough coded yet: how many more of the same kind narrow it to what the plan asked for.",
    "Design effect: how many sentences of whole articles, corrected by the classifier, say as much as one sentence drawn by itself and coded without it. Below 1 the classifier helps more than the likeness of sentences within an article costs.",
    "An exact interval stands where few coded sentences carry the label; it covers at least as often as it says, mostly more often.",
)


def write_measurement_page(folder: Path, estimates: Estimates, *, figures: bool = True) -> None:
    """Write `report.html`, `report.md` and, unless they are left out, `figures/` to a folder."""
    if figures:
        (folder / "figures").mkdir()
    parts = [
        _part(folder, estimates, grouping, figures=figures) for grouping in estimates.groupings[1:]
    ]
    everything = estimates.everything
    context = {
        "estimates": estimates,
        "title": estimates.question or estimates.name,
        "headline": headline(estimates),
        "warnings": warnings(estimates),
        "overview": overview_table(estimates),
        "naive": [naive_sentence(everything, *share) for share in everything.shares.items()],
        "parts": parts,
        "differences": difference_table(estimates) if estimates.differences else None,
        "difference_sentence": difference_sentence(estimates),
        "methods": methods(estimates),
        "reading": READING,
    }
    write_pages(folder, REPORT, context, template="measurement")


def _part(
    folder: Path, estimates: Estimates, grouping: GroupingFigures, *, figures: bool
) -> dict[str, Any]:
    """Return what the page shows of a grouping."""
    name = "by-" + "-".join(part.strip() for part in grouping.grouping.split("&"))
    drawn = figures and can_be_drawn(grouping)
    return {
        "grouping": grouping.grouping,
        "name": name,
        "figure": save_figure(folder / "figures", name, draw_grouping(estimates, grouping))
        if drawn
        else None,
        "caption": grouping_caption(estimates, grouping),
        "sentences": [grouping_sentence(grouping, counted) for counted in estimates.counted],
        "tables": [group_table(estimates, grouping, counted) for counted in estimates.counted],
    }
