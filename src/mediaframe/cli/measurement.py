"""`mediaframe measure`: shares in scored news."""

from pathlib import Path
from typing import Annotated

import typer

from mediaframe.cli.options import Figures
from mediaframe.errors import InputError

measure_app = typer.Typer(
    no_args_is_help=True,
    help="Shares of labels in scored news, by outlet and month, with the classifier's error corrected for.\n\n"
    "Four steps. `plan` fixes what is measured before any label is seen, `sample` draws sentences at random for coding, "
    "`estimate` joins their labels with the scores of all news, `report` writes the page.\n\n"
    "A share counted from a classifier's labels is off by its errors, and by another amount in every outlet. A few hundred "
    "coded sentences, drawn at random, tell how far; the scores make the intervals narrower than the coding alone would.",
    epilog="Start with: mediaframe measure plan --new my-plan.yaml",
)
MeasurementFolder = Annotated[
    Path, typer.Argument(metavar="FOLDER", help="Measurement folder, which `measure plan` made.")
]


@measure_app.command("plan")
def measure_plan(
    plan: Annotated[
        Path | None,
        typer.Argument(metavar="[PLAN]", help="Plan to stamp (YAML).", show_default=False),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o", "--output", help="New measurement folder.", show_default="measurements/NAME"
        ),
    ] = None,
    new: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write a commented plan to begin with.")
    ] = None,
) -> None:
    """Stamp a plan: check it against the news, hash it with news, model and codebook, and date it.

    A plan says what is counted (labels, and combinations such as `official_claim & contested_claim`), in which groups, how sentences are drawn, and how wide an interval may be. It is fixed before labels are seen, so that nobody can choose afterwards what comes out well. Post the digest that is printed where others can see it.

    Example: mediaframe measure plan my-plan.yaml -o measurements/mine
    """
    from mediaframe.files.folders import begin_file
    from mediaframe.measurement.plan import STARTER
    from mediaframe.measurement.planning import load_plan, stamp_plan

    if new is not None:
        begin_file(new, STARTER)
        typer.echo(f"{new}: written; next: mediaframe measure plan {new}", err=True)
        return
    if plan is None:
        msg = "PLAN: none given; name a plan, or begin one with --new my-plan.yaml"
        raise InputError(msg)
    folder = output or Path("measurements") / load_plan(plan).name
    stamped = stamp_plan(plan, folder)
    news = stamped.news
    typer.echo(f"{folder}: plan {stamped.sha256}, stamped {stamped.stamped}")
    typer.echo(f"  news: {news.sentences:,} sentences of {news.articles:,} articles")
    if stamped.model:
        typer.echo(f"  model: {stamped.model.overlap}")
    if news.odd_dates:
        shown = ", ".join(f"{date} ({n:,})" for date, n in list(news.odd_dates.items())[:5])
        told = f"no year can be read from the date of {sum(news.odd_dates.values()):,} sentences"
        typer.echo(f"  {told}: {shown}; they stand as “no usable date”", err=True)
    typer.echo(f"  next: mediaframe measure sample {folder}")


@measure_app.command("sample")
def measure_sample(
    folder: MeasurementFolder,
    coding: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help=".csv or .jsonl file to be coded.",
            show_default="coding.csv in the folder",
        ),
    ] = None,
) -> None:
    """Draw the sentences to be coded, with known inclusion probabilities, and write a blind file for coding.

    The file shows each sentence with its neighbours, and no prediction, outlet or date. `mediaframe code` codes it on a page; or replace each NA in `labels` by label names parted by `|`; an empty cell says none. Every row counts: leave none out, add none.

    Example: mediaframe measure sample measurements/mine
    """
    from mediaframe.codebook import BUNDLED
    from mediaframe.measurement.planning import planned_codebook
    from mediaframe.measurement.record import CODING, read_plan
    from mediaframe.measurement.sampling import sample_news

    drawn = sample_news(folder, coding)
    unit = f"{len(drawn.rows):,} sentences in {len(set(drawn.strata)):,} strata"
    typer.echo(f"{coding or folder / CODING}: {unit}, to be coded")
    book = planned_codebook(folder, read_plan(folder))[0].codebook
    said = "" if book == BUNDLED else f" --codebook {book}"
    typer.echo(f"  next: mediaframe code {coding or folder / CODING}{said}")
    typer.echo(
        f"  then: mediaframe measure estimate {folder}{'' if coding is None else f' {coding}'}"
    )


@measure_app.command("estimate")
def measure_estimate(
    folder: MeasurementFolder,
    coded: Annotated[
        Path | None,
        typer.Argument(
            metavar="[CODED]", help="The coded file.", show_default="coding.csv in the folder"
        ),
    ] = None,
    missing: Annotated[  # noqa: FBT002 - a flag
        bool,
        typer.Option(
            "--missing-at-random",
            help="Take drawn sentences without labels as missing at random within their stratum, and say so.",
        ),
    ] = False,
) -> None:
    """Estimate all shares of the plan from the coded sample; writes estimates.json and estimates.csv.

    For each label and group: the share with its interval, by labels alone, and as the classifier counts; design effect; and whether it is measured, weak, or how much more coding it takes. Refused are rows that were not drawn, rows left out, labels that were not coded from this plan's file, and news, model or codebook that have changed since the plan.

    Example: mediaframe measure estimate measurements/mine
    """
    from mediaframe.measurement.estimating import estimate
    from mediaframe.results.measurement.tables import difference_table, overview_table
    from mediaframe.results.measurement.words import difference_sentence, warnings

    estimates = estimate(folder, coded, missing_at_random=missing)
    for warning in warnings(estimates):
        typer.echo(f"warning: {warning}", err=True)
    typer.echo(f"{overview_table(estimates).to_text()}\n{overview_table(estimates).caption}")
    if estimates.differences:
        typer.echo(f"\n{difference_table(estimates).to_text()}\n{difference_sentence(estimates)}")
    typer.echo(
        f"\n{folder / 'estimates.csv'}: all groups; next: mediaframe measure report {folder}"
    )


@measure_app.command("report")
def measure_report(folder: MeasurementFolder, figures: Figures = True) -> None:  # noqa: FBT002 - a flag
    """Write the page: shares over time with bands, groups as a forest, a plain sentence under each, methods to paste.

    Example: mediaframe measure report measurements/mine
    """
    from mediaframe.measurement.reporting import report

    typer.echo(f"page: {report(folder, figures=figures)}")
