"""Who is meant by a title, a name or a pronoun is told by what the article said before."""

import pytest

from mediaframe.codebook import load_codebook
from mediaframe.reader.matching import Lexicon
from mediaframe.reader.mentions import OFFICIAL, ORGANISATION, PERSON, POLITICIAN, UNKNOWN
from mediaframe.reader.reading import lexicon_terms, read_article

LEXICON = Lexicon(lexicon_terms(load_codebook()))


def status_of_speaker(*texts):
    """Return what the first source of the last sentence is, in an article that a plain line opens."""
    return read_article(LEXICON, ["Rain fell.", *texts]).sentences[-1].spoken[0].status


@pytest.mark.parametrize(
    ("texts", "status"),
    [
        pytest.param(("President Ana Ruiz opened the dam.", "Ruiz said it held."), OFFICIAL, id="surname"),
        pytest.param(("Tom Hale, a farmer, watched.", "“It is weak,” said Hale."), PERSON, id="surname of a farmer"),
        pytest.param(("Former mayor Tom Hale watched.", "Hale said it held."), POLITICIAN, id="surname of a former mayor"),
        pytest.param(("The ministry met.", "The minister said it held."), OFFICIAL, id="title only"),
        pytest.param(("The mayor said rain fell.", "She said the dam held."), OFFICIAL, id="pronoun"),
        pytest.param(("A farmer said rain fell.", "She said the dam held."), PERSON, id="pronoun for a farmer"),
        pytest.param(("Mayor Ana Ruiz came.", "She said the dam held."), OFFICIAL, id="pronoun for whom it spoke of"),
        pytest.param(("She said the dam held.",), UNKNOWN, id="pronoun for nobody"),
        pytest.param(("The mayor said rain fell.", *["It rained."] * 4, "She said the dam held."), OFFICIAL, id="pronoun, nobody else spoken of since"),
        pytest.param(("The mayor said rain fell.", *["It rained."] * 4, "A farmer came.", "She said the dam held."), PERSON, id="pronoun for whom it spoke of since"),
        pytest.param(("A woman called Ana Ruiz left.", "Mayor Ana Ruiz said rain fell."), OFFICIAL, id="a title after the name alone"),
        pytest.param(("The mayor said rain fell.", "A spokesman said the dam held."), OFFICIAL, id="spokesman after an official"),
        pytest.param(("A farmer said rain fell.", "A spokesman said the dam held."), UNKNOWN, id="spokesman after a farmer"),
        pytest.param(("The mayor said rain fell.", "The statement said the dam held."), OFFICIAL, id="statement of an official"),
        pytest.param(("The Security Service of Orrin (SSO) met.", "The SSO said the dam held."), OFFICIAL, id="acronym"),
        pytest.param(("The Tenants' Association (TNA) met.", "TNA said the dam held."), ORGANISATION, id="acronym of an association"),
        pytest.param(("The central bank met.", "The bank said prices rose."), OFFICIAL, id="short name of a body"),
        pytest.param(("The bank said prices rose.",), ORGANISATION, id="some bank"),
        pytest.param(("The mayor met Moscow's envoy.", "Moscow denied it."), OFFICIAL, id="a seat of government"),
        pytest.param(("The inspectorate found a crack.", "Jo Falk, who keeps bees, said the crack was old."), PERSON, id="who keeps bees, after a body"),
        pytest.param(("The central bank met.", "The savings bank closed.", "The bank said prices rose."), ORGANISATION, id="the bank named last"),
        pytest.param(("The health agency met.", "The agency said it rained."), OFFICIAL, id="short name of an agency"),
        pytest.param(("The mayor said rain fell.", "Tom Hale, a farmer, watched the dam.", "He said it held."), PERSON, id="pronoun for who was introduced since"),
        pytest.param(("Mayor Ana Ruiz met Tom Hale, a farmer.", "He said it held."), PERSON, id="pronoun for a man"),
        pytest.param(("Tom Hale, a farmer, met Mayor Ana Ruiz.", "She said it held."), OFFICIAL, id="pronoun for a woman"),
        pytest.param(("The ministry met Tom Hale, a farmer.", "It said the dam held."), OFFICIAL, id="it skips people"),
        pytest.param(("Tom Hale, a farmer, met the ministry.", "He said the dam held."), PERSON, id="he skips bodies"),
        pytest.param(("The officials met a farmer.", "They said the dam held."), OFFICIAL, id="they for several"),
        pytest.param(("Senator Ana Gowdy met Tom Hale, a farmer.", "Her spokesman said it held."), OFFICIAL, id="her spokesman"),
        pytest.param(("The mayor met Ida Voss, a candidate.", "Ms. Voss left, and her spokesman said it held."), POLITICIAN, id="spokesman of a candidate"),
        pytest.param(("The company closed.", "A spokeswoman said the dam held."), ORGANISATION, id="spokeswoman after a company"),
        pytest.param(("The ministry met.", "The company said so in a statement.", "The statement said the dam held."), ORGANISATION, id="statement of who spoke last"),
        pytest.param(("The police report came on Monday.", "The report said the dam held."), OFFICIAL, id="the report named before"),
        pytest.param(("President Hu Jintao left.", "Mr Hu said it held."), OFFICIAL, id="family name first"),
        pytest.param(("Mayor Ana Ruiz left.", "Ruiz loyalists said it held."), UNKNOWN, id="a name that modifies"),
        pytest.param(("China sent a ship.", "It said the dam held."), OFFICIAL, id="it for a country"),
        pytest.param(("Sellers in China left.", "A seller from China said the dam held."), UNKNOWN, id="a country as a place"),
        pytest.param(("Gov. Ana Ruiz opened the dam.", "Ruiz said it held."), OFFICIAL, id="surname after an abbreviated title"),
    ],
)  # fmt: skip
def test_who_was_met_before_keeps_the_office(texts, status):
    assert status_of_speaker(*texts) == status


def test_mentions_of_one_entity_are_linked():
    texts = [
        "President Ana Ruiz opened the dam.",
        "Ruiz said it held.",
        "She said it was dry.",
        "“Rain fell,” the president said.",
    ]

    readings, entities = read_article(LEXICON, texts)

    (place,) = {item.entity for reading in readings for item in reading.spoken}
    assert entities[place].name == "President Ana Ruiz"
    assert entities[place].gender == "f"
    assert entities[place].stated == (0, 0, 3)
    assert [number for number, _, _ in entities[place].mentions] == [0, 1, 2, 3, 3]


def test_whom_a_pronoun_stands_for_is_pointed_at():
    readings, entities = read_article(
        LEXICON, ["Rain fell.", "The mayor said rain fell.", "She left, she said."]
    )

    (item,) = readings[2].spoken
    number, first, last = item.antecedent
    assert readings[number].tokens.forms[first:last] == ("The", "mayor")
    assert entities[item.entity].mentions[0] == item.antecedent
