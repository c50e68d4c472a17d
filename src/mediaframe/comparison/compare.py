"""Systems held against each other: runs, evaluations and predictions files on the same sentences."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path

import numpy as np
from pydantic import Field
from threadpoolctl import threadpool_limits

from mediaframe.codebook import BUNDLED, Codebook, load_codebook
from mediaframe.comparison.predictions import (
    PredictionSet,
    check_alike,
    common_gold,
    corpus_gold,
    read_predictions,
)
from mediaframe.data.corpus import Targets, read_corpus
from mediaframe.errors import InputError
from mediaframe.files.provenance import Clock, ResultFolder, Stage, environment, silent
from mediaframe.files.schema import Section
from mediaframe.files.writing import write_json
from mediaframe.results.comparison import PERMUTATIONS, Chance, compare_systems
from mediaframe.results.comparison_report import write_comparison_report
from mediaframe.results.comparison_scores import ComparedSystem, Comparison
from mediaframe.results.metrics import System

COMPARISON = "comparison.json"
FEWEST = 2  # systems to compare, and articles to draw from


class ComparisonConfig(Section):
    """How systems are held against each other."""

    resamples: int = Field(1000, ge=100, le=100_000, description="Bootstrap resamples of articles.")
    permutations: int = Field(
        PERMUTATIONS,
        ge=100,
        le=100_000,
        description="Draws of articles in which systems are swapped.",
    )
    confidence: float = Field(0.95, gt=0.5, lt=1, description="Coverage of the intervals.")
    seed: int = Field(0, ge=0, description="Seed of both draws.")
    all_pairs: bool = Field(default=False, description="Every pair, not only each to the first.")


def compare(  # noqa: PLR0913 - the rest are keywords
    sources: Sequence[str | Path],
    output: str | Path | None = None,
    *,
    gold: str | Path | None = None,
    codebook: str | Path = BUNDLED,
    config: ComparisonConfig | None = None,
    force: bool = False,
    figures: bool = True,
    stage: Stage = silent,
) -> Comparison:
    """Compare run folders, evaluation folders or predictions files on the same sentences.

    Args:
        sources: two or more; the first is what the others are held against.
        output: folder for `comparison.json`, `comparison.html`, `comparison.md` and `figures/`, if it is wanted.
        gold: corpus with the gold labels, in place of those that came with the sources.
        codebook: of predictions files and of `gold`; a folder names its own.
        config: draws, seed, and whether all pairs are compared.
        force: replace a comparison of other systems or settings.
        figures: whether the report has figures.
        stage: called as the work goes on.

    Raises:
        InputError: sources that cannot be read or held against each other, or a folder that holds something else.
    """
    config, clock = config or ComparisonConfig(), Clock(stage)
    with clock.stage("reading"):
        book = load_codebook(codebook)
        if len(sources) < FEWEST:
            msg = f"RUN: {len(sources)} given; name two or more to compare"
            raise InputError(msg)
        systems = _read_alike(sources, book)
        corpus = None if gold is None else read_corpus(gold, book)
        truth = common_gold(systems) if corpus is None else corpus_gold(systems[0], corpus, book)
        provenance = {
            **environment(),
            "comparison": config.model_dump(mode="json"),
            "systems": [system.sha256 for system in systems],
            "gold": corpus.sha256 if corpus else None,
        }
        inputs = [source for source in sources if Path(source).is_file()]
        folder = (
            None
            if output is None
            else ResultFolder(Path(output), provenance, force=force, inputs=inputs)
        )
    with clock.stage("comparing"), threadpool_limits(1):  # as in evaluations
        comparison = _compare(systems, truth, config)
    if folder is not None:
        with clock.stage("reporting"), folder.fill(clock) as partial:
            write_json(partial / COMPARISON, comparison.to_json())
            write_comparison_report(partial, comparison, figures=figures)
    return comparison


def _read_alike(sources: Sequence[str | Path], codebook: Codebook) -> list[PredictionSet]:
    """Return the predictions of each source on the sentences of the first, in its order."""
    first, *others = (read_predictions(source, codebook) for source in sources)
    for other in others:
        check_alike(first, other)
    if len(set(first.articles)) < FEWEST:
        msg = f"{first.source}: article_id: all sentences stand in one article; chance is drawn from articles, give two or more"
        raise InputError(msg)
    return [first, *(other.ordered(first.sentence_ids) for other in others)]


def _compare(
    systems: Sequence[PredictionSet], truth: Targets, config: ComparisonConfig
) -> Comparison:
    """Return the comparison of systems on the same sentences in the same order."""
    first = systems[0]
    names = list(_names([system.source for system in systems]))
    chance = Chance.draw(
        first.articles,
        config.resamples,
        config.permutations,
        config.confidence,
        np.random.default_rng(config.seed),
    )
    every = list(combinations(range(len(systems)), 2))
    figures, differences = compare_systems(
        first.record.labels,
        truth,
        [
            System(name, said.decisions, said.scores)
            for name, said in zip(names, systems, strict=True)
        ],
        [(b, a) for a, b in every if config.all_pairs or a == 0],
        chance,
    )
    on_record = (system.record.codebook for system in systems)
    return Comparison(
        labels=first.record.labels,
        codebook=next(filter(None, on_record), None),
        sentences=len(first.sentence_ids),
        articles=len(set(first.articles)),
        positives=dict(zip(first.record.labels, truth.sum(axis=0).tolist(), strict=True)),
        **config.model_dump(),
        systems=tuple(
            ComparedSystem(
                source=said.source,
                sha256=said.sha256,
                trained_here=said.record.trained_here,
                name=name,
                **dict(measured),
            )
            for said, name, measured in zip(systems, names, figures, strict=True)
        ),
        pairs=tuple(differences),
    )


def _names(sources: Sequence[str]) -> Iterator[str]:
    """Yield a short name for each source: its own, its path where another has the same, numbered where that is the same too."""
    paths = [Path(source).absolute() for source in sources]
    short = [path.name if path.is_dir() else path.stem for path in paths]
    times: Counter[str] = Counter()
    for source, name in zip(sources, short, strict=True):
        known = name if short.count(name) == 1 else source
        times[known] += 1
        yield known if times[known] == 1 else f"{known} ({times[known]})"
