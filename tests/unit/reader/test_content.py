"""What a source conveys is an assertion, a forecast, a stance, a question, an act or a bare topic."""

import pytest

from mediaframe.codebook import load_codebook
from mediaframe.reader.content import (
    ACT,
    ASSERTION,
    FORECAST,
    QUESTION,
    STANCE,
    TOPIC,
    quotation_content,
)
from mediaframe.reader.matching import Lexicon
from mediaframe.reader.reading import lexicon_terms, read_article

LEXICON = Lexicon(lexicon_terms(load_codebook()))


def told(text):
    """Return kind and words of what the first source of a sentence conveys."""
    _, reading = read_article(LEXICON, ["Rain fell.", text]).sentences
    item = reading.attributions[0]
    return item.content, reading.tokens.text[slice(*reading.tokens.span(*item.content_span))]


def wrong(*values, id, reason):  # noqa: A002 - pytest's own word
    """Return a case that the codebook decides and the code does not yet follow."""
    return pytest.param(*values, id=id, marks=pytest.mark.xfail(strict=True, reason=reason))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("The mayor said two bridges fell.", ASSERTION, id="a fact"),
        pytest.param("The mayor said why two bridges fell.", ASSERTION, id="the reason of a fact"),
        pytest.param("The mayor told residents that the water was clean.", ASSERTION, id="told that"),
        pytest.param("The mayor said that Peru had promised aid.", ASSERTION, id="a promise of others, rule 22"),
        pytest.param("The mayor called the strike an insult.", ASSERTION, id="characterised"),
        pytest.param("The mayor condemned the strike as an insult.", ASSERTION, id="condemned as, rule 21"),
        pytest.param("The mayor praised the crew for saving the town.", ASSERTION, id="praised for"),
        pytest.param("The mayor announced that two bridges had fallen.", ASSERTION, id="a fact announced"),
        pytest.param("The mayor announced a ban because the drug had caused deaths.", ASSERTION, id="an act with a reason, rule 1"),
        pytest.param("Officials believe the fire was set.", ASSERTION, id="belief, rule 13"),
        pytest.param("Officials blamed old wiring.", ASSERTION, id="blame"),
        pytest.param("The mayor denied taking gifts.", ASSERTION, id="denial"),
        pytest.param("The mayor said the dam would hold.", FORECAST, id="forecast"),
        pytest.param("The mayor warned that the dam would fail.", FORECAST, id="warning"),
        pytest.param("The mayor said he would resign.", STANCE, id="own plan, rule 21"),
        pytest.param("The army says it plans to withdraw.", STANCE, id="own intention"),
        pytest.param("The mayor said the council must act.", STANCE, id="must, rule 21"),
        pytest.param("The mayor said he was proud of the crew.", STANCE, id="feeling"),
        pytest.param("The mayor said they were ready to talk.", STANCE, id="ready"),
        pytest.param("The mayor hopes the rain will stop.", STANCE, id="hope, rule 13"),
        pytest.param("“Let us pray for the crew,” the mayor said.", ACT, id="an appeal"),
        pytest.param("The mayor asked whether the figures were right.", QUESTION, id="reported question"),
        pytest.param("The mayor wondered if the road was open.", QUESTION, id="wondered"),
        pytest.param("The mayor said: “Is the dam safe?”", QUESTION, id="a question quoted"),
        pytest.param("The mayor promised to repair the road.", ACT, id="promise"),
        pytest.param("The mayor ordered residents to leave.", ACT, id="order"),
        pytest.param("The mayor told residents to leave.", ACT, id="told to"),
        pytest.param("The mayor called for calm.", ACT, id="called for"),
        pytest.param("The mayor condemned the strike.", TOPIC, id="condemned, rule 23"),
        pytest.param("The mayor welcomed the vote.", TOPIC, id="welcomed"),
        pytest.param("The mayor announced a ban.", ACT, id="own act announced, rule 1"),
        pytest.param("The mayor said: “Will the dam hold?”", QUESTION, id="a question quoted with will"),
        pytest.param("“Will the dam hold?” asked the mayor.", QUESTION, id="a question before its cue"),
        pytest.param("The mayor urged drivers to slow down because ice had killed three.", ASSERTION, id="a demand with a reason, rule 21"),
    ],
)  # fmt: skip
def test_content_is_of_the_kind_that_the_codebook_gives_it(text, expected):
    assert told(text)[0] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("The mayor said two bridges fell.", "two bridges fell.", id="after the cue"),
        pytest.param("The mayor said that two bridges fell.", "two bridges fell.", id="after that"),
        pytest.param("The mayor said: “Two bridges fell.”", "Two bridges fell.”", id="quoted after"),
        pytest.param("Two bridges fell, the mayor said.", "Two bridges fell", id="before"),
        pytest.param("Two bridges fell, said the mayor.", "Two bridges fell,", id="before, inverted"),
        pytest.param("Two bridges fell, the mayor said on Monday in Halven.", "Two bridges fell", id="before, with a time after"),
        pytest.param("The dam held, according to the mayor.", "The dam held,", id="before according to"),
        pytest.param("According to the mayor, the dam held.", ", the dam held.", id="after according to"),
        pytest.param("On Monday, the mayor said two bridges fell.", "two bridges fell.", id="a time before"),
        pytest.param("In a statement, the mayor said two bridges fell.", "two bridges fell.", id="a medium before"),
        pytest.param("After rain fell, the mayor said two bridges fell.", "two bridges fell.", id="a clause before"),
        pytest.param("Residents were told by the mayor that the dam held.", "the dam held.", id="passive with by"),
        pytest.param("“Will the dam hold?” asked the mayor.", "Will the dam hold?”", id="asked, inverted"),
        pytest.param("Tom Hale, 54, a farmer, said two bridges fell.", "two bridges fell.", id="age and apposition"),
        wrong("Rain fell, as the mayor had predicted.", "Rain fell", id="as predicted", reason="nothing but the full stop follows"),
    ],
)  # fmt: skip
def test_content_stands_where_the_source_tells_it(text, expected):
    assert told(text)[1] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("two bridges fell .", ASSERTION, id="a fact"),
        pytest.param("will the dam hold ?", QUESTION, id="a question"),
        pytest.param("we must rebuild the dam .", STANCE, id="an appeal to ourselves"),
        pytest.param("they must rebuild the dam .", ASSERTION, id="a demand on others"),
        pytest.param("", ASSERTION, id="nothing"),
    ],
)
def test_quoted_words_without_a_cue_are_of_a_kind_too(text, expected):
    assert quotation_content(text.split()) == expected
