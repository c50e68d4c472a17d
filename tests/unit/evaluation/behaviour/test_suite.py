"""The suite counts what a model passes and keeps what it fails."""

import json

import numpy as np
import pytest

from mediaframe.config import RulesHead
from mediaframe.errors import InputError
from mediaframe.evaluation.behaviour.cases import Capability, Case, Variant, bundled_capabilities
from mediaframe.evaluation.behaviour.page import what_failed, write_behaviour
from mediaframe.evaluation.behaviour.suite import measure_behaviour
from tests.builders import LABELS, make_model

A, C = "attribution", "contested_claim"


class WordReader:
    """A model that gives `attribution` for "said" or "claimed" and `contested_claim` for "claimed"."""

    labels = LABELS

    def __init__(self):
        self.articles = []

    def predict(self, sentences, articles):
        """Label sentences and note what was asked."""
        self.articles.append(list(zip(sentences, articles, strict=True)))
        cues = {A: ("said", "claimed"), "official_claim": (), C: ("claimed",)}
        return np.array(
            [
                [int(any(cue in text for cue in cues[label])) for label in LABELS]
                for text in sentences
            ]
        )


def variant(text, *labels, before=(), after=()):
    return Variant((*before, text, *after), len(before), frozenset(labels))


def case(name, *variants):
    return Case(name, (27,), variants)


MINIMUM = Capability("speech", "Speech is speech", "minimum", (
    case("speech-01", variant("She said so.", A, before=("It claimed lives.",), after=("Rain.",))),
    case("speech-02", variant("It rained.")),
    case("speech-03", variant("The storm claimed lives.")),
))  # fmt: skip
DIRECTION = Capability("distance", "Claim contests", "direction", (
    case("distance-01", variant("He said so.", A), variant("He claimed so.", A, C)),
    case("distance-02", variant("He warned so.", A), variant("He claimed so.", A, C)),
    case("distance-03", variant("He said so.", A), variant("He alleged so.", A, C)),
))  # fmt: skip
INVARIANCE = Capability("names", "Names", "invariance", (
    case("names-01", variant("Ada warned us.", A), variant("Bo warned us.", A)),
    case("names-02", variant("Ada said so.", A), variant("Bo said so.", A), variant("Cy claimed so.", A)),
))  # fmt: skip


@pytest.fixture(scope="module")
def behaviour():
    return measure_behaviour(WordReader(), (MINIMUM, DIRECTION, INVARIANCE))


@pytest.mark.parametrize(
    ("name", "counts", "failed"),
    [
        pytest.param("speech", (3, 2, 3, 2), ["speech-03"], id="minimum: every label is right"),
        pytest.param("distance", (3, 2, 6, 4), ["distance-03"], id="direction: the labels that change are right"),
        pytest.param("names", (2, 1, 5, 2), ["names-02"], id="invariance: the same, right or wrong"),
    ],
)  # fmt: skip
def test_cases_and_texts_are_counted_apart(behaviour, name, counts, failed):
    figures = behaviour.figures.capabilities[name]

    assert (figures.cases, figures.passed, figures.texts, figures.texts_right) == counts
    assert figures.failed == tuple(failed)


def test_all_capabilities_are_pooled(behaviour):
    pooled = behaviour.figures.all

    assert (pooled.cases, pooled.passed, pooled.texts) == (8, 5, 14)
    assert pooled.rate.value == 0.625


def test_the_interval_is_wilsons(behaviour):
    rate = behaviour.figures.capabilities["speech"].rate

    z, n, p = 1.959964, 3, 2 / 3
    middle, half = p + z**2 / (2 * n), z * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    expected = [(middle - half) / (1 + z**2 / n), (middle + half) / (1 + z**2 / n)]
    assert [rate.low, rate.high] == pytest.approx(expected, abs=1e-5)


def test_every_variant_is_an_article_of_its_own_with_its_context():
    model = WordReader()

    measure_behaviour(model, (MINIMUM, INVARIANCE))

    (articles,) = model.articles
    assert articles[:4] == [
        ("It claimed lives.", "0"),
        ("She said so.", "0"),
        ("Rain.", "0"),
        ("It rained.", "1"),
    ]
    assert len({article for _, article in articles}) == 8


def test_failures_tell_what_was_expected_and_given(behaviour):
    failure = behaviour.failures[0]

    assert failure["id"] == "speech-03"
    assert failure["rules"] == [27]
    assert failure["variants"] == [
        {"before": [], "text": "The storm claimed lives.", "after": [], "expected": [], "given": [A, C]}
    ]  # fmt: skip


def test_a_model_of_other_labels_is_refused():
    model = WordReader()
    model.labels = ("frame",)

    with pytest.raises(InputError, match=r"labels: frame; the cases have attribution, .* framing"):
        measure_behaviour(model)


def test_the_order_of_the_labels_does_not_matter(behaviour):
    class Backwards(WordReader):
        labels = LABELS[::-1]

        def predict(self, sentences, articles):
            return super().predict(sentences, articles)[:, ::-1]

    again = measure_behaviour(Backwards(), (MINIMUM, DIRECTION, INVARIANCE))

    assert again == behaviour


def test_a_trained_model_is_tried_on_every_case_that_ships():
    model = make_model(RulesHead())

    figures = measure_behaviour(model).figures

    cases = [one for capability in bundled_capabilities() for one in capability.cases]
    assert figures.all.cases == len(cases)
    assert figures.all.texts == sum(len(one.variants) for one in cases)
    assert list(figures.capabilities) == [one.name for one in bundled_capabilities()]


def test_the_folder_holds_figures_failures_and_a_page(behaviour, tmp_path):
    write_behaviour(tmp_path / "out", "<small>", behaviour)

    page = (tmp_path / "out" / "behaviour.html").read_text("utf-8")
    failures = (tmp_path / "out" / "failures.jsonl").read_text("utf-8").splitlines()
    assert (
        json.loads((tmp_path / "out" / "behaviour.json").read_text("utf-8"))
        == behaviour.figures.to_json()
    )
    assert [json.loads(line)["id"] for line in failures] == ["speech-03", "distance-03", "names-02"]
    assert "Behaviour of &lt;small&gt;" in page
    assert "5 of 8 cases passed" in page
    assert "codebook: none · model: attribution, contested_claim" in page


YES, RIVAL = ["attribution"], ["contested_claim"]


@pytest.mark.parametrize(
    ("kind", "variants", "says"),
    [
        pytest.param("minimum", [(YES, RIVAL)], "not given: attribution; given wrongly: contested claim", id="labels"),
        pytest.param("direction", [(YES, RIVAL), (RIVAL, RIVAL)], "before the change fails (attribution, contested claim)", id="before"),
        pytest.param("direction", [(YES, YES), ([], YES)], "after the change fails (attribution)", id="after"),
        pytest.param("direction", [(YES, []), ([], YES)], "both halves fail (attribution)", id="both"),
        pytest.param("invariance", [(YES, YES), (YES, []), (YES, YES)], "1 of 2 changes move labels that should stay", id="one of two"),
    ],
)  # fmt: skip
def test_what_failed_is_told_in_words(kind, variants, says):
    rows = [{"expected": expected, "given": given} for expected, given in variants]

    assert what_failed(kind, rows) == says


def test_the_page_tells_what_failed_cases_test(behaviour, tmp_path):
    write_behaviour(tmp_path / "out", "small", behaviour)

    page = (tmp_path / "out" / "behaviour.html").read_text("utf-8")
    assert page.count('<details class="line"><summary>') == 3
    assert "(rule " in page
    assert "case speech-03" in page
