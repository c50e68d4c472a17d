"""A model folder and back: numbers and JSON. Nothing in it names a class, so nothing in it can run.

`model.json` holds settings and provenance, `weights.safetensors` the numbers, `encoder/` a fine-tuned encoder if there is one.
Loading refuses other format versions, altered bytes and parts that do not fit each other.
"""

import json
import os
from collections.abc import Mapping
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load as load_tensors
from safetensors.numpy import save as save_tensors
from sklearn.base import BaseEstimator
from sklearn.pipeline import FeatureUnion

from mediaframe.config import FeatureConfig
from mediaframe.errors import ModelFileError
from mediaframe.files.folders import write_json
from mediaframe.model.classifier import Classifier
from mediaframe.model.encoders.embedding_model import pin
from mediaframe.model.encoders.embeddings import load_embeddings
from mediaframe.model.encoders.encoder import ENCODER, encoder_of
from mediaframe.model.encoders.encoder_files import Files
from mediaframe.model.external import ExternalScores
from mediaframe.model.features import Learned, assemble, ngram_blocks, reading_vectorizer
from mediaframe.model.heads import make_head
from mediaframe.serving.manifest import SETTINGS, WEIGHTS, Manifest, read_bytes, read_manifest

CARD = "README.md"
EMBEDDINGS_FOLDER = "MEDIAFRAME_EMBEDDINGS"  # where the embedding model is, if not where it was
SEPARATOR = "\n"  # no term holds white space other than a blank


def save_model(folder: Path, manifest: Manifest, classifier: Classifier, card: str) -> None:
    """Write a model folder; the manifest is sealed with the digests of what stands beside it."""
    weights = pack_weights(manifest.features, classifier)
    encoder = encoder_of(classifier.features)
    encoder_files = {} if encoder is None else encoder.to_files()
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in encoder_files.items():
        (folder / ENCODER).mkdir(exist_ok=True)
        (folder / ENCODER / name).write_bytes(content)
    (folder / WEIGHTS).write_bytes(weights)
    sealed = manifest.seal(weights, encoder_files)
    write_json(folder / SETTINGS, sealed.model_dump(mode="json"))
    (folder / CARD).write_text(card, encoding="utf-8")


def pack_weights(features: FeatureConfig, classifier: Classifier) -> bytes:
    """Return the numbers of a classifier, and the terms that they belong to, as safetensors."""
    tensors: dict[str, NDArray[Any]] = {
        "coef": np.ascontiguousarray(classifier.coef),
        "intercept": classifier.intercept,
    }
    transformers = dict(classifier.features.transformer_list)
    for name in [name for name in ngram_blocks(features) if name in transformers]:
        terms = SEPARATOR.join(transformers[name].get_feature_names_out())
        tensors[f"{name}.terms"] = np.frombuffer(terms.encode(), dtype=np.uint8)
        tensors[f"{name}.idf"] = transformers[name].idf_
    if features.external is not None:
        external = transformers["external"]
        ids = json.dumps(external.ids).encode()
        tensors["external.ids"] = np.frombuffer(ids, dtype=np.uint8)
        tensors["external.logits"] = external.logits
        tensors["external.texts"] = external.texts
    return save_tensors(tensors)


def read_model(folder: Path) -> tuple[Manifest, Classifier]:
    """Return what `save_model` wrote.

    Raises:
        ModelFileError: missing, foreign, of another format version, damaged or altered.
        InputError: it holds an encoder, and the packages for it are not installed.
    """
    manifest = read_manifest(folder)
    weights = _read_checked(folder / WEIGHTS, manifest.weights_sha256)
    try:
        encoder_files = {
            name: _read_checked(folder / ENCODER / name, manifest.encoder_sha256[name])
            for name in make_head(manifest.head).file_names
        }
        return manifest, _rebuild(manifest, load_tensors(weights), encoder_files)
    except (SafetensorError, ValueError, KeyError) as error:
        msg = f"{folder}: settings and weights do not fit each other ({error}); train again"
        raise ModelFileError(msg) from error


def _read_checked(path: Path, digest: str) -> bytes:
    """Return the bytes of a file, which are those that were saved."""
    content = read_bytes(path)
    if sha256(content).hexdigest() != digest:
        what = "the weights" if path.suffix == ".safetensors" else "the file"
        msg = (
            f"{path}: not {what} that {SETTINGS} was saved with; restore the folder or train again"
        )
        raise ModelFileError(msg)
    return content


def _rebuild(
    manifest: Manifest, tensors: Mapping[str, NDArray[Any]], encoder_files: Files
) -> Classifier:
    """Return the classifier of settings and numbers, or a ValueError where they do not fit."""
    labels = manifest.codebook.label_names
    given = partial(_given_features, manifest, tensors)
    features = make_head(manifest.head).restore_features(given, encoder_files)
    n_features = sum(len(part.get_feature_names_out()) for _, part in features.transformer_list)
    shapes = tensors["coef"].shape, tensors["intercept"].shape
    if shapes != ((len(labels), n_features), (len(labels),)):
        msg = f"coefficients are {shapes[0]}, labels x features is {(len(labels), n_features)}"
        raise ValueError(msg)
    if not all(np.isfinite(tensor).all() for tensor in tensors.values()):
        msg = "a number is not finite"
        raise ValueError(msg)
    thresholds = np.array([manifest.thresholds[label] for label in labels])
    return Classifier(labels, features, tensors["coef"], tensors["intercept"], thresholds)


def _given_features(manifest: Manifest, tensors: Mapping[str, NDArray[Any]]) -> FeatureUnion:
    """Return the features that the settings name."""
    learned: Learned = {}
    for name in ngram_blocks(manifest.features):
        terms = tensors[f"{name}.terms"].tobytes().decode().split(SEPARATOR)
        idf = tensors[f"{name}.idf"]
        if idf.shape != (len(terms),):
            msg = f"{name}: {len(terms)} terms, but idf is {idf.shape}"
            raise ValueError(msg)
        learned[name] = (terms, idf)
    reader = reading_vectorizer(
        manifest.features.reading, manifest.lexicon, manifest.codebook.rules
    )
    return assemble(manifest.features, learned, reader, _further(manifest, tensors))


def _further(manifest: Manifest, tensors: Mapping[str, NDArray[Any]]) -> dict[str, BaseEstimator]:
    """Return the features that learned nothing: by the user's own embedding model, and what another model said."""
    labels, config = manifest.codebook.label_names, manifest.features
    further: dict[str, BaseEstimator] = {}
    if config.embeddings is not None:
        folder = os.environ.get(EMBEDDINGS_FOLDER) or config.embeddings.path
        found = pin(config.embeddings.model_copy(update={"path": folder}))
        further["embeddings"] = load_embeddings(found)
    if config.external is not None:
        ids = json.loads(tensors["external.ids"].tobytes())
        logits, texts = tensors["external.logits"], tensors["external.texts"]
        if (logits.shape, texts.shape) != ((len(ids), len(labels)), (len(ids),)):
            msg = f"external: {len(ids)} ids, but scores are {logits.shape}"
            raise ValueError(msg)
        further["external"] = ExternalScores(labels, ids, logits, texts, config.external.weight)
    return further
