"""Fixed features: those that know beforehand what to make of a sentence, so that fitting them teaches them nothing."""

from collections.abc import Sequence
from typing import Self

from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils import Tags

from mediaframe.article.given import texts_of
from mediaframe.article.sentences import Sentence, lone_sentences


class FixedFeatures(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Sentences to numbers, in the manner of a scikit-learn transformer that is fitted already."""

    def __sklearn_tags__(self) -> Tags:
        """Tell that texts are taken, not numbers, and nothing needs fitting."""
        tags = super().__sklearn_tags__()
        tags.input_tags.string, tags.input_tags.two_d_array = True, False
        tags.requires_fit = False
        return tags

    def __sklearn_is_fitted__(self) -> bool:
        """Nothing is learned, so it always is."""
        return True

    def fit(self, X: object, y: object = None) -> Self:  # noqa: ARG002, N803 - scikit-learn's
        """Learn nothing."""
        return self


def as_sentences(sentences: Sequence[Sentence | str]) -> Sequence[Sentence]:
    """Return sentences as they are, and plain texts as articles of one.

    Raises:
        ValueError: neither, such as a table.
    """
    if all(isinstance(sentence, Sentence) for sentence in sentences):
        return sentences  # type: ignore[return-value]
    return lone_sentences(texts_of(sentences))  # type: ignore[arg-type]
