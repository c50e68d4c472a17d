"""What the experiments of a study leave, made small and without training."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import f1_score

from mediaframe.config import EvaluationConfig
from mediaframe.results.calibration import reliability_sums
from mediaframe.results.metrics import count_by_article
from mediaframe.results.scores import Scores
from mediaframe.results.study.answers import Question, compare_variations
from mediaframe.results.study.measures import Measure, Result

STUDY_LABELS = ("one", "two")
CAPABILITIES = {"negation": "A denial is no claim", "voice": "Passive is as active"}
Results = dict[str, dict[int, Result]]


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
) -> Result:
    """Return what an experiment leaves that decides at one half, with F1 by scikit-learn."""
    decisions = scores >= 0.5
    f1 = f1_score(targets, decisions, average="macro", zero_division=0)
    macro = dict.fromkeys(("precision", "recall", "average_precision", "mcc", "brier"), 0.5)
    return {
        "experiment": "0",
        "train": [{"articles": trained_on}],
        "test": {},
        "chosen": {},
        "validation": {"macro": 0.5},
        "figures": {"macro": {**macro, "f1": round(float(f1), 6)}},
        "articles": count_by_article(targets, decisions, scores, articles),
        "reliability": {
            label: reliability_sums(truth, score).tolist()
            for label, truth, score in zip(STUDY_LABELS, targets.T, scores.T, strict=True)
        },
        **({} if cases is None else {"cases": cases}),
    }


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
            1: {**bare, "cases": {name: index in numbers for index, name in enumerate(names)}}
        }
        for variation, numbers in passed.items()
    }


def make_study_scores(
    question: Question, answers: Mapping[tuple[str, str], Mapping[str, Mapping[int, Result]]]
) -> Scores:
    """Return the figures of a study; `answers` are results by corpus and split."""
    found = [
        {"corpus": corpus, "split": split, **compare_variations(results, question)}
        for (corpus, split), results in answers.items()
    ]
    return _study(question.measure, found)


def make_answer(corpus: str, split: str = "own", **values: float | None) -> Scores:
    """Return an answer in which variations have the values given, with intervals of a tenth around them."""
    undefined = {"value": None, "low": None, "high": None}
    rows = [
        {
            "variation": name,
            "estimate": {
                "macro": undefined
                if value is None
                else {"value": value, "low": value - 0.1, "high": value + 0.1},
                "columns": {},
            },
            "difference": None,
        }
        for name, value in values.items()
    ]
    units = {"kind": "articles", "count": 7}
    return {"corpus": corpus, "split": split, "units": units, "columns": [], "variations": rows, "curves": {}, "expected_best": []}  # fmt: skip


def make_study_of(*answers: Scores, measure: Measure = "f1") -> Scores:
    """Return the figures of a study with answers that are there already."""
    return _study(measure, list(answers))


def _study(measure: Measure, answers: list[Scores]) -> Scores:
    shared: dict[str, Any] = {
        "name": "made",
        "question": "Which?",
        "labels": list(STUDY_LABELS),
        "reference": "base",
        "variations": {"base": {}, "other": {"head.C": 1, "features.words": None}},
        "seeds": [1, 2],
        "corpora": {"made": {"articles": 40, "sentences": 200, "sha256": "0" * 64}},
        "measure": measure,
        "titles": CAPABILITIES if measure == "behaviour" else {},
        "confidence": 0.95,
        "outer_folds": None,
        "experiments": {"all": 4, "failed": 0},
        "failures": [],
    }
    return {**shared, "answers": answers}
