"""Settings of the heads: what turns features into scores."""

from typing import Annotated, Literal

from pydantic import Field

from mediaframe.config.features import FeatureConfig
from mediaframe.config.values import Digest, FilePath, Grid, Positive, ScoresPath
from mediaframe.files.schema import Section

ClassWeight = Literal["balanced", "none"]

ClassWeights = Annotated[
    Grid[ClassWeight],
    Field(description="Whether rare labels weigh more; a list is tuned over."),
]


class HeadSection(Section):
    """What the settings of all heads have in common."""

    kind: str

    def check_features(self, features: FeatureConfig) -> None:
        """Refuse features that the head cannot do with: `rules` needs reading, so `features: {reading: null}` is wrong.

        Raises:
            ValueError: the features are not those it needs.
        """


class MajorityHead(HeadSection):
    """Gives each label the side that most sentences of train have."""

    kind: Literal["majority"] = "majority"


class RulesHead(HeadSection):
    """Decides by the codebook's rules over what was read; learns only how far to trust them."""

    kind: Literal["rules"] = "rules"

    def check_features(self, features: FeatureConfig) -> None:
        """Refuse features without reading."""
        if features.reading is None:
            msg = "head `rules` needs reading; set `features.reading: {}` or choose another head"
            raise ValueError(msg)


class NaiveBayesHead(HeadSection):
    """Complement naive Bayes."""

    kind: Literal["naive_bayes"] = "naive_bayes"
    alpha: Grid[Positive] = Field((0.1, 0.3, 1.0), description="Smoothing; a list is tuned over.")

    def check_features(self, features: FeatureConfig) -> None:
        """Refuse features that may be below 0."""
        for name in ("embeddings", "external"):
            if getattr(features, name) is not None:
                msg = f"head `naive_bayes` needs features that are never below 0; set `features.{name}: null` or choose another head"
                raise ValueError(msg)


class LogisticHead(HeadSection):
    """Logistic regression with an L2 penalty."""

    kind: Literal["logistic"] = "logistic"
    C: Grid[Positive] = Field(
        (0.3, 1.0, 3.0, 10.0, 30.0),
        description="Inverse strength of the penalty; a list is tuned over.",
    )
    class_weight: ClassWeights = ("balanced",)


class LinearSvmHead(HeadSection):
    """Linear support vector machine."""

    kind: Literal["linear_svm"] = "linear_svm"
    C: Grid[Positive] = Field(
        (0.03, 0.1, 0.3, 1.0), description="Inverse strength of the penalty; a list is tuned over."
    )
    class_weight: ClassWeights = ("balanced",)


class RidgeHead(HeadSection):
    """Ridge regression on the targets."""

    kind: Literal["ridge"] = "ridge"
    alpha: Grid[Positive] = Field(
        (0.3, 1.0, 3.0, 10.0), description="Strength of the penalty; a list is tuned over."
    )
    class_weight: ClassWeights = ("balanced",)


class TransformerHead(HeadSection):
    """An encoder of yours, fine-tuned to all labels at once, alone or beside `features`. Needs the extra `transformer`."""

    kind: Literal["transformer"] = "transformer"
    path: FilePath = Field(
        description="Folder with config.json, model.safetensors and tokenizer.json; relative to the file that "
        "says it. Nothing is downloaded."
    )
    sha256: Digest | None = Field(
        None, description="Digest of its files; once given, another encoder is refused."
    )
    share: float = Field(
        1.0,
        gt=0,
        le=1,
        description="Weight of the encoder's log-odds; the rest is that of logistic regression on `features`, fitted beside "
        "it. 1 is the encoder alone.",
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


class ExternalHead(HeadSection):
    """Decides by what another model said of each sentence; of the features nothing else is read.

    Scores are calibrated and thresholds chosen on train. Where all are 0 or 1, or labels, the decisions stay as they are.
    """

    kind: Literal["external"] = "external"
    path: ScoresPath


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
