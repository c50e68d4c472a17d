"""What the experiments of a study say together: means over seeds, intervals over articles, differences to the base.

The unit of chance is the article, as for one run. All experiments on one corpus share the same resamples of its articles:
an article that several seeds test counts equally often for each, and differences are paired.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from mediaframe.config import EvaluationConfig
from mediaframe.results.metrics import MACRO_FIGURES, Matrix, Resamples, mean_over_labels, ratios
from mediaframe.results.scores import Scores

Result = Mapping[str, Any]
"""What one experiment left: its figures, and counts per article."""

FEWEST_TO_EXPECT = 4  # variations; the expected best of fewer says nothing


@dataclass(frozen=True)
class _Drawn:
    """F1 of one experiment in every resample of articles."""

    labels: Matrix  # (1 + resamples, labels)
    macro: Matrix  # (1 + resamples,)


def compare_variations(
    results: Mapping[str, Mapping[int, Result]],
    reference: str,
    labels: Sequence[str],
    config: EvaluationConfig,
    seed: int,
) -> Scores:
    """Return what every variation reached on one corpus and split, and how far it lies above the reference.

    Args:
        results: variation -> seed -> result.
        reference: the variation that the others are compared with.
        labels: in the order of the counts.
        config: resamples and confidence.
        seed: of the resamples.
    """
    every = [result for by_seed in results.values() for result in by_seed.values()]
    articles = sorted({article for result in every for article in result["articles"]})
    rng = np.random.default_rng(seed)
    resamples = Resamples.draw(articles, config.resamples, config.confidence, rng)
    drawn = {
        name: {s: _draw(result, articles, resamples) for s, result in by_seed.items()}
        for name, by_seed in results.items()
    }
    rows = []
    for name, by_seed in results.items():
        row = {"variation": name, **_reached(by_seed, drawn[name], labels, resamples)}
        shared = sorted(drawn[name].keys() & drawn.get(reference, {}).keys())
        row["difference"] = None
        if name != reference and shared:
            pairs = [(drawn[name][s], drawn[reference][s]) for s in shared]
            above = [_Drawn(a.labels - b.labels, a.macro - b.macro) for a, b in pairs]
            row["difference"] = {
                **_estimates(above, labels, resamples),
                "seeds": shared,
                "same_test_articles": all(
                    by_seed[s]["articles"].keys() == results[reference][s]["articles"].keys()
                    for s in shared
                ),
            }
        rows.append(row)
    return {
        "test_articles": len(articles),
        "variations": rows,
        "expected_best": expected_best([row["validation"] for row in rows]),
    }


def _draw(result: Result, articles: Sequence[str], resamples: Resamples) -> _Drawn:
    """Return F1 on the articles that a result tested, each as often as it was drawn."""
    nothing = np.zeros_like(next(iter(result["articles"].values())))
    counts = np.array([result["articles"].get(article, nothing) for article in articles], float)
    f1 = np.asarray(ratios(resamples.sums(counts))["f1"])
    return _Drawn(f1, mean_over_labels(f1[:, ~np.isnan(f1[0])]))


def _reached(
    by_seed: Mapping[int, Result],
    drawn: Mapping[int, _Drawn],
    labels: Sequence[str],
    resamples: Resamples,
) -> Scores:
    """Return the figures of one variation: means over seeds with intervals, and how far seeds lie apart."""
    figures = [result["figures"] for result in by_seed.values()]
    return {
        "seeds": {
            str(seed): {
                "experiment": result["experiment"],
                "macro_f1": result["figures"]["macro"]["f1"],
                "validation": result["validation"]["macro"],
                "train": result["train"],
                "test": result["test"],
                "chosen": result["chosen"],
            }
            for seed, result in by_seed.items()
        },
        "f1": _estimates(list(drawn.values()), labels, resamples),
        "spread": _spread([each["macro"]["f1"] for each in figures]),
        "macro": {
            name: _mean_of([each["macro"][name] for each in figures]) for name in MACRO_FIGURES
        },
        "validation": _mean_of([result["validation"]["macro"] for result in by_seed.values()]),
    }


def _estimates(drawn: Sequence[_Drawn], labels: Sequence[str], resamples: Resamples) -> Scores:
    """Return the mean over seeds with its interval over articles, per label and macro."""
    by_label = np.mean([each.labels for each in drawn], axis=0)
    macro = np.mean([each.macro for each in drawn], axis=0)
    return {
        "labels": {
            label: resamples.estimate(column).to_json()
            for label, column in zip(labels, by_label.T, strict=True)
        },
        "macro": resamples.estimate(macro).to_json(),
    }


def _spread(values: Sequence[float | None]) -> Scores | None:
    """Return how far the values of several seeds lie apart."""
    known = [value for value in values if value is not None]
    if len(known) < 2:  # noqa: PLR2004 - one value has no spread
        return None
    deviation = round(float(np.std(known, ddof=1)), 6)
    return {"deviation": deviation, "low": min(known), "high": max(known), "seeds": len(known)}


def _mean_of(values: Sequence[float | None]) -> float | None:
    """Return the mean, undefined where one of the values is."""
    known = [value for value in values if value is not None]
    return round(float(np.mean(known)), 6) if known and len(known) == len(values) else None


def expected_best(values: Sequence[float | None]) -> list[dict[str, float | int]]:
    """Return the expected best validation score of n variations tried, for every n up to all of them.

    Dodge et al. 2019, *Show Your Work: Improved Reporting of Experimental Results*: the expected maximum of n draws from
    the variations, with replacement, and its standard deviation. Nothing where there are too few to say.

    >>> [round(point["value"], 3) for point in expected_best([0.1, 0.2, 0.3, 0.4])]
    [0.25, 0.312, 0.344, 0.362]
    """
    known = np.sort([value for value in values if value is not None])
    if len(known) < FEWEST_TO_EXPECT:
        return []
    below = np.arange(len(known) + 1) / len(known)
    points: list[dict[str, float | int]] = []
    for tried in range(1, len(known) + 1):
        chance = np.diff(below**tried)  # that the best of them is the k-th of all
        mean = float(chance @ known)
        variance = max(0.0, float(chance @ known**2) - mean**2)
        points.append(
            {"tried": tried, "value": round(mean, 6), "deviation": round(variance**0.5, 6)}
        )
    return points
