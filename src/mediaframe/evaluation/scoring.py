"""The scores of a model on labelled sentences: baselines and coders beside it, and where it errs."""

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from mediaframe.codebook import Codebook
from mediaframe.config import EvaluationConfig
from mediaframe.data.corpus import Corpus, Targets
from mediaframe.evaluation.baselines import baseline_systems
from mediaframe.evaluation.description import describe_part
from mediaframe.evaluation.together import combined_figures, exclusive_figures
from mediaframe.reader.reading import ReadSentence
from mediaframe.reader.signals import signal_names
from mediaframe.results.metrics import Resamples, System
from mediaframe.results.misses import Traits, cluster_misses
from mediaframe.results.scores import LabelMisses, Miss, ModelScores
from mediaframe.results.subgroups import Groups, measure_subgroups
from mediaframe.results.systems import MODEL, Coded, evaluate
from mediaframe.serving.labeller import LabelledSentence

QUOTATION = re.compile(r"[\"“”„«»‘]|(?<!\w)'(?=\w)")  # ’ and a ' within words are apostrophes


def score_model(
    corpus: Corpus,
    read: Sequence[ReadSentence],
    labelled: Sequence[LabelledSentence],
    codebook: Codebook,
    config: EvaluationConfig,
    seed: int,
) -> ModelScores:
    """Return the figures of a model on a corpus, with baselines and coders beside it."""
    probabilities = _probabilities(labelled, corpus.labels)
    model = System(MODEL, _decisions(labelled, corpus.labels), probabilities)
    systems = [model, *baseline_systems(config, codebook, corpus.targets, read)]
    rng = np.random.default_rng(seed)
    coders = dict(list(corpus.coders.items())[:2])
    double_coded = np.flatnonzero(np.all([c.is_coded for c in coders.values()], axis=0))
    coded = Coded(
        corpus.labels,
        corpus.targets,
        corpus.articles,
        {name: coding.targets for name, coding in coders.items()},
        double_coded,
    )
    with threadpool_limits(1):  # sums over threads differ in their last digits
        on_test = evaluate(coded, systems, config, rng)
        resamples = Resamples.draw(
            corpus.articles, config.resamples, config.confidence, np.random.default_rng(seed)
        )
        parted = groupings(corpus)
        subgroups = measure_subgroups(
            corpus.targets, systems[0].decisions, parted, corpus.labels, resamples
        )
        further: dict[str, Any] = {}
        if codebook.exclusive:
            further["exclusive"] = exclusive_figures(coded, systems, resamples)
        if config.combinations:
            further["combinations"] = combined_figures(config, corpus, systems, parted, resamples)
    ids = [sentence.sentence_id for sentence in corpus.sentences]
    clusters = cluster_misses(
        corpus.targets, systems[0].decisions, probabilities, traits_of(corpus, read), ids
    )
    return ModelScores(
        **dict(on_test),
        subgroups=subgroups,
        clusters=dict(zip(corpus.labels, clusters, strict=True)),
        test=describe_part(corpus),
        **further,
    )


def traits_of(corpus: Corpus, read: Sequence[ReadSentence]) -> Traits:
    """Return what sentences have in common: what was read in them, and the rule that they were coded by."""
    cues = [sentence.reading.cues for sentence in read]
    signals = [sentence.reading.signals for sentence in read]
    traits = {"cue": _members(sorted(frozenset().union(*cues)), cues)}
    for kind in ("source", "content"):
        names = [name for name in signal_names() if name.startswith(f"{kind}:")]
        members = _members(names, signals)
        traits[kind] = {name.removeprefix(f"{kind}:"): rows for name, rows in members.items()}
    if "rule" in corpus.columns:
        rules = np.array(corpus.columns["rule"], dtype=object)
        traits["rule"] = {rule: rules == rule for rule in sorted(set(rules) - {None}, key=str)}
    return traits


def _members(names: Sequence[str], found: Sequence[frozenset[str]]) -> dict[str, NDArray[np.bool_]]:
    """Return, for each name, which sentences have it among what was found in them."""
    return {name: np.array([name in each for each in found]) for name in names}


def groupings(corpus: Corpus) -> dict[str, Groups]:
    """Return what parts the sentences of a corpus: its columns, where it has them, and the sentences themselves."""
    columns: dict[str, Groups] = {
        name: corpus.columns[name] for name in ("outlet", "topic") if name in corpus.columns
    }
    if "date" in corpus.columns:
        columns["year"] = [date and _year(date) for date in corpus.columns["date"]]
    texts = [sentence.text for sentence in corpus.sentences]
    return columns | {
        "length": [_length(text) for text in texts],
        "quotation": ["with" if QUOTATION.search(text) else "without" for text in texts],
    }


def _year(date: str) -> str | None:
    return date[:4] if date[:4].isdecimal() and date[4:5] in {"", "-"} else None


def _length(text: str) -> str:
    """Return how long a sentence is.

    >>> _length("Rain closed two roads.")
    '01–10 words'
    """
    tens = min((len(text.split()) - 1) // 10, 3)
    return "31 words and more" if tens == 3 else f"{10 * tens + 1:02d}–{10 * tens + 10} words"  # noqa: PLR2004 - the last


def _probabilities(
    labelled: Sequence[LabelledSentence], labels: Sequence[str]
) -> NDArray[np.float64]:
    return np.array([[item.scores[label] for label in labels] for item in labelled])


def _decisions(labelled: Sequence[LabelledSentence], labels: Sequence[str]) -> Targets:
    return np.array([[label in item.labels for label in labels] for item in labelled])


def clearest_misses(
    corpus: Corpus, labelled: Sequence[LabelledSentence], most: int
) -> tuple[LabelMisses, ...]:
    """Return, per label, the sentences decided wrongly whose score lies farthest from what was coded.

    The distance from the threshold would not do: below a low one there is little room for positives overlooked.
    """
    scores, decisions = _probabilities(labelled, corpus.labels), _decisions(labelled, corpus.labels)
    groups = []
    for column, label in enumerate(corpus.labels):
        wrong = np.flatnonzero(decisions[:, column] != corpus.targets[:, column])
        distance = np.abs(scores[wrong, column] - corpus.targets[wrong, column])
        clearest = wrong[np.argsort(-distance, kind="stable")][:most]
        sentences = tuple(
            Miss(
                sentence_id=corpus.sentences[row].sentence_id,
                coded=bool(corpus.targets[row, column]),
                score=round(float(scores[row, column]), 6),
            )
            for row in clearest
        )
        groups.append(LabelMisses(label=label, sentences=sentences))
    return tuple(groups)
