"""Sentences to numbers: words and characters by TF-IDF and, beside these n-grams, what reading the article tells."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from sklearn.base import BaseEstimator
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.pipeline import FeatureUnion

from mediaframe.article.sentences import Sentence, by_article
from mediaframe.config import CharacterConfig, FeatureConfig, NgramConfig, ReadingConfig, WordConfig
from mediaframe.model.fixed import FixedFeatures, as_sentences
from mediaframe.reader.cues import TOKEN, Lexicon, apply_rule
from mediaframe.reader.reading import read_article
from mediaframe.reader.signals import CARRIED, signal_names
from mediaframe.reader.speakers import Reading

Rules = Mapping[str, Sequence[Sequence[str]]]
"""Rule baseline of each label: lines of cue classes or signals, of each of which one must be present."""

_QUOTATION_MARKS = str.maketrans({**dict.fromkeys("“”„«»", '"'), **dict.fromkeys("‘’‚", "'")})


def plain_text(sentence: Sentence | str) -> str:
    """Return the text in lower case, with every style of quotation mark as a straight one."""
    text = sentence if isinstance(sentence, str) else sentence.text
    return text.lower().translate(_QUOTATION_MARKS)


class ReadingVectorizer(FixedFeatures):
    """What reading the article tells of each sentence: its cues and signals, the rules it meets, and signals around it.

    It learns nothing from data. Columns are 0 or `weight`: `rule:LABEL`, `cue:CLASS` and `read:SIGNAL` of the sentence, then
    `before1:SIGNAL`, `after1:SIGNAL` and so on of its neighbours in the article. `columns` says which of them, in which
    order, as a saved model does; without it there are all.
    """

    def __init__(
        self,
        terms: Mapping[str, Sequence[str]],
        rules: Rules,
        neighbours: int = 0,
        weight: float = 1.0,
        columns: Sequence[str] | None = None,
    ) -> None:
        """Take cue classes with their terms, the rules, how many neighbours to look at, what a column counts, and their names."""
        self.terms = terms
        self.rules = rules
        self.neighbours = neighbours
        self.weight = weight
        self.columns = columns

    @property
    def lexicon(self) -> Lexicon:
        """The terms, ready to be found; made anew when `set_params` gives others."""
        if getattr(self, "_lexicon_terms", None) is not self.terms:
            self._lexicon, self._lexicon_terms = Lexicon(self.terms), self.terms
        return self._lexicon

    def get_feature_names_out(self, input_features: object = None) -> NDArray[np.object_]:  # noqa: ARG002
        """Return the names of the columns.

        Raises:
            ValueError: `columns` names one that the reader does not know, or one twice.
        """
        known = self._known_columns()
        names = known if self.columns is None else list(self.columns)
        unknown = sorted(set(names) - set(known))
        if unknown:
            msg = f"columns: the reader knows no {', '.join(unknown[:3])}"
            raise ValueError(msg)
        if len(set(names)) < len(names):
            msg = "columns: a name stands there twice"
            raise ValueError(msg)
        return np.array(names, dtype=object)

    def _known_columns(self) -> list[str]:
        sides = [
            f"{side}{step}"
            for step in range(1, self.neighbours + 1)
            for side in ("before", "after")
        ]
        return [
            *(f"rule:{label}" for label in self.rules),
            *(f"cue:{name}" for name in self.lexicon.classes),
            *(f"read:{name}" for name in signal_names()),
            *(f"{side}:{name}" for side in sides for name in CARRIED),
        ]

    def transform(self, X: Sequence[Sentence | str]) -> csr_array:  # noqa: N803 - scikit-learn's
        """Return (sentences, columns) as 0 and `weight`; sentences of an article are in order."""
        sentences = as_sentences(X)
        columns = _Columns(self)
        rows: list[list[int]] = [[] for _ in sentences]
        for run in by_article(sentences):
            readings = read_article(self.lexicon, [sentences[position].text for position in run])
            for position, row in zip(run, columns.of(readings), strict=True):
                rows[position] = row
        return _indicator(rows, columns.width) * self.weight


class _Columns:
    """Which columns what was read of a sentence fills, by their names."""

    def __init__(self, reader: ReadingVectorizer) -> None:
        names = reader.get_feature_names_out().tolist()
        self.width = len(names)
        by_kind: dict[str, dict[str, int]] = defaultdict(dict)
        for column, name in enumerate(names):
            kind, _, what = name.partition(":")
            by_kind[kind][what] = column
        self.rules = [(column, reader.rules[label]) for label, column in by_kind["rule"].items()]
        self.cues, self.signals = by_kind["cue"], by_kind["read"]
        self.neighbours = [
            (sign * step, by_kind[f"{side}{step}"])
            for step in range(1, reader.neighbours + 1)
            for sign, side in ((-1, "before"), (1, "after"))
        ]

    def of(self, readings: Sequence[Reading]) -> Iterator[list[int]]:
        """Yield the columns of each sentence of an article."""
        for index, reading in enumerate(readings):
            present, signals = reading.present, reading.signals
            row = [column for column, rule in self.rules if apply_rule(rule, present)]
            cues = {match.cue_class for match in reading.text.matches}
            row += [self.cues[name] for name in cues if name in self.cues]
            row += [self.signals[name] for name in signals if name in self.signals]
            for offset, carried in self.neighbours:
                if 0 <= index + offset < len(readings):
                    around = readings[index + offset].signals
                    row += [carried[name] for name in around if name in carried]
            yield row


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


def ngram_counter(config: NgramConfig) -> CountVectorizer:
    """Return what counts the terms that n-gram settings describe, the rare ones as well."""
    return CountVectorizer(preprocessor=plain_text, **_analyzer(config), ngram_range=config.ngrams)


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

Further = Mapping[str, BaseEstimator]
"""Features that learn nothing from the corpus, by kind; their columns stand between n-grams and reading."""

NO_FURTHER: Further = MappingProxyType({})


def assemble(
    config: FeatureConfig,
    learned: Learned,
    reader: ReadingVectorizer | None,
    further: Further = NO_FURTHER,
) -> FeatureUnion:
    """Return fitted features: the n-grams of `learned`, further ones, and the reader if it is on.

    Raises:
        ValueError: terms and idf are of different length.
    """
    parts: list[tuple[str, BaseEstimator]] = []
    for name, block in ngram_blocks(config).items():
        terms, idf = learned[name]
        vectorizer = ngram_vectorizer(block, terms)
        vectorizer.idf_ = idf
        parts.append((name, vectorizer))
    parts += further.items()
    if reader is not None:
        parts.append(("reading", reader))
    return FeatureUnion(parts)


def reading_vectorizer(
    config: ReadingConfig | None,
    terms: Mapping[str, Sequence[str]],
    rules: Rules,
    columns: Sequence[str] | None = None,
) -> ReadingVectorizer | None:
    """Return the reader of articles, or nothing if it is off; `columns` are those of a saved model."""
    if config is None:
        return None
    return ReadingVectorizer(terms, rules, config.neighbours, config.weight, columns)


def rule_decisions(reader: ReadingVectorizer, sentences: Sequence[Sentence]) -> NDArray[np.bool_]:
    """Return (sentences, rules): whether each sentence meets the rule of each label."""
    return np.asarray(reader.transform(sentences)[:, : len(reader.rules)].toarray() > 0)
