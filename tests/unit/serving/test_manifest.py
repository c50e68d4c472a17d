"""The settings of a model: sealed with the digests of its files, and told to people on a card."""

import re
from hashlib import sha256

import pytest

from mediaframe.config import LogisticHead
from mediaframe.serving.manifest import model_card, read_manifest
from tests.builders import make_model


@pytest.fixture(scope="module")
def manifest(tmp_path_factory):
    folder = tmp_path_factory.mktemp("saved")
    make_model(LogisticHead(C=(1.0,))).save(folder)
    return read_manifest(folder)


def test_the_checksum_seals_the_weights_too(manifest):
    one, other = manifest.seal(b"one"), manifest.seal(b"other")

    assert one.weights_sha256 == sha256(b"one").hexdigest()
    assert one.checksum != other.checksum
    assert manifest.seal(b"one") == one


def test_the_card_tells_labels_data_and_figures(manifest):
    card = model_card(manifest, ["Macro-F1 0.5"])

    threshold = manifest.thresholds["attribution"]
    assert card.startswith("# Model of experiment `small`\n")
    assert re.search(
        rf"\| `attribution` \| The sentence shows .* \| 20 \| {threshold:.3f} \|", card
    )
    assert "48 sentences of 8 articles of corpus `made`" in card
    assert "\nMacro-F1 0.5\n" in card
    assert "not about truth" in card
