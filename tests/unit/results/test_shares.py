"""Shares in groups: which slope, which interval, which difference."""

import numpy as np
import pytest

from mediaframe.results.prevalence import Design
from mediaframe.results.shares import (
    FEW_POSITIVES,
    OWN_SLOPE,
    CodedSample,
    compare_groups,
    estimate_group,
)


def make_coded(articles=60, share=0.3, groups=2, seed=1, noise=0.1):
    """Return a sample of articles of ten sentences, dealt into groups in turn."""
    rng = np.random.default_rng(seed)
    article = np.repeat(np.arange(articles), 10)
    targets = (rng.random(len(article)) < share).astype(float)
    scores = 0.3 + 0.4 * targets + noise * rng.normal(size=len(article))
    design = Design.of(np.full(len(article), 20.0), article)
    return CodedSample(targets, scores, (article % groups).astype(np.intp), design)


def members(sample, group=0):
    return sample.groups == group


def test_scores_narrow_the_interval_and_labels_alone_do_not_need_them():
    sample = make_coded()

    with_scores, alone = (
        estimate_group(sample, members(sample), 0.42, slope).bounds(0.95).width
        for slope in (None, 0.0)
    )

    assert with_scores < 0.8 * alone


def test_a_group_of_few_articles_takes_the_slope_that_serves_all():
    few, many = (make_coded(articles=n, noise=0.4) for n in (40, 2 * OWN_SLOPE))

    slopes = [estimate_group(few, members(few, group), 0.35).slope for group in (0, 1)]
    own = [estimate_group(many, members(many, group), 0.35).slope for group in (0, 1)]

    assert slopes == [few.pooled_slope] * 2
    assert len({*own, many.pooled_slope}) == 3


def test_few_positives_have_an_exact_interval():
    rare, common = make_coded(share=0.04), make_coded(share=0.4)

    assert rare.targets[members(rare)].sum() < FEW_POSITIVES < common.targets[members(common)].sum()
    assert estimate_group(rare, members(rare), 0.04).basis.kind == "exact"
    assert estimate_group(common, members(common), 0.4).basis.kind == "t"


def test_few_negatives_have_one_too():
    sample = make_coded(share=0.96)

    assert estimate_group(sample, members(sample), 0.9).basis.kind == "exact"


def test_no_positives_leave_labels_alone_and_an_upper_bound():
    sample = make_coded(share=0.3)
    none = CodedSample(
        np.where(members(sample), 0.0, sample.targets), sample.scores, sample.groups, sample.design
    )

    found = estimate_group(none, members(none), 0.2)
    low, high = found.bounds(0.95)

    assert (found.slope, found.share.value, low) == (0.0, 0.0, 0.0)
    assert 0 < high < 0.2


def test_where_nothing_is_positive_articles_count_as_alike():
    sample = make_coded(share=0.0)

    high = estimate_group(sample, members(sample), 0.2).bounds(0.95).high

    assert high > 1 - 0.025 ** (1 / 30)  # of 30 articles, not 300 sentences


def test_an_estimate_that_would_be_negative_stands_on_labels_alone():
    sample = make_coded(share=0.3)

    found = estimate_group(sample, members(sample), -5.0)

    assert found.slope == 0.0
    assert 0 < found.share.value < 1


def test_the_design_effect_is_sentences_over_effective_size():
    sample = make_coded()

    found = estimate_group(sample, members(sample), 0.35)

    p, variance = found.share.value, found.share.variance
    assert found.design_effect == pytest.approx(variance / (p * (1 - p) / 300))


def test_groups_of_other_articles_differ_with_both_variances():
    sample = make_coded(share=0.4)
    one, other = (estimate_group(sample, members(sample, g), 0.45) for g in (0, 1))

    found = compare_groups(one, other, sample.design)

    low, high = found.bounds(0.95)
    assert found.correlation == pytest.approx(0.0, abs=1e-9)
    assert low < found.value < high
    reach = np.hypot(one.bounds(0.95).width, other.bounds(0.95).width)
    assert high - low == pytest.approx(reach, rel=1e-6)


def test_groups_that_share_articles_are_compared_within_them():
    rng = np.random.default_rng(5)
    article = np.repeat(np.arange(40), 20)
    rates = rng.beta(1, 2, size=40)[article]
    targets = (rng.random(len(article)) < rates).astype(float)
    half = (np.arange(len(article)) % 2).astype(np.intp)
    sample = CodedSample(targets, rates, half, Design.of(np.ones(len(article)), article))
    one, other = (estimate_group(sample, half == g, rates.mean(), 0.0) for g in (0, 1))

    found = compare_groups(one, other, sample.design)

    low, high = found.bounds(0.95)
    assert found.correlation > 0.5
    assert high - low < 0.8 * np.hypot(one.bounds(0.95).width, other.bounds(0.95).width)


def test_p_is_where_the_interval_touches_0():
    sample = make_coded(share=0.4)
    one = estimate_group(sample, members(sample, 0), 0.55)
    other = estimate_group(sample, members(sample, 1), 0.45)
    found = compare_groups(one, other, sample.design)

    low, high = found.bounds(1 - found.p)

    assert min(abs(low), abs(high)) == pytest.approx(0.0, abs=1e-3)


def test_a_group_against_itself_is_no_difference():
    sample = make_coded(share=0.4)
    one = estimate_group(sample, members(sample), 0.45)

    found = compare_groups(one, one, sample.design)

    assert found.value == 0
    assert found.bounds(0.95) == pytest.approx((0.0, 0.0), abs=1e-9)
    assert found.p == pytest.approx(1.0, abs=1e-2)


@pytest.mark.parametrize("label", [0.0, 1.0])
def test_labels_that_do_not_vary_have_an_interval_whatever_the_weights(label):
    rng = np.random.default_rng(2)
    article = np.repeat(np.arange(9), 7)
    design = Design.of(1 + rng.random(63), article, article % 2)
    sample = CodedSample(np.full(63, label), rng.random(63), np.zeros(63, dtype=np.intp), design)

    low, high = estimate_group(sample, members(sample), 0.4).bounds(0.95)

    assert 0 <= low < high <= 1
    assert abs((high if label else low) - label) < 1e-9


def test_perfect_scores_leave_no_width():
    sample = make_coded(share=0.4)
    perfect = CodedSample(sample.targets, sample.targets, sample.groups, sample.design)

    found = estimate_group(perfect, members(perfect), 0.41)

    assert found.share.value == pytest.approx(0.41)
    assert found.bounds(0.95).width == pytest.approx(0.0, abs=1e-9)
    assert found.design_effect == pytest.approx(0.0, abs=1e-9)
