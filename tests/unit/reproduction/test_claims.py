"""Claims on record and what else a path holds: run again, compared, skipped or refused."""

import json
import shutil
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from typer.testing import CliRunner

from mediaframe.cli import app
from mediaframe.config import EvaluationConfig
from mediaframe.config.file import load_config
from mediaframe.errors import InputError
from mediaframe.evaluation.evaluate import evaluate_model
from mediaframe.experiment.run import run_experiment
from mediaframe.reproduction import Verdict, verify_paths, worst, write_badge
from mediaframe.reproduction.claims import read_claims
from tests.builders import make_noisy_rows, make_rows, write_config, write_jsonl

F1 = "systems.model.macro.f1"


def mediaframe(*arguments: object):
    return CliRunner().invoke(app, list(map(str, arguments)))


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Return a folder with a run, an evaluation and two corpora that no test changes."""
    folder = tmp_path_factory.mktemp("claims")
    corpus = write_jsonl(folder / "corpus.jsonl", make_noisy_rows())
    other = write_jsonl(folder / "other.jsonl", make_rows())
    run = run_experiment(load_config(write_config(folder, corpus)), folder / "reports" / "run")
    config = EvaluationConfig(resamples=100)
    evaluate_model(
        run.folder, other, folder / "reports" / "evaluation", config=config, figures=False
    )
    return folder


@pytest.fixture
def project(tmp_path, made):
    """Return a copy to change."""
    return Path(shutil.copytree(made, tmp_path / "project"))


def f1_of(made: Path, kind: str) -> float:
    scores = json.loads((made / "reports" / kind / "scores.json").read_text(encoding="utf-8"))
    return float(scores["systems"]["model"]["macro"]["f1"]["value"])


def write_claims(project: Path, *claims: str) -> Path:
    path = project / "experiments" / "001-small" / "claims.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("claims:\n" + "".join(f"  - {{{claim}}}\n" for claim in claims), "utf-8")
    return path


def claim(value: object, *more: str, name: str = "small", source: str = "config: ../../small.yaml"):
    return ", ".join([f"name: {name}", source, f"expected: {{{F1}: {value}}}", *more])


@pytest.mark.parametrize(
    ("gap", "tolerance", "status"),
    [
        pytest.param(0.0, None, "reproduced", id="the same"),
        pytest.param(0.0004, None, "reproduced", id="the digits on record"),
        pytest.param(0.01, "tolerance: 0.02", "close", id="within tolerance"),
        pytest.param(-0.01, "tolerance: 0.02", "close", id="within tolerance, below"),
        pytest.param(0.03, "tolerance: 0.02", "different", id="beyond tolerance"),
        pytest.param(0.001, None, "different", id="beyond the digits on record"),
    ],
)
def test_a_claim_is_run_and_compared(project, made, gap, tolerance, status):
    value = f1_of(made, "run") + gap
    path = write_claims(project, claim(value, *([tolerance] if tolerance else [])))

    ((name, verdict),) = verify_paths([project / "experiments"])

    assert name == f"{path}: small"
    assert verdict.status == status
    assert verdict.cause.startswith(f"{F1} 0.")


def test_a_run_folder_an_evaluation_and_settings_can_be_claimed(project, made):
    write_claims(
        project,
        claim(f1_of(made, "run"), name="run", source="run: ../../reports/run"),
        claim(f1_of(made, "run"), "corpus: ../../corpus.jsonl", name="its own corpus"),
        claim(f1_of(made, "evaluation"), "corpus: ../../other.jsonl", name="another corpus"),
        claim(0, "settings: [head.kind=majority, corpus.path=../../corpus.jsonl]", name="settings"),
        "name: undefined, config: ../../small.yaml, expected: {systems.always_yes.macro.brier: null}",
    )

    verdicts = dict(verify_paths([project / "experiments"]))

    found = {name.rpartition(": ")[2]: verdict.status for name, verdict in verdicts.items()}
    assert found.pop("settings") in {"reproduced", "different"}
    assert found == dict.fromkeys(["run", "its own corpus", "another corpus", "undefined"], "reproduced")  # fmt: skip


def test_a_claim_on_a_corpus_that_is_not_here_is_skipped_and_said_so(project):
    write_claims(project, claim(0.5, "corpus: none.jsonl"))

    result = mediaframe("verify", project / "experiments")

    assert result.exit_code == 0
    assert "small: skipped: no corpus at " in result.stdout
    assert result.stdout.count("\n") == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("claims: []", ":1:1: claims: ", id="no claims"),
        pytest.param("claims:\n- {name: x, config: c, expcted: 1, expected: {a: 1}}", ":2:24: claims.0.expcted: unknown key; did you mean 'expected'?", id="unknown key"),
        pytest.param("claims:\n- {name: x, expected: {a: 1}}", ":2:3: claims.0: give either config", id="no source"),
        pytest.param("claims:\n- {name: x, config: c, run: r, expected: {a: 1}}", ":2:3: claims.0: give either config", id="two sources"),
        pytest.param("claims:\n- {name: x, config: c, expected: {a: good}}", ":2:35: claims.0.expected.a: is 'good'", id="a word"),
        pytest.param("claims:\n- {name: x, config: c, expected: {}}", ":2:3: claims.0: expected has no figure", id="no figures"),
        pytest.param("claims:\n- {name: x, config: c.yaml, expected: {a: 1}}", ":2:13: claims.0.config: no file at ", id="no config"),
        pytest.param("claims:\n- {name: x, run: r, expected: {a: 1}}", ":2:13: claims.0.run: no run folder with a config.yaml at ", id="no run"),
        pytest.param("claims:\n- {name: x, config: c, expected: {a: 1}}\n- {name: x, config: c, expected: {a: 1}}", ":1:1: the claim 'x' stands twice", id="name twice"),
        pytest.param("claims:\n- {name: x, config: c, tolerance: 0, expected: {a: 1}}", ":2:24: claims.0.tolerance: is 0", id="no tolerance"),
    ],
)  # fmt: skip
def test_a_wrong_claim_is_told_with_its_place(tmp_path, text, message):
    path = tmp_path / "claims.yaml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(InputError) as caught:
        read_claims(path)

    assert str(caught.value).startswith(f"{path}{message}")


def test_a_figure_that_there_is_not_is_told_with_the_nearest(project):
    path = write_claims(project, "name: x, config: ../../small.yaml, expected: {systems.model.macro.f2: 1}")  # fmt: skip

    result = mediaframe("verify", path)

    assert (result.exit_code, result.stdout) == (2, "")
    assert ":2:" in result.stderr
    assert "did you mean 'systems.model.macro.f1'?" in result.stderr


def test_a_folder_is_searched_and_what_cannot_be_run_again_is_skipped(project):
    (project / "reports" / "comparison").mkdir()
    (project / "reports" / "comparison" / "provenance.json").write_text("{}")
    (project / "reports" / "comparison" / "comparison.json").write_text("{}")
    write_claims(project, claim(0.123456))

    result = mediaframe("verify", project, "--badge", project / "badge.svg")

    lines = result.stdout.splitlines()
    assert result.exit_code == 1
    assert [line.removeprefix(f"{project}/").split(";")[0].split(" 0.")[0] for line in lines] == [
        f"experiments/001-small/claims.yaml: small: different: {F1}",
        "reports/comparison: skipped: a comparison",
        "reports/evaluation: skipped: an evaluation",
        "reports/run: reproduced",
    ]
    assert "on record 0.123456 ± 0.0005, off by +" in lines[0]
    assert "claims.yaml: small" in result.stderr
    assert "different" in (project / "badge.svg").read_text(encoding="utf-8")


def test_one_refused_result_does_not_keep_the_others_from_being_verified(project):
    shutil.copytree(project / "reports" / "run", project / "reports" / "a")
    (project / "reports" / "a" / "config.yaml").write_text(
        "name: x\ncorpus: {path: none.jsonl}\n", encoding="utf-8"
    )

    result = mediaframe("verify", project / "reports")

    assert result.exit_code == 2
    assert "none.jsonl: cannot be read" in result.stderr
    assert result.stdout.splitlines()[-1].endswith("run: reproduced")


def test_without_a_path_what_usually_holds_results_is_verified(project, monkeypatch):
    monkeypatch.chdir(project)

    result = mediaframe("verify")

    assert result.exit_code == 0
    assert "reports/run: reproduced" in result.stdout


def test_where_there_is_nothing_it_is_said(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    result = mediaframe("verify")

    assert result.exit_code == 2
    assert result.stderr.startswith("PATH: nothing to verify in reports or experiments here")


@pytest.mark.parametrize("status", ["skipped", "reproduced", "close", "refused", "different"])
def test_a_badge_is_an_image_that_tells_the_verdict(tmp_path, status):
    write_badge(tmp_path / "b.svg", status)

    root = ET.fromstring((tmp_path / "b.svg").read_text(encoding="utf-8"))
    texts = [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]
    assert texts == ["results", status]


def test_a_badge_is_an_svg_file(tmp_path):
    result = mediaframe("verify", tmp_path, "--badge", tmp_path / "b.png")

    assert result.exit_code == 2
    assert result.stderr.startswith("--badge: ")
    assert list(tmp_path.iterdir()) == []


def test_the_worst_verdict_speaks_for_all():
    statuses = ["reproduced", "refused", "different", "skipped"]

    assert worst(map(Verdict, statuses)) == "different"
    assert worst(map(Verdict, statuses[:2])) == "refused"
