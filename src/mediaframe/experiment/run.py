"""The straight line through all of it: corpus, split, training, evaluation, model, report."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from mediaframe.codebook import BUNDLED
from mediaframe.config import ExperimentConfig
from mediaframe.config.file import dump_config
from mediaframe.evaluation.behaviour.suite import measure_behaviour
from mediaframe.evaluation.description import (
    codebook_facts,
    corpus_facts,
    features_on,
    part_facts,
    positives,
    surroundings,
)
from mediaframe.evaluation.evaluation import Outcome, clearest_misses, score_model, write_results
from mediaframe.experiment.plan import Plan, plan_experiment, settings_digest, train_plan
from mediaframe.files.provenance import Clock, ResultFolder, Stage, silent
from mediaframe.model.features import ReadingVectorizer
from mediaframe.model.heads import describe
from mediaframe.model.training import Trained
from mediaframe.reader.reading import lexicon_terms
from mediaframe.results.scores import MODEL, Scores
from mediaframe.results.tables import interval, number
from mediaframe.serving.artifact import save_model
from mediaframe.serving.labeller import LabelledSentence, Labeller
from mediaframe.serving.manifest import Manifest, TrainingRecord, model_card

CONFIG = "config.yaml"


def run_experiment(
    config: ExperimentConfig,
    output: str | Path | None = None,
    *,
    force: bool = False,
    jobs: int = 1,
    stage: Stage = silent,
) -> Outcome:
    """Train, tune, evaluate, save and report; the same settings and packages give the same bytes.

    Args:
        config: the experiment.
        output: run folder, by default `runs/NAME`; it appears whole, or stays as it was.
        force: replace a run of other settings or data.
        jobs: processes for the folds; the result does not depend on it.
        stage: called as the run goes on.

    Raises:
        InputError: wrong settings or data, or a folder that holds something else.
    """
    path = Path("runs") / config.name if output is None else Path(output)
    clock = Clock(stage)
    with clock.stage("reading"):
        plan = plan_experiment(config)
        folder = ResultFolder(path, _provenance(plan), force=force)
    with clock.stage("training"):
        trained = train_plan(plan, jobs=jobs, advance=lambda done, of: stage("training", done, of))
    with clock.stage("evaluating"):
        labeller = labeller_of(plan, trained)
        labelled = _label_test(plan, labeller)
        scores = _scores_of_run(plan, trained, labelled)
        scores["behaviour"] = _behaviour(config, labeller)
    with clock.stage("reporting"), folder.fill(clock) as partial:
        card = model_card(labeller.manifest, _card_figures(scores))
        save_model(partial / "model", labeller.manifest, trained.classifier, card)
        write_results(partial, scores, plan.test, labelled, show_text=config.report.show_text)
        text = dump_config(plan.config, path.absolute())
        (partial / CONFIG).write_text(text, encoding="utf-8")
    return Outcome(path, scores)


def labeller_of(plan: Plan, trained: Trained) -> Labeller:
    """Return the trained model as a user will load it."""
    thresholds = trained.classifier.thresholds.tolist()
    manifest = Manifest(
        codebook=plan.codebook,
        lexicon=lexicon_terms(plan.codebook),
        features=plan.recipe.features,
        heads=dict(zip(plan.corpus.labels, trained.chosen, strict=True)),
        thresholds=dict(zip(plan.corpus.labels, thresholds, strict=True)),
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
    )
    return Labeller(manifest, trained.classifier)


def _label_test(plan: Plan, labeller: Labeller) -> list[LabelledSentence]:
    """Return what a model says of test."""
    if not plan.is_torn:
        return labeller.label(plan.test.sentences)
    labelled = labeller.label(plan.corpus.sentences)
    return [labelled[row] for row in plan.sides[1]]


def _scores_of_run(plan: Plan, trained: Trained, labelled: Sequence[LabelledSentence]) -> Scores:
    config, labels = plan.config, plan.corpus.labels
    classifier = trained.classifier
    reader = ReadingVectorizer(lexicon_terms(plan.codebook), plan.codebook.rules)
    scores = score_model(plan.test, labelled, reader, config.evaluation, config.seed)
    chosen = dict(zip(labels, map(describe, trained.chosen), strict=True))
    tuning = [
        {
            "head": describe(head),
            "average_precision": dict(zip(labels, precision.round(6).tolist(), strict=True)),
        }
        for head, precision in trained.tuning
    ]
    return scores | {
        "experiment": config.name,
        "corpus": corpus_facts(plan.corpus),
        "codebook": codebook_facts(plan.codebook),
        "head": config.head.kind,
        "features": features_on(config.head, plan.recipe.features),
        "train": part_facts(plan.train),
        "left_out_articles": plan.left_out,
        "unmet_share": plan.unmet_share,
        "shared_articles": len({*plan.train.articles} & {*plan.test.articles}),
        "chosen": chosen,
        "tuning": tuning,
        "thresholds": dict(zip(labels, classifier.thresholds.round(6).tolist(), strict=True)),
        "misses": clearest_misses(plan.test, labelled, config.report.misses),
    }


def _behaviour(config: ExperimentConfig, labeller: Labeller) -> dict[str, Any] | None:
    """Return what the model passes of the behavioural suite, if it can be tried.

    The suite knows the bundled codebook alone, and another model said nothing of its cases.
    """
    repeats_another = labeller.manifest.features.external is not None
    if not config.report.behaviour or config.codebook != BUNDLED or repeats_another:
        return None
    return measure_behaviour(labeller).figures


def _card_figures(scores: Scores) -> list[str]:
    """Return the lines of a model card that tell how good the model was."""
    figures = scores["systems"][MODEL]
    lines = [
        f"On {scores['test']['sentences']} sentences of {scores['test']['articles']} articles that training never saw "
        f"({scores['confidence']:.0%} intervals over articles):",
        "",
        "| label | precision | recall | F1 |",
        "|---|---|---|---|",
    ]
    for name, row in (*figures["labels"].items(), ("macro", figures["macro"])):
        cells = (
            number(row["precision"]["value"]),
            number(row["recall"]["value"]),
            interval(row["f1"]),
        )
        lines.append(f"| `{name}` | {' | '.join(cells)} |")
    return lines


def _provenance(plan: Plan) -> dict[str, Any]:
    """Return what a result depends on: data, settings, packages, seed."""
    return {
        **surroundings(plan.recipe.head, plan.recipe.features),
        "seed": plan.config.seed,
        "config_sha256": settings_digest(plan.config, plan.recipe, plan.codebook, plan.corpus),
        "corpus": corpus_facts(plan.corpus),
        "codebook": codebook_facts(plan.codebook),
    }
