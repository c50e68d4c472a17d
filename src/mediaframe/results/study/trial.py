"""What `results/HASH.json` holds: what one experiment of a study left to be resampled and shown."""

from typing import Self

from pydantic import Field

from mediaframe.results.descriptions import PartSize
from mediaframe.results.estimates import (
    LABEL_FIGURES,
    MACRO_FIGURES,
    ConfusionCounts,
    MacroFigure,
    ResultSection,
    SystemFigures,
)

Sums = tuple[tuple[float, ...], ...]


class Validation(ResultSection):
    """Average precision on folds of train, by which settings were chosen."""

    labels: dict[str, float | None] = Field(description="Of each label.")
    macro: float | None = Field(description="Mean over labels.")


class LabelValues(ResultSection):
    """The figures of one label without intervals, which come of all experiments together."""

    counts: ConfusionCounts = Field(description="Sentences by what was coded and decided.")
    prevalence: float | None = Field(description="Share of sentences coded to carry the label.")
    precision: float | None = Field(description="Share of those given the label that carry it.")
    recall: float | None = Field(description="Share of those that carry it that are given it.")
    f1: float | None = Field(description="Harmonic mean of precision and recall.")
    average_precision: float | None = Field(description="Mean precision over recall.")
    mcc: float | None = Field(description="Matthews correlation.")
    brier: float | None = Field(description="Mean squared error of scores.")


class MacroMeans(ResultSection):
    """Means over the labels of which each is defined, without intervals."""

    precision: float | None = Field(description="Mean precision.")
    recall: float | None = Field(description="Mean recall.")
    f1: float | None = Field(description="Mean F1.")
    average_precision: float | None = Field(description="Mean average precision.")
    mcc: float | None = Field(description="Mean Matthews correlation.")
    brier: float | None = Field(description="Mean Brier score.")

    def figure(self, name: MacroFigure) -> float | None:
        """Return a figure by its name."""
        found: float | None = getattr(self, name)
        return found


class MacroValues(MacroMeans):
    """Means over labels, and how many of them some sentence carries."""

    labels: int = Field(ge=0, description="Number of labels that some sentence carries.")


class MicroValues(ResultSection):
    """Figures of the counts of all labels summed up, without intervals."""

    precision: float | None = Field(description="Precision of the sums.")
    recall: float | None = Field(description="Recall of the sums.")
    f1: float | None = Field(description="F1 of the sums.")


class TrialFigures(ResultSection):
    """All figures of one experiment, without intervals."""

    labels: dict[str, LabelValues] = Field(description="Figures of each label.")
    macro: MacroValues = Field(description="Means over labels.")
    micro: MicroValues = Field(description="Figures of all labels' counts together.")
    undefined_labels: tuple[str, ...] = Field(description="Labels that no sentence carries.")

    @classmethod
    def of(cls, measured: SystemFigures) -> Self:
        """Return figures without the intervals that nothing was drawn for."""
        macro, micro = measured.macro, measured.micro
        return cls(
            labels={
                label: LabelValues(
                    counts=each.counts,
                    **{name: each.figure(name).value for name in LABEL_FIGURES},
                )
                for label, each in measured.labels.items()
            },
            macro=MacroValues(
                **{name: macro.figure(name).value for name in MACRO_FIGURES}, labels=macro.labels
            ),
            micro=MicroValues(
                precision=micro.precision.value, recall=micro.recall.value, f1=micro.f1.value
            ),
            undefined_labels=measured.undefined_labels,
        )


class TrialScores(ResultSection):
    """What one experiment left; the contents of `results/HASH.json`."""

    experiment: str = Field(description="Digest of all that the result depends on.")
    train: tuple[PartSize, ...] = Field(
        description="What was trained on: one part, or, of outer folds, one a fold."
    )
    test: PartSize = Field(description="What was tested on, all outer folds together.")
    chosen: dict[str, tuple[str, ...]] = Field(description="Heads chosen for each label.")
    thresholds: dict[str, tuple[float, ...]] = Field(
        description="Threshold of each label, one an outer fold."
    )
    validation: Validation = Field(description="What settings were chosen by.")
    figures: TrialFigures = Field(description="Figures on what was tested.")
    articles: dict[str, Sums] = Field(
        description="Of each article and label: true and false positives, false and true negatives, sum of squared errors."
    )
    reliability: dict[str, Sums] = Field(
        description="Of each label and tenth of the range of scores: sentences, sum of their scores, positives."
    )
    cases: dict[str, bool] | None = Field(
        None,
        description="Whether each case of the behavioural suite, as `capability/case`, is passed; left out where not measured.",
    )
