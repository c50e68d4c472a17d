"""From a coded sample to shares: what the plan asks for, written down."""

import os
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from mediaframe.codebook.combinations import Combination
from mediaframe.errors import InputError
from mediaframe.files.folders import new_file
from mediaframe.files.rows import Row, read_rows, write_table
from mediaframe.files.writing import write_json
from mediaframe.measurement.coded_news import join_coding
from mediaframe.measurement.coding import read_coding
from mediaframe.measurement.describing import describe
from mediaframe.measurement.drawing import draw_sample
from mediaframe.measurement.news import ScoredNews
from mediaframe.measurement.plan import MeasurementPlan
from mediaframe.measurement.planning import counted_in, reopen
from mediaframe.measurement.record import CODING, ESTIMATES, SAMPLE, TABLE, read_plan
from mediaframe.measurement.sampling import sample_rows
from mediaframe.results.measurement.scores import Estimates
from mediaframe.results.measurement.tables import share_rows


def estimate(
    folder: str | Path, coded: Path | None = None, *, missing_at_random: bool = False
) -> Estimates:
    """Estimate the shares that the stamped plan in a folder asks for; write them there as JSON and CSV.

    Args:
        folder: of the measurement.
        coded: the coded file; by default `coding.csv` in the folder.
        missing_at_random: take drawn sentences without labels as missing at random within their stratum.

    Raises:
        InputError: no random sample of this plan, or what the plan rests on has changed.
    """
    folder = Path(folder)
    coded = coded or folder / CODING
    estimates = compute_estimates(folder, coded, missing_at_random=missing_at_random)
    write_table(share_rows(estimates), folder / TABLE)
    with new_file(folder / ESTIMATES) as partial:
        write_json(partial, estimates.to_json())
    return estimates


def compute_estimates(folder: Path, coded: Path, *, missing_at_random: bool = False) -> Estimates:
    """Return the estimates of a coded file; nothing is written.

    Raises:
        InputError: as above; the record of the draw is not the draw of this plan.
    """
    stamped = read_plan(folder)
    plan, codebook, news = reopen(folder, stamped)
    counted = tuple(counted_in(plan, codebook))
    sample = check_sample(folder, plan, news, counted)
    coding = read_coding(coded, sample, stamped, codebook, allow_missing=missing_at_random)
    measured = join_coding(plan, news, counted, sample, coding)
    where = Path(os.path.relpath(coded, folder)).as_posix()
    digest = sha256(coded.read_bytes()).hexdigest()
    return describe(measured, stamped, (where, digest), len(sample) - len(coding))


def check_sample(
    folder: Path, plan: MeasurementPlan, news: ScoredNews, counted: Sequence[Combination]
) -> list[Row]:
    """Return the record of the draw, drawn again.

    Raises:
        InputError: there is none, or it is not what the plan draws.
    """
    path = folder / SAMPLE
    if not path.is_file():
        msg = f"{folder}: no {SAMPLE} there; draw it first: mediaframe measure sample {folder}"
        raise InputError(msg)
    again = sample_rows(news, draw_sample(plan, news, counted))
    if [row for _, row in read_rows(path)] != again:
        msg = f"{path}: is not the sample that the plan draws; was it edited? restore it, or draw again in a new folder"
        raise InputError(msg)
    return again
