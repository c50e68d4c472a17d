"""Claims run again, and their figures compared with those on record."""

import os
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mediaframe.codebook import BUNDLED
from mediaframe.config import ExperimentConfig
from mediaframe.data.corpus import corpus_digest
from mediaframe.errors import InputError, MediaframeError, nearest
from mediaframe.evaluation.evaluate import evaluate_model
from mediaframe.evaluation.outcome import SCORES
from mediaframe.experiment.run import run_experiment
from mediaframe.files.aside import scratch_folder
from mediaframe.files.cells import is_number
from mediaframe.files.provenance import Stage
from mediaframe.reproduction.claims import PlacedClaim
from mediaframe.reproduction.diff import read_json
from mediaframe.reproduction.runs import compare_runs
from mediaframe.reproduction.verdict import (
    CLOSE,
    DIFFERENT,
    REPRODUCED,
    SKIPPED,
    TOLERANCE,
    Verdict,
    worst,
)
from mediaframe.results.scores import EvaluationScores
from mediaframe.results.study.answers import named_figures
from mediaframe.results.tables import number
from mediaframe.study import STUDY, run_study
from mediaframe.study.experiments import Study


@dataclass
class ClaimRunner(AbstractContextManager["ClaimRunner"]):
    """Runs what claims rest on, in a folder that does not outlive it; what several claims rest on is trained once."""

    jobs: int
    _opened: ExitStack = field(default_factory=ExitStack)
    _folder: Path = field(init=False)
    _runs: dict[str, tuple[Path, EvaluationScores]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Make the folder."""
        self._folder = self._opened.enter_context(scratch_folder())

    def __exit__(self, *_: object) -> None:
        """Leave nothing behind."""
        self._opened.close()

    def check(self, placed: PlacedClaim, stage: Stage) -> Verdict:
        """Run what a claim rests on and compare its figures.

        Raises:
            InputError: settings or data that cannot be run, or a figure that there is not.
        """
        if placed.missing:
            return Verdict(SKIPPED, cause=f"no corpus at {', '.join(placed.missing)}")
        if isinstance(placed.source, Study):
            return self._check_study(placed, stage)
        return compare_claim(placed, self._scores(placed, placed.source, stage).to_json())

    def _check_study(self, placed: PlacedClaim, stage: Stage) -> Verdict:
        """Run a study again; the figures named are compared, and every file of its report."""
        claim, folder = placed.claim, self._new_folder()
        recorded = placed.folder / claim.report if claim.report else None
        if recorded and not recorded.is_dir():
            msg = f"{placed.place_of('report')}: no folder at {os.path.normpath(recorded)}; check the path"
            raise InputError(msg)
        name = placed.source.name if isinstance(placed.source, Study) else ""
        if recorded and (found := _study_in(recorded)) not in (name, None):
            msg = f"{placed.place_of('report')}: {os.path.normpath(recorded)} holds study {found}; name the folder that {name} left"
            raise InputError(msg)
        try:
            outcome = run_study(
                placed.folder / str(claim.study),
                folder,
                jobs=self.jobs,
                figures=recorded is not None and (recorded / "figures").is_dir(),
                stage=stage,
            )
        except InputError:
            raise
        except MediaframeError as error:
            cause, *reasons = str(error).splitlines()
            return Verdict(DIFFERENT, tuple(reasons), cause)
        verdicts = [compare_runs(recorded, folder)] if recorded else []
        if claim.expected:
            verdicts.append(compare_claim(placed, named_figures(outcome.scores)))
        return Verdict(
            worst(verdicts),
            tuple(reason for verdict in verdicts for reason in verdict.reasons),
            "; ".join(verdict.cause for verdict in verdicts if verdict.cause),
        )

    def _scores(
        self, placed: PlacedClaim, config: ExperimentConfig, stage: Stage
    ) -> EvaluationScores:
        run, scores = self._run(config, stage)
        if placed.corpus is None or _is_corpus_of(scores, placed.corpus):
            return scores
        return evaluate_model(
            run,
            placed.corpus,
            self._new_folder(),
            config=config.evaluation,
            figures=False,
            stage=stage,
        ).scores

    def _run(self, config: ExperimentConfig, stage: Stage) -> tuple[Path, EvaluationScores]:
        key = config.model_dump_json()
        if key not in self._runs:
            folder = self._new_folder()
            report = config.report.model_copy(update={"figures": ()})
            undrawn = config.model_copy(update={"report": report})
            outcome = run_experiment(undrawn, folder, jobs=self.jobs, stage=stage)
            self._runs[key] = (folder, outcome.scores)
        return self._runs[key]

    def _new_folder(self) -> Path:
        return self._folder / str(len(list(self._folder.iterdir())))


def _study_in(folder: Path) -> str | None:
    """Return the name of the study that a folder holds; what went missing from it is told by the comparison."""
    found = read_json(folder / STUDY)
    return str(found.get("name")) if isinstance(found, dict) else None


def _is_corpus_of(scores: EvaluationScores, corpus: str) -> bool:
    """Whether a run was trained on this very corpus: then its test part counts, not what it has learned."""
    return corpus != BUNDLED and scores.corpus.sha256 == corpus_digest(Path(corpus))


def compare_claim(placed: PlacedClaim, scores: Mapping[str, Any]) -> Verdict:
    """Compare fresh scores with the figures on record: the same digits, within tolerance, or neither."""
    claim = placed.claim
    told, gaps = [], []
    for name, recorded in claim.expected.items():
        found = _figure(scores, name, placed)
        gaps.append(_gap(recorded, found))
        told.append(f"{name} {number(found)}{_told_gap(recorded, found, claim.tolerance)}")
    widest = max(gaps)
    status = REPRODUCED if widest <= min(TOLERANCE, claim.tolerance) else CLOSE
    return Verdict(status if widest <= claim.tolerance else DIFFERENT, cause=", ".join(told))


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


def _figure(scores: Mapping[str, Any], name: str, placed: PlacedClaim) -> float | None:
    """Return the figure at a dotted name, such as `systems.model.macro.f1`."""
    known = dict(_figures(scores, ""))
    if name not in known:
        where = STUDY if placed.claim.study else SCORES
        msg = f"{placed.place_of('expected', name)}: {where} has no such figure; {nearest(name, known)}"
        raise InputError(msg)
    return known[name]


def _figures(values: Mapping[str, Any], path: str) -> Iterator[tuple[str, float | None]]:
    """Yield every figure of nested JSON under a dotted name.

    >>> dict(_figures({"macro": {"f1": {"value": 0.5, "low": 0.4}}}, ""))
    {'macro.f1': 0.5, 'macro.f1.value': 0.5, 'macro.f1.low': 0.4}
    """
    for key, value in values.items():
        where = f"{path}.{key}" if path else key
        if isinstance(value, dict):
            if "value" in value:
                yield where, value["value"]
            yield from _figures(value, where)
        elif value is None or is_number(value):
            yield where, value
