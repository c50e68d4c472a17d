"""The table of all hostile cases, input and required behaviour, made from the tests themselves: `python -m tests.hostile.table`."""

import ast
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

HERE = Path(__file__).parent


def collected() -> list[str]:
    """Return the names of all cases, whatever tier they are in."""
    shown = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "-q", "-m", "", str(HERE)],
        cwd=HERE.parents[1],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return [line for line in shown.splitlines() if "::" in line]


def markdown(names: list[str]) -> str:
    """Return the table, a part for each module, and the count at its end."""
    cases: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for name in names:
        path, _, case = name.partition("::")
        function, _, given = case.partition("[")
        behaviour = function.removeprefix("test_").replace("_", " ")
        cases[path].append((given.removesuffix("]").replace("|", "\\|") or "as said", behaviour))
    parts = []
    for path, rows in cases.items():
        module = ast.parse((HERE.parents[1] / path).read_text(encoding="utf-8"))
        title = (ast.get_docstring(module) or path).splitlines()[0]
        lines = [f"| {given} | {behaviour} |" for given, behaviour in rows]
        parts += [f"## {title} ({len(rows)})", "", "| input | required |", "|---|---|", *lines, ""]
    return "\n".join([*parts, f"{len(names)} cases"])


if __name__ == "__main__":
    print(markdown(collected()))  # noqa: T201 - a command
