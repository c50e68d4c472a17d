"""Tasks to results, several at a time: what fails is told, and the others go on."""

import json
import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from threading import Thread

from joblib import Parallel, delayed, parallel_config
from threadpoolctl import threadpool_limits

from mediaframe.errors import MediaframeError
from mediaframe.folders import new_file, write_json
from mediaframe.provenance import Stage
from mediaframe.results.study.measures import Result
from mediaframe.study.measuring import measure_task
from mediaframe.study.tasks import Task

BATCHES_PER_WORKER = 4  # so that no worker is left alone with the last ones


@dataclass(frozen=True)
class Done:
    """How an experiment ended."""

    digest: str
    seconds: float
    failure: str | None


def run_missing(tasks: Sequence[Task], folder: Path, jobs: int, stage: Stage) -> list[Done]:
    """Run the experiments that have no result yet; what fails is told, and the others go on."""
    unique = {task.digest: task for task in tasks}
    missing = [task for task in unique.values() if result_in(folder, task.digest) is None]
    finished = len(unique) - len(missing)
    stage("experiments", finished, len(unique))
    done: list[Done] = []
    # One thread each: sums over threads differ in their last digits, and workers would stand in each other's way.
    with parallel_config("loky", n_jobs=jobs, inner_max_num_threads=1), threadpool_limits(1):
        for ends in Parallel(return_as="generator_unordered", batch_size=1)(
            delayed(_run_batch)(batch, folder, os.getpid()) for batch in _batches(missing, jobs)
        ):
            done += ends
            stage("experiments", finished + len(done), len(unique))
    return sorted(done, key=lambda end: end.digest)


def result_in(folder: Path, digest: str) -> Result | None:
    """Return the result of an experiment, if a whole one is there."""
    try:
        result = json.loads((folder / f"{digest}.json").read_bytes())
    except (OSError, ValueError):
        return None
    return result if isinstance(result, dict) and result.get("experiment") == digest else None


def _batches(tasks: Sequence[Task], jobs: int) -> Iterator[list[Task]]:
    """Yield experiments that weigh the same text in the same folds together: a worker does that once for them."""
    most = max(1, -(-len(tasks) // (jobs * BATCHES_PER_WORKER)))

    def alike(task: Task) -> tuple[str, ...]:
        config = task.config
        blocks = (config.features.words, config.features.characters)
        return (
            task.corpus_sha256,
            config.split.model_dump_json(),
            f"{config.seed} {config.training.folds}",
            *(block.model_dump_json() if block else "" for block in blocks),
        )

    for _, group in groupby(sorted(tasks, key=alike), key=alike):
        members = list(group)
        for start in range(0, len(members), most):
            yield members[start : start + most]


def _run_batch(tasks: Sequence[Task], folder: Path, parent: int) -> list[Done]:
    if os.getpid() != parent:
        _end_with(parent)
    return [_run_task(task, folder) for task in tasks]


@cache  # once in each worker
def _end_with(parent: int) -> None:
    """End this worker soon after the process that started it, however that ended."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        os._exit(1)

    Thread(target=watch, daemon=True).start()


def _run_task(task: Task, folder: Path) -> Done:
    """Run one experiment and write its result aside, then in place."""
    begun = time.perf_counter()
    failure = None
    try:
        result = measure_task(task)
        with new_file(folder / f"{task.digest}.json") as partial:
            write_json(partial, result)
    except MediaframeError as error:
        failure = str(error)
    except OSError:
        raise  # a full disk ends the study, not one experiment
    except Exception as error:  # noqa: BLE001 - whatever it is, the other experiments go on
        failure = f"{type(error).__name__}: {error}"
    return Done(task.digest, round(time.perf_counter() - begun, 3), failure)
