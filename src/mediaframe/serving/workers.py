"""Workers: processes of this machine, or of a Dask cluster (extra `distributed`)."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from mediaframe.errors import InputError, nearest
from mediaframe.serving import cluster

LOCAL, DASK = "local", "dask"


@dataclass(frozen=True)
class Workers:
    """Who does the work; the result does not depend on it."""

    engine: str = LOCAL  # or dask
    jobs: int = 1
    scheduler: str | None = None
    """Address of the cluster; without one, dask starts `jobs` workers here."""

    def __post_init__(self) -> None:
        """Refuse, before anything is read, an unknown engine, a scheduler without dask, or dask without its packages."""
        if self.engine not in (LOCAL, DASK):
            msg = f"engine: is {self.engine!r}; {nearest(self.engine, (LOCAL, DASK))}"
            raise InputError(msg)
        if self.scheduler is not None and self.engine != DASK:
            msg = f"scheduler: is for engine {DASK}; set it, or leave the scheduler out"
            raise InputError(msg)
        if self.engine == DASK:
            cluster.check_extra()
        if self.scheduler is not None:
            cluster.check_scheduler(self.scheduler)

    def open_cluster(self, most: int | None = None) -> AbstractContextManager[Any]:
        """Open the cluster, of our own with no more workers than there are pieces of work, and give a client of it."""
        if self.scheduler is not None:
            return cluster.remote_cluster(self.scheduler)
        return cluster.local_cluster(self.jobs if most is None else min(self.jobs, most))
