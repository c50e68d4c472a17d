"""Whatever can be typed has an example in its help, and every example in help, guide and README can be typed."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer import Context
from typer.core import TyperGroup
from typer.main import get_command

from mediaframe.cli import app
from mediaframe.cli.guide import PAGES
from tests.snippets import calls_in, calls_of

ROOT = Path(__file__).parents[2]
PROGRAM = get_command(app)
TEXTS = {page.name: page.read_text(encoding="utf-8") for page in PAGES.iterdir()}
TEXTS["README.md"] = (ROOT / "README.md").read_text(encoding="utf-8")


def leaves(command: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every command that does something, by what is typed for it."""
    if not isinstance(command, TyperGroup):
        yield name.strip(), command
        return
    for part, below in command.commands.items():
        yield from leaves(below, f"{name} {part}")


COMMANDS = dict(leaves(PROGRAM))


def parse(call: list[str]) -> None:
    """Read a command line as the program does, without doing it."""
    command, above, words = PROGRAM, None, list(call)
    while isinstance(command, TyperGroup) and words and words[0] in command.commands:
        above = Context(command, parent=above, info_name=words[0])
        command = command.commands[words.pop(0)]
    if words in (["--help"], ["--version"]):
        return
    assert not isinstance(command, TyperGroup), call
    command.make_context(command.name, words, parent=above)


@pytest.mark.parametrize("name", COMMANDS)
def test_help_has_an_example_that_can_be_typed(name):
    lines = re.findall(r"^\s*(Examples?:.+|mediaframe .+)$", COMMANDS[name].help or "", flags=re.MULTILINE)  # fmt: skip
    calls = [call for line in lines for call in calls_of(line)]

    assert any(" ".join(call).startswith(name) for call in calls)
    for call in calls:
        parse(call)


@pytest.mark.parametrize("page", TEXTS)
def test_commands_that_are_shown_can_be_typed(page):
    for call in calls_in(TEXTS[page]):
        parse(call)
