"""The tables of a study say its figures, and only the ones it has."""

import pytest

from mediaframe.results.estimates import Estimate, Interval
from mediaframe.results.study.answers import named_figures
from mediaframe.results.study.scores import CurvePoint, LearningCurve
from mediaframe.results.study.tables import (
    answer_table,
    calibration_table,
    capabilities_table,
    curve_table,
    difference_table,
    figures_table,
    overview_table,
    summary_tables,
    variations_table,
)
from mediaframe.results.tables import interval, number
from tests.study_results import (
    make_answer,
    make_behaviour,
    make_question,
    make_results,
    make_study_of,
    make_study_scores,
)

LINE = ("base", "some", "more", "other")
ONE = {("made", "own"): make_results()}


@pytest.fixture(scope="module")
def scores():
    """Return a study of two variations and one answer."""
    return make_study_scores(make_question(), ONE)


@pytest.fixture(scope="module")
def curve():
    """Return a study of one line."""
    results = make_results((1, 2), LINE, errors=(0.4, 0.3, 0.2, 0.15), trained_on=(10, 20, 40, 80))
    question = make_question(curves={"all words": LINE})
    return make_study_scores(question, {("made", "own"): results})


def test_the_answer_and_the_differences_show_what_was_found(scores):
    (answer,) = scores.answers
    base, other = answer.variations

    table, differences = answer_table(scores, answer), difference_table(scores, answer)

    assert table.header == ("F1", "macro", "macro − base", "one", "two")
    assert [row[0] for row in table.rows] == ["base", "other"]
    assert table.rows[0][2] == "–"
    assert table.rows[0][1] == interval(base.estimate.macro)
    assert table.rows[1][2] == interval(other.difference.macro)
    assert table.rows[1][3] == interval(other.estimate.columns["one"])
    assert [row[0] for row in differences.rows] == ["other"]
    assert differences.rows[0][-1] == interval(other.difference.macro)


def test_other_test_articles_are_told():
    results = make_results()
    results["other"] = {1: results["other"][2], 2: results["other"][1]}
    scores = make_study_scores(make_question(), {("made", "own"): results})

    caption = difference_table(scores, scores.answers[0]).caption

    assert "Tested on other articles than the base: other." in caption


def test_of_brier_the_columns_are_named_and_calibration_stands_beside_it():
    scores = make_study_scores(make_question("brier"), ONE)
    (answer,) = scores.answers

    answers, calibration = answer_table(scores, answer), calibration_table(scores, answer)

    assert answers.header[:3] == ("Brier", "macro", "macro − base")
    assert answers.caption.startswith("Mean Brier score as the mean over seeds")
    other = answer.variations[1].calibration
    assert calibration.header == ("calibration error", "macro", "one", "two")
    assert calibration.rows[1] == (
        "other",
        number(other.macro_error),
        number(other.error["one"]),
        number(other.error["two"]),
    )


def test_of_behaviour_capabilities_have_a_table_of_their_own():
    results = make_behaviour(base=[0], other=[0, 1, 2, 3])
    scores = make_study_scores(make_question("behaviour"), {("made", "own"): results})
    (answer,) = scores.answers

    table, capabilities = answer_table(scores, answer), capabilities_table(scores, answer)

    assert table.header == ("passed", "all cases", "all cases − base")
    assert table.caption.endswith("intervals over the 6 cases tested.")
    assert capabilities.header == ("capability", "base", "other")
    assert capabilities.rows == (
        ("A denial is no claim", "0.333", "1.000"),
        ("Passive is as active", "0.000", "0.333"),
    )


def test_a_line_is_named_in_each_row_and_what_more_would_bring_stands_at_its_end(curve):
    (answer,) = curve.answers

    table = curve_table(answer)

    fit = answer.curves["all words"].fit
    assert [row[:2] for row in table.rows] == [("all words", articles) for articles in ("10", "20", "40", "80")]  # fmt: skip
    assert table.rows[0][3:] == ("–", "–", "–")
    assert table.rows[-1][3:5] == (interval(fit.gain["2"]), interval(fit.gain["4"]))
    assert table.rows[-1][5].startswith(f"{fit.articles_for_a_point.value:.0f} [")


def test_what_no_number_of_articles_brings_is_a_dash(curve):
    (answer,) = curve.answers
    line = answer.curves["all words"]
    nothing = Interval(value=None, low=None, high=None)
    fit = line.fit.model_copy(update={"articles_for_a_point": nothing})
    without = make_answer("made", curves={"line": line.model_copy(update={"fit": fit})})

    table = curve_table(without)

    assert table.rows[-1][5] == "– [–, –]"


def test_a_line_of_one_point_is_named():
    point = CurvePoint(articles=12.0, value=0.5, low=0.4, high=0.6, resamples=100)
    curve = LearningCurve(points=(point,), fit=None)

    table = curve_table(make_answer("made", curves={"words": curve}))

    assert table.rows == (("words", "12", "0.500 [0.400, 0.600]", "–", "–", "–"),)


def test_several_answers_stand_side_by_side_and_what_failed_is_a_dash():
    scores = make_study_of(make_answer("a", base=0.5, other=0.6), make_answer("b", base=0.7))

    table = overview_table(scores)

    assert table.header == ("tested on", "articles tested", "base", "other")
    assert table.rows == (
        ("a", "7", "0.500 [0.400, 0.600]", "0.600 [0.500, 0.700]"),
        ("b", "7", "0.700 [0.600, 0.800]", "–"),
    )
    assert table.caption == "Macro-F1 with 95% intervals over articles."


def test_cases_are_not_called_articles():
    results = make_behaviour(base=[0], other=[1])
    scores = make_study_scores(
        make_question("behaviour"), {("a", "own"): results, ("b", "own"): results}
    )

    table = overview_table(scores)

    assert table.header[1] == "cases tested"
    assert table.caption == "Share of cases passed with 95% intervals over cases."


def test_what_is_printed_is_what_answers_the_question(scores, curve):
    both = make_study_of(make_answer("a", base=0.5), make_answer("b", base=0.7))

    names = [[table.name for table in summary_tables(each)] for each in (scores, curve, both)]

    assert names == [["answer"], ["curve"], ["overview"]]


def test_the_other_figures_leave_out_what_no_variation_has(scores):
    one_seed = make_study_scores(make_question(), {("made", "own"): make_results((1,))})

    with_spread, without = (figures_table(each.answers[0]) for each in (scores, one_seed))

    assert "spread over seeds" in with_spread.header
    assert "spread over seeds" not in without.header


def test_a_variation_is_shown_with_what_it_sets(scores):
    table = variations_table(scores)

    assert table.rows == (
        ("base", "as the base"),
        ("other", "head.C: 1; features.words: off"),
    )


def test_every_figure_of_a_table_can_be_claimed_by_name(scores):
    (answer,) = scores.answers

    figures = named_figures(scores)

    table = answer_table(scores, answer)
    assert table.rows[1][1] == interval(
        Estimate.model_validate(figures["other"]["estimate"]["macro"])
    )
    assert table.rows[1][2] == interval(
        Estimate.model_validate(figures["other"]["difference"]["macro"])
    )


def test_a_variation_of_which_seeds_failed_says_how_many_it_has():
    results = make_results()
    del results["other"][2]
    scores = make_study_scores(make_question(), {("made", "own"): results})

    table = answer_table(scores, scores.answers[0])

    assert [row[0] for row in table.rows] == ["base", "other (1 of 2 seeds)"]
