"""The page of a study, in HTML and Markdown, from its figures alone."""

from pathlib import Path
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from mediaframe.results.figures import COLOURS, GREY, add_grid, lay_out, style
from mediaframe.results.pages import save_figure, write_pages
from mediaframe.results.scores import Scores
from mediaframe.results.tables import DASH, FIGURE_NAMES, Table, interval, number, spelled


def write_study_page(folder: Path, scores: Scores) -> None:
    """Write the page of a study as HTML and Markdown, and its figures as SVG and PNG."""
    (folder / "figures").mkdir()
    parts = []
    for position, answer in enumerate(scores["answers"], start=1):
        figures = {"f1": _figure(draw_variations, scores, answer)}
        if answer["expected_best"]:
            figures["expected_best"] = _figure(draw_expected_best, scores, answer)
        names = {name: f"{name}_{position}" for name in figures}
        parts.append(
            {
                "title": title_of(scores, answer),
                "tables": study_tables(scores, answer),
                "names": names,
                "figures": {
                    name: save_figure(folder / "figures", names[name], figure)
                    for name, figure in figures.items()
                },
                "captions": captions(scores),
            }
        )
    context = {
        "scores": scores,
        "headline": study_headline(scores),
        "facts": _facts(scores),
        "parts": parts,
        "variations": variations_table(scores),
    }
    write_pages(folder, "study", context)


def study_headline(scores: Scores) -> str:
    """Return the answer in one sentence for each corpus and split."""
    sentences = []
    for answer in scores["answers"]:
        ranked = [row for row in answer["variations"] if row["f1"]["macro"]["value"] is not None]
        if ranked:
            best = max(ranked, key=lambda row: row["f1"]["macro"]["value"])
            where = f"{title_of(scores, answer)}: " if len(scores["answers"]) > 1 else ""
            versus = ""
            if best["difference"]:
                above = interval(best["difference"]["macro"])
                versus = f", {above} above {scores['reference']}"
            sentences.append(
                f"{where}Highest macro-F1 {interval(best['f1']['macro'])}: {best['variation']}{versus}."
            )
    return " ".join(sentences)


def title_of(scores: Scores, answer: Scores) -> str:
    """Return which corpus and split an answer is about, as far as a study has several."""
    splits = {each["split"] for each in scores["answers"]}
    return f"{answer['corpus']}, {answer['split']}" if len(splits) > 1 else str(answer["corpus"])


def _facts(scores: Scores) -> dict[str, str]:
    seeds = ", ".join(map(str, scores["seeds"]))
    folds = scores["outer_folds"]
    failed = scores["experiments"]["failed"]
    return {
        "Corpora": ", ".join(
            f"{name}: {corpus['articles']} articles, {corpus['sentences']} sentences"
            for name, corpus in scores["corpora"].items()
        ),
        "Variations": str(len(scores["variations"])),
        "Seeds": seeds,
        "Measured on": f"{folds} outer folds of articles" if folds else "one split a seed",
        "Experiments": str(scores["experiments"]["all"]) + (f", {failed} failed" if failed else ""),
        "Compared with": scores["reference"],
    }


def study_tables(scores: Scores, answer: Scores) -> list[Table]:
    """Return the answer, the differences and the other figures of one corpus and split."""
    return [
        answer_table(scores, answer),
        difference_table(scores, answer),
        figures_table(answer),
    ]


def answer_table(scores: Scores, answer: Scores) -> Table:
    """Return F1 of every variation: means over seeds, intervals over articles, spread over seeds."""
    rows = [
        (
            row["variation"],
            interval(row["f1"]["macro"]),
            _spread(row["spread"]),
            interval(row["difference"]["macro"]) if row["difference"] else DASH,
            *(interval(row["f1"]["labels"][label]) for label in scores["labels"]),
        )
        for row in answer["variations"]
    ]
    header = (
        "F1",
        "macro",
        "spread over seeds",
        f"macro − {scores['reference']}",
        *(spelled(label) for label in scores["labels"]),
    )
    caption = (
        f"F1 as the mean over seeds with {scores['confidence']:.0%} intervals over the {answer['test_articles']} articles "
        "tested; the spread is the standard deviation of macro-F1 over seeds, with the lowest and the highest."
    )
    return Table("answer", caption, header, tuple(rows))


def _spread(spread: Scores | None) -> str:
    """Return how far seeds lie apart."""
    if spread is None:
        return DASH
    return f"{number(spread['deviation'])} [{number(spread['low'])}, {number(spread['high'])}]"


def difference_table(scores: Scores, answer: Scores) -> Table:
    """Return how far F1 of every variation lies above the reference's."""
    rows = [
        (
            row["variation"],
            *(interval(row["difference"]["labels"][label]) for label in scores["labels"]),
            interval(row["difference"]["macro"]),
        )
        for row in answer["variations"]
        if row["difference"]
    ]
    header = (
        f"F1 − {scores['reference']}",
        *(spelled(label) for label in scores["labels"]),
        "macro",
    )
    caption = "Paired on the same resamples of articles and the same seeds; intervals are not corrected for how many are shown."
    other = [
        row["variation"]
        for row in answer["variations"]
        if row["difference"] and not row["difference"]["same_test_articles"]
    ]
    caption += f" Tested on other articles than the base: {', '.join(other)}." if other else ""
    return Table("differences", caption, header, tuple(rows))


def figures_table(answer: Scores) -> Table:
    """Return the other figures of every variation, as means over labels and seeds."""
    names = [name for name in FIGURE_NAMES if name != "prevalence"]
    rows = [
        (
            row["variation"],
            *(number(row["macro"][name]) for name in names),
            number(row["validation"]),
        )
        for row in answer["variations"]
    ]
    header = ("macro", *(FIGURE_NAMES[name] for name in names), "validation")
    caption = "Means over labels and seeds. Validation is average precision on folds of train, by which settings were chosen."
    return Table("figures", caption, header, tuple(rows))


def variations_table(scores: Scores) -> Table:
    """Return what each variation sets."""
    rows = [
        (
            name,
            "; ".join(f"{key}: {_shown(value)}" for key, value in settings.items())
            or "as the base",
        )
        for name, settings in scores["variations"].items()
    ]
    return Table(
        "variations",
        "What each variation sets over the base.",
        ("variation", "settings"),
        tuple(rows),
    )


def _shown(value: Any) -> str:  # noqa: ANN401 - any setting
    """Return a setting as YAML shows it, on one line and without brackets that a table reads as bounds."""
    if isinstance(value, dict):
        return ", ".join(f"{key} {_shown(item)}" for key, item in value.items()) or "on"
    if isinstance(value, list):
        return " ".join(_shown(item) for item in value)
    return "off" if value is None else str(value)


def captions(scores: Scores) -> dict[str, str]:
    """Return what the figures show."""
    return {
        "f1": f"Macro-F1 of every variation: mean over seeds with {scores['confidence']:.0%} interval over articles; small dots "
        f"are single seeds, the dotted line is {scores['reference']}.",
        "expected_best": "Expected best validation score by number of variations tried, with its standard deviation "
        "(Dodge et al. 2019): how much of the best score is owed to trying many.",
    }


def _figure(draw: Any, scores: Scores, answer: Scores) -> Figure:  # noqa: ANN401 - one of the functions below
    """Return a figure with one axes, laid out once, so that every format shows the same."""
    height = 1.1 + 0.34 * len(answer["variations"]) if draw is draw_variations else 3.0
    with style():
        figure = Figure(figsize=(7.5, height), layout="constrained")
        draw(figure.subplots(), scores, answer)
        lay_out(figure)
    return figure


def draw_variations(axes: Axes, scores: Scores, answer: Scores) -> None:
    """Draw macro-F1 with its interval, a row a variation, and a dot for every seed."""
    rows = answer["variations"]
    for position, row in enumerate(rows):
        estimate = row["f1"]["macro"]
        is_reference = row["variation"] == scores["reference"]
        colour = COLOURS[1] if is_reference else COLOURS[0]
        if estimate["value"] is None:
            continue
        if estimate["low"] is not None:
            axes.plot([estimate["low"], estimate["high"]], [position, position], color=colour)
        if is_reference:
            axes.axvline(estimate["value"], color=GREY, linestyle=":", linewidth=1)
        if len(row["seeds"]) > 1:
            values = [seed["macro_f1"] for seed in row["seeds"].values()]
            known = [value for value in values if value is not None]
            axes.plot(known, [position + 0.25] * len(known), ".", color=GREY, markersize=4)
        axes.plot(estimate["value"], position, "o", color=colour, markersize=6)
    axes.set_yticks(range(len(rows)), [row["variation"] for row in rows])
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set(xlabel=f"macro-F1, {scores['confidence']:.0%} interval over articles")
    add_grid(axes, "x")


def draw_expected_best(axes: Axes, _scores: Scores, answer: Scores) -> None:
    """Draw the expected best validation score over the number of variations tried."""
    points = answer["expected_best"]
    tried = [point["tried"] for point in points]
    values = [point["value"] for point in points]
    axes.fill_between(
        tried,
        [point["value"] - point["deviation"] for point in points],
        [point["value"] + point["deviation"] for point in points],
        color=COLOURS[0],
        alpha=0.15,
        linewidth=0,
    )
    axes.plot(tried, values, "o-", color=COLOURS[0], markersize=4)
    axes.set(xlabel="variations tried", ylabel="expected best validation score")
    add_grid(axes, "y")
