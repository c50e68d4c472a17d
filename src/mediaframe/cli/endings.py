"""How a command ends that cannot go on: one message on stderr, and an exit code that tells whose fault it was."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from errno import (
    EACCES,
    EBADF,
    EDQUOT,
    EEXIST,
    EFBIG,
    EINVAL,
    EIO,
    EISDIR,
    ELOOP,
    ENAMETOOLONG,
    ENOENT,
    ENOSPC,
    ENOTDIR,
    ENOTEMPTY,
    ENXIO,
    EOVERFLOW,
    EPERM,
    EROFS,
)
from types import FrameType

import typer

from mediaframe.errors import InputError, MediaframeError
from mediaframe.files.text import printable

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

INTERRUPTED, TERMINATED = 130, 143
LIBRARIES = 560_000_000  # bytes of address space that numpy, scipy, scikit-learn and pyarrow take
FULL = {ENOSPC, EDQUOT, EFBIG, EIO}
PATH = {
    *(EACCES, EEXIST, EINVAL, EISDIR, ELOOP, ENAMETOOLONG, ENOENT, ENOTDIR, ENOTEMPTY),
    *(ENXIO, EOVERFLOW, EPERM, EROFS),
}
NO_ROOM_FOR_CODE = ("failed to map segment", "cannot allocate memory", "cannot enable executable")
SHORT = "memory ran out, and nothing half-written was left; give it less to read at a time, fewer --jobs, or more memory"


class Terminated(SystemExit):
    """A request to terminate, which unwinds like any error, so that nothing is left half-written."""


@contextmanager
def told() -> Iterator[None]:
    """Turn what ends a command into one message on stderr and an exit code."""
    try:
        yield
    except BrokenPipeError:
        raise  # the reader went away, which typer takes quietly
    except (
        MediaframeError,
        OSError,
        MemoryError,
        ImportError,
        KeyboardInterrupt,
        Terminated,
    ) as error:
        message, code = _message_of(error)
        if not message:
            raise
        typer.echo(printable(message), err=True)
        raise typer.Exit(code) from error


def _message_of(error: BaseException) -> tuple[str, int]:
    """Return what is told of an error, and the exit code; no message for a fault of ours."""
    is_short = any(words in str(error).lower() for words in NO_ROOM_FOR_CODE)
    match error:
        case MediaframeError():
            return str(error), error.exit_code
        case OSError():
            return _of_system(error)
        case KeyboardInterrupt():
            return "interrupted; nothing half-written was left", INTERRUPTED
        case Terminated():
            return "terminated; nothing half-written was left", TERMINATED
        case _:
            return SHORT if is_short or isinstance(error, MemoryError) else "", 1


def _of_system(error: OSError) -> tuple[str, int]:
    """Return the message and the exit code of an error of the system; what we write to a file is told with its name."""
    is_users = error.errno in PATH and error.filename is not None
    remedy = "make room" if error.errno in FULL else "check the path" if is_users else "try again"
    unnamed = "standard output" if error.errno in {*FULL, EBADF} else "mediaframe"
    message = f"{error.filename or unnamed}: {error.strerror or error}; {remedy}"
    return message, InputError.exit_code if is_users else MediaframeError.exit_code


def prepare() -> None:
    """Let a request to terminate unwind, and have something open where standard input, output or error is closed.

    A file opened next would else take its number, and be written to by what any library says.
    """

    def terminate(_signal: int, _frame: FrameType | None) -> None:
        raise Terminated(TERMINATED)

    signal.signal(signal.SIGTERM, terminate)
    # Nothing comes from a closed input, writing to a closed output fails, and complaints go nowhere.
    for number, (name, mode) in enumerate((("stdin", "r"), ("stdout", "w"), ("stderr", "w"))):
        if getattr(sys, name) is None:
            os.open(os.devnull, os.O_RDONLY if name != "stderr" else os.O_WRONLY)
            setattr(sys, name, open(number, mode, encoding="utf-8", closefd=False))  # noqa: SIM115 - a number


def check_memory() -> None:
    """Refuse a limit of memory under which libraries in C loop or abort as they are loaded, without a word.

    Raises:
        MediaframeError: there is one.
    """
    if resource is None:
        return
    most, _ = resource.getrlimit(resource.RLIMIT_AS)
    if most not in (-1, resource.RLIM_INFINITY) and most < LIBRARIES:
        msg = f"memory: this process may have {most} bytes, and its libraries alone take {LIBRARIES}; raise the limit (ulimit -v)"
        raise MediaframeError(msg)


def let_go() -> None:
    """Leave nothing for Python to stumble over as it ends: what nobody takes is dropped, and signals end it at once."""
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, signal.SIG_DFL)
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):  # told already, where it matters
            with suppress(OSError, ValueError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
