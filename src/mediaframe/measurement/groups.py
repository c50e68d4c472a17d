"""The groups of scored news: values of a column, years, quarters or months of `date`, or two of these crossed."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mediaframe.measurement.news import ScoredNews

DATE = "date"
NO_DATE = "no usable date"
EVERYTHING = "all"
CROSS = "&"
EARLIEST, LATEST = 1600, 2100  # years; a newspaper older or later is a slip

_DAY = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?(?:[T ].*)?")
PERIODS = ("year", "quarter", "month")


def columns_in(grouping: str) -> list[str]:
    """Return the columns of the news that a grouping rests on.

    >>> columns_in("outlet & month")
    ['outlet', 'date']
    """
    parts = [part.strip() for part in grouping.split(CROSS)]
    return [DATE if part in PERIODS else part for part in parts if part != EVERYTHING]


def is_time(grouping: str) -> bool:
    """Whether the groups follow each other in time."""
    return grouping in PERIODS


def period_of(date: str, period: str) -> str:
    """Return the year, quarter or month of an ISO date, or that there is none.

    >>> period_of("2016-11-08", "quarter"), period_of("12/22/16", "year")
    ('2016-Q4', 'no usable date')
    """
    found = _DAY.fullmatch(date)
    if not found or not EARLIEST <= int(found[1]) <= LATEST or not 1 <= int(found[2]) <= 12:  # noqa: PLR2004 - months
        return NO_DATE
    if period == "year":
        return found[1]
    return f"{found[1]}-Q{(int(found[2]) + 2) // 3}" if period == "quarter" else date[:7]


@dataclass(frozen=True)
class Groups:
    """Names of groups in order, and the one that each sentence lies in."""

    grouping: str
    names: tuple[str, ...]
    codes: NDArray[np.intp]  # (sentences,)


def group_news(news: ScoredNews, grouping: str) -> Groups:
    """Return the groups of all sentences; those without a usable date are a group of their own, none is lost."""
    parts = [part.strip() for part in grouping.split(CROSS)]
    values = [_values(news, part) for part in parts]
    of_sentence = [" · ".join(each) for each in zip(*values, strict=True)]
    names = sorted(set(of_sentence), key=lambda name: (NO_DATE in name, name))
    number = {name: n for n, name in enumerate(names)}
    codes = np.array([number[name] for name in of_sentence], dtype=np.intp)
    return Groups(grouping, tuple(names), codes)


def group_since(news: ScoredNews, day: str) -> Groups:
    """Return two groups, before a day and from it on; those without a usable date are a third."""
    names = (f"before {day}", f"from {day}", NO_DATE)
    codes = [
        2 if period_of(date, "year") == NO_DATE else int(date[: len(day)] >= day)
        for date in news.columns[DATE]
    ]
    return Groups(f"since {day}", names, np.array(codes, dtype=np.intp))


def _values(news: ScoredNews, part: str) -> Sequence[str]:
    if part == EVERYTHING:
        return [EVERYTHING] * len(news.sentence_ids)
    if part in PERIODS:
        return [period_of(date, part) for date in news.columns[DATE]]
    return news.columns[part]


def odd_dates(news: ScoredNews) -> Counter[str]:
    """Return the dates that no year can be read from, with the number of sentences of each."""
    dates = news.columns.get(DATE, [])
    return Counter(date for date in dates if period_of(date, "year") == NO_DATE)
