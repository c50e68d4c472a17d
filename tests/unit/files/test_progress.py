"""Bars go to terminals only, and only where they are wanted."""

import io
import sys

import pytest

from mediaframe.files.progress import stage_bars


class TerminalText(io.StringIO):
    """Text that goes to a terminal."""

    def isatty(self):
        """Say so."""
        return True


def drawn(stream, monkeypatch, **options):
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "stderr", stream)
    with stage_bars(**options) as stage:
        stage("training", 0, 1)
        stage("training", 3, 5)
        stage("training", 1, 1)  # the clock's, which ends what was counted otherwise
    return stream.getvalue()


def test_a_terminal_gets_a_bar_a_stage(monkeypatch):
    shown = drawn(TerminalText(), monkeypatch)

    assert "training" in shown
    assert "3/5" in shown


@pytest.mark.parametrize(
    ("stream", "shown"),
    [
        pytest.param(io.StringIO, True, id="no terminal"),
        pytest.param(TerminalText, False, id="not wanted"),
    ],
)
def test_else_nothing_is_drawn(monkeypatch, stream, shown):
    assert drawn(stream(), monkeypatch, shown=shown).strip() == ""
