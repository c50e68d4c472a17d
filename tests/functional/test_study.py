"""The command `study`, as a user starts, kills and starts it again."""

import json
import os
import signal
import subprocess
import sys
import time

import jsonschema
import pytest
from typer.testing import CliRunner

from mediaframe.cli import app
from mediaframe.results.study.headline import study_headline
from mediaframe.results.study.scores import StudyScores
from mediaframe.results.tables import interval
from mediaframe.study import run_study
from tests.unit.study.test_study import STUDY, contents, done_in, write_study

PYTHON = [sys.executable, "-m", "mediaframe"]
MANY = STUDY.replace("seeds: [1, 2]", "seeds: 4")
START = "question: Which?\nbase: small.yaml\n"
ONE = f"{START}variations:\n  weak: {{head.C: 0.01}}\n"
SHARES = (
    "{a third: {split.train_share: 0.34}, half: {split.train_share: 0.5}, "
    "most: {split.train_share: 0.75}, all: {}}"
)


def start(folder, out, *arguments):
    """Start a study in a process of its own."""
    command = [*PYTHON, "study", str(folder), "-o", str(out), "--no-figures", *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def wait_for_results(out, count: int):
    """Wait until some experiments are finished."""
    until = time.monotonic() + 300
    while len(list((out / "results").glob("*.json"))) < count:
        assert time.monotonic() < until, "no experiment finished"
        time.sleep(0.01)


def finish(process):
    stdout, stderr = process.communicate(timeout=300)
    return process.returncode, stdout.decode(), stderr.decode()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("deadly", "code", "engine"),
    [
        pytest.param(signal.SIGKILL, -signal.SIGKILL, "local", id="kill -9"),
        pytest.param(signal.SIGTERM, 143, "local", id="terminate"),
        pytest.param(signal.SIGKILL, -signal.SIGKILL, "dask", id="kill -9, dask"),
    ],
)
def test_a_study_that_was_killed_goes_on_and_gives_the_same_bytes(tmp_path, deadly, code, engine):
    folder = write_study(tmp_path / "first", MANY)
    run_study(folder, tmp_path / "whole", figures=False)
    process = start(folder, tmp_path / "out", "--jobs", "2", "--engine", engine)
    wait_for_results(tmp_path / "out", 2)
    os.kill(process.pid, deadly)
    killed, _, _ = finish(process)
    found = len(list((tmp_path / "out" / "results").glob("*.json")))

    again, _, stderr = finish(start(folder, tmp_path / "out", "--engine", engine))

    assert (killed, again, stderr) == (code, 0, "")
    assert done_in(tmp_path / "out") <= 16 - found
    assert 2 <= found < 16
    assert contents(tmp_path / "out") == contents(tmp_path / "whole")


def test_what_failed_is_told_at_the_end_with_exit_code_1(tmp_path):
    text = STUDY.replace("{head.C: 0.01}", "{features.words.min_df: 999}")

    code, stdout, stderr = finish(start(write_study(tmp_path / "first", text), tmp_path / "out"))

    assert code == 1
    assert stderr.startswith(
        "2 of 8 experiments failed\nweak, seed 1, corpus.jsonl: features.words.min_df"
    )
    assert "Do weak penalties help?" in stdout
    assert json.loads((tmp_path / "out" / "study.json").read_bytes())["experiments"] == {
        "all": 8,
        "failed": 2,
    }


def test_a_study_whose_experiments_all_fail_for_wrong_settings_exits_with_code_2(tmp_path):
    folder = write_study(tmp_path / "first", STUDY, training={"folds": 40})

    code, stdout, stderr = finish(start(folder, tmp_path / "out"))

    assert (code, stdout) == (2, "")
    place = f"{tmp_path}/first/corpus.jsonl"
    assert stderr.startswith(
        f"every experiment failed\nsmall, seed 1, corpus.jsonl: {place}: training.folds"
    )


def test_a_mistake_in_the_study_is_told_before_anything_is_run(tmp_path):
    text = STUDY.replace("head.C: 0.01", "head.C: -1")

    code, stdout, stderr = finish(start(write_study(tmp_path / "first", text), tmp_path / "out"))

    assert (code, stdout) == (2, "")
    assert (
        stderr
        == f"{tmp_path}/first/study.yaml:5:10: head.C: is -1; input should be greater than 0\n"
    )
    assert not (tmp_path / "out").exists()


def test_a_scheduler_that_does_not_answer_is_told_with_exit_code_2(tmp_path):
    folder = write_study(tmp_path / "first")
    arguments = ("--engine", "dask", "--scheduler", "tcp://127.0.0.1:9")

    code, stdout, stderr = finish(start(folder, tmp_path / "out", *arguments))

    assert (code, stdout) == (2, "")
    assert (
        stderr
        == "tcp://127.0.0.1:9: no Dask scheduler answers there; give an address such as tcp://HOST:8786\n"
    )


def test_a_study_of_one_answer_prints_its_headline_and_table(tmp_path):
    folder, out = write_study(tmp_path / "first", ONE), tmp_path / "out"

    code, stdout, stderr = finish(start(folder, out))

    scores = StudyScores.model_validate_json((out / "study.json").read_bytes())
    question, headline, empty, header, *rows = stdout.splitlines()
    assert (code, stderr, empty) == (0, "", "")
    assert (question, headline) == ("Which?", study_headline(scores))
    assert header.split("  ")[0] == "F1"
    assert [row.split("  ")[0] for row in rows] == ["small", "weak", "", f"page: {out / 'study.html'}"]  # fmt: skip
    assert interval(scores.answers[0].variations[1].estimate.macro) in rows[1]


def test_a_study_of_several_answers_prints_them_side_by_side(tmp_path):
    text = f"{ONE}splits: {{whole: {{kind: article}}, torn: {{kind: sentence}}}}\n"

    code, stdout, _ = finish(start(write_study(tmp_path / "first", text), tmp_path / "out"))

    _, headline, _, header, *rows = stdout.splitlines()
    assert code == 0
    assert "Small macro-F1 0." in headline
    assert header.split()[-2:] == ["small", "weak"]
    assert [row.split("  ")[0] for row in rows[:2]] == ["whole", "torn"]


def test_a_study_of_a_curve_prints_its_points(tmp_path):
    text = f"{START}factors: {{share: {SHARES}}}\ncurve: share\n"

    code, stdout, _ = finish(start(write_study(tmp_path / "first", text), tmp_path / "out"))

    scores = StudyScores.model_validate_json((tmp_path / "out" / "study.json").read_bytes())
    (curve,) = [answer.curves["small"] for answer in scores.answers]
    _, headline, _, header, *rows = stdout.splitlines()
    assert code == 0
    assert headline.startswith(f"small: {interval(curve.points[-1])} with ")
    assert header.startswith("line ")
    assert [interval(point) in row for point, row in zip(curve.points, rows, strict=False)] == [True] * 4  # fmt: skip


def test_a_claim_of_a_study_is_verified_and_a_tampered_page_exits_with_1(tmp_path):
    folder = write_study(tmp_path / "first", ONE)
    run_study(folder, tmp_path / "report", figures=False)
    claims = "claims: [{name: whole, study: ., report: ../report}]\n"
    (folder / "claims.yaml").write_text(claims, encoding="utf-8")

    same = CliRunner().invoke(app, ["verify", str(folder)])
    page = tmp_path / "report" / "study.md"
    page.write_text(page.read_text(encoding="utf-8").replace("weak", "strong"), encoding="utf-8")
    other = CliRunner().invoke(app, ["verify", str(folder)])

    name = f"{folder / 'claims.yaml'}: whole"
    assert (same.exit_code, same.stdout, same.stderr) == (0, f"{name}: reproduced\n", "")
    assert other.exit_code == 1
    assert other.stdout.startswith(f"{name}: different: edited since the run")
    assert other.stdout.endswith("\n  study.md: other bytes\n")
    assert other.stderr.endswith(f"did not come out again: {name}\n")


def test_the_schema_that_is_printed_accepts_what_a_study_writes(tmp_path):
    run_study(write_study(tmp_path / "first", ONE), tmp_path / "out", figures=False)

    schema = json.loads(CliRunner().invoke(app, ["config", "schema", "study"]).stdout)

    values = json.loads((tmp_path / "out" / "study.json").read_bytes())
    jsonschema.validate(values, schema)
    with pytest.raises(jsonschema.ValidationError, match="'sed' was unexpected"):
        jsonschema.validate({**values, "sed": 1}, schema)


def test_the_folder_of_a_study_without_a_claim_is_skipped_and_told_why(tmp_path):
    run_study(write_study(tmp_path / "first", ONE), tmp_path / "report", figures=False)

    result = CliRunner().invoke(app, ["verify", str(tmp_path / "report")])

    assert result.exit_code == 0
    assert result.stdout.startswith(f"{tmp_path / 'report'}: skipped: a study; ")
