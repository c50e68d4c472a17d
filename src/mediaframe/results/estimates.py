"""The parts that every results file is made of: a figure with its interval, counts, the figures of a system.

What is undefined is null (`None`), as the recall of a label that no sentence has; NaN is never written.
"""

from typing import Any, Literal, get_args

from pydantic import ConfigDict, Field

from mediaframe.files.schema import Section

LabelFigure = Literal[
    "prevalence", "precision", "recall", "f1", "average_precision", "mcc", "brier"
]
MacroFigure = Literal["precision", "recall", "f1", "average_precision", "mcc", "brier"]
MicroFigure = Literal["precision", "recall", "f1"]
Bounds = tuple[float, float, float]  # a figure, its lower and its upper bound

LABEL_FIGURES: tuple[LabelFigure, ...] = get_args(LabelFigure)
MACRO_FIGURES: tuple[MacroFigure, ...] = get_args(MacroFigure)
MICRO_FIGURES: tuple[MicroFigure, ...] = get_args(MicroFigure)


class ResultSection(Section):
    """A closed, immutable part of a results file: no key too many, no number as text.

    Parts that a file leaves out are left out when it is written again.
    """

    model_config = ConfigDict(strict=True, allow_inf_nan=False)

    def to_json(self) -> dict[str, Any]:
        """Return what is written."""
        return self.model_dump(mode="json", exclude_unset=True)

    @property
    def given(self) -> dict[str, Any]:
        """The parts that it has, for a section that holds them too."""
        return {name: getattr(self, name) for name in self.model_fields_set}


class Interval(ResultSection):
    """A figure with its interval."""

    value: float | None = Field(description="The figure; null where it is undefined.")
    low: float | None = Field(description="Lower bound of the interval; null where there is none.")
    high: float | None = Field(description="Upper bound of the interval; null where there is none.")

    @property
    def bounds(self) -> Bounds | None:
        """Value, lower and upper bound, where there are all three."""
        if self.value is None or self.low is None or self.high is None:
            return None
        return self.value, self.low, self.high

    @property
    def side(self) -> int:
        """On which side of 0 the whole interval lies: 1 above, −1 below, 0 where it holds 0 or is undefined."""
        if self.low is None or self.high is None:
            return 0
        return int(self.low > 0) - int(self.high < 0)


class Estimate(Interval):
    """A figure with the percentile interval of its resamples of whole articles."""

    resamples: int = Field(ge=0, description="Number of resamples in which the figure is defined.")


class ConfusionCounts(ResultSection):
    """How many sentences fell into each cell of coded against decided, for one label."""

    true_positives: int = Field(ge=0, description="Sentences coded and decided to carry the label.")
    false_positives: int = Field(ge=0, description="Sentences decided to carry it, not coded so.")
    false_negatives: int = Field(ge=0, description="Sentences coded to carry it, not decided so.")
    true_negatives: int = Field(
        ge=0, description="Sentences neither coded nor decided to carry it."
    )

    @property
    def positives(self) -> int:
        """How many sentences are coded to carry the label."""
        return self.true_positives + self.false_negatives


class LabelFigures(ResultSection):
    """All figures of one system on one label."""

    counts: ConfusionCounts = Field(description="Sentences by what was coded and decided.")
    prevalence: Estimate = Field(description="Share of sentences coded to carry the label, 0 to 1.")
    precision: Estimate = Field(
        description="Share of those given the label that carry it; undefined where none is given it."
    )
    recall: Estimate = Field(
        description="Share of those that carry the label that are given it; undefined without any."
    )
    f1: Estimate = Field(
        description="Harmonic mean of precision and recall; undefined where no sentence carries the label."
    )
    average_precision: Estimate = Field(
        description="Mean precision over recall, from scores; undefined where a system gives none."
    )
    mcc: Estimate = Field(
        description="Matthews correlation, -1 to 1; undefined where all or no sentences carry the label."
    )
    brier: Estimate = Field(
        description="Mean squared error of scores, 0 is best; undefined where a system gives none."
    )

    def figure(self, name: LabelFigure) -> Estimate:
        """Return a figure by its name."""
        found: Estimate = getattr(self, name)
        return found


class MacroEstimate(Estimate):
    """A mean over the labels of which the figure is defined; undefined where it is of none."""

    labels: int = Field(ge=0, description="Number of labels that the mean is over.")


class MacroFigures(ResultSection):
    """Means over labels, those left out that no sentence carries."""

    precision: MacroEstimate = Field(description="Mean precision.")
    recall: MacroEstimate = Field(description="Mean recall.")
    f1: MacroEstimate = Field(description="Mean F1.")
    average_precision: MacroEstimate = Field(description="Mean average precision.")
    mcc: MacroEstimate = Field(description="Mean Matthews correlation.")
    brier: MacroEstimate = Field(description="Mean Brier score.")
    labels: int = Field(ge=0, description="Number of labels that some sentence carries.")

    def figure(self, name: MacroFigure) -> MacroEstimate:
        """Return a figure by its name."""
        found: MacroEstimate = getattr(self, name)
        return found


class MicroFigures(ResultSection):
    """Figures of the counts of all labels with a defined F1 summed up."""

    precision: Estimate = Field(description="Precision of the sums.")
    recall: Estimate = Field(description="Recall of the sums.")
    f1: Estimate = Field(description="F1 of the sums.")


class SystemFigures(ResultSection):
    """All figures of a model, a baseline or a coder."""

    labels: dict[str, LabelFigures] = Field(description="Figures of each label.")
    macro: MacroFigures = Field(description="Means over labels.")
    micro: MicroFigures = Field(description="Figures of all labels' counts together.")
    undefined_labels: tuple[str, ...] = Field(
        description="Labels that no sentence carries; no mean counts them."
    )


class PairedDifference(Estimate):
    """How far one system lies above another in one figure, and whether chance alone would do it."""

    p: float | None = Field(
        description="Share of permutations with a difference as large, either way; null where undefined."
    )
    p_holm: float | None = Field(
        description="The same corrected (Holm) for all labels and pairs; claim a difference by it."
    )

    def is_told(self, confidence: float) -> bool:
        """Whether the difference is told from chance, after correction."""
        return self.p_holm is not None and self.p_holm < 1 - confidence


class Difference(ResultSection):
    """How far the F1 of one system lies above another's, paired on the same resamples."""

    labels: dict[str, PairedDifference] = Field(
        description="Difference of each label's F1, -1 to 1."
    )
    macro: PairedDifference = Field(description="Difference of the mean F1 over labels.")
