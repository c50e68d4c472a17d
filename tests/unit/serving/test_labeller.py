"""A loaded model in a script."""

import subprocess
import sys

import numpy as np
import pytest
from scipy.special import logit

from mediaframe.article.cutting import cut_article
from mediaframe.article.sentences import lone_sentences
from mediaframe.config import FeatureConfig, LogisticHead, ReadingConfig, WordConfig
from mediaframe.serving.labeller import load_model
from tests.builders import LABELS, make_corpus, make_model

NEWS = (
    "Rain closed two roads on Monday.\n"
    "“Prices will ease,” the finance minister said. The baker denies it — “ça suffit”.\n\n"
    "  It snowed."
)
TEXTS = ("Rain closed a road.", "The minister said prices fell.", "He denied the alleged theft.")


@pytest.fixture(scope="module")
def model():
    return make_model(LogisticHead(C=(3.0,)))


def test_scores_are_probabilities_a_row_a_sentence(model):
    scores = model.predict_proba(TEXTS)

    assert scores.shape == (3, 3)
    assert scores.dtype == np.float64
    assert ((scores > 0) & (scores < 1)).all()


def test_decisions_are_scores_that_reach_their_threshold(model):
    decisions, scores = model.predict(TEXTS), model.predict_proba(TEXTS)

    thresholds = np.array([model.thresholds[label] for label in model.labels])
    assert decisions.dtype == np.int64
    assert np.array_equal(decisions, (scores >= thresholds).astype(int))


def test_a_sentence_scores_the_same_alone_and_among_others(model):
    among = model.predict_proba(TEXTS)

    alone = np.vstack([model.predict_proba([text]) for text in TEXTS])

    assert among.tobytes() == alone.tobytes()


def test_the_sentence_before_counts_within_an_article_only(model):
    texts = ["The finance minister denied the alleged theft.", "It rained."]

    together = model.predict_proba(texts, ["a", "a"])
    apart = model.predict_proba(texts, ["a", "b"])

    assert np.array_equal(apart, model.predict_proba(texts))
    assert not np.array_equal(together, apart)


def test_sentences_of_an_article_need_not_stand_side_by_side(model):
    texts = ["He denied it.", "It rained.", "She agreed."]

    together = model.predict_proba([texts[0], texts[2], texts[1]], ["a", "a", "b"])
    parted = model.predict_proba(texts, ["a", "b", "a"])

    assert np.array_equal(parted, together[[0, 2, 1]])


@pytest.mark.parametrize(
    "sentences", [pytest.param([], id="a list"), pytest.param((), id="a tuple")]
)
def test_no_sentences_get_no_rows(model, sentences):
    assert model.predict_proba(sentences).shape == (0, 3)
    assert model.predict(sentences).shape == (0, 3)
    assert model.label([]) == []
    assert model.label_article("  \n ") == []


@pytest.mark.parametrize("method", ["predict", "predict_proba"])
def test_one_text_for_a_list_is_refused(model, method):
    with pytest.raises(ValueError, match="sentences is one text; give a list of texts"):
        getattr(model, method)("It rained.")


def test_articles_must_be_as_many_as_sentences(model):
    with pytest.raises(ValueError, match="3 sentences, but 2 articles; give one for each"):
        model.predict(TEXTS, ["a", "b"])


def test_any_text_gets_a_score(model):
    texts = ["", " ", "\0", "🙂" * 50, "\u0627" * 200, "x" * 20_000, "\ud83d"]

    scores = model.predict_proba(texts)

    assert np.isfinite(scores).all()


def test_an_article_is_cut_and_its_offsets_are_true(model):
    labelled = model.label_article(NEWS, "news")

    sentences = [item.sentence for item in labelled]
    assert sentences == list(cut_article(NEWS, "news"))
    assert [NEWS[s.start : s.end] for s in sentences] == [s.text for s in sentences]
    assert [s.sentence_id for s in sentences] == ["news:1", "news:2", "news:3", "news:4"]


def test_an_article_is_labelled_in_context(model):
    labelled = model.label_article(NEWS)

    sentences = [item.sentence for item in labelled]
    in_context = model.predict_proba([s.text for s in sentences], ["a"] * len(sentences))
    assert [list(item.scores.values()) for item in labelled] == in_context.tolist()


def test_labels_are_those_whose_score_reaches_its_threshold(model):
    labelled = model.label(lone_sentences(TEXTS))

    given = [
        tuple(label for label in LABELS if item.scores[label] >= model.thresholds[label])
        for item in labelled
    ]
    assert [item.labels for item in labelled] == given
    assert len(set(given)) > 1


def test_evidence_points_at_the_words_in_the_article(model):
    labelled = model.label_article(NEWS)

    shown = [words for item in labelled for found in item.evidence.values() for words in found]
    assert {"source", "cue", "content", "contest"} == {words.role for words in shown}
    assert {"saying", "official", "denying"} <= {words.kind for words in shown}
    assert [NEWS[words.start : words.end] for words in shown] == [words.text for words in shown]
    assert all(set(item.evidence) == set(item.labels) for item in labelled)


def test_evidence_of_a_label_is_what_its_rule_asks_for(model):
    text = "Police in Halven say the driver fled; his sister denies it."

    (labelled,) = model.label(lone_sentences([text]))

    found = {
        label: {(words.role, words.kind, words.text) for words in shown if words.role != "content"}
        for label, shown in labelled.evidence.items()
    }
    assert labelled.labels == LABELS
    assert found["contested_claim"] == {("contest", "clash", "denies")}
    assert found["official_claim"] == {
        ("source", "official", "Police in Halven"),
        ("cue", "saying", "say"),
    }


def test_a_row_has_what_prediction_files_hold(model):
    (labelled,) = model.label(lone_sentences(["The minister said so."]))

    row = labelled.to_row()

    assert list(row) == [
        "article_id",
        "sentence_id",
        "text",
        "start",
        "end",
        "labels",
        "scores",
        "evidence",
        "source",
    ]
    assert row["text"] == "The minister said so."
    assert row["labels"] == list(labelled.labels)


def test_a_row_without_text_holds_spans_and_scores_but_no_word(model):
    (labelled,) = model.label(lone_sentences(["The minister said so."]))

    row = labelled.to_row(show_text=False)

    shown = [words for found in row["evidence"].values() for words in found]
    assert row["text"] is None
    assert {words["text"] for words in shown} == {None}
    assert {tuple(words) for words in shown} == {("role", "kind", "text", "start", "end")}
    assert (row["start"], row["end"]) == (0, 21)
    assert row["scores"] == labelled.scores
    assert "minister" not in str(row)
    assert "minister" in str(labelled.to_row())


def test_an_explanation_sums_to_the_score(model):
    explanations = model.explain("The finance minister said the baker's claim is “untrue”.")

    assert [explanation.label for explanation in explanations] == list(LABELS)
    sums = [
        explanation.intercept + sum(part.weight for part in explanation.contributions)
        for explanation in explanations
    ]
    assert sums == pytest.approx([logit(explanation.score) for explanation in explanations])


def test_an_article_is_explained_in_context(model):
    explained = model.explain_article(NEWS)

    labelled = model.label_article(NEWS, "article")
    assert [sentence for sentence, _ in explained] == [item.sentence for item in labelled]
    assert [{e.label: e.score for e in found} for _, found in explained] == [
        item.scores for item in labelled
    ]


def test_an_explanation_tells_the_score_that_predict_gives(model):
    sentence = "The finance minister denied it."

    explanations = model.explain(sentence)

    assert [e.score for e in explanations] == model.predict_proba([sentence])[0].tolist()
    assert [e.is_given for e in explanations] == model.predict([sentence])[0].astype(bool).tolist()


def test_the_plain_pipeline_decides_the_same_without_context(model):
    sentences = [sentence.text for sentence in make_corpus().sentences]

    decided = model.to_sklearn().predict(sentences)

    assert np.array_equal(decided, model.predict(sentences))


def test_thresholds_given_out_are_a_copy(model):
    thresholds = model.thresholds

    thresholds["attribution"] = 2.0

    assert model.thresholds["attribution"] < 1


@pytest.mark.parametrize(
    "spelling", [pytest.param(str, id="text"), pytest.param(lambda p: p, id="a path")]
)
@pytest.mark.parametrize(
    "inner", [pytest.param("", id="run folder"), pytest.param("model", id="model folder")]
)
def test_a_model_is_loaded_from_its_folder_or_the_run_around_it(model, tmp_path, spelling, inner):
    model.save(tmp_path / "model")

    loaded = load_model(spelling(tmp_path / inner))

    assert loaded.labels == LABELS
    assert loaded.predict_proba(TEXTS).tobytes() == model.predict_proba(TEXTS).tobytes()


def test_a_model_without_cues_reads_no_context():
    features = FeatureConfig(words=WordConfig(min_df=1), characters=None, reading=None)
    model = make_model(LogisticHead(C=(1.0,)), features=features)

    together = model.predict_proba(TEXTS, ["a"] * 3)

    assert np.array_equal(together, model.predict_proba(TEXTS))


def test_two_neighbours_see_two_sentences_back():
    features = FeatureConfig(words=None, characters=None, reading=ReadingConfig(neighbours=2))
    model = make_model(LogisticHead(C=(1.0,)), features=features)
    texts = ["The finance minister denied it.", "It rained.", "It snowed."]

    scores = model.predict_proba(texts, ["a"] * 3)

    changed = model.predict_proba(["It rained.", *texts[1:]], ["a"] * 3)
    assert not np.array_equal(scores[2], changed[2])


def test_labelling_loads_no_plots_no_corpora_and_no_command_line():
    program = (
        "import sys, mediaframe.serving.labeller, mediaframe.serving.predictions\n"
        "print([name for name in ('matplotlib', 'datasets', 'typer', 'mediaframe.data', 'mediaframe.results')"
        " if name in sys.modules])"
    )

    process = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert process.stdout.strip() == "[]"


def test_a_model_tells_what_it_is(model):
    shown = repr(model)

    assert shown.startswith("Model small\ntrained on 48 sentences of 8 articles of made, seed 1\n")
    assert [label for label in LABELS if f"{label} " not in shown] == []
    assert f"<td>{model.thresholds['attribution']:.3f}</td>" in model._repr_html_()


def test_labelling_tells_how_far_it_is(model):
    told = []

    model.label(lone_sentences(TEXTS), lambda done, of: told.append((done, of)))
    model.classifier.score(TEXTS, lambda done, of: told.append((done, of)))

    assert told == [(3, 3), (3, 3)]
