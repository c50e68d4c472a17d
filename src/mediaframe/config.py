"""Every setting of an experiment: its type, meaning, default and range."""

from datetime import date
from typing import Annotated, Any, Literal, Self, TypeVar

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    GetJsonSchemaHandler,
    StringConstraints,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from mediaframe.codebook import BUNDLED
from mediaframe.yamlfile import Section

Value = TypeVar("Value")


class _OneOrMany:
    """JSON Schema of a grid: one value, or a list of them."""

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        listed = handler(core_schema)
        return {"anyOf": [listed["items"], listed]}


def _as_tuple(value: Any) -> Any:  # noqa: ANN401 - checked by the type around it
    return value if isinstance(value, list | tuple) else (value,)


Grid = Annotated[tuple[Value, ...], Field(min_length=1), BeforeValidator(_as_tuple), _OneOrMany]
"""One value, or a list of values to choose from on the folds of train."""

Positive = Annotated[float, Field(gt=0, strict=True)]  # strict: `true` is no number
ClassWeight = Literal["balanced", "none"]
Size = Annotated[int, Field(ge=1, le=8, strict=True)]
NgramRange = tuple[Size, Size]


class CorpusConfig(Section):
    """The labelled sentences."""

    path: Annotated[str, StringConstraints(min_length=1)] = Field(
        BUNDLED,
        description="`bundled` for the corpus that ships, else a .jsonl, .csv or .parquet file or a "
        "Hugging Face dataset folder; relative to the file that says it.",
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


SplitConfig = Annotated[ArticleSplit | ColumnSplit | TimeSplit, Field(discriminator="kind")]


class NgramConfig(Section):
    """N-grams weighted by TF-IDF."""

    ngrams: NgramRange = Field(description="Shortest and longest n-gram.")
    min_df: int = Field(
        2, ge=1, strict=True, description="Sentences of train a term must occur in."
    )
    sublinear: bool = Field(default=True, description="Use 1 + log(count) in place of the count.")

    @model_validator(mode="after")
    def _check_order(self) -> Self:
        if self.ngrams[0] > self.ngrams[1]:
            msg = f"ngrams is {list(self.ngrams)}; write the shortest first"
            raise ValueError(msg)
        return self


class WordConfig(NgramConfig):
    """Words and punctuation, quotation marks included."""

    ngrams: NgramRange = Field((1, 2), description="Shortest and longest run of words.")


class CharacterConfig(NgramConfig):
    """Characters within words."""

    ngrams: NgramRange = Field((2, 5), description="Shortest and longest run of characters.")


class ReadingConfig(Section):
    """Reading the article: cues, sources and their office, quotations, kinds of content, dispute."""

    neighbours: int = Field(
        1,
        ge=0,
        le=2,
        strict=True,
        description="Sentences of the article before and after whose signals count too.",
    )
    weight: float = Field(
        0.25,
        gt=0,
        le=100,
        description="What a signal counts beside n-grams, whose values make vectors of length 1.",
    )


class FeatureConfig(Section):
    """What is read from a sentence; `null` switches a kind of feature off."""

    words: WordConfig | None = Field(WordConfig(), description="Word n-grams.")
    characters: CharacterConfig | None = Field(CharacterConfig(), description="Character n-grams.")
    reading: ReadingConfig | None = Field(
        ReadingConfig(), description="What reading the article tells, and the rules over it."
    )

    @model_validator(mode="after")
    def _check_any(self) -> Self:
        if self.words is None and self.characters is None and self.reading is None:
            msg = "all features are off; leave words, characters or reading on"
            raise ValueError(msg)
        return self


class MajorityHead(Section):
    """Gives each label the side that most sentences of train have."""

    kind: Literal["majority"] = "majority"


class RulesHead(Section):
    """Decides by the codebook's rules over what was read; learns only how far to trust them."""

    kind: Literal["rules"] = "rules"


class NaiveBayesHead(Section):
    """Complement naive Bayes."""

    kind: Literal["naive_bayes"] = "naive_bayes"
    alpha: Grid[Positive] = Field((0.1, 0.3, 1.0), description="Smoothing; a list is tuned over.")


class LogisticHead(Section):
    """Logistic regression with an L2 penalty."""

    kind: Literal["logistic"] = "logistic"
    C: Grid[Positive] = Field(
        (0.3, 1.0, 3.0, 10.0, 30.0),
        description="Inverse strength of the penalty; a list is tuned over.",
    )
    class_weight: Grid[ClassWeight] = Field(
        ("balanced",), description="Whether rare labels weigh more; a list is tuned over."
    )


class LinearSvmHead(Section):
    """Linear support vector machine."""

    kind: Literal["linear_svm"] = "linear_svm"
    C: Grid[Positive] = Field(
        (0.03, 0.1, 0.3, 1.0), description="Inverse strength of the penalty; a list is tuned over."
    )
    class_weight: Grid[ClassWeight] = Field(
        ("balanced",), description="Whether rare labels weigh more; a list is tuned over."
    )


class RidgeHead(Section):
    """Ridge regression on the targets."""

    kind: Literal["ridge"] = "ridge"
    alpha: Grid[Positive] = Field(
        (0.3, 1.0, 3.0, 10.0), description="Strength of the penalty; a list is tuned over."
    )
    class_weight: Grid[ClassWeight] = Field(
        ("balanced",), description="Whether rare labels weigh more; a list is tuned over."
    )


HeadConfig = Annotated[
    MajorityHead | RulesHead | NaiveBayesHead | LogisticHead | LinearSvmHead | RidgeHead,
    Field(discriminator="kind"),
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
    baselines: tuple[Literal["always_yes", "rules"], ...] = Field(
        ("always_yes", "rules"), description="What the model is compared with."
    )


class ReportConfig(Section):
    """What the report shows."""

    show_text: bool = Field(
        default=True,
        description="Whether sentences of the corpus may stand in report and predictions.",
    )
    misses: int = Field(
        5, ge=0, le=100, strict=True, description="Clearest misses shown per label."
    )


DEFAULT_KINDS = {"split": "article", "head": "logistic"}
"""The kind of a section that does not name one."""


class ExperimentConfig(Section):
    """One experiment, complete."""

    name: Annotated[
        str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=80)
    ] = Field(description="Name of the experiment and of its run folder.")
    seed: int = Field(
        0,
        ge=0,
        lt=2**32,
        strict=True,
        description="Seed of every draw; the same seed gives the same bytes.",
    )
    codebook: Annotated[str, StringConstraints(min_length=1)] = Field(
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
    def _check_rules_have_cues(self) -> Self:
        if isinstance(self.head, RulesHead) and self.features.reading is None:
            msg = "head `rules` needs reading; set `features.reading: {}` or choose another head"
            raise ValueError(msg)
        return self
