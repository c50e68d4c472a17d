"""Figures of the reader's parts against gold: what each finds, links and judges."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from mediaframe.results.descriptions import CodebookVersion
from mediaframe.results.estimates import Estimate, ResultSection
from mediaframe.results.metrics import Resamples, mean_over_labels, ratios
from mediaframe.results.tables import Table, interval, spelled

ENOUGH = 10  # articles, from which on an interval is worth its name
CONFIDENCE = 0.95

Counts = Mapping[str, tuple[int, int, int]]
"""What an article adds to each part: right, found beside it, and missed."""


class PartFigures(ResultSection):
    """How well one part does."""

    gold: int = Field(ge=0, description="Number of them that gold has.")
    found: int = Field(ge=0, description="Number of them that the reader finds.")
    right: int = Field(ge=0, description="Number of them found as gold has them.")
    precision: Estimate = Field(
        description="Share of those found that are right; undefined where none is found."
    )
    recall: Estimate = Field(
        description="Share of gold that is found; undefined where gold has none."
    )
    f1: Estimate = Field(
        description="Harmonic mean of precision and recall; undefined where gold has none."
    )


class PartScores(ResultSection):
    """The reader's parts against gold. An interval is null with fewer than ten articles."""

    codebook: CodebookVersion = Field(description="Codebook whose rules give the labels.")
    articles: int = Field(ge=1, description="Number of articles.")
    sentences: int = Field(ge=1, description="Number of sentences.")
    confidence: float = Field(description="Coverage of the intervals over articles, 0 to 1.")
    parts: dict[str, PartFigures] = Field(
        description="Figures of each part by its name, such as `cue:exact`, `link`, `status:official` and `label:attribution`; a part that gold says nothing of is left out."
    )
    mean_f1: dict[str, Estimate] = Field(
        description="Mean F1 over the kinds of a part that gold has: `status`, `content`, `contest`, `label`."
    )


def part_scores(
    names: Sequence[str],
    counts: Sequence[Counts],
    sentences: int,
    codebook: CodebookVersion,
    resamples: int,
    rng: np.random.Generator,
) -> PartScores:
    """Return the figures of the parts named, from counts, one mapping an article."""
    cells = np.zeros(
        (len(counts), len(names), 4)
    )  # as `ratios` has them; nothing is truly negative
    for row, article in enumerate(counts):
        for column, name in enumerate(names):
            cells[row, column, :3] = article.get(name, (0, 0, 0))
    draws = resamples if len(counts) >= ENOUGH else 0
    drawn = Resamples.draw([str(n) for n in range(len(counts))], draws, CONFIDENCE, rng)
    sums = drawn.sums(cells)
    figures = ratios(sums)
    return PartScores(
        codebook=codebook,
        articles=len(counts),
        sentences=sentences,
        confidence=CONFIDENCE,
        parts={
            name: _part(sums[0, column], {key: figures[key][:, column] for key in figures}, drawn)
            for column, name in enumerate(names)
        },
        mean_f1={
            group: drawn.estimate(_mean(figures["f1"], columns))
            for group, columns in _groups(names).items()
        },
    )


def _part(
    sums: NDArray[np.float64], figures: Mapping[str, NDArray[np.float64]], drawn: Resamples
) -> PartFigures:
    right, beside, missed = (int(count) for count in sums[:3])
    return PartFigures(
        gold=right + missed,
        found=right + beside,
        right=right,
        precision=drawn.estimate(figures["precision"]),
        recall=drawn.estimate(figures["recall"]),
        f1=drawn.estimate(figures["f1"]),
    )


def _groups(names: Sequence[str]) -> dict[str, list[int]]:
    """Return the columns of the kinds of each part that is judged by kinds."""
    groups: dict[str, list[int]] = {}
    for column, name in enumerate(names):
        group, _, kind = name.partition(":")
        if group in ("status", "content", "contest", "label") and kind not in (
            "exact",
            "overlapping",
            "all",
        ):
            groups.setdefault(group, []).append(column)
    return groups


def _mean(f1: NDArray[np.float64], columns: Sequence[int]) -> NDArray[np.float64]:
    """Return the mean of the columns that are defined without resampling."""
    defined = [column for column in columns if not np.isnan(f1[0, column])]
    return mean_over_labels(f1[:, defined])


def parts_table(scores: PartScores) -> Table:
    """Return the figures of every part, a row a part, and the means over kinds."""
    rows = [
        (
            spelled(name.replace(":", " · ")),
            str(part.gold),
            str(part.found),
            str(part.right),
            interval(part.precision),
            interval(part.recall),
            interval(part.f1),
        )
        for name, part in scores.parts.items()
    ]
    means = [
        (f"{group} · mean over kinds", "", "", "", "", "", interval(f1))
        for group, f1 in scores.mean_f1.items()
    ]
    caption = (
        f"{scores.articles} articles, {scores.sentences} sentences; "
        + (
            f"{scores.confidence:.0%} intervals over resamples of articles."
            if scores.articles >= ENOUGH
            else f"no intervals with fewer than {ENOUGH} articles."
        )
        + " Labels are those that the codebook's rules give."
    )
    header = ("part", "gold", "found", "right", "precision", "recall", "F1")
    return Table("parts", caption, header, (*rows, *means))
