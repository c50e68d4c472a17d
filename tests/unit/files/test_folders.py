"""Folders and files that appear whole or not at all."""

import ctypes
import json
import os
import subprocess
import sys
from pathlib import Path
from threading import Event, Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediaframe.errors import InputError
from mediaframe.files import folders
from mediaframe.files.folders import check_new, check_writable, new_file, new_folder
from mediaframe.files.writing import write_json

STOP = "stop"
INTERRUPTIONS = [
    pytest.param(KeyboardInterrupt, id="Ctrl-C"),
    pytest.param(SystemExit, id="terminated"),
    pytest.param(OSError, id="disk full"),
    pytest.param(ValueError, id="a bug"),
]


class NoExchange:
    """A C library of a system that cannot swap two folders."""

    def __init__(self, *_args, **_options):
        pass


@pytest.fixture
def umask(request):
    """Set which rights new files and folders lack, and set it back."""
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def names_in(folder):
    """Return everything in a folder, hidden or not."""
    return sorted(path.name for path in folder.iterdir())


def contents_of(folder):
    """Return the names and texts of the files of a folder."""
    return {path.name: path.read_text() for path in folder.iterdir()}


def fill_folder(target, text, error):
    """Write to a new folder, and stop in the middle."""
    with new_folder(target) as partial:
        (partial / "scores.json").write_text(text)
        (partial / "deeper").mkdir()
        (partial / "deeper" / "half").write_text(text)
        raise error(STOP)


def replace_folder(target, text):
    """Write a file into a new folder."""
    with new_folder(target) as partial:
        (partial / "scores.json").write_text(text)


def fill_file(target, text, error):
    """Write to a new file, and stop in the middle."""
    with new_file(target) as partial:
        partial.write_text(text)
        raise error(STOP)


@pytest.fixture
def run(tmp_path):
    """A folder with an older run in it."""
    folder = tmp_path / "run"
    folder.mkdir()
    (folder / "scores.json").write_text("old")
    (folder / "figure.svg").write_text("old")
    return folder


def test_a_new_folder_appears_with_its_parents(tmp_path):
    target = tmp_path / "reports" / "deep" / "run"

    replace_folder(target, "new")

    assert contents_of(target) == {"scores.json": "new"}
    assert names_in(target.parent) == ["run"]


def test_a_relative_folder_stands_in_the_working_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    replace_folder(Path("run"), "new")

    assert contents_of(tmp_path / "run") == {"scores.json": "new"}


def test_the_folder_is_not_there_before_it_is_filled(tmp_path):
    with new_folder(tmp_path / "run") as partial:
        (partial / "scores.json").write_text("new")

        assert not (tmp_path / "run").exists()
        assert partial.parent.parent == tmp_path


def test_the_old_folder_stands_until_the_new_one_is_filled(run):
    with new_folder(run) as partial:
        (partial / "scores.json").write_text("new")

        assert contents_of(run) == {"scores.json": "old", "figure.svg": "old"}


def test_a_new_folder_replaces_the_old_one_with_all_its_files(run):
    replace_folder(run, "new")

    assert contents_of(run) == {"scores.json": "new"}
    assert names_in(run.parent) == ["run"]


def test_an_empty_folder_is_replaced(tmp_path):
    (tmp_path / "run").mkdir()

    replace_folder(tmp_path / "run", "new")

    assert contents_of(tmp_path / "run") == {"scores.json": "new"}


@pytest.mark.parametrize("error", INTERRUPTIONS)
def test_an_interruption_leaves_the_old_folder_and_nothing_beside_it(run, error):
    with pytest.raises(error, match=STOP):
        fill_folder(run, "new", error)

    assert contents_of(run) == {"scores.json": "old", "figure.svg": "old"}
    assert names_in(run.parent) == ["run"]


@pytest.mark.parametrize("error", INTERRUPTIONS)
def test_an_interruption_leaves_no_folder_where_there_was_none(tmp_path, error):
    with pytest.raises(error, match=STOP):
        fill_folder(tmp_path / "run", "new", error)

    assert names_in(tmp_path) == []


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux swaps two folders in one step")
def test_a_reader_always_finds_a_whole_folder(run):
    (run / "figure.svg").unlink()
    seen, stopped = set(), Event()

    def read():
        while not stopped.is_set():
            try:
                seen.add((run / "scores.json").read_text())
            except OSError as error:
                seen.add(type(error).__name__)

    reader = Thread(target=read)
    reader.start()
    for number in range(200):
        replace_folder(run, f"new {number}")
    stopped.set()
    reader.join()

    assert seen <= {"old", *(f"new {number}" for number in range(200))}


def test_two_folders_can_be_filled_at_once(tmp_path):
    with new_folder(tmp_path / "run") as first, new_folder(tmp_path / "run") as second:
        (first / "scores.json").write_text("first")
        (second / "scores.json").write_text("second")

    assert contents_of(tmp_path / "run") == {"scores.json": "first"}
    assert names_in(tmp_path) == ["run"]


def test_where_the_file_system_has_no_swap_folders_are_renamed(run, monkeypatch):
    monkeypatch.setattr(folders, "_RENAME_EXCHANGE", 1 << 30)  # a flag that every system refuses

    replace_folder(run, "new")

    assert contents_of(run) == {"scores.json": "new"}
    assert names_in(run.parent) == ["run"]


def test_where_the_system_has_no_swap_folders_are_renamed(run, monkeypatch):
    monkeypatch.setattr(ctypes, "CDLL", NoExchange)  # as on macOS

    replace_folder(run, "new")

    assert contents_of(run) == {"scores.json": "new"}
    assert names_in(run.parent) == ["run"]


def test_a_folder_does_not_replace_a_file(tmp_path):
    target = tmp_path / "run"
    target.write_text("old")

    with pytest.raises(NotADirectoryError):
        replace_folder(target, "new")

    assert contents_of(tmp_path) == {"run": "old"}


def test_a_folder_is_replaced_behind_its_link(run):
    link = run.with_name("latest")
    link.symlink_to(run)

    replace_folder(link, "new")

    assert link.is_symlink()
    assert contents_of(run) == {"scores.json": "new"}
    assert names_in(run.parent) == ["latest", "run"]


def test_a_link_to_nothing_is_given_its_folder(tmp_path):
    link = tmp_path / "latest"
    link.symlink_to("run")

    replace_folder(link, "new")

    assert link.is_symlink()
    assert contents_of(tmp_path / "run") == {"scores.json": "new"}


def test_a_new_file_appears_with_its_parents(tmp_path):
    target = tmp_path / "deep" / "labels.jsonl"

    with new_file(target) as partial:
        partial.write_text("new")

    assert contents_of(target.parent) == {"labels.jsonl": "new"}


def test_the_old_file_stands_until_the_new_one_is_written(tmp_path):
    target = tmp_path / "labels.jsonl"
    target.write_text("old")

    with new_file(target) as partial:
        partial.write_text("new")
        before = target.read_text()

    assert (before, target.read_text()) == ("old", "new")
    assert names_in(tmp_path) == ["labels.jsonl"]


@pytest.mark.parametrize("error", INTERRUPTIONS)
def test_an_interruption_leaves_the_old_file_and_nothing_beside_it(tmp_path, error):
    target = tmp_path / "labels.jsonl"
    target.write_text("old")

    with pytest.raises(error, match=STOP):
        fill_file(target, "new", error)

    assert contents_of(tmp_path) == {"labels.jsonl": "old"}


def test_a_file_that_was_not_written_is_no_file(tmp_path):
    with pytest.raises(FileNotFoundError), new_file(tmp_path / "labels.jsonl"):
        pass

    assert names_in(tmp_path) == []


def test_a_file_does_not_replace_a_folder(run):
    def write():
        with new_file(run) as partial:
            partial.write_text("new")

    with pytest.raises(IsADirectoryError):
        write()

    assert contents_of(run) == {"scores.json": "old", "figure.svg": "old"}
    assert names_in(run.parent) == ["run"]


def test_a_file_is_replaced_behind_its_link(tmp_path):
    target, link = tmp_path / "real.jsonl", tmp_path / "labels.jsonl"
    target.write_text("old")
    link.symlink_to(target)

    with new_file(link) as partial:
        partial.write_text("new")

    assert link.is_symlink()
    assert contents_of(tmp_path) == {"real.jsonl": "new", "labels.jsonl": "new"}


def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)

    with new_file(pipe) as partial:
        partial.write_text("new")
    written = os.read(reader, 100)
    os.close(reader)

    assert written == b"new"
    assert pipe.is_fifo()
    assert names_in(tmp_path) == ["pipe"]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)  # fmt: skip


@given(values=json_values)
def test_json_is_read_again_as_it_was(tmp_path_factory, values):
    path = tmp_path_factory.mktemp("json", numbered=True) / "a.json"

    write_json(path, values)

    assert json.loads(path.read_bytes()) == values


def test_json_is_laid_out_for_people(tmp_path):
    path = tmp_path / "a.json"

    write_json(path, {"b": ["é"], "a": None})

    assert path.read_bytes() == '{\n  "b": [\n    "é"\n  ],\n  "a": null\n}\n'.encode()


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_what_json_cannot_hold_is_refused_and_the_old_file_kept(tmp_path, value):
    path = tmp_path / "a.json"
    write_json(path, {"f1": 0.5})

    with pytest.raises(ValueError, match="JSON"):
        write_json(path, {"f1": [value]})

    assert json.loads(path.read_bytes()) == {"f1": 0.5}


@pytest.mark.parametrize("umask", [0o022, 0o027, 0o077], indirect=True, ids=oct)
def test_a_new_folder_has_the_rights_of_any_other(tmp_path, umask):
    replace_folder(tmp_path / "run", "new")

    assert (tmp_path / "run").stat().st_mode & 0o777 == 0o777 & ~umask
    assert (tmp_path / "run" / "scores.json").stat().st_mode & 0o777 == 0o666 & ~umask


@pytest.mark.parametrize("umask", [0o022, 0o077], indirect=True, ids=oct)
def test_a_folder_that_takes_the_place_of_another_has_the_rights_of_any_other(tmp_path, umask):
    (tmp_path / "run").mkdir(mode=0o700)

    replace_folder(tmp_path / "run", "new")

    assert (tmp_path / "run").stat().st_mode & 0o777 == 0o777 & ~umask


@pytest.mark.parametrize("umask", [0o022, 0o077], indirect=True, ids=oct)
def test_a_new_file_has_the_rights_of_any_other(tmp_path, umask):
    with new_file(tmp_path / "labels.csv") as partial:
        partial.write_text("text")

    assert (tmp_path / "labels.csv").stat().st_mode & 0o777 == 0o666 & ~umask


@pytest.mark.parametrize("place", ["run", "deep/er/run"])
def test_a_place_that_can_be_written_is_left_as_it_was(tmp_path, place):
    check_writable(tmp_path / place)

    assert list(tmp_path.iterdir()) == []


def test_a_place_below_a_file_is_refused(tmp_path):
    (tmp_path / "file").write_text("x", encoding="utf-8")

    with pytest.raises(OSError, match=r"Not a directory|File exists"):
        check_writable(tmp_path / "file" / "run")


def test_what_stands_there_is_replaced_by_force_only(tmp_path):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    (tmp_path / "empty").mkdir()

    check_new(tmp_path / "none", force=False)
    check_new(tmp_path / "empty", force=False)
    check_new(Path("/dev/null"), force=False)
    check_new(tmp_path / "file", force=True)
    with pytest.raises(InputError, match="file: stands there already"):
        check_new(tmp_path / "file", force=False)


KILLED = """
import os, signal, sys
from pathlib import Path
from mediaframe.files.folders import new_file, new_folder
with {writer}(Path(sys.argv[1])) as partial:
    (partial / "half" if partial.is_dir() else partial).write_text("half")
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such locks")
@pytest.mark.parametrize("writer", ["new_folder", "new_file"])
def test_what_a_killed_writer_left_is_gone_after_the_next(tmp_path, writer):
    script = KILLED.format(writer=writer)
    subprocess.run([sys.executable, "-c", script, str(tmp_path / "killed")], check=False)
    left = len(names_in(tmp_path))

    replace_folder(tmp_path / "run", "new")

    assert (left, names_in(tmp_path)) == (1, ["run"])


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such locks")
def test_what_a_living_writer_has_begun_stays(tmp_path):
    with new_folder(tmp_path / "first") as partial:
        (partial / "scores.json").write_text("first")
        replace_folder(tmp_path / "second", "second")

    assert contents_of(tmp_path / "first") == {"scores.json": "first"}


def test_all_is_on_disk_before_it_takes_its_place(run, monkeypatch):
    synced, fsync = [], os.fsync

    def sync(file):
        synced.append((os.fstat(file).st_ino, (run / "figure.svg").exists()))
        fsync(file)

    monkeypatch.setattr(os, "fsync", sync)

    with new_folder(run) as partial:
        (partial / "scores.json").write_text("new")
        wanted = {(partial / "scores.json").stat().st_ino, partial.stat().st_ino}

    assert wanted <= {inode for inode, is_old in synced if is_old}
    assert synced[-1] == (run.parent.stat().st_ino, False)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such limit")
def test_a_full_disk_is_told_of_the_file_that_was_asked_for(tmp_path):
    script = (
        "import resource, sys; from pathlib import Path; from mediaframe.files.folders import new_file\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (10, 10))\n"
        "try:\n"
        "    with new_file(Path(sys.argv[1])) as partial: partial.write_text('x' * 100)\n"
        "except OSError as error: print(error.filename)"
    )
    target = tmp_path / "labels.jsonl"

    told = subprocess.run(
        [sys.executable, "-c", script, str(target)], capture_output=True, text=True, check=True
    )

    assert (told.stdout.strip(), names_in(tmp_path)) == (str(target), [])
