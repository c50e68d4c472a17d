"""The settings of a model: `model.json`, sealed and checked, and the card that tells them to people."""

import json
from collections.abc import Mapping
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import Field, ValidationError, model_validator

from mediaframe.codebook import Codebook
from mediaframe.config import FeatureConfig, HeadConfig
from mediaframe.errors import ModelFileError, OtherVersionError
from mediaframe.files.schema import Section
from mediaframe.files.text import read_file
from mediaframe.model.certainty import Certainty
from mediaframe.model.encoders.encoder_files import Files
from mediaframe.serving.shipped import SETTINGS

FORMAT = "mediaframe-model"
VERSION = version("mediaframe")
WEIGHTS = "weights.safetensors"
LARGEST = 64_000_000  # bytes of the settings, which hold a codebook and names of features

# The format of model folders. A new release of mediaframe needs no new one, nor does a reader that says something else:
# the probe tells. Raise it where a key of `model.json`, a tensor or a file is added, dropped or comes to mean something
# else, so that this code and that of the last release would not read a folder the same (`certainty` needed none: labels and
# scores do not hang on it, and a model without it says so where it is asked for). Then, in one commit:
#   1. raise FORMAT_VERSION, and add what the format before lacks to LACKS;
#   2. before changing anything, save a model with the code of the last release as tests/unit/serving/formats/N, where
#      N is the format before, and see it refused by the test that goes through this folder;
#   3. record `reports/baseline` anew, and say it in `guide/changes.md`.
# Only this format is read: a loader of an old one would have to bring the reader of its time too.
FORMAT_VERSION = 2
LACKS = {1: "neither names the features that its numbers belong to nor seals their reader"}

Share = Annotated[float, Field(ge=0, le=1, strict=True, allow_inf_nan=False)]


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


class ReaderSeal(Section):
    """What a model asks of the reader."""

    columns: tuple[str, ...] = Field(description="Names of its features, as coefficients stand.")
    says_sha256: str = Field(description="Digest of what it says of the probe.")

    @model_validator(mode="after")
    def _check_columns(self) -> Self:
        if len(set(self.columns)) < len(self.columns):
            msg = "a column stands there twice"
            raise ValueError(msg)
        return self


class Manifest(Section):
    """`model.json`: all of a model but its numbers."""

    format: str = FORMAT
    format_version: int = FORMAT_VERSION
    mediaframe: str = Field(VERSION, description="The version that made the model.")
    codebook: Codebook
    labels: tuple[str, ...] = Field(description="The labels, as coefficients stand.")
    features: FeatureConfig
    reader: ReaderSeal | None = Field(description="Null where the model reads no articles.")
    heads: dict[str, HeadConfig]  # label -> the head chosen
    thresholds: dict[str, Share]
    calibration: str
    training: TrainingRecord
    certainty: dict[str, Certainty] | None = Field(
        None,
        exclude_if=lambda known: known is None,
        description="Which decisions hold an error bound; models made before that was asked have none.",
    )
    weights_sha256: str = ""
    encoder_sha256: dict[str, str] = Field(
        {}, description="Digests of a fine-tuned encoder's files."
    )
    checksum: str = Field("", description="sha256 of this file's values without the checksum.")

    @property
    def head(self) -> HeadConfig:
        """The head of the first label; those of others differ in the values chosen alone."""
        return self.heads[self.labels[0]]

    @model_validator(mode="after")
    def _check_parts(self) -> Self:
        """Refuse parts that tell of other labels than the codebook, or of another reader than the features."""
        names = self.codebook.label_names
        for key, labels in (
            ("labels", self.labels),
            ("heads", tuple(name for name in names if name in self.heads)),
            ("thresholds", tuple(name for name in names if name in self.thresholds)),
        ):
            if labels != names or len(getattr(self, key)) != len(names):
                found = ", ".join(map(str, getattr(self, key)))
                msg = f"{key} are of {found}, the codebook has {', '.join(names)}"
                raise ValueError(msg)
        if self.certainty is not None and {*self.certainty} != {*names}:
            msg = (
                f"certainty is of {', '.join(self.certainty)}, the codebook has {', '.join(names)}"
            )
            raise ValueError(msg)
        if self.reader is not None and self.features.reading is None:
            msg = "reader names columns, but features.reading is off"
            raise ValueError(msg)
        return self

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
        ModelFileError: missing, foreign, damaged or altered.
        OtherVersionError: of another format.
    """
    path = folder / SETTINGS
    try:
        values = json.loads(read_bytes(path, LARGEST))
    except (ValueError, RecursionError) as error:
        msg = f"{path}: not valid JSON ({error}); restore the file or train again"
        raise ModelFileError(msg) from error
    if not isinstance(values, dict) or values.get("format") != FORMAT:
        msg = f"{path}: not a mediaframe model; name the `model` folder of a run"
        raise ModelFileError(msg)
    _check_format(path, values.get("format_version"))
    if _checksum(values) != values.get("checksum"):
        msg = f"{path}: altered since it was saved (its checksum differs); restore the file or train again"
        raise ModelFileError(msg)
    try:
        return Manifest.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        where = "".join(f"{part}: " for part in [".".join(map(str, first["loc"]))] if part)
        what = first["msg"].removeprefix("Value error, ")
        msg = f"{path}: {where}{what[0].lower()}{what[1:]}; restore the file or train again"
        raise ModelFileError(msg) from error


def _check_format(path: Path, found: Any) -> None:  # noqa: ANN401 - any JSON
    """Refuse another format, and say what to do about it."""
    number = found if type(found) is int else 0
    if number == FORMAT_VERSION:
        return
    this = f"this mediaframe ({VERSION}) reads format {FORMAT_VERSION}"
    if number > FORMAT_VERSION:
        msg = f"{path}: format {number}, but {this}; update mediaframe, or train again"
    elif number in LACKS:
        msg = (
            f"{path}: format {number}, which {LACKS[number]}, but {this}; train again with the `config.yaml` of its run, "
            "or install the mediaframe that its `provenance.json` names"
        )
    else:
        msg = f"{path}: format_version is no number of a format, but {this}; restore the file or train again"
        raise ModelFileError(msg)
    raise OtherVersionError(msg)


def read_bytes(path: Path, most: int | None = None) -> bytes:
    """Return the bytes of a file of a model folder, of at most so many.

    Raises:
        ModelFileError: it cannot be read.
    """
    try:
        return read_file(path, most)
    except OSError as error:
        msg = f"{path}: cannot be read ({error.strerror}); a model is a folder with {SETTINGS} and {WEIGHTS}"
        raise ModelFileError(msg) from error
