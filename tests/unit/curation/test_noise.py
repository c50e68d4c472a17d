"""Tests of mediaframe.noise."""

import pytest

from mediaframe.config import ExperimentConfig
from mediaframe.config.file import load_config
from mediaframe.curation.noise import find_noise
from mediaframe.errors import InputError
from tests.builders import make_rows, write_config, write_jsonl


def noise_of(tmp_path, rows):
    corpus = write_jsonl(tmp_path / "corpus.jsonl", rows)
    config = write_config(tmp_path, corpus, training={"folds": 3})
    return find_noise(load_config(config))


def test_a_planted_wrong_label_is_the_first_to_be_suspected(tmp_path):
    rows = make_rows(12)
    plain = next(
        row for row in rows if "Rain closed" in str(row["text"]) and row["article_id"] == "a08"
    )
    plain["labels"] = ["contested_claim"]

    found = noise_of(tmp_path, rows)

    assert (found[0]["sentence_id"], found[0]["label"]) == (plain["sentence_id"], "contested_claim")
    assert found[0]["coded"] is True
    assert found[0]["score"] < 0.5


def test_a_corpus_without_mistakes_is_hardly_suspected(tmp_path):
    found = noise_of(tmp_path, make_rows(12))

    assert len(found) < 5


def test_what_cannot_be_trained_on_is_refused():
    config = ExperimentConfig(name="x", corpus={"path": "none.jsonl"})

    with pytest.raises(InputError, match=r"none\.jsonl"):
        find_noise(config)
