"""Simulate scored news whose shares are known, and measure them: do the intervals hold what they promise?

Usage: python simulate.py [-n DRAWS] [--jobs JOBS] [-o FOLDER]
"""

import argparse
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from joblib import Parallel, delayed
from matplotlib.figure import Figure

from mediaframe.codebook.combinations import Combination, parse_combination
from mediaframe.files.writing import write_json
from mediaframe.measurement.drawing import Drawn, Frame, draw, make_frame
from mediaframe.measurement.news import ScoredNews
from mediaframe.measurement.plan import MeasurementPlan, SamplePlan
from mediaframe.results.figures import COLOURS, GREY, lay_out, render, style
from mediaframe.results.prevalence import Design
from mediaframe.results.shares import CodedSample, compare_groups, estimate_group
from mediaframe.results.tables import spelled

HERE = Path(__file__).parent
SEED = 20261201
CONFIDENCE = 0.95
LABELS = ("attribution", "official_claim", "contested_claim", "both")
PREVALENCE = np.array([0.5, 0.14, 0.06, 0.02])  # as in real news
ALIKE = np.array([0.15, 0.2, 0.1, 0.06])  # of an article's sentences (ICC), as in real news
OUTLETS = np.array([0.4, 0.3, 0.2, 0.1])  # shares of the articles
TILT = np.array([0.7, 0.9, 1.2, 1.5])  # an outlet's prevalence over that of all
ARTICLES, LENGTH, SPREAD = 800, 25, 4  # in the news; mean sentences of one; shape of the lengths
POPULATIONS = 8  # drawn anew within a setting


@dataclass(frozen=True)
class Setting:
    """News, a classifier and a sample."""

    name: str
    size: int = 60
    sharp: float = (
        2.0  # how far apart scores of positives and negatives lie, in standard deviations
    )
    drift: float = (
        0.4  # how far the classifier leans to yes in the last outlet and to no in the first
    )
    alike: float = 1.0  # times the ICC of real news
    sample: SamplePlan = field(default_factory=SamplePlan)
    equal_outlets: bool = False  # as many articles of each outlet, so that probabilities differ
    finite: bool = False


BASE = Setting("as in real news, 60 articles")
BY_OUTLET = SamplePlan(strata=("outlet",))
SETTINGS = (
    replace(BASE, name="20 articles", size=20),
    replace(BASE, name="40 articles", size=40),
    BASE,
    replace(BASE, name="200 articles", size=200),
    replace(BASE, name="weak classifier", sharp=1.0),
    replace(BASE, name="strong classifier", sharp=3.5),
    replace(BASE, name="useless classifier", sharp=0.0),
    replace(BASE, name="errs otherwise in every outlet", drift=1.2),
    replace(BASE, name="sentences of an article not alike", alike=0.05),
    replace(BASE, name="sentences of an article very alike", alike=2.0),
    replace(BASE, name="20 articles, by outlet", size=20, sample=BY_OUTLET),
    replace(BASE, name="60 articles, by outlet", sample=BY_OUTLET),
    replace(BASE, name="15 of each outlet (unequal)", sample=BY_OUTLET, equal_outlets=True),
    replace(BASE, name="Neyman by score", sample=SamplePlan(allocation="neyman")),
    replace(BASE, name="single sentences, 200", size=200, sample=SamplePlan(unit="sentence")),
    replace(BASE, name="single sentences, 1,000", size=1000, sample=SamplePlan(unit="sentence")),
    replace(
        BASE,
        name="single sentences, 1,000, Neyman",
        size=1000,
        sample=SamplePlan(unit="sentence", allocation="neyman"),
    ),
    replace(BASE, name="300 of 800 articles, finite", size=300, finite=True),
)


@dataclass(frozen=True)
class Parted:
    """Groups of the news and what is true of them, each (groups, labels)."""

    codes: np.ndarray  # (sentences,)
    truth: np.ndarray
    mean_scores: np.ndarray
    naive: np.ndarray


@dataclass(frozen=True)
class World:
    """News in which every label is known."""

    news: ScoredNews
    truth: np.ndarray  # (sentences, labels)
    groupings: dict[str, Parted]


def part(codes: np.ndarray, *columns: np.ndarray) -> Parted:
    """Return groups with the means of columns in them."""
    means = [
        np.stack([c[codes == g].mean(axis=0) for g in range(codes.max() + 1)]) for c in columns
    ]
    return Parted(codes, *means)


def make_world(setting: Setting, rng: np.random.Generator) -> World:
    """Return news with articles that differ in length and prevalence, and scores that tell labels apart."""
    lengths = 1 + rng.negative_binomial(SPREAD, SPREAD / (SPREAD + LENGTH - 1), ARTICLES)
    article = np.repeat(np.arange(ARTICLES), lengths)
    outlet = rng.choice(len(OUTLETS), ARTICLES, p=OUTLETS)
    rates = np.clip(PREVALENCE * TILT[outlet][:, None], 0.002, 0.95)
    strength = 1 / np.minimum(0.6, ALIKE * setting.alike) - 1
    own = rng.beta(rates * strength, (1 - rates) * strength)
    truth = rng.random((len(article), len(LABELS))) < own[article]
    lean = setting.drift * (outlet[article] / (len(OUTLETS) - 1) - 0.5)[:, None]
    seen = setting.sharp * truth + lean + rng.normal(0, 1, truth.shape)
    odds = PREVALENCE / (1 - PREVALENCE)
    logits = np.log(odds) + setting.sharp * (seen - setting.sharp / 2)
    scores = 1 / (1 + np.exp(-logits))
    names = [str(n) for n in range(len(article))]
    news = ScoredNews(
        "0" * 64,
        names,
        [str(n) for n in article],
        names,
        {"outlet": [str(n) for n in outlet[article]]},
        LABELS,
        scores,
        scores >= 0.5,
    )
    groupings = {
        kind: part(codes, truth, scores, news.decided)
        for kind, codes in (("all", np.zeros_like(article)), ("outlet", outlet[article]))
    }
    return World(news, truth.astype(np.float64), groupings)


def frame_of(setting: Setting, world: World, counted: list[Combination]) -> Frame:
    """Return what is drawn from."""
    sample = setting.sample.model_copy(update={"size": setting.size})
    plan = MeasurementPlan(name="simulated", news="none", count=LABELS, sample=sample)
    frame = make_frame(plan, world.news, counted)
    if not setting.equal_outlets:
        return frame
    return replace(frame, quotas=np.full(len(OUTLETS), setting.size // len(OUTLETS)))


def measure(setting: Setting, world: World, drawn: Drawn) -> Iterator[dict[str, object]]:
    """Yield, for every label in all news, in every outlet and between two, what was estimated and what is true."""
    rows, news = drawn.rows, world.news
    by_sentence = setting.finite and setting.sample.unit == "sentence"
    design = Design.of(
        1 / drawn.probabilities,
        None if by_sentence else news.article_codes[rows],
        np.array(drawn.strata),
        drawn.probabilities if setting.finite else None,
    )
    for column, label in enumerate(LABELS):
        for kind, groups in world.groupings.items():
            sample = CodedSample(
                world.truth[rows, column], news.scores[rows, column], groups.codes[rows], design
            )
            found = {}
            for group in np.unique(sample.groups):
                members = sample.groups == group
                mean_score = groups.mean_scores[group, column]
                own = estimate_group(sample, members, mean_score)
                alone = estimate_group(sample, members, mean_score, 0.0)
                truth, naive = groups.truth[group, column], groups.naive[group, column]
                found[group] = own, truth
                yield tell(kind, label, own, alone, truth, naive)
            if len(found) > 1:
                (one, here), *_, (other, there) = found.values()
                low, high = compare_groups(one, other, design).bounds(CONFIDENCE)
                yield {"kind": "difference", "label": label, "held": low <= here - there <= high}


def tell(kind, label, own, alone, truth, naive) -> dict[str, object]:  # noqa: ANN001
    bounds, labels_only = own.bounds(CONFIDENCE), alone.bounds(CONFIDENCE)
    return {
        "kind": kind,
        "label": label,
        "exact": own.basis.kind == "exact",
        "held": bounds.low <= truth <= bounds.high,
        "error": own.share.value - truth,
        "width": bounds.width,
        "held_labels": labels_only.low <= truth <= labels_only.high,
        "width_labels": labels_only.width,
        "naive_error": naive - truth,
    }


def run(setting: Setting, number: int, draws: int) -> list[dict[str, object]]:
    """Return what came of the draws from one world."""
    rng = np.random.default_rng([SEED, SETTINGS.index(setting), number])
    world = make_world(setting, rng)
    counted = [parse_combination(label, LABELS) for label in LABELS]
    frame = frame_of(setting, world, counted)
    return [told for _ in range(draws) for told in measure(setting, world, draw(frame, rng))]


def summary(told: list[dict[str, object]]) -> dict[str, float]:
    """Return coverage and widths, with twice their standard error of simulation."""
    held = np.array([each["held"] for each in told])
    result = {
        "n": len(held),
        "coverage": round(float(held.mean()), 4),
        "coverage_se": round(float(np.sqrt(held.mean() * (1 - held.mean()) / len(held))), 4),
    }
    if "width" not in told[0]:
        return result
    mean = {
        key: float(np.mean([each[key] for each in told]))
        for key in ("exact", "error", "width", "held_labels", "width_labels", "naive_error")
    }
    naive = np.array([each["naive_error"] for each in told])
    return result | {
        "exact_share": round(mean["exact"], 3),
        "bias": round(mean["error"], 5),
        "width": round(mean["width"], 4),
        "coverage_labels_only": round(mean["held_labels"], 4),
        "width_labels_only": round(mean["width_labels"], 4),
        "naive_bias": round(mean["naive_error"], 4),
        "naive_error": round(float(np.abs(naive).mean()), 4),
    }


def summarise(setting: Setting, told: list[dict[str, object]]) -> dict[str, object]:
    """Return the figures of a setting, by what is estimated and by label."""
    kinds = ("all", "outlet", "difference")
    return {
        "setting": {**asdict(setting), "sample": setting.sample.model_dump(mode="json")},
        **{
            kind: {
                label: summary([t for t in told if t["kind"] == kind and t["label"] == label])
                for label in LABELS
            }
            for kind in kinds
        },
    }


def draw_coverage(settings: list[dict[str, Any]]) -> Figure:
    """Return how often intervals held the truth, with twice the error of the simulation; the band is 93 to 97 %."""
    kinds = (
        ("all", "all news", "o"),
        ("outlet", "outlets", "D"),
        ("difference", "differences", "s"),
    )
    rows = np.arange(len(settings))
    with style():
        figure = Figure(figsize=(10.5, 0.9 + 0.34 * len(settings)), layout="constrained")
        panels = figure.subplots(1, len(LABELS), sharey=True, sharex=True)
        for axes, label, share in zip(panels, LABELS, PREVALENCE, strict=True):
            axes.axvspan(93, 97, color="#eeeeee")
            axes.axvline(95, color=GREY, linewidth=0.8)
            for index, (kind, name, mark) in enumerate(kinds):
                told = [each[kind][label] for each in settings]
                axes.errorbar(
                    [100 * each["coverage"] for each in told],
                    rows + 0.24 * (index - 1),
                    xerr=[200 * each["coverage_se"] for each in told],
                    fmt=mark,
                    color=COLOURS[index],
                    markersize=3.5,
                    linewidth=1,
                    label=name,
                )
            axes.set(title=f"{spelled(label)} ({share:.0%})", xlabel="held, %", xlim=(86, 100.5))
        panels[0].set_yticks(rows, [each["setting"]["name"] for each in settings])
        panels[0].set_ylim(len(settings) - 0.5, -0.5)
        handles, names = panels[0].get_legend_handles_labels()
        figure.legend(handles, names, loc="outside lower center", ncols=3)
        lay_out(figure)
    return figure


def table(settings: list[dict[str, Any]]) -> str:
    """Return coverage, width over that of labels alone, and the error of the naive count, as Markdown."""
    header = ["setting", *(f"{spelled(label)}" for label in LABELS)]
    lines = [header, ["---"] * len(header)]
    for each in settings:
        cells = []
        for label in LABELS:
            every, outlet, difference = (
                each[kind][label] for kind in ("all", "outlet", "difference")
            )
            coverage = " / ".join(f"{100 * k['coverage']:.1f}" for k in (every, outlet, difference))
            ratio = every["width"] / every["width_labels_only"]
            cells.append(
                f"{coverage} · {100 * every['width']:.1f} ({ratio:.2f}) · {100 * outlet['naive_error']:.1f}"
            )
        lines.append([each["setting"]["name"], *cells])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-n", type=int, default=400, help="draws a setting")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("-o", type=Path, default=HERE, help="folder for the results")
    options = parser.parse_args()
    each = options.n // POPULATIONS
    tasks = [(setting, number) for setting in SETTINGS for number in range(POPULATIONS)]
    told = Parallel(options.jobs)(delayed(run)(*task, each) for task in tasks)
    settings = [
        summarise(
            setting,
            [t for (s, _), part in zip(tasks, told, strict=True) if s == setting for t in part],
        )
        for setting in SETTINGS
    ]
    options.o.mkdir(parents=True, exist_ok=True)
    write_json(
        options.o / "simulation.json",
        {"seed": SEED, "draws": each * POPULATIONS, "settings": settings},
    )
    (options.o / "coverage.svg").write_bytes(render(draw_coverage(settings), "svg"))
    text = table(settings)
    (options.o / "simulation.md").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
