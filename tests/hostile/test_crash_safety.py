"""Every writer of the package, let down at every step of its writing: the old or the new is whole, and the next run needs no help.

A step is an open, a write (half of which is done), a sync, a rename or a new folder. It fails as on a full disk, and so does all
after it; or the process ends there and then, as by `kill -9`.
"""

import random
import re
import shutil
import signal
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest

from tests.conftest import contents
from tests.hostile.forks import DEAD, FULL, KILLED, Ended, Forks

FILE, FOLDER, BESIDE, STUDY = "file", "folder", "files in a folder", "study"
Files = dict[str, bytes]


@dataclass(frozen=True)
class Writer:
    """A command that writes."""

    name: str
    arguments: str  # {to} is what it writes, {in} the folder of its inputs
    to: str = "out"
    kind: str = FOLDER  # what it replaces: a file, a folder, the files of its own in a folder
    code: int = 0  # with which it exits
    replaces: bool = True

    def state(self, place: Path) -> Files:
        """Return all that stands in a place but what is hidden, or differs from run to run."""
        return {
            name: content
            for name, content in contents(place).items()
            if not name.endswith("run_info.json")
            and not (self.kind == STUDY and "/results/" in name)
            and ".mediaframe." not in name
        }

    def is_whole(self, state: Files, old: Files, new: Files) -> bool:
        """Whether what stands there is what stood there, or what should."""
        match self.kind:
            case "files in a folder":
                names = old.keys() | new.keys()
                wholes = {name: {old.get(name), new.get(name)} for name in names}
                return all(content in wholes.get(name, ()) for name, content in state.items())
            case "study" if not old:  # taken up again by the next start
                return state in ({}, new) or state.keys() == {"out/provenance.json"}
            case _:
                return state in (old, new)


def converts(to: str, kind: str, name: str = "") -> Writer:
    arguments = f"data convert {{in}}/corpus.jsonl {{to}} --force {f'--to {name}' if name else ''}"
    return Writer(f"data convert {name or to.rpartition('.')[2]}", arguments, to, kind)


QUICK = "--resamples 100 --no-figures"
WRITERS = [
    Writer("run", "run {in}/small.yaml -o {to}"),
    Writer("evaluate", f"evaluate {{in}}/run {{in}}/corpus.jsonl -o {{to}} {QUICK}"),
    Writer("compare", f"compare {{in}}/run {{in}}/run -o {{to}} --permutations 100 {QUICK}"),
    Writer("study", "study {in}/study -o {to} --no-figures", kind=STUDY),
    Writer("predict jsonl", "predict {in}/run {in}/corpus.jsonl --force -o {to}", "o.jsonl", FILE),
    Writer("predict csv", "predict {in}/run {in}/corpus.jsonl --force -o {to}", "o.csv", FILE),
    Writer("predict parquet", "predict {in}/run {in}/corpus.jsonl --force -o {to}", "o.parquet", FILE),
    Writer("predict page", "predict {in}/run {in}/corpus.jsonl --page {to}", "o.html", FILE),
    Writer("score", "score {in}/run {in}/corpus.jsonl --force -o {to}", kind=BESIDE),
    Writer("score that goes on", "score {in}/run {in}/corpus.jsonl -o {to}", kind=BESIDE, replaces=False),
    Writer("read page", "read {in}/corpus.jsonl --page {to}", "o.html", FILE),
    Writer("behave", "behave {in}/run -o {to}", kind=BESIDE),
    Writer("data check", "data check {in}/corpus.jsonl -o {to}", kind=BESIDE, code=1),
    Writer("data agreement", "data agreement {in}/corpus.jsonl -o {to} --resamples 100", kind=BESIDE),
    converts("o.jsonl", FILE),
    converts("o.csv", FILE),
    converts("o.parquet", FILE),
    converts("o.json", FILE, "label-studio"),
    converts("o.jsonl", FILE, "doccano"),
    converts("o.jsonl", FILE, "prodigy"),
    converts("dataset", FOLDER, "dataset"),
    converts("cas", FOLDER, "cas"),
    Writer("data sample", "data sample {in}/corpus.jsonl {to} -n 5", "o.csv", FILE),
    Writer("data noise", "data noise {in}/small.yaml {to} -s head.kind=ridge", "o.csv", FILE),
    Writer("data standoff", "data standoff {in}/corpus.jsonl --force -o {to}", "o.jsonl", FILE),
    Writer("data join", "data join {in}/standoff.jsonl {in}/corpus.jsonl --force -o {to}", "o.csv", FILE),
    Writer("measure plan --new", "measure plan --new {to}", "o.yaml", FILE, replaces=False),
    Writer("config new", "config new {to}", "o.yaml", FILE, replaces=False),
    Writer("verify --badge", "verify {in}/run --badge {to}", "o.svg", FILE),
]  # fmt: skip
NAMES = [writer.name for writer in WRITERS]
DRAWING = Writer("run with figures", "run {in}/small.yaml -o {to} -s report.figures=true")


@dataclass(frozen=True)
class Trial:
    """A writer in a place, with what stands there before and should stand there after."""

    forks: Forks
    writer: Writer
    inputs: Path
    place: Path

    def run(
        self, fault: str | None = None, step: int = 0, kill_after: float | None = None
    ) -> Ended:
        """Run the command of the writer."""
        if kill_after is not None:
            return self.forks.run(*self.arguments(), kill_after=kill_after)
        return self.forks.run(*self.arguments(), fault=fault, step=step, below=str(self.place))

    def arguments(self) -> list[str]:
        """Return the arguments of the command."""
        filled = self.writer.arguments.format_map(
            {"in": self.inputs, "to": self.place / self.writer.to}
        )
        return filled.split()

    def begin(self, state: Files) -> None:
        """Have nothing in the place but these files."""
        shutil.rmtree(self.place, ignore_errors=True)
        self.place.mkdir()
        for name, content in state.items():
            (self.place / name).parent.mkdir(parents=True, exist_ok=True)
            (self.place / name).write_bytes(content)

    def undisturbed(self, old: Files, fault: str) -> tuple[Files, int]:
        """Return what a run leaves that nothing disturbs, and how many steps it takes."""
        self.begin(old)
        ended = self.run(fault)
        assert ended.code == self.writer.code, ended.stderr
        assert self.hidden() == []
        return self.writer.state(self.place), len(ended.steps)

    def before(self, new: Files) -> Iterator[Files]:
        """Yield what may stand there before: nothing, or something older."""
        yield {}
        if not self.writer.replaces:
            return
        if self.writer.kind in (FOLDER, STUDY):
            yield {**new, f"{self.writer.to}/older": b"older"}
        else:
            yield dict.fromkeys(new, b"older")

    def hidden(self) -> list[str]:
        """Return what stands there and should never stay."""
        return sorted(path.name for path in self.place.rglob(".*"))

    def let_down(self, fault: str, step: int, old: Files, new: Files) -> bool:
        """Let a step go wrong and check what is left; return whether there was such a step."""
        self.begin(old)
        ended = self.run(fault, step)
        what = f"{self.writer.name}, {fault} at step {step} of {ended.steps}: {ended.stderr}"
        state = self.writer.state(self.place)
        if len(ended.steps) < step and fault == FULL:
            assert (ended.code, state) == (self.writer.code, new), what
            return False
        if ended.code == self.writer.code and fault == KILLED:
            assert state == new, what
            return False
        assert self.writer.is_whole(state, old, new), what
        if fault == KILLED:
            assert ended.code == DEAD, what
        else:
            said = ended.stderr.splitlines()[-1]
            assert ended.code == 1, what
            assert self.hidden() == [], what
            assert re.fullmatch(rf"{self.place}[^:]*: No space left on device; make room", said), (
                what
            )
            return True  # as it stood before
        again = self.run()
        assert again.code == self.writer.code, f"{what}, then {again.stderr}"
        assert self.writer.state(self.place) == new, what
        assert self.hidden() == [], what
        return True


def sample(steps: int) -> Iterable[int]:
    """Return some of the steps: the first, one in the middle, and those about the last, which puts all in place."""
    return sorted({1, steps // 2, steps - 3})


@pytest.mark.parametrize("fault", [FULL, KILLED])
@pytest.mark.parametrize(
    "writer",
    [
        *(pytest.param(writer, id=writer.name) for writer in WRITERS),
        pytest.param(DRAWING, id=DRAWING.name, marks=pytest.mark.slow),
    ],
)
def test_a_writer_that_is_let_down_leaves_the_old_or_the_new(
    forks, inputs, tmp_path, writer, fault
):
    trial = Trial(forks, writer, inputs, tmp_path / "place")
    new, _ = trial.undisturbed({}, fault)
    *_, old = trial.before(new)
    _, steps = trial.undisturbed(old, fault)

    for step in sample(steps):
        assert trial.let_down(fault, step, old, new)


@pytest.mark.exhaustive
@pytest.mark.parametrize("fault", [FULL, KILLED])
@pytest.mark.parametrize("writer", WRITERS, ids=NAMES)
def test_a_writer_that_is_let_down_at_any_step_leaves_the_old_or_the_new(
    forks, inputs, tmp_path, writer, fault
):
    trial = Trial(forks, writer, inputs, tmp_path / "place")
    new, _ = trial.undisturbed({}, fault)

    for old in trial.before(new):
        tried = next(step for step in count(1) if not trial.let_down(fault, step, old, new))
        assert tried > 5


KILLED_OFTEN = ("run", "study", "predict jsonl")


@pytest.mark.parametrize("kills", [2, pytest.param(50, marks=pytest.mark.exhaustive)])
@pytest.mark.parametrize("name", KILLED_OFTEN)
def test_after_kill_9_at_a_random_moment_the_next_run_gives_what_an_undisturbed_one_does(
    forks, inputs, tmp_path, name, kills
):
    trial = Trial(forks, WRITERS[NAMES.index(name)], inputs, tmp_path / "place")
    seconds = 0.0
    for _ in range(2):  # the first is slow
        trial.begin({})
        begun = time.monotonic()
        assert trial.run().code == 0
        seconds = time.monotonic() - begun
    new = trial.writer.state(trial.place)
    rng = random.Random(kills)  # noqa: S311 - moments
    codes = []

    for number in range(kills):
        old = list(trial.before(new))[number % 2]
        trial.begin(old)
        moment = seconds * (number + rng.random()) / kills
        codes.append(trial.run(kill_after=moment).code)

        assert trial.writer.is_whole(trial.writer.state(trial.place), old, new)
        assert trial.run().code == 0
        assert trial.writer.state(trial.place) == new
        assert trial.hidden() == []
    assert set(codes) <= {0, -signal.SIGKILL}
    assert -signal.SIGKILL in codes
