"""Words contest a claim where they deny, doubt or distance it, and not where they refuse a visa or name a thing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediaframe.codebook import load_codebook
from mediaframe.reader.dispute import CONTESTING, contrasting, find_contests, shared_words
from mediaframe.reader.matching import Lexicon
from mediaframe.reader.reading import lexicon_terms

LEXICON = Lexicon(lexicon_terms(load_codebook()))


def contests(text):
    """Return the kinds of what contests a claim in a sentence."""
    return {match.cue_class for match in find_contests(LEXICON.read(text))}


def wrong(*values, id, reason):  # noqa: A002 - pytest's own word
    """Return a case that the codebook decides and the code does not yet follow."""
    return pytest.param(*values, id=id, marks=pytest.mark.xfail(strict=True, reason=reason))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("The mayor denied taking gifts.", "denying", id="denied"),
        pytest.param("The mayor has denied it.", "denying", id="has denied"),
        pytest.param("The theft was denied by the mayor.", "denying", id="was denied by"),
        pytest.param("The mayor refuted the charge.", "denying", id="refuted"),
        pytest.param("The mayor rejected claims that the dam leaked.", "rejecting", id="rejected claims"),
        pytest.param("Officials dismissed the report as false.", "rejecting", id="dismissed as false"),
        pytest.param("The union accused the firm of hiding injuries.", "accusing", id="accused"),
        pytest.param("Firm accused of dumping waste", "accusing", id="accused in a headline"),
        pytest.param("Police charge that the driver fled.", "accusing", id="charge that"),
        pytest.param("The baker claims the oven never worked.", "claiming", id="claims"),
        pytest.param("Prosecutors allege that Hale hit the guard.", "claiming", id="allege"),
        pytest.param("The claim that the dam leaked spread.", "claiming", id="claim with its content"),
        pytest.param("The alleged payments were made in May.", "alleged", id="alleged"),
        pytest.param("The so-called experts left.", "alleged", id="so-called"),
        pytest.param("The supposed forgery divided historians.", "alleged", id="supposed"),
        pytest.param("The rumour, since disproved, spread.", "untrue", id="disproved"),
        pytest.param("The tape could not be independently verified.", "disclaimer", id="could not be verified"),
        pytest.param("Neither account has been confirmed.", "disclaimer", id="neither confirmed"),
        pytest.param("It was not possible to verify the tape.", "disclaimer", id="not possible to verify"),
        pytest.param("We weren't able to corroborate the tape.", "disclaimer", id="weren't able to"),
        pytest.param("There is no evidence for the leak.", "disclaimer", id="no evidence, rule 20"),
        pytest.param("Whether the test worked is disputed.", "denying", id="is disputed, rule 15"),
        pytest.param("The disputed figures came out in May.", "denying", id="disputed, before a noun"),
    ],
)  # fmt: skip
def test_these_words_contest_a_claim(text, expected):
    assert expected in contests(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Rain closed two roads.", id="plain narration"),
        pytest.param("The trader was denied bail.", id="denied bail"),
        pytest.param("Visitors were denied access to the dam.", id="denied access"),
        pytest.param("The ministry denied visas to two dancers.", id="denied visas"),
        pytest.param("The court rejected the appeal.", id="rejected an appeal"),
        pytest.param("The mayor rejected the offer.", id="rejected an offer"),
        pytest.param("Officials dismissed the worker.", id="dismissed a worker"),
        pytest.param("The driver was charged with theft.", id="charged with"),
        pytest.param("The insurance claim was late.", id="insurance claim"),
        pytest.param("He made a claim for damages.", id="claim for damages"),
        pytest.param("No group has claimed responsibility.", id="claimed responsibility"),
        pytest.param("The flood claimed the lives of nine hikers.", id="claimed the lives"),
        pytest.param("The mayor insisted the dam was safe.", id="a bare insist, rule 27"),
        pytest.param("The mayor may say so.", id="may"),
        pytest.param("The dam reportedly leaks.", id="reportedly"),
        pytest.param("The verified tape was shown.", id="verified"),
        pytest.param("The ministry confirmed two deaths.", id="confirmed"),
        pytest.param("The policy is controversial.", id="controversial, rule 15"),
        pytest.param("Lawmakers debated the bill.", id="debated"),
        pytest.param("Doubts about the plan grew.", id="doubts about, rule 20"),
        pytest.param("False teeth were found.", id="false teeth"),
        pytest.param("The mayor condemned the firm for its greed.", id="condemned, rule 19"),
        pytest.param("The suspect fled.", id="suspect, rule 17"),
        pytest.param("Two claims were paid.", id="claims without content, rule 17"),
        pytest.param("Her claim was late.", id="claim without content, rule 17"),
        wrong("He claimed a prize.", id="claimed a thing", reason="verb with a bare object"),
        pytest.param("She asked the court to confirm that no one was hurt.", id="no one, after confirm"),
        pytest.param("The bank, not the union, confirmed the deal.", id="not, of something else"),
    ],
)  # fmt: skip
def test_these_words_contest_nothing(text):
    assert contests(text) == set()


def test_words_of_negation_and_contrast_are_found():
    text = LEXICON.read("But the dam, however, was never safe; it didn't hold.")

    assert [text.words[token] for token in contrasting(text)] == [
        "but",
        "however",
        "never",
        "didn't",
    ]


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        pytest.param([], 0, id="no other"),
        pytest.param(["Rain fell."], 0, id="nothing shared"),
        pytest.param(["The soldiers were there."], 1, id="one word"),
        pytest.param(["The soldier retakes it.", "Rain fell."], 2, id="by stems, with the nearest"),
    ],
)
def test_shared_words_count_stems_with_the_sentence_that_shares_most(others, expected):
    text = LEXICON.read("Soldiers have retaken the town.")

    assert shared_words(text, [LEXICON.read(other) for other in others]) == expected


WORDS = st.sampled_from(
    ["not", "verified", "confirm", "denied", "claim", "claims", "was", "that", "rejected", "“", "never", "n't", "\0", "the"]
)  # fmt: skip


@given(text=st.one_of(st.lists(WORDS, max_size=20).map(" ".join), st.text()))
def test_contests_of_any_text_lie_within_it_and_are_of_known_kinds(text):
    read = LEXICON.read(text)

    found = list(find_contests(read))

    assert all(0 <= match.first < match.last <= len(read.words) for match in found)
    assert {match.cue_class for match in found} <= CONTESTING
