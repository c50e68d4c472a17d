"""The plan of a measurement: a short file, hashed and stamped with what it rests on before any label is seen."""

import re
from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from mediaframe.codebook import BUNDLED
from mediaframe.config.values import FilePath
from mediaframe.files.schema import NonEmpty, Section
from mediaframe.measurement.groups import DATE, EVERYTHING, columns_in

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
Name = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=80)]

STARTER = """\
# Plan of a measurement. Fix it, stamp it with `mediaframe measure plan FILE -o FOLDER`, then draw and code.
name: official-claims
question: How often do outlets pass on official claims?
news: scored.jsonl                # what `mediaframe predict -o` or `mediaframe score` wrote: a file or a folder
model: runs/baseline              # what scored it; leave out for scores of another program
count:                            # labels, and combinations of them in one sentence
  - official_claim
  - contested_claim
  - official_claim & contested_claim
groups: [outlet, year]            # columns of the news; year, quarter, month of `date`; crossed: outlet & year
differences:
  - {since: 2016-11-08}           # from that day on against before
  - {by: outlet}                  # each against all others; or `against: NAME`
sample:
  unit: article                   # whole articles (quicker to code, and coders see context) or single sentences
  size: 60                        # articles or sentences to draw; without it as many as `width` takes
  strata: [outlet]                # columns within which is drawn, each its share
  allocation: proportional        # neyman: more where scores leave most in doubt
  seed: 1
width: 0.1                        # an interval this wide, from end to end, is narrow enough to report
confidence: 0.95
"""


class SamplePlan(Section):
    """How sentences for coding are drawn."""

    unit: Literal["article", "sentence"] = Field(
        "article", description="Whether whole articles are drawn, or single sentences."
    )
    size: int | None = Field(
        None, ge=4, description="Articles or sentences to draw; null for as many as `width` takes."
    )
    strata: tuple[NonEmpty, ...] = Field(
        (), description="Columns, or year, quarter, month, within whose values is drawn."
    )
    allocation: Literal["proportional", "neyman"] = Field(
        "proportional",
        description="Each stratum its share; or strata by score, more drawn where labels are in doubt.",
    )
    seed: int = Field(0, ge=0, description="Seed of the draw.")


class Difference(Section):
    """Groups to be held against each other."""

    by: NonEmpty | None = Field(None, description="Grouping whose groups are compared.")
    against: NonEmpty | None = Field(
        None, description="Group that others are held against; null for all others together."
    )
    since: NonEmpty | None = Field(
        None, description="Day (YYYY-MM-DD) from which on shares are held against those before."
    )

    @model_validator(mode="after")
    def _check_kind(self) -> Self:
        if (self.by is None) == (self.since is None):
            msg = "say either `by: COLUMN` or `since: YYYY-MM-DD`"
            raise ValueError(msg)
        if self.since is not None and not _DAY.fullmatch(self.since):
            msg = f"since is {self.since!r}; write a day as YYYY-MM-DD"
            raise ValueError(msg)
        return self


class MeasurementPlan(Section):
    """What is to be measured, and how."""

    name: Name = Field(description="Name of the measurement.")
    question: str = Field("", description="What it is to answer.")
    news: FilePath = Field(description="Scored news: a file or folder, relative to this file.")
    model: FilePath | None = Field(
        None, description="Model folder that scored it; null for scores of another program."
    )
    codebook: FilePath = Field(BUNDLED, description="Codebook by which is coded.")
    count: tuple[NonEmpty, ...] = Field(
        min_length=1, description="Labels and combinations whose shares are measured."
    )
    groups: tuple[NonEmpty, ...] = Field(
        (), description="Groupings: columns, year, quarter, month, or two crossed with `&`."
    )
    differences: tuple[Difference, ...] = Field((), description="What is held against what.")
    sample: SamplePlan = Field(SamplePlan(), description="How sentences are drawn.")
    width: float = Field(
        0.1, gt=0, lt=1, description="Width, from end to end, of intervals narrow enough to report."
    )
    confidence: float = Field(0.95, gt=0.5, lt=1, description="Coverage of the intervals.")
    finite_population: bool = Field(
        default=False,
        description="Whether only these very sentences are asked about, so that a large sample leaves less to chance.",
    )

    @property
    def groupings(self) -> tuple[str, ...]:
        """Every grouping to be measured, all news together first."""
        by = (d.by for d in self.differences if d.by)
        return tuple(dict.fromkeys((EVERYTHING, *self.groups, *by)))

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns of the news that groups and strata rest on."""

        def needed() -> Iterator[str]:
            for grouping in (*self.groupings, *self.sample.strata):
                yield from columns_in(grouping)
            if any(d.since for d in self.differences):
                yield DATE

        return tuple(dict.fromkeys(needed()))
