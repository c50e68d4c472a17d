"""The compiled build: asked for alone, into wheels alone; such a wheel, in an environment of its own, says what plain Python says."""

import json
import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest
from hatchling.bridge.app import Application

ROOT = Path(__file__).parents[2]
HOOK = runpy.run_path(str(ROOT / ".ci" / "compiled.py"))

SAID = """
import json, sys
from mediaframe import load_model
from mediaframe.codebook import load_codebook
from mediaframe.data.corpus import read_corpus
from mediaframe.files.provenance import is_compiled

sentences = read_corpus("bundled", load_codebook()).sentences
units = ['"', "”", "“'\\"«„ ", "'", "‘", " 'a", "\\0", "😀", "a-", "could not be ", "a:", "said ", "not , but ", "Ana Ruiz, ", "“ said he ” "]
texts = [sentence.text for sentence in sentences] + [unit * 2000 for unit in units] + ["", " "]
articles = [sentence.article_id for sentence in sentences] + [f"u{n}" for n in range(len(units) + 2)]
model = load_model("news-en")
scores = model.predict_proba(texts, articles).tolist()
decided = model.predict(texts, articles).tolist()
json.dump({"compiled": is_compiled(), "scores": scores, "decided": decided}, sys.stdout)
"""


def hook(target: str = "wheel"):
    return HOOK["CompiledReader"](str(ROOT), {}, None, None, "", target, Application())


def test_a_plain_build_needs_nothing_more_and_adds_nothing(monkeypatch):
    monkeypatch.delenv("MEDIAFRAME_COMPILE", raising=False)
    plain, data = hook(), {"force_include": {}, "pure_python": True}

    plain.initialize("standard", data)
    plain.finalize("standard", data, "")

    assert plain.dependencies() == []
    assert data == {"force_include": {}, "pure_python": True}


def test_a_compiled_build_is_told_to_bring_its_compiler_for_wheels_alone(monkeypatch):
    monkeypatch.setenv("MEDIAFRAME_COMPILE", "1")

    assert any(need.startswith("mypy") for need in hook().dependencies())
    assert hook("sdist").dependencies() == []


def test_an_editable_installation_is_never_compiled(monkeypatch, capsys):
    monkeypatch.setenv("MEDIAFRAME_COMPILE", "1")

    with pytest.raises(SystemExit):
        hook().initialize("editable", {"force_include": {}})

    assert "leave out -e" in capsys.readouterr().err
    assert not list((ROOT / "src").rglob("*.so"))


def test_constants_are_marked_and_no_line_moves():
    source = (
        '"""Words."""\n\nimport re\n\n_MOST = 3\nOF, ON = 1, 2\n\n\ndef most():\n    X = _MOST\n'
    )

    marked = HOOK["with_final"](source)

    assert marked.split("\n")[4] == "_MOST: Final = 3"
    assert len(marked.split("\n")) == len(source.split("\n"))
    assert "    X = _MOST" in marked
    compile(marked, "marked", "exec")


@pytest.mark.exhaustive
def test_a_compiled_wheel_decides_as_plain_python_does(tmp_path):
    bare = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    python = tmp_path / "environment" / "bin" / "python"

    def run(*command: object, **further: str) -> str:
        done = subprocess.run(
            list(map(str, command)), cwd=tmp_path, env=bare | further, stdout=subprocess.PIPE, text=True, check=True
        )  # fmt: skip
        return done.stdout

    run(sys.executable, "-m", "venv", "environment")
    run(python, "-m", "pip", "install", "--quiet", ROOT, MEDIAFRAME_COMPILE="1")
    version = run(python, "-m", "mediaframe", "--version")
    compiled = json.loads(run(python, "-c", SAID))
    plain = json.loads(run(sys.executable, "-c", SAID, PYTHONPATH=str(ROOT / "src")))

    assert version.endswith(", reader compiled\n")
    assert (compiled["compiled"], plain["compiled"]) == (True, False)
    assert len(plain["scores"]) > 5000
    assert compiled["decided"] == plain["decided"]
    assert all(
        one == pytest.approx(other, abs=1e-12)
        for one, other in zip(compiled["scores"], plain["scores"], strict=True)
    )
    assert not list((ROOT / "src").rglob("*.so"))
