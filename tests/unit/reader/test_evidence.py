"""The words behind a label are those that its rule asks for, shown where they stand in the article."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mediaframe.article.cutting import cut_article
from mediaframe.article.sentences import lone_sentences, place_in_articles
from mediaframe.codebook import load_codebook
from mediaframe.reader.evidence import find_evidence
from mediaframe.reader.matching import Lexicon
from mediaframe.reader.reading import lexicon_terms, read_sentences
from tests.builders import LABELS

CODEBOOK = load_codebook()
LEXICON = Lexicon(lexicon_terms(CODEBOOK))


def article_of(*texts):
    """Return sentences that stand in one article."""
    return place_in_articles(texts, ["a"] * len(texts), [str(n) for n in range(len(texts))])


ATTRIBUTION, OFFICIAL, CONTESTED = (CODEBOOK.rules[label] for label in LABELS)


def shown(rule, *texts):
    """Return role, kind and words behind a label of the last sentence of an article."""
    read = read_sentences(LEXICON, article_of("Rain fell.", *texts))[-1]
    return [(words.role, words.kind, words.text) for words in find_evidence(read, rule)]


@pytest.mark.parametrize(
    ("rule", "texts", "expected"),
    [
        pytest.param(
            ATTRIBUTION, ["The mayor said two bridges fell."],
            [("source", "official", "The mayor"), ("cue", "saying", "said"), ("content", "assertion", "two bridges fell.")],
            id="source, cue and content",
        ),
        pytest.param(
            OFFICIAL, ["A farmer said it was dry; the mayor said two bridges fell."],
            [("source", "official", "the mayor"), ("cue", "saying", "said"), ("content", "assertion", "two bridges fell.")],
            id="the official one of two",
        ),
        pytest.param(
            OFFICIAL, ["A farmer said it was dry."],
            [("source", "person", "A farmer"), ("cue", "saying", "said"), ("content", "assertion", "it was dry.")],
            id="no official: what there is",
        ),
        pytest.param(CONTESTED, ["The mayor denied taking gifts."], [("contest", "clash", "denied")], id="what contests"),
        pytest.param(CONTESTED, ["The 'volunteers' wore uniforms."], [("contest", "scare", "volunteers")], id="scare quotes"),
        pytest.param(CONTESTED, ["But it was never dry."], [("contest", "clash", "But"), ("contest", "clash", "never")], id="words of contrast"),
        pytest.param(
            CONTESTED, ["A farmer said two bridges fell.", "The mayor denied it."],
            [("contest", "clash", "denied"), ("contest", "rival", "two bridges fell")],
            id="what contests, and the rival claim",
        ),
        pytest.param(CONTESTED, ["Rain fell again."], [], id="nothing contests"),
        pytest.param(ATTRIBUTION, ["Rain fell again."], [], id="nothing attributes"),
        pytest.param(
            ATTRIBUTION, ["The mayor said two bridges fell.", "“We lost two of them.”"],
            [("source", "official", "The mayor"), ("content", "assertion", "“We lost two of them.”")],
            id="a speaker in the sentence before",
        ),
        pytest.param(
            ATTRIBUTION, ["The mayor said two bridges fell.", "She said a third shook."],
            [("source", "official", "The mayor"), ("source", "official", "She"), ("cue", "saying", "said"),
             ("content", "assertion", "a third shook.")],
            id="a pronoun and whom it stands for",
        ),
        pytest.param(
            [["office"], ["saying"]], ["The mayor said two bridges fell."],
            [("cue", "office", "mayor"), ("cue", "saying", "said")],
            id="cue classes that a rule of one's own asks for",
        ),
        pytest.param([], ["The mayor said two bridges fell."], [], id="no rule"),
    ],
)  # fmt: skip
def test_evidence_of_a_label_is_what_its_rule_asks_for(rule, texts, expected):
    assert shown(rule, *texts) == expected


NEWS = """Rain fell on Halven.

“We lost two bridges,” said Ana Ruiz, the mayor.  “We sailed on.
We came home.”  É 😀 She denied it.	Tom Hale, a 'farmer', claims
the alleged gift was paid."""


@pytest.mark.parametrize("rule", [ATTRIBUTION, OFFICIAL, CONTESTED], ids="AOC")
def test_evidence_counts_characters_of_the_article(rule):
    sentences = cut_article(NEWS, "a")

    found = [
        words for read in read_sentences(LEXICON, sentences) for words in find_evidence(read, rule)
    ]

    assert len(found) > 1
    assert [NEWS[words.start : words.end] for words in found] == [words.text for words in found]


def test_a_source_in_another_sentence_is_shown_where_it_stands():
    article = "Rain fell. The mayor said two bridges fell. She said a third shook."
    sentences = cut_article(article, "a")

    source, *_ = find_evidence(read_sentences(LEXICON, sentences)[2], ATTRIBUTION)

    assert (source.text, source.start, source.end) == ("The mayor", 11, 20)


def test_sentences_are_read_in_their_articles_and_come_back_in_the_order_given():
    sentences = [
        *place_in_articles(
            ["The mayor said so.", "Rain fell.", "She denied it."], ["a", "b", "a"], "123"
        )
    ]

    read = read_sentences(LEXICON, sentences)

    assert [item.reading.tokens.text for item in read] == [sentence.text for sentence in sentences]
    assert [item.status for item in read[2].reading.spoken] == ["official"]


PIECES = st.sampled_from(
    ["said", "The mayor", "Ada", "denied", "his claim", "that", "was told", "by", "“", "”", "'", ",", ".", ":", "but",
     "not", "«", "é", "😀", "\0"]
)  # fmt: skip


@settings(deadline=None)
@given(
    texts=st.lists(
        st.lists(PIECES, max_size=10).map(lambda words: " ".join([*words, "rain fell"])),
        min_size=1,
        max_size=4,
    )
)
def test_evidence_of_any_article_lies_in_it(texts):
    article = " ".join(texts)

    found = [
        words
        for read in read_sentences(LEXICON, article_of(*texts))
        for rule in (ATTRIBUTION, OFFICIAL, CONTESTED)
        for words in find_evidence(read, rule)
    ]

    assert all(0 <= words.start <= len(article) for words in found)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("It rained, according to", id="according to, at the end"),
        pytest.param("According to “the dam”, it rained.", id="according to a quotation"),
        pytest.param("“It rained,” said (again", id="said before a bracket"),
    ],
)
def test_evidence_is_never_empty(text):
    (read,) = read_sentences(LEXICON, lone_sentences([text]))

    found = find_evidence(read, ATTRIBUTION)

    assert all(words.start < words.end for words in found)
