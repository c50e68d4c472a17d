"""A file of the user's own: which of its columns is what, and which labels it holds."""

import re
from collections.abc import Sequence
from pathlib import Path

from mediaframe.data.columns import DATE, DateOrder, readings_of
from mediaframe.data.formats import TABLES, guess_format, read_table
from mediaframe.data.formats.fields import LABELS
from mediaframe.data.formats.shapes import is_yes_or_no, label_named, read_labels
from mediaframe.errors import InputError, near
from mediaframe.files.columns import (
    ARTICLE,
    AS_NAMED,
    SENTENCE,
    Columns,
    name_columns,
    plain_name,
    probable,
)
from mediaframe.files.faults import refuse
from mediaframe.files.rows import PlacedRow, columns_of
from mediaframe.files.schema import SNAKE_NAME

TEXT = "text"
NAMED = (TEXT, LABELS, ARTICLE, SENTENCE, "outlet", DATE, "topic")
"""Columns that mean something here, in the order in which they are looked for."""

MOST_LABELS = 40
_LONGEST_NAME = 60
_LONG = 30  # characters that sentences have on average, and names of things have not


def read_own(path: Path, columns: Columns = AS_NAMED) -> list[PlacedRow]:
    """Return the rows of a table, with columns called as the file calls them but for those in `columns`.

    Raises:
        InputError: unreadable, or not a table.
    """
    if not path.exists():
        there = near(path.name, (file.name for file in path.parent.glob("*")))
        hint = f"did you mean {there!r}?" if there else "check the path"
        msg = f"{path}: no such file; {hint}"
        raise InputError(msg)
    file_format = guess_format(path, {LABELS: LABELS})  # in JSON Lines `label` may be the user's
    if file_format not in TABLES:
        msg = f"{path}: {file_format}, not a table of sentences; write one first: mediaframe data convert {path} corpus.jsonl"
        raise InputError(msg)
    return read_table(path, file_format, columns)


def guess_columns(placed: Sequence[PlacedRow], given: Columns) -> dict[str, str | None]:
    """Return the file's own names of the columns that mean something here, as far as names and cells tell.

    Args:
        placed: the rows, with columns as the file calls them.
        given: what the user says.
    """
    columns, present = dict(given), columns_of(row for _, row in placed)
    for name in NAMED:
        if name in present or name in columns:
            continue
        free = [column for column in present if column not in {*columns.values(), *NAMED}]
        found = probable(name, free) or _by_cells(name, placed, free)
        if found:  # a number that begins anew in each article is no id
            is_id = name != SENTENCE or _tells_rows_apart(placed, found)
            columns[name] = found if is_id else None
    return columns


def unknown_columns(placed: Sequence[PlacedRow], columns: Columns) -> list[str]:
    """Return what only the user can say: which column holds the text, the labels, the article."""
    known = {*columns_of(row for _, row in placed), *columns}
    if one_hot(placed, columns):
        known.add(LABELS)
    return [name for name in (TEXT, LABELS, ARTICLE) if name not in known]


def one_hot(placed: Sequence[PlacedRow], columns: Columns) -> list[str]:
    """Return the columns that say yes or no in every row and mean nothing else here: each may be a label.

    There are none where a column holds the labels.
    """
    present = columns_of(row for _, row in placed)
    if LABELS in columns or LABELS in present:
        return []
    return [
        column
        for column in present
        if column not in {*columns.values(), *NAMED}
        and len({str(row.get(column)) for _, row in placed}) > 1
        and all(is_yes_or_no(row.get(column)) for _, row in placed)
    ]


def _by_cells(name: str, placed: Sequence[PlacedRow], free: Sequence[str]) -> str | None:
    """Return the one column whose cells can be sentences, or labels; None where there are several or none."""
    could_be = {TEXT: _are_sentences, LABELS: _are_names}.get(name)
    fitting = [column for column in free if could_be and could_be(_cells(placed, column))]
    return fitting[0] if len(fitting) == 1 else None


def _cells(placed: Sequence[PlacedRow], column: str) -> list[str]:
    return [str(row[column]) for _, row in placed if row.get(column) not in (None, "")]


def _mean_length(cells: Sequence[str]) -> float:
    return sum(map(len, cells)) / max(1, len(cells))


def _are_sentences(cells: Sequence[str]) -> bool:
    return _mean_length(cells) >= _LONG and any(" " in cell for cell in cells)


def _are_names(cells: Sequence[str]) -> bool:
    """Whether cells can be labels: short words, few different ones, each in many rows."""
    is_few = 1 < len(set(cells)) <= min(MOST_LABELS, len(cells) // 3)
    return is_few and _mean_length(cells) < _LONG and not any(re.search(r"\d", c) for c in cells)


def _tells_rows_apart(placed: Sequence[PlacedRow], column: str) -> bool:
    cells = _cells(placed, column)
    return len(set(cells)) == len(cells) == len(placed)


def unclear_dates(placed: Sequence[PlacedRow], columns: Columns) -> dict[DateOrder, str]:
    """Return how the first day would read by each order of day and month, where no day of the file tells which is right."""
    days = _cells(placed, columns.get(DATE) or DATE)
    readings = readings_of(days) if days else {}
    if len(readings) < 2:  # noqa: PLR2004 - ways to read
        return {}
    return {order: read[days[0]] for order, read in readings.items() if order}


def find_label_names(placed: Sequence[PlacedRow], columns: Columns) -> dict[str, str]:
    """Return the labels that the rows carry, as a codebook can name them, each with how the file writes it; by name.

    Args:
        placed: the rows, with columns as the file calls them.
        columns: the user's own names.

    Raises:
        InputError: no labels at all, or cells that hold none, names that no codebook can have or too many different ones.
    """
    if answers := one_hot(placed, columns):
        return {label_named(column): column for column in answers}
    written: dict[str, str] = {}
    faults = []
    named = name_columns(placed, columns)
    for place, row in named:
        try:
            for name in read_labels(row.get(LABELS) or [], place, LABELS, ()):
                plain = plain_name(name)
                if not re.fullmatch(SNAKE_NAME, plain) or len(plain) > _LONGEST_NAME:
                    faults.append(
                        f"{place}: {LABELS}: {name!r} cannot be the name of a label: it begins with a Latin letter and has at most {_LONGEST_NAME}; write it otherwise in the file"
                    )
                written.setdefault(plain, name)
        except InputError as error:
            faults.append(str(error))
    _check_few(named, written)
    refuse(faults)
    _check_single(named, written)
    return dict(sorted(written.items()))


def check_sentences(placed: Sequence[PlacedRow], columns: Columns) -> None:
    """Refuse a column of text in which most cells hold no word.

    Raises:
        InputError: names it.
    """
    column = columns.get(TEXT) or TEXT
    cells = _cells(placed, column)
    wordless = [cell for cell in cells if not re.search(r"[^\W\d_]", cell)]
    if 2 * len(wordless) > len(cells):
        source = placed[0][0].source.partition(": row ")[0]
        msg = f"{source}: {TEXT}: {len(wordless)} of {len(placed)} cells of {column!r} hold no word (first {wordless[0]!r}); --column {TEXT}=COLUMN names the column of the sentences"
        raise InputError(msg)


def _check_few(named: Sequence[PlacedRow], written: dict[str, str]) -> None:
    source = named[0][0].source.partition(": row ")[0]
    if not any(row.get(LABELS) for _, row in named):
        msg = f"{source}: labels: no sentence has one; an experiment learns from labelled sentences: code some (--column labels=COLUMN says where they stand), or label these with a model that ships: mediaframe predict news-en {source}"
        raise InputError(msg)
    if len(written) > MOST_LABELS:
        some = ", ".join(map(repr, list(written.values())[:3]))
        msg = f"{source}: labels: {len(written)} different ones ({some}, …), more than {MOST_LABELS}; is it the right column? --column labels=COLUMN names another"
        raise InputError(msg)


def _check_single(named: Sequence[PlacedRow], written: dict[str, str]) -> None:
    """Refuse what is several labels joined by a sign that does not part them, as in `war; economy`."""
    faults = []
    for place, row in named:
        for name in read_labels(row.get(LABELS) or [], place, LABELS, ()):
            others = [plain for plain in written if plain != plain_name(name)]
            try:
                read_labels([name], place, LABELS, others)
            except InputError as error:
                faults.append(str(error))
    refuse(faults)
