"""Bulk: corpora of millions of sentences, scored part by part; what a killed run has done is not done again.

The folder fills with `parts/00000.parquet` and so on, each written aside and renamed; a part is done once `done/00000.json` tells
what was counted in it. `summary.json` comes last. The same input, model and options give the same bytes, however often the work was
interrupted, and whoever did it.
"""

import json
import os
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from typing import Any

from joblib import Parallel, delayed, parallel_config
from joblib.externals.loky.process_executor import TerminatedWorkerError

from mediaframe.errors import InputError, MediaframeError
from mediaframe.files.folders import check_writable, new_file
from mediaframe.files.provenance import code_digest
from mediaframe.files.rows import PlacedRow
from mediaframe.files.stream import Rejected, RowSource, stream_rows
from mediaframe.files.writing import json_text, write_bytes, write_text
from mediaframe.model.processes import deaf_to_interrupts, end_with
from mediaframe.serving.cluster import result_of
from mediaframe.serving.labeller import Model
from mediaframe.serving.parts import PART, Part, Parts, ScoredPart, score_part
from mediaframe.serving.workers import DASK, Workers

TASK, SUMMARY, REJECTS = "task.json", "summary.json", "rejects.jsonl"
PARTS, DONE = "parts", "done"
AHEAD = 2  # parts read ahead for each process
ALONE = Workers()

Told = Callable[[int, int], None]  # bytes read of all files, and sentences scored


@dataclass(frozen=True)
class Task:
    """What is scored, by what, into what."""

    sources: Sequence[RowSource]
    unit: str = "sentence"
    file_format: str = "parquet"
    part_size: int = PART

    def identity(self, model: Model) -> dict[str, Any]:
        """Return what the bytes of all parts depend on; a file is known by its name, size and last change.

        What comes from standard input is never known again: nobody can go on with it.
        """
        return {
            "model_weights_sha256": model.weights_sha256,
            "thresholds": model.thresholds,
            "code_sha256": code_digest(),
            "inputs": [_identity(source) for source in self.sources],
            "unit": self.unit,
            "format": self.file_format,
            "part_size": self.part_size,
        }


@dataclass(frozen=True)
class Summary:
    """What was scored, and what was met on the way."""

    sentences: int
    articles: int  # an article in two parts counts twice
    given: dict[str, int]  # sentences that have the label
    shares: dict[str, float]
    rejected: int
    torn: list[str]  # where an article goes on that had been left
    long_rows: bool  # rows look like articles
    parts: int


def score_rows(
    model: Model,
    task: Task,
    folder: Path,
    *,
    workers: Workers = ALONE,
    force: bool = False,
    told: Told = lambda _bytes, _sentences: None,
) -> Summary:
    """Score the sentences of all sources into a folder; go on where an earlier call of the same task stopped.

    Args:
        model: what scores.
        task: the sources, whether a row is a sentence or an article, and the format of the parts.
        folder: where parts, `rejects.jsonl` and `summary.json` appear.
        workers: who does the work; the result does not depend on it.
        force: replace what stands in the folder.
        told: called as the work goes on.

    Raises:
        InputError: the folder holds something else, a source cannot be read to its end, or nothing in it can be scored.
        MediaframeError: a process died, as where memory is short.
    """
    check_writable(folder)
    _begin(folder, task.identity(model), force=force)
    parts, read, done = Parts(task.part_size), _Read(), 0
    counted: dict[int, dict[str, Any]] = {}
    is_long = False

    def missing() -> Iterator[Part]:
        nonlocal is_long, done
        for part in parts.deal(_rows(task.sources, read)):
            is_long = is_long or (task.unit == "sentence" and part.looks_like_articles)
            found = _counts_of(folder, part.number, task.file_format)
            if found is None:
                yield part
            else:
                counted[part.number] = found
                done += found["sentences"]

    with closing(_score(model, task, workers, missing())) as scored:
        for part in scored:
            counted[part.number] = _keep(folder, task.file_format, part)
            done += part.sentences
            told(read.bytes, done)
    if not counted:
        first = (
            f" ({parts.rejected[0].place}: {parts.rejected[0].reason})" if parts.rejected else ""
        )
        msg = f"{task.sources[0].name}: no row that can be scored{first}; rows need `text`"
        raise InputError(msg)
    summary = _sum(model.labels, counted, parts, is_long=is_long)
    _finish(folder, summary, parts.rejected)
    return summary


@dataclass
class _Read:
    """How far the files were read."""

    before: int = 0
    now: int = 0

    @property
    def bytes(self) -> int:
        return self.before + self.now

    def advance(self, count: int) -> None:
        self.now = count


def _rows(
    sources: Sequence[RowSource], read: _Read
) -> Iterator[tuple[RowSource, PlacedRow | Rejected]]:
    for source in sources:
        read.before, read.now = read.bytes, 0
        for row in stream_rows(source, read.advance):
            yield source, row


def _identity(source: RowSource) -> dict[str, Any]:
    named = {"columns": dict(source.columns)} if source.columns else {}
    if source.path is None:
        return {"name": source.name, "given": token_hex(8), **named}
    stat = source.path.stat()
    return {"name": source.name, "bytes": stat.st_size, "changed": stat.st_mtime_ns, **named}


def _begin(folder: Path, identity: dict[str, Any], *, force: bool) -> None:
    """Take a folder for a task, or go on with that which was begun there."""
    task = folder / TASK
    if task.is_file() and not force:
        if _known(task) == identity:
            check_writable(folder / DONE / TASK)  # and what a killed process left there goes
            return
        msg = f"{folder}: holds scores of another model, input or options; name another folder with -o, or replace it with --force"
        raise InputError(msg)
    if folder.is_dir():
        check_writable(task)  # likewise
    if folder.is_dir() and any(folder.iterdir()):
        if not (force and task.is_file()):
            msg = f"{folder}: holds something else than scores; name another folder with -o"
            raise InputError(msg)
        # what tells that parts are done goes first: no part is ever taken for one of another task
        for name in (SUMMARY, REJECTS, *_names(folder / DONE), *_names(folder / PARTS)):
            (folder / name).unlink(missing_ok=True)
    _write(task, json_text(identity))


def _score(
    model: Model, task: Task, workers: Workers, parts: Iterator[Part]
) -> Generator[ScoredPart]:
    if workers.engine == DASK:
        return _score_on_dask(model, task, workers, parts)
    if workers.jobs == 1:
        return (score_part(model, task.unit, task.file_format, part) for part in parts)
    return _score_locally(model, task, workers.jobs, parts)


def _score_locally(
    model: Model, task: Task, jobs: int, parts: Iterator[Part]
) -> Generator[ScoredPart]:
    # One thread each: workers would stand in each other's way.
    with parallel_config("loky", n_jobs=jobs, inner_max_num_threads=1):
        try:
            with deaf_to_interrupts(jobs):
                scored = Parallel(return_as="generator", batch_size=1, pre_dispatch=AHEAD * jobs)(
                    delayed(_score_for)(os.getpid(), model, task.unit, task.file_format, part)
                    for part in parts
                )
            yield from scored
        except TerminatedWorkerError as error:
            msg = "a process died, as where memory is short; start again with fewer --jobs, and what is done is not done anew"
            raise MediaframeError(msg) from error


def _score_for(parent: int, model: Model, unit: str, file_format: str, part: Part) -> ScoredPart:
    """Score a part in a process that ends soon after the one it works for."""
    end_with(parent)
    return score_part(model, unit, file_format, part)


def _score_on_dask(
    model: Model, task: Task, workers: Workers, parts: Iterator[Part]
) -> Generator[ScoredPart]:
    """Hand parts to the workers of a cluster, a few at a time; those of a worker that died go to another."""
    with workers.open_cluster() as client:
        sent = client.scatter(model, broadcast=True, hash=False)
        waiting = []
        for part in parts:
            waiting.append(
                client.submit(score_part, sent, task.unit, task.file_format, part, pure=False)
            )
            if len(waiting) >= AHEAD * max(1, len(client.nthreads())):
                yield result_of(waiting.pop(0))
        for future in waiting:
            yield result_of(future)


def _names(folder: Path) -> list[str]:
    # not the folder that a killed process wrote in: who writes there next removes it
    return [f"{folder.name}/{file.name}" for file in sorted(folder.glob("*")) if file.is_file()]


def _keep(folder: Path, file_format: str, part: ScoredPart) -> dict[str, Any]:
    """Write a part and, once it is there, what was counted in it."""
    with new_file(folder / PARTS / f"{part.number:05d}.{file_format}") as partial:
        write_bytes(partial, part.content)
    counts = {
        "sentences": part.sentences,
        "articles": part.articles,
        "given": part.given,
        "sha256": sha256(part.content).hexdigest(),
    }
    _write(folder / DONE / f"{part.number:05d}.json", json_text(counts))
    return counts


def _counts_of(folder: Path, number: int, file_format: str) -> dict[str, Any] | None:
    """Return what was counted in a part that is done and still there."""
    file = folder / DONE / f"{number:05d}.json"
    is_there = (folder / PARTS / f"{number:05d}.{file_format}").is_file()
    return _known(file) if is_there and file.is_file() else None


def _known(file: Path) -> dict[str, Any] | None:
    """Return what we wrote to a file; nothing where somebody damaged it."""
    try:
        values = json.loads(file.read_bytes())
    except ValueError:
        return None
    return values if isinstance(values, dict) else None


def _sum(
    labels: Sequence[str], counted: dict[int, dict[str, Any]], parts: Parts, *, is_long: bool
) -> Summary:
    sentences = sum(part["sentences"] for part in counted.values())
    given = {label: sum(part["given"][label] for part in counted.values()) for label in labels}
    return Summary(
        sentences=sentences,
        articles=sum(part["articles"] for part in counted.values()),
        given=given,
        shares={label: round(count / max(1, sentences), 6) for label, count in given.items()},
        rejected=len(parts.rejected),
        torn=[str(place) for place in parts.torn],
        long_rows=is_long,
        parts=len(counted),
    )


def _finish(folder: Path, summary: Summary, rejected: Sequence[Rejected]) -> None:
    lines = [
        json.dumps({"place": str(one.place), "reason": one.reason}, ensure_ascii=False) + "\n"
        for one in rejected
    ]
    if lines:
        _write(folder / REJECTS, "".join(lines))
    _write(folder / SUMMARY, json_text(asdict(summary)))


def _write(path: Path, text: str) -> None:
    with new_file(path) as partial:
        write_text(partial, text)
