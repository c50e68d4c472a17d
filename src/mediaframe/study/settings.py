"""The settings of a study: one question, and what is varied to answer it."""

from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, StringConstraints, field_validator, model_validator

from mediaframe.config import Grid, SplitConfig
from mediaframe.files.schema import NonEmpty, Section
from mediaframe.results.study.scores import YesIf

MAX_SEED = 2**32 - 1

Name = Annotated[str, StringConstraints(pattern=r"^\S(.*\S)?$", max_length=80)]


def _as_settings(value: Any) -> Any:  # noqa: ANN401 - checked by the type around it
    return {} if value is None else value


Settings = Annotated[dict[str, Any], BeforeValidator(_as_settings)]
"""Settings as under `-s`: `head.C: 1`, or nested; with `extends`, over that file in place of the base."""


class StudyEvaluation(Section):
    """What is measured, and on what."""

    measure: Literal["f1", "brier", "behaviour"] = Field(
        "f1",
        description="What the answer is read off: `f1`; `brier`, whether scores are probabilities (lower is better); or "
        "`behaviour`, the share of the cases of the behavioural suite that are passed.",
    )
    nested: bool = Field(
        default=False,
        description="Measure on outer folds, each of which is tested by a model of the others, in place of one split: "
        "every article is tested once. Costs as many times the work as there are folds.",
    )
    folds: int = Field(5, ge=2, le=50, strict=True, description="Outer folds, where nested.")


class StudyConfig(Section):
    """One question, and what is varied to answer it."""

    question: NonEmpty = Field(description="What the study is to answer, in one sentence.")
    yes_if: YesIf | None = Field(
        None,
        description="Of a question that is answered by yes or no: `differs`, `better` or `worse`, what a variation must be, "
        "beside the reference, for a yes. The interval of its difference decides.",
    )
    base: NonEmpty = Field(
        description="Experiment file that is varied; relative to the study file."
    )
    variations: dict[Name, Settings] | None = Field(
        None, min_length=1, description="Name -> settings as under `-s`, laid over the base."
    )
    factors: dict[Name, Annotated[dict[Name, Settings], Field(min_length=1)]] | None = Field(
        None,
        min_length=1,
        description="In place of variations: factor -> level -> settings. Every combination of levels is a variation.",
    )
    seeds: int | tuple[int, ...] | None = Field(
        None,
        description="A list of seeds, or how many from the base's on; the base's alone where left out.",
    )
    corpora: dict[Name, Grid[NonEmpty]] = Field(
        {},
        description="Name -> path, relative to the study file, or `bundled`, or a list of them that are read as one; "
        "else the base's.",
    )
    splits: dict[Name, SplitConfig] = Field(
        {}, description="Name -> split, as under `split` in an experiment file; else the config's."
    )
    evaluation: StudyEvaluation = Field(
        StudyEvaluation(), description="What is measured, and on what."
    )
    curve: Name | None = Field(
        None,
        description="A factor whose levels train on more and more articles: the page draws the score over their number, "
        "fits a power law, and says what more articles would bring.",
    )

    @field_validator("seeds", mode="before")
    @classmethod
    def _check_seeds(cls, value: Any) -> Any:  # noqa: ANN401 - checked here
        if value is None or (_is_whole(value) and 1 <= value <= 1000):  # noqa: PLR2004 - enough
            return value
        given = list(value) if isinstance(value, list | tuple) else value
        is_list = isinstance(given, list) and given and all(map(_is_whole, given))
        if is_list and len(set(given)) == len(given) and 0 <= min(given) <= max(given) <= MAX_SEED:
            return tuple(given)
        msg = f"is {given!r}; write how many seeds (1 to 1000), or a list of different ones from 0 to {MAX_SEED}"
        raise ValueError(msg)

    @model_validator(mode="after")
    def _check_one_kind(self) -> Self:
        if (self.variations is None) == (self.factors is None):
            msg = "write either variations or factors"
            raise ValueError(msg)
        if self.evaluation.nested and self.splits:
            msg = "evaluation.nested takes the place of splits; remove one of them"
            raise ValueError(msg)
        if self.evaluation.nested and self.evaluation.measure == "behaviour":
            msg = "evaluation.nested trains several models, of which behaviour is not one; remove one of them"
            raise ValueError(msg)
        return self


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
