"""The straight line through all of it: corpus, split, training, evaluation, model, report."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from mediaframe.codebook import BUNDLED
from mediaframe.config import ExperimentConfig
from mediaframe.config.file import dump_config, input_paths
from mediaframe.evaluation.behaviour.suite import measure_behaviour
from mediaframe.evaluation.description import (
    codebook_version,
    describe_corpus,
    describe_origin,
    describe_part,
    surroundings,
)
from mediaframe.evaluation.outcome import CONFIG, Outcome, write_results
from mediaframe.evaluation.scoring import clearest_misses, score_model
from mediaframe.experiment.fitting import model_of
from mediaframe.experiment.plan import Plan, plan_experiment, settings_digest, train_plan
from mediaframe.experiment.tracking import Tracker
from mediaframe.files.progress import stage_bars
from mediaframe.files.provenance import Clock, ResultFolder, Stage
from mediaframe.files.writing import write_text
from mediaframe.model.training import TrainingResult
from mediaframe.reader.reading import ReadSentence
from mediaframe.results.behaviour import BehaviourFigures
from mediaframe.results.estimates import LabelFigures, MacroFigures
from mediaframe.results.metrics import DIGITS
from mediaframe.results.scores import EvaluationScores, SettingTried
from mediaframe.results.systems import MODEL
from mediaframe.results.tables import interval, number
from mediaframe.serving.labeller import LabelledSentence, Model


def run_experiment(  # noqa: PLR0913 - the rest are keywords
    config: ExperimentConfig,
    output: str | Path | None = None,
    *,
    force: bool = False,
    jobs: int = 1,
    stage: Stage | None = None,
    progress: bool = False,
    tracking: str | Path | None = None,
) -> Outcome:
    """Train, tune, evaluate, save and report; the same settings and packages give the same bytes.

    Args:
        config: the experiment.
        output: run folder, by default `runs/NAME`; it appears whole, or stays as it was.
        force: replace a run of other settings or data.
        jobs: processes for the folds; the result does not depend on it.
        stage: called as the run goes on.
        progress: show bars on stderr, in a terminal, where no `stage` is given.
        tracking: folder or URI in which MLflow keeps the run too, files included (extra `tracking`).

    Raises:
        InputError: wrong settings or data, a folder that holds something else, or a place that MLflow cannot use.
    """
    path = Path("runs") / config.name if output is None else Path(output)
    tracker = None if tracking is None else Tracker(tracking)
    with stage_bars(shown=progress and stage is None) as bars:
        outcome = _run(config, path, stage or bars, force=force, jobs=jobs)
    if tracker:
        tracker.keep(path)
    return outcome


def _run(config: ExperimentConfig, path: Path, stage: Stage, *, force: bool, jobs: int) -> Outcome:
    clock = Clock(stage)
    with clock.stage("reading"):
        plan = plan_experiment(config)
        folder = ResultFolder(path, _provenance(plan), force=force, inputs=input_paths(config))
    with clock.stage("training"):
        trained = train_plan(plan, jobs=jobs, advance=lambda done, of: stage("training", done, of))
    with clock.stage("evaluating"):
        model = model_of(plan, trained)
        read = _read_test(plan, model)
        labelled = model.label(read)
        scores = _scores_of_run(plan, trained, read, labelled, _behaviour(config, model))
    with clock.stage("reporting"), folder.fill(clock) as partial:
        model.save(partial / "model", _card_figures(scores))
        write_results(
            partial,
            scores,
            plan.test,
            labelled,
            codebook=plan.codebook,
            shown=config.report,
            config=plan.config,
        )
        text = dump_config(plan.config, path.absolute())
        write_text(partial / CONFIG, text)
    return Outcome(path, scores, config.report.mute)


def _read_test(plan: Plan, model: Model) -> list[ReadSentence]:
    """Return test as read, in its whole articles where they are torn."""
    if not plan.is_torn:
        return model.read(plan.test.sentences)
    read = model.read(plan.corpus.sentences)
    return [read[row] for row in plan.sides[1]]


def _scores_of_run(
    plan: Plan,
    trained: TrainingResult,
    read: Sequence[ReadSentence],
    labelled: Sequence[LabelledSentence],
    behaviour: BehaviourFigures | None,
) -> EvaluationScores:
    config, labels = plan.config, plan.corpus.labels
    classifier = trained.classifier
    on_test = score_model(plan.test, read, labelled, plan.codebook, config.evaluation, config.seed)
    chosen = {label: head.describe() for label, head in zip(labels, trained.chosen, strict=True)}
    tuning = tuple(
        SettingTried(
            head=head.describe(),
            average_precision=dict(zip(labels, precision.round(DIGITS).tolist(), strict=True)),
        )
        for head, precision in trained.tuning
    )
    return EvaluationScores(
        **on_test.given,
        experiment=config.name,
        corpus=describe_corpus(plan.corpus),
        origin=describe_origin(plan.corpus),
        seed=config.seed,
        codebook=codebook_version(plan.codebook),
        head=config.head.kind,
        features=tuple(plan.recipe.head.name_features(plan.recipe.features)),
        train=describe_part(plan.train),
        left_out_articles=plan.left_out,
        unmet_share=plan.unmet_share,
        shared_articles=len({*plan.train.articles} & {*plan.test.articles}),
        chosen=chosen,
        tuning=tuning,
        unconverged=dict(zip(labels, trained.stopped, strict=True)),
        thresholds=dict(zip(labels, classifier.thresholds.round(DIGITS).tolist(), strict=True)),
        misses=clearest_misses(plan.test, labelled, config.report.misses),
        behaviour=behaviour,
    )


def _behaviour(config: ExperimentConfig, model: Model) -> BehaviourFigures | None:
    """Return what the model passes of the behavioural suite, if it can be tried.

    The suite knows the bundled codebook alone, and another model said nothing of its cases.
    """
    repeats_another = model.features.external is not None
    if not config.report.behaviour or config.codebook != BUNDLED or repeats_another:
        return None
    return measure_behaviour(model).figures


def _card_figures(scores: EvaluationScores) -> list[str]:
    """Return the lines of a model card that tell how good the model was."""
    figures = scores.systems[MODEL]
    lines = [
        f"On {scores.test.sentences} sentences of {scores.test.articles} articles that training never saw "
        f"({scores.confidence:.0%} intervals over articles):",
        "",
        "| label | precision | recall | F1 |",
        "|---|---|---|---|",
    ]
    rows: dict[str, LabelFigures | MacroFigures] = {**figures.labels, "macro": figures.macro}
    for name, row in rows.items():
        cells = (number(row.precision.value), number(row.recall.value), interval(row.f1))
        lines.append(f"| `{name}` | {' | '.join(cells)} |")
    return lines


def _provenance(plan: Plan) -> dict[str, Any]:
    """Return what a result depends on: data, settings, packages, seed."""
    return {
        **surroundings(plan.recipe.head, plan.recipe.features),
        "seed": plan.config.seed,
        "config_sha256": settings_digest(plan.config, plan.recipe, plan.codebook, plan.corpus),
        "corpus": describe_corpus(plan.corpus).to_json(),
        "codebook": codebook_version(plan.codebook).to_json(),
    }
