"""The report of a run, in HTML and Markdown, from its scores alone: what they are worth first, then the figures."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

from markupsafe import Markup

from mediaframe.config import ExperimentConfig, FindingCode
from mediaframe.files.writing import write_text
from mediaframe.results.behaviour import behaviour_line, behaviour_table
from mediaframe.results.combinations import combination_tables
from mediaframe.results.exclusive import exclusive_tables
from mediaframe.results.figures import captions, draw_all
from mediaframe.results.misses import cluster_table, trait_name
from mediaframe.results.pages import save_figures, write_pages
from mediaframe.results.report_tables import (
    data_table,
    difference_table,
    label_table,
    overview_table,
    tuning_table,
    verdict_table,
)
from mediaframe.results.scores import EvaluationScores
from mediaframe.results.subgroups import subgroup_line, subgroup_tables
from mediaframe.results.systems import MODEL
from mediaframe.results.tables import Table, interval, number, spelled
from mediaframe.results.worth.checklist import checklist, checklist_table
from mediaframe.results.worth.findings import Worth
from mediaframe.results.worth.methods import citation, methods_paragraph


@dataclass(frozen=True)
class Shown:
    """What a report shows beside the scores, and how."""

    texts: Mapping[str, str] = field(default_factory=dict)  # of sentences, by id
    rulings: Mapping[str, str] = field(default_factory=dict)  # titles of the codebook's, by number
    config: ExperimentConfig | None = None  # of a run
    formats: tuple[str, ...] = ("svg",)  # of figures, none for a report without them
    tables: bool = True  # whether they are written as CSV too
    mute: tuple[FindingCode, ...] = ()


def write_report(folder: Path, scores: EvaluationScores, shown: Shown) -> None:
    """Write `report.html`, `report.md` and, unless they are left out, `figures/` and `tables/` to a run folder."""
    pictures = (
        save_figures(folder / "figures", draw_all(scores), shown.formats) if shown.formats else {}
    )
    tables = _tables(scores, shown)
    together = _together(scores)
    baselines = [label_table(scores, name) for name in scores.systems if name != MODEL]
    subgroups = subgroup_tables(scores.subgroups, scores.labels, scores.confidence)
    clusters = {
        label: cluster_table(clusters, label, shown.rulings)
        for label, clusters in scores.clusters.items()
        if clusters
    }
    context = {
        "scores": scores,
        "headline": headline(scores),
        "worth": Worth.of(scores, shown.mute),
        "tables": tables,
        "baselines": baselines,
        "together": together,
        "subgroups": [
            (table, subgroup_line(scores.subgroups, name, scores.labels))
            for table, name in zip(subgroups, scores.subgroups.groupings, strict=True)
        ],
        "behaviour_line": behaviour_line(scores.behaviour) if scores.behaviour else "",
        "pictures": _stacked(pictures),
        "captions": captions(scores),
        "misses": [group for group in scores.misses if group.sentences],
        "clusters": clusters,
        "texts": shown.texts,
        "rulings": shown.rulings,
        "methods": methods_paragraph(scores, shown.config),
        "citation": citation(),
        "version": version("mediaframe"),
        "csv": shown.tables,
        "trait_name": trait_name,
        "spelled": spelled,
        "number": number,
    }
    write_pages(folder, "report", context)
    if shown.tables:
        write_tables(
            folder / "tables",
            [*tables.values(), *baselines, *together, *subgroups, *clusters.values()],
        )


def _tables(scores: EvaluationScores, shown: Shown) -> dict[str, Table]:
    """Return the tables that stand for themselves, by name."""
    tables = {
        "verdicts": verdict_table(Worth.of(scores).labels),
        "overview": overview_table(scores),
        "data": data_table(scores),
        "model": label_table(scores, MODEL),
        "reforms": checklist_table(checklist(scores, shown.config)),
    }
    if scores.differences:
        tables["differences"] = difference_table(scores)
    if scores.tuning:
        tables["tuning"] = tuning_table(scores)
    if scores.behaviour:
        tables["behaviour"] = behaviour_table(scores.behaviour)
    return tables


def _together(scores: EvaluationScores) -> list[Table]:
    """Return the tables of labels that exclude each other, and of combinations."""
    exclusive, combined = scores.exclusive, scores.combinations
    return [
        *(exclusive_tables(exclusive, scores.confidence) if exclusive else ()),
        *(combination_tables(combined, scores.confidence) if combined else ()),
    ]


def write_tables(folder: Path, tables: list[Table]) -> None:
    """Write tables by their names as CSV to a new folder."""
    folder.mkdir()
    for table in tables:
        name = re.sub(r"\W+", "_", table.name)
        write_text(folder / f"{name}.csv", table.to_csv())


def _stacked(pictures: Mapping[str, Markup]) -> dict[str, list[tuple[str, Markup]]]:
    """Return pictures by what they show: those of `threshold_1`, `threshold_2` stand side by side, or stacked on a phone."""
    stacked: dict[str, list[tuple[str, Markup]]] = {}
    for name, picture in pictures.items():
        stacked.setdefault(re.sub(r"_\d+$", "", name), []).append((name, picture))
    return stacked


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
