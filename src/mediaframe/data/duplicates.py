"""Near-duplicate sentences, in classes: the same news in other case, other quotation marks, with an agency's prefix or small edits.

Exact, not sampled: two sentences are near-duplicates if their sets of words overlap by a Jaccard index of at least
`THRESHOLD`; a class holds whatever a chain of such pairs connects. Sentences that can reach it must share two of their rarest
words, which leaves few pairs to compare (prefix filtering: Chaudhuri et al. 2006, *A Primitive Operator for Similarity Joins
in Data Cleaning*; with more than one word: Wang, Li and Feng 2012, *Can We Beat the Prefix Filtering?*). Equal sets of words
are compared once, and what many sentences share is compared class by class, not pair by pair: a line that stands in every
article takes no longer than other lines.

Such a line (of a newsletter, of a copyright) is boilerplate: many articles hold it that share little else.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

from mediaframe.article.normal import normal

THRESHOLD = 0.75
SHORTEST = 8  # words; shorter sentences ("It could not be independently confirmed.") recur in unrelated articles
IN_COMMON = 2  # rare words
CHUNK = 2_000_000  # pairs looked at at once
# Sentences with one rare word in common, from which on they are compared class by class.
CROWD = 1_000
BATCH = 256  # of a crowd, compared with the others at once

# Articles that a line must stand in to be boilerplate: one in twenty, but at least five (or three, and more than half) and
# never more than twenty; a story that agencies spread stands in fewer, or they share most of it.
BOILERPLATE_SHARE, FEWEST, MOST = 0.05, 5, 20
MOST_SHARED = 0.5  # of what two of them say, on average

# "LONDON, March 3 (Reuters) -", "HALVEN —": a place in capitals, perhaps date and agency, set off by a dash.
_DATELINE = re.compile(
    r"^[A-Z]{3,}[A-Z .'’/-]*(?:,[^-–—]{0,40})?(?:\([^)]{1,20}\))?\s*[-–—]{1,2}\s+(?=\S)"
)
_WORD = re.compile(r"\w+")

Pairs = NDArray[np.intp]  # (pairs, 2)
Numbers = NDArray[np.intp]


def words_of(text: str) -> list[str]:
    """Return the words that tell whether a text was seen before: no case, marks or dateline.

    >>> words_of("HALVEN, March 3 (MW) — The “deal” is off.")
    ['the', 'deal', 'is', 'off']
    """
    return _WORD.findall(_DATELINE.sub("", normal(text)).lower())


def near_duplicate_classes(texts: Sequence[str]) -> Numbers:
    """Return the class of each text, from 0: near-duplicates share one, and so do chains of them."""
    first_of: dict[frozenset[str], int] = {}
    wordings: list[frozenset[str]] = []
    wording_of = []
    for text in texts:
        words = words_of(text)
        wording = frozenset(words) if len(words) >= SHORTEST else None
        number = len(wordings) if wording is None else first_of.setdefault(wording, len(wordings))
        if number == len(wordings):
            wordings.append(wording or frozenset())
        wording_of.append(number)
    class_of = groups_of(_links(wordings), len(wordings))
    return class_of[np.array(wording_of, dtype=np.intp)]


def _links(wordings: Sequence[frozenset[str]]) -> Pairs:
    """Return pairs of near-duplicates, enough to connect every class."""
    words = _word_matrix(wordings)
    rare = _rarest(words)
    is_crowd = rare.sum(axis=0) > CROWD
    crowds = [np.flatnonzero(rare[:, [word]].toarray()) for word in np.flatnonzero(is_crowd)]
    found = [_near(words, pairs) for pairs in _candidates(rare[:, np.flatnonzero(~is_crowd)])]
    found += [_links_within(words, crowd) for crowd in crowds]
    return np.concatenate([np.empty((0, 2), np.intp), *found])


def _word_matrix(wordings: Sequence[frozenset[str]]) -> csr_array:
    """Return (wordings, words) as 0 and 1, words in order of rarity."""
    number_of: dict[str, int] = {}
    rows, columns = [], []
    for row, wording in enumerate(wordings):
        for word in sorted(wording):
            rows.append(row)
            columns.append(number_of.setdefault(word, len(number_of)))
    counts = np.bincount(columns, minlength=len(number_of))
    rarity = np.empty(len(number_of), dtype=np.int64)
    rarity[np.argsort(counts, kind="stable")] = np.arange(len(number_of))
    entries = (np.ones(len(rows), np.int32), (rows, rarity[columns] if columns else columns))
    matrix = csr_array(coo_array(entries, shape=(len(wordings), max(1, len(number_of)))))
    matrix.sort_indices()
    return matrix


def _rarest(words: csr_array) -> csr_array:
    """Return the rarest words of each wording, so many that near-duplicates have `IN_COMMON` of them in common."""
    sizes = np.diff(words.indptr)
    kept = np.minimum(sizes, sizes - np.ceil(THRESHOLD * sizes).astype(np.int64) + IN_COMMON)
    is_kept = np.arange(words.nnz) - np.repeat(words.indptr[:-1], sizes) < np.repeat(kept, sizes)
    starts = np.concatenate([[0], np.cumsum(kept)])
    return csr_array((words.data[is_kept], words.indices[is_kept], starts), shape=words.shape)


def _candidates(rare: csr_array) -> Iterator[Pairs]:
    """Yield, in chunks, the pairs that have enough rare words in common."""
    holders = csr_array(rare.T)
    work = np.concatenate([[0], np.cumsum(rare @ np.diff(holders.indptr))])
    first = 0
    while first < rare.shape[0]:
        last = max(first + 1, int(np.searchsorted(work, work[first] + CHUNK)))
        shared = coo_array(rare[first:last] @ holders)
        pairs = np.column_stack([shared.row + first, shared.col]).astype(np.intp)
        yield pairs[(shared.data >= IN_COMMON) & (pairs[:, 0] < pairs[:, 1])]
        first = last


def _near(words: csr_array, pairs: Pairs) -> Pairs:
    """Return the pairs that are near-duplicates."""
    sizes = np.diff(words.indptr)
    first, second = pairs.T
    shared = np.asarray(words[first].multiply(words[second]).sum(axis=1)).ravel()
    is_near = shared >= THRESHOLD * (sizes[first] + sizes[second] - shared)
    return np.asarray(pairs[is_near], dtype=np.intp)


def _links_within(words: csr_array, crowd: Numbers) -> Pairs:
    """Return pairs of near-duplicates that connect the classes among some wordings.

    Class by class: whatever belongs to one is compared with those alone that belong to none yet. Wordings that are near to
    no other are passed over by the dozen.
    """
    waiting, size, links = crowd, 1, []
    while len(waiting) > 1:
        if not len(_near_among(words, waiting[:size], waiting)):
            waiting, size = waiting[size:], min(2 * size, BATCH)
        elif size > 1:
            size = 1
        else:
            queue, waiting = waiting[:1], waiting[1:]
            while len(queue) and len(waiting):
                pairs = _near_among(words, queue[:BATCH], waiting)
                links.append(pairs)
                queue = np.concatenate([queue[BATCH:], np.unique(pairs[:, 1])])
                waiting = waiting[~np.isin(waiting, pairs[:, 1])]
    return np.concatenate([np.empty((0, 2), np.intp), *links])


def _near_among(words: csr_array, some: Numbers, others: Numbers) -> Pairs:
    """Return the near-duplicates of which one is among some wordings, the second among others."""
    sizes = np.diff(words.indptr)
    shared = coo_array(words[some] @ words[others].T)
    first, second = some[shared.row], others[shared.col]
    is_near = shared.data >= THRESHOLD * (sizes[first] + sizes[second] - shared.data)
    pairs = np.column_stack([first, second])[is_near & (first != second)]
    return np.asarray(pairs, dtype=np.intp)


def groups_of(pairs: Pairs, size: int) -> Numbers:
    """Return the group of each of `size` positions; positions that a chain of pairs connects share one."""
    links = coo_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(size, size))
    return np.asarray(connected_components(links, directed=False)[1], dtype=np.intp)


def boilerplate_classes(class_of: Numbers, article_of: Numbers) -> list[int]:
    """Return the classes that stand in many articles which share little else, in order.

    Args:
        class_of: (sentences,), the class of each.
        article_of: (sentences,), the article of each, from 0.
    """
    held = np.unique(np.column_stack([article_of, class_of]), axis=0)  # article, class
    lengths, spread = np.bincount(held[:, 0]), np.bincount(held[:, 1])
    few = min(FEWEST, max(3, len(lengths) // 2 + 1))
    enough = min(MOST, max(few, round(BOILERPLATE_SHARE * len(lengths))))
    held = held[spread[held[:, 1]] > 1]
    classes_in: dict[int, list[int]] = {}
    articles_with: dict[int, list[int]] = {}
    for article, number in held.tolist():
        classes_in.setdefault(article, []).append(number)
        articles_with.setdefault(number, []).append(article)
    return [
        number
        for number, articles in sorted(articles_with.items())
        if len(articles) >= enough
        and _shared(articles, classes_in) <= MOST_SHARED * lengths[articles].mean()
    ]


def _shared(articles: Sequence[int], classes_in: dict[int, list[int]]) -> float:
    """Return how many classes two of some articles share, on average."""
    counts = Counter(number for article in articles for number in classes_in[article])
    pairs = len(articles) * (len(articles) - 1)
    return sum(count * (count - 1) for count in counts.values()) / pairs


def tied_articles(class_of: Numbers, article_of: Numbers) -> Numbers:
    """Return the group of each article; those that a chain of near-duplicates connects share one, boilerplate connects none.

    Args:
        class_of: (sentences,), the class of each.
        article_of: (sentences,), the article of each, from 0.
    """
    n_articles = len(np.unique(article_of))
    binds = ~np.isin(class_of, boilerplate_classes(class_of, article_of))
    # Chains of articles and classes; classes are numbered behind the articles.
    links = np.column_stack([article_of[binds], n_articles + class_of[binds]])
    return groups_of(links, n_articles + class_of.max(initial=-1) + 1)[:n_articles]
