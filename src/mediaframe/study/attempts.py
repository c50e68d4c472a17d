"""One experiment tried: its result as a file of its own, or why there is none."""

import json
import time
from dataclasses import dataclass
from pathlib import Path

from mediaframe.errors import MediaframeError
from mediaframe.files.folders import json_text, new_file
from mediaframe.results.study.measures import Result
from mediaframe.study.measuring import measure_task
from mediaframe.study.tasks import Task


@dataclass(frozen=True)
class Done:
    """How an experiment ended."""

    digest: str
    seconds: float
    failure: str | None


@dataclass(frozen=True)
class Attempt:
    """How an experiment ended, and its result as it is to be kept: empty, if it failed."""

    done: Done
    result: str


def attempt(task: Task) -> Attempt:
    """Run one experiment; what fails is told, and the others go on."""
    begun = time.perf_counter()
    failure, result = None, ""
    try:
        result = json_text(measure_task(task))
    except MediaframeError as error:
        failure = str(error)
    except OSError:
        raise  # a full disk ends the study, not one experiment
    except Exception as error:  # noqa: BLE001 - whatever it is, the other experiments go on
        failure = f"{type(error).__name__}: {error}"
    return Attempt(Done(task.digest, round(time.perf_counter() - begun, 3), failure), result)


def keep_result(tried: Attempt, folder: Path) -> Done:
    """Write the result aside, then in place."""
    if tried.done.failure is None:
        with new_file(folder / f"{tried.done.digest}.json") as partial:
            partial.write_text(tried.result, encoding="utf-8")
    return tried.done


def result_in(folder: Path, digest: str) -> Result | None:
    """Return the result of an experiment, if a whole one is there."""
    try:
        result = json.loads((folder / f"{digest}.json").read_bytes())
    except (OSError, ValueError):
        return None
    return result if isinstance(result, dict) and result.get("experiment") == digest else None
