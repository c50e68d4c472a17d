"""A Dask cluster: one of our own on this machine, or one that listens elsewhere (extra `distributed`)."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from mediaframe.errors import InputError, MediaframeError
from mediaframe.files.aside import scratch_folder

PATIENCE = 5.0  # seconds for a scheduler to answer, and then for its first worker
# Ctrl-C reaches every process of a terminal; workers leave it to us to end them.
DEAF = "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)"


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


def result_of(future: Any) -> Any:  # noqa: ANN401 - distributed.Future, and what its function returned
    """Wait for what a worker returns.

    Raises:
        MediaframeError: worker after worker died over it, or the scheduler is gone.
    """
    distributed = import_module("distributed")
    try:
        return future.result()
    except (distributed.KilledWorker, distributed.CommClosedError, OSError) as error:
        msg = "the workers died, or the scheduler is gone; start again, and what is done is not done anew"
        raise MediaframeError(msg) from error
