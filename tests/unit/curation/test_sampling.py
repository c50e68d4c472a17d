"""Samples: what is drawn, and with what probability."""

from collections import Counter

import pytest

from mediaframe.config import LogisticHead
from mediaframe.curation.sampling import sample_by_stratum, sample_unsure
from mediaframe.errors import InputError
from tests.builders import make_model, make_rows

ROWS = [
    {**row, "outlet": "Quay" if number < 36 else "Clarion", "topic": f"t{number % 2}"}
    for number, row in enumerate(make_rows())
]


def test_a_sample_of_sentences_keeps_stratum_and_inclusion_probability():
    drawn = sample_by_stratum(ROWS, 8, ["outlet", "topic"], "sentence", seed=1)

    strata = Counter((row["stratum"], row["inclusion_probability"]) for row in drawn)
    assert strata == {
        ("Quay | t0", repr(3 / 18)): 3,
        ("Quay | t1", repr(3 / 18)): 3,
        ("Clarion | t0", repr(1 / 6)): 1,
        ("Clarion | t1", repr(1 / 6)): 1,
    }
    assert [row for row in map(_as_it_was, drawn) if row not in ROWS] == []


def _as_it_was(row):
    added = {"before", "after", "stratum", "inclusion_probability"}
    return {key: row[key] for key in row if key not in added}


def test_single_sentences_bring_what_stands_around_them():
    texts = [row["text"] for row in ROWS[:6]]

    drawn = {row["text"]: row for row in sample_by_stratum(ROWS, 48, [], "sentence", seed=1)}

    assert (drawn[texts[0]]["before"], drawn[texts[0]]["after"]) == ("", texts[1])
    assert drawn[texts[3]]["before"] == f"{texts[1]} {texts[2]}"
    assert drawn[texts[5]]["after"] == ""
    assert "before" not in sample_by_stratum(ROWS, 2, [], "article", seed=1)[0]


def test_weights_of_a_sample_add_up_to_all_there_are():
    drawn = sample_by_stratum(ROWS, 11, ["outlet"], "sentence", seed=1)

    assert sum(1 / float(row["inclusion_probability"]) for row in drawn) == pytest.approx(48)


def test_whole_articles_are_drawn():
    drawn = sample_by_stratum(ROWS, 4, ["outlet"], "article", seed=1)

    articles = Counter(row["article_id"] for row in drawn)
    assert list(articles.values()) == [6, 6, 6, 6]
    assert Counter(row["stratum"] for row in drawn) == {"Quay": 18, "Clarion": 6}
    assert {row["inclusion_probability"] for row in drawn} == {"0.5"}


def test_an_articles_stratum_is_that_of_its_first_sentence():
    drawn = sample_by_stratum(ROWS, 8, ["topic"], "article", seed=1)

    assert {row["stratum"] for row in drawn} == {"t0"}


def test_a_sample_stands_in_the_order_of_the_rows_and_repeats_with_its_seed():
    first, again, other = (sample_by_stratum(ROWS, 12, [], "sentence", s) for s in (1, 1, 2))

    assert first == again
    assert first != other
    assert [row["sentence_id"] for row in first] == sorted(row["sentence_id"] for row in first)
    assert {(row["stratum"], row["inclusion_probability"]) for row in first} == {("", "0.25")}


@pytest.mark.parametrize(
    ("size", "by", "unit", "message"),
    [
        pytest.param(5, ["outlt"], "sentence", "--by outlt: no such column; did you mean 'outlet'?", id="no such column"),
        pytest.param(49, [], "sentence", "-n: 49 of 48 in 1 strata; draw at least one of each and no more than there are", id="too many sentences"),
        pytest.param(9, [], "article", "-n: 9 of 8 in 1 strata; draw at least one of each and no more than there are", id="too many articles"),
        pytest.param(1, ["outlet"], "article", "-n: 1 of 8 in 2 strata; draw at least one of each and no more than there are", id="fewer than strata"),
    ],
)  # fmt: skip
def test_a_sample_that_cannot_be_drawn_is_refused(size, by, unit, message):
    with pytest.raises(InputError) as refusal:
        sample_by_stratum(ROWS, size, by, unit, seed=1)

    assert str(refusal.value) == message


@pytest.fixture(scope="module")
def model():
    return make_model(LogisticHead(C=(1.0,)))


def test_an_unsure_sample_comes_least_sure_first_with_margins(model):
    drawn = sample_unsure(ROWS, 6, model)

    margins = [float(row["margin"]) for row in drawn]
    assert margins == sorted(margins)
    assert len({row["sentence_id"] for row in drawn}) == 6
    assert len({row["text"] for row in drawn}) == 6


def test_an_unsure_sample_passes_over_what_it_has_already(model):
    twice = [*ROWS, *({**row, "sentence_id": f"again {row['sentence_id']}"} for row in ROWS)]

    drawn = sample_unsure(twice, 8, model)

    assert len({row["text"] for row in drawn}) == 8
