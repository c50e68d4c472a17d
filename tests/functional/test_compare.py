"""`mediaframe compare`: two small runs and files beside them, as a user calls it."""

import json
import shutil

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from mediaframe.cli import app
from mediaframe.codebook import load_codebook
from mediaframe.comparison.compare import compare as compare_sources
from mediaframe.comparison.predictions import read_predictions
from mediaframe.errors import InputError
from tests.builders import LABELS, make_noisy_rows, write_config, write_jsonl

QUICK = ("--resamples", "100", "--permutations", "100")
UNDRAWN = (*QUICK, "--no-figures")


def mediaframe(*arguments):
    """Run a command in this process."""
    return CliRunner().invoke(app, list(map(str, arguments)))


def compare(*arguments):
    return mediaframe("compare", *arguments, *UNDRAWN)


def refused(*arguments) -> str:
    """Return the one message with which a comparison was refused."""
    result = compare(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.count("\n") == 1
    return str(result.stderr).strip()


@pytest.fixture(scope="module")
def project(tmp_path_factory, small_run):
    """Return a folder with a corpus, two runs on it, an evaluation, and predictions of the first run as a file."""
    folder = tmp_path_factory.mktemp("project")
    corpus = write_jsonl(folder / "corpus.jsonl", make_noisy_rows())
    shutil.copytree(small_run / "run", folder / "one")
    config = write_config(folder, corpus)
    result = mediaframe("run", config, "-s", "features.reading=null", "-o", folder / "two")
    assert result.exit_code == 0, result.output
    result = mediaframe(
        "evaluate", folder / "one", corpus, "-o", folder / "all", "--resamples", 100, "--no-figures"
    )
    assert result.exit_code == 0, result.output
    write_jsonl(folder / "bare.jsonl", bare(rows_of(folder / "one")))
    return folder


def rows_of(run):
    return pq.read_table(run / "predictions.parquet").to_pylist()


def bare(rows) -> list[dict[str, object]]:
    """Return what a program of someone else's would write: ids and labels."""
    return [{key: row[key] for key in ("sentence_id", "article_id", "labels")} for row in rows]


@pytest.fixture
def copied(tmp_path, project, monkeypatch):
    """Go to a copy of the project to change."""
    shutil.copytree(project, tmp_path / "project")
    monkeypatch.chdir(tmp_path / "project")
    return tmp_path / "project"


def change(folder, name="two", **values):
    """Change values in the scores of a run."""
    path = folder / name / "scores.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **values}), encoding="utf-8")


def test_two_runs_give_a_table_a_page_and_json(project, tmp_path):
    result = mediaframe("compare", project / "one", project / "two", "-o", tmp_path / "out", *QUICK)

    found = json.loads((tmp_path / "out" / "comparison.json").read_text(encoding="utf-8"))
    scores = [json.loads((project / name / "scores.json").read_text()) for name in ("one", "two")]
    f1 = [told["systems"]["model"]["macro"]["f1"]["value"] for told in scores]
    macro = found["pairs"][0]["macro"]["f1"]
    assert result.exit_code == 0, result.output
    assert "two − one  mean over labels" in result.stdout
    assert result.stdout.endswith(f"report: {tmp_path / 'out' / 'comparison.html'}\n")
    assert macro["value"] == pytest.approx(f1[1] - f1[0], abs=2e-6)
    assert 0 < macro["p"] <= macro["p_holm"] <= 1
    assert (found["codebook"], found["sentences"]) == ("framing 1.1", scores[0]["test"]["sentences"])  # fmt: skip
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "comparison.html",
        "comparison.json",
        "comparison.md",
        "figures",
        "provenance.json",
        "run_info.json",
    ]


def test_a_run_against_itself_gives_0_and_p_of_1(project, tmp_path):
    result = compare(project / "one", project / "one", "-o", tmp_path / "out")

    (pair,) = json.loads((tmp_path / "out" / "comparison.json").read_text())["pairs"]
    found = [entry for row in (*pair["labels"].values(), pair["macro"]) for entry in row.values()]
    assert result.exit_code == 0, result.output
    assert pair["system"] == f"{project / 'one'} (2)"
    assert {(entry["value"], entry["low"], entry["high"], entry["p"], entry["p_holm"]) for entry in found} == {(0, 0, 0, 1, 1)}  # fmt: skip


def test_the_same_call_gives_the_same_bytes(project, tmp_path):
    for name in ("a", "b"):
        compare(project / "one", project / "two", "-o", tmp_path / name)

    files = [path.relative_to(tmp_path / "a") for path in (tmp_path / "a").rglob("*.*")]
    same = {
        path.name: (tmp_path / "a" / path).read_bytes() == (tmp_path / "b" / path).read_bytes()
        for path in files
        if path.name != "run_info.json"
    }
    assert set(same.values()) == {True}
    assert "comparison.json" in same


@pytest.mark.parametrize(
    ("options", "pairs"),
    [
        pytest.param([], ["two − one", "bare − one"], id="each to the first"),
        pytest.param(["--all-pairs"], ["two − one", "bare − one", "bare − two"], id="all pairs"),
    ],
)
def test_runs_and_files_are_compared_together(project, options, pairs):
    result = compare(project / "one", project / "two", project / "bare.jsonl", *options)

    lines = result.stdout.splitlines()
    assert result.exit_code == 0, result.output
    assert (
        list(dict.fromkeys(line.split("  ")[0] for line in lines if "mean over" in line)) == pairs
    )


def test_a_file_says_what_its_run_says_whatever_its_order(copied):
    write_jsonl(copied / "turned.jsonl", rows_of(copied / "one")[::-1])

    result = compare("one", "turned.jsonl", "-o", "out")

    (pair,) = json.loads((copied / "out" / "comparison.json").read_text())["pairs"]
    assert result.exit_code == 0, result.output
    assert {row["f1"]["value"] for row in (*pair["labels"].values(), pair["macro"])} == {0}
    assert pair["labels"][LABELS[0]]["average_precision"]["p"] == 1


def test_files_alone_take_the_truth_from_a_corpus(copied):
    write_jsonl(copied / "two.jsonl", bare(rows_of(copied / "two")))

    by_gold = compare("bare.jsonl", "two.jsonl", "--gold", "corpus.jsonl")
    by_runs = compare("one", "two.jsonl")

    assert by_gold.exit_code == 0, by_gold.output
    assert by_gold.stdout.replace("bare", "one").split() == by_runs.stdout.split()


@pytest.mark.usefixtures("copied")
def test_an_evaluation_of_what_training_saw_is_warned_of():
    result = compare("all", "all")

    assert result.exit_code == 0, result.output
    assert "Training saw some of these sentences: all, all (2)." in result.stdout


@pytest.mark.usefixtures("copied")
def test_a_comparison_of_others_is_replaced_by_force_only():
    compare("one", "two", "-o", "out")

    again = compare("one", "two", "-o", "out")
    message = refused("two", "one", "-o", "out")
    forced = compare("two", "one", "-o", "out", "--force")

    assert (again.exit_code, forced.exit_code) == (0, 0)
    assert message.startswith("out: holds a run of another systems; name another folder with -o")


def test_a_run_is_not_written_over(copied):
    message = refused("one", "two", "-o", "two")

    assert message.startswith("two: holds a run of another comparison")
    assert (copied / "two" / "scores.json").is_file()


def test_a_place_that_cannot_be_written_is_refused_before_anything_is_compared(copied):
    (copied / "file").write_text("x", encoding="utf-8")
    begun = []

    with pytest.raises(OSError, match=r"Not a directory|File exists"):
        compare_sources(
            ["one", "two"], "file/out", stage=lambda name, _done, _of: begun.append(name)
        )

    assert begun == ["reading"]


# refusals: each names what differs


def test_one_run_alone_is_refused(project):
    assert refused(project / "one") == "RUN: 1 given; name two or more to compare"


def test_another_codebook_version_is_refused(copied):
    change(copied, codebook={"name": "framing", "version": "9"})

    assert refused("one", "two").startswith("two: codebook: framing 9, but one has framing 1.1;")
    assert refused("two", "one", "--gold", "corpus.jsonl").startswith(
        "one: codebook: framing 1.1, but two"
    )


def test_gold_by_another_codebook_is_refused(copied):
    for name in ("one", "two"):
        change(copied, name, codebook={"name": "framing", "version": "9"})

    assert refused("one", "two", "--gold", "corpus.jsonl").startswith(
        "one: codebook: framing 9, but corpus.jsonl has framing 1.1;"
    )


def test_other_labels_are_refused(copied):
    change(copied, labels=LABELS[::-1])

    assert "two: labels: contested_claim, official_claim, attribution, but one has attribution," in refused("one", "two")  # fmt: skip


@pytest.mark.usefixtures("copied")
def test_another_split_is_refused():
    mediaframe("run", "small.yaml", "-s", "seed=5", "-s", "head={kind: rules}", "-o", "other")

    message = refused("one", "other")

    assert message.startswith("other: split: ")
    assert message.endswith("; give both the same seed and split")


def test_other_sentences_are_refused(copied):
    rows = bare(rows_of(copied / "one"))
    write_jsonl(copied / "fewer.jsonl", rows[1:])

    assert refused("one", "fewer.jsonl") == (
        "fewer.jsonl: sentences: 1 sentences of one are missing and 0 stand only here "
        f"(first {rows[0]['sentence_id']!r}); give both the same sentences to test on"
    )


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        pytest.param("article_id", "elsewhere", "changed.jsonl: article_id: of sentence", id="another article"),
        pytest.param("text", "Other words.", "changed.jsonl: text: of sentence", id="other words"),
        pytest.param("coded", list(LABELS), "changed.jsonl: gold labels: differ from one in 1 sentences", id="other gold labels"),
    ],
)  # fmt: skip
def test_the_same_id_for_something_else_is_refused(copied, key, value, message):
    rows = rows_of(copied / "one")
    row = next(row for row in rows if row[key] != value)
    row[key] = value
    write_jsonl(copied / "changed.jsonl", rows)

    assert refused("one", "changed.jsonl").startswith(message)


@pytest.mark.usefixtures("copied")
def test_files_without_gold_labels_are_refused():
    assert refused("bare.jsonl", "bare.jsonl") == (
        "bare.jsonl: coded: missing; name the gold labels with --gold CORPUS"
    )


def test_gold_that_lacks_a_sentence_is_refused(copied):
    rows = make_noisy_rows()
    missing = rows_of(copied / "one")[0]["sentence_id"]
    write_jsonl(copied / "gold.jsonl", [row for row in rows if row["sentence_id"] != missing])

    assert refused("one", "two", "--gold", "gold.jsonl").startswith(
        f"gold.jsonl: sentences: 1 of one are missing (first {missing!r});"
    )


def test_a_single_article_is_refused(copied):
    rows = [{**row, "article_id": "a"} for row in rows_of(copied / "one")]
    write_jsonl(copied / "single.jsonl", rows)

    assert refused("single.jsonl", "single.jsonl").startswith(
        "single.jsonl: article_id: all sentences"
    )


ROW = {"sentence_id": "s", "article_id": "a", "labels": ["attribution"]}
SCORES = dict.fromkeys(LABELS, 0.5)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        pytest.param([{**ROW, "labels": ["atribution"]}], r":1: labels: 'atribution' is no label", id="unknown label"),
        pytest.param([{**ROW, "labels": None}], r":1: labels: is None; write a list", id="no labels"),
        pytest.param([{**ROW, "sentence_id": ""}], r":1: sentence_id: missing", id="no id"),
        pytest.param([{**ROW, "article_id": None}], r":1: article_id: missing", id="no article"),
        pytest.param([ROW, ROW], r":2: sentence_id: 's' stands already at .*:1", id="an id twice"),
        pytest.param([{**ROW, "scores": {"attribution": 0.5}}], r":1: scores: .*for each of", id="a score missing"),
        pytest.param([{**ROW, "scores": {**SCORES, "attribution": "x"}}], r":1: scores: ", id="a score of text"),
        pytest.param([{**ROW, "scores": {**SCORES, "attribution": True}}], r":1: scores: ", id="a score of truth"),
        pytest.param([{**ROW, "scores": {**SCORES, "attribution": float("nan")}}], r":1: NaN: is no number", id="no number"),
        pytest.param([{**ROW, "scores": SCORES}, {**ROW, "sentence_id": "t"}], r":2: scores: is None", id="half the scores"),
        pytest.param([{**ROW, "coded": []}, {**ROW, "sentence_id": "t"}], r":2: coded: is None", id="half the truth"),
    ],
)  # fmt: skip
def test_a_damaged_predictions_file_is_refused(tmp_path, rows, message):
    path = write_jsonl(tmp_path / "p.jsonl", rows)

    with pytest.raises(InputError, match=message):
        read_predictions(path, load_codebook())


@pytest.mark.parametrize(
    ("source", "message"),
    [
        pytest.param("none", "none: no such file or folder", id="nothing there"),
        pytest.param(
            "one/model", "one/model: no scores.json with predictions.parquet", id="a model"
        ),
        pytest.param("small.yaml", "small.yaml: the ending '.yaml'", id="another file"),
        pytest.param("p.csv", "p.csv: CSV does not tell", id="CSV"),
        pytest.param("empty.jsonl", "empty.jsonl:1: no rows", id="an empty file"),
    ],
)
def test_what_is_no_run_is_refused(copied, source, message):
    for name in ("p.csv", "empty.jsonl"):
        (copied / name).write_text("")

    assert refused("one", source).startswith(message)


@pytest.mark.parametrize(
    "text", ["{", "[]", "{}", '{"codebook": 1, "corpus": {"sha256": ""}, "labels": []}']
)
def test_damaged_scores_are_refused(copied, text):
    (copied / "two" / "scores.json").write_text(text)

    assert refused("one", "two") == "two/scores.json: not what a run or an evaluation writes; make it again"  # fmt: skip
