"""Samples with known inclusion probabilities."""

from dataclasses import replace

import numpy as np
import pytest

from mediaframe.codebook.combinations import parse_combination
from mediaframe.errors import InputError
from mediaframe.measurement.drawing import draw, draw_sample, make_frame
from mediaframe.measurement.news import read_news
from mediaframe.measurement.plan import MeasurementPlan, SamplePlan
from tests.builders import LABELS, write_jsonl
from tests.scored_news import make_news

COUNTED = [parse_combination("official_claim", LABELS)]


@pytest.fixture(scope="module")
def news(tmp_path_factory):
    path = write_jsonl(tmp_path_factory.mktemp("news") / "news.jsonl", make_news()[0])
    return read_news(path, LABELS, ["outlet", "date"])


def plan(width=0.1, **sample):
    return MeasurementPlan(
        name="drawn",
        news="news",
        count=("official_claim",),
        sample=SamplePlan(**sample),
        width=width,
    )


def test_whole_articles_are_drawn(news):
    drawn = draw_sample(plan(size=12), news, COUNTED)

    articles = {news.article_ids[row] for row in drawn.rows}
    assert len(articles) == 12
    assert len(drawn.rows) == 120
    assert set(drawn.probabilities) == {12 / 60}


def test_single_sentences_are_drawn(news):
    drawn = draw_sample(plan(size=50, unit="sentence"), news, COUNTED)

    assert len(set(drawn.rows)) == 50
    assert set(drawn.probabilities) == {50 / 600}


@pytest.mark.parametrize("unit", ["article", "sentence"])
@pytest.mark.parametrize("allocation", ["proportional", "neyman"])
def test_weights_sum_to_what_was_drawn_from(news, unit, allocation):
    drawn = draw_sample(
        plan(size=30, unit=unit, allocation=allocation, strata=("outlet",)), news, COUNTED
    )

    assert (1 / drawn.probabilities).sum() == pytest.approx(600)


def test_each_stratum_gives_its_share(news):
    drawn = draw_sample(plan(size=30, strata=("outlet",)), news, COUNTED)

    outlets = [news.columns["outlet"][row] for row in drawn.rows]
    assert [outlets.count(name) for name in ("Courier", "Herald", "Post")] == [100, 100, 100]


def test_the_seed_alone_decides(news):
    first, again, other = (draw_sample(plan(size=12, seed=s), news, COUNTED) for s in (1, 1, 2))

    assert np.array_equal(first.rows, again.rows)
    assert not np.array_equal(first.rows, other.rows)


def test_every_unit_is_drawn_as_often_as_its_probability_says(news):
    frame = make_frame(plan(size=20, allocation="neyman"), news, COUNTED)
    rng = np.random.default_rng(0)
    times = np.zeros(600)

    probabilities = np.full(600, np.nan)
    for _ in range(400):
        drawn = draw(frame, rng)
        times[drawn.rows] += 1
        probabilities[drawn.rows] = drawn.probabilities

    assert len(set(probabilities)) > 1
    assert times / 400 == pytest.approx(probabilities, abs=0.13)


def test_neyman_draws_more_of_what_is_in_doubt(news):
    drawn = draw_sample(plan(size=100, unit="sentence", allocation="neyman"), news, COUNTED)

    score = news.score_of(COUNTED[0])
    doubt = score * (1 - score)
    assert doubt[drawn.rows].mean() > 1.1 * doubt.mean()


def test_scores_without_doubt_can_be_drawn_too(news):
    sure = replace(news, scores=np.round(news.scores))

    drawn = draw_sample(plan(size=12, allocation="neyman"), sure, COUNTED)

    assert len({news.article_ids[row] for row in drawn.rows}) == 12


def test_a_narrower_interval_takes_more_articles(news):
    sizes = [len(draw_sample(plan(width=w), news, COUNTED).rows) for w in (0.3, 0.15)]

    assert 100 <= sizes[0] < sizes[1] <= 600


@pytest.mark.parametrize(
    ("sample", "told"),
    [
        pytest.param({"size": 61}, "61 articles of 60 in 1 strata", id="more than there is"),
        pytest.param({"size": 5, "strata": ("outlet",)}, "draw from 6", id="fewer than two a stratum"),
    ],
)  # fmt: skip
def test_what_cannot_be_drawn_is_refused(news, sample, told):
    with pytest.raises(InputError, match=told):
        draw_sample(plan(**sample), news, COUNTED)
