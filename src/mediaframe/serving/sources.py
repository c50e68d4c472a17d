"""Who is quoted how often: the sources of labelled sentences, counted."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from mediaframe.files.rows import Row
from mediaframe.serving.labeller import LabelledSentence

OUTLET = "outlet"


def count_sources(
    labelled: Sequence[LabelledSentence], rows: Sequence[Mapping[str, Any]], labels: Sequence[str]
) -> list[Row]:
    """Return a row for each source, by outlet where the input names outlets: who is quoted most comes first.

    A source is a name, as its article gives it in full, with what it is; one without a name is counted by what it is.

    Args:
        labelled: sentences as `Model.label` returns them.
        rows: what the input says of each of them; `outlet` is looked at.
        labels: those of the model.

    Returns:
        Rows of `outlet` (if any), `name` (None: not named), `status`, `articles`, `sentences`, and for each label the number of
        those sentences that carry it.
    """
    has_outlets = any(row.get(OUTLET) for row in rows)
    said: dict[tuple[str, str | None, str], list[LabelledSentence]] = defaultdict(list)
    for item, row in zip(labelled, rows, strict=True):
        if item.source is not None:
            outlet = str(row.get(OUTLET) or "")
            said[outlet, item.source.name, item.source.status].append(item)
    counted = [
        ({OUTLET: outlet} if has_outlets else {})
        | {
            "name": name,
            "status": status,
            "articles": len({item.sentence.article_id for item in items}),
            "sentences": len(items),
        }
        | {label: sum(label in item.labels for item in items) for label in labels}
        for (outlet, name, status), items in said.items()
    ]
    return sorted(
        counted,
        key=lambda row: (
            row.get(OUTLET, ""),
            -row["sentences"],
            row["name"] or "",
            row["status"],
        ),
    )


def source_columns(rows: Sequence[Row], labels: Sequence[str]) -> list[str]:
    """Return the columns of the table, which a file has even where nobody is quoted."""
    return list(rows[0]) if rows else ["name", "status", "articles", "sentences", *labels]
