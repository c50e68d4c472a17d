"""Figures and their intervals: scikit-learn is the second opinion."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.metrics import (
    average_precision_score,
    brier_score_loss,
    f1_score,
    matthews_corrcoef,
    precision_score,
    recall_score,
)

from mediaframe.results.estimates import LABEL_FIGURES, ConfusionCounts, Estimate
from mediaframe.results.metrics import (
    CHUNK,
    Resamples,
    System,
    measure,
    ratios,
    system_figures,
)

YES, NO = True, False
SIZE = st.integers(2, 30)


def estimate(value, low, high, resamples) -> Estimate:
    """Return a figure with its interval."""
    return Estimate(value=value, low=low, high=high, resamples=resamples)


def column(values) -> np.ndarray:
    """Return one label's values as (sentences, 1)."""
    return np.array(values)[:, np.newaxis]


def weighted(weights) -> Resamples:
    """Return one resample in which every sentence is an article of its own weight."""
    ones = np.ones(len(weights))
    return Resamples(np.vstack([ones, weights]), np.arange(len(weights)), 0.95)


def drawn(articles, resamples: int = 50, *, confidence: float = 0.95, seed: int = 0) -> Resamples:
    return Resamples.draw(articles, resamples, confidence, np.random.default_rng(seed))


@st.composite
def measured(draw):
    """Return targets, decisions and scores with ties of one label, and a weight for each sentence."""
    size = draw(SIZE)
    targets = draw(arrays(bool, size).filter(np.any))
    decisions = draw(arrays(bool, size))
    scores = draw(arrays(float, size, elements=st.sampled_from([0.0, 0.1, 0.25, 0.5, 0.9, 1.0])))
    weights = draw(arrays(float, size, elements=st.integers(0, 3).map(float)))
    return targets, decisions, scores, weights


@given(measured())
def test_every_figure_of_a_label_is_scikit_learns(case):
    targets, decisions, scores, _ = case

    figures = measure(
        column(targets),
        System("s", column(decisions), column(scores)),
        drawn(["a", "b", *"b" * (len(targets) - 2)]),
    )

    found = {name: figures.labels[name][0, 0] for name in LABEL_FIGURES}
    claimed = decisions.any()
    expected = {
        "prevalence": targets.mean(),
        "precision": precision_score(targets, decisions, zero_division=0) if claimed else np.nan,
        "recall": recall_score(targets, decisions),
        "f1": f1_score(targets, decisions),
        "average_precision": average_precision_score(targets, scores),
        "mcc": np.nan if targets.all() else matthews_corrcoef(targets, decisions),
        "brier": brier_score_loss(targets, scores, labels=[NO, YES]),
    }
    assert found == pytest.approx(expected, nan_ok=True)


@given(
    measured().filter(
        lambda case: (case[0] * case[3]).sum() > 0 and ((~case[0]) * case[3]).sum() > 0
    )
)
def test_every_figure_of_a_resample_is_scikit_learns_with_weights(case):
    targets, decisions, scores, weights = case
    weight = {"sample_weight": weights}

    figures = measure(
        column(targets), System("s", column(decisions), column(scores)), weighted(weights)
    )

    found = {name: figures.labels[name][1, 0] for name in LABEL_FIGURES}
    claimed = (decisions * weights).sum() > 0
    precision = precision_score(targets, decisions, zero_division=0, **weight)
    expected = {
        "prevalence": np.average(targets, weights=weights),
        "precision": precision if claimed else np.nan,
        "recall": recall_score(targets, decisions, **weight),
        "f1": f1_score(targets, decisions, **weight),
        "average_precision": average_precision_score(targets, scores, **weight),
        "mcc": matthews_corrcoef(targets, decisions, **weight),
        "brier": brier_score_loss(targets, scores, **weight),
    }
    assert found == pytest.approx(expected, nan_ok=True)


@given(seed=st.integers(0, 2**32 - 1), labels=st.integers(1, 4))
def test_macro_and_micro_are_scikit_learns(seed, labels):
    rng = np.random.default_rng(seed)
    targets = np.vstack([np.ones((1, labels), bool), rng.random((20, labels)) < 0.4])
    decisions = np.vstack([np.ones((1, labels), bool), rng.random((20, labels)) < 0.4])
    articles = [str(row // 4) for row in range(21)]

    figures = measure(targets, System("s", decisions), drawn(articles))

    shape = {"average": "macro" if labels > 1 else "binary"}
    assert figures.macro["f1"][0] == pytest.approx(f1_score(targets, decisions, **shape))
    assert figures.macro["precision"][0] == pytest.approx(
        precision_score(targets, decisions, **shape)
    )
    assert figures.macro["recall"][0] == pytest.approx(recall_score(targets, decisions, **shape))
    assert figures.micro["f1"][0] == pytest.approx(f1_score(targets.ravel(), decisions.ravel()))
    assert figures.micro["precision"][0] == pytest.approx(
        precision_score(targets.ravel(), decisions.ravel())
    )
    assert figures.micro["recall"][0] == pytest.approx(
        recall_score(targets.ravel(), decisions.ravel())
    )


@given(seed=st.integers(0, 2**32 - 1))
def test_a_resample_is_the_figures_of_rows_taken_by_hand(seed):
    rng = np.random.default_rng(seed)
    article_of = np.sort(rng.integers(0, 6, 24))
    targets, decisions = rng.random((24, 2)) < 0.5, rng.random((24, 2)) < 0.5
    scores = rng.integers(0, 5, (24, 2)) / 4
    resamples = drawn([f"a{number}" for number in article_of], 3, seed=seed)

    figures = measure(targets, System("s", decisions, scores), resamples)

    names = np.unique(article_of)
    taken = np.concatenate(
        [
            np.flatnonzero(article_of == name)
            for name, times in zip(names, resamples.weights[2].astype(int), strict=True)
            for _ in range(times)
        ]
    )
    alone = measure(
        targets[taken],
        System("s", decisions[taken], scores[taken]),
        drawn(["one"] * len(taken)),
    )
    for_resample = {name: figures.labels[name][2] for name in LABEL_FIGURES}
    by_hand = {name: alone.labels[name][0] for name in LABEL_FIGURES}
    np.testing.assert_allclose(list(for_resample.values()), list(by_hand.values()), rtol=1e-12)


def test_resamples_draw_as_many_articles_as_there_are():
    resamples = drawn(["a", "a", "b", "c"], 200)

    assert resamples.weights.shape == (201, 3)
    assert resamples.weights[0].tolist() == [1, 1, 1]
    assert set(resamples.weights.sum(axis=1)) == {3}
    assert resamples.article_of.tolist() == [0, 0, 1, 2]


def test_the_same_seed_draws_the_same_resamples():
    articles = ["a", "b", "c", "d"]

    first, second, other = drawn(articles), drawn(articles), drawn(articles, seed=1)

    assert np.array_equal(first.weights, second.weights)
    assert not np.array_equal(first.weights, other.weights)


def test_sums_keep_the_other_dimensions():
    resamples = Resamples(np.array([[1.0, 1.0], [2.0, 0.0]]), np.array([0, 1, 1]), 0.95)

    sums = resamples.sums(np.array([[1.0, 10.0], [2.0, 20.0], [3.0, 30.0]]))

    assert sums.tolist() == [[6.0, 60.0], [2.0, 20.0]]


def test_the_interval_is_the_percentiles_of_the_resamples():
    values = np.random.default_rng(0).random(1001)

    estimate = drawn(["a", "b"], confidence=0.9).estimate(values)

    assert estimate.value == round(values[0], 6)
    assert (estimate.low, estimate.high) == tuple(np.percentile(values[1:], [5, 95]).round(6))
    assert estimate.resamples == 1000


def test_the_interval_of_one_article_is_its_value():
    targets, decisions = column([YES, NO, YES]), column([YES, YES, NO])
    resamples = drawn(["only"] * 3)

    f1 = resamples.estimate(measure(targets, System("s", decisions), resamples).labels["f1"][:, 0])

    assert (f1.value, f1.low, f1.high) == (0.5, 0.5, 0.5)
    assert f1.resamples == 50


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        pytest.param([np.nan, 0.5, 0.5], estimate(None, None, None, 0), id="the value itself"),
        pytest.param([0.5, np.nan, np.nan], estimate(0.5, None, None, 0), id="every resample"),
        pytest.param([0.5, np.nan, 0.25], estimate(0.5, 0.25, 0.25, 1), id="some resamples"),
        pytest.param([0.5], estimate(0.5, None, None, 0), id="no resamples"),
    ],
)
def test_what_is_undefined_has_no_number_and_is_counted(values, expected):
    found = drawn(["a", "b"]).estimate(np.array(values))

    assert found == expected


def test_an_estimate_has_six_digits():
    values = np.array([0.12345678, 0.1, 0.1000004])

    found = drawn(["a", "b"]).estimate(values)

    assert found.model_dump() == {
        "value": 0.123457,
        "low": 0.1,
        "high": 0.1,
        "resamples": 2,
    }


@pytest.mark.parametrize(
    ("counts", "undefined"),
    [
        pytest.param(
            [0, 0, 0, 5], {"precision", "recall", "f1", "mcc"}, id="no positives, no claims"
        ),
        pytest.param([0, 2, 0, 5], {"recall", "f1", "mcc"}, id="no positives"),
        pytest.param([0, 0, 2, 5], {"precision"}, id="nothing claimed"),
        pytest.param([3, 0, 2, 0], {"mcc"}, id="no negatives"),
        pytest.param([3, 2, 0, 0], set(), id="everything claimed"),
        pytest.param(
            [0, 0, 0, 0], {"prevalence", "precision", "recall", "f1", "mcc"}, id="no sentences"
        ),
    ],
)
def test_a_ratio_without_a_denominator_is_nan(counts, undefined):
    found = ratios(np.array(counts, dtype=float))

    assert {name for name, value in found.items() if np.isnan(value)} == undefined


def test_mcc_is_0_where_only_the_decisions_do_not_vary():
    never, always = ratios(np.array([0.0, 0, 2, 5])), ratios(np.array([2.0, 5, 0, 0]))

    assert never["mcc"] == always["mcc"] == 0


def test_an_undefined_label_is_left_out_of_the_means_and_named():
    targets = np.array([[YES, NO], [NO, NO], [YES, NO]])
    decisions = np.array([[YES, YES], [YES, NO], [YES, NO]])
    resamples = drawn(["a", "b", "c"])

    found = system_figures(
        measure(targets, System("s", decisions), resamples), ["seen", "unseen"], resamples
    )

    assert found.undefined_labels == ("unseen",)
    assert found.labels["unseen"].f1 == estimate(None, None, None, 0)
    assert found.labels["unseen"].counts.false_positives == 1
    assert found.macro.labels == 1
    assert found.macro.f1.labels == 1
    assert found.macro.f1.model_dump(exclude={"labels"}) == found.labels["seen"].f1.model_dump()
    assert found.micro.f1 == found.labels["seen"].f1


def test_a_mean_is_over_the_labels_of_which_the_figure_is_defined_and_says_how_many():
    targets = np.array([[YES, YES], [NO, YES], [YES, NO]])
    decisions = np.array([[YES, NO], [YES, NO], [NO, NO]])  # the second label is never given
    resamples = drawn(["a", "b", "c"])

    found = system_figures(measure(targets, System("s", decisions), resamples), "pq", resamples)

    assert found.labels["q"].precision.value is None
    assert (found.macro.precision.value, found.macro.precision.labels) == (0.5, 1)
    assert (found.macro.recall.value, found.macro.recall.labels) == (0.25, 2)
    assert (found.macro.brier.value, found.macro.brier.labels) == (None, 0)
    assert found.macro.labels == 2


def test_no_defined_label_leaves_every_mean_undefined():
    targets = np.zeros((4, 2), bool)
    resamples = drawn(["a", "a", "b", "b"])

    found = system_figures(
        measure(targets, System("s", ~targets, targets * 1.0), resamples), "pq", resamples
    )

    assert found.macro.labels == 0
    assert {figure.value for figure in (found.macro.f1, found.macro.mcc, found.macro.brier)} == {
        None
    }
    assert found.micro.f1.value is None
    assert json.dumps(found.model_dump(), allow_nan=False)


def test_resamples_without_a_positive_are_left_out_and_counted():
    targets = column([YES, NO, NO, NO])
    resamples = drawn(["a", "b", "c", "d"], 100)

    found = system_figures(measure(targets, System("s", targets), resamples), ["rare"], resamples)

    with_the_positive = int((resamples.weights[1:, 0] > 0).sum())
    assert 0 < with_the_positive < 100
    assert found.labels["rare"].f1.resamples == with_the_positive
    assert found.labels["rare"].prevalence.resamples == 100


def test_a_system_without_scores_has_no_average_precision_and_no_brier():
    targets = column([YES, NO, YES, NO])
    resamples = drawn(["a", "b", "c", "d"])

    found = system_figures(measure(targets, System("s", targets), resamples), ["x"], resamples)

    assert found.labels["x"].average_precision.value is None
    assert found.macro.brier.value is None


def test_counts_name_the_cells():
    targets, decisions = column([YES, YES, YES, NO, NO, NO]), column([YES, YES, NO, YES, NO, NO])
    resamples = drawn(list("abcdef"))

    found = system_figures(measure(targets, System("s", decisions), resamples), ["x"], resamples)

    assert found.labels["x"].counts == ConfusionCounts(
        true_positives=2, false_positives=1, false_negatives=1, true_negatives=2
    )


def test_ranking_in_chunks_gives_what_ranking_at_once_gives():
    rng = np.random.default_rng(0)
    size, times = 5_000, 900
    targets, scores = rng.random((size, 1)) < 0.2, rng.integers(0, 50, (size, 1)) / 50
    resamples = drawn([str(row // 20) for row in range(size)], times)
    assert CHUNK // size < times  # else there is one chunk only

    ranked = measure(targets, System("s", targets, scores), resamples).labels["average_precision"]

    in_first, in_last = 3, times
    expected = [
        average_precision_score(
            targets[:, 0],
            scores[:, 0],
            sample_weight=resamples.weights[row, resamples.article_of],
        )
        for row in (0, in_first, in_last)
    ]
    assert ranked[[0, in_first, in_last], 0] == pytest.approx(expected)


def test_intervals_over_articles_cover_the_truth_as_often_as_they_claim():
    rng = np.random.default_rng(0)
    articles = [str(row // 5) for row in range(200)]
    covered = []
    for _ in range(200):
        inclination = np.repeat(rng.beta(2, 2, size=40), 5)  # sentences of an article are alike
        targets = column(rng.random(200) < inclination)
        resamples = Resamples.draw(articles, 300, 0.95, rng)
        found = measure(targets, System("s", targets), resamples).labels["prevalence"][:, 0]
        estimate = resamples.estimate(found)
        assert estimate.low is not None
        assert estimate.high is not None
        covered.append(estimate.low <= 0.5 <= estimate.high)

    share = np.mean(covered)

    assert 0.90 <= share <= 0.99


def test_resampling_sentences_would_be_too_narrow():
    rng = np.random.default_rng(0)
    targets = column(rng.random(40).repeat(10) < 0.5)  # an article is all yes or all no
    widths = []
    for articles in ([str(row // 10) for row in range(400)], [str(row) for row in range(400)]):
        resamples = drawn(articles, 300)
        found = measure(targets, System("s", targets), resamples).labels["prevalence"][:, 0]
        estimate = resamples.estimate(found)
        assert estimate.low is not None
        assert estimate.high is not None
        widths.append(estimate.high - estimate.low)

    by_article, by_sentence = widths

    assert by_article > 2 * by_sentence
