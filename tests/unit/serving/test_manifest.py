"""The settings of a model: sealed with the digests of its files, and told to people on a card."""

import re
from hashlib import sha256

from mediaframe.serving.manifest import Manifest, model_card


def test_the_checksum_seals_the_weights_too(labeller):
    one, other = labeller.manifest.seal(b"one"), labeller.manifest.seal(b"other")

    assert one.weights_sha256 == sha256(b"one").hexdigest()
    assert one.checksum != other.checksum
    assert labeller.manifest.seal(b"one") == one
    assert isinstance(one, Manifest)


def test_the_card_tells_labels_data_and_figures(labeller):
    card = model_card(labeller.manifest, ["Macro-F1 0.5"])

    threshold = labeller.thresholds["attribution"]
    assert card.startswith("# Model of experiment `small`\n")
    assert re.search(
        rf"\| `attribution` \| The sentence shows .* \| 20 \| {threshold:.3f} \|", card
    )
    assert "48 sentences of 8 articles of corpus `made`" in card
    assert "\nMacro-F1 0.5\n" in card
    assert "not about truth" in card
