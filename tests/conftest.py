"""What all tests share: how hypothesis searches, and one small run that no test changes."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from typer.testing import CliRunner

from mediaframe.cli import app
from tests.builders import make_noisy_rows, write_config, write_jsonl

collect_ignore = ["hostile/fuzz.py"]  # needs atheris, which fuzzing alone does

# Programs that tests start in other folders are to load the same sources.
if "PYTHONPATH" in os.environ:
    named = os.environ["PYTHONPATH"].split(os.pathsep)
    os.environ["PYTHONPATH"] = os.pathsep.join(map(os.path.abspath, named))

# The gate asks the same examples each time, however busy the machine; the full gate looks further, at random.
SLOW_MACHINE = [HealthCheck.too_slow]
settings.register_profile("gate", deadline=None, suppress_health_check=SLOW_MACHINE, derandomize=True)  # fmt: skip
settings.register_profile("full", deadline=None, suppress_health_check=SLOW_MACHINE, max_examples=200)  # fmt: skip
settings.load_profile("gate")


@pytest.fixture(scope="session")
def small_run(tmp_path_factory) -> Iterator[Path]:
    """Return a folder with a corpus, a config, the run of it and what the command said; no test changes it."""
    folder = tmp_path_factory.mktemp("small")
    config = write_config(folder, write_jsonl(folder / "corpus.jsonl", make_noisy_rows()))
    result = CliRunner().invoke(app, ["run", str(config), "-o", str(folder / "run")])
    assert result.exit_code == 0, result.output
    (folder / "said.txt").write_text(result.stdout, encoding="utf-8")
    before = contents(folder)

    yield folder

    assert contents(folder) == before, "a test changed the run that all tests share"


def contents(folder: Path) -> dict[str, bytes]:
    """Return the bytes of every file below a folder, by path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
