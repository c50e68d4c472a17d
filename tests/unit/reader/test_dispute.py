"""Words contest a claim where they deny, doubt or distance it, and not where they refuse a visa or name a thing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediaframe.codebook import load_codebook
from mediaframe.reader.claims import CLASH, CONTESTS, DISCLAIMER, DISTANCE, EVIDENCE, SCARE
from mediaframe.reader.matching import Lexicon
from mediaframe.reader.reading import lexicon_terms, read_article

LEXICON = Lexicon(lexicon_terms(load_codebook()))


def contests(*texts):
    """Return kind, words and rival claim of what contests a claim in the last of some sentences."""
    sentences = read_article(LEXICON, ["Rain fell.", *texts]).sentences

    def shown(number, first, last):
        tokens = sentences[number].tokens
        return tokens.text[slice(*tokens.span(first, last))]

    number = len(sentences) - 1
    return [
        (item.kind, shown(number, *item.span), item.rival and shown(*item.rival))
        for item in sentences[number].contests
    ]


def kinds(*texts):
    return {kind for kind, _, _ in contests(*texts)}


def wrong(*values, id, reason):  # noqa: A002 - pytest's own word
    """Return a case that the codebook decides and the code does not yet follow."""
    return pytest.param(*values, id=id, marks=pytest.mark.xfail(strict=True, reason=reason))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("The mayor denied taking gifts.", CLASH, id="denied"),
        pytest.param("The mayor has denied it.", CLASH, id="has denied"),
        pytest.param("The theft was denied by the mayor.", CLASH, id="was denied by"),
        pytest.param("The mayor refuted the charge.", CLASH, id="refuted"),
        pytest.param("The mayor rejected claims that the dam leaked.", CLASH, id="rejected claims"),
        pytest.param("Officials dismissed the report as false.", CLASH, id="dismissed as false"),
        pytest.param("The minister dismissed talk of a rift.", CLASH, id="dismissed talk of"),
        pytest.param("The brewery rejected this.", CLASH, id="rejected this"),
        pytest.param("The brewery does not accept this explanation.", CLASH, id="does not accept"),
        pytest.param("Poachers crossed the river, a charge Ruria rejects.", CLASH, id="a charge that somebody rejects"),
        pytest.param("The clerk pled not guilty.", CLASH, id="pled not guilty"),
        pytest.param("The union accused the firm of hiding injuries.", DISTANCE, id="accused"),
        pytest.param("Firm accused of dumping waste", DISTANCE, id="accused in a headline"),
        pytest.param("Police charge that the driver fled.", DISTANCE, id="charge that"),
        pytest.param("The minister blamed Ruria for the fire.", DISTANCE, id="blame on who could answer, rule 2"),
        pytest.param("The baker claims the oven never worked.", DISTANCE, id="claims"),
        pytest.param("Prosecutors allege that Hale hit the guard.", DISTANCE, id="allege"),
        pytest.param("The claim that the dam leaked spread.", DISTANCE, id="claim with its content"),
        pytest.param("The alleged payments were made in May.", DISTANCE, id="alleged"),
        pytest.param("The so-called experts left.", DISTANCE, id="so-called"),
        pytest.param("The supposed forgery divided historians.", DISTANCE, id="supposed"),
        pytest.param("The grower insists, despite the frost, that no vine died.", DISTANCE, id="insists despite"),
        pytest.param("The rumour, since disproved, spread.", EVIDENCE, id="disproved"),
        pytest.param("Anyone who says otherwise is lying.", EVIDENCE, id="says otherwise"),
        pytest.param("The tape was taken out of context, a clerk said.", EVIDENCE, id="out of context"),
        pytest.param("The tape could not be independently verified.", DISCLAIMER, id="could not be verified"),
        pytest.param("Neither account has been confirmed.", DISCLAIMER, id="neither confirmed"),
        pytest.param("It was not possible to verify the tape.", DISCLAIMER, id="not possible to verify"),
        pytest.param("The paper was unable to establish who filmed it.", DISCLAIMER, id="unable to establish"),
        pytest.param("We weren't able to corroborate the tape.", DISCLAIMER, id="weren't able to"),
        pytest.param("There is no evidence for the leak.", DISCLAIMER, id="no evidence, rule 20"),
        pytest.param("It remains unclear how much ore was moved.", DISCLAIMER, id="remains unclear how much"),
        pytest.param("A nurse mistakenly thought the boy was asleep.", EVIDENCE, id="mistakenly thought"),
        pytest.param("The guild pointed the finger at the mill.", DISTANCE, id="pointed the finger at"),
        pytest.param("The mill pushed back against suggestions that it leaked.", CLASH, id="pushed back against suggestions"),
        pytest.param("The mill's rival said so without citing evidence.", DISCLAIMER, id="without citing evidence"),
        pytest.param("What moved the ore remains unclear.", DISCLAIMER, id="what … remains unclear"),
        pytest.param("Whether the test worked is disputed.", CLASH, id="is disputed, rule 15"),
        pytest.param("The disputed figures came out in May.", CLASH, id="disputed, before a noun"),
        pytest.param("The ‘volunteers’ wore uniforms.", SCARE, id="scare quotes"),
        pytest.param("The town spent the winter under ‘protection’ by the guards.", SCARE, id="a word seldom quoted but to doubt it"),
    ],
)  # fmt: skip
def test_these_words_contest_a_claim(text, expected):
    assert expected in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Rain closed two roads.", id="plain narration"),
        pytest.param("The trader was denied bail.", id="denied bail"),
        pytest.param("Visitors were denied access to the dam.", id="denied access"),
        pytest.param("The ministry denied visas to two dancers.", id="denied visas"),
        pytest.param("The clerk did not deny the theft.", id="did not deny"),
        pytest.param("The rule does not contradict the charter.", id="does not contradict"),
        pytest.param("A denial of service attack took the site down.", id="denial of service"),
        pytest.param("The court rejected the appeal.", id="rejected an appeal"),
        pytest.param("The mayor rejected the offer.", id="rejected an offer"),
        pytest.param("The mayor rejected this plan.", id="rejected this plan"),
        pytest.param("The mayor dismissed the plan as too dear.", id="dismissed a plan as something"),
        pytest.param("Officials dismissed the worker.", id="dismissed a worker"),
        pytest.param("The two have a border dispute with Chad.", id="a border dispute"),
        pytest.param("The disputed islands lie off Chad.", id="disputed islands"),
        pytest.param("The driver was charged with theft.", id="charged with"),
        pytest.param("The clerk has not been accused of anything.", id="not accused"),
        pytest.param("Officials blamed old wiring for the fire.", id="blame on a thing"),
        pytest.param("The insurance claim was late.", id="insurance claim"),
        pytest.param("He made a claim for damages.", id="claim for damages"),
        pytest.param("The duke's claims of immunity failed.", id="claims of a right"),
        pytest.param("No group has claimed responsibility.", id="claimed responsibility"),
        pytest.param("The raid was claimed by the rebels.", id="claimed by"),
        pytest.param("The flood claimed the lives of nine hikers.", id="claimed the lives"),
        pytest.param("The mayor insisted the dam was safe.", id="a bare insist, rule 27"),
        pytest.param("The mayor may say so.", id="may"),
        pytest.param("The dam reportedly leaks.", id="reportedly"),
        pytest.param("The verified tape was shown.", id="verified"),
        pytest.param("The ministry confirmed two deaths.", id="confirmed"),
        pytest.param("No new base has been established.", id="not established"),
        pytest.param("The policy is controversial.", id="controversial, rule 15"),
        pytest.param("Lawmakers debated the bill.", id="debated"),
        pytest.param("Doubts about the plan grew.", id="doubts about, rule 20"),
        pytest.param("Speculation about the heir grew.", id="speculation"),
        pytest.param("Two hundred singers turned out for the feast.", id="turned out"),
        pytest.param("False teeth were found.", id="false teeth"),
        pytest.param("The mayor condemned the firm for its greed.", id="condemned, rule 19"),
        pytest.param("The suspect fled.", id="suspect, rule 17"),
        pytest.param("Two claims were paid.", id="claims without content, rule 17"),
        pytest.param("Her claim was late.", id="claim without content, rule 17"),
        pytest.param("He claimed a prize.", id="claimed a thing"),
        pytest.param("She asked the court to confirm that no one was hurt.", id="no one, after confirm"),
        pytest.param("The bank, not the union, confirmed the deal.", id="not, of something else"),
        pytest.param("It remains unclear.", id="unclear without a question"),
        pytest.param("Records show that the mill burnt.", id="evidence against nothing"),
        pytest.param("But records show that the mill burnt.", id="evidence, but nobody claimed"),
    ],
)  # fmt: skip
def test_these_words_contest_nothing(text):
    assert contests(text) == []


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("The painter was known as ‘the finch’ in Halven.", id="a nickname"),
        pytest.param("The riders won the ‘Golden Wheel’ twice.", id="a title"),
        pytest.param("The ‘4x4’ hall was full.", id="a name with numbers"),
        pytest.param("The hall has a ‘quiet hour’ at noon.", id="a term that is introduced"),
        pytest.param("The ‘quiet hour’ sign was lit.", id="a term before a noun"),
        pytest.param("A guard called the ‘visitors’ off.", id="somebody says it"),
    ],
)  # fmt: skip
def test_quotation_marks_of_names_titles_and_terms_do_not_scare(text):
    assert SCARE not in kinds(text)


def test_quotation_marks_of_a_headline_report():
    (reading,) = read_article(LEXICON, ["The ‘volunteers’ leave"]).sentences

    assert reading.contests == ()


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        pytest.param(
            ["A grower said the wells were poisoned.", "The mill denied it."],
            [(CLASH, "denied", "the wells were poisoned.")], id="what is denied",
        ),
        pytest.param(
            ["A grower said the wells were poisoned.", "Rain fell again.", "The mill denied it."],
            [(CLASH, "denied", "the wells were poisoned.")], id="two sentences before",
        ),
        pytest.param(
            ["A grower said the wells were poisoned.", "A nurse said the soup was cold.", "The mill denied that the wells were touched."],
            [(CLASH, "denied", "the wells were poisoned.")], id="the one that shares most words",
        ),
        pytest.param(
            ["A grower said the wells were poisoned.", "Rain fell.", "Snow fell.", "The mill denied it."],
            [(CLASH, "denied", None)], id="three before is too far",
        ),
        pytest.param(
            ["A grower said the wells were poisoned.", "The mill denied that a clerk had been sent home without any pay."],
            [(CLASH, "denied", None)], id="something else is denied",
        ),
        pytest.param(
            ["The mill said the wells were clean.", "But lab records show traces of lead."],
            [(EVIDENCE, "records", "the wells were clean.")], id="evidence set against a claim by the author",
        ),
    ],
)  # fmt: skip
def test_what_contests_is_tied_to_the_rival_claim(texts, expected):
    assert contests(*texts) == expected


WORDS = st.sampled_from(
    ["not", "verified", "confirm", "denied", "claim", "claims", "was", "that", "rejected", "“", "never", "n't", "\0", "the"]
)  # fmt: skip


@given(
    texts=st.lists(
        st.one_of(st.lists(WORDS, max_size=20).map(" ".join), st.text()), min_size=1, max_size=4
    )
)
def test_contests_of_any_text_lie_within_it_and_are_of_known_kinds(texts):
    sentences = read_article(LEXICON, texts).sentences

    for number, sentence in enumerate(sentences):
        for contest in sentence.contests:
            assert contest.kind in CONTESTS
            assert 0 <= contest.span[0] < contest.span[1] <= len(sentence.tokens.words)
            if contest.rival is not None:
                place, first, last = contest.rival
                assert number - 2 <= place <= number
                assert 0 <= first < last <= len(sentences[place].tokens.words)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("The vet said the mare was lame, a claim the stable disputes.", {CLASH}, id="disputed behind a comma"),
        pytest.param("The vet said the mare was lame, an account the stable called “a tale”.", {CLASH}, id="called something behind a comma"),
        pytest.param("The vet said the mare was lame, a charge of neglect.", set(), id="named behind a comma"),
        pytest.param("The inn adds a charge for hay, which guests dispute.", set(), id="a charge of money"),
        pytest.param("It is not known who let the mare out.", {DISCLAIMER}, id="not known who"),
        pytest.param("The stable has not established a school.", set(), id="no question behind"),
        pytest.param("It has not been determined how the mare got out.", {DISCLAIMER}, id="not determined how"),
        pytest.param("It remains a mystery how the mare got out.", {DISCLAIMER}, id="a mystery how"),
        pytest.param("The stable is not known for care.", set(), id="not known for"),
        pytest.param("“Anyone who tells you that is a liar,” the groom said.", {EVIDENCE}, id="a liar"),
        pytest.param("“Those who told it so are lying,” the groom said.", {EVIDENCE}, id="are lying"),
        pytest.param("“The lamb is lying on the straw,” the groom said.", set(), id="lying on straw"),
        pytest.param("The stable dismissed the scans as “a bad joke”.", {CLASH}, id="dismissed as quoted words"),
        pytest.param("The stable dismissed two grooms as it shrank.", set(), id="dismissed from work"),
    ],
)  # fmt: skip
def test_what_is_named_and_disputed_or_open_is_contested(text, expected):
    assert kinds(text) == expected


def test_a_check_that_failed_is_told_once():
    (reading,) = read_article(LEXICON, ["The ferry's log could not be verified."]).sentences

    assert [contest.kind for contest in reading.contests] == ["disclaimer"]
