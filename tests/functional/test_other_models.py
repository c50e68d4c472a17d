"""From the command line: a user's own embedding model, and the scores of another model, from a run to labels."""

import json
import shutil

import numpy as np
import pytest
from typer.testing import CliRunner

from mediaframe.cli import app
from tests.builders import LABELS, make_noisy_rows, write_config, write_jsonl
from tests.embedding_models import needs_onnx, write_onnx_model

ROWS = make_noisy_rows()
KNOWN = [{key: row[key] for key in ("sentence_id", "article_id", "text")} for row in ROWS[:6]]


def mediaframe(*arguments, env=None):
    return CliRunner().invoke(app, list(map(str, arguments)), env=env)


def predicted(model, rows, folder, env=None):
    """Return the predictions of a model for rows."""
    result = mediaframe("predict", model, write_jsonl(folder / "in.jsonl", rows), env=env)
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def run(folder, **settings):
    """Run a small experiment; return its folder and scores."""
    config = write_config(folder, write_jsonl(folder / "corpus.jsonl", ROWS), **settings)
    result = mediaframe("run", config, "-o", folder / "run")
    assert result.exit_code == 0, result.output
    return folder / "run", json.loads((folder / "run" / "scores.json").read_text())


@pytest.fixture(scope="module")
def external(tmp_path_factory):
    """Return the run of labels that another model gave."""
    folder = tmp_path_factory.mktemp("external")
    said = [{"sentence_id": row["sentence_id"], "labels": row["coder_two"]} for row in ROWS]
    write_jsonl(folder / "said.jsonl", said)
    return run(folder, head={"kind": "external", "path": "said.jsonl"})


@pytest.fixture(scope="module")
def embedded(tmp_path_factory):
    """Return the run of an experiment with embeddings."""
    folder = tmp_path_factory.mktemp("embedded")
    (folder / "embedder").mkdir()
    write_onnx_model(folder / "embedder")
    features = {
        "words": {"min_df": 1},
        "characters": None,
        "embeddings": {"path": "embedder", "context": 1},
    }
    return run(folder, features=features)


def test_labels_of_another_model_are_reported_beside_the_baselines(external):
    _, scores = external

    assert scores["features"] == ["external"]
    assert set(scores["chosen"].values()) == {"external (path=said.jsonl)"}
    assert {"model", "always_yes", "rules"} <= set(scores["systems"])


def test_known_sentences_get_the_labels_that_were_given(external, tmp_path):
    rows = predicted(external[0], KNOWN, tmp_path)

    assert [row["labels"] for row in rows] == [
        [label for label in LABELS if label in row["coder_two"]] for row in ROWS[:6]
    ]


def test_scores_of_another_model_are_not_tried_on_cases_it_never_saw(external):
    folder, scores = external

    assert scores["behaviour"] is None
    assert "Behaviour" not in (folder / "report.md").read_text(encoding="utf-8")


def test_a_saved_model_of_scores_names_no_folder(external):
    settings = json.loads((external[0] / "model" / "model.json").read_text())

    assert settings["features"]["external"]["path"] == "said.jsonl"
    assert {head["path"] for head in settings["heads"].values()} == {"said.jsonl"}


def test_other_sentences_are_refused_in_one_message(external, tmp_path):
    new = [*KNOWN, {"sentence_id": "new", "article_id": "new", "text": "Rain fell."}]

    result = mediaframe("predict", external[0], write_jsonl(tmp_path / "in.jsonl", new))

    assert result.exit_code == 2
    assert "1 of the 7 given are not among them (first 'new'" in result.stderr
    assert mediaframe("explain", external[0], "Rain fell.").exit_code == 2


def test_known_sentences_are_evaluated(external, tmp_path):
    corpus = write_jsonl(tmp_path / "part.jsonl", ROWS[:30])

    result = mediaframe("evaluate", external[0], corpus, "-o", tmp_path / "evaluated", "--resamples", 100, "--no-figures")  # fmt: skip

    assert result.exit_code == 0, result.output


def test_a_run_of_scores_comes_out_again_unless_the_file_changed(external):
    folder, _ = external
    said = folder.parent / "said.jsonl"
    text = said.read_text()

    same = mediaframe("verify", folder)
    said.write_text(text.replace("[]", '["attribution"]', 1))
    changed = mediaframe("verify", folder)
    said.write_text(text)

    assert (same.exit_code, same.stdout.strip()) == (0, f"{folder}: reproduced")
    assert changed.exit_code == 1
    assert "config_sha256" in changed.stdout


def test_scores_of_another_model_may_stand_beside_other_features(tmp_path):
    said = [
        {"sentence_id": row["sentence_id"], "scores": {x: 0.9 if x in row["labels"] else 0.2 for x in LABELS}}
        for row in ROWS
    ]  # fmt: skip
    write_jsonl(tmp_path / "said.jsonl", said)
    features = {"words": {"min_df": 1}, "characters": None, "external": {"path": "said.jsonl"}}

    folder, scores = run(tmp_path, features=features)

    assert scores["features"] == ["words", "reading", "external"]
    assert len(predicted(folder, KNOWN, tmp_path)) == 6


def test_naive_bayes_with_features_below_zero_is_refused(tmp_path):
    config = write_config(
        tmp_path,
        write_jsonl(tmp_path / "corpus.jsonl", ROWS),
        features={"external": {"path": "said.jsonl"}},
        head={"kind": "naive_bayes"},
    )

    result = mediaframe("config", "check", config)

    assert result.exit_code == 2
    assert "head `naive_bayes` needs features that are never below 0" in result.stderr


@needs_onnx
def test_a_model_with_embeddings_labels_as_it_did_in_its_run(embedded, tmp_path):
    import pyarrow.parquet as pq  # noqa: PLC0415 - needed here alone

    folder, scores = embedded
    tested = pq.read_table(folder / "predictions.parquet").to_pylist()
    rows = [{key: row[key] for key in ("sentence_id", "article_id", "text")} for row in tested]

    found = predicted(folder, rows, tmp_path)

    assert scores["features"] == ["words", "reading", "embeddings"]
    assert [row["scores"] for row in found] == [row["scores"] for row in tested]


@needs_onnx
def test_a_run_with_embeddings_comes_out_again(embedded):
    assert mediaframe("verify", embedded[0]).stdout.strip() == f"{embedded[0]}: reproduced"


@needs_onnx
def test_embeddings_are_one_part_of_an_explanation(embedded):
    from mediaframe import load_model  # noqa: PLC0415 - loads scikit-learn

    model = load_model(embedded[0])

    explained = model.explain("The minister denies the claims.")

    parts = [[part.kind for part in label.contributions].count("embedding") for label in explained]
    sums = [x.intercept + sum(part.weight for part in x.contributions) for x in explained]
    scores = [label.score for label in explained]
    assert parts == [1] * len(LABELS)
    assert np.allclose(1 / (1 + np.exp(-np.array(sums))), scores)


@needs_onnx
def test_an_embedding_model_may_lie_elsewhere_but_must_be_the_same(embedded, tmp_path):
    run_folder = shutil.copytree(embedded[0], tmp_path / "run")
    away = shutil.move(embedded[0].parent / "embedder", tmp_path / "elsewhere")
    (tmp_path / "other").mkdir()
    write_onnx_model(tmp_path / "other", seed=1)

    try:
        lost = mediaframe("explain", run_folder, "Rain fell.")
        found = mediaframe("explain", run_folder, "Rain fell.", env={"MEDIAFRAME_EMBEDDINGS": str(away)})  # fmt: skip
        other = mediaframe("explain", run_folder, "Rain fell.", env={"MEDIAFRAME_EMBEDDINGS": str(tmp_path / "other")})  # fmt: skip
    finally:
        shutil.move(away, embedded[0].parent / "embedder")

    assert (lost.exit_code, found.exit_code, other.exit_code) == (2, 0, 2)
    assert "no such folder" in lost.stderr
    assert "MEDIAFRAME_EMBEDDINGS" in lost.stderr
    assert "holds another model" in other.stderr
