"""One experiment: trained and tested as a run does it, and what is kept of it."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mediaframe.data.corpus import Corpus
from mediaframe.data.splits import Sides, split_into_folds
from mediaframe.evaluation.behaviour.cases import bundled_capabilities
from mediaframe.evaluation.behaviour.suite import measure_behaviour
from mediaframe.evaluation.description import part_size
from mediaframe.experiment.fitting import model_of
from mediaframe.experiment.plan import Plan, plan_sides, train_plan
from mediaframe.model.counted_text import CountedText, Value
from mediaframe.model.training import TrainingResult
from mediaframe.results.calibration import reliability_sums
from mediaframe.results.metrics import Resamples, System, count_by_article, measure, system_figures
from mediaframe.results.study.trial import TrialFigures, TrialScores, Validation
from mediaframe.results.systems import MODEL
from mediaframe.study.corpora import coded_corpus
from mediaframe.study.memory import Memory
from mediaframe.study.trials import Trial

SHARED_BYTES = 256 * 2**20  # matrices that a worker keeps for the experiments to come


# Of this process, for the experiments that it runs one after the other; keys tell contents by digest.
_memory = Memory(SHARED_BYTES)


def measure_trial(trial: Trial) -> TrialScores:
    """Train and test one experiment; the same figures as `run_experiment`, without model, report and evidence."""
    config, evaluation = trial.config, trial.evaluation
    codebook, corpus = coded_corpus(config, trial.corpus_sha256)
    sides: list[Sides | None] = [None]
    if evaluation.nested:
        sides = [*split_into_folds(corpus, config.split, evaluation.folds, config.seed)]
    plans = [plan_sides(config, codebook, corpus, each) for each in sides]
    about = trial.corpus_sha256, codebook.model_dump_json()

    def share(key: Hashable, compute: Callable[[], Value], /) -> Value:
        return _memory((*about, key), compute)

    # Counts of test stand in the same matrix, but a fit and its weights see the rows of train alone.
    recipe = plans[0].recipe
    text = None if recipe.head.reads_sentences else recipe.count(corpus.sentences, share)
    tested = [_test(plan, text) for plan in plans]
    scores = _score(trial, corpus, plans, tested)
    if evaluation.measure != "behaviour":
        return scores
    return scores.model_copy(update={"cases": _cases(plans[0], tested[0].trained)})


@dataclass(frozen=True)
class _Tested:
    """A trained model on the sentences of test."""

    trained: TrainingResult
    scores: NDArray[np.float64]  # (sentences of test, labels)
    decisions: NDArray[np.bool_]


def _test(plan: Plan, text: CountedText | None) -> _Tested:
    train_rows, test_rows = plan.sides
    trained = train_plan(plan, text=None if text is None else text.part(train_rows))
    classifier = trained.classifier
    if text is None:
        scores = classifier.score(plan.test.sentences)
    else:
        features, _ = text.weigh(train_rows)
        scores = classifier.weigh(features[test_rows])
    return _Tested(trained, scores, classifier.decide(scores))


def _cases(plan: Plan, trained: TrainingResult) -> dict[str, bool]:
    """Return whether the model passes each case of the behavioural suite, as `capability/case`."""
    capabilities = bundled_capabilities()
    figures = measure_behaviour(model_of(plan, trained), capabilities).figures.capabilities
    return {
        f"{each.name}/{case.id}": case.id not in figures[each.name].failed
        for each in capabilities
        for case in each.cases
    }


def _score(
    trial: Trial, corpus: Corpus, plans: Sequence[Plan], tested: Sequence[_Tested]
) -> TrialScores:
    """Return figures and counts of one experiment; those of outer folds are pooled."""
    test = corpus.take(np.concatenate([plan.sides[1] for plan in plans]))
    decisions = np.concatenate([each.decisions for each in tested])
    scores = np.concatenate([each.scores for each in tested])
    system = System(MODEL, decisions, scores)
    once = Resamples.draw(test.articles, 0, 0.95, np.random.default_rng(0))  # intervals come later
    best = [np.max([scores for _, scores in each.trained.tuning], axis=0) for each in tested]
    validation = np.mean(best, axis=0)
    thresholds = np.array([each.trained.classifier.thresholds for each in tested])
    measured = system_figures(measure(test.targets, system, once), corpus.labels, once)
    return TrialScores(
        experiment=trial.digest,
        train=tuple(part_size(plan.train) for plan in plans),
        test=part_size(test),
        chosen={
            label: tuple(sorted({each.trained.chosen[column].describe() for each in tested}))
            for column, label in enumerate(corpus.labels)
        },
        thresholds={
            label: tuple(column)
            for label, column in zip(corpus.labels, thresholds.T.round(6).tolist(), strict=True)
        },
        validation=Validation(
            labels=dict(zip(corpus.labels, validation.round(6).tolist(), strict=True)),
            macro=round(float(validation.mean()), 6),
        ),
        figures=TrialFigures.of(measured),
        articles={
            article: _rows(counts)
            for article, counts in count_by_article(
                test.targets, decisions, scores, test.articles
            ).items()
        },
        reliability={
            label: _rows(reliability_sums(truth, score).round(9).tolist())
            for label, truth, score in zip(corpus.labels, test.targets.T, scores.T, strict=True)
        },
    )


def _rows(table: Sequence[Sequence[float]]) -> tuple[tuple[float, ...], ...]:
    return tuple(tuple(row) for row in table)
