"""Sentence embeddings as features: of the sentence, and of those before it in the article."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from joblib import cpu_count
from numpy.typing import NDArray
from scipy.sparse import csr_array

from mediaframe.article.normal import normal
from mediaframe.article.sentences import Sentence, by_article
from mediaframe.config import EmbeddingConfig
from mediaframe.model.encoders.embedding_model import Encode, load_encode
from mediaframe.model.fixed import FixedFeatures, as_sentences


class SentenceEmbeddings(FixedFeatures):
    """Embeddings of length `weight`: of the sentence, then of those before it in the article, zeros where there is none."""

    def __init__(self, encode: Encode, context: int = 0, weight: float = 1.0) -> None:
        """Take what embeds a text, how many sentences before to add, and the length of a vector."""
        self.encode = encode
        self.context = context
        self.weight = weight

    @property
    def width(self) -> int:
        """Numbers in an embedding."""
        return len(self.encode("."))

    def get_feature_names_out(self, input_features: object = None) -> NDArray[np.object_]:  # noqa: ARG002
        """Return the names of the columns."""
        sides = ["embedding", *(f"before{step}" for step in range(1, self.context + 1))]
        names = [f"{side}:{number}" for side in sides for number in range(self.width)]
        return np.array(names, dtype=object)

    def transform(self, X: Sequence[Sentence | str]) -> csr_array:  # noqa: N803 - scikit-learn's
        """Return (sentences, columns); sentences of an article are in order."""
        sentences = as_sentences(X)
        normal_of = [normal(sentence.text) for sentence in sentences]
        texts = list(dict.fromkeys(normal_of))
        with ThreadPoolExecutor(cpu_count()) as threads:  # models compute outside Python's lock
            vector_of = dict(zip(texts, threads.map(self.encode, texts), strict=True))
        vectors = np.array([vector_of[text] for text in normal_of])
        vectors = vectors.reshape(len(sentences), self.width)
        blocks = [vectors]
        for step in range(1, self.context + 1):
            before = np.zeros_like(vectors)
            for run in by_article(sentences):
                before[run[step:]] = vectors[run[:-step]]
            blocks.append(before)
        return csr_array(np.hstack(blocks) * self.weight)


def load_embeddings(config: EmbeddingConfig) -> SentenceEmbeddings:
    """Return the embeddings by the model in a folder.

    Raises:
        InputError: not a model of a known kind, or what runs it is not installed.
    """
    embeddings = SentenceEmbeddings(load_encode(Path(config.path)), config.context, config.weight)
    embeddings.encode("A first sentence tells whether the model runs.")
    return embeddings
