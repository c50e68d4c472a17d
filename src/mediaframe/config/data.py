"""Settings of the data: the corpus, and how its articles are dealt into train and test."""

from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, field_validator

from mediaframe.codebook import BUNDLED
from mediaframe.config.values import FilePath
from mediaframe.files.columns import check_names
from mediaframe.files.schema import Section


class CorpusConfig(Section):
    """The labelled sentences."""

    path: FilePath = Field(
        BUNDLED,
        description="`bundled` for the corpus that ships, else a .jsonl, .csv or .parquet file or a "
        "Hugging Face dataset folder; relative to the file that says it.",
    )
    further: tuple[FilePath, ...] = Field(
        (),
        description="More corpora, read as one with the first; ids are told apart by the name of the file, which the "
        "column `corpus` holds, so that a split can hold one of them out.",
    )

    columns: dict[str, str | None] = Field(
        {},
        description="What the file calls its columns, where it is not text, labels, article_id, sentence_id, outlet, date, as in "
        "{article_id: article, labels: label}; `article_id: null` makes each row an article of its own.",
    )
    dates: Literal["day_first", "month_first"] | None = Field(
        None, description="The order in dates such as 3/4/2024, where none of them tells it."
    )

    @field_validator("columns")
    @classmethod
    def _check_names(cls, columns: dict[str, str | None]) -> dict[str, str | None]:
        check_names(columns)
        return columns

    def __hash__(self) -> int:
        """Return the hash of what it says, which a mapping has not."""
        return hash(self.model_dump_json())

    @property
    def paths(self) -> tuple[str, ...]:
        """All that is read."""
        return (self.path, *self.further)

    @property
    def name(self) -> str:
        """What a reader calls it: the files' names."""
        return " + ".join(
            Path(path).stem if self.further else Path(path).name for path in self.paths
        )


def iso_date(value: str) -> str:
    """Return a date as it is, or refuse what is none.

    Raises:
        ValueError: not a day written as YYYY-MM-DD.
    """
    if len(value) != len("YYYY-MM-DD") or not value.isascii():
        msg = f"is {value!r}; write a date as YYYY-MM-DD"
        raise ValueError(msg)
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError as error:
        msg = f"is {value!r}; {error}, write a date as YYYY-MM-DD"
        raise ValueError(msg) from error


class TrainShare(Section):
    """What every kind of split shares."""

    train_share: float = Field(
        1.0,
        gt=0,
        le=1,
        description="Expected share of train's articles that are trained on, for learning curves; test stays as "
        "it is, and what a smaller share holds, a larger one holds too.",
    )


class ArticleSplit(TrainShare):
    """Articles at random."""

    kind: Literal["article"] = "article"
    test_share: float = Field(
        0.25,
        gt=0,
        lt=1,
        description="Expected share of articles held out for test; an article's side depends on the "
        "seed and its id alone, so further articles never move it.",
    )


class SentenceSplit(TrainShare):
    """Sentences at random, articles torn apart: scores are too good. Only to show by how much."""

    kind: Literal["sentence"] = "sentence"
    test_share: float = Field(
        0.25, gt=0, lt=1, description="Expected share of sentences held out for test."
    )


class ColumnSplit(TrainShare):
    """Whole outlets, topics or other groups: how well does it carry over to one never seen?"""

    kind: Literal["column"] = "column"
    column: str = Field("outlet", description="Column of the corpus: outlet, topic, …")
    held_out: tuple[str, ...] = Field(min_length=1, description="Its values that make up test.")


class TimeSplit(TrainShare):
    """Train on the past, test on what came later."""

    kind: Literal["time"] = "time"
    since: Annotated[str, AfterValidator(iso_date)] = Field(
        description="First day of test, as YYYY-MM-DD."
    )
    column: str = Field("date", description="Column of the corpus that holds ISO dates.")


SplitConfig = Annotated[
    ArticleSplit | SentenceSplit | ColumnSplit | TimeSplit, Field(discriminator="kind")
]
