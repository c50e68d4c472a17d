"""What `study.json` holds: every figure that the page of a study shows.

What is undefined is null (`None`), as the F1 of a label that no sentence has; NaN is never written.
"""

from typing import Literal

from pydantic import ConfigDict, Field, JsonValue

from mediaframe.results.calibration import ReliabilityPoint
from mediaframe.results.descriptions import CodebookVersion, CorpusDescription, PartSize
from mediaframe.results.estimates import Estimate, Interval, ResultSection
from mediaframe.results.study.trial import MacroMeans

Measure = Literal["f1", "brier", "behaviour"]
YesIf = Literal["differs", "better", "worse"]


class SeedScores(ResultSection):
    """What one experiment of a variation reached: one seed on one corpus and split."""

    macro: float | None = Field(description="What is measured, over all labels or cases.")
    validation: float | None = Field(
        description="Mean average precision on folds of train, by which settings were chosen."
    )
    train: tuple[PartSize, ...] = Field(
        description="What was trained on: one part, or, of outer folds, one a fold."
    )
    test: PartSize = Field(description="What was tested on, all outer folds together.")
    chosen: dict[str, tuple[str, ...]] = Field(
        description="Heads chosen for each label, one or, of outer folds, several."
    )


class Estimates(ResultSection):
    """What is measured, as the mean over seeds with intervals over articles or cases."""

    columns: dict[str, Estimate] = Field(description="Of each label, or capability of the suite.")
    macro: Estimate = Field(description="Over all labels, or all cases of the suite.")


class ReferenceDifference(Estimates):
    """How far a variation lies above the reference, paired on the same resamples and seeds."""

    seeds: tuple[int, ...] = Field(description="The seeds that both have.")
    same_test_articles: bool = Field(description="Whether both were tested on the same articles.")


class Spread(ResultSection):
    """How far seeds lie apart, beside what chance in the articles or cases does to one of them."""

    deviation: float = Field(ge=0, description="Standard deviation over seeds.")
    sampling: float = Field(
        ge=0, description="Standard deviation over resamples of articles or cases, mean over seeds."
    )
    low: float = Field(description="The lowest seed.")
    high: float = Field(description="The highest seed.")
    seeds: int = Field(ge=2, description="Number of seeds.")


class Calibration(ResultSection):
    """Whether scores are probabilities."""

    error: dict[str, float] = Field(
        description="Expected calibration error of each label, mean over seeds; 0 is best."
    )
    macro_error: float = Field(description="Mean of the errors over labels.")
    points: dict[str, tuple[ReliabilityPoint, ...]] = Field(
        description="Points of the reliability diagram of each label, all seeds together."
    )


class VariationScores(ResultSection):
    """What one variation reached on one corpus and split."""

    variation: str = Field(description="Name of the variation.")
    seeds: dict[str, SeedScores] = Field(description="Each seed that did not fail.")
    estimate: Estimates = Field(description="What is measured.")
    spread: Spread | None = Field(description="How far seeds lie apart; null for one seed.")
    macro: MacroMeans = Field(description="The other figures, means over labels and seeds.")
    calibration: Calibration = Field(description="Calibration error, and reliability diagrams.")
    validation: float | None = Field(description="Validation score, mean over seeds.")
    difference: ReferenceDifference | None = Field(
        description="Difference to the reference; null of the reference itself, or without a common seed."
    )


class _Position(ResultSection):
    articles: float = Field(
        ge=0, description="Articles trained on, as the mean over seeds and folds."
    )


class CurvePoint(Estimate, _Position):
    """The score of one variation of a learning curve, as the mean over seeds."""


class PowerLaw(ResultSection):
    """The power law nearest to a learning curve: score = limit − loss · articles ** −rate."""

    limit: Estimate = Field(description="The score that the curve comes close to.")
    loss: float = Field(ge=0, description="Factor of the loss.")
    rate: float = Field(gt=0, description="Exponent of the number of articles.")
    gain: dict[Literal["2", "4"], Estimate] = Field(
        description="What twice and four times the articles would bring, extrapolated."
    )
    articles_for_a_point: Interval = Field(
        description="Articles more that would bring .01; null where no number of them suffices."
    )


class LearningCurve(ResultSection):
    """How the score of one line of variations grows with the number of articles trained on."""

    points: tuple[CurvePoint, ...] = Field(
        min_length=1, description="Points, fewest articles first."
    )
    fit: PowerLaw | None = Field(
        description="The law fitted; null with fewer than four points or an undefined one."
    )


class ExpectedBest(ResultSection):
    """The expected best validation score of a number of variations tried (Dodge et al. 2019)."""

    tried: int = Field(ge=1, description="Variations tried.")
    value: float = Field(description="Expected best validation score of so many.")
    deviation: float = Field(ge=0, description="Its standard deviation.")


class Units(ResultSection):
    """What is drawn with replacement for the intervals."""

    kind: Literal["articles", "cases"] = Field(description="Articles, or cases of the suite.")
    count: int = Field(ge=0, description="How many were tested, by all experiments together.")


class Answer(ResultSection):
    """What every variation reached on one corpus and split."""

    corpus: str = Field(description="Name of the corpus.")
    split: str = Field(description="Name of the split.")
    units: Units = Field(description="What is drawn for the intervals.")
    columns: tuple[str, ...] = Field(description="Labels, or capabilities of the suite.")
    variations: tuple[VariationScores, ...] = Field(description="A row a variation.")
    curves: dict[str, LearningCurve] = Field(description="A learning curve a line, if asked for.")
    expected_best: tuple[ExpectedBest, ...] = Field(
        description="How much of the best score is owed to trying many; empty for few variations."
    )


class ExperimentCounts(ResultSection):
    """How many experiments there are."""

    all: int = Field(ge=1, description="Combinations of corpus, split, variation and seed.")
    failed: int = Field(ge=0, description="How many of them failed.")


class StudyScores(ResultSection):
    """Every figure of a study; the contents of `study.json`."""

    model_config = ConfigDict(title="study.json of mediaframe")

    name: str = Field(description="Name of the study, that of its folder.")
    question: str = Field(description="What the study answers.")
    yes_if: YesIf | None = Field(
        None, description="What a variation must be beside the reference for the answer to be yes."
    )
    labels: tuple[str, ...] = Field(description="Labels of the codebook.")
    codebook: CodebookVersion = Field(description="By which codebook the corpora were coded.")
    reference: str = Field(description="The variation that the others are compared with.")
    variations: dict[str, dict[str, JsonValue]] = Field(
        description="Settings of each variation, laid over the base."
    )
    seeds: tuple[int, ...] = Field(description="Seeds that every variation was run with.")
    corpora: dict[str, CorpusDescription] = Field(
        description="The corpora by their names in the study."
    )
    measure: Measure = Field(description="What the answer is read off.")
    titles: dict[str, str] = Field(
        description="What each capability of the suite claims, where behaviour is measured."
    )
    resamples: int = Field(ge=1, description="Bootstrap resamples of articles or cases.")
    confidence: float = Field(gt=0, lt=1, description="Coverage of the intervals.")
    outer_folds: int | None = Field(description="Outer folds; null where one split was tested.")
    experiments: ExperimentCounts = Field(description="Experiments run, and failed.")
    answers: tuple[Answer, ...] = Field(min_length=1, description="One a corpus and split.")
    failures: tuple[str, ...] = Field(description="Each experiment that failed, and why.")
