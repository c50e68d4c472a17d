"""Splits by article: an article's side depends on its id and the seed alone.

Articles that share a near-duplicate stay together, so no sentence of test was seen in training.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from hashlib import sha256
from typing import assert_never

import numpy as np
from numpy.typing import NDArray

from mediaframe.article.sentences import Sentence
from mediaframe.config import (
    ArticleSplit,
    ColumnSplit,
    SentenceSplit,
    SplitConfig,
    TimeSplit,
    iso_date,
)
from mediaframe.data.corpus import Corpus
from mediaframe.data.duplicates import near_duplicate_classes, tied_articles
from mediaframe.errors import InputError, nearest

FAR = 0.15  # of the articles; so far chance takes the share of test where articles are few, or tied


def group_articles(sentences: Sequence[Sentence]) -> list[str]:
    """Return the group of each sentence: its article, or the first of the articles that near-duplicates connect.

    Boilerplate connects nothing.
    """
    return list(_group_articles(tuple(sentences)))


@lru_cache(maxsize=16)  # split, folds and the other experiments of a study ask for the same
def _group_articles(sentences: tuple[Sentence, ...]) -> tuple[str, ...]:
    articles, article_of = np.unique(
        np.array([s.article_id for s in sentences], dtype=object), return_inverse=True
    )
    class_of = near_duplicate_classes([sentence.text for sentence in sentences])
    group_of = tied_articles(class_of, article_of)
    _, first, group_of = np.unique(group_of, return_index=True, return_inverse=True)
    return tuple(str(articles[first[group_of[article]]]) for article in article_of)


def hash_share(seed: int, purpose: str, group: str) -> float:
    """Return a number in [0, 1) that depends on nothing but the arguments.

    >>> hash_share(0, "test", "article-1") == hash_share(0, "test", "article-1")
    True
    """
    digest = sha256(f"{seed}\0{purpose}\0{group}".encode()).digest()
    return int.from_bytes(digest[:8], "big") / 2**64


Sides = tuple[NDArray[np.intp], NDArray[np.intp]]
"""Rows of train and rows of test."""


def split_corpus(corpus: Corpus, config: SplitConfig, seed: int) -> Sides:
    """Return the rows of train and of test; every article lies wholly on one side, but where sentences are split.

    Raises:
        InputError: one side would be empty, or a column or value is not in the corpus.
    """
    train, test = _split(corpus, config, seed)
    return _thin(corpus.sentences, train, config.train_share, seed), test


def split_into_folds(corpus: Corpus, config: SplitConfig, folds: int, seed: int) -> Iterator[Sides]:
    """Yield train and test of each outer fold: every article is in test once. Of the split the share of train counts.

    Raises:
        InputError: more folds than groups of articles, a fold that got none, or too small a share of train.
    """
    fold_of = _deal(corpus.sentences, folds, seed, "outer fold", "evaluation.folds")
    for fold in range(folds):
        train, test = np.flatnonzero(fold_of != fold), np.flatnonzero(fold_of == fold)
        yield _thin(corpus.sentences, train, config.train_share, seed), test


def _thin(
    sentences: Sequence[Sentence], rows: NDArray[np.intp], share: float, seed: int
) -> NDArray[np.intp]:
    """Return the rows whose group of articles falls into a share of them."""
    if share == 1:
        return rows
    groups = group_articles(sentences)
    kept = [row for row in rows if hash_share(seed, "train share", groups[row]) < share]
    if not kept:
        msg = f"split.train_share: {share} leaves none for train; raise it, or give more articles"
        raise InputError(msg)
    return np.array(kept, dtype=np.intp)


def _split(corpus: Corpus, config: SplitConfig, seed: int) -> Sides:
    """Return the rows of both sides as the kind of split deals them."""
    match config:
        case ArticleSplit(test_share=test_share):
            return split_by_article(corpus.sentences, test_share, seed)
        case SentenceSplit(test_share=test_share):
            ids = [sentence.sentence_id for sentence in corpus.sentences]
            is_test = np.array([hash_share(seed, "test", name) < test_share for name in ids])
            return _check_sides(~is_test, is_test, f"split.test_share: {test_share}")
        case ColumnSplit(column=column, held_out=held_out):
            values = _column(corpus, column)
            for value in held_out:
                if value not in values:
                    msg = f"split.held_out: no sentence has {column} {value!r}; {nearest(value, set(values))}"
                    raise InputError(msg)
            return _split_where(corpus.sentences, np.isin(values, held_out))
        case TimeSplit(column=column, since=since):
            days = [_day(value, column) for value in _column(corpus, column)]
            return _split_where(corpus.sentences, np.array([day >= since for day in days]))
        case unknown:
            assert_never(unknown)


def _column(corpus: Corpus, column: str) -> list[str]:
    """Return the values of a column that every sentence must have."""
    if column not in corpus.columns:
        msg = f"split.column: no column {column!r}; {nearest(column, corpus.columns)}"
        raise InputError(msg)
    values = []
    for sentence, value in zip(corpus.sentences, corpus.columns[column], strict=True):
        if not value:
            msg = f"split.column: {column} is empty at sentence {sentence.sentence_id}; fill it in"
            raise InputError(msg)
        values.append(value)
    return values


def _day(value: str, column: str) -> str:
    """Return the day of a date, or of a date with a time."""
    try:
        return iso_date(value[: len("YYYY-MM-DD")])
    except ValueError as error:
        msg = f"split.column: {column}: {error}"
        raise InputError(msg) from error


def _split_where(sentences: Sequence[Sentence], is_test: NDArray[np.bool_]) -> Sides:
    """Hold out the articles of some sentences; what shares a near-duplicate with them is left out of train."""
    articles = [sentence.article_id for sentence in sentences]
    held_out = {article for article, late in zip(articles, is_test, strict=True) if late}
    groups = group_articles(sentences)
    tied = {group for group, article in zip(groups, articles, strict=True) if article in held_out}
    on_test = np.array([article in held_out for article in articles])
    is_tied = np.array([group in tied for group in groups])
    return _check_sides(~on_test & ~is_tied, on_test, "the split")


def split_by_article(sentences: Sequence[Sentence], test_share: float, seed: int) -> Sides:
    """Deal articles by the hash of their id; articles that near-duplicates connect count as one.

    Raises:
        InputError: one side would be empty.
    """
    groups = group_articles(sentences)
    is_test = np.array([hash_share(seed, "test", group) < test_share for group in groups])
    n_articles = len({sentence.article_id for sentence in sentences})
    tied = f" ({n_articles} in all, but near-duplicates tie them together: mediaframe data check)"
    where = f"split.test_share: {test_share} of {len(set(groups))} separate articles{tied if len(set(groups)) < n_articles else ''}"
    return _check_sides(~is_test, is_test, where)


def unmet_share(config: SplitConfig, n_test: int, n_articles: int) -> str | None:
    """Return what to say where test holds a share of the articles that is far from the one asked for.

    >>> unmet_share(ArticleSplit(test_share=0.25), 30, 40)
    'Test holds 30 of 40 articles, though 25% were asked for: articles are few, or near-duplicates tie many of them together (mediaframe data check).'
    """
    if not isinstance(config, ArticleSplit) or abs(n_test / n_articles - config.test_share) <= FAR:
        return None
    return (
        f"Test holds {n_test} of {n_articles} articles, though {config.test_share:.0%} were asked for: articles are few, or "
        "near-duplicates tie many of them together (mediaframe data check)."
    )


def _check_sides(is_train: NDArray[np.bool_], is_test: NDArray[np.bool_], where: str) -> Sides:
    """Return the rows of both sides, neither of which may be empty."""
    for side, rows in (("train", is_train), ("test", is_test)):
        if not rows.any():
            msg = f"{where} leaves none for {side}; change split or seed, or give more articles"
            raise InputError(msg)
    return np.flatnonzero(is_train), np.flatnonzero(is_test)


def deal_folds(sentences: Sequence[Sentence], folds: int, seed: int) -> NDArray[np.intp]:
    """Return the fold of each sentence, from 0; a group of articles lies wholly in one fold.

    Raises:
        InputError: more folds than groups of articles, or a fold that got none.
    """
    return _deal(sentences, folds, seed, "fold", "training.folds")


def _deal(
    sentences: Sequence[Sentence], folds: int, seed: int, purpose: str, setting: str
) -> NDArray[np.intp]:
    groups = group_articles(sentences)
    if folds > len(set(groups)):
        part = "train has" if purpose == "fold" else "there are"
        msg = f"{setting}: {folds} folds, but {part} {len(set(groups))} separate articles; lower {setting}"
        raise InputError(msg)
    fold_of = np.array([int(hash_share(seed, purpose, group) * folds) for group in groups])
    if len(set(fold_of)) < folds:
        msg = f"{setting}: no article{' of train' if purpose == 'fold' else ''} fell into one of {folds} folds; lower {setting}"
        raise InputError(msg)
    return fold_of.astype(np.intp)


def check_trainable(
    targets: NDArray[np.bool_], fold_of: NDArray[np.intp], labels: Sequence[str]
) -> None:
    """Refuse training where a label has one class only, in train or outside of some fold.

    Raises:
        InputError: names the label and what it lacks.
    """
    for label, column in zip(labels, targets.T, strict=True):
        for side, rows in (("positive", column), ("negative", ~column)):
            in_folds = len(set(fold_of[rows]))
            if in_folds < 2:  # noqa: PLR2004 - else some fold's training part has one class only
                where = "none in train" if in_folds == 0 else "all of train's in one fold"
                msg = (
                    f"{label}: too few {side} sentences ({int(rows.sum())}, {where}); label more "
                    "articles, lower training.folds, or do without the label, in corpus and codebook"
                )
                raise InputError(msg)
