"""The answer of a study in a sentence: highest or lowest, one by one or over many, and along a curve."""

import pytest

from mediaframe.results.estimates import Estimate, Interval
from mediaframe.results.study.headline import study_headline
from mediaframe.results.study.scores import CurvePoint, LearningCurve, PowerLaw
from mediaframe.results.tables import interval
from tests.study_results import (
    make_answer,
    make_behaviour,
    make_question,
    make_results,
    make_study_of,
    make_study_scores,
)

GAIN = Estimate(value=0.0123, low=0.01, high=0.02, resamples=200)
LAW = PowerLaw(
    limit=GAIN,
    loss=0.5,
    rate=0.5,
    gain={"2": GAIN, "4": GAIN},
    articles_for_a_point=Interval(value=80.4, low=50.0, high=None),
)
NOTHING = Interval(value=None, low=None, high=None)


def make_curve(fit):
    """Return a curve of two points."""
    points = (
        CurvePoint(articles=10.0, value=0.5, low=0.4, high=0.6, resamples=200),
        CurvePoint(articles=40.3, value=0.7, low=0.65, high=0.75, resamples=200),
    )
    return LearningCurve(points=points, fit=fit)


@pytest.mark.parametrize(
    ("measure", "headline"),
    [
        pytest.param("f1", "Highest macro-F1 0.700 [0.600, 0.800]: other.", id="F1"),
        pytest.param("brier", "Lowest mean Brier score 0.500 [0.400, 0.600]: base.", id="Brier"),
        pytest.param("behaviour", "Highest share of cases passed 0.700 [0.600, 0.800]: other.", id="behaviour"),
    ],
)  # fmt: skip
def test_of_one_answer_the_best_is_told_as_its_measure_has_it(measure, headline):
    scores = make_study_of(make_answer("made", base=0.5, other=0.7, undefined=None), measure=measure)  # fmt: skip

    assert study_headline(scores) == headline


def study_of_cases(other, **further):
    """Return a study of six cases, of which the base passes one."""
    rows = make_behaviour(base=[0], other=other)
    scores = make_study_scores(make_question("behaviour"), {("made", "own"): rows})
    return scores.model_copy(update=further)


def test_the_variation_told_from_the_reference_is_the_answer():
    scores = study_of_cases(range(6))

    headline = study_headline(scores)

    gap = scores.answers[0].variations[1].difference.macro
    assert headline == (
        f"Told from base by its interval: other {interval(gap)}. "
        "Highest share of cases passed 1.000 [1.000, 1.000]: other."
    )


def test_a_difference_whose_interval_holds_0_is_not_claimed():
    headline = study_headline(study_of_cases([1]))

    assert headline.startswith("No variation is told from base by its interval; farthest is other,")


@pytest.mark.parametrize(
    ("yes_if", "cases", "answer"),
    [
        pytest.param(
            "differs", range(6), "Yes: told from base by its interval: other", id="differs"
        ),
        pytest.param("better", range(6), "Yes: told from base", id="better"),
        pytest.param("worse", range(6), "No: told from base", id="not worse"),
        pytest.param("better", [1], "No: no variation is told from base", id="not told"),
    ],
)
def test_a_question_of_yes_or_no_is_answered_in_the_first_word(yes_if, cases, answer):
    assert study_headline(study_of_cases(cases, yes_if=yes_if)).startswith(answer)


def test_over_several_answers_it_is_told_where_a_variation_differs():
    one = study_of_cases(range(6)).answers[0]
    scores = study_of_cases(range(6), answers=(one, one.model_copy(update={"split": "late"})))

    headline = study_headline(scores)

    assert headline.startswith(
        "Told from base by the intervals: other above in 2, below in 0 of 2."
    )


def test_of_two_answers_every_variation_is_told_on_either_side():
    scores = make_study_of(
        make_answer("made", "articles", base=0.5, other=0.6),
        make_answer("made", "sentences", base=0.7, other=None),
    )

    assert study_headline(scores) == (
        "Base macro-F1 0.500 (articles), 0.700 (sentences); other macro-F1 0.600 (articles)."
    )


@pytest.mark.parametrize(
    ("measure", "headline"),
    [
        pytest.param("f1", "other has the highest macro-F1 in 2 of 3, from 0.400 (c) to 0.900 (a).", id="F1"),
        pytest.param("brier", "base has the lowest mean Brier score in 2 of 3, from 0.500 (b) to 0.800 (c).", id="Brier"),
    ],
)  # fmt: skip
def test_of_several_answers_the_one_that_leads_most_often_is_told_with_its_range(measure, headline):
    scores = make_study_of(
        make_answer("a", base=0.6, other=0.9),
        make_answer("b", base=0.5, other=0.7),
        make_answer("c", base=0.8, other=0.4),
        measure=measure,
    )

    assert study_headline(scores) == headline


def test_an_answer_without_any_figure_is_passed_over():
    scores = make_study_of(
        make_answer("a", base=None), make_answer("b", base=0.5), make_answer("c", base=0.6)
    )

    assert study_headline(scores) == "Base macro-F1 0.500 (b), 0.600 (c)."


@pytest.mark.parametrize(
    ("fit", "says"),
    [
        pytest.param(LAW, " Twice as many would bring 0.012 [0.010, 0.020], and some 80 more would bring .01, if the curve goes on as it is.", id="law"),
        pytest.param(LAW.model_copy(update={"articles_for_a_point": NOTHING}), " Twice as many would bring 0.012 [0.010, 0.020], and no number of them would bring .01, if the curve goes on as it is.", id="out of reach"),
        pytest.param(None, "", id="nothing fitted"),
    ],
)  # fmt: skip
def test_of_a_curve_its_end_is_told_and_what_more_articles_would_bring(fit, says):
    answer = make_answer("made", base=0.5, curves={"words": make_curve(fit)})

    headline = study_headline(make_study_of(answer))

    assert headline == f"words: 0.700 [0.650, 0.750] with 40 articles.{says}"


def test_every_line_of_a_curve_is_told():
    curves = {"words": make_curve(None), "all": make_curve(None)}
    answer = make_answer("made", base=0.5, curves=curves)

    headline = study_headline(make_study_of(answer))

    assert headline == (
        "words: 0.700 [0.650, 0.750] with 40 articles. all: 0.700 [0.650, 0.750] with 40 articles."
    )


def test_what_was_measured_is_what_is_told():
    scores = make_study_scores(make_question(), {("made", "own"): make_results()})

    best = scores.answers[0].variations[1]
    assert f" Highest macro-F1 {interval(best.estimate.macro)}: other." in study_headline(scores)
    assert interval(best.difference.macro) in study_headline(scores)
