"""What `comparison.json` holds: the figures of systems on the same sentences, and their differences.

What is undefined is null (`None`), as the precision of a system that never gives a label; NaN is never written.
"""

from typing import Literal, get_args

from pydantic import ConfigDict, Field

from mediaframe.files.summary import Summarised, Summary
from mediaframe.results.estimates import PairedDifference, ResultSection, SystemFigures
from mediaframe.results.tables import interval, p_value

Metric = Literal["f1", "precision", "recall", "average_precision"]
METRICS: tuple[Metric, ...] = get_args(Metric)


class LabelDifferences(ResultSection):
    """The differences on one label."""

    f1: PairedDifference = Field(description="Difference in F1.")
    precision: PairedDifference = Field(description="Difference in precision.")
    recall: PairedDifference = Field(description="Difference in recall.")
    average_precision: PairedDifference = Field(
        description="Difference in average precision; undefined where a system gives no scores."
    )

    def metric(self, name: Metric) -> PairedDifference:
        """Return the difference in a metric by its name."""
        found: PairedDifference = getattr(self, name)
        return found


class MacroDifference(ResultSection):
    """The difference of means over labels."""

    f1: PairedDifference = Field(description="Difference in the mean F1.")


class PairDifferences(ResultSection):
    """How far one system lies above another on the same sentences."""

    system: str = Field(description="Name of the one.")
    against: str = Field(description="Name of the other, which is subtracted.")
    labels: dict[str, LabelDifferences] = Field(description="Differences on each label.")
    macro: MacroDifference = Field(description="Differences of means over labels.")


class _Source(ResultSection):
    source: str = Field(description="Folder or file that was read.")
    sha256: str = Field(description="Digest of its predictions.")
    trained_here: bool = Field(description="Whether training saw some of these sentences.")
    name: str = Field(description="Short name of the system, unique in the comparison.")


class ComparedSystem(SystemFigures, _Source):
    """A system with where it came from, and all its figures."""


class Comparison(Summarised, ResultSection):
    """Every figure of a comparison; the contents of `comparison.json`."""

    model_config = ConfigDict(title="comparison.json of mediaframe")

    labels: tuple[str, ...] = Field(description="Labels of the codebook.")
    codebook: str | None = Field(
        description="Name and version of the codebook; null where no source says it."
    )
    sentences: int = Field(ge=1, description="Number of sentences compared on.")
    articles: int = Field(ge=2, description="Number of articles that they stand in.")
    positives: dict[str, int] = Field(description="Number of sentences that carry each label.")
    resamples: int = Field(ge=1, description="Bootstrap resamples of articles.")
    permutations: int = Field(ge=1, description="Draws of articles in which systems are swapped.")
    confidence: float = Field(gt=0, lt=1, description="Coverage of the intervals.")
    seed: int = Field(ge=0, description="Seed of both draws.")
    all_pairs: bool = Field(
        description="Whether every pair is compared, not only each to the first."
    )
    systems: tuple[ComparedSystem, ...] = Field(min_length=2, description="The systems.")
    pairs: tuple[PairDifferences, ...] = Field(min_length=1, description="The pairs compared.")

    def summary(self) -> Summary:
        """Return the differences in F1, one a pair and label."""
        rows = [
            (
                f"{pair.system} − {pair.against}",
                label,
                interval(difference),
                p_value(difference.p_holm),
            )
            for pair in self.pairs
            for label, difference in (
                *((label, pair.labels[label].f1) for label in self.labels),
                ("macro", pair.macro.f1),
            )
        ]
        title = f"Comparison of {len(self.systems)} systems on {self.sentences} sentences of {self.articles} articles"
        return Summary(title, rows=(("F1", "label", "difference", "p (Holm)"), *rows))
