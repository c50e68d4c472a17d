"""One experiment tried: its result as a file of its own, or why there is none."""

import time
from dataclasses import dataclass
from pathlib import Path

from mediaframe.errors import InputError, MediaframeError
from mediaframe.files.folders import new_file
from mediaframe.files.text import read_file
from mediaframe.files.writing import json_text, write_text
from mediaframe.results.study.trial import TrialScores
from mediaframe.study.measuring import measure_trial
from mediaframe.study.trials import Trial


@dataclass(frozen=True)
class TrialOutcome:
    """How an experiment ended."""

    digest: str
    seconds: float
    failure: str | None
    is_wrong_input: bool = False  # the failure is the user's to mend


@dataclass(frozen=True)
class FinishedTrial:
    """How an experiment ended, and its result as it is to be kept: empty, if it failed."""

    outcome: TrialOutcome
    result: str


def run_trial(trial: Trial) -> FinishedTrial:
    """Run one experiment; what fails is told, and the others go on."""
    begun = time.perf_counter()
    failure, result, is_wrong_input = None, "", False
    try:
        result = json_text(measure_trial(trial).to_json())
    except MediaframeError as error:
        failure, is_wrong_input = str(error), isinstance(error, InputError)
    except OSError:
        raise  # a full disk ends the study, not one experiment
    except Exception as error:  # noqa: BLE001 - whatever it is, the other experiments go on
        failure = f"{type(error).__name__}: {error}"
    seconds = round(time.perf_counter() - begun, 3)
    return FinishedTrial(TrialOutcome(trial.digest, seconds, failure, is_wrong_input), result)


def keep_result(finished: FinishedTrial, folder: Path) -> TrialOutcome:
    """Write the result aside, then in place."""
    if finished.outcome.failure is None:
        with new_file(folder / f"{finished.outcome.digest}.json") as partial:
            write_text(partial, finished.result)
    return finished.outcome


def result_in(folder: Path, digest: str) -> TrialScores | None:
    """Return the result of an experiment, if a whole one is there."""
    try:
        result = TrialScores.model_validate_json(read_file(folder / f"{digest}.json"))
    except (OSError, ValueError):
        return None
    return result if result.experiment == digest else None
