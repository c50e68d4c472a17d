"""Which sentences to code next: at random with known inclusion probability, or where a model is unsure."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from sklearn.preprocessing import normalize

from mediaframe.errors import InputError

POOL = 5  # unsure sentences looked at for each one drawn


def draw_by_stratum(
    strata: Sequence[str], size: int, rng: np.random.Generator
) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Draw units at random, from each stratum its share of `size`, at least one.

    Args:
        strata: (units,), the stratum of each.
        size: how many to draw.
        rng: source of the draw.

    Returns:
        Positions in order, and the probability with which each was to be drawn: drawn / units in its stratum.

    Raises:
        InputError: more than there are, or fewer than there are strata.
    """
    names, stratum_of = np.unique(np.array(strata, dtype=object), return_inverse=True)
    counts = np.bincount(stratum_of)
    if not len(names) <= size <= len(strata):
        msg = f"-n: {size} of {len(strata)} in {len(names)} strata; draw at least one of each and no more than there are"
        raise InputError(msg)
    quotas = _allocate(counts, size)
    drawn = [
        rng.choice(np.flatnonzero(stratum_of == stratum), quota, replace=False)
        for stratum, quota in enumerate(quotas)
    ]
    positions = np.sort(np.concatenate(drawn))
    return positions, (quotas / counts)[stratum_of[positions]]


def _allocate(counts: NDArray[np.int64], size: int) -> NDArray[np.int64]:
    """Return proportional quotas of at least one that sum to `size`, the largest remainders rounded up."""
    ideal = counts * size / counts.sum()
    quotas = np.maximum(1, np.floor(ideal).astype(np.int64))
    while (missing := size - quotas.sum()) != 0:
        step = 1 if missing > 0 else -1
        is_open = quotas < counts if step > 0 else quotas > 1
        gap = np.where(is_open, step * (ideal - quotas), -np.inf)
        quotas[gap.argmax()] += step
    return np.asarray(quotas, dtype=np.int64)


def draw_unsure(
    features: csr_array, margins: NDArray[np.float64], size: int
) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Choose sentences of small margin that differ from each other.

    Of the least sure ones, each choice is the one farthest from all chosen before (farthest-first traversal: Gonzalez 1985,
    *Clustering to Minimize the Maximum Intercluster Distance*; as core set for labelling: Sener and Savarese 2018).

    Args:
        features: (sentences, features).
        margins: (sentences,), how sure a model is of each.
        size: how many to choose.

    Returns:
        Positions, the least sure first, and the margin of each.

    Raises:
        InputError: more than there are.
    """
    if size > len(margins):
        msg = f"-n: {size} of {len(margins)} sentences; draw no more than there are"
        raise InputError(msg)
    pool = np.argsort(margins, kind="stable")[: max(size, POOL * size)]
    vectors = csr_array(normalize(features[pool]))
    chosen = [0]
    nearest = _similarity(vectors, 0)
    while len(chosen) < min(size, len(pool)):
        nearest[chosen] = np.inf
        following = int(nearest.argmin())
        chosen.append(following)
        nearest = np.maximum(nearest, _similarity(vectors, following))
    positions = pool[np.sort(chosen)]
    return positions, margins[positions]


def _similarity(vectors: csr_array, position: int) -> NDArray[np.float64]:
    """Return the cosine of every vector with one of them."""
    return np.asarray((vectors @ vectors[[position]].T).toarray()).ravel()
