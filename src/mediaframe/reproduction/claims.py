"""Claims on record: figures that an experiment stated, measured again.

A `claims.yaml` stands in the folder of an experiment:

    claims:
      - name: words-and-reading
        config: ../../configs/baseline.yaml
        expected: {systems.model.macro.f1: 0.651}
        tolerance: 0.002
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any, Self

from pydantic import Field, StringConstraints, field_validator, model_validator

from mediaframe.codebook import BUNDLED
from mediaframe.config import ExperimentConfig
from mediaframe.configfile import load_config
from mediaframe.data.corpus import corpus_digest
from mediaframe.errors import InputError, nearest
from mediaframe.evaluation import evaluate_model
from mediaframe.experiment import CONFIG, run_experiment
from mediaframe.provenance import Stage
from mediaframe.reproduction.verdict import (
    CLOSE,
    DIFFERENT,
    REPRODUCED,
    SKIPPED,
    TOLERANCE,
    Verdict,
)
from mediaframe.results.scores import Scores
from mediaframe.results.tables import number
from mediaframe.sections import Section, check
from mediaframe.textfile import read_text
from mediaframe.yamlfile import Document, KeyPath, parse_yaml

CLAIMS = "claims.yaml"

Name = Annotated[str, StringConstraints(min_length=1, max_length=100)]
Text = Annotated[str, StringConstraints(min_length=1)]
Figure = Annotated[float, Field(strict=True)] | None


class Claim(Section):
    """Figures of one experiment on one corpus."""

    name: Name = Field(description="Name of the claim, told with its verdict.")
    config: Text | None = Field(None, description="Experiment file; relative to this file.")
    run: Text | None = Field(
        None, description="Run folder in place of `config`: its settings are run again."
    )
    settings: tuple[str, ...] = Field(
        (), description="Settings laid over it, as `key=value`; paths relative to this file."
    )
    corpus: Text | None = Field(
        None,
        description="Corpus that the figures are on: that of the experiment means its test part (so does none), "
        "another one is what the trained model is evaluated on.",
    )
    expected: dict[str, Figure] = Field(
        min_length=1,
        description="Figures by their place in scores.json, such as systems.model.macro.f1; null is undefined.",
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
        if (self.config is None) == (self.run is None):
            msg = "give either config, an experiment file, or run, a run folder"
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
    """A claim with the place where it stands, its settings and its corpus."""

    claim: Claim
    document: Document
    index: int
    config: ExperimentConfig
    corpus: str | None  # another than that of the settings

    def place_of(self, *keys: str) -> str:
        """Return `file:line:column: key` of a part of the claim."""
        path: KeyPath = ("claims", self.index, *keys)
        return f"{self.document.place_of(path)}: {'.'.join(map(str, path))}"

    @property
    def missing(self) -> list[str]:
        """The corpora that are not here."""
        wanted = [self.config.corpus.path, *([self.corpus] if self.corpus else [])]
        return [path for path in wanted if path != BUNDLED and not Path(path).exists()]


def read_claims(path: Path) -> list[PlacedClaim]:
    """Return the claims of a file with their settings read.

    Raises:
        InputError: one line for every mistake, as `file:line:column: key: what, and what to do`.
    """
    document = parse_yaml(read_text(path), str(path))
    claims = check(ClaimsFile, document).claims
    return [_placed(claim, document, index, path.parent) for index, claim in enumerate(claims)]


def _placed(claim: Claim, document: Document, index: int, folder: Path) -> PlacedClaim:
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
    other = None if corpus == config.corpus.path else corpus
    return PlacedClaim(claim, document, index, config, other)


@dataclass
class Bench(AbstractContextManager["Bench"]):
    """Where claims are run; what several claims rest on is trained once."""

    jobs: int
    _folder: TemporaryDirectory[str] = field(default_factory=TemporaryDirectory)
    _runs: dict[str, tuple[Path, Scores]] = field(default_factory=dict)

    def __exit__(self, *_: object) -> None:
        """Leave nothing behind."""
        self._folder.cleanup()

    def check(self, placed: PlacedClaim, stage: Stage) -> Verdict:
        """Run what a claim rests on and compare its figures.

        Raises:
            InputError: settings or data that cannot be run, or a figure that there is not.
        """
        if placed.missing:
            return Verdict(SKIPPED, cause=f"no corpus at {', '.join(placed.missing)}")
        return compare_claim(placed, self._scores(placed, stage))

    def _scores(self, placed: PlacedClaim, stage: Stage) -> Scores:
        run, scores = self._run(placed.config, stage)
        if placed.corpus is None or _is_corpus_of(scores, placed.corpus):
            return scores
        folder = run / f"evaluation-{len(list(run.iterdir()))}"
        evaluation = placed.config.evaluation
        return evaluate_model(run, placed.corpus, folder, config=evaluation, stage=stage).scores

    def _run(self, config: ExperimentConfig, stage: Stage) -> tuple[Path, Scores]:
        key = config.model_dump_json()
        if key not in self._runs:
            folder = Path(self._folder.name) / str(len(self._runs))
            outcome = run_experiment(config, folder, jobs=self.jobs, stage=stage)
            self._runs[key] = (folder, outcome.scores)
        return self._runs[key]


def _is_corpus_of(scores: Scores, corpus: str) -> bool:
    """Whether a run was trained on this very corpus: then its test part counts, not what it has learned."""
    return corpus != BUNDLED and scores["corpus"]["sha256"] == corpus_digest(Path(corpus))


def compare_claim(placed: PlacedClaim, scores: Scores) -> Verdict:
    """Compare fresh scores with the figures on record: the same digits, within tolerance, or neither."""
    claim = placed.claim
    told, gaps = [], []
    for name, recorded in claim.expected.items():
        found = _figure(scores, name, placed)
        gaps.append(_gap(recorded, found))
        told.append(f"{name} {number(found)}{_told_gap(recorded, found, claim.tolerance)}")
    worst = max(gaps)
    status = REPRODUCED if worst <= min(TOLERANCE, claim.tolerance) else CLOSE
    return Verdict(status if worst <= claim.tolerance else DIFFERENT, cause=", ".join(told))


def _gap(recorded: float | None, found: float | None) -> float:
    if recorded is None or found is None:
        return 0.0 if recorded is found else float("inf")
    return round(abs(found - recorded), 9)  # 0.651 and 0.6515 lie 0.0005 apart


def _told_gap(recorded: float | None, found: float | None, tolerance: float) -> str:
    if _gap(recorded, found) <= min(TOLERANCE, tolerance):
        return ""
    by = "" if recorded is None or found is None else f", off by {found - recorded:+.6g}"
    on_record = "undefined" if recorded is None else f"{recorded:g}"
    return f" (on record {on_record} ± {tolerance:g}{by})"


def _figure(scores: Scores, name: str, placed: PlacedClaim) -> float | None:
    """Return the figure at `name`, keys parted by points."""
    known = dict(_figures(scores, ""))
    if name not in known:
        msg = f"{placed.place_of('expected', name)}: scores.json has no such figure; {nearest(name, known)}"
        raise InputError(msg)
    return known[name]


def _figures(values: Mapping[str, Any], path: str) -> Iterator[tuple[str, float | None]]:
    """Yield every figure under its place; one with an interval under its own name and with its parts."""
    for key, value in values.items():
        where = f"{path}.{key}" if path else key
        if isinstance(value, dict):
            if "value" in value:
                yield where, value["value"]
            yield from _figures(value, where)
        elif value is None or (isinstance(value, int | float) and not isinstance(value, bool)):
            yield where, value
