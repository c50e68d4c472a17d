"""Every figure of an evaluation as plain JSON: what the report shows, and nothing that it does not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mediaframe.config import EvaluationConfig
from mediaframe.results.calibration import reliability_points, reliability_sums
from mediaframe.results.curves import precision_recall_points
from mediaframe.results.metrics import (
    Resamples,
    System,
    Targets,
    f1_difference,
    measure,
    system_figures,
)

Scores = dict[str, Any]

MODEL = "model"


@dataclass(frozen=True)
class Coded:
    """What coders said of the sentences that systems are measured on."""

    labels: tuple[str, ...]
    targets: Targets  # (sentences, labels)
    articles: tuple[str, ...]  # (sentences,), the unit of resampling
    coders: Mapping[str, Targets]  # the first two are measured against each other
    double_coded: NDArray[np.intp]  # rows that both coded


def evaluate(
    coded: Coded, systems: Sequence[System], config: EvaluationConfig, rng: np.random.Generator
) -> Scores:
    """Return the figures of a model, its baselines and its coders on the same article resamples.

    Args:
        coded: targets, articles and coders.
        systems: the model first, named `model` and with scores; then what it is compared with.
        config: resamples and confidence.
        rng: source of the resamples.
    """
    labels, targets = coded.labels, coded.targets
    resamples = Resamples.draw(coded.articles, config.resamples, config.confidence, rng)
    measured = {system.name: measure(targets, system, resamples) for system in systems}
    model = systems[0]
    scores: Scores = {
        "labels": list(labels),
        "resamples": config.resamples,
        "confidence": config.confidence,
        "systems": {
            name: system_figures(figures, labels, resamples).model_dump(mode="json")
            for name, figures in measured.items()
        },
        "differences": {
            name: f1_difference(measured[MODEL], figures, labels, resamples).model_dump(mode="json")
            for name, figures in measured.items()
            if name != MODEL
        },
        "coders": None,
        "curves": _curves(labels, targets, model),
        "cooccurrence": {
            "coded": cooccurrence(targets),
            MODEL: cooccurrence(model.decisions),
        },
    }
    if len(coded.coders) > 1 and len(coded.double_coded):
        scores["coders"] = _coder_figures(coded, resamples, config, rng)
    return scores


def _coder_figures(
    coded: Coded, resamples: Resamples, config: EvaluationConfig, rng: np.random.Generator
) -> Scores:
    """Return the figures of the second coder against the first, on the sentences that both coded."""
    rows = coded.double_coded
    if len(rows) < len(coded.targets):
        articles = [coded.articles[row] for row in rows]
        resamples = Resamples.draw(articles, config.resamples, config.confidence, rng)
    (first, truth), (second, decisions) = list(coded.coders.items())[:2]
    figures = measure(truth[rows], System(second, decisions[rows]), resamples)
    return {
        "coders": [first, second],
        **system_figures(figures, coded.labels, resamples).model_dump(mode="json"),
    }


def _curves(labels: Sequence[str], targets: Targets, model: System) -> Scores:
    """Return the points of the figures of each label."""
    if model.scores is None:
        return {}
    return {
        label: {
            "precision_recall": precision_recall_points(truth, score),
            "reliability": reliability_points(reliability_sums(truth, score)),
        }
        for label, truth, score in zip(labels, targets.T, model.scores.T, strict=True)
    }


def cooccurrence(decisions: Targets) -> list[list[int]]:
    """Return how many sentences carry both labels, (labels, labels); the diagonal counts each label.

    >>> cooccurrence(np.array([[True, True], [True, False]]))
    [[2, 1], [1, 1]]
    """
    counted = decisions.astype(np.int64)
    table: NDArray[np.int64] = counted.T @ counted
    rows: list[list[int]] = table.tolist()
    return rows
