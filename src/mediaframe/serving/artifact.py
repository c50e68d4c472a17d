"""A model folder and back: numbers and JSON. Nothing in it names a class, so nothing in it can run.

`model.json` holds settings and provenance, `weights.safetensors` the numbers, `encoder/` a fine-tuned encoder if there is one.
Loading refuses other format versions, altered bytes, parts that do not fit each other, and a reader that says something else
than the one that the model was trained with.
"""

from hashlib import sha256
from pathlib import Path

from safetensors import SafetensorError

from mediaframe.errors import InputError, ModelFileError, OtherVersionError
from mediaframe.files.folders import new_folder, read_whole
from mediaframe.files.writing import write_bytes, write_json, write_text
from mediaframe.model.classifier import Classifier
from mediaframe.model.encoders.encoder import ENCODER, encoder_of
from mediaframe.model.encoders.encoder_files import Files
from mediaframe.model.features import ReadingVectorizer
from mediaframe.model.heads import make_head
from mediaframe.reader.reading import lexicon_terms
from mediaframe.serving.card import CARD
from mediaframe.serving.manifest import (
    VERSION,
    WEIGHTS,
    Manifest,
    read_bytes,
    read_manifest,
)
from mediaframe.serving.seal import seal_reader
from mediaframe.serving.shipped import SETTINGS
from mediaframe.serving.weights import pack_weights, restore_classifier


def save_model(folder: Path, manifest: Manifest, classifier: Classifier, card: str) -> None:
    """Write a model folder, which appears whole; the manifest is sealed with the digests of what stands beside it.

    Raises:
        InputError: the folder holds something else than a model.
    """
    weights = pack_weights(manifest.features, classifier)
    encoder = encoder_of(classifier.features)
    encoder_files = {} if encoder is None else encoder.to_files()
    sealed = manifest.seal(weights, encoder_files)
    if folder.is_dir() and any(folder.iterdir()) and not (folder / SETTINGS).exists():
        msg = f"{folder}: holds something else than a model; name another folder"
        raise InputError(msg)
    with new_folder(folder) as partial:
        if encoder_files:
            (partial / ENCODER).mkdir()
        for name, content in encoder_files.items():
            write_bytes(partial / ENCODER / name, content)
        write_bytes(partial / WEIGHTS, weights)
        write_json(partial / SETTINGS, sealed.model_dump(mode="json"))
        write_text(partial / CARD, card)


def read_model(folder: Path) -> tuple[Manifest, Classifier]:
    """Return what `save_model` wrote.

    Raises:
        ModelFileError: missing, foreign, damaged or altered.
        OtherVersionError: of another format, or trained with a reader that says something else.
        InputError: it holds an encoder, and the packages for it are not installed.
    """
    return read_whole(folder, lambda: _read_model(folder))


def _read_model(folder: Path) -> tuple[Manifest, Classifier]:
    manifest = read_manifest(folder)
    weights = _read_checked(folder / WEIGHTS, manifest.weights_sha256)
    encoder_files = _read_encoder(folder, manifest)
    reader = _read_reader(folder, manifest)
    try:
        return manifest, restore_classifier(manifest, weights, reader, encoder_files)
    except (SafetensorError, ValueError, KeyError, RecursionError) as error:
        msg = f"{folder / WEIGHTS}: does not fit {SETTINGS} ({error}); restore the folder or train again"
        raise ModelFileError(msg) from error


def _read_checked(path: Path, digest: str | None) -> bytes:
    """Return the bytes of a file, which are those that were saved."""
    content = read_bytes(path)
    if sha256(content).hexdigest() != digest:
        what = "the weights" if path.suffix == ".safetensors" else "the file"
        msg = (
            f"{path}: not {what} that {SETTINGS} was saved with; restore the folder or train again"
        )
        raise ModelFileError(msg)
    return content


def _read_encoder(folder: Path, manifest: Manifest) -> Files:
    """Return the files that a head brought, such as a fine-tuned encoder's."""
    digests = manifest.encoder_sha256
    return {
        name: _read_checked(folder / ENCODER / name, digests.get(name))
        for name in make_head(manifest.head).file_names
    }


def _read_reader(folder: Path, manifest: Manifest) -> ReadingVectorizer | None:
    """Return the reader with the columns that the model names, once it says of the probe what it said then.

    Raises:
        OtherVersionError: it knows a column no more, or says something else.
    """
    try:
        terms = lexicon_terms(manifest.codebook)
        if manifest.reader is None or manifest.features.reading is None:
            return None
        config, columns = manifest.features.reading, manifest.reader.columns
        reader = ReadingVectorizer(
            terms, manifest.codebook.rules, config.neighbours, config.weight[0], columns
        )
        is_same = seal_reader(reader) == manifest.reader
    except (InputError, ValueError):  # a rule or a column names what is read no more
        is_same = False
    if is_same:
        return reader
    made = manifest.mediaframe
    wanted = f"mediaframe {made}" if made != VERSION else f"mediaframe {made} as it was then"
    msg = (
        f"{folder / SETTINGS}: made with mediaframe {made}, and the reader of this one ({VERSION}) says something else: "
        f"labels would change unseen; install {wanted}, or train again "
        "(`mediaframe evaluate` on the new model tells what the upgrade changes)"
    )
    raise OtherVersionError(msg)
