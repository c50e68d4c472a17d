"""Experiments on a Dask cluster: one of our own on this machine, or one that listens elsewhere (extra `distributed`).

A worker needs no disk in common with us: it is sent the corpus, and sends the result back to be kept here.
"""

import asyncio
import socket
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from threading import Lock
from typing import Any

from threadpoolctl import threadpool_limits

from mediaframe.errors import InputError, MediaframeError
from mediaframe.files.aside import scratch_folder
from mediaframe.files.provenance import code_digest
from mediaframe.study.corpora import CodedCorpus, coded_corpus, keep_corpus
from mediaframe.study.outcomes import FinishedTrial, TrialOutcome, keep_result, run_trial
from mediaframe.study.trials import Trial, make_trial

PATIENCE = 5.0  # seconds for a scheduler to answer, and then for its first worker
# Ctrl-C reaches every process of a terminal; workers leave it to us to end them.
DEAF = "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)"

# Threads of a worker would share its memory, and each other's limit of threads.
_one_at_a_time = Lock()


def check_extra() -> None:
    """Refuse to go on without Dask.

    Raises:
        InputError: it is not installed.
    """
    try:
        import_module("distributed")
    except ImportError as error:
        msg = 'engine dask needs dask and distributed; pip install "mediaframe[distributed]"'
        raise InputError(msg) from error


def check_scheduler(scheduler: str) -> None:
    """Refuse an address at which no scheduler answers.

    Raises:
        InputError: nobody answers there, or somebody else.
    """
    try:
        # In a thread of its own, for a notebook has a loop running already.
        with ThreadPoolExecutor(1) as thread:
            thread.submit(asyncio.run, _greet(scheduler)).result()
    except (OSError, TypeError, ValueError) as error:
        cause = f" ({error})" if str(error) else ""
        msg = f"{scheduler}: no Dask scheduler answers there{cause}; give an address such as tcp://HOST:8786"
        raise InputError(msg) from error


async def _greet(scheduler: str) -> None:
    """Shake hands with a scheduler; a client alone waits for ever where something else listens and is silent."""
    security = import_module("distributed").Security().get_connection_args("client")
    async with asyncio.timeout(PATIENCE):
        comm = await import_module("distributed.core").connect(scheduler, **security)
        await comm.close()


@contextmanager
def local_cluster(workers: int) -> Iterator[Any]:
    """Start a cluster on this machine, and give a client of it; it ends with this process, however that ends."""
    distributed = import_module("distributed")
    with (
        scratch_folder() as scratch,
        distributed.LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            memory_limit=None,  # as much as the local engine has
            dashboard_address="127.0.0.1:0",  # None would mean port 8787, which one study alone can have
            local_directory=str(scratch),
            preload=DEAF,
            silence_logs="CRITICAL",
        ) as cluster,
        distributed.Client(cluster, set_as_default=False) as client,
    ):
        yield client


@contextmanager
def remote_cluster(scheduler: str) -> Iterator[Any]:
    """Give a client of the cluster whose scheduler listens at an address.

    Raises:
        InputError: there is no worker.
    """
    distributed = import_module("distributed")
    with (
        distributed.utils.silence_logging_cmgr("CRITICAL", "distributed.client"),  # we tell it
        distributed.Client(scheduler, timeout=PATIENCE, set_as_default=False) as client,
    ):
        try:
            client.wait_for_workers(1, timeout=PATIENCE)
        except TimeoutError as error:
            msg = f"{scheduler}: the scheduler has no worker; start one with: dask worker {scheduler} --nthreads 1"
            raise InputError(msg) from error
        yield client


def run_on_cluster(
    client: Any,  # noqa: ANN401 - distributed.Client, which takes the extra to import
    batches: Sequence[Sequence[Trial]],
    folder: Path,
) -> Iterator[TrialOutcome]:
    """Run batches of experiments, and keep each result as soon as it is there.

    A worker has one experiment at a time, and goes on with its batch as long as it lives: what it weighed once it remembers.

    Raises:
        InputError: a worker would give other results.
        MediaframeError: the scheduler is gone.
    """
    distributed = import_module("distributed")
    waiting = deque(deque(batch) for batch in batches)
    running: dict[Any, tuple[str, deque[Trial]]] = {}  # worker and batch, by what will be there
    ended = distributed.as_completed(loop=client.loop)
    send = _Sender(client)
    try:
        while waiting or running:
            busy = {worker for worker, _ in running.values()}
            idle = [worker for worker in client.nthreads() if worker not in busy]
            for worker in idle[: len(waiting)]:
                batch = waiting.popleft()
                future = send(batch[0], worker)
                running[future] = worker, batch
                ended.add(future)
            if not running:  # every worker died, and others are on their way
                client.wait_for_workers(1)
                continue
            future = next(ended)
            _, batch = running.pop(future)
            yield keep_result(_result_of(future, batch.popleft()), folder)
            if batch:
                waiting.appendleft(batch)
    except (distributed.CancelledError, distributed.comm.CommClosedError) as error:
        msg = "the Dask scheduler is gone; start the study again, and what is done is not done anew"
        raise MediaframeError(msg) from error


class _Sender:
    """Sends experiments to workers: first a look at the worker, and each corpus once."""

    def __init__(self, client: Any) -> None:  # noqa: ANN401 - distributed.Client
        self._client = client
        self._known: set[str] = set()
        self._corpora: dict[str, Any] = {}

    def __call__(self, trial: Trial, worker: str) -> Any:  # noqa: ANN401 - distributed.Future
        """Return what will hold how the experiment ended."""
        if worker not in self._known:
            self._check(worker)
            self._known.add(worker)
        if trial.corpus_sha256 not in self._corpora:
            self._corpora[trial.corpus_sha256] = self._submit(
                _given, coded_corpus(trial.config, trial.corpus_sha256)
            )
        data = self._corpora[trial.corpus_sha256]
        # Should the worker die, another one does it.
        return self._submit(
            run_trial_there, trial, data, workers=[worker], allow_other_workers=True
        )

    def _check(self, worker: str) -> None:
        """Refuse a worker that could not read what it is sent, which would end it."""
        found = self._client.run(code_digest, workers=[worker], on_error="return")[worker]
        if found != code_digest():
            cause = f" ({found})" if isinstance(found, Exception) else ""
            msg = f"{worker}: this worker has another mediaframe, or none{cause}; install the same one there"
            raise InputError(msg)

    def _submit(self, *call: Any, **where: Any) -> Any:  # noqa: ANN401 - as distributed has it
        # A corpus may be large, and is sent but once.
        unwarned = {"distributed.admin.large-graph-warning-threshold": "1TB"}
        with import_module("dask").config.set(unwarned):
            return self._client.submit(*call, **where, pure=False)


def _given(data: CodedCorpus) -> CodedCorpus:
    return data


def _result_of(future: Any, trial: Trial) -> FinishedTrial:  # noqa: ANN401 - distributed.Future
    """Return how an experiment ended; one that takes its workers down with it has failed."""
    try:
        finished: FinishedTrial = future.result()
    except import_module("distributed").KilledWorker:
        return FinishedTrial(
            TrialOutcome(trial.digest, 0.0, "the workers that tried it died; is memory short?"), ""
        )
    return finished


def run_trial_there(trial: Trial, data: CodedCorpus) -> FinishedTrial:
    """Run one experiment in a worker, with the data that were sent to it.

    Raises:
        InputError: what the result depends on is not the same here; under its name it would be wrong.
    """
    with _one_at_a_time, threadpool_limits(1):
        try:
            here = make_trial(trial.config, trial.evaluation, {trial.config.corpus: data}).digest
        except MediaframeError as error:
            msg = f"a worker on {socket.gethostname()}: {error}"
            raise InputError(msg) from error
        if here != trial.digest:
            msg = f"a worker on {socket.gethostname()}: has another version of the code or of a package, or another processor, and would give other results; give it the same environment"
            raise InputError(msg)
        keep_corpus(trial.config, data)
        return run_trial(trial)
