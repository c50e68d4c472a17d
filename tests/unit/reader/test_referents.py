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
        pytest.param(("Gov. Ana Ruiz opened the dam.", "Ruiz said it held."), OFFICIAL, id="surname after an abbreviated title"),
    ],
)  # fmt: skip
def test_who_was_met_before_keeps_the_office(texts, status):
    assert status_of_speaker(*texts) == status


def test_whom_a_pronoun_stands_for_is_pointed_at():
    readings, entities = read_article(
        LEXICON, ["Rain fell.", "The mayor said rain fell.", "She left, she said."]
    )

    (item,) = readings[2].spoken
    number, first, last = item.antecedent
    assert readings[number].tokens.forms[first:last] == ("The", "mayor")
    assert entities[item.entity].mentions[0] == item.antecedent
