"""Text files: UTF-8, with or without a byte-order mark, or a refusal that names the line."""

import os
import re
import sys
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from errno import EINVAL, EISDIR, EOVERFLOW
from pathlib import Path
from stat import S_ISDIR, S_ISREG

from mediaframe.errors import InputError

# Control characters but tabs and line ends, and those that say which way text runs.
_CONTROLS = (*range(9), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0))
_DIRECTIONS = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_UNSEEN = dict.fromkeys((*_CONTROLS, *_DIRECTIONS), "\N{REPLACEMENT CHARACTER}")


def printable(text: str) -> str:
    r"""Return text for a terminal or a page: what would move the cursor, ring the bell or turn a line round is shown as �.

    >>> printable("He said \x1b[31mno\u202e.")
    'He said �[31mno�.'
    """
    return text.translate(_UNSEEN)


def read_text(path: Path, most: int | None = None) -> str:
    """Return the text of a UTF-8 file of at most so many bytes.

    Raises:
        InputError: the file is missing, a folder, a pipe or device, too large, or not UTF-8 (with the line of the first bad byte).
    """
    try:
        return decode(read_file(path, most), str(path))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        msg = f"{path}: cannot be read ({reason}); check the path"
        raise InputError(msg) from error


def read_file(path: Path, most: int | None = None) -> bytes:
    """Return the bytes of a file on disk, by default of any size that memory holds.

    Raises:
        OSError: it cannot be read; the error names it.
    """
    check_file(path, most)
    try:
        return path.read_bytes()
    except OSError as error:  # what fails in the middle names nothing
        raise OSError(error.errno, error.strerror, str(path)) from error


def check_file(path: Path, most: int | None = None) -> None:
    """Refuse what may never end, or end too late: a pipe or device, or a file of more bytes than `most` or than memory holds.

    Raises:
        OSError: there is no such file, or it is refused.
    """
    found = path.stat()
    most = min(most or sys.maxsize, _memory())
    if S_ISDIR(found.st_mode):
        raise IsADirectoryError(EISDIR, os.strerror(EISDIR), str(path))
    if not S_ISREG(found.st_mode):
        raise OSError(EINVAL, "a pipe or device, not a file", str(path))
    if found.st_size > most:
        raise OSError(
            EOVERFLOW, f"{found.st_size} bytes, more than the {most} it may have", str(path)
        )


def _memory() -> int:
    """Return how many bytes of memory this machine has."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, OSError, ValueError):  # a system that does not tell
        return sys.maxsize


LONGEST_WORD = 40
UTF_16 = (BOM_UTF16_LE, BOM_UTF16_BE)


def decode(content: bytes, source: str) -> str:
    """Return `content` as text without a byte-order mark, or say on which line it is not UTF-8; UTF-16 is told by its mark."""
    try:
        return content.decode("utf-16" if content[:2] in UTF_16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        byte = content[error.start]
        msg = f"{source}:{line}: byte 0x{byte:02x} is not UTF-8; save the file with UTF-8 encoding{_as_windows(content, error.start)}"
        raise InputError(msg) from error


def _as_windows(content: bytes, at: int) -> str:
    """Return how the word around a byte would read in the encoding of Windows, if it would be a word there."""
    first = max(0, at - LONGEST_WORD)
    around = content[first : at + LONGEST_WORD].decode("cp1252", "replace")
    words = (
        word
        for word in re.finditer(r"[^\W\d_]+", around)
        if word.start() <= at - first < word.end()
    )
    word = next(words, None)
    if word is None or not re.search("[A-Za-z]", word[0]):
        return ""
    return f" (in a spreadsheet: CSV UTF-8); as Windows-1252 it would read {word[0]!r}: if that is right, `iconv -f WINDOWS-1252 -t UTF-8` mends it"


def shorten(text: str, length: int = 80) -> str:
    """Return a text, or its beginning where it is longer than `length`.

    >>> shorten("a long sentence", 7)
    'a long…'
    """
    return text if len(text) <= length else f"{text[: length - 1]}…"
