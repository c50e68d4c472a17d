"""The sample of a plan: a record of the draw, and a blind file for coding."""

from collections.abc import Sequence
from pathlib import Path

from mediaframe.errors import InputError
from mediaframe.files.rows import Row, write_table
from mediaframe.measurement.drawing import Drawn, draw_sample
from mediaframe.measurement.news import ScoredNews
from mediaframe.measurement.planning import counted_in, reopen
from mediaframe.measurement.record import CODING, SAMPLE, SHORT, StampedPlan, read_plan

UNCODED = "NA"  # an empty cell says "none of the labels", as in every corpus
BEFORE, AFTER = 2, 1  # neighbouring sentences that the codebook lets coders read
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
    articles: dict[str, list[int]] = {}
    for position, article in enumerate(news.article_ids):
        articles.setdefault(article, []).append(position)
    place = {row: place for rows in articles.values() for place, row in enumerate(rows)}
    return [
        {
            "plan": stamped.sha256[:SHORT],
            "article_id": news.article_ids[row],
            "sentence_id": news.sentence_ids[row],
            "before": _texts(news, rows[max(0, at - BEFORE) : at]) or ARTICLE_STARTS,
            "text": news.texts[row],
            "after": _texts(news, rows[at + 1 : at + 1 + AFTER]),
            "labels": UNCODED,
            "note": "",
        }
        for row in drawn.rows.tolist()
        for rows, at in [(articles[news.article_ids[row]], place[row])]
    ]


def _texts(news: ScoredNews, rows: Sequence[int]) -> str:
    return " ".join(news.texts[row] for row in rows)
