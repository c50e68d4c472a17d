"""A run, run again beside itself and compared."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from mediaframe.codebook import BUNDLED
from mediaframe.config import ExperimentConfig
from mediaframe.config.file import dump_config, load_config
from mediaframe.data.corpus import corpora_digest
from mediaframe.errors import InputError
from mediaframe.evaluation.outcome import CONFIG, PREDICTIONS, SCORES
from mediaframe.experiment.run import run_experiment
from mediaframe.files.aside import aside
from mediaframe.files.provenance import PROVENANCE, RUN_INFO, Stage, silent
from mediaframe.files.text import read_file
from mediaframe.files.writing import write_text
from mediaframe.reproduction.causes import (
    MODEL_FILES,
    broken_seals,
    differ_in_code_alone,
    find_cause,
    why_refused,
    without_environment,
)
from mediaframe.reproduction.diff import MOST_SHOWN, diff_files, diff_values, read_json
from mediaframe.reproduction.sources import locate
from mediaframe.reproduction.verdict import CLOSE, DIFFERENT, REPRODUCED, TOLERANCE, Verdict
from mediaframe.study import RESULTS, STUDY

# Pages, pictures and tables are made from the other files of their folder (JSON, Markdown, SVG), and need not be kept with them.
MADE_FROM_OTHERS = (".html", ".png", ".pdf", ".csv")
# What is told before the rest.
FIRST = (PROVENANCE, CONFIG, SCORES, STUDY, PREDICTIONS, *MODEL_FILES)


def is_run(folder: Path) -> bool:
    """Whether a folder is what `mediaframe run` wrote, even where something in it has gone missing."""
    settings = (folder / CONFIG).is_file() or (folder / "model").is_dir()
    return settings and any((folder / name).is_file() for name in (PROVENANCE, SCORES))


def verify(
    folder: str | Path, *, settings: Sequence[str] = (), jobs: int = 1, stage: Stage = silent
) -> Verdict:
    """Run the settings of a run folder again, in a new folder beside it, and compare every file but `run_info.json`.

    Args:
        folder: the run folder.
        settings: where its files lie now, as `corpus.path=…`; without, a corpus is also found by its digest nearby.
        jobs: processes for the folds; the result does not depend on it.
        stage: called as the run goes on.

    Raises:
        InputError: no run folder, or its corpus or codebook is not found, or not the one that it was.
    """
    folder = Path(folder).absolute()
    if not is_run(folder):
        msg = f"{folder}: no run folder ({CONFIG} or {PROVENANCE} is missing); name what `mediaframe run` wrote"
        raise InputError(msg)
    if not (folder / CONFIG).is_file():
        return Verdict(
            DIFFERENT, cause=f"missing: {CONFIG}, without which nothing can be run again"
        )
    try:
        recorded = load_config(folder / CONFIG)
    except InputError as error:
        return Verdict(DIFFERENT, tuple(str(error).splitlines()), f"{CONFIG} was edited")
    config = locate(folder, settings)
    try:
        with aside(folder.parent) as own:
            fresh = own / folder.name
            run_experiment(config, fresh, jobs=jobs, stage=stage)
            # Paths in the settings are relative to the folder that says them; where the files lie now is not on record.
            write_text(fresh / CONFIG, dump_config(recorded, folder))
            return compare_runs(folder, fresh)
    except InputError as error:
        if not _has_sources(config):
            msg = f"{error}; if it was moved: mediaframe verify {folder.name} -s corpus.path=FILE"
            raise InputError(msg) from error
        cause = why_refused(folder, corpora_digest(config.corpus.paths))
        return Verdict(DIFFERENT, tuple(str(error).splitlines()), cause)


def _has_sources(config: ExperimentConfig) -> bool:
    """Whether corpus and codebook lie where the settings say."""
    return all(p == BUNDLED or Path(p).exists() for p in (*config.corpus.paths, config.codebook))


def compare_runs(recorded: Path, fresh: Path) -> Verdict:
    """Compare two folders of a run, or of a study, file by file; pages and PNG only where they are on record."""
    changed = [
        name
        for name in sorted(_files(recorded, fresh), key=_rank)
        if name != RUN_INFO
        and not _same_bytes(recorded / name, fresh / name)
        and not (name.endswith(MADE_FROM_OTHERS) and not (recorded / name).exists())
    ]
    if not changed or (changed == [PROVENANCE] and differ_in_code_alone(recorded, fresh)):
        return Verdict(REPRODUCED)
    then, now = read_json(recorded / PROVENANCE), read_json(fresh / PROVENANCE)
    environment = list(diff_values(_environment(then), _environment(now), 0.0))
    if not environment or not isinstance(then, dict):
        reasons = tuple(_explain(recorded, fresh, changed, 0.0))
        return Verdict(DIFFERENT, reasons, find_cause(recorded, fresh, changed))
    return _compare_across(recorded, fresh, changed, environment)


def _compare_across(
    recorded: Path, fresh: Path, changed: list[str], environment: list[str]
) -> Verdict:
    """Compare runs of two environments: decisions, figures as printed, and all that is not drawn or packed."""
    told = "environment: " + "; ".join(each.removeprefix("environment.") for each in environment)
    then, now = (without_environment(read_json(f / PROVENANCE)) for f in (recorded, fresh))
    compared = [
        name
        for name in changed
        if name in FIRST[1:] or not ((recorded / name).is_file() and (fresh / name).is_file())
    ]
    beyond = [
        *diff_values(then, now, 0.0),
        *broken_seals(recorded),
        *_explain(recorded, fresh, compared, TOLERANCE),
    ]
    if beyond:
        return Verdict(DIFFERENT, (*beyond, told), find_cause(recorded, fresh, changed))
    within = [
        difference
        for name in changed
        if name in {SCORES, STUDY, PREDICTIONS}
        for difference in _first(name, diff_files(recorded / name, fresh / name, 0.0))
    ]
    others = [name for name in changed if name not in {PROVENANCE, SCORES, STUDY, PREDICTIONS}]
    packed = [f"{', '.join(others)}: other bytes, within tolerance or drawn"] if others else []
    return Verdict(CLOSE, (*within, *packed), told)


def _files(*folders: Path) -> set[str]:
    """Return the files of folders by name; what a study keeps to be taken up again is no part of its answer."""
    names = {
        path.relative_to(folder).as_posix()
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file()
    }
    if STUDY not in names:
        return names
    return {name for name in names if not name.startswith(f"{RESULTS}/")}


def _rank(name: str) -> tuple[int, str]:
    return (FIRST.index(name) if name in FIRST else len(FIRST), name)


def _same_bytes(first: Path, second: Path) -> bool:
    return first.is_file() and second.is_file() and read_file(first) == read_file(second)


def _environment(provenance: Any) -> Any:  # noqa: ANN401 - any JSON
    if not isinstance(provenance, dict):
        return None
    inner = provenance.get("environment")
    outer = {"mediaframe": provenance.get("mediaframe")}
    return {**outer, **inner} if isinstance(inner, dict) else {**outer, "environment": inner}


def _explain(recorded: Path, fresh: Path, names: list[str], tolerance: float) -> Iterator[str]:
    """Yield the differences in each file that lie beyond `tolerance`, such as `scores.json: test.sentences: recorded 1, now 2 (+1)`."""
    others = []
    for name in names:
        if not (fresh / name).is_file():
            yield f"{name}: not part of a run"
        elif not (recorded / name).is_file():
            yield f"{name}: missing"
        elif found := diff_files(recorded / name, fresh / name, tolerance):
            yield from _first(name, found)
        elif tolerance == 0 or name == CONFIG:
            others.append(name)
    if others:
        yield f"{', '.join(others)}: other bytes"


def _first(name: str, found: list[str]) -> Iterator[str]:
    """Yield the first differences of a file, and how many more there are."""
    yield from (f"{name}: {difference}" for difference in found[:MOST_SHOWN])
    if len(found) > MOST_SHOWN:
        yield f"{name}: and {len(found) - MOST_SHOWN} more"
