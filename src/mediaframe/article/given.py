"""Texts as scripts hold them: lists, columns of tables, arrays; checked at the door, with what to do instead."""

from collections.abc import Iterable, Sequence
from typing import Any, NoReturn

from mediaframe.article.sentences import Sentence, lone_sentences, place_in_articles
from mediaframe.files.text import shorten

LONGEST_SHOWN = 60  # characters of a value that a message quotes


def sentences_of(texts: Iterable[str], articles: Iterable[Any] | None) -> Sequence[Sentence]:
    """Return texts as sentences of the articles named; without articles each stands alone.

    Args:
        texts: a list, a pandas Series, a column of a dataset, an array of one dimension.
        articles: the article's id for each; a sentence whose id is missing stands alone.

    Raises:
        ValueError: one text, a table, an array of more dimensions, something that is no text, or another number of articles.
    """
    given = texts_of(texts)
    if articles is None:
        return lone_sentences(given)
    ids = _column(articles, "articles")
    if len(ids) != len(given):
        _refuse(f"{len(given)} sentences, but {len(ids)} articles; give one for each sentence")
    named = [f"row {n}" if _is_missing(id_) else f"id {id_}" for n, id_ in enumerate(ids)]
    return place_in_articles(given, named, [str(number) for number in range(len(given))])


def texts_of(given: Iterable[str]) -> list[str]:
    """Return texts as a list.

    Raises:
        ValueError: one text, a table, an array of more dimensions, or something that is no text.
    """
    texts = _column(given, "sentences")
    for number, text in enumerate(texts, start=1):
        if not isinstance(text, str):
            shown = shorten(repr(text), LONGEST_SHOWN)
            remedy = "fill or drop it first" if _is_missing(text) else "give texts"
            _refuse(f"sentences: number {number} of {len(texts)} is {shown}, no text; {remedy}")
    return texts


def _column(given: Iterable[Any], name: str) -> list[Any]:
    """Return what a script calls a column as a list."""
    if isinstance(given, str | bytes):
        _refuse(f"{name} is one text; give a list of texts, or use label_article")
    columns = given.keys() if isinstance(given, dict) else None
    for attribute in ("columns", "column_names"):  # Arrow's columns are no names
        columns = getattr(given, attribute, columns)
    if columns is not None:
        names = [str(column) for column in columns]
        shown = shorten(", ".join(names), LONGEST_SHOWN)
        _refuse(
            f"{name} is a table (columns {shown}); name a column, such as frame[{next(iter(names), 'text')!r}], "
            "or use predict_frame(frame), which keeps its index and columns"
        )
    if getattr(given, "ndim", 1) != 1:
        shape = getattr(given, "shape", ())
        _refuse(f"{name} is an array of shape {shape}; give one dimension, a text for each row")
    if not isinstance(given, Iterable):
        _refuse(f"{name} is {shorten(repr(given), LONGEST_SHOWN)}; give a list of texts")
    return list(given)


def _is_missing(value: object) -> bool:
    """Whether a value is None, NaN or another mark of what is not there (which differ from themselves, or cannot tell)."""
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return True
    return isinstance(value, float) and value != value  # noqa: PLR0124 - NaN


def _refuse(message: str) -> NoReturn:
    raise ValueError(message)
