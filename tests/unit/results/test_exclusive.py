"""Accuracy, kappa and confusion where labels exclude each other."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import accuracy_score, cohen_kappa_score, confusion_matrix

from mediaframe.results.exclusive import (
    NO_LABEL,
    accuracy_and_kappa,
    classes_of,
    count_classes,
    exclusive_tables,
    measure_exclusive,
)
from mediaframe.results.metrics import Resamples, System

LABELS = ("economy", "sport")


def one_hot(classes):
    """Return decisions for classes, the third of which has no label."""
    return np.eye(3, dtype=bool)[np.array(classes, dtype=int)][:, :2]


def resamples_of(count, size=2):
    articles = [f"a{row // size}" for row in range(count)]
    return Resamples.draw(articles, 100, 0.95, np.random.default_rng(0))


@given(pairs=st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=2, max_size=40))
def test_figures_are_those_of_scikit_learn(pairs):
    coded, decided = np.array(pairs).T
    counts = count_classes(coded, decided, 3, resamples_of(len(pairs)))

    accuracy, kappa = accuracy_and_kappa(counts)

    assert counts[0].tolist() == confusion_matrix(coded, decided, labels=[0, 1, 2]).tolist()
    assert accuracy[0] == pytest.approx(accuracy_score(coded, decided))
    if len({*coded, *decided}) > 1:
        assert kappa[0] == pytest.approx(cohen_kappa_score(coded, decided))
    else:
        assert np.isnan(kappa[0])


def test_a_class_comes_back_from_its_decisions():
    assert classes_of(one_hot([0, 1, 2, 1])).tolist() == [0, 1, 2, 1]


def measured(coded, decided):
    systems = [System("model", one_hot(decided)), System("rules", one_hot([2] * len(coded)))]
    return measure_exclusive(LABELS, one_hot(coded), systems, resamples_of(len(coded)), {})


def test_sentences_without_a_label_are_a_class_only_where_there_are_any():
    assert measured([0, 1, 0, 1], [0, 1, 1, 1]).classes == LABELS
    assert measured([0, 1, 0, 1], [0, 1, 2, 1]).classes == (*LABELS, NO_LABEL)


def test_shares_of_a_row_are_of_the_sentences_coded_so():
    figures = measured([0, 0, 0, 0, 1, 1], [0, 0, 0, 1, 1, 1])

    assert figures.confusion.counts == ((3, 1), (0, 2))
    assert [share.value for share in figures.confusion.shares[0]] == [0.75, 0.25]
    assert figures.systems["rules"].accuracy.value == 0
    assert figures.systems["model"].accuracy.bounds is not None


def test_tables_show_every_class_and_system():
    classes, confusion = exclusive_tables(measured([0, 1, 2, 1], [0, 1, 1, 1]), 0.95)

    assert [row[0] for row in classes.rows] == ["model", "rules"]
    assert [row[0] for row in confusion.rows] == list(confusion.header[2:]) == [*LABELS, NO_LABEL]
