"""Near-duplicates: exactly the pairs that comparing all with all finds, whatever marks or dateline they carry."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediaframe.data.duplicates import SHORTEST, THRESHOLD, groups_of, near_duplicates, words_of

LONG = "one two three four five six seven eight"
TEXTS = st.lists(st.lists(st.sampled_from("abcdefghijkl"), max_size=14).map(" ".join), max_size=12)
"""Texts of so few words that many overlap."""


def by_comparing_all(texts):
    """Return the near-duplicates among texts, each compared with each."""
    words = [words_of(text) for text in texts]
    return [
        [first, second]
        for first, second in combinations(range(len(texts)), 2)
        if min(len(words[first]), len(words[second])) >= SHORTEST
        and jaccard(set(words[first]), set(words[second])) >= THRESHOLD
    ]


def jaccard(first, second):
    return len(first & second) / len(first | second)


def pairs_of(*texts):
    return near_duplicates(texts).tolist()


@given(texts=TEXTS)
def test_every_pair_is_found_and_no_other(texts):
    assert near_duplicates(texts).tolist() == by_comparing_all(texts)


@given(
    base=st.lists(st.integers(0, 99), min_size=8, max_size=40, unique=True),
    edits=st.lists(st.lists(st.integers(0, 39), max_size=12), min_size=1, max_size=8),
)
def test_every_pair_is_found_among_edits_of_one_text(base, edits):
    texts = [
        " ".join(f"x{n}" if i in dropped else f"w{n}" for i, n in enumerate(base))
        for dropped in edits
    ]

    assert near_duplicates(texts).tolist() == by_comparing_all(texts)


@given(texts=TEXTS, seed=st.integers(0, 2**32 - 1))
def test_the_order_of_the_texts_does_not_matter(texts, seed):
    order = np.random.default_rng(seed).permutation(len(texts))

    pairs = near_duplicates([texts[position] for position in order])

    placed = sorted(sorted(order[pair].tolist()) for pair in pairs)
    assert placed == near_duplicates(texts).tolist()


@given(texts=TEXTS)
def test_pairs_come_in_order_the_lower_position_first(texts):
    pairs = near_duplicates(texts)

    assert (pairs[:, 0] < pairs[:, 1]).all()
    assert pairs.tolist() == sorted(pairs.tolist())


def test_more_pairs_than_are_compared_at_once_are_all_found():
    texts = ["word " * SHORTEST] * 1100

    pairs = near_duplicates(texts)

    assert len(pairs) == 1100 * 1099 / 2


@pytest.mark.parametrize(
    "texts",
    [
        pytest.param([], id="no texts"),
        pytest.param([""], id="nothing"),
        pytest.param(["", "", ""], id="nothing thrice"),
        pytest.param([LONG], id="one text"),
        pytest.param(["!? … —", "!? … —"], id="marks alone"),
    ],
)
def test_without_words_or_a_second_text_there_is_no_pair(texts):
    pairs = near_duplicates(texts)

    assert pairs.shape == (0, 2)
    assert pairs.dtype == np.intp


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        pytest.param(LONG, LONG, [[0, 1]], id="the same"),
        pytest.param(LONG, LONG.upper(), [[0, 1]], id="case"),
        pytest.param(f"“{LONG},” he", f'"{LONG}," he', [[0, 1]], id="quotation marks"),
        pytest.param(LONG, f"HALVEN, March 3 (MW) — {LONG}", [[0, 1]], id="dateline"),
        pytest.param(LONG, " ".join(reversed(LONG.split())), [[0, 1]], id="order of words"),
        pytest.param(LONG, LONG.replace("two", "2"), [[0, 1]], id="seven of nine"),
        pytest.param(LONG + " 9", LONG + " 9 10 11 12", [[0, 1]], id="nine of twelve"),
        pytest.param(LONG, LONG + " 9 10 11", [], id="eight of eleven"),
        pytest.param(LONG, LONG.replace("two three", "2 3"), [], id="six of ten"),
        pytest.param("one two three four five six seven", LONG, [], id="seven words are short"),
        pytest.param("It rained.", "It rained.", [], id="short"),
        pytest.param("no " * 8, "no " * 9, [[0, 1]], id="one word said often"),
    ],
)
def test_texts_pair_by_the_words_they_share(first, second, expected):
    assert pairs_of(first, second) == expected


def test_a_dateline_makes_no_short_text_long():
    text = "HALVEN, March 3 (MW) — It could not be confirmed."

    assert pairs_of(text, text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("", "", id="nothing"),
        pytest.param("LONDON, March 3 (Reuters) - Rain fell", "rain fell", id="hyphen"),
        pytest.param("HALVEN — Rain fell", "rain fell", id="place alone"),
        pytest.param("HALVEN -- Rain fell", "rain fell", id="two hyphens"),
        pytest.param("BERLIN/PARIS, May 1 (AP) – Rain fell", "rain fell", id="two places"),
        pytest.param("SEMI-OFFICIAL news", "semi official news", id="a hyphen within a word"),
        pytest.param("Halven — Rain fell", "halven rain fell", id="no capitals"),
        pytest.param("HALVEN — ", "halven", id="a dateline of nothing"),
        pytest.param("Rain fell, HALVEN — says", "rain fell halven says", id="not at the start"),
        pytest.param("“Straße” İ Ärger’s", "straße i ärger s", id="letters of other languages"),
    ],
)
def test_words_are_without_case_marks_and_dateline(text, words):
    assert " ".join(words_of(text)) == words


@pytest.mark.parametrize(
    ("pairs", "size", "groups"),
    [
        pytest.param([], 0, [], id="nothing"),
        pytest.param([], 3, [[0], [1], [2]], id="no pairs"),
        pytest.param([[0, 2]], 3, [[0, 2], [1]], id="one pair"),
        pytest.param([[0, 1], [1, 3], [3, 4]], 5, [[0, 1, 3, 4], [2]], id="a chain"),
        pytest.param([[0, 1], [2, 3]], 4, [[0, 1], [2, 3]], id="two groups"),
        pytest.param([[0, 1], [0, 1], [1, 1]], 2, [[0, 1]], id="a pair twice, and with itself"),
    ],
)
def test_groups_are_chains_of_pairs(pairs, size, groups):
    group_of = groups_of(np.array(pairs, dtype=np.intp).reshape(-1, 2), size)

    members = [np.flatnonzero(group_of == group).tolist() for group in np.unique(group_of)]
    assert sorted(members) == groups
    assert len(group_of) == size


@given(texts=TEXTS)
def test_texts_of_other_groups_are_no_near_duplicates(texts):
    pairs = near_duplicates(texts)

    group_of = groups_of(pairs, len(texts))

    assert (group_of[pairs[:, 0]] == group_of[pairs[:, 1]]).all()
    assert len(set(group_of.tolist())) >= len(texts) - len(pairs)
