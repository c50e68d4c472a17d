"""Each cue is tied to its source, and the source is official, or not, by what the article says of it."""

import pytest

from mediaframe.codebook import load_codebook
from mediaframe.reader.matching import Lexicon
from mediaframe.reader.mentions import (
    COUNTRY,
    DOCUMENT,
    GROUP,
    OFFICIAL,
    ORGANISATION,
    PERSON,
    POLITICIAN,
    PRESS,
    UNKNOWN,
)
from mediaframe.reader.reading import lexicon_terms, read_article

LEXICON = Lexicon(lexicon_terms(load_codebook()))


def read(text):
    """Return a sentence of an article that a plain line opens, as read."""
    return read_article(LEXICON, ["Rain fell.", text]).sentences[-1]


def words_of(reading, span):
    return None if span is None else reading.tokens.text[slice(*reading.tokens.span(*span))]


def first_source(text):
    """Return source and status of what is told first in a sentence."""
    reading = read(text)
    item = reading.spoken[0]
    return words_of(reading, item.source), item.status


def wrong(*values, id, reason):  # noqa: A002 - pytest's own word
    """Return a case that the codebook decides and the code does not yet follow."""
    return pytest.param(*values, id=id, marks=pytest.mark.xfail(strict=True, reason=reason))


@pytest.mark.parametrize(
    ("text", "source", "status"),
    [
        pytest.param("The mayor said rain fell.", "The mayor", OFFICIAL, id="before"),
        pytest.param("Rain fell, the mayor said.", "the mayor", OFFICIAL, id="at the end"),
        pytest.param("Rain, the mayor said, fell.", "the mayor", OFFICIAL, id="in the middle"),
        pytest.param("Rain, said the mayor, fell.", "the mayor", OFFICIAL, id="in the middle, inverted"),
        pytest.param("“Rain fell,” said the mayor.", "the mayor", OFFICIAL, id="after, inverted"),
        pytest.param("As the mayor said, rain fell.", "the mayor", OFFICIAL, id="as she said"),
        pytest.param("Residents were told by the mayor that rain fell.", "the mayor", OFFICIAL, id="passive with by"),
        pytest.param("Residents were told that rain fell.", None, UNKNOWN, id="passive without"),
        pytest.param("The mayor was told by a farmer that rain fell.", "a farmer", PERSON, id="an official is told"),
        pytest.param("The mayor was accused of theft.", None, UNKNOWN, id="an official is accused"),
        pytest.param("Mayor Ana Ruiz said rain fell.", "Mayor Ana Ruiz", OFFICIAL, id="title and name"),
        pytest.param("Ana Ruiz, the mayor of Halven, said rain fell.", "Ana Ruiz, the mayor of Halven", OFFICIAL, id="apposition"),
        pytest.param("Rain fell, said Ana Ruiz, the mayor of Halven.", "Ana Ruiz, the mayor of Halven", OFFICIAL, id="apposition, inverted"),
        pytest.param("“We lost it all,” said Tom Hale, a farmer who met the mayor.", "Tom Hale, a farmer", PERSON, id="a farmer who met an official"),
        pytest.param("Police said rain fell.", "Police", OFFICIAL, id="collective"),
        pytest.param("A senior official said rain fell.", "A senior official", OFFICIAL, id="unnamed official"),
        pytest.param("Sources said rain fell.", "Sources", UNKNOWN, id="sources"),
        pytest.param("A person familiar with the talks said rain fell.", "A person familiar with the talks", GROUP, id="a person familiar"),
        pytest.param("The ministry's report said rain fell.", "The ministry's report", OFFICIAL, id="official document"),
        pytest.param("The report said rain fell.", "The report", DOCUMENT, id="document"),
        pytest.param("A government report found that funds were gone.", "A government report", OFFICIAL, id="official document that found"),
        pytest.param("A spokesman for the ministry said rain fell.", "A spokesman for the ministry", OFFICIAL, id="spokesman for an official"),
        pytest.param("A spokesman for the company said rain fell.", "A spokesman for the company", ORGANISATION, id="spokesman for a company"),
        pytest.param("A spokesman said rain fell.", "A spokesman", UNKNOWN, id="spokesman for nobody"),
        pytest.param("A former minister said rain fell.", "A former minister", POLITICIAN, id="former"),
        pytest.param("Mayoral candidate Tom Hale said rain fell.", "Mayoral candidate Tom Hale", POLITICIAN, id="candidate"),
        pytest.param("The company said rain fell.", "The company", ORGANISATION, id="company"),
        pytest.param("The teachers' union said rain fell.", "The teachers' union", ORGANISATION, id="union"),
        pytest.param("Moscow said rain fell.", "Moscow", OFFICIAL, id="country for its government"),
        pytest.param("The United States says rain fell.", "The United States", OFFICIAL, id="country of several words"),
        pytest.param("A resident of Germany said rain fell.", "A resident of Germany", PERSON, id="country as a place"),
        pytest.param("Lena Ortiz said rain fell.", "Lena Ortiz", PERSON, id="name alone"),
        pytest.param("State television said rain fell.", "State television", PRESS, id="state media"),
        pytest.param("According to the mayor, two bridges fell.", "the mayor", OFFICIAL, id="according to, at the start"),
        pytest.param("Two bridges fell, according to the mayor.", "the mayor", OFFICIAL, id="according to"),
        pytest.param("Two bridges fell, according to local farmers.", "local farmers", GROUP, id="according to others"),
        pytest.param("Rain reportedly fell.", None, UNKNOWN, id="reportedly"),
        pytest.param("The dam is said to be safe.", None, UNKNOWN, id="is said to"),
        pytest.param("The judge ruled that the search was unlawful.", "The judge", OFFICIAL, id="court"),
        pytest.param("Hale's lawyer argued that he was ill.", "Hale's lawyer", PERSON, id="lawyer"),
        pytest.param("The agency quoted the mayor as saying that rain fell.", "the mayor", OFFICIAL, id="quoted an official as saying"),
        pytest.param("The paper quoted a farmer as saying rain fell.", "a farmer", PERSON, id="quoted a farmer as saying"),
        pytest.param("The newspaper, quoting officials, said rain fell.", "officials", OFFICIAL, id="quoting officials"),
        # what the codebook decides otherwise
        pytest.param("According to Tom Hale, the mayor lied.", "Tom Hale", PERSON, id="according to, official after the comma"),
        pytest.param("According to the farmers, the mayor lied.", "the farmers", GROUP, id="according to others, official after"),
        pytest.param("According to a report by the audit office, funds were gone.", "a report by the audit office", OFFICIAL, id="according to an official document, rule 5"),
        pytest.param("Residents and officials said rain fell.", "Residents and officials", OFFICIAL, id="coordinated, official last"),
        pytest.param("Officials and residents said rain fell.", "Officials and residents", OFFICIAL, id="coordinated, official first"),
        pytest.param("The Ministry of Health and the doctors' union said pay fell.", "The Ministry of Health and the doctors' union", OFFICIAL, id="coordinated bodies"),
        pytest.param("Police union leader Tom Hale said pay fell.", "Police union leader Tom Hale", ORGANISATION, id="police union"),
        pytest.param("Critics of the mayor say the plan is unfair.", "Critics of the mayor", GROUP, id="critics of an official, rule 4"),
        pytest.param("Minister accused of taking bribes", None, UNKNOWN, id="accused in a headline, rule 10"),
        pytest.param("The mayor was quoted as saying rain fell.", "The mayor", OFFICIAL, id="was quoted as saying"),
        pytest.param("The mayor was quoted by Interfax as saying rain fell.", "The mayor", OFFICIAL, id="was quoted by"),
        pytest.param("Interfax quoted Tom Hale as saying rain fell.", "Tom Hale", PERSON, id="quoted a name as saying"),
        pytest.param("The audit found that funds were gone.", "The audit", DOCUMENT, id="the audit found, rule 5"),
        pytest.param("Leaked emails show the firm knew.", "Leaked emails", DOCUMENT, id="emails show"),
        pytest.param("The audit office found that funds were gone.", "The audit office", OFFICIAL, id="audit office found, rule 5"),
        wrong("The court heard that Hale hit the guard.", "The court", UNKNOWN, id="court heard, rule 6", reason="the court that hears is taken for the source"),
        pytest.param("“Will the dam hold?” asked the mayor.", "the mayor", OFFICIAL, id="asked, inverted"),
        pytest.param("The mayor left town, saying she was ill.", "The mayor", OFFICIAL, id="saying after a comma"),
        pytest.param("Moscow sent trucks, claiming they carried aid.", "Moscow", OFFICIAL, id="claiming after a comma"),
        pytest.param("Tom Hale, 54, a farmer, said rain fell.", "Tom Hale, 54, a farmer", PERSON, id="age and apposition"),
        pytest.param("The mayor said nothing had been found.", "The mayor", OFFICIAL, id="nothing, the subject of what is said"),
        pytest.param("The mayor sees the dam as a threat.", "The mayor", OFFICIAL, id="sees as"),
        pytest.param("The mayor ordered residents to leave.", "The mayor", OFFICIAL, id="ordered somebody"),
        pytest.param("The mayor speculated that rain fell.", "The mayor", OFFICIAL, id="speculated"),
        pytest.param("Police were able to determine that rain fell.", "Police", OFFICIAL, id="were able to determine"),
        pytest.param("The leak is over, the mayor maintained.", "the mayor", OFFICIAL, id="a tag of a verb that takes topics"),
        pytest.param("Nine boats sank, police revealed on Monday.", "police", OFFICIAL, id="a tag with the day"),
        pytest.param("The mayor refused to go on the grounds that rain fell.", "The mayor", OFFICIAL, id="on the grounds that"),
        pytest.param("The weather service put the damage at 3 million.", "The weather service", OFFICIAL, id="put at"),
    ],
)  # fmt: skip
def test_a_cue_is_tied_to_its_source_and_the_source_to_its_office(text, source, status):
    assert first_source(text) == (source, status)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("The army plans to withdraw.", id="plan without a cue, rule 13"),
        pytest.param("The ministry banned the drug.", id="act, rule 1"),
        pytest.param("The court upheld the sentence.", id="disposition, rule 6"),
        pytest.param("The trader was denied bail.", id="denied bail, rule 2"),
        pytest.param("The mayor declined to comment.", id="declined to comment"),
        pytest.param("The mayor did not reply.", id="did not reply"),
        pytest.param("The mayor did not say how many were hurt.", id="did not say"),
        pytest.param("The mayor didn't confirm the deaths.", id="didn't confirm"),
        pytest.param("The mayor said nothing.", id="said nothing"),
        pytest.param("The mayor spoke of the dam.", id="topic, rule 23"),
        pytest.param("Police found a body in the river.", id="found a thing"),
        pytest.param("The law requires helmets.", id="a bare command, rule 26"),
        pytest.param("It is known that pay fell.", id="it is known, rule 4"),
        pytest.param("Support stood at 40%.", id="a bare figure, rule 5"),
        pytest.param("She filed a report on Monday.", id="report, a noun"),
        pytest.param("Two reports were lost.", id="reports, a noun"),
        pytest.param("The charges were dropped.", id="charges, a noun"),
        pytest.param("The demands were met.", id="demands, a noun"),
        pytest.param("The order was signed.", id="order, a noun"),
        pytest.param("Hopes rose.", id="hopes, a noun"),
        pytest.param("Who told the mayor?", id="a question by the author, rule 12"),
        pytest.param("I think the mayor lied.", id="the author's own I, rule 11"),
        pytest.param("We asked the mayor.", id="the author's own we, rule 11"),
        pytest.param("The workers' claims differ.", id="claims after a plural possessive"),
        pytest.param("An estimated nine boats sank.", id="a participle before its noun"),
        pytest.param("A widely reported storm sank nine boats.", id="a participle with an adverb"),
        pytest.param("The tools mentioned in the leaflet are gone.", id="a participle behind its noun, rule 23"),
        pytest.param("A play called “Rain at Noon” opened.", id="a name given"),
        pytest.param("Sultan Omar Said opened the harbour.", id="a name"),
        pytest.param("Tom Hale said during the walk.", id="a tag whose words stand elsewhere"),
        pytest.param("The crowd yelled.", id="a bare tag"),
        pytest.param("The court ordered Hale to pay the guild.", id="a court's order, rule 6"),
        pytest.param("Hale was ordered to close the mill.", id="ordered by nobody"),
        pytest.param("The mayor declared a state of emergency.", id="declared, an act"),
        pytest.param("The council considered a plan for the dam.", id="looked at, rule 23"),
        pytest.param("The guild highlighted the tolls.", id="a bare topic, rule 23"),
        pytest.param("The mayor saw the dam.", id="seen, not judged"),
        pytest.param("Rain is forecast for Monday.", id="forecast by nobody"),
        pytest.param("The league added 14 names.", id="added a number"),
        pytest.param("A man wanted in connection with the fire fled.", id="wanted by the police"),
        pytest.param("The mayor said she would not comment.", id="said not to comment, rule 2"),
        pytest.param("Did the mayor say that the dam held?", id="a question by the author, with a verb, rule 12"),
        pytest.param("Shares added 3 points.", id="shares added"),
        pytest.param("The mayor could neither confirm nor comment.", id="neither confirmed"),
    ],
)  # fmt: skip
def test_these_words_attribute_nothing(text):
    assert read(text).spoken == ()


@pytest.mark.parametrize(
    ("text", "is_noun"),
    [
        pytest.param("The mayor claims that the dam held.", False, id="verb"),
        pytest.param("The mayor's claim that the dam held was wrong.", True, id="possessive"),
        pytest.param("Her claim that the dam held was wrong.", True, id="pronoun"),
        pytest.param("The claim that the dam held was wrong.", True, id="article"),
        pytest.param("Residents fear a flood.", False, id="fear, a verb"),
        pytest.param("The fear of a flood grew.", True, id="fear, a noun"),
        pytest.param("They demand a vote.", False, id="demand, a verb"),
        pytest.param("A demand for a vote grew.", True, id="demand, a noun"),
    ],
)
def test_a_word_that_may_be_noun_or_verb_is_told_by_its_neighbours(text, is_noun):
    assert read(text).attributions[0].is_noun is is_noun


@pytest.mark.parametrize(
    ("text", "source", "status"),
    [
        pytest.param("The mayor's claim that the dam held was wrong.", "The mayor's", OFFICIAL, id="possessive"),
        pytest.param("The union’s warning that pay fell was heard.", "The union’s", ORGANISATION, id="curly apostrophe"),
        pytest.param("The claim that the dam held was wrong.", None, UNKNOWN, id="nobody's"),
    ],
)  # fmt: skip
def test_a_noun_has_its_owner_as_source(text, source, status):
    reading = read(text)

    item = reading.attributions[0]

    assert (words_of(reading, item.source), item.status) == (source, status)


def test_what_is_told_within_a_quotation_is_not_told_by_the_author():
    reading = read("“Officials said it was safe,” Lena Ortiz said.")

    assert [item.status for item in reading.attributions] == [OFFICIAL, PERSON]
    assert [item.status for item in reading.spoken] == [PERSON]


def test_a_country_that_does_something_else_is_no_source():
    assert COUNTRY not in {item.status for item in read("Moscow sent trucks.").attributions}
