"""Tables in scripts keep what they hold and get a decision and a score a label."""

import numpy as np
import pandas as pd
import pytest
from datasets import Dataset

from mediaframe.config import LogisticHead
from tests.builders import LABELS, make_model

TEXTS = ["The finance minister denied the alleged theft.", "It rained.", "Police say he fled."]
DECISIONS = [f"label.{label}" for label in LABELS]
COLUMNS = [*DECISIONS, *(f"score.{label}" for label in LABELS)]


@pytest.fixture(scope="module")
def model():
    return make_model(LogisticHead(C=(3.0,)))


@pytest.fixture
def frame():
    return pd.DataFrame(
        {"outlet": ["a", "b", "a"], "text": TEXTS, "article_id": ["x", "x", "y"]},
        index=pd.Index([30, 10, 20], name="row"),
    )


def test_a_frame_keeps_its_index_and_columns_and_gets_two_a_label(model, frame):
    before = frame.copy()

    labelled = model.predict_frame(frame)

    assert list(labelled.columns) == ["outlet", "text", "article_id", *COLUMNS]
    pd.testing.assert_frame_equal(labelled[["outlet", "text", "article_id"]], before)
    pd.testing.assert_frame_equal(frame, before)
    assert np.array_equal(labelled[DECISIONS], model.predict(TEXTS, ["x", "x", "y"]))
    scores = labelled[[f"score.{label}" for label in LABELS]].to_numpy()
    assert np.array_equal(scores, model.predict_proba(TEXTS, ["x", "x", "y"]))


def test_the_columns_can_be_named_and_without_articles_each_text_stands_alone(model, frame):
    renamed = frame.rename(columns={"text": "Satz", "article_id": 5})

    in_context = model.predict_frame(renamed, text="Satz", article=5)
    alone = model.predict_frame(renamed, "Satz")

    assert np.array_equal(in_context[DECISIONS], model.predict(TEXTS, ["x", "x", "y"]))
    assert np.array_equal(alone["score.attribution"], model.predict_proba(TEXTS)[:, 0])


@pytest.mark.parametrize(
    ("change", "options", "message"),
    [
        pytest.param(lambda f: f.rename(columns={"text": "texts"}), {}, r"no column 'text': did you mean 'texts'\?; name the column with text=…", id="no such text"),
        pytest.param(lambda f: f, {"article": "articel_id"}, "no column 'articel_id': did you mean 'article_id'", id="no such article"),
        pytest.param(lambda f: f.assign(**{"label.attribution": 1}), {}, "columns label.attribution are there already; rename or drop them", id="a column there already"),
        pytest.param(lambda f: f.assign(text=["a", None, "b"]), {}, "number 2 of 3 is nan, no text", id="a gap"),
        pytest.param(lambda f: f["text"], {}, "takes a pandas DataFrame, not a Series; give texts to predict", id="a Series"),
    ],
)  # fmt: skip
def test_a_frame_that_cannot_be_labelled_is_refused(model, frame, change, options, message):
    with pytest.raises(ValueError, match=message):
        model.predict_frame(change(frame), **options)


def test_a_dataset_can_be_mapped_and_keeps_its_columns(model, frame):
    dataset = Dataset.from_pandas(frame.reset_index(drop=True))

    labelled = dataset.map(model.predict_batch, batched=True, batch_size=None)

    assert labelled.column_names == ["outlet", "text", "article_id", *COLUMNS]
    assert labelled["text"][:] == TEXTS
    found = np.array([labelled[label][:] for label in DECISIONS]).T
    assert np.array_equal(found, model.predict(TEXTS, ["x", "x", "y"]))


def test_a_dataset_mapped_row_by_row_is_told_how(model, frame):
    dataset = Dataset.from_pandas(frame)

    with pytest.raises(ValueError, match="sentences is one text; give a list of texts"):
        dataset.map(model.predict_batch)
