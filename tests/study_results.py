"""What the experiments of a study leave, made small and without training."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import f1_score

from mediaframe.config import EvaluationConfig
from mediaframe.results.calibration import reliability_sums
from mediaframe.results.descriptions import CodebookVersion, CorpusDescription
from mediaframe.results.estimates import MACRO_FIGURES, Estimate
from mediaframe.results.metrics import count_by_article
from mediaframe.results.study.answers import Question, compare_variations
from mediaframe.results.study.scores import (
    Answer,
    Calibration,
    Estimates,
    ExperimentCounts,
    LearningCurve,
    Measure,
    StudyScores,
    Units,
    VariationScores,
)
from mediaframe.results.study.trial import MacroMeans, TrialScores

STUDY_LABELS = ("one", "two")
CAPABILITIES = {"negation": "A denial is no claim", "voice": "Passive is as active"}
Results = dict[str, dict[int, TrialScores]]


def make_question(
    measure: Measure = "f1", curves: Mapping[str, Sequence[str]] | None = None
) -> Question:
    """Return a question whose reference is `base`."""
    return Question(
        STUDY_LABELS, "base", measure, curves or {}, EvaluationConfig(resamples=200), seed=0
    )


def make_result(
    targets: NDArray[np.bool_],
    scores: NDArray[np.float64],
    articles: Sequence[str],
    *,
    trained_on: int = 100,
    cases: Mapping[str, bool] | None = None,
) -> TrialScores:
    """Return what an experiment leaves that decides at one half, with F1 by scikit-learn."""
    decisions = scores >= 0.5
    f1 = f1_score(targets, decisions, average="macro", zero_division=0)
    values = dict.fromkeys(("precision", "recall", "average_precision", "mcc", "brier"), 0.5)
    left = {
        "experiment": "0",
        "train": [part(trained_on)],
        "test": part(len(set(articles))),
        "chosen": {},
        "thresholds": {},
        "validation": {"labels": {}, "macro": 0.5},
        "figures": {
            "labels": {},
            "macro": {**values, "f1": round(float(f1), 6), "labels": 2},
            "micro": dict.fromkeys(("precision", "recall", "f1")),
            "undefined_labels": [],
        },
        "articles": count_by_article(targets, decisions, scores, articles),
        "reliability": {
            label: reliability_sums(truth, score).tolist()
            for label, truth, score in zip(STUDY_LABELS, targets.T, scores.T, strict=True)
        },
        **({} if cases is None else {"cases": dict(cases)}),
    }
    return TrialScores.model_validate_json(json.dumps(left))


def part(articles: int) -> dict[str, Any]:
    """Return the size of a part of a corpus."""
    return {"articles": articles, "sentences": 5 * articles, "positives": {}}


def make_results(
    seeds: Sequence[int] = (1, 2),
    names: Sequence[str] = ("base", "other"),
    *,
    errors: Sequence[float] = (0.3, 0.1),
    trained_on: Sequence[int] = (),
) -> Results:
    """Return results of variations that err more or less often; every seed tests other articles."""
    rng = np.random.default_rng(0)
    results: Results = {name: {} for name in names}
    sizes = trained_on or [100] * len(names)
    for seed in seeds:
        articles = [f"a{(seed * 7 + row // 5) % 40}" for row in range(150)]
        targets = rng.random((150, 2)) < 0.4
        for name, error, size in zip(names, errors, sizes, strict=True):
            sure = rng.random((150, 2)) < error
            scores = (targets ^ sure).astype(float)
            results[name][seed] = make_result(targets, scores, articles, trained_on=size)
    return results


def make_behaviour(**passed: Sequence[int]) -> Results:
    """Return results of variations on three cases of each of two capabilities; `passed` says which of the six are passed."""
    names = [
        f"{capability}/{capability}-{number}" for capability in CAPABILITIES for number in range(3)
    ]
    (bare,) = make_results((1,), ("base",), errors=(0.3,))["base"].values()
    return {
        variation: {
            1: bare.model_copy(
                update={"cases": {name: index in numbers for index, name in enumerate(names)}}
            )
        }
        for variation, numbers in passed.items()
    }


def answer_of(results: Mapping[str, Mapping[int, TrialScores]], question: Question) -> Answer:
    """Return the answer on one corpus and split."""
    return compare_variations(results, question, corpus="made", split="own")


def make_study_scores(
    question: Question, answers: Mapping[tuple[str, str], Mapping[str, Mapping[int, TrialScores]]]
) -> StudyScores:
    """Return the figures of a study; `answers` are results by corpus and split."""
    found = [
        compare_variations(results, question, corpus=corpus, split=split)
        for (corpus, split), results in answers.items()
    ]
    return make_study_of(*found, measure=question.measure)


def estimate_of(value: float | None) -> Estimate:
    """Return a figure with an interval of a tenth around it."""
    if value is None:
        return Estimate(value=None, low=None, high=None, resamples=0)
    return Estimate(value=value, low=value - 0.1, high=value + 0.1, resamples=200)


def make_answer(
    corpus: str,
    split: str = "own",
    *,
    curves: Mapping[str, LearningCurve] | None = None,
    **values: float | None,
) -> Answer:
    """Return an answer in which variations have the values given, with intervals of a tenth around them."""
    rows = tuple(
        VariationScores(
            variation=name,
            seeds={},
            estimate=Estimates(columns={}, macro=estimate_of(value)),
            spread=None,
            macro=MacroMeans(**dict.fromkeys(MACRO_FIGURES)),
            calibration=Calibration(error={}, macro_error=0.0, points={}),
            validation=None,
            difference=None,
        )
        for name, value in values.items()
    )
    units = Units(kind="articles", count=7)
    return Answer(corpus=corpus, split=split, units=units, columns=(), variations=rows, curves=dict(curves or {}), expected_best=())  # fmt: skip


def make_study_of(*answers: Answer, measure: Measure = "f1") -> StudyScores:
    """Return the figures of a study with answers that are there already."""
    return StudyScores(
        name="made",
        question="Which?",
        labels=STUDY_LABELS,
        codebook=CodebookVersion(name="framing", version="1"),
        reference="base",
        variations={"base": {}, "other": {"head.C": 1, "features.words": None}},
        seeds=(1, 2),
        corpora={"made": CorpusDescription(name="made", sha256="0" * 64, **part(40))},
        measure=measure,
        titles=CAPABILITIES if measure == "behaviour" else {},
        resamples=200,
        confidence=0.95,
        outer_folds=None,
        experiments=ExperimentCounts(all=4, failed=0),
        answers=answers,
        failures=(),
    )
