"""Measure real news whose every label is known, again and again: how often does the interval hold the full count?

The labelled files of ../shared/corpora are the news, but for the third of their articles that is set aside; the baseline, trained on the
invented corpus alone, scores them; the known labels of the sentences drawn are the coding.

Usage: python corpora.py [-n DRAWS] [--model FOLDER] [--corpora FOLDER] [-o FOLDER]
"""

import argparse
import json
from pathlib import Path

import numpy as np

from mediaframe import load_model
from mediaframe.article.sentences import place_in_articles
from mediaframe.codebook.combinations import Combination, parse_combination
from mediaframe.data.standoff import is_set_aside
from mediaframe.files.writing import write_json
from mediaframe.measurement.drawing import draw, make_frame
from mediaframe.measurement.news import ScoredNews
from mediaframe.measurement.plan import MeasurementPlan, SamplePlan
from mediaframe.results.prevalence import Design
from mediaframe.results.shares import CodedSample, estimate_group

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
FILES = ("world-news", "election-news", "wikinews", "ukraine-news", "gum-news")
COUNTED = ("attribution", "official_claim", "contested_claim", "official_claim & contested_claim")
CONFIDENCE, SEED = 0.95, 20261201
PLANS = {
    "200 single sentences": SamplePlan(unit="sentence", size=200, strata=("file",)),
    "200 single sentences, Neyman": SamplePlan(
        unit="sentence", size=200, strata=("file",), allocation="neyman"
    ),
    "20 whole articles": SamplePlan(unit="article", size=20, strata=("file",)),
    "60 whole articles": SamplePlan(unit="article", size=60, strata=("file",)),
    "60 whole articles, finite": SamplePlan(unit="article", size=60, strata=("file",)),
}
FINITE = "60 whole articles, finite"  # with the finite-population correction


def read_corpora(corpora: Path, model_folder: Path) -> tuple[ScoredNews, list[tuple[str, ...]]]:
    """Return the news with scores, and the labels of every sentence."""
    model = load_model(model_folder)
    rows = [
        {**row, "file": name}
        for name in FILES
        for row in map(json.loads, (corpora / f"{name}.jsonl").open(encoding="utf-8"))
        if not is_set_aside(row["article_id"])
    ]
    articles, ids, texts = ([row[k] for row in rows] for k in ("article_id", "sentence_id", "text"))
    scores = np.zeros((len(rows), len(model.labels)))
    decided = np.zeros(scores.shape, dtype=np.bool_)
    for position, labelled in enumerate(model.label(place_in_articles(texts, articles, ids))):
        scores[position] = [labelled.scores[label] for label in model.labels]
        decided[position] = [label in labelled.labels for label in model.labels]
    files = [row["file"] for row in rows]
    news = ScoredNews(
        "0" * 64, ids, articles, texts, {"file": files}, model.labels, scores, decided
    )
    return news, [tuple(row["labels"]) for row in rows]


def measure(
    news: ScoredNews, labels: list[tuple[str, ...]], name: str, draws: int
) -> list[dict[str, object]]:
    """Return, for every thing counted and file, how often the interval held the full count."""
    plan = MeasurementPlan(name="real", news="none", count=COUNTED, sample=PLANS[name])
    counted = [parse_combination(text, news.labels) for text in COUNTED]
    frame = make_frame(plan, news, counted)
    file_of = np.array([FILES.index(name) for name in news.columns["file"]])
    rng = np.random.default_rng([SEED, list(PLANS).index(name)])
    drawn = [draw(frame, rng) for _ in range(draws)]
    designs = [
        Design.of(
            1 / each.probabilities,
            news.article_codes[each.rows],
            np.array(each.strata),
            each.probabilities if name == FINITE else None,
        )
        for each in drawn
    ]
    return [
        tell(each, kind, group, codes, news, labels, drawn, designs)
        for each in counted
        for kind, codes in (("all", np.zeros_like(file_of)), ("file", file_of))
        for group in range(codes.max() + 1)
    ]


def tell(each: Combination, kind, group, codes, news, labels, drawn, designs) -> dict[str, object]:  # noqa: ANN001, PLR0913, PLR0917
    truth = np.array([float(each.holds(of)) for of in labels])
    scores, inside = news.score_of(each), codes == group
    own, alone, lengths = [], [], []
    for one, design in zip(drawn, designs, strict=True):
        sample = CodedSample(truth[one.rows], scores[one.rows], codes[one.rows], design)
        members = sample.groups == group
        if members.any():
            mean = scores[inside].mean()
            own.append(estimate_group(sample, members, mean))
            alone.append(estimate_group(sample, members, mean, 0.0))
            lengths.append(members.sum())
    bounds, labels_only = (np.array([e.bounds(CONFIDENCE) for e in es]) for es in (own, alone))
    share = truth[inside].mean()
    held = (bounds[:, 0] <= share) & (share <= bounds[:, 1])
    held_alone = (labels_only[:, 0] <= share) & (share <= labels_only[:, 1])
    return {
        "counted": each.name,
        "group": "all" if kind == "all" else FILES[group],
        "share": round(float(share), 4),
        "classifier_counted": round(float(news.decided_of(each)[inside].mean()), 4),
        "draws": len(held),
        "coded_sentences": round(float(np.mean(lengths)), 1),
        "held": round(float(held.mean()), 4),
        "held_se": round(float(np.sqrt(held.mean() * (1 - held.mean()) / len(held))), 4),
        "held_labels_only": round(float(held_alone.mean()), 4),
        "mean_estimate": round(float(np.mean([e.share.value for e in own])), 4),
        "width": round(float(np.diff(bounds).mean()), 4),
        "width_labels_only": round(float(np.diff(labels_only).mean()), 4),
        "exact": round(float(np.mean([e.basis.kind == "exact" for e in own])), 3),
    }


def table(results: dict[str, list[dict[str, object]]]) -> str:
    """Return the results as Markdown."""
    header = (
        "plan",
        "counted",
        "group",
        "coded",
        "true",
        "classifier",
        "held",
        "width",
        "labels only",
    )
    lines = [header, ("---",) * len(header)]
    for plan, measured in results.items():
        for each in measured:
            percents = (
                each[k]
                for k in ("share", "classifier_counted", "held", "width", "width_labels_only")
            )
            told = (plan, each["counted"], each["group"], f"{each['coded_sentences']:.0f}")
            lines.append((*told, *(f"{100 * value:.1f}" for value in percents)))
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-n", type=int, default=500, help="draws a plan")
    parser.add_argument("--model", type=Path, default=ROOT / "reports" / "baseline")
    parser.add_argument("--corpora", type=Path, default=ROOT.parent / "shared" / "corpora")
    parser.add_argument("-o", type=Path, default=HERE, help="folder for the results")
    options = parser.parse_args()
    news, labels = read_corpora(options.corpora, options.model)
    results = {name: measure(news, labels, name, options.n) for name in PLANS}
    write_json(
        options.o / "corpora.json",
        {
            "seed": SEED,
            "sentences": len(labels),
            "articles": len(set(news.article_ids)),
            "plans": results,
        },
    )
    text = table(results)
    (options.o / "corpora.md").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
