"""Scored news, in every form that predictions have."""

import numpy as np
import pytest

from mediaframe.codebook.combinations import parse_combination
from mediaframe.errors import InputError
from mediaframe.files.rows import write_table
from mediaframe.measurement.news import NO_VALUE, digest_news, read_news
from tests.builders import LABELS, write_jsonl
from tests.scored_news import make_news

ROWS = make_news(articles=6, sentences=3)[0]


def flat(row):
    """Return a row as a CSV file of predictions has it."""
    scores = {f"score.{label}": score for label, score in row["scores"].items()}
    return {**{key: value for key, value in row.items() if key != "scores"}, **scores}


def with_flags(row):
    """Return a row with a column of 0 and 1 for each label."""
    flags = {label: int(label in row["labels"]) for label in LABELS}
    return {**{key: value for key, value in flat(row).items() if key != "labels"}, **flags}


@pytest.mark.parametrize(
    ("name", "change"),
    [
        pytest.param("news.jsonl", dict, id="JSON Lines"),
        pytest.param("news.parquet", dict, id="Parquet"),
        pytest.param("news.csv", flat, id="CSV"),
        pytest.param("flags.csv", with_flags, id="CSV with a column a label"),
    ],
)
def test_all_forms_say_the_same(tmp_path, name, change):
    write_table([change(row) for row in ROWS], tmp_path / name)

    found = read_news(tmp_path / name, LABELS, ["outlet", "date"])

    assert found.sentence_ids == [row["sentence_id"] for row in ROWS]
    assert found.columns["outlet"] == [row["outlet"] for row in ROWS]
    assert found.scores.tolist() == [[row["scores"][label] for label in LABELS] for row in ROWS]
    assert found.decided.tolist() == [[label in row["labels"] for label in LABELS] for row in ROWS]


def test_a_folder_is_read_in_the_order_of_names_without_what_was_rejected(tmp_path):
    write_jsonl(tmp_path / "part-1.jsonl", ROWS[9:])
    write_jsonl(tmp_path / "part-0.jsonl", ROWS[:9])
    write_jsonl(tmp_path / "rejects.jsonl", [{"line": 3, "reason": "no text"}])

    found = read_news(tmp_path, LABELS, [])

    assert found.sentence_ids == [row["sentence_id"] for row in ROWS]
    assert found.sha256 == digest_news(tmp_path)


def test_scores_of_one_half_and_more_are_decisions_where_none_are_given(tmp_path):
    bare = [{key: value for key, value in row.items() if key != "labels"} for row in ROWS]

    found = read_news(write_jsonl(tmp_path / "news.jsonl", bare), LABELS, [])

    assert np.array_equal(found.decided, found.scores >= 0.5)


def test_a_combination_has_a_score_and_a_decision(tmp_path):
    news = read_news(write_jsonl(tmp_path / "news.jsonl", ROWS), LABELS, [])
    counted = parse_combination("official_claim & not contested_claim", LABELS)

    score, decided = news.score_of(counted), news.decided_of(counted)

    assert score == pytest.approx(news.scores[:, 1] * (1 - news.scores[:, 2]))
    assert np.array_equal(decided, news.decided[:, 1] & ~news.decided[:, 2])


def test_an_empty_value_is_a_group_of_its_own(tmp_path):
    rows = [{**ROWS[0], "outlet": None}, {**ROWS[1], "outlet": " "}, ROWS[2]]

    found = read_news(write_jsonl(tmp_path / "news.jsonl", rows), LABELS, ["outlet"])

    assert found.columns["outlet"] == [NO_VALUE, NO_VALUE, ROWS[2]["outlet"]]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        pytest.param({"scores": {"attribution": 0.5}}, "2: score of official_claim: is None", id="a score missing"),
        pytest.param({"scores": dict.fromkeys(LABELS, 1.5)}, "must be a number from 0 to 1", id="no probability"),
        pytest.param({"scores": dict.fromkeys(LABELS, True)}, "must be a number from 0 to 1", id="no number"),
        pytest.param({"sentence_id": ROWS[0]["sentence_id"]}, "stands already at", id="an id twice"),
        pytest.param({"sentence_id": None}, "2: sentence_id: missing", id="no id"),
        pytest.param({"labels": [3]}, "2: labels: is", id="labels by number"),
    ],
)  # fmt: skip
def test_what_cannot_be_measured_is_refused_with_its_line(tmp_path, change, told):
    path = write_jsonl(tmp_path / "news.jsonl", [ROWS[0], {**ROWS[1], **change}])

    with pytest.raises(InputError, match=told):
        read_news(path, LABELS, [])


@pytest.mark.parametrize("column", ["coder_1", "coded"])
def test_labels_of_coders_have_no_place_in_the_news(tmp_path, column):
    path = write_jsonl(tmp_path / "news.jsonl", [{**row, column: []} for row in ROWS])

    with pytest.raises(InputError, match=f"1: {column}: labels of coders stand in the news"):
        read_news(path, LABELS, [])


def test_a_column_that_is_not_there_is_named_with_those_that_are(tmp_path):
    path = write_jsonl(tmp_path / "news.jsonl", ROWS)

    with pytest.raises(InputError, match=r"paper: no such column; .* outlet, date"):
        read_news(path, LABELS, ["paper"])


def test_an_empty_folder_is_refused(tmp_path):
    with pytest.raises(InputError, match=r"no \.jsonl, \.csv or \.parquet file there"):
        read_news(tmp_path, LABELS, [])
