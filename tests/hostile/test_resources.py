"""Disks that are full, streams that are closed, memory that runs out, places that cannot be written: one message, nothing half-written."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import contents

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has these files")
PREDICT = "predict {in}/run {in}/corpus.jsonl"
UNSHARE = Path("/usr/bin/unshare")
FULL = "No space left on device; make room"


def shell(command: str, inputs: Path, place: Path) -> subprocess.CompletedProcess[str]:
    """Run a command by a shell, as a user does, in an empty folder."""
    place.mkdir()
    filled = command.format_map({"in": inputs, "mediaframe": f"{sys.executable} -m mediaframe"})
    return subprocess.run(
        ["/bin/sh", "-c", filled], cwd=place, capture_output=True, text=True, check=False, timeout=120
    )  # fmt: skip


@LINUX
@pytest.mark.parametrize(
    ("command", "code", "said"),
    [
        pytest.param(f"{PREDICT} > /dev/full", 1, f"standard output: {FULL}", id="predict to a full disk"),
        pytest.param("config new > /dev/full", 1, f"standard output: {FULL}", id="config new to a full disk"),
        pytest.param("--version > /dev/full", 1, f"standard output: {FULL}", id="--version to a full disk"),
        pytest.param("run --help > /dev/full", 1, f"standard output: {FULL}", id="--help to a full disk"),
        pytest.param(f"{PREDICT} --force -o /dev/full --format jsonl", 2, r"/dev/full: the ending '' .*", id="a device as output"),
        pytest.param(f"{PREDICT} --page /dev/full", 1, f"/dev/full: {FULL}", id="a full disk as page"),
        pytest.param(f"{PREDICT} >&-", 1, "standard output: Bad file descriptor; try again", id="predict to a closed output"),
        pytest.param("--version >&-", 1, "standard output: Bad file descriptor; try again", id="--version to a closed output"),
        pytest.param("predict {in}/run - <&-", 2, "standard input:1: no text; give an article", id="predict from a closed input"),
        pytest.param("explain {in}/run - <&-", 2, "SENTENCE: empty; .*", id="explain from a closed input"),
        pytest.param("predict {in}/run none.txt 2>&-", 2, "", id="a mistake told to a closed error output"),
        pytest.param(f"{PREDICT} 2>&- >&- <&-", 1, "", id="everything closed"),
        pytest.param("run {in}/small.yaml -o /proc/run", 2, r"/proc/.*; check the path", id="a folder that can hold nothing"),
        pytest.param("run {in}/small.yaml -o {in}/corpus.jsonl/run", 2, r".*corpus.jsonl.*; check the path", id="below a file"),
        pytest.param(f"{PREDICT} -o {'x' * 300}.csv", 2, r".*: File name too long; check the path", id="too long a name"),
    ],
)  # fmt: skip
def test_a_stream_or_place_that_takes_nothing_is_told_in_one_line(inputs, tmp_path, command, code, said):  # fmt: skip
    ended = shell(f"{{mediaframe}} {command}", inputs, tmp_path / "place")

    assert ended.returncode == code, ended.stderr
    assert re.fullmatch(said, ended.stderr.removesuffix("\n")), ended.stderr
    assert list((tmp_path / "place").iterdir()) == []


def test_a_reader_that_goes_away_is_taken_quietly(inputs, tmp_path):
    ended = shell(f"{{mediaframe}} {PREDICT} | true", inputs, tmp_path / "place")

    assert (ended.stdout, ended.stderr) == ("", "")


LIMITED = [
    pytest.param("run {in}/small.yaml -o {to}", "out", id="run"),
    pytest.param("predict {in}/run {in}/corpus.jsonl -o {to}", "o.jsonl", id="predict"),
    pytest.param("predict {in}/run {in}/corpus.jsonl --page {to}", "o.html", id="page"),
    pytest.param("evaluate {in}/run {in}/corpus.jsonl --no-figures -o {to}", "out", id="evaluate"),
    pytest.param("study {in}/study --no-figures -o {to}", "out", id="study"),
    pytest.param("data convert {in}/corpus.jsonl {to} --to dataset", "out", id="dataset"),
    pytest.param("data convert {in}/corpus.jsonl {to}", "o.csv", id="csv"),
    pytest.param("data convert {in}/corpus.jsonl {to}", "o.parquet", id="parquet"),
    pytest.param("config new {to}", "o.yaml", id="config new"),
]


@LINUX
@pytest.mark.parametrize(("command", "to"), LIMITED)
def test_files_that_may_not_grow_are_told_by_name_and_none_is_left(forks, inputs, tmp_path, command, to):  # fmt: skip
    arguments = command.format_map({"in": inputs, "to": tmp_path / to}).split()

    ended = forks.run(*arguments, limits={"RLIMIT_FSIZE": 500})

    assert ended.code == 1, ended.stderr
    assert re.fullmatch(rf"{tmp_path / to}[^:]*: File too large; make room", ended.stderr.strip())
    assert [name for name in contents(tmp_path) if name != "out/provenance.json"] == []


@LINUX
@pytest.mark.parametrize("room", [0, 1_000_000, 8_000_000])
@pytest.mark.parametrize(("command", "to"), LIMITED[:5])
def test_memory_that_runs_out_is_told_in_one_line(forks, inputs, tmp_path, command, to, room):
    arguments = command.format_map({"in": inputs, "to": tmp_path / to}).split()

    ended = forks.run(*arguments, memory=room)

    # Some library in C ends the process where it gets no memory.
    assert ended.code in (0, 1, -signal.SIGSEGV, -signal.SIGABRT), ended.stderr
    if ended.code == 1:
        assert re.fullmatch("memory ran out, .*\n", ended.stderr)
        assert [name for name in contents(tmp_path) if name != "out/provenance.json"] == []
    elif ended.code and not (tmp_path / to).is_file():  # a file is there whole or not at all
        # Who is ended cannot tidy up: the next does, and is not hindered.
        assert forks.run(*arguments).code == 0
        assert [name for name in contents(tmp_path) if name.startswith(".mediaframe")] == []


@LINUX
@pytest.mark.parametrize("kilobytes", [150_000, 250_000, 500_000])
def test_too_little_memory_for_the_libraries_is_told_before_they_are_loaded(
    inputs, tmp_path, kilobytes
):
    command = "{mediaframe} run {in}/small.yaml -o out"

    ended = shell(f"ulimit -v {kilobytes}; {command}", inputs, tmp_path / "place")

    assert (ended.returncode, ended.stdout) == (1, "")
    assert re.fullmatch(r"memory: this process may have \d+ bytes, .*\n", ended.stderr)
    assert list((tmp_path / "place").iterdir()) == []


@LINUX
@pytest.mark.parametrize("size", [8, 24])
def test_a_disk_that_fills_up_keeps_the_old_result(inputs, tmp_path, size):
    """A real disk, where this process may mount one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = (
        f"mount -t tmpfs -o size={size}k none {disk} || exit 77; cd {disk}; echo old > o.html; "
    )
    command = f"{{mediaframe}} {PREDICT} --page o.html; code=$?; cat o.html; ls -A; exit $code"
    script = (mounted + command).format_map(
        {"in": inputs, "mediaframe": f"{sys.executable} -m mediaframe"}
    )
    if not UNSHARE.exists():
        pytest.skip("nothing may be mounted here")
    ended = subprocess.run(
        [UNSHARE, "-m", "/bin/sh", "-c", script], capture_output=True, text=True, check=False
    )
    if ended.returncode == 77 or "unshare" in ended.stderr:
        pytest.skip("nothing may be mounted here")

    assert (ended.returncode, ended.stdout) == (1, "old\no.html\n")
    assert ended.stderr == f"{disk / 'o.html'}: {FULL}\n"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write")
def test_a_folder_that_is_read_only_is_refused_before_training(inputs, tmp_path):
    tmp_path.chmod(0o500)

    ended = shell("{mediaframe} run {in}/small.yaml -o out", inputs, tmp_path)

    assert (ended.returncode, ended.stderr) == (
        2,
        f"{tmp_path / 'out'}: Permission denied; check the path\n",
    )
