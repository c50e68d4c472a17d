"""Counted text: sentences read and counted once, whose terms every fold weighs anew."""

from collections.abc import Callable, Hashable, Sequence
from functools import partial
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, hstack
from sklearn.feature_extraction.text import TfidfTransformer

from mediaframe.article.sentences import Sentence
from mediaframe.config import FeatureConfig, NgramConfig
from mediaframe.errors import InputError
from mediaframe.model.features import NO_FURTHER, Further, ReadingVectorizer
from mediaframe.model.ngrams import Learned, ngram_blocks, ngram_counter

Value = TypeVar("Value")


class Share(Protocol):
    """Gives what was computed under a key before, or computes it."""

    def __call__(self, key: Hashable, compute: Callable[[], Value], /) -> Value:
        """Return what stands under `key`, which says all that `compute` depends on but the sentences and the codebook."""


def share_nothing(_key: Hashable, compute: Callable[[], Value]) -> Value:
    """Compute it."""
    return compute()


Counts = tuple[csr_array, NDArray[np.object_]]
"""How often each sentence has each term, and the terms."""

WeighedBlock = tuple[csr_array, list[str], NDArray[np.float64]]
"""Weights of terms in every sentence, the terms, and the idf of each."""


class CountedText:
    """Sentences, read and counted once; every fold weighs the same counts anew.

    The weights of a fold equal those of a `TfidfVectorizer` fitted on the fold's sentences alone.
    """

    def __init__(
        self,
        config: FeatureConfig,
        reader: ReadingVectorizer | None,
        sentences: Sequence[Sentence],
        further: Further = NO_FURTHER,
        share: Share = share_nothing,
    ) -> None:
        """Read every sentence once; `share` remembers what other settings of the same sentences need too."""
        self.config = config
        self.reader = reader
        self._share = share
        self._read = [
            share(("read", name, getattr(config, name)), partial(each.transform, sentences))
            for name, each in further.items()
        ]
        if reader is not None:
            plain = ReadingVectorizer(
                reader.terms, reader.rules, reader.neighbours, columns=reader.columns
            )
            read = share(
                ("read", "reading", reader.neighbours), partial(plain.transform, sentences)
            )
            self._read.append(read * reader.weight)
        fixed = further if reader is None else {**further, "reading": reader}
        self._read_names = {kind: each.get_feature_names_out() for kind, each in fixed.items()}
        self._counts = {
            name: share(("counted", name, block.ngrams), partial(_count, block, sentences))
            for name, block in ngram_blocks(config).items()
        }

    def part(self, rows: NDArray[np.intp]) -> "CountedPart":
        """Return some of the sentences, as if there were no others."""
        return CountedPart(self, rows)

    def weigh(self, rows: NDArray[np.intp]) -> tuple[csr_array, Learned]:
        """Return (all sentences, columns) as weighed by what `rows` alone show, and what was learned.

        Raises:
            InputError: no term occurs in as many sentences of `rows` as `min_df` asks for.
        """
        parts: list[csr_array] = []
        learned: Learned = {}
        for name, block in ngram_blocks(self.config).items():
            weighed, terms, idf = self._share(
                ("weighed", name, block, rows.tobytes()), partial(self._weigh, name, block, rows)
            )
            parts.append(weighed)
            learned[name] = (terms, idf)
        return csr_array(hstack([*parts, *self._read], format="csr")), learned

    @property
    def n_reading(self) -> int:
        """How many of the columns, the last ones, tell what was read."""
        return len(self._read_names.get("reading", ()))

    def feature_names(self, learned: Learned) -> list[str]:
        """Return the names of the columns that `weigh` returns, `reading__rule:attribution` for example."""
        terms = {name: names for name, (names, _) in learned.items()}
        return [
            f"{kind}__{name}"
            for kind, names in (terms | self._read_names).items()
            for name in names
        ]

    def _weigh(self, name: str, block: NgramConfig, rows: NDArray[np.intp]) -> WeighedBlock:
        counts, terms = self._counts[name]
        document_frequency = (counts[rows] > 0).sum(axis=0)
        kept = np.flatnonzero(document_frequency >= block.min_df)
        if len(kept) == 0:
            msg = f"features.{name}.min_df: no term occurs in {block.min_df} sentences; lower it"
            raise InputError(msg)
        counts = counts[:, kept]
        weights = TfidfTransformer(sublinear_tf=block.sublinear).fit(counts[rows])
        return csr_array(weights.transform(counts)), terms[kept].tolist(), weights.idf_


class CountedPart:
    """Some sentences of a counted text."""

    def __init__(self, text: CountedText, rows: NDArray[np.intp]) -> None:
        """Take the text and the rows of the part."""
        self.text = text
        self.rows = rows

    def weigh(self, rows: NDArray[np.intp]) -> tuple[csr_array, Learned]:
        """Return what `CountedText.weigh` returns, were there no other sentences than those of the part."""
        features, learned = self.text.weigh(self.rows[rows])
        return features[self.rows], learned

    @property
    def n_reading(self) -> int:
        """What `CountedText.n_reading` is."""
        return self.text.n_reading

    def feature_names(self, learned: Learned) -> list[str]:
        """Return what `CountedText.feature_names` returns."""
        return self.text.feature_names(learned)


def _count(block: NgramConfig, sentences: Sequence[Sentence]) -> Counts:
    counter = ngram_counter(block)
    return csr_array(counter.fit_transform(sentences)), counter.get_feature_names_out()
