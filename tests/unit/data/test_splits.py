"""An article's side depends on its id and the seed; what shares a near-duplicate stays together."""

import tracemalloc
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from mediaframe.article.sentences import place_in_articles
from mediaframe.codebook import load_codebook
from mediaframe.config import ArticleSplit, ColumnSplit, SentenceSplit, TimeSplit
from mediaframe.data.corpus import read_corpus
from mediaframe.data.splits import (
    check_trainable,
    deal_folds,
    group_articles,
    hash_share,
    split_by_article,
    split_corpus,
    split_into_folds,
    unmet_share,
)
from mediaframe.errors import InputError
from tests.builders import make_corpus

UKRAINE_NEWS = Path(__file__).parents[3].parent / "shared" / "corpora" / "ukraine-news.jsonl"
SHORT = "He declined to comment."
LONG = "One two three four five six seven eight"
OTHER = "The road was closed until late in the morning."
IDS = st.lists(
    st.text(st.characters(codec="utf-8"), min_size=1),
    min_size=2,
    unique=True,
)
SEEDS = st.integers(0, 2**32 - 1)
SHARES = st.floats(0.2, 0.8)


def articles_of(texts):
    """Return the sentences of articles given as id -> texts."""
    placed = [(text, article) for article, lines in texts.items() for text in lines]
    return place_in_articles(
        [text for text, _ in placed],
        [article for _, article in placed],
        [str(number) for number in range(len(placed))],
    )


def distinct(ids):
    """Return articles that share nothing but a short sentence."""
    return {
        name: [" ".join(f"{word}{number}" for word in "abcdefghij"), SHORT]
        for number, name in enumerate(ids)
    }


def sides(texts, test_share, seed):
    """Return which articles are in train and which in test."""
    sentences = articles_of(texts)
    try:
        parts = split_by_article(sentences, test_share, seed)
    except InputError:
        reject()  # chance put all on one side; the message has its own test
    return [{sentences[row].article_id for row in rows} for rows in parts]


@given(ids=IDS, test_share=SHARES, seed=SEEDS)
def test_no_article_is_on_both_sides(ids, test_share, seed):
    texts = distinct(ids)

    train, test = sides(texts, test_share, seed)

    assert train.isdisjoint(test)
    assert train | test == set(ids)


@given(ids=IDS, test_share=SHARES, seed=SEEDS)
def test_every_sentence_is_on_one_side_in_its_old_order(ids, test_share, seed):
    sentences = articles_of(distinct(ids))

    try:
        train, test = split_by_article(sentences, test_share, seed)
    except InputError:
        reject()

    assert sorted([*train, *test]) == list(range(len(sentences)))
    assert train.tolist() == sorted(train)
    assert test.tolist() == sorted(test)


@given(ids=IDS, test_share=SHARES, seed=SEEDS)
def test_one_more_article_never_moves_another(ids, test_share, seed):
    fewer = distinct(ids[:-1])
    more = distinct(ids)

    train, test = sides(fewer, test_share, seed)
    new_train, new_test = sides(more, test_share, seed)

    assert train <= new_train
    assert test <= new_test


@given(ids=IDS, test_share=SHARES, seed=SEEDS, data=st.data())
def test_articles_that_share_a_near_duplicate_stay_together(ids, test_share, seed, data):
    first, second = data.draw(st.permutations(ids))[:2]
    texts = distinct(ids)
    texts[first].append("The “dam” held through the second long night of rain.")
    texts[second].append("HALVEN (MW) — the DAM held, through the second night, of rain")

    train, test = sides(texts, test_share, seed)

    assert {first, second} <= train or {first, second} <= test


@given(ids=IDS, folds=st.integers(2, 4), seed=SEEDS)
def test_no_article_is_in_two_folds(ids, folds, seed):
    sentences = articles_of(distinct(ids))

    try:
        fold_of = deal_folds(sentences, folds, seed)
    except InputError:
        reject()

    pairs = {(s.article_id, int(fold)) for s, fold in zip(sentences, fold_of, strict=True)}
    assert len(pairs) == len(ids)
    assert set(fold_of.tolist()) == set(range(folds))


def test_the_order_of_the_articles_does_not_matter():
    texts = distinct([f"a{number}" for number in range(20)])
    turned = dict(reversed(texts.items()))

    assert sides(texts, 0.4, 7) == sides(turned, 0.4, 7)


def test_another_seed_splits_otherwise():
    texts = distinct([f"a{number}" for number in range(30)])

    assert sides(texts, 0.5, 1) != sides(texts, 0.5, 2)


def test_folds_do_not_follow_the_split():
    texts = distinct([f"a{number}" for number in range(60)])
    train, test = sides(texts, 0.5, 3)
    folds = deal_folds(articles_of(texts), 2, 3)[::2]  # the fold of each article's first sentence

    in_first_fold = {name for name, fold in zip(texts, folds, strict=True) if fold == 0}

    assert in_first_fold & train
    assert in_first_fold & test


def test_the_share_of_articles_held_out_is_the_one_asked_for():
    texts = distinct([f"a{number}" for number in range(500)])

    held_out = [len(sides(texts, 0.3, seed)[1]) for seed in range(20)]

    assert np.mean(held_out) / 500 == pytest.approx(0.3, abs=0.02)  # four standard errors


@given(ids=IDS.filter(lambda ids: len(ids) > 4), test_share=SHARES, seed=SEEDS)
def test_a_line_in_every_article_moves_none(ids, test_share, seed):
    texts = distinct(ids)
    lines = {
        name: [*own, f"{LONG} nine ten writer{number}"]
        for number, (name, own) in enumerate(texts.items())
    }

    plain = sides(texts, test_share, seed)

    assert sides(lines, test_share, seed) == plain


def test_copies_stay_together_beside_a_line_in_every_article():
    texts = {name: [*own, LONG] for name, own in distinct([f"a{n}" for n in range(30)]).items()}
    texts["a3"].append(OTHER)
    texts["a17"].append(OTHER.upper())

    groups = set(group_articles(articles_of(texts)))

    assert groups == set(texts) - {"a3"} or groups == set(texts) - {"a17"}


@pytest.mark.parametrize(
    ("split", "n_test", "is_told"),
    [
        pytest.param(ArticleSplit(test_share=0.25), 30, True, id="three quarters"),
        pytest.param(ArticleSplit(test_share=0.25), 3, True, id="hardly any"),
        pytest.param(ArticleSplit(test_share=0.25), 13, False, id="as chance wills"),
        pytest.param(TimeSplit(since="2024-01-01"), 30, False, id="no share was asked for"),
    ],
)
def test_a_share_of_test_far_from_the_one_asked_for_is_told(split, n_test, is_told):
    said = unmet_share(split, n_test, 40)

    assert (said is not None) == is_told


@pytest.mark.parametrize(
    ("texts", "groups"),
    [
        pytest.param({"a": ["It rained."]}, ["a"], id="one article"),
        pytest.param({"b": [SHORT], "a": [SHORT]}, ["b", "a"], id="a short sentence links nothing"),
        pytest.param(
            {name: ["One two three four five six seven."] for name in "ab"},
            ["a", "b"],
            id="seven words are short",
        ),
        pytest.param(
            {"a": [f"{LONG}."], "b": [f"“{LONG.upper()}!”"]},
            ["a", "a"],
            id="case and marks do not count",
        ),
        pytest.param(
            {"a": [LONG], "b": [f"HALVEN, March 3 (Reuters) - {LONG}"]},
            ["a", "a"],
            id="an agency's dateline does not count",
        ),
        pytest.param(
            {"a": [LONG], "b": [LONG.replace("two", "2")]}, ["a", "a"], id="one word changed"
        ),
        pytest.param(
            {"a": [LONG], "b": [LONG.replace("two three", "2 3")]},
            ["a", "b"],
            id="two words of eight changed",
        ),
        pytest.param(
            {
                "a": [LONG],
                "b": [f"{LONG} nine ten"],
                "c": [f"{LONG} nine ten eleven twelve"],
            },
            ["a", "a", "a"],
            id="edits of edits form chains",
        ),
        pytest.param({"b": [LONG], "a": [LONG]}, ["a", "a"], id="the first id names the group"),
        pytest.param(
            {"a": [LONG], "b": [f"{LONG} nine ten"]}, ["a", "a"], id="two words more of ten are few"
        ),
        pytest.param(
            {"a": [LONG], "b": [f"{LONG} nine ten eleven"]},
            ["a", "b"],
            id="three more of eleven are many",
        ),
        pytest.param(
            {"a": [LONG], "b": [LONG, OTHER], "c": [OTHER], "d": [SHORT]},
            ["a", "a", "a", "a", "d"],
            id="links form chains",
        ),
        pytest.param({"a": ["!?", "…"], "b": ["!?"]}, ["a", "a", "b"], id="marks link nothing"),
    ],
)
def test_groups_are_articles_linked_by_near_duplicates(texts, groups):
    assert group_articles(articles_of(texts)) == groups


def test_an_article_that_repeats_itself_is_a_group_of_its_own():
    texts = {"a": [LONG] * 3, "b": [OTHER]}

    assert group_articles(articles_of(texts)) == ["a", "a", "a", "b"]


def test_no_sentences_have_no_groups():
    assert group_articles([]) == []


def test_one_long_sentence_does_not_multiply_the_memory_of_all():
    sentences = articles_of({**distinct(str(n) for n in range(100)), "long": ["word " * 10_000]})

    tracemalloc.start()
    group_articles(sentences)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < 10_000_000  # the texts themselves are 60,000 characters


def test_a_share_is_read_off_the_hash_so_that_any_version_deals_the_same():
    digest = sha256(b"7\0test\0article-1").hexdigest()

    share = hash_share(7, "test", "article-1")

    assert share == int(digest[:16], 16) / 2**64


@given(seed=SEEDS, group=st.text(st.characters(codec="utf-8")))
def test_a_share_is_at_least_nought_and_below_one(seed, group):
    assert 0 <= hash_share(seed, "test", group) < 1


@pytest.mark.parametrize(
    ("test_share", "side"),
    [
        pytest.param(1e-9, "test", id="nothing held out"),
        pytest.param(1 - 1e-9, "train", id="all held out"),
    ],
)
def test_an_empty_side_is_refused_with_the_setting_to_change(test_share, side):
    sentences = make_corpus(4).sentences

    with pytest.raises(InputError) as refusal:
        split_by_article(sentences, test_share, seed=1)

    message = str(refusal.value)
    assert message.startswith("split.test_share: ")
    assert f"of 4 separate articles leaves none for {side}" in message
    assert "change split or seed, or give more articles" in message


def with_columns(**columns):
    """Return a corpus of four articles of two sentences, with a value of each column an article."""
    corpus = make_corpus(4, 2)
    spread = {name: tuple(np.repeat(values, 2).tolist()) for name, values in columns.items()}
    return replace(corpus, columns=spread)


DATES = ["2024-01-05", "2024-02-01", "2024-02-02", "2023-12-31"]


@pytest.mark.parametrize(
    ("split", "on_test"),
    [
        pytest.param(ColumnSplit(held_out=("Post",)), {"a01", "a03"}, id="one outlet"),
        pytest.param(ColumnSplit(held_out=("Post", "Sun")), {"a01", "a02", "a03"}, id="two"),
        pytest.param(ColumnSplit(column="date", held_out=(DATES[0],)), {"a00"}, id="any column"),
        pytest.param(TimeSplit(since="2024-02-01"), {"a01", "a02"}, id="from a day on"),
    ],
)
def test_the_articles_of_a_value_or_time_are_held_out(split, on_test):
    corpus = with_columns(outlet=["Echo", "Post", "Sun", "Post"], date=DATES)

    train, test = split_corpus(corpus, split, seed=1)

    assert set(corpus.take(test).articles) == on_test
    assert set(corpus.take(train).articles) == set(corpus.articles) - on_test


@given(test_share=SHARES, seed=SEEDS)
def test_a_split_of_sentences_deals_each_by_its_id_alone(test_share, seed):
    corpus, split = make_corpus(12), SentenceSplit(test_share=test_share)

    train, test = split_corpus(corpus, split, seed)

    fewer = corpus.take(np.array([*test, *train[::2]]))
    ids = [sentence.sentence_id for sentence in corpus.sentences]
    assert sorted([*train, *test]) == list(range(len(corpus.sentences)))
    assert [ids[row] for row in test] == [i for i in ids if hash_share(seed, "test", i) < test_share]  # fmt: skip
    assert split_corpus(fewer, split, seed)[1].tolist() == list(range(len(test)))


def test_a_split_of_sentences_tears_articles_apart():
    corpus = make_corpus(12)

    train, test = split_corpus(corpus, SentenceSplit(test_share=0.5), 1)

    articles = np.array(corpus.articles)
    assert len({*articles[train]} & {*articles[test]}) > 6


def test_a_split_of_sentences_that_leaves_a_side_empty_is_told():
    with pytest.raises(InputError, match=r"^split.test_share: 0.0001 leaves none for test; change"):
        split_corpus(make_corpus(2), SentenceSplit(test_share=0.0001), 1)


def test_of_a_split_of_sentences_a_share_of_train_is_one_of_articles():
    corpus = make_corpus(12)

    train, test = split_corpus(corpus, SentenceSplit(train_share=0.5), 1)

    whole, same = split_corpus(corpus, SentenceSplit(), 1)
    groups = np.array(group_articles(corpus.sentences))
    assert test.tolist() == same.tolist()
    assert train.tolist() == [row for row in whole if groups[row] in set(groups[train])]
    assert len(train) < len(whole)


def test_a_split_by_article_is_that_of_its_share():
    corpus = make_corpus(8)

    sides_of = split_corpus(corpus, ArticleSplit(test_share=0.4), seed=1)

    expected = split_by_article(corpus.sentences, 0.4, 1)
    assert [rows.tolist() for rows in sides_of] == [rows.tolist() for rows in expected]


def test_what_shares_a_near_duplicate_with_test_is_left_out_of_train():
    texts = {"a": [LONG], "b": [f"HALVEN (MW) — {LONG}", OTHER], "c": ["It rained."]}
    sentences = articles_of(texts)
    corpus = replace(
        make_corpus(2, 2), sentences=sentences, columns={"outlet": ("Post", "Sun", "Sun", "Sun")}
    )

    train, test = split_corpus(corpus, ColumnSplit(held_out=("Post",)), seed=1)

    assert [sentences[row].article_id for row in train] == ["c"]
    assert [sentences[row].article_id for row in test] == ["a"]


@pytest.mark.parametrize(
    ("split", "message"),
    [
        pytest.param(
            ColumnSplit(held_out=("Pots",)),
            "split.held_out: no sentence has outlet 'Pots'; did you mean 'Post'?",
            id="misspelt value",
        ),
        pytest.param(
            ColumnSplit(column="outlets", held_out=("Post",)),
            "split.column: no column 'outlets'; did you mean 'outlet'?",
            id="misspelt column",
        ),
        pytest.param(
            TimeSplit(since="2024-01-01"),
            "split.column: date is empty at sentence a02:0; fill it in",
            id="a day is missing",
        ),
        pytest.param(
            ColumnSplit(held_out=("Echo", "Post")),
            "the split leaves none for train; change split or seed, or give more articles",
            id="nothing to train on",
        ),
        pytest.param(
            TimeSplit(column="outlet", since="9999-01-01"),
            "split.column: outlet: is 'Echo'; write a date as YYYY-MM-DD",
            id="names are no days",
        ),
    ],
)
def test_a_split_that_the_corpus_cannot_follow_is_refused(split, message):
    corpus = with_columns(
        outlet=["Echo", "Post", "Post", "Post"], date=["2024-01-05", "2024-01-06", "", "2024-01-07"]
    )

    with pytest.raises(InputError) as refusal:
        split_corpus(corpus, split, seed=1)

    assert str(refusal.value) == message


def test_more_folds_than_articles_are_refused_with_the_number_there_is():
    sentences = make_corpus(3).sentences

    with pytest.raises(
        InputError, match=r"^training\.folds: 4 folds, but train has 3 .* lower training\.folds$"
    ):
        deal_folds(sentences, 4, seed=1)


def test_articles_that_hang_together_count_once_against_the_folds():
    sentences = articles_of({name: [LONG] for name in "abc"})

    with pytest.raises(InputError, match="train has 1 separate articles"):
        deal_folds(sentences, 2, seed=1)


def test_a_fold_that_got_no_article_is_refused():
    texts = distinct(["a0", "a1", "a2"])
    seed = next(
        seed
        for seed in range(100)
        if len({int(3 * hash_share(seed, "fold", name)) for name in texts}) < 3
    )

    with pytest.raises(
        InputError, match=r"^training\.folds: no article .* one of 3 folds; lower training\.folds$"
    ):
        deal_folds(articles_of(texts), 3, seed)


FOLDS = np.array([0, 0, 1, 1])


@pytest.mark.parametrize(
    ("column", "message"),
    [
        pytest.param(
            [0, 0, 0, 0],
            r"^office: too few positive sentences \(0, none in train\); label more articles",
            id="no positive",
        ),
        pytest.param(
            [1, 1, 1, 1],
            r"^office: too few negative sentences \(0, none in train\)",
            id="no negative",
        ),
        pytest.param(
            [1, 1, 0, 0],
            r"^office: too few positive sentences \(2, all of train's in one fold\)",
            id="positives in one fold",
        ),
        pytest.param(
            [1, 1, 1, 0],
            r"^office: too few negative sentences \(1, all of train's in one fold\)",
            id="negatives in one fold",
        ),
    ],
)
def test_a_label_that_cannot_be_learned_is_named_with_what_it_lacks(column, message):
    targets = np.array([[True, False, True, False], column], dtype=np.bool_).T

    with pytest.raises(InputError, match=message):
        check_trainable(targets, FOLDS, ["first", "office"])


def test_labels_with_both_sides_in_two_folds_can_be_learned():
    targets = np.array([[True, False, True, False], [False, True, True, False]]).T

    check_trainable(targets, FOLDS, ["first", "second"])  # raises nothing


@pytest.mark.skipif(not UKRAINE_NEWS.exists(), reason="the shared corpora are not here")
def test_real_articles_that_share_sentences_stay_together():
    corpus = read_corpus(UKRAINE_NEWS, load_codebook())

    group_of = dict(zip(corpus.articles, group_articles(corpus.sentences), strict=True))

    assert group_of["article_22"] == group_of["article_24"]
    assert len(set(group_of.values())) > 30


def test_a_smaller_share_of_train_lies_in_a_larger_one_and_test_stays():
    corpus = make_corpus(articles=60)

    shares = [0.1, 0.4, 0.8, 1.0]
    sides = [split_corpus(corpus, ArticleSplit(train_share=share), 3) for share in shares]

    trains = [set(train) for train, _ in sides]
    articles = [len({corpus.articles[row] for row in train}) for train in trains]
    assert trains[0] < trains[1] < trains[2] < trains[3]
    assert articles == sorted(articles)
    assert [len(train) for train in trains] == [6 * count for count in articles]
    assert {tuple(test) for _, test in sides} == {
        tuple(split_by_article(corpus.sentences, 0.25, 3)[1])
    }
    assert trains[3] == set(split_by_article(corpus.sentences, 0.25, 3)[0])


def test_a_share_that_leaves_nothing_is_told():
    with pytest.raises(InputError, match=r"split.train_share: 1e-06 leaves none for train"):
        split_corpus(make_corpus(), ArticleSplit(train_share=1e-6), 0)


@settings(deadline=None)  # a corpus is grouped on the first call alone
@given(seed=SEEDS, folds=st.integers(2, 4))
def test_outer_folds_test_every_article_once(seed, folds):
    corpus = make_corpus(articles=40)

    try:
        sides = list(split_into_folds(corpus, ArticleSplit(), folds, seed))
    except InputError:
        reject()  # a fold got none

    tested = np.concatenate([test for _, test in sides])
    assert sorted(tested) == list(range(240))
    for train, test in sides:
        assert sorted([*train, *test]) == list(range(240))
        assert {corpus.articles[row] for row in train}.isdisjoint(
            corpus.articles[row] for row in test
        )


def test_folds_of_train_are_dealt_otherwise_than_outer_folds():
    corpus = make_corpus(articles=40)

    train, _ = next(split_into_folds(corpus, ArticleSplit(), 5, 0))

    assert len(set(deal_folds([corpus.sentences[row] for row in train], 5, 0))) == 5


def test_too_many_outer_folds_are_told():
    with pytest.raises(
        InputError, match=r"evaluation.folds: 9 folds, but there are 8 separate articles"
    ):
        list(split_into_folds(make_corpus(), ArticleSplit(), 9, 0))
