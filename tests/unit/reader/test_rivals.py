"""A negation or a contrast contests only beside a rival claim: in the sentence, or in the two before."""

import pytest

from mediaframe.codebook import load_codebook
from mediaframe.reader.claims import CLASH
from mediaframe.reader.matching import Lexicon
from mediaframe.reader.reading import lexicon_terms, read_article
from mediaframe.reader.rivals import CLASH_SIGNS

LEXICON = Lexicon(lexicon_terms(load_codebook()))


def last_of(texts):
    return read_article(LEXICON, ["Rain fell.", *texts]).sentences[-1]


def signs(*texts):
    """Return what speaks for a clash in the last of some sentences."""
    names = last_of(texts).signals
    return {name.partition(":")[2] for name in names if name.startswith("clash:")}


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        pytest.param(["A carter said nothing had moved."], set(), id="no claim before"),
        pytest.param(["The army said it won.", "A carter said the carts had moved."], set(), id="no negation or contrast"),
        pytest.param(
            ["The army said it had retaken the town.", "A witness said it was not retaken."],
            {"negation", "negated", "denies", "rival1", "other_source", "shared1"}, id="a rival claim denied",
        ),
        pytest.param(
            ["The alleged raid took place.", "A witness said it was not there."],
            {"negation", "negated", "disputed1"}, id="something disputed before",
        ),
        pytest.param(
            ["The alleged raid took place.", "Snow fell.", "But a witness left."],
            {"opens_with_contrast", "disputed2"}, id="disputed two before, and but",
        ),
        pytest.param(
            ["The mill said the river was clean.", "It was actually brown."],
            {"corrects", "rival1"}, id="actually",
        ),
        pytest.param(
            ["The mill said the river was clean.", "In fact it was brown."],
            {"corrects", "rival1"}, id="in fact",
        ),
        pytest.param(
            ["The mill said the river was clean.", "The fact pleased nobody."],
            {"negation", "rival1"}, id="a fact is no correction",
        ),
        pytest.param(
            ["The mill said it was clean.", "Critics argue that it never was."],
            {"negation", "negated", "denies", "argues", "opposed", "rival1", "other_source"}, id="critics argue",
        ),
        pytest.param(
            ["A diver accused the mill of waste.", "The mill said it had no pipes."],
            {"negation", "negated", "disputed1", "rival1", "answers", "other_source"}, id="the accused answers",
        ),
        pytest.param(
            ["The army said it won, but the rebels said it lost."],
            {"contrast", "several_sources", "two_sources"}, id="one set against the other",
        ),
        pytest.param(
            ["The army said it won but was tired, and the rebels said it lost."],
            {"contrast", "several_sources"}, id="the contrast stands elsewhere",
        ),
        pytest.param(
            ["The army promised to go, but the rebels want it to stay."],
            {"contrast", "several_sources"}, id="a promise and a wish",
        ),
        pytest.param(["The army said it won and police said it lost."], set(), id="no contrast"),
        pytest.param(
            ["The mill said it was clean.", "It grew, in fact becoming the largest of all."],
            {"rival1"}, id="in fact goes on",
        ),
        pytest.param(
            ["The army said it won; according to a nurse, two rebels fell."],
            {"contrast", "several_sources"}, id="according to adds",
        ),
    ],
)  # fmt: skip
def test_signs_of_a_clash_are_told(texts, expected):
    assert signs(*texts) == expected


def test_every_sign_is_one_of_those_that_have_names():
    texts = ["A diver accused the mill of waste near the river.", "But critics argue it never was, while others insist the river actually was."]  # fmt: skip

    assert signs(*texts) <= set(CLASH_SIGNS)


@pytest.mark.parametrize(
    ("texts", "rival"),
    [
        pytest.param(["Guards say the boy ran; his aunt says he walked."], "the boy ran", id="two versions in a sentence"),
        pytest.param(["The mill said the river was clean.", "It was in fact brown."], "the river was clean.", id="put right"),
        pytest.param(["A diver accused the mill of waste.", "The mill said it had no pipes."], "the mill of waste.", id="answered"),
        pytest.param(["The mill said the river was clean.", "Critics say it never was."], "the river was clean.", id="denied by critics"),
        pytest.param(["The raid was allegedly over.", "A guard said it was not."], "over.", id="denied where it was disputed"),
    ],
)  # fmt: skip
def test_a_claim_set_against_a_rival_one_clashes_with_it(texts, rival):
    sentences = read_article(LEXICON, ["Rain fell.", *texts]).sentences

    (contest,) = sentences[-1].contests

    number, first, last = contest.rival
    tokens = sentences[number].tokens
    assert contest.kind == CLASH
    assert tokens.text[slice(*tokens.span(first, last))] == rival


@pytest.mark.parametrize(
    "texts",
    [
        pytest.param(["The mill said the river was clean.", "A nurse said the soup was never warm."], id="a denial of something else"),
        pytest.param(["The mill said the river was clean.", "But the mill closed."], id="but"),
        pytest.param(["The army said it won.", "Snow fell.", "Ice formed.", "It was actually cold."], id="too far"),
        pytest.param(["A diver said I actually swam."], id="actually by itself"),
    ],
)  # fmt: skip
def test_negation_and_contrast_alone_contest_nothing(texts):
    assert last_of(texts).contests == ()


BEFORE = "A nurse said the lift had failed twice in March."


@pytest.mark.parametrize(
    ("text", "is_clash"),
    [
        pytest.param("The landlord said the lift had never failed.", True, id="the same is not so"),
        pytest.param("The landlord said it had not.", True, id="it had not"),
        pytest.param("The landlord said it had failed not twice but once.", True, id="not twice but once"),
        pytest.param("The landlord said it failed in May, not March.", True, id="in May, not March"),
        pytest.param("The landlord said the hall had never been painted.", False, id="something else is not so"),
        pytest.param("The landlord said the lift was never meant for pianos, ovens or guests with trunks.", False, id="more than a denial"),
        pytest.param("The landlord said it had failed not only twice but often.", False, id="not only"),
        pytest.param("The landlord said it did not fail twice but rattled.", False, id="a verb set against another"),
        pytest.param("The landlord called it a tool, not a toy.", False, id="characterised"),
        pytest.param("The nurse said it had not failed in May.", False, id="by the same source"),
    ],
)  # fmt: skip
def test_what_another_source_told_is_denied_or_put_right(text, is_clash):
    contests = last_of([BEFORE, text]).contests

    assert [contest.kind for contest in contests] == [CLASH] * is_clash


def test_two_sources_that_say_the_same_is_not_so_do_not_clash():
    assert (
        last_of(
            ["A nurse said the lift had not failed.", "The landlord said no lift had failed."]
        ).contests
        == ()
    )
