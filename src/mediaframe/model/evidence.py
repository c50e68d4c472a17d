"""Why a label: the cues of a sentence, and how much each word, phrase and cue weighed."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from sklearn.feature_extraction.text import TfidfVectorizer

from mediaframe.article import Sentence
from mediaframe.model.classifier import Classifier
from mediaframe.model.cues import TOKEN, Cue, Lexicon
from mediaframe.model.features import CueVectorizer, Rules, plain_text

Weights = Mapping[str, float]
"""Feature name of one kind -> value of the feature times its coefficient."""


@dataclass(frozen=True, slots=True)
class Contribution:
    """What a part of the sentence adds to the log-odds of a label."""

    kind: str  # word, phrase, cue, rule or context
    text: str
    weight: float


@dataclass(frozen=True)
class Explanation:
    """One label of one sentence; intercept and contributions sum to the log-odds of its score."""

    label: str
    score: float
    threshold: float
    intercept: float
    contributions: tuple[Contribution, ...]  # heaviest first

    @property
    def is_given(self) -> bool:
        """Whether the score reaches the threshold."""
        return self.score >= self.threshold


def explain(classifier: Classifier, sentences: Sequence[Sentence]) -> list[list[Explanation]]:
    """Return, for each sentence and label, what spoke for the label and against it."""
    if not sentences:
        return []
    features = classifier.read(sentences)
    scores = classifier.score(sentences)
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
            _explain_label(
                classifier, sentence, label, float(score), features[[row]].tocoo(), names
            )
            for label, score in enumerate(scores[row])
        ]
        for row, sentence in enumerate(sentences)
    ]


def _explain_label(
    classifier: Classifier,
    sentence: Sentence,
    label: int,
    score: float,
    row: coo_array,
    names: NDArray[np.object_],
) -> Explanation:
    columns = row.coords[1]
    weights: dict[str, dict[str, float]] = defaultdict(dict)
    values = row.data * classifier.coef[label, columns]
    for (kind, name), value in zip(names[columns], values, strict=True):
        weights[kind][name] = float(value)
    return Explanation(
        classifier.labels[label],
        score,
        float(classifier.thresholds[label]),
        float(classifier.intercept[label]),
        tuple(_add_up(_contributions(classifier, sentence, weights))),
    )


def _add_up(parts: Iterator[Contribution]) -> list[Contribution]:
    """Join what the same text contributed, heaviest first."""
    sums: dict[tuple[str, str], float] = defaultdict(float)
    for part in parts:
        sums[part.kind, part.text] += part.weight
    joined = [Contribution(kind, text, weight) for (kind, text), weight in sums.items()]
    return sorted(joined, key=lambda part: (-abs(part.weight), part.kind, part.text))


def _contributions(
    classifier: Classifier, sentence: Sentence, weights: Mapping[str, Weights]
) -> Iterator[Contribution]:
    transformers = dict(classifier.features.transformer_list)
    text = plain_text(sentence)
    for kind, named in weights.items():
        match transformers[kind]:
            case CueVectorizer() as cues:
                yield from _from_cues(cues.lexicon, sentence.text, named)
            case TfidfVectorizer(analyzer="word"):
                yield from _from_words(text, named)
            case vectorizer:
                yield from _from_characters(vectorizer, text, named)


def _from_words(text: str, weights: Weights) -> Iterator[Contribution]:
    """Give the weight of a word to the run of letters and marks it stands in; phrases stand for themselves."""
    counts = Counter(match[0] for match in TOKEN.finditer(text))
    for chunk in text.split():
        for match in TOKEN.finditer(chunk):
            if match[0] in weights:
                yield Contribution("word", chunk, weights[match[0]] / counts[match[0]])
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


def _from_cues(lexicon: Lexicon, text: str, weights: Weights) -> Iterator[Contribution]:
    words: dict[str, list[str]] = defaultdict(list)
    for cue in lexicon.find(text):
        words[cue.cue_class].append(text[cue.start : cue.end])
    for name, weight in weights.items():
        kind, _, cue_class = name.partition(":")
        if kind == "cue":
            yield Contribution("cue", f"{cue_class}: {', '.join(words[cue_class])}", weight)
        elif kind == "rule":
            yield Contribution("rule", f"rule of {cue_class}", weight)
        else:
            yield Contribution("context", f"{cue_class} ({kind})", weight)


def cues_for(label: str, rules: Rules, cues: list[Cue]) -> list[Cue]:
    """Return the cues that the rule of a label asks for."""
    wanted = {cue_class for line in rules.get(label, ()) for cue_class in line}
    return [cue for cue in cues if cue.cue_class in wanted]
