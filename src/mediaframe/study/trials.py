"""The experiments of a study as trials: what is run, under a digest of all that its result depends on."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import Any

from mediaframe.config import EvaluationConfig, ExperimentConfig, ReportConfig
from mediaframe.evaluation.description import codebook_version, describe_corpus, surroundings
from mediaframe.experiment.plan import settings_digest
from mediaframe.experiment.recipe import make_recipe
from mediaframe.files.provenance import environment
from mediaframe.study.corpora import StudyCorpora
from mediaframe.study.experiments import Study
from mediaframe.study.settings import StudyEvaluation


@dataclass(frozen=True)
class Trial:
    """An experiment to be run; `digest` names its result, so that two alike are run once."""

    digest: str
    settings_sha256: str
    config: ExperimentConfig
    corpus_sha256: str
    evaluation: StudyEvaluation


def make_trial(config: ExperimentConfig, evaluation: StudyEvaluation, data: StudyCorpora) -> Trial:
    """Return an experiment under a name that says all that its result depends on."""
    codebook, corpus = data[config.corpus]
    # Neither the name of a config nor how many resamples a report draws moves what is measured here.
    unused = {"name": "", "evaluation": EvaluationConfig(), "report": ReportConfig()}
    bare, recipe = config.model_copy(update=unused), make_recipe(config, codebook, corpus)
    depends_on = {
        "settings": settings_digest(bare, recipe, codebook, corpus),
        "outer_folds": evaluation.folds if evaluation.nested else None,
        "behaviour": evaluation.measure == "behaviour",
        **_surroundings(recipe.head, recipe.features),
    }
    digest = sha256(json.dumps(depends_on, sort_keys=True).encode()).hexdigest()
    return Trial(digest, depends_on["settings"], config, corpus.sha256, evaluation)


# Code, packages and processor are the same for one head and features.
_surroundings = cache(surroundings)


def study_provenance(study: Study, trials: Sequence[Trial], data: StudyCorpora) -> dict[str, Any]:
    """Return what the answer depends on."""
    settings = {
        # neither what the first sentence of the page says of it nor combinations that nobody asked for
        "study": study.config.model_dump(mode="json", exclude={"yes_if"}),
        "base_evaluation": study.base.evaluation.model_dump(
            mode="json", exclude=None if study.base.evaluation.combinations else {"combinations"}
        ),
        "experiments": [
            (str(experiment), trial.settings_sha256)
            for experiment, trial in zip(study.experiments, trials, strict=True)
        ],
    }
    codebook, _ = next(iter(data.values()))
    return {
        **environment(),
        "study_sha256": sha256(json.dumps(settings, sort_keys=True).encode()).hexdigest(),
        "seeds": sorted({trial.config.seed for trial in trials}),
        "corpora": [describe_corpus(corpus).to_json() for _, corpus in data.values()],
        "codebook": codebook_version(codebook).to_json(),
    }
