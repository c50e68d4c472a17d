"""Scored news in small, whose labels are known, and a measurement folder of it."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from mediaframe.measurement.planning import stamp_plan
from mediaframe.measurement.record import CODING
from mediaframe.measurement.sampling import sample_news
from tests.builders import LABELS, write_jsonl

PREVALENCE = (0.5, 0.25, 0.12)
OUTLETS = ("Courier", "Herald", "Post")

Truth = dict[str, list[str]]


def make_news(articles: int = 60, sentences: int = 10) -> tuple[list[dict[str, Any]], Truth]:
    """Return rows as `predict` writes them, and the labels that coders would give each sentence."""
    rng = np.random.default_rng(7)
    rows, truth = [], {}
    for article in range(articles):
        rates = rng.beta(np.array(PREVALENCE) * 8, (1 - np.array(PREVALENCE)) * 8)
        for number in range(sentences):
            held = rng.random(len(LABELS)) < rates
            scores = 1 / (1 + np.exp(-(3 * held - 2.2 + rng.normal(0, 1, len(LABELS)))))
            name = f"a{article:03d}:{number}"
            truth[name] = [label for label, yes in zip(LABELS, held, strict=True) if yes]
            rows.append(
                {
                    "article_id": f"a{article:03d}",
                    "sentence_id": name,
                    "text": f"Sentence {number} of article {article}.",
                    "outlet": OUTLETS[article % len(OUTLETS)],
                    "date": f"201{article % 4 + 5}-0{article % 9 + 1}-11",
                    "labels": [label for label, s in zip(LABELS, scores, strict=True) if s >= 0.5],
                    "scores": dict(zip(LABELS, scores.round(6).tolist(), strict=True)),
                }
            )
    return rows, truth


PLAN = """\
name: small
news: news.jsonl
count: [attribution, official_claim & not contested_claim]
groups: [outlet, year]
differences: [{by: outlet, against: Post}, {since: 2017-01-01}]
sample: {unit: article, size: 24, strata: [outlet], seed: 5}
width: 0.2
"""


def write_plan(folder: Path, text: str = PLAN) -> Path:
    """Write a plan and the news it names; return the path of the plan."""
    write_jsonl(folder / "news.jsonl", make_news()[0])
    path = folder / "plan.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def change_coding(path: Path, change: Callable[[list[dict[str, str]]], object]) -> None:
    """Change the rows of a coded file in place."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    columns = list(rows[0])
    change(rows)
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, columns)
        writer.writeheader()
        writer.writerows(rows)


def code(path: Path, truth: Truth) -> None:
    """Write the true labels into a file for coding."""

    def fill(rows: list[dict[str, str]]) -> None:
        for row in rows:
            row["labels"] = "|".join(truth[row["sentence_id"]])

    change_coding(path, fill)


def make_measurement(folder: Path, plan: str = PLAN) -> Path:
    """Return a measurement folder whose sample is coded."""
    stamp_plan(write_plan(folder, plan), folder / "measurement")
    sample_news(folder / "measurement")
    code(folder / "measurement" / CODING, make_news()[1])
    return folder / "measurement"
