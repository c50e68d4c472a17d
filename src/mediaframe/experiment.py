"""The straight line through all of it: corpus, split, training, evaluation, model, report."""

import json
import platform
import socket
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
from numpy.typing import NDArray
from threadpoolctl import threadpool_info

from mediaframe.codebook import Codebook, load_codebook
from mediaframe.config import EvaluationConfig, ExperimentConfig, RulesHead
from mediaframe.configfile import dump_config
from mediaframe.data.corpus import Corpus, Targets, read_corpus
from mediaframe.data.splits import check_trainable, deal_folds, split_by_article
from mediaframe.errors import InputError
from mediaframe.folders import new_folder, write_json
from mediaframe.model.cues import lexicon_terms
from mediaframe.model.features import CueVectorizer, cue_vectorizer, rule_decisions
from mediaframe.model.heads import describe
from mediaframe.model.training import Trained, train
from mediaframe.results.report import interval, number, write_report
from mediaframe.results.scores import MODEL, Scores, evaluate
from mediaframe.results.metrics import System
from mediaframe.serving.artifact import Manifest, TrainingRecord, model_card, save_model
from mediaframe.serving.labeller import Labeller, LabelledSentence, load_model
from mediaframe.serving.predictions import predictions_table

Stage = Callable[[str, int, int], None]  # name of the stage, steps done, steps in all

PROVENANCE, RUN_INFO, CONFIG, SCORES = "provenance.json", "run_info.json", "config.yaml", "scores.json"
PACKAGES = ("jinja2", "matplotlib", "numpy", "pyarrow", "pydantic", "safetensors", "scikit-learn", "scipy", "sentencex")


def silent(_stage: str, _done: int, _of: int) -> None:
    """Show no progress."""


@dataclass(frozen=True)
class Plan:
    """An experiment with its data, checked as far as that goes without training."""

    config: ExperimentConfig
    codebook: Codebook
    corpus: Corpus
    train: Corpus
    test: Corpus
    fold_of: NDArray[np.intp]  # (sentences of train,)
    cues: CueVectorizer | None


@dataclass(frozen=True)
class Outcome:
    """Where a run lies, and its scores."""

    folder: Path
    scores: Scores


def plan_experiment(config: ExperimentConfig) -> Plan:
    """Read the data of an experiment and refuse what cannot work, before any training.

    Raises:
        InputError: a wrong corpus or codebook, an empty side of the split, too few articles or positives.
    """
    codebook = load_codebook(config.codebook)
    if isinstance(config.head, RulesHead) and not codebook.has_rules:
        msg = f"head.kind: rules, but codebook {codebook.name} has labels without `rule`; add rules or choose another head"
        raise InputError(msg)
    corpus = read_corpus(config.corpus.path, codebook)
    train_rows, test_rows = split_by_article(corpus.sentences, config.split.test_share, config.seed)
    train_part, test_part = corpus.take(train_rows), corpus.take(test_rows)
    fold_of = deal_folds(train_part.sentences, config.training.folds, config.seed)
    check_trainable(train_part.targets, fold_of, corpus.labels)
    cues = cue_vectorizer(config.features.cues, lexicon_terms(codebook), codebook.rules)
    return Plan(config, codebook, corpus, train_part, test_part, fold_of, cues)


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
    started = datetime.now(UTC)
    folder = Path("runs") / config.name if output is None else Path(output)
    clock = _Clock(stage)
    with clock.stage("reading"):
        plan = plan_experiment(config)
        provenance = _provenance(plan)
        check_replaceable(folder, provenance, force=force)
    with clock.stage("training"):
        trained = train(
            plan.corpus.labels,
            plan.train.sentences,
            plan.train.targets,
            plan.fold_of,
            (config.features, plan.cues, config.head, config.training),
            jobs=jobs,
            advance=lambda done, of: stage("training", done, of),
        )
    with clock.stage("evaluating"):
        labeller, labelled = _label_test(plan, trained)
        scores = _scores_of_run(plan, trained, labelled)
    with clock.stage("reporting"), new_folder(folder) as partial:
        card = model_card(labeller.manifest, _card_figures(scores))
        save_model(partial / "model", labeller.manifest, trained.classifier, card)
        _write_results(partial, scores, plan.test, labelled, show_text=config.report.show_text)
        text = dump_config(config, folder.absolute())
        (partial / CONFIG).write_text(text, encoding="utf-8")
        write_json(partial / PROVENANCE, provenance)
        write_json(partial / RUN_INFO, _run_info(started, clock))
    return Outcome(folder, scores)


def evaluate_model(
    model: str | Path,
    corpus_path: str | Path,
    output: str | Path,
    *,
    config: EvaluationConfig | None = None,
    seed: int = 0,
    show_text: bool = True,
    force: bool = False,
    stage: Stage = silent,
) -> Outcome:
    """Evaluate a saved model on other labelled data, with the same report.

    Raises:
        InputError: a wrong model or corpus, or a folder that holds something else.
    """
    started, folder, clock = datetime.now(UTC), Path(output), _Clock(stage)
    config = config or EvaluationConfig()
    with clock.stage("reading"):
        labeller = load_model(model)
        manifest = labeller.manifest
        corpus = read_corpus(corpus_path, manifest.codebook)
        provenance = {
            **_environment(),
            "seed": seed,
            "corpus": _corpus_facts(corpus),
            "evaluation": config.model_dump(mode="json"),
            "model_weights_sha256": manifest.weights_sha256,
        }
        check_replaceable(folder, provenance, force=force)
    with clock.stage("evaluating"):
        labelled = labeller.label(corpus.sentences)
        cues = CueVectorizer(manifest.lexicon, manifest.codebook.rules)
        scores = _evaluate(corpus, labelled, cues, config, seed)
        scores |= {
            "experiment": f"{manifest.training.experiment} on {corpus.name}",
            "model_trained_on": manifest.training.model_dump(mode="json"),
            "corpus": _corpus_facts(corpus),
            "codebook": {"name": manifest.codebook.name, "version": manifest.codebook.version},
            "head": next(iter(manifest.heads.values())).kind,
            "features": _features_on(manifest.features.model_dump()),
            "thresholds": manifest.thresholds,
            "misses": _misses(corpus, list(manifest.thresholds.values()), labelled, 5),
        }
    with clock.stage("reporting"), new_folder(folder) as partial:
        _write_results(partial, scores, corpus, labelled, show_text=show_text)
        write_json(partial / PROVENANCE, provenance)
        write_json(partial / RUN_INFO, _run_info(started, clock))
    return Outcome(folder, scores)


def _label_test(plan: Plan, trained: Trained) -> tuple[Labeller, list[LabelledSentence]]:
    """Return the trained model as a user will load it, and what it says of test."""
    thresholds = trained.classifier.thresholds.tolist()
    manifest = Manifest(
        codebook=plan.codebook,
        lexicon=lexicon_terms(plan.codebook),
        features=plan.config.features,
        heads=dict(zip(plan.corpus.labels, trained.chosen, strict=True)),
        thresholds=dict(zip(plan.corpus.labels, thresholds, strict=True)),
        calibration=plan.config.training.calibration,
        training=TrainingRecord(
            experiment=plan.config.name,
            seed=plan.config.seed,
            corpus=plan.corpus.name,
            corpus_sha256=plan.corpus.sha256,
            config_sha256=_config_digest(plan),
            sentences=len(plan.train.sentences),
            articles=plan.train.n_articles,
            positives=_positives(plan.train),
        ),
    )
    labeller = Labeller(manifest, trained.classifier)
    return labeller, labeller.label(plan.test.sentences)


def _scores_of_run(plan: Plan, trained: Trained, labelled: Sequence[LabelledSentence]) -> Scores:
    config, labels = plan.config, plan.corpus.labels
    classifier = trained.classifier
    cues = CueVectorizer(lexicon_terms(plan.codebook), plan.codebook.rules)
    scores = _evaluate(plan.test, labelled, cues, config.evaluation, config.seed)
    chosen = dict(zip(labels, map(describe, trained.chosen), strict=True))
    tuning = [
        {"head": describe(head), "average_precision": dict(zip(labels, precision.round(6).tolist(), strict=True))}
        for head, precision in trained.tuning
    ]
    return scores | {
        "experiment": config.name,
        "corpus": _corpus_facts(plan.corpus),
        "codebook": {"name": plan.codebook.name, "version": plan.codebook.version},
        "head": config.head.kind,
        "features": _features_on(config.features.model_dump()),
        "train": _part_facts(plan.train),
        "chosen": chosen,
        "tuning": tuning,
        "thresholds": dict(zip(labels, classifier.thresholds.round(6).tolist(), strict=True)),
        "misses": _misses(plan.test, classifier.thresholds.tolist(), labelled, config.report.misses),
    }


def _evaluate(
    corpus: Corpus,
    labelled: Sequence[LabelledSentence],
    cues: CueVectorizer,
    config: EvaluationConfig,
    seed: int,
) -> Scores:
    """Return the figures of a model on a corpus, with baselines and coders beside it."""
    probabilities = _probabilities(labelled, corpus.labels)
    systems = [System(MODEL, _decisions(labelled, corpus.labels), probabilities)]
    if "always_yes" in config.baselines:
        systems.append(System("always_yes", np.ones_like(corpus.targets)))
    if "rules" in config.baselines and set(cues.rules) == set(corpus.labels):
        systems.append(System("rules", rule_decisions(cues, corpus.sentences)))
    rng = np.random.default_rng(seed)
    scores = evaluate(
        corpus.labels, corpus.targets, corpus.articles, systems, corpus.coders, config, rng
    )
    return scores | {"test": _part_facts(corpus)}


def _probabilities(labelled: Sequence[LabelledSentence], labels: Sequence[str]) -> NDArray[np.float64]:
    return np.array([[item.scores[label] for label in labels] for item in labelled])


def _decisions(labelled: Sequence[LabelledSentence], labels: Sequence[str]) -> Targets:
    return np.array([[label in item.labels for label in labels] for item in labelled])


def _misses(
    corpus: Corpus, thresholds: Sequence[float], labelled: Sequence[LabelledSentence], most: int
) -> list[dict[str, Any]]:
    """Return, per label, the sentences on which the score lies farthest on the wrong side of its threshold."""
    scores, decisions = _probabilities(labelled, corpus.labels), _decisions(labelled, corpus.labels)
    groups = []
    for column, label in enumerate(corpus.labels):
        wrong = np.flatnonzero(decisions[:, column] != corpus.targets[:, column])
        distance = np.abs(scores[wrong, column] - thresholds[column])
        clearest = wrong[np.argsort(-distance, kind="stable")][:most]
        sentences = [
            {
                "sentence_id": corpus.sentences[row].sentence_id,
                "coded": bool(corpus.targets[row, column]),
                "score": round(float(scores[row, column]), 6),
            }
            for row in clearest
        ]
        groups.append({"label": label, "sentences": sentences})
    return groups


def _write_results(
    folder: Path,
    scores: Scores,
    corpus: Corpus,
    labelled: Sequence[LabelledSentence],
    *,
    show_text: bool,
) -> None:
    """Write scores, predictions, figures and report of an evaluation."""
    write_json(folder / SCORES, scores)
    rows = [
        item.to_row(show_text=show_text)
        | {"coded": [label for label, is_true in zip(corpus.labels, row, strict=True) if is_true]}
        for item, row in zip(labelled, corpus.targets, strict=True)
    ]
    pq.write_table(predictions_table(rows, corpus.labels), folder / "predictions.parquet")
    texts = {sentence.sentence_id: sentence.text for sentence in corpus.sentences}
    misses = [
        {
            **group,
            "sentences": [
                {**miss, "text": texts[miss["sentence_id"]] if show_text else "(text not shown)"}
                for miss in group["sentences"]
            ],
        }
        for group in scores["misses"]
        if group["sentences"]
    ]
    write_report(folder, scores, misses)


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
        cells = number(row["precision"]["value"]), number(row["recall"]["value"]), interval(row["f1"])
        lines.append(f"| `{name}` | {' | '.join(cells)} |")
    return lines


def _positives(corpus: Corpus) -> dict[str, int]:
    return dict(zip(corpus.labels, corpus.targets.sum(axis=0).tolist(), strict=True))


def _part_facts(corpus: Corpus) -> dict[str, Any]:
    return {
        "articles": corpus.n_articles,
        "sentences": len(corpus.sentences),
        "positives": _positives(corpus),
    }


def _corpus_facts(corpus: Corpus) -> dict[str, Any]:
    return {"name": corpus.name, "sha256": corpus.sha256, **_part_facts(corpus)}


def _features_on(features: dict[str, Any]) -> list[str]:
    return [name for name, settings in features.items() if settings is not None]


def _config_digest(plan: Plan) -> str:
    """Return the sha256 of the settings; corpus and codebook count by content, not by where they lie."""
    settings = plan.config.model_dump(mode="json")
    settings["corpus"]["path"] = plan.corpus.sha256
    settings["codebook"] = plan.codebook.model_dump(mode="json")
    return sha256(json.dumps(settings, sort_keys=True).encode()).hexdigest()


def _provenance(plan: Plan) -> dict[str, Any]:
    """Return what a result depends on: data, settings, packages, seed."""
    return {
        **_environment(),
        "seed": plan.config.seed,
        "config_sha256": _config_digest(plan),
        "corpus": _corpus_facts(plan.corpus),
        "codebook": {"name": plan.codebook.name, "version": plan.codebook.version},
    }


def _environment() -> dict[str, Any]:
    """Return what may move the last digit of a figure: packages, Python, and the processor's arithmetic."""
    simd = np.show_config(mode="dicts")["SIMD Extensions"]
    blas = {f"{pool['internal_api']} {pool['version']} {pool.get('architecture')}" for pool in threadpool_info() if pool["user_api"] == "blas"}
    return {
        "mediaframe": version("mediaframe"),
        "environment": {
            "python": platform.python_version(),
            "packages": {name: version(name) for name in PACKAGES},
            "machine": platform.machine(),
            "simd": [*simd["baseline"], *simd.get("found", [])],
            "blas": sorted(blas),
        },
    }


def check_replaceable(folder: Path, provenance: dict[str, Any], *, force: bool) -> None:
    """Refuse to write over something else than a run of the same settings and data.

    Raises:
        InputError: a file, a folder that is no run, or, without `force`, a run of other settings or data.
    """
    if not folder.exists():
        return
    if not folder.is_dir():
        msg = f"{folder}: a file stands there; name another folder with -o"
        raise InputError(msg)
    if not any(folder.iterdir()):
        return
    try:
        found = json.loads((folder / PROVENANCE).read_bytes())
    except (OSError, ValueError) as error:
        msg = f"{folder}: holds something else than a run; name another folder with -o"
        raise InputError(msg) from error
    parts = [key for key in provenance if key not in {"mediaframe", "environment"}]
    changed = [key for key in parts if found.get(key) != provenance[key]]
    if changed and not force:
        msg = f"{folder}: holds a run of another {' and '.join(changed)}; name another folder with -o, or replace it with --force"
        raise InputError(msg)


class _Clock:
    """Tells which stage a run is in, and remembers how long each took."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self.seconds: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        self._stage(name, 0, 1)
        begun = time.perf_counter()
        yield
        self.seconds[name] = round(time.perf_counter() - begun, 3)
        self._stage(name, 1, 1)


def _run_info(started: datetime, clock: _Clock) -> dict[str, Any]:
    """Return what differs from run to run: hours and host."""
    return {
        "started": started.isoformat(timespec="seconds"),
        "seconds": clock.seconds,
        "host": socket.gethostname(),
        "platform": platform.platform(),
        "command": sys.argv,
    }
