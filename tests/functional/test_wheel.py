"""What users install: the wheel, alone in an environment outside the repository, does the main job."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
def test_the_wheel_trains_and_labels_in_an_environment_of_its_own(tmp_path):
    bare = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    programs = tmp_path / "environment" / "bin"

    def run(*command: object, folder: Path = tmp_path, said: str = "") -> str:
        return subprocess.run(
            list(map(str, command)),
            cwd=folder,
            env=bare,
            input=said,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        ).stdout

    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path, folder=ROOT)
    run(sys.executable, "-m", "venv", "environment")
    run(programs / "python", "-m", "pip", "install", "--quiet", *tmp_path.glob("*.whl"))
    (tmp_path / "mine.yaml").write_text("name: mine\n", encoding="utf-8")

    trained = run(programs / "mediaframe", "run", "mine.yaml")
    labelled = run(programs / "mediaframe", "predict", "runs/mine", said="Police say he fled.")
    shipped = run(programs / "mediaframe", "predict", "news-en", said="Police say he fled.")

    assert trained.endswith("report: runs/mine/report.html\n")
    assert (tmp_path / "runs" / "mine" / "figures" / "f1.svg").is_file()
    for said in (labelled, shipped):
        assert json.loads(said)["labels"] == ["attribution", "official_claim"]
