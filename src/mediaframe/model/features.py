"""Sentences to numbers: what reading the article tells, beside n-grams and whatever else is known of them."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, hstack
from sklearn.base import BaseEstimator
from sklearn.pipeline import FeatureUnion

from mediaframe.article.sentences import Sentence
from mediaframe.config import FeatureConfig, ReadingConfig
from mediaframe.model.fixed import FixedFeatures, as_sentences
from mediaframe.model.logic import Implied, consistent, most_probable, needed_labels
from mediaframe.model.ngrams import Learned, ngram_blocks, ngram_vectorizer
from mediaframe.reader.matching import Lexicon
from mediaframe.reader.reading import ReadSentence, SentenceReading, read_sentences
from mediaframe.reader.signals import CARRIED, PARTS, apply_rule, parts_of, signal_names

Rules = Mapping[str, Sequence[Sequence[str]]]
"""Rule baseline of each label: lines of cue classes or signals, of each of which one must be present."""


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
        names = self.get_feature_names_out()
        read = read_sentences(self.lexicon, as_sentences(X))
        articles = {id(sentence.of_article): sentence.of_article for sentence in read}
        lengths = [len(article.sentences) for article in articles.values()]
        starts = dict(zip(articles, np.cumsum([0, *lengths]).tolist(), strict=False))
        own = self._own([each for article in articles.values() for each in article.sentences])
        around = self._around(own, np.repeat(np.arange(len(lengths)), lengths))
        rows = [starts[id(sentence.of_article)] + sentence.number for sentence in read]
        matrix = csr_array(hstack([own, *around], format="csr"))[np.array(rows, dtype=np.int32)]
        if self.columns is not None:
            column_of = {name: column for column, name in enumerate(self._known_columns())}
            matrix = matrix[:, [column_of[name] for name in names]]
        matrix.sort_indices()
        return matrix * self.weight

    def _own(self, readings: Sequence[SentenceReading]) -> csr_array:
        """Return (sentences, rules + cue classes + signals): what stands in each sentence."""
        cues = {name: n for n, name in enumerate(self.lexicon.classes)}
        signals = {name: n for n, name in enumerate(signal_names(), len(cues))}
        columns: list[int] = []
        ends = [0]
        for reading in readings:
            columns.extend([cues[cue_class] for cue_class, _, _ in reading.tokens.matches])
            columns.extend([signals[name] for name in reading.signals])
            ends.append(len(columns))
        shape = len(readings), len(cues) + len(signals)
        places = np.array(columns, np.int32), np.array(ends, np.int32)
        present = csr_array((np.ones(len(columns)), *places), shape=shape)
        present.sum_duplicates()
        present.data[:] = 1  # a class counts once
        return csr_array(hstack([self._met(present, cues | signals), present], format="csr"))

    def _met(self, present: csr_array, column_of: Mapping[str, int]) -> csr_array:
        """Return (sentences, rules): what `apply_rule` says, for all sentences at once."""
        met = np.ones((present.shape[0], len(self.rules)))
        for column, rule in enumerate(self.rules.values()):
            for line in rule:
                asked = np.zeros(present.shape[1])
                asked[[column_of[name] for name in line if name in column_of]] = 1
                met[:, column] *= present @ asked > 0
        return csr_array(met)

    def _around(self, own: csr_array, article_of: NDArray[np.intp]) -> Iterator[csr_array]:
        """Yield (sentences, carried signals) of each neighbour, empty where the article has none."""
        first, names = len(self.rules) + len(self.lexicon.classes), signal_names()
        carried = own[:, [first + names.index(name) for name in CARRIED]]
        for step in range(1, self.neighbours + 1):
            before = np.flatnonzero(article_of[:-step] == article_of[step:]).astype(np.int32)
            for row, neighbour in ((before + step, before), (before, before + step)):
                places = np.ones(len(row)), (row, neighbour)
                yield csr_array(places, shape=(own.shape[0], own.shape[0])) @ carried


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
) -> ReadingVectorizer | None:
    """Return the reader of articles, or nothing if it is off; of several weights the first, to which heads relate the others."""
    if config is None:
        return None
    reader = ReadingVectorizer(terms, rules, config.neighbours, config.weight[0])
    if set(config.parts) < set(PARTS):
        chosen = frozenset(config.parts)
        reader.columns = [
            name
            for name in reader.get_feature_names_out()
            if parts_of_column(rules, name) <= chosen
        ]
    return reader


def parts_of_column(rules: Rules, column: str) -> frozenset[str]:
    """Return the parts of reading that a column of `ReadingVectorizer` comes from; a rule comes from all that it asks for."""
    side, _, name = column.partition(":")
    if side == "rule":
        asked = [part for line in rules[name] for each in line for part in parts_of(each)]
        return frozenset(asked)
    return parts_of("cue" if side == "cue" else name)


def rule_decisions(
    rules: Rules,
    sentences: Sequence[ReadSentence],
    implied: Implied = MappingProxyType({}),
    *,
    exclusive: bool = False,
) -> NDArray[np.bool_]:
    """Return (sentences, rules): whether each sentence meets the rule of each label, and of those that it implies.

    Of labels that exclude each other, the first whose rule is met is given.
    """
    present = [sentence.reading.present for sentence in sentences]
    met = np.array([[apply_rule(rule, each) for rule in rules.values()] for each in present])
    if exclusive:
        return met & most_probable(met.astype(np.float64))
    return consistent(met, needed_labels(list(rules), implied))
