"""What another model said of sentences, as features: known by the sentence's id, never computed here."""

from collections.abc import Mapping, Sequence
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.special import logit

from mediaframe.article.sentences import Sentence
from mediaframe.errors import InputError
from mediaframe.model.fixed import FixedFeatures, as_sentences

NEAREST = 1e-6  # how near 0 and 1 a score may come; the log-odds of these two have no end
CERTAIN = float(logit(1 - NEAREST))


class ExternalScores(FixedFeatures):
    """The log-odds that another model gave, one column a label.

    Ids are those of the sentences it was asked about, so that of any other nothing can be said. An id under which another
    text was scored is refused too: ids like `1` come easily twice.
    """

    def __init__(
        self,
        labels: Sequence[str],
        ids: Sequence[str],
        logits: NDArray[np.float64],  # (ids, labels)
        texts: NDArray[np.uint64],  # (ids,), fingerprints; 0 where the text is not known
        weight: float = 1.0,
    ) -> None:
        """Take labels, ids, what was said of each, and what a log-odds of 1 counts."""
        self.labels = labels
        self.ids = ids
        self.logits = logits
        self.texts = texts
        self.weight = weight

    def get_feature_names_out(self, input_features: object = None) -> NDArray[np.object_]:  # noqa: ARG002
        """Return the names of the columns."""
        return np.array(self.labels, dtype=object)

    def transform(self, X: Sequence[Sentence | str]) -> csr_array:  # noqa: N803 - scikit-learn's
        """Return (sentences, labels): log-odds times `weight`.

        Raises:
            InputError: a sentence that was not scored.
        """
        row_of = {sentence_id: row for row, sentence_id in enumerate(self.ids)}
        rows = [row_of.get(sentence.sentence_id, -1) for sentence in as_sentences(X)]
        unknown = [
            sentence.sentence_id
            for sentence, row in zip(as_sentences(X), rows, strict=True)
            if row < 0 or self.texts[row] not in (0, fingerprint(sentence.text))
        ]
        if unknown:
            msg = (
                f"sentence_id: this model repeats what another model said of {len(self.ids)} sentences, and {len(unknown)} "
                f"of the {len(rows)} given are not among them (first {unknown[0]!r}; id and text must both be the same); "
                "have them scored too and run the experiment again, or take a model that reads text"
            )
            raise InputError(msg)
        return csr_array(self.logits[rows] * self.weight)


def external_scores(
    labels: Sequence[str],
    scores: Mapping[str, Sequence[float]],
    sentences: Sequence[Sentence],
    weight: float,
) -> ExternalScores:
    """Return scores by sentence id as features; the texts are known of `sentences`, a part of what was scored."""
    text_of = {sentence.sentence_id: fingerprint(sentence.text) for sentence in sentences}
    return ExternalScores(
        tuple(labels),
        tuple(scores),
        logit(np.clip(np.array(list(scores.values()), dtype=float), NEAREST, 1 - NEAREST)),
        np.array([text_of.get(sentence_id, 0) for sentence_id in scores], dtype=np.uint64),
        weight,
    )


def fingerprint(text: str) -> int:
    """Return 64 bits that tell texts apart, never 0."""
    return int.from_bytes(sha256(text.encode()).digest()[:8]) or 1
