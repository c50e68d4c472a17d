"""What hostile tests share: a server of forks, and small inputs that no test changes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import make_noisy_rows, write_config, write_jsonl
from tests.hostile.forks import Forks


@pytest.fixture(scope="session")
def forks(tmp_path_factory) -> Iterator[Forks]:
    forks = Forks(tmp_path_factory.mktemp("forks"))
    yield forks
    forks.close()


@pytest.fixture(scope="session")
def inputs(tmp_path_factory, forks) -> Path:
    """Return a folder with a corpus, a config of the quickest head, its run, its labels alone, and a study of two such heads."""
    folder = Path(tmp_path_factory.mktemp("inputs"))
    quick = {"head": {"kind": "majority"}, "report": {"figures": False, "behaviour": False}}
    write_config(folder, write_jsonl(folder / "corpus.jsonl", make_noisy_rows()), **quick)
    (folder / "study").mkdir()
    study = "question: Which?\nbase: ../small.yaml\nvariations: {rules: {head: {kind: rules}}}\n"
    (folder / "study" / "study.yaml").write_text(study, encoding="utf-8")
    assert forks.run("run", folder / "small.yaml", "-o", folder / "run").code == 0
    made = forks.run("data", "standoff", folder / "corpus.jsonl", "-o", folder / "standoff.jsonl")
    assert made.code == 0
    return folder
