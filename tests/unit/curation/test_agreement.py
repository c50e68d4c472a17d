"""Agreement: as others measure it, with its disagreements, and written whole."""

import csv
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score, f1_score

from mediaframe.codebook import load_codebook
from mediaframe.config import EvaluationConfig
from mediaframe.curation.agreement import (
    DoubleCoded,
    agreement_table,
    measure_agreement,
    verdict,
    write_agreement,
)
from mediaframe.data.corpus import corpus_of
from mediaframe.errors import InputError, Place
from tests.builders import LABELS, make_corpus

QUICK = EvaluationConfig(resamples=100)


ATTRIBUTION = LABELS[0]


def coded(*coders, labels=()):
    """Return a corpus of a sentence an article, coded as each coder says: lists of labels, or None."""
    rows = [
        {
            "sentence_id": f"a{number}:1",
            "article_id": f"a{number}",
            "text": f"Sentence <{number}>.",
            "labels": list(labels),
            **{f"coder_{name}": said for name, said in enumerate(sentence, start=1)},
        }
        for number, sentence in enumerate(zip(*coders, strict=True), start=1)
    ]
    return corpus_of([(Place("made"), row) for row in rows], "made", "0" * 64, load_codebook())


A, B = [ATTRIBUTION], [ATTRIBUTION, LABELS[1]]


MIXED = ([A, [], B, A, [], B, [], A], [A, A, A, [], [], B, [], A])


def figures_of(*coders, seed=0):
    return measure_agreement(coded(*coders), QUICK, seed).figures


def test_agreement_is_told_per_label_over_sets_and_for_each_pair():
    figures = figures_of(*MIXED, MIXED[0])

    assert figures.coders == ("coder_1", "coder_2", "coder_3")
    assert figures.double_coded == DoubleCoded(sentences=8, articles=8)
    assert list(figures.alpha) == list(LABELS)
    assert [pair.coders for pair in figures.pairs] == [
        ("coder_1", "coder_2"),
        ("coder_1", "coder_3"),
        ("coder_2", "coder_3"),
    ]
    assert [pair.macro_f1.value for pair in figures.pairs][1] == 1.0


def test_the_f1_of_a_pair_is_that_of_scikit_learn():
    first, second = ([ATTRIBUTION in said for said in coder] for coder in MIXED)

    value = figures_of(*MIXED).pairs[0].f1[ATTRIBUTION].value

    assert value == pytest.approx(f1_score(first, second), abs=1e-6)


def test_alpha_is_near_cohens_kappa_of_many_sentences():
    coders = [coder * 50 for coder in MIXED]
    first, second = ([ATTRIBUTION in said for said in coder] for coder in coders)

    value = figures_of(*coders).alpha[ATTRIBUTION].value

    assert value == pytest.approx(cohen_kappa_score(first, second), abs=0.01)


def test_an_estimate_lies_within_its_interval():
    estimate = figures_of(*MIXED).alpha[ATTRIBUTION]

    assert estimate.low < estimate.value < estimate.high


@given(st.lists(st.tuples(st.sampled_from([[], A, B]), st.sampled_from([[], A, B])), min_size=6))
def test_f1_of_a_pair_where_both_use_the_labels_is_the_same_either_way(sentences):
    first, second = (list(said) for said in zip(*[(B, B), *sentences], strict=True))

    one_way = figures_of(first, second).pairs[0]
    other_way = figures_of(second, first).pairs[0]

    values = [[pair.f1[label].value for label in LABELS] for pair in (one_way, other_way)]
    assert values[0] == values[1]
    assert one_way.macro_f1.value == other_way.macro_f1.value


def test_f1_of_a_label_that_one_coder_never_gives_is_the_same_either_way():
    first: list[list[str]] = [[], [], []]
    second = [A, [], A]

    one_way = figures_of(first, second).pairs[0].f1[ATTRIBUTION].value
    other_way = figures_of(second, first).pairs[0].f1[ATTRIBUTION].value

    assert one_way == other_way


def test_the_interval_of_f1_is_the_same_either_way():
    first, second = [A, [], [], []], [A, A, A, []]

    one_way = figures_of(first, second).pairs[0].f1[ATTRIBUTION]
    other_way = figures_of(second, first).pairs[0].f1[ATTRIBUTION]

    assert one_way == other_way


def test_the_same_seed_measures_the_same_and_another_other_intervals():
    first, again, other = (figures_of(*MIXED, seed=seed) for seed in (1, 1, 2))

    assert first == again
    assert first.alpha[ATTRIBUTION].low != other.alpha[ATTRIBUTION].low


def test_sentences_coded_once_do_not_count():
    first, second = [*MIXED[0], A, None], [*MIXED[1], None, None]

    assert figures_of(first, second) == figures_of(*MIXED)


def test_a_pair_that_shares_no_sentence_has_no_f1():
    agreement = measure_agreement(coded([A, [], A], [A, [], None], [None, None, A]), QUICK)

    pairs = agreement.figures.pairs
    assert [(pair.sentences, pair.f1 is None) for pair in pairs] == [
        (2, False),
        (1, False),
        (0, True),
    ]
    assert "F1 coder_2 / coder_3" not in agreement_table(agreement.figures).header


def test_where_nothing_varies_agreement_is_undefined_and_says_so():
    figures = figures_of([A, A], [A, A])

    assert figures.alpha[ATTRIBUTION].value is None
    assert agreement_table(figures).rows[0][1:3] == ("–", "undefined: coders never vary")


def test_disagreements_name_who_said_what_and_who_did_not_code():
    agreement = measure_agreement(coded([A, A, []], [A, B, []], [None, None, A]), QUICK)

    assert list(agreement.disagreements) == [
        {"sentence_id": "a2:1", "article_id": "a2", "text": "Sentence <2>.", "coder_1": A, "coder_2": B, "coder_3": None},
        {"sentence_id": "a3:1", "article_id": "a3", "text": "Sentence <3>.", "coder_1": [], "coder_2": [], "coder_3": A},
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("corpus", "message"),
    [
        pytest.param(make_corpus(), "made: 0 coder columns; agreement needs coder_1 and coder_2 at least", id="none"),
        pytest.param(coded([A, []]), "made: 1 coder columns; agreement needs coder_1 and coder_2 at least", id="one"),
        pytest.param(coded([A, None], [None, A]), "made: no sentence was coded by two coders; have whole articles coded twice", id="apart"),
    ],
)  # fmt: skip
def test_agreement_takes_two(corpus, message):
    with pytest.raises(InputError) as refusal:
        measure_agreement(corpus, QUICK)

    assert str(refusal.value) == message


@pytest.mark.parametrize(
    ("alpha", "use"),
    [
        pytest.param(None, "undefined: coders never vary", id="undefined"),
        pytest.param(1.0, "firm", id="perfect"),
        pytest.param(0.8, "firm", id="just firm"),
        pytest.param(0.799, "tentative", id="not quite firm"),
        pytest.param(0.667, "tentative", id="just tentative"),
        pytest.param(0.666, "revise the rule and recode", id="not quite tentative"),
        pytest.param(-0.2, "revise the rule and recode", id="worse than chance"),
    ],
)
def test_what_an_alpha_allows_is_as_krippendorff_says(alpha, use):
    assert verdict(alpha) == use


def test_the_table_ends_with_label_sets_and_means():
    table = agreement_table(figures_of(*MIXED))

    assert table.header == ("label", "alpha", "use", "F1 coder_1 / coder_2")
    assert [row[0] for row in table.rows] == [*LABELS, "label sets (MASI) / macro"]
    assert table.caption == ("8 sentences of 8 articles coded twice; 95% intervals over articles.")


def test_agreement_is_written_as_strict_json_csv_and_a_page(tmp_path):
    agreement = measure_agreement(coded([A, A], [A, B]), QUICK)

    write_agreement(tmp_path / "out", agreement)

    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["agreement.html", "agreement.json", "disagreements.csv"]  # fmt: skip
    assert (
        json.loads((tmp_path / "out" / "agreement.json").read_bytes(), parse_constant=pytest.fail)
        == agreement.figures.to_json()
    )
    with (tmp_path / "out" / "disagreements.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert rows == [{"sentence_id": "a2:1", "article_id": "a2", "text": "Sentence <2>.", "coder_1": ATTRIBUTION, "coder_2": "|".join(B)}]  # fmt: skip
    assert "1 sentences to settle" in (tmp_path / "out" / "agreement.html").read_text("utf-8")


def test_disagreements_tell_not_coded_from_no_label(tmp_path):
    agreement = measure_agreement(coded([A], [[]], [None]), QUICK)

    write_agreement(tmp_path / "out", agreement)

    with (tmp_path / "out" / "disagreements.csv").open(encoding="utf-8", newline="") as lines:
        row = next(csv.DictReader(lines))
    assert row["coder_2"] != row["coder_3"]


def test_disagreements_have_a_header_where_there_are_none(tmp_path):
    write_agreement(tmp_path / "out", measure_agreement(coded([A, []], [A, []]), QUICK))

    first = (tmp_path / "out" / "disagreements.csv").read_text("utf-8").splitlines()[0]

    assert first == "sentence_id,article_id,text,coder_1,coder_2"
