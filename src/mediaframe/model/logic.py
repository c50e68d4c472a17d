"""The codebook's logic: a label that implies others is given only where they are, whatever its score; of labels that exclude each other one is given."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Implied = Mapping[str, Sequence[str]]
"""Label -> all labels that it implies, as `Codebook.implied` gives them; one that implies nothing may be left out."""


def needed_labels(labels: Sequence[str], implied: Implied) -> NDArray[np.bool_]:
    """Return (labels, labels): whether the label of a row needs that of a column.

    >>> needed_labels(["claim", "official"], {"official": ["claim"]}).tolist()
    [[False, False], [True, False]]
    """
    return np.array([[other in implied.get(label, ()) for other in labels] for label in labels])


def consistent(decisions: NDArray[np.bool_], needed: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return (sentences, labels): decisions without those that lack a label they need.

    >>> needed = needed_labels(["claim", "official"], {"official": ["claim"]})
    >>> consistent(np.array([[True, True], [False, True]]), needed).tolist()
    [[True, True], [False, False]]
    """
    return np.asarray(decisions & ~(~decisions @ needed.T))


def most_probable(scores: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return (sentences, labels): which label of a sentence has the highest score, the first of equals.

    >>> most_probable(np.array([[0.2, 0.7, 0.7]])).tolist()
    [[False, True, False]]
    """
    return np.asarray(np.arange(scores.shape[1]) == scores.argmax(axis=1)[:, np.newaxis])
