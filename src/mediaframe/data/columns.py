"""Columns of a corpus that a file may lack or write otherwise: ids are made, days become YYYY-MM-DD."""

import logging
import os
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from functools import cache
from typing import Literal

from mediaframe.files.columns import ARTICLE, SENTENCE, Columns, probable
from mediaframe.files.rows import PlacedRow, columns_of

DateOrder = Literal["day_first", "month_first"]

DATE = "date"
_FORMS: dict[str, DateOrder | None] = {
    "%Y-%m-%d": None,
    "%Y/%m/%d": None,
    "%Y.%m.%d": None,
    "%d.%m.%Y": None,
    "%d.%m.%y": None,
    "%d/%m/%Y": "day_first",
    "%m/%d/%Y": "month_first",
    "%d-%m-%Y": "day_first",
    "%m-%d-%Y": "month_first",
    "%d/%m/%y": "day_first",
    "%m/%d/%y": "month_first",
    "%d %B %Y": None,
    "%d %b %Y": None,
    "%B %d, %Y": None,
    "%b %d, %Y": None,
}
_log = logging.getLogger(__name__)


def fill_ids(placed: Sequence[PlacedRow], columns: Columns) -> list[PlacedRow]:
    """Return rows with ids where the file has none, and say so: `article:1` for the first sentence of an article.

    Articles are made only where the user says that each row is one (`article_id` without a column); they are called by
    the number of the row. Sentences are numbered where the user says so, or no column looks as if it held their ids.
    """
    present = columns_of(row for _, row in placed)
    rows, made = [row for _, row in placed], []
    if columns.get(ARTICLE, "") is None:
        rows = [{**row, ARTICLE: f"row-{number}"} for number, row in enumerate(rows, start=1)]
        made.append("each row is an article of its own, called row-1, row-2, …")
    is_wanted = columns.get(SENTENCE, "") is None or not probable(SENTENCE, present)
    if SENTENCE not in present and is_wanted and all(ARTICLE in row for row in rows):
        numbers: Counter[str] = Counter()
        with_ids = []
        for row in rows:
            article = str(row[ARTICLE])
            numbers[article] += 1
            with_ids.append({**row, SENTENCE: f"{article}:{numbers[article]}"})
        rows = with_ids
        made.append(
            f"no {SENTENCE}, so sentences are numbered in their article: {rows[0][SENTENCE]}, …"
        )
    for what in made:
        _tell(_file_of(placed), what)
    return [(place, row) for (place, _), row in zip(placed, rows, strict=True)]


def _file_of(placed: Sequence[PlacedRow]) -> str:
    return os.path.relpath(placed[0][0].source.partition(": row ")[0])


@cache
def _tell(file: str, what: str) -> None:
    """Say once, on stderr where nobody listens to the log, what was done that the file does not say."""
    _log.warning("%s: %s", file, what)


def readings_of(days: Iterable[str]) -> dict[DateOrder | None, dict[str, str]]:
    """Return the ways to read days that are written in one form: by the order of day and month, each day as YYYY-MM-DD.

    More than one way is left only where no day tells which number is the month.

    >>> readings_of(["3/4/2024", "3/14/2024"])
    {'month_first': {'3/4/2024': '2024-03-04', '3/14/2024': '2024-03-14'}}
    >>> sorted(readings_of(["3/4/2024"]))
    ['day_first', 'month_first']
    """
    known = list(dict.fromkeys(days))
    readings: dict[DateOrder | None, dict[str, str]] = {}
    for form, order in _FORMS.items():
        with suppress(ValueError):
            read = {day: datetime.strptime(day.strip(), form).date().isoformat() for day in known}  # noqa: DTZ007 - a day
            if read not in readings.values():
                readings.setdefault(order, read)
    return readings


def read_days(placed: Sequence[PlacedRow], order: DateOrder | None) -> list[PlacedRow]:
    """Return rows whose `date` is written as YYYY-MM-DD, if there is one way to read it; else as they were.

    `order` says what is not to be told from the days; what it does not settle is said.
    """
    days = [row[DATE] for _, row in placed if isinstance(row.get(DATE), str) and row[DATE].strip()]
    readings = readings_of(days)
    if not days or not readings:
        return list(placed)
    if len(readings) > 1 and order not in readings:
        ways = " or ".join(read[days[0]] for read in readings.values())
        _tell(
            _file_of(placed),
            f"date: {days[0]!r} may be {ways}; say which by corpus.dates: day_first or month_first",
        )
        return list(placed)
    read = readings[order] if order in readings else next(iter(readings.values()))
    return [
        (place, {**row, DATE: read[row[DATE]]} if row.get(DATE) in read else row)
        for place, row in placed
    ]
