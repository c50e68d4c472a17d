"""A study runs each experiment once, keeps what is done, and says what a run would say."""

import json
import shutil
import socket
import sys
from dataclasses import replace
from functools import partial

import distributed
import numpy as np
import pytest
from scipy.sparse import csr_array

from mediaframe.config.file import load_config
from mediaframe.errors import InputError, MediaframeError
from mediaframe.experiment.run import run_experiment
from mediaframe.files.writing import json_text
from mediaframe.results.study.page import write_study_page
from mediaframe.results.study.trial import TrialScores
from mediaframe.study import cluster, run_study
from mediaframe.study.corpora import read_study_corpora
from mediaframe.study.experiments import load_study
from mediaframe.study.memory import Memory
from mediaframe.study.trials import make_trial
from tests.builders import make_noisy_rows, write_config, write_jsonl

STUDY = """
question: Do weak penalties help?
base: small.yaml
variations:
  weak: {head.C: 0.01}
  ridge: {head.kind: ridge, head.alpha: 1}
  no reading: {features.reading: null}
seeds: [1, 2]
"""


def contents(folder):
    """Return the bytes of every file of a study but its times, by path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "run_info.json"
    }


def write_study(folder, text: str = STUDY, **settings):
    """Write a corpus, a base and a study; return the folder."""
    folder.mkdir(exist_ok=True)
    write_config(folder, write_jsonl(folder / "corpus.jsonl", make_noisy_rows(24)), **settings)
    (folder / "study.yaml").write_text(text, encoding="utf-8")
    return folder


def done_in(folder):
    """Return how many experiments the last start ran."""
    return len(json.loads((folder / "run_info.json").read_bytes())["experiments"])


@pytest.fixture(scope="module")
def outcome(tmp_path_factory):
    """Return a study without figures that no test changes."""
    folder = tmp_path_factory.mktemp("study")
    return run_study(write_study(folder / "first"), folder / "out", figures=False)


@pytest.fixture
def copied(tmp_path, outcome):
    """Return a copy of the finished study to change."""
    return shutil.copytree(outcome.folder, tmp_path / "out")


def study_of(outcome):
    return outcome.folder.parent / "first"


def make_cluster(n_workers: int):
    """Return a cluster that the study does not start, in threads of this process."""
    return distributed.LocalCluster(
        n_workers=n_workers,
        threads_per_worker=2,
        processes=False,
        protocol="tcp://",
        host="127.0.0.1",
        dashboard_address="127.0.0.1:0",
    )


def first_trial(outcome):
    """Return the first experiment of a study, and its data."""
    study = load_study(study_of(outcome))
    data = read_study_corpora(study.experiments)
    config = study.experiments[0].config
    return make_trial(config, study.config.evaluation, data), data[config.corpus]


def test_a_study_folder_is_complete(outcome):
    names = {path.split("/")[0] for path in contents(outcome.folder)}

    assert names == {
        "study.json",
        "study.html",
        "study.md",
        "provenance.json",
        "results",
    }
    assert len(list((outcome.folder / "results").iterdir())) == 8
    assert done_in(outcome.folder) == 8


def test_a_page_has_figures_unless_they_are_left_out(outcome, tmp_path):
    write_study_page(tmp_path, outcome.scores)

    drawn, bare = ((folder / "study.md").read_text() for folder in (tmp_path, outcome.folder))
    tables = [line for line in drawn.splitlines() if line.startswith("|")]
    assert [line for line in bare.splitlines() if line.startswith("|")] == tables
    assert {path.name for path in tmp_path.iterdir()} == {"study.html", "study.md", "figures"}
    assert ("![" in drawn, "![" in bare) == (True, False)
    assert "<figure>" not in (outcome.folder / "study.html").read_text()


def test_the_figures_file_is_strict_json_and_holds_the_figures(outcome):
    def refuse(constant):
        raise AssertionError(constant)

    text = (outcome.folder / "study.json").read_text(encoding="utf-8")

    assert json.loads(text, parse_constant=refuse) == outcome.scores.model_dump(mode="json")


def test_results_of_experiments_are_kept_as_they_were_measured(outcome):
    for path in (outcome.folder / "results").glob("*.json"):
        result = TrialScores.model_validate_json(path.read_bytes())

        assert json_text(result.to_json()) == path.read_text()
        assert result.experiment == path.stem


@pytest.mark.parametrize(
    ("variation", "overrides"),
    [
        pytest.param("small", [], id="base"),
        pytest.param("ridge", ["head.kind=ridge", "head.alpha=1"], id="head"),
        pytest.param("no reading", ["features.reading=null"], id="features"),
    ],
)
def test_an_experiment_says_what_a_run_says(outcome, tmp_path, variation, overrides):
    config = load_config(study_of(outcome) / "small.yaml", [*overrides, "seed=2"])

    run = run_experiment(config, tmp_path / "run").scores.to_json()

    info = json.loads((outcome.folder / "run_info.json").read_bytes())
    digest = info["results"][f"{variation}, seed 2, corpus.jsonl"]
    result = json.loads((outcome.folder / "results" / f"{digest}.json").read_bytes())
    model = run["systems"]["model"]
    for label in run["labels"]:
        for name in ("precision", "recall", "f1", "average_precision", "mcc", "brier"):
            assert result["figures"]["labels"][label][name] == model["labels"][label][name]["value"]
    assert result["figures"]["macro"]["f1"] == model["macro"]["f1"]["value"]
    assert {name: [one] for name, one in run["thresholds"].items()} == result["thresholds"]
    for part, size in (("test", result["test"]), ("train", result["train"][0])):
        assert size == {key: run[part][key] for key in ("articles", "sentences", "positives")}
    assert len(result["train"]) == 1


def test_figures_do_not_name_results_whose_names_depend_on_code_and_packages(outcome):
    text = (outcome.folder / "study.json").read_text(encoding="utf-8")

    info = json.loads((outcome.folder / "run_info.json").read_bytes())
    names = {path.stem for path in (outcome.folder / "results").iterdir()}
    assert set(info["results"].values()) == names
    assert [name for name in names if name in text] == []


def test_two_at_a_time_give_the_same_bytes(outcome, tmp_path):
    again = run_study(study_of(outcome), tmp_path / "out", jobs=2, figures=False)

    assert contents(again.folder) == contents(outcome.folder)


def test_a_cluster_gives_the_same_bytes(outcome, tmp_path):
    again = run_study(study_of(outcome), tmp_path / "out", jobs=2, engine="dask", figures=False)

    assert contents(again.folder) == contents(outcome.folder)


def test_a_cluster_that_listens_elsewhere_gives_the_same_bytes_and_failures(tmp_path):
    text = STUDY.replace("{head.C: 0.01}", "{features.words.min_df: 999}")
    folder = write_study(tmp_path / "first", text)
    here = run_study(folder, tmp_path / "here", figures=False)

    with make_cluster(n_workers=2) as cluster_there:
        address = cluster_there.scheduler_address
        there = run_study(
            folder, tmp_path / "there", engine="dask", scheduler=address, figures=False
        )

    assert len(there.failures) == 2
    assert there.failures == here.failures
    assert contents(there.folder) == contents(here.folder)


def test_a_cluster_without_workers_is_refused(outcome, tmp_path, monkeypatch):
    monkeypatch.setattr("mediaframe.serving.cluster.PATIENCE", 0.5)

    with (
        make_cluster(n_workers=0) as there,
        pytest.raises(InputError, match="the scheduler has no worker; start one with: dask worker"),
    ):
        run_study(
            study_of(outcome), tmp_path / "out", engine="dask", scheduler=there.scheduler_address
        )


@pytest.mark.parametrize(
    ("scheduler", "cause"),
    [
        pytest.param("tcp://127.0.0.1:9", "", id="nobody"),
        pytest.param("nonsense", r" \(missing port number in address 'nonsense'\)", id="no port"),
    ],
)
def test_an_address_that_nobody_answers_at_is_told_before_anything_is_run(
    outcome, tmp_path, monkeypatch, scheduler, cause
):
    monkeypatch.setattr("mediaframe.serving.cluster.PATIENCE", 0.5)

    with pytest.raises(
        InputError, match=f"^{scheduler}: no Dask scheduler answers there{cause}; give"
    ):
        run_study(study_of(outcome), tmp_path / "out", engine="dask", scheduler=scheduler)

    assert not (tmp_path / "out").exists()


def test_an_address_at_which_something_else_listens_is_told(outcome, tmp_path, monkeypatch):
    monkeypatch.setattr("mediaframe.serving.cluster.PATIENCE", 0.5)

    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(InputError, match="no Dask scheduler answers there"):
            run_study(study_of(outcome), tmp_path / "out", engine="dask", scheduler=address)


def test_a_missing_extra_is_told_with_its_remedy(outcome, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)

    with pytest.raises(InputError, match=r'pip install "mediaframe\[distributed\]"$'):
        run_study(study_of(outcome), tmp_path / "out", engine="dask")


@pytest.mark.parametrize(
    ("choice", "message"),
    [
        pytest.param({"engine": "desk"}, "engine: is 'desk'; did you mean 'dask'?", id="engine"),
        pytest.param({"scheduler": "tcp://h:1"}, "scheduler: is for engine dask", id="scheduler"),
    ],
)
def test_workers_that_cannot_be_had_are_refused(outcome, tmp_path, choice, message):
    with pytest.raises(InputError) as refused:
        run_study(study_of(outcome), tmp_path / "out", **choice)

    assert str(refused.value).startswith(message)


def test_a_worker_that_would_give_other_results_is_refused(outcome):
    trial, data = first_trial(outcome)

    with pytest.raises(InputError, match="would give other results"):
        cluster.run_trial_there(replace(trial, digest="of another processor"), data)


@pytest.mark.parametrize(
    ("answer", "cause"),
    [
        pytest.param("0" * 64, "", id="other code"),
        pytest.param(ModuleNotFoundError("mediaframe"), r" \(mediaframe\)", id="none"),
    ],
)
def test_a_worker_with_another_mediaframe_is_sent_nothing(outcome, tmp_path, answer, cause):
    class Client:
        loop = object()

        def nthreads(self):
            return {"tcp://w:1": 1}

        def run(self, _function, workers, on_error):
            assert on_error == "return"
            return dict.fromkeys(workers, answer)

    with pytest.raises(InputError, match=f"tcp://w:1: .* another mediaframe, or none{cause};"):
        next(cluster.run_on_cluster(Client(), [[first_trial(outcome)[0]]], tmp_path))


def test_an_experiment_that_takes_its_workers_down_has_failed(outcome):
    class Future:
        def result(self):
            raise distributed.KilledWorker(task="attempt", last_worker=None, allowed_failures=3)

    tried = cluster._result_of(Future(), first_trial(outcome)[0])

    assert tried.outcome.failure == "the workers that tried it died; is memory short?"


def test_a_second_start_does_only_what_is_missing(outcome, copied):
    first, second, *_ = sorted((copied / "results").iterdir())
    first.unlink()
    second.write_bytes(second.read_bytes()[:100])
    (copied / "study.json").unlink()

    again = run_study(study_of(outcome), copied, figures=False)

    assert done_in(again.folder) == 2
    assert contents(again.folder) == contents(outcome.folder)


def test_a_variation_added_runs_alone_and_one_removed_leaves_no_result(copied, tmp_path):
    text = STUDY.replace("ridge: {head.kind: ridge, head.alpha: 1}", "strong: {head.C: 100}")
    other = write_study(tmp_path / "other", text)

    with pytest.raises(InputError, match=r"holds a run of another study_sha256"):
        run_study(other, copied)
    again = run_study(other, copied, force=True, figures=False)

    assert done_in(again.folder) == 2
    assert len(list((copied / "results").iterdir())) == 8


def test_other_data_are_run_anew(copied, tmp_path):
    other = write_study(tmp_path / "other")
    rows = make_noisy_rows(24)
    rows[0]["text"] += " Again."
    write_jsonl(other / "corpus.jsonl", rows)

    again = run_study(other, copied, force=True, figures=False)

    assert done_in(again.folder) == 8


def test_equal_experiments_are_run_once(tmp_path):
    text = STUDY.replace(
        "  weak: {head.C: 0.01}", "  weak: {head.C: 0.01}\n  feeble: {head: {C: [0.01]}}"
    )

    study = run_study(write_study(tmp_path / "first", text), tmp_path / "out", figures=False).scores

    rows = {row.variation: row for row in study.answers[0].variations}
    assert done_in(tmp_path / "out") == 8
    assert rows["feeble"].estimate == rows["weak"].estimate


def test_what_fails_is_told_and_the_others_go_on(tmp_path):
    text = STUDY.replace("{head.C: 0.01}", "{features.words.min_df: 999}")
    folder = write_study(tmp_path / "first", text)

    outcome = run_study(folder, tmp_path / "out", jobs=2, figures=False)

    rows = [row.variation for row in outcome.scores.answers[0].variations]
    assert rows == ["small", "ridge", "no reading"]
    assert outcome.failures == tuple(
        f"weak, seed {seed}, corpus.jsonl: features.words.min_df: no term occurs in 999 sentences; lower it"
        for seed in (1, 2)
    )
    assert outcome.failures[0] in (outcome.folder / "study.md").read_text(encoding="utf-8")


def test_a_study_of_failures_alone_has_no_page(tmp_path):
    folder = write_study(tmp_path / "first", training={"folds": 40})

    with pytest.raises(MediaframeError, match="every experiment failed\nsmall, seed 1"):
        run_study(folder, tmp_path / "out", figures=False)

    assert not (tmp_path / "out" / "study.html").exists()


def test_nested_folds_test_every_article_once(tmp_path):
    text = STUDY + "evaluation: {nested: true, folds: 3}\n"

    outcome = run_study(write_study(tmp_path / "first", text), tmp_path / "out", figures=False)

    results = [json.loads(p.read_bytes()) for p in (outcome.folder / "results").iterdir()]
    assert {len(result["articles"]) for result in results} == {24}
    assert {result["test"]["sentences"] for result in results} == {24 * 6}
    assert {len(result["train"]) for result in results} == {3}
    assert {sum(part["articles"] for part in r["train"]) for r in results} == {2 * 24}
    assert "3 outer folds of articles" in (outcome.folder / "study.md").read_text()


def test_several_corpora_have_an_answer_each(tmp_path):
    folder = write_study(tmp_path / "first", STUDY + "corpora: {a: corpus.jsonl, b: other.jsonl}\n")
    write_jsonl(folder / "other.jsonl", make_noisy_rows(30))

    outcome = run_study(folder, tmp_path / "out", figures=False)

    assert [answer.corpus for answer in outcome.scores.answers] == ["a", "b"]
    assert outcome.scores.corpora["b"].articles == 30
    assert "## b" in (outcome.folder / "study.md").read_text(encoding="utf-8")


def test_a_folder_that_holds_something_else_is_refused(outcome, tmp_path):
    (tmp_path / "mine.txt").write_text("mine")

    with pytest.raises(InputError, match="holds something else than a run"):
        run_study(study_of(outcome), tmp_path)


def test_memory_computes_once_and_lets_go_of_the_oldest():
    asked = []

    def matrix(name):
        asked.append(name)
        return csr_array(np.ones((10, 10)))

    memory = Memory(limit=2 * (800 + 400 + 44))
    for name in ("a", "b", "a", "c", "a", "b"):
        memory(name, partial(matrix, name))

    assert asked == ["a", "b", "c", "b"]
    assert memory.held <= memory.limit
