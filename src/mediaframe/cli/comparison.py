"""Comparing systems."""

from pathlib import Path
from typing import Annotated

import typer

from mediaframe.cli.options import CodebookFile, Figures, Resamples
from mediaframe.files.progress import stage_bars


def compare(  # noqa: PLR0913, PLR0917 - options
    runs: Annotated[
        list[str],
        typer.Argument(
            metavar="RUN RUN…",
            help="Run or evaluation folders, or .jsonl or .parquet files of predictions: two or more. The first is what the others are held against.",
        ),
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            help="Folder for comparison.html, .md and .json.",
            show_default="none, the table is printed",
        ),
    ] = None,
    gold: Annotated[
        str | None,
        typer.Option(
            metavar="CORPUS",
            help="Corpus with the gold labels, or `bundled`.",
            show_default="those that came with the runs",
        ),
    ] = None,
    codebook: CodebookFile = "bundled",
    all_pairs: Annotated[  # noqa: FBT002 - a flag
        bool, typer.Option("--all-pairs", help="Compare every pair, not only each to the first.")
    ] = False,
    resamples: Resamples = 1000,
    permutations: Annotated[
        int,
        typer.Option(min=100, max=100_000, help="Draws of articles in which systems are swapped."),
    ] = 10_000,
    seed: Annotated[int, typer.Option(min=0, help="Seed of both draws.")] = 0,
    force: Annotated[  # noqa: FBT002 - a flag
        bool,
        typer.Option("--force", help="Replace a comparison of other systems or settings."),
    ] = False,
    figures: Figures = True,  # noqa: FBT002 - a flag
) -> None:
    """Tell whether one system is better than another, or only luckier, on the same sentences.

    For each label: the difference in F1 (in the folder also precision, recall and average precision), its 95% interval over resamples of whole articles, and the p of a permutation test that swaps the two systems' decisions article by article. Claim a difference by `p (Holm)`, which is corrected for all labels and pairs; read its size from the interval.

    Runs must share test sentences, gold labels and codebook: give configs the same corpus, seed and split. Files need sentence_id, article_id and labels, and `coded` or --gold for the truth.

    Example: mediaframe compare runs/baseline runs/ridge -o runs/baseline-or-ridge
    """
    from mediaframe.comparison.compare import ComparisonConfig
    from mediaframe.comparison.compare import compare as compare_sources
    from mediaframe.results.comparison_report import difference_table, headline

    config = ComparisonConfig(
        resamples=resamples, permutations=permutations, seed=seed, all_pairs=all_pairs
    )
    with stage_bars() as stage:
        comparison = compare_sources(
            runs,
            output,
            gold=gold,
            codebook=codebook,
            config=config,
            force=force,
            figures=figures,
            stage=stage,
        )
    table = difference_table(comparison)
    typer.echo(f"{table.to_text()}\n{table.caption}\n\n{headline(comparison)}")
    if output:
        typer.echo(f"report: {output / 'comparison.html'}")
