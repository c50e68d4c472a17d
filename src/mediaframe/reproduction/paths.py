"""What in a path can be run again: runs, measurements, claims, and what is passed over with a word why."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from mediaframe.comparison.compare import COMPARISON
from mediaframe.errors import InputError
from mediaframe.files.provenance import PROVENANCE, Stage, silent
from mediaframe.reproduction.claim_runner import ClaimRunner
from mediaframe.reproduction.claims import CLAIMS, read_claims
from mediaframe.reproduction.diff import read_json
from mediaframe.reproduction.measurements import is_measurement, verify_measurement
from mediaframe.reproduction.runs import is_run, verify
from mediaframe.reproduction.sources import check_movable
from mediaframe.reproduction.verdict import REFUSED, SKIPPED, Verdict
from mediaframe.study import STUDY

Stages = Callable[[], AbstractContextManager[Stage]]
USUAL = ("reports", "experiments")  # looked into where no path is given


def _silence() -> AbstractContextManager[Stage]:
    return nullcontext(silent)


def verify_paths(
    paths: Sequence[Path],
    *,
    settings: Sequence[str] = (),
    jobs: int = 1,
    stages: Stages = _silence,
) -> Iterator[tuple[str, Verdict]]:
    """Yield a name and a verdict for every run, measurement and claim in the paths.

    Args:
        paths: run and measurement folders, claims files, or folders of either; none for `reports` and `experiments` here.
        settings: where the files of the runs lie now, as `corpus.path=…`; claims say so themselves.
        jobs: processes for the folds; results do not depend on it.
        stages: opens a display of progress for one result.

    Raises:
        InputError: nothing to verify in a path, or `settings` say more than where files lie.
    """
    check_movable(settings)
    found = [(path, list(_find(path))) for path in paths or _usual()]
    for path, places in found:
        if not places:
            msg = (
                f"{path}: no run folder and no {CLAIMS} in it; name what `mediaframe run` wrote"
                if path.exists()
                else f"{path}: no such folder; check the path"
            )
            raise InputError(msg)
    with ClaimRunner(jobs) as runner:  # claims of several files may rest on the same run
        for place in dict.fromkeys(place for _, places in found for place in places):
            if place.name == CLAIMS:
                yield from _verify_claims(place, runner, stages)
            else:
                yield str(place), _verify_folder(place, settings, jobs, stages)


def _usual() -> list[Path]:
    found = [Path(name) for name in USUAL if any(_find(Path(name)))]
    if not found:
        msg = f"PATH: nothing to verify in {' or '.join(USUAL)} here; name what `mediaframe run` wrote"
        raise InputError(msg)
    return found


def _find(path: Path) -> Iterator[Path]:
    """Yield what in a path holds results, in the order of names; hidden folders are what others work in."""
    if path.is_file() and path.name == CLAIMS:
        yield path
    for name, folders, files in os.walk(path):
        folder = Path(name)
        if CLAIMS in files:
            yield folder / CLAIMS
        if is_run(folder) or PROVENANCE in files or is_measurement(folder):
            yield folder
            folders.clear()
        folders[:] = sorted(inner for inner in folders if not inner.startswith("."))


def _verify_folder(folder: Path, settings: Sequence[str], jobs: int, stages: Stages) -> Verdict:
    if not (is_run(folder) or is_measurement(folder)):
        return Verdict(SKIPPED, cause=_why_skipped(folder))
    with stages() as stage:
        try:
            if is_measurement(folder):
                return verify_measurement(folder)
            return verify(folder, settings=settings, jobs=jobs, stage=stage)
        except InputError as error:
            return Verdict(REFUSED, cause=str(error))


def _why_skipped(folder: Path) -> str:
    """Return what a folder without settings holds."""
    provenance = read_json(folder / PROVENANCE)
    if isinstance(provenance, dict) and "evaluation" in provenance:
        return "an evaluation; where its model and corpus lie is not on record: call `mediaframe evaluate` again"
    if (folder / COMPARISON).is_file():
        return "a comparison; verify the runs that it compares"
    if (folder / STUDY).is_file():
        return "a study; a claim with `study` and `report` runs it again, and so does `mediaframe study`"
    return "results without settings to run again"


def _verify_claims(
    path: Path, runner: ClaimRunner, stages: Stages
) -> Iterator[tuple[str, Verdict]]:
    try:
        claims = read_claims(path)
    except InputError as error:
        yield str(path), Verdict(REFUSED, cause=str(error))
        return
    for placed in claims:
        with stages() as stage:
            try:
                verdict = runner.check(placed, stage)
            except InputError as error:
                verdict = Verdict(REFUSED, cause=str(error))
        yield f"{path}: {placed.claim.name}", verdict
