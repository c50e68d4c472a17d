"""Estimates of means and shares, against published values and against each other."""

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediaframe.results.prevalence import (
    Design,
    design_covariance,
    estimate_share,
    hajek_mean,
    regression_estimate,
    tuned_slope,
)

SURVEY = Path(__file__).parents[3].parent / "shared" / "survey"
POPULATION, TOTAL_API99, MIDDLE, HIGH = 6194, 3914069, 1018, 755  # of its README

survey = pytest.mark.skipif(not SURVEY.is_dir(), reason="no survey samples beside the checkout")


def read_survey(name):
    """Return the columns of a sample of schools."""
    with (SURVEY / f"{name}.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    return {column: np.array([row[column] for row in rows]) for column in rows[0]}


def clustered(schools, *, districts=True):
    weights, districts_in_all = (schools[name].astype(float) for name in ("pw", "fpc"))
    n = len(set(schools["dnum"])) / districts_in_all
    if districts:
        return Design.of(weights, schools["dnum"], None, n)
    return Design.of(weights)


def mean_of(values, design, scores=None, mean_score=0.0, slope=0.0):
    scores = np.zeros(len(values)) if scores is None else scores
    return estimate_share(values, scores, mean_score, design, np.ones(len(values), bool), slope)


def standard_error(estimate):
    return estimate.variance**0.5


@survey
def test_the_hajek_mean_of_a_cluster_sample_is_the_published_one():
    schools = read_survey("apiclus1")

    found = mean_of(schools["api00"].astype(float), clustered(schools))

    assert found.value == pytest.approx(644.17, abs=0.005)
    assert standard_error(found) == pytest.approx(23.542, abs=0.0005)


@survey
def test_the_regression_estimate_is_the_published_one():
    schools = read_survey("apiclus1")
    kinds = [schools["stype"] == kind for kind in "HM"]
    ones, api99 = np.ones(len(kinds[0])), schools["api99"].astype(float)
    covariates = np.stack([ones, *kinds, api99], axis=1).astype(float)
    totals = np.array([POPULATION, HIGH, MIDDLE, TOTAL_API99], dtype=float)

    found = regression_estimate(
        schools["api00"].astype(float), covariates, totals, clustered(schools)
    )

    assert found.value == pytest.approx(665.31, abs=0.005)
    assert standard_error(found) == pytest.approx(3.4418, abs=0.00005)


@survey
def test_the_stratified_mean_is_the_published_one():
    schools = read_survey("apistrat")
    strata, weights = schools["stype"], schools["pw"].astype(float)
    drawn = np.array([(strata == kind).sum() for kind in strata])
    design = Design.of(weights, None, strata, drawn / schools["fpc"].astype(float))

    found = mean_of(schools["api00"].astype(float), design)

    assert found.value == pytest.approx(662.29, abs=0.005)
    assert standard_error(found) == pytest.approx(9.4089, abs=0.00005)


@survey
def test_the_difference_estimator_is_the_one_on_record():
    schools = read_survey("apiclus1")
    api99 = schools["api99"].astype(float)

    found = mean_of(
        schools["api00"].astype(float), clustered(schools), api99, TOTAL_API99 / POPULATION, 1.0
    )

    assert found.value == pytest.approx(669.104, abs=0.0005)
    assert standard_error(found) == pytest.approx(3.085, abs=0.0005)


@survey
def test_without_clusters_the_standard_error_is_far_too_small():
    schools = read_survey("apiclus1")
    values, api99 = (schools[name].astype(float) for name in ("api00", "api99"))
    mean = TOTAL_API99 / POPULATION

    by_district, by_school = (
        standard_error(
            mean_of(values, clustered(schools, districts=districts), api99, mean, slope=1.0)
        )
        for districts in (True, False)
    )

    assert by_school == pytest.approx(2.200, abs=0.0005)
    assert by_district / by_school == pytest.approx(1.4, abs=0.01)


def make_sample(seed=0, articles=12, sentences=120):
    """Return labels, scores that know something of them, and a design of unequal weights."""
    rng = np.random.default_rng(seed)
    clusters = rng.integers(articles, size=sentences)
    targets = (rng.random(sentences) < 0.3).astype(float)
    scores = np.clip(0.5 * targets + 0.5 * rng.random(sentences), 0, 1)
    strata = clusters % 2
    return targets, scores, Design.of(1 + 3.0 * strata + rng.random(sentences), clusters, strata)


def test_slope_one_is_the_difference_estimator():
    targets, scores, design = make_sample()

    found = mean_of(targets, design, scores, 0.4, slope=1.0)

    assert found.value == pytest.approx(0.4 + hajek_mean(targets - scores, design.weights))


@given(seed=st.integers(0, 50), constant=st.floats(-5, 5))
def test_adding_a_constant_to_all_scores_changes_nothing(seed, constant):
    targets, scores, design = make_sample(seed)
    groups = np.zeros(len(targets), dtype=np.intp)

    slope = tuned_slope(targets, scores, design, groups)
    moved = tuned_slope(targets, scores + constant, design, groups)
    before = mean_of(targets, design, scores, 0.4, slope)
    after = mean_of(targets, design, scores + constant, 0.4 + constant, moved)

    assert moved == pytest.approx(slope, abs=1e-6)
    assert after.value == pytest.approx(before.value, abs=1e-6)
    assert after.variance == pytest.approx(before.variance, rel=1e-6, abs=1e-12)


@given(seed=st.integers(0, 50))
def test_no_other_slope_has_a_smaller_variance(seed):
    targets, scores, design = make_sample(seed)
    best = tuned_slope(targets, scores, design, np.zeros(len(targets), dtype=np.intp))

    found = mean_of(targets, design, scores, 0.4, best).variance

    others = [mean_of(targets, design, scores, 0.4, slope).variance for slope in (0, 0.25, 0.5, 1)]
    assert found <= min(others) + 1e-15


def test_the_slope_is_cut_to_the_unit_interval():
    targets, _, design = make_sample()
    groups = np.zeros(len(targets), dtype=np.intp)

    assert tuned_slope(targets, 1 - targets, design, groups) == 0.0
    assert tuned_slope(targets, targets / 10, design, groups) == 1.0
    assert tuned_slope(targets, np.full(len(targets), 0.3), design, groups) == 0.0


def test_perfect_scores_leave_nothing_to_chance():
    targets, _, design = make_sample()

    found = mean_of(targets, design, targets, 0.31, slope=1.0)

    assert found.value == pytest.approx(0.31)
    assert found.variance == pytest.approx(0.0, abs=1e-20)


def test_the_variance_of_a_plain_mean_is_that_of_the_textbook():
    values = np.array([0.0, 1.0, 1.0, 0.0, 1.0])

    found = mean_of(values, Design.of(np.ones(5)))

    assert found.variance == pytest.approx(values.var(ddof=1) / 5)


def test_drawing_everything_leaves_no_variance():
    values = np.array([0.0, 1.0, 1.0, 0.0])

    found = mean_of(values, Design.of(np.ones(4), fractions=np.ones(4)))

    assert found.variance == 0.0


def test_a_group_counts_its_own_articles_alone():
    values = np.array([1.0, 0.0, 1.0, 1.0, 0.0, 0.0])
    group = np.array([True, True, True, False, False, False])
    design = Design.of(np.ones(6))

    found = estimate_share(values, np.zeros(6), 0.0, design, group, 0.0)

    assert found.value == pytest.approx(2 / 3)
    assert found.variance == pytest.approx(values[:3].var(ddof=1) / 3)
    assert design.degrees(group) == 2


def test_an_article_in_two_strata_counts_in_each():
    design = Design.of(np.ones(4), np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1]))

    assert design.stratum_of_cluster.tolist() == [0, 0, 1, 1]
    assert design.degrees(np.ones(4, bool)) == 2


def test_a_stratum_with_a_single_article_still_has_a_variance():
    design = Design.of(np.ones(3), np.array([0, 1, 2]), np.array([0, 1, 1]))
    parts = np.array([0.2, 0.1, -0.3])

    found = design_covariance(parts[:, None], design, np.ones(3, bool)).item()

    assert found == pytest.approx(0.2**2 + 2 * 2 * 0.2**2)


@pytest.mark.parametrize("articles", [8, 30])
def test_the_variance_is_that_of_many_draws(articles):
    rng = np.random.default_rng(3)
    sizes = rng.integers(2, 12, size=200)
    article = np.repeat(np.arange(200), sizes)
    labels = (rng.random(len(article)) < rng.beta(1, 3, size=200)[article]).astype(float)
    scores = np.clip(labels * 0.4 + rng.random(len(article)) * 0.5, 0, 1)
    drawn = [np.isin(article, rng.choice(200, articles, replace=False)) for _ in range(400)]

    found = [
        mean_of(
            labels[rows],
            Design.of(
                np.full(rows.sum(), 200 / articles),
                article[rows],
                fractions=np.full(rows.sum(), articles / 200),
            ),
            scores[rows],
            scores.mean(),
            slope=0.7,
        )
        for rows in drawn
    ]

    values, variances = np.array([(each.value, each.variance) for each in found]).T
    assert values.mean() == pytest.approx(labels.mean(), abs=3 * values.std() / 20)
    assert variances.mean() == pytest.approx(values.var(), rel=0.2)
