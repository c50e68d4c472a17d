"""Many experiments that answer one question: each run once, what they share computed once, resumable.

Every finished experiment leaves `results/HASH.json`. The hash says all that the result depends on (settings, corpus bytes,
codebook, code, packages), so whatever is found under it is the result, and a second start does only what is missing.
`run_info.json` tells which hash is whose: in `study.json` it would make other packages look like other figures.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from threadpoolctl import threadpool_limits

from mediaframe.config.file import input_paths
from mediaframe.errors import InputError, MediaframeError
from mediaframe.evaluation.behaviour.cases import bundled_capabilities
from mediaframe.evaluation.description import codebook_version, describe_corpus
from mediaframe.files.aside import held
from mediaframe.files.provenance import Clock, ResultFolder, Stage, silent
from mediaframe.files.summary import Summarised, Summary
from mediaframe.files.writing import write_json
from mediaframe.results.study.answers import Question, compare_variations
from mediaframe.results.study.headline import study_headline
from mediaframe.results.study.page import write_study_page
from mediaframe.results.study.scores import ExperimentCounts, StudyScores
from mediaframe.results.study.tables import summary_tables
from mediaframe.results.study.trial import TrialScores
from mediaframe.serving.workers import LOCAL, Workers
from mediaframe.study.corpora import StudyCorpora, read_study_corpora
from mediaframe.study.experiments import Study, load_study
from mediaframe.study.outcomes import TrialOutcome, result_in
from mediaframe.study.trials import Trial, make_trial, study_provenance
from mediaframe.study.workers import run_missing

__all__ = ["RESULTS", "STUDY", "StudyOutcome", "run_study"]

STUDY, RESULTS = "study.json", "results"


@dataclass(frozen=True, repr=False)
class StudyOutcome(Summarised):
    """Where a study lies, its figures, and the experiments that failed."""

    folder: Path
    scores: StudyScores
    failures: tuple[str, ...]

    def summary(self) -> Summary:
        """Return the question, its answer, the table that shows it, and where the page lies."""
        table, *_ = summary_tables(self.scores)
        failed = (f"failed: {len(self.failures)} experiments",) if self.failures else ()
        page = f"page: {self.folder / 'study.html'}"
        lines = (study_headline(self.scores), *failed, page)
        return Summary(self.scores.question, lines, (table.header, *table.rows))


def run_study(  # noqa: PLR0913 - the rest are keywords
    folder: str | Path,
    output: str | Path | None = None,
    *,
    force: bool = False,
    jobs: int = 1,
    engine: str = LOCAL,
    scheduler: str | None = None,
    figures: bool = True,
    stage: Stage = silent,
) -> StudyOutcome:
    """Run every experiment of a study that has no result yet, and write one page for all of them.

    Args:
        folder: holds `study.yaml`.
        output: folder of the study, by default `runs/NAME`; experiments that finish are kept there whatever happens.
        force: replace a study of other settings or data.
        jobs: experiments at a time; the result does not depend on it, nor on the engine.
        engine: `local` runs them in processes of this machine, `dask` on a Dask cluster (extra `distributed`). A script that
            calls it with `dask` does so under `if __name__ == "__main__":`, for workers read the script too.
        scheduler: address of the cluster to use, whose workers then say how many run at a time; else `dask` starts `jobs` workers here.
        figures: whether the page has figures.
        stage: called as the study goes on.

    Raises:
        InputError: a wrong study, wrong data, a folder that holds something else or in which another process works, or a
            cluster that cannot be used.
        MediaframeError: every experiment failed, or the cluster is gone.
    """
    workers = Workers(engine, jobs, scheduler)
    study = load_study(folder)
    target = Path("runs") / study.name if output is None else Path(output)
    clock = Clock(stage)
    with clock.stage("reading"):
        data = read_study_corpora(study.experiments)
        evaluation = study.config.evaluation
        trials = [
            make_trial(experiment.config, evaluation, data) for experiment in study.experiments
        ]
        read = {path for each in study.experiments for path in input_paths(each.config)}
        provenance = study_provenance(study, trials, data)
        place = ResultFolder(target, provenance, force=force, inputs=sorted(read))
        place.mark()
    with held(target, "study"):
        (target / RESULTS).mkdir(exist_ok=True)
        with clock.stage("experiments"):
            ended = run_missing(trials, target / RESULTS, workers, stage)
        failures = _failures(study, trials, ended)
        seconds = {end.digest: end.seconds for end in ended if end.failure is None}
        found = {str(e): trial.digest for e, trial in zip(study.experiments, trials, strict=True)}
        filled = place.fill(clock, engine=engine, jobs=jobs, experiments=seconds, results=found)
        with clock.stage("reporting"), filled as partial:
            results = _keep_results(trials, target / RESULTS, partial / RESULTS)
            scores = _scores_of_study(study, trials, results, data, failures)
            write_json(partial / STUDY, scores.to_json())
            write_study_page(partial, scores, figures=figures)
        return StudyOutcome(target, scores, failures)


def _failures(
    study: Study, trials: Sequence[Trial], ended: Sequence[TrialOutcome]
) -> tuple[str, ...]:
    """Return which experiments failed, and why.

    Raises:
        MediaframeError: all of them.
    """
    failed = {end.digest: end.failure for end in ended if end.failure is not None}
    failures = tuple(
        f"{experiment}: {failed[trial.digest]}"
        for experiment, trial in zip(study.experiments, trials, strict=True)
        if trial.digest in failed
    )
    if len(set(failed)) == len({trial.digest for trial in trials}):
        msg = "\n".join(["every experiment failed", *failures])
        error = MediaframeError(msg)
        if all(end.is_wrong_input for end in ended):
            error.exit_code = InputError.exit_code
        raise error
    return failures


def _keep_results(trials: Sequence[Trial], found: Path, kept: Path) -> dict[str, TrialScores]:
    """Copy the results that belong to the study, and return them."""
    kept.mkdir()
    results = {}
    for digest in sorted({trial.digest for trial in trials}):
        result = result_in(found, digest)
        if result is not None:
            write_json(kept / f"{digest}.json", result.to_json())
            results[digest] = result
    return results


def _titles() -> dict[str, str]:
    """Return what each capability of the behavioural suite claims."""
    return {each.name: each.title for each in bundled_capabilities()}


def _scores_of_study(
    study: Study,
    trials: Sequence[Trial],
    results: dict[str, TrialScores],
    data: StudyCorpora,
    failures: Sequence[str],
) -> StudyScores:
    """Return every figure of the study, as the page shows it."""
    settings: dict[tuple[str, str], dict[str, dict[int, TrialScores]]] = {}
    for experiment, trial in zip(study.experiments, trials, strict=True):
        if trial.digest in results:
            rows = settings.setdefault((experiment.corpus, experiment.split), {})
            rows.setdefault(experiment.variation, {})[trial.config.seed] = results[trial.digest]
    codebook, corpus = next(iter(data.values()))
    on = study.config.evaluation
    question = Question(
        corpus.labels,
        study.reference,
        on.measure,
        study.curves,
        study.base.evaluation,
        study.base.seed,
    )
    with threadpool_limits(1):  # sums over threads differ in their last digits
        answers = tuple(
            compare_variations(rows, question, corpus=corpus_name, split=split)
            for (corpus_name, split), rows in settings.items()
        )
    return StudyScores(
        name=study.name,
        question=study.config.question,
        yes_if=study.config.yes_if,
        labels=corpus.labels,
        codebook=codebook_version(codebook),
        reference=study.reference,
        variations=study.settings,
        seeds=tuple(sorted({trial.config.seed for trial in trials})),
        corpora={
            experiment.corpus: describe_corpus(data[experiment.config.corpus][1])
            for experiment in study.experiments
        },
        measure=on.measure,
        titles=_titles() if on.measure == "behaviour" else {},
        resamples=question.evaluation.resamples,
        confidence=question.evaluation.confidence,
        outer_folds=on.folds if on.nested else None,
        experiments=ExperimentCounts(all=len(study.experiments), failed=len(failures)),
        answers=answers,
        failures=tuple(failures),
    )
