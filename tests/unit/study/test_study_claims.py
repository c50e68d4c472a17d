"""Claims of whole studies: reproduced where nothing changed, and whatever was tampered with is named."""

import json
import re
import shutil
from pathlib import Path

import pytest

from mediaframe.errors import InputError
from mediaframe.reproduction import Verdict, compare_runs, verify_paths
from mediaframe.reproduction.claims import read_claims
from mediaframe.results.study.answers import named_figures
from mediaframe.study import run_study
from tests.builders import make_noisy_rows, write_config, write_jsonl
from tests.unit.reproduction.test_reproduction import (
    change_text,
    edit,
    record_another,
    remove_what_is_made_from_others,
)

STUDY = """question: Does a weak penalty help?
base: ../../small.yaml
variations:
  weak: {head.C: 0.01}
seeds: [1, 2]
"""
MACRO = "small.estimate.macro"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Return a project with a study, its report without figures and a claim; no test changes it."""
    return make_project(tmp_path_factory.mktemp("claims"), figures=False)


@pytest.fixture
def drawn(tmp_path):
    """Return a project like it, whose report has figures."""
    return make_project(tmp_path, figures=True)


def make_project(folder, *, figures):
    place = folder / "experiments" / "001-weak"
    place.mkdir(parents=True)
    write_config(folder, write_jsonl(folder / "corpus.jsonl", make_noisy_rows(12)), corpus={"path": "corpus.jsonl"})  # fmt: skip
    (place / "study.yaml").write_text(STUDY, encoding="utf-8")
    scores = run_study(place, folder / "reports" / "001-weak", figures=figures).scores
    value = named_figures(scores)["small"]["estimate"]["macro"]["value"]
    claim(folder, "report: ../../reports/001-weak", f"expected: {{{MACRO}: {value}}}")
    return folder


def claim(project, *parts, study="."):
    """Write a claim of the study."""
    lines = ["claims:", "- name: the study", *(f"  {part}" for part in (f"study: {study}", *parts))]
    path = project / "experiments" / "001-weak" / "claims.yaml"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.fixture
def project(tmp_path, made):
    """Return a copy to change."""
    return Path(shutil.copytree(made, tmp_path / "project"))


@pytest.fixture
def report(project):
    """Return the report of the study in a copy to change."""
    return project / "reports" / "001-weak"


def verdict_on(project):
    """Verify the claim of a project."""
    ((_, verdict),) = verify_paths([project / "experiments"])
    return verdict


def study_file(project):
    return project / "experiments" / "001-weak" / "study.yaml"


def test_a_study_is_reproduced_and_leaves_nothing(project):
    beside = sorted(project.rglob("*"))

    verdict = verdict_on(project)

    assert (verdict.status, verdict.reasons) == ("reproduced", ())
    assert re.fullmatch(rf"{MACRO} [\d.]+", verdict.cause)
    assert sorted(project.rglob("*")) == beside


def test_a_report_alone_is_reproduced_without_the_results_of_its_experiments(project, report):
    claim(project, "report: ../../reports/001-weak")
    shutil.rmtree(report / "results")
    (report / "run_info.json").unlink()

    assert verdict_on(project) == Verdict("reproduced")


def test_a_report_is_reproduced_without_pages_and_pictures(project, report):
    claim(project, "report: ../../reports/001-weak")
    remove_what_is_made_from_others(report)

    verdict = verdict_on(project)

    assert verdict == Verdict("reproduced")
    assert not list(report.glob("*.html"))


def move_a_score(project):
    def change(scores):
        scores["answers"][0]["variations"][1]["estimate"]["macro"]["value"] += 0.25

    edit(project / "reports/001-weak/study.json", change)


def change_provenance(key, value):
    def tamper(project):
        edit(project / "reports/001-weak/provenance.json", lambda facts: facts.update({key: value}))

    return tamper


TAMPERINGS = [
    pytest.param(move_a_score, r"edited since the run.*: study.json", "study.json: answers[0].variations[1].estimate.macro.value: recorded", id="score"),
    pytest.param(lambda p: (p / "reports/001-weak/study.json").unlink(), r"missing: study.json", "study.json: missing", id="figures removed"),
    pytest.param(lambda p: (p / "reports/001-weak/provenance.json").unlink(), r"missing: provenance.json", "provenance.json: missing", id="provenance removed"),
    pytest.param(lambda p: change_text(p / "corpus.jsonl", "Monday", "Sunday"), r"a corpus has changed since the study", "provenance.json: corpora[0].sha256: recorded", id="corpus byte"),
    pytest.param(lambda p: change_text(study_file(p), "0.01", "0.02"), r"study.yaml or its base was edited since the study", "study.json: variations.weak.head.C: recorded 0.01, now 0.02", id="setting of a variation"),
    pytest.param(lambda p: change_text(study_file(p), "[1, 2]", "[1, 3]"), r"the study names other seeds than it had \(recorded \[1, 2\], now \[1, 3\]\)", "provenance.json: seeds[1]: recorded 2, now 3", id="seeds"),
    pytest.param(lambda p: change_text(p / "small.yaml", "[0.3, 3]", "[0.2, 3]"), r"study.yaml or its base was edited since the study", "provenance.json: study_sha256: recorded", id="base"),
    pytest.param(lambda p: change_text(p / "small.yaml", '"resamples": 100', '"resamples": 200'), r"study.yaml or its base was edited since the study", "study.json: resamples: recorded 100, now 200", id="resamples of the base"),
    pytest.param(lambda p: change_text(p / "reports/001-weak/study.md", "weak", "strong"), r"edited since the run.*: study.md", "study.md: other bytes", id="page"),
    pytest.param(lambda p: (p / "reports/001-weak/notes.txt").write_text("x"), r"not part of a run: notes.txt", "notes.txt: not part of a run", id="file added"),
    pytest.param(change_provenance("seeds", [7, 8]), r"^provenance.json was edited", "provenance.json: seeds[0]: recorded 7, now 1", id="seeds in provenance"),
    pytest.param(change_provenance("corpora", []), r"^provenance.json was edited", "provenance.json: corpora: recorded [], now", id="corpora in provenance"),
    pytest.param(change_provenance("codebook", {}), r"^provenance.json was edited", "provenance.json: codebook", id="codebook in provenance"),
]  # fmt: skip


@pytest.mark.parametrize(("tamper", "cause", "moved"), TAMPERINGS)
def test_tampering_is_different_and_its_cause_is_named(project, tamper, cause, moved):
    tamper(project)

    verdict = verdict_on(project)

    assert verdict.status == "different"
    assert re.search(cause, verdict.cause)
    assert [reason for reason in verdict.reasons if moved in reason]


@pytest.mark.parametrize(
    ("tamper", "cause"),
    [
        pytest.param(lambda f: (f / "f1_1.svg").unlink(), r"missing: figures/f1_1.svg", id="one removed"),
        pytest.param(lambda f: (f / "f1_1.svg").write_text("<svg/>"), r"edited since the run.*: figures/f1_1.svg", id="one swapped"),
        pytest.param(shutil.rmtree, r"edited since the run.*: study.html, study.md", id="all removed"),
    ],
)  # fmt: skip
def test_a_figure_that_was_tampered_with_is_different(drawn, tamper, cause):
    tamper(drawn / "reports" / "001-weak" / "figures")

    verdict = verdict_on(drawn)

    assert verdict.status == "different"
    assert re.search(cause, verdict.cause)


def test_an_edited_figure_of_a_claim_is_different_though_the_report_is_not(project):
    path = project / "experiments" / "001-weak" / "claims.yaml"
    path.write_text(re.sub(r"macro: [\d.]+", "macro: 0.123", path.read_text()), encoding="utf-8")

    verdict = verdict_on(project)

    assert (verdict.status, verdict.reasons) == ("different", ())
    assert re.fullmatch(rf"{MACRO} [\d.]+ \(on record 0.123 ± 0.0005, off by \+[\d.]+\)", verdict.cause)  # fmt: skip


def test_a_study_whose_corpus_is_not_here_is_skipped_and_no_other_is_run(project):
    change_text(study_file(project), "seeds:", "corpora: {here: ../../corpus.jsonl, far: [bundled, far.jsonl]}\nseeds:")  # fmt: skip

    verdict = verdict_on(project)

    missing = study_file(project).parent / "far.jsonl"
    assert verdict == Verdict("skipped", cause=f"no corpus at {missing}")


def test_a_study_of_failures_alone_is_different_and_each_is_told(project):
    change_text(project / "small.yaml", '"folds": 2', '"folds": 40')

    verdict = verdict_on(project)

    assert (verdict.status, verdict.cause) == ("different", "every experiment failed")
    assert len(verdict.reasons) == 4
    assert "training.folds: 40 folds" in verdict.reasons[0]


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        pytest.param(["report: ../../gone"], r"claims.yaml:4:3: claims.0.report: no folder at .*/gone; check the path", id="no report"),
        pytest.param(["expected: {smal.estimate.macro: 1}"], r"claims.yaml:4:14: claims.0.expected.smal.estimate.macro: study.json has no such figure; did you mean 'small.estimate.macro'\?", id="no figure"),
    ],
)  # fmt: skip
def test_what_is_not_there_is_the_users_to_mend(project, parts, message):
    claim(project, *parts)

    verdict = verdict_on(project)

    assert verdict.status == "refused"
    assert re.search(message, verdict.cause)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("{name: x, study: gone, report: r}", "study.yaml: cannot be read", id="no study"),
        pytest.param("{name: x, study: s, config: c, report: r}", ":2:3: claims.0: give either config", id="two sources"),
        pytest.param("{name: x, study: s, settings: [seed=1], report: r}", ":2:3: claims.0: settings and corpus are of single experiments", id="settings"),
        pytest.param("{name: x, study: s, corpus: c, report: r}", ":2:3: claims.0: settings and corpus are of single experiments", id="corpus"),
        pytest.param("{name: x, config: c, report: r}", ":2:3: claims.0: report is what a study left; name the study", id="report of no study"),
        pytest.param("{name: x, study: s}", ":2:3: claims.0: expected has no figure; give what is on record", id="nothing claimed"),
    ],
)  # fmt: skip
def test_a_wrong_claim_of_a_study_is_told_with_its_place(tmp_path, text, message):
    path = tmp_path / "claims.yaml"
    path.write_text(f"claims:\n- {text}\n", encoding="utf-8")

    with pytest.raises(InputError) as caught:
        read_claims(path)

    assert message in str(caught.value)


def test_results_of_experiments_are_no_part_of_a_study(made, report):
    (first, *others) = (report / "results").iterdir()
    first.write_text("{}", encoding="utf-8")
    others[0].unlink()
    (report / "results" / "more.json").write_text("{}", encoding="utf-8")

    assert compare_runs(report, made / "reports" / "001-weak") == Verdict("reproduced")


def test_results_of_experiments_are_not_told_where_the_figures_are_missing(made, report):
    (report / "study.json").unlink()
    (report / "results" / "more.json").write_text("{}", encoding="utf-8")

    verdict = compare_runs(report, made / "reports" / "001-weak")

    assert (verdict.cause, verdict.reasons) == ("missing: study.json", ("study.json: missing",))


def test_another_package_alone_is_close(made, report):
    edit(report / "provenance.json", record_another())

    verdict = compare_runs(report, made / "reports" / "001-weak")

    assert (verdict.status, verdict.reasons) == ("close", ())
    assert verdict.cause.startswith("environment: packages.numpy: recorded")


@pytest.mark.parametrize(
    ("by", "status"),
    [pytest.param(0.0004, "close", id="within"), pytest.param(0.0006, "different", id="beyond")],
)
def test_with_other_packages_figures_may_move_less_than_is_printed(made, report, by, status):
    edit(report / "provenance.json", record_another())

    def change(scores):
        scores["answers"][0]["variations"][0]["estimate"]["macro"]["value"] += by

    edit(report / "study.json", change)

    assert compare_runs(report, made / "reports" / "001-weak").status == status


def test_figures_that_moved_are_told_by_their_place(made, report):
    move_a_score(report.parents[1])

    (reason,) = compare_runs(report, made / "reports" / "001-weak").reasons

    values = json.loads((made / "reports/001-weak/study.json").read_bytes())
    value = values["answers"][0]["variations"][1]["estimate"]["macro"]["value"]
    assert reason.endswith(f", now {value} (-0.25)")


def test_the_report_of_another_study_is_refused_before_anything_is_run(project, report):
    edit(report / "study.json", lambda values: values.update(name="002-strong"))

    verdict = verdict_on(project)

    assert verdict.status == "refused"
    assert "claims.0.report: " in verdict.cause
    assert verdict.cause.endswith("holds study 002-strong; name the folder that 001-weak left")


@pytest.mark.parametrize(
    ("record", "status"),
    [
        pytest.param(record_another(), "close", id="another environment"),
        pytest.param(lambda _: None, "different", id="the same environment"),
    ],
)
def test_a_sentence_may_change_its_bin_in_another_environment_alone(made, report, record, status):
    def move_a_sentence(scores):
        points = scores["answers"][0]["variations"][0]["calibration"]["points"]
        next(iter(points.values()))[0]["count"] += 1

    edit(report / "provenance.json", record)
    edit(report / "study.json", move_a_sentence)

    assert compare_runs(report, made / "reports" / "001-weak").status == status


@pytest.mark.parametrize(
    ("sentences", "record", "status"),
    [
        pytest.param(0.9, record_another(), "close", id="a sentence of each seed"),
        pytest.param(1.1, record_another(), "different", id="more than that"),
        pytest.param(0.9, lambda _: None, "different", id="the same environment"),
    ],
)
@pytest.mark.parametrize("figure", ["error", "macro_error"])
def test_a_calibration_error_may_move_as_far_as_one_sentence_of_each_seed_moves_it(
    made, report, figure, sentences, record, status
):
    def move_an_error(scores):
        variation = scores["answers"][0]["variations"][0]
        calibration = variation["calibration"]
        label, points = next(iter(calibration["points"].items()))
        by = sentences * 2 * len(variation["seeds"]) / sum(point["count"] for point in points)
        if figure == "error":
            calibration["error"][label] += by
        else:
            calibration["macro_error"] += by

    edit(report / "provenance.json", record)
    edit(report / "study.json", move_an_error)

    assert compare_runs(report, made / "reports" / "001-weak").status == status
