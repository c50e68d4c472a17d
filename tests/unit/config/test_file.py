"""Experiment files: messages with their place, `extends`, `-s`, paths, and YAML that loads again."""

import string
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediaframe.config import (
    CharacterConfig,
    ExperimentConfig,
    LinearSvmHead,
    LogisticHead,
    RidgeHead,
    WordConfig,
)
from mediaframe.config.file import dump_config, load_config
from mediaframe.errors import InputError

BASE = """\
name: base
seed: 3
features:
  words:
    min_df: 1
  characters: null
head:
  kind: logistic
  C: [0.3, 3]
  class_weight: none
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A working folder, so that messages show short paths."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(path, text):
    """Write an experiment file, and its folder; return its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def refusal(path, overrides=()):
    """Return the message with which a file is refused."""
    with pytest.raises(InputError) as caught:
        load_config(path, overrides)
    return str(caught.value)


HEAD_IN_BLOCK = "name: a\nhead:\n  kind: logistic\n"

WRONG_FILES = [
    pytest.param("name: a\ncorpus: {further: /b.jsonl}\n", "a.yaml:2:10: corpus.further: is '/b.jsonl'; write a list: [a, b], or a line `- a` for each", id="one further corpus that is no list"),
    pytest.param("name: a\ncorpus: {further: [3]}\n", "a.yaml:2:20: corpus.further.0: is 3; input should be a valid string", id="further corpus that is no path"),
    pytest.param("", "a.yaml: empty; write `key: value` lines", id="empty"),
    pytest.param("# note\n", "a.yaml: empty; write `key: value` lines", id="comments alone"),
    pytest.param("- name: a\n", "a.yaml: not a mapping; write `key: value` lines", id="list"),
    pytest.param("name: a\nhead: [1\n", "a.yaml:3:1: not valid YAML: expected ',' or ']', but got '<stream end>'; mend this line", id="open bracket"),
    pytest.param("name: a\n\tseed: 1\n", "a.yaml:2:1: not valid YAML: found character '\\t' that cannot start any token; mend this line", id="tab"),
    pytest.param("name: a\nname: b\n", "a.yaml:2:1: name: stands twice, first on line 1; keep one", id="key twice"),
    pytest.param(HEAD_IN_BLOCK + "  C: 1\n  C: 2\n", "a.yaml:5:3: head.C: stands twice, first on line 4; keep one", id="key of a section twice"),
    pytest.param("seed: 1\n", "a.yaml:1:1: name: missing; add it", id="no name"),
    pytest.param("nme: a\n", "a.yaml:1:1: name: missing; add it\na.yaml:1:1: nme: unknown key; did you mean 'name'?", id="two mistakes"),
    pytest.param("name: a\nhed:\n  kind: ridge\n", "a.yaml:2:1: hed: unknown key; did you mean 'head'?", id="misspelt section"),
    pytest.param(HEAD_IN_BLOCK + "  CC: 1\n", "a.yaml:4:3: head.CC: unknown key; did you mean 'C'?", id="misspelt key of a head"),
    pytest.param(HEAD_IN_BLOCK + "  alpha: 1\n", "a.yaml:4:3: head.alpha: unknown key; choose from C, class_weight, kind", id="key of another head"),
    pytest.param("name: a\nfeatures:\n  words: {mindf: 2}\n", "a.yaml:3:11: features.words.mindf: unknown key; did you mean 'min_df'?", id="misspelt key deep down"),
    pytest.param("name: a\nhead:\n  C: 1\n  kind: logistc\n", "a.yaml:4:3: head.kind: unknown kind 'logistc'; did you mean 'logistic'?", id="misspelt kind"),
    pytest.param("name: a\nhead: 3\n", "a.yaml:2:1: head: is 3; input should be a valid dictionary or object to extract fields from", id="value for a head"),
    pytest.param(HEAD_IN_BLOCK + "  C: -1\n", "a.yaml:4:3: head.C: is -1; input should be greater than 0", id="out of range"),
    pytest.param(HEAD_IN_BLOCK + "  C: [1, -1]\n", "a.yaml:4:10: head.C.1: is -1; input should be greater than 0", id="second of a list"),
    pytest.param(HEAD_IN_BLOCK + "  C:\n    - 1\n    - x\n", "a.yaml:6:7: head.C.1: is 'x'; input should be a valid number", id="second line of a list"),
    pytest.param(HEAD_IN_BLOCK + "  C: []\n", "a.yaml:4:3: head.C: is []; give at least 1", id="empty list"),
    pytest.param(HEAD_IN_BLOCK + "  C: .inf\n", "a.yaml:4:3: head.C: is inf; input should be a finite number", id="infinity"),
    pytest.param(HEAD_IN_BLOCK + "  class_weight: [balanced, nne]\n", "a.yaml:4:28: head.class_weight.1: is 'nne', must be 'balanced' or 'none'", id="choice in a list"),
    pytest.param("name: a\nseed: 4294967296\n", "a.yaml:2:1: seed: is 4294967296; input should be less than 4294967296", id="seed too large"),
    pytest.param("name: a\nseed: yes\n", "a.yaml:2:1: seed: is 'yes'; input should be a valid integer", id="yes is text"),
    pytest.param("name: a\nseed: 1e3\n", "a.yaml:2:1: seed: is 1000.0; input should be a valid integer", id="1e3 is no whole number"),
    pytest.param("name: a\nseed: true\n", "a.yaml:2:1: seed: is True; input should be a valid integer", id="true is no number"),
    pytest.param("name: 1e-3\n", "a.yaml:1:1: name: is 0.001; input should be a valid string", id="1e-3 is a number"),
    pytest.param("name:\n", "a.yaml:1:1: name: is empty; input should be a valid string", id="nothing after the colon"),
    pytest.param("name: ../up\n", "a.yaml:1:1: name: is '../up'; write letters, digits, points, hyphens and underscores only, a letter or digit first", id="name is a path"),
    pytest.param("name: a\nsplit:\n  test_share: 1.0\n", "a.yaml:3:3: split.test_share: is 1.0; input should be less than 1", id="share"),
    pytest.param("name: a\nsplit: 0.2\n", "a.yaml:2:1: split: is 0.2; input should be a valid dictionary or object to extract fields from", id="value for a section"),
    pytest.param("name: a\nfeatures:\n  words:\n    ngrams: [2, 1]\n", "a.yaml:3:3: features.words: ngrams is [2, 1]; write the shortest first", id="order"),
    pytest.param("name: a\nfeatures:\n  words:\n    ngrams: [1]\n", "a.yaml:4:5: features.words.ngrams: a value is missing; add it to the list", id="half a range"),
    pytest.param("name: a\nfeatures:\n  words:\n    ngrams: [1, 9]\n", "a.yaml:4:17: features.words.ngrams.1: is 9; input should be less than or equal to 8", id="longest n-gram"),
    pytest.param("name: a\nfeatures: {words: , characters: , reading: }\n", "a.yaml:2:1: features: all features are off; leave words, characters or reading on", id="all features off"),
    pytest.param("name: a\nhead: {kind: rules}\nfeatures: {reading: null}\n", "a.yaml:1:1: head `rules` needs reading; set `features.reading: {}` or choose another head", id="rules without cues"),
    pytest.param("name: a\ntraining:\n  calibration: sigmod\n", "a.yaml:3:3: training.calibration: is 'sigmod', must be 'sigmoid' or 'none'", id="choice"),
    pytest.param("name: a\nevaluation:\n  baselines: [rules, never]\n", "a.yaml:3:22: evaluation.baselines.1: is 'never', must be 'always_yes', 'most_frequent' or 'rules'", id="baseline"),
    pytest.param("name: a\ncorpus: a.jsonl\n", "a.yaml:2:1: corpus: is 'a.jsonl'; write `key: value` lines under it", id="corpus without path"),
    pytest.param("name: a\ncorpus:\n  path: ''\n", "a.yaml:3:3: corpus.path: is ''; string should have at least 1 character", id="empty path"),
    pytest.param("name: a\ncorpus:\n  path: 7\n", "a.yaml:3:3: corpus.path: is 7; input should be a valid string", id="path is a number"),
    pytest.param("name: a\ncodebook: ''\n", "a.yaml:2:1: codebook: is ''; string should have at least 1 character", id="empty codebook"),
    pytest.param("name: a\nextends:\n", "a.yaml:2:1: extends: is empty; name one file", id="empty extends"),
    pytest.param("extend: base.yaml\nname: a\n", "a.yaml:1:1: extend: unknown key; did you mean 'extends'?", id="misspelt extends"),
    pytest.param("name: a\nextends: 3\n", "a.yaml:2:1: extends: is 3; name one file", id="extends a number"),
    pytest.param("name: a\nextends: [b.yaml]\n", "a.yaml:2:1: extends: is ['b.yaml']; name one file", id="extends a list"),
    pytest.param("name: a\nextends: none.yaml\n", "a.yaml:2:1: extends: no file at none.yaml; check the path", id="extends nothing"),
    pytest.param("name: a\nextends: ..\n", "a.yaml:2:1: extends: no file at ..; check the path", id="extends a folder"),
    pytest.param("name: a\nextends: a.yaml\n", "a.yaml:2:1: extends: a.yaml leads back to this file; break the circle", id="extends itself"),
    pytest.param("name: &x [*x]\n", "a.yaml:1:7: this grows too large or too deep; write it out without YAML aliases", id="alias of itself"),
    pytest.param("name: !!python/name:os.system\n", "a.yaml:1:7: name: cannot read ''; write a plain value", id="Python tag"),
]  # fmt: skip


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(("text", "message"), WRONG_FILES)
def test_a_wrong_file_is_refused_with_place_key_and_remedy(text, message):
    path = write(Path("a.yaml"), text)

    assert refusal(path) == message


WRONG_OVERRIDES = [
    pytest.param("head.C", "write key=value on one line, for example -s head.C=1", id="no value"),
    pytest.param("=1", "write key=value on one line, for example -s head.C=1", id="no key"),
    pytest.param("head.=1", "write key=value on one line, for example -s head.C=1", id="half a key"),
    pytest.param("head..C=1", "write key=value on one line, for example -s head.C=1", id="a point too many"),
    pytest.param("seed = 7", "write key=value on one line, for example -s head.C=1", id="spaces around the equals sign"),
    pytest.param("seed=7\nname=b", "write key=value on one line, for example -s head.C=1", id="two lines"),
    pytest.param("hed.C=1", "hed: unknown key; did you mean 'head'?", id="misspelt section"),
    pytest.param("head.CC=1", "head.CC: unknown key; did you mean 'C'?", id="misspelt key"),
    pytest.param("head.alpha=1", "head.alpha: unknown key; choose from C, class_weight, kind", id="key of another head"),
    pytest.param("head.kind=ridg", "head.kind: unknown kind 'ridg'; did you mean 'ridge'?", id="misspelt kind"),
    pytest.param("head.C=x", "head.C: is 'x'; input should be a valid number", id="no number"),
    pytest.param("head.C=", "head.C: is empty; input should be a valid number", id="empty"),
    pytest.param("head.C=[0.1, -3]", "head.C.1: is -3; input should be greater than 0", id="second of a list"),
    pytest.param("seed=-1", "seed: is -1; input should be greater than or equal to 0", id="out of range"),
    pytest.param("name=a=b", "name: is 'a=b'; write letters, digits, points, hyphens and underscores only, a letter or digit first", id="second equals sign"),
    pytest.param("name.x=1", "name: is {'x': 1}; input should be a valid string", id="key below a value"),
    pytest.param("features.words.ngrams=[2, 1]", "features.words: ngrams is [2, 1]; write the shortest first", id="order"),
    pytest.param("corpus.path=''", "corpus.path: is ''; string should have at least 1 character", id="empty path"),
    pytest.param("corpus=a.jsonl", "corpus: is 'a.jsonl'; write `key: value` lines under it", id="corpus without path"),
    pytest.param("training.folds=1", "training.folds: is 1; input should be greater than or equal to 2", id="folds"),
]  # fmt: skip


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(("override", "reason"), WRONG_OVERRIDES)
def test_a_wrong_override_is_refused_with_key_and_remedy(override, reason):
    path = write(Path("base.yaml"), BASE)

    assert refusal(path, ["seed=5", override]) == f"-s {override}: {reason}"


@pytest.mark.usefixtures("folder")
def test_an_override_that_is_no_yaml_is_refused():
    path = write(Path("base.yaml"), BASE)

    assert refusal(path, ["head.C=[1"]).startswith("-s head.C=[1")
    assert "not valid YAML" in refusal(path, ["head.C=[1"])


def test_a_key_twice_in_an_override_is_named_as_it_was_written(folder):
    path = write(folder / "base.yaml", BASE)

    assert "head.C.a: stands twice" in refusal(path, ["head.C={a: 1, a: 2}"])


@pytest.mark.parametrize("name", ["none.yaml", "folder"])
def test_a_file_that_cannot_be_read_is_named(folder, name):
    (folder / "folder").mkdir()

    assert refusal(name).startswith(f"{name}: cannot be read (")


def test_a_file_that_is_not_utf_8_is_named_with_its_line(folder):
    (folder / "a.yaml").write_bytes(b"name: a\n# caf\xe9\n")

    assert refusal("a.yaml").startswith("a.yaml:2: byte 0xe9 is not UTF-8")


@pytest.mark.parametrize("content", [b"\xef\xbb\xbfname: a\nseed: 2\n", b"name: a\r\nseed: 2\r\n"])
def test_files_of_other_editors_are_read(folder, content):
    (folder / "a.yaml").write_bytes(content)

    config = load_config("a.yaml")

    assert (config.name, config.seed) == ("a", 2)


@pytest.mark.parametrize(
    ("text", "key", "value"),
    [
        pytest.param("name: no", "name", "no", id="no"),
        pytest.param("name: 2026-11-22", "name", "2026-11-22", id="date"),
        pytest.param("name: a\nseed: 0o17", "seed", 15, id="octal"),
        pytest.param("name: a\nseed: 010", "seed", 10, id="leading zero"),
        pytest.param("name: a\nhead: {kind: logistic, C: 1e-3}", "head", LogisticHead(C=0.001), id="exponent"),
    ],
)  # fmt: skip
def test_settings_follow_yaml_1_2(folder, text, key, value):
    path = write(folder / "a.yaml", text)

    assert getattr(load_config(path), key) == value


def test_false_hides_the_texts_and_no_is_a_text(folder):
    hidden = write(folder / "a.yaml", "name: a\nreport:\n  show_text: false\n")
    unclear = write(folder / "b.yaml", "name: a\nreport:\n  show_text: no\n")

    assert load_config(hidden).report.show_text is False
    with pytest.raises(
        InputError, match=r"b.yaml:3:3: report.show_text: is 'no'; write true or false$"
    ):
        load_config(unclear)


def test_aliases_share_a_section(folder):
    text = "name: a\nfeatures:\n  words: &shared {min_df: 3}\n  characters: *shared\n"
    path = write(folder / "a.yaml", text)

    features = load_config(path).features

    assert features.words == WordConfig(min_df=3)
    assert features.characters == CharacterConfig(min_df=3)


@pytest.mark.parametrize("as_type", [Path, str])
def test_a_path_may_be_text(folder, as_type):
    path = write(folder / "base.yaml", BASE)

    assert load_config(as_type(path)).name == "base"


@pytest.mark.parametrize(
    ("overrides", "values"),
    [
        pytest.param([], {"seed": 3, "name": "base"}, id="none"),
        pytest.param(["seed=7"], {"seed": 7, "name": "base"}, id="one"),
        pytest.param(["seed=7", "seed=8"], {"seed": 8}, id="the last one holds"),
        pytest.param(["seed= 7 ", "name=other # why"], {"seed": 7, "name": "other"}, id="spaces and a comment"),
        pytest.param(["name=2026-11-22"], {"name": "2026-11-22"}, id="a date is text"),
        pytest.param(["head.C=0.5"], {"head": LogisticHead(C=0.5, class_weight="none")}, id="one value keeps the others"),
        pytest.param(["head.C=[1, 2]"], {"head": LogisticHead(C=[1, 2], class_weight="none")}, id="a list replaces a list"),
        pytest.param(["head={C: 5}"], {"head": LogisticHead(C=5, class_weight="none")}, id="a mapping is laid over"),
        pytest.param(["head.kind=ridge"], {"head": RidgeHead()}, id="another kind starts anew"),
        pytest.param(["head.kind=logistic"], {"head": LogisticHead(C=[0.3, 3], class_weight="none")}, id="the same kind goes on"),
        pytest.param(["head.kind=ridge", "head.alpha=2"], {"head": RidgeHead(alpha=2)}, id="another kind, then its key"),
        pytest.param(["head={kind: ridge, alpha: 2}"], {"head": RidgeHead(alpha=2)}, id="another kind with its key"),
    ],
)  # fmt: skip
def test_overrides_are_laid_over_the_file(folder, overrides, values):
    path = write(folder / "base.yaml", BASE)

    config = load_config(path, overrides)

    assert {key: getattr(config, key) for key in values} == values


def test_a_feature_is_switched_off_and_on(folder):
    path = write(folder / "base.yaml", BASE)

    config = load_config(path, ["features.words=null", "features.characters.min_df=4"])

    assert config.features.words is None
    assert config.features.characters == CharacterConfig(min_df=4)


def test_the_order_of_overrides_of_different_keys_does_not_matter(folder):
    path = write(folder / "base.yaml", BASE)

    first = load_config(path, ["head.kind=linear_svm", "head.C=5"])
    second = load_config(path, ["head.C=5", "head.kind=linear_svm"])

    assert first.head == second.head == LinearSvmHead(C=(5.0,))


def test_a_key_of_the_default_head_can_be_set(folder):
    path = write(folder / "a.yaml", "name: a\n")

    assert load_config(path, ["head.C=1"]).head == LogisticHead(C=1)


def test_a_head_without_a_kind_is_the_default_one(folder):
    path = write(folder / "a.yaml", "name: a\nhead:\n  C: 1\n")

    assert load_config(path).head == LogisticHead(C=1)


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("text", "overrides", "message"),
    [
        pytest.param("name: a\nhead:\n  C: x\n", [], "a.yaml:3:3: head.C: is 'x'; input should be a valid number", id="value"),
        pytest.param("name: a\nhead:\n  CC: 1\n", [], "a.yaml:3:3: head.CC: unknown key; did you mean 'C'?", id="key"),
        pytest.param("name: a\nhead: {C: 1}\n", ["head.CC=1"], "-s head.CC=1: head.CC: unknown key; did you mean 'C'?", id="override"),
        pytest.param(
            "name: a\n",
            ["head.CC=1"],
            "-s head.CC=1: head.CC: unknown key; did you mean 'C'?",
            id="override of what the file leaves out"
        ),
    ],
)  # fmt: skip
def test_a_mistake_in_a_head_without_a_kind_is_placed_at_its_key(text, overrides, message):
    path = write(Path("a.yaml"), text)

    assert refusal(path, overrides) == message


def test_another_kind_drops_the_keys_of_a_head_without_a_kind(folder):
    path = write(folder / "a.yaml", "name: a\nhead:\n  C: 1\n")

    assert load_config(path, ["head.kind=ridge"]).head == RidgeHead()


def test_a_file_is_laid_over_the_one_it_extends(folder):
    write(folder / "base.yaml", BASE)
    path = write(folder / "over.yaml", "extends: base.yaml\nname: over\nhead:\n  C: 9\n")

    config = load_config(path)

    assert (config.name, config.seed) == ("over", 3)
    assert config.head == LogisticHead(C=9, class_weight="none")
    assert config.features.words == WordConfig(min_df=1)
    assert config.features.characters is None


def test_another_kind_drops_the_keys_of_the_one_below(folder):
    write(folder / "base.yaml", BASE)
    path = write(folder / "over.yaml", "extends: base.yaml\nhead:\n  kind: ridge\n")

    assert load_config(path).head == RidgeHead()


def test_a_section_can_be_switched_off_and_on_again_along_a_chain(folder):
    write(folder / "base.yaml", BASE)
    write(folder / "mid.yaml", "extends: base.yaml\nfeatures: {words: null, characters: {}}\n")
    path = write(folder / "top.yaml", "extends: mid.yaml\nfeatures: {words: {min_df: 5}}\n")

    features = load_config(path).features

    assert load_config(folder / "mid.yaml").features.words is None
    assert features.words == WordConfig(min_df=5)
    assert features.characters is not None


def test_a_chain_runs_through_folders(folder):
    write(folder / "base.yaml", BASE)
    write(folder / "deep" / "mid.yaml", "extends: ../base.yaml\nseed: 4\n")
    path = write(folder / "other" / "top.yaml", "extends: ../deep/mid.yaml\nname: top\n")

    config = load_config(path)

    assert (config.name, config.seed) == ("top", 4)
    assert config.head == LogisticHead(C=(0.3, 3.0), class_weight=("none",))


@pytest.mark.parametrize(
    ("top", "message"),
    [
        pytest.param("name: top\n", "base.yaml:4:3: head.C: is -1; input should be greater than 0", id="below"),
        pytest.param("head:\n  class_weight: no\n  C: 1\n", "top.yaml:3:3: head.class_weight: is 'no', must be 'balanced' or 'none'", id="above"),
        pytest.param("head:\n  C: [1, -2]\n", "top.yaml:3:10: head.C.1: is -2; input should be greater than 0", id="a list over a number"),
        pytest.param("head:\n  D: 1\n  C: 1\n", "top.yaml:3:3: head.D: unknown key; choose from C, class_weight, kind", id="a key too many"),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("folder")
def test_a_mistake_is_shown_in_the_file_that_makes_it(top, message):
    write(Path("base.yaml"), "name: base\nhead:\n  kind: logistic\n  C: -1\n")
    path = write(Path("top.yaml"), "extends: base.yaml\n" + top)

    assert refusal(path) == message


@pytest.mark.usefixtures("folder")
def test_an_override_mends_a_mistake_in_the_file():
    path = write(Path("a.yaml"), HEAD_IN_BLOCK + "  C: -1\n")

    assert load_config(path, ["head.C=1"]).head == LogisticHead(C=(1.0,))


@pytest.mark.parametrize(
    ("files", "message"),
    [
        pytest.param(
            {"a.yaml": "extends: b.yaml\n", "b.yaml": "name: b\nextends: a.yaml\n"},
            "b.yaml:2:1: extends: a.yaml leads back to this file; break the circle",
            id="two",
        ),
        pytest.param(
            {"a.yaml": "extends: d/b.yaml\n", "d/b.yaml": "extends: c.yaml\n", "d/c.yaml": "extends: ../a.yaml\n"},
            "d/c.yaml:1:1: extends: ../a.yaml leads back to this file; break the circle",
            id="three, through folders",
        ),
        pytest.param(
            {"a.yaml": "extends: b.yaml\n", "b.yaml": "extends: ./b.yaml\n"},
            "b.yaml:1:1: extends: ./b.yaml leads back to this file; break the circle",
            id="a circle further down",
        ),
        pytest.param(
            {"a.yaml": "extends: b.yaml\n", "b.yaml": "extends: c.yaml\n"},
            "b.yaml:1:1: extends: no file at c.yaml; check the path",
            id="a chain that breaks",
        ),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("folder")
def test_a_chain_without_an_end_is_refused(files, message):
    for name, text in files.items():
        write(Path(name), text)

    assert refusal("a.yaml") == message


def test_a_circle_is_found_from_a_path_that_winds(folder):
    write(folder / "a.yaml", "extends: b.yaml\n")
    write(folder / "b.yaml", "extends: a.yaml\n")
    (folder / "d").mkdir()

    assert "break the circle" in refusal("d/../a.yaml")


def test_paths_in_a_file_are_relative_to_the_file(folder):
    text = "name: a\ncorpus:\n  path: ../data/a.jsonl\ncodebook: mine.yaml\n"
    path = write(folder / "configs" / "a.yaml", text)

    config = load_config(path.relative_to(folder))

    assert config.corpus.path == str(folder / "data" / "a.jsonl")
    assert config.codebook == str(folder / "configs" / "mine.yaml")


def test_paths_in_a_file_that_is_extended_are_relative_to_that_file(folder):
    write(folder / "base" / "b.yaml", "name: b\ncorpus: {path: a.jsonl}\ncodebook: mine.yaml\n")
    path = write(folder / "over" / "o.yaml", "extends: ../base/b.yaml\ncodebook: own.yaml\n")

    config = load_config(path)

    assert config.corpus.path == str(folder / "base" / "a.jsonl")
    assert config.codebook == str(folder / "over" / "own.yaml")


def test_paths_of_further_corpora_are_relative_to_the_file_and_bundled_stays(folder):
    text = "name: a\ncorpus:\n  path: a.jsonl\n  further: [../b.jsonl, bundled, /data/c.jsonl]\n"
    path = write(folder / "configs" / "a.yaml", text)

    config = load_config(path)

    assert config.corpus.further == (str(folder / "b.jsonl"), "bundled", "/data/c.jsonl")
    assert config.corpus.paths == (str(folder / "configs" / "a.jsonl"), *config.corpus.further)
    assert config.corpus.name == "a + b + bundled + c"


def test_further_corpora_are_shown_relative_and_load_again(folder):
    text = "name: a\ncorpus: {path: bundled, further: [../d/b.jsonl]}\n"
    config = load_config(write(folder / "configs" / "a.yaml", text))
    run = folder / "runs" / "a"

    shown = write(run / "config.yaml", dump_config(config, run))

    assert "  further: [../../d/b.jsonl]\n" in shown.read_text()
    assert load_config(shown) == config


def test_further_corpora_of_an_override_are_relative_to_the_working_folder(folder):
    path = write(folder / "configs" / "a.yaml", "name: a\ncorpus: {further: [b.jsonl]}\n")

    config = load_config(path, ["corpus.further=[c.jsonl]"])

    assert config.corpus.paths == ("bundled", str(folder / "c.jsonl"))


def test_paths_of_an_override_are_relative_to_the_working_folder(folder):
    path = write(folder / "configs" / "a.yaml", "name: a\ncorpus: {path: b.jsonl}\n")

    config = load_config(path, ["corpus.path=c.jsonl", "codebook=../mine.yaml"])

    assert config.corpus.path == str(folder / "c.jsonl")
    assert config.codebook == str(folder.parent / "mine.yaml")


@pytest.mark.parametrize("path", ["/data/a.jsonl", "bundled"])
def test_absolute_paths_and_the_bundled_corpus_stay(folder, path):
    file = write(folder / "a.yaml", f"name: a\ncorpus: {{path: {path}}}\n")

    assert load_config(file).corpus.path == path
    assert load_config(file, [f"corpus.path={path}"]).corpus.path == path


HEADS: list[dict[str, Any]] = [
    {"kind": "majority"},
    {"kind": "rules"},
    {"kind": "naive_bayes", "alpha": 1},
    {"kind": "logistic", "C": [1e-7, 1e22], "class_weight": ["none", "balanced"]},
    {"kind": "linear_svm", "C": 0.1},
    {"kind": "ridge", "alpha": [0.1, 3]},
]


@pytest.mark.parametrize("head", [pytest.param(head, id=head["kind"]) for head in HEADS])
@pytest.mark.parametrize(
    "features",
    [{}, {"words": None}, {"characters": None}, {"words": None, "characters": None}],
)
def test_what_is_shown_loads_again(folder, head, features):
    config = ExperimentConfig(name="no", head=head, features=features)
    path = write(folder / "shown.yaml", dump_config(config, folder))

    assert load_config(path) == config


def test_what_is_shown_has_every_default(folder):
    path = write(folder / "a.yaml", "name: a\n")

    shown = dump_config(load_config(path), folder)

    assert "\nseed: 0\n" in shown
    assert "    ngrams: [1, 2]\n" in shown
    assert "  baselines: [always_yes, rules]\n" in shown


def test_what_is_shown_loads_again_from_another_folder(folder):
    file = write(
        folder / "configs" / "a.yaml", "name: a\ncorpus: {path: ../d/a.jsonl}\ncodebook: c.yaml\n"
    )
    config = load_config(file)
    run = folder / "runs" / "deep" / "a"

    shown = write(run / "config.yaml", dump_config(config, run))

    assert "path: ../../../d/a.jsonl\n" in shown.read_text()
    assert load_config(shown) == config


def test_what_is_shown_stays_right_when_both_are_moved_together(folder):
    write(folder / "old" / "a.yaml", "name: a\ncorpus: {path: a.jsonl}\n")
    config = load_config(folder / "old" / "a.yaml")
    write(folder / "old" / "run" / "config.yaml", dump_config(config, folder / "old" / "run"))

    (folder / "old").rename(folder / "new")

    moved = load_config(folder / "new" / "run" / "config.yaml")
    assert moved.corpus.path == str(folder / "new" / "a.jsonl")


def shown_and_loaded(config):
    """Return a config as it is loaded from what is shown of it."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "shown.yaml"
        path.write_bytes(dump_config(config, path.parent).encode())
        return load_config(path)


names = st.text(string.ascii_letters + string.digits, min_size=1, max_size=1).flatmap(
    lambda first: st.text(string.ascii_letters + string.digits + "._-", max_size=79).map(
        lambda rest: first + rest
    )
) | st.sampled_from(
    ["no", "null", "1e3", "0o17", "0x1F", "007", "1_000", "2026-11-22", "true", "1.5"]
)
paths = st.text(
    st.characters(codec="utf-8", exclude_characters="\0\x85/"), min_size=1, max_size=120
).filter(lambda name: name not in {".", ".."})
positive = st.floats(min_value=1e-300, max_value=1e300)


@given(
    name=names,
    path=paths,
    values=st.lists(positive, min_size=1, max_size=20),
    seed=st.integers(0, 2**32 - 1),
)
def test_any_experiment_loads_again_as_it_was_shown(name, path, values, seed):
    config = ExperimentConfig(
        name=name,
        seed=seed,
        corpus={"path": f"/corpora/{path}"},
        codebook=f"/codebooks/{path}.yaml",
        head={"kind": "logistic", "C": values},
    )

    assert shown_and_loaded(config) == config


def test_a_corpus_of_ones_own_named_bundled_stays_ones_own(folder):
    config = load_config(write(folder / "a.yaml", "name: a\ncorpus: {path: ./bundled}\n"))

    shown = write(folder / "shown.yaml", dump_config(config, folder))

    assert load_config(shown).corpus.path == str(folder / "bundled")
