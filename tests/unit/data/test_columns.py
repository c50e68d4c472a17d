"""Ids are made where a file has none, and days become YYYY-MM-DD where there is one way to read them."""

import pytest

from mediaframe.codebook import load_codebook
from mediaframe.data.columns import readings_of
from mediaframe.data.corpus import read_corpus
from mediaframe.errors import InputError

CODEBOOK = load_codebook()


def corpus_of(folder, header, *lines, **options):
    path = folder / "c.csv"
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return read_corpus(path, CODEBOOK, **options)


def ids(corpus):
    return [sentence.sentence_id for sentence in corpus.sentences]


def test_sentences_without_ids_are_numbered_in_their_article_and_that_is_said(tmp_path, caplog):
    corpus = corpus_of(tmp_path, "article_id,text,labels", "b,One.,", "a,Two.,", "b,Three.,")

    assert ids(corpus) == ["a:1", "b:1", "b:2"]
    assert (
        "c.csv: no sentence_id, so sentences are numbered in their article: b:1, …" in caplog.text
    )


def test_each_row_is_an_article_only_where_the_user_says_so(tmp_path, caplog):
    with pytest.raises(InputError, match="article_id: no such column"):
        corpus_of(tmp_path, "text,labels", "One.,", "Two.,")

    corpus = corpus_of(tmp_path, "text,labels", "One.,", "Two.,", columns={"article_id": None})

    assert ids(corpus) == ["row-1:1", "row-2:1"]
    assert "each row is an article of its own" in caplog.text


def test_a_column_that_looks_like_ids_is_not_passed_over(tmp_path):
    with pytest.raises(InputError, match="sentence_id: no such column; did you mean 'id'"):
        corpus_of(tmp_path, "id,article_id,text,labels", "7,a,One.,")

    numbered = corpus_of(
        tmp_path, "id,article_id,text,labels", "7,a,One.,", columns={"sentence_id": None}
    )
    named = corpus_of(
        tmp_path, "id,article_id,text,labels", "7,a,One.,", columns={"sentence_id": "id"}
    )

    assert (ids(numbered), ids(named)) == (["a:1"], ["7"])


def test_an_empty_cell_of_a_named_column_of_labels_is_no_label(tmp_path):
    header = "article_id,text,code"
    corpus = corpus_of(
        tmp_path, header, "a,One.,", "a,Two.,Attribution", columns={"labels": "code"}
    )

    assert corpus.targets.sum(axis=1).tolist() == [0, 1]


@pytest.mark.parametrize(
    ("days", "readings"),
    [
        pytest.param(["2024-02-01"], {None: ["2024-02-01"]}, id="ISO"),
        pytest.param(["1.2.2024", "31.12.2024"], {None: ["2024-02-01", "2024-12-31"]}, id="points"),
        pytest.param(["01.02.24"], {None: ["2024-02-01"]}, id="points, two digits"),
        pytest.param(["1 March 2024"], {None: ["2024-03-01"]}, id="a month by name"),
        pytest.param(["1/2/2024", "13/2/2024"], {"day_first": ["2024-02-01", "2024-02-13"]}, id="the day tells"),
        pytest.param(["1/2/2024", "2/13/2024"], {"month_first": ["2024-01-02", "2024-02-13"]}, id="the month tells"),
        pytest.param(["1/2/2024"], {"day_first": ["2024-02-01"], "month_first": ["2024-01-02"]}, id="nothing tells"),
        pytest.param(["2/2/2024"], {"day_first": ["2024-02-02"]}, id="both the same"),
        pytest.param(["2024-02-01", "1.2.2024"], {}, id="two forms"),
        pytest.param(["spring"], {}, id="no day"),
        pytest.param(["31.2.2024"], {}, id="no such day"),
    ],
)  # fmt: skip
def test_days_are_read_in_every_way_that_fits_all_of_them(days, readings):
    assert {order: list(read.values()) for order, read in readings_of(days).items()} == readings


@pytest.mark.parametrize(
    ("dates", "expected"),
    [(None, "3/4/2024"), ("day_first", "2024-04-03"), ("month_first", "2024-03-04")],
)
def test_a_day_of_two_readings_is_left_until_the_order_is_said(tmp_path, caplog, dates, expected):
    header = "sentence_id,article_id,text,labels,date"
    corpus = corpus_of(tmp_path, header, "1,a,One.,,3/4/2024", "2,a,Two.,,", dates=dates)

    assert corpus.columns["date"] == (expected, None)
    assert ("say which by corpus.dates" in caplog.text) == (dates is None)


def test_days_in_no_form_stay_as_they_are(tmp_path):
    header = "sentence_id,article_id,text,labels,date"

    assert corpus_of(tmp_path, header, "1,a,One.,,20240105").columns["date"] == ("20240105",)
