"""Simulate pairs of systems on articles like those of the bundled corpus: how often does `compare` cry wolf?

Usage: python measure.py [-n SIMULATIONS] [--jobs JOBS] [-o results.json]
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray

from mediaframe.codebook import load_codebook
from mediaframe.config.file import load_config
from mediaframe.data.corpus import Corpus, read_corpus
from mediaframe.experiment.fitting import fit_model
from mediaframe.experiment.plan import plan_experiment
from mediaframe.results.comparison import Chance, compare_systems
from mediaframe.results.comparison_scores import PairDifferences
from mediaframe.results.estimates import Interval, SystemFigures
from mediaframe.results.metrics import System, Targets

HERE = Path(__file__).parent
CONFIG = HERE.parents[1] / "configs" / "baseline.yaml"
SEED = 20261122
RESAMPLES, PERMUTATIONS, CONFIDENCE = 1000, 999, 0.95
SENTENCES_EVERY = (
    4  # simulations, of which one is also compared by sentences: that takes three times as long
)
SHARED = 0.7  # of the sentences on which two systems follow a third, as models of the same data do
PART = 125  # simulations that share a stream of chance, so that parts may run side by side
Rates = NDArray[np.float64]  # (labels,)
Tallies = list[dict[str, list[bool]]]


@dataclass(frozen=True)
class Errors:
    """How a system errs, per label: its rates, and how alike errors within an article are (ICC)."""

    recall: Rates
    alarms: Rates  # share of negatives that it gives the label
    alike: float

    def decide(
        self, targets: Targets, article_of: NDArray[np.intp], rng: np.random.Generator
    ) -> Targets:
        """Return decisions on sentences; every article has rates of its own around the system's."""
        n_articles = article_of.max() + 1
        strength = (1 - self.alike) / self.alike  # of the beta distribution with this ICC
        recall, alarms = (
            rng.beta(rates * strength, (1 - rates) * strength, (n_articles, len(rates)))[article_of]
            for rates in (self.recall, self.alarms)
        )
        return rng.random(targets.shape) < np.where(targets, recall, alarms)

    def f1(self, prevalence: Rates) -> Rates:
        """Return the F1 that follows from the rates where articles are endless."""
        hits = self.recall * prevalence
        return 2 * hits / (hits + self.alarms * (1 - prevalence) + prevalence)

    def reluctant(self, prevalence: Rates) -> "Errors":
        """Return errors with a third of the false alarms and fewer hits, at the same F1."""
        alarms = self.alarms / 3
        claimed = alarms * (1 - prevalence) + prevalence
        recall = claimed / (prevalence * (2 / self.f1(prevalence) - 1))
        return Errors(recall, alarms, self.alike)

    def weaker(self) -> "Errors":
        """Return errors with five points less recall."""
        return Errors(self.recall - 0.05, self.alarms, self.alike)


def measured_errors() -> tuple[Rates, Rates, list[float]]:
    """Return recall, false alarms and ICCs (misses, then alarms, per label) of the baseline on its test articles."""
    config = load_config(CONFIG)
    plan = plan_experiment(config)
    test, classifier = plan.test, fit_model(config, plan.train).classifier
    decisions, coded = classifier.decide(classifier.score(test.sentences)), test.targets
    articles = np.unique(test.articles, return_inverse=True)[1]
    recall = (decisions & coded).sum(axis=0) / coded.sum(axis=0)
    alarms = (decisions & ~coded).sum(axis=0) / (~coded).sum(axis=0)
    iccs = [
        icc(decisions[is_side[:, column], column], articles[is_side[:, column]])
        for is_side in (coded, ~coded)
        for column in range(len(test.labels))
    ]
    return recall, alarms, iccs


def icc(values: Targets, articles: NDArray[np.intp]) -> float:
    """Return the intraclass correlation of yes/no values within articles (analysis of variance)."""
    _, article_of, sizes = np.unique(articles, return_inverse=True, return_counts=True)
    means = np.bincount(article_of, values) / sizes
    between = (sizes * (means - values.mean()) ** 2).sum() / (len(sizes) - 1)
    within = ((values - means[article_of]) ** 2).sum() / (len(values) - len(sizes))
    size = (len(values) - (sizes**2).sum() / len(values)) / (len(sizes) - 1)
    return float((between - within) / (between + (size - 1) * within))


def by_article(corpus: Corpus) -> list[Targets]:
    """Return the targets of each article."""
    starts = np.unique(np.array(corpus.articles), return_index=True)[1]
    return np.split(corpus.targets, starts[1:])


def draw_articles(
    stories: list[Targets], n: int, rng: np.random.Generator
) -> tuple[Targets, NDArray[np.intp]]:
    """Return the targets of n articles drawn with replacement, and which one each sentence is of."""
    drawn = [stories[article] for article in rng.integers(len(stories), size=n)]
    return np.concatenate(drawn), np.repeat(np.arange(n), [len(story) for story in drawn])


def system(name: str, decisions: Targets, rng: np.random.Generator) -> System:
    """Return a system whose scores are in chance order on each side of its threshold."""
    return System(name, decisions, (decisions + rng.random(decisions.shape)) / 2)


@dataclass(frozen=True)
class Scenario:
    """Two systems, and how many articles they are compared on."""

    name: str
    first: Errors
    second: Errors
    articles: int
    has_scores: bool = False


def simulate(
    corpus: Corpus, scenario: Scenario, n: int, rng: np.random.Generator
) -> dict[str, Tallies]:
    """Return what each comparison claimed and covered, by articles and by sentences."""
    prevalence = corpus.targets.mean(axis=0)
    truths = [errors.f1(prevalence) for errors in (scenario.first, scenario.second)]
    stories = by_article(corpus)
    is_same = scenario.first is scenario.second
    tallies: dict[str, Tallies] = {"articles": [], "sentences": []}
    for number in range(n):
        targets, article_of = draw_articles(stories, scenario.articles, rng)
        follows = (rng.random(targets.shape) < SHARED) & is_same
        led = scenario.first.decide(targets, article_of, rng)
        decided = [
            np.where(follows, led, errors.decide(targets, article_of, rng))
            for errors in (scenario.first, scenario.second)
        ]
        systems = [
            system(name, decisions, rng) if scenario.has_scores else System(name, decisions)
            for name, decisions in zip("ab", decided, strict=True)
        ]
        units = {"articles": article_of, "sentences": np.arange(len(targets))}
        if scenario.has_scores or number % SENTENCES_EVERY:
            del units["sentences"]
        for unit, names in units.items():
            chance = Chance.draw(list(map(str, names)), RESAMPLES, PERMUTATIONS, CONFIDENCE, rng)
            figures, (pair,) = compare_systems(corpus.labels, targets, systems, [(0, 1)], chance)
            tallies[unit].append(tally(figures, pair, truths))
    return tallies


def shares(parts: Sequence[dict[str, Tallies]]) -> dict[str, dict[str, float]]:
    """Return, by unit, how many simulations there were and how often each thing came about."""
    together = {unit: [told for part in parts for told in part[unit]] for unit in parts[0]}
    return {
        unit: {
            "simulations": len(found),
            **{key: round(float(np.mean([told[key] for told in found])), 4) for key in found[0]},
        }
        for unit, found in together.items()
        if found
    }


def tally(
    figures: Sequence[SystemFigures], pair: PairDifferences, truths: Sequence[Rates]
) -> dict[str, list[bool]]:
    """Return what one comparison claimed, and which of its intervals held the truth."""
    entries = [differences.f1 for differences in pair.labels.values()]
    ranked = [differences.average_precision for differences in pair.labels.values()]
    estimates = [[label.f1 for label in told.labels.values()] for told in figures]
    gaps = truths[0] - truths[1]
    macros = [told.macro.f1 for told in figures]
    found = {
        "p_below_05": [entry.p < 0.05 for entry in entries],
        "p_below_05_macro": [pair.macro.f1.p < 0.05],
        "any_p_holm_below_05": [any(entry.p_holm < 0.05 for entry in (*entries, pair.macro.f1))],
        "covered_f1": [
            holds(estimate, value)
            for side, truth in zip(estimates, truths, strict=True)
            for estimate, value in zip(side, truth, strict=True)
        ],
        "covered_macro_f1": [
            holds(macro, truth.mean()) for macro, truth in zip(macros, truths, strict=True)
        ],
        "covered_difference": [holds(entry, gap) for entry, gap in zip(entries, gaps, strict=True)],
        "covered_macro_difference": [holds(pair.macro.f1, gaps.mean())],
    }
    if ranked[0].p is not None:
        found["p_below_05_average_precision"] = [entry.p < 0.05 for entry in ranked]
    return found


def holds(estimate: Interval, truth: float) -> bool:
    """Return whether an interval holds the truth; figures are written with six digits."""
    return bool(estimate.low - 1e-6 <= truth <= estimate.high + 1e-6)


def scenarios(
    corpus: Corpus, recall: Rates, alarms: Rates, alike: float
) -> list[tuple[Scenario, int]]:
    """Return what is simulated, each with the divisor of the number of simulations."""
    prevalence = corpus.targets.mean(axis=0)
    plain, clustered = Errors(recall, alarms, alike), Errors(recall, alarms, 0.2)
    alike_errors = "equal systems, errors of an article alike (ICC 0.2)"
    return [
        (Scenario("equal systems", plain, plain, 64), 1),
        (Scenario(alike_errors, clustered, clustered, 64), 4),
        (Scenario("equal systems, few articles", plain, plain, 20), 4),
        (Scenario("equal F1, other errors", plain, plain.reluctant(prevalence), 64), 4),
        (Scenario("five points of recall apart", plain, plain.weaker(), 64), 4),
        (Scenario("equal systems with scores", plain, plain, 64, has_scores=True), 16),
    ]


def main(n: int, jobs: int, output: Path) -> None:
    corpus = read_corpus("bundled", load_codebook())
    recall, alarms, iccs = measured_errors()
    alike = max(0.01, float(np.mean(iccs)))
    results: dict[str, object] = {
        "corpus_sha256": corpus.sha256,
        "labels": list(corpus.labels),
        "recall": recall.round(4).tolist(),
        "false_alarms": alarms.round(4).tolist(),
        "icc_of_misses_then_alarms": np.round(iccs, 4).tolist(),
        "icc": round(alike, 4),
        "resamples": RESAMPLES,
        "permutations": PERMUTATIONS,
        "seed": SEED,
    }
    print(json.dumps(results))
    rows = []
    with Parallel(n_jobs=jobs) as parallel:
        for index, (scenario, divisor) in enumerate(scenarios(corpus, recall, alarms, alike)):
            parts = parallel(
                delayed(simulate)(
                    corpus, scenario, PART, np.random.default_rng([SEED, index, part])
                )
                for part in range(n // divisor // PART)
            )
            rows.append(
                {"scenario": scenario.name, "articles": scenario.articles, "by": shares(parts)}
            )
            print(json.dumps(rows[-1]), flush=True)
    output.write_text(json.dumps({**results, "scenarios": rows}, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-n", type=int, default=2000, help="simulations of the first scenario")
    parser.add_argument(
        "--jobs", type=int, default=2, help="processes; results do not depend on it"
    )
    parser.add_argument("-o", type=Path, default=HERE / "results.json")
    arguments = parser.parse_args()
    main(arguments.n, arguments.jobs, arguments.o)
