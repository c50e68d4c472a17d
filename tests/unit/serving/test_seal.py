"""A model is sealed to what the reader says, not to the code that says it."""

import json
import os
import re
import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

import mediaframe
from mediaframe.config import FeatureConfig, LogisticHead, ReadingConfig
from mediaframe.errors import OtherVersionError
from mediaframe.reader import reading, signals
from mediaframe.reader.kinds import CONTENTS
from mediaframe.reader.mentions import STATUSES
from mediaframe.reader.terms import bundled_terms
from mediaframe.serving import artifact, seal
from mediaframe.serving.labeller import load_model
from tests.builders import make_corpus, make_model

SENTENCES = [sentence.text for sentence in make_corpus(4).sentences]
ARTICLES = [sentence.article_id for sentence in make_corpus(4).sentences]
PACKAGE = Path(mediaframe.__file__).parent
READ_ALONE = FeatureConfig(words=None, characters=None, reading=ReadingConfig(neighbours=1))


@pytest.fixture(scope="module")
def model():
    return make_model(LogisticHead(C=(1.0,)), features=READ_ALONE)


@pytest.fixture(scope="module")
def folder(tmp_path_factory, model):
    """Return a saved model that no test changes."""
    folder = tmp_path_factory.mktemp("sealed") / "model"
    model.save(folder)
    return folder


@pytest.fixture(autouse=True)
def _forget():
    """Forget what the reader said before a test changed it, and after."""
    forget()
    yield
    forget()


def forget() -> None:
    seal._digest.cache_clear()
    signals.signal_names.cache_clear()


def change_signals(monkeypatch, **constants) -> None:
    for name, value in constants.items():
        monkeypatch.setattr(signals, name, value)
    forget()


def scores_of(model):
    return model.predict_proba(SENTENCES, ARTICLES).tolist()


def test_a_signal_list_in_another_order_loads_and_scores_the_same(monkeypatch, folder, model):
    before, expected = signals.signal_names(), scores_of(model)
    change_signals(monkeypatch, STATUSES=STATUSES[::-1], CONTENTS=CONTENTS[::-1])

    loaded = load_model(folder)

    assert signals.signal_names() != before
    assert scores_of(loaded) == expected


def test_a_model_saved_by_a_reader_of_another_order_is_loaded_by_this_one(monkeypatch, tmp_path):
    with monkeypatch.context() as other:
        change_signals(other, STATUSES=STATUSES[::-1])
        model = make_model(LogisticHead(C=(1.0,)), features=READ_ALONE)
        model.save(tmp_path)
        expected = scores_of(model)
    forget()

    assert scores_of(load_model(tmp_path)) == expected


def test_a_lexicon_in_another_order_loads(monkeypatch, folder):
    terms = {name: lines[::-1] for name, lines in reversed(bundled_terms().items())}
    monkeypatch.setattr(reading, "bundled_terms", lambda: terms)

    load_model(folder)


def test_a_signal_that_is_new_disowns_no_model(monkeypatch, folder, model):
    expected = scores_of(model)
    change_signals(monkeypatch, STATUSES=(*STATUSES, "oracle"))

    assert scores_of(load_model(folder)) == expected


def add_a_term(monkeypatch) -> None:
    """Add a word that no sentence of the probe holds."""
    terms = bundled_terms()
    monkeypatch.setitem(terms, "saying", (*terms["saying"], "mumble | mumbled"))


def drop_a_form(monkeypatch) -> None:
    terms = bundled_terms()
    cut = tuple(line.replace(" | saying", "") for line in terms["saying"])
    assert cut != terms["saying"]
    monkeypatch.setitem(terms, "saying", cut)


def move_a_class(monkeypatch) -> None:
    terms = bundled_terms()
    monkeypatch.setitem(terms, "believing", (*terms["believing"], *terms["hearsay"]))
    monkeypatch.setitem(terms, "hearsay", ())


def drop_a_signal(monkeypatch) -> None:
    change_signals(monkeypatch, STATUSES=STATUSES[1:])


def see_no_officials(monkeypatch) -> None:
    monkeypatch.setattr(signals, "is_official_assertion", lambda _item: False)


@pytest.mark.parametrize(
    "change",
    [add_a_term, drop_a_form, move_a_class, drop_a_signal, see_no_officials],
    ids=lambda change: change.__name__,
)
def test_a_reader_that_says_something_else_is_refused(monkeypatch, folder, change):
    change(monkeypatch)

    with pytest.raises(OtherVersionError) as caught:
        load_model(folder)

    assert re.fullmatch(
        re.escape(f"{folder}/model.json: made with mediaframe ")
        + r"\S+, and the reader of this one \(\S+\) says something else: labels would change unseen; "
        r"install mediaframe \S+ as it was then, or train again \(`mediaframe evaluate` .*\)",
        str(caught.value),
    )


def test_another_version_is_named_as_the_one_to_install(monkeypatch, folder):
    made = version("mediaframe")
    monkeypatch.setattr(artifact, "VERSION", "9.0")
    add_a_term(monkeypatch)

    with pytest.raises(
        OtherVersionError,
        match=rf"with mediaframe {made}, .* this one \(9\.0\) .* install mediaframe {made}, or train",
    ):
        load_model(folder)


def test_a_model_that_reads_no_articles_is_not_sealed_to_the_reader(monkeypatch, tmp_path):
    model = make_model(LogisticHead(C=(1.0,)), features=FeatureConfig(reading=None))
    model.save(tmp_path)
    expected = scores_of(model)
    add_a_term(monkeypatch)

    assert scores_of(load_model(tmp_path)) == expected


def test_the_probe_is_read_once_in_a_process(monkeypatch, folder):
    load_model(folder)
    see_no_officials(monkeypatch)

    load_model(folder)

    assert seal._digest.cache_info().misses == 1


def without_coverage():
    """Return the environment of a process whose package is a copy, and no part of what is covered."""
    return {name: value for name, value in os.environ.items() if not name.startswith("COV")}


def test_renamed_functions_and_moved_words_change_nothing(tmp_path, folder, model):
    package = Path(shutil.copytree(PACKAGE, tmp_path / "mediaframe"))
    for file in package.rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        renamed = re.sub(
            r"\b(is_official_assertion|find_contests|read_article)\b", r"\1_anew", text
        )
        file.write_text(renamed, encoding="utf-8")
    (package / "reader/lexicon/speech.yaml").rename(package / "reader/lexicon/utterance.yaml")
    program = (
        "import json, sys, mediaframe\n"
        "from mediaframe.reader.signals import is_official_assertion_anew\n"
        "sentences, articles = json.load(sys.stdin)\n"
        "model = mediaframe.load_model(sys.argv[1])\n"
        "print(mediaframe.__file__, model.predict_proba(sentences, articles).tobytes().hex())\n"
    )

    process = subprocess.run(
        [sys.executable, "-c", program, folder],
        input=json.dumps([SENTENCES, ARTICLES]),
        env={**without_coverage(), "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )

    scores = model.predict_proba(SENTENCES, ARTICLES).tobytes().hex()
    assert process.stdout.split() == [str(package / "__init__.py"), scores]
