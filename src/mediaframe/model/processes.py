"""Processes that work for us."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import resource_tracker

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
