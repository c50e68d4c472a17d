"""Cases of behaviour: those that ship, and how a capability file is read."""

from collections import Counter

import pytest

from mediaframe.codebook import load_codebook
from mediaframe.data.corpus import read_corpus
from mediaframe.errors import InputError
from mediaframe.evaluation.behaviour.cases import bundled_capabilities, read_capability
from tests.builders import LABELS

CASES = [case for capability in bundled_capabilities() for case in capability.cases]
FILE = """\
title: Speech is speech
kind: {kind}
note: Rule 27.
slots: {{who: [Ada, Bo, Cy]}}
cases:
  - id: speech-01
    rule: 27
    labels: {labels}
    {text}
"""


def capability(kind="minimum", labels="A", text='text: "It rained, she said."'):
    """Return the capability of a small file."""
    written = FILE.format(kind=kind, labels=labels, text=text)
    return read_capability(written, "speech", load_codebook())


def variants(**parts):
    """Return sentences and labels of each variant of the case of a small file."""
    (case,) = capability(**parts).cases
    return [(variant.sentences, variant.judged, set(variant.labels)) for variant in case.variants]


def test_at_least_four_hundred_cases_ship():
    assert len(CASES) >= 400


def test_ids_are_unique_and_name_their_capability():
    ids = Counter(case.id for case in CASES)

    assert ids.most_common(1)[0][1] == 1
    assert all(
        case.id.startswith(f"{capability.name.replace('_', '-')}-")
        for capability in bundled_capabilities()
        for case in capability.cases
    )


def test_no_article_is_tested_twice():
    articles = Counter(variant.sentences for case in CASES for variant in case.variants)

    assert [sentences for sentences, count in articles.items() if count > 1] == []


def test_every_rule_of_the_codebook_is_tested_and_no_other():
    codebook = load_codebook()
    rules = {ruling.number for ruling in codebook.rulings}
    letters = {label.letter for label in codebook.labels}

    assert {rule for case in CASES for rule in case.rules} == rules | letters


def test_every_kind_and_every_set_of_labels_that_can_be_is_tested():
    kinds = {capability.kind for capability in bundled_capabilities()}
    sets = {variant.labels for case in CASES for variant in case.variants}

    assert kinds == {"minimum", "direction", "invariance"}
    assert sets >= {frozenset(), *map(frozenset, [LABELS[:1], LABELS[:2], LABELS, LABELS[2:]])}


def test_no_official_claim_is_expected_without_attribution():
    official, attributed = "official_claim", "attribution"

    assert all(
        attributed in variant.labels
        for case in CASES
        for variant in case.variants
        if official in variant.labels
    )


def test_no_brace_is_left_in_a_text():
    texts = [text for case in CASES for variant in case.variants for text in variant.sentences]

    assert [text for text in texts if set(text) & set("{}|")] == []


def test_no_sentence_of_the_corpus_that_ships_is_tested():
    corpus = read_corpus("bundled", load_codebook())
    known = {sentence.text for sentence in corpus.sentences}

    assert known.isdisjoint(
        text for case in CASES for variant in case.variants for text in variant.sentences
    )


def test_a_case_has_its_context():
    text = "before: [It rained.]\n    text: She said so.\n    after: [It stopped.]"

    found = variants(text=text)

    assert found == [(("It rained.", "She said so.", "It stopped."), 1, {"attribution"})]


def test_choices_move_on_together():
    text = 'text: "{who} {said|says} it {rained}."'.replace("{rained}", "rained")

    found = [sentences[0] for sentences, _, _ in variants(kind="invariance", text=text)]

    assert found == ["Ada said it rained.", "Bo says it rained.", "Cy said it rained."]


def test_a_direction_has_labels_before_and_after():
    text = 'text: "He {said|claimed} it rained."'

    found = variants(kind="direction", labels="[A, AC]", text=text)

    assert [labels for _, _, labels in found] == [
        {"attribution"},
        {"attribution", "contested_claim"},
    ]


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        pytest.param({"labels": "AX"}, "speech.yaml:8:5: labels: 'X' is not a label", id="letter"),
        pytest.param({"text": "txt: It rained."}, "speech.yaml:9:5: cases.0.txt: unknown key; did you mean 'text'", id="key"),
        pytest.param({"text": 'text: "{whom} said so."'}, "case 'speech-01' has {whom}, which is no slot", id="slot"),
        pytest.param({"kind": "invariance"}, "has 1 variants and 1 sets of labels, which no invariance has", id="nothing varies"),
        pytest.param({"kind": "direction"}, "which no direction has", id="no direction"),
        pytest.param({"text": 'text: "{who} said so."'}, "has 3 variants .* which no minimum has", id="minimum varies"),
        pytest.param({"kind": "direction", "labels": "[A, A]", "text": 'text: "{a|b} said so."'}, "which no direction has", id="no label moves"),
        pytest.param({"kind": "minimal"}, "speech.yaml:2:1: kind: is 'minimal', must be", id="kind"),
    ],
)  # fmt: skip
def test_a_wrong_file_is_refused_with_its_place(parts, message):
    with pytest.raises(InputError, match=message):
        capability(**parts)


def test_an_id_that_stands_twice_is_refused():
    text = "text: She said so.\n  - {id: speech-01, rule: 1, labels: none, text: It rained.}"

    with pytest.raises(InputError, match="case 'speech-01' stands 2 times"):
        capability(text=text)
