"""Names of columns: what a file calls a column, what it is called here, and what was probably meant."""

import logging
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any
from unicodedata import combining, normalize

from mediaframe.errors import InputError, Place, near
from mediaframe.files.yaml import parse_yaml

PlacedRow = tuple[Place, dict[str, Any]]

Columns = Mapping[str, str | None]
"""The user's own name of a column by the name it has here; None where the id is to be made: each row is an article, sentences are numbered."""

AS_NAMED: Columns = {}
ARTICLE, SENTENCE = "article_id", "sentence_id"
MADE = {
    ARTICLE: "makes each row an article of its own",
    SENTENCE: "numbers the sentences of each article",
}
"""What becomes of an id for which no column is named."""
_OTHERS = "[^a-z0-9_]"
_log = logging.getLogger(__name__)
_CODER = "coder_"


def plain_name(name: str) -> str:
    """Return a name as labels and columns are written here: small letters without accents, digits and `_`.

    >>> plain_name("Official-Claim"), plain_name(" War & Peace?"), plain_name("Ökonomie")
    ('official_claim', 'war_peace', 'okonomie')
    """
    bare = "".join(sign for sign in normalize("NFKD", name.casefold()) if not combining(sign))
    return re.sub(f"{_OTHERS}+", "_", re.sub(f"^{_OTHERS}+|{_OTHERS}+$", "", bare))


@cache
def _usual_names() -> dict[str, tuple[str, ...]]:
    text = (files("mediaframe.files") / "column_names.yaml").read_text(encoding="utf-8")
    values = parse_yaml(text, "column_names.yaml").values
    return {name: tuple(others) for name, others in values.items()}


def probable(column: str, others: Iterable[str]) -> str | None:
    """Return which of the columns of a file is probably the one wanted, None where none is near.

    >>> probable("article_id", ["text", "Article", "date"])
    'Article'
    >>> probable("text", ["label", "date"]) is None
    True
    """
    plain = {plain_name(other): other for other in reversed(list(others))}
    for usual in (column, *_usual_names().get(column, ())):
        if usual in plain:
            return plain[usual]
    found = near(column, plain.keys() - set(_usual_names()))
    return plain[found] if found else None


def check_names(columns: Columns) -> None:
    """Refuse names that mean nothing here, a column used twice, and None for what cannot be made.

    Raises:
        ValueError: what is wrong, and what to do.
    """
    own = [column for column in columns.values() if column]
    for name, column in columns.items():
        meant = None if name in _usual_names() or name.startswith(_CODER) else probable_name(name)
        if meant:
            msg = f"{name}: means nothing here; did you mean {meant!r}?"
            raise ValueError(msg)
        if not column and name not in MADE:
            msg = f"{name}: names no column; write what the file calls it ({' and '.join(MADE)} alone may be empty: they are made)"
            raise ValueError(msg)
    twice = next((column for column in own if own.count(column) > 1), None)
    if twice:
        names = " and ".join(name for name, column in columns.items() if column == twice)
        msg = f"{names}: are both {twice!r}; name each column once"
        raise ValueError(msg)


def probable_name(column: str) -> str | None:
    """Return our name of what people call a column so, None where nothing is near.

    >>> probable_name("Newspaper"), probable_name("labls"), probable_name("length")
    ('outlet', 'labels', None)
    """
    plain = plain_name(column)
    usual = _usual_names()
    return next((name for name, others in usual.items() if plain in others), near(plain, usual))


def parse_columns(given: Sequence[str]) -> dict[str, str | None]:
    """Return what `--column NAME=COLUMN` says; an id for which nothing stands after `=` is made.

    Raises:
        InputError: not of this form, or a name twice.
    """
    columns: dict[str, str | None] = {}
    for each in given:
        name, sign, column = each.partition("=")
        if not sign or not name or name in columns:
            fault = f"{name} is named twice" if name in columns else "is not NAME=COLUMN"
            msg = f"--column {each}: {fault}; write our name, then what the file calls it, for example --column article_id=article"
            raise InputError(msg)
        columns[name] = column or None
    try:
        check_names(columns)
    except ValueError as error:
        msg = f"--column {error}"
        raise InputError(msg) from error
    return columns


def name_columns(placed: Sequence[PlacedRow], columns: Columns) -> list[PlacedRow]:
    """Return the rows of a file with its columns called as they are here.

    Raises:
        InputError: a column that no row has, or two that would have one name; all such mistakes.
    """
    if not columns or not placed:
        return list(placed)
    check_mapping(placed[0][0], columns, _present(placed))
    return [(place, renamed(row, columns)) for place, row in placed]


def check_mapping(place: Place, columns: Columns, present: Sequence[str]) -> None:
    """Refuse names that do not fit the columns `present` in the file in which a row stands at `place`.

    Raises:
        InputError: one line for each mistake.
    """
    faults = []
    for name, column in columns.items():
        if column and column not in present:
            meant = near(column, present)
            hint = f"did you mean {meant!r}?" if meant else f"there are {', '.join(present)}"
            faults.append(f"{_file(place)}: {name}: no column {column!r} to read it from; {hint}")
        elif column and name in present and name not in columns.values() and name != column:
            faults.append(
                f"{_file(place)}: {name}: is to be read from {column!r}, but there is a column {name} too; rename one of them"
            )
    if faults:
        raise InputError("\n".join(faults))


def renamed(row: Mapping[str, Any], columns: Columns) -> dict[str, Any]:
    """Return one row with its columns called as they are here."""
    names = {column: name for name, column in columns.items() if column}
    dropped = {name for name, column in columns.items() if not column}
    return {names.get(key, key): value for key, value in row.items() if key not in dropped}


def check_columns(
    placed: Sequence[PlacedRow], needed: Iterable[str], *, can_name: bool = False
) -> None:
    """Refuse rows of which none has a column that all need.

    Args:
        placed: the rows.
        needed: the columns.
        can_name: whether the user can say which column of the file is meant.

    Raises:
        InputError: one line for each such column, with the one that was probably meant.
    """
    known = _present(placed)
    faults = [
        no_column(placed[0][0], column, known, can_name=can_name)
        for column in needed
        if column not in known
    ]
    if faults:
        raise InputError("\n".join(faults))


def no_column(place: Place, column: str, others: Iterable[str], *, can_name: bool = False) -> str:
    """Return the message that a file of which a row stands at `place` lacks a column; arguments as in `check_columns`.

    >>> no_column(Place("a.csv", 2), "text", ["id", "txt"])
    "a.csv: text: no such column; did you mean 'txt'? rename it to text"
    """
    names = [name for name in others if name not in _usual_names()]
    meant = probable(column, names)
    if meant:
        hint = f"did you mean {meant!r}? rename it to {column}"
    else:
        hint = f"rename one of {', '.join(names)} to it, or add it" if names else "add it"
    if can_name and names:
        hint += f", or say so: --column {column}={meant or '…'} (in a config: corpus.columns)"
    if can_name and column in MADE:
        hint += f"; --column {column}= (in a config null) {MADE[column]}"
    return f"{_file(place)}: {column}: no such column; {hint}"


def tell_of_lone_rows(place: Place, columns: Columns, present: Sequence[str]) -> None:
    """Say on stderr (to the log) that rows are read one by one, where a column probably tells which belong together."""
    if ARTICLE not in present and ARTICLE not in columns and (found := probable(ARTICLE, present)):
        _log.warning(
            "%s: no article_id, so each row is read by itself; if %r is it, say --column article_id=%s",
            _file(place),
            found,
            found,
        )


def _present(placed: Iterable[PlacedRow]) -> list[str]:
    return list(dict.fromkeys(name for _, row in placed for name in row))


def _file(place: Place) -> str:
    return place.source.partition(": row ")[0]
