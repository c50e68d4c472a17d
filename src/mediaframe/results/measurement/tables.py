"""Tables of a measurement, and its rows as a flat file."""

from typing import Any

from mediaframe.results.estimates import Interval
from mediaframe.results.measurement.scores import (
    Estimates,
    GroupFigures,
    GroupingFigures,
    ShareFigures,
)
from mediaframe.results.tables import DASH, Table, p_value, spelled

HEADER = (
    "group",
    "share",
    "verdict",
    "labels only",
    "classifier counted",
    "coded (articles)",
    "positives",
    "design effect",
)


def percent(value: float | None) -> str:
    """Return a share as printed.

    >>> percent(0.1234), percent(None)
    ('12.3 %', '–')
    """
    return DASH if value is None else f"{100 * value:z.1f} %".replace("-", "−")


def bounded(estimate: Interval) -> str:
    """Return a share with its interval.

    >>> bounded(Interval(value=0.1234, low=0.1, high=0.2))
    '12.3 % [10.0, 20.0]'
    """
    if estimate.bounds is None:
        return percent(estimate.value)
    value, low, high = (percent(bound).removesuffix(" %") for bound in estimate.bounds)
    return f"{value} % [{low}, {high}]"


def points(difference: Interval) -> str:
    """Return a difference of shares in percentage points.

    >>> points(Interval(value=-0.051, low=-0.1, high=0.02))
    '−5.1 [−10.0, 2.0]'
    """
    return bounded(difference).replace(" %", "")


def verdict_text(group: GroupFigures, counted: str) -> str:
    """Return a verdict in words, in brackets what more coding it takes and which interval it has."""
    share = group.shares[counted]
    notes = ["exact interval"] if share.kind == "exact" else []
    if share.more_sentences and share.verdict != "measured":
        left = group.articles - group.coded_articles
        short = f", {left:,} are left" if (share.more_articles or 0) > left else ""
        articles = f" ({share.more_articles:,} articles{short})" if share.more_articles else ""
        notes.insert(0, f"{share.more_sentences:,} more{articles}")
    verdict = "not enough coded yet" if share.verdict == "not enough" else share.verdict
    return f"{verdict} [{', '.join(notes)}]" if notes else verdict


def group_table(estimates: Estimates, grouping: GroupingFigures, counted: str) -> Table:
    """Return the shares of what is counted in all groups of a grouping."""
    caption = (
        f"Share of sentences with {spelled(counted)}, {estimates.confidence:.0%} interval over articles. "
        f"“Classifier counted” is uncorrected."
    )
    rows = tuple(_row(group, counted) for group in grouping.groups)
    return Table(counted, caption, HEADER, rows)


def _row(group: GroupFigures, counted: str) -> tuple[str, ...]:
    share = group.shares[counted]
    effect = DASH if share.design_effect is None else f"{share.design_effect:.2f}"
    return (
        group.name,
        bounded(share),
        verdict_text(group, counted),
        bounded(share.labels_only),
        percent(share.counted),
        f"{group.coded_sentences:,} ({group.coded_articles:,})",
        str(share.positives),
        effect,
    )


def overview_table(estimates: Estimates) -> Table:
    """Return the shares in all news, a row for what is counted."""
    everything = estimates.everything
    rows = tuple(
        (spelled(counted), *_row(everything, counted)[1:]) for counted in everything.shares
    )
    caption = f"Shares in all {everything.sentences:,} sentences, {estimates.confidence:.0%} interval over articles."
    return Table("all news", caption, ("counted", *HEADER[1:]), rows)


def difference_table(estimates: Estimates) -> Table:
    """Return the differences between groups."""
    rows = tuple(
        (
            f"{each.group} − {each.against}",
            spelled(each.counted),
            points(each),
            p_value(each.p),
            p_value(each.p_holm),
        )
        for each in estimates.differences
    )
    caption = (
        f"Difference of shares in percentage points, {estimates.confidence:.0%} interval over articles; "
        "p corrected (Holm) for all rows: claim a difference by it."
    )
    return Table("differences", caption, ("groups", "counted", "difference", "p", "p (Holm)"), rows)


def share_rows(estimates: Estimates) -> list[dict[str, Any]]:
    """Return a flat row for every group and thing counted, and for every difference."""
    shares = [
        {
            "what": "share",
            "counted": counted,
            "grouping": grouping.grouping,
            "group": group.name,
            "against": "",
            **_flat(share),
            "sentences": group.sentences,
            "articles": group.articles,
            "coded_sentences": group.coded_sentences,
            "coded_articles": group.coded_articles,
        }
        for grouping in estimates.groupings
        for group in grouping.groups
        for counted, share in group.shares.items()
    ]
    differences = [
        {
            "what": "difference",
            **{name: getattr(each, name) for name in ("counted", "grouping", "group", "against")},
            **{name: getattr(each, name) for name in ("value", "low", "high", "p", "p_holm")},
        }
        for each in estimates.differences
    ]
    return [*shares, *differences]


def _flat(share: ShareFigures) -> dict[str, Any]:
    values = share.to_json()
    alone = values.pop("labels_only")
    naive, score = values.pop("counted"), values.pop("mean_score")
    return {
        **{name: values.pop(name) for name in ("value", "low", "high")},
        **{f"labels_only_{name}": value for name, value in alone.items()},
        "classifier_counted": naive,
        "mean_score": score,
        **values,
    }
