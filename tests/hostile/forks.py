"""Commands in processes that start at once: a server that has loaded everything forks one for each.

A command may be given a fault: its n-th step of writing (an open, a write, a sync, a rename, a new folder) fails, or ends it.
"""

import builtins
import io
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from errno import ENOSPC
from importlib import import_module
from pathlib import Path
from typing import Any

from mediaframe.cli import main
from mediaframe.files import folders

FULL, KILLED = "full", "killed"
DEAD = 9  # exit code of a process that a fault ended
LOADED = (
    "matplotlib.figure",
    "mediaframe.comparison.compare",
    "mediaframe.curation.noise",
    "mediaframe.experiment.run",
    "mediaframe.serving.page",
    "mediaframe.study",
    "pyarrow.parquet",
    "scipy.stats",
    "sklearn.linear_model",
)


@dataclass(frozen=True)
class Command:
    """What to run, and what is to go wrong."""

    arguments: list[str]
    fault: str | None = (
        None  # FULL: a step and all after it fail as on a full disk; KILLED: the process ends there
    )
    step: int = 0  # the first that goes wrong, from 1
    below: str = ""  # the folder in which steps are counted
    kill_after: float | None = None  # seconds, and then `kill -9`
    limits: dict[str, int] = field(default_factory=dict)  # by the names of `resource`
    memory: int | None = None  # bytes beyond those that the process has
    environment: dict[str, str] = field(default_factory=dict)
    umask: int | None = None
    folder: str | None = None


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    stdout: str
    stderr: str
    steps: list[str]  # the kind of each step of writing that was begun


class Faults:
    """Counts the steps by which files below a folder are written, and lets one of them go wrong."""

    def __init__(self, command: Command) -> None:
        self.steps: list[str] = []
        self._command = command
        self._removes = False

    def step(self, kind: str, path: Any, begun: Callable[[], object] = lambda: None) -> None:
        """Go on, or fail; what goes wrong first has begun."""
        is_elsewhere = not os.path.realpath(path).startswith(self._command.below)
        if is_elsewhere or (self._removes and self._command.fault == FULL):
            return  # a full disk lets files go
        self.steps.append(kind)
        wrong, now = self._command.step, len(self.steps)
        if not wrong or now < wrong:
            return
        if now == wrong:
            begun()
        if self._command.fault == KILLED:
            os._exit(DEAD)
        named = None if kind in {"write", "fsync"} else os.fspath(path)
        raise OSError(ENOSPC, os.strerror(ENOSPC), named)

    def install(self) -> None:
        """Take the place of the functions by which Python writes."""
        faults, opened, fsync = self, io.open, os.fsync

        class Raw(io.FileIO):
            def write(self, data: Any) -> int:
                def half() -> None:
                    super(Raw, self).write(bytes(data)[: len(data) // 2])

                faults.step("write", self.name, half)
                return super().write(data)

        def open_(file: Any, mode: str = "r", *rest: Any, **options: Any) -> Any:
            if isinstance(file, int) or not set(mode) & set("wax"):
                return opened(file, mode, *rest, **options)
            faults.step("open", file)
            buffered = io.BufferedWriter(Raw(file, mode.replace("b", "").replace("t", "")))
            texts = {name: options[name] for name in ("encoding", "errors", "newline") if name in options}  # fmt: skip
            return buffered if "b" in mode else io.TextIOWrapper(buffered, **texts)

        def fsync_(descriptor: int) -> None:
            faults.step("fsync", f"/proc/self/fd/{descriptor}")
            fsync(descriptor)

        io.open = builtins.open = open_
        os.fsync = fsync_  # type: ignore[assignment]
        for kind, name in (("rename", "rename"), ("rename", "replace"), ("mkdir", "mkdir"), ("open", "open")):  # fmt: skip
            setattr(os, name, self._counted(kind, getattr(os, name)))
        remove = shutil.rmtree

        def rmtree(*arguments: Any, **options: Any) -> None:
            self._removes = True
            remove(*arguments, **options)
            self._removes = False

        shutil.rmtree = rmtree  # type: ignore[assignment]
        folders._is_swapped = self._counted("rename", folders._is_swapped)

    def _counted(self, kind: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def counted(path: Any, *rest: Any, **options: Any) -> Any:
            self.step(kind, path)
            return call(path, *rest, **options)

        return counted


class Forks:
    """The server, and what asks it."""

    def __init__(self, scratch: Path) -> None:
        self._scratch = scratch
        self._server = subprocess.Popen(
            [sys.executable, "-m", "tests.hostile.forks", str(scratch)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
        )

    def run(self, *arguments: object, **how: Any) -> Ended:
        """Run a command to its end."""
        command = Command([str(each) for each in arguments], **how)
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        self._server.stdin.write(json.dumps(asdict(command)) + "\n")
        self._server.stdin.flush()
        answer: dict[str, Any] = json.loads(self._server.stdout.readline())
        return Ended(**answer)

    def close(self) -> None:
        """End the server."""
        self._server.communicate()


def serve(scratch: Path) -> None:
    """Run commands that stand in standard input, a line each, and tell how each ended."""
    for name in LOADED:
        import_module(name)
    for line in sys.stdin:
        command = Command(**json.loads(line))
        child = os.fork()
        if not child:
            _run(command, scratch)
        if command.kill_after is not None:
            time.sleep(command.kill_after)
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        steps = scratch / "steps.json"
        ended = Ended(
            os.waitstatus_to_exitcode(status),
            (scratch / "stdout").read_text("utf-8"),
            (scratch / "stderr").read_text("utf-8"),
            json.loads(steps.read_text()) if steps.exists() else [],
        )
        steps.unlink(missing_ok=True)
        print(json.dumps(asdict(ended)), flush=True)  # noqa: T201 - to who asks


def _run(command: Command, scratch: Path) -> None:
    """Run a command in this process, and end it."""
    for number, name in enumerate(("stdout", "stderr"), start=1):
        os.dup2(os.open(scratch / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    _limit(command, scratch)
    sys.argv = ["mediaframe", *command.arguments]
    faults = Faults(command)
    tell = (scratch / "steps.json").write_text
    if command.below:
        faults.install()
    code: Any = 1
    try:
        main()
    except SystemExit as end:
        code = end.code
    except BaseException:  # noqa: BLE001 - told as Python does
        sys.excepthook(*sys.exc_info())
    finally:
        tell(json.dumps(faults.steps))
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        os._exit(code or 0)


def _limit(command: Command, scratch: Path) -> None:
    """Set where a command runs, and what it may use."""
    os.chdir(command.folder or scratch)
    os.environ.update(command.environment)
    if command.umask is not None:
        os.umask(command.umask)
    for name, most in command.limits.items():
        resource.setrlimit(getattr(resource, name), (most, most))
    if command.memory is not None:
        pages = int(Path("/proc/self/statm").read_text("utf-8").split()[0])
        most = pages * resource.getpagesize() + command.memory
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
