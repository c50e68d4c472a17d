"""Sentences a CPU second, of this package and of others, side by side; CPU, memory and growth of `mediaframe score`.

Usage: python measure.py [--count 200000] [--corpus FILE] [--compiled FOLDER] [--packages FOLDER] [--score 100000 300000]
FILE holds real sentences as JSON Lines, else they are recombined from the corpus that ships; FOLDER is an unpacked wheel built with
MEDIAFRAME_COMPILE=1, and a folder with fastText (`pip install --target FOLDER fasttext-numpy2-wheel`).
"""

import argparse
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from systems import SYSTEMS, recombined

from mediaframe.files.writing import write_json
from mediaframe.results.figures import COLOURS, add_grid, lay_out, style
from mediaframe.results.pages import save_figure

HERE = Path(__file__).parent
BLOCK = 5000  # sentences that each system labels before the next has its turn
REFERENCE = "scikit-learn, words 1–2"
COMPILED = ", compiled"
THREADS = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")


class System:
    """A system at work in a process of its own."""

    def __init__(self, name: str, file: Path, packages: str | None) -> None:
        path = {} if packages is None else {"PYTHONPATH": packages}
        self._process = subprocess.Popen(  # noqa: S603 - our own script
            [sys.executable, HERE / "systems.py", name.removesuffix(COMPILED), file],
            env={**os.environ, **THREADS, **path},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.start = self._answer()
        self.seconds: list[float] = []

    def _answer(self) -> float:
        assert self._process.stdout is not None  # noqa: S101 - for the type checker
        return float(self._process.stdout.readline())

    def label(self, first: int, last: int) -> None:
        """Label a block and keep its CPU seconds."""
        assert self._process.stdin is not None  # noqa: S101 - for the type checker
        self._process.stdin.write(f"{first} {last}\n")
        self._process.stdin.flush()
        self.seconds.append(self._answer())


def side_by_side(file: Path, count: int, packages: dict[str, str | None]) -> dict[str, Any]:
    """Let the systems label the same blocks in turns, in an order drawn anew for each block; the machine is others' too."""
    systems = {name: System(name, file, where) for name, where in packages.items()}
    order, chance = list(systems.values()), random.Random(1)  # noqa: S311 - no secret
    for first in range(0, count, BLOCK):
        chance.shuffle(order)
        for system in order:
            system.label(first, min(count, first + BLOCK))
    return {name: _summary(system, systems[REFERENCE], count) for name, system in systems.items()}


def _summary(system: System, reference: System, count: int) -> dict[str, Any]:
    ratios = [b / a for a, b in zip(system.seconds, reference.seconds, strict=True)]
    quarter = statistics.quantiles(ratios, n=4) if len(ratios) > 1 else ratios * 3
    return {
        "microseconds_a_sentence": 1e6 * sum(system.seconds) / count,
        "sentences_a_cpu_second": count / sum(system.seconds),
        "times_the_reference": {"value": quarter[1], "low": quarter[0], "high": quarter[2]},
        "cpu_seconds_to_start": system.start,
    }


SCORE = """
import sys
from pathlib import Path
from mediaframe.__main__ import main
sys.argv = ["mediaframe", "score", "news-en", *sys.argv[1:]]
try:
    main()
finally:  # Linux tells the most memory that this program held; getrusage would tell that of the one that started it as well
    status = Path("/proc/self/status").read_text().splitlines()
    Path("memory").write_text(next(line.split()[1] for line in status if line.startswith("VmHWM")))
"""


def score(file: Path, count: int, jobs: int, packages: str | None) -> dict[str, Any]:
    """Return CPU seconds and the most memory that `mediaframe score` held, start included, its further processes aside."""
    path = {} if packages is None else {"PYTHONPATH": packages}
    with tempfile.TemporaryDirectory() as folder:
        with file.open(encoding="utf-8") as lines, Path(folder, "in.jsonl").open("w") as part:
            part.writelines(line for line, _ in zip(lines, range(count), strict=False))
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(  # noqa: S603 - our own command
            [sys.executable, "-c", SCORE, "in.jsonl", "-o", "out", "--jobs", str(jobs)],
            cwd=folder, env={**os.environ, **THREADS, **path}, check=True, capture_output=True,
        )  # fmt: skip
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        memory = int(Path(folder, "memory").read_text()) / 1024
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"sentences": count, "jobs": jobs, "compiled": packages is not None,
            "cpu_seconds": seconds, "megabytes": memory}  # fmt: skip


def draw(axes: Axes, found: dict[str, Any]) -> None:
    """Draw sentences a CPU second of each system."""
    names = sorted(found, key=lambda name: float(found[name]["sentences_a_cpu_second"]))
    rates = [found[name]["sentences_a_cpu_second"] for name in names]
    bars = axes.barh(names, rates, color=COLOURS[0])
    axes.bar_label(bars, [f" {rate:,.0f}" for rate in rates])
    axes.set(xlabel="sentences a CPU second, one core", xlim=(0, 1.15 * max(rates)))
    add_grid(axes, "x")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=200_000)
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--compiled")
    parser.add_argument("--packages")
    parser.add_argument("--score", type=int, nargs="*", default=[])
    parser.add_argument("-o", "--output", default="speed")
    asked = parser.parse_args()

    packages = _packages(asked.compiled, asked.packages)
    with tempfile.TemporaryDirectory() as folder:
        file = asked.corpus or write_recombined(Path(folder), max([asked.count, *asked.score]))
        load = os.getloadavg()[1]
        found = side_by_side(file, asked.count, packages) if asked.count else {}
        places = [None] if asked.compiled is None else [None, asked.compiled]
        runs = [(n, 1, where) for n in asked.score for where in places]
        runs += [(min(asked.score), 2, None)] if asked.score else []
        scored = [score(file, *run) for run in runs]
    record = {"count": asked.count, "real": asked.corpus is not None, "load": load, "cores": os.cpu_count(),
              "reference": REFERENCE, "systems": found, "score": scored}  # fmt: skip
    write_json(HERE / f"{asked.output}.json", record)
    if found:
        with style():
            figure = Figure(figsize=(7.5, 3), layout="constrained")
            draw(figure.subplots(), found)
            lay_out(figure)
        save_figure(HERE, asked.output, figure)


def _packages(compiled: str | None, others: str | None) -> dict[str, str | None]:
    """Return the systems that can be measured, with the folder that their packages come from."""
    found: dict[str, str | None] = dict.fromkeys(SYSTEMS)
    if others is None:
        del found["fastText, words 1–2"]
    else:
        found["fastText, words 1–2"] = others
    if compiled is not None:
        found |= {f"{name}{COMPILED}": compiled for name in ("news-en", "reading alone")}
    return found


def write_recombined(folder: Path, count: int) -> Path:
    """Write recombined sentences as a corpus to be scored."""
    rows = [
        {"article_id": article, "sentence_id": str(number), "text": text}
        for number, (article, text) in enumerate(recombined(count))
    ]
    file = folder / "sentences.jsonl"
    file.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return file


if __name__ == "__main__":
    main()
