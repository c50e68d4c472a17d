"""What the shell offers when TAB is pressed: models, codebooks, corpora and settings; where none fits, files."""

from pathlib import Path


def models(incomplete: str) -> list[str]:
    """Return the models that ship and the runs in the working folder that hold one."""
    from mediaframe.serving.shipped import SETTINGS, shipped_models

    runs = [path.parents[1].as_posix() for path in Path("runs").glob(f"*/model/{SETTINGS}")]
    return _fitting(incomplete, [*shipped_models(), *sorted(runs)])


def corpora(incomplete: str) -> list[str]:
    """Return the corpus that ships."""
    return _fitting(incomplete, ["bundled"])


def codebooks(incomplete: str) -> list[str]:
    """Return the codebook that ships, and YAML files with a line `labels:` in the folder that is written."""
    folder = Path(incomplete).parent if "/" in incomplete else Path()
    files = sorted(path.as_posix() for path in folder.glob("*.y*ml") if _has_labels(path))
    return _fitting(incomplete, ["bundled", *files])


def settings(incomplete: str) -> list[str]:
    """Return the keys of experiment files, and of a key the values that can be listed."""
    from mediaframe.config.starter import config_keys

    key, equals, _ = incomplete.partition("=")
    keys = config_keys()
    if equals:
        return _fitting(incomplete, [f"{key}={value}" for value in keys.get(key, ())])
    return _fitting(incomplete, [f"{name}=" for name in keys])


def _fitting(incomplete: str, offered: list[str]) -> list[str]:
    return [each for each in offered if each.startswith(incomplete)]


def _has_labels(path: Path) -> bool:
    try:
        with path.open(encoding="utf-8") as lines:
            return any(line.startswith("labels:") for line in lines)
    except (OSError, ValueError):
        return False
