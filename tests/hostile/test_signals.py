"""Ctrl-C and requests to terminate, at any moment: exit code 130 or 143, one line, no process and no file left."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.builders import make_noisy_rows, write_config, write_jsonl

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="only Linux tells in files who runs"
)
CODES = {signal.SIGINT: 130, signal.SIGTERM: 143}
SAID = {
    signal.SIGINT: "interrupted; nothing half-written was left\n",
    signal.SIGTERM: "terminated; nothing half-written was left\n",
}


@pytest.fixture(scope="module")
def project(tmp_path_factory) -> Path:
    """Return a folder with a corpus, an experiment that trains for some seconds, and a study of it."""
    folder = Path(tmp_path_factory.mktemp("signals"))
    write_config(
        folder,
        write_jsonl(folder / "corpus.jsonl", make_noisy_rows(120)),
        features={"words": {"min_df": 1}, "characters": {}, "reading": {}},
        head={"kind": "logistic", "C": [0.1, 0.3, 1, 3, 10], "class_weight": ["balanced", "none"]},
        training={"folds": 3},
    )
    (folder / "study").mkdir()
    study = "question: Which?\nbase: ../small.yaml\nvariations: {weak: {head.C: 0.01}}\nseeds: 4\n"
    (folder / "study" / "study.yaml").write_text(study, encoding="utf-8")
    return folder


def start(*arguments: object) -> subprocess.Popen[str]:
    """Start a command with a process group of its own, as a shell with a terminal does."""
    return subprocess.Popen(
        [sys.executable, "-m", "mediaframe", *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )


def members(group: int) -> list[str]:
    """Return the command lines of the processes of a group."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            fields = (path / "stat").read_text().rpartition(")")[2].split()
            if int(fields[2]) == group and fields[0] != "Z":
                found.append((path / "cmdline").read_text().replace("\0", " "))
        except OSError:
            continue
    return found


def await_workers(process: subprocess.Popen[str], count: int) -> None:
    """Wait until a command has so many processes of its own."""
    until = time.monotonic() + 120
    while sum("LokyProcess" in line for line in members(process.pid)) < count:
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < until
        time.sleep(0.02)


def check_gone(group: int) -> None:
    """Wait until no process of a group is left."""
    until = time.monotonic() + 20
    while left := members(group):
        assert time.monotonic() < until, left
        time.sleep(0.05)


def left_in(folder: Path) -> list[str]:
    """Return what is in a folder that should be gone."""
    return sorted(path.name for path in folder.rglob(".mediaframe.*"))


def _at(project: Path, command: str) -> list[str]:
    name, place, *rest = command.split()
    return [name, str(project / place), *rest]


@pytest.mark.parametrize("to_all", [False, True], ids=["to the process", "to its group"])
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM], ids=["SIGINT", "SIGTERM"])
@pytest.mark.parametrize("command", ["run small.yaml", "study study --no-figures"])
def test_a_command_with_workers_ends_in_one_line_and_leaves_none(
    project, tmp_path, command, sent, to_all
):
    process = start(*_at(project, command), "--jobs", 2, "-o", tmp_path / "out")
    await_workers(process, 2)
    time.sleep(0.5)

    (os.killpg if to_all else os.kill)(process.pid, sent)
    _, said = process.communicate(timeout=60)

    assert (process.returncode, said) == (CODES[sent], SAID[sent])
    check_gone(process.pid)
    assert left_in(tmp_path) == []


@pytest.mark.exhaustive
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM], ids=["SIGINT", "SIGTERM"])
def test_a_run_that_is_stopped_at_any_moment_says_one_line_at_most(project, tmp_path, sent):
    rng = random.Random(1)  # noqa: S311 - moments
    for _ in range(20):
        process = start("run", project / "small.yaml", "-o", tmp_path / "out")
        time.sleep(rng.uniform(0.5, 6))
        process.send_signal(sent)
        _, said = process.communicate(timeout=60)

        # Before the command line is loaded, and once all is done, the signal itself ends the process.
        assert process.returncode in (CODES[sent], -sent, 0), said
        assert said in ("", SAID[sent])
        check_gone(process.pid)
        assert left_in(tmp_path) == []
