"""Splits by article: an article's side depends on its id and the seed alone.

Articles that share a near-duplicate stay together, so no sentence of test was seen in training.
"""

from collections.abc import Sequence
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from mediaframe.article import Sentence
from mediaframe.data.duplicates import groups_of, near_duplicates
from mediaframe.errors import InputError


def group_articles(sentences: Sequence[Sentence]) -> list[str]:
    """Return the group of each sentence: its article, or the first of the articles that near-duplicates connect."""
    articles, article_of = np.unique(
        np.array([s.article_id for s in sentences], dtype=object), return_inverse=True
    )
    pairs = article_of[near_duplicates([sentence.text for sentence in sentences])]
    group_of = groups_of(pairs.astype(np.intp), len(articles))
    _, first = np.unique(group_of, return_index=True)
    return [str(articles[first[group_of[article]]]) for article in article_of]


def hash_share(seed: int, purpose: str, group: str) -> float:
    """Return a number in [0, 1) that depends on nothing but the arguments.

    >>> hash_share(0, "test", "article-1") == hash_share(0, "test", "article-1")
    True
    """
    digest = sha256(f"{seed}\0{purpose}\0{group}".encode()).digest()
    return int.from_bytes(digest[:8], "big") / 2**64


def split_by_article(
    sentences: Sequence[Sentence], test_share: float, seed: int
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the rows of train and of test; every group of articles lies wholly on one side.

    Raises:
        InputError: one side would be empty.
    """
    groups = group_articles(sentences)
    is_test = np.array([hash_share(seed, "test", group) < test_share for group in groups])
    if is_test.all() or not is_test.any():
        side = "train" if is_test.all() else "test"
        msg = (
            f"split.test_share: {test_share} of {len(set(groups))} separate articles leaves none for {side}; "
            "change split.test_share or seed, or give more articles"
        )
        raise InputError(msg)
    return np.flatnonzero(~is_test), np.flatnonzero(is_test)


def deal_folds(sentences: Sequence[Sentence], folds: int, seed: int) -> NDArray[np.intp]:
    """Return the fold of each sentence, from 0; a group of articles lies wholly in one fold.

    Raises:
        InputError: more folds than groups of articles, or a fold that got none.
    """
    groups = group_articles(sentences)
    if folds > len(set(groups)):
        msg = f"training.folds: {folds} folds, but train has {len(set(groups))} separate articles; lower training.folds"
        raise InputError(msg)
    fold_of = np.array([int(hash_share(seed, "fold", group) * folds) for group in groups])
    if len(set(fold_of)) < folds:
        msg = f"training.folds: no article of train fell into one of {folds} folds; lower training.folds"
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
                    "articles, lower training.folds, or leave the label out of the codebook"
                )
                raise InputError(msg)
