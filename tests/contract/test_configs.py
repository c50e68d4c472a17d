"""Every experiment file that ships loads, agrees with the JSON Schema, and names a codebook and corpus that fit."""

from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from jsonschema import Draft202012Validator

from mediaframe.codebook import BUNDLED, load_codebook
from mediaframe.config import ExperimentConfig
from mediaframe.config.file import dump_config, load_config
from mediaframe.config.starter import config_schema, starter
from mediaframe.data.corpus import read_corpora
from mediaframe.errors import InputError
from mediaframe.experiment.plan import plan_experiment
from mediaframe.experiment.recipe import make_recipe
from mediaframe.files.yaml import parse_yaml
from mediaframe.model.encoders.encoder_files import PACKAGES
from tests.builders import make_corpus, make_encoder, write_jsonl
from tests.embedding_models import has_onnx, write_onnx_model

ROOT = Path(__file__).parents[2]
CONFIGS = sorted((ROOT / "configs").glob("*.yaml"))
SCHEMA = Draft202012Validator(config_schema())

every_config = pytest.mark.parametrize(
    "path", [pytest.param(path, id=path.stem) for path in CONFIGS]
)


def load_with_files(path, folder, sentences):
    """Load an experiment file; where it asks for a file of the user's own, name a small one made in `folder`."""
    if path.stem == "external":
        rows = [{"sentence_id": sentence.sentence_id, "labels": []} for sentence in sentences]
        return load_config(path, [f"head.path={write_jsonl(folder / 'scores.jsonl', rows)}"])
    if path.stem == "embeddings":
        if not has_onnx:
            pytest.skip("the extra `embeddings` is not installed")
        write_onnx_model(folder)
        return load_config(path, [f"features.embeddings.path={folder}"])
    if path.stem == "transformer":
        if any(find_spec(name) is None for name in PACKAGES):
            pytest.skip("the extra `transformer` is not installed")
        return load_config(path, [f"head.path={make_encoder(folder)}"])
    return load_config(path)


def corpora_of(path):
    """Return the paths of the corpora that an experiment file names."""
    return load_config(path).corpus.paths


def refusals(values):
    """Return where the JSON Schema refuses values."""
    return [error.json_path for error in SCHEMA.iter_errors(values)]


def test_there_are_configs():
    assert "baseline" in {path.stem for path in CONFIGS}


@every_config
def test_every_config_loads(path):
    config = load_config(path)

    assert isinstance(config, ExperimentConfig)
    assert load_config(path) == config


@every_config
def test_every_config_is_named_as_its_file(path):
    assert load_config(path).name == path.stem


@every_config
def test_every_config_builds(path, tmp_path):
    corpus = make_corpus()
    config = load_with_files(path, tmp_path, corpus.sentences)

    recipe = make_recipe(config, load_codebook(config.codebook), corpus)
    features, _ = recipe.count(corpus.sentences).weigh(np.arange(48))
    heads = recipe.head.candidates()

    assert features.shape[0] == len(corpus.sentences) == 48
    assert all(isinstance(head.settings, type(config.head)) for head in heads)
    assert len(set(heads)) == len(heads) > 0


@every_config
def test_every_config_is_shown_with_its_defaults_and_loads_again(path, tmp_path):
    config = load_config(path)
    shown = tmp_path / "shown.yaml"
    shown.write_text(dump_config(config, tmp_path), encoding="utf-8")

    assert load_config(shown) == config


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(
            path,
            id=path.stem,
            marks=pytest.mark.skipif(
                any(name != BUNDLED and not Path(name).exists() for name in corpora_of(path)),
                reason="its corpus is not here",
            ),
        )
        for path in CONFIGS
    ],
)
def test_every_config_whose_corpus_is_here_can_be_run(path, tmp_path):
    settings = load_config(path)
    corpus = read_corpora(settings.corpus, load_codebook(settings.codebook))
    config = load_with_files(path, tmp_path, corpus.sentences)

    plan = plan_experiment(config)

    assert plan.corpus.labels == load_codebook(config.codebook).label_names
    assert plan.corpus.targets.any(axis=0).all()
    assert plan.train.n_articles + plan.test.n_articles == plan.corpus.n_articles


@every_config
def test_the_schema_accepts_every_config(path):
    values = parse_yaml(path.read_text(encoding="utf-8"), path.name).values

    assert refusals(values) == []


def test_the_schema_is_a_schema():
    Draft202012Validator.check_schema(config_schema())


def test_the_schema_accepts_the_starter_and_every_default():
    config = load_config(ROOT / "configs" / "baseline.yaml")

    assert refusals(parse_yaml(starter(), "starter").values) == []
    assert refusals(parse_yaml(dump_config(config, ROOT), "shown").values) == []


WRONG = [
    pytest.param("name: x\nhed: {kind: ridge}\n", "$", id="section"),
    pytest.param("name: x\ntraining: {fold: 3}\n", "$.training", id="key of a section"),
    pytest.param("name: x\nfeatures: {words: {mindf: 1}}\n", "$.features.words", id="key of an optional section"),
    pytest.param("name: x\nhead: {kind: ridge, alfa: 1}\n", "$.head", id="key of a head"),
    pytest.param("name: x\nhead: {kind: rigde}\n", "$.head", id="kind"),
    pytest.param("name: x\nhead: {kind: ridge, C: 1}\n", "$.head", id="key of another head"),
    pytest.param("name: x\nhead: {kind: ridge, alpha: 0}\n", "$.head", id="number out of range"),
    pytest.param("name: x\nsplit: {test_share: 1}\n", "$.split", id="share out of range"),
    pytest.param("name: x\nevaluation: {baselines: [never]}\n", "$.evaluation.baselines[0]", id="choice"),
    pytest.param("name: a b\n", "$.name", id="name"),
    pytest.param("seed: 1\n", "$", id="no name"),
    pytest.param("name: x\nseed: -1\n", "$.seed", id="seed"),
    pytest.param("name: x\nhead: {CC: 1}\n", "$.head", id="key of the default head"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "place"), WRONG)
def test_the_schema_refuses_what_the_loader_refuses(text, place, tmp_path):
    path = tmp_path / "wrong.yaml"
    path.write_text(text)

    with pytest.raises(InputError):
        load_config(path)

    assert refusals(parse_yaml(text, "wrong.yaml").values) == [place]


def test_the_schema_refuses_an_empty_grid():
    assert refusals({"name": "x", "head": {"kind": "ridge", "alpha": []}}) == ["$.head"]


@pytest.mark.parametrize("text", ["seed: 2\n", "name: x\nhead: {C: 1}\n"])
def test_the_schema_accepts_a_file_that_leaves_the_rest_to_the_one_it_extends(text, tmp_path):
    path = tmp_path / "over.yaml"
    path.write_text(f"extends: {ROOT / 'configs' / 'baseline.yaml'}\n{text}")
    load_config(path)

    assert refusals(parse_yaml(path.read_text(), "over.yaml").values) == []


def test_the_schema_accepts_a_head_without_a_kind(tmp_path):
    path = tmp_path / "small.yaml"
    path.write_text("name: x\nhead: {C: 1}\n")
    load_config(path)

    assert refusals(parse_yaml(path.read_text(), "small.yaml").values) == []
