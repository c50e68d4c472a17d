"""The tables of the report of a run, from its scores alone."""

from mediaframe.results.estimates import LABEL_FIGURES, MACRO_FIGURES
from mediaframe.results.scores import EvaluationScores
from mediaframe.results.tables import DASH, FIGURE_NAMES, Table, interval, number, p_value, spelled
from mediaframe.results.worth.verdicts import LabelVerdict


def overview_table(scores: EvaluationScores) -> Table:
    """Return F1 of every system, per label and as a mean."""
    systems = dict(scores.systems)
    if scores.coders:
        systems[scores.origin.name_coders(scores.coders.coders)] = scores.coders
    rows = [
        (
            spelled(name),
            *(interval(system.labels[label].f1) for label in scores.labels),
            interval(system.macro.f1),
            interval(system.micro.f1),
        )
        for name, system in systems.items()
    ]
    header = ("F1", *(spelled(label) for label in scores.labels), "macro", "micro")
    return Table(
        "overview",
        f"F1 with {scores.confidence:.0%} intervals over articles.",
        header,
        tuple(rows),
    )


def label_table(scores: EvaluationScores, system: str) -> Table:
    """Return every figure of one system, a row a label."""
    figures = scores.systems[system]
    rows = [
        (
            spelled(label),
            str(figures.labels[label].counts.positives),
            *(interval(figures.labels[label].figure(name)) for name in LABEL_FIGURES),
        )
        for label in scores.labels
    ]
    macro = figures.macro
    means = [
        interval(mean) + (f" ({mean.labels})" if 0 < mean.labels < macro.labels else "")
        for mean in map(macro.figure, MACRO_FIGURES)
    ]
    rows.append(("macro", DASH, DASH, *means))  # prevalence has no mean
    header = (spelled(system), "positives", *(FIGURE_NAMES[name] for name in LABEL_FIGURES))
    caption = (
        f"All figures of {spelled(system)} on test; macro is the mean over {macro.labels} labels"
    )
    missing = figures.undefined_labels
    caption += f" (undefined, having no positives: {', '.join(missing)})" if missing else ""
    caption += (
        ", or over as many as stand in brackets, where it is undefined of the others."
        if any(mean.endswith(")") for mean in means)
        else "."
    )
    return Table(system, caption, header, tuple(rows))


def difference_table(scores: EvaluationScores) -> Table:
    """Return how far the model's F1 lies above each baseline's, and whether chance alone would do it, a row a label."""
    rows = []
    for name, difference in scores.differences.items():
        entries = {label: difference.labels[label] for label in scores.labels}
        for label, entry in {**entries, "macro": difference.macro}.items():
            rows.append(
                (
                    f"model − {spelled(name)}",
                    spelled(label),
                    interval(entry),
                    p_value(entry.p),
                    p_value(entry.p_holm),
                )
            )
    caption = (
        f"Difference in F1, {scores.confidence:.0%} interval over articles; p from {scores.permutations:,} permutations of articles, "
        "corrected (Holm) for all rows. Claim a difference by p (Holm), read its size from the interval."
    )
    header = ("F1", "label", "difference", "p", "p (Holm)")
    return Table("differences", caption, header, tuple(rows))


def verdict_table(verdicts: dict[str, LabelVerdict]) -> Table:
    """Return what the model is worth for each label."""
    rows = tuple((spelled(label), each.verdict, each.because) for label, each in verdicts.items())
    caption = "What the model is worth, label by label; the lines are drawn under “Where the lines are drawn”."
    return Table("verdicts", caption, ("label", "verdict", "because"), rows)


def tuning_table(scores: EvaluationScores) -> Table:
    """Return what each setting reached on the folds of train; a star marks the one chosen."""
    rows = []
    for tried in scores.tuning or ():
        cells = [
            number(tried.average_precision[label])
            + (" *" if tried.head == (scores.chosen or {})[label] else "")
            for label in scores.labels
        ]
        rows.append((tried.head, *cells))
    header = ("setting", *(spelled(label) for label in scores.labels))
    return Table(
        "tuning",
        "Average precision on scores out of fold, train only; * is the setting chosen.",
        header,
        tuple(rows),
    )


def data_table(scores: EvaluationScores) -> Table:
    """Return how many sentences, articles and positives there are on each side."""
    parts = {"train": scores.train, "test": scores.test}
    rows = [
        (
            part,
            str(size.articles),
            str(size.sentences),
            *(f"{size.positives[label]} ({size.prevalence[label]:.1%})" for label in scores.labels),
        )
        for part, size in parts.items()
        if size is not None
    ]
    header = ("part", "articles", "sentences", *(spelled(label) for label in scores.labels))
    sides = (
        f"{scores.shared_articles} articles lie on both sides"
        if scores.shared_articles
        else "every article lies wholly on one side"
    )
    return Table("data", f"Sentences that carry each label; {sides}.", header, tuple(rows))
