"""Several processes at one place: writers, a reader while others write, and what the dead have left."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from threading import Event, Thread

import pytest

from mediaframe import load_model
from mediaframe.codebook import load_codebook
from mediaframe.comparison.predictions import read_predictions
from mediaframe.config import LogisticHead
from mediaframe.data.corpus import read_corpus
from mediaframe.errors import InputError
from mediaframe.files.aside import aside, held, scratch_folder
from mediaframe.files.folders import new_file, new_folder, read_whole
from mediaframe.files.rows import write_table
from tests.builders import make_model, make_rows
from tests.conftest import contents
from tests.hostile.forks import Forks

ABANDONED = ".mediaframe.0123456789abcdef"


def both(inputs: Path, *commands: str) -> list[subprocess.CompletedProcess[str]]:
    """Run commands at the same time."""
    started = [
        subprocess.Popen(
            [sys.executable, "-m", "mediaframe", *command.format_map({"in": inputs}).split()],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for command in commands
    ]
    return [
        subprocess.CompletedProcess(each.args, each.wait(), *each.communicate())
        for each in started
    ]  # fmt: skip


def test_two_runs_to_one_folder_leave_one_of_them_whole(inputs, tmp_path):
    run = f"run {{in}}/small.yaml -o {tmp_path / 'out'}"

    ended = both(inputs, run, f"{run} -s seed=5")

    # Who comes second finds another run, unless it looked before.
    told = "".join(each.stderr for each in ended)
    assert sorted(each.returncode for each in ended) in ([0, 0], [0, 2])
    assert all(
        "holds a run of another seed and configuration" in line
        for line in told.splitlines()
        if not line.startswith("warning: ")
    )
    assert load_model(tmp_path / "out").training.seed in (1, 5)
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_who_is_late_with_other_settings_replaces_nothing(inputs, tmp_path, forks: Forks):
    """The folder is looked at again when all is done."""
    late = subprocess.Popen(
        [sys.executable, "-m", "mediaframe", "run", inputs / "small.yaml", "-o", tmp_path / "out", "-s", "seed=5", "-s", "evaluation.resamples=30000"],
        stderr=subprocess.PIPE, text=True, stdout=subprocess.PIPE,
    )  # fmt: skip
    time.sleep(0.5)
    assert forks.run("run", inputs / "small.yaml", "-o", tmp_path / "out").code == 0
    before = contents(tmp_path / "out")

    _, told = late.communicate()

    assert late.returncode == 2
    assert "out: holds a run of another seed and configuration" in told
    assert contents(tmp_path / "out") == before


def test_a_study_that_another_process_writes_is_refused(inputs, tmp_path, forks: Forks):
    call = ("study", inputs / "study", "--no-figures", "-o", tmp_path / "out")
    assert forks.run(*call).code == 0
    before = contents(tmp_path / "out")

    with held(tmp_path / "out", "study"):
        ended = forks.run(*call)

    assert (ended.code, ended.stdout) == (2, "")
    assert ended.stderr == f"{tmp_path / 'out'}: another process is writing this study; wait for it, or name another folder with -o\n"  # fmt: skip
    assert contents(tmp_path / "out") == before
    assert forks.run(*call).code == 0


def while_writing(write, read, times: int) -> list[object]:
    """Return what is read, again and again, while something is written as often as `times`."""
    found: list[object] = []
    done = Event()

    def reader() -> None:
        while not done.is_set():
            found.append(read())

    thread = Thread(target=reader)
    thread.start()
    for number in range(times):
        write(number)
    done.set()
    thread.join()
    return found


def test_a_model_that_is_replaced_all_the_time_can_be_loaded_all_the_time(tmp_path):
    models = [make_model(LogisticHead(C=(C,))) for C in (0.3, 3.0)]
    wanted = {model.weights_sha256 for model in models}
    models[0].save(tmp_path / "model")

    found = while_writing(
        lambda number: models[number % 2].save(tmp_path / "model"),
        lambda: load_model(tmp_path / "model").weights_sha256,
        15,
    )

    assert found
    assert set(found) <= wanted


def test_predictions_that_are_replaced_all_the_time_are_of_one_writer(tmp_path):
    sets = [make_rows(articles)[: articles * 3] for articles in (4, 8)]
    write_table(sets[0], tmp_path / "p.jsonl")

    found = while_writing(
        lambda number: write_table(sets[number % 2], tmp_path / "p.jsonl"),
        lambda: len(read_predictions(tmp_path / "p.jsonl", load_codebook()).sentence_ids),
        30,
    )

    assert set(found) <= {12, 24}


def test_a_corpus_that_changes_while_it_is_read_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "c.jsonl"
    write_table(make_rows(), path)
    digest = "mediaframe.data.corpus.corpus_digest"

    def changing(found: Path) -> str:
        write_table(make_rows(4), found)
        return "0" * 64

    monkeypatch.setattr(digest, changing)

    with pytest.raises(InputError, match=r"c.jsonl: changed while it was read"):
        read_corpus(path, load_codebook())


def test_a_folder_that_is_never_still_is_read_in_the_end(tmp_path):
    reads: list[int] = []

    def read() -> int:
        with new_folder(tmp_path / "f") as partial:
            (partial / "n").write_text(str(len(reads)))
        reads.append(1)
        return len(reads)

    assert read_whole(tmp_path / "f", read) == 11


# What the dead have left.


def leave(folder: Path) -> Path:
    left = folder / ABANDONED
    (left / "deep").mkdir(parents=True)
    (left / "deep" / "half").write_text("half")
    return left


@pytest.mark.parametrize("writer", [new_file, new_folder])
def test_what_the_dead_left_is_gone_after_the_next_writer(tmp_path, writer):
    left = leave(tmp_path)

    with writer(tmp_path / "new") as partial:
        if writer is new_file:
            partial.write_text("new")

    assert not left.exists()


@pytest.mark.parametrize(
    "left", ["an empty folder", "a file", "a link", "a folder of another name"]
)
def test_what_looks_like_it_is_in_nobodys_way(tmp_path, left):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "mine").write_text("mine")
    path = tmp_path / "place" / (ABANDONED if "another" not in left else ".mediaframe.notes")
    path.parent.mkdir()
    match left:
        case "a file":
            path.write_text("mine")
        case "a link":
            path.symlink_to(outside)
        case _:
            path.mkdir()

    with new_file(tmp_path / "place" / "new") as partial:
        partial.write_text("new")

    assert (tmp_path / "place" / "new").read_text() == "new"
    assert (outside / "mine").read_text() == "mine"
    assert path.exists() == (left != "an empty folder")


def test_a_lock_of_the_dead_locks_nothing(tmp_path):
    script = f"from mediaframe.files.aside import held; from pathlib import Path; import os\nwith held(Path({str(tmp_path)!r}), 'study'): os._exit(9)"
    subprocess.run([sys.executable, "-c", script], check=False)

    with held(tmp_path, "study"):
        assert tmp_path.exists()


def test_a_scratch_folder_is_for_nobody_else(monkeypatch, tmp_path):
    monkeypatch.setattr("mediaframe.files.aside.gettempdir", lambda: str(tmp_path))

    with scratch_folder() as folder:
        mode = folder.stat().st_mode & 0o777
        (folder / "half").write_text("half")

    assert (mode, list(tmp_path.iterdir())) == (0o700, [])


def test_many_writers_at_one_place_take_nothing_from_each_other(tmp_path):
    def write(number: int) -> None:
        for turn in range(20):
            with new_file(tmp_path / f"{number}.json") as partial:
                partial.write_text(json.dumps([number, turn]))

    threads = [Thread(target=write, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(os.listdir(tmp_path)) == [f"{number}.json" for number in range(8)]  # noqa: PTH208 - hidden ones too
    assert {path.read_text() for path in tmp_path.iterdir()} == {
        json.dumps([number, 19]) for number in range(8)
    }


def test_where_two_folders_cannot_be_swapped_a_death_between_two_renames_loses_nothing(
    tmp_path, monkeypatch
):
    monkeypatch.setattr("mediaframe.files.folders._is_swapped", lambda *_: False)
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "scores").write_text("old")
    with new_folder(tmp_path / "run") as partial:
        (partial / "scores").write_text("new")
    assert contents(tmp_path) == {"run/scores": b"new"}
    left = tmp_path / ABANDONED
    (left / "run").mkdir(parents=True)
    (left / "run" / "scores").write_text("newer")
    (tmp_path / "run").rename(left / ".replaced")  # and here the process died

    with aside(tmp_path):
        assert contents(tmp_path) == {"run/scores": b"newer"}
