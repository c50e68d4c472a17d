"""Every setting of an experiment: its type, meaning, default and range."""

from typing import Annotated, Any, Literal, Self

from pydantic import Field, StringConstraints, ValidationInfo, field_validator, model_validator

from mediaframe.codebook import BUNDLED
from mediaframe.config.data import (
    ArticleSplit,
    ColumnSplit,
    CorpusConfig,
    SentenceSplit,
    SplitConfig,
    TimeSplit,
    iso_date,
)
from mediaframe.config.features import (
    CharacterConfig,
    EmbeddingConfig,
    ExternalConfig,
    FeatureConfig,
    NgramConfig,
    ReadingConfig,
    WordConfig,
)
from mediaframe.config.heads import (
    ExternalHead,
    HeadConfig,
    LinearSvmHead,
    LogisticHead,
    MajorityHead,
    NaiveBayesHead,
    RidgeHead,
    RulesHead,
    TransformerHead,
)
from mediaframe.config.report import FigureFormats, FindingCode, ReportConfig
from mediaframe.config.values import FilePath, Grid
from mediaframe.files.schema import FILE_NAME, Section

__all__ = [
    "DEFAULT_KINDS",
    "ArticleSplit",
    "CharacterConfig",
    "ColumnSplit",
    "CorpusConfig",
    "EmbeddingConfig",
    "EvaluationConfig",
    "ExperimentConfig",
    "ExternalConfig",
    "ExternalHead",
    "FeatureConfig",
    "FigureFormats",
    "FindingCode",
    "Grid",
    "HeadConfig",
    "LinearSvmHead",
    "LogisticHead",
    "MajorityHead",
    "NaiveBayesHead",
    "NgramConfig",
    "ReadingConfig",
    "ReportConfig",
    "RidgeHead",
    "RulesHead",
    "SentenceSplit",
    "SplitConfig",
    "TimeSplit",
    "TrainingConfig",
    "TransformerHead",
    "WordConfig",
    "iso_date",
]


class TrainingConfig(Section):
    """How settings, thresholds and calibration are found, on article-grouped folds of train alone."""

    folds: int = Field(
        5, ge=2, le=50, description="Parts that the articles of train are dealt into."
    )
    calibration: Literal["sigmoid", "none"] = Field(
        "sigmoid", description="Platt's sigmoid, fitted to out-of-fold scores, or none."
    )
    thresholds: Literal["best_f1", "half"] = Field(
        "best_f1", description="Per label: the best F1 on out-of-fold scores, or 0.5."
    )


class EvaluationConfig(Section):
    """How the figures on test are reported."""

    resamples: int = Field(
        1000,
        ge=100,
        le=100_000,
        strict=True,
        description="Bootstrap resamples of the articles of test.",
    )
    confidence: float = Field(0.95, gt=0.5, lt=1, description="Coverage of the intervals.")
    baselines: tuple[Literal["always_yes", "most_frequent", "rules"], ...] = Field(
        ("always_yes", "rules"),
        description="What the model is compared with; where labels exclude each other, `most_frequent`, the commonest class "
        "of test, stands in place of `always_yes`.",
    )
    combinations: tuple[str, ...] = Field(
        (),
        description="Labels that are counted together, each as in `official_claim & contested_claim` or `attribution & not "
        "official_claim`: shares coded and decided, precision, recall, F1, and bias by subgroup.",
    )


DEFAULT_KINDS = {"split": "article", "head": "logistic"}
"""The kind of a section that does not name one."""


class ExperimentConfig(Section):
    """One experiment, complete."""

    name: Annotated[str, StringConstraints(pattern=FILE_NAME, max_length=80)] = Field(
        description="Name of the experiment and of its run folder."
    )
    seed: int = Field(
        0,
        ge=0,
        lt=2**32,
        strict=True,
        description="Seed of every draw; the same seed gives the same bytes.",
    )
    codebook: FilePath = Field(
        BUNDLED,
        description="`bundled`, or a YAML file with labels of your own; relative to the file that says it.",
    )
    corpus: CorpusConfig = Field(CorpusConfig(), description="The labelled sentences.")
    split: SplitConfig = Field(
        ArticleSplit(), description="How articles are dealt into train and test."
    )
    features: FeatureConfig = Field(FeatureConfig(), description="What is read from a sentence.")
    head: HeadConfig = Field(LogisticHead(), description="What turns features into scores.")
    training: TrainingConfig = Field(
        TrainingConfig(), description="How the head is tuned and calibrated."
    )
    evaluation: EvaluationConfig = Field(
        EvaluationConfig(), description="How the figures are reported."
    )
    report: ReportConfig = Field(ReportConfig(), description="What the report shows.")

    @field_validator(*DEFAULT_KINDS, mode="before")
    @classmethod
    def _default_kind(cls, value: Any, info: ValidationInfo) -> Any:  # noqa: ANN401 - checked by the type of the field
        """Let `head: {C: 1}` mean the default head."""
        if not isinstance(value, dict):
            return value
        return {"kind": DEFAULT_KINDS[str(info.field_name)], **value}

    @model_validator(mode="after")
    def _check_head_has_features(self) -> Self:
        self.head.check_features(self.features)
        return self
