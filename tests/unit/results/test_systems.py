"""A model, its baselines and its coders on the same sentences."""

import json
from itertools import pairwise

import numpy as np
import pytest
from sklearn.metrics import f1_score

from mediaframe.config import EvaluationConfig
from mediaframe.results.estimates import PairedDifference
from mediaframe.results.metrics import System
from mediaframe.results.systems import Coded, cooccurrence, evaluate

CONFIG = EvaluationConfig(resamples=100)
ARTICLES = tuple(f"a{row // 5}" for row in range(40))


def random_targets(seed: int, labels: int = 2) -> np.ndarray:
    return np.random.default_rng(seed).random((40, labels)) < 0.4


def scored(systems, *, coders=None, targets=None, both=range(40), seed=0):
    targets = random_targets(0) if targets is None else targets
    rows = np.array(both, dtype=np.intp)
    coded = Coded(("x", "y"), targets, ARTICLES, coders or {}, rows)
    return evaluate(coded, systems, CONFIG, np.random.default_rng(seed))


def test_scores_with_an_undefined_label_are_strict_json():
    targets = random_targets(0)
    targets[:, 1] = False

    scores = scored([System("model", targets, targets * 1.0)], targets=targets)

    assert json.dumps(scores.to_json(), allow_nan=False)
    assert scores.systems["model"].undefined_labels == ("y",)
    assert scores.curves["y"].precision_recall.recall == (0.0,)


def test_the_same_seed_gives_the_same_scores_and_another_seed_other_intervals():
    system = System("model", random_targets(1), random_targets(1) * 0.5)

    first, second, other = scored([system]), scored([system]), scored([system], seed=1)

    values = [run.systems["model"].macro.f1.value for run in (first, other)]
    assert first == second
    assert first != other
    assert values[0] == values[1]


def test_every_system_is_measured_against_the_same_targets():
    systems = [System("model", random_targets(1)), System("other", random_targets(2))]

    found = scored(systems).systems

    assert list(found) == ["model", "other"]
    assert [system.labels["x"].f1.value for system in found.values()] == pytest.approx(
        [f1_score(random_targets(0)[:, 0], random_targets(seed)[:, 0]) for seed in (1, 2)],
        abs=1e-6,
    )


def test_differences_are_the_models_lead_over_each_other_system():
    systems = [System("model", random_targets(1)), System("same", random_targets(1))]

    scores = scored(systems)

    assert list(scores.differences) == ["same"]
    none = PairedDifference(value=0.0, low=0.0, high=0.0, resamples=100, p=1.0, p_holm=1.0)
    assert scores.differences["same"].macro == none


def test_a_model_alone_has_nothing_to_differ_from():
    scores = scored([System("model", random_targets(1))])

    assert scores.differences == {}


def test_two_coders_are_measured_against_each_other():
    coders = {"ann": random_targets(3), "bob": random_targets(4), "cy": random_targets(5)}

    found = scored([System("model", random_targets(1))], coders=coders).coders

    expected = f1_score(random_targets(3)[:, 0], random_targets(4)[:, 0])
    assert found.coders == ("ann", "bob")
    assert found.labels["x"].f1.value == pytest.approx(expected, abs=1e-6)


def test_coders_who_shared_some_sentences_are_measured_on_those_alone():
    coders = {"ann": random_targets(3), "bob": random_targets(4)}
    shared = range(0, 40, 4)

    found = scored([System("model", random_targets(1))], coders=coders, both=shared).coders

    truth, decisions = (coder[shared, 0] for coder in coders.values())
    counts = found.labels["x"].counts
    assert sum(counts.to_json().values()) == len(shared)
    assert counts.true_positives == int((truth & decisions).sum())


def test_what_coders_shared_moves_no_figure_of_a_model():
    coders = {"ann": random_targets(3), "bob": random_targets(4)}
    system = System("model", random_targets(1))

    some, every = (scored([system], coders=coders, both=rows) for rows in (range(5), range(40)))

    assert some.systems == every.systems
    assert some.coders != every.coders


@pytest.mark.parametrize(
    ("coders", "both"),
    [
        pytest.param({}, range(40), id="none"),
        pytest.param({"ann": random_targets(3)}, range(40), id="one"),
        pytest.param({"ann": random_targets(3), "bob": random_targets(4)}, [], id="two apart"),
    ],
)
def test_coders_who_shared_no_sentence_have_no_agreement(coders, both):
    scores = scored([System("model", random_targets(1))], coders=coders, both=both)

    assert scores.coders is None


def test_a_model_that_gives_no_probabilities_has_no_curves():
    scores = scored([System("model", random_targets(1))])

    assert scores.curves == {}


def test_each_label_has_its_own_curve_highest_threshold_first():
    probabilities = np.random.default_rng(1).random((40, 2))

    curves = scored([System("model", probabilities > 0.5, probabilities)]).curves

    thresholds = [curves[label].precision_recall.threshold for label in ("x", "y")]
    assert list(curves) == ["x", "y"]
    assert all(higher > lower for curve in thresholds for higher, lower in pairwise(curve))
    assert thresholds[0] != thresholds[1]


def test_cooccurrence_counts_pairs_and_on_the_diagonal_each_label():
    decisions = random_targets(1, labels=3)

    table = cooccurrence(decisions)

    assert table[0][1] == table[1][0] == int((decisions[:, 0] & decisions[:, 1]).sum())
    assert [table[i][i] for i in range(3)] == decisions.sum(axis=0).tolist()


def test_cooccurrence_does_not_overflow_a_byte():
    table = cooccurrence(np.ones((300, 1), dtype=bool))

    assert table == ((300,),)
