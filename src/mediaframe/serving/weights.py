"""`weights.safetensors`: the numbers of a classifier and the terms that they belong to, packed and taken apart again.

Whatever does not fit the settings, down to a tensor that nothing asks for, is a ValueError or KeyError.
"""

import json
import os
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load as load_tensors
from safetensors.numpy import save as save_tensors
from sklearn.base import BaseEstimator
from sklearn.pipeline import FeatureUnion

from mediaframe.config import FeatureConfig
from mediaframe.model.classifier import Classifier
from mediaframe.model.encoders.embedding_model import pin
from mediaframe.model.encoders.embeddings import load_embeddings
from mediaframe.model.encoders.encoder_files import Files
from mediaframe.model.external import ExternalScores
from mediaframe.model.features import ReadingVectorizer, assemble
from mediaframe.model.heads import make_head
from mediaframe.model.ngrams import Learned, ngram_blocks
from mediaframe.serving.manifest import Manifest

EMBEDDINGS_FOLDER = "MEDIAFRAME_EMBEDDINGS"  # where the embedding model is, if not where it was
SEPARATOR = "\n"  # no term holds white space other than a blank
SHOWN = 40  # characters of a name that a stranger gave

Tensors = dict[str, NDArray[Any]]


def pack_weights(features: FeatureConfig, classifier: Classifier) -> bytes:
    """Return the numbers of a classifier, and the terms that they belong to, as safetensors."""
    tensors: Tensors = {
        "coef": np.ascontiguousarray(classifier.coef),
        "intercept": classifier.intercept,
    }
    transformers = dict(classifier.features.transformer_list)
    for name in [name for name in ngram_blocks(features) if name in transformers]:
        terms = SEPARATOR.join(transformers[name].get_feature_names_out())
        tensors[f"{name}.terms"] = np.frombuffer(terms.encode(), dtype=np.uint8)
        tensors[f"{name}.idf"] = transformers[name].idf_
    if "external" in transformers:
        external = transformers["external"]
        ids = json.dumps(external.ids).encode()
        tensors["external.ids"] = np.frombuffer(ids, dtype=np.uint8)
        tensors["external.logits"] = external.logits
        tensors["external.texts"] = external.texts
    return save_tensors(tensors)


def restore_classifier(
    manifest: Manifest, weights: bytes, reader: ReadingVectorizer | None, encoder_files: Files
) -> Classifier:
    """Return the classifier of settings and weights; `reader` has the columns that the settings name."""
    tensors, labels = load_tensors(weights), manifest.labels
    _check_names(weights)

    def given() -> FeatureUnion:
        if reader is None and manifest.features.reading is not None:
            msg = "reader is null, but features.reading is on"
            raise ValueError(msg)
        learned: Learned = {name: _terms(tensors, name) for name in ngram_blocks(manifest.features)}
        return assemble(manifest.features, learned, reader, _further(manifest, tensors))

    features = make_head(manifest.head).restore_features(given, encoder_files)
    coef, intercept = _take(tensors, "coef", np.float64), _take(tensors, "intercept", np.float64)
    n_features = sum(len(part.get_feature_names_out()) for _, part in features.transformer_list)
    shapes = coef.shape, intercept.shape
    if shapes != ((len(labels), n_features), (len(labels),)):
        msg = f"coefficients are {shapes[0]}, labels x features is {(len(labels), n_features)}"
        raise ValueError(msg)
    if tensors:
        msg = f"{len(tensors)} tensors that nothing asks for, the first {min(tensors)[:SHOWN]!r}"
        raise ValueError(msg)
    thresholds = np.array([manifest.thresholds[label] for label in labels])
    book = manifest.codebook
    return Classifier(
        labels, features, coef, intercept, thresholds, book.implied, exclusive=book.exclusive
    )


def _check_names(weights: bytes) -> None:
    """Refuse a header, which safetensors took for good, with a name that stands there twice."""
    length = int.from_bytes(weights[:8], "little")
    json.loads(weights[8 : 8 + length], object_pairs_hook=_without_twins)


def _without_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        msg = "a tensor is named twice"
        raise ValueError(msg)
    return found


def _take(tensors: Tensors, name: str, kind: type[np.generic]) -> NDArray[Any]:
    """Return a tensor, which is taken out: what is left at the end belongs to nothing."""
    if name not in tensors:
        msg = f"{name} is missing"
        raise ValueError(msg)
    tensor = tensors.pop(name)
    if tensor.dtype != kind:
        msg = f"{name} holds {tensor.dtype}, not {np.dtype(kind)}"
        raise ValueError(msg)
    if not np.isfinite(tensor).all():
        msg = f"{name}: a number is not finite"
        raise ValueError(msg)
    return tensor


def _terms(tensors: Tensors, name: str) -> tuple[Sequence[str], NDArray[np.float64]]:
    """Return the terms of a kind of n-grams, and the idf of each."""
    terms = _take(tensors, f"{name}.terms", np.uint8).tobytes().decode().split(SEPARATOR)
    idf = _take(tensors, f"{name}.idf", np.float64)
    if idf.shape != (len(terms),):
        msg = f"{name}: {len(terms)} terms, but idf is {idf.shape}"
        raise ValueError(msg)
    return terms, idf


def _further(manifest: Manifest, tensors: Tensors) -> dict[str, BaseEstimator]:
    """Return the features that learned nothing: by the user's own embedding model, and what another model said."""
    labels, config = manifest.labels, manifest.features
    further: dict[str, BaseEstimator] = {}
    if config.embeddings is not None:
        folder = os.environ.get(EMBEDDINGS_FOLDER) or config.embeddings.path
        found = pin(config.embeddings.model_copy(update={"path": folder}))
        further["embeddings"] = load_embeddings(found)
    if config.external is not None:
        ids = json.loads(_take(tensors, "external.ids", np.uint8).tobytes())
        logits = _take(tensors, "external.logits", np.float64)
        texts = _take(tensors, "external.texts", np.uint64)
        if not isinstance(ids, list) or (logits.shape, texts.shape) != (
            (len(ids), len(labels)),
            (len(ids),),
        ):
            msg = f"external: scores are {logits.shape}, which are not those of its ids"
            raise ValueError(msg)
        further["external"] = ExternalScores(labels, ids, logits, texts, config.external.weight)
    return further
