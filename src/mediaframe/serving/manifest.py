"""The settings of a model: `model.json`, sealed and checked, and the card that tells them to people.

Changing what it or the weights mean raises `FORMAT_VERSION`; reading refuses other versions.
"""

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from mediaframe.codebook import Codebook
from mediaframe.config import FeatureConfig, HeadConfig
from mediaframe.errors import ModelFileError
from mediaframe.files.schema import Section
from mediaframe.model.encoders.encoder_files import Files

FORMAT = "mediaframe-model"
FORMAT_VERSION = 1
SETTINGS, WEIGHTS = "model.json", "weights.safetensors"


class TrainingRecord(Section):
    """What a model was trained on."""

    experiment: str
    seed: int
    corpus: str
    corpus_sha256: str
    config_sha256: str
    sentences: int
    articles: int
    positives: dict[str, int]


class Manifest(Section):
    """`model.json`: all of a model but its numbers."""

    format: str = FORMAT
    format_version: int = FORMAT_VERSION
    codebook: Codebook
    lexicon: dict[str, tuple[str, ...]]
    features: FeatureConfig
    heads: dict[str, HeadConfig]  # label -> the head chosen
    thresholds: dict[str, float]
    calibration: str
    training: TrainingRecord
    weights_sha256: str = ""
    encoder_sha256: dict[str, str] = Field(
        {}, description="Digests of a fine-tuned encoder's files."
    )
    checksum: str = Field("", description="sha256 of this file's values without the checksum.")

    @property
    def head(self) -> HeadConfig:
        """The head of the first label; those of others differ in the values chosen alone."""
        return self.heads[self.codebook.label_names[0]]

    def seal(self, weights: bytes, encoder: Files | None = None) -> "Manifest":
        """Return the manifest with the digests of the weights, of an encoder's files, and of itself."""
        digests = {name: sha256(content).hexdigest() for name, content in (encoder or {}).items()}
        filled = self.model_copy(
            update={"weights_sha256": sha256(weights).hexdigest(), "encoder_sha256": digests}
        )
        return filled.model_copy(update={"checksum": _checksum(filled.model_dump(mode="json"))})


def _checksum(values: Mapping[str, Any]) -> str:
    kept = {key: value for key, value in values.items() if key != "checksum"}
    return sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()


def read_manifest(folder: Path) -> Manifest:
    """Return the settings in a model folder.

    Raises:
        ModelFileError: missing, foreign, of another format version, damaged or altered.
    """
    path = folder / SETTINGS
    try:
        values = json.loads(read_bytes(path))
    except (ValueError, RecursionError) as error:
        msg = f"{path}: not valid JSON ({error}); restore the file or train again"
        raise ModelFileError(msg) from error
    if not isinstance(values, dict) or values.get("format") != FORMAT:
        msg = f"{path}: not a mediaframe model; name the `model` folder of a run"
        raise ModelFileError(msg)
    if values.get("format_version") != FORMAT_VERSION:
        msg = f"{path}: format version {values.get('format_version')}, this mediaframe reads {FORMAT_VERSION}; install a matching version or train again"
        raise ModelFileError(msg)
    if _checksum(values) != values.get("checksum"):
        msg = f"{path}: altered since it was saved (its checksum differs); restore the file or train again"
        raise ModelFileError(msg)
    try:
        return Manifest.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        msg = f"{path}: {where}: {first['msg'].lower()}; train again"
        raise ModelFileError(msg) from error


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a file of a model folder.

    Raises:
        ModelFileError: it cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        msg = f"{path}: cannot be read ({error.strerror}); a model is a folder with {SETTINGS} and {WEIGHTS}"
        raise ModelFileError(msg) from error


def model_card(manifest: Manifest, figures: Sequence[str]) -> str:
    """Return the README of a model folder: what it does, what it was trained on, how good it was."""
    record = manifest.training
    rows = [
        f"| `{label.name}` | {' '.join(label.definition.split())} | {record.positives[label.name]} "
        f"| {manifest.thresholds[label.name]:.3f} |"
        for label in manifest.codebook.labels
    ]
    return "\n".join(
        [
            f"# Model of experiment `{record.experiment}`",
            "",
            "Labels sentences of news articles by framing. Saved by mediaframe as numbers and JSON; load it with "
            "`mediaframe.load_model(folder)`.",
            "",
            "| label | meaning | positives in training | threshold |",
            "|---|---|---|---|",
            *rows,
            "",
            f"Codebook: {manifest.codebook.name} {manifest.codebook.version}. "
            f"Trained on {record.sentences} sentences of {record.articles} articles of corpus "
            f"`{record.corpus}` (sha256 `{record.corpus_sha256}`), seed {record.seed}.",
            "",
            *figures,
            "",
            "A label is a statement about wording, not about truth. Figures hold for text like that of the corpus; "
            "evaluate the model on labelled sentences of your own before you count with it "
            "(`mediaframe evaluate MODEL CORPUS`).",
            "",
        ]
    )
