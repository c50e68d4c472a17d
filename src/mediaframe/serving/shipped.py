"""Where models lie: those that ship, by name, and those of runs."""

from importlib.resources import files
from pathlib import Path

from mediaframe.errors import ModelFileError

SETTINGS = "model.json"
MODELS = Path(str(files("mediaframe"))) / "models"
"""Where the models lie that ship."""


def shipped_models() -> list[str]:
    """Return the names of the models that ship; such a name means them, not a folder beside."""
    return sorted(path.parent.name for path in MODELS.glob(f"*/{SETTINGS}"))


def model_folder(path: str | Path) -> Path:
    """Return the folder named, the model folder in that of a run, or the one of a model that ships.

    Raises:
        ModelFileError: there is none.
    """
    folder = MODELS / path if str(path) in shipped_models() else Path(path)
    if not folder.exists():
        msg = f"{path}: no such model; name the folder of a run, or one that ships: {', '.join(shipped_models())}"
        raise ModelFileError(msg)
    inner = folder / "model"
    return inner if (inner / SETTINGS).is_file() else folder
