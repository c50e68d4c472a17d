"""What a session and a notebook show of a result is what was found, in a few lines."""

from pathlib import Path

from mediaframe.comparison.compare import ComparisonConfig, compare
from mediaframe.evaluation.outcome import Outcome
from mediaframe.results.tables import interval
from mediaframe.study import StudyOutcome
from tests.builders import LABELS, make_scores
from tests.study_results import make_question, make_results, make_study_scores


def test_an_outcome_shows_the_f1_of_every_system_and_where_the_report_lies():
    outcome = Outcome(Path("runs") / "small", make_scores())

    shown = repr(outcome)

    macro = interval(outcome.scores.systems["model"].macro.f1)
    assert shown.startswith("Run small\n")
    assert f"report: {Path('runs') / 'small' / 'report.html'}" in shown
    assert macro in shown
    assert f"<td>{macro}</td>" in outcome._repr_html_()
    assert len(shown.splitlines()) < 12


def test_a_comparison_shows_every_pair_and_label(small_run):
    run = small_run / "run"

    comparison = compare([run, run], config=ComparisonConfig(resamples=100, permutations=100))

    shown = repr(comparison)
    assert shown.startswith("Comparison of 2 systems on ")
    assert [label for label in (*LABELS, "macro") if f" {label} " not in shown] == []
    assert shown.count("0.000 [0.000, 0.000]  1.0000") == len(LABELS) + 1
    assert "<th scope=\"col\">p (Holm)</th>" in comparison._repr_html_()  # fmt: skip


def test_a_study_shows_its_question_and_its_answer():
    scores = make_study_scores(make_question(), {("made", "own"): make_results()})
    outcome = StudyOutcome(Path("runs") / "made", scores, ("weak, seed 1: no positives",))

    shown = repr(outcome)

    assert shown.startswith(scores.question)
    assert "failed: 1 experiments" in shown
    assert f"page: {Path('runs') / 'made' / 'study.html'}" in shown
    assert interval(scores.answers[0].variations[0].estimate.macro) in shown
