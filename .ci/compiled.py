"""Builds a wheel whose reader is compiled by mypyc, where `MEDIAFRAME_COMPILE=1` asks for it; else the wheel is plain Python.

What is compiled is a copy in a temporary folder: nothing built lies beside the sources, so that no edited module can ever be
hidden by an older build of itself, and an editable installation, which would run such a build, is refused.
"""

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

READER = "mediaframe/reader"
PLAIN = {"__init__", "evidence", "inspection", "probe", "reading", "terms"}
"""Modules that hold dataclasses and settings, which mypyc does not compile, or that hardly count."""

SETUP = """
from mypyc.build import mypycify
from setuptools import setup

options = ["--ignore-missing-imports", "--follow-imports=silent"]
modules = mypycify([*options, *{files!r}], opt_level="3", group_name="mediaframe_reader")
setup(name="mediaframe", packages=[], ext_modules=modules)
"""
_CONSTANT = re.compile(r"^(_?[A-Z][A-Z0-9_]*) = ", re.MULTILINE)


class CompiledReader(BuildHookInterface):  # type: ignore[type-arg]
    """The hook that hatchling calls around the build of each wheel."""

    @property
    def _is_asked_for(self) -> bool:
        return self.target_name == "wheel" and os.environ.get("MEDIAFRAME_COMPILE") == "1"

    def dependencies(self) -> list[str]:
        """Return what the build needs; nothing more for a plain wheel."""
        return ["mypy>=2.0,<3", "setuptools>=80"] if self._is_asked_for else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile, and add what was compiled to the wheel."""
        self._folder: Path | None = None
        if not self._is_asked_for:
            return
        if version == "editable":
            self.app.abort(
                "MEDIAFRAME_COMPILE=1: a compiled reader goes into a wheel; leave out -e"
            )
        self._folder = Path(mkdtemp(prefix="mediaframe-"))
        shutil.copytree(Path(self.root) / "src" / "mediaframe", self._folder / "mediaframe")
        for built in compile_reader(self._folder):
            build_data["force_include"][str(built)] = str(built.relative_to(self._folder))
        build_data["infer_tag"], build_data["pure_python"] = True, False

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002 - hatchling's
        """Remove the copy."""
        if self._folder is not None:
            shutil.rmtree(self._folder)


def compile_reader(folder: Path) -> list[Path]:
    """Compile the reader of a copy of the package; return the libraries, which lie in the copy."""
    modules = [file for file in sorted((folder / READER).glob("*.py")) if file.stem not in PLAIN]
    for module in modules:
        module.write_text(with_final(module.read_text(encoding="utf-8")), encoding="utf-8")
    names = [str(module.relative_to(folder)) for module in modules]
    (folder / "setup.py").write_text(SETUP.format(files=names), encoding="utf-8")
    command = [sys.executable, "setup.py", "-q", "build_ext", "--inplace"]
    done = subprocess.run(  # noqa: S603 - our own command
        command,
        cwd=folder,
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode:
        msg = f"mypyc could not compile the reader; without MEDIAFRAME_COMPILE it is plain Python\n{done.stdout}"
        raise RuntimeError(msg)
    return [
        file
        for file in sorted(folder.rglob("*"))
        if file.suffix in (".so", ".pyd") and "build" not in file.relative_to(folder).parts
    ]


def with_final(source: str) -> str:
    """Return a module with its constants marked as `Final`: mypyc then reads them without looking them up by name."""
    lines = source.split("\n")
    docstring = (ast.parse(source).body[0].end_lineno or 1) - 1
    lines[docstring] += "; from typing import Final"  # no line is moved
    return _CONSTANT.sub(r"\1: Final = ", "\n".join(lines))
