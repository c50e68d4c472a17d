"""From a codebook whose labels exclude each other to decisions and report; combinations asked for in a config."""

import json

import numpy as np
import pytest
from typer.testing import CliRunner

from mediaframe import load_model
from mediaframe.cli import app
from mediaframe.results.scores import EvaluationScores
from tests.builders import write_config, write_jsonl

CODEBOOK = """\
name: topics
version: "1"
exclusive: true
labels:
  - {name: economy, definition: Prices and trade.}
  - {name: sport, definition: Games.}
  - {name: weather, definition: Rain and sun.}
"""
WORDS = {"economy": "prices trade bank", "sport": "goal match referee", "weather": "rain sun storm"}


def make_rows(other=()):
    """Return sentences of 14 articles that carry a label each, every fifth the next one's; `other` are further rows."""
    labels = list(WORDS)
    return [
        {
            "sentence_id": f"a{article:02d}:{number}",
            "article_id": f"a{article:02d}",
            "text": f"{WORDS[label]} "
            + " ".join(f"{word}{row}" for word in ("in", "town", "on", "day")),
            "labels": [labels[(number + (row % 5 == 0)) % 3]],
            "outlet": "Morning" if row % 2 else "Evening",
        }
        for article in range(14)
        for number, label in enumerate(labels * 2)
        for row in [article * 6 + number]
    ] + list(other)


def run(folder, rows, **settings):
    (folder / "topics.yaml").write_text(CODEBOOK, encoding="utf-8")
    corpus = write_jsonl(folder / "corpus.jsonl", rows)
    config = write_config(
        folder,
        corpus,
        **{
            "codebook": "topics.yaml",
            "features": {"words": {"min_df": 1}, "characters": None, "reading": None},
            **settings,
        },
    )
    return CliRunner().invoke(app, ["run", str(config), "-o", str(folder / "run")])


def scores_of(folder):
    return EvaluationScores.model_validate_json((folder / "run" / "scores.json").read_bytes())


@pytest.fixture(scope="module")
def always_one(tmp_path_factory):
    folder = tmp_path_factory.mktemp("one")
    result = run(folder, make_rows())
    assert result.exit_code == 0, result.output
    return folder


@pytest.fixture(scope="module")
def at_most_one(tmp_path_factory):
    folder = tmp_path_factory.mktemp("none")
    plain = [
        {
            **row,
            "sentence_id": f"{row['sentence_id']}x",
            "text": " ".join(f"so{row['sentence_id']}{word}" for word in ("one", "two", "three")),
            "labels": [],
        }
        for row in make_rows()[::3]
    ]
    result = run(folder, make_rows(plain))
    assert result.exit_code == 0, result.output
    return folder


TEXTS = ["prices trade", "a goal and rain", "something else", "referee prices storm", ""]


def test_where_every_row_has_one_label_one_is_always_given(always_one):
    model = load_model(always_one / "run")

    decided = model.predict(TEXTS)

    assert decided.sum(axis=1).tolist() == [1] * len(TEXTS)
    assert (decided.argmax(axis=1) == model.predict_proba(TEXTS).argmax(axis=1)).all()
    assert model.thresholds == dict.fromkeys(WORDS, 0.0)
    assert model.to_sklearn().predict(TEXTS).tolist() == decided.tolist()


def test_where_rows_may_have_none_at_most_one_is_given(at_most_one):
    model = load_model(at_most_one / "run")

    decided = model.predict(TEXTS)

    assert decided[0].tolist() == [1, 0, 0]
    assert decided.max() == 1
    assert set(decided.sum(axis=1).tolist()) == {0, 1}
    assert model.to_sklearn().predict(TEXTS).tolist() == decided.tolist()


def test_predict_and_score_give_one_label_a_sentence(always_one, tmp_path):
    rows = write_jsonl(tmp_path / "news.jsonl", [{"text": text} for text in TEXTS[:4]])
    model = str(always_one / "run")

    predicted = CliRunner().invoke(app, ["predict", model, str(rows)])
    scored = CliRunner().invoke(
        app, ["score", model, str(rows), "-o", str(tmp_path / "scored"), "--to", "jsonl"]
    )

    assert scored.exit_code == 0, scored.output
    labels = [json.loads(line)["labels"] for line in predicted.stdout.splitlines()]
    part = (tmp_path / "scored" / "parts" / "00000.jsonl").read_text(encoding="utf-8")
    assert [len(each) for each in labels] == [1, 1, 1, 1]
    assert [json.loads(line)["labels"] for line in part.splitlines()] == labels


def test_the_report_tells_accuracy_kappa_and_confusion(always_one, at_most_one):
    scores = scores_of(always_one)
    figures = scores.exclusive
    page = (always_one / "run" / "report.html").read_text(encoding="utf-8")

    assert figures.classes == tuple(WORDS)
    assert list(figures.systems) == ["model", "most_frequent"]
    assert figures.systems["most_frequent"].kappa.value == 0
    assert np.sum(figures.confusion.counts) == scores.test.sentences
    assert figures.systems["model"].accuracy.value == pytest.approx(
        np.trace(figures.confusion.counts) / scores.test.sentences, abs=1e-6
    )
    assert "What the model takes the sentences of each class for" in page
    assert scores_of(at_most_one).exclusive.classes[-1] == "no label"


def test_rows_with_two_labels_are_refused_by_line(tmp_path):
    rows = make_rows()
    rows[4]["labels"] = ["sport", "weather"]

    result = run(tmp_path, rows)
    audit = CliRunner().invoke(
        app,
        [
            "data",
            "check",
            str(tmp_path / "corpus.jsonl"),
            "--codebook",
            str(tmp_path / "topics.yaml"),
        ],
    )

    for each in (result, audit):
        assert each.exit_code == 2
        assert (
            "corpus.jsonl:5: labels: sport and weather, but the labels of codebook topics 1 exclude each other"
            in each.stderr
        )


def test_combinations_stand_in_scores_and_report(always_one, tmp_path):
    asked = {"resamples": 100, "combinations": ["sport&not weather", "economy"]}

    result = run(tmp_path, make_rows(), evaluation=asked)

    assert result.exit_code == 0, result.output
    combined = scores_of(tmp_path).combinations
    of_label = scores_of(tmp_path).systems["model"].labels["economy"]
    assert list(combined) == ["sport & not weather", "economy"]
    assert combined["economy"].systems["model"].f1 == of_label.f1
    assert set(combined["economy"].groups["outlet"]) == {"Morning", "Evening"}
    assert "sport &amp; not weather" in (tmp_path / "run" / "report.html").read_text("utf-8")
    assert "combinations" not in json.loads((always_one / "run" / "scores.json").read_bytes())


def test_a_combination_of_unknown_labels_is_refused_before_training(tmp_path):
    result = run(tmp_path, make_rows(), evaluation={"combinations": ["sport & wether"]})

    assert result.exit_code == 2
    assert (
        "evaluation.combinations: 'sport & wether': 'wether' is no label; did you mean 'weather'"
        in result.stderr
    )


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "Games.}",
            "Games., implies: [economy]}",
            "label sport implies economy, but labels are exclusive",
        ),
        (
            "labels:",
            "examples: [{text: So., labels: [sport, weather]}]\nlabels:",
            "has sport and weather, but labels are exclusive",
        ),
    ],
)
def test_a_codebook_against_itself_is_refused(tmp_path, old, new, message):
    path = tmp_path / "wrong.yaml"
    path.write_text(CODEBOOK.replace(old, new), encoding="utf-8")
    corpus = write_jsonl(tmp_path / "corpus.jsonl", make_rows())

    result = CliRunner().invoke(app, ["data", "check", str(corpus), "--codebook", str(path)])

    assert result.exit_code == 2
    assert message in " ".join(result.stderr.split())
