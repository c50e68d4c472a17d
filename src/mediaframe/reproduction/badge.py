"""A small SVG with the verdict, for a README."""

from pathlib import Path

from mediaframe.errors import InputError
from mediaframe.files.folders import new_file
from mediaframe.files.writing import write_text
from mediaframe.reproduction.verdict import CLOSE, DIFFERENT, REFUSED, REPRODUCED, SKIPPED

NAME = "results"
COLOURS = {
    REPRODUCED: "#2e7d32",
    CLOSE: "#8a6d00",
    DIFFERENT: "#b3261e",
    REFUSED: "#b3261e",
    SKIPPED: "#5f6368",
}
HEIGHT, LETTER, MARGIN = 20, 6.6, 7  # pixels; a letter of 11 pixels is on average this wide


def check_badge(path: Path) -> None:
    """Refuse another ending than .svg, before anything is run.

    Raises:
        InputError: another ending.
    """
    if path.suffix.lower() != ".svg":
        msg = f"--badge: {path}: a badge is an SVG file; let its name end in .svg"
        raise InputError(msg)


def write_badge(path: Path, status: str) -> None:
    """Write a badge that tells a status; the same status gives the same bytes."""
    check_badge(path)
    left, right = (round(len(text) * LETTER + 2 * MARGIN) for text in (NAME, status))
    width = left + right
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{HEIGHT}" role="img" '
        f'aria-label="{NAME}: {status}">\n'
        f"  <title>mediaframe verify: {status}</title>\n"
        f'  <rect width="{width}" height="{HEIGHT}" rx="3" fill="#37393d"/>\n'
        f'  <path d="M{left} 0h{right - 3}a3 3 0 0 1 3 3v{HEIGHT - 6}a3 3 0 0 1-3 3h-{right - 3}z" '
        f'fill="{COLOURS[status]}"/>\n'
        '  <g fill="#fff" font-family="Verdana, DejaVu Sans, sans-serif" font-size="11" '
        'text-anchor="middle">\n'
        f'    <text x="{left / 2:g}" y="14">{NAME}</text>\n'
        f'    <text x="{left + right / 2:g}" y="14">{status}</text>\n'
        "  </g>\n</svg>\n"
    )
    with new_file(path) as partial:
        write_text(partial, svg)
