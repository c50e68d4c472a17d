"""How far coders agree: Krippendorff's alpha per label and over label sets, and coder against coder F1.

All with intervals from resampling articles. Alpha needs at least two codings of a sentence; sentences coded once are passed over.
"""

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Coding:
    """What one coder said: targets, and which sentences the coder coded at all."""

    targets: NDArray[np.bool_]  # (sentences, labels)
    is_coded: NDArray[np.bool_]  # (sentences,)


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


def masi_distance(first: frozenset[str], second: frozenset[str]) -> float:
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
