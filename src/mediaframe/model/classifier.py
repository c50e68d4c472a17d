"""A fitted classifier: features, one linear score per label as a probability, one threshold per label."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.special import expit
from sklearn.base import BaseEstimator
from sklearn.frozen import FrozenEstimator
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import FixedThresholdClassifier
from sklearn.multioutput import MultiOutputClassifier
from sklearn.pipeline import FeatureUnion, Pipeline

from mediaframe.article.sentences import Sentence
from mediaframe.errors import InputError
from mediaframe.files.progress import Advance, unwatched
from mediaframe.model.encoders.encoder import encoder_of
from mediaframe.model.features import ReadingVectorizer
from mediaframe.model.fixed import as_sentences
from mediaframe.model.logic import Implied, consistent, most_probable, needed_labels
from mediaframe.reader.reading import in_batches, read_sentences
from mediaframe.reader.tokens import collecting_nothing


class ConsistentClassifier(MultiOutputClassifier):  # type: ignore[misc]
    """scikit-learn's, which gives a label only where those that it implies are given, or one of all where they exclude each other."""

    def __init__(
        self,
        estimator: BaseEstimator,
        *,
        needed: NDArray[np.bool_] | None = None,
        exclusive: bool = False,
        n_jobs: int | None = None,
    ) -> None:
        """Take what each label needs of the others, (labels, labels), and whether they exclude each other."""
        super().__init__(estimator, n_jobs=n_jobs)
        self.needed = needed
        self.exclusive = exclusive

    def predict(self, X: csr_array) -> NDArray[np.int64]:  # noqa: N803 - scikit-learn's
        """Return (sentences, labels): 1 where a label is given."""
        decisions = np.asarray(super().predict(X), dtype=np.bool_)
        if self.needed is not None:
            decisions = consistent(decisions, self.needed)
        if self.exclusive:
            decisions &= most_probable(np.column_stack([p[:, 1] for p in self.predict_proba(X)]))
        return decisions.astype(np.int64)


@dataclass(frozen=True)
class Classifier:
    """What training returns and a model folder holds; calibration is part of the coefficients."""

    labels: tuple[str, ...]
    features: FeatureUnion  # fitted, or a fine-tuned encoder
    coef: NDArray[np.float64]  # (labels, features)
    intercept: NDArray[np.float64]  # (labels,)
    thresholds: NDArray[np.float64]  # (labels,), on scores
    implied: Implied = field(default_factory=dict)
    exclusive: bool = False  # whether labels exclude each other

    @property
    def reader(self) -> ReadingVectorizer | None:
        """What reads articles for it, if anything does."""
        parts = (part for _, part in self.features.transformer_list)
        return next((part for part in parts if isinstance(part, ReadingVectorizer)), None)

    def read(self, sentences: Sequence[Sentence | str]) -> csr_array:
        """Return (sentences, features); an article is read once for all of them."""
        placed = as_sentences(sentences)
        if self.reader is not None:
            placed = read_sentences(self.reader.lexicon, placed)
        return csr_array(self.features.transform(placed))

    def weigh(self, features: csr_array) -> NDArray[np.float64]:
        """Return (sentences, labels): the probability of each label, by the features of the sentences."""
        return np.asarray(expit(features @ self.coef.T + self.intercept))

    def score(
        self, sentences: Sequence[Sentence | str], advance: Advance = unwatched
    ) -> NDArray[np.float64]:
        """Return (sentences, labels): the probability of each label; `advance` is told how many are done, and of how many."""
        scores = np.zeros((len(sentences), len(self.labels)))
        done = 0
        for rows, batch in in_batches(as_sentences(sentences)):
            with collecting_nothing():
                scores[rows] = self.weigh(self.read(batch))
            done += len(batch)
            advance(done, len(sentences))
        return scores

    def decide(self, scores: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Return which labels are given: their scores reach the threshold, and what they imply is given too.

        Of labels that exclude each other, the most probable is given where it reaches its threshold, which is 0 where
        every sentence has a label.
        """
        reached = scores >= self.thresholds
        if self.exclusive:
            return reached & most_probable(scores)
        return consistent(reached, needed_labels(self.labels, self.implied))

    def margins(self, scores: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return (sentences,): how far scores would have to move for another decision, by the nearest label."""
        if not self.exclusive or scores.shape[1] == 1:
            return np.asarray(np.abs(scores - self.thresholds).min(axis=1))
        second, first = np.sort(scores, axis=1)[:, -2:].T
        reach = first - self.thresholds[scores.argmax(axis=1)]
        always_given = not self.thresholds.any()
        return np.asarray(
            first - second if always_given else np.minimum(first - second, np.abs(reach))
        )

    def to_sklearn(self) -> Pipeline:
        """Return a plain scikit-learn pipeline that decides the same on sentences without context.

        Raises:
            InputError: a fine-tuned encoder stands in it.
        """
        if encoder_of(self.features) is not None:
            msg = "to_sklearn: a fine-tuned encoder is no plain scikit-learn pipeline; use predict and predict_proba"
            raise InputError(msg)
        heads = []
        for coef, intercept, threshold in zip(
            self.coef, self.intercept, self.thresholds, strict=True
        ):
            logistic = LogisticRegression()
            logistic.classes_ = np.array([0, 1])
            logistic.coef_ = coef[np.newaxis]
            logistic.intercept_ = intercept[np.newaxis]
            logistic.n_features_in_ = len(coef)
            head = FixedThresholdClassifier(
                FrozenEstimator(logistic), threshold=threshold, response_method="predict_proba"
            )
            head.estimator_ = head.estimator
            heads.append(head)
        outputs = ConsistentClassifier(
            FrozenEstimator(LogisticRegression()),
            needed=needed_labels(self.labels, self.implied),
            exclusive=self.exclusive,
        )
        outputs.estimators_ = heads
        outputs.classes_ = [head.classes_ for head in heads]
        return Pipeline([("features", self.features), ("labels", outputs)])
