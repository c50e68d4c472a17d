"""The codebook that the starter shows is one that runs, rules and lexicon included."""

import pytest

from mediaframe.codebook import load_codebook
from mediaframe.config.file import load_config
from mediaframe.config.starter import OWN_CODEBOOK, starter
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
