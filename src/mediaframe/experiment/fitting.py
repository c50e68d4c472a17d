"""A model of a whole corpus, with nothing held out; and what training gave as a model."""

from pathlib import Path

from mediaframe.codebook import load_codebook
from mediaframe.config import CorpusConfig, ExperimentConfig
from mediaframe.data.corpus import Corpus, read_corpus
from mediaframe.errors import InputError
from mediaframe.evaluation.description import positives
from mediaframe.experiment.plan import Plan, plan_whole, settings_digest, train_plan
from mediaframe.files.provenance import Stage, silent
from mediaframe.model.training import TrainingResult
from mediaframe.serving.labeller import Model
from mediaframe.serving.manifest import TrainingRecord


def fit_model(
    config: ExperimentConfig,
    corpus: Corpus | str | Path,
    *,
    jobs: int = 1,
    stage: Stage = silent,
) -> Model:
    """Return a model trained on all articles of a corpus, as `run_experiment` trains on its train part.

    Args:
        config: features, head, how it is tuned, and the seed; its split is not looked at, and of its corpus the names of columns alone.
        corpus: sentences that are read already, or the file they stand in.
        jobs: processes for the folds; the result does not depend on it.
        stage: called as training goes on.

    Raises:
        InputError: wrong settings or data, labels of another codebook, or too few articles or positives.
    """
    codebook = load_codebook(config.codebook)
    said = config.corpus
    given = (
        corpus
        if isinstance(corpus, Corpus)
        else read_corpus(corpus, codebook, columns=said.columns, dates=said.dates)
    )
    if given.labels != codebook.label_names:
        msg = f"{given.name}: coded by other labels than those of codebook {codebook.name}; name its own in `codebook`"
        raise InputError(msg)
    read = (
        CorpusConfig(path=given.name)
        if isinstance(corpus, Corpus)
        else CorpusConfig(path=str(corpus), columns=said.columns, dates=said.dates)
    )
    config = config.model_copy(update={"corpus": read})
    plan = plan_whole(config, codebook, given)
    trained = train_plan(plan, jobs=jobs, advance=lambda done, of: stage("training", done, of))
    return model_of(plan, trained)


def model_of(plan: Plan, trained: TrainingResult) -> Model:
    """Return the trained model as a user will load it."""
    return Model(
        codebook=plan.codebook,
        features=plan.recipe.features,
        classifier=trained.classifier,
        heads=tuple(head.settings for head in trained.chosen),
        calibration=plan.config.training.calibration,
        training=TrainingRecord(
            experiment=plan.config.name,
            seed=plan.config.seed,
            corpus=plan.corpus.name,
            corpus_sha256=plan.corpus.sha256,
            config_sha256=settings_digest(plan.config, plan.recipe, plan.codebook, plan.corpus),
            sentences=len(plan.train.sentences),
            articles=plan.train.n_articles,
            positives=positives(plan.train),
        ),
        certainty=trained.certainty,
    )
