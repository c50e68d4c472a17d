"""Near-duplicates: exactly the classes that comparing all with all gives, whatever marks or dateline they carry."""

import time
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediaframe.data import duplicates
from mediaframe.data.duplicates import (
    SHORTEST,
    THRESHOLD,
    boilerplate_classes,
    groups_of,
    near_duplicate_classes,
    tied_articles,
    words_of,
)

LONG = "one two three four five six seven eight"
LINE = "Sign up to our letter and get the news of the day each morning"
TEXTS = st.lists(st.lists(st.sampled_from("abcdefghijkl"), max_size=14).map(" ".join), max_size=12)
"""Texts of so few words that many overlap."""


def by_comparing_all(texts):
    """Return the classes of near-duplicates among texts, each compared with each."""
    words = [words_of(text) for text in texts]
    pairs = [
        [first, second]
        for first, second in combinations(range(len(texts)), 2)
        if min(len(words[first]), len(words[second])) >= SHORTEST
        and jaccard(set(words[first]), set(words[second])) >= THRESHOLD
    ]
    return members(groups_of(np.array(pairs, dtype=np.intp).reshape(-1, 2), len(texts)))


def jaccard(first, second):
    return len(first & second) / len(first | second)


def members(class_of):
    """Return the positions of each class."""
    return sorted(np.flatnonzero(class_of == number).tolist() for number in np.unique(class_of))


def classes_of(texts):
    return members(near_duplicate_classes(texts))


@given(texts=TEXTS)
def test_every_near_duplicate_is_found_and_no_other(texts):
    assert classes_of(texts) == by_comparing_all(texts)


@given(
    base=st.lists(st.integers(0, 99), min_size=8, max_size=40, unique=True),
    edits=st.lists(st.lists(st.integers(0, 39), max_size=12), min_size=1, max_size=8),
)
def test_every_near_duplicate_is_found_among_edits_of_one_text(base, edits):
    texts = [
        " ".join(f"x{n}" if i in dropped else f"w{n}" for i, n in enumerate(base))
        for dropped in edits
    ]

    assert classes_of(texts) == by_comparing_all(texts)


@given(texts=TEXTS)
def test_a_crowd_has_the_classes_that_pairs_give(texts):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(duplicates, "CROWD", 1)

        crowded = classes_of(texts)

    assert crowded == by_comparing_all(texts)


@given(texts=TEXTS, seed=st.integers(0, 2**32 - 1))
def test_the_order_of_the_texts_does_not_matter(texts, seed):
    order = np.random.default_rng(seed).permutation(len(texts))

    classes = classes_of([texts[position] for position in order])

    placed = sorted(sorted(order[group].tolist()) for group in classes)
    assert placed == classes_of(texts)


def test_more_pairs_than_are_compared_at_once_are_all_found(monkeypatch):
    monkeypatch.setattr(duplicates, "CHUNK", 10)
    texts = [f"{LONG} number{number}" for number in range(40)]

    assert classes_of(texts) == [list(range(40))]


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(LINE, id="word for word"),
        pytest.param(LINE + " says writer{number}", id="with other names"),
    ],
)
def test_a_line_in_every_article_takes_no_time_with_the_square(line):
    texts = [line.format(number=number) for number in range(20_000)]
    start = time.perf_counter()

    class_of = near_duplicate_classes(texts)

    assert set(class_of.tolist()) == {0}
    assert time.perf_counter() - start < 15  # 200 million pairs take minutes


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
def test_without_words_or_a_second_text_each_is_a_class_of_its_own(texts):
    assert near_duplicate_classes(texts).tolist() == list(range(len(texts)))


@pytest.mark.parametrize(
    ("first", "second", "is_pair"),
    [
        pytest.param(LONG, LONG, True, id="the same"),
        pytest.param(LONG, LONG.upper(), True, id="case"),
        pytest.param(f"“{LONG},” he", f'"{LONG}," he', True, id="quotation marks"),
        pytest.param(LONG, f"HALVEN, March 3 (MW) — {LONG}", True, id="dateline"),
        pytest.param(LONG, " ".join(reversed(LONG.split())), True, id="order of words"),
        pytest.param(LONG, LONG.replace("two", "2"), True, id="seven of nine"),
        pytest.param(LONG + " 9", LONG + " 9 10 11 12", True, id="nine of twelve"),
        pytest.param(LONG, LONG + " 9 10 11", False, id="eight of eleven"),
        pytest.param(LONG, LONG.replace("two three", "2 3"), False, id="six of ten"),
        pytest.param("one two three four five six seven", LONG, False, id="seven words are short"),
        pytest.param("It rained.", "It rained.", False, id="short"),
        pytest.param("no " * 8, "no " * 9, True, id="one word said often"),
    ],
)
def test_texts_pair_by_the_words_they_share(first, second, is_pair):
    assert (classes_of([first, second]) == [[0, 1]]) == is_pair


def test_a_dateline_makes_no_short_text_long():
    text = "HALVEN, March 3 (MW) — It could not be confirmed."

    assert classes_of([text, text]) == [[0], [1]]


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


# ---- boilerplate ----


def numbered(articles):
    """Return classes and articles of sentences as arrays; an article is a list of the classes of its sentences."""
    placed = [(number, place) for place, classes in enumerate(articles) for number in classes]
    return np.array(placed, dtype=np.intp).reshape(-1, 2).T


def own(article, size):
    """Return the classes of sentences that no other article has."""
    return [1000 + article * 100 + number for number in range(size)]


@pytest.mark.parametrize(
    ("articles", "found"),
    [
        pytest.param([[0, *own(a, 4)] for a in range(40)], [0], id="in every article"),
        pytest.param([[0, 1, *own(a, 4)] for a in range(40)], [0, 1], id="two lines"),
        pytest.param([[a % 2, *own(a, 4)] for a in range(40)], [0, 1], id="a line an outlet"),
        pytest.param([[0] * (a < 5) + own(a, 4) for a in range(40)], [0], id="in five of forty"),
        pytest.param([[0] * (a < 4) + own(a, 4) for a in range(40)], [], id="in four of forty"),
        pytest.param([[0] * (a < 20) + own(a, 4) for a in range(800)], [0], id="in twenty of many"),
        pytest.param([[0] * (a < 19) + own(a, 4) for a in range(800)], [], id="in nineteen of many"),
        pytest.param([[0, *own(a, 1)] for a in range(3)], [0], id="in all of three"),
        pytest.param([[0] * (a < 4) + own(a, 4) for a in range(7)], [0], id="in four of seven"),
        pytest.param([[0] * (a < 3) + own(a, 4) for a in range(6)], [], id="in half of six"),
        pytest.param([[0, *own(a, 9)] for a in range(2)], [], id="two articles"),
        pytest.param([list(range(8)) for _ in range(6)], [], id="copies of one story"),
        pytest.param([[*range(8), *own(a, 4)] for a in range(6)], [], id="one story, told on"),
        pytest.param([[0, *range(a % 4 * 8 + 1, a % 4 * 8 + 9)] for a in range(40)], [0], id="a line on copied stories"),
        pytest.param([[0, 0, 0, *own(0, 9)], *(own(a, 9) for a in range(1, 9))], [], id="a refrain of one article"),
        pytest.param([], [], id="nothing"),
    ],
)  # fmt: skip
def test_boilerplate_stands_in_many_articles_that_share_little_else(articles, found):
    class_of, article_of = numbered(articles)

    assert boilerplate_classes(class_of, article_of) == found


def test_boilerplate_ties_nothing_and_content_still_does():
    articles = [[0, *own(article, 5)] for article in range(30)]
    articles[3] += [1, 2]
    articles[7] += [1]
    articles[9] += [2]

    group_of = tied_articles(*numbered(articles))

    assert members(group_of)[3] == [3, 7, 9]
    assert len(members(group_of)) == 28
