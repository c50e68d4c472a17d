"""What a result depends on, and the one file that tells when and where it was made."""

import json
import platform
import socket
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from threadpoolctl import threadpool_info

from mediaframe.errors import InputError
from mediaframe.files.clock import now
from mediaframe.files.folders import check_apart, check_writable, digest_files, new_folder
from mediaframe.files.text import read_file
from mediaframe.files.writing import write_json

Stage = Callable[[str, int, int], None]  # name of the stage, steps done, steps in all

PROVENANCE, RUN_INFO = "provenance.json", "run_info.json"
PACKAGES = (
    "jinja2",
    "matplotlib",
    "numpy",
    "pyarrow",
    "pydantic",
    "safetensors",
    "scikit-learn",
    "scipy",
    "sentencex",
)


# What a record calls a thing, in the words of a message.
PLAIN = {
    "config_sha256": "configuration",
    "evaluation": "set of options",
    "model_weights_sha256": "model",
}


# What a result was made with. It may move a figure, and makes no other run of it.
CODE = "code_sha256"
MADE_WITH = ("mediaframe", CODE, "environment")
SOURCES = {".py", ".yaml", ".txt", ".jinja"}


def silent(_stage: str, _done: int, _of: int) -> None:
    """Show no progress."""


def environment(further: Sequence[str] = (), device: str = "cpu") -> dict[str, Any]:
    """Return what may move a figure: mediaframe's own code, packages, Python, and the processor's arithmetic.

    `further` are packages that only some experiments use, `device` is named where it is not the processor.
    """
    simd = np.show_config(mode="dicts")["SIMD Extensions"]
    blas = {
        f"{pool['internal_api']} {pool['version']} {pool.get('architecture')}"
        for pool in threadpool_info()
        if pool["user_api"] == "blas"
    }
    return {
        "mediaframe": version("mediaframe"),
        CODE: code_digest(),
        "environment": {
            "python": platform.python_version(),
            "packages": {name: version(name) for name in (*PACKAGES, *further)},
            "machine": platform.machine(),
            "simd": [*simd["baseline"], *simd.get("found", [])],
            "blas": sorted(blas),
            **({"device": device} if device != "cpu" else {}),
            **({"reader": "compiled"} if is_compiled() else {}),
        },
    }


def is_compiled() -> bool:
    """Return whether the reader is compiled, as in a wheel built with `MEDIAFRAME_COMPILE=1`; it says the same either way."""
    found = find_spec("mediaframe.reader.tokens")
    return found is not None and not str(found.origin).endswith(".py")


@cache
def code_digest() -> str:
    """Return the sha256 of mediaframe's own source files: results of other code are not results of this one."""
    return digest_sources(Path(__file__).parents[1])


def digest_sources(package: Path) -> str:
    """Return the sha256 of the names and contents of source files."""
    return digest_files(package, (file for file in package.rglob("*") if file.suffix in SOURCES))


def check_replaceable(folder: Path, provenance: dict[str, Any], *, force: bool) -> None:
    """Refuse to write over something else than a run of the same settings and data.

    Raises:
        InputError: a file, a folder that is no run, or, without `force`, a run of other settings or data.
    """
    if not folder.exists():
        return
    if not folder.is_dir():
        msg = f"{folder}: a file stands there; name another folder with -o"
        raise InputError(msg)
    if not any(folder.iterdir()):
        return
    try:
        found = json.loads(read_file(folder / PROVENANCE))
    except (OSError, ValueError) as error:
        msg = f"{folder}: holds something else than a run; name another folder with -o"
        raise InputError(msg) from error
    if not isinstance(found, dict) or not {"mediaframe", "environment"} <= found.keys():
        msg = f"{folder / PROVENANCE}: not what a run writes; name another folder with -o"
        raise InputError(msg)
    parts = [key for key in provenance if key not in MADE_WITH]
    changed = [PLAIN.get(key, key) for key in parts if found.get(key) != provenance[key]]
    if changed and not force:
        msg = f"{folder}: holds a run of another {' and '.join(changed)}; name another folder with -o, or replace it with --force"
        raise InputError(msg)


class Clock:
    """Tells which stage a run is in, and remembers how long each took."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self.started = now()
        self.seconds: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Announce a stage and time it."""
        self._stage(name, 0, 1)
        begun = time.perf_counter()
        yield
        self.seconds[name] = round(time.perf_counter() - begun, 3)
        self._stage(name, 1, 1)


def run_info(clock: Clock) -> dict[str, Any]:
    """Return what differs from run to run: hours and host."""
    return {
        "started": clock.started.isoformat(timespec="seconds"),
        "seconds": clock.seconds,
        "host": socket.gethostname(),
        "platform": platform.platform(),
        "command": sys.argv,
    }


class ResultFolder:
    """The folder that a result goes to; a place where it cannot go is refused before the work for it is done."""

    def __init__(
        self,
        path: Path,
        provenance: dict[str, Any],
        *,
        force: bool,
        inputs: Iterable[str | Path] = (),
    ) -> None:
        """Check that a result of this provenance may take the place of what is there.

        Raises:
            InputError: something else stands there, or, without `force`, a run of other settings or data; or it is, holds or
                lies in one of the `inputs`.
            OSError: it cannot be written; the error names what stands in the way.
        """
        check_apart(path, inputs)
        check_replaceable(path, provenance, force=force)
        check_writable(path)
        self.path = path
        self._provenance, self._force = provenance, force

    @contextmanager
    def fill(self, clock: Clock, **further: Any) -> Iterator[Path]:  # noqa: ANN401 - any JSON
        """Give a folder to fill; once filled, and its records written, it takes its place in one step.

        `further` stands in the record of this run beside hours and host.
        """
        with new_folder(self.path) as partial:
            yield partial
            self._write_provenance(partial)
            write_json(partial / RUN_INFO, {**run_info(clock), **further})
            # Another process may have been faster.
            check_replaceable(self.path, self._provenance, force=self._force)

    def mark(self) -> None:
        """Write the provenance alone where there is none, so that a second start knows the folder as its own."""
        if not (self.path / PROVENANCE).exists():
            with new_folder(self.path) as partial:
                self._write_provenance(partial)

    def _write_provenance(self, folder: Path) -> None:
        write_json(folder / PROVENANCE, self._provenance)
