"""The sample of a plan: a record of the draw, and a blind file for coding."""

from pathlib import Path

from mediaframe.article.sentences import neighbours
from mediaframe.errors import InputError
from mediaframe.files.rows import Row, write_table
from mediaframe.measurement.drawing import Drawn, draw_sample
from mediaframe.measurement.news import ScoredNews
from mediaframe.measurement.planning import counted_in, reopen
from mediaframe.measurement.record import CODING, SAMPLE, SHORT, StampedPlan, read_plan

UNCODED = "NA"  # an empty cell says "none of the labels", as in every corpus
ARTICLE_STARTS = "(the article begins)"


def sample_news(folder: str | Path, coding: Path | None = None) -> Drawn:
    """Draw the sample of the stamped plan in a folder; write the record of the draw and a file for coding.

    Args:
        folder: of the measurement.
        coding: .csv or .jsonl file to be coded; by default `coding.csv` in the folder.

    Raises:
        InputError: no plan, or what it rests on has changed; a file for coding stands there already.
    """
    folder = Path(folder)
    coding = coding or folder / CODING
    if coding.exists():
        msg = f"{coding}: stands there already, perhaps with labels; the draw is the same each time, so go on coding it, or name another file with --coding"
        raise InputError(msg)
    stamped = read_plan(folder)
    plan, codebook, news = reopen(folder, stamped)
    drawn = draw_sample(plan, news, counted_in(plan, codebook))
    write_table(sample_rows(news, drawn), folder / SAMPLE)
    write_table(coding_rows(news, drawn, stamped), coding)
    return drawn


def sample_rows(news: ScoredNews, drawn: Drawn) -> list[Row]:
    """Return the record of a draw, in the order of the news."""
    return [
        {
            "sentence_id": news.sentence_ids[row],
            "article_id": news.article_ids[row],
            "stratum": stratum,
            "inclusion_probability": probability,
        }
        for row, probability, stratum in zip(
            drawn.rows.tolist(), drawn.probabilities.tolist(), drawn.strata, strict=True
        )
    ]


def coding_rows(news: ScoredNews, drawn: Drawn, stamped: StampedPlan) -> list[Row]:
    """Return what coders see: sentences between their neighbours, without outlet, date or any prediction."""
    around = neighbours(news.texts, news.article_ids)
    return [
        {
            "plan": stamped.sha256[:SHORT],
            "article_id": news.article_ids[row],
            "sentence_id": news.sentence_ids[row],
            "before": before or ARTICLE_STARTS,
            "text": news.texts[row],
            "after": after,
            "labels": UNCODED,
            "note": "",
        }
        for row in drawn.rows.tolist()
        for before, after in [around[row]]
    ]
