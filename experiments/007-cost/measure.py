"""Macro-F1 against CPU seconds, of training and of labelling, each in a process of its own.

Usage: python measure.py [--rounds 3] [--encoder FOLDER] [-o reports/007-cost]
FOLDER is a local encoder for the transformer and the sentence embeddings, which need their extras and are measured in the first round
alone: what takes hundreds of times as long need not be known to the last second.
"""

import argparse
import gc
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from mediaframe.config import ExperimentConfig
from mediaframe.config.file import load_config
from mediaframe.evaluation.scoring import score_model
from mediaframe.experiment.fitting import fit_model
from mediaframe.experiment.plan import plan_experiment
from mediaframe.files.writing import write_json
from mediaframe.results.estimates import Estimate
from mediaframe.results.figures import COLOURS, MARKS, add_grid, lay_out, style
from mediaframe.results.pages import save_figure, write_plain_page
from mediaframe.results.tables import Table, interval

ROOT = Path(__file__).parents[2]
REFERENCE = "baseline"
TICKS = (0.1, 0.3, 1, 3, 10, 30, 100)
SYSTEMS: dict[str, tuple[str, list[str]]] = {
    "majority": ("majority", []),
    "rules": ("rules", []),
    "naive Bayes": ("naive_bayes", []),
    "linear SVM": ("linear_svm", []),
    "ridge": ("ridge", []),
    "words": ("baseline", ["features.reading=null"]),
    "n-grams": ("ngrams", []),
    "reading": ("baseline", ["features.words=null"]),
    REFERENCE: ("baseline", []),
    "baseline + characters": ("baseline", ["features.characters={ngrams: [2, 5], min_df: 3}"]),
}


def with_encoder(folder: Path) -> dict[str, tuple[str, list[str]]]:
    """Return the systems that need a local encoder."""
    here = folder.resolve()
    return {
        "baseline + embeddings": ("embeddings", [f"features.embeddings.path={here}"]),
        "fine-tuned encoder": (
            "transformer",
            [f"head.path={here}", "head.epochs=3", "head.share=1"],
        ),
    }


def measure_here(config: ExperimentConfig) -> dict[str, Any]:
    """Train and label in this process; return CPU seconds and F1."""
    plan = plan_experiment(config)
    begun = time.process_time()
    model = fit_model(config, plan.train)
    training = time.process_time() - begun
    gc.collect()  # what training left would be cleared up at labelling's cost
    begun = time.process_time()
    model.classifier.score(plan.corpus.sentences)
    labelling = (time.process_time() - begun) / len(plan.corpus.sentences)
    read = model.read(plan.test.sentences)
    rules = plan.codebook.rules
    scores = score_model(plan.test, read, model.label(read), rules, config.evaluation, config.seed)
    return {
        "training": training,
        "labelling": labelling,
        "f1": scores.systems["model"].macro.f1.to_json(),
    }


def measure_apart(name: str, overrides: list[str]) -> dict[str, Any]:
    """Measure in a process of its own, in which nothing was read before; numeric threads are held to one."""
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
    command = [sys.executable, __file__, "--config", name, *overrides]
    done = subprocess.run(  # noqa: S603 - this very script
        command, check=True, capture_output=True, text=True, env={**os.environ, **threads}
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def ratios(rounds: list[dict[str, dict[str, Any]]], name: str, what: str) -> dict[str, float]:
    """Return how many times the reference's CPU seconds a system took, from round to round."""
    found = sorted(each[name][what] / each[REFERENCE][what] for each in rounds if name in each)
    return {"value": statistics.median(found), "low": found[0], "high": found[-1]}


def draw_cost(axes: Axes, results: dict[str, Any], what: str) -> None:
    """Draw macro-F1 over CPU seconds as a ratio to the reference's; what learns nothing is left out."""
    for index, (name, row) in enumerate(results.items()):
        if name == "majority":
            continue
        x, f1, colour = row[what]["value"], row["f1"], COLOURS[index % len(COLOURS)]
        axes.plot([x, x], [f1["low"], f1["high"]], color=colour, linewidth=1)
        axes.plot(x, f1["value"], MARKS[index // len(COLOURS)], color=colour, label=name)
    axes.set_xscale("log")
    axes.set_xticks(TICKS, [f"{tick:g}" for tick in TICKS])
    axes.minorticks_off()
    axes.set(xlabel=f"CPU seconds of {what}, times {REFERENCE}'s", ylabel="macro-F1 on test")
    add_grid(axes, "y")


def rows_of(results: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    for name, row in results.items():
        costs = (
            f"{row[w]['value']:.2f} [{row[w]['low']:.2f}, {row[w]['high']:.2f}]" for w in COSTS
        )
        yield name, interval(Estimate(**row["f1"])), *costs


COSTS = ("training", "labelling")


def write(folder: Path, results: dict[str, Any], rounds: int) -> None:
    """Write figures, table and page."""
    (folder / "figures").mkdir(parents=True, exist_ok=True)
    write_json(folder / "cost.json", {"rounds": rounds, "reference": REFERENCE, "systems": results})
    with style():
        figure = Figure(figsize=(7.5, 7.5), layout="constrained")
        panels = figure.subplots(2)
        for axes, what in zip(panels, COSTS, strict=True):
            draw_cost(axes, results, what)
        figure.legend(*panels[0].get_legend_handles_labels(), loc="outside right center")
        lay_out(figure)
    drawn = save_figure(folder / "figures", "cost", figure)
    header = ("system", "macro-F1", *(f"CPU of {what}" for what in COSTS))
    caption = (
        "Macro-F1 on the bundled corpus' test articles with 95 % intervals over articles; CPU seconds as times the "
        f"baseline's of the same round, median of {rounds} with lowest and highest."
    )
    table = Table("cost", caption, header, tuple(rows_of(results)))
    reached = [(row["f1"]["value"], name) for name, row in results.items()]
    headline = f"Highest macro-F1: {max(reached)[1]}. CPU seconds are ratios to {REFERENCE}."
    write_plain_page(
        folder / "cost.html", "What does accuracy cost?", headline, [table], figures=[drawn]
    )
    lines = [
        "# What does accuracy cost?",
        "",
        headline,
        "",
        "![cost](figures/cost.svg)",
        "",
        table.to_markdown(),
        "",
        caption,
        "",
    ]
    (folder / "cost.md").write_text("\n".join(lines), encoding="utf-8")
    print(table.to_text())


def main() -> None:
    """Measure every system in rounds, then write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--encoder", type=Path)
    parser.add_argument("-o", "--output", type=Path, default=ROOT / "reports" / "007-cost")
    parser.add_argument("--config", help=argparse.SUPPRESS)
    parser.add_argument("overrides", nargs="*", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.config:
        config = load_config(ROOT / "configs" / f"{arguments.config}.yaml", arguments.overrides)
        print(json.dumps(measure_here(config)))
        return

    further = with_encoder(arguments.encoder) if arguments.encoder else {}
    systems = SYSTEMS | further
    rounds = [
        {name: measure_apart(*system) for name, system in (SYSTEMS if number else systems).items()}
        for number in range(arguments.rounds)
    ]
    results = {
        name: {
            "f1": rounds[0][name]["f1"],
            **{what: ratios(rounds, name, what) for what in COSTS},
        }
        for name in systems
    }
    write(arguments.output, results, arguments.rounds)


if __name__ == "__main__":
    main()
