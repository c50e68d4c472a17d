"""Figures of the reader's parts: counts to ratios, intervals only where there are articles enough."""

import numpy as np
import pytest

from mediaframe.results.descriptions import CodebookVersion
from mediaframe.results.parts import ENOUGH, part_scores, parts_table

NAMES = ["cue:exact", "status:all", "status:official", "status:person"]
COUNTS = {
    "cue:exact": (3, 1, 2),
    "status:all": (2, 1, 1),
    "status:official": (1, 1, 0),
    "status:person": (0, 0, 1),
}


def scored(articles):
    """Return the scores of as many articles, all alike."""
    book = CodebookVersion(name="framing", version="1")
    rng = np.random.default_rng(0)
    return part_scores(NAMES, [COUNTS] * articles, 5 * articles, book, 100, rng)


def test_figures_come_from_the_sums_over_articles():
    part = scored(2).parts["cue:exact"]

    assert (part.gold, part.found, part.right) == (10, 8, 6)
    assert part.precision.value == pytest.approx(0.75)
    assert part.recall.value == pytest.approx(0.6)
    assert part.f1.value == pytest.approx(2 / 3, abs=1e-5)


def test_few_articles_have_no_intervals():
    few, enough = scored(ENOUGH - 1), scored(ENOUGH)

    assert few.parts["cue:exact"].f1.low is None
    assert few.parts["cue:exact"].f1.resamples == 0
    assert enough.parts["cue:exact"].f1.low is not None
    assert "no intervals" in parts_table(few).caption
    assert "95% intervals" in parts_table(enough).caption


def test_the_mean_over_kinds_leaves_out_sums():
    assert scored(1).mean_f1["status"].value == pytest.approx((2 / 3 + 0) / 2, abs=1e-5)
    assert list(scored(1).mean_f1) == ["status"]


def test_what_is_undefined_is_a_dash():
    nothing = part_scores(
        ["link"], [{"link": (0, 2, 0)}], 1, CodebookVersion(name="b", version="1"), 100,
        np.random.default_rng(0),
    )  # fmt: skip

    assert parts_table(nothing).rows == (("link", "0", "2", "0", "0.000", "–", "–"),)


def test_a_part_is_a_row():
    rows = parts_table(scored(1)).rows

    assert [row[0] for row in rows] == [
        "cue · exact",
        "status · all",
        "status · official",
        "status · person",
        "status · mean over kinds",
    ]
