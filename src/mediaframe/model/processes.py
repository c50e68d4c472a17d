"""Processes that work for us."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from multiprocessing import resource_tracker
from threading import Thread

from joblib.externals.loky.backend import resource_tracker as lokys


@contextmanager
def deaf_to_interrupts(jobs: int) -> Iterator[None]:
    """Let processes that are started here not hear Ctrl-C, which reaches every process of a terminal: we end them.

    What arrives meanwhile is heard here afterwards.
    """
    if jobs == 1 or not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    for tracker in (lokys, resource_tracker):
        tracker.ensure_running()  # which lets signals through again as it starts
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@cache  # once in each worker
def end_with(parent: int) -> None:
    """End this worker soon after the process that started it, however that ended."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        os._exit(1)

    Thread(target=watch, daemon=True).start()
