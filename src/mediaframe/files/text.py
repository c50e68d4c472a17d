"""Text files: UTF-8, with or without a byte-order mark, or a refusal that names the line."""

from errno import EINVAL
from pathlib import Path

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


def read_text(path: Path) -> str:
    """Return the text of a UTF-8 file.

    Raises:
        InputError: the file is missing, a folder, or not UTF-8 (with the line of the first bad byte).
    """
    try:
        return decode(read_file(path), str(path))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        msg = f"{path}: cannot be read ({reason}); check the path"
        raise InputError(msg) from error


def read_file(path: Path) -> bytes:
    """Return the bytes of a file on disk; a pipe or device, which may never end, is refused.

    Raises:
        OSError: it cannot be read, or is no file.
    """
    if path.exists() and not (path.is_file() or path.is_dir()):
        raise OSError(EINVAL, "a pipe or device, not a file", str(path))
    return path.read_bytes()


def decode(content: bytes, source: str) -> str:
    """Return `content` as text without a byte-order mark, or say on which line it is not UTF-8."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        byte = content[error.start]
        msg = f"{source}:{line}: byte 0x{byte:02x} is not UTF-8; save the file with UTF-8 encoding"
        raise InputError(msg) from error


def shorten(text: str, length: int = 80) -> str:
    """Return a text, or its beginning where it is longer than `length`.

    >>> shorten("a long sentence", 7)
    'a long…'
    """
    return text if len(text) <= length else f"{text[: length - 1]}…"
