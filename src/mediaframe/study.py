"""Many experiments that answer one question: each run once, what they share computed once, resumable.

Every finished experiment leaves `results/HASH.json`. The hash says all that the result depends on (settings, corpus bytes,
codebook, code, packages), so whatever is found under it is the result, and a second start does only what is missing.
"""

import json
import os
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from threading import Thread
from typing import Any

import numpy as np
from joblib import Parallel, delayed, parallel_config
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.special import expit
from threadpoolctl import threadpool_limits

from mediaframe.codebook import Codebook, load_codebook
from mediaframe.config import EvaluationConfig, ExperimentConfig, ReportConfig, TransformerHead
from mediaframe.data.corpus import Corpus, read_corpus
from mediaframe.data.splits import Sides, split_into_folds
from mediaframe.errors import InputError, MediaframeError
from mediaframe.facts import corpus_facts, part_facts, surroundings
from mediaframe.folders import new_file, write_json
from mediaframe.model.features import CountedText, Value
from mediaframe.model.heads import describe
from mediaframe.model.training import Trained
from mediaframe.plan import Plan, check_rules, plan_sides, settings_digest, train_plan
from mediaframe.preparation import make_recipe
from mediaframe.provenance import Clock, ResultFolder, Stage, environment, silent
from mediaframe.results.metrics import Resamples, System, count_by_article, measure, to_json
from mediaframe.results.scores import MODEL, Scores
from mediaframe.results.study import Result, compare_variations
from mediaframe.results.studypage import write_study_page
from mediaframe.studyfile import Experiment, Study, StudyEvaluation, load_study

STUDY, RESULTS = "study.json", "results"
SHARED_BYTES = 512 * 2**20  # matrices that a worker keeps for the experiments to come
BATCHES_PER_WORKER = 4  # so that no worker is left alone with the last ones


@dataclass(frozen=True)
class StudyOutcome:
    """Where a study lies, its figures, and the experiments that failed."""

    folder: Path
    scores: Scores
    failures: tuple[str, ...]


@dataclass(frozen=True)
class _Task:
    """An experiment to do, and the name of its result."""

    digest: str
    settings_sha256: str
    config: ExperimentConfig
    corpus_sha256: str
    evaluation: StudyEvaluation


@dataclass(frozen=True)
class _Done:
    """How an experiment ended."""

    digest: str
    seconds: float
    failure: str | None


def run_study(
    folder: str | Path,
    output: str | Path | None = None,
    *,
    force: bool = False,
    jobs: int = 1,
    stage: Stage = silent,
) -> StudyOutcome:
    """Run every experiment of a study that has no result yet, and write one page for all of them.

    Args:
        folder: holds `study.yaml`.
        output: folder of the study, by default `runs/NAME`; experiments that finish are kept there whatever happens.
        force: replace a study of other settings or data.
        jobs: experiments at a time; the result does not depend on it.
        stage: called as the study goes on.

    Raises:
        InputError: a wrong study, wrong data, or a folder that holds something else.
        MediaframeError: every experiment failed.
    """
    study = load_study(folder)
    target = Path("runs") / study.name if output is None else Path(output)
    clock = Clock(stage)
    with clock.stage("reading"):
        data = _read_data(study.experiments)
        evaluation = study.config.evaluation
        tasks = [_task(experiment.config, evaluation, data) for experiment in study.experiments]
        place = ResultFolder(target, _provenance(study, tasks, data), force=force)
        place.mark()
        (target / RESULTS).mkdir(exist_ok=True)
    with clock.stage("experiments"):
        done = _run_missing(tasks, target / RESULTS, jobs, stage)
    failed = {end.digest: end.failure for end in done if end.failure is not None}
    failures = tuple(
        f"{experiment}: {failed[task.digest]}"
        for experiment, task in zip(study.experiments, tasks, strict=True)
        if task.digest in failed
    )
    if len(set(failed)) == len({task.digest for task in tasks}):
        msg = "\n".join(["every experiment failed", *failures])
        raise MediaframeError(msg)
    seconds = {end.digest: end.seconds for end in done if end.failure is None}
    filled = place.fill(clock, jobs=jobs, experiments=seconds)
    with clock.stage("reporting"), filled as partial:
        results = _keep_results(tasks, target / RESULTS, partial / RESULTS)
        scores = _scores_of_study(study, tasks, results, data, failures)
        write_json(partial / STUDY, scores)
        write_study_page(partial, scores)
    return StudyOutcome(target, scores, failures)


_Data = dict[str, tuple[Codebook, Corpus]]
"""Codebook and corpus by the path of the corpus."""


def _read_data(experiments: Sequence[Experiment]) -> _Data:
    """Read every corpus once."""
    data: _Data = {}
    for experiment in experiments:
        path = experiment.config.corpus.path
        if path not in data:
            data[path] = _read_pair(experiment.config)
            _read[path, experiment.config.codebook, data[path][1].sha256] = data[path]
    return data


def _read_pair(config: ExperimentConfig) -> tuple[Codebook, Corpus]:
    codebook = load_codebook(config.codebook)
    return codebook, read_corpus(config.corpus.path, codebook)


def _task(config: ExperimentConfig, evaluation: StudyEvaluation, data: _Data) -> _Task:
    """Return an experiment under a name that says all that its result depends on."""
    codebook, corpus = data[config.corpus.path]
    # Neither the name of a config nor how many resamples a report draws moves what is measured here.
    unused = {"name": "", "evaluation": EvaluationConfig(), "report": ReportConfig()}
    bare, recipe = config.model_copy(update=unused), make_recipe(config, codebook, corpus)
    depends_on = {
        "settings": settings_digest(bare, recipe, codebook, corpus),
        "evaluation": evaluation.model_dump() if evaluation.nested else None,
        "code": _code_digest(),
        **_surroundings(recipe.head, recipe.features),
    }
    digest = sha256(json.dumps(depends_on, sort_keys=True).encode()).hexdigest()
    return _Task(digest, depends_on["settings"], config, corpus.sha256, evaluation)


_surroundings = cache(surroundings)  # packages and processor: the same for one head and features


@cache
def _code_digest() -> str:
    """Return the sha256 of this package: results of other code are not results of this one."""
    digest = sha256()
    package = Path(__file__).parent
    for file in sorted((*package.rglob("*.py"), *package.rglob("*.yaml"))):
        digest.update(file.relative_to(package).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def _provenance(study: Study, tasks: Sequence[_Task], data: _Data) -> dict[str, Any]:
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
        "codebook": {"name": codebook.name, "version": codebook.version},
    }


def _run_missing(tasks: Sequence[_Task], folder: Path, jobs: int, stage: Stage) -> list[_Done]:
    """Run the experiments that have no result yet; what fails is told, and the others go on."""
    unique = {task.digest: task for task in tasks}
    missing = [task for task in unique.values() if _result_in(folder, task.digest) is None]
    finished = len(unique) - len(missing)
    stage("experiments", finished, len(unique))
    done: list[_Done] = []
    # One thread each: sums over threads differ in their last digits, and workers would stand in each other's way.
    with parallel_config("loky", n_jobs=jobs, inner_max_num_threads=1), threadpool_limits(1):
        for ends in Parallel(return_as="generator_unordered", batch_size=1)(
            delayed(_run_batch)(batch, folder, os.getpid()) for batch in _batches(missing, jobs)
        ):
            done += ends
            stage("experiments", finished + len(done), len(unique))
    return sorted(done, key=lambda end: end.digest)


def _result_in(folder: Path, digest: str) -> Result | None:
    """Return the result of an experiment, if a whole one is there."""
    try:
        result = json.loads((folder / f"{digest}.json").read_bytes())
    except (OSError, ValueError):
        return None
    return result if isinstance(result, dict) and result.get("experiment") == digest else None


def _batches(tasks: Sequence[_Task], jobs: int) -> Iterator[list[_Task]]:
    """Yield experiments that weigh the same text in the same folds together: a worker does that once for them."""
    most = max(1, -(-len(tasks) // (jobs * BATCHES_PER_WORKER)))

    def alike(task: _Task) -> tuple[str, ...]:
        config = task.config
        blocks = (config.features.words, config.features.characters)
        return (
            task.corpus_sha256,
            config.split.model_dump_json(),
            f"{config.seed} {config.training.folds}",
            *(block.model_dump_json() if block else "" for block in blocks),
        )

    for _, group in groupby(sorted(tasks, key=alike), key=alike):
        members = list(group)
        for start in range(0, len(members), most):
            yield members[start : start + most]


class Memory:
    """Keeps what experiments share, and lets go of what was not asked for longest once it holds too much."""

    def __init__(self, limit: int) -> None:
        """Hold up to `limit` bytes of matrices."""
        self.limit = limit
        self.held = 0
        self._kept: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()

    def __call__(self, key: Hashable, compute: Callable[[], Value], /) -> Value:
        """Return what is kept under `key`, or compute and keep it."""
        if key in self._kept:
            self._kept.move_to_end(key)
        else:
            value = compute()
            self._kept[key] = value, _bytes_of(value)
            self.held += self._kept[key][1]
        kept: Value = self._kept[key][0]
        while self.held > self.limit:
            self.held -= self._kept.popitem(last=False)[1][1]
        return kept


def _bytes_of(value: object) -> int:
    """Return about how much memory matrices take."""
    if isinstance(value, csr_array):
        return int(value.data.nbytes + value.indices.nbytes + value.indptr.nbytes)
    if isinstance(value, tuple):
        return sum(map(_bytes_of, value))
    if isinstance(value, list):
        return 64 * len(value)  # terms
    return value.nbytes if isinstance(value, np.ndarray) else 0


# Of this process, for the experiments that it runs one after the other; keys tell contents by digest.
_memory = Memory(SHARED_BYTES)
_read: dict[tuple[str, str, str], tuple[Codebook, Corpus]] = {}


def _run_batch(tasks: Sequence[_Task], folder: Path, parent: int) -> list[_Done]:
    if os.getpid() != parent:
        _end_with(parent)
    return [_run_task(task, folder) for task in tasks]


@cache  # once in each worker
def _end_with(parent: int) -> None:
    """End this worker soon after the process that started it, however that ended."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        os._exit(1)

    Thread(target=watch, daemon=True).start()


def _run_task(task: _Task, folder: Path) -> _Done:
    """Run one experiment and write its result aside, then in place."""
    begun = time.perf_counter()
    failure = None
    try:
        result = _measure(task)
        with new_file(folder / f"{task.digest}.json") as partial:
            write_json(partial, result)
    except MediaframeError as error:
        failure = str(error)
    except OSError:
        raise  # a full disk ends the study, not one experiment
    except Exception as error:  # noqa: BLE001 - whatever it is, the other experiments go on
        failure = f"{type(error).__name__}: {error}"
    return _Done(task.digest, round(time.perf_counter() - begun, 3), failure)


def _data_of(task: _Task) -> tuple[Codebook, Corpus]:
    """Return codebook and corpus, read once in each process."""
    corpus_path, codebook_path = task.config.corpus.path, task.config.codebook
    key = corpus_path, codebook_path, task.corpus_sha256
    if key not in _read:
        codebook, corpus = _read_pair(task.config)
        if corpus.sha256 != task.corpus_sha256:
            msg = f"{corpus_path}: changed while the study ran; start it again"
            raise InputError(msg)
        _read[key] = codebook, corpus
    return _read[key]


def _measure(task: _Task) -> Scores:
    """Train and test one experiment; the same figures as `run_experiment`, without model, report and evidence."""
    config, evaluation = task.config, task.evaluation
    codebook, corpus = _data_of(task)
    check_rules(config, codebook)
    sides: list[Sides | None] = [None]
    if evaluation.nested:
        sides = [*split_into_folds(corpus, config.split, evaluation.folds, config.seed)]
    plans = [plan_sides(config, codebook, corpus, each) for each in sides]
    about = task.corpus_sha256, codebook.model_dump_json()

    def share(key: Hashable, compute: Callable[[], Value], /) -> Value:
        return _memory((*about, key), compute)

    # Counts of test stand in the same matrix, but a fit and its weights see the rows of train alone.
    recipe = plans[0].recipe
    text = None
    if not isinstance(recipe.head, TransformerHead):  # which reads sentences by itself
        text = CountedText(recipe.features, recipe.reader, corpus.sentences, recipe.further, share)
    tested = [_test(plan, text) for plan in plans]
    return {"experiment": task.digest, **_figures(corpus, plans, tested)}


@dataclass(frozen=True)
class _Tested:
    """A trained model on the sentences of test."""

    trained: Trained
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
        scores = expit(features[test_rows] @ classifier.coef.T + classifier.intercept)
    return _Tested(trained, scores, classifier.decide(scores))


def _figures(corpus: Corpus, plans: Sequence[Plan], tested: Sequence[_Tested]) -> Scores:
    """Return figures and counts of one experiment; those of outer folds are pooled."""
    test = corpus.take(np.concatenate([plan.sides[1] for plan in plans]))
    decisions = np.concatenate([each.decisions for each in tested])
    system = System(MODEL, decisions, np.concatenate([each.scores for each in tested]))
    once = Resamples.draw(test.articles, 0, 0.95, np.random.default_rng(0))  # intervals come later
    best = [np.max([scores for _, scores in each.trained.tuning], axis=0) for each in tested]
    validation = np.mean(best, axis=0)
    thresholds = np.array([each.trained.classifier.thresholds for each in tested])
    return {
        "train": [part_facts(plan.train) for plan in plans],
        "test": part_facts(test),
        "chosen": {
            label: sorted({describe(each.trained.chosen[column]) for each in tested})
            for column, label in enumerate(corpus.labels)
        },
        "thresholds": dict(zip(corpus.labels, thresholds.T.round(6).tolist(), strict=True)),
        "validation": {
            "labels": dict(zip(corpus.labels, validation.round(6).tolist(), strict=True)),
            "macro": round(float(validation.mean()), 6),
        },
        "figures": _values(to_json(measure(test.targets, system, once), corpus.labels, once)),
        "articles": count_by_article(test.targets, decisions, test.articles),
    }


def _values(figures: Any) -> Any:  # noqa: ANN401 - any JSON
    """Return figures without the intervals that nothing was drawn for."""
    if not isinstance(figures, dict):
        return figures
    if "value" in figures:
        return figures["value"]
    return {name: _values(item) for name, item in figures.items()}


def _keep_results(tasks: Sequence[_Task], found: Path, kept: Path) -> dict[str, Result]:
    """Copy the results that belong to the study, and return them."""
    kept.mkdir()
    results = {}
    for digest in sorted({task.digest for task in tasks}):
        result = _result_in(found, digest)
        if result is not None:
            write_json(kept / f"{digest}.json", result)
            results[digest] = result
    return results


def _scores_of_study(
    study: Study,
    tasks: Sequence[_Task],
    results: dict[str, Result],
    data: _Data,
    failures: Sequence[str],
) -> Scores:
    """Return every figure of the study, as the page shows it."""
    settings: dict[tuple[str, str], dict[str, dict[int, Result]]] = {}
    for experiment, task in zip(study.experiments, tasks, strict=True):
        if task.digest in results:
            rows = settings.setdefault((experiment.corpus, experiment.split), {})
            rows.setdefault(experiment.variation, {})[task.config.seed] = results[task.digest]
    codebook, corpus = next(iter(data.values()))
    evaluation, nested = study.base.evaluation, study.config.evaluation
    with threadpool_limits(1):  # sums over threads differ in their last digits
        answers = [
            {
                "corpus": corpus_name,
                "split": split,
                **compare_variations(
                    rows, study.reference, corpus.labels, evaluation, study.base.seed
                ),
            }
            for (corpus_name, split), rows in settings.items()
        ]
    return {
        "name": study.name,
        "question": study.config.question,
        "labels": list(corpus.labels),
        "codebook": {"name": codebook.name, "version": codebook.version},
        "reference": study.reference,
        "variations": study.settings,
        "seeds": sorted({task.config.seed for task in tasks}),
        "corpora": {
            experiment.corpus: corpus_facts(data[experiment.config.corpus.path][1])
            for experiment in study.experiments
        },
        "resamples": evaluation.resamples,
        "confidence": evaluation.confidence,
        "outer_folds": nested.folds if nested.nested else None,
        "experiments": {"all": len(study.experiments), "failed": len(failures)},
        "answers": answers,
        "failures": list(failures),
    }
