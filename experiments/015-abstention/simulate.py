"""Does the bound of `predict --risk` hold? News is made, a classifier trained on it, and its kept decisions looked at in new news.

    python experiments/015-abstention/simulate.py [--draws 200] [--jobs 2]

writes `simulation.json` and `simulation.md` beside itself.
"""

import argparse
import itertools
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray
from scipy import special  # its functions travel to processes by the module alone
from sklearn.linear_model import LogisticRegression

from mediaframe.config import TrainingConfig
from mediaframe.files.writing import json_text
from mediaframe.model.calibration import find_threshold, fit_platt
from mediaframe.model.certainty import CONFIDENCE, Certainty, Side, find_certainties

HERE = Path(__file__).parent
SEED = 20261201
FEATURES, FOLDS, SENTENCES, NEW = 10, 5, 12, 600  # NEW: articles that decisions are looked at in
SHARES = {"half": 0.0, "a seventh": -2.6, "a twentieth": -4.4}  # log-odds at the middle
ALIKE = {"articles do not matter": (0.0, 0.0), "articles matter": (1.2, 0.7)}  # of labels, features
ARTICLES = (60, 250)
RISKS = (0.05, 0.1, 0.2)
SIDES: tuple[Side, Side] = ("yes", "no")

News = tuple[NDArray[np.float64], NDArray[np.bool_], NDArray[np.intp]]
Setting = tuple[str, str, int]  # share, likeness, articles
Drawn = tuple[float, float | None, float | None]  # kept, wrong of those kept, wrong of all


def make_news(
    rng: np.random.Generator, articles: int, middle: float, alike: tuple[float, float]
) -> News:
    """Return features, labels and articles of sentences; what an article shares no classifier sees."""
    article_of = np.repeat(np.arange(articles), rng.poisson(SENTENCES - 1, articles) + 1)
    features = rng.normal(size=(len(article_of), FEATURES))
    features += alike[1] * rng.normal(size=(articles, FEATURES))[article_of]
    shared = alike[0] * rng.normal(size=articles)[article_of]
    weights = 2.2 / np.sqrt(np.arange(1, FEATURES + 1))
    log_odds = middle + features @ weights + shared
    return features, rng.random(len(article_of)) < special.expit(log_odds), article_of


def train(
    features: NDArray[np.float64], targets: NDArray[np.bool_], article_of: NDArray[np.intp]
) -> tuple[Callable[[NDArray[np.float64]], NDArray[np.float64]], float, Certainty]:
    """Return how new features are scored, the threshold, and what holds of decisions: as training does it."""
    raw = np.empty(len(targets))
    for fold in range(FOLDS):
        out = article_of % FOLDS == fold
        fit = LogisticRegression(C=1.0).fit(features[~out], targets[~out])
        raw[out] = fit.decision_function(features[out])
    slope, offset = fit_platt(raw, targets)
    scores = special.expit(slope * raw + offset)
    threshold = find_threshold(TrainingConfig(), targets, scores)
    certainty = find_certainties(
        ["label"],
        scores[:, None],
        scores[:, None] >= threshold,
        targets[:, None],
        [f"a{number:05d}" for number in article_of],
    )["label"]
    whole = LogisticRegression(C=1.0).fit(features, targets)
    return (
        lambda new: special.expit(slope * whole.decision_function(new) + offset),
        threshold,
        certainty,
    )


def draw(setting: Setting, seed: np.random.SeedSequence) -> dict[tuple[Side, float], Drawn]:
    """Return, for each side and risk, the share of decisions kept and the share of those that are wrong."""
    share, alike, articles = setting
    rng = np.random.default_rng(seed)
    score, threshold, certainty = train(*make_news(rng, articles, SHARES[share], ALIKE[alike]))
    features, targets, _ = make_news(rng, NEW, SHARES[share], ALIKE[alike])
    scores = score(features)
    found = {}
    for side, risk in itertools.product(SIDES, RISKS):
        decided = scores >= threshold if side == "yes" else scores < threshold
        confidence = scores if side == "yes" else 1 - scores
        least = certainty.least(side, risk)
        kept = decided & (confidence >= least) if least is not None else decided & False
        wrong = targets[kept] != (side == "yes")
        base = float((targets[decided] != (side == "yes")).mean()) if decided.any() else None
        found[side, risk] = (
            float(kept.sum() / max(1, decided.sum())),
            float(wrong.mean()) if len(wrong) else None,
            base,
        )
    return found


def summarise(
    setting: Setting, results: Iterable[dict[tuple[Side, float], Drawn]]
) -> Iterator[dict[str, Any]]:
    """Yield a row for each side and risk of a setting."""
    gathered = defaultdict(list)
    for found in results:
        for key, values in found.items():
            gathered[key].append(values)
    for (side, risk), values in gathered.items():
        kept, wrong, base = zip(*values, strict=True)
        some = [each for each in wrong if each is not None]
        bases = [each for each in base if each is not None]
        broken = sum(each > risk for each in some)
        yield dict(zip(("share", "alike", "articles"), setting, strict=True)) | {
            "side": side,
            "risk": risk,
            "draws": len(values),
            "some_kept": len(some),
            "held": round(1 - broken / len(values), 4),
            "kept": round(float(np.mean(kept)), 4),
            "wrong": round(float(np.mean(some)), 4) if some else None,
            "wrong_without": round(float(np.mean(bases)), 4) if bases else None,
        }


def table(rows: Sequence[dict[str, Any]]) -> str:
    """Return the rows as Markdown."""
    names = list(rows[0])
    lines = [names, ["---"] * len(names)]
    lines += [["–" if row[name] is None else str(row[name]) for name in names] for row in rows]
    return "".join("| " + " | ".join(line) + " |\n" for line in lines)


def main() -> None:
    """Run all settings and write what came out."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--draws", type=int, default=200)
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    rows = []
    for number, setting in enumerate(itertools.product(SHARES, ALIKE, ARTICLES)):
        seeds = np.random.SeedSequence([SEED, number]).spawn(options.draws)
        results = Parallel(options.jobs)(delayed(draw)(setting, seed) for seed in seeds)
        rows += summarise(setting, results)
    held = [row["held"] for row in rows]
    total = sum(row["draws"] for row in rows)
    answer = {
        "confidence": CONFIDENCE,
        "held": round(float(np.mean(held)), 4),
        "least_held": min(held),
        "bounds": total,
        "rows": rows,
    }
    (HERE / "simulation.json").write_text(json_text(answer), encoding="utf-8")
    (HERE / "simulation.md").write_text(table(rows), encoding="utf-8")


if __name__ == "__main__":
    main()
