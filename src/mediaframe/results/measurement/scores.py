"""What `estimates.json` holds: shares in the groups of scored news, and differences between them.

What is undefined is null (`None`), as the share in a group of which nothing is coded.
"""

from typing import Literal

from pydantic import ConfigDict, Field

from mediaframe.results.estimates import Interval, ResultSection

Verdict = Literal["measured", "weak", "not enough"]


class ShareFigures(Interval):
    """The share of what is counted in a group, corrected by the coded sentences."""

    verdict: Verdict = Field(description="Whether the interval is narrow enough to report.")
    kind: Literal["t", "exact"] | None = Field(
        description="Interval by Student's t, or, with few positives, exact on the effective size."
    )
    positives: int = Field(ge=0, description="Coded sentences that are counted.")
    slope: float | None = Field(description="How far scores are trusted: 0 labels alone, 1 fully.")
    degrees: int | None = Field(
        description="Degrees of freedom: articles less strata; of an exact interval those of all that is coded."
    )
    design_effect: float | None = Field(
        description="Variance over that of as many sentences drawn one by one and coded without a classifier."
    )
    effective_size: float | None = Field(
        description="Sentences drawn one by one and coded without a classifier that would say as much; null where nothing varies."
    )
    labels_only: Interval = Field(description="The share by the coded labels alone.")
    counted: float = Field(description="Naive share: what the classifier gave, uncorrected.")
    mean_score: float = Field(description="Mean score of all sentences of the group.")
    more_articles: int | None = Field(
        description="Further articles to code until the interval is narrow enough, if they are like those coded; null where single sentences are drawn or nothing is known."
    )
    more_sentences: int | None = Field(description="The same in sentences.")


class GroupFigures(ResultSection):
    """A group of the news."""

    name: str = Field(description="Its name.")
    sentences: int = Field(ge=0, description="Number of scored sentences.")
    articles: int = Field(ge=0, description="Number of articles that they stand in.")
    coded_sentences: int = Field(ge=0, description="Number of coded sentences.")
    coded_articles: int = Field(ge=0, description="Number of articles with a coded sentence.")
    shares: dict[str, ShareFigures] = Field(description="What is counted -> its share.")


class GroupingFigures(ResultSection):
    """A way to part the news."""

    grouping: str = Field(description="Column or columns, `year`, `quarter` or `month`; `all`.")
    is_time: bool = Field(description="Whether groups follow each other in time.")
    groups: tuple[GroupFigures, ...] = Field(description="The groups in order.")


class DifferenceFigures(Interval):
    """How far the share in a group lies above that in another."""

    counted: str = Field(description="What is counted.")
    grouping: str = Field(description="The grouping.")
    group: str = Field(description="The group.")
    against: str = Field(description="The group that is subtracted.")
    p: float | None = Field(description="p-value of no difference; null where undefined.")
    p_holm: float | None = Field(
        description="The same corrected (Holm) for all differences; claim one by it."
    )


class Estimates(ResultSection):
    """Every figure of a measurement; the contents of `estimates.json`."""

    model_config = ConfigDict(title="estimates.json of mediaframe")

    name: str = Field(description="Name of the measurement.")
    question: str = Field(description="What it answers.")
    plan_sha256: str = Field(description="Digest of the plan that was fixed before coding.")
    coding: str = Field(description="The coded file, relative to the measurement folder.")
    coding_sha256: str = Field(description="Its digest.")
    codebook: str = Field(description="Name and version of the codebook.")
    model: str | None = Field(description="The model that scored the news; null if not named.")
    training_overlap: str | None = Field(
        description="What is known of scored sentences that the model was trained on."
    )
    counted: tuple[str, ...] = Field(description="Labels and combinations, in order.")
    unit: Literal["article", "sentence"] = Field(description="What was drawn.")
    strata: tuple[str, ...] = Field(description="Columns within whose values was drawn.")
    allocation: Literal["proportional", "neyman"] = Field(description="How much of each stratum.")
    seed: int = Field(ge=0, description="Seed of the draw.")
    finite_population: bool = Field(description="Whether a large sample leaves less to chance.")
    width: float = Field(gt=0, description="Width of intervals narrow enough to report.")
    confidence: float = Field(gt=0, lt=1, description="Coverage of the intervals.")
    drawn_sentences: int = Field(ge=1, description="Number of sentences drawn.")
    missing_sentences: int = Field(
        ge=0,
        description="Those of them without labels, taken as missing at random in their stratum.",
    )
    odd_dates: dict[str, int] = Field(
        description="Dates that no year can be read from, with the number of sentences."
    )
    groupings: tuple[GroupingFigures, ...] = Field(description="All news, then each grouping.")
    differences: tuple[DifferenceFigures, ...] = Field(description="Groups held against others.")

    @property
    def everything(self) -> GroupFigures:
        """All news together."""
        return self.groupings[0].groups[0]
