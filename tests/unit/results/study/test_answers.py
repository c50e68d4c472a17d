"""Means over seeds, intervals over articles, paired differences, and the expected best of many."""

from itertools import product

import numpy as np
import pytest

from mediaframe.results.study.answers import (
    expected_best,
    named_figures,
    title_of,
)
from mediaframe.results.study.scores import Units
from tests.study_results import (
    answer_of,
    make_answer,
    make_behaviour,
    make_question,
    make_result,
    make_results,
    make_study_of,
)

QUESTION = make_question()


def test_f1_is_the_mean_over_seeds_of_what_scikit_learn_says():
    results = make_results()

    answer = answer_of(results, QUESTION)

    for row in answer.variations:
        values = [r.figures.macro.f1 for r in results[row.variation].values()]
        assert row.estimate.macro.value == pytest.approx(np.mean(values), abs=2e-6)
        assert row.spread.deviation == pytest.approx(np.std(values, ddof=1), abs=1e-6)
        assert (row.spread.low, row.spread.high) == (min(values), max(values))
        assert row.estimate.macro.low < np.mean(values) < row.estimate.macro.high


def test_a_difference_is_paired_on_articles():
    answer = answer_of(make_results(), QUESTION)

    base, other = answer.variations
    difference = other.difference
    assert base.difference is None
    assert difference.macro.value == pytest.approx(
        other.estimate.macro.value - base.estimate.macro.value, abs=2e-6
    )
    assert difference.macro.low > 0
    assert (difference.seeds, difference.same_test_articles) == ((1, 2), True)


def test_a_variation_against_its_like_differs_by_nothing():
    results = make_results()
    results["other"] = results["base"]

    (_, other) = answer_of(results, QUESTION).variations

    macro = other.difference.macro
    assert (macro.value, macro.low, macro.high) == (0, 0, 0)


def test_only_seeds_that_both_have_are_compared():
    results = make_results()
    del results["base"][2]

    base, other = answer_of(results, QUESTION).variations

    assert base.spread is None
    assert other.difference.seeds == (1,)


def test_without_the_reference_there_is_no_difference():
    results = make_results()
    del results["base"]

    (other,) = answer_of(results, QUESTION).variations

    assert other.difference is None


def test_a_label_that_no_article_has_is_left_out_of_the_macro_mean():
    targets = np.array([[True, False], [False, False]] * 4)
    result = make_result(targets, targets.astype(float), [f"a{row}" for row in range(8)])

    (row,) = answer_of({"base": {1: result}}, QUESTION).variations

    assert row.estimate.columns["two"].value is None
    assert row.estimate.macro.value == 1


def test_the_expected_best_is_the_mean_over_every_way_to_draw():
    values = [0.5, 0.1, 0.9, 0.4]

    points = expected_best(values)

    for point in points:
        best = [max(drawn) for drawn in product(values, repeat=point.tried)]
        assert point.value == pytest.approx(np.mean(best), abs=1e-6)
        assert point.deviation == pytest.approx(np.std(best), abs=1e-6)
    assert [point.tried for point in points] == [1, 2, 3, 4]


def test_of_three_no_best_is_expected():
    assert expected_best([0.1, 0.2, 0.3, None]) == ()


def test_of_behaviour_the_share_of_cases_passed_is_told_and_cases_are_counted():
    answer = answer_of(make_behaviour(base=[0, 3], other=[0, 1, 2, 3]), make_question("behaviour"))

    base, other = answer.variations
    columns = other.estimate.columns
    assert answer.units == Units(kind="cases", count=6)
    assert answer.columns == ("negation", "voice")
    assert base.estimate.macro.value == pytest.approx(2 / 6, abs=1e-6)
    assert other.estimate.macro.value == pytest.approx(4 / 6, abs=1e-6)
    assert (columns["negation"].low, columns["negation"].high) == (1, 1)
    assert columns["voice"].value == pytest.approx(1 / 3, abs=1e-6)


def test_what_passes_all_that_the_base_passes_and_more_lies_nowhere_below_it():
    results = make_behaviour(base=[0, 3], other=[0, 1, 3], same=[0, 3])

    _, other, same = answer_of(results, make_question("behaviour")).variations

    assert other.difference.macro.value == pytest.approx(1 / 6, abs=1e-6)
    assert other.difference.macro.low == 0
    assert other.estimate.macro.low < 2 / 6  # which two that are not paired would cross
    assert (same.difference.macro.low, same.difference.macro.high) == (0, 0)


def test_a_line_has_its_points_in_the_order_of_the_articles_trained_on():
    names = ("base", "some", "few", "most", "more")
    results = make_results(
        (1, 2), names, errors=(0.1, 0.3, 0.4, 0.15, 0.2), trained_on=(100, 20, 10, 80, 40)
    )
    question = make_question(curves={"line": ["some", "few", "most", "more"]})

    answer = answer_of(results, question)

    points = answer.curves["line"].points
    rows = {row.variation: row.estimate.macro for row in answer.variations}
    assert [point.articles for point in points] == [10, 20, 40, 80]
    assert [point.value for point in points] == [rows[name].value for name in ("few", "some", "more", "most")]  # fmt: skip
    assert [point.low for point in points] == [rows[name].low for name in ("few", "some", "more", "most")]  # fmt: skip
    assert answer.curves["line"].fit.loss > 0
    assert answer.expected_best == ()


def test_of_a_line_what_failed_is_left_out_and_one_that_failed_wholly_too():
    results = make_results((1,), ("base", "few"), trained_on=(100, 10))
    question = make_question(curves={"line": ["few", "failed"], "none": ["gone"]})

    curves = answer_of(results, question).curves

    assert list(curves) == ["line"]
    assert [point.articles for point in curves["line"].points] == [10]


def test_calibration_is_the_mean_over_seeds_and_its_points_hold_all_seeds():
    results = make_results()

    (base, _) = answer_of(results, QUESTION).variations

    sums = [np.array(result.reliability["one"]) for result in results["base"].values()]
    errors = [np.abs(one[:, 1] - one[:, 2]).sum() / one[:, 0].sum() for one in sums]
    assert base.calibration.error["one"] == pytest.approx(np.mean(errors), abs=1e-6)
    assert sum(point.count for point in base.calibration.points["one"]) == 2 * 150


@pytest.mark.parametrize(
    ("places", "titles"),
    [
        pytest.param([("a", "x")], ["a"], id="one"),
        pytest.param([("a", "x"), ("b", "x")], ["a", "b"], id="corpora"),
        pytest.param([("a", "x"), ("a", "y")], ["x", "y"], id="splits"),
        pytest.param([("a", "x"), ("b", "y")], ["a, x", "b, y"], id="both"),
    ],
)
def test_an_answer_is_called_by_what_a_study_has_several_of(places, titles):
    scores = make_study_of(*(make_answer(*place, base=0.5) for place in places))

    assert [title_of(scores, answer) for answer in scores.answers] == titles


def test_figures_of_one_answer_are_named_by_variation():
    scores = make_study_of(make_answer("made", base=0.5, other=0.75))

    figures = named_figures(scores)

    assert set(figures) == {"base", "other", "curves"}
    assert figures["other"]["estimate"]["macro"]["value"] == 0.75


def test_figures_of_several_answers_are_named_by_answer_and_variation():
    scores = make_study_of(make_answer("a", base=0.5), make_answer("b", base=0.25))

    figures = named_figures(scores)

    assert set(figures) == {"a", "b"}
    assert figures["b"]["base"]["estimate"]["macro"]["value"] == 0.25
