"""What a measurement says: tables, sentences, figures, page."""

import re

import pytest

from mediaframe.results.estimates import Interval
from mediaframe.results.measurement.figures import (
    MOST_GROUPS,
    can_be_drawn,
    draw_grouping,
    place_in_time,
    shown_in_forest,
)
from mediaframe.results.measurement.page import write_measurement_page
from mediaframe.results.measurement.scores import (
    DifferenceFigures,
    Estimates,
    GroupFigures,
    GroupingFigures,
    ShareFigures,
)
from mediaframe.results.measurement.tables import (
    difference_table,
    overview_table,
    share_rows,
    verdict_text,
)
from mediaframe.results.measurement.words import (
    difference_sentence,
    grouping_caption,
    grouping_sentence,
    headline,
    methods,
    naive_sentence,
    warnings,
)

NONE = Interval(value=None, low=None, high=None)


def share(value=0.2, reach=0.04, **changes):
    """Return a share as estimates have it."""
    values = {
        "value": value,
        "low": value - reach,
        "high": value + reach,
        "verdict": "measured",
        "kind": "t",
        "positives": 60,
        "slope": 0.8,
        "degrees": 19,
        "design_effect": 1.5,
        "effective_size": 200.0,
        "labels_only": Interval(value=value, low=value - 2 * reach, high=value + 2 * reach),
        "counted": 0.3,
        "mean_score": 0.25,
        "more_articles": 0,
        "more_sentences": 0,
    }
    return ShareFigures(**{**values, **changes})


UNCODED = share(
    value=0.2, verdict="not enough", kind=None, positives=0, labels_only=NONE, more_sentences=None
).model_copy(update={"value": None, "low": None, "high": None})


def group(name, found=None, coded=300):
    return GroupFigures(
        name=name,
        sentences=5000,
        articles=200,
        coded_sentences=coded,
        coded_articles=coded // 15,
        shares={"official_claim": found or share()},
    )


def estimates(*groupings, differences=(), **changes):
    """Return estimates of all news and further groupings."""
    everything = GroupingFigures(grouping="all", is_time=False, groups=(group("all"),))
    values = {
        "name": "small",
        "question": "How often?",
        "plan_sha256": "ab" * 32,
        "coding": "coding.csv",
        "coding_sha256": "cd" * 32,
        "codebook": "framing 1.1",
        "model": "baseline (weights abc)",
        "training_overlap": "none of the 96 sentences trained on",
        "counted": ("official_claim",),
        "unit": "article",
        "strata": ("outlet",),
        "allocation": "proportional",
        "seed": 1,
        "finite_population": False,
        "width": 0.1,
        "confidence": 0.95,
        "drawn_sentences": 300,
        "missing_sentences": 0,
        "odd_dates": {},
        "groupings": (everything, *groupings),
        "differences": differences,
    }
    return Estimates(**{**values, **changes})


OUTLETS = GroupingFigures(
    grouping="outlet",
    is_time=False,
    groups=(group("Courier", share(0.1)), group("Post", share(0.3)), group("Sun", UNCODED, 0)),
)
YEARS = GroupingFigures(
    grouping="year",
    is_time=True,
    groups=(
        group("2015", share(0.1)),
        group("2017", share(0.2, 0.3, verdict="not enough")),
        group("no usable date", share(0.3)),
    ),
)


def difference(p_holm, value=0.2):
    return DifferenceFigures(
        counted="official_claim", grouping="outlet", group="Post", against="Courier",
        value=value, low=value - 0.1, high=value + 0.1, p=p_holm / 2, p_holm=p_holm,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("found", "told"),
    [
        pytest.param(share(), "measured", id="measured"),
        pytest.param(share(kind="exact"), "measured [exact interval]", id="exact"),
        pytest.param(
            share(verdict="weak", more_articles=30, more_sentences=450),
            "weak [450 more (30 articles)]",
            id="weak",
        ),
        pytest.param(
            share(verdict="not enough", kind="exact", more_articles=None, more_sentences=1200),
            "not enough coded yet [1,200 more, exact interval]",
            id="not enough sentences",
        ),
        pytest.param(UNCODED, "not enough coded yet", id="nothing coded"),
    ],
)
def test_a_verdict_says_what_is_lacking(found, told):
    assert verdict_text(found) == told


def test_the_headline_gives_all_shares():
    assert headline(estimates()) == (
        "Of 5,000 sentences in 200 articles: official claim 20.0 % [16.0, 24.0]."
    )


def test_the_overview_has_labels_only_and_the_naive_count_beside_the_share():
    (row,) = overview_table(estimates()).rows

    assert row == (
        "official claim", "20.0 % [16.0, 24.0]", "measured", "20.0 % [12.0, 28.0]", "30.0 %",
        "300 (20)", "60", "1.50",
    )  # fmt: skip


def test_a_sentence_says_which_group_is_highest_and_whether_that_is_sure():
    near = GroupingFigures(
        grouping="outlet",
        is_time=False,
        groups=(group("Courier", share(0.19)), group("Post", share(0.21))),
    )

    apart, together = (grouping_sentence(g, "official_claim") for g in (OUTLETS, near))

    assert (
        "highest in Post with 30.0 % [26.0, 34.0], which rises above the lowest, Courier" in apart
    )
    assert "2 of 3 groups can be told" in apart
    assert "is not clearly above the lowest" in together


@pytest.mark.parametrize(
    ("groups", "told"),
    [
        pytest.param((group("Sun", UNCODED, 0),), "not enough is coded yet", id="none"),
        pytest.param((group("Sun", UNCODED, 0), group("Post")), "of 2 groups only Post can be told", id="one"),
    ],
)  # fmt: skip
def test_a_sentence_does_not_say_what_is_not_known(groups, told):
    grouping = GroupingFigures(grouping="outlet", is_time=False, groups=groups)

    assert told in grouping_sentence(grouping, "official_claim")


def test_the_naive_count_is_held_against_the_interval():
    everything = estimates().everything

    outside = naive_sentence(everything, "official_claim", share())
    inside = naive_sentence(everything, "official_claim", share(counted=0.21))

    assert "30.0 % with official claim, outside the interval of 20.0 % [16.0, 24.0]" in outside
    assert "inside the interval" in inside


def test_differences_are_claimed_after_correction_alone():
    told = difference_sentence(estimates(differences=(difference(0.01), difference(0.2))))
    untold = difference_sentence(estimates(differences=(difference(0.2),)))

    assert told.startswith("1 of 2 differences are told from chance after correction")
    assert "Post less Courier, 20.0 [10.0, 30.0] percentage points" in told
    assert untold == "None of 1 differences is told from chance after correction."


def test_differences_have_a_table():
    (row,) = difference_table(estimates(differences=(difference(0.01),))).rows

    assert row == ("Post − Courier", "official claim", "20.0 [10.0, 30.0]", "0.0050", "0.0100")


WARNED = [
    pytest.param({"odd_dates": {"12/22/16": 52, "": 3}}, "55 sentences have no date", id="odd dates"),
    pytest.param({"missing_sentences": 7}, "7 of 300 sentences drawn have no labels", id="missing"),
    pytest.param({"training_overlap": "not checked: gone"}, "training was not checked: gone", id="training"),
    pytest.param({}, None, id="nothing"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "told"), WARNED)
def test_what_a_reader_must_know_is_told(changes, told):
    found = warnings(estimates(**changes))

    assert [bool(re.search(re.escape(told or ""), warning)) for warning in found] == (
        [True] if told else []
    )


def test_few_positives_are_told():
    rare = GroupingFigures(
        grouping="all", is_time=False, groups=(group("all", share(kind="exact", positives=12)),)
    )

    (warning,) = warnings(estimates(groupings=(rare,)))

    assert "(12 positives): its intervals are exact ones on the effective size" in warning


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        pytest.param({}, "whole articles were drawn at random, stratified by outlet, with known", id="articles"),
        pytest.param({"unit": "sentence", "strata": ()}, "single sentences were drawn at random, with known", id="sentences"),
        pytest.param({"allocation": "neyman"}, "(Neyman allocation)", id="Neyman"),
        pytest.param({"finite_population": True}, "with finite-population correction", id="finite"),
        pytest.param({"missing_sentences": 7}, "7 drawn sentences were not coded", id="missing"),
        pytest.param({"model": None}, "were classified by a model.", id="no model"),
        pytest.param({}, "fixed in a plan (sha256 abababababab)", id="plan"),
    ],
)  # fmt: skip
def test_the_methods_say_what_was_done(changes, told):
    assert told in methods(estimates(**changes))


def test_a_forest_shows_the_groups_with_most_coded_sentences():
    groups = tuple(group(f"{n:02d}", coded=15 * (n + 1)) for n in range(MOST_GROUPS + 5))
    many = GroupingFigures(grouping="outlet", is_time=False, groups=groups)

    shown = shown_in_forest(many)

    assert [each.name for each in shown] == [each.name for each in groups[5:]]
    assert "the table has all" in grouping_caption(estimates(many), many)
    assert "the table has all" not in grouping_caption(estimates(OUTLETS), OUTLETS)


def test_a_group_without_coding_is_in_the_table_and_not_in_the_forest():
    assert [each.name for each in shown_in_forest(OUTLETS)] == ["Courier", "Post"]
    assert [row["group"] for row in share_rows(estimates(OUTLETS))] == ["all", "Courier", "Post", "Sun"]  # fmt: skip


def test_years_stand_as_far_apart_as_they_are():
    figure = draw_grouping(estimates(YEARS), YEARS)

    (axes,) = figure.axes
    assert axes.get_xticks().tolist() == [2015, 2017]
    assert axes.get_xlim()[1] < 2018.5


def test_what_needs_more_coding_does_not_stretch_an_axis():
    figure = draw_grouping(estimates(YEARS), YEARS)

    assert figure.axes[0].get_ylim()[1] == pytest.approx(1.1 * 0.34)


@pytest.mark.parametrize(
    ("earlier", "later"),
    [("2015", "2016"), ("2015-Q4", "2016-Q1"), ("2015-12", "2016-01")],
)
def test_periods_next_to_each_other_are_one_apart(earlier, later):
    assert place_in_time(later) - place_in_time(earlier) == 1


def test_nothing_is_drawn_of_what_is_not_there():
    undated = GroupingFigures(grouping="year", is_time=True, groups=(group("no usable date"),))
    uncoded = GroupingFigures(grouping="outlet", is_time=False, groups=(group("Sun", UNCODED, 0),))

    assert not can_be_drawn(undated)
    assert not can_be_drawn(uncoded)


@pytest.mark.parametrize("figures", [True, False])
def test_a_page_is_written_with_and_without_figures(tmp_path, figures):
    found = estimates(OUTLETS, YEARS, differences=(difference(0.01),))

    write_measurement_page(tmp_path, found, figures=figures)

    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    markdown = (tmp_path / "report.md").read_text(encoding="utf-8")
    assert page.count("<svg") == (2 if figures else 0)
    assert markdown.count("](figures/by-") == (2 if figures else 0)
    assert (tmp_path / "figures").exists() is figures
    assert markdown.count("\n## ") == 5


def test_names_cannot_break_out_of_a_page(tmp_path):
    hostile = GroupingFigures(
        grouping="outlet", is_time=False, groups=(group("<script>alert(1)</script>"), group("|*x*"))
    )

    write_measurement_page(tmp_path, estimates(hostile, question="<b>Why?</b>"))

    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "<script>alert" not in page
    assert "<b>Why" not in page
