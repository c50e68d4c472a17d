"""What users install: the wheel, alone in an environment outside the repository, does the main job."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.snippets import FENCE, Command, run

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
def test_what_the_readme_tells_users_to_type_installs_a_program_that_trains_and_labels(
    tmp_path, monkeypatch
):
    monkeypatch.delenv("PYTHONPATH", raising=False)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    install = [code for kind, code in FENCE.findall(readme) if kind == "sh"][2]
    program = tmp_path / "mediaframe-env" / "bin" / "mediaframe"

    def say(*arguments: str, said: str = "") -> str:
        call = [program, *arguments]
        return subprocess.run(call, cwd=tmp_path, input=said, stdout=subprocess.PIPE, text=True, check=True).stdout  # fmt: skip

    for name in ("LICENSE", "README.md", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    for name in ("src", ".ci"):
        shutil.copytree(ROOT / name, tmp_path / name)
    (tmp_path / "mine.yaml").write_text("name: mine\n", encoding="utf-8")

    run(Command(install, ""), tmp_path)
    shutil.rmtree(tmp_path / "src")  # what is installed is a wheel
    trained = say("run", "mine.yaml")
    labelled = say("predict", "runs/mine", said="Police say he fled.")
    shipped = say("predict", "news-en", said="Police say he fled.")

    assert trained.endswith("report: runs/mine/report.html\n")
    assert (tmp_path / "runs" / "mine" / "figures" / "f1.svg").is_file()
    for said in (labelled, shipped):
        assert json.loads(said)["labels"] == ["attribution", "official_claim"]
    assert say("guide", "own-data").startswith("# ")
