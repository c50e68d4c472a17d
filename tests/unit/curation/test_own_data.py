"""Which column of a file is what is told by names and cells, and by nothing else."""

import pytest

from mediaframe.curation.own_data import (
    find_label_names,
    guess_columns,
    one_hot,
    unclear_dates,
    unknown_columns,
)
from mediaframe.errors import InputError, Place

LONG = "The mayor of the town said that it rained"


def table(**columns):
    """Return placed rows of columns, each given as a list of cells."""
    rows = [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]
    return [(Place("a.csv", line), row) for line, row in enumerate(rows, start=2)]


def test_columns_that_have_our_names_need_no_other():
    placed = table(text=[LONG], labels=["x"], article_id=["1"], sentence_id=["1"])

    assert guess_columns(placed, {}) == {}
    assert unknown_columns(placed, {}) == []


def test_columns_are_found_by_usual_names_and_what_the_user_says_goes_first():
    placed = table(
        Satz=[LONG], label=["x"], code=["y"], doc=["1"], Zeitung=["Post"], Datum=["1.1."]
    )

    assert guess_columns(placed, {"labels": "code"}) == {
        "labels": "code",
        "text": "Satz",
        "article_id": "doc",
        "outlet": "Zeitung",
        "date": "Datum",
    }


def test_columns_are_found_by_their_cells_where_one_fits():
    placed = table(a=[f"{LONG}, {n}." for n in range(9)], b=list("xyzxyzxyz"), c=list("123456789"))

    assert guess_columns(placed, {}) == {"text": "a", "labels": "b"}
    assert unknown_columns(placed, {"text": "a", "labels": "b"}) == ["article_id"]


def test_of_two_columns_that_fit_neither_is_taken():
    placed = table(a=[LONG] * 6, b=[LONG] * 6, c=list("xyxyxy"), d=list("uvuvuv"))

    assert guess_columns(placed, {}) == {}
    assert unknown_columns(placed, {}) == ["text", "labels", "article_id"]


@pytest.mark.parametrize(
    ("numbers", "column"), [(["1", "2", "3"], "id"), (["1", "2", "1"], None)]
)  # fmt: skip
def test_a_number_that_begins_anew_in_each_article_is_no_id(numbers, column):
    placed = table(text=[LONG] * 3, labels=["x"] * 3, article_id=["a", "a", "b"], id=numbers)

    assert guess_columns(placed, {}) == {"sentence_id": column}


def test_columns_of_yes_and_no_are_labels_where_no_column_holds_them():
    placed = table(
        text=[LONG] * 2, economy=["1", "0"], war=["yes", "no"], n=["1", "1"], x=["1", ""]
    )

    assert one_hot(placed, {}) == ["economy", "war"]
    assert find_label_names(placed, {}) == {"economy": "economy", "war": "war"}
    assert one_hot(placed, {"labels": "n"}) == []


def test_labels_are_called_as_a_codebook_can_and_words_for_none_are_none():
    placed = table(label=["War & Peace", "none", "-", "war & peace|Economy", "", "Économie"])

    assert find_label_names(placed, {"labels": "label"}) == {
        "economie": "Économie",
        "economy": "Economy",
        "war_peace": "War & Peace",
    }


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        pytest.param(["x", "NA"], "a.csv:3: labels: 'NA' is no label; write", id="a word for nothing"),
        pytest.param(["x", "1"], "a.csv:3: labels: is '1'; numbers stand for labels", id="numbers"),
        pytest.param(["x", "y", "x, y"], "a.csv:4: labels: 'x, y' is 2 labels joined by ', '", id="joined"),
        pytest.param(["x", "9 to 5"], "a.csv:3: labels: '9 to 5' cannot be the name of a label", id="begins with a digit"),
        pytest.param(["", ""], "a.csv: labels: no sentence has one", id="none"),
        pytest.param([f"label {chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(50)], "a.csv: labels: 50 different ones", id="too many"),
    ],
)  # fmt: skip
def test_cells_that_hold_no_labels_are_refused(cells, message):
    with pytest.raises(InputError) as refusal:
        find_label_names(table(label=cells), {"labels": "label"})

    assert str(refusal.value).startswith(message)


def test_dates_are_asked_about_only_where_no_day_tells():
    assert unclear_dates(table(day=["3/4/2024"]), {"date": "day"}) == {
        "day_first": "2024-04-03",
        "month_first": "2024-03-04",
    }
    assert unclear_dates(table(date=["3/4/2024", "3/14/2024"]), {}) == {}
    assert unclear_dates(table(text=["x"]), {}) == {}
