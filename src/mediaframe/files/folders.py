"""Folders and files that appear whole or not at all."""

import ctypes
import json
import os
import re
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from errno import EINVAL, EISDIR, ENOTDIR
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from typing import Any

from mediaframe.errors import InputError

try:
    import fcntl
except ImportError:  # Windows, where what a killed process left stays
    fcntl = None  # type: ignore[assignment]

_ASIDE = re.compile(r"\.mediaframe\.[0-9a-f]{16}(\.old)?")
FRESH = 1.0  # seconds in which one just made may still be without its lock
_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


@contextmanager
def new_folder(target: Path) -> Iterator[Path]:
    """Give a folder to fill; once filled, and on disk, it takes the place of `target` in one step.

    Whatever interrupts the filling, `target` stays as it was and the half-filled folder is removed: at once, or, where the
    process was killed or the power failed, by the next that writes there.

    Raises:
        NotADirectoryError: a file stands at `target`.
        OSError: it cannot be written; the error names `target` or what was to be in it.
    """
    target = Path(os.path.realpath(target))
    if os.path.exists(target) and not target.is_dir():  # noqa: PTH110 - as below
        raise NotADirectoryError(ENOTDIR, os.strerror(ENOTDIR), str(target))
    target.parent.mkdir(parents=True, exist_ok=True)
    with _aside(target) as partial:
        yield partial
        for path in (*partial.rglob("*"), partial):
            _sync(path)
        if target.exists():
            _exchange(partial, target)
        else:
            partial.rename(target)
        _sync(target.parent)


@contextmanager
def _aside(target: Path) -> Iterator[Path]:
    """Make a hidden folder beside `target`, and remove whatever stands there in the end.

    An error over what is in it is told of `target`, which is what the user asked for.
    """
    _remove_abandoned(target.parent)
    folder = target.with_name(f".mediaframe.{token_hex(8)}")
    lock = None
    try:
        folder.mkdir()
        lock = _lock(folder)
        yield folder
    except OSError as error:
        # A full disk names nothing.
        if error.errno is None or not str(error.filename or folder).startswith(str(folder)):
            raise
        told = str(error.filename or target)
        for partial in (folder / target.name, folder):
            told = told.replace(str(partial), str(target))
        raise OSError(error.errno, error.strerror, told) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if lock is not None:
            os.close(lock)


def _lock(path: Path) -> int | None:
    """Hold a path as ours as long as this process lives; return what to close, or None where there are no such locks."""
    if fcntl is None:
        return None
    descriptor = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        return None
    return descriptor


def _remove_abandoned(parent: Path) -> None:
    """Remove what writers left that were killed: the lock of one that lives cannot be had."""
    if fcntl is None:
        return
    with suppress(OSError):
        for folder in parent.glob(".mediaframe.*"):
            if _ASIDE.fullmatch(folder.name) and time.time() - folder.stat().st_mtime > FRESH:
                lock = _lock(folder)
                if lock is not None:
                    shutil.rmtree(folder, ignore_errors=True)
                    os.close(lock)


def _sync(path: Path) -> None:
    """Have a file or folder written to disk, so that a failing power leaves it whole under its name."""
    if path.is_symlink() or not (path.is_file() or path.is_dir()):
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno != EINVAL:  # some file systems sync no folders
            raise
    finally:
        os.close(descriptor)


def check_writable(target: Path) -> None:
    """Refuse a place where no folder can be made, before the work for it is done; nothing is left there.

    Raises:
        OSError: it cannot be written; the error names what stands in the way.
    """
    target = Path(os.path.realpath(target))
    made = [folder for folder in target.parents if not folder.exists()]
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with _aside(target):
            pass
    finally:
        for folder in made:
            with suppress(OSError):
                folder.rmdir()


def check_new(target: Path, *, force: bool) -> None:
    """Refuse to write over a file or a folder that holds something, unless `force` says so; pipes and devices are written to.

    Raises:
        InputError: something stands there.
    """
    with suppress(OSError):  # too long a name is for the writer to tell
        if not force and (target.is_file() or (target.is_dir() and any(target.iterdir()))):
            msg = f"{target}: stands there already; name another one, or replace it with --force"
            raise InputError(msg)


def _exchange(first: Path, second: Path) -> None:
    """Swap two folders: in one step where the system can, else by two renames."""
    libc = ctypes.CDLL(None, use_errno=True)
    with suppress(AttributeError):
        names = os.fsencode(first), os.fsencode(second)
        if libc.renameat2(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_EXCHANGE) == 0:
            return
    aside = second.with_name(f"{first.name}.old")
    second.rename(aside)
    first.rename(second)
    aside.rename(first)


@contextmanager
def new_file(target: Path) -> Iterator[Path]:
    """Give a path to write to; once written it takes the place of `target` in one step.

    A pipe or device is written to as it is.

    Raises:
        OSError: it cannot be written; the error names `target`.
    """
    if target.is_dir():
        raise IsADirectoryError(EISDIR, os.strerror(EISDIR), str(target))
    if os.path.exists(target) and not target.is_file():  # noqa: PTH110 - too long a name is for `open` to tell
        yield target
        return
    target = Path(os.path.realpath(target))
    target.parent.mkdir(parents=True, exist_ok=True)
    with _aside(target) as folder:
        partial = folder / target.name
        yield partial
        _sync(partial)
        partial.replace(target)
        _sync(target.parent)


def digest_files(folder: Path, files: Iterable[Path]) -> str:
    """Return the sha256 of the names, as they stand in a folder, and of the contents of some of its files."""
    digest = sha256()
    for file in sorted(files):
        digest.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def write_json(path: Path, values: Any) -> None:  # noqa: ANN401 - any JSON
    """Write strict JSON, one key a line, ending in a newline.

    Raises:
        ValueError: a number that JSON cannot hold (NaN, infinity).
    """
    path.write_text(json_text(values), encoding="utf-8")


def json_text(values: Any) -> str:  # noqa: ANN401 - any JSON
    """Return what `write_json` writes."""
    return json.dumps(values, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
