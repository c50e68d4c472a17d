"""Sentences to numbers: words and characters by TF-IDF, cues of the sentence and of the ones around it."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, hstack
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer, TfidfVectorizer
from sklearn.pipeline import FeatureUnion

from mediaframe.article import Sentence, by_article, lone_sentences
from mediaframe.config import CharacterConfig, CueConfig, FeatureConfig, NgramConfig, WordConfig
from mediaframe.errors import InputError
from mediaframe.model.cues import TOKEN, Lexicon, apply_rule

Rules = Mapping[str, Sequence[Sequence[str]]]
"""Rule baseline of each label: cue classes, every line of which must be met."""

_QUOTATION_MARKS = str.maketrans({**dict.fromkeys("“”„«»", '"'), **dict.fromkeys("‘’‚", "'")})


def plain_text(sentence: Sentence | str) -> str:
    """Return the text in lower case, with every style of quotation mark as a straight one."""
    text = sentence if isinstance(sentence, str) else sentence.text
    return text.lower().translate(_QUOTATION_MARKS)


def as_sentences(sentences: Sequence[Sentence | str]) -> Sequence[Sentence]:
    """Return sentences as they are, and plain texts as articles of one."""
    if all(isinstance(sentence, Sentence) for sentence in sentences):
        return sentences  # type: ignore[return-value]
    return lone_sentences([s if isinstance(s, str) else s.text for s in sentences])


class CueVectorizer(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Which cue classes a sentence holds, which rules it meets, and which cues stand around it.

    It learns nothing from data. Columns are 0 or 1: `cue:CLASS` and `rule:LABEL` of the sentence, then `before1:CLASS`,
    `after1:CLASS` and so on of its neighbours in the article.
    """

    def __init__(
        self, terms: Mapping[str, Sequence[str]], rules: Rules, neighbours: int = 0
    ) -> None:
        """Take cue classes with their terms, the rules over them, and how many neighbours to read."""
        self.terms = terms
        self.rules = rules
        self.neighbours = neighbours

    @property
    def lexicon(self) -> Lexicon:
        """The terms, ready to be found; made anew when `set_params` gives others."""
        if getattr(self, "_lexicon_terms", None) is not self.terms:
            self._lexicon, self._lexicon_terms = Lexicon(self.terms), self.terms
        return self._lexicon

    def __sklearn_is_fitted__(self) -> bool:
        """Nothing is learned, so it always is."""
        return True

    def fit(self, X: object, y: object = None) -> "CueVectorizer":  # noqa: ARG002, N803 - scikit-learn's
        """Learn nothing."""
        return self

    def get_feature_names_out(self, input_features: object = None) -> NDArray[np.object_]:  # noqa: ARG002
        """Return the names of the columns."""
        classes = self.lexicon.classes
        names = [*(f"cue:{name}" for name in classes), *(f"rule:{label}" for label in self.rules)]
        for side in self._sides():
            names += [f"{side}:{name}" for name in classes]
        return np.array(names, dtype=object)

    def _sides(self) -> list[str]:
        steps = range(1, self.neighbours + 1)
        return [f"{side}{step}" for step in steps for side in ("before", "after")]

    def transform(self, X: Sequence[Sentence | str]) -> csr_array:  # noqa: N803 - scikit-learn's
        """Return (sentences, columns) as 0 and 1."""
        sentences = as_sentences(X)
        classes = self.lexicon.classes
        column_of = {name: column for column, name in enumerate(classes)}
        present = [
            frozenset(cue.cue_class for cue in self.lexicon.find(sentence.text))
            for sentence in sentences
        ]
        own = [sorted(column_of[name] for name in names) for names in present]
        met = [
            [
                len(classes) + index
                for index, rule in enumerate(self.rules.values())
                if apply_rule(rule, names)
            ]
            for names in present
        ]
        rows = [first + second for first, second in zip(own, met, strict=True)]
        width = len(classes) + len(self.rules)
        for position, neighbour, side in self._neighbours(sentences):
            offset = width + side * len(classes)
            rows[position] += [offset + column for column in own[neighbour]]
        return _indicator(rows, width + 2 * self.neighbours * len(classes))

    def _neighbours(self, sentences: Sequence[Sentence]) -> Iterator[tuple[int, int, int]]:
        """Yield position, neighbour's position, and which side that is, in the order of `_sides`."""
        for run in by_article(sentences):
            for index, position in enumerate(run):
                for step in range(1, self.neighbours + 1):
                    if index - step >= 0:
                        yield position, run[index - step], 2 * step - 2
                    if index + step < len(run):
                        yield position, run[index + step], 2 * step - 1


def _indicator(rows: Sequence[Sequence[int]], width: int) -> csr_array:
    """Return a matrix that is 1 at the columns given for each row."""
    starts = np.concatenate([[0], np.cumsum([len(row) for row in rows])]).astype(np.int32)
    columns = np.fromiter((column for row in rows for column in row), dtype=np.int32)
    matrix = csr_array((np.ones(len(columns)), columns, starts), shape=(len(rows), width))
    matrix.sort_indices()
    return matrix


def ngram_vectorizer(
    config: NgramConfig, vocabulary: Sequence[str] | None = None
) -> TfidfVectorizer:
    """Return the vectorizer that n-gram settings describe; with a vocabulary it waits for its idf."""
    return TfidfVectorizer(
        preprocessor=plain_text,
        **_analyzer(config),
        ngram_range=config.ngrams,
        min_df=1 if vocabulary is not None else config.min_df,
        sublinear_tf=config.sublinear,
        vocabulary=vocabulary,
    )


def _analyzer(config: NgramConfig) -> dict[str, str]:
    if isinstance(config, WordConfig):
        return {"analyzer": "word", "token_pattern": TOKEN.pattern}
    return {"analyzer": "char_wb"}


def ngram_blocks(config: FeatureConfig) -> dict[str, WordConfig | CharacterConfig]:
    """Return the kinds of n-grams that are on, in the order of their columns."""
    blocks = {"words": config.words, "characters": config.characters}
    return {name: block for name, block in blocks.items() if block is not None}


Learned = dict[str, tuple[Sequence[str], NDArray[np.float64]]]
"""What n-gram features learned, by kind: terms, and the idf of each."""


def assemble(config: FeatureConfig, learned: Learned, cues: CueVectorizer | None) -> FeatureUnion:
    """Return fitted features: the n-grams of `learned`, and the cues if they are on.

    Raises:
        ValueError: terms and idf are of different length.
    """
    parts: list[tuple[str, BaseEstimator]] = []
    for name, block in ngram_blocks(config).items():
        terms, idf = learned[name]
        vectorizer = ngram_vectorizer(block, terms)
        vectorizer.idf_ = idf
        parts.append((name, vectorizer))
    if cues is not None:
        parts.append(("cues", cues))
    return FeatureUnion(parts)


def cue_vectorizer(
    config: CueConfig | None, terms: Mapping[str, Sequence[str]], rules: Rules
) -> CueVectorizer | None:
    """Return the reader of cues, or nothing if they are off."""
    return None if config is None else CueVectorizer(terms, rules, config.neighbours)


class CountedText:
    """Sentences of train, read and counted once; every fold weighs the same counts anew.

    The weights of a fold equal those of a `TfidfVectorizer` fitted on the fold's sentences alone.
    """

    def __init__(
        self, config: FeatureConfig, cues: CueVectorizer | None, sentences: Sequence[Sentence]
    ) -> None:
        """Read every sentence once."""
        self.config = config
        self.cues = cues
        self._cue_matrix = None if cues is None else cues.transform(sentences)
        self._counts: dict[str, tuple[csr_array, NDArray[np.object_]]] = {}
        for name, block in ngram_blocks(config).items():
            counter = CountVectorizer(
                preprocessor=plain_text, **_analyzer(block), ngram_range=block.ngrams
            )
            counts = csr_array(counter.fit_transform(sentences))
            self._counts[name] = (counts, counter.get_feature_names_out())

    def weigh(self, rows: NDArray[np.intp]) -> tuple[csr_array, Learned]:
        """Return (all sentences, columns) as weighed by what `rows` alone show, and what was learned.

        Raises:
            InputError: no term occurs in as many sentences of `rows` as `min_df` asks for.
        """
        parts, learned = [], {}
        for name, block in ngram_blocks(self.config).items():
            counts, terms = self._counts[name]
            document_frequency = (counts[rows] > 0).sum(axis=0)
            kept = np.flatnonzero(document_frequency >= block.min_df)
            if len(kept) == 0:
                msg = (
                    f"features.{name}.min_df: no term occurs in {block.min_df} sentences; lower it"
                )
                raise InputError(msg)
            counts = counts[:, kept]
            weights = TfidfTransformer(sublinear_tf=block.sublinear).fit(counts[rows])
            parts.append(weights.transform(counts))
            learned[name] = (terms[kept].tolist(), weights.idf_)
        if self._cue_matrix is not None:
            parts.append(self._cue_matrix)
        return csr_array(hstack(parts, format="csr")), learned


def rule_decisions(cues: CueVectorizer, sentences: Sequence[Sentence]) -> NDArray[np.bool_]:
    """Return (sentences, rules): whether each sentence meets the rule of each label."""
    first = len(cues.lexicon.classes)
    columns = slice(first, first + len(cues.rules))
    return np.asarray(cues.transform(sentences)[:, columns].toarray() > 0)
