"""Audits: every planted fault is found and names its sentences, and a sound corpus has none."""

import numpy as np
import pytest

from mediaframe.article.sentences import place_in_articles
from mediaframe.codebook import load_codebook
from mediaframe.data.audit import FEWEST_POSITIVES, audit_corpus
from mediaframe.data.corpus import Corpus, read_corpus
from mediaframe.errors import InputError
from tests.builders import LABELS, write_jsonl

DEAL = "The harbour board’s chairman called the “ferry deal” dead on Friday evening"
COLUMNS = {"outlet": "The Quay", "date": "2026-03-01", "topic": "harbour"}


def sound_rows(articles=60):
    """Return rows in which nothing is wrong: no shared words, half of the sentences with every label, two parts."""
    return [
        {
            "sentence_id": f"a{article:02d}:{number}",
            "article_id": f"a{article:02d}",
            "text": " ".join(f"{word}{article}n{number}" for word in "abcdefghi"),
            "labels": list(LABELS) if number == 1 else [],
            **COLUMNS,
            "part": "train" if article % 3 else "test",
        }
        for article in range(articles)
        for number in (1, 2)
    ]


def planted(name, text, labels=(), **columns):
    """Return a sentence that is an article of its own, called as it is."""
    row = {"sentence_id": f"{name}:1", "article_id": name, "text": text, "labels": list(labels)}
    return {**row, **COLUMNS, "part": "train", **columns}


def audit(tmp_path, rows, split=None):
    path = write_jsonl(tmp_path / "corpus.jsonl", rows)
    return audit_corpus(read_corpus(path, load_codebook()), split)


def found(outcome, kind):
    """Return what an audit found of one kind."""
    return [finding for finding in outcome.findings if finding.kind == kind]


def sentences(outcome, kind):
    """Return the sentences of every finding of one kind."""
    return [finding.sentence_ids for finding in found(outcome, kind)]


def test_a_sound_corpus_is_clean(tmp_path):
    outcome = audit(tmp_path, sound_rows(), "part")

    assert outcome.findings == ()
    assert outcome.is_clean
    assert (outcome.corpus, outcome.sentences, outcome.articles) == ("corpus.jsonl", 120, 60)
    assert outcome.positives == dict.fromkeys(LABELS, 60)
    assert outcome.counts() == {}


@pytest.mark.parametrize(
    ("copy", "kind"),
    [
        pytest.param(DEAL, "duplicate", id="the same"),
        pytest.param(DEAL.upper(), "duplicate", id="other case"),
        pytest.param(
            DEAL.translate(str.maketrans("’“”", '\'""')), "duplicate", id="straight quotes"
        ),
        pytest.param(f"HALVEN, March 3 (MW) — {DEAL}", "duplicate", id="agency dateline"),
        pytest.param(DEAL.replace("Friday", "Sunday"), "near_duplicate", id="one word changed"),
        pytest.param(f"{DEAL} again", "near_duplicate", id="one word more"),
    ],
)
def test_a_copy_in_another_article_is_found_and_names_both(tmp_path, copy, kind):
    rows = [*sound_rows(), planted("x", DEAL), planted("y", copy)]

    outcome = audit(tmp_path, rows, "part")

    assert [finding.kind for finding in outcome.findings] == [kind]
    assert outcome.findings[0].sentence_ids == ("x:1", "y:1")
    assert outcome.findings[0].texts == (DEAL, copy)
    assert outcome.findings[0].what.startswith("articles x and y;")
    assert not outcome.is_clean


def test_a_repeat_within_an_article_is_the_authors(tmp_path):
    rows = [*sound_rows(), planted("x", DEAL), {**planted("x", DEAL), "sentence_id": "x:2"}]

    assert audit(tmp_path, rows, "part").is_clean


def test_a_short_sentence_recurs_without_being_a_duplicate(tmp_path):
    rows = [*sound_rows(), planted("x", "He did not comment."), planted("y", "He did not comment.")]

    assert audit(tmp_path, rows).is_clean


def test_every_one_of_many_planted_faults_is_found(tmp_path):
    rows = [
        *({**row, "labels": [LABELS[0]] if row["labels"] else []} for row in sound_rows()),
        planted("x", DEAL, [LABELS[1]], outlet=None),
        planted("y", f"{DEAL} again", part="test"),
        planted("z", DEAL.lower(), [LABELS[0]], part="test"),
        {**planted("x", "Nobody else knew.", outlet="The Clarion"), "sentence_id": "x:2"},
        {**planted("x", "Nobody asked.", date="2026-03-02", part="test"), "sentence_id": "x:3"},
        {**planted("x", "Nobody said.", outlet="The Quay"), "sentence_id": "x:4"},
    ]

    outcome = audit(tmp_path, rows, "part")

    assert sentences(outcome, "near_duplicate") == [("x:1", "y:1", "z:1")]
    assert sentences(outcome, "conflict") == [("x:1", "z:1")]
    assert sentences(outcome, "gap") == [("x:1",)]
    assert sentences(outcome, "leak") == [("x:1", "x:3"), ("x:1", "y:1", "z:1")]
    assert [finding.what.split(":")[0] for finding in found(outcome, "rare_label")] == [LABELS[1]]
    assert [finding.what.split(":")[0] for finding in found(outcome, "constant_label")] == [
        LABELS[2]
    ]
    assert [finding.what for finding in found(outcome, "mixed_article")] == [
        "article x has outlet The Clarion and The Quay; are these two articles?",
        "article x has date 2026-03-01 and 2026-03-02; are these two articles?",
    ]
    assert outcome.counts() == {
        "near_duplicate": 1,
        "conflict": 1,
        "rare_label": 1,
        "constant_label": 1,
        "gap": 1,
        "mixed_article": 2,
        "leak": 2,
    }


def test_an_article_with_two_outlets_names_a_sentence_of_each(tmp_path):
    more = {**planted("x", "Nobody else knew.", outlet="The Clarion"), "sentence_id": "x:2"}

    outcome = audit(tmp_path, [*sound_rows(), planted("x", DEAL), more])

    assert sentences(outcome, "mixed_article") == [("x:1", "x:2")]


# ---- boilerplate ----

LINE = "Sign up to our letter and get the news of the day each morning"


def with_line(rows, line=LINE):
    """Return rows with one line more at the end of every article; `{}` in it is the article's number."""
    articles = dict.fromkeys(row["article_id"] for row in rows)
    lines = [
        {**planted(name, line.format(number)), "sentence_id": f"{name}:end", "part": None}
        for number, name in enumerate(articles)
    ]
    parts = {row["article_id"]: row["part"] for row in rows}
    return [*rows, *({**row, "part": parts[row["article_id"]]} for row in lines)]


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(LINE, id="word for word"),
        pytest.param(LINE + " no {}", id="numbered"),
        pytest.param("Follow Writer{} and the whole team of the Halven Herald on every channel", id="with the writer's name"),
    ],
)  # fmt: skip
def test_a_line_in_every_article_is_one_finding_and_no_leak(tmp_path, line):
    outcome = audit(tmp_path, with_line(sound_rows(), line), "part")

    (finding,) = outcome.findings
    assert finding.kind == "boilerplate"
    assert finding.what.startswith("one line in 60 of 60 articles, which share little else; ")
    assert len(finding.sentence_ids) == 60
    assert len(finding.texts) == 3


def test_copies_are_found_beside_a_line_in_every_article(tmp_path):
    rows = with_line([*sound_rows(), planted("x", DEAL), planted("y", f"{DEAL} again")])

    outcome = audit(tmp_path, rows)

    assert outcome.counts() == {"boilerplate": 1, "near_duplicate": 1}
    assert sentences(outcome, "near_duplicate") == [("x:1", "y:1")]


def test_articles_that_hang_together_by_their_content_are_told(tmp_path):
    story = [f"{DEAL} and {word} of the {word} went on" for word in ("ferry", "crew", "port")]
    rows = [
        {**planted(f"x{copy}", text), "sentence_id": f"x{copy}:{number}"}
        for copy in range(25)
        for number, text in enumerate(story)
    ]

    outcome = audit(tmp_path, [*sound_rows(), *rows])

    assert [finding.what for finding in found(outcome, "tied")] == [
        "near-duplicates tie 25 of 85 articles together: all of them fall on one side of a split, whatever share of test is asked for"
    ]
    assert found(outcome, "boilerplate") == []


def test_a_class_of_many_copies_is_one_finding_that_names_the_first_articles(tmp_path):
    rows = [*sound_rows(), *(planted(f"x{copy}", DEAL) for copy in range(4))]

    outcome = audit(tmp_path, rows)

    assert [finding.what for finding in found(outcome, "duplicate")] == [
        "articles x0, x1, x2 and 1 more; they will share a side of every split"
    ]


# ---- conflicts ----


def test_a_conflict_names_the_labels_that_are_not_agreed_on(tmp_path):
    text = "Four words, no more."
    rows = [
        *sound_rows(),
        planted("x", text, [LABELS[0], LABELS[2]]),
        planted("y", text.upper(), [LABELS[2]]),
        planted("z", text, [LABELS[0], LABELS[2]]),
    ]

    outcome = audit(tmp_path, rows)

    assert sentences(outcome, "conflict") == [("x:1", "y:1", "z:1")]
    assert found(outcome, "conflict")[0].what == (
        f"same words, not agreed on {LABELS[0]}; settle it"
    )


def test_a_conflict_within_one_article_counts_too(tmp_path):
    rows = [
        *sound_rows(),
        planted("x", DEAL),
        {**planted("x", DEAL, [LABELS[0]]), "sentence_id": "x:2"},
    ]

    assert sentences(audit(tmp_path, rows), "conflict") == [("x:1", "x:2")]


def test_three_words_may_mean_different_things(tmp_path):
    rows = [*sound_rows(), planted("x", "She denied it."), planted("y", "She denied it.", LABELS)]

    assert audit(tmp_path, rows).is_clean


# ---- labels ----


@pytest.mark.parametrize(
    ("positives", "kinds", "what"),
    [
        pytest.param(0, ["constant_label"], "no sentence carries it; nothing can be learned of it", id="none"),
        pytest.param(1, ["rare_label"], "1 positives; label 49 more before you compare models", id="one"),
        pytest.param(FEWEST_POSITIVES - 1, ["rare_label"], "49 positives; label 1 more before you compare models", id="one too few"),
        pytest.param(120, ["constant_label"], "every sentence carries it; nothing can be learned of it", id="all"),
    ],
)  # fmt: skip
def test_a_label_that_is_rare_or_constant_is_named(tmp_path, positives, kinds, what):
    kept = [(LABELS[1:] if row["labels"] else ()) for row in sound_rows()]
    rows = [
        {**row, "labels": [*([LABELS[0]] if number < positives else []), *others]}
        for number, (row, others) in enumerate(zip(sound_rows(), kept, strict=True))
    ]

    outcome = audit(tmp_path, rows)

    assert [finding.kind for finding in outcome.findings] == kinds
    assert outcome.findings[0].what == f"{LABELS[0]}: {what}"
    assert not outcome.is_clean


def test_fifty_positives_are_enough(tmp_path):
    assert audit(tmp_path, sound_rows(articles=FEWEST_POSITIVES)).is_clean


# ---- columns ----


@pytest.mark.parametrize("column", ["outlet", "date", "topic"])
@pytest.mark.parametrize("value", [pytest.param(None, id="null"), pytest.param("", id="empty")])
def test_a_value_that_is_missing_names_its_sentence(tmp_path, column, value):
    rows = sound_rows()
    rows[3][column] = value
    rows[7][column] = value

    outcome = audit(tmp_path, rows)

    assert sentences(outcome, "gap") == [("a01:2", "a03:2")]
    assert outcome.findings[0].what == f"{column}: empty in 2 sentences; fill it in"
    assert not outcome.is_clean


def test_a_column_that_is_not_there_is_a_fact_and_no_problem(tmp_path):
    rows = [{key: row[key] for key in row if key != "outlet"} for row in sound_rows()]

    outcome = audit(tmp_path, rows)

    assert [finding.what for finding in outcome.findings] == [
        "outlet: no such column; splits and subgroups by outlet cannot be made"
    ]
    assert outcome.is_clean


def test_problems_come_before_facts(tmp_path):
    rows = [{key: row[key] for key in row if key != "outlet"} for row in sound_rows()]
    rows[0]["topic"] = None

    outcome = audit(tmp_path, rows)

    assert [finding.is_problem for finding in outcome.findings] == [True, False]


def test_an_outlet_that_a_sentence_lacks_makes_no_second_article(tmp_path):
    rows = sound_rows()
    rows[1]["outlet"] = None

    assert found(audit(tmp_path, rows), "mixed_article") == []


# ---- leaks ----


def test_an_article_on_both_sides_names_one_sentence_of_each(tmp_path):
    rows = sound_rows()
    rows[5]["part"] = "test"

    outcome = audit(tmp_path, rows, "part")

    assert [finding.what for finding in outcome.findings] == [
        "article a02 stands in test and train"
    ]
    assert sentences(outcome, "leak") == [("a02:1", "a02:2")]


def test_near_duplicates_on_both_sides_leak(tmp_path):
    rows = [*sound_rows(), planted("x", DEAL, part="test"), planted("y", f"{DEAL} again")]

    outcome = audit(tmp_path, rows, "part")

    assert [finding.what for finding in found(outcome, "leak")] == [
        "near-duplicates in test and train"
    ]
    assert sentences(outcome, "leak") == [("x:1", "y:1")]


def test_near_duplicates_on_one_side_do_not_leak(tmp_path):
    rows = [*sound_rows(), planted("x", DEAL), planted("y", f"{DEAL} again")]

    assert found(audit(tmp_path, rows, "part"), "leak") == []


def test_leaks_are_not_searched_for_unasked(tmp_path):
    rows = sound_rows()
    rows[5]["part"] = "test"

    assert audit(tmp_path, rows).is_clean


def test_a_split_column_that_is_misspelt_names_the_nearest(tmp_path):
    with pytest.raises(InputError) as refusal:
        audit(tmp_path, sound_rows(), "prt")

    assert str(refusal.value) == "--split prt: no such column in corpus.jsonl; did you mean 'part'?"


def test_a_split_column_of_a_corpus_without_columns_leaves_a_remedy(tmp_path):
    rows = [
        {key: row[key] for key in ("sentence_id", "article_id", "text", "labels")}
        for row in sound_rows()
    ]

    with pytest.raises(InputError) as refusal:
        audit(tmp_path, rows, "part")

    assert not str(refusal.value).endswith("choose from ")


def test_one_sentence_can_be_audited():
    corpus = Corpus(
        "one",
        "0" * 64,
        LABELS,
        place_in_articles(["It rained."], ["a"], ["a:1"]),
        np.zeros((1, len(LABELS)), dtype=bool),
        {},
        {},
    )

    outcome = audit_corpus(corpus)

    assert outcome.counts() == {"constant_label": 3, "gap": 3}


def test_a_finding_as_json_holds_no_text(tmp_path):
    rows = [*sound_rows(), planted("x", DEAL), planted("y", DEAL)]

    finding = audit(tmp_path, rows).findings[0].to_json()

    assert finding == {
        "kind": "duplicate",
        "what": "articles x and y; they will share a side of every split",
        "sentence_ids": ["x:1", "y:1"],
        "is_problem": True,
    }
