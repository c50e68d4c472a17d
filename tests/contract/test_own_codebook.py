"""A codebook of one's own: the starter's runs, rules and lexicon included; reading helps its labels or stays out of the way."""

import json
from typing import Any

import numpy as np
import pytest

from mediaframe.codebook import load_codebook
from mediaframe.config.file import load_config
from mediaframe.config.starter import OWN_CODEBOOK, starter
from mediaframe.data.corpus import bundled_file
from mediaframe.errors import InputError
from mediaframe.experiment.run import run_experiment
from mediaframe.serving.labeller import load_model
from tests.builders import TOWNS, write_config, write_jsonl

LINES: tuple[tuple[str, list[str]], ...] = (
    ("Rain fell on {town} all night.", ["rain_report"]),
    ("The mayor of {town} opened a school.", []),
    ("Officials in {town} warned of storms by evening.", ["rain_report", "warning"]),
    ("Shops in {town} closed early, owners said.", []),
    ("A downpour flooded two streets of {town}.", ["rain_report"]),
    ("An alert for {town} names the downpour as the cause.", ["rain_report", "warning"]),
)
ROWS = [
    {"sentence_id": f"{town}:{n}", "article_id": town, "text": text.format(town=f"{town} {i} {i + 70}"), "labels": labels}
    for i, town in enumerate(TOWNS)
    for n, (text, labels) in enumerate(LINES)
]  # fmt: skip


def write_codebook(folder, text=OWN_CODEBOOK):
    path = folder / "weather.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def experiment(folder, codebook, **settings):
    corpus = write_jsonl(folder / "corpus.jsonl", ROWS)
    return load_config(write_config(folder, corpus, codebook=str(codebook), **settings))


def test_the_starter_shows_it_whole():
    shown = [line.removeprefix("#   ") for line in starter().splitlines()]

    assert OWN_CODEBOOK.splitlines() == shown[-len(OWN_CODEBOOK.splitlines()) :]


def test_its_rules_are_a_baseline_that_finds_its_labels(tmp_path):
    config = experiment(tmp_path, write_codebook(tmp_path))

    outcome = run_experiment(config, tmp_path / "run")

    rules = outcome.scores.systems["rules"].labels
    assert load_codebook(config.codebook).has_rules
    assert {label: figures.f1.value for label, figures in rules.items()} == {
        "rain_report": 1.0,
        "warning": 1.0,
    }
    assert load_model(outcome.folder).labels == ("rain_report", "warning")


def without_rules(folder):
    lines = [line for line in OWN_CODEBOOK.splitlines() if "rule:" not in line]
    return write_codebook(folder, "\n".join(lines) + "\n")


def test_rules_asked_for_by_hand_need_rules(tmp_path):
    asked = experiment(tmp_path, without_rules(tmp_path), evaluation={"resamples": 100, "baselines": ["rules"]})  # fmt: skip

    with pytest.raises(InputError, match=r"evaluation.baselines: rules, but codebook weather has none for rain_report, warning"):  # fmt: skip
        run_experiment(asked, tmp_path / "run")


def test_by_default_rules_are_left_out_and_the_record_can_be_run(tmp_path):
    config = experiment(tmp_path, without_rules(tmp_path))

    first = run_experiment(config, tmp_path / "run")
    again = run_experiment(load_config(tmp_path / "run" / "config.yaml"), tmp_path / "again")

    assert list(first.scores.systems) == ["model", "always_yes"]
    assert first.scores == again.scores
    assert (first.folder / "provenance.json").read_bytes() == (
        again.folder / "provenance.json"
    ).read_bytes()


def write_marked(folder, marks, seed=0):
    """Write 400 sentences of 40 articles and their codebook: `marked` is told by `marks`, the other labels are drawn at random."""
    rng = np.random.default_rng(seed)
    articles: dict[str, list[dict[str, Any]]] = {}
    with bundled_file() as file:
        for line in file.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            articles.setdefault(row["article_id"], []).append(row)
    long = sorted(name for name, found in articles.items() if len(found) >= 10)
    rows = []
    for article in rng.choice(long, 40, replace=False).tolist():
        for number, row in enumerate(articles[article][:10]):
            marked, text = marks(row, rng)
            labels = ["marked"] * marked + [label for label in ("one", "two") if rng.random() < 0.3]
            name = f"{article}:{number}"
            rows.append(
                {"sentence_id": name, "article_id": article, "text": text, "labels": labels}
            )
    names = "\n".join(f"  - {{name: {name}, definition: d}}" for name in ("marked", "one", "two"))
    codebook = write_codebook(folder, f"name: own\nversion: '1'\nlabels:\n{names}\n")
    return write_jsonl(folder / "marked.jsonl", rows), codebook


def by_word(row, rng):
    if rng.random() >= 0.3:
        return False, row["text"]
    words = row["text"].split()
    words.insert(int(rng.integers(1, len(words) + 1)), "zebra")
    return True, " ".join(words)


def by_reading(row, _rng):
    """What officials say: a label that hangs on who speaks, whatever their words."""
    return "official_claim" in row["labels"], row["text"]


def f1_of_marked(folder, corpus, codebook, *settings):
    config = write_config(
        folder,
        corpus,
        codebook=str(codebook),
        features={"words": {"ngrams": [1, 1]}, "characters": None},
        head={"C": [0.1, 0.3, 1, 3, 10, 30]},
        training={"folds": 5},
        report={"figures": False, "behaviour": False},
    )
    outcome = run_experiment(load_config(config, settings), folder / "run", force=True)
    return outcome.scores.systems["model"].labels["marked"].f1.value


def test_a_label_that_a_word_tells_is_learned_beside_all_that_is_read(tmp_path):
    found = []
    for seed in range(3):
        corpus, codebook = write_marked(tmp_path, by_word, seed)
        found.append(f1_of_marked(tmp_path, corpus, codebook))

    assert np.mean(found) >= 0.95


def test_a_heavy_reading_drowns_such_a_word(tmp_path):
    """Why the weight is chosen."""
    corpus, codebook = write_marked(tmp_path, by_word)

    chosen = f1_of_marked(tmp_path, corpus, codebook)

    assert f1_of_marked(tmp_path, corpus, codebook, "features.reading.weight=0.5") < chosen - 0.03


def test_a_label_that_reading_tells_gains_by_it(tmp_path):
    corpus, codebook = write_marked(tmp_path, by_reading)

    chosen = f1_of_marked(tmp_path, corpus, codebook)

    assert chosen > f1_of_marked(tmp_path, corpus, codebook, "features.reading=null") + 0.1
