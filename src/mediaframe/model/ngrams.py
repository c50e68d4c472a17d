"""Words and characters by TF-IDF: the terms of a sentence, read or not, and how rare they are."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import repeat
from typing import Any, TypeGuard

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer, TfidfVectorizer
from sklearn.utils.validation import check_is_fitted

from mediaframe.article.normal import normal
from mediaframe.article.sentences import Sentence
from mediaframe.config import CharacterConfig, FeatureConfig, NgramConfig, WordConfig
from mediaframe.reader.reading import ReadSentence
from mediaframe.reader.tokens import TOKEN, Remembered

_UNLIKE = re.compile(r"[İΣ‘‚](?:(?<=[İΣ])|(?<=\w[‘‚])(?=\w))")
"""What makes other tokens of a text in lower case, with straight marks, than of the text as written."""

_QUOTATION_MARKS = str.maketrans({**dict.fromkeys("“”„«»", '"'), **dict.fromkeys("‘’‚", "'")})


def plain_text(sentence: Sentence | str) -> str:
    """Return the normal text in lower case, with every style of quotation mark as a straight one."""
    text = sentence if isinstance(sentence, str) else sentence.text
    return text.lower() if text.isascii() else normal(text).lower().translate(_QUOTATION_MARKS)


_plain_form = Remembered(plain_text).__getitem__


def is_cut_as_plain(sentence: Sentence | str) -> TypeGuard[ReadSentence]:
    """Whether a sentence was read, and its tokens are, each in its plain form, those of its plain text."""
    if not isinstance(sentence, ReadSentence):
        return False
    text = sentence.reading.tokens.text
    return text.isascii() or not _UNLIKE.search(text)


def plain_words(sentence: Sentence | str) -> list[str]:
    """Return the tokens of the plain text; of a sentence that was read they are known already."""
    if is_cut_as_plain(sentence):
        return list(map(_plain_form, sentence.reading.tokens.forms))
    return TOKEN.findall(plain_text(sentence))


class NgramVectorizer(TfidfVectorizer):  # type: ignore[misc]
    """scikit-learn's, with terms of its own; it passes over those that it does not know without an exception for each."""

    def transform(self, raw_documents: Sequence[Sentence | str]) -> csr_matrix:
        """Return (sentences, terms): what scikit-learn's gives."""
        check_is_fitted(self)
        terms_of, column_of, unknown = self.build_analyzer(), self.vocabulary_.get, repeat(-1)
        counts_words = self.preprocessor is plain_words and self.ngram_range == (1, 1)
        column_of_form = self._column_of_form if counts_words else None
        columns: list[int] = []
        ends = [0]
        for document in raw_documents:
            if column_of_form is not None and is_cut_as_plain(document):
                columns.extend(map(column_of_form, document.reading.tokens.forms))
            else:
                columns.extend(map(column_of, terms_of(document), unknown))
            ends.append(len(columns))
        weights = TfidfTransformer(sublinear_tf=self.sublinear_tf)
        weights.idf_ = self.idf_
        return weights.transform(self._counts(np.array(columns, np.int32), ends), copy=False)

    def _counts(self, columns: NDArray[np.int32], ends: Sequence[int]) -> csr_matrix:
        """Return (documents, terms) from the columns of all documents in a row; those below 0 are of no term."""
        is_known = columns >= 0
        known = np.concatenate([[0], np.cumsum(is_known, dtype=np.int32)])[list(ends)]
        shape = len(ends) - 1, len(self.vocabulary_)
        counts = csr_matrix((np.ones(known[-1]), columns[is_known], known), shape=shape)
        counts.sum_duplicates()
        return counts

    @property
    def _column_of_form(self) -> Callable[[str], int]:
        """Returns the column of a token as written: the one look-up that a word of a read sentence costs."""
        if getattr(self, "_columns_are_of", None) is not self.vocabulary_:
            self._columns = Remembered(partial(_column_of, self.vocabulary_))
            self._columns_are_of = self.vocabulary_
        return self._columns.__getitem__


def _column_of(vocabulary: Mapping[str, int], form: str) -> int:
    return vocabulary.get(plain_text(form), -1)


def ngram_vectorizer(
    config: NgramConfig, vocabulary: Sequence[str] | None = None
) -> NgramVectorizer:
    """Return the vectorizer that n-gram settings describe; with a vocabulary it waits for its idf."""
    return NgramVectorizer(
        **_analyzer(config),
        ngram_range=config.ngrams,
        min_df=1 if vocabulary is not None else config.min_df,
        sublinear_tf=config.sublinear,
        vocabulary=vocabulary,
    )


def ngram_counter(config: NgramConfig) -> CountVectorizer:
    """Return what counts the terms that n-gram settings describe, the rare ones as well."""
    return CountVectorizer(**_analyzer(config), ngram_range=config.ngrams)


def _analyzer(config: NgramConfig) -> dict[str, Any]:
    if isinstance(config, WordConfig):
        return {"preprocessor": plain_words, "tokenizer": list, "token_pattern": None}
    return {"preprocessor": plain_text, "analyzer": "char_wb"}


def ngram_blocks(config: FeatureConfig) -> dict[str, WordConfig | CharacterConfig]:
    """Return the kinds of n-grams that are on, in the order of their columns."""
    blocks = {"words": config.words, "characters": config.characters}
    return {name: block for name, block in blocks.items() if block is not None}


Learned = dict[str, tuple[Sequence[str], NDArray[np.float64]]]
"""What n-gram features learned, by kind: terms, and the idf of each."""
