"""What a source conveys is an assertion, a forecast, a stance, a question, an act or a bare topic."""

import pytest

from mediaframe.codebook import load_codebook
from mediaframe.reader.content import quotation_content
from mediaframe.reader.kinds import (
    ACT,
    ASSERTION,
    DEMAND,
    FORECAST,
    PROMISE,
    QUESTION,
    STANCE,
    TOPIC,
)
from mediaframe.reader.matching import Lexicon
from mediaframe.reader.reading import lexicon_terms, read_article

LEXICON = Lexicon(lexicon_terms(load_codebook()))


def told(text):
    """Return kind and words of what the first source of a sentence conveys."""
    _, reading = read_article(LEXICON, ["Rain fell.", text]).sentences
    item = reading.spoken[0]
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
        pytest.param("The mayor said he would resign.", PROMISE, id="own plan, rule 21"),
        pytest.param("The army says it plans to withdraw.", PROMISE, id="own intention"),
        pytest.param("The mayor said the council must act.", DEMAND, id="must, rule 21"),
        pytest.param("The mayor said he was proud of the crew.", STANCE, id="feeling"),
        pytest.param("The mayor said they were ready to talk.", PROMISE, id="ready"),
        pytest.param("The mayor hopes the rain will stop.", STANCE, id="hope, rule 13"),
        pytest.param("“Let us pray for the crew,” the mayor said.", DEMAND, id="an appeal"),
        pytest.param("The mayor asked whether the figures were right.", QUESTION, id="reported question"),
        pytest.param("The mayor wondered if the road was open.", QUESTION, id="wondered"),
        pytest.param("The mayor said: “Is the dam safe?”", QUESTION, id="a question quoted"),
        pytest.param("The mayor promised to repair the road.", PROMISE, id="promise"),
        pytest.param("The mayor ordered residents to leave.", DEMAND, id="order"),
        pytest.param("The mayor told residents to leave.", DEMAND, id="told to"),
        pytest.param("The mayor called for calm.", DEMAND, id="called for"),
        pytest.param("The mayor condemned the strike.", TOPIC, id="condemned, rule 23"),
        pytest.param("The mayor welcomed the vote.", TOPIC, id="welcomed"),
        pytest.param("The mayor announced a ban.", ACT, id="own act announced, rule 1"),
        pytest.param("The mayor said: “Will the dam hold?”", QUESTION, id="a question quoted with will"),
        pytest.param("“Will the dam hold?” asked the mayor.", QUESTION, id="a question before its cue"),
        pytest.param("The minister told reporters the plan was unfair.", ASSERTION, id="a plan judged, told to a listener"),
        pytest.param("The minister told reporters that the plan was unfair.", ASSERTION, id="a plan judged, told that"),
        pytest.param("The minister said needs had grown.", ASSERTION, id="needs as a noun"),
        pytest.param("The minister said her ministry had rebuilt four schools.", ASSERTION, id="what the own side has done, rule 21"),
        pytest.param("The minister said they are clearing ice from the runway.", ASSERTION, id="what the own side is doing, rule 21"),
        pytest.param("The minister said Chad was ready to send nurses.", ASSERTION, id="readiness of others, rule 22"),
        pytest.param("The minister said Chad wanted a truce.", ASSERTION, id="a wish of others"),
        pytest.param("The minister said the pilots would rather strike.", ASSERTION, id="what others would rather"),
        pytest.param("The minister said farmers had promised to dig wells.", ASSERTION, id="others have promised"),
        pytest.param("The minister said the dam should have been closed.", ASSERTION, id="should have, which is blame"),
        pytest.param("The minister said it would have been cheaper to rent.", ASSERTION, id="would have"),
        pytest.param("The minister said nobody can leave the valley.", ASSERTION, id="can"),
        pytest.param("The minister said a clerk who must have slept lost the key.", ASSERTION, id="must in a relative clause"),
        pytest.param("The minister said the shelves show why shops must close early.", ASSERTION, id="must behind why"),
        pytest.param("The minister conceded that many doctors say masks should go.", ASSERTION, id="what others demand"),
        pytest.param("The minister believed the mine was empty.", ASSERTION, id="belief about a fact"),
        pytest.param("“The ferry has sunk,” the minister told a crowd.", ASSERTION, id="a fact quoted"),
        pytest.param("“They want the ferry back,” the minister said.", ASSERTION, id="a wish of others, quoted"),
        pytest.param("The minister said it would cost nothing.", FORECAST, id="what a thing would do"),
        pytest.param("They said it would not heal.", FORECAST, id="it is not they"),
        pytest.param("She said he would lose.", FORECAST, id="he is not she"),
        pytest.param("The minister said that if rain came, the dam would burst.", FORECAST, id="behind a condition"),
        pytest.param("The minister said the frost might kill the vines.", FORECAST, id="what might be"),
        pytest.param("The minister said he expected no losses.", FORECAST, id="what he expects"),
        pytest.param("“I think prices will double,” the minister said.", FORECAST, id="what he thinks will be"),
        pytest.param("The minister said his government would send nurses.", PROMISE, id="his government"),
        pytest.param("The general said his men were ready to fight.", PROMISE, id="his men are ready"),
        pytest.param("The ministry said on Monday it would send nurses.", PROMISE, id="a body and it"),
        pytest.param("The minister said the ministry would send nurses.", PROMISE, id="the ministry"),
        pytest.param("The union said union members will walk out.", PROMISE, id="the source by its own name"),
        pytest.param("The minister said elections would be held in May.", PROMISE, id="what those in charge decide"),
        pytest.param("“We're going to build a tunnel,” the minister said.", PROMISE, id="going to"),
        pytest.param("“We'll build a tunnel,” the minister said.", PROMISE, id="we'll"),
        pytest.param("The minister announced that classes would be moved.", PROMISE, id="what is announced to come"),
        pytest.param("The minister said he wanted quiet.", STANCE, id="own wish"),
        pytest.param("The minister said she does not want a tunnel.", STANCE, id="own wish negated"),
        pytest.param("The minister said he remained “cautiously optimistic” of a truce.", STANCE, id="own feeling in part quoted"),
        pytest.param("“I would like a tunnel,” the minister said.", STANCE, id="would like"),
        pytest.param("“Our thoughts are with the miners,” the minister said.", STANCE, id="sympathy"),
        pytest.param("“Thanks to all of you,” the minister said.", STANCE, id="thanks"),
        pytest.param("“Stay off the ice,” the minister said.", DEMAND, id="an imperative"),
        pytest.param("“We need to find water,” the minister said.", DEMAND, id="need to"),
        pytest.param("“The town has to find water,” the minister said.", DEMAND, id="has to"),
        pytest.param("“We urge people to stay in,” the minister said.", DEMAND, id="we urge"),
        pytest.param("The minister said drivers are advised to turn back.", DEMAND, id="are advised to"),
        pytest.param("The minister asked for patience.", DEMAND, id="asked for"),
        pytest.param("“It is vital that wells stay open,” the minister said.", DEMAND, id="it is vital that"),
        pytest.param("“It's time to open the wells,” the minister said.", DEMAND, id="it's time to"),
        pytest.param("The minister warned residents to leave.", DEMAND, id="warned them to"),
        pytest.param("“Let me say that the wells are dry,” the minister said.", ASSERTION, id="let me say"),
        pytest.param("The minister was confident of winning.", STANCE, id="confident of something"),
        pytest.param("The minister considers closing two mines.", STANCE, id="a plan considered"),
        pytest.param("The minister announced the closure of two mines.", ACT, id="a thing announced"),
        pytest.param("The minister announced three days of mourning.", ACT, id="a thing announced without an article"),
        pytest.param("The minister announced in Oslo that two mines had closed.", ASSERTION, id="a fact announced in a place"),
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
        pytest.param("The mayor told a crowd in Halven on Monday that two bridges fell.", "two bridges fell.", id="behind listener, place and time"),
        pytest.param("The mayor told reporters the dam held.", "the dam held.", id="behind a listener"),
        pytest.param("The mayor said on the radio, “Two bridges fell.”", "Two bridges fell.”", id="quoted behind a place"),
        pytest.param("When the dam broke, the mayor said, “Two bridges fell.”", "Two bridges fell.”", id="a clause before, and quoted after"),
        pytest.param("“Two bridges fell,” the mayor said. “", "Two bridges fell,", id="the next quotation opens behind it"),
        pytest.param("“That dam held,” the mayor said.", "That dam held,", id="that as a pronoun"),
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
        pytest.param("we must rebuild the dam .", DEMAND, id="an appeal to ourselves"),
        pytest.param("they must rebuild the dam .", DEMAND, id="a demand on others"),
        pytest.param("they will rebuild the dam .", FORECAST, id="what others will"),
        pytest.param("we will rebuild the dam .", PROMISE, id="what the speaker will"),
        pytest.param("we love the dam .", STANCE, id="a feeling"),
        pytest.param("leave the dam .", DEMAND, id="an imperative"),
        pytest.param("", ASSERTION, id="nothing"),
    ],
)
def test_quoted_words_without_a_cue_are_of_a_kind_too(text, expected):
    words = text.split()

    assert quotation_content(words, (0, len(words))) == expected


def test_a_few_quoted_words_within_a_sentence_demand_nothing():
    words = "stay off the ice".split()

    assert quotation_content(words, (0, 4), is_whole=False) == ASSERTION
