"""Folders and files that appear whole or not at all."""

import ctypes
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from errno import EEXIST, EINVAL, EISDIR, ENOENT, ENOTDIR, ENOTEMPTY
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from mediaframe.errors import InputError
from mediaframe.files.aside import REPLACED, aside, place_of
from mediaframe.files.text import read_file
from mediaframe.files.writing import write_text

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
Read = TypeVar("Read")
TRIES = 10  # to read a folder that is replaced all the time


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
    if os.path.exists(target) and not target.is_dir():  # noqa: PTH110 - as in `new_file`
        raise NotADirectoryError(ENOTDIR, os.strerror(ENOTDIR), str(target))
    with _on_its_way(target) as partial:
        partial.mkdir()
        yield partial
        for path in (*partial.rglob("*"), partial):
            _sync(path)
        _put_folder(partial, target)
        _sync(target.parent)


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
        with _told_of(target):
            yield target
        return
    target = Path(os.path.realpath(target))
    with _on_its_way(target) as partial:
        yield partial
        _sync(partial)
        partial.replace(target)
        _sync(target.parent)


def begin_file(path: Path, text: str) -> None:
    """Write a text for the user to go on with, where nothing stands and in a folder that exists.

    Raises:
        FileExistsError: something stands there, be it a link to nowhere.
        FileNotFoundError: there is no such folder: misspelt, more likely than new.
    """
    if os.path.lexists(path):
        raise FileExistsError(EEXIST, os.strerror(EEXIST), str(path))
    if not path.parent.exists():
        raise FileNotFoundError(ENOENT, os.strerror(ENOENT), str(path))
    with new_file(path) as partial:
        write_text(partial, text)


@contextmanager
def new_files(folder: Path) -> Iterator[Path]:
    """Give a folder to write files to; once all are written, each takes its place in `folder`, beside what else is there.

    Raises:
        OSError: they cannot be written; the error names `folder` or what was to be in it.
    """
    folder = Path(os.path.realpath(folder))
    with _told_of(folder), _made(folder), aside(folder) as own:
        yield own
        files = sorted(own.iterdir())
        for path in files:
            _sync(path)
        for path in files:
            path.replace(folder / path.name)
        _sync(folder)


@contextmanager
def _on_its_way(target: Path) -> Iterator[Path]:
    """Give a place aside for what will stand at `target`."""
    with _told_of(target), _made(target.parent), aside(target.parent) as own:
        yield own / target.name


@contextmanager
def _made(folder: Path) -> Iterator[None]:
    """Make a folder and those around it; where what is to be in it fails, they are not left behind."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
        for each in missing:
            _sync(each.parent)
    except BaseException:
        for each in missing:
            with suppress(OSError):
                each.rmdir()
        raise


@contextmanager
def _told_of(target: Path) -> Iterator[None]:
    """Tell an error over what is aside of the place it is for; a full disk names nothing, and then of `target`."""
    try:
        yield
    except OSError as error:
        if error.errno is None:
            raise
        named = None if error.filename is None else place_of(Path(os.fsdecode(error.filename)))
        raise OSError(error.errno, error.strerror, str(named or target)) from error


def _put_folder(partial: Path, target: Path) -> None:
    """Move a folder to its place: in one step where the system can swap two, else by two renames."""
    try:
        partial.rename(target)  # where nothing stands, or nothing is in it
    except OSError as error:
        if error.errno not in (EEXIST, ENOTEMPTY):
            raise
        if not _is_swapped(partial, target):
            target.rename(partial.with_name(REPLACED))
            partial.rename(target)


def _is_swapped(first: Path, second: Path) -> bool:
    libc = ctypes.CDLL(None, use_errno=True)
    names = os.fsencode(first), os.fsencode(second)
    with suppress(AttributeError):
        swap = libc.renameat2
        return int(swap(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_EXCHANGE)) == 0
    return False


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
    with _on_its_way(target):
        pass
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


def check_each_apart(targets: Mapping[str, Path | None], inputs: Iterable[str | Path]) -> None:
    """Refuse to write over what is read, or two results to one place; `targets` are named by their options.

    Raises:
        InputError: a target is one of `inputs`, or of the targets before it.
    """
    given, named = list(inputs), dict[str, str]()
    for option, target in targets.items():
        if target is None:
            continue
        check_apart(target, given)
        place = os.path.realpath(target)
        if place in named:
            msg = f"{option}: {target}: is what {named[place]} names; name another file"
            raise InputError(msg)
        named[place] = option


def check_apart(target: Path, inputs: Iterable[str | Path]) -> None:
    """Refuse to write over what is read, around it, or into a folder that is read.

    A file in the folder of `target` is apart from it; a corpus that is a folder would be another one with results in it.

    Raises:
        InputError: `target` is, holds, or lies in one of `inputs`.
    """
    place = Path(os.path.realpath(target))
    for each in inputs:
        source = Path(os.path.realpath(each))
        if place == source and (source.is_file() or source.is_dir()):
            fault = "is what is read"
        elif source.is_dir() and source in place.parents:
            fault = f"lies in {each}, which is read"
        elif place in source.parents and place.is_dir():
            fault = f"holds {each}, which is read"
        else:
            continue
        msg = f"{target}: {fault}; name a place outside of it"
        raise InputError(msg)


def read_whole(folder: Path, read: Callable[[], Read]) -> Read:
    """Return what is read of a folder; where another takes its place meanwhile, it is read again."""
    for _ in range(TRIES):
        found = _identity(folder)
        try:
            result = read()
        except InputError:
            if _identity(folder) == found:
                raise
        else:
            if _identity(folder) == found:
                return result
    return read()


def _identity(folder: Path) -> tuple[int, int] | None:
    with suppress(OSError):
        found = folder.stat()
        return found.st_ino, found.st_ctime_ns
    return None


def digest_files(folder: Path, files: Iterable[Path]) -> str:
    """Return the sha256 of the names, as they stand in a folder, and of the contents of some of its files."""
    digest = sha256()
    for file in sorted(files):
        digest.update(file.relative_to(folder).as_posix().encode() + b"\0" + read_file(file))
    return digest.hexdigest()
