"""What a result is worth: verdicts and findings follow from the scores, by the lines that are drawn."""

from pathlib import Path

import pytest

from mediaframe.results.report import Shown, write_report
from mediaframe.results.worth.catalogue import CATALOGUE
from mediaframe.results.worth.findings import Worth
from mediaframe.results.worth.limits import LIMITS
from tests.builders import LABELS, as_evaluation, edited, make_scores

BUNDLED = {"bundled": "all"}


def codes(scores, mute=()) -> list[str]:
    """Return the codes of what is found."""
    return [finding.code for finding in Worth.of(scores, mute).findings]


def difference(value: float, p: float) -> dict[str, float | dict[str, float]]:
    """Return a difference as scores hold it."""
    bounds = {"low": value - 0.05, "high": value + 0.05, "resamples": 100}
    return {"value": value, **bounds, "p": p, "p_holm": p}


def with_lead(value: float, p: float, baseline: str = "always_yes"):
    """Return scores of a model that lies so far above a baseline, in the mean and on each label."""
    one = difference(value, p)
    lead = {"labels": dict.fromkeys(LABELS, one), "macro": one}
    scores = edited(make_scores(), lambda v: v["test"].update(articles=40))
    return edited(scores, lambda v: v.update(differences={baseline: lead}))


def with_counts(*, positives: int, given: int = 0, label: str = "official_claim"):
    """Return scores in which a label has so many positives in test and is given so often."""
    counts = {
        "true_positives": min(positives, given),
        "false_positives": max(0, given - positives),
        "false_negatives": max(0, positives - given),
        "true_negatives": 500,
    }
    return edited(
        with_lead(0.3, 0.001),
        lambda v: v["systems"]["model"]["labels"][label].update(counts=counts),
    )


def with_mcc(low: float):
    """Return scores in which each label has an MCC whose interval begins there."""
    mcc = {"value": low + 0.1, "low": low, "high": low + 0.2, "resamples": 100}

    def change(values) -> None:
        for figures in values["systems"]["model"]["labels"].values():
            figures["mcc"] = mcc

    return edited(with_lead(0.3, 0.001), change)


def top_of(folder: Path, scores):
    """Return what a report says before its scores."""
    write_report(folder, scores, Shown(formats=(), tables=False))
    page = (folder / "report.html").read_text(encoding="utf-8")
    return page[page.index("<h1>") : page.index("<nav")]


def test_a_model_no_better_than_always_yes_is_called_so_at_the_top(tmp_path):
    scores = with_lead(0.03, 0.4)

    top = top_of(tmp_path, scores)

    assert "The model is not told from saying yes to everything: mean F1 differs by 0.030" in top
    assert "<strong>Serious:</strong> The model is not shown to be better than" in top
    assert "Do not label with it." in top
    assert {each.verdict for each in Worth.of(scores).labels.values()} == {"not told from chance"}


def test_a_label_with_4_positives_is_said_to_be_too_few_at_the_top(tmp_path):
    scores = with_counts(positives=4, given=4)

    top = top_of(tmp_path, scores)

    assert "too few to say: official claim" in top
    assert "official claim: test has 4 positives, too few to say anything." in top
    assert Worth.of(scores).labels["official_claim"].verdict == "too few to say"


def test_the_bundled_corpus_is_called_invented_at_the_top(tmp_path):
    scores = edited(make_scores(), lambda v: v["origin"].update(BUNDLED))

    top = top_of(tmp_path, scores)

    assert "invented news, written and coded by a language model" in top
    assert "two passes of one language model" in top
    assert "coder one against coder two" not in (tmp_path / "report.md").read_text(encoding="utf-8")


def test_a_corpus_of_ones_own_is_told_with_its_outlets_and_dates(tmp_path):
    top = top_of(tmp_path, make_scores())

    assert "made.jsonl: 10 articles, 60 sentences of 3 outlets, 2024-01-05 to 2024-03-09." in top
    assert "invented" not in top


@pytest.mark.parametrize(
    ("value", "p", "sentence"),
    [
        pytest.param(0.2, 0.001, "The model is better than", id="above"),
        pytest.param(-0.2, 0.001, "The model is worse than", id="below"),
        pytest.param(0.2, 0.06, "The model is not told from", id="large but not told"),
        pytest.param(0.001, 0.049, "The model is better than", id="small but told"),
    ],
)
def test_a_lead_is_claimed_by_p_whatever_its_size(value, p, sentence):
    assert Worth.of(with_lead(value, p)).summary[0].startswith(sentence)


def test_no_gain_over_the_rules_is_a_warning_and_no_verdict_on_labels():
    scores = with_lead(0.001, 0.5, baseline="rules")

    worth = Worth.of(scores)

    assert "MF05" in codes(scores)
    assert "MF04" not in codes(scores)
    assert {each.verdict for each in worth.labels.values()} <= {"usable", "weak"}


@pytest.mark.parametrize(
    ("low", "verdict"),
    [
        pytest.param(0.6, "usable", id="at the line"),
        pytest.param(0.59, "weak", id="below it"),
        pytest.param(0.0, "not told from chance", id="no agreement"),
    ],
)
def test_a_label_is_judged_by_how_well_it_agrees_for_sure(low, verdict):
    assert {each.verdict for each in Worth.of(with_mcc(low)).labels.values()} == {verdict}


@pytest.mark.parametrize(
    ("given", "found"),
    [
        pytest.param(30, {"MF09"}, id="half as many again"),
        pytest.param(29, set(), id="fewer"),
        pytest.param(14, set(), id="somewhat too few"),
        pytest.param(13, {"MF10"}, id="far too few"),
    ],
)
def test_a_label_given_far_too_often_or_seldom_is_told(given, found):
    assert {"MF09", "MF10"} & set(codes(with_counts(positives=20, given=given))) == found


def test_a_setting_at_the_edge_of_what_was_tried_is_told():
    heads = [f"logistic (C={c}, class_weight=balanced)" for c in ("0.3", "1", "30")]
    tried = [{"head": head, "average_precision": dict.fromkeys(LABELS, 0.5)} for head in heads]
    chosen = dict(zip(LABELS, (heads[2], heads[1], heads[0]), strict=True))
    scores = edited(make_scores(), lambda v: v.update(tuning=tried, chosen=chosen))

    told = [each.text for each in Worth.of(scores).findings if each.code == "MF11"]

    assert told == [
        "attribution: C=30 was chosen, the largest of 0.3, 1, 30.",
        "contested claim: C=0.3 was chosen, the smallest of 0.3, 1, 30.",
    ]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        pytest.param(lambda v: v.update(shared_articles=2), "MF02", id="articles on both sides"),
        pytest.param(lambda v: v["test"].update(articles=19), "MF12", id="few articles"),
        pytest.param(lambda v: v["train"].update(articles=181), "MF13", id="a small test"),
        pytest.param(lambda v: v.update(unmet_share="another share"), "MF14", id="an unmet share"),
        pytest.param(lambda v: v.update(left_out_articles=2), "MF15", id="articles left out"),
        pytest.param(
            lambda v: v["unconverged"].update(attribution=1), "MF16", id="a fit that gave up"
        ),
        pytest.param(lambda v: v.update(differences={}), "MF17", id="no baseline"),
        pytest.param(lambda v: v.update(coders=None), "MF18", id="coded once"),
    ],
)
def test_what_must_be_known_is_found_and_nothing_where_it_is_not(change, code):
    fine = edited(with_lead(0.3, 0.001), lambda v: v["test"].update(articles=20))

    found = codes(edited(fine, change))

    assert code not in codes(fine)
    assert code in found


def test_a_model_evaluated_on_what_it_was_trained_on_is_the_gravest():
    scores = as_evaluation(make_scores())
    same = edited(scores, lambda v: v["model_trained_on"].update(corpus_sha256="0" * 64))

    assert codes(same)[0] == "MF01"
    assert "MF01" not in codes(scores)


def test_what_is_muted_is_counted_and_not_told():
    scores = edited(make_scores(), lambda v: v["origin"].update(BUNDLED))

    worth = Worth.of(scores, ("MF03", "MF02"))

    assert "MF03" not in {finding.code for finding in worth.findings}
    assert worth.muted == {"MF03": 1}
    assert worth.labels == Worth.of(scores).labels


def test_findings_can_be_read_again_and_tell_why_and_what_to_do():
    worth = Worth.of(edited(make_scores(), lambda v: v["origin"].update(BUNDLED)))

    again = Worth.model_validate_json(worth.model_dump_json())

    assert again == worth
    assert all(finding.why and finding.advice for finding in worth.findings)


def test_every_line_has_its_reason_and_every_code_its_remedy():
    assert [limit.what for limit in LIMITS if len(limit.because) < 40] == []
    assert [code for code, kind in CATALOGUE.items() if not kind.advice.endswith(".")] == []
