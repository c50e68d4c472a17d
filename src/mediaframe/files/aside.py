"""Hidden folders in which something is written before it takes its place, and which no killed process leaves for good.

Each is locked as long as its writer lives. Whoever writes to the same place later removes those whose lock can be had.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from re import compile as pattern
from secrets import token_hex
from tempfile import gettempdir

from mediaframe.errors import InputError

try:
    import fcntl
except ImportError:  # Windows, where what a killed process left stays
    fcntl = None  # type: ignore[assignment]

REPLACED = (
    ".replaced"  # what stood in the place of the new, where the two cannot be swapped in one step
)
_NAME = pattern(r"\.mediaframe\.[0-9a-f]{16}")
_NO_LOCKS = -1


class _HeldError(Exception):
    """A folder that another process has locked."""


@contextmanager
def aside(parent: Path, mode: int = 0o777) -> Iterator[Path]:
    """Give a hidden folder in `parent`; what is still in it in the end is removed, and so is what the killed left there."""
    _remove_abandoned(parent)
    folder = parent / f".mediaframe.{token_hex(8)}"
    lock = None
    try:
        while lock is None:  # whoever removes what is abandoned may have come before the lock
            with suppress(FileExistsError):  # it was there, and is removed by now
                folder.mkdir(mode, exist_ok=True)
            with suppress(_HeldError, FileNotFoundError):
                lock = _lock(folder)
        yield folder
    finally:
        _tidy(folder)
        _unlock(lock)


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """Give a folder for what is of no use to anybody later; nobody else may look into it."""
    with aside(Path(os.path.realpath(gettempdir())), 0o700) as folder:
        yield folder


@contextmanager
def held(folder: Path, what: str) -> Iterator[None]:
    """Hold a folder that is filled little by little, so that two processes do not do the same work in it.

    Raises:
        InputError: another process holds it.
    """
    try:
        lock = _lock(folder)
    except _HeldError as error:
        msg = f"{folder}: another process is writing this {what}; wait for it, or name another folder with -o"
        raise InputError(msg) from error
    try:
        yield
    finally:
        _unlock(lock)


def place_of(path: Path) -> Path | None:
    """Return where it will stand what is in a folder aside, or the path itself; nothing for the folder itself.

    >>> place_of(Path("runs/.mediaframe.0123456789abcdef/baseline/scores.json")).as_posix()
    'runs/baseline/scores.json'
    """
    for folder in (path, *path.parents):
        if _NAME.fullmatch(folder.name):
            return None if folder == path else folder.parent / path.relative_to(folder)
    return path


def _lock(folder: Path) -> int:
    """Lock a folder as long as this process lives; return what to close, or -1 where there are no locks.

    Raises:
        _HeldError: another process holds it.
        FileNotFoundError: it is gone.
    """
    if fcntl is None:
        return _NO_LOCKS
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        is_same = os.path.samestat(os.fstat(descriptor), folder.stat())
    except OSError as error:
        os.close(descriptor)
        if isinstance(error, BlockingIOError):
            raise _HeldError from error
        if isinstance(error, FileNotFoundError):
            raise
        return _NO_LOCKS  # some file systems have none
    if not is_same:  # another took its place between the two
        os.close(descriptor)
        return _lock(folder)
    return descriptor


def _unlock(lock: int | None) -> None:
    if lock is not None and lock != _NO_LOCKS:
        os.close(lock)


def _remove_abandoned(parent: Path) -> None:
    """Remove what writers left that were killed: the lock of one that lives cannot be had."""
    with suppress(OSError):
        for folder in [each for each in parent.iterdir() if _NAME.fullmatch(each.name)]:
            with suppress(_HeldError, OSError):
                lock = _lock(folder)
                if lock != _NO_LOCKS:
                    _tidy(folder)
                    os.close(lock)


def _tidy(folder: Path) -> None:
    """Remove a folder aside; what was taken out of its place while the new was on its way goes there first."""
    if (folder / REPLACED).exists():
        names = {path.name for path in folder.iterdir()} - {REPLACED}
        for name in names:
            target = folder.parent / name
            for whole in (folder / name, folder / REPLACED):
                with suppress(OSError):
                    if not target.exists():
                        whole.rename(target)
            if not target.exists():
                return
    shutil.rmtree(folder, ignore_errors=True)
