"""Means over seeds, intervals over articles, paired differences, and the expected best of many."""

from itertools import product

import numpy as np
import pytest
from sklearn.metrics import f1_score

from mediaframe.config import EvaluationConfig
from mediaframe.results.calibration import reliability_sums
from mediaframe.results.metrics import count_by_article
from mediaframe.results.study.answers import Question, compare_variations, expected_best
from mediaframe.results.study.headline import study_headline
from mediaframe.results.study.tables import answer_table, difference_table

LABELS = ("one", "two")
CONFIG = EvaluationConfig(resamples=200)
QUESTION = Question(LABELS, "base", "f1", {}, CONFIG, seed=0)


def make_result(targets, decisions, articles):
    """Return what an experiment leaves, with figures by scikit-learn."""
    f1 = f1_score(targets, decisions, average="macro", zero_division=0)
    macro = dict.fromkeys(("precision", "recall", "average_precision", "mcc", "brier"), 0.5)
    return {
        "experiment": "0",
        "train": [],
        "test": {},
        "chosen": {},
        "validation": {"macro": 0.5},
        "figures": {"macro": {**macro, "f1": round(float(f1), 6)}},
        "articles": count_by_article(targets, decisions, decisions.astype(float), articles),
        "reliability": {
            label: reliability_sums(truth, decision.astype(float)).tolist()
            for label, truth, decision in zip(LABELS, targets.T, decisions.T, strict=True)
        },
    }


def make_results(seeds=(1, 2), names=("base", "other"), *, errors=(0.3, 0.1)):
    """Return results of variations that err more or less often; every seed tests other articles."""
    rng = np.random.default_rng(0)
    results = {name: {} for name in names}
    for seed in seeds:
        articles = [f"a{(seed * 7 + row // 5) % 40}" for row in range(150)]
        targets = rng.random((150, 2)) < 0.4
        for name, error in zip(names, errors, strict=True):
            results[name][seed] = make_result(
                targets, targets ^ (rng.random((150, 2)) < error), articles
            )
    return results


def scores_of(answer):
    """Return the figures of a study with one answer."""
    return {
        "labels": list(LABELS),
        "reference": "base",
        "measure": "f1",
        "confidence": 0.95,
        "answers": [{"corpus": "made", "split": "one", **answer}],
    }


def test_f1_is_the_mean_over_seeds_of_what_scikit_learn_says():
    results = make_results()

    answer = compare_variations(results, QUESTION)

    for row in answer["variations"]:
        values = [r["figures"]["macro"]["f1"] for r in results[row["variation"]].values()]
        assert row["estimate"]["macro"]["value"] == pytest.approx(np.mean(values), abs=2e-6)
        assert row["spread"]["deviation"] == pytest.approx(np.std(values, ddof=1), abs=1e-6)
        assert (row["spread"]["low"], row["spread"]["high"]) == (min(values), max(values))
        assert row["estimate"]["macro"]["low"] < np.mean(values) < row["estimate"]["macro"]["high"]


def test_a_difference_is_paired_on_articles():
    answer = compare_variations(make_results(), QUESTION)

    base, other = answer["variations"]
    difference = other["difference"]
    assert base["difference"] is None
    assert difference["macro"]["value"] == pytest.approx(
        other["estimate"]["macro"]["value"] - base["estimate"]["macro"]["value"], abs=2e-6
    )
    assert difference["macro"]["low"] > 0
    assert (difference["seeds"], difference["same_test_articles"]) == ([1, 2], True)


def test_a_variation_against_its_like_differs_by_nothing():
    results = make_results()
    results["other"] = results["base"]

    (_, other) = compare_variations(results, QUESTION)["variations"]

    assert other["difference"]["macro"] | {"resamples": 0} == {
        "value": 0,
        "low": 0,
        "high": 0,
        "resamples": 0,
    }


def test_only_seeds_that_both_have_are_compared():
    results = make_results()
    del results["base"][2]

    base, other = compare_variations(results, QUESTION)["variations"]

    assert base["spread"] is None
    assert other["difference"]["seeds"] == [1]


def test_without_the_reference_there_is_no_difference():
    results = make_results()
    del results["base"]

    (other,) = compare_variations(results, QUESTION)["variations"]

    assert other["difference"] is None


def test_a_label_that_no_article_has_is_left_out_of_the_macro_mean():
    targets = np.array([[True, False], [False, False]] * 4)
    result = make_result(targets, targets, [f"a{row}" for row in range(8)])

    (row,) = compare_variations({"base": {1: result}}, QUESTION)["variations"]

    assert row["estimate"]["columns"]["two"]["value"] is None
    assert row["estimate"]["macro"]["value"] == 1


def test_the_expected_best_is_the_mean_over_every_way_to_draw():
    values = [0.5, 0.1, 0.9, 0.4]

    points = expected_best(values)

    for point in points:
        best = [max(drawn) for drawn in product(values, repeat=point["tried"])]
        assert point["value"] == pytest.approx(np.mean(best), abs=1e-6)
        assert point["deviation"] == pytest.approx(np.std(best), abs=1e-6)
    assert [point["tried"] for point in points] == [1, 2, 3, 4]


def test_of_three_no_best_is_expected():
    assert expected_best([0.1, 0.2, 0.3, None]) == []


def test_the_tables_show_what_was_found():
    scores = scores_of(compare_variations(make_results(), QUESTION))
    (answer,) = scores["answers"]

    table, differences = answer_table(scores, answer), difference_table(scores, answer)

    assert [row[0] for row in table.rows] == ["base", "other"]
    assert table.rows[0][2] == "–"
    assert table.rows[1][1].startswith(
        f"{answer['variations'][1]['estimate']['macro']['value']:.3f} ["
    )
    assert [row[0] for row in differences.rows] == ["other"]
    assert study_headline(scores).endswith("beside base.")


def test_other_test_articles_are_told():
    results = make_results()
    results["other"] = {1: results["other"][2], 2: results["other"][1]}
    scores = scores_of(compare_variations(results, QUESTION))

    caption = difference_table(scores, scores["answers"][0]).caption

    assert "Tested on other articles than the base: other." in caption
