"""Provenance: what a result depends on, and what may be replaced by a new run."""

import json
import platform
import re
import shutil
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import pytest

from mediaframe.errors import InputError
from mediaframe.files import provenance
from mediaframe.files.provenance import (
    PACKAGES,
    PROVENANCE,
    RUN_INFO,
    Clock,
    ResultFolder,
    check_replaceable,
    environment,
    run_info,
    silent,
)

WANTED = {"mediaframe": "0.1.0", "environment": {"python": "3.11"}, "seed": 1, "corpus": {"sha256": "ab"}}  # fmt: skip
BARE = {"mediaframe": "0.1.0", "environment": {}}


class Told:
    """Remembers every stage that was announced."""

    def __init__(self):
        self.stages = []

    def __call__(self, name, done, of):
        """Take note of a stage."""
        self.stages.append((name, done, of))


def make_run(folder, provenance):
    """Write a folder that holds a run."""
    folder.mkdir()
    (folder / PROVENANCE).write_text(json.dumps(provenance))
    return folder


def test_the_environment_names_what_may_move_a_figure():
    found = environment()

    assert found["mediaframe"] == version("mediaframe")
    assert re.fullmatch("[0-9a-f]{64}", found["code_sha256"])
    assert found["environment"]["python"] == platform.python_version()
    assert found["environment"]["packages"] == {name: version(name) for name in PACKAGES}
    assert found["environment"]["machine"] == platform.machine()
    assert found["environment"]["simd"]
    assert found["environment"]["blas"]


def test_the_environment_is_the_same_at_every_call_and_strict_json():
    first, second = (json.dumps(environment(), allow_nan=False) for _ in range(2))

    assert first == second


@pytest.mark.parametrize(
    ("source", "is_code"),
    [
        pytest.param("reader/signals.py", True, id="code"),
        pytest.param("reader/lexicon/speech.yaml", True, id="words"),
        pytest.param("reader/probe.txt", True, id="the probe"),
        pytest.param("reader/__pycache__/signals.pyc", False, id="what Python keeps"),
    ],
)
def test_the_digest_of_the_code_changes_with_every_source_file(tmp_path, source, is_code):
    package = Path(shutil.copytree(Path(provenance.__file__).parents[1], tmp_path / "package"))
    before = provenance.digest_sources(package)
    (package / source).parent.mkdir(exist_ok=True)

    with (package / source).open("a", encoding="utf-8") as file:
        file.write("# more\n")

    assert (provenance.digest_sources(package) != before) == is_code


def test_the_environment_tells_neither_hour_nor_host():
    text = json.dumps(environment())

    assert platform.node() not in text
    assert str(datetime.now(UTC).date()) not in text


@pytest.mark.parametrize("force", [True, False])
def test_nothing_and_an_empty_folder_may_be_replaced(tmp_path, force):
    (tmp_path / "empty").mkdir()

    check_replaceable(tmp_path / "none", WANTED, force=force)
    check_replaceable(tmp_path / "empty", WANTED, force=force)


@pytest.mark.parametrize(
    "found",
    [
        pytest.param(WANTED, id="the same"),
        pytest.param({**WANTED, "mediaframe": "0.0.1"}, id="an older version"),
        pytest.param({**WANTED, "environment": {}}, id="another machine"),
        pytest.param({**WANTED, "code_sha256": "0" * 64}, id="other code"),
        pytest.param({**WANTED, "more": 1}, id="more on record"),
    ],
)
def test_a_run_of_the_same_settings_and_data_may_be_replaced(tmp_path, found):
    run = make_run(tmp_path / "run", found)

    check_replaceable(run, WANTED, force=False)

    assert json.loads((run / PROVENANCE).read_text()) == found


@pytest.mark.parametrize(
    ("found", "parts"),
    [
        pytest.param({**WANTED, "seed": 2}, "seed", id="another seed"),
        pytest.param({**WANTED, "corpus": {"sha256": "cd"}}, "corpus", id="other data"),
        pytest.param({**BARE, "seed": 2}, "seed and corpus", id="both"),
        pytest.param(BARE, "seed and corpus", id="nothing on record"),
    ],
)
def test_another_run_is_replaced_only_by_force(tmp_path, found, parts):
    run = make_run(tmp_path / "run", found)

    with pytest.raises(InputError) as caught:
        check_replaceable(run, WANTED, force=False)
    check_replaceable(run, WANTED, force=True)

    assert str(caught.value) == (
        f"{run}: holds a run of another {parts}; name another folder with -o, or replace it with --force"
    )


@pytest.mark.parametrize("force", [True, False])
@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("thesis.tex", b"years of work", id="somebody's files"),
        pytest.param(PROVENANCE, b"", id="empty provenance"),
        pytest.param(PROVENANCE, b"{'seed': 1}", id="provenance that is no JSON"),
        pytest.param(PROVENANCE, b"\xff\xfe", id="provenance that is no text"),
    ],
)
def test_what_is_no_run_is_never_replaced(tmp_path, name, content, force):
    (tmp_path / name).write_bytes(content)

    with pytest.raises(InputError) as caught:
        check_replaceable(tmp_path, WANTED, force=force)

    assert str(caught.value) == (
        f"{tmp_path}: holds something else than a run; name another folder with -o"
    )


@pytest.mark.parametrize(
    "content",
    [
        "3",
        "null",
        '"text"',
        "[1]",
        "[]",
    ],
)
def test_provenance_that_is_no_object_is_no_run(tmp_path, content):
    (tmp_path / PROVENANCE).write_text(content)

    with pytest.raises(InputError) as caught:
        check_replaceable(tmp_path, WANTED, force=True)

    assert str(caught.value) == (
        f"{tmp_path / PROVENANCE}: not what a run writes; name another folder with -o"
    )


@pytest.mark.parametrize("force", [True, False])
def test_a_file_is_never_replaced(tmp_path, force):
    path = tmp_path / "file"
    path.write_text("old")

    with pytest.raises(InputError) as caught:
        check_replaceable(path, WANTED, force=force)

    assert str(caught.value) == f"{path}: a file stands there; name another folder with -o"


def files_in(folder):
    """Return the names of the files of a folder."""
    return sorted(path.name for path in folder.iterdir())


def test_a_result_stands_beside_what_it_depends_on_and_when_it_was_made(tmp_path):
    folder = ResultFolder(tmp_path / "run", WANTED, force=False)

    with folder.fill(Clock(silent), jobs=2) as partial:
        (partial / "scores.json").write_text("{}")

    info = json.loads((tmp_path / "run" / RUN_INFO).read_text())
    assert files_in(tmp_path / "run") == [PROVENANCE, RUN_INFO, "scores.json"]
    assert json.loads((tmp_path / "run" / PROVENANCE).read_text()) == WANTED
    assert info["jobs"] == 2
    assert info["host"] == platform.node()


def fail_while_filling(folder):
    """Begin to fill a folder, and fail."""
    with folder.fill(Clock(silent)) as partial:
        (partial / "scores.json").write_text("{}")
        raise KeyboardInterrupt


def test_a_result_that_fails_leaves_what_was_there(tmp_path):
    run = make_run(tmp_path / "run", WANTED)
    folder = ResultFolder(run, WANTED, force=False)

    with pytest.raises(KeyboardInterrupt):
        fail_while_filling(folder)

    assert files_in(tmp_path) == ["run"]
    assert files_in(run) == [PROVENANCE]


def test_a_folder_is_marked_once(tmp_path):
    folder = ResultFolder(tmp_path / "study", WANTED, force=False)

    folder.mark()
    (tmp_path / "study" / "result.json").write_text("{}")
    folder.mark()

    assert files_in(tmp_path / "study") == [PROVENANCE, "result.json"]
    assert json.loads((tmp_path / "study" / PROVENANCE).read_text()) == WANTED


def test_another_result_is_refused_before_the_work_and_replaced_by_force(tmp_path):
    run = make_run(tmp_path / "run", BARE)

    with pytest.raises(InputError, match="holds a run of another seed and corpus"):
        ResultFolder(run, WANTED, force=False)
    with ResultFolder(run, WANTED, force=True).fill(Clock(silent)):
        pass

    assert json.loads((run / PROVENANCE).read_text()) == WANTED


def test_a_place_that_cannot_be_written_is_refused_before_the_work(tmp_path):
    (tmp_path / "file").write_text("x")

    with pytest.raises(OSError, match=r"Not a directory|File exists"):
        ResultFolder(tmp_path / "file" / "run", WANTED, force=True)


def test_the_clock_announces_and_times_each_stage():
    told = Told()
    clock = Clock(told)

    with clock.stage("reading"), clock.stage("parsing"):
        pass

    assert told.stages == [
        ("reading", 0, 1),
        ("parsing", 0, 1),
        ("parsing", 1, 1),
        ("reading", 1, 1),
    ]
    assert list(clock.seconds) == ["parsing", "reading"]
    assert clock.seconds["reading"] >= clock.seconds["parsing"] >= 0


def test_the_clock_starts_at_source_date_epoch(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")

    assert run_info(Clock(silent))["started"] == "1970-01-02T00:00:00+00:00"


def fail_in_stage(clock):
    """Start a stage that fails."""
    with clock.stage("training"):
        raise KeyboardInterrupt


def test_a_stage_that_fails_is_not_announced_as_done():
    told = Told()
    clock = Clock(told)

    with pytest.raises(KeyboardInterrupt):
        fail_in_stage(clock)

    assert told.stages == [("training", 0, 1)]
    assert clock.seconds == {}


def test_run_info_tells_hour_host_and_command():
    clock = Clock(silent)
    with clock.stage("reading"):
        pass

    info = json.loads(json.dumps(run_info(clock), allow_nan=False))

    assert set(info) == {"started", "seconds", "host", "platform", "command"}
    assert datetime.fromisoformat(info["started"]) <= datetime.now(UTC)
    assert info["seconds"] == clock.seconds
    assert info["host"] == platform.node()
    assert info["command"] == sys.argv
