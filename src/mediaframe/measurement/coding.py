"""Labels of a drawn sample, read back from the file that coders filled in; what is no random sample is refused."""

from collections.abc import Sequence
from pathlib import Path

from mediaframe.codebook import Codebook
from mediaframe.errors import InputError, Place
from mediaframe.files.cells import label_values, text_value
from mediaframe.files.columns import check_columns
from mediaframe.files.rows import PlacedRow, Row, read_rows
from mediaframe.measurement.record import SHORT, StampedPlan
from mediaframe.measurement.sampling import UNCODED

Coding = dict[str, tuple[str, ...]]  # sentence id -> labels


def read_coding(
    path: Path,
    sample: Sequence[Row],
    stamped: StampedPlan,
    codebook: Codebook,
    *,
    allow_missing: bool = False,
) -> Coding:
    """Return the labels of the sentences drawn.

    Args:
        path: the coded file.
        sample: rows of the draw.
        stamped: the plan by which was drawn.
        codebook: whose labels they are.
        allow_missing: take sentences without labels as missing at random within their stratum.

    Raises:
        InputError: rows that were not drawn, drawn ones without labels, or labels of another plan.
    """
    placed = read_rows(path)
    check_columns(placed, ["sentence_id", "labels"])
    drawn = {str(row["sentence_id"]) for row in sample}
    coding: Coding = {}
    first: dict[str, Place] = {}
    for place, row in placed:
        name = text_value(row, "sentence_id", place)
        if name in first:
            msg = f"{place}: sentence_id: {name!r} stands already at {first[name]}; settle on one coding"
            raise InputError(msg)
        first[name] = place
        if row["labels"] not in (None, UNCODED):
            labels = label_values(row["labels"], place, "labels")
            codebook.check_coding(labels, place)
            coding[name] = labels
    _check_plan(placed, stamped)
    _check_drawn(first, drawn, path)
    _check_whole(coding, drawn, path, allow_missing=allow_missing)
    return coding


def _check_plan(placed: Sequence[PlacedRow], stamped: StampedPlan) -> None:
    """Refuse labels that do not come from the file that this plan's sample gave."""
    for place, row in placed:
        found = row.get("plan")
        if found is None:
            msg = f"{place}: plan: missing; labels given before the plan was stamped are not a blind coding of its sample: code the file that `mediaframe measure sample` wrote, and keep its columns"
            raise InputError(msg)
        if found != stamped.sha256[:SHORT]:
            msg = f"{place}: plan: is {found!r}, but the plan here is {stamped.sha256[:SHORT]}; name the file that was drawn by this plan"
            raise InputError(msg)


def _check_drawn(first: dict[str, Place], drawn: set[str], path: Path) -> None:
    added = [name for name in first if name not in drawn]
    if added:
        msg = f"{first[added[0]]}: sentence_id: {added[0]!r} was not drawn, and {len(added) - 1} more of {path.name}; take them out: sentences that somebody chose say nothing about a share"
        raise InputError(msg)


def _check_whole(coding: Coding, drawn: set[str], path: Path, *, allow_missing: bool) -> None:
    missing = sorted(drawn - coding.keys())
    if not coding:
        msg = f"{path}: labels: no sentence is coded; write labels parted by `|` in place of {UNCODED}, and leave the cell empty for none"
        raise InputError(msg)
    if missing and not allow_missing:
        msg = f"{path}: labels: {len(missing)} of {len(drawn)} sentences drawn are not coded (first {missing[0]!r}); code them, or say --missing-at-random if what kept them from being coded has nothing to do with their labels"
        raise InputError(msg)
