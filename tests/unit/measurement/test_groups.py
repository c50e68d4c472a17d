"""Groups of the news; no sentence is lost to an odd date."""

import pytest

from mediaframe.measurement.groups import (
    NO_DATE,
    columns_in,
    group_news,
    group_since,
    odd_dates,
    period_of,
)
from mediaframe.measurement.news import read_news
from tests.builders import LABELS, write_jsonl
from tests.scored_news import make_news

DATES = ["2016-11-07", "2016-11-08T10:00:00Z", "0001-11-30", "12/22/16", "2017-02", ""]


@pytest.fixture
def news(tmp_path):
    rows = [
        {**row, "date": date}
        for row, date in zip(make_news(6, 1)[0], DATES, strict=True)
    ]  # fmt: skip
    return read_news(write_jsonl(tmp_path / "news.jsonl", rows), LABELS, ["outlet", "date"])


@pytest.mark.parametrize(
    ("date", "period", "expected"),
    [
        pytest.param("2016-11-08", "year", "2016", id="year"),
        pytest.param("2016-11-08", "quarter", "2016-Q4", id="quarter"),
        pytest.param("2016-03", "quarter", "2016-Q1", id="quarter of a month"),
        pytest.param("2016-11-08 10:00", "month", "2016-11", id="with an hour"),
        pytest.param("2016-13-08", "month", NO_DATE, id="no such month"),
        pytest.param("0001-11-30", "year", NO_DATE, id="no such year"),
        pytest.param("12/22/16", "year", NO_DATE, id="in another order"),
        pytest.param("", "year", NO_DATE, id="empty"),
    ],
)
def test_a_date_lies_in_its_period(date, period, expected):
    assert period_of(date, period) == expected


def test_groups_stand_in_order_and_odd_dates_last(news):
    found = group_news(news, "year")

    assert found.names == ("2016", "2017", NO_DATE)
    assert found.codes.tolist() == [0, 0, 2, 2, 1, 2]


def test_groupings_can_be_crossed(news):
    found = group_news(news, "outlet & year")

    assert found.names[found.codes[0]] == "Courier · 2016"
    assert len(found.codes) == len(DATES)


def test_all_is_one_group(news):
    assert group_news(news, "all").names == ("all",)


def test_a_day_parts_the_news(news):
    found = group_since(news, "2016-11-08")

    assert found.names == ("before 2016-11-08", "from 2016-11-08", NO_DATE)
    assert found.codes.tolist() == [0, 1, 2, 2, 1, 2]


def test_odd_dates_are_counted(news):
    assert odd_dates(news) == {"0001-11-30": 1, "12/22/16": 1, "(none)": 1}


def test_a_grouping_says_which_columns_it_rests_on():
    assert columns_in("outlet & month") == ["outlet", "date"]
    assert columns_in("all") == []
