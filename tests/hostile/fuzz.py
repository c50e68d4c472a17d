"""Fuzzing: inputs without end, led by the branches that they reach, until each target had its million.

    python -m tests.hostile.fuzz                       every target, 1,000,000 inputs
    python -m tests.hostile.fuzz reader --inputs 5000  one, fewer
    python -m tests.hostile.fuzz --seconds 2           every target for so long

A line a target is printed: inputs, seconds, seconds of CPU, inputs a second of CPU, findings. An error that is not our own is a finding, once for each
place that raises it; so is an input that takes more than thirty seconds, or four gigabytes. Findings are kept as files, and belong, once mended,
into `seeds/TARGET`, where a test reads them. Needs atheris, which is no dependency (`pip install atheris`).
"""

import argparse
import os
import re
import shutil
import sys
import time
import traceback
from collections.abc import Sequence
from contextlib import redirect_stderr
from hashlib import sha256
from io import StringIO
from pathlib import Path

import atheris

with redirect_stderr(StringIO()), atheris.instrument_imports(include=["mediaframe"]):
    from mediaframe.errors import MediaframeError
    from tests.hostile import fuzz_targets

TARGETS = tuple(fuzz_targets.TARGETS)
LONGEST = {
    "config": 100,
    "codebook": 300,
    "gold": 300,
    "reader": 300,
}  # characters, where time grows with them
LONGEST_ELSE = 4096


def fuzz(target: str, share: int, options: argparse.Namespace, folder: Path) -> None:
    """Fuzz one target in this process, which libFuzzer ends."""
    ask, place = fuzz_targets.TARGETS[target], fuzz_targets.new_folder()
    begun, kept, found = folder / "begun", folder / "corpus", folder / "findings"
    for each in (begun, kept, found):
        each.mkdir(parents=True, exist_ok=True)

    def one_input(data: bytes) -> None:
        try:
            ask(data, place)
        except MediaframeError:
            return
        except BaseException as error:  # noqa: BLE001 - whatever it is, it is a finding
            _keep(data, error, found)

    for name, content in fuzz_targets.seeds(target):
        (begun / name).write_bytes(content)
        one_input(content)  # loads what is loaded when first asked for, while nothing is timed
    flags = {
        "runs": -(-options.inputs // options.jobs),
        "seed": options.seed + share,
        "max_total_time": options.seconds,
        "max_len": LONGEST.get(target, LONGEST_ELSE),
        "timeout": 30,
        "rss_limit_mb": 4096,
        "artifact_prefix": f"{found}/",
        "print_final_stats": 1,
    }
    atheris.Setup(["", *(f"-{k}={v}" for k, v in flags.items()), str(kept), str(begun)], one_input)
    atheris.Fuzz()


def _keep(data: bytes, error: BaseException, folder: Path) -> None:
    """Keep an input that was not refused as it should be; the same place is kept once."""
    frames = [
        f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)
    ]
    inside = [frame for frame in frames if "mediaframe" in frame][-1:]
    name = sha256(f"{type(error).__name__} {inside}".encode()).hexdigest()[:12]
    if not (folder / name).exists():
        (folder / name).write_bytes(data)
        told = "".join(traceback.format_exception(error))
        (folder / f"{name}.txt").write_text(told, encoding="utf-8", errors="replace")


def start(target: str, share: int, options: argparse.Namespace) -> int:
    """Fuzz a share of a target's inputs in a child, which has all modules loaded; return its process id."""
    folder = options.output / target / str(share)
    shutil.rmtree(folder / "findings", ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    child = os.fork()
    if child:
        return child
    log = os.open(folder / "log.txt", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(log, 1)
    os.dup2(log, 2)
    fuzz(target, share, options, folder)
    os._exit(1)  # not reached


def fuzz_all(target: str, options: argparse.Namespace) -> int:
    """Fuzz a target in as many processes as asked; print what came of it, and return how much is to be mended."""
    begun = time.monotonic()
    children = [start(target, share, options) for share in range(options.jobs)]
    ended = [os.wait4(child, 0) for child in children]
    seconds = time.monotonic() - begun
    cpu = sum(usage.ru_utime + usage.ru_stime for _, _, usage in ended)
    kept = options.output / target
    logs = [log.read_text(encoding="utf-8", errors="replace") for log in kept.glob("*/log.txt")]
    counts = [re.search(r"number_of_executed_units: (\d+)", log) for log in logs]
    inputs = sum(int(count[1]) for count in counts if count)
    findings = [path for path in kept.glob("*/findings/*") if path.suffix != ".txt"]
    lost = sum(status != 0 for _, status, _ in ended)
    print(  # noqa: T201
        f"{target:<16}{inputs:>9} inputs {seconds:>6.0f} s {cpu:>6.0f} s of CPU {inputs / cpu:>6.0f} a second of it"
        f"   {len(findings)} findings{', a process ended early' if lost else ''}",
        flush=True,
    )
    for path in findings:
        print(f"  {path}")  # noqa: T201
    return len(findings) + lost


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Return the options of the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=", ".join(TARGETS))
    parser.add_argument("--inputs", type=int, default=1_000_000, help="for each target")
    parser.add_argument(
        "--seconds", type=int, default=0, help="at most, for each target; 0: no limit"
    )
    parser.add_argument("--jobs", type=int, default=2, help="processes a target")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--output", type=Path, default=Path("runs/fuzz"), help="what was kept")
    options = parser.parse_args(arguments)
    unknown = sorted(set(options.targets) - set(TARGETS))
    if unknown:
        parser.error(f"no target {', '.join(unknown)}; choose from {', '.join(TARGETS)}")
    return options


def main() -> int:
    """Fuzz what the command line names."""
    options = parse(sys.argv[1:])
    return int(sum([fuzz_all(target, options) for target in options.targets or TARGETS]) > 0)


if __name__ == "__main__":
    sys.exit(main())
