"""Whole-process CPU seconds of `mediaframe run` against the same work written by hand, in pairs.

Usage: python measure.py [PAIRS]
"""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
CONFIG = HERE.parents[1] / "configs" / "baseline.yaml"


def cpu_seconds(command: list[str]) -> float:
    """Return user and system seconds of a command and its children, numeric threads held to one."""
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, **threads})  # noqa: S603 - our own commands
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main(pairs: int) -> None:
    by_hand = [sys.executable, str(HERE / "by_hand.py")]
    ratios = []
    with tempfile.TemporaryDirectory() as folder:
        ours = [sys.executable, "-m", "mediaframe", "run", str(CONFIG), "-o", f"{folder}/run"]
        for command in (ours, by_hand):
            cpu_seconds(command)  # warms the file cache
        for pair in range(1, pairs + 1):
            first, second = cpu_seconds(ours), cpu_seconds(by_hand)
            ratios.append(first / second)
            print(
                f"pair {pair}: run {first:.2f} s, by hand {second:.2f} s, ratio {first / second:.2f}"
            )
    help_seconds = [
        cpu_seconds([sys.executable, "-m", "mediaframe", "--help"]) for _ in range(pairs)
    ]
    print(
        f"median ratio {statistics.median(ratios):.2f} (from {min(ratios):.2f} to {max(ratios):.2f})"
    )
    print(f"--help: median {statistics.median(help_seconds):.2f} CPU seconds")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
