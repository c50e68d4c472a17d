"""Each part is counted as its description says, against readings written by hand."""

from pathlib import Path

import pytest

from mediaframe.article.sentences import place_in_articles
from mediaframe.codebook import load_codebook
from mediaframe.evaluation.parts.gold import GoldCode, GoldContest, GoldSentence, GoldSpans
from mediaframe.evaluation.parts.gold_files import read_gold
from mediaframe.evaluation.parts.scoring import count_parts, score_parts
from mediaframe.evaluation.parts.words import match
from mediaframe.reader.inspection import (
    InspectedArticle,
    InspectedSentence,
    ReadAttribution,
    ReadContest,
    ReadEntity,
    Words,
)
from tests.builders import LABELS

CODEBOOK = load_codebook()
GOLD = Path(__file__).parents[3] / "gold" / "examples.yaml"
TEXT = "Ana Ruiz, a baker, said it rained, but police denied the claim."
SOURCE, CUE, CONTENT = "Ana Ruiz, a baker", "said", "it rained"
RIGHT, BESIDE, MISSED = (1, 0, 0), (0, 1, 0), (0, 0, 1)


def words(text):
    """Return words of the sentence with their place."""
    return Words(text=text, start=TEXT.index(text), end=TEXT.index(text) + len(text))


def pieces(text):
    """Return the same as gold has them."""
    return ((TEXT.index(text), TEXT.index(text) + len(text)),) if text else ()


def marked(source=SOURCE, cue=CUE, content=CONTENT):
    """Return the spans of an attribution."""
    return GoldSpans(pieces(source), pieces(cue), pieces(content))


def coded(spans=None, who="Ana Ruiz, a baker", status="person", content="assertion"):
    """Return what an attribution is coded as."""
    return GoldCode(who, status, content, spans)


def said(cue=CUE, source=SOURCE, content=CONTENT, **more):
    """Return an attribution as it was read."""
    values = {
        "how": "saying",
        "named": None,
        "entity": None,
        "status": "person",
        "content": "assertion",
        "is_inner": False,
    }
    return ReadAttribution(
        cue=cue and words(cue),
        source=source and words(source),
        words=content and words(content),
        **values | more,
    )


def count(gold, *attributions, contests=(), labels=(), entities=()):
    """Return the counts of one sentence: what gold says of it, and what was read."""
    (sentence,) = place_in_articles([TEXT], ["a"], ["a:1"])
    blank = {"spans": None, "codes": None, "contests": None, "labels": None}
    read = InspectedSentence(
        sentence_id="a:1",
        text=TEXT,
        start=0,
        end=len(TEXT),
        labels=labels,
        attributions=attributions,
        quotations=(),
        contests=contests,
    )
    article = InspectedArticle(article_id="a", sentences=(read,), entities=entities)
    return count_parts([GoldSentence(sentence, **blank | gold)], article, LABELS)


def test_words_are_exact_or_overlap_whatever_the_marks_around_them():
    found = count({"spans": (marked(),)}, said(source="Ana Ruiz, a baker,", content="rained"))

    assert (found["source:exact"], found["source:overlapping"]) == (RIGHT, RIGHT)
    assert (found["words:exact"], found["words:overlapping"]) == ((0, 1, 1), RIGHT)


def test_words_that_share_nothing_are_missed_and_found_beside():
    found = count({"spans": (marked(),)}, said(cue="denied"))

    assert (found["cue:exact"], found["cue:overlapping"]) == ((0, 1, 1), (0, 1, 1))


def test_a_source_of_two_attributions_counts_once():
    both = (marked(), marked(cue="denied", content="the claim"))

    found = count({"spans": both}, said(), said(cue="denied", content="the claim"))

    assert found["source:exact"] == RIGHT
    assert found["cue:exact"] == (2, 0, 0)


def test_content_in_pieces_is_exact_where_all_of_it_is_found():
    halves = GoldSpans((), pieces(CUE), pieces("it") + pieces("rained"))

    assert count({"spans": (halves,)}, said())["words:exact"] == RIGHT
    assert count({"spans": (halves,)}, said(content="it"))["words:exact"] == (0, 1, 1)


@pytest.mark.parametrize(
    ("read", "expected"),
    [
        pytest.param([said()], RIGHT, id="by its words"),
        pytest.param([said(source=None, entity=0)], RIGHT, id="by its entity"),
        pytest.param(
            [said(source=None, named=words("Ana Ruiz"))], RIGHT, id="by where it is named"
        ),
        pytest.param([said(source="police")], (0, 1, 1), id="another"),
        pytest.param([said(source=None)], MISSED, id="nobody"),
        pytest.param([], MISSED, id="no attribution"),
    ],
)
def test_a_source_is_linked_by_name(read, expected):
    entity = ReadEntity(id=0, name="baker Ana Ruiz", status="person", stated=None, mentions=())
    gold = {"spans": (marked(),), "codes": (coded(marked()),), "is_marked_up": True}

    assert count(gold, *read, entities=(entity,))["link"] == expected


def test_nobody_coded_and_somebody_found_is_one_beside():
    gold = {"codes": (coded(marked(), who=None, status="unknown"),), "is_marked_up": True}

    assert count(gold, said())["link"] == BESIDE


@pytest.mark.parametrize(
    ("status", "found", "expected"),
    [
        pytest.param("official", "official", RIGHT, id="official"),
        pytest.param("official", "person", MISSED, id="missed"),
        pytest.param("person", "official", BESIDE, id="beside"),
        pytest.param("person", "group", (0, 0, 0), id="neither"),
    ],
)
def test_official_or_not_is_asked_of_linked_sources(status, found, expected):
    gold = {"codes": (coded(marked(), status=status),), "is_marked_up": True}

    assert count(gold, said(status=found))["official"] == expected
    assert "official" not in count(gold, said(status=found, source="police"))


def test_kinds_are_counted_by_themselves_and_together():
    gold = {"codes": (coded(marked(), status="expert", content="stance"),), "is_marked_up": True}

    found = count(gold, said(status="person"))

    assert (found["status:expert"], found["status:person"]) == (MISSED, BESIDE)
    assert found["status:all"] == (0, 1, 1)
    assert found["content:stance"] == MISSED


def test_attributions_are_paired_by_the_words_they_share():
    second = marked("police", "denied", "the claim")
    gold = {
        "codes": (coded(marked()), coded(second, who="police", status="official")),
        "is_marked_up": True,
    }

    found = count(
        gold, said("denied", "police", "the claim", status="official"), said(status="person")
    )

    assert found["link"] == (2, 0, 0)
    assert (found["status:official"], found["status:person"]) == (RIGHT, RIGHT)


def test_an_attribution_that_gold_lacks_is_found_beside():
    gold = {"codes": (coded(marked()),), "is_marked_up": True}

    found = count(gold, said(), said("denied", "police", "the claim", status="official"))

    assert found["link"] == (1, 1, 0)
    assert found["status:official"] == BESIDE


def test_a_corpus_with_one_code_a_sentence_is_held_against_whoever_agrees():
    police = said("denied", "police", "the claim", status="official")

    found = count({"codes": (coded(),)}, police, said())

    assert found["link"] == RIGHT
    assert found["status:all"] == RIGHT


def test_where_a_corpus_codes_nobody_every_attribution_is_beside():
    assert count({"codes": ()}, said(), said("denied"))["status:all"] == (0, 2, 0)


def test_kinds_of_contest_are_those_of_the_sentence():
    denied = ReadContest(kind="clash", words=words("denied"), rival=None)
    gold = {"contests": (GoldContest("distance", None),)}

    found = count(gold, contests=(denied,))

    assert (found["contest:clash"], found["contest:distance"]) == (BESIDE, MISSED)
    assert "contest:exact" not in found


def test_words_of_a_contest_count_where_gold_marks_them():
    denied = ReadContest(kind="clash", words=words("denied the claim"), rival=None)
    gold = {"contests": (GoldContest("clash", pieces("denied")),), "is_marked_up": True}

    found = count(gold, contests=(denied,))

    assert found["contest:clash"] == RIGHT
    assert (found["contest:exact"], found["contest:overlapping"]) == ((0, 1, 1), RIGHT)


def test_labels_are_counted_one_by_one():
    found = count({"labels": frozenset(["attribution"])}, labels=("attribution", "contested_claim"))

    assert [found[f"label:{label}"] for label in LABELS] == [RIGHT, (0, 0, 0), BESIDE]


def test_what_gold_does_not_say_is_not_counted():
    assert count({}, said(), labels=("attribution",)) == {}


def test_the_most_alike_are_paired_first():
    assert match([5, 1], [4, 6, 9], lambda one, other: 10 - abs(one - other)) == [(5, 4), (1, 6)]
    assert match([1], [2], lambda _one, _other: 0) == []


def test_gold_is_scored_part_by_part_in_one_order():
    scores = score_parts(read_gold([str(GOLD)], CODEBOOK), CODEBOOK, resamples=100)

    assert (scores.articles, scores.sentences) == (12, 17)
    assert list(scores.parts)[:3] == ["cue:exact", "cue:overlapping", "source:exact"]
    assert list(scores.parts)[-3:] == [f"label:{label}" for label in LABELS]
    assert scores.parts["cue:overlapping"].gold == 14
    assert scores.parts["link"].gold == 14
    assert scores.parts["label:attribution"].f1.low is not None
    assert list(scores.mean_f1) == ["status", "content", "contest", "label"]


def test_the_same_gold_has_the_same_scores():
    gold = read_gold([str(GOLD)], CODEBOOK)

    assert score_parts(gold, CODEBOOK, resamples=100) == score_parts(gold, CODEBOOK, resamples=100)
