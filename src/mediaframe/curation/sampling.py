"""What should be coded next: sentences or articles at random, or what a model is unsure of."""

from collections.abc import Sequence

import numpy as np

from mediaframe.article.sentences import neighbours, place_in_articles
from mediaframe.data.sampling import draw_by_stratum, draw_unsure
from mediaframe.errors import InputError, nearest
from mediaframe.files.rows import Row
from mediaframe.serving.labeller import Model


def sample_by_stratum(
    rows: Sequence[Row], size: int, by: Sequence[str], unit: str, seed: int
) -> list[Row]:
    """Draw sentences, or whole articles, at random within strata.

    Args:
        rows: sentences.
        size: how many sentences or articles.
        by: columns whose values make up the strata; none for one stratum.
        unit: `sentence` or `article`; an article's stratum is that of its first sentence.
        seed: of the draw.

    Returns:
        The rows drawn, each with `stratum` and `inclusion_probability`, which estimates of prevalence need; single sentences
        with those `before` and `after`, which coders may read.

    Raises:
        InputError: no such column, or a size that cannot be drawn.
    """
    for column in by:
        if column not in rows[0]:
            msg = f"--by {column}: no such column; {nearest(column, rows[0])}"
            raise InputError(msg)
    key = "sentence_id" if unit == "sentence" else "article_id"
    stratum_of: dict[str, str] = {}
    for row in rows:
        stratum_of.setdefault(row[key], " | ".join(str(row[column]) for column in by))
    units = list(stratum_of)
    rng = np.random.default_rng(seed)
    positions, probabilities = draw_by_stratum(list(stratum_of.values()), size, rng)
    drawn = {units[p]: probability for p, probability in zip(positions, probabilities, strict=True)}
    around = _around(rows) if unit == "sentence" else [{}] * len(rows)
    return [
        {
            **beside,
            **row,
            "stratum": stratum_of[row[key]],
            "inclusion_probability": repr(float(drawn[row[key]])),
        }
        for row, beside in zip(rows, around, strict=True)
        if row[key] in drawn
    ]


def _around(rows: Sequence[Row]) -> list[Row]:
    """Return what stands around each sentence, as columns."""
    found = neighbours(*([row[key] for row in rows] for key in ("text", "article_id")))
    return [{"before": before, "after": after} for before, after in found]


def sample_unsure(rows: Sequence[Row], size: int, model: Model) -> list[Row]:
    """Choose the sentences that a model is least sure of and that differ from each other.

    Returns:
        The rows chosen, each with those `before` and `after`, and with `margin`, the distance of its closest score from the
        threshold, or between the two most probable labels where they exclude each other. Such a sample says
        nothing about prevalence: it is for training.
    """
    keys = ("text", "article_id", "sentence_id")
    sentences = place_in_articles(*([row[key] for row in rows] for key in keys))
    classifier = model.classifier
    features = classifier.read(sentences)
    every_margin = classifier.margins(classifier.weigh(features))
    positions, margins = draw_unsure(features, every_margin, size)
    around = _around(rows)
    return [
        {**around[p], **rows[p], "margin": f"{margin:.6f}"}
        for p, margin in zip(positions, margins, strict=True)
    ]
