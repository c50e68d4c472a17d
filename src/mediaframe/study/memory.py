"""What experiments share: matrices and corpora, computed once in a process."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any

import numpy as np
from scipy.sparse import csr_array

from mediaframe.model.counted_text import Value


class Memory:
    """Keeps what experiments share, and lets go of what was not asked for longest once it holds too much."""

    def __init__(self, limit: int) -> None:
        """Hold up to `limit` bytes of matrices."""
        self.limit = limit
        self.held = 0
        self._kept: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()

    def __call__(self, key: Hashable, compute: Callable[[], Value], /) -> Value:
        """Return what is kept under `key`, or compute and keep it."""
        if key in self._kept:
            self._kept.move_to_end(key)
        else:
            value = compute()
            self._kept[key] = value, _bytes_of(value)
            self.held += self._kept[key][1]
        kept: Value = self._kept[key][0]
        while self.held > self.limit:
            self.held -= self._kept.popitem(last=False)[1][1]
        return kept


def _bytes_of(value: object) -> int:
    """Return about how much memory matrices take."""
    if isinstance(value, csr_array):
        return int(value.data.nbytes + value.indices.nbytes + value.indptr.nbytes)
    if isinstance(value, tuple):
        return sum(map(_bytes_of, value))
    if isinstance(value, list):
        return 64 * len(value)  # terms
    return value.nbytes if isinstance(value, np.ndarray) else 0
