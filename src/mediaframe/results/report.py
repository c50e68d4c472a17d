"""The report of a run, in HTML and Markdown, from its scores alone."""

from collections.abc import Mapping
from pathlib import Path

from mediaframe.results.behaviour import behaviour_table
from mediaframe.results.combinations import combination_tables
from mediaframe.results.estimates import LABEL_FIGURES, MACRO_FIGURES
from mediaframe.results.exclusive import exclusive_tables
from mediaframe.results.figures import CAPTIONS, draw_all
from mediaframe.results.misses import cluster_table
from mediaframe.results.pages import save_figures, write_pages
from mediaframe.results.scores import EvaluationScores
from mediaframe.results.subgroups import subgroup_tables
from mediaframe.results.systems import MODEL
from mediaframe.results.tables import DASH, FIGURE_NAMES, Table, interval, number, spelled

LEFT_OUT = "they share near-duplicates with articles of test, or split.train_share is below 1"
FEW_ARTICLES = 5  # in test, below which a report warns


def warnings(scores: EvaluationScores) -> list[str]:
    """Return why the figures of a run are too good."""
    return [text for check in (tested_on_training, shared_articles) if (text := check(scores))]


def notes(scores: EvaluationScores) -> list[str]:
    """Return what else must be known before the figures are believed."""
    return [
        text
        for check in (left_out_articles, unmet_share, few_articles, unconverged)
        if (text := check(scores))
    ]


def tested_on_training(scores: EvaluationScores) -> str | None:
    """Return a warning where a model is evaluated on the corpus that it was trained on."""
    if scores.is_trained_here:
        return (
            "The model was trained on articles of this very corpus: the figures are too good, and tell nothing about "
            "other texts."
        )
    return None


def shared_articles(scores: EvaluationScores) -> str | None:
    """Return a warning where articles were torn apart: a model knows the people and phrases of what it is tested on."""
    if scores.shared_articles:
        return f"{scores.shared_articles} articles stand in train and in test: the figures are too good, and tell nothing about articles never seen."
    return None


def left_out_articles(scores: EvaluationScores) -> str | None:
    """Return a note where articles stand in neither part."""
    count = scores.left_out_articles
    return f"{count} articles stand in neither train nor test: {LEFT_OUT}." if count else None


def unmet_share(scores: EvaluationScores) -> str | None:
    """Return a note where test holds a share of the articles that is far from the one asked for."""
    return scores.unmet_share


def few_articles(scores: EvaluationScores) -> str | None:
    """Return a warning where test holds too few articles for its tables to be believed."""
    articles = scores.test.articles
    if articles < FEW_ARTICLES:
        return (
            f"Test holds {articles} {'article' if articles == 1 else 'articles'}: too few for figures or intervals to be "
            "relied on."
        )
    return None


def unconverged(scores: EvaluationScores) -> str | None:
    """Return a note where a solver gave up before it found the best weights."""
    stopped = {label: count for label, count in (scores.unconverged or {}).items() if count}
    if not stopped:
        return None
    counts = ", ".join(f"{spelled(label)} {count}" for label, count in stopped.items())
    return (
        f"Fits that stopped before they converged: {counts}. Their weights are not the best ones, and the figures may be "
        "others with more steps; choose a setting that holds weights back more (a smaller C, a larger alpha)."
    )


def overview_table(scores: EvaluationScores) -> Table:
    """Return F1 of every system, per label and as a mean."""
    systems = dict(scores.systems)
    if scores.coders:
        systems[" against ".join(scores.coders.coders)] = scores.coders
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
    """Return how far the model's F1 lies above each baseline's, on the same resamples."""
    rows = [
        (
            f"model − {spelled(name)}",
            *(interval(difference.labels[label]) for label in scores.labels),
            interval(difference.macro),
        )
        for name, difference in scores.differences.items()
    ]
    header = ("difference in F1", *(spelled(label) for label in scores.labels), "macro")
    return Table(
        "differences",
        "Paired on the same resamples of articles; an interval without 0 is a difference.",
        header,
        tuple(rows),
    )


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


def write_report(
    folder: Path, scores: EvaluationScores, texts: Mapping[str, str], *, figures: bool = True
) -> None:
    """Write `report.html`, `report.md` and, unless they are left out, `figures/` to a folder.

    Args:
        folder: the run folder.
        scores: what `scores.json` holds.
        texts: what is shown of each sentence, by its id.
        figures: whether figures are drawn, which takes most of the time.
    """
    drawn = save_figures(folder / "figures", draw_all(scores)) if figures else {}
    tables = {
        "overview": overview_table(scores),
        "data": data_table(scores),
        "model": label_table(scores, MODEL),
        "differences": difference_table(scores),
    }
    together = [
        *(exclusive_tables(scores.exclusive, scores.confidence) if scores.exclusive else ()),
        *(
            combination_tables(scores.combinations, scores.confidence)
            if scores.combinations
            else ()
        ),
    ]
    if scores.tuning:
        tables["tuning"] = tuning_table(scores)
    if scores.behaviour:
        tables["behaviour"] = behaviour_table(scores.behaviour)
    baselines = [label_table(scores, name) for name in scores.systems if name != MODEL]
    context = {
        "scores": scores,
        "headline": headline(scores),
        "warnings": [*warnings(scores), *notes(scores)],
        "tables": tables,
        "baselines": baselines,
        "together": together,
        "subgroups": subgroup_tables(scores.subgroups, scores.labels, scores.confidence),
        "figures": drawn,
        "captions": CAPTIONS,
        "misses": [group for group in scores.misses if group.sentences],
        "clusters": {
            label: cluster_table(clusters, label)
            for label, clusters in scores.clusters.items()
            if clusters
        },
        "texts": texts,
        "spelled": spelled,
        "number": number,
    }
    write_pages(folder, "report", context)


def headline(scores: EvaluationScores) -> str:
    """Return the result in one sentence."""
    others = ", ".join(
        f"{spelled(name)} {number(system.macro.f1.value)}"
        for name, system in scores.systems.items()
        if name != MODEL
    )
    compared = f" Compared with it: {others}." if others else ""
    test = scores.test
    is_seen = scores.is_trained_here or scores.shared_articles
    seen = "some of which it was trained on" if is_seen else "that training never saw"
    return (
        f"Macro-F1 {interval(scores.systems[MODEL].macro.f1)} on {test.sentences} sentences of "
        f"{test.articles} articles {seen}.{compared}"
    )
