"""The report of a comparison: it shows its JSON, and no name can break it."""

import xml.etree.ElementTree as ET

import numpy as np
import pytest
from matplotlib.container import ErrorbarContainer
from matplotlib.figure import Figure

from mediaframe.results.comparison import Chance, compare_systems
from mediaframe.results.comparison_report import (
    difference_table,
    headline,
    reading,
    write_comparison_report,
)
from mediaframe.results.comparison_scores import (
    METRICS,
    ComparedSystem,
    Comparison,
    LabelDifferences,
    MacroDifference,
)
from mediaframe.results.estimates import PairedDifference
from mediaframe.results.forest import draw_comparison, draw_forest, entries, holds, metrics_of
from mediaframe.results.metrics import System
from mediaframe.results.tables import interval, number

HOSTILE = "<script>alert('x')</script> | {{ 7 * 7 }} $x_"


def make_comparison(names=("good", "bad"), *, scores: bool = True, seed: int = 0):
    """Return a comparison as its JSON tells it: systems that err more and more."""
    rng = np.random.default_rng(seed)
    labels = ("attribution", "official_claim")
    targets = rng.random((80, 2)) < 0.4
    systems = []
    for number_, name in enumerate(names):
        decisions = targets ^ (rng.random(targets.shape) < 0.05 + 0.3 * number_)
        systems.append(System(name, decisions, decisions.astype(float) * 0.9 if scores else None))
    chance = Chance.draw([f"a{row // 4}" for row in range(80)], 100, 200, 0.95, rng)
    pairs = [(other, 0) for other in range(1, len(names))]
    figures, differences = compare_systems(labels, targets, systems, pairs, chance)
    return Comparison(
        labels=labels,
        codebook="framing 1.1",
        sentences=80,
        articles=20,
        positives=dict(zip(labels, targets.sum(axis=0).tolist(), strict=True)),
        resamples=100,
        permutations=200,
        confidence=0.95,
        seed=seed,
        all_pairs=False,
        systems=tuple(
            ComparedSystem(
                source="runs/x", sha256="0" * 64, trained_here=False, name=name, **dict(measured)
            )
            for name, measured in zip(names, figures, strict=True)
        ),
        pairs=tuple(differences),
    )


def with_differences(comparison, **labels):
    """Return a comparison of one pair in which the differences of labels are replaced."""
    (pair,) = comparison.pairs
    changed = pair.model_copy(update={"labels": {**pair.labels, **labels}})
    return comparison.model_copy(update={"pairs": (changed,)})


def with_p_holm(comparison, label, p):
    """Return the differences of a label, with another corrected p of F1."""
    differences = comparison.pairs[0].labels[label]
    return differences.model_copy(update={"f1": differences.f1.model_copy(update={"p_holm": p})})


def test_a_table_shows_both_figures_their_difference_and_both_p():
    comparison = make_comparison()

    table = difference_table(comparison)

    first, second = reversed(comparison.systems)
    entry = comparison.pairs[0].labels["official_claim"].f1
    assert [row[1] for row in table.rows] == ["attribution", "official claim", "mean over labels"]
    assert table.rows[1] == (
        "bad − good",
        "official claim",
        number(first.labels["official_claim"].f1.value),
        number(second.labels["official_claim"].f1.value),
        interval(entry),
        f"{entry.p:.4f}",
        f"{entry.p_holm:.4f}",
    )


def test_the_headline_counts_what_is_told_from_chance():
    comparison = make_comparison()

    told = [holds(comparison, entry) for _, entry in entries(comparison, comparison.pairs[0], "f1")]

    assert sum(told) > 0
    assert headline(comparison) == (
        "2 systems on 80 sentences of 20 articles: "
        f"{sum(told)} of 3 differences in F1 are told from chance after correction."
    )  # fmt: skip


def test_the_headline_warns_of_a_system_that_saw_the_sentences():
    comparison = make_comparison()
    good, bad = comparison.systems
    seen = bad.model_copy(update={"trained_here": True})

    warned = headline(comparison.model_copy(update={"systems": (good, seen)}))

    assert "Training saw some of these sentences: bad." in warned
    assert "Training saw" not in headline(comparison)


@pytest.mark.parametrize(
    ("scores", "metrics"),
    [
        pytest.param(True, ["f1", "precision", "recall", "average_precision"], id="scores"),
        pytest.param(False, ["f1", "precision", "recall"], id="labels alone"),
    ],
)
def test_average_precision_is_shown_where_there_are_scores(scores, metrics):
    assert metrics_of(make_comparison(scores=scores)) == metrics


def test_a_mark_is_filled_where_a_difference_is_told_from_chance():
    comparison = make_comparison()
    labels = {"attribution": 0.04, "official_claim": 0.06}
    changed = {label: with_p_holm(comparison, label, p) for label, p in labels.items()}
    axes = Figure().subplots()

    draw_forest(axes, with_differences(comparison, **changed), "f1")

    faces = [
        bar.lines[0].get_markerfacecolor()
        for bar in axes.containers
        if isinstance(bar, ErrorbarContainer)
    ]
    assert faces[0] != "white"
    assert faces[1] == "white"


def test_a_forest_has_room_for_more_pairs_than_colours():
    comparison = make_comparison([f"s{index}" for index in range(9)])

    axes = draw_comparison(comparison).axes[0]

    marks = {
        (line.get_color(), line.get_marker())
        for line in axes.lines
        if str(line.get_label())[0] == "s"
    }
    assert len(marks) == 8


def test_the_page_holds_every_table_and_the_figure(tmp_path):
    comparison = make_comparison()

    write_comparison_report(tmp_path, comparison)

    html = (tmp_path / "comparison.html").read_text(encoding="utf-8")
    text = (tmp_path / "comparison.md").read_text(encoding="utf-8")
    tables = [difference_table(comparison, metric) for metric in metrics_of(comparison)]
    assert [table.to_markdown() in text for table in tables] == [True] * 4
    assert [table.caption in html for table in tables] == [True] * 4
    assert html.count("<svg") == 1
    assert [point in text for point in reading(comparison)] == [True] * 4
    assert sorted(path.name for path in (tmp_path / "figures").iterdir()) == ["forest.png", "forest.svg"]  # fmt: skip


def test_a_report_without_figures_has_the_same_tables(tmp_path):
    comparison = make_comparison()
    for name, figures in (("drawn", True), ("bare", False)):
        (tmp_path / name).mkdir()
        write_comparison_report(tmp_path / name, comparison, figures=figures)

    drawn, bare = ((tmp_path / n / "comparison.html").read_text() for n in ("drawn", "bare"))
    assert bare.count("<td>") == drawn.count("<td>") > 0
    assert (drawn.count("<svg"), bare.count("<svg")) == (1, 0)
    assert "![" not in (tmp_path / "bare" / "comparison.md").read_text()
    assert not (tmp_path / "bare" / "figures").exists()


def test_the_same_json_gives_the_same_bytes(tmp_path):
    comparison = make_comparison()

    for name, values in (
        ("one", comparison),
        ("two", Comparison.model_validate_json(comparison.model_dump_json())),
    ):
        (tmp_path / name).mkdir()
        write_comparison_report(tmp_path / name, values)

    files = [path.relative_to(tmp_path / "one") for path in (tmp_path / "one").rglob("*.*")]
    assert len(files) == 4
    assert [(tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes() for name in files] == [True] * 4  # fmt: skip


def test_a_hostile_name_stays_text(tmp_path):
    write_comparison_report(tmp_path, make_comparison([HOSTILE, "b"]))

    html = (tmp_path / "comparison.html").read_text(encoding="utf-8")
    assert "<script>" not in html
    assert "{{ 7 * 7 }}" in html
    assert "<script>" not in (tmp_path / "comparison.md").read_text(encoding="utf-8")
    ET.parse(tmp_path / "figures" / "forest.svg")


def test_a_comparison_in_which_nothing_is_defined_is_still_shown(tmp_path):
    comparison = make_comparison()
    nothing = PairedDifference(value=None, low=None, high=None, resamples=0, p=None, p_holm=None)
    undefined = LabelDifferences(**dict.fromkeys(METRICS, nothing))
    comparison = with_differences(comparison, attribution=undefined, official_claim=undefined)
    pair = comparison.pairs[0].model_copy(update={"macro": MacroDifference(f1=nothing)})
    comparison = comparison.model_copy(update={"pairs": (pair,)})

    write_comparison_report(tmp_path, comparison)

    assert "0 of 3 differences" in (tmp_path / "comparison.md").read_text(encoding="utf-8")
    assert [row[4:] for row in difference_table(comparison).rows] == [("–", "–", "–")] * 3
