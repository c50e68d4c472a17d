"""A measurement, done again: its plan checked, its sample drawn again, its shares computed again."""

from pathlib import Path

from mediaframe.errors import InputError
from mediaframe.measurement.estimating import compute_estimates
from mediaframe.measurement.record import ESTIMATES, PLAN, SAMPLE, read_plan
from mediaframe.measurement.reporting import read_estimates
from mediaframe.reproduction.diff import MOST_SHOWN, diff_values
from mediaframe.reproduction.verdict import CLOSE, DIFFERENT, REPRODUCED, TOLERANCE, Verdict

EXACT = 1e-9  # sums of numbers come out alike to this, whatever adds them


def is_measurement(folder: Path) -> bool:
    """Whether a folder is what `mediaframe measure` wrote, its sample drawn."""
    return all((folder / name).is_file() for name in (PLAN, SAMPLE))


def verify_measurement(folder: Path) -> Verdict:
    """Check the plan's digest and what it rests on, draw the sample again, and compute the shares from the labels again.

    Raises:
        InputError: nothing is estimated yet, or the news are not where they were.
    """
    try:
        news = folder / read_plan(folder).plan.news
    except InputError as error:
        return Verdict(DIFFERENT, cause=str(error))
    if not news.exists():
        msg = f"{folder}: the scored news are not at {news}; put them there"
        raise InputError(msg)
    if not (folder / ESTIMATES).is_file():
        msg = (
            f"{folder}: no {ESTIMATES} there; estimate first: mediaframe measure estimate {folder}"
        )
        raise InputError(msg)
    try:
        recorded = read_estimates(folder)
        fresh = compute_estimates(
            folder, folder / recorded.coding, missing_at_random=recorded.missing_sentences > 0
        )
    except InputError as error:
        return Verdict(DIFFERENT, cause=str(error))
    then, now = recorded.to_json(), fresh.to_json()
    moved = list(diff_values(then, now, EXACT))
    if not moved:
        return Verdict(REPRODUCED)
    beyond = list(diff_values(then, now, TOLERANCE))
    if not beyond:
        return Verdict(CLOSE, tuple(moved[:MOST_SHOWN]), "figures within the digits printed")
    is_coding = recorded.coding_sha256 != fresh.coding_sha256
    cause = f"{recorded.coding} was edited" if is_coding else f"{ESTIMATES} was edited"
    return Verdict(DIFFERENT, tuple(beyond[:MOST_SHOWN]), cause)
