"""The command `study`, as a user starts, kills and starts it again."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from mediaframe.study import run_study
from tests.unit.test_study import STUDY, contents, done_in, write_study

PYTHON = [sys.executable, "-m", "mediaframe"]
MANY = STUDY.replace("seeds: [1, 2]", "seeds: 4")


def start(folder, out, *arguments):
    """Start a study in a process of its own."""
    command = [*PYTHON, "study", str(folder), "-o", str(out), *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def wait_for_results(out, count: int):
    """Wait until some experiments are finished."""
    until = time.monotonic() + 120
    while len(list((out / "results").glob("*.json"))) < count:
        assert time.monotonic() < until, "no experiment finished"
        time.sleep(0.01)


def finish(process):
    stdout, stderr = process.communicate(timeout=120)
    return process.returncode, stdout.decode(), stderr.decode()


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
    run_study(folder, tmp_path / "whole")
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
