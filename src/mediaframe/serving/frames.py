"""Tables in scripts: columns of decisions and scores beside what a table holds already."""

from collections.abc import Hashable, Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mediaframe.errors import nearest

ARTICLE = "article_id"  # the column that says which sentences stand together, where none is named


def decision_column(label: str) -> str:
    """Return the name of the column that says whether a label is given."""
    return f"label.{label}"


def score_column(label: str) -> str:
    """Return the name of the column that holds the probability of a label."""
    return f"score.{label}"


def label_columns(
    labels: Sequence[str], decisions: NDArray[np.int64], scores: NDArray[np.float64]
) -> dict[str, NDArray[Any]]:
    """Return, for each label, `label.LABEL`, 1 where it is given, and `score.LABEL`, its probability, as flat files of `predict` have them."""
    given = {decision_column(label): each for label, each in zip(labels, decisions.T, strict=True)}
    weighed = {score_column(label): each for label, each in zip(labels, scores.T, strict=True)}
    return given | weighed


def article_column(
    columns: Iterable[Hashable], text: Hashable, article: Hashable | None, labels: Sequence[str]
) -> Hashable | None:
    """Return which column of a table holds the articles' ids, None where every text stands alone.

    Raises:
        ValueError: a column named is not there, or those to be added are.
    """
    names = list(columns)
    for keyword, wanted in (("text", text), ("article", article)):
        if wanted is not None and wanted not in names:
            near = nearest(str(wanted), map(str, names))
            msg = f"no column {wanted!r}: {near}; name the column with {keyword}=…"
            raise ValueError(msg)
    added = [*map(decision_column, labels), *map(score_column, labels)]
    if taken := [name for name in added if name in names]:
        msg = f"columns {', '.join(taken)} are there already; rename or drop them first, so that nothing is written over"
        raise ValueError(msg)
    return ARTICLE if article is None and ARTICLE in names else article
