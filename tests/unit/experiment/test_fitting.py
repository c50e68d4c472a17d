"""A model of a whole corpus is the one that a run trains, and is used as one that is loaded."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from mediaframe import evaluate_model, fit_model, load_model, run_experiment
from mediaframe.config.file import load_config
from mediaframe.data.corpus import read_corpus
from mediaframe.errors import InputError
from mediaframe.experiment.plan import plan_experiment
from tests.builders import make_corpus, make_noisy_rows, write_config, write_jsonl

HEADS = {
    "majority": {"kind": "majority"},
    "rules": {"kind": "rules"},
    "naive_bayes": {"kind": "naive_bayes"},
    "logistic": {"kind": "logistic", "C": [0.3, 3]},
    "linear_svm": {"kind": "linear_svm"},
    "ridge": {"kind": "ridge"},
}


@pytest.fixture
def config(tmp_path):
    return load_config(write_config(tmp_path, write_jsonl(tmp_path / "c.jsonl", make_noisy_rows())))


def test_on_the_train_part_it_gives_the_bytes_of_a_run(tmp_path, config):
    run = run_experiment(config, tmp_path / "run")

    fit_model(config, plan_experiment(config).train).save(tmp_path / "model")

    for name in ("weights.safetensors", "model.json"):
        saved, of_run = tmp_path / "model" / name, run.folder / "model" / name
        assert saved.read_bytes() == of_run.read_bytes()


@pytest.mark.parametrize("kind", HEADS)
def test_a_model_of_every_head_says_the_same_once_it_is_saved(tmp_path, kind):
    corpus = write_jsonl(tmp_path / "c.jsonl", make_noisy_rows())
    config = load_config(write_config(tmp_path, corpus, head=HEADS[kind]))
    sentences = make_corpus(3).sentences

    model = fit_model(config, corpus)
    model.save(tmp_path / "model")

    loaded = load_model(tmp_path / "model")
    assert model.head.kind == kind
    assert_array_equal(loaded.classifier.score(sentences), model.classifier.score(sentences))
    assert loaded.label(sentences) == model.label(sentences)
    assert loaded.training == model.training


def test_all_articles_are_trained_on(tmp_path, config):
    corpus = write_jsonl(tmp_path / "other.jsonl", make_noisy_rows(10))

    record = fit_model(config, corpus).training

    assert (record.corpus, record.articles, record.sentences) == ("other.jsonl", 10, 60)
    assert record.corpus_sha256 == read_corpus(corpus, plan_experiment(config).codebook).sha256


def test_a_corpus_that_is_read_already_gives_the_same_model(config):
    plan = plan_experiment(config)
    sentences = plan.test.sentences

    from_file = fit_model(config, config.corpus.path)
    from_corpus = fit_model(config, plan.corpus)

    assert from_corpus.training == from_file.training
    assert from_corpus.label(sentences) == from_file.label(sentences)


def test_jobs_never_change_it(config):
    alone = fit_model(config, config.corpus.path)
    together = fit_model(config, config.corpus.path, jobs=2)

    assert together.weights_sha256 == alone.weights_sha256


def test_it_is_evaluated_as_it_is_once_saved(tmp_path, config):
    model = fit_model(config, config.corpus.path)
    model.save(tmp_path / "model")

    outcomes = [
        evaluate_model(given, config.corpus.path, tmp_path / name, show_text=False)
        for name, given in {"trained": model, "loaded": tmp_path / "model"}.items()
    ]

    scores, provenance = (
        [(outcome.folder / name).read_bytes() for outcome in outcomes]
        for name in ("scores.json", "provenance.json")
    )
    assert scores[0] == scores[1]
    assert provenance[0] == provenance[1]


def test_progress_is_told(config):
    told = []

    fit_model(config, config.corpus.path, stage=lambda *done: told.append(done))

    assert told == [("training", 1, 2), ("training", 2, 2)]


def test_labels_of_another_codebook_are_refused(config):
    corpus = replace(make_corpus(), labels=("rain", "snow", "hail"))

    with pytest.raises(InputError, match=r"^made: coded by other labels than those of codebook"):
        fit_model(config, corpus)


def test_too_few_articles_are_told_of_the_corpus_given(config):
    corpus = make_corpus(8).take(np.arange(6))

    with pytest.raises(InputError, match=r"^made: "):
        fit_model(config, corpus)
