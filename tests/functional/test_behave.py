"""`mediaframe behave`, and the suite in the report of a run."""

import json

from typer.testing import CliRunner

from mediaframe import load_model, measure_behaviour
from mediaframe.cli import app
from tests.builders import make_rows, write_config, write_jsonl


def mediaframe(*arguments):
    return CliRunner().invoke(app, list(map(str, arguments)))


def test_behave_prints_pass_rates_and_fills_the_folder(small_run, tmp_path):
    done = mediaframe("behave", small_run / "run", "-o", tmp_path / "out")

    figures = json.loads((tmp_path / "out" / "behaviour.json").read_text("utf-8"))
    failures = (tmp_path / "out" / "failures.jsonl").read_text("utf-8").splitlines()
    assert done.exit_code == 0
    assert f"{figures['all']['passed']} of {figures['all']['cases']} cases passed" in done.stdout
    assert len(failures) == figures["all"]["cases"] - figures["all"]["passed"]
    assert (tmp_path / "out" / "behaviour.html").is_file()


def test_the_report_of_a_run_has_the_same_pass_rates(small_run):
    scores = json.loads((small_run / "run" / "scores.json").read_text("utf-8"))

    assert scores["behaviour"] == measure_behaviour(load_model(small_run / "run")).figures.to_json()
    assert "## Behaviour on small cases" in (small_run / "run" / "report.md").read_text("utf-8")
    assert "Behaviour on small cases</h2>" in (small_run / "run" / "report.html").read_text("utf-8")


def test_the_suite_can_be_switched_off(small_run, tmp_path):
    done = mediaframe(
        "run", small_run / "small.yaml", "-s", "report.behaviour=false", "-o", tmp_path / "off"
    )

    assert done.exit_code == 0
    assert json.loads((tmp_path / "off" / "scores.json").read_text("utf-8"))["behaviour"] is None
    assert "Behaviour" not in (tmp_path / "off" / "report.md").read_text("utf-8")


def test_a_model_of_another_codebook_is_refused_in_one_message(tmp_path):
    book = "name: weather\nversion: '1'\nlabels:\n  - {name: rain, definition: It rains.}\n"
    (tmp_path / "weather.yaml").write_text(book, encoding="utf-8")
    rows = [
        {**row, "labels": ["rain"] if "Rain" in str(row["text"]) else []} for row in make_rows()
    ]
    config = write_config(
        tmp_path,
        write_jsonl(tmp_path / "weather.jsonl", rows),
        codebook="weather.yaml",
        features={"words": {"min_df": 1}, "characters": None, "reading": None},
    )
    ran = mediaframe("run", config, "-o", tmp_path / "weather")

    done = mediaframe("behave", tmp_path / "weather", "-o", tmp_path / "out")

    assert ran.exit_code == 0, ran.output
    assert (
        json.loads((tmp_path / "weather" / "scores.json").read_text("utf-8"))["behaviour"] is None
    )
    assert done.exit_code == 2
    assert f"{tmp_path / 'weather'}: labels: rain; the cases have attribution" in done.stderr
    assert not (tmp_path / "out").exists()
