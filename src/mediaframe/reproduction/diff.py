"""The differences between two versions of a result's files, value by value."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load as load_tensors

from mediaframe.errors import InputError
from mediaframe.evaluation.outcome import PREDICTIONS, SCORES
from mediaframe.files.cells import is_number
from mediaframe.files.rows import read_rows
from mediaframe.files.text import read_file, shorten
from mediaframe.serving.manifest import WEIGHTS
from mediaframe.serving.shipped import SETTINGS
from mediaframe.study import STUDY

MOST_SHOWN = 10
ORDER = "order of sentences"
# What says nothing but that other bytes stand elsewhere in the model, or which release wrote it.
SEALS = ("weights_sha256", "checksum", "mediaframe")
# Points of figures, counted by sentences: scores that differ in the last digit change places or bins, and a point moves by a
# sentence. Within a tolerance what they are drawn from is compared: scores in the predictions, and in a study calibration
# errors, which a sentence that changes its bin moves as well, though by no more than its share.
CURVES = "curves"  # of scores.json
CALIBRATION, BINS = "calibration", "points"  # of each variation in study.json
WEIGHT_TOLERANCE = 0.01  # of the largest weight: solvers of other versions stop elsewhere


def read_json(path: Path) -> Any:  # noqa: ANN401 - any JSON
    """Return what a JSON file holds, or None where it cannot be read."""
    try:
        return json.loads(read_file(path))
    except (OSError, ValueError):
        return None


def diff_files(recorded: Path, fresh: Path, tolerance: float) -> list[str]:
    """Return the values of one file that differ by more than `tolerance`; none where it is of a kind without values, such as SVG."""
    if recorded.name == PREDICTIONS:
        return _diff_predictions(_predictions(recorded), _predictions(fresh), tolerance)
    if recorded.name == WEIGHTS:
        return list(_diff_weights(_weights(recorded), _weights(fresh), tolerance))
    if recorded.suffix != ".json":
        return []
    then, now = read_json(recorded), read_json(fresh)
    if isinstance(then, dict) and isinstance(now, dict):
        if recorded.name == SETTINGS:
            then, now = (_without(values, SEALS) for values in (then, now))
        elif recorded.name == SCORES and tolerance > 0:
            then, now = (_without(values, [CURVES]) for values in (then, now))
        elif recorded.name == STUDY and tolerance > 0:
            then, now = _without_bins(then, now)
    return list(diff_values(then, now, tolerance))


def _without(values: Mapping[str, Any], keys: Sequence[str]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if key not in keys}


def _without_bins(then: Any, now: Any) -> tuple[Any, Any]:  # noqa: ANN401 - any JSON
    """Return two versions of a study's figures without what the bins of its calibrations may move.

    That is the points of the diagrams, and errors that lie no further apart than if a sentence of each seed, whose score is
    on the border of two bins, had changed to the other one.
    """
    if isinstance(then, list) and isinstance(now, list) and len(then) == len(now):
        pairs = [_without_bins(*pair) for pair in zip(then, now, strict=True)]
        return [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    if not (isinstance(then, dict) and isinstance(now, dict)):
        return then, now
    seeds = len(then["seeds"]) if isinstance(then.get("seeds"), dict) else 1
    found = {
        key: _settled(then[key], now[key], seeds)
        if key == CALIBRATION
        else _without_bins(then[key], now[key])
        for key in then.keys() & now.keys()
    }
    return tuple(
        {key: found[key][side] if key in found else value for key, value in each.items()}
        for side, each in enumerate((then, now))
    )  # type: ignore[return-value]


def _settled(then: Any, now: Any, seeds: int) -> tuple[Any, Any]:  # noqa: ANN401 - any JSON
    """Return the calibration of a variation without points, and without errors that a sentence of each seed can have moved.

    Such a sentence leaves one bin for another, and in both of them moves the sum of scores or that of labels by 1 at most.
    """
    try:
        shift = {
            label: 2 * seeds / sum(point["count"] for point in points)
            for label, points in then[BINS].items()
        }
        shift[""] = max(shift.values())
        errors = [{**each["error"], "": each["macro_error"]} for each in (then, now)]
        is_moved = any(
            diff
            for label in errors[0] | errors[1]
            for diff in diff_values(errors[0].get(label), errors[1].get(label), shift[label])
        )
    except (TypeError, KeyError, ValueError, AttributeError, ZeroDivisionError):
        return then, now  # not what a study writes
    left_out = [BINS] if is_moved else [BINS, "error", "macro_error"]
    return _without(then, left_out), _without(now, left_out)


def diff_values(then: Any, now: Any, tolerance: float, path: str = "") -> Iterator[str]:  # noqa: ANN401 - any JSON
    """Yield every value that differs by more than `tolerance`, as `key: recorded, now fresh (by how much)`.

    >>> list(diff_values({"macro": {"f1": 0.5}}, {"macro": {"f1": 0.75}}, 0.1))
    ['macro.f1: recorded 0.5, now 0.75 (+0.25)']
    """
    if isinstance(then, dict) and isinstance(now, dict):
        for key in {**then, **now}:
            where = f"{path}.{key}" if path else str(key)
            yield from diff_values(then.get(key), now.get(key), tolerance, where)
    elif isinstance(then, list) and isinstance(now, list) and len(then) == len(now):
        for index, pair in enumerate(zip(then, now, strict=True)):
            yield from diff_values(*pair, tolerance, f"{path}[{index}]")
    elif _differ(then, now, tolerance):
        yield f"{path}: recorded {_short(then)}, now {_short(now)}{_gap(then, now)}"


def _differ(then: Any, now: Any, tolerance: float) -> bool:  # noqa: ANN401 - any JSON
    if is_number(then) and is_number(now):
        return not abs(then - now) <= tolerance  # so that NaN differs from every number
    return bool(then != now) or isinstance(then, bool) != isinstance(now, bool)


def _gap(then: Any, now: Any) -> str:  # noqa: ANN401 - any JSON
    return f" ({now - then:+.6g})" if is_number(then) and is_number(now) else ""


def _short(value: Any) -> str:  # noqa: ANN401 - any JSON
    return shorten(json.dumps(value, ensure_ascii=False, default=str))


def _predictions(path: Path) -> dict[str, Any] | None:
    """Return predictions by sentence id, and the order of the ids."""
    try:
        rows = [row for _, row in read_rows(path)]
        order = [row["sentence_id"] for row in rows]
    except (InputError, KeyError):
        return None
    seen: Counter[str] = Counter()
    named = {}
    for name, row in zip(order, rows, strict=True):
        seen[name] += 1
        named[name if seen[name] == 1 else f"{name} (again)"] = row
    return {**named, ORDER: order}


def _diff_predictions(
    then: dict[str, Any] | None, now: dict[str, Any] | None, tolerance: float
) -> list[str]:
    """Return the values that differ, and before them how many sentences do, of which how many in their labels."""
    found = list(diff_values(then, now, tolerance))
    if then is None or now is None:
        return found
    names = [
        name
        for name in {**then, **now}
        if name != ORDER and any(diff_values(then.get(name), now.get(name), tolerance))
    ]
    if len(names) > 1:
        decided = sum(_labels(then.get(name)) != _labels(now.get(name)) for name in names)
        shown = ", ".join(names[:MOST_SHOWN]) + (", …" if len(names) > MOST_SHOWN else "")
        total = len(now[ORDER])
        found.insert(0, f"{len(names)} of {total} sentences moved, {decided} in labels: {shown}")
    return found


def _labels(row: Any) -> Any:  # noqa: ANN401 - a row, or none
    return row and row.get("labels")


def _weights(path: Path) -> dict[str, Any] | None:
    try:
        return dict(load_tensors(read_file(path)))
    except (OSError, SafetensorError, ValueError, KeyError):
        return None


def _diff_weights(
    then: Mapping[str, Any] | None, now: Mapping[str, Any] | None, tolerance: float
) -> Iterator[str]:
    """Yield which arrays of a model differ: numbers beyond a share of the largest, unless every digit counts."""
    if then is None or now is None:
        yield "cannot be read"
        return
    for name in sorted({**then, **now}):
        old, new = then.get(name), now.get(name)
        if old is None or new is None or old.shape != new.shape or old.dtype != new.dtype:
            yield f"{name}: of another size or missing"
        elif old.dtype.kind != "f":
            if not np.array_equal(old, new):
                yield f"{name}: other content"
        elif old.size:
            gap = float(np.abs(new - old).max())
            bound = WEIGHT_TOLERANCE * float(np.abs(new).max()) if tolerance else 0.0
            if not gap <= bound:  # so that NaN differs from every number
                yield f"{name}: moved by up to {gap:.6g}"
