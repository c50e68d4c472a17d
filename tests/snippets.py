"""Fenced blocks of Markdown, done as a reader would do them, from top to bottom in one folder.

`sh` runs and must succeed. `console` holds `$ command` lines: one with output shown must print that (`...` stands for
anything, as in doctest), one without must succeed. `python` is a doctest. `yaml` whose first line is `# NAME.yaml` is saved
under that name. All else is only shown.
"""

import doctest
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FENCE = re.compile(r"^```(sh|console|python|yaml)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
NAMED = re.compile(r"# (\S+\.yaml)\b")
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
BREAKS = {"|", "||", "&&", ";", "&", "<", ">", ">>", "2>", "("}


@dataclass(frozen=True)
class Command:
    """A command of the shell, and what it is shown to print."""

    text: str
    shown: str


def commands_in(kind: str, code: str) -> list[Command]:
    r"""Return the commands of a block; one of `sh` is taken whole.

    >>> [command.text for command in commands_in("console", "$ echo a\na\n$ true\n")]
    ['echo a', 'true']
    """
    if kind == "sh":
        return [Command(code, "")]
    parts = re.split(r"^\$ ", code, flags=re.MULTILINE)[1:]
    return [Command(*part.split("\n", 1)) for part in parts]


def do(text: str, folder: Path, *, skip: int = 0) -> None:
    """Do what a page tells, in a folder; of its `sh` blocks the first ones may be skipped.

    Raises:
        AssertionError: a command failed, or printed something else than is shown.
    """
    names: dict[str, object] = {}  # what one block of Python defines, the next can use
    for kind, code in FENCE.findall(text):
        match kind:
            case "sh" if skip:
                skip -= 1
            case "sh" | "console":
                for command in commands_in(kind, code):
                    run(command, folder)
            case "python":
                _try(code, names, folder)
            case "yaml" if named := NAMED.match(code):
                (folder / named[1]).write_text(code, encoding="utf-8")
            case _:
                pass


def run(command: Command, folder: Path) -> None:
    """Run a command of a page, with the programs of this environment.

    Raises:
        AssertionError: it failed, or printed something else than is shown.
    """
    programs = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        [shutil.which("bash") or "bash", "-eu", "-o", "pipefail", "-c", command.text],
        cwd=folder,
        env={**os.environ, "PATH": programs},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    told = f"$ {command.text}\n{done.stdout}"
    if command.shown:
        assert doctest.OutputChecker().check_output(command.shown, done.stdout, FLAGS), told
    else:
        assert done.returncode == 0, told


def _try(code: str, names: dict[str, object], folder: Path) -> None:
    before, told = Path.cwd(), io.StringIO()
    runner = doctest.DocTestRunner(optionflags=FLAGS)
    test = doctest.DocTestParser().get_doctest(code, names, "python", None, 0)
    os.chdir(folder)
    try:
        failed = runner.run(test, out=told.write, clear_globs=False).failed
    finally:
        os.chdir(before)
    names.update(test.globs)
    assert not failed, told.getvalue()


def calls_in(text: str) -> Iterator[list[str]]:
    """Yield the arguments of every call of `mediaframe` in a page's blocks or in a line of shell."""
    blocks = [found for found in FENCE.findall(text) if found[0] in {"sh", "console"}]
    lines = [line for kind, code in blocks for each in commands_in(kind, code) for line in each.text.splitlines()]  # fmt: skip
    for line in lines if blocks else [text]:
        yield from calls_of(line)


def calls_of(line: str) -> Iterator[list[str]]:
    """Yield the arguments of every call of `mediaframe` in a line of shell.

    >>> list(calls_of("echo 'He left.' | mediaframe read --json > read.json"))
    [['read', '--json']]
    """
    if "mediaframe" not in line:
        return
    lexer = shlex.shlex(line, posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    call: list[str] | None = None
    for word in [*lexer, ";"]:
        if word in BREAKS:
            if call is not None:
                yield call
            call = None
        elif call is not None:
            call.append(word)
        elif word.rpartition("/")[2] == "mediaframe":
            call = []
