"""The card of a model folder: told to people, and to the Hugging Face Hub, from which the folder comes back as it went."""

import re

import numpy as np
import pytest
from huggingface_hub import ModelCard, snapshot_download

from mediaframe.config import LogisticHead
from mediaframe.serving.card import CARD, model_card
from mediaframe.serving.labeller import load_model
from mediaframe.serving.manifest import read_manifest
from mediaframe.serving.shipped import MODELS
from tests.builders import make_model


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    folder = tmp_path_factory.mktemp("saved")
    make_model(LogisticHead(C=(1.0,))).save(folder)
    return folder


def test_the_card_tells_labels_data_and_figures(saved):
    manifest = read_manifest(saved)

    card = model_card(manifest, ["Macro-F1 0.5"])

    threshold = manifest.thresholds["attribution"]
    assert "\n# Model of experiment `small`\n" in card
    assert re.search(
        rf"\| `attribution` \| The sentence shows .* \| 20 \| {threshold:.3f} \|", card
    )
    assert "48 sentences of 8 articles of corpus `made`" in card
    assert "\nMacro-F1 0.5\n" in card
    assert "not about truth" in card


@pytest.mark.parametrize("which", ["saved", "shipped"])
def test_the_hub_reads_what_the_card_says_of_the_model(saved, which):
    folder = saved if which == "saved" else MODELS / "news-en"

    card = ModelCard.load(folder / CARD)

    assert card.data.library_name == "mediaframe"
    assert card.data.pipeline_tag == "text-classification"
    assert card.data.language == "en"
    assert {"mediaframe", "news", "codebook:framing"} <= set(card.data.tags)
    assert card.text.strip().startswith("# Model of experiment")


def test_a_model_comes_back_from_the_hub_as_it_was_put_there(saved, tmp_path):
    revision, files = "0" * 40, tmp_path / "models--someone--framing"
    (files / "refs").mkdir(parents=True)
    (files / "refs" / "main").write_text(revision)
    (files / "blobs").mkdir()
    snapshot = files / "snapshots" / revision  # as the hub's own program keeps what it downloaded
    snapshot.mkdir(parents=True)
    for number, path in enumerate(sorted(saved.iterdir())):
        (files / "blobs" / str(number)).write_bytes(path.read_bytes())
        (snapshot / path.name).symlink_to(f"../../blobs/{number}")
    (snapshot / ".gitattributes").write_text("*.safetensors filter=lfs\n")

    model = load_model(snapshot_download("someone/framing", cache_dir=tmp_path, local_files_only=True))  # fmt: skip

    texts = ["Police say he fled.", "It rained."]
    assert np.array_equal(model.predict_proba(texts), load_model(saved).predict_proba(texts))
