"""Shares in scored news from a coded sample: a classifier's scores corrected by what coders say of a random part.

The share of a group is the Hájek ratio (Särndal, Swensson and Wretman 1992, *Model Assisted Survey Sampling*, 5.7, 6.5)

    share = slope * mean score of the whole group + sum(w * (label - slope * score)) / sum(w)

over its coded sentences with weights w, the inverse of their inclusion probabilities. Slope 1 is the difference estimator,
slope 0 labels alone. The slope with the least variance makes it the generalised regression estimator, which power-tuned
prediction-powered inference is (Angelopoulos, Duchi and Zrnic 2023, *PPI++*; Mozer and Miratrix 2025 on their identity). It is right for every score, and the
narrower the better the score. Adding a constant to all scores changes nothing.

What is estimated is the share in the very sentences that were scored. Chance is the draw of articles.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]
Codes = NDArray[np.intp]
Mask = NDArray[np.bool_]

SAME = 1e-9  # scores that lie no further apart tell nothing


@dataclass(frozen=True)
class Design:
    """How n coded sentences were drawn; a cluster (an article) lies in one stratum."""

    weights: Vector  # (n,), inverse inclusion probabilities
    clusters: Codes  # (n,), from 0
    strata: Codes  # (n,), from 0
    fractions: Vector  # (strata,), share of a stratum's clusters that was drawn; 0 leaves out the finite-population correction

    @classmethod
    def of(
        cls,
        weights: Vector,
        clusters: NDArray[np.generic] | None = None,
        strata: NDArray[np.generic] | None = None,
        fractions: Vector | None = None,
    ) -> "Design":
        """Return the design of a sample whose clusters and strata go by any names.

        Args:
            weights: (n,).
            clusters: (n,); without them each sentence is drawn by itself. A cluster that lies in several strata, from
                which it was drawn independently, counts as one in each.
            strata: (n,); none for one.
            fractions: (n,), for each sentence the share of its stratum's clusters that was drawn.
        """
        n = len(weights)
        _, stratum_of = np.unique(np.zeros(n) if strata is None else strata, return_inverse=True)
        _, cluster_of = np.unique(
            np.arange(n) if clusters is None else clusters, return_inverse=True
        )
        _, nested = np.unique(stratum_of * (n + 1) + cluster_of, return_inverse=True)
        of_stratum = np.zeros(stratum_of.max(initial=-1) + 1)
        if fractions is not None:
            of_stratum[stratum_of] = fractions
        return cls(np.asarray(weights, dtype=np.float64), nested, stratum_of, of_stratum)

    @cached_property
    def stratum_of_cluster(self) -> Codes:
        """(clusters,): the stratum that each lies in."""
        found = np.zeros(self.clusters.max(initial=-1) + 1, dtype=np.intp)
        found[self.clusters] = self.strata
        return found

    def clusters_of(self, members: Mask) -> Codes:
        """(strata,): how many clusters of each have a sentence among `members`."""
        touched = np.zeros(len(self.stratum_of_cluster), dtype=np.bool_)
        touched[self.clusters[members]] = True
        found: Codes = np.bincount(self.stratum_of_cluster[touched], minlength=len(self.fractions))
        return found

    def degrees(self, members: Mask) -> int:
        """Clusters less strata, of the sentences among `members`; at least 1."""
        clusters = self.clusters_of(members)
        return max(1, int(clusters.sum() - (clusters > 0).sum()))


def hajek_mean(values: Vector, weights: Vector) -> float:
    """Return the ratio of weighted sums that estimates a mean (Hájek 1971).

    >>> hajek_mean(np.array([1.0, 0.0]), np.array([3.0, 1.0]))
    0.75
    """
    return float(weights @ values / weights.sum())


def linearised(values: Vector, weights: Vector, members: Mask) -> Vector:
    """Return (n,): what each sentence adds to the error of a group's Hájek mean; 0 outside the group.

    Taylor linearisation of a ratio, w (y - mean) / sum(w) (Särndal, Swensson and Wretman 1992, 5.5, 5.8).
    """
    inside = np.where(members, weights, 0.0)
    total = inside.sum()
    return np.asarray(inside * (values - inside @ values / total) / total)


def design_covariance(parts: Vector, design: Design, members: Mask) -> Vector:
    """Return (k, k): covariances of k sums over the sample, from the spread of cluster totals within strata.

    In each stratum (1 - fraction) m / (m - 1) times the sum of squares around its mean total, with replacement within the
    stratum (Särndal, Swensson and Wretman 1992, 4.5 and 5.8). Clusters without a member have total 0 and count for the mean; m counts
    those with one, which keeps small groups honest. A stratum with a single cluster is centred at 0, the mean of all.

    Args:
        parts: (n, k), what each sentence adds, 0 outside the group.
        design: of the whole sample.
        members: (n,), the group.
    """
    home, n_strata = design.stratum_of_cluster, len(design.fractions)
    columns = range(parts.shape[1])
    totals = np.stack(
        [np.bincount(design.clusters, parts[:, k], minlength=len(home)) for k in columns], axis=1
    )
    drawn, touched = np.bincount(home, minlength=n_strata), design.clusters_of(members)
    sums = np.stack([np.bincount(home, totals[:, k], minlength=n_strata) for k in columns], axis=1)
    means = np.where(drawn > 1, 1 / np.maximum(drawn, 1), 0.0)[:, None] * sums
    counted = np.where(touched > 1, touched, drawn)
    factors = (1 - design.fractions) * np.where(
        counted > 1, counted / np.maximum(counted - 1, 1), 1.0
    )
    centred = totals - means[home]
    return np.asarray((centred * factors[home][:, None]).T @ centred)


def tuned_slope(targets: Vector, scores: Vector, design: Design, groups: Codes) -> float:
    """Return the slope with the least variance, cut to [0, 1]; of several groups, one that serves all.

    The covariance of labels and scores over the variance of scores, both of article totals around their group's mean
    (Angelopoulos, Duchi and Zrnic 2023, section 6, under clustering; Särndal 1996 for the optimal regression estimator).

    Args:
        targets: (n,), 0 or 1.
        scores: (n,).
        design: of the sample.
        groups: (n,), the group of each sentence, from 0; those with a negative one are left out.
    """
    inside = groups >= 0
    weights = np.where(inside, design.weights, 0.0)
    codes = np.where(inside, groups, 0)
    labels, varying = (around_groups(values, weights, codes) for values in (targets, scores))
    if np.abs(varying[inside]).max(initial=0.0) < SAME:
        return 0.0
    parts = np.stack([weights * labels, weights * varying], axis=1)
    (_, shared), (_, spread) = design_covariance(parts, design, inside)
    return float(np.clip(shared / spread, 0.0, 1.0)) if spread > 0 else 0.0


def around_groups(values: Vector, weights: Vector, groups: Codes) -> Vector:
    """Return values less the Hájek mean of their group.

    >>> around_groups(np.array([1.0, 0.0, 1.0]), np.ones(3), np.array([0, 0, 1]))
    array([ 0.5, -0.5,  0. ])
    """
    totals = np.bincount(groups, weights)
    means = np.bincount(groups, weights * values) / np.where(totals > 0, totals, 1.0)
    return np.asarray(values - means[groups])


@dataclass(frozen=True)
class Share:
    """An estimated share, and what each coded sentence adds to its error."""

    value: float
    variance: float
    parts: Vector  # (n,), linearised
    members: Mask  # (n,)


def estimate_share(
    targets: Vector,
    scores: Vector,
    mean_score: float,
    design: Design,
    members: Mask,
    slope: float,
) -> Share:
    """Return the share in a group by its labels and scores, with the linearised variance.

    Args:
        targets: (n,), 0 or 1.
        scores: (n,), of the coded sentences.
        mean_score: of all sentences of the group, coded or not.
        design: of the sample.
        members: (n,), which coded sentences are of the group; at least one.
        slope: how far the scores are trusted: 0 labels alone, 1 the difference estimator.
    """
    residuals = targets - slope * scores
    parts = linearised(residuals, design.weights, members)
    value = slope * mean_score + hajek_mean(residuals[members], design.weights[members])
    variance = design_covariance(parts[:, None], design, members).item()
    return Share(value, variance, parts, members)


def regression_estimate(
    values: Vector, covariates: Vector, totals: Vector, design: Design
) -> Share:
    """Return the mean by generalised regression on several covariates whose population totals are known.

    Weights are moved as little as it takes to meet the totals; the variance is that of the residuals under these weights
    (Deville and Särndal 1992, *Calibration Estimators in Survey Sampling*; Särndal, Swensson and Wretman 1992, 6.6).

    Args:
        values: (n,).
        covariates: (n, k), a column of ones among them.
        totals: (k,), of the covariates over the population.
        design: of the sample.
    """
    weights, members = design.weights, np.ones(len(values), dtype=np.bool_)
    squares = (covariates * weights[:, None]).T @ covariates
    moved = 1 + covariates @ np.linalg.solve(squares, totals - weights @ covariates)
    calibrated = weights * moved
    mean = hajek_mean(values, calibrated)
    slopes = np.linalg.solve(squares, (covariates * weights[:, None]).T @ (values - mean))
    parts = calibrated * (values - mean - covariates @ slopes) / calibrated.sum()
    variance = design_covariance(parts[:, None], design, members).item()
    return Share(mean, variance, parts, members)
