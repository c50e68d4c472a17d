"""The experiments of a study as tasks, each under a digest of all that its result depends on."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import Any

from mediaframe.config import EvaluationConfig, ExperimentConfig, ReportConfig
from mediaframe.evaluation.description import codebook_facts, corpus_facts, surroundings
from mediaframe.experiment.plan import settings_digest
from mediaframe.experiment.recipe import make_recipe
from mediaframe.files.provenance import environment
from mediaframe.study.data import Data
from mediaframe.study.file import Study, StudyEvaluation


@dataclass(frozen=True)
class Task:
    """An experiment to do, and the name of its result."""

    digest: str
    settings_sha256: str
    config: ExperimentConfig
    corpus_sha256: str
    evaluation: StudyEvaluation


def make_task(config: ExperimentConfig, evaluation: StudyEvaluation, data: Data) -> Task:
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
    return Task(digest, depends_on["settings"], config, corpus.sha256, evaluation)


_surroundings = cache(
    surroundings
)  # code, packages and processor: the same for one head and features


def study_provenance(study: Study, tasks: Sequence[Task], data: Data) -> dict[str, Any]:
    """Return what the answer depends on."""
    settings = {
        "study": study.config.model_dump(mode="json"),
        "base_evaluation": study.base.evaluation.model_dump(mode="json"),
        "experiments": [
            (str(experiment), task.settings_sha256)
            for experiment, task in zip(study.experiments, tasks, strict=True)
        ],
    }
    codebook, _ = next(iter(data.values()))
    return {
        **environment(),
        "study_sha256": sha256(json.dumps(settings, sort_keys=True).encode()).hexdigest(),
        "seeds": sorted({task.config.seed for task in tasks}),
        "corpora": [corpus_facts(corpus) for _, corpus in data.values()],
        "codebook": codebook_facts(codebook),
    }
