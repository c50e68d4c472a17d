"""Claims on record: figures that an experiment stated, measured again.

A `claims.yaml` stands in the folder of an experiment:

    claims:
      - name: words-and-reading
        config: ../../configs/baseline.yaml
        expected: {systems.model.macro.f1: 0.651}
        tolerance: 0.002
      - name: the whole study
        study: .
        report: ../../reports/001-baselines
        expected: {baseline.estimate.macro: 0.854}
"""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, field_validator, model_validator

from mediaframe.codebook import BUNDLED
from mediaframe.config import ExperimentConfig
from mediaframe.config.file import load_config
from mediaframe.errors import InputError
from mediaframe.evaluation.outcome import CONFIG
from mediaframe.files.schema import NonEmpty, Section, check
from mediaframe.files.yaml import Document, KeyPath, read_yaml
from mediaframe.reproduction.verdict import TOLERANCE
from mediaframe.study.experiments import Study, load_study

CLAIMS = "claims.yaml"

Figure = Annotated[float, Field(strict=True)] | None


class Claim(Section):
    """Figures of one experiment on one corpus, or of a study."""

    name: NonEmpty = Field(max_length=100, description="Name of the claim, told with its verdict.")
    config: NonEmpty | None = Field(None, description="Experiment file; relative to this file.")
    run: NonEmpty | None = Field(
        None, description="Run folder in place of `config`: its settings are run again."
    )
    study: NonEmpty | None = Field(
        None,
        description="Folder of a study in place of `config`: all its experiments are run again.",
    )
    report: NonEmpty | None = Field(
        None, description="Folder that the study left, of which every file is compared."
    )
    settings: tuple[str, ...] = Field(
        (), description="Settings laid over it, as `key=value`; paths relative to this file."
    )
    corpus: NonEmpty | None = Field(
        None,
        description="Corpus that the figures are on: that of the experiment means its test part (so does none), "
        "another one is what the trained model is evaluated on.",
    )
    expected: dict[str, Figure] = Field(
        {},
        description="Figures by their place in scores.json, such as systems.model.macro.f1, or, of a study, by the "
        "variation, such as baseline.estimate.macro; null is undefined.",
    )
    tolerance: float = Field(
        TOLERANCE, gt=0, description="How far a figure may lie from the one on record."
    )

    @field_validator("settings")
    @classmethod
    def _check_settings(cls, settings: tuple[str, ...]) -> tuple[str, ...]:
        for setting in settings:
            if "=" not in setting:
                msg = f"settings has {setting!r}; write key=value"
                raise ValueError(msg)
        return settings

    @model_validator(mode="after")
    def _check_source(self) -> Self:
        if [self.config, self.run, self.study].count(None) != 2:  # noqa: PLR2004 - of three
            msg = "give either config, an experiment file, or run, a run folder, or study, the folder of a study"
            raise ValueError(msg)
        if self.study and (self.settings or self.corpus):
            msg = "settings and corpus are of single experiments; a study says its own"
            raise ValueError(msg)
        if self.report and not self.study:
            msg = "report is what a study left; name the study"
            raise ValueError(msg)
        if not self.expected and not self.report:
            msg = "expected has no figure; give what is on record"
            raise ValueError(msg)
        return self


class ClaimsFile(Section):
    """`claims.yaml`."""

    claims: tuple[Claim, ...] = Field(min_length=1, description="The claims.")

    @model_validator(mode="after")
    def _check_names(self) -> Self:
        names = [claim.name for claim in self.claims]
        for name in names:
            if names.count(name) > 1:
                msg = f"the claim {name!r} stands twice; name each claim once"
                raise ValueError(msg)
        return self


@dataclass(frozen=True)
class PlacedClaim:
    """A claim with the place where it stands, what is run for it, and its corpus."""

    claim: Claim
    document: Document
    index: int
    folder: Path  # that paths are relative to
    source: ExperimentConfig | Study
    corpus: str | None = None  # another than that of the settings

    def place_of(self, *keys: str) -> str:
        """Return `file:line:column: key` of a part of the claim."""
        path: KeyPath = ("claims", self.index, *keys)
        return f"{self.document.place_of(path)}: {'.'.join(map(str, path))}"

    @property
    def missing(self) -> list[str]:
        """The corpora that are not here."""
        source = self.source
        configs = (
            [each.config for each in source.experiments] if isinstance(source, Study) else [source]
        )
        wanted = [path for config in configs for path in config.corpus.paths]
        wanted += [self.corpus] if self.corpus else []
        return [
            path for path in dict.fromkeys(wanted) if path != BUNDLED and not Path(path).exists()
        ]


def read_claims(path: Path) -> list[PlacedClaim]:
    """Return the claims of a file with their settings read.

    Raises:
        InputError: one line for every mistake, as `file:line:column: key: what, and what to do`.
    """
    document = read_yaml(path)
    claims = check(ClaimsFile, document).claims
    return [_placed(claim, document, index, path.parent) for index, claim in enumerate(claims)]


def _placed(claim: Claim, document: Document, index: int, folder: Path) -> PlacedClaim:
    if claim.study:
        return PlacedClaim(claim, document, index, folder, load_study(folder / claim.study))
    key = "config" if claim.config else "run"
    named = folder / (claim.config or claim.run or "")
    source = named / CONFIG if claim.run else named
    if not source.is_file():
        place = document.place_of(("claims", index, key))
        what = f"no run folder with a {CONFIG}" if claim.run else "no file"
        msg = f"{place}: claims.{index}.{key}: {what} at {os.path.normpath(named)}; check the path"
        raise InputError(msg)
    config = load_config(source, claim.settings, folder=folder)
    corpus = claim.corpus
    if corpus and corpus != BUNDLED:
        corpus = os.path.normpath(folder.absolute() / corpus)
    other = None if config.corpus.paths == (corpus,) else corpus
    return PlacedClaim(claim, document, index, folder, config, other)
