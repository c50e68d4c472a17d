"""The codebook: the one that ships, those of users, and what is refused."""

import re

import pytest

from mediaframe.codebook import BUNDLED, Codebook, load_codebook
from mediaframe.errors import InputError, Place
from mediaframe.reader.matching import Lexicon
from mediaframe.reader.reading import lexicon_terms
from mediaframe.reader.signals import signal_names

HEAD = "name: mine\nversion: '1'\n"
LABELS = HEAD + "labels:\n  - {name: one, definition: first}\n  - {name: two, definition: second}\n"


def write(tmp_path, text):
    """Write a codebook; return its path."""
    path = tmp_path / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_codebook_that_ships_has_the_three_labels_in_order():
    codebook = load_codebook()

    assert codebook.label_names == ("attribution", "official_claim", "contested_claim")
    assert [label.letter for label in codebook.labels] == ["A", "O", "C"]
    assert codebook.name == "framing"
    assert re.fullmatch(r"\d+\.\d+", codebook.version)


def test_the_codebook_that_ships_is_read_once():
    assert load_codebook() is load_codebook(BUNDLED)


def test_its_rulings_are_numbered_without_a_gap():
    numbers = [ruling.number for ruling in load_codebook().rulings]

    assert numbers == list(range(1, len(numbers) + 1))


def test_its_examples_cite_rulings_that_exist():
    codebook = load_codebook()
    numbers = {ruling.number for ruling in codebook.rulings}

    assert {example.rule for example in codebook.examples} <= numbers | {None}


def test_its_examples_show_every_label_and_none():
    codebook = load_codebook()

    shown = {label for example in codebook.examples for label in example.labels}
    assert shown == set(codebook.label_names)
    assert any(not example.labels for example in codebook.examples)
    assert len({example.text for example in codebook.examples}) == len(codebook.examples)


def test_an_official_claim_in_its_examples_is_an_attribution_too():
    labels = [set(example.labels) for example in load_codebook().examples]
    official = [given for given in labels if "official_claim" in given]

    assert all("attribution" in given for given in official)


def test_its_rules_name_cue_classes_or_signals():
    codebook = load_codebook()
    known = {*Lexicon(lexicon_terms(codebook)).classes, *signal_names()}

    named = {name for rule in codebook.rules.values() for line in rule for name in line}

    assert codebook.has_rules
    assert named <= known


def test_it_can_be_written_and_read_again():
    codebook = load_codebook()

    assert Codebook.model_validate_json(codebook.model_dump_json()) == codebook


def test_a_codebook_of_ones_own_is_read(tmp_path):
    path = write(
        tmp_path,
        HEAD
        + "labels:\n"
        + "  - {name: no, definition: ' не так ', rule: [[saying, hope], [office]]}\n"
        + "  - {name: other, definition: 2026-11-22}\n"
        + "examples:\n  - {text: He hopes., labels: ['no'], rule: 3}\n  - {text: Rain., labels: []}\n"
        + "lexicon:\n  hope: [hope|hopes, wish]\n",
    )

    codebook = load_codebook(path)

    assert codebook.label_names == ("no", "other")
    assert codebook.labels[0].definition == "не так"
    assert codebook.labels[1].definition == "2026-11-22"
    assert codebook.rules == {"no": (("saying", "hope"), ("office",))}
    assert not codebook.has_rules
    assert codebook.lexicon == {"hope": ("hope|hopes", "wish")}
    assert load_codebook(str(path)) == codebook


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("name: mine\n", "{path}:1:1: version: missing; add it\n{path}:1:1: labels: missing; add it", id="no labels"),
        pytest.param(LABELS.replace("'1'", "1.0"), "{path}:2:1: version: is 1.0; input should be a valid string", id="version is a number"),
        pytest.param(LABELS.replace("mine", "My Codes"), "{path}:1:1: name: is 'My Codes'; write small letters, digits and underscores only, a letter first", id="name"),
        pytest.param(LABELS + "label: []\n", "{path}:6:1: label: unknown key; did you mean 'labels'?", id="unknown key"),
        pytest.param(HEAD + "labels: []\n", "{path}:3:1: labels: is []; give at least 1", id="no label"),
        pytest.param(LABELS + "rulings:\n  - {number: 0, text: t}\n", "{path}:7:6: rulings.0.number: is 0; input should be greater than or equal to 1", id="ruling 0"),
        pytest.param(LABELS + "rulings:\n  - {number: 1, txt: t, text: t}\n", "{path}:7:17: rulings.0.txt: unknown key; did you mean 'text'?", id="key of a ruling"),
        pytest.param(LABELS + "examples:\n  - {text: t, labels: one}\n", "{path}:7:15: examples.0.labels: is 'one'; write a list: [a, b], or a line `- a` for each", id="labels as text"),
        pytest.param(LABELS + "examples:\n  - {text: ' ', labels: []}\n", "{path}:7:6: examples.0.text: is ' '; string should have at least 1 character", id="blank example"),
        pytest.param(LABELS + "lexicon:\n  hope: wish\n", "{path}:7:3: lexicon.hope: is 'wish'; write a list: [a, b], or a line `- a` for each", id="terms as text"),
        pytest.param(LABELS + "lexicon:\n  Hope: [wish]\n", "{path}:7:3: lexicon.Hope: is 'Hope'; write small letters, digits and underscores only, a letter first", id="name of a class"),
        pytest.param(LABELS + "lexicon:\n  hope: [wish, '']\n", "{path}:7:16: lexicon.hope.1: is ''; string should have at least 1 character", id="empty term"),
        pytest.param(LABELS + "name: mine\n", "{path}:6:1: name: stands twice, first on line 1; keep one", id="key twice"),
    ],
)  # fmt: skip
def test_a_wrong_codebook_is_refused_with_place_key_and_remedy(tmp_path, text, message):
    path = write(tmp_path, text)

    with pytest.raises(InputError) as caught:
        load_codebook(path)

    assert str(caught.value) == message.format(path=path)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param(LABELS.replace("two", "one"), "a label stands twice among one, one; keep one", id="label"),
        pytest.param(
            LABELS + "rulings:\n  - {number: 4, text: t}\n  - {number: 4, text: u}\n",
            "a ruling stands twice among 4, 4; keep one",
            id="ruling",
        ),
        pytest.param(
            LABELS + "examples:\n  - {text: t, labels: [on]}\n",
            "example 't' has the unknown label 'on'; did you mean 'one'?",
            id="example",
        ),
    ],
)  # fmt: skip
def test_a_codebook_whose_parts_disagree_is_refused(tmp_path, text, reason):
    path = write(tmp_path, text)

    with pytest.raises(InputError) as caught:
        load_codebook(path)

    assert str(caught.value) == f"{path}:1:1: {reason}"


def test_one_wrong_label_is_one_mistake(tmp_path):
    path = write(tmp_path, HEAD + "labels:\n  - {name: one, definition: first, leter: A}\n")

    with pytest.raises(InputError) as caught:
        load_codebook(path)

    assert str(caught.value) == f"{path}:4:36: labels.0.leter: unknown key; did you mean 'letter'?"


def test_a_missing_codebook_is_named(tmp_path):
    with pytest.raises(InputError, match=r"none.yaml: cannot read|none.yaml: cannot be read"):
        load_codebook(tmp_path / "none.yaml")


def test_known_labels_pass():
    codebook = load_codebook()

    codebook.check_labels((), Place("a.jsonl", 3))
    codebook.check_labels(codebook.label_names, Place("a.jsonl", 3))


@pytest.mark.parametrize(
    ("label", "hint"),
    [
        pytest.param("atribution", "did you mean 'attribution'?", id="misspelt"),
        pytest.param("[]", "choose from attribution, contested_claim, official_claim", id="other"),
        pytest.param("Attribution", "did you mean 'attribution'?", id="a capital"),
    ],
)
def test_an_unknown_label_is_refused_with_place_and_nearest(label, hint):
    codebook = load_codebook()

    with pytest.raises(InputError) as caught:
        codebook.check_labels(["official_claim", label], Place("a.jsonl", 3), "coder_1")

    message = f"a.jsonl:3: coder_1: {label!r} is not a label of codebook framing {codebook.version}"
    assert str(caught.value) == f"{message}; {hint}"


def test_the_key_of_an_unknown_label_is_labels_unless_told():
    with pytest.raises(InputError, match=r"^here: labels: 'x' is not a label"):
        load_codebook().check_labels(["x"], "here")


CHAIN = (
    "labels:\n"
    "  - {name: claim, definition: a}\n"
    "  - {name: official, definition: b, implies: [claim]}\n"
    "  - {name: order, definition: c, implies: [official]}\n"
)


def test_an_official_claim_implies_attribution():
    assert load_codebook().implied == {"official_claim": ("attribution",)}


def test_what_is_implied_is_followed_to_the_end(tmp_path):
    codebook = load_codebook(write(tmp_path, HEAD + CHAIN))

    assert codebook.implied == {"official": ("claim",), "order": ("official", "claim")}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param(CHAIN.replace("[claim]", "[clam]"), r"label official implies the unknown 'clam'; did you mean 'claim'\?", id="unknown"),
        pytest.param(CHAIN.replace("[claim]", "[order]"), "label official implies itself; take it out of `implies`, there or at order, official", id="a circle"),
        pytest.param(CHAIN.replace("[claim]", "[official]"), "label official implies itself", id="itself"),
        pytest.param(CHAIN + "examples:\n  - {text: He ordered it., labels: [order, claim]}\n", "example 'He ordered it.' has order, which implies official; give it that too", id="an example"),
    ],
)  # fmt: skip
def test_logic_that_cannot_hold_is_refused(tmp_path, text, reason):
    with pytest.raises(InputError, match=reason):
        load_codebook(write(tmp_path, HEAD + text))
