"""A model folder and back: the same scores to the bit, and every damage refused."""

import json
import re
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import load_file, save
from typer.testing import CliRunner

from mediaframe.cli import app
from mediaframe.config import (
    CharacterConfig,
    FeatureConfig,
    HeadConfig,
    LinearSvmHead,
    LogisticHead,
    MajorityHead,
    NaiveBayesHead,
    ReadingConfig,
    RidgeHead,
    RulesHead,
    WordConfig,
)
from mediaframe.errors import InputError, ModelFileError, OtherVersionError
from mediaframe.serving.artifact import read_model
from mediaframe.serving.labeller import Model, load_model
from mediaframe.serving.manifest import FORMAT_VERSION
from tests.builders import make_corpus, make_model

HEADS: dict[str, HeadConfig] = {
    "majority": MajorityHead(),
    "rules": RulesHead(),
    "naive_bayes": NaiveBayesHead(alpha=(0.3,)),
    "logistic": LogisticHead(C=(1.0,)),
    "linear_svm": LinearSvmHead(C=(0.3,)),
    "ridge": RidgeHead(alpha=(1.0,)),
}
FORMATS = Path(__file__).parent / "formats"
NOTHING = {"words": None, "characters": None, "reading": None}
BLOCKS = {
    "words": FeatureConfig(**{**NOTHING, "words": WordConfig(min_df=1)}),
    "characters": FeatureConfig(**{**NOTHING, "characters": CharacterConfig(ngrams=(2, 3))}),
    "reading": FeatureConfig(**{**NOTHING, "reading": ReadingConfig(neighbours=2)}),
    "all": FeatureConfig(words=WordConfig(), characters=CharacterConfig(), reading=ReadingConfig()),
}
UNSEEN = (
    "“Schöne Straße,” sagte die Ministerin – angeblich.",
    "",
    "東京で地震があったと当局は述べた。",
    "The mayor denied \U0001f642 it.\tTwice\u2028over.",
    "word " * 500,
)
SENTENCES = (*(sentence.text for sentence in make_corpus().sentences), *UNSEEN)


def save_to(folder: Path, model: Model) -> Path:
    model.save(folder)
    return folder


@pytest.fixture(scope="module")
def model():
    return make_model(HEADS["logistic"])


@pytest.fixture(scope="module")
def pristine(tmp_path_factory, model):
    """Return a saved model that no test changes."""
    return save_to(tmp_path_factory.mktemp("saved") / "model", model)


@pytest.fixture
def folder(tmp_path, pristine):
    """Return a saved model to tamper with."""
    return Path(shutil.copytree(pristine, tmp_path / "model"))


@pytest.fixture(scope="module")
def of_each_head(tmp_path_factory):
    """Return a model of each head, and the folder that holds them all."""
    models = {name: make_model(head) for name, head in HEADS.items()}
    folder = tmp_path_factory.mktemp("heads")
    for name, model in models.items():
        save_to(folder / name, model)
    return models, folder


@pytest.mark.parametrize("head", HEADS)
def test_a_loaded_model_scores_to_the_bit_like_the_one_saved(of_each_head, head):
    models, folder = of_each_head

    loaded = load_model(folder / head)

    expected = models[head].predict_proba(SENTENCES)
    assert loaded.predict_proba(SENTENCES).tobytes() == expected.tobytes()
    assert np.array_equal(loaded.predict(SENTENCES), models[head].predict(SENTENCES))


def test_a_fresh_process_scores_to_the_bit_like_the_one_that_trained(of_each_head, tmp_path):
    models, folder = of_each_head
    (tmp_path / "sentences.json").write_text(json.dumps(SENTENCES), encoding="utf-8")
    program = (
        "import json, sys, mediaframe\n"
        "sentences = json.load(open(sys.argv[2], encoding='utf-8'))\n"
        "for name in sys.argv[3:]:\n"
        "    scores = mediaframe.load_model(f'{sys.argv[1]}/{name}').predict_proba(sentences)\n"
        "    print(name, scores.tobytes().hex())\n"
    )

    process = subprocess.run(
        [sys.executable, "-c", program, folder, tmp_path / "sentences.json", *HEADS],
        capture_output=True,
        text=True,
        check=True,
    )

    found = dict(line.split() for line in process.stdout.splitlines())
    assert found == {
        name: model.predict_proba(SENTENCES).tobytes().hex() for name, model in models.items()
    }


@pytest.mark.parametrize("block", BLOCKS)
def test_each_kind_of_features_alone_comes_back_to_the_bit(tmp_path, block):
    model = make_model(HEADS["logistic"], features=BLOCKS[block])

    loaded = load_model(save_to(tmp_path / "model", model))

    assert loaded.predict_proba(SENTENCES).tobytes() == model.predict_proba(SENTENCES).tobytes()
    assert loaded.features == BLOCKS[block]


def test_what_is_read_is_what_was_saved(pristine, model):
    loaded = load_model(pristine)

    parts = ("codebook", "features", "heads", "calibration", "training", "thresholds", "labels")
    assert [getattr(loaded, name) for name in parts] == [getattr(model, name) for name in parts]
    assert np.array_equal(loaded.classifier.coef, model.classifier.coef)
    assert np.array_equal(loaded.classifier.thresholds, model.classifier.thresholds)


def test_saving_what_was_loaded_gives_the_same_bytes(pristine, tmp_path):
    load_model(pristine).save(tmp_path / "again")

    first, again = (
        {path.name: path.read_bytes() for path in folder.iterdir()}
        for folder in (pristine, tmp_path / "again")
    )
    assert first == again


def test_the_folder_holds_json_numbers_and_a_card_and_nothing_that_could_run(pristine):
    contents = {path.name: path.read_bytes() for path in pristine.iterdir()}

    assert set(contents) == {"model.json", "weights.safetensors", "README.md"}
    assert json.loads(contents["model.json"])["format"] == "mediaframe-model"
    assert load_file(pristine / "weights.safetensors").keys() == {
        "coef",
        "intercept",
        "words.terms",
        "words.idf",
    }
    read = contents["model.json"] + contents["weights.safetensors"]  # nobody reads the card
    assert not re.search(rb"sklearn|numpy|__reduce__|builtins|mediaframe\.", read)


def test_settings_are_strict_json(pristine):
    def refuse(constant):
        raise AssertionError(constant)

    values = json.loads((pristine / "model.json").read_text("utf-8"), parse_constant=refuse)

    assert values["format_version"] == 2
    assert values["codebook"]["version"]


def flip_a_bit(folder: Path) -> None:
    content = bytearray((folder / "weights.safetensors").read_bytes())
    content[-1] ^= 1
    (folder / "weights.safetensors").write_bytes(content)


def cut(name: str):
    def tamper(folder: Path) -> None:
        content = (folder / name).read_bytes()
        (folder / name).write_bytes(content[: len(content) // 2])

    return tamper


def remove(name: str):
    return lambda folder: (folder / name).unlink()


def write(content: bytes):
    return lambda folder: (folder / "model.json").write_bytes(content)


def replace(old: str, new: str):
    def tamper(folder: Path) -> None:
        text = (folder / "model.json").read_text(encoding="utf-8")
        assert old in text
        (folder / "model.json").write_text(text.replace(old, new, 1), encoding="utf-8")

    return tamper


def make_a_folder(folder: Path) -> None:
    (folder / "model.json").unlink()
    (folder / "model.json").mkdir()


OURS = b'{"format": "mediaframe-model", "format_version": 2, "x": %s}'


@pytest.mark.parametrize(
    ("tamper", "message"),
    [
        pytest.param(flip_a_bit, r"weights.safetensors: not the weights that model.json was saved with; restore", id="altered weights"),
        pytest.param(cut("weights.safetensors"), r"weights.safetensors: not the weights", id="cut weights"),
        pytest.param(remove("weights.safetensors"), r"weights.safetensors: cannot be read \(No such file", id="no weights"),
        pytest.param(remove("model.json"), r"model.json: cannot be read \(No such file .*a model is a folder with", id="no settings"),
        pytest.param(make_a_folder, r"model.json: cannot be read \(Is a directory", id="settings are a folder"),
        pytest.param(cut("model.json"), r"model.json: not valid JSON", id="cut settings"),
        pytest.param(replace('"seed": 1', '"seed": 2'), r"model.json: altered since it was saved", id="altered settings"),
        pytest.param(replace('"attribution": 0.', '"attribution": 0.1'), r"model.json: altered since", id="altered threshold"),
        pytest.param(replace('"checksum": "', '"checksum": "0'), r"model.json: altered since", id="altered checksum"),
        pytest.param(replace('"checksum"', '"chequesum"'), r"model.json: altered since", id="no checksum"),
        pytest.param(replace('"seed": 1', '"seed": 1, "extra": 1'), r"model.json: altered since", id="extra key"),
        pytest.param(replace('"format_version": 2', '"format_version": 3'), r"model.json: format 3, but this mediaframe \(\S+\) reads format 2; update mediaframe, or train again", id="a later format"),
        pytest.param(replace('"format_version": 2', '"version": 2'), r"model.json: format_version is no number of a format, but", id="no format version"),
        pytest.param(replace('"format_version": 2', '"format_version": true'), r"model.json: format_version is no number of a format, but", id="true for a format version"),
        pytest.param(replace('"format_version": 2', '"format_version": [2]'), r"model.json: format_version is no number of a format, but", id="a list of format versions"),
        pytest.param(write(b'{"format": "onnx"}'), r"model.json: not a mediaframe model; name the `model` folder", id="foreign JSON"),
        pytest.param(write(b"[]"), r"model.json: not a mediaframe model", id="a list"),
        pytest.param(write(b"null"), r"model.json: not a mediaframe model", id="null"),
        pytest.param(write(b""), r"model.json: not valid JSON", id="empty"),
        pytest.param(write(b"\xff\xfe{"), r"model.json: not valid JSON", id="not UTF-8"),
        pytest.param(write(b"\x80\x04\x95."), r"model.json: not valid JSON", id="a pickle"),
        pytest.param(write(OURS % (b"[" * 100_000)), r"model.json: not valid JSON", id="endlessly deep"),
        pytest.param(write(OURS % (b"9" * 5_000)), r"model.json: not valid JSON", id="a number without end"),
        pytest.param(write(OURS % b"NaN"), r"model.json: altered since", id="NaN"),
        pytest.param(
            write(OURS % b'"\\ud800"'), r"model.json: ", id="half a character"
        ),
    ],
)  # fmt: skip
def test_a_damaged_folder_is_refused_and_the_file_named(folder, tamper, message):
    tamper(folder)

    with pytest.raises(ModelFileError) as caught:
        read_model(folder)

    assert re.match(re.escape(f"{folder}/") + message, str(caught.value))
    assert "\n" not in str(caught.value)


def seal_settings(folder: Path, values: dict[str, Any]) -> None:
    """Write settings with the checksum that belongs to them, as a forger would."""
    kept = {key: value for key, value in values.items() if key != "checksum"}
    text = json.dumps(kept, sort_keys=True)
    values["checksum"] = sha256(text.encode()).hexdigest()
    (folder / "model.json").write_text(json.dumps(values), encoding="utf-8")


def forge_settings(folder: Path, change) -> None:
    values = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    change(values)
    seal_settings(folder, values)


def forge_weights(folder: Path, change) -> None:
    tensors = load_file(folder / "weights.safetensors")
    change(tensors)
    weights = save({name: tensor.copy(order="C") for name, tensor in tensors.items()})
    (folder / "weights.safetensors").write_bytes(weights)
    forge_settings(folder, lambda values: values.update(weights_sha256=sha256(weights).hexdigest()))


def test_a_forger_who_changes_nothing_is_not_noticed(folder, model):
    forge_weights(folder, lambda _tensors: None)

    _, classifier = read_model(folder)

    assert np.array_equal(classifier.coef, model.classifier.coef)


def first_not_finite(number: float, name: str):
    def change(tensors) -> None:
        tensors[name] = tensors[name].copy()
        tensors[name].flat[0] = number

    return change


def with_terms(change):
    """Return a change of the list of terms."""

    def tamper(tensors) -> None:
        terms = tensors["words.terms"].tobytes().decode().split("\n")
        tensors["words.terms"] = np.frombuffer("\n".join(change(terms)).encode(), np.uint8)

    return tamper


def without(name: str):
    return lambda mapping: mapping.pop(name)


def shaped(name: str, change):
    return lambda tensors: tensors.update({name: change(tensors[name])})


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param(first_not_finite(np.nan, "coef"), "a number is not finite", id="NaN"),
        pytest.param(first_not_finite(np.inf, "intercept"), "a number is not finite", id="infinity"),
        pytest.param(first_not_finite(np.nan, "words.idf"), "a number is not finite", id="NaN in idf"),
        pytest.param(without("coef"), "coef", id="no coefficients"),
        pytest.param(without("intercept"), "intercept", id="no intercepts"),
        pytest.param(without("words.terms"), "words.terms", id="no terms"),
        pytest.param(without("words.idf"), "words.idf", id="no idf"),
        pytest.param(shaped("coef", lambda a: a[:, 1:]), "coefficients are", id="a coefficient too few"),
        pytest.param(shaped("coef", np.transpose), "coefficients are", id="coefficients turned"),
        pytest.param(shaped("coef", lambda a: a[:2]), "coefficients are", id="a label too few"),
        pytest.param(shaped("intercept", lambda a: a[:2]), "coefficients are", id="an intercept too few"),
        pytest.param(shaped("intercept", lambda a: a[:, None]), "coefficients are", id="intercepts in a column"),
        pytest.param(shaped("words.idf", lambda a: a[1:]), "terms, but idf", id="an idf too few"),
        pytest.param(shaped("words.idf", lambda a: a[None]), "idf", id="idf in a row"),
        pytest.param(with_terms(lambda terms: terms[1:]), "labels x features|terms, but idf", id="a term too few"),
        pytest.param(with_terms(lambda terms: [*terms, "x"]), "labels x features|terms, but idf", id="a term too many"),
        pytest.param(with_terms(lambda terms: [terms[1], *terms[1:]]), "Duplicate term", id="a term twice"),
        pytest.param(shaped("words.terms", lambda a: a * 0 + 255), "utf-8", id="terms not UTF-8"),
        pytest.param(shaped("coef", lambda a: a.astype(np.float32)), "coef holds float32, not float64", id="halved numbers"),
        pytest.param(shaped("words.terms", lambda a: a.astype(np.int64)), "words.terms holds int64", id="terms as numbers"),
        pytest.param(lambda tensors: tensors.update({"x" * 99: np.zeros(1)}), "1 tensors that nothing asks for, the first 'x{40}'", id="a tensor too many"),
        pytest.param(lambda tensors: tensors.update({f"t{n}": np.zeros(0) for n in range(100_000)}), "100000 tensors that nothing asks for, the first 't0'", id="a header without end"),
        pytest.param(
            shaped("words.idf", lambda a: a[:, None]), "idf", id="idf in a column"
        ),
        pytest.param(
            shaped("words.idf", lambda a: a[:1].reshape(())), "idf", id="one number for idf"
        ),
    ],
)  # fmt: skip
def test_weights_that_do_not_fit_are_refused_even_with_the_right_digests(folder, change, message):
    forge_weights(folder, change)

    with pytest.raises(ModelFileError, match=message) as caught:
        read_model(folder)

    assert str(caught.value).startswith(f"{folder}/weights.safetensors: does not fit model.json (")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param(lambda v: v.update(extra=1), r"model.json: extra: extra inputs", id="extra key"),
        pytest.param(lambda v: v.update(lexicon={}), r"model.json: lexicon: extra inputs", id="a lexicon, as in format 1"),
        pytest.param(without("labels"), r"model.json: labels: field required", id="no labels"),
        pytest.param(lambda v: v["labels"].reverse(), r"model.json: labels are of contested_claim, .*, the codebook has attribution", id="labels in another order"),
        pytest.param(lambda v: v["codebook"]["labels"].reverse(), r"model.json: labels are of attribution, .*, the codebook has contested_claim", id="labels of the codebook in another order"),
        pytest.param(without("reader"), r"model.json: reader: field required", id="no reader"),
        pytest.param(lambda v: v.update(reader=None), r"does not fit model.json \(reader is null", id="a reader that is null"),
        pytest.param(lambda v: v["reader"]["columns"].append(v["reader"]["columns"][0]), r"model.json: reader: a column stands there twice", id="a column twice"),
        pytest.param(lambda v: v["reader"]["columns"].pop(), r"model.json: made with mediaframe .* says something else", id="a column too few"),
        pytest.param(lambda v: v["thresholds"].update(attribution=7), r"model.json: thresholds.attribution: ", id="a threshold of 7"),
        pytest.param(lambda v: v["thresholds"].update(attribution=-0.1), r"model.json: thresholds.attribution: ", id="a threshold below 0"),
        pytest.param(lambda v: v["thresholds"].update(attribution="0.5"), r"model.json: thresholds.attribution: ", id="a number as text for a threshold"),
        pytest.param(lambda v: v["thresholds"].update(other=0.5), r"model.json: thresholds are of .*other, the codebook has", id="a threshold too many"),
        pytest.param(lambda v: v["heads"].pop("attribution"), r"model.json: heads are of", id="a head too few"),
        pytest.param(without("codebook"), r"model.json: codebook: field required", id="no codebook"),
        pytest.param(lambda v: v["heads"].update(attribution={"kind": "os.system"}), r"model.json: heads.attribution: ", id="foreign head"),
        pytest.param(lambda v: v["features"].update(sounds={}), r"model.json: features.sounds: ", id="foreign feature"),
        pytest.param(lambda v: v["thresholds"].update(attribution=float("nan")), r"model.json: thresholds.attribution: ", id="NaN for a threshold"),
        pytest.param(lambda v: v["thresholds"].update(attribution="high"), r"model.json: thresholds.attribution: ", id="text for a threshold"),
        pytest.param(lambda v: v["thresholds"].pop("attribution"), r"model.json: thresholds are of official_claim, contested_claim, the codebook has attribution", id="no threshold"),
        pytest.param(lambda v: v["codebook"]["labels"].pop(), r"model.json: codebook: .*contested_claim", id="a label too few"),
        pytest.param(lambda v: v["features"].update(reading=None), r"model.json: reader names columns, but features.reading is off", id="cues off"),
        pytest.param(lambda v: v["features"].update(characters={}), r"does not fit model.json .*characters.terms is missing", id="characters on"),
    ],
)  # fmt: skip
def test_settings_that_do_not_fit_are_refused_even_with_the_right_checksum(folder, change, message):
    forge_settings(folder, change)

    with pytest.raises(ModelFileError, match=message) as caught:
        read_model(folder)

    assert str(caught.value).startswith(str(folder))
    assert "\n" not in str(caught.value)


def test_bytes_that_are_no_safetensors_are_refused_even_with_the_right_digest(folder):
    content = b"\x80\x04\x95 a pickle, perhaps"
    (folder / "weights.safetensors").write_bytes(content)
    forge_settings(folder, lambda values: values.update(weights_sha256=sha256(content).hexdigest()))

    with pytest.raises(ModelFileError, match=r"weights\.safetensors: does not fit model\.json"):
        read_model(folder)


def test_sorting_the_keys_of_the_settings_moves_no_score(folder, model):
    values = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    (folder / "model.json").write_text(json.dumps(values, sort_keys=True), encoding="utf-8")

    scores = load_model(folder).predict_proba(SENTENCES)

    assert scores.tobytes() == model.predict_proba(SENTENCES).tobytes()


def test_other_white_space_in_the_settings_is_no_damage(folder, model):
    values = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    (folder / "model.json").write_text(json.dumps(values), encoding="utf-8")

    scores = load_model(folder).predict_proba(SENTENCES)

    assert scores.tobytes() == model.predict_proba(SENTENCES).tobytes()


def test_a_missing_folder_is_refused_with_the_models_that_ship(tmp_path):
    with pytest.raises(ModelFileError) as caught:
        load_model(tmp_path / "nowhere")

    assert str(caught.value) == (
        f"{tmp_path}/nowhere: no such model; name the folder of a run, or one that ships: news-en"
    )


def test_a_wrong_model_is_the_users_input():
    assert issubclass(ModelFileError, InputError)
    assert ModelFileError.exit_code == 2


@pytest.mark.parametrize("version", sorted(path.name for path in FORMATS.iterdir()))
def test_a_model_of_an_old_format_is_refused_with_what_to_do(version):
    with pytest.raises(OtherVersionError) as caught:
        load_model(FORMATS / version)

    assert re.fullmatch(
        re.escape(f"{FORMATS / version}/model.json: format {version}, which ")
        + r"[^;]+, but this mediaframe \(\S+\) reads format 2; train again with the `config.yaml` of its run, or install .*",
        str(caught.value),
    )
    assert "\n" not in str(caught.value)


def test_every_format_before_is_kept_to_be_refused():
    assert {path.name for path in FORMATS.iterdir()} == {str(n) for n in range(1, FORMAT_VERSION)}


def test_a_model_of_an_old_format_ends_a_command_with_2_and_one_message():
    result = CliRunner().invoke(app, ["predict", str(FORMATS / "1"), "-"], input="It rained.")

    assert (result.exit_code, result.stdout) == (2, "")
    assert "format 1, which neither names the features" in result.stderr
    assert "Traceback" not in result.output
