"""Columns have the user's own names, and what a name probably means is told, never taken."""

import pytest

from mediaframe.errors import InputError, Place
from mediaframe.files.columns import (
    check_columns,
    name_columns,
    no_column,
    parse_columns,
    plain_name,
    probable,
)
from mediaframe.files.stream import Rejected, find_sources, stream_rows

ROWS = [(Place("a.csv", 2), {"Satz": "Rain.", "article": "1", "label": "x"})]


def test_columns_get_our_names_and_keep_their_order():
    ((place, row),) = name_columns(ROWS, {"text": "Satz", "labels": "label"})

    assert place == Place("a.csv", 2)
    assert list(row.items()) == [("text", "Rain."), ("article", "1"), ("labels", "x")]


def test_two_columns_can_change_names():
    rows = [(Place("a.csv", 2), {"text": "1", "body": "Rain."})]

    assert name_columns(rows, {"text": "body", "topic": "text"})[0][1] == {
        "topic": "1",
        "text": "Rain.",
    }


def test_an_id_that_is_to_be_made_is_not_read():
    rows = [(Place("a.csv", 2), {"text": "Rain.", "sentence_id": "1"})]

    assert name_columns(rows, {"sentence_id": None}) == [(Place("a.csv", 2), {"text": "Rain."})]


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        pytest.param({"text": "Stz"}, "a.csv: text: no column 'Stz' to read it from; did you mean 'Satz'?", id="misspelt"),
        pytest.param({"text": "zz", "labels": "yy"}, "a.csv: text: no column 'zz' to read it from; there are Satz, article, label\na.csv: labels: no column 'yy' to read it from; there are Satz, article, label", id="all of them"),
        pytest.param({"article": "Satz"}, "a.csv: article: is to be read from 'Satz', but there is a column article too; rename one of them", id="a name that is taken"),
    ],
)  # fmt: skip
def test_columns_that_are_not_there_are_named(columns, message):
    with pytest.raises(InputError) as refusal:
        name_columns(ROWS, columns)

    assert str(refusal.value) == message


def test_names_are_parsed_from_the_command_line():
    assert parse_columns(["text=Satz", "article_id=", "coder_1=A=B"]) == {
        "text": "Satz",
        "article_id": None,
        "coder_1": "A=B",
    }


@pytest.mark.parametrize(
    ("given", "message"),
    [
        pytest.param(["text"], "--column text: is not NAME=COLUMN; write our name, then what the file calls it", id="no sign"),
        pytest.param(["=x"], "--column =x: is not NAME=COLUMN", id="no name"),
        pytest.param(["text=a", "text=b"], "--column text=b: text is named twice", id="twice"),
        pytest.param(["artcle_id=a"], "--column artcle_id: means nothing here; did you mean 'article_id'?", id="misspelt"),
        pytest.param(["article=a"], "--column article: means nothing here; did you mean 'article_id'?", id="what people say"),
        pytest.param(["text="], "--column text: names no column; write what the file calls it (article_id and sentence_id alone may be empty", id="empty"),
        pytest.param(["text=a", "topic=a"], "--column text and topic: are both 'a'; name each column once", id="one column twice"),
    ],
)  # fmt: skip
def test_names_that_cannot_be_meant_are_refused(given, message):
    with pytest.raises(InputError) as refusal:
        parse_columns(given)

    assert str(refusal.value).startswith(message)


@pytest.mark.parametrize(
    ("column", "others", "found"),
    [
        ("article_id", ["Article", "date"], "Article"),
        ("article_id", ["articel_id"], "articel_id"),
        ("text", ["label", "date", "outlet"], None),
        ("labels", ["Code"], "Code"),
        ("sentence_id", ["article_id", "text"], None),
        ("date", ["data"], "data"),
    ],
)
def test_a_column_is_suggested_only_where_its_name_is_near_or_usual(column, others, found):
    assert probable(column, others) == found


def test_all_missing_columns_are_named_at_once():
    with pytest.raises(InputError) as refusal:
        check_columns(ROWS, ["text", "article_id", "label"], can_name=True)

    text, article = str(refusal.value).split("\n")
    assert text.startswith("a.csv: text: no such column; did you mean 'Satz'?")
    assert article.startswith("a.csv: article_id: no such column; did you mean 'article'?")
    assert "--column article_id= (in a config null) makes each row an article" in article


def test_a_command_without_the_option_does_not_name_it():
    assert "--column" not in no_column(Place("a.csv", 2), "text", ["txt"])


@pytest.mark.parametrize("name", ["Łódź & co.", "2nd frame", "Экономика"])
def test_a_plain_name_holds_nothing_but_small_letters_digits_and_lines(name):
    assert not set(plain_name(name)) - set("abcdefghijklmnopqrstuvwxyz0123456789_")


def test_streamed_rows_get_our_names_too(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes("\ufeffSatz;Artikel\nRain, she said.;1\n".encode())

    (source,) = find_sources([str(path)], columns={"text": "Satz", "article_id": "Artikel"})

    (read,) = stream_rows(source)
    assert not isinstance(read, Rejected)
    assert read[1] == {"text": "Rain, she said.", "article_id": "1"}


def test_rows_that_are_read_one_by_one_though_they_need_not_be_are_told_of(tmp_path, caplog):
    path = tmp_path / "a.csv"
    path.write_text("text,Artikel\nRain.,1\nSun.,1\n")

    for columns in ({}, {"article_id": None}):
        (source,) = find_sources([str(path)], columns=columns)
        list(stream_rows(source))

    assert [record.message for record in caplog.records] == [
        f"{path}: no article_id, so each row is read by itself; if 'Artikel' is it, say --column article_id=Artikel"
    ]


def test_a_stream_whose_first_row_lacks_a_column_is_refused(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text('{"Satz": "Rain."}\n')

    (source,) = find_sources([str(path)], columns={"text": "Satz", "article_id": "Artikel"})

    with pytest.raises(InputError, match="article_id: no column 'Artikel' to read it from"):
        list(stream_rows(source))
