"""Near-duplicate sentences: the same news in other case, other quotation marks, with an agency's prefix or small edits.

Exact, not sampled: two sentences are near-duplicates if their sets of words overlap by a Jaccard index of at least
`THRESHOLD`; every such pair is found. Sentences that can reach it must share one of their rarest words, which leaves few
pairs to compare (prefix filtering: Chaudhuri et al. 2006, *A Primitive Operator for Similarity Joins in Data Cleaning*).
"""

import re
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

THRESHOLD = 0.75
SHORTEST = 8  # words; shorter sentences ("It could not be independently confirmed.") recur in unrelated articles
CHUNK = 500_000  # pairs compared at once

# "LONDON, March 3 (Reuters) -", "HALVEN —": a place in capitals, perhaps date and agency, set off by a dash.
_DATELINE = re.compile(
    r"^[A-Z]{3,}[A-Z .'’/-]*(?:,[^-–—]{0,40})?(?:\([^)]{1,20}\))?\s*[-–—]{1,2}\s+(?=\S)"
)
_WORD = re.compile(r"\w+")

Pairs = NDArray[np.intp]  # (pairs, 2), the lower position first


def words_of(text: str) -> list[str]:
    """Return the words that tell whether a text was seen before: no case, marks or dateline.

    >>> words_of("HALVEN, March 3 (MW) — The “deal” is off.")
    ['the', 'deal', 'is', 'off']
    """
    return _WORD.findall(_DATELINE.sub("", text).lower())


def near_duplicates(texts: Sequence[str]) -> Pairs:
    """Return the positions of every pair of near-duplicates, in order."""
    words, sizes = _word_matrix(texts)
    found = [
        candidates[_overlap(words, sizes, candidates) >= THRESHOLD]
        for candidates in _candidates(words, sizes)
    ]
    pairs = np.unique(np.concatenate([np.empty((0, 2), np.intp), *found]), axis=0)
    return pairs.astype(np.intp)


def _word_matrix(texts: Sequence[str]) -> tuple[csr_array, NDArray[np.int64]]:
    """Return (texts, words) as 0 and 1, words in order of rarity, and how many words each text has.

    Texts that are too short to compare have none.
    """
    number_of: dict[str, int] = {}
    rows, columns = [], []
    for row, text in enumerate(texts):
        words = words_of(text)
        if len(words) >= SHORTEST:
            for word in set(words):
                rows.append(row)
                columns.append(number_of.setdefault(word, len(number_of)))
    counts = np.bincount(columns, minlength=len(number_of))
    rarity = np.empty(len(number_of), dtype=np.int64)
    rarity[np.argsort(counts, kind="stable")] = np.arange(len(number_of))
    entries = (np.ones(len(rows), np.int32), (rows, rarity[columns] if columns else columns))
    matrix = csr_array(coo_array(entries, shape=(len(texts), max(1, len(number_of)))))
    matrix.sort_indices()
    return matrix, np.diff(matrix.indptr).astype(np.int64)


def _candidates(words: csr_array, sizes: NDArray[np.int64]) -> Iterator[Pairs]:
    """Yield, in chunks, the pairs that share a word among the rarest of both."""
    prefix = sizes - np.ceil(THRESHOLD * sizes).astype(np.int64) + (sizes > 0)
    rank = np.arange(words.nnz) - np.repeat(words.indptr[:-1], sizes)
    text_of = np.repeat(np.arange(len(sizes)), sizes)
    is_rare = rank < np.repeat(prefix, sizes)
    order = np.argsort(words.indices[is_rare], kind="stable")
    holders = text_of[is_rare][order]
    _, starts = np.unique(words.indices[is_rare][order], return_index=True)
    waiting, count = [], 0
    for group in np.split(holders, starts[1:]):
        for position in range(1, len(group)):
            partners = group[:position]
            similar = sizes[partners] * THRESHOLD <= sizes[group[position]]
            similar &= sizes[group[position]] * THRESHOLD <= sizes[partners]
            partners = partners[similar]
            waiting.append(np.column_stack([partners, np.full(len(partners), group[position])]))
            count += len(partners)
            if count > CHUNK:
                yield np.unique(np.concatenate(waiting), axis=0)
                waiting, count = [], 0
    if waiting:
        yield np.unique(np.concatenate(waiting), axis=0)


def _overlap(words: csr_array, sizes: NDArray[np.int64], pairs: Pairs) -> NDArray[np.float64]:
    """Return the Jaccard index of each pair."""
    first, second = pairs.T
    shared = np.asarray(words[first].multiply(words[second]).sum(axis=1)).ravel()
    return np.asarray(shared / (sizes[first] + sizes[second] - shared), dtype=np.float64)


def groups_of(pairs: Pairs, size: int) -> NDArray[np.intp]:
    """Return the group of each of `size` positions; positions that a chain of pairs connects share one."""
    links = coo_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(size, size))
    return np.asarray(connected_components(links, directed=False)[1], dtype=np.intp)
