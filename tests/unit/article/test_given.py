"""What scripts give as texts: taken as it is meant, or refused with what to do instead."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from datasets import Dataset

from mediaframe.article.given import sentences_of
from mediaframe.article.sentences import lone_sentences

TEXTS = ["It rained.", "He denied it."]


@pytest.mark.parametrize(
    "given",
    [
        pytest.param(TEXTS, id="a list"),
        pytest.param(iter(TEXTS), id="an iterator"),
        pytest.param(pd.Series(TEXTS, index=["b", "a"]), id="a Series with an index of its own"),
        pytest.param(np.array(TEXTS), id="an array"),
        pytest.param(Dataset.from_dict({"text": TEXTS})["text"], id="a column of a dataset"),
    ],
)
def test_texts_are_taken_from_whatever_holds_one_after_the_other(given):
    assert sentences_of(given, None) == lone_sentences(TEXTS)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        pytest.param("It rained.", "sentences is one text; give a list of texts", id="one text"),
        pytest.param(pd.DataFrame({"text": TEXTS}), r"a table \(columns text\); name a column, such as frame\['text'\], or use predict_frame", id="a DataFrame"),
        pytest.param(Dataset.from_dict({"text": TEXTS}), r"a table \(columns text\)", id="a Dataset"),
        pytest.param(pa.table({"text": TEXTS}), r"a table \(columns text\)", id="an Arrow table"),
        pytest.param({"text": TEXTS}, r"a table \(columns text\)", id="a dict"),
        pytest.param(np.array([TEXTS]), r"an array of shape \(1, 2\); give one dimension", id="an array of two dimensions"),
        pytest.param(["It rained.", None], "number 2 of 2 is None, no text; fill or drop it first", id="None"),
        pytest.param(pd.Series(["It rained.", None]), "number 2 of 2 is nan, no text; fill or drop it", id="a gap in a Series"),
        pytest.param(pd.Series(["It rained.", pd.NA], dtype="string"), "number 2 of 2 is <NA>, no text; fill or drop it", id="NA"),
        pytest.param([3, "It rained."], "number 1 of 2 is 3, no text; give texts", id="a number"),
        pytest.param([TEXTS], r"number 1 of 1 is \['It rained\.', 'He denied it\.'\], no text", id="a list in a list"),
        pytest.param(3, "sentences is 3; give a list of texts", id="no column"),
    ],
)  # fmt: skip
def test_what_is_no_column_of_texts_is_refused_with_a_remedy(given, message):
    with pytest.raises(ValueError, match=message):
        sentences_of(given, None)


def test_articles_may_be_numbers_and_a_sentence_without_one_stands_alone():
    placed = sentences_of([*TEXTS, "She agreed.", "Snow."], pd.Series([7, 7, np.nan, np.nan]))

    together, alone = {one.article_id for one in placed[:2]}, {one.article_id for one in placed[2:]}
    assert len(together) == 1
    assert len(alone) == 2
    assert together.isdisjoint(alone)


def test_articles_must_be_a_column_too():
    with pytest.raises(ValueError, match="articles is a table"):
        sentences_of(TEXTS, pd.DataFrame({"article": ["a", "a"]}))
