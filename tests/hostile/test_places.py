"""What is no file where one is read, and results that would go into, onto or around what is read: refused by name, at once."""

import os
import re
import shutil
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from mediaframe.cli import app
from mediaframe.files.rows import read_rows
from tests.conftest import contents

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has these files")


def mediaframe(*arguments: object):
    """Run a command in this process."""
    return CliRunner().invoke(app, list(map(str, arguments)))


def refusal(result) -> str:
    """Return the one message of a command that was refused."""
    assert (result.exit_code, result.stdout) == (2, ""), result.output
    assert len(result.stderr.splitlines()) == 1, result.stderr
    return str(result.stderr).strip()


def put_pipe(path: Path) -> None:
    os.mkfifo(path)


def put_device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def put_endless(path: Path) -> None:
    """Put a file of 200 terabytes, none of which is on disk."""
    with path.open("wb") as file:
        try:
            file.truncate(200 << 40)
        except OSError:  # the file system has no files of that size
            file.truncate(15 << 40)


PUTS = [
    pytest.param(put_pipe, "a pipe or device, not a file", id="pipe"),
    pytest.param(put_device, "a pipe or device, not a file", id="device"),
    pytest.param(put_endless, r"\d+ bytes, more than the \d+ it may have", id="endless"),
]
READS = [
    pytest.param("run {}", "x.yaml", id="config"),
    pytest.param("config check {}", "x.yaml", id="config check"),
    pytest.param("study {}", "study.yaml", id="study"),
    pytest.param("verify {}", "claims.yaml", id="claims"),
    pytest.param("data check {}", "c.jsonl", id="jsonl"),
    pytest.param("data check {}", "c.csv", id="csv"),
    pytest.param("data check {}", "c.parquet", id="parquet"),
    pytest.param("data check {}", "c.json", id="label-studio"),
    pytest.param("data check c.jsonl --codebook {}", "b.yaml", id="codebook"),
    pytest.param("predict run {}", "a.txt", id="article"),
    pytest.param("predict run {}", "a.jsonl", id="sentences"),
    pytest.param("evaluate run {}", "c.jsonl", id="evaluated corpus"),
    pytest.param("compare run {}", "p.jsonl", id="predictions"),
    pytest.param("run config.yaml -s head.kind=external -s head.path={}", "p.jsonl", id="scores of another model"),
]  # fmt: skip


@pytest.fixture
def place(small_run, tmp_path, monkeypatch):
    """Return the working folder, with a run, its corpus and its config."""
    shutil.copytree(small_run / "run", tmp_path / "run")
    shutil.copy(small_run / "corpus.jsonl", tmp_path / "c.jsonl")
    shutil.copy(small_run / "small.yaml", tmp_path / "config.yaml")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(("put", "said"), PUTS)
@pytest.mark.parametrize(("command", "name"), READS)
def test_what_is_no_file_or_never_ends_is_refused_by_name(place, command, name, put, said):
    (place / name).unlink(missing_ok=True)
    put(place / name)

    told = refusal(mediaframe(*command.format(name).split()))

    assert re.search(rf"{name}: .*({said}|no such file of scores|no run folder)", told)


@pytest.mark.parametrize(("put", "said"), PUTS)
@pytest.mark.parametrize("name", ["model.json", "weights.safetensors"])
def test_a_part_of_a_model_that_is_no_file_is_refused_by_name(small_run, tmp_path, name, put, said):
    model = shutil.copytree(small_run / "run" / "model", tmp_path / "model")
    (model / name).unlink()
    put(model / name)

    told = refusal(mediaframe("explain", model, "He left."))

    assert re.search(rf"{model / name}: cannot be read \({said}\)", told)


@pytest.mark.parametrize("name", ["state.json", "data-00000-of-00001.arrow"])
def test_a_part_of_a_dataset_that_is_no_file_is_refused_by_name(small_run, tmp_path, name):
    mediaframe("data", "convert", small_run / "corpus.jsonl", tmp_path / "d", "--to", "dataset")
    (tmp_path / "d" / name).unlink()
    put_pipe(tmp_path / "d" / name)

    told = refusal(mediaframe("data", "check", tmp_path / "d"))

    assert str(tmp_path / "d") in told


def test_a_provenance_that_is_no_file_makes_no_run_of_a_folder(small_run, tmp_path):
    (tmp_path / "run").mkdir()
    put_pipe(tmp_path / "run" / "provenance.json")

    told = refusal(mediaframe("run", small_run / "small.yaml", "-o", tmp_path / "run"))

    assert "holds something else than a run" in told


# Results and what is read.


@pytest.fixture
def project(small_run, tmp_path, monkeypatch):
    """Return a folder with a corpus as a file and as a dataset, a config of each, and a run; the working folder."""
    shutil.copytree(small_run, tmp_path / "p")
    monkeypatch.chdir(tmp_path / "p")
    mediaframe("data", "convert", "corpus.jsonl", "dataset", "--to", "dataset")
    (tmp_path / "p" / "study").mkdir()
    (tmp_path / "p" / "study" / "study.yaml").write_text(
        "question: Which?\nbase: ../small.yaml\ncorpora: {d: {path: ../dataset}}\nseeds: 1\nvariations: {}\n"
    )
    shutil.copytree("run", "old")
    shutil.copy("corpus.jsonl", "old")
    return tmp_path / "p"


@pytest.mark.parametrize(
    ("command", "said"),
    [
        pytest.param("run small.yaml -s corpus.path=dataset -o dataset/run", "dataset/run: lies in .*dataset, which is read", id="run into a dataset"),
        pytest.param("run small.yaml -s corpus.path=dataset -o dataset --force", "dataset: is what is read", id="run onto a dataset"),
        pytest.param("run small.yaml -s corpus.path=old/corpus.jsonl -o old --force", "old: holds .*corpus.jsonl, which is read", id="run around its corpus"),
        pytest.param("run small.yaml -o corpus.jsonl --force", "corpus.jsonl: is what is read|corpus.jsonl: a file stands there", id="run onto its corpus"),
        pytest.param("evaluate run dataset -o dataset/e", "dataset/e: lies in dataset", id="evaluation into a dataset"),
        pytest.param("evaluate run old/corpus.jsonl -o old --force", "old: holds old/corpus.jsonl", id="evaluation around its corpus"),
        pytest.param("compare old/corpus.jsonl corpus.jsonl --gold corpus.jsonl -o old --force", "old: holds old/corpus.jsonl", id="comparison around predictions"),
        pytest.param("data convert dataset dataset/c.jsonl", "dataset/c.jsonl: lies in dataset", id="conversion into itself"),
        pytest.param("data sample corpus.jsonl corpus.jsonl -n 3", "corpus.jsonl: is what is read", id="sample onto itself"),
        pytest.param("data noise small.yaml corpus.jsonl -s corpus.path=corpus.jsonl", "corpus.jsonl: is what is read", id="noise onto the corpus"),
        pytest.param("data check dataset -o dataset", "lies in dataset, which is read", id="audit into a dataset"),
        pytest.param("data agreement dataset -o dataset/a", "lies in dataset, which is read", id="agreement into a dataset"),
        pytest.param("predict run corpus.jsonl -o corpus.jsonl --force", "corpus.jsonl: is what is read", id="predictions onto their input"),
        pytest.param("predict run corpus.jsonl --page corpus.jsonl", "corpus.jsonl: is what is read", id="page onto its input"),
        pytest.param("predict run corpus.jsonl -o p.csv --page p.csv", "p.csv: is what -o names", id="page onto predictions"),
        pytest.param("predict run corpus.jsonl -o p.csv --sources p.csv", "p.csv: is what -o names", id="sources onto predictions"),
        pytest.param("read corpus.jsonl --page corpus.jsonl", "corpus.jsonl: is what is read", id="page of a reading onto its input"),
        pytest.param("score run old -o old/scored", "old/scored: lies in old, which is read", id="scores into what is scored"),
        pytest.param("data standoff corpus.jsonl -o corpus.jsonl --force", "corpus.jsonl: is what is read", id="labels without texts onto the corpus"),
        pytest.param("data join wikinews old -o old/c.jsonl", "old/c.jsonl: lies in old, which is read", id="joined corpus into its texts"),
    ],
)  # fmt: skip
def test_a_result_does_not_go_where_something_is_read(project, command, said):
    before = contents(project)

    told = refusal(mediaframe(*command.split()))

    assert re.search(said, told)
    assert contents(project) == before


@pytest.mark.parametrize(
    "command",
    [
        pytest.param("run small.yaml -o out", id="run beside its corpus"),
        pytest.param("data check corpus.jsonl -o .", id="audit beside its corpus"),
        pytest.param("data convert corpus.jsonl new.jsonl", id="conversion beside its corpus"),
        pytest.param("run run/config.yaml -o run", id="a run from its own settings"),
        pytest.param("data convert corpus.jsonl corpus.jsonl --force", id="a conversion in place"),
    ],
)
def test_beside_a_corpus_there_is_room(project, command):
    ids = [row["sentence_id"] for _, row in read_rows(project / "corpus.jsonl")]

    result = mediaframe(*command.split())

    assert result.exit_code in (0, 1)
    assert all(line.startswith("warning: ") for line in result.stderr.splitlines())
    assert [row["sentence_id"] for _, row in read_rows(project / "corpus.jsonl")] == ids
