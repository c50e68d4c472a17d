"""Train on invented news, or on it and real news; test on real articles set aside, all together and corpus by corpus.

Usage: python measure.py CORPORA [--encoder FOLDER] [--only SYSTEM]… [-o results.json]
CORPORA holds the five labelled files; FOLDER a local encoder, which takes its time: `--only` adds the rows of some systems to
results that are there. Scores on articles set aside are for the end: whoever chooses by them has spent them.
"""

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from mediaframe.codebook import load_codebook
from mediaframe.config import EvaluationConfig, ExperimentConfig
from mediaframe.config.file import load_config
from mediaframe.data.corpus import Corpus, join_corpora, read_corpus
from mediaframe.data.standoff import is_set_aside
from mediaframe.evaluation.scoring import score_model
from mediaframe.experiment.fitting import fit_model
from mediaframe.serving.labeller import Model

CONFIGS = Path(__file__).parents[2] / "configs"
SEED = 20261122
EPOCHS = 3  # of fine-tuning
LABELLED = ("world-news", "election-news", "wikinews", "ukraine-news", "gum-news")
CODEBOOK = load_codebook()


@dataclass(frozen=True)
class Row:
    """One system on one test set: F1 with interval of each label and of their mean."""

    system: str
    trained_on: str
    tested_on: str
    f1: dict[str, dict[str, float]]
    sentences: int
    articles: int


@dataclass(frozen=True)
class Job:
    """A system to train on one corpus and to test on others."""

    system: str
    config: ExperimentConfig
    trained_on: Corpus
    tested_on: list[Corpus]


def part(corpus: Corpus, name: str, *, set_aside: bool) -> Corpus:
    """Return the articles set aside, or the others."""
    rows = [is_set_aside(article) == set_aside for article in corpus.articles]
    return replace(corpus.take(np.flatnonzero(rows)), name=name)


def join(name: str, corpora: Sequence[Corpus]) -> Corpus:
    """Return corpora as one."""
    return replace(join_corpora({corpus.name: corpus for corpus in corpora}), name=name)


def test(model: Model, system: str, trained_on: str, corpus: Corpus) -> list[Row]:
    """Return the row of a model, and those of rules and always-yes where it is the first on this corpus."""
    read = model.read(corpus.sentences)
    labelled = model.label(read)
    scores = score_model(corpus, read, labelled, CODEBOOK, EvaluationConfig(), SEED)
    return [
        Row(
            system if name == "model" else name,
            trained_on if name == "model" else "–",
            corpus.name,
            {
                **{label: row.f1.to_json() for label, row in figures.labels.items()},
                "macro": figures.macro.f1.to_json(),
            },
            len(corpus.sentences),
            corpus.n_articles,
        )
        for name, figures in scores.systems.items()
    ]


def shuffled(corpus: Corpus) -> Corpus:
    """Return a corpus whose labels are dealt anew among its sentences."""
    order = np.random.default_rng(SEED).permutation(len(corpus.sentences))
    return replace(corpus, targets=corpus.targets[order])


def table(rows: Sequence[Row]) -> str:
    """Return rows as a Markdown table, without repeating baselines."""
    labels = list(rows[0].f1)
    lines = [
        f"| tested on | system | trained on | {' | '.join(labels)} |",
        "|---|---|---|" + "---|" * len(labels),
    ]
    for row in rows:
        cells = [
            "–" if f1["value"] is None else f"{f1['value']:.3f} [{f1['low']:.3f}, {f1['high']:.3f}]"
            for f1 in row.f1.values()
        ]
        lines.append(f"| {row.tested_on} | {row.system} | {row.trained_on} | {' | '.join(cells)} |")
    return "\n".join(lines)


def without(config: ExperimentConfig, *blocks: str) -> ExperimentConfig:
    """Return an experiment with kinds of features switched off."""
    features = config.features.model_copy(update=dict.fromkeys(blocks))
    return config.model_copy(update={"features": features})


def plan(corpora: Path, encoder: Path | None) -> Iterator[Job]:
    """Yield what to train on what, and what to test it on."""
    real = [
        replace(read_corpus(corpora / f"{name}.jsonl", CODEBOOK), name=name) for name in LABELLED
    ]
    bundled = read_corpus("bundled", CODEBOOK)
    apart = [part(corpus, f"{corpus.name}, set aside", set_aside=True) for corpus in real]
    seen = join("real, seen", [part(corpus, corpus.name, set_aside=False) for corpus in real])
    aside = join("real, set aside", apart)
    both = join("bundled + real, seen", [bundled, seen])

    baseline = load_config(CONFIGS / "baseline.yaml")
    news = load_config(CONFIGS / "news.yaml")
    systems = {
        "baseline": (baseline, (bundled, both)),
        "recipe of news-en": (news, (bundled, both)),
        "recipe of news-en without reading": (without(news, "reading"), (both,)),
        "reading alone": (without(news, "words", "characters"), (both,)),
        "n-grams": (load_config(CONFIGS / "ngrams.yaml"), (bundled, both)),
        "recipe of news-en, labels shuffled": (news, (shuffled(both),)),
    }
    if encoder:
        settings = [f"head.path={encoder.resolve()}", f"head.epochs={EPOCHS}", "head.context=1"]
        tuned = load_config(CONFIGS / "transformer.yaml", settings)
        alone = load_config(CONFIGS / "transformer.yaml", [*settings, "head.share=1"])
        systems |= {
            "fine-tuned encoder": (alone, (both,)),
            "baseline with fine-tuned encoder": (tuned, (both,)),
        }
    for system, (config, trained_on) in systems.items():
        for corpus in trained_on:
            yield Job(system, config, corpus, [aside, *apart])


def main() -> None:
    """Train each system on each corpus, test it, write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--encoder", type=Path)
    parser.add_argument("--only", action="append", default=[])
    parser.add_argument(
        "-o", "--output", type=Path, default=Path(__file__).with_name("results.json")
    )
    arguments = parser.parse_args()

    rows: dict[tuple[str, str, str], Row] = {}
    if arguments.only:
        for row in json.loads(arguments.output.read_text(encoding="utf-8")):
            rows[row["tested_on"], row["system"], row["trained_on"]] = Row(**row)
    for job in plan(arguments.corpora, arguments.encoder):
        if arguments.only and job.system not in arguments.only:
            continue
        model = fit_model(job.config, job.trained_on)
        for corpus in job.tested_on:
            for row in test(model, job.system, job.trained_on.name, corpus):
                rows[row.tested_on, row.system, row.trained_on] = row
        print(table(list(rows.values())[-len(job.tested_on) :]), flush=True)
    ordered = [rows[key] for key in sorted(rows)]
    text = json.dumps([vars(row) for row in ordered], indent=1) + "\n"
    arguments.output.write_text(text, encoding="utf-8")
    arguments.output.with_suffix(".md").write_text(table(ordered) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
