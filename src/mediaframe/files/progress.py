"""Bars on stderr, in terminals only: how far the stages of a long work are."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

Advance = Callable[[int, int], None]  # steps done, and in all


def unwatched(_done: int, _of: int) -> None:
    """Tell nobody how far it is."""


@contextmanager
def stage_bars(*, shown: bool = True) -> Iterator[Callable[[str, int, int], None]]:
    """Give what is to be called with a stage's name, steps done and steps in all; it draws nothing if not `shown`."""
    from rich.console import Console  # noqa: PLC0415 - takes a while, and scripts seldom draw
    from rich.progress import (  # noqa: PLC0415
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TaskID,
        TextColumn,
        TimeElapsedColumn,
    )

    columns = (
        TextColumn("{task.description:<12}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    console = Console(stderr=True)
    with Progress(*columns, console=console, disable=not (shown and console.is_terminal)) as bars:
        tasks: dict[str, TaskID] = {}

        def stage(name: str, done: int, of: int) -> None:
            if name not in tasks:
                tasks[name] = bars.add_task(name, total=of)
            if not (done == of == 1 and bars.tasks[tasks[name]].total != 1):
                bars.update(tasks[name], completed=done, total=of)

        yield stage
