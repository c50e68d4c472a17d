"""`scores.json`: every figure of a run or of an evaluation that is shown anywhere, and nothing that is not."""

from typing import Self

from pydantic import ConfigDict, Field, model_validator

from mediaframe.results.behaviour import BehaviourFigures
from mediaframe.results.combinations import Combined
from mediaframe.results.descriptions import (
    CodebookVersion,
    CorpusDescription,
    CorpusOrigin,
    PartDescription,
)
from mediaframe.results.estimates import ResultSection
from mediaframe.results.exclusive import ExclusiveFigures
from mediaframe.results.misses import MissCluster
from mediaframe.results.subgroups import Subgroups
from mediaframe.results.systems import SystemsOnTest

OF_RUNS = (
    "train",
    "left_out_articles",
    "unmet_share",
    "shared_articles",
    "chosen",
    "tuning",
    "unconverged",
    "behaviour",
)
OF_EVALUATIONS = ("model_trained_on",)


class Miss(ResultSection):
    """A sentence that was decided wrongly."""

    sentence_id: str = Field(description="Id of the sentence.")
    coded: bool = Field(description="Whether it is coded to carry the label.")
    score: float = Field(description="Probability of the label by the model, 0 to 1.")


class LabelMisses(ResultSection):
    """The clearest misses of one label: those whose scores lie farthest from what was coded."""

    label: str = Field(description="Name of the label.")
    sentences: tuple[Miss, ...] = Field(description="The clearest first.")


class SettingTried(ResultSection):
    """A setting of the head that was tried on the folds of train."""

    head: str = Field(description="The head and its setting, such as `logistic (C=1)`.")
    average_precision: dict[str, float] = Field(
        description="Average precision of each label, on scores out of fold."
    )


class TrainedOn(ResultSection):
    """What a saved model was trained on."""

    experiment: str = Field(description="Name of the experiment.")
    seed: int = Field(description="Its seed.")
    corpus: str = Field(description="Name of the corpus.")
    corpus_sha256: str = Field(description="Digest of the bytes of its file.")
    config_sha256: str = Field(description="Digest of the settings.")
    sentences: int = Field(ge=0, description="Number of sentences trained on.")
    articles: int = Field(ge=0, description="Number of articles trained on.")
    positives: dict[str, int] = Field(
        description="Number of sentences trained on that carry each label."
    )


class ModelScores(SystemsOnTest):
    """Figures of a model on test, and where it errs."""

    subgroups: Subgroups = Field(description="F1 by what parts the sentences of test.")
    clusters: dict[str, tuple[MissCluster, ...]] = Field(
        description="Where the misses of each label gather, the least likely by chance first."
    )
    test: PartDescription = Field(description="Size of what was tested on.")
    exclusive: ExclusiveFigures | None = Field(
        None, description="Only where labels exclude each other: figures of one class out of all."
    )
    combinations: dict[str, Combined] | None = Field(
        None, description="Only where combinations of labels are asked for: figures of each."
    )


class EvaluationScores(ModelScores):
    """Figures of a run, or of the evaluation of a saved model on other data.

    A run has `train`, `left_out_articles`, `unmet_share`, `shared_articles`, `chosen`, `tuning`, `unconverged` and
    `behaviour`; an evaluation has
    `model_trained_on` in place of them. Figures are shares from 0 to 1 unless it says otherwise; what is undefined is
    null. Intervals are of resamples of whole articles.
    """

    model_config = ConfigDict(
        title="scores.json of mediaframe",
        json_schema_extra={
            "oneOf": [{"required": list(OF_RUNS)}, {"required": list(OF_EVALUATIONS)}]
        },
    )

    experiment: str = Field(description="Name of the experiment, and what it was evaluated on.")
    model_trained_on: TrainedOn | None = Field(
        None, description="Evaluations only: what the model was trained on."
    )
    corpus: CorpusDescription = Field(description="The corpus that test is, or is a part of.")
    origin: CorpusOrigin = Field(description="Where the sentences of the corpus come from.")
    seed: int = Field(ge=0, description="Seed of every draw.")
    codebook: CodebookVersion = Field(description="What the corpus was coded by.")
    head: str = Field(description="Kind of the classifier, such as `logistic`.")
    features: tuple[str, ...] = Field(description="Kinds of features that the head was given.")
    train: PartDescription | None = Field(
        None, description="Runs only: size of what was trained on."
    )
    left_out_articles: int | None = Field(
        None, ge=0, description="Runs only: number of articles neither in train nor in test."
    )
    unmet_share: str | None = Field(
        None,
        description="Runs only: that test holds a share of the articles far from the one asked for, in words; else null.",
    )
    shared_articles: int | None = Field(
        None, ge=0, description="Runs only: number of articles with sentences in train and in test."
    )
    chosen: dict[str, str] | None = Field(
        None, description="Runs only: the setting of the head chosen for each label."
    )
    tuning: tuple[SettingTried, ...] | None = Field(
        None, description="Runs only: every setting that was tried."
    )
    unconverged: dict[str, int] | None = Field(
        None,
        description="Runs only: of each label, how many fits of the setting chosen, on folds and on train, stopped before they converged.",
    )
    thresholds: dict[str, float] = Field(
        description="Score from which on each label is given, chosen on train."
    )
    misses: tuple[LabelMisses, ...] = Field(description="The clearest misses of each label.")
    behaviour: BehaviourFigures | None = Field(
        None,
        description="Runs only: the behavioural suite; null where the model cannot be tried on it.",
    )

    @model_validator(mode="after")
    def _is_a_run_or_an_evaluation(self) -> Self:
        has = self.model_fields_set & {*OF_RUNS, *OF_EVALUATIONS}
        if has not in (set(OF_RUNS), set(OF_EVALUATIONS)):
            msg = f"has {', '.join(sorted(has))}: neither a run ({', '.join(OF_RUNS)}) nor an evaluation ({OF_EVALUATIONS[0]})"
            raise ValueError(msg)
        return self

    @property
    def is_trained_here(self) -> bool:
        """Whether a model is evaluated on the very corpus that it was trained on."""
        trained_on = self.model_trained_on
        return trained_on is not None and trained_on.corpus_sha256 == self.corpus.sha256
