"""`mediaframe behave`, and the suite in the report of a run."""

import json

import pytest
from typer.testing import CliRunner

from mediaframe import load_model, measure_behaviour
from mediaframe.cli import app
from tests.builders import make_rows, write_config, write_jsonl


def mediaframe(*arguments):
    return CliRunner().invoke(app, list(map(str, arguments)))


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """Return a folder with a corpus, a config and the run of it."""
    folder = tmp_path_factory.mktemp("project")
    config = write_config(folder, write_jsonl(folder / "corpus.jsonl", make_rows()))
    done = mediaframe("run", config, "-o", folder / "run")
    assert done.exit_code == 0, done.output
    return folder


def test_behave_prints_pass_rates_and_fills_the_folder(project, tmp_path):
    done = mediaframe("behave", project / "run", "-o", tmp_path / "out")

    figures = json.loads((tmp_path / "out" / "behaviour.json").read_text("utf-8"))
    failures = (tmp_path / "out" / "failures.jsonl").read_text("utf-8").splitlines()
    assert done.exit_code == 0
    assert f"{figures['all']['passed']} of {figures['all']['cases']} cases passed" in done.stdout
    assert len(failures) == figures["all"]["cases"] - figures["all"]["passed"]
    assert (tmp_path / "out" / "behaviour.html").is_file()


def test_the_report_of_a_run_has_the_same_pass_rates(project):
    scores = json.loads((project / "run" / "scores.json").read_text("utf-8"))

    assert scores["behaviour"] == measure_behaviour(load_model(project / "run")).figures.to_json()
    assert "## Behaviour on small cases" in (project / "run" / "report.md").read_text("utf-8")
    assert "Behaviour on small cases</h2>" in (project / "run" / "report.html").read_text("utf-8")


def test_the_suite_can_be_switched_off(project):
    done = mediaframe(
        "run", project / "small.yaml", "-s", "report.behaviour=false", "-o", project / "off"
    )

    assert done.exit_code == 0
    assert json.loads((project / "off" / "scores.json").read_text("utf-8"))["behaviour"] is None
    assert "Behaviour" not in (project / "off" / "report.md").read_text("utf-8")


def test_a_model_of_another_codebook_is_refused_in_one_message(project, tmp_path):
    book = "name: weather\nversion: '1'\nlabels:\n  - {name: rain, definition: It rains.}\n"
    (project / "weather.yaml").write_text(book, encoding="utf-8")
    rows = [
        {**row, "labels": ["rain"] if "Rain" in str(row["text"]) else []} for row in make_rows()
    ]
    config = write_config(
        project,
        write_jsonl(project / "weather.jsonl", rows),
        codebook="weather.yaml",
        features={"words": {"min_df": 1}, "characters": None, "reading": None},
    )
    ran = mediaframe("run", config, "-o", project / "weather")

    done = mediaframe("behave", project / "weather", "-o", tmp_path / "out")

    assert ran.exit_code == 0, ran.output
    assert json.loads((project / "weather" / "scores.json").read_text("utf-8"))["behaviour"] is None
    assert done.exit_code == 2
    assert f"{project / 'weather'}: labels: rain; the cases have attribution" in done.stderr
    assert not (tmp_path / "out").exists()
