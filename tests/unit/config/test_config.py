"""Settings: defaults, ranges, and what is refused."""

from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from mediaframe.config import (
    ArticleSplit,
    CharacterConfig,
    ColumnSplit,
    CorpusConfig,
    EvaluationConfig,
    ExperimentConfig,
    FeatureConfig,
    HeadConfig,
    LinearSvmHead,
    LogisticHead,
    MajorityHead,
    NaiveBayesHead,
    ReadingConfig,
    ReportConfig,
    RidgeHead,
    RulesHead,
    TimeSplit,
    TrainingConfig,
    WordConfig,
)
from mediaframe.files.schema import Section

HEADS = get_args(get_args(HeadConfig)[0])
SECTIONS = (
    CorpusConfig,
    ArticleSplit,
    ColumnSplit,
    TimeSplit,
    WordConfig,
    CharacterConfig,
    ReadingConfig,
    FeatureConfig,
    *HEADS,
    TrainingConfig,
    EvaluationConfig,
    ReportConfig,
    ExperimentConfig,
)
every_section = pytest.mark.parametrize(
    "section", [pytest.param(section, id=section.__name__) for section in SECTIONS]
)


def make(**values):
    """Return an experiment with some settings."""
    return ExperimentConfig(**{"name": "x", **values})


def test_only_the_name_is_required():
    config = ExperimentConfig(name="x")

    assert (config.seed, config.codebook, config.corpus.path) == (0, "bundled", "bundled")
    assert config.features == FeatureConfig(
        words=WordConfig(ngrams=(1, 2)),
        characters=CharacterConfig(ngrams=(2, 5)),
        reading=ReadingConfig(),
    )
    assert isinstance(config.head, LogisticHead)
    with pytest.raises(ValidationError, match="name"):
        ExperimentConfig()  # type: ignore[call-arg]  # mypy refuses it too


@every_section
def test_every_key_but_kind_has_a_meaning(section):
    meanings = {name: info.description for name, info in section.model_fields.items()}
    meanings.pop("kind", None)

    assert all(meanings.values())
    assert section.__doc__


@every_section
def test_every_section_is_closed_and_frozen(section):
    assert issubclass(section, Section)
    assert section.model_config["extra"] == "forbid"
    assert section.model_config["frozen"] is True


@pytest.mark.parametrize(
    ("kind", "head"),
    [
        pytest.param("majority", MajorityHead(), id="majority"),
        pytest.param("rules", RulesHead(), id="rules"),
        pytest.param("naive_bayes", NaiveBayesHead(alpha=(0.1, 0.3, 1.0)), id="naive_bayes"),
        pytest.param("logistic", LogisticHead(class_weight=("balanced",)), id="logistic"),
        pytest.param("linear_svm", LinearSvmHead(C=(0.03, 0.1, 0.3, 1.0)), id="linear_svm"),
        pytest.param("ridge", RidgeHead(alpha=(0.3, 1.0, 3.0, 10.0)), id="ridge"),
    ],
)
def test_the_kind_chooses_the_head(kind, head):
    assert make(head={"kind": kind}).head == head


@pytest.mark.parametrize(
    ("values", "split"),
    [
        pytest.param({}, ArticleSplit(), id="the default"),
        pytest.param({"test_share": 0.5}, ArticleSplit(test_share=0.5), id="the default's key"),
        pytest.param(
            {"kind": "column", "held_out": ["x"]},
            ColumnSplit(column="outlet", held_out=("x",)),
            id="column",
        ),
        pytest.param(
            {"kind": "time", "since": "2024-01-05"},
            TimeSplit(column="date", since="2024-01-05"),
            id="time",
        ),
    ],
)
def test_the_kind_chooses_the_split(values, split):
    assert make(split=values).split == split


def test_every_head_has_a_kind_of_its_own():
    kinds = [head.model_fields["kind"].default for head in HEADS]

    assert sorted(kinds) == sorted(set(kinds))


@pytest.mark.parametrize(
    ("given_value", "grid"),
    [
        pytest.param(1, (1.0,), id="one value"),
        pytest.param([1], (1.0,), id="list of one"),
        pytest.param([0.3, 3], (0.3, 3.0), id="list"),
        pytest.param((3, 0.3), (3.0, 0.3), id="in the order given"),
    ],
)
def test_a_grid_is_one_value_or_a_list(given_value, grid):
    head = LogisticHead(C=given_value)

    assert list(head.C) == list(grid)


def test_a_choice_may_be_a_grid_too():
    assert RidgeHead(class_weight="none").class_weight == ("none",)
    assert RidgeHead(class_weight=["none", "balanced"]).class_weight == ("none", "balanced")


RANGES: list[tuple[type[Section], str, list[Any], list[Any]]] = [
    (ArticleSplit, "test_share", [1e-9, 0.999], [0, 1, -0.1, float("nan")]),
    (ColumnSplit, "held_out", [("x",), ["x", "y"]], [(), "x", None]),
    (TimeSplit, "since", ["2024-01-05"], ["2024-1-5", "05/01/2024", "", 2024, None]),
    (WordConfig, "min_df", [1, 10**6], [0, -1, 1.5]),
    (WordConfig, "ngrams", [(1, 1), (1, 8), (8, 8)], [(0, 1), (1, 9), (2, 1), (1,), (1, 2, 3), 1]),
    (CharacterConfig, "ngrams", [(2, 2), (1, 8)], [(0, 2), (5, 2)]),
    (ReadingConfig, "neighbours", [0, 1, 2], [-1, 3, 0.5]),
    (TrainingConfig, "folds", [2, 50], [1, 51, 0]),
    (TrainingConfig, "calibration", ["sigmoid", "none"], ["isotonic", None, ""]),
    (TrainingConfig, "thresholds", ["best_f1", "half"], ["0.5", 0.5]),
    (EvaluationConfig, "resamples", [100, 100_000], [99, 100_001]),
    (EvaluationConfig, "confidence", [0.51, 0.999], [0.5, 1, 95]),
    (EvaluationConfig, "baselines", [(), ("rules",)], [("never",), "rules"]),
    (ReportConfig, "misses", [0, 100], [-1, 101]),
    (LogisticHead, "C", [1e-9, 1e9], [0, -1, float("inf"), [], [1, 0], "x", None]),
    (NaiveBayesHead, "alpha", [0.1], [0, [0.1, -1]]),
    (LinearSvmHead, "class_weight", ["none"], ["auto", [], None]),
    (CorpusConfig, "path", ["a.jsonl", "NA"], ["", 1, None]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("section", "key", "value"),
    [
        pytest.param(section, key, value, id=f"{section.__name__}.{key}={value!r}")
        for section, key, inside, _ in RANGES
        for value in inside
    ],
)
def test_a_value_inside_its_range_is_taken(section, key, value):
    assert key in section(**{key: value}).model_fields_set


@pytest.mark.parametrize(
    ("section", "key", "value"),
    [
        pytest.param(section, key, value, id=f"{section.__name__}.{key}={value!r}")
        for section, key, _, outside in RANGES
        for value in outside
    ],
)
def test_a_value_outside_its_range_is_refused(section, key, value):
    with pytest.raises(ValidationError, match=key):
        section(**{key: value})


@pytest.mark.parametrize("seed", [0, 1, 2**32 - 1])
def test_a_seed_is_what_numpy_takes(seed):
    assert make(seed=seed).seed == seed


@pytest.mark.parametrize("seed", [-1, 2**32, 0.5, "x", None])
def test_another_seed_is_refused(seed):
    with pytest.raises(ValidationError, match="seed"):
        make(seed=seed)


@pytest.mark.parametrize("flag", [True, False])
@pytest.mark.parametrize(
    ("section", "key"),
    [
        ("split", "test_share"),
        ("features", "words.min_df"),
        ("features", "characters.ngrams"),
        ("features", "reading.neighbours"),
        ("head", "C"),
        ("training", "folds"),
        ("evaluation", "resamples"),
        ("evaluation", "confidence"),
        ("report", "misses"),
    ],
)
def test_a_flag_is_no_number(section, key, flag):
    values = flag
    for part in reversed(key.split(".")):
        values = {part: values}

    with pytest.raises(ValidationError, match=key.rsplit(".", maxsplit=1)[-1]):
        make(**{section: values})


@pytest.mark.parametrize(
    "values",
    [
        pytest.param({"seed": True}, id="seed"),
        pytest.param({"head": {"kind": "ridge", "alpha": True}}, id="one value to tune"),
        pytest.param({"head": {"kind": "ridge", "alpha": [1, True]}}, id="among values to tune"),
        pytest.param({"features": {"words": {"ngrams": [True, 2]}}}, id="a length"),
    ],
)
def test_true_is_not_one(values):
    with pytest.raises(ValidationError):
        make(**values)


@pytest.mark.parametrize("name", ["a", "7", "a.b-c_D", "2026-11-22", "no", "x" * 80])
def test_a_name_can_be_a_folder(name):
    assert make(name=name).name == name


@pytest.mark.parametrize(
    "name",
    ["", ".", "..", ".hidden", "-o", "a/b", "../a", "a b", "é", "a\n", "a\0", "x" * 81, None, 7],
)
def test_a_name_that_is_no_safe_folder_is_refused(name):
    with pytest.raises(ValidationError, match="name"):
        make(name=name)


def accepted_names(name):
    """Return the name if it is accepted, else nothing."""
    try:
        return [make(name=name).name]
    except ValidationError:
        return []


@given(st.text(max_size=90) | st.text("aZ0._-/ ~", max_size=5))
def test_an_accepted_name_stays_inside_its_folder(name):
    accepted = accepted_names(name)

    assert all(name.isascii() and name[0].isalnum() and "/" not in name for name in accepted)


def test_all_features_off_is_refused():
    with pytest.raises(ValidationError, match="leave words, characters or reading on"):
        FeatureConfig(words=None, characters=None, reading=None)


@pytest.mark.parametrize("kept", ["words", "characters", "reading"])
def test_one_kind_of_feature_is_enough(kept):
    values: dict[str, Any] = {"words": None, "characters": None, "reading": None, kept: {}}

    features = FeatureConfig(**values)

    assert getattr(features, kept) is not None


def test_the_rules_need_cues():
    with pytest.raises(ValidationError, match=r"set `features.reading: \{\}`"):
        make(head={"kind": "rules"}, features={"reading": None})

    assert make(head={"kind": "majority"}, features={"reading": None}).features.reading is None


def test_a_setting_cannot_be_changed():
    config = make()

    with pytest.raises(ValidationError, match="frozen"):
        config.seed = 1
    with pytest.raises(ValidationError, match="frozen"):
        config.features.words.min_df = 1


def test_an_experiment_survives_json():
    config = make(head={"kind": "ridge", "alpha": [0.1, 1]}, features={"words": None})

    again = ExperimentConfig.model_validate_json(config.model_dump_json())

    assert again == config
