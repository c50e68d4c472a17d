"""Results run again: what came out again, what moved, and by how much."""

import json
import re
import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from safetensors.numpy import load_file, save_file

from mediaframe.config.file import load_config
from mediaframe.errors import InputError
from mediaframe.experiment.run import run_experiment
from mediaframe.files.writing import write_json
from mediaframe.reproduction import Verdict, compare_runs, verify
from mediaframe.serving.manifest import Manifest
from tests.builders import make_noisy_rows, write_config, write_jsonl


@pytest.fixture(scope="module")
def fresh(tmp_path_factory):
    """Return a run with figures that no test changes."""
    folder = tmp_path_factory.mktemp("reproduction")
    corpus = write_jsonl(folder / "corpus.jsonl", make_noisy_rows())
    config = write_config(folder, corpus, report={})
    return run_experiment(load_config(config), folder / "run").folder


@pytest.fixture
def recorded(tmp_path, fresh):
    """Return a copy of the run to change."""
    return Path(shutil.copytree(fresh, tmp_path / "recorded"))


@pytest.fixture
def project(tmp_path, small_run):
    """Return a copy of a run without figures, quick to run again, together with its corpus and config."""
    return Path(shutil.copytree(small_run, tmp_path / "project")) / "run"


def edit(path: Path, change) -> None:
    values = json.loads(path.read_text(encoding="utf-8"))
    change(values)
    path.write_text(json.dumps(values, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def move_f1(by: float):
    def change(scores) -> None:
        scores["systems"]["model"]["macro"]["f1"]["value"] += by

    return change


def record_another(package: str = "numpy"):
    return lambda provenance: provenance["environment"]["packages"].update({package: "1.0"})


def rewrite(folder: Path, change, **options) -> None:
    table = pq.read_table(folder / "predictions.parquet")
    rows = [{**row, "evidence": list(row["evidence"])} for row in table.to_pylist()]
    changed = pa.Table.from_pylist(change(rows), schema=table.schema)
    pq.write_table(changed, folder / "predictions.parquet", **options)


def test_a_run_is_reproduced(project):
    beside = sorted(project.parent.rglob("*"))

    verdict = verify(project)

    assert verdict == Verdict("reproduced", ())
    assert sorted(project.parent.rglob("*")) == beside


def test_a_run_is_reproduced_wherever_it_lies_with_its_corpus_and_by_more_jobs(project, tmp_path):
    moved = project.parent.rename(tmp_path / "moved house") / "run"

    assert verify(str(moved), jobs=2).status == "reproduced"


@pytest.fixture
def copied(tmp_path, small_run):
    """Return a run that was copied without its corpus, which lies elsewhere."""
    elsewhere = tmp_path / "elsewhere" / "deeper"
    shutil.copytree(small_run / "run", tmp_path / "copied" / "run")
    elsewhere.mkdir(parents=True)
    shutil.copy(small_run / "corpus.jsonl", elsewhere)
    return tmp_path / "copied" / "run", elsewhere / "corpus.jsonl"


def test_a_run_that_was_copied_is_reproduced_where_its_corpus_is_named(copied):
    run, corpus = copied

    with pytest.raises(InputError, match=r"corpus.jsonl: cannot be read .*-s corpus.path=FILE"):
        verify(run)

    assert verify(run, settings=[f"corpus.path={corpus}"]) == Verdict("reproduced", ())


def test_a_corpus_is_found_by_its_digest_in_the_working_folder_or_around_the_run(
    copied, monkeypatch
):
    run, corpus = copied
    (run.parents[1] / "corpus.jsonl").write_text("another", encoding="utf-8")

    monkeypatch.chdir(corpus.parent)

    assert verify(run) == Verdict("reproduced", ())


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        pytest.param("corpus.path={}/other/corpus.jsonl", "is not the corpus of the run: its sha256", id="other bytes"),
        pytest.param("corpus.path={}/renamed.jsonl", "is called renamed.jsonl, .*give the file its old name", id="other name"),
        pytest.param("corpus.path={}/none/corpus.jsonl", "no file at .*check the path", id="nothing there"),
        pytest.param("head.C=1", "only where files lie now may be said: corpus.path, corpus.further, codebook", id="another setting"),
    ],
)  # fmt: skip
def test_a_corpus_that_is_not_the_runs_is_refused(copied, tmp_path, setting, message):
    run, corpus = copied
    (tmp_path / "other").mkdir()
    shutil.copy(corpus, tmp_path / "renamed.jsonl")
    write_jsonl(tmp_path / "other" / "corpus.jsonl", make_noisy_rows(9))

    with pytest.raises(InputError, match=message):
        verify(run, settings=[setting.format(tmp_path)])


@pytest.fixture(scope="module")
def joined(tmp_path_factory):
    """Return a run, by a config file, that is trained on one corpus and tested on another; no test changes it."""
    folder = tmp_path_factory.mktemp("joined")
    rows = make_noisy_rows(12)
    write_jsonl(folder / "north.jsonl", rows[: 7 * 6])
    write_jsonl(folder / "south.jsonl", rows[7 * 6 :])
    corpora = {"path": "north.jsonl", "further": ["south.jsonl"]}
    split = {"kind": "column", "column": "corpus", "held_out": ["south"]}
    config = write_config(folder, Path("north.jsonl"), corpus=corpora, split=split)
    return run_experiment(load_config(config), folder / "run")


def test_a_corpus_is_held_out_of_several(joined):
    labelled = pq.read_table(joined.folder / "predictions.parquet")["article_id"].to_pylist()

    assert {article.partition("/")[0] for article in labelled} == {"south"}
    assert joined.scores.test.articles == 5
    assert joined.scores.train.articles == 7
    assert joined.scores.corpus.name == "north + south"
    assert joined.scores.shared_articles == 0


def test_a_run_over_several_corpora_is_reproduced_wherever_they_lie_together(joined, tmp_path):
    moved = shutil.copytree(joined.folder.parent, tmp_path / "moved")

    assert verify(moved / "run") == Verdict("reproduced", ())


def test_a_byte_of_the_second_of_two_corpora_is_told(joined, tmp_path):
    moved = shutil.copytree(joined.folder.parent, tmp_path / "moved")
    change_text(moved / "south.jsonl", "Monday", "Sunday")

    verdict = verify(moved / "run")

    assert verdict.status == "different"
    assert verdict.cause.startswith("the corpus has changed since the run")


def test_a_corpus_of_several_that_is_gone_is_the_users_to_mend(joined, tmp_path):
    moved = shutil.copytree(joined.folder.parent, tmp_path / "moved")
    (moved / "south.jsonl").unlink()

    with pytest.raises(InputError, match=r"south.jsonl: cannot be read"):
        verify(moved / "run")


def test_a_changed_corpus_is_different_and_named(project):
    corpus = project.parent / "corpus.jsonl"
    corpus.write_text(
        corpus.read_text(encoding="utf-8").replace("Monday", "Sunday"), encoding="utf-8"
    )

    verdict = verify(project)

    assert verdict.status == "different"
    assert [
        reason for reason in verdict.reasons if "provenance.json: corpus.sha256: recorded" in reason
    ]


def test_an_edited_score_is_different_and_named(project):
    edit(project / "scores.json", move_f1(0.1))

    verdict = verify(project)

    assert verdict.status == "different"
    assert len(verdict.reasons) == 1
    assert re.fullmatch(
        r"scores.json: systems.model.macro.f1.value: recorded [\d.]+, now [\d.]+ \(-0\.1\)",
        verdict.reasons[0],
    )


def change_text(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def nudge_threshold(values) -> None:
    values["thresholds"]["attribution"] += 0.01


def nudge_threshold_and_seal(run: Path) -> None:
    path = run / "model" / "model.json"
    manifest = Manifest.model_validate_json(path.read_bytes())
    nudged = {**manifest.thresholds, "attribution": manifest.thresholds["attribution"] + 0.01}
    weights = (run / "model" / "weights.safetensors").read_bytes()
    sealed = manifest.model_copy(update={"thresholds": nudged}).seal(weights)
    write_json(path, sealed.model_dump(mode="json"))


def nudge_weights(run: Path) -> None:
    path = run / "model" / "weights.safetensors"
    tensors = load_file(path)
    tensors["intercept"] = tensors["intercept"] + 0.5
    save_file(tensors, path)


def swap_model(run: Path) -> None:
    config = load_config(run.parent / "small.yaml", ["seed=7"])
    other = run_experiment(config, run.parent / "other").folder
    shutil.rmtree(run / "model")
    shutil.copytree(other / "model", run / "model")


def change_the_corpus(run: Path) -> None:
    change_text(run.parent / "corpus.jsonl", "Monday", "Sunday")


def cut_the_corpus(run: Path) -> None:
    corpus = run.parent / "corpus.jsonl"
    corpus.write_text(corpus.read_text(encoding="utf-8")[:-20], encoding="utf-8")


def swap_figures(run: Path) -> None:
    figures = run / "figures"
    (figures / "f1.svg").rename(figures / "aside.svg")
    (figures / "confusion_1.svg").rename(figures / "f1.svg")
    (figures / "aside.svg").rename(figures / "confusion_1.svg")


TAMPERINGS = [
    pytest.param(lambda r: edit(r / "scores.json", move_f1(0.1)), r"edited since the run.*: scores.json", "scores.json: systems.model.macro.f1.value: recorded", id="score"),
    pytest.param(lambda r: rewrite(r, change_a_decision), r"edited since the run.*: predictions.parquet", ".labels: recorded", id="prediction"),
    pytest.param(change_the_corpus, r"the corpus has changed", "corpus.sha256: recorded", id="corpus byte"),
    pytest.param(cut_the_corpus, r"the corpus has changed .* cannot be trained on", "corpus.jsonl:96", id="corpus cut"),
    pytest.param(lambda r: edit(r / "model/model.json", nudge_threshold), r"the model was edited .* threshold attribution: recorded", "thresholds.attribution: recorded", id="threshold"),
    pytest.param(nudge_threshold_and_seal, r"a threshold was moved: attribution: recorded .* \(-0.01\)", "thresholds.attribution: recorded", id="threshold, sealed again"),
    pytest.param(nudge_weights, r"model/weights.safetensors: not the weights", "intercept: moved by up to 0.5", id="weights"),
    pytest.param(swap_model, r"the model is that of another run \(small, seed 7\)", "model/model.json: training.seed: recorded 7, now 1", id="model of another run"),
    pytest.param(lambda r: change_text(r / "config.yaml", "seed: 1", "seed: 2"), r"config.yaml names another seed .*\(recorded 1, now 2\)", "seed: recorded 1, now 2", id="seed in config.yaml"),
    pytest.param(lambda r: change_text(r / "config.yaml", "C: [0.3, 3.0]", "C: [0.01]"), r"the settings in config.yaml .* were edited", "scores.json: ", id="settings"),
    pytest.param(lambda r: change_text(r / "config.yaml", "seed: 1", "sed: 1"), r"config.yaml was edited", "sed: unknown key", id="settings broken"),
    pytest.param(lambda r: edit(r / "provenance.json", lambda v: v["corpus"].update(sha256="0" * 64)), r"provenance.json was edited", "provenance.json: corpus.sha256", id="provenance"),
    pytest.param(lambda r: edit(r / "model/model.json", lambda v: v["training"].update(sentences=9)), r"the model was edited .*model.json: altered", "training.sentences: recorded 9", id="model.json"),
    pytest.param(lambda r: (r / "predictions.parquet").unlink(), r"missing: predictions.parquet", "predictions.parquet: missing", id="file missing"),
    pytest.param(lambda r: (r / "provenance.json").unlink(), r"missing: provenance.json", "provenance.json: missing", id="provenance missing"),
    pytest.param(lambda r: change_text(r / "report.md", "Macro-F1 0", "Macro-F1 1"), r"edited since the run.*: report.md", "report.md: other bytes", id="report"),
    pytest.param(lambda r: edit(r / "provenance.json", lambda v: v.update(seed=9)), r"provenance.json was edited", "provenance.json: seed: recorded 9, now 1", id="seed in provenance"),
]  # fmt: skip


@pytest.mark.parametrize(("tamper", "cause", "moved"), TAMPERINGS)
def test_tampering_is_different_and_its_cause_is_named_first(project, tamper, cause, moved):
    tamper(project)

    verdict = verify(project)

    assert verdict.status == "different"
    assert re.search(cause, verdict.cause)
    assert [reason for reason in verdict.reasons if moved in reason]


def test_figures_that_are_drawn_again_are_compared(tmp_path, fresh):
    drawn = Path(shutil.copytree(fresh.parent, tmp_path / "project")) / "run"
    same = verify(drawn)
    swap_figures(drawn)

    swapped = verify(drawn)

    assert same == Verdict("reproduced", ())
    assert re.search(
        r"edited since the run.*: figures/confusion_1.svg, figures/f1.svg", swapped.cause
    )
    assert swapped.reasons[0].startswith("figures/confusion_1.svg, figures/f1.svg: other bytes")


def test_a_run_without_its_settings_is_different(project):
    (project / "config.yaml").unlink()

    verdict = verify(project)

    assert verdict.status == "different"
    assert verdict.cause.startswith("missing: config.yaml")


@pytest.mark.parametrize(
    "tamper",
    [
        pytest.param(nudge_weights, id="weights"),
        pytest.param(nudge_threshold_and_seal, id="threshold"),
    ],
)
def test_another_environment_excuses_no_other_model(recorded, fresh, tamper):
    edit(recorded / "provenance.json", record_another())
    tamper(recorded)

    assert compare_runs(recorded, fresh).status == "different"


def test_a_missing_corpus_is_the_users_to_mend_and_leaves_nothing(project):
    (project.parent / "corpus.jsonl").unlink()
    beside = sorted(project.parent.rglob("*"))

    with pytest.raises(InputError, match=r"corpus.jsonl: cannot be read"):
        verify(project)

    assert sorted(project.parent.rglob("*")) == beside


def test_what_is_no_run_folder_is_refused(tmp_path):
    (tmp_path / "config.yaml").write_text("name: x\n", encoding="utf-8")

    with pytest.raises(InputError, match=r"no run folder .*name what `mediaframe run` wrote"):
        verify(tmp_path)


def test_an_interrupted_verification_leaves_nothing(project):
    beside = sorted(project.parent.rglob("*"))

    def stage(name, _done, _of):
        if name == "training":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        verify(project, stage=stage)

    assert sorted(project.parent.rglob("*")) == beside


def test_the_same_bytes_are_reproduced(recorded, fresh):
    assert compare_runs(recorded, fresh) == Verdict("reproduced", ())


def remove_what_is_made_from_others(folder: Path) -> None:
    for path in (*folder.rglob("*.html"), *folder.rglob("*.csv")):
        path.unlink()


def test_pages_and_pictures_need_not_be_on_record(recorded, fresh):
    remove_what_is_made_from_others(recorded)

    assert compare_runs(recorded, fresh) == Verdict("reproduced", ())


def test_pages_and_pictures_need_not_be_on_record_where_packages_differ(recorded, fresh):
    remove_what_is_made_from_others(recorded)
    edit(recorded / "provenance.json", record_another())

    verdict = compare_runs(recorded, fresh)

    assert verdict.status == "close"
    assert "missing" not in " ".join(verdict.reasons)


def test_run_info_may_differ(recorded, fresh):
    (recorded / "run_info.json").unlink()

    assert compare_runs(recorded, fresh).status == "reproduced"


def change_a_decision(rows):
    rows[2]["labels"] = ["contested_claim"] * 5
    return rows


def change_a_score(rows):
    rows[2]["scores"]["attribution"] += 0.25
    return rows


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param(change_a_decision, r"{id}.labels: recorded .*, now", id="a decision"),
        pytest.param(change_a_score, r"{id}.scores.attribution: recorded [\d.]+, now [\d.]+", id="a score"),
        pytest.param(lambda rows: rows[:2] + rows[3:], r"{id}: recorded null, now", id="a sentence less"),
        pytest.param(lambda rows: [*rows, {**rows[0], "sentence_id": "new"}], r"new: recorded .*, now null", id="a sentence more"),
        pytest.param(
            lambda rows: rows[::-1], r".*order", id="another order"
        ),
        pytest.param(
            lambda rows: [*rows, rows[0]], r".*\(again\): recorded", id="a sentence twice"
        ),
    ],
)  # fmt: skip
def test_changed_predictions_are_different_and_the_sentence_is_named(
    recorded, fresh, change, message
):
    third = pq.read_table(fresh / "predictions.parquet")["sentence_id"].to_pylist()[2]
    rewrite(recorded, change)

    verdict = compare_runs(recorded, fresh)

    assert verdict.status == "different"
    assert re.match(
        r"predictions.parquet: .*" + message.format(id=third), " ".join(verdict.reasons)
    )


@pytest.mark.parametrize(
    ("change", "reasons"),
    [
        pytest.param(lambda f: (f / "figures" / "f1.svg").unlink(), ("figures/f1.svg: missing",), id="a figure missing"),
        pytest.param(lambda f: (f / "scores.json").unlink(), ("scores.json: missing",), id="the scores missing"),
        pytest.param(lambda f: (f / "notes.txt").write_text("x"), ("notes.txt: not part of a run",), id="a file more"),
        pytest.param(lambda f: (f / "report.md").write_text("x"), ("report.md: other bytes",), id="an edited report"),
        pytest.param(lambda f: (f / "figures" / "f1.svg").write_text("x"), ("figures/f1.svg: other bytes",), id="an edited figure"),
        pytest.param(lambda f: (f / "tables" / "model.csv").write_text("x"), ("tables/model.csv: other bytes",), id="an edited table"),
        pytest.param(lambda f: (f / "report.html").write_text("x"), ("report.html: other bytes",), id="an edited page"),
        pytest.param(lambda f: (f / "aside.html").write_text("x"), ("aside.html: not part of a run",), id="a page more"),
        pytest.param(lambda f: (f / "report.md").unlink(), ("report.md: missing",), id="Markdown missing"),
        pytest.param(lambda f: (f / "predictions.parquet").unlink(), ("predictions.parquet: missing",), id="predictions missing"),
        pytest.param(lambda f: (f / "model" / "model.json").unlink(), ("model/model.json: missing",), id="part of the model missing"),
        pytest.param(lambda f: (f / "model" / "weights.safetensors").write_bytes(b"x"), ("model/weights.safetensors: cannot be read",), id="other weights"),
        pytest.param(lambda f: edit(f / "model" / "model.json", lambda v: v["training"].update(seed=9)), ("model/model.json: training.seed: recorded 9, now 1 (-8)",), id="an edited model"),
        pytest.param(lambda f: edit(f / "provenance.json", lambda v: v.update(seed=9)), ("provenance.json: seed: recorded 9, now 1 (-8)",), id="another seed"),
    ],
)  # fmt: skip
def test_a_changed_file_is_different_and_named(recorded, fresh, change, reasons):
    change(recorded)

    verdict = compare_runs(recorded, fresh)

    assert (verdict.status, verdict.reasons) == ("different", reasons)
    assert verdict.cause != ""


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("scores.json", b"{", id="broken scores"),
        pytest.param("predictions.parquet", b"x", id="broken predictions"),
        pytest.param("provenance.json", b"[]", id="foreign provenance"),
        pytest.param("provenance.json", b"{", id="broken provenance"),
    ],
)
def test_a_file_that_cannot_be_read_is_different(recorded, fresh, name, content):
    (recorded / name).write_bytes(content)

    verdict = compare_runs(recorded, fresh)

    assert verdict.status == "different"
    assert (
        "recorded null, now {" in verdict.reasons[0] or "recorded [], now {" in verdict.reasons[0]
    )


def reformat(folder: Path) -> None:
    values = json.loads((folder / "scores.json").read_text(encoding="utf-8"))
    (folder / "scores.json").write_text(json.dumps(values), encoding="utf-8")


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(reformat, id="scores in another layout"),
        pytest.param(lambda f: rewrite(f, list, compression="none"), id="predictions packed otherwise"),
        pytest.param(lambda f: edit(f / "scores.json", lambda v: v["systems"]["model"]["macro"]["f1"].update(value=float("nan"))), id="NaN for a score"),
    ],
)  # fmt: skip
def test_a_difference_always_has_a_reason(recorded, fresh, change):
    change(recorded)

    verdict = compare_runs(recorded, fresh)

    assert verdict.status == "different"
    assert verdict.reasons != ()


def test_many_differences_are_told_as_the_first_ten_and_their_number(recorded, fresh):
    def change(rows):
        for row in rows:
            row["start"] += 1
        return rows

    rewrite(recorded, change)

    verdict = compare_runs(recorded, fresh)

    moved = pq.read_table(fresh / "predictions.parquet").num_rows
    assert verdict.reasons[0].startswith(
        f"predictions.parquet: {moved} of {moved} sentences moved, 0 in labels: "
    )
    assert len(verdict.reasons) == 11
    assert verdict.reasons[-1] == f"predictions.parquet: and {moved - 9} more"


def test_a_long_value_is_told_in_short(recorded, fresh):
    edit(recorded / "scores.json", lambda scores: scores.update(experiment="x" * 500))

    (reason,) = compare_runs(recorded, fresh).reasons

    assert len(reason) < 250
    assert "…" in reason


def record_other_code(provenance) -> None:
    provenance["code_sha256"] = "0" * 64


def record_no_code(provenance) -> None:
    del provenance["code_sha256"]


@pytest.mark.parametrize("change", [record_other_code, record_no_code])
def test_other_code_that_gives_the_same_is_reproduced(recorded, fresh, change):
    edit(recorded / "provenance.json", change)

    assert compare_runs(recorded, fresh) == Verdict("reproduced")


def test_other_code_is_the_cause_of_what_moved(recorded, fresh):
    edit(recorded / "provenance.json", record_other_code)
    edit(recorded / "scores.json", move_f1(0.01))

    verdict = compare_runs(recorded, fresh)

    assert verdict.status == "different"
    assert verdict.cause == "mediaframe's code has changed since the run"
    assert any(
        reason.startswith("provenance.json: code_sha256: recorded") for reason in verdict.reasons
    )


def test_the_same_code_is_no_cause_of_what_moved(recorded, fresh):
    edit(recorded / "scores.json", move_f1(0.01))

    assert compare_runs(recorded, fresh).cause == "edited since the run: scores.json"


def test_other_code_is_no_cause_of_an_edited_model(recorded, fresh):
    edit(recorded / "provenance.json", record_other_code)
    nudge_threshold_and_seal(recorded)

    assert compare_runs(recorded, fresh).cause.startswith("a threshold was moved")


def test_a_model_of_an_old_format_is_not_told_to_be_edited(recorded, fresh):
    edit(recorded / "provenance.json", record_no_code)
    edit(recorded / "model" / "model.json", lambda values: values.update(format_version=1))

    verdict = compare_runs(recorded, fresh)

    assert verdict.status == "different"
    assert verdict.cause == "mediaframe's code has changed since the run"


def test_another_package_alone_is_close_and_told(recorded, fresh):
    edit(recorded / "provenance.json", record_another())

    verdict = compare_runs(recorded, fresh)

    assert (verdict.status, verdict.reasons) == ("close", ())
    assert re.fullmatch(r'environment: packages.numpy: recorded "1.0", now "[\d.]+"', verdict.cause)


@pytest.mark.parametrize(
    ("by", "status"),
    [
        pytest.param(0.0004, "close", id="below half a printed digit"),
        pytest.param(-0.0004, "close", id="below, downwards"),
        pytest.param(0.0006, "different", id="above half a printed digit"),
    ],
)
def test_in_another_environment_scores_may_move_less_than_is_printed(recorded, fresh, by, status):
    edit(recorded / "provenance.json", record_another())
    edit(recorded / "scores.json", move_f1(by))

    verdict = compare_runs(recorded, fresh)

    assert verdict.status == status
    told = [verdict.cause, *verdict.reasons]
    assert [line for line in told if line.startswith("environment: packages.numpy")]
    assert [line for line in told if line.startswith("scores.json: systems.model.macro.f1.value")]


def test_in_the_same_environment_no_score_may_move_at_all(recorded, fresh):
    edit(recorded / "scores.json", move_f1(0.000002))

    assert compare_runs(recorded, fresh).status == "different"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        pytest.param(lambda f: rewrite(f, change_a_decision), "predictions.parquet: ", id="a decision"),
        pytest.param(lambda f: edit(f / "scores.json", lambda v: v["test"].update(sentences=1)), "scores.json: test.sentences: recorded 1, now", id="a count"),
        pytest.param(lambda f: (f / "report.md").unlink(), "report.md: missing", id="a file missing"),
        pytest.param(lambda f: (f / "notes.txt").write_text("x"), "notes.txt: not part of a run", id="a file more"),
        pytest.param(lambda f: (f / "config.yaml").write_text("name: x"), "config.yaml: other bytes", id="another config"),
        pytest.param(lambda f: edit(f / "provenance.json", lambda v: v.update(seed=9)), "seed: recorded 9, now 1", id="another seed"),
        pytest.param(
            lambda f: edit(f / "scores.json", lambda v: v["systems"]["model"]["macro"]["f1"].update(value=float("nan"))),
            "scores.json: systems.model.macro.f1.value", id="NaN for a score"
        ),
        pytest.param(
            lambda f: rewrite(f, lambda rows: [*rows, rows[0]]), "predictions.parquet", id="a sentence twice"
        ),
    ],
)  # fmt: skip
def test_another_environment_excuses_nothing_else(recorded, fresh, change, reason):
    edit(recorded / "provenance.json", record_another())
    change(recorded)

    verdict = compare_runs(recorded, fresh)

    assert verdict.status == "different"
    assert verdict.reasons[0].startswith(reason)


def test_another_environment_excuses_other_weights_and_figures(recorded, fresh):
    edit(recorded / "provenance.json", record_another())
    (recorded / "figures" / "f1.svg").write_bytes(b"drawn by another version")
    edit(recorded / "scores.json", move_f1(0.0001))

    assert compare_runs(recorded, fresh).status == "close"


@pytest.mark.parametrize(
    ("record", "status"),
    [
        pytest.param(record_another(), "close", id="another environment"),
        pytest.param(lambda _: None, "different", id="the same environment"),
    ],
)
def test_points_of_a_curve_may_move_in_another_environment_alone(recorded, fresh, record, status):
    def move_a_point(values):
        values["curves"]["attribution"]["precision_recall"]["precision"][0] -= 0.01

    edit(recorded / "provenance.json", record)
    edit(recorded / "scores.json", move_a_point)

    assert compare_runs(recorded, fresh).status == status
