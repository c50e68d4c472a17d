"""Stamping a plan: what it rests on is looked at, hashed and written down before any label is seen."""

import os
from collections.abc import Callable
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from mediaframe.codebook import BUNDLED, Codebook, load_codebook
from mediaframe.codebook.combinations import Combination, parse_combination
from mediaframe.config import CorpusConfig
from mediaframe.config.file import load_config
from mediaframe.data.corpus import read_corpus
from mediaframe.errors import InputError, nearest
from mediaframe.evaluation.outcome import CONFIG
from mediaframe.files.clock import now
from mediaframe.files.folders import new_file
from mediaframe.files.schema import check
from mediaframe.files.text import read_text
from mediaframe.files.writing import write_json
from mediaframe.files.yaml import parse_yaml
from mediaframe.measurement.groups import group_news, odd_dates
from mediaframe.measurement.news import ScoredNews, digest_news, read_news
from mediaframe.measurement.plan import MeasurementPlan
from mediaframe.measurement.record import (
    CODING,
    ESTIMATES,
    PLAN,
    SAMPLE,
    CodebookRecord,
    ModelRecord,
    NewsRecord,
    StampedPlan,
)
from mediaframe.serving.manifest import Manifest, read_manifest
from mediaframe.serving.shipped import model_folder, shipped_models

AGAIN = "stamp a new plan in a new folder and code a new sample"


def load_plan(path: Path) -> MeasurementPlan:
    """Return the plan in a YAML file; paths in it become absolute.

    Raises:
        InputError: one line for every mistake, as `file:line:column: key: what, and what to do`.
    """
    plan = check(MeasurementPlan, parse_yaml(read_text(path), str(path)))
    return _move_paths(plan, lambda said: os.path.normpath(path.parent.absolute() / said))


def _move_paths(plan: MeasurementPlan, move: Callable[[str], str]) -> MeasurementPlan:
    """Return a plan with its paths changed."""
    model = plan.model
    moved = {
        "news": move(plan.news),
        "model": model if model is None or model in shipped_models() else move(model),
        "codebook": plan.codebook if plan.codebook == BUNDLED else move(plan.codebook),
    }
    return plan.model_copy(update=moved)


def counted_in(plan: MeasurementPlan, codebook: Codebook) -> list[Combination]:
    """Return what a plan counts.

    Raises:
        InputError: a label that the codebook does not have.
    """
    try:
        return [parse_combination(text, codebook.label_names) for text in plan.count]
    except InputError as error:
        msg = f"count: {error}"
        raise InputError(msg) from error


def read_planned_news(plan: MeasurementPlan, codebook: Codebook) -> ScoredNews:
    """Return the scored news of a plan, with the columns that it needs."""
    return read_news(Path(plan.news), codebook.label_names, plan.columns)


def stamp_plan(path: str | Path, folder: str | Path) -> StampedPlan:
    """Check a plan against its news, model and codebook, and write it, hashed and dated, to a new measurement folder.

    Raises:
        InputError: a mistake in the plan or the news; labels already in them; articles that the model was trained on; a
            folder in which coding has begun.
    """
    folder = Path(folder)
    plan = load_plan(Path(path))
    _check_unseen(folder)
    codebook = load_codebook(plan.codebook)
    counted_in(plan, codebook)
    news = read_planned_news(plan, codebook)
    _check_groups(plan, news)
    dates = dict(sorted(odd_dates(news).items()))
    stamped = StampedPlan(
        plan=_move_paths(
            plan, lambda path: Path(os.path.relpath(path, folder.absolute())).as_posix()
        ),
        news=NewsRecord(
            sha256=news.sha256,
            sentences=len(news.sentence_ids),
            articles=len(set(news.article_ids)),
            odd_dates=dates,
        ),
        model=None if plan.model is None else _record_model(plan.model, codebook, news),
        codebook=_record_codebook(codebook),
        mediaframe=version("mediaframe"),
    )
    hour = now().isoformat(timespec="seconds")
    stamped = stamped.model_copy(update={"sha256": stamped.digest(), "stamped": hour})
    with new_file(folder / PLAN) as partial:
        write_json(partial, stamped.model_dump(mode="json"))
    return stamped


def _check_groups(plan: MeasurementPlan, news: ScoredNews) -> None:
    """Refuse a difference from a group that is not there."""
    for difference in plan.differences:
        if difference.by and difference.against:
            names = group_news(news, difference.by).names
            if difference.against not in names:
                msg = f"differences: against: {difference.against!r} is no {difference.by} of the news; {nearest(difference.against, names)}"
                raise InputError(msg)


def _check_unseen(folder: Path) -> None:
    """Refuse a folder in which a sample was drawn: its labels may have been seen."""
    for name in (SAMPLE, CODING, ESTIMATES):
        if (folder / name).exists():
            msg = f"{folder / name}: stands there already, and a plan is made before labels are seen; name a new folder with -o"
            raise InputError(msg)


def _record_codebook(codebook: Codebook) -> CodebookRecord:
    return CodebookRecord(
        name=codebook.name,
        version=codebook.version,
        sha256=sha256(codebook.model_dump_json().encode()).hexdigest(),
    )


def _record_model(path: str, codebook: Codebook, news: ScoredNews) -> ModelRecord:
    manifest = read_manifest(model_folder(path))
    if manifest.codebook.label_names != codebook.label_names:
        msg = f"model: {path} gives {', '.join(manifest.labels)}, the codebook has {', '.join(codebook.label_names)}; name the codebook that it was trained by"
        raise InputError(msg)
    return ModelRecord(
        weights_sha256=manifest.weights_sha256,
        trained_on=manifest.training.corpus,
        overlap=_check_training(Path(path), manifest, codebook, news),
    )


def _check_training(path: Path, manifest: Manifest, codebook: Codebook, news: ScoredNews) -> str:
    """Refuse news that hold articles of the corpus a model was trained on; return what could be checked.

    Raises:
        InputError: an article with the id and a sentence of one trained on.
    """
    settings = next((f / CONFIG for f in (path, path.parent) if (f / CONFIG).is_file()), None)
    corpus = (
        load_config(settings).corpus if settings else CorpusConfig(path=manifest.training.corpus)
    )
    if not all(source == BUNDLED or Path(source).exists() for source in corpus.paths):
        return f"not checked: the corpus {manifest.training.corpus} is not where the model's run had it"
    trained = {
        (sentence.article_id, sentence.text)
        for source in corpus.paths
        for sentence in read_corpus(
            source, codebook, columns=corpus.columns, dates=corpus.dates
        ).sentences
    }
    pairs = zip(news.article_ids, news.texts, strict=True)
    shared = {article for article, text in pairs if (article, text) in trained}
    if shared:
        msg = f"model: {path} was trained on {len(shared)} of these articles (first {min(shared)!r}); leave them out of the news, or score them with a model that never saw them"
        raise InputError(msg)
    return f"none of the {len(trained)} sentences trained on"


def planned_codebook(folder: Path, stamped: StampedPlan) -> tuple[MeasurementPlan, Codebook]:
    """Return the plan of a folder, its paths as seen from here, and its codebook, if that is what it was when it was stamped.

    Raises:
        InputError: the codebook has changed, or is not where it was.
    """
    plan = _move_paths(stamped.plan, lambda path: os.path.normpath(folder.absolute() / path))
    codebook = load_codebook(plan.codebook)
    if _record_codebook(codebook) != stamped.codebook:
        msg = f"{plan.codebook}: the codebook has changed since the plan was stamped by {stamped.codebook.name} {stamped.codebook.version}; restore it, or {AGAIN}"
        raise InputError(msg)
    return plan, codebook


def reopen(folder: Path, stamped: StampedPlan) -> tuple[MeasurementPlan, Codebook, ScoredNews]:
    """Return the plan with its codebook and news, if all of them are what they were when it was stamped.

    A model may be gone: its scores are on record.

    Raises:
        InputError: news, codebook or model have changed, or are not where they were.
    """
    plan, codebook = planned_codebook(folder, stamped)
    if plan.model is not None and (plan.model in shipped_models() or Path(plan.model).exists()):
        weights = read_manifest(model_folder(plan.model)).weights_sha256
        if stamped.model is None or weights != stamped.model.weights_sha256:
            msg = f"{plan.model}: the model has changed since the plan was stamped; restore it, or score the news again and {AGAIN}"
            raise InputError(msg)
    if digest_news(Path(plan.news)) != stamped.news.sha256:
        msg = f"{plan.news}: the scored news have changed since the plan was stamped; restore them, or {AGAIN}"
        raise InputError(msg)
    return plan, codebook, read_planned_news(plan, codebook)
