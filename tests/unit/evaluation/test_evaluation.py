"""A saved model on other labelled data."""

import json
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from mediaframe.article.sentences import lone_sentences
from mediaframe.codebook import load_codebook
from mediaframe.config import EvaluationConfig, LogisticHead
from mediaframe.data.corpus import Corpus
from mediaframe.errors import InputError, ModelFileError
from mediaframe.evaluation.evaluate import evaluate_model
from mediaframe.evaluation.scoring import clearest_misses, groupings, score_model
from mediaframe.files.writing import json_text
from mediaframe.results.estimates import Estimate
from mediaframe.results.scores import EvaluationScores
from mediaframe.serving.labeller import LabelledSentence
from tests.builders import (
    LABELS,
    make_corpus,
    make_model,
    make_noisy_rows,
    write_jsonl,
)

CONFIG = EvaluationConfig(resamples=100)


@pytest.fixture(scope="module")
def trained():
    return make_model(LogisticHead(C=(1.0,)))


@pytest.fixture(scope="module")
def model(tmp_path_factory, trained):
    folder = tmp_path_factory.mktemp("saved") / "model"
    trained.save(folder)
    return folder


@pytest.fixture(scope="module")
def evaluated(tmp_path_factory, model):
    """Return an evaluation on a corpus with two coders, its outcome and the corpus's rows."""
    folder = tmp_path_factory.mktemp("evaluated")
    rows = make_noisy_rows()
    corpus = write_jsonl(folder / "other.jsonl", rows)
    return (
        evaluate_model(model, corpus, folder / "result", config=CONFIG, figures=False),
        rows,
        corpus,
    )


def test_an_evaluation_has_the_report_of_a_run_but_no_model(evaluated):
    outcome, _, _ = evaluated

    names = {path.name for path in outcome.folder.iterdir()}

    assert names == {
        "findings.json",
        "predictions.parquet",
        "provenance.json",
        "report.html",
        "report.md",
        "run_info.json",
        "scores.json",
        "tables",
    }


def test_every_sentence_is_tested_and_the_training_named(evaluated, trained):
    outcome, rows, corpus = evaluated

    scores = outcome.scores

    assert scores.test.sentences == len(rows)
    assert scores.experiment == "small on other.jsonl"
    assert scores.corpus.sha256 == sha256(corpus.read_bytes()).hexdigest()
    assert scores.model_trained_on.model_dump() == trained.training.model_dump()
    assert scores.thresholds == trained.thresholds
    assert scores.train is None


def test_the_scores_file_holds_the_scores(evaluated):
    outcome, _, _ = evaluated

    text = (outcome.folder / "scores.json").read_text("utf-8")

    assert EvaluationScores.model_validate_json(text) == outcome.scores
    assert json_text(outcome.scores.to_json()) == text


def test_coders_are_measured_against_each_other(evaluated):
    outcome, rows, _ = evaluated

    coders = outcome.scores.coders

    first, second = (
        np.array(["attribution" in row[c] for row in rows]) for c in ("coder_one", "coder_two")
    )
    counts = coders.labels["attribution"].counts
    assert coders.coders == ("coder_one", "coder_two")
    assert counts.true_positives == int((first & second).sum())
    assert counts.false_negatives == int((first & ~second).sum())


def test_predictions_hold_what_was_decided_and_what_was_coded(evaluated, trained):
    outcome, rows, _ = evaluated

    found = pq.read_table(outcome.folder / "predictions.parquet").to_pylist()

    expected = trained.predict_proba(
        [row["text"] for row in rows], [row["article_id"] for row in rows]
    )
    assert [row["sentence_id"] for row in found] == [row["sentence_id"] for row in rows]
    assert [row["coded"] for row in found] == [row["labels"] for row in rows]
    assert [list(row["scores"].values()) for row in found] == expected.tolist()


def test_provenance_tells_corpus_settings_and_weights(evaluated, model):
    outcome, _, _ = evaluated

    provenance = json.loads((outcome.folder / "provenance.json").read_text("utf-8"))

    weights = (model / "weights.safetensors").read_bytes()
    assert provenance["model_weights_sha256"] == sha256(weights).hexdigest()
    assert provenance["evaluation"]["resamples"] == 100
    assert provenance["corpus"] == outcome.scores.corpus.to_json()


def test_evaluating_again_gives_the_same_bytes_and_keeps_the_text_hidden_if_asked(
    evaluated, model, tmp_path
):
    outcome, rows, corpus = evaluated

    again = evaluate_model(model, corpus, tmp_path / "again", config=CONFIG, figures=False)
    hidden = evaluate_model(
        model, corpus, tmp_path / "hidden", config=CONFIG, figures=False, show_text=False
    )

    first, second, without_text = (
        {
            path.name: path.read_bytes()
            for path in run.folder.rglob("*.*")
            if path.name != "run_info.json"
        }
        for run in (outcome, again, hidden)
    )
    towns = {
        row["text"].split(" near ")[-1].split(" on ")[0].encode()
        for row in rows
        if " near " in row["text"]
    }
    assert first == second
    assert without_text["scores.json"] == first["scores.json"]
    assert "(text not shown)" in without_text["report.html"].decode()
    assert [
        name for name, content in without_text.items() for town in towns if town in content
    ] == []
    assert any(town in first["report.html"] for town in towns)


def test_an_evaluation_has_figures_unless_they_are_left_out(evaluated, model, tmp_path):
    bare, _, corpus = evaluated

    drawn = evaluate_model(model, corpus, tmp_path / "drawn", config=CONFIG)

    names = {path.name for path in drawn.folder.iterdir()}
    assert names - {path.name for path in bare.folder.iterdir()} == {"figures"}
    assert drawn.scores == bare.scores


def refuse(model, corpus, folder, message: str, *, error=InputError, **settings) -> None:
    """Assert that an evaluation is refused and leaves nothing."""
    before = sorted(folder.parent.rglob("*"))

    with pytest.raises(error, match=message):
        evaluate_model(model, corpus, folder, **{"config": CONFIG, **settings})

    assert sorted(folder.parent.rglob("*")) == before


def test_a_folder_of_something_else_is_refused(evaluated, model, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("mine", encoding="utf-8")

    refuse(model, evaluated[2], tmp_path / "mine", "holds something else than a run", force=True)


def test_an_evaluation_with_other_settings_is_refused_without_force(evaluated, model):
    outcome, _, corpus = evaluated

    refuse(
        model,
        corpus,
        outcome.folder,
        "another set of options; .*--force",
        config=EvaluationConfig(),
    )


def test_a_missing_model_is_refused(evaluated, tmp_path):
    refuse(
        tmp_path / "none",
        evaluated[2],
        tmp_path / "out",
        "none: no such model",
        error=ModelFileError,
    )


def test_a_label_the_model_does_not_know_is_refused_with_its_line(model, tmp_path):
    rows = make_noisy_rows(2)
    rows[4]["labels"] = ["rumour"]
    corpus = write_jsonl(tmp_path / "c.jsonl", rows)

    refuse(model, corpus, tmp_path / "out", r"c.jsonl:5: labels: 'rumour' is not a label")


@pytest.mark.parametrize(
    ("labels", "undefined"),
    [
        pytest.param(["attribution"], ["official_claim", "contested_claim"], id="one label"),
        pytest.param([], list(LABELS), id="no positives at all"),
        pytest.param(list(LABELS), [], id="no negatives at all"),
    ],
)
def test_labels_without_positives_are_undefined_and_reported(model, tmp_path, labels, undefined):
    rows = [{**row, "labels": labels} for row in make_noisy_rows(2)]
    corpus = write_jsonl(tmp_path / "c.jsonl", rows)

    outcome = evaluate_model(model, corpus, tmp_path / "out", config=CONFIG, figures=False)

    figures = outcome.scores.systems["model"]
    report = (outcome.folder / "report.md").read_text(encoding="utf-8")
    assert figures.undefined_labels == tuple(undefined)
    assert figures.macro.labels == 3 - len(undefined)
    assert f"the mean over {3 - len(undefined)} labels" in report
    assert ("undefined, having no positives" in report) == bool(undefined)


def test_one_sentence_can_be_evaluated(model, tmp_path):
    corpus = write_jsonl(tmp_path / "c.jsonl", make_noisy_rows(1, 6)[4:5])

    outcome = evaluate_model(model, corpus, tmp_path / "out", config=CONFIG, figures=False)

    estimate = outcome.scores.systems["always_yes"].labels["attribution"].f1
    assert estimate == Estimate(value=1.0, low=1.0, high=1.0, resamples=100)


def test_the_report_does_not_say_unseen_of_the_corpus_it_was_trained_on(trained, tmp_path):
    corpus = write_jsonl(tmp_path / "c.jsonl", make_noisy_rows(2))
    training = trained.training.model_copy(
        update={"corpus": "c.jsonl", "corpus_sha256": sha256(corpus.read_bytes()).hexdigest()}
    )
    replace(trained, training=training).save(tmp_path / "model")

    outcome = evaluate_model(
        tmp_path / "model", corpus, tmp_path / "out", config=CONFIG, figures=False
    )

    assert "training never saw" not in (outcome.folder / "report.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("baselines", "rules", "systems"),
    [
        pytest.param(("always_yes", "rules"), LABELS, ["model", "always_yes", "rules"], id="both"),
        pytest.param((), LABELS, ["model"], id="none"),
        pytest.param(("rules",), LABELS, ["model", "rules"], id="rules alone"),
        pytest.param(("rules",), LABELS[:2], ["model"], id="a label without a rule"),
        pytest.param(("rules",), (), ["model"], id="no rules"),
    ],
)
def test_a_model_is_compared_with_the_baselines_there_are(trained, baselines, rules, systems):
    corpus = make_corpus()
    config = EvaluationConfig(resamples=100, baselines=baselines)
    given = load_codebook()
    labels = [
        label if label.name in rules else label.model_copy(update={"rule": ()})
        for label in given.labels
    ]
    given = given.model_copy(update={"labels": tuple(labels)})
    read = trained.read(corpus.sentences)

    scores = score_model(corpus, read, trained.label(read), given, config, 0)

    assert list(scores.systems) == systems


def test_always_yes_claims_everything(trained):
    corpus = make_corpus()
    read = trained.read(corpus.sentences)

    scores = score_model(corpus, read, trained.label(read), load_codebook(), CONFIG, 0)

    figures = scores.systems["always_yes"].labels["attribution"]
    assert figures.recall.value == 1.0
    assert figures.precision.value == figures.prevalence.value


def misses_of(trained, targets, most: int):
    corpus = make_corpus()
    coded = Corpus("c", "0" * 64, LABELS, corpus.sentences, targets, {}, {})
    labelled = trained.label(corpus.sentences)
    return clearest_misses(coded, labelled, most), labelled


def test_the_clearest_misses_lie_farthest_from_what_was_coded(trained):
    decided = trained.predict(
        [s.text for s in make_corpus().sentences], list(make_corpus().articles)
    ).astype(bool)

    groups, labelled = misses_of(trained, ~decided, 3)

    scores = np.array([item.scores["attribution"] for item in labelled])
    farthest = np.sort(np.abs(scores - ~decided[:, 0]))[::-1][:3]
    found = [abs(miss.score - miss.coded) for miss in groups[0].sentences]
    assert [group.label for group in groups] == list(LABELS)
    assert found == pytest.approx(farthest.tolist(), abs=1e-6)
    assert all(
        miss.coded != (miss.score >= trained.thresholds["attribution"])
        for miss in groups[0].sentences
    )


def test_positives_overlooked_rank_among_misses_where_the_threshold_is_low():
    corpus = make_corpus(articles=1, sentences=2)
    coded = replace(corpus, targets=np.array([[False] * 3, [True, False, False]]))
    labelled = [
        LabelledSentence(sentence, labels, dict.fromkeys(LABELS, score), {})
        for sentence, labels, score in zip(
            corpus.sentences, [("attribution",), ()], [0.6, 0.1], strict=True
        )
    ]

    groups = clearest_misses(coded, labelled, 2)

    assert [miss.score for miss in groups[0].sentences] == [0.1, 0.6]


def test_a_corpus_is_parted_by_its_columns_and_by_its_sentences():
    corpus = replace(
        make_corpus(articles=1, sentences=3),
        sentences=lone_sentences(["It 'rained'.", "The town's men’s club shut.", "a " * 31]),
        columns={
            "outlet": ("P", "Q", None),
            "date": ("2024-01-02", "May", None),
            "note": ("x",) * 3,
        },
    )

    parted = groupings(corpus)

    assert {name: list(groups) for name, groups in parted.items()} == {
        "outlet": ["P", "Q", None],
        "year": ["2024", None, None],
        "length": ["01–10 words", "01–10 words", "31 words and more"],
        "quotation": ["with", "without", "without"],
    }


@pytest.mark.parametrize("most", [0, 5])
def test_a_model_that_is_always_right_misses_nothing(trained, most):
    decided = trained.predict(
        [s.text for s in make_corpus().sentences], list(make_corpus().articles)
    ).astype(bool)

    groups, _ = misses_of(trained, decided, most)

    assert [group.sentences for group in groups] == [(), (), ()]


def test_a_default_corpus_ships(model, tmp_path):
    outcome = evaluate_model(model, "bundled", tmp_path / "out", config=CONFIG, figures=False)

    assert outcome.scores.corpus.name == "bundled"
    assert outcome.scores.test.articles > 50
    assert Path(outcome.folder) == tmp_path / "out"
