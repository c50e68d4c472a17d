"""The page of a measurement, written beside its estimates."""

from pathlib import Path

from pydantic import ValidationError

from mediaframe.errors import InputError
from mediaframe.files.folders import new_folder
from mediaframe.measurement.record import ESTIMATES, read_plan
from mediaframe.results.measurement.page import REPORT, write_measurement_page
from mediaframe.results.measurement.scores import Estimates


def read_estimates(folder: Path) -> Estimates:
    """Return the estimates in a measurement folder.

    Raises:
        InputError: none there, or damaged.
    """
    path = folder / ESTIMATES
    try:
        return Estimates.model_validate_json(path.read_bytes())
    except OSError as error:
        msg = (
            f"{folder}: no {ESTIMATES} there; estimate first: mediaframe measure estimate {folder}"
        )
        raise InputError(msg) from error
    except ValidationError as error:
        msg = f"{path}: not what `mediaframe measure estimate` writes; estimate again"
        raise InputError(msg) from error


def report(folder: str | Path, *, figures: bool = True) -> Path:
    """Write report.html, report.md and figures to `report/` in a measurement folder; return the page's path.

    Raises:
        InputError: no estimates, or those of another plan.
    """
    folder = Path(folder)
    estimates = read_estimates(folder)
    if estimates.plan_sha256 != read_plan(folder).sha256:
        msg = f"{folder / ESTIMATES}: of another plan than the one here; estimate again"
        raise InputError(msg)
    with new_folder(folder / REPORT) as partial:
        write_measurement_page(partial, estimates, figures=figures)
    return folder / REPORT / f"{REPORT}.html"
