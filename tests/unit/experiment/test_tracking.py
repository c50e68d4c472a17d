"""A run told to MLflow: settings, figures with intervals and files, in a folder of this machine."""

import io
import json
import sys
from pathlib import Path

import pytest

from mediaframe.config.file import load_config
from mediaframe.errors import InputError, MediaframeError
from mediaframe.experiment.run import run_experiment
from mediaframe.experiment.tracking import Tracker
from tests.builders import make_noisy_rows, write_config, write_jsonl

pytest.importorskip("mlflow")


@pytest.fixture(scope="module")
def kept(small_run, tmp_path_factory):
    """Return the place, and the one run that MLflow holds of the small run."""
    place = tmp_path_factory.mktemp("tracked") / "mlruns"
    tracker = Tracker(place)
    run_id = tracker.keep(small_run / "run")
    return place, tracker._client.get_run(run_id)


def test_settings_are_parameters_by_the_keys_of_the_command_line(kept):
    _, run = kept

    assert run.data.params["head.kind"] == "logistic"
    assert run.data.params["head.C"] == "[0.3, 3.0]"
    assert run.data.params["features.characters"] == "null"
    assert run.data.params["seed"] == "1"
    assert run.info.status == "FINISHED"
    assert run.info.run_name == "small, seed 1"


def test_every_figure_stands_there_with_its_interval(kept, small_run):
    _, run = kept
    scores = json.loads((small_run / "run" / "scores.json").read_text(encoding="utf-8"))

    model = scores["systems"]["model"]
    f1, macro = model["labels"]["attribution"]["f1"], model["macro"]["brier"]
    found = run.data.metrics
    assert [found[f"attribution.f1{end}"] for end in ("", ".low", ".high")] == [f1["value"], f1["low"], f1["high"]]  # fmt: skip
    assert found["macro.brier.high"] == macro["high"]
    assert found["always_yes.macro.f1"] == scores["systems"]["always_yes"]["macro"]["f1"]["value"]
    assert None not in found.values()


def test_the_files_go_along_and_tags_tell_what_the_run_depends_on(kept, small_run):
    _, run = kept

    files = Path(run.info.artifact_uri.removeprefix("file://"))
    report = small_run / "run" / "report.html"
    provenance = json.loads((small_run / "run" / "provenance.json").read_text(encoding="utf-8"))
    assert (files / "report.html").read_bytes() == report.read_bytes()
    assert (files / "model" / "weights.safetensors").is_file()
    assert run.data.tags["config_sha256"] == provenance["config_sha256"]
    assert run.data.tags["corpus_sha256"] == provenance["corpus"]["sha256"]


def test_a_second_run_joins_the_first_under_the_experiments_name(kept, small_run):
    place, run = kept

    again = Tracker(place)
    again.keep(small_run / "run")

    runs = again._client.search_runs([run.info.experiment_id])
    assert len(runs) == 2
    assert again._client.get_experiment(run.info.experiment_id).name == "small"


def test_a_run_in_a_script_shows_bars_where_they_are_wanted_and_is_kept(tmp_path, monkeypatch):
    stderr = io.StringIO()
    monkeypatch.setattr(stderr, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stderr", stderr)
    corpus = write_jsonl(tmp_path / "corpus.jsonl", make_noisy_rows())
    config = load_config(write_config(tmp_path, corpus, report={"figures": False, "behaviour": False}))  # fmt: skip

    outcome = run_experiment(config, tmp_path / "run", tracking=tmp_path / "mlruns", progress=True)

    assert [name for name in ("training", "reporting") if name not in stderr.getvalue()] == []
    client = Tracker(tmp_path / "mlruns")._client
    (run,) = client.search_runs([client.get_experiment_by_name("small").experiment_id])
    f1 = outcome.scores.systems["model"].macro.f1.value
    assert run.data.metrics["macro.f1"] == f1


def test_a_place_that_cannot_be_used_is_refused_before_anything_is_read(tmp_path):
    config = load_config(_config(tmp_path))

    with pytest.raises(
        InputError, match=r"tracking: MLflow cannot use redis://x .*; name a folder"
    ):
        run_experiment(config, tmp_path / "run", tracking="redis://x")

    assert not (tmp_path / "run").exists()


def test_a_run_that_cannot_be_kept_is_told_to_be_whole(small_run, tmp_path):
    tracker = Tracker(tmp_path / "mlruns")
    (tmp_path / "mlruns" / ".trash").rmdir()
    (tmp_path / "mlruns" / "0" / "meta.yaml").unlink()
    (tmp_path / "mlruns" / "0").rmdir()
    (tmp_path / "mlruns").rmdir()
    (tmp_path / "mlruns").write_text("in the way", encoding="utf-8")

    with pytest.raises(MediaframeError, match=f"the run is whole: {small_run / 'run'}"):
        tracker.keep(small_run / "run")


def test_without_mlflow_the_extra_is_named(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "mlflow", None)

    with pytest.raises(InputError, match=r'needs MLflow; pip install "mediaframe\[tracking\]"'):
        Tracker(tmp_path)


def _config(folder):
    """Write a config of a corpus that is not there: it is never read."""
    path = folder / "none.yaml"
    path.write_text("name: none\ncorpus: {path: none.jsonl}\n", encoding="utf-8")
    return path
