"""The report of a run, in HTML and Markdown, from its scores alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from matplotlib.figure import Figure

from mediaframe.results.figures import CAPTIONS, draw_all, render, spelled
from mediaframe.results.scores import MODEL, Scores

DASH = "–"
FIGURE_NAMES = {
    "prevalence": "prevalence",
    "precision": "precision",
    "recall": "recall",
    "f1": "F1",
    "average_precision": "average precision",
    "mcc": "MCC",
    "brier": "Brier",
}


@dataclass(frozen=True)
class Table:
    """A table that reads the same in HTML, Markdown and LaTeX."""

    name: str
    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def to_markdown(self) -> str:
        """Return the table as Markdown."""
        lines = [self.header, ("---",) * len(self.header), *self.rows]
        return "\n".join(
            "| " + " | ".join(markdown(cell) for cell in line) + " |" for line in lines
        )

    def to_text(self) -> str:
        """Return the table for a terminal."""
        lines = [self.header, *self.rows]
        widths = [max(len(line[column]) for line in lines) for column in range(len(self.header))]
        return "\n".join(
            "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
            for line in lines
        )

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


def _latex(cell: str) -> str:
    return cell.translate(_LATEX)


def number(value: float | None) -> str:
    """Return a figure as printed: three digits, a dash where it is undefined."""
    return DASH if value is None else f"{value:z.3f}".replace("-", "−")


def interval(estimate: Mapping[str, Any]) -> str:
    """Return a figure with its interval.

    >>> interval({"value": 0.61234, "low": 0.5, "high": 0.7, "resamples": 1000})
    '0.612 [0.500, 0.700]'
    """
    if estimate["value"] is None or estimate["low"] is None:
        return number(estimate["value"])
    return f"{number(estimate['value'])} [{number(estimate['low'])}, {number(estimate['high'])}]"


def overview_table(scores: Scores) -> Table:
    """Return F1 of every system, per label and as a mean."""
    systems = dict(scores["systems"])
    if scores["coders"]:
        systems[" against ".join(scores["coders"]["coders"])] = scores["coders"]
    rows = [
        (
            spelled(name),
            *(interval(system["labels"][label]["f1"]) for label in scores["labels"]),
            interval(system["macro"]["f1"]),
            interval(system["micro"]["f1"]),
        )
        for name, system in systems.items()
    ]
    header = ("F1", *(spelled(label) for label in scores["labels"]), "macro", "micro")
    return Table(
        "overview",
        f"F1 with {scores['confidence']:.0%} intervals over articles.",
        header,
        tuple(rows),
    )


def label_table(scores: Scores, system: str) -> Table:
    """Return every figure of one system, a row a label."""
    figures = scores["systems"][system]
    rows = [
        (
            spelled(label),
            str(_positives(figures["labels"][label]["counts"])),
            *(interval(figures["labels"][label][name]) for name in FIGURE_NAMES),
        )
        for label in scores["labels"]
    ]
    macro = [
        interval(figures["macro"][name]) if name in figures["macro"] else DASH
        for name in FIGURE_NAMES
    ]
    rows.append(("macro", DASH, *macro))
    header = (spelled(system), "positives", *FIGURE_NAMES.values())
    caption = f"All figures of {spelled(system)} on test; macro is the mean over {figures['macro']['labels']} labels"
    missing = figures["undefined_labels"]
    caption += f" (undefined, having no positives: {', '.join(missing)})." if missing else "."
    return Table(system, caption, header, tuple(rows))


def _positives(counts: Mapping[str, int]) -> int:
    return counts["true_positives"] + counts["false_negatives"]


def difference_table(scores: Scores) -> Table:
    """Return how far the model's F1 lies above each baseline's, on the same resamples."""
    rows = [
        (
            f"model − {spelled(name)}",
            *(interval(difference["labels"][label]) for label in scores["labels"]),
            interval(difference["macro"]),
        )
        for name, difference in scores["differences"].items()
    ]
    header = ("difference in F1", *(spelled(label) for label in scores["labels"]), "macro")
    return Table(
        "differences",
        "Paired on the same resamples of articles; an interval without 0 is a difference.",
        header,
        tuple(rows),
    )


def tuning_table(scores: Scores) -> Table:
    """Return what each setting reached on the folds of train; a star marks the one chosen."""
    rows = []
    for candidate in scores["tuning"]:
        cells = [
            number(candidate["average_precision"][label])
            + (" *" if candidate["head"] == scores["chosen"][label] else "")
            for label in scores["labels"]
        ]
        rows.append((candidate["head"], *cells))
    header = ("setting", *(spelled(label) for label in scores["labels"]))
    return Table(
        "tuning",
        "Average precision on scores out of fold, train only; * is the setting chosen.",
        header,
        tuple(rows),
    )


def behaviour_table(behaviour: Mapping[str, Any]) -> Table:
    """Return how many cases of the behavioural suite were passed, a row a capability."""
    groups = [*behaviour["capabilities"].items(), ("all", {"kind": DASH, **behaviour["all"]})]
    rows = [
        (
            spelled(name),
            figures["kind"],
            str(figures["cases"]),
            str(figures["passed"]),
            interval(figures["rate"]),
            f"{figures['texts_right']} of {figures['texts']}",
        )
        for name, figures in groups
    ]
    header = ("capability", "kind", "cases", "passed", "pass rate", "texts right")
    caption = (
        f"Cases written by hand, with {behaviour['confidence']:.0%} Wilson intervals over cases; texts count the variants "
        "of each case too. Minimum: the codebook's labels. Direction: a change turns labels on or off. Invariance: a "
        "change turns none, be they right or wrong."
    )
    return Table("behaviour", caption, header, tuple(rows))


def subgroup_tables(scores: Scores) -> list[Table]:
    """Return F1 of every group, a table a grouping."""
    subgroups = scores["subgroups"]
    minimum = subgroups["minimum_positives"]
    tables = []
    for name, grouping in subgroups["groupings"].items():
        rows = [
            (
                group["group"],
                str(group["articles"]),
                str(group["sentences"]),
                *(_group_f1(group["labels"][label]) for label in scores["labels"]),
            )
            for group in grouping["groups"]
        ]
        header = (spelled(name), "articles", "sentences", *map(spelled, scores["labels"]))
        caption = (
            f"F1 by {spelled(name)}, with {scores['confidence']:.0%} intervals over articles; "
            f"suppressed where a group has fewer than {minimum} positives, whose number stands in place of it."
        )
        if grouping["left_out"]:
            caption += f" The smallest {grouping['left_out']} groups are left out."
        tables.append(Table(f"subgroups_{name}", caption, header, tuple(rows)))
    return tables


def _group_f1(figures: Mapping[str, Any]) -> str:
    if figures["f1"] is None:
        return f"{DASH} ({figures['positives']})"
    return interval(figures["f1"])


def data_table(scores: Scores) -> Table:
    """Return how many sentences, articles and positives there are on each side."""
    parts = {part: scores[part] for part in ("train", "test") if part in scores}
    rows = [
        (
            part,
            str(size["articles"]),
            str(size["sentences"]),
            *(
                f"{size['positives'][label]} ({size['positives'][label] / size['sentences']:.1%})"
                for label in scores["labels"]
            ),
        )
        for part, size in parts.items()
    ]
    header = ("part", "articles", "sentences", *(spelled(label) for label in scores["labels"]))
    return Table(
        "data",
        "Sentences that carry each label; every article lies wholly on one side.",
        header,
        tuple(rows),
    )


def save_figure(folder: Path, name: str, figure: Figure) -> Markup:
    """Write a figure as SVG and PNG; return what stands in a page."""
    svg = render(figure, "svg")
    (folder / f"{name}.svg").write_bytes(svg)
    (folder / f"{name}.png").write_bytes(render(figure, "png"))
    return Markup(svg[svg.index(b"<svg") :].decode())  # noqa: S704 - drawn here, from numbers and escaped names


def write_report(folder: Path, scores: Scores, misses: Sequence[Mapping[str, Any]]) -> None:
    """Write `report.html`, `report.md` and `figures/` to a folder.

    Args:
        folder: the run folder.
        scores: what `scores.json` holds.
        misses: per label, the sentences on which the model was clearest and wrong.
    """
    figures = draw_all(scores)
    (folder / "figures").mkdir()
    inline = {
        name: save_figure(folder / "figures", name, figure) for name, figure in figures.items()
    }
    tables = {
        "overview": overview_table(scores),
        "data": data_table(scores),
        "model": label_table(scores, MODEL),
        "differences": difference_table(scores),
    }
    if scores.get("tuning"):
        tables["tuning"] = tuning_table(scores)
    if scores.get("behaviour"):
        tables["behaviour"] = behaviour_table(scores["behaviour"])
    baselines = [label_table(scores, name) for name in scores["systems"] if name != MODEL]
    context = {
        "scores": scores,
        "headline": headline(scores),
        "tables": tables,
        "baselines": baselines,
        "subgroups": subgroup_tables(scores) if scores.get("subgroups") else [],
        "figures": inline,
        "captions": CAPTIONS,
        "misses": misses,
        "spelled": spelled,
        "number": number,
    }
    write_pages(folder, "report", context)


def write_pages(folder: Path, stem: str, context: Mapping[str, Any]) -> None:
    """Fill the templates of a page in HTML and in Markdown."""
    for name, escape in ((f"{stem}.html", True), (f"{stem}.md", False)):
        environment = Environment(
            loader=PackageLoader("mediaframe.results"),
            autoescape=escape,  # noqa: S701 - Markdown is read as text
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        environment.filters["markdown"] = markdown
        text = environment.get_template(f"{name}.jinja").render(context)
        (folder / name).write_text(text, encoding="utf-8")


def headline(scores: Scores) -> str:
    """Return the result in one sentence."""
    systems = scores["systems"]
    others = ", ".join(
        f"{spelled(name)} {number(system['macro']['f1']['value'])}"
        for name, system in systems.items()
        if name != MODEL
    )
    compared = f" Compared with it: {others}." if others else ""
    test = scores["test"]
    trained_on = scores.get("model_trained_on", {}).get("corpus_sha256")
    seen = (
        "some of which it was trained on"
        if trained_on == scores["corpus"]["sha256"]
        else "that training never saw"
    )
    return (
        f"Macro-F1 {interval(systems[MODEL]['macro']['f1'])} on {test['sentences']} sentences of "
        f"{test['articles']} articles {seen}.{compared}"
    )
