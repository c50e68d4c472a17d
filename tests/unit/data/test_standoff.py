"""Labels without texts: what is kept, what is not, and what comes back from the texts."""

import json
import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediaframe.codebook import load_codebook
from mediaframe.data.corpus import read_corpus
from mediaframe.data.formats import read_format
from mediaframe.data.joining import join_texts
from mediaframe.data.standoff import (
    StandoffHeader,
    digest_of,
    read_standoff,
    shipped_standoff,
    unified,
    write_standoff,
)
from mediaframe.errors import InputError
from tests.builders import write_jsonl

ROWS: list[dict[str, Any]] = [
    {"sentence_id": "a1:1", "article_id": "a1", "text": "Rain fell “all night”, she said.", "labels": ["attribution"], "coder_1": ["attribution"], "coder_2": [], "outlet": "Clarion", "rule": None},
    {"sentence_id": "a1:2", "article_id": "a1", "text": "Two roads are closed.", "labels": [], "coder_1": [], "coder_2": None, "outlet": "Clarion", "rule": "4"},
    {"sentence_id": "a2:1", "article_id": "a2", "text": "The minister denied it.", "labels": ["attribution", "official_claim", "contested_claim"], "coder_1": ["attribution"], "coder_2": ["attribution"], "outlet": "Herald", "rule": None},
    {"sentence_id": "a2:2", "article_id": "a2", "text": "Two roads are closed.", "labels": [], "coder_1": [], "coder_2": [], "outlet": "Herald", "rule": None},
]  # fmt: skip
COLUMNS = ("outlet", "rule")
CODEBOOK = load_codebook()


@pytest.fixture
def corpus(tmp_path):
    return write_jsonl(tmp_path / "mine.jsonl", ROWS)


@pytest.fixture
def standoff(tmp_path, corpus):
    path = tmp_path / "labels.jsonl"
    rows = read_format(corpus, "jsonl", CODEBOOK)
    write_standoff(rows, path, CODEBOOK, COLUMNS, name="mine", texts="a shelf", licence="ours")
    return path


def test_it_holds_everything_but_the_texts(standoff):
    written = standoff.read_text(encoding="utf-8")

    for row in ROWS:
        assert all(word not in written for word in row["text"].rstrip(".").split() if len(word) > 3)
    assert read_standoff(standoff).header == StandoffHeader(
        name="mine", codebook="framing 1.1", coders=("coder_1", "coder_2"), columns=COLUMNS, texts="a shelf", licence="ours"
    )  # fmt: skip


def test_no_column_is_kept_that_is_not_named(tmp_path, corpus):
    rows = read_format(corpus, "jsonl", CODEBOOK)

    write_standoff(rows, tmp_path / "bare.jsonl", CODEBOOK, (), name="mine")

    assert "Clarion" not in (tmp_path / "bare.jsonl").read_text(encoding="utf-8")


@pytest.mark.parametrize("column", ["text", "labels", "coder_1", "outlets"])
def test_a_column_that_cannot_be_kept_is_refused(tmp_path, corpus, column):
    rows = read_format(corpus, "jsonl", CODEBOOK)
    if column == "coder_1":
        rows = [(place, {k: v for k, v in row.items() if k != "coder_1"}) for place, row in rows]

    with pytest.raises(InputError, match=f"--column {column}: no further column of"):
        write_standoff(rows, tmp_path / "x.jsonl", CODEBOOK, (column,), name="mine")


def test_joined_with_its_texts_it_is_the_corpus_again(standoff, corpus):
    joined = join_texts(read_standoff(standoff), corpus)

    assert joined.missing == []
    assert joined.rows == ROWS
    assert joined.told() == "4 of 4 sentences found"


@pytest.mark.parametrize(
    "texts",
    [
        pytest.param("Rain fell “all night”, she said. Two roads are closed.\n\nThe minister denied it.", id="one text"),
        pytest.param("RAIN fell\n\"all night\",  she\u00a0said. Two ro\u00adads are closed. The minister\u200b denied it.", id="other marks and blanks"),
        pytest.param("Two roads are closed. It was dark: Rain fell “all night”, she said. And so: The minister denied it.", id="cut otherwise"),
    ],
)  # fmt: skip
def test_sentences_are_found_in_articles_however_these_are_set(tmp_path, standoff, texts):
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "one.txt").write_text(texts, encoding="utf-8")
    (folder / "two.txt").write_text("Nothing of it.", encoding="utf-8")

    joined = join_texts(read_standoff(standoff), folder)

    assert joined.missing == []
    assert list(map(unified, (row["text"] for row in joined.rows))) == [unified(r["text"]) for r in ROWS]  # fmt: skip


def test_sentences_that_were_cut_otherwise_are_found_in_the_rows_of_their_article(
    tmp_path, standoff
):
    rows = [
        {"article_id": "x", "text": "Rain fell “all"},
        {"article_id": "x", "text": "night”, she said. Two roads are closed."},
        {"article_id": "y", "text": "The minister denied it."},
    ]

    joined = join_texts(read_standoff(standoff), write_jsonl(tmp_path / "rows.jsonl", rows))

    assert [row["sentence_id"] for row in joined.rows] == ["a1:1", "a1:2", "a2:1", "a2:2"]


def test_what_is_missing_is_told_by_article(tmp_path, standoff):
    texts = write_jsonl(tmp_path / "few.jsonl", [{"text": ROWS[1]["text"]}])

    joined = join_texts(read_standoff(standoff), texts)

    assert [row["sentence_id"] for row in joined.rows] == ["a1:2", "a2:2"]
    assert joined.told() == ("2 of 4 sentences found, 2 missing by article: a1 1, a2 1")


def test_texts_that_hold_nothing_of_it_are_refused(tmp_path, standoff):
    texts = write_jsonl(tmp_path / "other.jsonl", [{"text": "Something else."}])

    with pytest.raises(InputError, match=r"holds none of the 4 sentences of mine; give its texts \(a shelf\)"):  # fmt: skip
        join_texts(read_standoff(standoff), texts)


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        pytest.param(["{}"], r"wrong.jsonl:1: no standoff file \(Field required\)", id="no header"),
        pytest.param(['{"standoff": 2, "name": "x", "codebook": "y"}'], r"wrong.jsonl:1: no standoff file \(Input should be 1\)", id="another version"),
        pytest.param(['{"standoff": 1, "name": "x", "codebook": "y"}', '{"article_id": "a"}'], r"wrong.jsonl:2: not the line of an article \(KeyError\('sentences'\)\)", id="no article"),
        pytest.param(['{"standoff": 1, "name": "x", "codebook": "y"}', '{"article_id": "a", "columns": {}, "sentences": [["s", "d"]]}'], "wrong.jsonl:2: not the line of an article", id="cut off"),
    ],
)  # fmt: skip
def test_a_wrong_file_is_refused_with_its_line(tmp_path, lines, message):
    path = tmp_path / "wrong.jsonl"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")

    with pytest.raises(InputError, match=message):
        read_standoff(path)


def test_an_unknown_name_is_told_with_those_that_ship(tmp_path):
    with pytest.raises(InputError, match="no such file; name a standoff file, or one that ships: election-news, gum-news, "):  # fmt: skip
        read_standoff(tmp_path / "wikinew")


@given(st.text())
def test_a_digest_does_not_depend_on_how_letters_are_composed(text):
    decomposed = unicodedata.normalize("NFD", text)

    assert digest_of(decomposed) == digest_of(text)
    assert unified(unified(text)) == unified(text)


SHIPPED = shipped_standoff()


@pytest.mark.parametrize("name", SHIPPED)
def test_what_ships_is_whole_and_has_no_text(name):
    standoff = read_standoff(name)

    assert standoff.header.name == name
    assert standoff.header.texts
    assert standoff.header.licence
    ids = [each.row["sentence_id"] for each in standoff.sentences]
    assert len(set(ids)) == len(ids) > 500
    for each in standoff.sentences:
        CODEBOOK.check_labels(each.row["labels"], name)
        assert len(each.digest) == 16
        assert set(each.row) == {"sentence_id", "article_id", "labels", "coder_1", "coder_2", *standoff.header.columns}  # fmt: skip
        assert not {"text", "source"} & set(each.row)


def test_no_line_that_ships_holds_prose():
    """No value but ids, addresses and names of kinds: what has more than two blanks would be text."""
    for path in SHIPPED.values():
        for line in path.read_text(encoding="utf-8").splitlines()[1:]:
            article = json.loads(line)
            values = [*article["columns"].values()]
            for sentence in article["sentences"]:
                further = dict(*sentence[4:])
                values += [sentence[0], sentence[1], *(v for v in further.values() if isinstance(v, str))]  # fmt: skip
            assert [value for value in values if value.count(" ") > 2] == []


def test_a_corpus_joined_can_be_read(tmp_path, standoff, corpus):
    joined = join_texts(read_standoff(standoff), corpus)

    read = read_corpus(write_jsonl(tmp_path / "again.jsonl", joined.rows), CODEBOOK)

    assert read.columns["outlet"] == ("Clarion", "Clarion", "Herald", "Herald")
    assert read.coders["coder_2"].is_coded.tolist() == [True, False, True, True]
