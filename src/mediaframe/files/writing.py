"""The one door by which files are opened to be written to: all of the package writes through it, to what `folders` gives."""

import json
from pathlib import Path
from typing import Any, BinaryIO, TextIO, cast


def open_text(path: Path) -> TextIO:
    """Return a file to write UTF-8 to, in which line ends stay as they are written."""
    return cast("TextIO", path.open("w", encoding="utf-8", newline=""))


def open_bytes(path: Path) -> BinaryIO:
    """Return a file to write bytes to."""
    return path.open("wb")


def write_text(path: Path, text: str) -> None:
    """Write a text as UTF-8."""
    with open_text(path) as file:
        file.write(text)


def write_bytes(path: Path, content: bytes) -> None:
    """Write bytes."""
    with open_bytes(path) as file:
        file.write(content)


def write_json(path: Path, values: Any) -> None:  # noqa: ANN401 - any JSON
    """Write strict JSON, one key a line, ending in a newline.

    Raises:
        ValueError: a number that JSON cannot hold (NaN, infinity).
    """
    write_text(path, json_text(values))


def json_text(values: Any) -> str:  # noqa: ANN401 - any JSON
    """Return what `write_json` writes."""
    return json.dumps(values, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
