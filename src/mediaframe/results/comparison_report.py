"""The report of a comparison, in HTML and Markdown, from its JSON alone."""

from pathlib import Path

from mediaframe.results.comparison_scores import Comparison, Metric
from mediaframe.results.forest import draw_comparison, entries, holds, metrics_of, pair_name
from mediaframe.results.pages import save_figures, write_pages
from mediaframe.results.tables import FIGURE_NAMES, Table, interval, number, p_value, spelled

CAPTION = (
    "Differences between systems on the same sentences, with intervals over articles. A filled mark is told from chance "
    "after correction, a hollow one is not."
)


def difference_table(comparison: Comparison, metric: Metric = "f1") -> Table:
    """Return the differences of all pairs in one metric, a row a pair and label."""
    systems = {system.name: system for system in comparison.systems}
    rows = []
    for pair in comparison.pairs:
        both = [systems[pair.system], systems[pair.against]]
        values = [
            [system.labels[label].figure(metric) for system in both] for label in comparison.labels
        ]
        values.append([system.macro.figure(metric) for system in both])
        rows += [
            (
                pair_name(pair),
                name,
                *(number(value.value) for value in beside),
                interval(entry),
                p_value(entry.p),
                p_value(entry.p_holm),
            )
            for (name, entry), beside in zip(
                entries(comparison, pair, metric), values, strict=False
            )
        ]
    header = (FIGURE_NAMES[metric], "label", "first", "second", "difference", "p", "p (Holm)")
    caption = (
        f"{FIGURE_NAMES[metric]} of both and its difference, {comparison.confidence:.0%} interval over articles; "
        f"p from {comparison.permutations} permutations, corrected (Holm) for all rows of this table."
    )
    return Table(metric, caption, header, tuple(rows))


def data_table(comparison: Comparison) -> Table:
    """Return how many sentences carry each label."""
    first = comparison.systems[0]  # all are on the same sentences
    rows = tuple(
        (spelled(label), str(count), f"{first.labels[label].prevalence.value:.1%}")
        for label, count in comparison.positives.items()
    )
    return Table("data", "Sentences that carry each label.", ("label", "positives", "share"), rows)


def headline(comparison: Comparison) -> str:
    """Return the result in a few sentences."""
    differences = [
        entry for pair in comparison.pairs for _, entry in entries(comparison, pair, "f1")
    ]
    told = sum(holds(comparison, entry) for entry in differences)
    seen = [system.name for system in comparison.systems if system.trained_here]
    warning = (
        f" Training saw some of these sentences: {', '.join(seen)}. Its figures flatter."
        if seen
        else ""
    )
    return (
        f"{len(comparison.systems)} systems on {comparison.sentences} sentences of {comparison.articles} articles: "
        f"{told} of {len(differences)} differences in F1 are told from chance after correction.{warning}"
    )


def reading(comparison: Comparison) -> list[str]:
    """Return how the figures are to be read, a sentence or two a point."""
    return [
        "A difference is the first system of a row minus the second, on the same sentences: above 0, the first is better.",
        f"Its interval comes from {comparison.resamples} draws of whole articles with replacement, each counted for both "
        "systems. It tells how large the difference may be; sentences of one article resemble each other, so drawing "
        "sentences would make it look surer than it is.",
        f"p is the share of {comparison.permutations} draws in which a difference as large comes about when, article by "
        "article, a coin decides which system said what. A system against itself has p = 1.",
        "p (Holm) is corrected for all labels and pairs of its table. Claim a difference by it; a large p does not show "
        "that systems are alike: the interval tells how far apart they may be.",
    ]


def write_comparison_report(folder: Path, comparison: Comparison, *, figures: bool = True) -> None:
    """Write `comparison.html`, `comparison.md` and, unless they are left out, `figures/` to a folder."""
    drawn = {}
    if figures:
        drawn = save_figures(folder / "figures", {"forest": draw_comparison(comparison)})
    metrics = metrics_of(comparison)
    context = {
        "comparison": comparison,
        "title": f"Comparison of {', '.join(system.name for system in comparison.systems)}",
        "headline": headline(comparison),
        "figures": drawn,
        "caption": CAPTION,
        "tables": [difference_table(comparison, metric) for metric in metrics],
        "data": data_table(comparison),
        "reading": reading(comparison),
    }
    write_pages(folder, "comparison", context)
