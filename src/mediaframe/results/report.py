"""The report of a run, in HTML and Markdown, from its scores alone."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mediaframe.results.figures import CAPTIONS, draw_all
from mediaframe.results.misses import cluster_table
from mediaframe.results.pages import save_figure, write_pages
from mediaframe.results.scores import MODEL, Scores
from mediaframe.results.subgroups import subgroup_tables
from mediaframe.results.tables import DASH, FIGURE_NAMES, Table, interval, number, spelled

LEFT_OUT = "they share near-duplicates with articles of test, or split.train_share is below 1"
FEW_ARTICLES = 5  # in test, below which a report warns


def warnings(scores: Scores) -> list[str]:
    """Return why the figures of a run are too good."""
    return [text for check in (tested_on_training, shared_articles) if (text := check(scores))]


def notes(scores: Scores) -> list[str]:
    """Return what else must be known before the figures are believed."""
    return [
        text for check in (left_out_articles, unmet_share, few_articles) if (text := check(scores))
    ]


def tested_on_training(scores: Scores) -> str | None:
    """Return a warning where a model is evaluated on the corpus that it was trained on."""
    if _is_trained_here(scores):
        return (
            "The model was trained on articles of this very corpus: the figures are too good, and tell nothing about "
            "other texts."
        )
    return None


def shared_articles(scores: Scores) -> str | None:
    """Return a warning where articles were torn apart: a model knows the people and phrases of what it is tested on."""
    shared = scores.get("shared_articles")
    if shared:
        return f"{shared} articles stand in train and in test: the figures are too good, and tell nothing about articles never seen."
    return None


def _is_trained_here(scores: Scores) -> bool:
    """Return whether an evaluation is of a model that was trained on the very corpus."""
    trained_on = scores.get("model_trained_on", {}).get("corpus_sha256")
    return bool(trained_on == scores["corpus"]["sha256"])


def left_out_articles(scores: Scores) -> str | None:
    """Return a note where articles stand in neither part."""
    count = scores.get("left_out_articles")
    return f"{count} articles stand in neither train nor test: {LEFT_OUT}." if count else None


def unmet_share(scores: Scores) -> str | None:
    """Return a note where test holds a share of the articles that is far from the one asked for."""
    note: str | None = scores.get("unmet_share")
    return note


def few_articles(scores: Scores) -> str | None:
    """Return a warning where test holds too few articles for its tables to be believed."""
    articles = scores["test"]["articles"]
    if articles < FEW_ARTICLES:
        return (
            f"Test holds {articles} {'article' if articles == 1 else 'articles'}: too few for figures or intervals to be "
            "relied on."
        )
    return None


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
    shared = scores.get("shared_articles")
    sides = (
        f"{shared} articles lie on both sides"
        if shared
        else "every article lies wholly on one side"
    )
    return Table("data", f"Sentences that carry each label; {sides}.", header, tuple(rows))


def write_report(folder: Path, scores: Scores, texts: Mapping[str, str]) -> None:
    """Write `report.html`, `report.md` and `figures/` to a folder.

    Args:
        folder: the run folder.
        scores: what `scores.json` holds.
        texts: what is shown of each sentence, by its id.
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
        "warnings": [*warnings(scores), *notes(scores)],
        "tables": tables,
        "baselines": baselines,
        "subgroups": subgroup_tables(scores) if scores.get("subgroups") else [],
        "figures": inline,
        "captions": CAPTIONS,
        "misses": [group for group in scores["misses"] if group["sentences"]],
        "clusters": {
            label: cluster_table(scores, label)
            for label, clusters in scores["clusters"].items()
            if clusters
        },
        "texts": texts,
        "spelled": spelled,
        "number": number,
    }
    write_pages(folder, "report", context)


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
    is_seen = _is_trained_here(scores) or shared_articles(scores)
    seen = "some of which it was trained on" if is_seen else "that training never saw"
    return (
        f"Macro-F1 {interval(systems[MODEL]['macro']['f1'])} on {test['sentences']} sentences of "
        f"{test['articles']} articles {seen}.{compared}"
    )
