"""What every head tells of itself, one table for all."""

from typing import NamedTuple, get_args

import numpy as np
import pytest

from mediaframe.codebook import load_codebook
from mediaframe.config import (
    EmbeddingConfig,
    ExperimentConfig,
    ExternalConfig,
    ExternalHead,
    FeatureConfig,
    HeadConfig,
    LinearSvmHead,
    LogisticHead,
    MajorityHead,
    NaiveBayesHead,
    RidgeHead,
    RulesHead,
    TransformerHead,
)
from mediaframe.errors import InputError
from mediaframe.model.external import CERTAIN
from mediaframe.model.heads import make_head
from tests.builders import head_of

TRANSFORMER = TransformerHead(path="encoder", validation="all_folds")
TOLD = (
    "transformer (path=encoder, share={}, context=0, pooling=mean, max_length=128, epochs=5, patience=2, batch_size=16, "
    "learning_rate=5e-05, class_weight=none, validation=all_folds, device=auto, threads=1)"
)
ALONE = FeatureConfig(words=None, characters=None)
SAID = FeatureConfig(
    words=None,
    characters=None,
    reading=None,
    external=ExternalConfig(path="x.jsonl", weight=1.0),
)


class Told(NamedTuple):
    """What a head tells of itself."""

    description: str
    candidates: int = 1
    decides: bool = False  # whether a score of 1 and one of -1 are decisions
    given: FeatureConfig = FeatureConfig()
    scored: tuple[str, ...] = ("words", "characters", "reading")
    own_feature: str | None = None
    brings: bool = False


TABLE = [
    (MajorityHead(), Told("majority", decides=True)),
    (RulesHead(), Told("rules", decides=True, own_feature="reading__rule:attribution")),
    (NaiveBayesHead(alpha=(0.30,)), Told("naive_bayes (alpha=0.3)")),
    (LogisticHead(C=(0.1, 1, 3)), Told("logistic (C=0.1/1/3, class_weight=balanced)", 3)),
    (
        LinearSvmHead(C=(1, 2), class_weight=("none", "balanced")),
        Told("linear_svm (C=1/2, class_weight=none/balanced)", 4),
    ),
    (RidgeHead(alpha=5), Told("ridge (alpha=5, class_weight=balanced)")),
    (
        ExternalHead(path="x.jsonl"),
        Told(
            "external (path=x.jsonl)",
            given=SAID,
            scored=("external",),
            own_feature="external__attribution",
        ),
    ),
    (TRANSFORMER, Told(TOLD.format(1), given=ALONE, scored=("encoder",), brings=True)),
    (
        TRANSFORMER.model_copy(update={"share": 0.3}),
        Told(TOLD.format(0.3), scored=("words", "characters", "reading", "encoder"), brings=True),
    ),
]
every_head = pytest.mark.parametrize(
    ("settings", "told"),
    [pytest.param(*row, id=f"{row[0].kind}{getattr(row[0], 'share', '')}") for row in TABLE],
)


def test_the_table_has_every_kind():
    kinds = {type(settings) for settings, _ in TABLE}

    assert kinds == {*get_args(get_args(HeadConfig)[0])}


@every_head
def test_a_head_is_described_by_its_settings(settings, told):
    assert make_head(settings).describe() == told.description


@every_head
def test_candidates_are_every_combination_of_values(settings, told):
    tried = make_head(settings).candidates()

    assert len({*tried}) == len(tried) == told.candidates
    assert all(len(each.candidates()) == 1 for each in tried)


@every_head
def test_scores_of_a_head_are_decisions_or_not(settings, told):
    assert make_head(settings).are_decisions(np.array([-1.0, 1.0])) is told.decides


@every_head
def test_a_head_says_which_features_it_is_given(settings, told):
    assert make_head(settings).read_features(FeatureConfig()) == told.given


@every_head
def test_a_head_names_what_its_scores_come_from(settings, told):
    head = make_head(settings)

    assert head.name_features(head.read_features(FeatureConfig())) == [*told.scored]


@every_head
def test_a_head_that_reads_sentences_itself_brings_files_and_needs_packages(settings, told):
    head = make_head(settings)

    assert head.reads_sentences is told.brings
    assert len(head.file_names) == (3 if told.brings else 0)
    assert head.packages == (("tokenizers", "torch", "transformers") if told.brings else ())


@every_head
def test_a_feature_that_decides_by_itself_is_told_by_name(settings, told):
    own_feature = getattr(make_head(settings), "own_feature", lambda _label: None)

    assert own_feature("attribution") == told.own_feature


def test_candidates_come_in_the_order_given():
    tried = head_of(LinearSvmHead(C=[2, 1], class_weight=["none", "balanced"])).candidates()

    assert [(each.settings.C[0], each.settings.class_weight[0]) for each in tried] == [
        (2, "none"),
        (2, "balanced"),
        (1, "none"),
        (1, "balanced"),
    ]


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        pytest.param([CERTAIN, -CERTAIN], True, id="labels"),
        pytest.param([CERTAIN, -1.0], False, id="one score"),
    ],
)
def test_what_another_model_said_is_decided_where_nothing_lies_between_0_and_1(scores, expected):
    head = make_head(ExternalHead(path="x.jsonl"))

    assert head.are_decisions(np.array(scores)) is expected


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        pytest.param(LogisticHead(), True, id="folds of features"),
        pytest.param(TRANSFORMER, True, id="all folds"),
        pytest.param(TransformerHead(path="x"), False, id="one fold"),
        pytest.param(TransformerHead(path="x", share=0.5), False, id="one fold, blended"),
    ],
)
def test_a_head_says_whether_every_sentence_is_scored_out_of_fold(settings, expected):
    assert make_head(settings).scores_every_sentence() is expected


def test_what_another_model_said_is_pinned_by_the_name_of_its_file():
    head = head_of(ExternalHead(path="far/away/x.jsonl")).pin()

    assert head.settings.path == "x.jsonl"


def test_a_codebook_without_rules_is_refused_by_rules_alone():
    bundled = load_codebook()
    bare = [label.model_copy(update={"rule": ()}) for label in bundled.labels]
    codebook = bundled.model_copy(update={"labels": tuple(bare)})

    make_head(LogisticHead()).check_codebook(codebook)
    with pytest.raises(InputError, match=r"^head\.kind: rules, but codebook framing has labels"):
        make_head(RulesHead()).check_codebook(codebook)


@pytest.mark.parametrize(
    ("head", "features", "message"),
    [
        pytest.param(RulesHead(), FeatureConfig(reading=None), "`rules` needs reading", id="rules"),
        pytest.param(
            NaiveBayesHead(),
            FeatureConfig(embeddings=EmbeddingConfig(path="x")),
            "`features.embeddings: null`",
            id="naive Bayes beside embeddings",
        ),
        pytest.param(
            NaiveBayesHead(),
            FeatureConfig(external=ExternalConfig(path="x")),
            "`features.external: null`",
            id="naive Bayes beside another model",
        ),
    ],
)
def test_features_that_a_head_cannot_do_with_are_refused(head, features, message):
    with pytest.raises(ValueError, match=message):
        ExperimentConfig(name="x", head=head, features=features)
