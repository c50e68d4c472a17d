"""Why a label: how much each word, phrase and signal of a sentence weighed, and the evidence beside."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from sklearn.feature_extraction.text import TfidfVectorizer

from mediaframe.article.sentences import Sentence
from mediaframe.model.classifier import Classifier
from mediaframe.model.encoders.embeddings import SentenceEmbeddings
from mediaframe.model.encoders.encoder import SentenceEncoder
from mediaframe.model.external import ExternalScores
from mediaframe.model.features import ReadingVectorizer, Rules
from mediaframe.model.ngrams import plain_text, plain_words
from mediaframe.reader.evidence import Evidence, find_evidence
from mediaframe.reader.matching import Lexicon
from mediaframe.reader.reading import ReadSentence, SentenceReading, read_sentences
from mediaframe.reader.tokens import TOKEN

Weights = Mapping[str, float]
"""Feature name of one kind -> value of the feature times its coefficient."""


@dataclass(frozen=True, slots=True)
class Contribution:
    """What a part of the sentence adds to the log-odds of a label."""

    kind: str  # word, phrase, cue, reading, rule, context, embedding, encoder or external
    text: str
    weight: float


@dataclass(frozen=True)
class Explanation:
    """One label of one sentence; intercept and contributions sum to the log-odds of its score."""

    label: str
    score: float
    threshold: float
    is_given: bool
    lacks: tuple[str, ...]  # labels that it implies and that are not given
    intercept: float
    contributions: tuple[Contribution, ...]  # heaviest first
    evidence: tuple[Evidence, ...]

    def to_text(self, most: int) -> str:
        """Return the decision, its evidence and the `most` heaviest contributions, a line each."""
        verdict = "yes" if self.is_given else "no"
        scores = f"score {self.score:.3f}, threshold {self.threshold:.3f}"
        if self.lacks and self.score >= self.threshold:
            scores += f", but not without {', '.join(self.lacks)}"
        elif not self.is_given and self.score >= self.threshold:
            scores += ", but another label is more probable"
        evidence = self.evidence if self.is_given else ()
        shown, rest = self.contributions[:most], self.contributions[most:]
        weight_of_rest = sum(part.weight for part in rest)
        lines = [
            f"{self.label}: {verdict} ({scores})",
            *(f"  {words.role:<7}  {words.kind:<9} {words.text}" for words in evidence),
            *(f"  {part.weight:+7.3f}  {part.kind:<8} {part.text}" for part in shown),
            f"  {weight_of_rest:+7.3f}  {'rest':<8} {len(rest)} more",
            f"  {self.intercept:+7.3f}  intercept",
        ]
        return "\n".join(lines) + "\n"


def explain(
    classifier: Classifier, lexicon: Lexicon, rules: Rules, sentences: Sequence[Sentence]
) -> list[list[Explanation]]:
    """Return, for each sentence and label, what spoke for the label and against it."""
    if not sentences:
        return []
    read = read_sentences(lexicon, sentences)
    features = classifier.read(read)
    scores = classifier.weigh(features)
    decisions = classifier.decide(scores)
    names = np.array(
        [
            (kind, name)
            for kind, transformer in classifier.features.transformer_list
            for name in transformer.get_feature_names_out()
        ],
        dtype=object,
    )
    return [
        [
            Explanation(
                label,
                float(scores[row, column]),
                float(classifier.thresholds[column]),
                bool(decisions[row, column]),
                tuple(
                    other
                    for other, given in zip(classifier.labels, decisions[row], strict=True)
                    if other in classifier.implied.get(label, ()) and not given
                ),
                float(classifier.intercept[column]),
                tuple(_weigh(classifier, sentence, column, features[[row]].tocoo(), names)),
                find_evidence(sentence, rules.get(label, ())),
            )
            for column, label in enumerate(classifier.labels)
        ]
        for row, sentence in enumerate(read)
    ]


def _weigh(
    classifier: Classifier,
    sentence: ReadSentence,
    label: int,
    row: coo_array,
    names: NDArray[np.object_],
) -> list[Contribution]:
    columns = row.coords[1]
    weights: dict[str, dict[str, float]] = defaultdict(dict)
    values = row.data * classifier.coef[label, columns]
    for (kind, name), value in zip(names[columns], values, strict=True):
        weights[kind][name] = float(value)
    return _add_up(_contributions(classifier, sentence, weights))


def _add_up(parts: Iterator[Contribution]) -> list[Contribution]:
    """Join what the same text contributed, heaviest first."""
    sums: dict[tuple[str, str], float] = defaultdict(float)
    for part in parts:
        sums[part.kind, part.text] += part.weight
    joined = [Contribution(kind, text, weight) for (kind, text), weight in sums.items()]
    return sorted(joined, key=lambda part: (-abs(part.weight), part.kind, part.text))


def _contributions(
    classifier: Classifier, sentence: ReadSentence, weights: Mapping[str, Weights]
) -> Iterator[Contribution]:
    transformers = dict(classifier.features.transformer_list)
    text = plain_text(sentence)
    for kind, named in weights.items():
        match transformers[kind]:
            case ReadingVectorizer():
                yield from _from_reading(sentence.reading, named)
            case SentenceEncoder():
                yield Contribution("encoder", "the sentence as a whole", sum(named.values()))
            case SentenceEmbeddings():
                yield Contribution("embedding", "the sentence as a whole", sum(named.values()))
            case ExternalScores():
                for label, weight in named.items():
                    yield Contribution("external", f"score of {label}", weight)
            case TfidfVectorizer(analyzer="word"):
                yield from _from_words(sentence, named)
            case vectorizer:
                yield from _from_characters(vectorizer, text, named)


def _from_words(sentence: ReadSentence, weights: Weights) -> Iterator[Contribution]:
    """Give the weight of a word to the run of letters and marks it stands in; phrases stand for themselves."""
    counts = Counter(plain_words(sentence))
    for chunk in plain_text(sentence).split():
        for word in TOKEN.findall(chunk):
            if word in weights:
                yield Contribution("word", chunk, weights[word] / counts[word])
    for name, weight in weights.items():
        if " " in name:
            yield Contribution("phrase", name, weight)


def _from_characters(
    vectorizer: TfidfVectorizer, text: str, weights: Weights
) -> Iterator[Contribution]:
    """Share the weight of an n-gram among the words it occurs in."""
    ngrams_of = vectorizer.build_analyzer()
    chunks = [(chunk, ngrams_of(chunk)) for chunk in text.split()]
    counts = Counter(ngram for _, ngrams in chunks for ngram in ngrams)
    for chunk, ngrams in chunks:
        weight = sum(weights.get(ngram, 0.0) / counts[ngram] for ngram in ngrams)
        yield Contribution("word", chunk, weight)


def _from_reading(reading: SentenceReading, weights: Weights) -> Iterator[Contribution]:
    """Name signals by the words behind them; what neighbours and rules add stands for itself."""
    words: dict[str, list[str]] = defaultdict(list)
    for match in reading.tokens.matches:
        words[match.cue_class].append(" ".join(reading.tokens.forms[match.first : match.last]))
    for name, weight in weights.items():
        kind, _, what = name.partition(":")
        if kind == "cue":
            yield Contribution("cue", f"{what}: {', '.join(words[what])}", weight)
        elif kind == "rule":
            yield Contribution("rule", f"rule of {what}", weight)
        elif kind == "read":
            yield Contribution("reading", what.replace("+", " + "), weight)
        else:
            yield Contribution("context", f"{what} ({kind})", weight)
