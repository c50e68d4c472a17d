"""The experiments of a study: every combination that its file describes, each with a config of its own."""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

from mediaframe.codebook import BUNDLED
from mediaframe.config import CorpusConfig, ExperimentConfig, SplitConfig
from mediaframe.config.file import EXTENDS, load_config, settings_at
from mediaframe.errors import InputError, nearest
from mediaframe.files.schema import check
from mediaframe.files.yaml import Document, KeyPath, read_yaml
from mediaframe.study.settings import MAX_SEED, StudyConfig

STUDY_FILE = "study.yaml"
OWN_SPLIT = "split of the config"  # the name of the split where the study names none
# What all experiments of a study share, and where a study says it.
SHARED = {
    "name": "the variation has one already",
    "seed": "write it under seeds",
    "corpus": "write it under corpora",
    "codebook": "labels are the base's",
    "evaluation": "it is the base's",
    "report": "a study has one page",
}


@dataclass(frozen=True)
class Experiment:
    """One combination: a config, and what it is called on the page."""

    corpus: str
    split: str
    variation: str
    config: ExperimentConfig

    def __str__(self) -> str:
        """Return what tells it from the others."""
        parts = (self.variation, f"seed {self.config.seed}", self.corpus, self.split)
        return ", ".join(part for part in parts if part != OWN_SPLIT)


@dataclass(frozen=True)
class Study:
    """A study with every experiment checked as far as that goes without data."""

    name: str
    config: StudyConfig
    base: ExperimentConfig
    settings: dict[str, dict[str, Any]]  # of each variation, as the file gives them
    reference: str  # the variation that the others are compared with
    curves: dict[str, tuple[str, ...]]  # variations that are one line over the number of articles
    experiments: tuple[Experiment, ...]


def load_study(folder: str | Path) -> Study:
    """Return the study in a folder, with every combination as an experiment.

    Raises:
        InputError: one line for every mistake, as `file:line:column: key: what, and what to do`.
    """
    folder = Path(folder)
    folder = folder.parent if folder.name == STUDY_FILE else folder
    path = folder / STUDY_FILE
    document = read_yaml(path)
    config = check(StudyConfig, document)
    _check_factors(document, config)
    _check_curve(document, config)
    base_path = _file(config.base, document, ("base",), folder)
    base = load_config(base_path)
    layers = dict(_layers(config))
    configs = {
        name: _vary(document, paths, base_path, folder, base) for name, paths in layers.items()
    }
    settings = {name: _given(document, paths) for name, paths in layers.items()}
    own = [name for name, varied in configs.items() if _is_same(varied, base)]
    reference = own[0] if own else base.name
    if not own:
        if reference in configs:
            place = document.place_of(layers[reference][0])
            msg = f"{place}: {reference}: differs from the base, which has this name; name it otherwise"
            raise InputError(msg)
        configs, settings = {reference: base, **configs}, {reference: {}, **settings}
    if config.evaluation.nested:
        _check_nested(document, configs)
    experiments = tuple(_combine(config, base, configs, folder))
    name = folder.resolve().name
    return Study(name, config, base, settings, reference, _curves(config, base), experiments)


def _layers(config: StudyConfig) -> Iterator[tuple[str, list[KeyPath]]]:
    """Yield every variation, and where its settings stand."""
    for name in config.variations or ():
        yield name, [("variations", name)]
    factors = config.factors or {}
    if factors:
        for levels in product(*factors.values()):
            paths = [("factors", *pair) for pair in zip(factors, levels, strict=True)]
            yield ", ".join(levels), [tuple(path) for path in paths]


def _curves(config: StudyConfig, base: ExperimentConfig) -> dict[str, tuple[str, ...]]:
    """Return the variations of each line: those that differ in the factor of the curve alone."""
    if config.factors is None or config.curve is None:
        return {}
    place = list(config.factors).index(config.curve)
    lines: dict[str, list[str]] = {}
    for levels in product(*config.factors.values()):
        line = ", ".join((*levels[:place], *levels[place + 1 :])) or base.name
        lines.setdefault(line, []).append(", ".join(levels))
    return {line: tuple(variations) for line, variations in lines.items()}


def _given(document: Document, paths: list[KeyPath]) -> dict[str, Any]:
    """Return the settings of a variation as the file gives them."""
    given: dict[str, Any] = {}
    for path in paths:
        values: Any = document.values
        for key in path:
            values = values[key]
        given |= values or {}
    return given


def _vary(
    document: Document,
    paths: list[KeyPath],
    base_path: Path,
    folder: Path,
    base: ExperimentConfig,
) -> ExperimentConfig:
    """Return the base, or the file that a variation extends, with its settings laid over it."""
    layers = [settings_at(document, path, folder) for path in paths]
    shared = SHARED | ({"split": "write it under splits"} if document.values.get("splits") else {})
    for path, layer in zip(paths, layers, strict=True):
        for key, reason in shared.items():
            if key in layer.values:
                msg = f"{layer.place_of((key,))}: {key}: is the same in all of a study; {reason}"
                raise InputError(msg)
        if EXTENDS in layer.values:
            base_path = _file(layer.values.pop(EXTENDS), document, (*path, EXTENDS), folder)
    varied = load_config(base_path, settings=layers)
    if varied.codebook != base.codebook:
        msg = f"{document.place_of(paths[0])}: codebook {varied.codebook} is not the base's; compare within one codebook"
        raise InputError(msg)
    return varied.model_copy(update={name: getattr(base, name) for name in SHARED})


def _file(name: Any, document: Document, key: KeyPath, folder: Path) -> Path:  # noqa: ANN401 - YAML holds any value
    """Return the file that a key names."""
    place = document.place_of(key)
    if not isinstance(name, str):
        msg = f"{place}: {key[-1]}: is {name!r}; name one file"
        raise InputError(msg)
    path = Path(os.path.normpath(folder / name))
    if not os.path.isfile(path):  # noqa: PTH113 - a name too long to exist is no error here
        msg = f"{place}: {key[-1]}: no file at {path}; check the path"
        raise InputError(msg)
    return path


def _is_same(first: ExperimentConfig, second: ExperimentConfig) -> bool:
    return first.model_dump() == second.model_dump()


def _check_factors(document: Document, config: StudyConfig) -> None:
    """Refuse factors that set the same: of two levels one would win unseen."""
    said: dict[str, str] = {}
    for factor, levels in (config.factors or {}).items():
        for key in sorted({key for level in levels.values() for key in _keys(level)}):
            if key in said:
                place = document.place_of(("factors", factor))
                msg = f"{place}: factors.{factor}: sets {key}, as {said[key]} does; let one factor set it"
                raise InputError(msg)
            said[key] = factor


def _keys(settings: Mapping[str, Any], inside: str = "") -> Iterator[str]:
    """Yield the settings that a level gives, as dotted keys."""
    for key, value in settings.items():
        if isinstance(value, dict) and value:
            yield from _keys(value, f"{inside}{key}.")
        else:
            yield f"{inside}{key}"


def _check_curve(document: Document, config: StudyConfig) -> None:
    place = f"{document.place_of(('curve',))}: curve"
    if config.curve is None:
        return
    if config.curve not in (config.factors or {}):
        msg = f"{place}: no factor {config.curve!r}; {nearest(config.curve, config.factors or {})}"
        raise InputError(msg)
    levels = (config.factors or {})[config.curve].values()
    if not any("split.train_share" in _keys(level) for level in levels):
        msg = f"{place}: no level of {config.curve} sets split.train_share; write it there, or leave curve out"
        raise InputError(msg)
    if config.evaluation.measure == "brier":
        msg = f"{place}: tells what more articles gain, but the lower brier the better; measure f1, or leave curve out"
        raise InputError(msg)


def _check_nested(document: Document, configs: dict[str, ExperimentConfig]) -> None:
    place = document.place_of(("evaluation", "nested"))
    for name, varied in configs.items():
        if varied.split.kind != "article":
            msg = f"{place}: evaluation.nested: deals articles into folds, but {name} splits by {varied.split.kind}; turn one off"
            raise InputError(msg)


def _combine(
    config: StudyConfig,
    base: ExperimentConfig,
    configs: dict[str, ExperimentConfig],
    folder: Path,
) -> Iterator[Experiment]:
    """Yield every combination of corpus, split, variation and seed."""
    corpora = {name: _corpus(paths, folder) for name, paths in config.corpora.items()}
    corpora = corpora or {base.corpus.name: base.corpus}
    splits: dict[str, SplitConfig | None] = {**config.splits} or {OWN_SPLIT: None}
    for (corpus_name, corpus), (split_name, split), (name, varied), seed in product(
        corpora.items(), splits.items(), configs.items(), _seeds(config, base)
    ):
        changes: dict[str, Any] = {"corpus": corpus, "seed": seed, "split": split or varied.split}
        yield Experiment(corpus_name, split_name, name, varied.model_copy(update=changes))


def _corpus(paths: Sequence[str], folder: Path) -> CorpusConfig:
    first, *further = (
        path if path == BUNDLED else os.path.normpath(folder.absolute() / path) for path in paths
    )
    return CorpusConfig(path=first, further=tuple(further))


def _seeds(config: StudyConfig, base: ExperimentConfig) -> tuple[int, ...]:
    """Return the seeds; a number of them counts from the base's, and round at the largest there is."""
    if isinstance(config.seeds, tuple):
        return config.seeds
    return tuple((base.seed + step) % (MAX_SEED + 1) for step in range(config.seeds or 1))
