"""Where the files of a run lie now: its folder may have been moved or copied without them."""

from collections.abc import Sequence
from pathlib import Path

from mediaframe.codebook import BUNDLED
from mediaframe.config import ExperimentConfig
from mediaframe.config.file import PATH_KEYS, load_config
from mediaframe.data.corpus import corpora_digest
from mediaframe.errors import InputError
from mediaframe.evaluation.outcome import CONFIG
from mediaframe.reproduction.causes import recorded_corpus

MOVABLE = tuple(".".join(keys) for keys in PATH_KEYS)


def check_movable(settings: Sequence[str]) -> None:
    """Refuse settings that say more than where a file lies.

    Raises:
        InputError: another setting.
    """
    for setting in settings:
        if setting.partition("=")[0] not in MOVABLE:
            msg = f"-s {setting}: a result is verified with the settings on record; only where files lie now may be said: {', '.join(MOVABLE)}"
            raise InputError(msg)


def locate(folder: Path, settings: Sequence[str] = ()) -> ExperimentConfig:
    """Return the recorded settings of a run, with the paths at which its files lie now.

    A corpus that is neither where the settings say nor where `settings` say is looked for, by its name and digest, in the
    working folder and in the folders around the run.

    Raises:
        InputError: `settings` name another corpus than that of the run, or say more than where files lie.
    """
    check_movable(settings)
    config = load_config(folder / CONFIG)
    digest = recorded_corpus(folder)
    if settings:
        moved = load_config(folder / CONFIG, settings)
        if moved.corpus != config.corpus:
            _check_same(config, moved, digest)
        return moved
    paths = config.corpus.paths
    if BUNDLED in paths or all(Path(path).exists() for path in paths):
        return config
    for around in (Path.cwd(), *folder.parents):
        found = [str(around / Path(path).name) for path in paths]
        if all(Path(path).is_file() for path in found) and corpora_digest(found) == digest:
            corpus = config.corpus.model_copy(
                update={"path": found[0], "further": tuple(found[1:])}
            )
            return config.model_copy(update={"corpus": corpus})
    return config


def _check_same(config: ExperimentConfig, moved: ExperimentConfig, digest: object) -> None:
    """Refuse a corpus of another name or content than the run's, which stand in its results."""
    said = ", ".join(moved.corpus.paths)
    if moved.corpus.name != config.corpus.name:
        msg = f"-s corpus.path: {said} is called {moved.corpus.name}, but the corpus of the run {config.corpus.name}; give the file its old name"
        raise InputError(msg)
    lost = [path for path in moved.corpus.paths if path != BUNDLED and not Path(path).exists()]
    if lost:
        msg = f"-s corpus.path: no file at {lost[0]}; check the path"
        raise InputError(msg)
    if corpora_digest(moved.corpus.paths) != digest:
        msg = f"-s corpus.path: {said} is not the corpus of the run: its sha256 is not {digest}; name the very file"
        raise InputError(msg)
