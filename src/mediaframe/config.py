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
from mediaframe.sections import FILE_NAME, Section

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


FilePath = Annotated[str, StringConstraints(min_length=1)]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class EmbeddingConfig(Section):
    """Sentence embeddings by a model folder of your own; nothing is downloaded. Needs the extra `embeddings`."""

    path: FilePath = Field(
        description="Folder with tokenizer.json and model.onnx, onnx/model.onnx or model.safetensors; "
        "relative to the file that says it."
    )
    context: int = Field(
        0,
        ge=0,
        le=2,
        strict=True,
        description="Sentences of the article before whose embeddings are columns too.",
    )
    weight: float = Field(
        1.0, gt=0, le=100, description="Length of an embedding beside n-grams, whose length is 1."
    )
    sha256: Digest | None = Field(
        None, description="Digest of the folder's files; once given, other files are refused."
    )


class ExternalConfig(Section):
    """What another model said of each sentence, as log-odds of its scores."""

    path: FilePath = Field(
        description="A .jsonl, .csv or .parquet file with `sentence_id` and `scores` (label to probability) "
        "or `labels`; relative to the file that says it."
    )
    weight: float = Field(
        0.25, gt=0, le=100, description="What a log-odds of 1 counts beside n-grams."
    )
    sha256: Digest | None = Field(
        None, description="Digest of the file; once given, another file is refused."
    )


class FeatureConfig(Section):
    """What is read from a sentence; `null` switches a kind of feature off."""

    words: WordConfig | None = Field(WordConfig(), description="Word n-grams.")
    characters: CharacterConfig | None = Field(CharacterConfig(), description="Character n-grams.")
    reading: ReadingConfig | None = Field(
        ReadingConfig(), description="What reading the article tells, and the rules over it."
    )
    embeddings: EmbeddingConfig | None = Field(
        None, description="Sentence embeddings by a model folder of your own."
    )
    external: ExternalConfig | None = Field(
        None, description="What another model said, beside the other features."
    )

    @model_validator(mode="after")
    def _check_any(self) -> Self:
        if all(getattr(self, name) is None for name in type(self).model_fields):
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


class TransformerHead(Section):
    """An encoder of yours, fine-tuned to all labels at once; it stands in for `features`. Needs the extra `transformer`."""

    kind: Literal["transformer"] = "transformer"
    path: FilePath = Field(
        description="Folder with config.json, model.safetensors and tokenizer.json; relative to the file that "
        "says it. Nothing is downloaded."
    )
    sha256: Digest | None = Field(
        None, description="Digest of its files; once given, another encoder is refused."
    )
    context: int = Field(
        0,
        ge=0,
        le=2,
        strict=True,
        description="Sentences of the article before that are read along, as first segment of a pair.",
    )
    pooling: Literal["mean", "cls"] = Field(
        "mean",
        description="What stands for the sentence: the mean over its tokens, or the first token.",
    )
    max_length: int = Field(
        128, ge=16, le=8192, strict=True, description="Most tokens read; context is cut first."
    )
    epochs: int = Field(
        5, ge=1, le=100, strict=True, description="Times that all of train is seen, at most."
    )
    patience: int = Field(
        2,
        ge=1,
        le=100,
        strict=True,
        description="Epochs without a better mean average precision on the fold held out, before "
        "training stops; the weights of the best epoch are kept.",
    )
    batch_size: int = Field(16, ge=1, le=1024, strict=True, description="Sentences a step.")
    learning_rate: Positive = Field(
        5e-5, le=0.1, description="Highest step size; it rises over the first tenth, then falls."
    )
    class_weight: ClassWeight = Field("none", description="Whether rare labels weigh more.")
    validation: Literal["one_fold", "all_folds"] = Field(
        "one_fold",
        description="What thresholds and calibration are read off. `one_fold`: the fold that also stops "
        "training; one fit, which never sees that fold. `all_folds`: every fold in turn, then a fit on all of "
        "train for as many epochs as the folds took on average; `training.folds` + 1 fits.",
    )
    device: Literal["auto", "cpu", "cuda"] = Field(
        "auto", description="`auto` is the GPU where there is one."
    )
    threads: int = Field(
        1,
        ge=1,
        le=256,
        strict=True,
        description="Threads on the CPU; a fixed number, as the last digits depend on it. No more than there are "
        "idle cores, or they wait for each other.",
    )


class ExternalHead(Section):
    """Decides by what another model said of each sentence; of the features nothing else is read.

    Scores are calibrated and thresholds chosen on train. Where all are 0 or 1, or labels, the decisions stay as they are.
    """

    kind: Literal["external"] = "external"
    path: FilePath = Field(
        description="A .jsonl, .csv or .parquet file with `sentence_id` and `scores` (label to probability) "
        "or `labels`; relative to the file that says it."
    )


HeadConfig = Annotated[
    MajorityHead
    | RulesHead
    | NaiveBayesHead
    | LogisticHead
    | LinearSvmHead
    | RidgeHead
    | ExternalHead
    | TransformerHead,
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
    behaviour: bool = Field(
        default=True,
        description="Whether the model is tried on the behavioural suite, where it reads text and its codebook is the bundled one.",
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

    @model_validator(mode="after")
    def _check_bayes_counts(self) -> Self:
        signed = [name for name in ("embeddings", "external") if getattr(self.features, name)]
        if isinstance(self.head, NaiveBayesHead) and signed:
            msg = f"head `naive_bayes` needs features that are never below 0; set `features.{signed[0]}: null` or choose another head"
            raise ValueError(msg)
        return self

    @property
    def features_read(self) -> FeatureConfig:
        """What the head is given: an external one, what the other model said; any other, the features set.

        A fine-tuned encoder reads the text itself; reading is left on, as it is for nothing and learns nothing.
        """
        if isinstance(self.head, TransformerHead):
            return FeatureConfig(words=None, characters=None)
        if not isinstance(self.head, ExternalHead):
            return self.features
        said = ExternalConfig(path=self.head.path, weight=1.0)
        return FeatureConfig(words=None, characters=None, reading=None, external=said)
