"""A sentence is read in its article: what it amounts to by the codebook, whatever the text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mediaframe.codebook import Codebook, Label, load_codebook
from mediaframe.errors import InputError
from mediaframe.reader.matching import Lexicon
from mediaframe.reader.mentions import OFFICIAL, STATUSES
from mediaframe.reader.reading import lexicon_terms, read_article
from mediaframe.reader.signals import (
    ATTRIBUTED,
    CARRIED,
    CONTESTED,
    OFFICIAL_ASSERTION,
    SUMMARIES,
    apply_rule,
    signal_names,
)
from tests.builders import growth

CODEBOOK = load_codebook()
TERMS = lexicon_terms(CODEBOOK)
LEXICON = Lexicon(TERMS)
LETTERS = {"A": ATTRIBUTED, "O": OFFICIAL_ASSERTION, "C": CONTESTED}


def letters(reading):
    """Return the letters of the labels that a sentence amounts to."""
    return "".join(letter for letter, name in LETTERS.items() if name in reading.signals)


def labels_of(*texts):
    return [letters(reading) for reading in read_article(LEXICON, texts).sentences]


def codebook_of(rule, **lexicon):
    label = Label(name="awe", definition="Awe.", rule=rule)
    return Codebook(name="other", version="1", labels=(label,), lexicon=lexicon)


def wrong(*values, id, reason):  # noqa: A002 - pytest's own word
    """Return a case that the codebook decides and the code does not yet follow."""
    return pytest.param(*values, id=id, marks=pytest.mark.xfail(strict=True, reason=reason))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Rain closed two roads.", "", id="plain narration"),
        pytest.param("Lena Ortiz said she waited an hour.", "A", id="a source"),
        pytest.param("The mayor said two bridges fell.", "AO", id="an official"),
        pytest.param("The mayor said he would resign.", "A", id="own plan, rule 21"),
        pytest.param("The mayor said the dam would hold.", "AO", id="a forecast"),
        pytest.param("The mayor asked whether the figures were right.", "A", id="a question, rule 12"),
        pytest.param("The mayor promised to repair the road.", "A", id="a promise, rule 21"),
        pytest.param("The mayor ordered residents to leave.", "A", id="an order"),
        pytest.param("The mayor denied taking gifts.", "AOC", id="a denial, rule 2"),
        pytest.param("The union accused the firm of hiding injuries.", "AC", id="an accusation, rule 2"),
        pytest.param("Officials blamed old wiring.", "AO", id="blame on a thing, rule 2"),
        pytest.param("The ministry said the firm was to blame.", "AO", id="blame with a plain verb, rule 19"),
        pytest.param("The alleged payments were made in May.", "C", id="contest without a source"),
        pytest.param("The 'volunteers' wore uniforms.", "C", id="scare quotes, rule 9"),
        pytest.param("She called the vote a 'circus'.", "A", id="partial quotation, rule 9"),
        pytest.param("Guards ‘saved’ the dam, said the mayor.", "AO", id="partial quotation of an official"),
        pytest.param("The film 'The Long Night' opens on Monday.", "", id="a title, rule 9"),
        pytest.param("The plan is known as 'Clean River'.", "", id="a term introduced, rule 9"),
        pytest.param("State television, citing the army, said 12 died.", "AO", id="passing on an authority, rule 7"),
        pytest.param("A person close to the talks is said to be ill.", "A", id="hearsay"),
        pytest.param("The army said it had retaken the town, but rebels denied it.", "AOC", id="a claim and its denial"),
        pytest.param("“We lost every boat we had,” Lena Ortiz said.", "A", id="quoted and told"),
        pytest.param("Police say the driver fled; his sister says he called for help.", "AOC", id="rival versions"),
        pytest.param("Doctors said the boy was well, but the ministry said he was ill.", "AOC", id="rival versions with but, rule 20"),
        pytest.param("His warning that prices would double alarmed traders.", "A", id="a noun with its content, rule 17"),
        pytest.param("The mayor's claim that the dam held was wrong.", "AOC", id="an official's noun with its content, rule 17"),
        pytest.param("The mayor condemned the strike.", "", id="a bare topic, rule 23"),
        pytest.param("The mayor welcomed the vote.", "", id="a bare topic welcomed, rule 23"),
        pytest.param("The ministry announced a ban.", "A", id="own act announced, rule 1"),
        pytest.param("Whether the test worked is disputed.", "C", id="is disputed, rule 15"),
        pytest.param("The claim was late.", "", id="claim without content, rule 17"),
        pytest.param("Hale, nicknamed 'the Fox', ran.", "", id="a nickname, rule 9"),
        pytest.param("The city, known as “the Pearl”, shone.", "", id="a name introduced, rule 9"),
        pytest.param("Moscow sent trucks, claiming they carried aid.", "AOC", id="a participle"),
        pytest.param("The government dropped the plan, saying the cost had doubled.", "AO", id="saying after a comma"),
        pytest.param("Officials believe the fire was set.", "AO", id="officials believe, rule 13"),
    ],
)  # fmt: skip
def test_a_sentence_amounts_to_what_the_codebook_says(text, expected):
    assert labels_of("Rain fell.", text)[1] == expected


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        pytest.param(("“We lost.", "We sailed on.", "We are home,” the mayor said."), ["AO", "AO", "AO"], id="speaker after"),
        pytest.param(("The mayor said: “We lost.", "We sailed on.", "We are home.”"), ["AO", "AO", "AO"], id="speaker before"),
        pytest.param(("“We lost.", "We sailed on,” Lena Ortiz said."), ["A", "A"], id="a private speaker after"),
        pytest.param(("“We lost,” the mayor said. “We sailed", "and came home.", "All of us.”", "Sun shone."), ["AO", "AO", "AO", ""], id="speaker in the middle"),
        pytest.param(("The mayor said the dam held.", "“It is a strong dam.”", "“We built it well.”"), ["AO", "AO", "AO"], id="sentences quoted whole"),
        pytest.param(("A farmer said the dam held.", "“It is a strong dam.”"), ["A", "A"], id="quoted whole after a farmer"),
        pytest.param(("The mayor opened the dam.", "“It is a strong dam.”"), ["", "AO"], id="quoted whole after whom it is about, rule 3"),
        pytest.param(("The mayor said the dam held.", "It was built in May."), ["AO", ""], id="plain words that go on, rule 3"),
        pytest.param(("The mayor said the dam held.", "“We will build another dam soon.”"), ["AO", "A"], id="a promise quoted"),
        pytest.param(("The mayor said the dam held.", "“It held.”"), ["AO", "AO"], id="a short sentence quoted whole, rule 3"),
        pytest.param(("The mayor spoke at noon.", "“We lost every boat,” she said. “We sailed on.", "We are home.”"), ["", "AO", "AO"], id="she, whom the sentence before named by title"),
    ],
)  # fmt: skip
def test_a_quotation_over_several_sentences_has_one_speaker(texts, expected):
    assert labels_of("Rain fell.", *texts)[1:] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Minister: no new taxes", "AO", id="label of an official"),
        pytest.param("Residents: dam unsafe", "A", id="label of others"),
        pytest.param("Mayor: 'Dam is safe'", "AO", id="label and quotation"),
        pytest.param("Two killed in fire: police", "AO", id="label at the end"),
        pytest.param("Turnout tops 60 percent - chief election official", "AO", id="after a dash"),
        pytest.param("Dam is unsafe – residents", "A", id="others after a dash"),
        pytest.param("Mayor of Halven says dam is safe", "AO", id="a sentence"),
        pytest.param("Dam is safe, says mayor", "AO", id="inverted"),
        pytest.param("Bridge 'unsafe for years'", "A", id="marks that report, rule 9"),
        pytest.param("Firm accused of dumping waste", "AC", id="accused, rule 10"),
        pytest.param("Croatia: travel card operator under scrutiny", "", id="a country as a heading"),
        pytest.param("Weather: rain likely", "", id="a topic"),
        pytest.param("Rain closes two roads", "", id="plain"),
        pytest.param("Minister accused of taking bribes", "AC", id="an official accused, rule 10"),
    ],
)  # fmt: skip
def test_a_headline_is_read_like_any_sentence(text, expected):
    assert labels_of(text, "Rain fell.")[0] == expected


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        pytest.param("Dam is safe - mayor", True, id="no full stop"),
        pytest.param("The dam is safe - mayor.", False, id="a full stop"),
        pytest.param("The dam is “safe - mayor.”", False, id="a full stop within marks"),
    ],
)
def test_a_lone_sentence_that_ends_in_a_full_stop_is_no_headline(text, is_one):
    (reading,) = read_article(LEXICON, [text]).sentences

    assert ("headline" in reading.signals) is is_one
    assert ("O" in letters(reading)) is is_one


def test_a_dash_further_down_names_no_speaker():
    assert labels_of("Rain fell.", "The dam is safe - mayor")[1] == ""


def test_the_labels_of_an_interview_are_speakers():
    assert labels_of("Two boats", "HALE: It rained.", "It was cold.", "HALE: Yes, it did.") == [
        "", "A", "", "A",
    ]  # fmt: skip


def test_a_label_that_stands_once_is_no_speaker():
    assert labels_of("Two boats", "Summary: It rained.")[1] == ""


def test_who_is_named_in_the_article_is_known_in_its_headline():
    reading = read_article(LEXICON, ["Ruiz: dam is safe", "Mayor Ana Ruiz opened the dam."])

    assert [item.status for item in reading.sentences[0].spoken] == [OFFICIAL]


def test_what_an_official_says_within_a_quotation_is_told_apart():
    texts = ["Rain fell.", "“Police said it was safe,” Lena Ortiz said."]

    reading = read_article(LEXICON, texts).sentences[1]

    assert {"inner_official+assertion", "other+assertion"} <= reading.signals
    assert OFFICIAL_ASSERTION not in reading.signals


@pytest.mark.parametrize("example", CODEBOOK.examples, ids=lambda example: example.text[:40])
def test_every_example_of_the_codebook_runs_through_the_rules(example):
    (reading,) = read_article(LEXICON, [example.text]).sentences

    met = {label for label, rule in CODEBOOK.rules.items() if apply_rule(rule, reading.present)}

    assert met <= set(CODEBOOK.label_names)
    assert "official_claim" not in met or "attribution" in met  # what is official is attributed


def test_the_rules_get_most_examples_of_the_codebook_right():
    right = []
    for example in CODEBOOK.examples:
        (reading,) = read_article(LEXICON, [example.text]).sentences
        met = {label for label, rule in CODEBOOK.rules.items() if apply_rule(rule, reading.present)}
        right.append(met == set(example.labels))

    assert sum(right) / len(right) > 0.8


def test_signals_have_one_name_each_and_those_carried_are_among_them():
    names = signal_names()

    assert len(set(names)) == len(names)
    assert set(SUMMARIES) <= set(CARRIED) <= set(names)


def test_no_signal_is_named_as_a_cue_class_with_another_meaning_for_rules():
    assert set(SUMMARIES).isdisjoint(LEXICON.classes)


def test_a_codebook_adds_cue_classes_of_its_own():
    terms = lexicon_terms(
        codebook_of([["wonder_words", "saying"]], wonder_words=["marvel | marvels"])
    )

    assert terms["wonder_words"] == ("marvel | marvels",)
    assert terms["saying"] == TERMS["saying"]
    assert "wonder_words" not in TERMS


def test_a_codebook_may_put_terms_of_its_own_in_place_of_a_class():
    terms = lexicon_terms(codebook_of([["saying"]], saying=["quoth"]))

    assert terms["saying"] == ("quoth",)


@pytest.mark.parametrize(
    "name",
    [
        *SUMMARIES,
        "quotation",
        "saying",
        "source:official",
        "official+assertion",
    ],
)
def test_a_rule_may_name_signals_and_cue_classes(name):
    assert lexicon_terms(codebook_of([[name]])) == TERMS


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        pytest.param("sayin", "did you mean 'saying'?", id="misspelt cue class"),
        pytest.param("contestd", "did you mean 'contested'?", id="misspelt signal"),
        pytest.param("xyz", "choose from ", id="nothing near"),
    ],
)
def test_a_rule_over_neither_cue_class_nor_signal_is_refused_with_the_nearest(name, hint):
    with pytest.raises(InputError) as refusal:
        lexicon_terms(codebook_of([["saying"], [name]]))

    place = f"codebook other: rule of awe: no cue class or signal {name!r}; "
    assert str(refusal.value).startswith(place + hint)


def test_a_rule_over_what_is_no_cue_is_refused():
    with pytest.raises(InputError, match="no cue class or signal 'not_a_cue'"):
        lexicon_terms(codebook_of([["not_a_cue"]]))


def test_the_refusal_of_a_rule_names_no_more_than_can_be_read():
    with pytest.raises(InputError) as refusal:
        lexicon_terms(codebook_of([["xyz"]]))

    assert len(str(refusal.value)) < 2000


PIECES = st.sampled_from(
    ["said", "the mayor", "Ada", "Ruiz", "denied", "claims", "his claim", "that", "was", "by", "told", "according to",
     "quoted", "as saying", "not", "verified", "but", "“", "”", '"', "'", "‘", "’", "«", "„", ":", ",", ".", "(", ")",
     "-", "?", "é", "İ", "😀", "\0", "\u2028", "U.S.", "Moscow", "he", "who"]
)  # fmt: skip
ANY_TEXT = st.one_of(
    st.lists(PIECES, max_size=14).map(" ".join),
    st.lists(PIECES, max_size=8).map("".join),
    st.text(),
)


@pytest.mark.parametrize(
    "text",
    [
        *"\"'‘’‚:-.,?(", "It rained, according to", "According to",
        *"“”„«»", "It rained “",
        "Ada said „",
    ],
)  # fmt: skip
def test_a_mark_or_cue_with_nothing_after_it_tells_nothing(text):
    assert labels_of("Rain fell.", text, "Rain fell.")[1] == ""


@pytest.mark.parametrize("text", [*"“”„«»", "It rained “", "Ada said „"])
def test_a_mark_without_words_is_read(text):
    assert len(read_article(LEXICON, [text]).sentences) == 1


@settings(deadline=None)
@given(texts=st.lists(ANY_TEXT, max_size=5))
def test_any_article_is_read_into_known_signals_and_spans_within_its_sentences(texts):
    readings, entities = read_article(LEXICON, texts)

    assert len(readings) == len(texts)
    names = set(signal_names())
    sizes = [len(reading.tokens.words) for reading in readings]
    assert [entity.id for entity in entities] == list(range(len(entities)))
    for entity in entities:
        assert entity.status in STATUSES
        assert all(0 <= first < last <= sizes[number] for number, first, last in entity.mentions)
        assert entity.mentions
    for reading in readings:
        size = len(reading.tokens.words)
        assert reading.signals <= names
        assert all(0 <= q.start <= q.end <= len(reading.tokens.text) for q in reading.quotations)
        for item in reading.attributions:
            assert item.entity is None or entities[item.entity].status == item.status
            spans = [
                span for span in (item.cue, item.source, item.content_span) if span is not None
            ]
            assert all(0 <= first <= last <= size for first, last in spans)


@settings(deadline=None)
@given(texts=st.lists(ANY_TEXT, max_size=5))
def test_any_article_is_read_twice_the_same(texts):
    first, again = read_article(LEXICON, texts), read_article(LEXICON, texts)

    assert first.entities == again.entities
    for one, other in zip(first.sentences, again.sentences, strict=True):
        assert (one.signals, one.attributions) == (other.signals, other.attributions)


@settings(deadline=None)
@given(texts=st.lists(ANY_TEXT, max_size=4))
def test_an_official_claim_is_attributed(texts):
    found = labels_of(*texts)

    assert all("A" in letters for letters in found if "O" in letters)


def test_no_sentences_are_no_readings():
    assert read_article(LEXICON, []) == ((), ())


@pytest.mark.parametrize("texts", [[""], ["", ""], ["“", "", "so”"], ["The mayor said", "", ""]])
def test_empty_sentences_are_read(texts):
    assert len(read_article(LEXICON, texts).sentences) == len(texts)


@pytest.mark.parametrize(
    "unit",
    ["“", '" ', "' ", ",", "A", "Ana ", "Ana Ruiz, ", "(", "(A) ", ": ", "- ", "his claim ", "never verified ",
     "according to ", '"a b c d" ', "said ", "said, ", "the mayor said ", "“a” said ", "“or said ", " “a b c d” he denied ",
     "shown that ", "and said ", ", saying ", "who said ", "to say ", "in a poll ", "A: ", "'' ", "found no ", "sees as ",
     "did say ? ", "of the mayor of ", "(a) said "],
)  # fmt: skip
def test_time_to_read_a_sentence_grows_with_length_alone(unit):
    slowdown = growth(lambda text: read_article(LEXICON, [text + " end"]), unit, 12_000, 60_000)

    assert slowdown < 12  # five times the text: 5 if linear, 25 if quadratic


@pytest.mark.parametrize(
    "unit",
    [
        "“",
        '"',
        "said ",
        "the mayor said. ",
        "“or said ",
        "“a” said ",
        "Ana Ruiz, ",
        "he denied it. ",
    ],
)
def test_time_to_read_an_article_grows_with_its_sentences_alone(unit):
    def read(text):
        return read_article(
            LEXICON, [text[at : at + 100] + " end" for at in range(0, len(text), 100)]
        )

    slowdown = growth(read, unit, 20_000, 100_000)

    assert slowdown < 12


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        pytest.param(["The trade secretary told reporters he would resign."], "A", id="an own act told reporters"),
        pytest.param(["The trade secretary told reporters two ships had sunk."], "AO", id="a fact told reporters"),
        pytest.param(["The judge demanded that the mill close because its dam had burst."], "AO", id="a demand with a reason, rule 21"),
        pytest.param(["General Outfitters said wool was dear."], "A", id="a firm called General"),
        pytest.param(["General Outram said powder was dear."], "AO", id="a general"),
        pytest.param(["Constable Confectionery said sugar was dear."], "A", id="a firm called Constable"),
        pytest.param(["The Council of Pigeon Fanciers, a club, said it had paid."], "A", id="a council that is a club"),
        pytest.param(["The Council of Orsa, a town, said it had paid."], "AO", id="the council of a town"),
        pytest.param(["The brewers\u2019 council said it had paid."], "A", id="a council of brewers"),
        pytest.param(["The ministers\u2019 council said it had paid."], "AO", id="a council of ministers"),
        pytest.param(["Ada Holm, who was sworn in as finance minister in July, said the vault was empty."], "AO", id="sworn in as"),
        pytest.param(["Ada Holm, who took over the fisheries ministry in July, said the nets were empty."], "AO", id="took over a ministry"),
        pytest.param(["The Reed League, which has governed the delta since the flood, said two dams had burst."], "AO", id="governs, rule 18"),
        pytest.param(["The Reed League, which has farmed the delta since the flood, said two dams had burst."], "A", id="farms"),
        pytest.param(["Inflation rose.", "The National Bank said prices had doubled."], "AO", id="a central bank"),
        pytest.param(["Branches closed.", "The National Bank said tills had jammed."], "A", id="a bank"),
        pytest.param(["A private detective said the lock was new."], "A", id="a private detective"),
        pytest.param(["The mayor fell ill.", "A spokesman for the circus said the tent was full."], "A", id="a spokesman for something unknown"),
        pytest.param(["Outgoing president Ada Holm said the vote was fair."], "AO", id="outgoing"),
        pytest.param(["The news agency Karst, citing a cook, said soup was cold.", "The tax agency said receipts had doubled."], "AO", id="two agencies"),
        pytest.param(["A minority government has ruled since spring."], "", id="ruled since"),
        pytest.param(["Ada Holm did not answer calls on Friday."], "", id="calls on a day"),
    ],
)  # fmt: skip
def test_kinds_that_ordinary_news_holds_are_read(texts, expected):
    assert labels_of("Rain fell.", *texts)[-1] == expected
