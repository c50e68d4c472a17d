"""The probe: invented sentences that touch every cue class and every signal that the reader can give."""

import re

import pytest

from mediaframe.article.sentences import by_article
from mediaframe.codebook import load_codebook
from mediaframe.data.corpus import read_corpus
from mediaframe.model.features import ReadingVectorizer
from mediaframe.reader.probe import probe_sentences
from mediaframe.reader.reading import lexicon_terms
from mediaframe.reader.signals import signal_names

# Signals that no sentence gives, with the reason. `inner_` is said within quoted words.
NEVER = {
    "a quotation without a cue is the author's, and no quotation within one": r"inner_(\w+\+)?(quotation|part_quotation)(\+.*)?",
    "the speaker of a part quoted is not looked for": r"(?!unknown)\w+\+part_quotation",
    "hearsay has no source": r"(inner_)?(?!unknown)[a-z]+\+hearsay",
    "what comes by hearsay, `according to` or a colon is an assertion": r"(inner_)?(hearsay|according|colon)\+no_claim",
    "a label before a colon opens its sentence, outside quoted words": r"inner_(\w+\+)?colon(\+.*)?",
    "a wish asserts nothing": r"(inner_)?wishing\+claim",
    "these ways have no noun in the lexicon": r"noun_(asking|conceding|insisting|ruling|according|hearsay|colon|quotation|part_quotation)",
}  # fmt: skip


def never(name: str) -> bool:
    return any(re.fullmatch(pattern, name) for pattern in NEVER.values())


@pytest.fixture(scope="module")
def fired():
    """Return the names of the columns that some sentence of the probe fills."""
    codebook = load_codebook()
    reader = ReadingVectorizer(lexicon_terms(codebook), codebook.rules, 1)
    columns = reader.transform(probe_sentences()).sum(axis=0) > 0
    return set(reader.get_feature_names_out()[columns])


def test_every_signal_that_can_be_given_is_given(fired):
    can_be_given = {f"read:{name}" for name in signal_names() if not never(name)}

    assert can_be_given - fired == set()


def test_what_is_said_never_to_be_given_is_not_given(fired):
    assert {f"read:{name}" for name in signal_names() if never(name)} & fired == set()


def test_every_cue_class_is_found_and_every_rule_met(fired):
    codebook = load_codebook()
    cues = {f"cue:{name}" for name in lexicon_terms(codebook) if name != "not_a_cue"}

    assert cues | {f"rule:{label}" for label in codebook.rules} <= fired


def test_neighbours_are_told_on_both_sides(fired):
    carried = {name.partition(":")[2] for name in fired if name.startswith("before1:")}

    assert {name.partition(":")[2] for name in fired if name.startswith("after1:")} == carried
    assert {"attributed", "source:official", "contest:clash", "quoted:opened_before"} <= carried


def test_it_is_a_few_hundred_different_sentences_in_small_articles():
    sentences = probe_sentences()

    assert 150 <= len(sentences) <= 300
    assert len({sentence.text for sentence in sentences}) == len(sentences)
    assert max(len(run) for run in by_article(sentences)) <= 30


def test_no_sentence_is_of_the_corpus():
    corpus = {sentence.text for sentence in read_corpus("bundled", load_codebook()).sentences}

    assert {sentence.text for sentence in probe_sentences()}.isdisjoint(corpus)
