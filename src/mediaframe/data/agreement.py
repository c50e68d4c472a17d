"""How far coders agree: Krippendorff's alpha, per label and over label sets, from coincidences of codings.

Alpha needs two codings of a sentence at least; sentences coded once are passed over. Coincidences are counted by article, so
that resamples of articles are weighted sums of them.
"""

from collections.abc import Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from mediaframe.data.corpus import Coding

Matrix = NDArray[np.float64]


def label_alphas(
    codings: Sequence[Coding], article_of: NDArray[np.intp], weights: Matrix
) -> Matrix:
    """Return (resamples, labels): alpha of each label, yes and no being its values.

    Args:
        codings: one per coder.
        article_of: (sentences,), the article of each.
        weights: (resamples, articles), how often each article counts.
    """
    columns = []
    for label in range(codings[0].targets.shape[1]):
        values = np.array(
            [_masked(coding.targets[:, label], coding.is_coded) for coding in codings]
        )
        counted = coincidences_by_article(values, 2, article_of, weights.shape[1])
        columns.append(alpha(np.tensordot(weights, counted, axes=1), 1 - np.eye(2)))
    return np.stack(columns, axis=1)


def set_alpha(codings: Sequence[Coding], article_of: NDArray[np.intp], weights: Matrix) -> Matrix:
    """Return (resamples,): alpha over the sets of labels given, by their MASI distance; arguments as `label_alphas`."""
    powers = 1 << np.arange(codings[0].targets.shape[1])
    codes = np.array([coding.targets @ powers for coding in codings])
    known, numbers = np.unique(codes, return_inverse=True)
    values = np.array(
        [
            _masked(row, coding.is_coded)
            for row, coding in zip(numbers.reshape(codes.shape), codings, strict=True)
        ]
    )
    sets = [frozenset(np.flatnonzero(code & powers).tolist()) for code in known]
    distances = np.array([[masi_distance(first, second) for second in sets] for first in sets])
    counted = coincidences_by_article(values, len(sets), article_of, weights.shape[1])
    return np.asarray(alpha(np.tensordot(weights, counted, axes=1), distances))


def _masked(values: NDArray[np.generic], is_coded: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Return values with -1 where the coder did not code."""
    return np.where(is_coded, values.astype(np.intp), -1)


def alpha(coincidences: Matrix, distances: Matrix) -> Matrix:
    """Return Krippendorff's alpha, 1 - observed / expected disagreement.

    Krippendorff 2011, *Computing Krippendorff's Alpha-Reliability*.

    Args:
        coincidences: (..., values, values); how often two codings of a sentence were these values.
        distances: (values, values); 0 for equal values.

    Returns:
        (...,); NaN where only one value occurs, so that nothing can be told.
    """
    marginals = coincidences.sum(axis=-1)
    total = marginals.sum(axis=-1)
    observed = (coincidences * distances).sum(axis=(-2, -1))
    pairs = marginals[..., :, np.newaxis] * marginals[..., np.newaxis, :]
    expected = (pairs * distances).sum(axis=(-2, -1))
    with np.errstate(divide="ignore", invalid="ignore"):
        value = 1 - (total - 1) * observed / expected
    return np.where(expected > 0, value, np.nan)[()]


def coincidences_by_article(
    values: NDArray[np.intp], n_values: int, article_of: NDArray[np.intp], n_articles: int
) -> Matrix:
    """Return (articles, values, values): the ordered pairs of codings, each sentence weighing as many as it has codings.

    Args:
        values: (coders, sentences); -1 where a coder did not code a sentence.
        n_values: how many values there are.
        article_of: (sentences,).
        n_articles: how many articles there are.
    """
    table = np.zeros((n_articles, n_values, n_values))
    codings = (values >= 0).sum(axis=0)
    for first, second in combinations(range(len(values)), 2):
        both = np.flatnonzero((values[first] >= 0) & (values[second] >= 0))
        weight = 1 / (codings[both] - 1)
        one, other = values[first, both], values[second, both]
        np.add.at(table, (article_of[both], one, other), weight)
        np.add.at(table, (article_of[both], other, one), weight)
    return table


def masi_distance(first: frozenset[object], second: frozenset[object]) -> float:
    """Return 1 - Jaccard overlap weighed by how far one set holds the other.

    Passonneau 2006, *Measuring Agreement on Set-valued Items (MASI) for Semantic and Pragmatic Annotation*.

    >>> masi_distance(frozenset("ab"), frozenset("a"))
    0.6666666666666667
    """
    if first == second:
        return 0.0
    shared = first & second
    if not shared:
        return 1.0
    monotonicity = 2 / 3 if shared in (first, second) else 1 / 3
    return 1 - len(shared) / len(first | second) * monotonicity
