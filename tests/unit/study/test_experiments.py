"""Study files: every combination is one experiment, and every mistake has its place."""

import pytest

from mediaframe.config.file import load_config
from mediaframe.errors import InputError
from mediaframe.study.experiments import OWN_SPLIT, load_study
from tests.builders import make_noisy_rows, write_config, write_jsonl

TWO = "variations:\n  weak: {head.C: 0.01}\n  ridge: {head: {kind: ridge}}\n"
HEADS = "  head:\n    weak: {head.C: 0.01}\n    ridge: {head.kind: ridge}\n"
HALVES = "  share:\n    half: {split.train_share: 0.5}\n    all: {split.train_share: 1.0}\n"
SHARES = f"factors:\n{HEADS}{HALVES}"


def study_in(folder, text: str, **settings):
    """Write a base and a study file, and load the study."""
    corpus = write_jsonl(folder / "corpus.jsonl", make_noisy_rows())
    write_config(folder, corpus, **settings)
    start = "" if "question:" in text else "question: Which?\n"
    base = "" if "base:" in text else "base: small.yaml\n"
    (folder / "study.yaml").write_text(start + base + text, encoding="utf-8")
    return load_study(folder)


def test_every_variation_is_the_base_with_its_settings_laid_over_it(tmp_path):
    study = study_in(tmp_path, TWO)

    configs = {each.variation: each.config for each in study.experiments}
    base = load_config(tmp_path / "small.yaml")
    assert list(configs) == ["small", "weak", "ridge"]
    assert configs["small"] == base
    assert configs["weak"] == load_config(tmp_path / "small.yaml", ["head.C=0.01"])
    assert configs["ridge"] == load_config(tmp_path / "small.yaml", ["head.kind=ridge"])


def test_a_variation_that_is_the_base_is_the_reference(tmp_path):
    study = study_in(tmp_path, "variations:\n  weak: {head.C: 0.01}\n  as it is:\n")

    assert study.reference == "as it is"
    assert [each.variation for each in study.experiments] == ["weak", "as it is"]


def test_a_variation_may_stand_on_another_file(tmp_path):
    (tmp_path / "other.yaml").write_text(
        "extends: small.yaml\nname: other\nseed: 9\nhead: {C: 7}\n"
    )

    study = study_in(tmp_path, "variations:\n  other: {extends: other.yaml, training.folds: 3}\n")

    (config,) = [each.config for each in study.experiments if each.variation == "other"]
    assert (config.head.C, config.training.folds) == ((7.0,), 3)
    assert (config.name, config.seed) == ("small", 1)


def test_factors_give_every_combination_of_levels(tmp_path):
    study = study_in(
        tmp_path,
        "factors:\n  head:\n    weak: {head.C: 0.01}\n    ridge: {head.kind: ridge}\n"
        "  text:\n    all: {}\n    words: {features.reading: null}\n",
    )

    assert [each.variation for each in study.experiments] == [
        "small", "weak, all", "weak, words", "ridge, all", "ridge, words",
    ]  # fmt: skip
    assert study.settings["ridge, words"] == {"head.kind": "ridge", "features.reading": None}
    assert study.experiments[-1].config.features.reading is None


@pytest.mark.parametrize(
    ("seeds", "expected"),
    [
        pytest.param("", [1], id="the base's"),
        pytest.param("seeds: 3", [1, 2, 3], id="a number of them"),
        pytest.param("seeds: [7, 4]", [7, 4], id="a list"),
    ],
)
def test_seeds_are_counted_or_listed(tmp_path, seeds, expected):
    study = study_in(tmp_path, f"{TWO}{seeds}\n")

    assert [e.config.seed for e in study.experiments if e.variation == "weak"] == expected


def test_corpora_and_splits_multiply(tmp_path):
    study = study_in(
        tmp_path,
        f"{TWO}corpora: {{ours: corpus.jsonl, theirs: bundled}}\n"
        "splits: {random: {kind: article, test_share: 0.4}, late: {kind: time, since: 2026-01-01}}\n",
    )

    combinations = {(each.corpus, each.split) for each in study.experiments}
    assert combinations == {(c, s) for c in ("ours", "theirs") for s in ("random", "late")}
    assert len(study.experiments) == 2 * 2 * 3
    assert study.experiments[0].config.corpus.path == str(tmp_path / "corpus.jsonl")
    assert study.experiments[0].config.split.test_share == 0.4


def test_several_corpora_may_stand_under_one_name_and_are_relative_to_the_study(tmp_path):
    study = study_in(
        tmp_path,
        f"{TWO}corpora: {{both: [bundled, corpus.jsonl, ../far.jsonl], one: corpus.jsonl}}\n",
    )

    paths = {each.corpus: each.config.corpus.paths for each in study.experiments}
    assert paths == {
        "both": ("bundled", str(tmp_path / "corpus.jsonl"), str(tmp_path.parent / "far.jsonl")),
        "one": (str(tmp_path / "corpus.jsonl"),),
    }


def test_several_corpora_of_the_base_are_those_of_the_study(tmp_path):
    corpora = {"path": "bundled", "further": [str(tmp_path / "far.jsonl")]}

    study = study_in(tmp_path, TWO, corpus=corpora)

    assert {each.corpus for each in study.experiments} == {"bundled + far"}
    assert study.experiments[0].config.corpus.paths == ("bundled", str(tmp_path / "far.jsonl"))


@pytest.mark.parametrize("measure", ["f1", "brier", "behaviour"])
def test_a_study_says_what_it_is_measured_by(tmp_path, measure):
    study = study_in(tmp_path, f"{TWO}evaluation: {{measure: {measure}}}\n")

    assert study.config.evaluation.measure == measure


@pytest.mark.parametrize(
    ("factors", "lines"),
    [
        pytest.param(HEADS + HALVES, {"weak": ("weak, half", "weak, all"), "ridge": ("ridge, half", "ridge, all")}, id="over the second"),
        pytest.param(HALVES + HEADS, {"weak": ("half, weak", "all, weak"), "ridge": ("half, ridge", "all, ridge")}, id="over the first"),
    ],
)  # fmt: skip
def test_a_line_of_a_curve_is_what_differs_in_its_factor_alone(tmp_path, factors, lines):
    study = study_in(tmp_path, f"factors:\n{factors}curve: share\n")

    assert study.curves == lines


def test_the_only_line_of_a_curve_is_called_as_the_base(tmp_path):
    text = "factors:\n  share: {half: {split.train_share: 0.5}, whole: {}}\ncurve: share\n"

    study = study_in(tmp_path, text)

    assert study.curves == {"small": ("half", "whole")}
    assert study.reference == "whole"


def test_without_a_curve_there_is_no_line(tmp_path):
    assert study_in(tmp_path, SHARES).curves == {}


def test_without_splits_a_variation_may_change_the_split(tmp_path):
    study = study_in(tmp_path, "variations:\n  half: {split.train_share: 0.5}\n")

    assert study.experiments[-1].split == OWN_SPLIT
    assert study.experiments[-1].config.split.train_share == 0.5
    assert study.experiments[-1].config.split.test_share == 0.3


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("variations:\n  weak: {head.C: -1}\n", "study.yaml:4:10: head.C: is -1; input should be greater than 0", id="value"),
        pytest.param("variations:\n  weak:\n    head:\n      CC: 1\n", "study.yaml:6:7: head.CC: unknown key; did you mean 'C'?", id="key of a variation"),
        pytest.param("variation:\n  weak: {}\n", "study.yaml:3:1: variation: unknown key; did you mean 'variations'?", id="key"),
        pytest.param("", "study.yaml:1:1: write either variations or factors", id="nothing varied"),
        pytest.param(f"{TWO}factors: {{a: {{b: {{}}}}}}\n", "write either variations or factors", id="both"),
        pytest.param("variations: {}\n", "study.yaml:3:1: variations: is {}; give at least 1", id="no variation"),
        pytest.param("variations: {a: 3}\n", "study.yaml:3:14: variations.a: is 3; write `key: value` lines under it", id="no settings"),
        pytest.param("variations: {a: {seed: 3}}\n", "study.yaml:3:18: seed: is the same in all of a study; write it under seeds", id="seed"),
        pytest.param("variations: {a: {corpus.path: x.csv}}\n", "corpus: is the same in all of a study; write it under corpora", id="corpus"),
        pytest.param("variations: {a: {codebook: x.yaml}}\n", "codebook: is the same in all of a study; labels are the base's", id="codebook"),
        pytest.param("variations: {a: {split.test_share: 0.1}}\nsplits: {x: {kind: article}}\n", "split: is the same in all of a study; write it under splits", id="split"),
        pytest.param("variations: {a: {extends: gone.yaml}}\n", "study.yaml:3:18: extends: no file at", id="extends"),
        pytest.param("variations: {a: {extends: 3}}\n", "study.yaml:3:18: extends: is 3; name one file", id="extends no name"),
        pytest.param("variations: {small: {head.C: 3}}\n", "small: differs from the base, which has this name", id="name of the base"),
        pytest.param(f"base: gone.yaml\n{TWO}", "study.yaml:2:1: base: no file at", id="base"),
        pytest.param(f"{TWO}seeds: 0\n", "study.yaml:6:1: seeds: is 0; write how many seeds", id="no seeds"),
        pytest.param(f"{TWO}seeds: [1, 1]\n", "seeds: is [1, 1]; write how many seeds", id="seed twice"),
        pytest.param(f"{TWO}seeds: [-1]\n", "seeds: is [-1]; write how many seeds", id="seed out of range"),
        pytest.param(f"{TWO}seeds: many\n", "seeds: is 'many'; write how many seeds", id="seeds as text"),
        pytest.param(f"{TWO}splits: {{x: {{kind: colum}}}}\n", "study.yaml:6:14: splits.x.kind: unknown kind 'colum'; did you mean 'column'?", id="kind of split"),
        pytest.param(f"{TWO}splits: {{x: {{kind: article}}}}\nevaluation: {{nested: true}}\n", "evaluation.nested takes the place of splits", id="nested and splits"),
        pytest.param(f"{TWO}evaluation: {{folds: 1}}\n", "study.yaml:6:14: evaluation.folds: is 1; input should be greater than or equal to 2", id="folds"),
        pytest.param(f"{TWO}evaluation: {{measure: F1}}\n", "study.yaml:6:14: evaluation.measure: is 'F1', must be 'f1', 'brier' or 'behaviour'", id="measure"),
        pytest.param(f"{TWO}evaluation: {{nested: true, measure: behaviour}}\n", "study.yaml:1:1: evaluation.nested trains several models, of which behaviour is not one; remove one of them", id="nested behaviour"),
        pytest.param(f"{SHARES}curve: shere\n", "study.yaml:10:1: curve: no factor 'shere'; did you mean 'share'?", id="curve over no factor"),
        pytest.param(f"{SHARES}curve: head\n", "study.yaml:10:1: curve: no level of head sets split.train_share", id="curve over something else"),
        pytest.param(f"{SHARES}  again: {{whole: {{split: {{train_share: 1.0}}}}}}\n", "study.yaml:10:3: factors.again: sets split.train_share, as share does", id="two factors that set the same"),
        pytest.param(f"{TWO}curve: weak\n", "study.yaml:6:1: curve: no factor 'weak'; there is none to choose", id="curve without factors"),
        pytest.param(f"{SHARES}curve: share\nevaluation: {{measure: brier}}\n", "study.yaml:10:1: curve: tells what more articles gain, but the lower brier the better", id="curve of brier"),
        pytest.param(f"{TWO}corpora: {{both: []}}\n", "study.yaml:6:11: corpora.both: is []; give at least 1", id="no corpus of several"),
        pytest.param("variations: {a: {split: {kind: time, since: 2026-01-01}}}\nevaluation: {nested: true}\n", "evaluation.nested: deals articles into folds, but a splits by time", id="nested by time"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_place(tmp_path, text, message):
    with pytest.raises(InputError) as caught:
        study_in(tmp_path, text)

    assert message in str(caught.value)


def test_a_folder_without_a_study_is_told(tmp_path):
    with pytest.raises(InputError, match=r"study\.yaml: cannot be read .*; check the path"):
        load_study(tmp_path)
