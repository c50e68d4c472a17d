"""Trials to outcomes, several at a time, in processes of this machine or of a cluster."""

import os
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from itertools import groupby
from pathlib import Path
from warnings import catch_warnings, filterwarnings

from joblib import Parallel, delayed, parallel_config
from joblib.externals.loky.process_executor import TerminatedWorkerError
from threadpoolctl import threadpool_limits

from mediaframe.errors import MediaframeError
from mediaframe.files.provenance import Stage
from mediaframe.model.processes import deaf_to_interrupts, end_with
from mediaframe.serving.workers import DASK, Workers
from mediaframe.study.cluster import run_on_cluster
from mediaframe.study.outcomes import TrialOutcome, keep_result, result_in, run_trial
from mediaframe.study.trials import Trial

BATCHES_PER_WORKER = 4  # so that no worker is left alone with the last ones


def run_missing(
    trials: Sequence[Trial], folder: Path, workers: Workers, stage: Stage
) -> list[TrialOutcome]:
    """Run the experiments that have no result yet; what fails is told, and the others go on."""
    unique = {trial.digest: trial for trial in trials}
    missing = [trial for trial in unique.values() if result_in(folder, trial.digest) is None]
    finished = len(unique) - len(missing)
    stage("experiments", finished, len(unique))
    outcomes: list[TrialOutcome] = []
    if missing:
        run = _run_on_dask if workers.engine == DASK else _run_locally
        with closing(run(missing, folder, workers)) as ends:
            for end in ends:
                outcomes.append(end)
                stage("experiments", finished + len(outcomes), len(unique))
    return sorted(outcomes, key=lambda end: end.digest)


def _batches(trials: Sequence[Trial], jobs: int) -> Iterator[list[Trial]]:
    """Yield experiments that weigh the same text in the same folds together: a worker does that once for them."""
    most = max(1, -(-len(trials) // (jobs * BATCHES_PER_WORKER)))

    def alike(trial: Trial) -> tuple[str, ...]:
        config = trial.config
        blocks = (config.features.words, config.features.characters)
        return (
            trial.corpus_sha256,
            config.split.model_dump_json(),
            f"{config.seed} {config.training.folds}",
            *(block.model_dump_json() if block else "" for block in blocks),
        )

    for _, group in groupby(sorted(trials, key=alike), key=alike):
        members = list(group)
        for start in range(0, len(members), most):
            yield members[start : start + most]


def _run_on_dask(
    trials: Sequence[Trial], folder: Path, workers: Workers
) -> Generator[TrialOutcome]:
    with workers.open_cluster(len(trials)) as client:
        batches = list(_batches(trials, len(client.nthreads())))
        yield from run_on_cluster(client, batches, folder)


def _run_locally(
    trials: Sequence[Trial], folder: Path, workers: Workers
) -> Generator[TrialOutcome]:
    # One thread each: sums over threads differ in their last digits, and workers would stand in each other's way.
    with (
        catch_warnings(),
        parallel_config("loky", n_jobs=workers.jobs, inner_max_num_threads=1),
        threadpool_limits(1),
    ):
        # What a worker keeps for the experiments to come looks like a leak where psutil is installed; a new one goes on.
        filterwarnings("ignore", "A worker stopped while some jobs", UserWarning)
        try:
            with deaf_to_interrupts(workers.jobs):
                batches = Parallel(return_as="generator_unordered", batch_size=1)(
                    delayed(_run_batch)(batch, folder, os.getpid())
                    for batch in _batches(trials, workers.jobs)
                )
            for ends in batches:
                yield from ends
        except TerminatedWorkerError as error:
            msg = "a process of the study died, as where memory is short; start it again with fewer --jobs, and what is done is not done anew"
            raise MediaframeError(msg) from error


def _run_batch(trials: Sequence[Trial], folder: Path, parent: int) -> list[TrialOutcome]:
    if os.getpid() != parent:
        end_with(parent)
    return [keep_result(run_trial(trial), folder) for trial in trials]
