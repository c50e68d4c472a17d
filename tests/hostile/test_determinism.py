"""What may not move a result: hash seed, time zone, locale, working folder, umask, threads, clock, order of the corpus' articles."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from safetensors.numpy import load_file

from tests.builders import make_noisy_rows, write_config, write_jsonl
from tests.conftest import contents

SETTINGS: dict[str, Any] = {
    "report": {"figures": True},
    "features": {"words": {"min_df": 1}, "characters": {}, "reading": {}},
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """Return a folder with the inputs and, in `plain/out`, the run of them in this environment."""
    folder = Path(tmp_path_factory.mktemp("determinism"))
    (folder / "in").mkdir()
    write_config(
        folder / "in", write_jsonl(folder / "in" / "corpus.jsonl", make_noisy_rows()), **SETTINGS
    )
    run(folder, "plain")
    return folder


def run(folder: Path, name: str, *, config: str = "in", cwd: Path | None = None, umask: int = -1, **environment: str) -> Path:  # fmt: skip
    """Run the experiment in another environment; return its run folder."""
    out = folder / name / "out"
    ended = subprocess.run(
        [sys.executable, "-m", "mediaframe", "run", folder / config / "small.yaml", "-o", out],
        cwd=cwd or folder,
        env={**os.environ, **environment},
        umask=umask,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return out


def results(out: Path) -> dict[str, bytes]:
    """Return the bytes of all that a run leaves but its hours."""
    return {name: content for name, content in contents(out).items() if name != "run_info.json"}


@pytest.mark.slow
@pytest.mark.parametrize(
    "environment",
    [
        pytest.param({"PYTHONHASHSEED": "0"}, id="hash seed 0"),
        pytest.param({"PYTHONHASHSEED": "4294967295"}, id="hash seed 4294967295"),
        pytest.param({"TZ": "Pacific/Kiritimati"}, id="14 hours ahead"),
        pytest.param({"TZ": "America/Adak"}, id="10 hours behind"),
        pytest.param({"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"}, id="Turkish"),
        pytest.param({"LC_ALL": "de_DE.UTF-8", "LANG": "de_DE.UTF-8"}, id="German"),
        pytest.param({"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, id="ASCII"),
        pytest.param({"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}, id="one thread"),
        pytest.param({"OMP_NUM_THREADS": "7", "OPENBLAS_NUM_THREADS": "7"}, id="seven threads"),
        pytest.param({"SOURCE_DATE_EPOCH": "0"}, id="1970"),
        pytest.param({"SOURCE_DATE_EPOCH": "2208988800"}, id="2040"),
        pytest.param({"HOME": "/nonexistent", "MPLCONFIGDIR": "/nonexistent"}, id="no home"),
        pytest.param({"COLUMNS": "20", "NO_COLOR": "1"}, id="a narrow terminal"),
    ],
)
def test_the_environment_moves_no_byte(folder, environment, request):
    out = run(folder, request.node.callspec.id, **environment)

    assert results(out) == results(folder / "plain" / "out")


@pytest.mark.slow
@pytest.mark.parametrize("umask", [0o000, 0o077], ids=oct)
def test_the_umask_moves_no_byte(folder, umask):
    out = run(folder, f"umask {umask}", umask=umask)

    assert results(out) == results(folder / "plain" / "out")


@pytest.mark.slow
def test_the_working_folder_moves_no_byte(folder, tmp_path):
    out = run(folder, "elsewhere", cwd=tmp_path)

    assert results(out) == results(folder / "plain" / "out")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_the_order_of_articles_changes_the_digest_of_the_corpus_and_nothing_else(folder):
    rows = sorted(make_noisy_rows(), key=lambda row: row["article_id"], reverse=True)
    (folder / "reversed").mkdir(exist_ok=True)
    corpus = write_jsonl(folder / "reversed" / "corpus.jsonl", rows)
    write_config(folder / "reversed", corpus, **SETTINGS)

    out, plain = run(folder, "reversed", config="reversed"), folder / "plain" / "out"

    scores, before = (json.loads((each / "scores.json").read_bytes()) for each in (out, plain))
    assert scores["corpus"].pop("sha256") != before["corpus"].pop("sha256")
    assert scores == before
    same = ("predictions.parquet", "model/weights.safetensors")
    assert [(out / name).read_bytes() for name in same] == [
        (plain / name).read_bytes() for name in same
    ]
    assert load_file(out / "model" / "weights.safetensors")


def test_the_hash_seed_and_the_locale_move_no_byte_of_predictions(small_run):
    said = {
        subprocess.run(
            [sys.executable, "-m", "mediaframe", "predict", small_run / "run", small_run / "corpus.jsonl"],
            env={**os.environ, **environment}, capture_output=True, check=True,
        ).stdout
        for environment in ({"PYTHONHASHSEED": "1", "LC_ALL": "C"}, {"PYTHONHASHSEED": "2", "LC_ALL": "tr_TR.UTF-8", "TZ": "Asia/Tokyo"})
    }  # fmt: skip

    assert len(said) == 1
