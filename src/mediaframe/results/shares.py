"""The share of what is counted in a group of the news, with an interval; differences between groups."""

from dataclasses import dataclass
from functools import cached_property
from math import sqrt

import numpy as np

from mediaframe.results.prevalence import (
    Codes,
    Design,
    Mask,
    Share,
    Vector,
    around_groups,
    design_covariance,
    estimate_share,
    hajek_mean,
    tuned_slope,
)
from mediaframe.results.share_intervals import Basis, Bounds, effective_size

FEW_POSITIVES = (
    50  # coded ones (or negatives); with fewer an interval is exact: experiments/013-prevalence
)
OWN_SLOPE = 30  # coded articles from which a group has a slope of its own
CERTAIN = 1e-9  # a p below it is not told apart from 0


@dataclass(frozen=True)
class CodedSample:
    """One thing counted in the coded sentences, which lie in the groups of one grouping."""

    targets: Vector  # (n,), 0 or 1
    scores: Vector  # (n,)
    groups: Codes  # (n,)
    design: Design

    @cached_property
    def pooled_slope(self) -> float:
        """The slope that serves all groups."""
        return tuned_slope(self.targets, self.scores, self.design, self.groups)

    @cached_property
    def worth(self) -> tuple[float, float]:
        """How many sentences a coded one is worth over all groups (one over the design effect): by labels alone, with scores."""
        return self._worth(0.0), self._worth(self.pooled_slope)

    def _worth(self, slope: float) -> float:
        weights, everyone = self.design.weights, np.ones(len(self.targets), dtype=np.bool_)
        residuals = around_groups(self.targets - slope * self.scores, weights, self.groups)
        parts = (weights * residuals / weights.sum())[:, None]
        variance = design_covariance(parts, self.design, everyone).item()
        value = hajek_mean(self.targets, weights)
        if variance > 0 and self.targets.min() < self.targets.max():
            return effective_size(value, variance) / len(weights)
        totals = np.bincount(self.design.clusters, weights)  # as if articles were alike throughout
        return float(totals.sum() ** 2 / (totals**2).sum()) / len(weights)


@dataclass(frozen=True)
class GroupShare:
    """The share in a group, and what it is made of."""

    share: Share
    slope: float
    basis: Basis
    positives: int

    def bounds(self, confidence: float) -> Bounds:
        """Return the interval."""
        return self.basis.bounds(confidence)

    @property
    def design_effect(self) -> float:
        """The variance over that of as many sentences drawn one by one and coded without a classifier."""
        return self.basis.sentences / self.basis.size


def estimate_group(
    sample: CodedSample, members: Mask, mean_score: float, slope: float | None = None
) -> GroupShare:
    """Return the share in a group.

    A group of few articles takes the slope that serves all. One whose coded labels do not vary, or whose estimate would
    leave [0, 1], stands on labels alone.

    Args:
        sample: all that is coded.
        members: (n,), which coded sentences are of the group; at least one.
        mean_score: of all sentences of the group, coded or not.
        slope: instead of the one that is found; 0 for labels alone.
    """
    slope = _slope_for(sample, members) if slope is None else slope
    share = estimate_share(sample.targets, sample.scores, mean_score, sample.design, members, slope)
    if slope and not 0 < share.value < 1:
        return estimate_group(sample, members, mean_score, 0.0)
    basis = _basis(sample, share, slope)
    positives = int(sample.targets[members].sum())
    return GroupShare(share, slope, basis, positives)


def _slope_for(sample: CodedSample, members: Mask) -> float:
    labels = sample.targets[members]
    if labels.min() == labels.max():
        return 0.0
    if sample.design.clusters_of(members).sum() < OWN_SLOPE:
        return sample.pooled_slope
    own = np.where(members, 0, -1)
    return tuned_slope(sample.targets, sample.scores, sample.design, own)


def _basis(sample: CodedSample, share: Share, slope: float) -> Basis:
    """Return what the interval stands on.

    With few positives the variance is hardly known, so the effective size is what groups have on average, if not less;
    its degrees of freedom then are those of the whole sample.
    """
    labels, design = sample.targets[share.members], sample.design
    n, articles = len(labels), int(design.clusters_of(share.members).sum())
    varies = labels.min() < labels.max() and share.variance > 0
    size = effective_size(share.value, share.variance) if varies else float("inf")
    if min(labels.sum(), n - labels.sum()) >= FEW_POSITIVES:
        degrees = design.degrees(share.members)
        return Basis("t", share.value, share.variance, size, n, articles, degrees)
    size = min(size, sample.worth[slope > 0] * n)
    degrees = design.degrees(np.ones(len(sample.targets), dtype=np.bool_))
    return Basis("exact", share.value, share.variance, size, n, articles, degrees)


@dataclass(frozen=True)
class ShareDifference:
    """How far the share in one group lies above that in another."""

    one: GroupShare
    other: GroupShare
    correlation: float  # of their errors, where articles lie in both

    @property
    def value(self) -> float:
        """The one less the other."""
        return self.one.share.value - self.other.share.value

    def bounds(self, confidence: float) -> tuple[float, float]:
        """Return the interval made of those of both shares, skewed as they are (Zou 2007; Newcombe 1998, method 10)."""
        (low, high), (other_low, other_high) = (
            s.bounds(confidence) for s in (self.one, self.other)
        )
        value, other = self.one.share.value, self.other.share.value
        below = self._joined(value - low, other_high - other)
        above = self._joined(high - value, other - other_low)
        return max(-1.0, self.value - below), min(1.0, self.value + above)

    def _joined(self, one: float, other: float) -> float:
        return sqrt(max(0.0, one**2 + other**2 - 2 * self.correlation * one * other))

    @property
    def p(self) -> float:
        """One less the largest confidence at which the interval leaves out 0."""
        low, high = CERTAIN, 1.0
        while high - low > low / 1000:
            middle = sqrt(low * high)
            below, above = self.bounds(1 - middle)
            low, high = (low, middle) if below > 0 or above < 0 else (middle, high)
        return high


def compare_groups(one: GroupShare, other: GroupShare, design: Design) -> ShareDifference:
    """Return the difference between two groups of one sample."""
    parts = np.stack([one.share.parts, other.share.parts], axis=1)
    members = one.share.members | other.share.members
    (a, shared), (_, b) = design_covariance(parts, design, members)
    correlation = float(np.clip(shared / sqrt(a * b), -1.0, 1.0)) if a * b > 0 else 0.0
    return ShareDifference(one, other, correlation)
