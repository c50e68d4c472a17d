"""A model on labelled sentences: baselines and coders beside it, scores, predictions and report."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from mediaframe.codebook import Codebook
from mediaframe.config import EvaluationConfig
from mediaframe.data.corpus import Corpus, Targets, read_corpus
from mediaframe.errors import InputError
from mediaframe.evaluation.description import (
    codebook_facts,
    corpus_facts,
    part_facts,
    surroundings,
)
from mediaframe.files.folders import write_json
from mediaframe.files.provenance import Clock, ResultFolder, Stage, silent
from mediaframe.model.features import ReadingVectorizer, rule_decisions
from mediaframe.model.heads import make_head
from mediaframe.reader.reading import lexicon_terms
from mediaframe.results.metrics import Resamples, System
from mediaframe.results.misses import Traits, cluster_misses
from mediaframe.results.report import write_report
from mediaframe.results.scores import MODEL, Coded, Scores, evaluate
from mediaframe.results.subgroups import Groups, measure_subgroups
from mediaframe.serving.labeller import LabelledSentence, Model, load_model
from mediaframe.serving.predictions import predictions_table

SCORES, PREDICTIONS = "scores.json", "predictions.parquet"
QUOTATION = re.compile(r"[\"“”„«»‘]|(?<!\w)'(?=\w)")  # ’ and a ' within words are apostrophes
TRAITS = {"cue": "cue:", "source": "read:source:", "content": "read:content:"}
MISSES = 5  # clearest misses shown per label, where no config says


@dataclass(frozen=True)
class Outcome:
    """Where a run lies, and its scores."""

    folder: Path
    scores: Scores


def evaluate_model(  # noqa: PLR0913 - the rest are keywords
    model: Model | str | Path,
    corpus_path: str | Path,
    output: str | Path,
    *,
    config: EvaluationConfig | None = None,
    show_text: bool = True,
    force: bool = False,
    figures: bool = True,
    stage: Stage = silent,
) -> Outcome:
    """Evaluate a model, or the one in a folder, on other labelled data; the report has figures unless they are left out.

    Raises:
        InputError: a wrong model or corpus, or a folder that holds something else.
    """
    config, clock = config or EvaluationConfig(), Clock(stage)
    with clock.stage("reading"):
        loaded = model if isinstance(model, Model) else load_model(model)
        head = make_head(loaded.head)
        training, codebook = loaded.training, loaded.codebook
        config = with_baselines(config, codebook)
        corpus = read_corpus(corpus_path, codebook)
        provenance = {
            **surroundings(head, loaded.features),
            "seed": training.seed,
            "corpus": corpus_facts(corpus),
            "evaluation": config.model_dump(mode="json"),
            "model_weights_sha256": loaded.weights_sha256,
        }
        folder = ResultFolder(Path(output), provenance, force=force)
    with clock.stage("evaluating"):
        labelled = loaded.label(corpus.sentences)
        reader = ReadingVectorizer(lexicon_terms(codebook), codebook.rules)
        scores = score_model(corpus, labelled, reader, config, training.seed)
        scores |= {
            "experiment": f"{training.experiment} on {corpus.name}",
            "model_trained_on": training.model_dump(mode="json"),
            "corpus": corpus_facts(corpus),
            "codebook": codebook_facts(codebook),
            "head": loaded.head.kind,
            "features": head.name_features(loaded.features),
            "thresholds": loaded.thresholds,
            "misses": clearest_misses(corpus, labelled, MISSES),
        }
    with clock.stage("reporting"), folder.fill(clock) as partial:
        write_results(partial, scores, corpus, labelled, show_text=show_text, figures=figures)
    return Outcome(folder.path, scores)


def with_baselines(config: EvaluationConfig, codebook: Codebook) -> EvaluationConfig:
    """Return the settings with the baselines that the codebook offers; those asked for by hand it must offer.

    Raises:
        InputError: rules are asked for, but not every label has one.
    """
    if "rules" not in config.baselines or codebook.has_rules:
        return config
    if "baselines" in config.model_fields_set:
        without = ", ".join(label.name for label in codebook.labels if not label.rule)
        msg = f"evaluation.baselines: rules, but codebook {codebook.name} has none for {without}; give each label a `rule`, or leave rules out"
        raise InputError(msg)
    kept = tuple(name for name in config.baselines if name != "rules")
    return config.model_copy(update={"baselines": kept})


def score_model(
    corpus: Corpus,
    labelled: Sequence[LabelledSentence],
    reader: ReadingVectorizer,
    config: EvaluationConfig,
    seed: int,
) -> Scores:
    """Return the figures of a model on a corpus, with baselines and coders beside it."""
    probabilities = _probabilities(labelled, corpus.labels)
    systems = [System(MODEL, _decisions(labelled, corpus.labels), probabilities)]
    if "always_yes" in config.baselines:
        systems.append(System("always_yes", np.ones_like(corpus.targets)))
    if "rules" in config.baselines and set(reader.rules) == set(corpus.labels):
        systems.append(System("rules", rule_decisions(reader, corpus.sentences)))
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
        scores = evaluate(coded, systems, config, rng)
        scores["subgroups"] = measure_subgroups(
            corpus.targets,
            systems[0].decisions,
            groupings(corpus),
            corpus.labels,
            Resamples.draw(
                corpus.articles, config.resamples, config.confidence, np.random.default_rng(seed)
            ),
        )
    ids = [sentence.sentence_id for sentence in corpus.sentences]
    clusters = cluster_misses(
        corpus.targets, systems[0].decisions, probabilities, traits_of(corpus, reader), ids
    )
    scores["clusters"] = dict(zip(corpus.labels, clusters, strict=True))
    return scores | {"test": part_facts(corpus)}


def traits_of(corpus: Corpus, reader: ReadingVectorizer) -> Traits:
    """Return what sentences have in common: what was read in them, and the rule that they were coded by."""
    names, read = reader.get_feature_names_out(), reader.transform(corpus.sentences).toarray() > 0
    traits = {
        kind: {
            str(name).removeprefix(prefix): read[:, column]
            for column, name in enumerate(names)
            if str(name).startswith(prefix)
        }
        for kind, prefix in TRAITS.items()
    }
    if "rule" in corpus.columns:
        rules = np.array(corpus.columns["rule"], dtype=object)
        traits["rule"] = {rule: rules == rule for rule in sorted(set(rules) - {None}, key=str)}
    return traits


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
) -> list[dict[str, Any]]:
    """Return, per label, the sentences decided wrongly whose score lies farthest from what was coded.

    The distance from the threshold would not do: below a low one there is little room for positives overlooked.
    """
    scores, decisions = _probabilities(labelled, corpus.labels), _decisions(labelled, corpus.labels)
    groups = []
    for column, label in enumerate(corpus.labels):
        wrong = np.flatnonzero(decisions[:, column] != corpus.targets[:, column])
        distance = np.abs(scores[wrong, column] - corpus.targets[wrong, column])
        clearest = wrong[np.argsort(-distance, kind="stable")][:most]
        sentences = [
            {
                "sentence_id": corpus.sentences[row].sentence_id,
                "coded": bool(corpus.targets[row, column]),
                "score": round(float(scores[row, column]), 6),
            }
            for row in clearest
        ]
        groups.append({"label": label, "sentences": sentences})
    return groups


def write_results(
    folder: Path,
    scores: Scores,
    corpus: Corpus,
    labelled: Sequence[LabelledSentence],
    *,
    show_text: bool,
    figures: bool,
) -> None:
    """Write scores, predictions and report of an evaluation, with its figures or without."""
    write_json(folder / SCORES, scores)
    rows = [
        item.to_row(show_text=show_text)
        | {"coded": [label for label, is_true in zip(corpus.labels, row, strict=True) if is_true]}
        for item, row in zip(labelled, corpus.targets, strict=True)
    ]
    pq.write_table(predictions_table(rows, corpus.labels), folder / PREDICTIONS)
    texts = {
        sentence.sentence_id: sentence.text if show_text else "(text not shown)"
        for sentence in corpus.sentences
    }
    write_report(folder, scores, texts, figures=figures)
