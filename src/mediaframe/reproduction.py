"""A result, run again beside itself and compared."""

import json
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from mediaframe.configfile import load_config
from mediaframe.errors import InputError
from mediaframe.evaluation import PREDICTIONS, SCORES
from mediaframe.experiment import CONFIG, run_experiment
from mediaframe.provenance import PROVENANCE, RUN_INFO, Stage, silent

TOLERANCE = 0.0005  # half of the last digit that a report prints
MOST_SHOWN = 10


@dataclass(frozen=True)
class Verdict:
    """Whether a result came out again.

    `status` is `reproduced` (every byte, or every byte but the names of packages), `close` (the environment differs;
    decisions are equal and figures equal as printed) or `different`.
    """

    status: str
    reasons: tuple[str, ...]


def verify(folder: str | Path, *, jobs: int = 1, stage: Stage = silent) -> Verdict:
    """Run the settings of a run folder again, beside it, and compare every file but `run_info.json`.

    Raises:
        InputError: no run folder, or its corpus or codebook is not where it was.
    """
    folder = Path(folder).absolute()
    if not (folder / CONFIG).is_file() or not (folder / PROVENANCE).is_file():
        msg = f"{folder}: no run folder ({CONFIG} or {PROVENANCE} is missing); name what `mediaframe run` wrote"
        raise InputError(msg)
    config = load_config(folder / CONFIG)
    aside = folder.with_name(f".{folder.name}.verify.{token_hex(4)}")
    try:
        # Paths in the settings are relative to the folder that says them: a sibling says the same.
        run_experiment(config, aside, jobs=jobs, stage=stage)
        return compare_runs(folder, aside)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def compare_runs(recorded: Path, fresh: Path) -> Verdict:
    """Compare two run folders file by file."""
    changed = [
        name
        for name in sorted(_files(recorded) | _files(fresh))
        if name != RUN_INFO and not _same_bytes(recorded / name, fresh / name)
    ]
    if not changed:
        return Verdict("reproduced", ())
    then, now = _read_json(recorded / PROVENANCE), _read_json(fresh / PROVENANCE)
    moved_packages = list(_moves(_environment(then), _environment(now), 0.0))
    if not moved_packages:
        return Verdict("different", tuple(_explain(recorded, fresh, changed, 0.0)))
    if changed == [PROVENANCE] and not list(
        _moves(_without_environment(then), _without_environment(now), 0.0)
    ):
        return Verdict("reproduced", ("environment: " + "; ".join(moved_packages),))
    checked = [
        name
        for name in changed
        if name in {CONFIG, PREDICTIONS, SCORES} or _is_missing(recorded, fresh, name)
    ]
    reasons = [
        *_moves(_without_environment(then), _without_environment(now), 0.0),
        *_explain(recorded, fresh, checked, TOLERANCE),
    ]
    status = "different" if reasons else "close"
    return Verdict(status, (*reasons, "environment: " + "; ".join(moved_packages)))


def _files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def _is_missing(recorded: Path, fresh: Path, name: str) -> bool:
    return not ((recorded / name).is_file() and (fresh / name).is_file())


def _same_bytes(first: Path, second: Path) -> bool:
    return first.is_file() and second.is_file() and first.read_bytes() == second.read_bytes()


def _read_json(path: Path) -> Any:  # noqa: ANN401 - any JSON
    try:
        return json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None


def _environment(provenance: Any) -> Any:  # noqa: ANN401 - any JSON
    if not isinstance(provenance, dict):
        return None
    return {key: provenance.get(key) for key in ("mediaframe", "environment")}


def _without_environment(provenance: Any) -> Any:  # noqa: ANN401 - any JSON
    if not isinstance(provenance, dict):
        return provenance
    return {
        key: value for key, value in provenance.items() if key not in {"mediaframe", "environment"}
    }


def _explain(recorded: Path, fresh: Path, names: list[str], tolerance: float) -> Iterator[str]:
    """Yield what moved in each file, as far as it lies beyond `tolerance`."""
    for name in names:
        if not (fresh / name).is_file():
            yield f"{name}: not part of a run"
        elif not (recorded / name).is_file():
            yield f"{name}: missing"
        else:
            moves = list(_moves(_content(recorded / name), _content(fresh / name), tolerance))
            if not moves and (tolerance == 0 or name == CONFIG):
                moves = ["other bytes"]
            yield from _first(name, moves)


def _content(path: Path) -> Any:  # noqa: ANN401 - any JSON
    """Return what a file says, as far as it can be compared value by value."""
    if path.name == PREDICTIONS:
        return _predictions(path)
    return _read_json(path) if path.suffix == ".json" else None


def _first(name: str, moves: list[str]) -> Iterator[str]:
    """Yield the first moves of a file, and how many more there are."""
    yield from (f"{name}: {move}" for move in moves[:MOST_SHOWN])
    if len(moves) > MOST_SHOWN:
        yield f"{name}: and {len(moves) - MOST_SHOWN} more"


def _predictions(path: Path) -> dict[str, Any] | None:
    """Return predictions by sentence id, and the order of the ids."""
    try:
        rows = pq.read_table(path).to_pylist()
        order = [row["sentence_id"] for row in rows]
    except (OSError, KeyError, pa.ArrowException):
        return None
    seen: Counter[str] = Counter()
    named = {}
    for name, row in zip(order, rows, strict=True):
        seen[name] += 1
        named[name if seen[name] == 1 else f"{name} (again)"] = row
    return {**named, "order of sentences": order}


def _moves(then: Any, now: Any, tolerance: float, path: str = "") -> Iterator[str]:  # noqa: ANN401 - any JSON
    """Yield every value that differs by more than `tolerance`, as `key: recorded, now fresh`."""
    if isinstance(then, dict) and isinstance(now, dict):
        for key in {**then, **now}:
            where = f"{path}.{key}" if path else str(key)
            yield from _moves(then.get(key), now.get(key), tolerance, where)
    elif isinstance(then, list) and isinstance(now, list) and len(then) == len(now):
        for index, pair in enumerate(zip(then, now, strict=True)):
            yield from _moves(*pair, tolerance, f"{path}[{index}]")
    elif _differ(then, now, tolerance):
        yield f"{path}: recorded {_short(then)}, now {_short(now)}"


def _differ(then: Any, now: Any, tolerance: float) -> bool:  # noqa: ANN401 - any JSON
    numbers = (int, float)
    if isinstance(then, numbers) and isinstance(now, numbers) and not isinstance(then, bool):
        return not abs(then - now) <= tolerance  # so that NaN differs from every number
    return bool(then != now)


def _short(value: Any) -> str:  # noqa: ANN401 - any JSON
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 80 else text[:77] + "..."  # noqa: PLR2004 - a line
