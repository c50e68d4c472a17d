"""The straight line from config to run folder."""

import json
import os
import shutil
from collections import defaultdict
from hashlib import sha256
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from mediaframe.config.file import load_config
from mediaframe.errors import InputError
from mediaframe.experiment.plan import plan_experiment
from mediaframe.experiment.run import run_experiment
from mediaframe.files.writing import json_text
from mediaframe.results.descriptions import CodebookVersion
from mediaframe.results.scores import EvaluationScores
from mediaframe.serving.labeller import load_model
from tests.builders import LABELS, make_noisy_rows, write_config, write_jsonl

OWN_CODEBOOK = """
name: weather
version: "1"
labels:
  - {name: rain_report, definition: Says that water fell.}
  - {name: source_named, definition: Names who says so.}
"""


def contents(folder: Path, *, but: tuple[str, ...] = ("run_info.json",)) -> dict[str, bytes]:
    """Return the bytes of every file of a folder, by path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name not in but
    }


def run_in(
    folder: Path, rows=None, name: str = "run", *, jobs: int = 1, force: bool = False, **settings
):
    """Write a corpus and a config, run it, and return the outcome."""
    corpus = write_jsonl(folder / "corpus.jsonl", make_noisy_rows() if rows is None else rows)
    config = load_config(write_config(folder, corpus, **settings))
    return run_experiment(config, folder / name, jobs=jobs, force=force)


@pytest.fixture(scope="module")
def outcome(tmp_path_factory):
    """Return a run without figures that no test changes."""
    return run_in(tmp_path_factory.mktemp("experiment"))


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    """Return the same run with its figures."""
    return run_in(tmp_path_factory.mktemp("drawn"), report={})


def test_a_run_folder_is_complete(drawn):
    names = {path.split("/")[0] for path in contents(drawn.folder, but=())}

    assert names == {
        "config.yaml",
        "figures",
        "findings.json",
        "model",
        "predictions.parquet",
        "provenance.json",
        "report.html",
        "report.md",
        "run_info.json",
        "scores.json",
        "tables",
    }


def test_the_scores_file_is_strict_json_and_holds_the_scores(outcome):
    def refuse(constant):
        raise AssertionError(constant)

    text = (outcome.folder / "scores.json").read_text(encoding="utf-8")
    read = json.loads(text, parse_constant=refuse)

    assert EvaluationScores.model_validate_json(text) == outcome.scores
    assert json_text(outcome.scores.to_json()) == text
    assert read["test"]["sentences"] + read["train"]["sentences"] == 96


def test_the_config_written_is_the_config_run(outcome):
    written = load_config(outcome.folder / "config.yaml")

    assert written == load_config(outcome.folder.parent / "small.yaml")


def test_provenance_tells_data_settings_seed_and_packages(outcome):
    provenance = json.loads((outcome.folder / "provenance.json").read_text(encoding="utf-8"))

    corpus = (outcome.folder.parent / "corpus.jsonl").read_bytes()
    assert provenance["corpus"]["sha256"] == sha256(corpus).hexdigest()
    assert provenance["seed"] == 1
    assert provenance["codebook"]["name"] == "framing"
    assert {"numpy", "scikit-learn"} <= provenance["environment"]["packages"].keys()


def test_only_run_info_tells_the_hour_and_the_host(drawn):
    info = json.loads((drawn.folder / "run_info.json").read_text(encoding="utf-8"))

    host, year = os.uname().nodename.encode(), info["started"][:10].encode()
    assert {"reading", "training", "evaluating"} <= info["seconds"].keys()
    assert [name for name, content in contents(drawn.folder).items() if year in content] == []
    assert host.decode() == info["host"]


def test_predictions_are_what_the_saved_model_says_of_test(outcome):
    rows = pq.read_table(outcome.folder / "predictions.parquet").to_pylist()

    model = load_model(outcome.folder)
    again = model.predict_proba([row["text"] for row in rows], [row["article_id"] for row in rows])

    labels = [
        [label for label in LABELS if row["scores"][label] >= model.thresholds[label]]
        for row in rows
    ]
    assert [list(row["scores"].values()) for row in rows] == again.tolist()
    assert [row["labels"] for row in rows] == labels
    assert len(rows) == outcome.scores.test.sentences


def test_no_article_of_test_was_trained_on(outcome):
    plan = plan_experiment(load_config(outcome.folder / "config.yaml"))

    tested = set(pq.read_table(outcome.folder / "predictions.parquet")["article_id"].to_pylist())
    assert tested == set(plan.test.articles)
    assert tested.isdisjoint(plan.train.articles)


def test_the_model_records_what_it_was_trained_on(outcome):
    record = load_model(outcome.folder).training

    assert record.experiment == "small"
    assert record.corpus_sha256 == outcome.scores.corpus.sha256
    assert record.sentences == outcome.scores.train.sentences
    assert record.positives == outcome.scores.train.positives


def test_the_card_tells_the_figures_of_the_report(outcome):
    card = (outcome.folder / "model" / "README.md").read_text(encoding="utf-8")

    f1 = outcome.scores.systems["model"].macro.f1
    assert "| `macro` | " in card
    assert f"{f1.value:.3f} [{f1.low:.3f}, {f1.high:.3f}] |" in card


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_same_settings_give_the_same_bytes(outcome, tmp_path, jobs):
    again = run_in(tmp_path, jobs=jobs)

    assert contents(again.folder) == contents(outcome.folder)


def test_articles_in_another_order_give_the_same_model_and_scores(outcome, tmp_path):
    articles = defaultdict(list)
    for row in make_noisy_rows():
        articles[row["article_id"]].append(row)
    moved = run_in(tmp_path, [row for rows in reversed(articles.values()) for row in rows])

    first, second = contents(outcome.folder), contents(moved.folder)

    told_apart_by_digest = {
        "provenance.json",
        "model/model.json",
        "model/README.md",
        "report.html",
        "report.md",
        "scores.json",
        "tables/reforms.csv",
    }
    assert {name for name in first if first[name] != second[name]} == told_apart_by_digest
    digests = outcome.scores.corpus.sha256, moved.scores.corpus.sha256
    for name in told_apart_by_digest - {"provenance.json", "model/model.json"}:
        assert second[name] == first[name].replace(*(digest.encode() for digest in digests))


def test_sentences_of_two_articles_may_stand_in_turn(outcome, tmp_path):
    rows = make_noisy_rows()
    woven = run_in(tmp_path, sorted(rows, key=lambda row: row["sentence_id"].split(":")[1]))

    first, second = contents(outcome.folder), contents(woven.folder)

    assert second["predictions.parquet"] == first["predictions.parquet"]
    assert second["model/weights.safetensors"] == first["model/weights.safetensors"]


def test_another_seed_gives_another_split(outcome, tmp_path):
    config = load_config(outcome.folder.parent / "small.yaml")

    other = plan_experiment(config.model_copy(update={"seed": 2}))

    assert set(other.test.articles) != set(plan_experiment(config).test.articles)
    assert list(tmp_path.iterdir()) == []


def test_an_empty_folder_may_be_filled_and_the_same_run_repeated_without_force(tmp_path):
    (tmp_path / "run").mkdir()

    first = contents(run_in(tmp_path).folder)
    second = contents(run_in(tmp_path).folder)

    assert first == second
    assert sorted(path.name for path in tmp_path.iterdir()) == ["corpus.jsonl", "run", "small.yaml"]


def foreign_folder(path: Path) -> None:
    path.mkdir()
    (path / "thesis.txt").write_text("years of work", encoding="utf-8")


def foreign_provenance(text: str):
    def make(path: Path) -> None:
        path.mkdir()
        (path / "provenance.json").write_text(text, encoding="utf-8")

    return make


@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize(
    ("make", "message"),
    [
        pytest.param(lambda path: path.write_text("x"), "run: a file stands there; name another folder with -o", id="a file"),
        pytest.param(foreign_folder, "run: holds something else than a run; name another folder with -o", id="a foreign folder"),
        pytest.param(foreign_provenance("{"), "run: holds something else than a run", id="broken provenance"),
    ],
)  # fmt: skip
def test_what_is_no_run_is_never_replaced(tmp_path, make, message, force):
    make(tmp_path / "run")
    before = sorted(tmp_path.rglob("*"))

    with pytest.raises(InputError, match=message):
        run_in(tmp_path, force=force)

    assert {path.name for path in tmp_path.rglob("*")} == {path.name for path in before} | {
        "corpus.jsonl",
        "small.yaml",
    }


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("[]", id="a list"),
        pytest.param('{"made by": "another program"}', id="an object"),
    ],
)
def test_force_never_replaces_the_folder_of_another_program(tmp_path, text):
    foreign_provenance(text)(tmp_path / "run")

    with pytest.raises(InputError, match="; name another folder with -o"):
        run_in(tmp_path, force=True)

    assert [path.name for path in (tmp_path / "run").iterdir()] == ["provenance.json"]


def test_a_run_of_other_settings_or_data_is_replaced_by_force_only(outcome, tmp_path):
    first = contents(outcome.folder)
    shutil.copytree(outcome.folder, tmp_path / "run")

    with pytest.raises(InputError, match=r"run: holds a run of another configuration; .*--force"):
        run_in(tmp_path, head={"kind": "majority"})
    with pytest.raises(InputError, match=r"holds a run of another configuration and corpus"):
        run_in(tmp_path, make_noisy_rows(17))
    kept = contents(tmp_path / "run")
    forced = run_in(tmp_path, head={"kind": "majority"}, force=True)

    assert kept == first
    assert forced.scores.head == "majority"
    assert contents(forced.folder).keys() == first.keys()
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def interrupt_at(name: str, done: int):
    def stage(stage_name: str, steps: int, _of: int) -> None:
        if (stage_name, steps) == (name, done):
            raise KeyboardInterrupt

    return stage


@pytest.mark.parametrize(
    "moment",
    [
        pytest.param(("reading", 1), id="after reading"),
        pytest.param(("training", 1), id="between folds"),
        pytest.param(("reporting", 0), id="before writing"),
    ],
)
def test_an_interrupted_run_leaves_the_old_folder(outcome, moment):
    before = contents(outcome.folder, but=())
    beside = sorted(outcome.folder.parent.iterdir())
    config = load_config(outcome.folder.parent / "small.yaml")

    with pytest.raises(KeyboardInterrupt):
        run_experiment(config, outcome.folder, stage=interrupt_at(*moment))

    assert contents(outcome.folder, but=()) == before
    assert sorted(outcome.folder.parent.iterdir()) == beside


def test_a_link_to_a_folder_stays_a_link_and_the_folder_is_filled(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "run").symlink_to(tmp_path / "elsewhere", target_is_directory=True)

    run_in(tmp_path)

    assert (tmp_path / "run").readlink() == tmp_path / "elsewhere"
    assert (tmp_path / "elsewhere" / "scores.json").is_file()
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_the_folder_is_named_after_the_experiment_and_stages_are_told_in_order(
    tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    corpus = write_jsonl(tmp_path / "corpus.jsonl", make_noisy_rows())
    told = []

    outcome = run_experiment(
        load_config(write_config(tmp_path, corpus)), stage=lambda *step: told.append(step)
    )

    assert outcome.folder == Path("runs/small")
    assert (tmp_path / "runs" / "small" / "report.html").is_file()
    assert told == [
        ("reading", 0, 1),
        ("reading", 1, 1),
        ("training", 0, 1),
        ("training", 1, 2),
        ("training", 2, 2),
        ("training", 1, 1),
        ("evaluating", 0, 1),
        ("evaluating", 1, 1),
        ("reporting", 0, 1),
        ("reporting", 1, 1),
    ]


def test_no_sentence_is_shown_where_the_config_says_so(tmp_path):
    rows = make_noisy_rows()
    for number, row in enumerate(rows):
        row["text"] += f" Secret{number}x."

    folder = run_in(
        tmp_path, rows, report={"show_text": False, "misses": 3, "figures": False}
    ).folder

    tested = pq.read_table(folder / "predictions.parquet")
    shown = {name for name, content in contents(folder).items() if b"Secret" in content}
    assert shown == set()
    assert tested["text"].null_count == len(tested)
    assert "(text not shown)" in (folder / "report.md").read_text(encoding="utf-8")


def test_a_run_without_figures_is_the_same_result(outcome, drawn):
    whole, bare = contents(drawn.folder), contents(outcome.folder)

    other = {name for name in whole if whole[name] != bare.get(name)}
    figures = {name for name in whole if name.startswith("figures/")}
    assert len(figures) == 15
    assert other - figures == {"config.yaml", "report.html", "report.md"}
    assert bare.keys() == whole.keys() - figures


def test_the_same_settings_draw_the_same_bytes(drawn, tmp_path):
    again = run_in(tmp_path, report={})

    assert contents(again.folder) == contents(drawn.folder)


@pytest.mark.parametrize("head", ["rules", "naive_bayes"])
def test_another_head_runs_from_config_to_labels(tmp_path, head):
    outcome = run_in(tmp_path, head={"kind": head})

    assert outcome.scores.head == head
    assert load_model(outcome.folder).predict(["The minister denied it."]).shape == (1, 3)


def test_an_own_codebook_without_rules_runs_from_config_to_labels(tmp_path):
    (tmp_path / "weather.yaml").write_text(OWN_CODEBOOK, encoding="utf-8")
    rows = [
        {
            **{key: row[key] for key in ("sentence_id", "article_id", "text")},
            "labels": [
                *(["rain_report"] if "Rain" in row["text"] else []),
                *(["source_named"] if "said" in row["text"] else []),
            ],
        }
        for row in make_noisy_rows()
    ]

    outcome = run_in(tmp_path, rows, codebook=str(tmp_path / "weather.yaml"))

    model = load_model(outcome.folder)
    (labelled, *_) = model.label_article("Rain fell, the mayor said.")
    assert model.labels == ("rain_report", "source_named")
    assert list(outcome.scores.systems) == ["model", "always_yes"]
    assert "source_named" in labelled.labels
    assert labelled.evidence["source_named"] == ()
    assert outcome.scores.codebook == CodebookVersion(name="weather", version="1")


def test_the_rules_head_needs_a_rule_for_every_label(tmp_path):
    (tmp_path / "weather.yaml").write_text(OWN_CODEBOOK, encoding="utf-8")

    with pytest.raises(
        InputError, match=r"head.kind: rules, but codebook weather has labels without"
    ):
        run_in(tmp_path, codebook=str(tmp_path / "weather.yaml"), head={"kind": "rules"})


@pytest.mark.parametrize(
    ("settings", "rows", "message"),
    [
        pytest.param({"training": {"folds": 30}}, make_noisy_rows(), "training.folds: 30 folds, but train has", id="too many folds"),
        pytest.param({"split": {"test_share": 0.00001}}, make_noisy_rows(), "leaves none for test", id="no test"),
        pytest.param({}, [{**row, "labels": []} for row in make_noisy_rows()], "too few positive sentences", id="no positives"),
        pytest.param({"features": {"words": {"min_df": 999}, "characters": None, "reading": None}}, make_noisy_rows(), "features.words.min_df: no term occurs in 999 sentences", id="no terms"),
    ],
)  # fmt: skip
def test_what_cannot_be_trained_is_refused_and_leaves_nothing(tmp_path, settings, rows, message):
    with pytest.raises(InputError, match=message):
        run_in(tmp_path, rows, **settings)

    assert sorted(path.name for path in tmp_path.iterdir()) == ["corpus.jsonl", "small.yaml"]


def test_settings_of_training_and_report_are_obeyed(tmp_path):
    outcome = run_in(
        tmp_path,
        training={"folds": 2, "calibration": "none", "thresholds": "half"},
        evaluation={"resamples": 100, "baselines": []},
        report={"misses": 0, "figures": False},
    )

    report = (outcome.folder / "report.md").read_text(encoding="utf-8")
    assert outcome.scores.thresholds == dict.fromkeys(LABELS, 0.5)
    assert load_model(outcome.folder).calibration == "none"
    assert list(outcome.scores.systems) == ["model"]
    assert [group.sentences for group in outcome.scores.misses] == [(), (), ()]
    assert "Clearest misses" not in report
