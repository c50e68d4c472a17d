"""Folders and files that appear whole or not at all."""

import ctypes
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from errno import EISDIR, ENOTDIR
from pathlib import Path
from secrets import token_hex
from typing import Any

from mediaframe.errors import InputError

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


@contextmanager
def new_folder(target: Path) -> Iterator[Path]:
    """Give a folder to fill; once filled it takes the place of `target` in one step.

    Whatever interrupts the filling, `target` stays as it was and the half-filled folder is removed.

    Raises:
        NotADirectoryError: a file stands at `target`.
    """
    target = Path(os.path.realpath(target))
    if os.path.exists(target) and not target.is_dir():  # noqa: PTH110 - as below
        raise NotADirectoryError(ENOTDIR, os.strerror(ENOTDIR), str(target))
    target.parent.mkdir(parents=True, exist_ok=True)
    with _aside(target) as partial:
        partial.mkdir()
        yield partial
        if target.exists():
            _exchange(partial, target)
        else:
            partial.rename(target)


@contextmanager
def _aside(target: Path) -> Iterator[Path]:
    """Give a hidden name beside `target`, and remove whatever stands there in the end.

    An error over that name is told of `target`, which is what the user asked for.
    """
    partial = target.with_name(f".{target.name}.{token_hex(4)}")
    try:
        yield partial
    except OSError as error:
        if error.filename != str(partial):
            raise
        raise OSError(error.errno, error.strerror, str(target)) from error
    finally:
        if partial.is_dir():
            shutil.rmtree(partial, ignore_errors=True)
        else:
            with suppress(OSError):
                partial.unlink(missing_ok=True)


def check_writable(target: Path) -> None:
    """Refuse a place where no folder can be made, before the work for it is done; nothing is left there.

    Raises:
        OSError: it cannot be written; the error names what stands in the way.
    """
    target = Path(os.path.realpath(target))
    made = [folder for folder in target.parents if not folder.exists()]
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with _aside(target) as partial:
            partial.mkdir()
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
    with _aside(target) as partial:
        yield partial
        partial.replace(target)


def write_json(path: Path, values: Any) -> None:  # noqa: ANN401 - any JSON
    """Write strict JSON, one key a line, ending in a newline.

    Raises:
        ValueError: a number that JSON cannot hold (NaN, infinity).
    """
    path.write_text(json_text(values), encoding="utf-8")


def json_text(values: Any) -> str:  # noqa: ANN401 - any JSON
    """Return what `write_json` writes."""
    return json.dumps(values, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
