"""`news-en`: it loads with the reader of today, works in every command by its name, and says what it is."""

import json

import pytest
from typer.testing import CliRunner

from mediaframe.cli import app
from mediaframe.config.file import load_config
from mediaframe.data.standoff import shipped_standoff
from mediaframe.errors import ModelFileError, OtherVersionError
from mediaframe.serving.labeller import load_model
from mediaframe.serving.shipped import MODELS, shipped_models
from tests.builders import LABELS, make_rows, write_jsonl
from tests.contract.test_configs import CONFIGS, ROOT

NAME = "news-en"
ARTICLE = (
    "Prices will ease by spring, Finance Minister Ana Ruiz said. Rain closed two roads on Monday."
)


def test_its_seal_fits_the_reader():
    try:
        load_model(NAME)
    except OtherVersionError as error:
        pytest.fail(
            f"the reader has changed since {NAME} was made; make it anew by `python experiments/012-news/make.py TEXTS` ({error})"
        )


@pytest.fixture(scope="module")
def model():
    try:
        return load_model(NAME)
    except OtherVersionError:
        pytest.skip("its seal does not fit: see the test of that")


def command(*options, said=None):
    result = CliRunner().invoke(app, list(map(str, options)), input=said)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_it_labels_an_article(model):
    first, second = model.label_article(ARTICLE)

    assert first.labels == ("attribution", "official_claim")
    assert first.source.status == "official"
    assert second.labels == ()


def test_it_is_the_one_that_ships():
    assert shipped_models() == [NAME]


@pytest.mark.usefixtures("model")
def test_every_command_takes_its_name(tmp_path):
    corpus = write_jsonl(tmp_path / "corpus.jsonl", make_rows(6))

    labelled = command("predict", NAME, said=ARTICLE).splitlines()
    explained = command("explain", NAME, "The mayor denied it.")
    evaluated = command("evaluate", NAME, corpus, "-o", tmp_path / "report", "--no-figures")
    sampled = command("data", "sample", corpus, tmp_path / "next.jsonl", "-n", 2, "--model", NAME)

    assert json.loads(labelled[0])["labels"] == ["attribution", "official_claim"]
    assert explained.startswith("attribution: yes (score ")
    assert str(tmp_path / "report") in evaluated
    assert sampled.endswith(": 2 sentences\n")


@pytest.mark.slow
@pytest.mark.usefixtures("model")
def test_it_can_be_tried_on_cases():
    assert "capabilit" in command("behave", NAME)


def test_it_was_trained_on_what_its_config_names(model):
    further = load_config(ROOT / "configs" / "news.yaml").corpus.further
    names = {path.rpartition("/")[2].removesuffix(".jsonl") for path in further}

    assert names == set(shipped_standoff())
    assert set(model.training.corpus.split(" + ")) == {"bundled", *names}
    assert model.labels == LABELS


def test_its_words_stand_alone(model):
    """Pairs of words could be put together to sentences again."""
    words = dict(model.classifier.features.transformer_list)["words"].get_feature_names_out()

    assert not any(" " in word for word in words)


def test_its_card_says_what_must_be_known():
    card = (MODELS / NAME / "README.md").read_text(encoding="utf-8")

    for name in shipped_standoff():
        assert f"\n| {name} | " in card
    for words in (
        "labels are a language model's",
        "No sentence can be read off it",
        "What it is bad at",
        "95 % intervals over articles",
        "| – news.bbc.co.uk | ",
    ):
        assert words in card


def test_a_name_that_is_none_is_told_with_those_that_ship():
    with pytest.raises(ModelFileError, match=r"news-fr: no such model; name the folder of a run, or one that ships: news-en"):  # fmt: skip
        load_model("news-fr")


def test_its_config_is_among_those_that_ship():
    assert "news" in {path.stem for path in CONFIGS}
