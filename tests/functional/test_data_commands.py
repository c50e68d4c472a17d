"""`mediaframe data`: what each command writes, says and refuses, as a user calls it."""

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from mediaframe.cli import app
from mediaframe.codebook import load_codebook
from mediaframe.config import LogisticHead
from mediaframe.data.formats import FORMATS, guess_format, read_format
from tests.builders import (
    LABELS,
    make_model,
    make_noisy_rows,
    make_rows,
    write_config,
    write_jsonl,
)

CASES = Path(__file__).parents[2].parent / "shared" / "cases"
A, O, C = LABELS  # noqa: E741 - as in the unit tests
HOSTILE = "<script>alert(1)</script>"
FILE_NAMES = {
    "jsonl": "corpus.jsonl",
    "csv": "corpus.csv",
    "parquet": "corpus.parquet",
    "dataset": "dataset",
    "label-studio": "tasks.json",
    "doccano": "doccano.jsonl",
    "prodigy": "prodigy.jsonl",
    "cas": "cas",
}


def data(*arguments):
    """Run a command of `mediaframe data`."""
    return CliRunner().invoke(app, ["data", *map(str, arguments)])


def refused(*arguments, lines=1):
    """Return the one message with which a command was refused; it has a line for each mistake."""
    result = data(*arguments)
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    assert result.stderr.count("\n") == lines
    return result.stderr.strip()


def rows_of(path):
    return [row for _, row in read_format(path, guess_format(path), load_codebook())]


def coded_rows():
    """Return rows with columns, two coders that differ, and text that would run in a page."""
    rows = [
        {
            **row,
            "coder_1": row["labels"],
            "coder_2": row["labels"],
            "outlet": f"outlet {number % 3}",
        }
        for number, row in enumerate(make_rows())
    ]
    rows[0] |= {"text": HOSTILE, "coder_1": ["attribution"], "coder_2": []}
    rows[1]["coder_2"] = None
    return rows


@pytest.fixture
def corpus(tmp_path):
    return write_jsonl(tmp_path / "corpus.jsonl", coded_rows())


# ---- check ----


@pytest.mark.slow
def test_the_bundled_corpus_is_clean():
    result = data("check", "bundled")

    assert result.exit_code == 0
    assert result.stdout.startswith("bundled: ")
    assert result.stdout.endswith(": clean.\n")


def test_check_writes_json_and_a_page_and_exits_with_1_on_a_problem(tmp_path, corpus):
    result = data("check", corpus, "-o", tmp_path / "audit")

    facts = json.loads((tmp_path / "audit" / "audit.json").read_text("utf-8"))
    assert result.exit_code == 1
    assert sorted(path.name for path in (tmp_path / "audit").iterdir()) == ["audit.html", "audit.json"]  # fmt: skip
    assert facts["is_clean"] is False
    assert f"page: {tmp_path / 'audit' / 'audit.html'}" in result.stdout
    assert "rare_label: attribution:" in result.stdout


def test_check_names_the_sentences_of_a_leak_and_escapes_them(tmp_path):
    rows = [{**row, "part": "train"} for row in coded_rows()]
    rows[0]["part"] = "test"
    path = write_jsonl(tmp_path / "corpus.jsonl", rows)

    result = data("check", path, "--split", "part", "-o", tmp_path / "audit")

    page = (tmp_path / "audit" / "audit.html").read_text("utf-8")
    assert "leak: article a00 stands in test and train\n  a00:0, a00:1\n" in result.stdout
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_check_tells_a_line_in_every_article_once(tmp_path):
    rows = make_rows(12)
    lines = [
        {"sentence_id": f"end:{name}", "article_id": name, "text": f"Sign up to our letter and get the news of the day, says writer {number}", "labels": []}
        for number, name in enumerate(dict.fromkeys(row["article_id"] for row in rows))
    ]  # fmt: skip
    path = write_jsonl(tmp_path / "corpus.jsonl", [*rows, *lines])

    result = data("check", path)

    told = [line for line in result.stdout.splitlines() if "end:" in line or "articles" in line]
    assert told[:2] == [
        "boilerplate: one line in 12 of 12 articles, which share little else; it binds none of them in a split, and every side holds it: take it out",
        "  end:a00, end:a01, end:a02, end:a03, end:a04, end:a05",
    ]
    assert told[2:] == [f"{path}: 84 sentences of 12 articles: 4 problems."]


# ---- empty cells ----


@pytest.mark.parametrize("command", ["check", "agreement", "convert", "sample"])
def test_cells_that_coders_left_empty_are_counted_and_told(tmp_path, command):
    path = tmp_path / "coders.csv"
    cells = [f"{A},{A}", f"{C},", ",", f"{A},NA", '"",""', f"{O},{O}"]
    rows = [f"{number},a{number},Rain fell,,{cell}" for number, cell in enumerate(cells)]
    path.write_text("\n".join(["sentence_id,article_id,text,labels,coder_1,coder_2", *rows, ""]))
    options = {"agreement": ["--resamples", 100], "convert": [tmp_path / "out.jsonl"], "sample": [tmp_path / "out.jsonl", "-n", 3]}  # fmt: skip

    result = data(command, path, *options.get(command, []))

    assert result.exit_code == (command == "check")
    assert result.stderr == (
        f'{path}: 3 empty cells are read as "none" (coder_2 2, coder_1 1); write NA where a coder did not code\n'
    )


# ---- agreement ----


def test_agreement_writes_json_csv_and_a_page_deaf_to_what_texts_say(tmp_path):
    rows = [{**row, f"coder_{HOSTILE}": row["coder_1"]} for row in coded_rows()]
    path = write_jsonl(tmp_path / "corpus.jsonl", rows)

    result = data("agreement", path, "-o", tmp_path / "out", "--resamples", 100)

    figures = json.loads((tmp_path / "out" / "agreement.json").read_text("utf-8"), parse_constant=pytest.fail)  # fmt: skip
    with (tmp_path / "out" / "disagreements.csv").open(encoding="utf-8", newline="") as lines:
        settle = list(csv.DictReader(lines))
    page = (tmp_path / "out" / "agreement.html").read_text("utf-8")
    assert result.exit_code == 0, result.output
    assert figures["double_coded"] == {"sentences": 48, "articles": 8}
    assert [row["text"] for row in settle] == [HOSTILE]
    assert "1 sentences to settle" in result.stdout
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_agreement_without_output_writes_nothing(tmp_path, corpus):
    result = data("agreement", corpus, "--resamples", 100)

    assert result.exit_code == 0
    assert "label sets (MASI) / macro" in result.stdout
    assert list(tmp_path.iterdir()) == [corpus]


def test_agreement_needs_no_settled_labels(tmp_path):
    rows = [{**row, "labels": None} for row in coded_rows()]
    path = write_jsonl(tmp_path / "corpus.jsonl", rows)

    result = data("agreement", path, "--resamples", 100)

    assert result.exit_code == 0


@pytest.mark.parametrize("command", ["check", "agreement"])
def test_output_leaves_the_other_files_of_a_folder(tmp_path, corpus, command):
    (tmp_path / "mine").mkdir()
    kept = tmp_path / "mine" / "thesis.txt"
    kept.write_text("three years", encoding="utf-8")

    data(command, corpus, "-o", tmp_path / "mine")

    assert kept.exists()


# ---- convert ----


@pytest.mark.parametrize(
    "name", [name for name in FORMATS if name not in {"brat", "text", "xlsx", "spss", "stata"}]
)
def test_a_corpus_goes_to_every_format_and_back(tmp_path, corpus, name):
    target = tmp_path / "there" / FILE_NAMES[name]

    there = data("convert", corpus, target, "--to", name)
    back = data("convert", target, tmp_path / "back.jsonl", "--from", name)

    assert there.exit_code == back.exit_code == 0, there.output + back.output
    assert there.stdout == f"{target}: 48 sentences\n"
    assert rows_of(tmp_path / "back.jsonl") == rows_of(corpus)


def test_a_converted_corpus_replaces_a_file_by_force_only(corpus):
    before = corpus.read_bytes()

    message = refused("convert", corpus, corpus)
    kept = corpus.read_bytes()
    forced = data("convert", corpus, corpus, "--force")

    assert (
        message == f"{corpus}: stands there already; name another one, or replace it with --force"
    )
    assert kept == before
    assert forced.exit_code == 0


def test_texts_are_cut_into_sentences(tmp_path):
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.txt").write_text("It rained. It stopped.", encoding="utf-8")

    result = data("convert", tmp_path / "texts", tmp_path / "out.csv")

    assert result.exit_code == 0, result.output
    assert [(row["sentence_id"], row["start"], row["labels"]) for row in rows_of(tmp_path / "out.csv")] == [("a:1", "0", None), ("a:2", "11", None)]  # fmt: skip


def test_rows_of_articles_are_cut_into_sentences(tmp_path):
    article = {"article_id": "a", "text": "It rained. It stopped.", "outlet": "The Quay"}
    path = write_jsonl(tmp_path / "articles.jsonl", [article])

    result = data("convert", path, tmp_path / "out.jsonl", "--unit", "article")

    assert result.stdout == f"{tmp_path / 'out.jsonl'}: 2 sentences\n"
    assert [(row["text"], row["outlet"]) for row in rows_of(tmp_path / "out.jsonl")] == [("It rained.", "The Quay"), ("It stopped.", "The Quay")]  # fmt: skip


def test_the_question_that_is_meant_can_be_named(tmp_path):
    answers = [
        {"from_name": name, "type": "choices", "value": {"choices": [label]}}
        for name, label in (("speaker", A), ("dispute", C))
    ]
    task = {"id": 1, "data": {"article_id": "a", "text": "It rained."}, "annotations": [{"completed_by": 1, "result": answers}]}  # fmt: skip
    path = tmp_path / "export.json"
    path.write_text(json.dumps([task]), encoding="utf-8")

    said = refused("convert", path, tmp_path / "out.jsonl")
    data("convert", path, tmp_path / "out.jsonl", "--control", "dispute")

    assert said.endswith("hold labels of the codebook; say which one is meant: data convert --control NAME")  # fmt: skip
    assert [row["labels"] for row in rows_of(tmp_path / "out.jsonl")] == [[C]]


shared_cases = pytest.mark.skipif(
    not CASES.is_dir(), reason="no folder of shared cases beside the checkout"
)


@shared_cases
@pytest.mark.parametrize(
    ("name", "labels", "coders"),
    [
        pytest.param("labelstudio-labels.json", [[A, O], []], {"coder_1"}, id="labels"),
        pytest.param("labelstudio-two-controls.json", [[A]], {"coder_1"}, id="two controls"),
        pytest.param("labelstudio-null-annotator.json", [None, None], {"coder_unknown", "coder_3"}, id="no annotator"),
        pytest.param("prodigy-binary.jsonl", [[A, O]], set(), id="a line a label"),
        pytest.param("prodigy-same-sentence.jsonl", [[A], []], {"coder_ana", "coder_tom"}, id="same sentence"),
        pytest.param("prodigy-spans.jsonl", [[O], []], set(), id="spans"),
        pytest.param("brat-crlf", [[O], [C]], set(), id="Windows line ends"),
        pytest.param("coders-empty-cells.csv", [[A, O], [], [A, C], [A, O], [A, O], [A], [A], []], {"coder_1", "coder_2"}, id="empty cells"),
    ],
)  # fmt: skip
def test_shared_cases_read_right(tmp_path, name, labels, coders):
    result = data("convert", CASES / name, tmp_path / "out.jsonl")

    rows = rows_of(tmp_path / "out.jsonl")
    assert result.exit_code == 0, result.output
    assert [row["labels"] for row in rows] == labels
    assert {column for column in rows[0] if column.startswith("coder_")} == coders


@shared_cases
def test_the_shared_case_of_another_sign_is_named_and_mended_by_its_remedy(tmp_path):
    said = refused("convert", CASES / "doccano-hash.csv", tmp_path / "out.jsonl", lines=2)
    mended = tmp_path / "mended.csv"
    mended.write_text((CASES / "doccano-hash.csv").read_text("utf-8").replace("#", "|"), "utf-8")
    data("convert", mended, tmp_path / "out.jsonl")

    assert "2 labels joined by '#'; join them by '|'" in said
    assert [row["labels"] for row in rows_of(tmp_path / "out.jsonl")] == [[A, O], [], [A, C]]


@shared_cases
def test_the_shared_case_of_empty_cells_is_told():
    result = data("agreement", CASES / "coders-empty-cells.csv", "--resamples", 100)

    assert '8 empty cells are read as "none" (coder_1 2, coder_2 6)' in result.stderr


# ---- sample ----


def test_a_sample_by_outlet_is_the_same_twice(tmp_path, corpus):
    first = data("sample", corpus, tmp_path / "1.jsonl", "-n", 9, "--by", "outlet", "--seed", 3)
    data("sample", corpus, tmp_path / "2.jsonl", "-n", 9, "--by", "outlet", "--seed", 3)

    rows = rows_of(tmp_path / "1.jsonl")
    assert first.stdout == f"{tmp_path / '1.jsonl'}: 9 sentences\n"
    assert {row["stratum"] for row in rows} == {"outlet 0", "outlet 1", "outlet 2"}
    assert {row["inclusion_probability"] for row in rows} == {repr(3 / 16)}
    assert rows == rows_of(tmp_path / "2.jsonl")


def test_a_sample_of_articles_holds_them_whole(tmp_path, corpus):
    data("sample", corpus, tmp_path / "out.csv", "-n", 2, "--unit", "article")

    rows = rows_of(tmp_path / "out.csv")
    assert len({row["article_id"] for row in rows}) == 2
    assert len(rows) == 12
    assert {row["inclusion_probability"] for row in rows} == {"0.25"}


def test_labels_may_be_missing_from_what_is_sampled(tmp_path):
    rows = [{key: row[key] for key in row if key != "labels"} for row in make_rows()]
    path = write_jsonl(tmp_path / "corpus.jsonl", rows)

    result = data("sample", path, tmp_path / "out.jsonl", "-n", 5)

    assert result.exit_code == 0
    assert [row["labels"] for row in rows_of(tmp_path / "out.jsonl")] == [None] * 5


def test_the_bundled_corpus_can_be_sampled(tmp_path):
    assert data("sample", "bundled", tmp_path / "out.jsonl", "-n", 5).exit_code == 0


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    folder = tmp_path_factory.mktemp("saved") / "model"
    model = make_model(LogisticHead(C=(1.0,)))
    folder.mkdir()
    model.save(folder)
    return folder


def test_a_model_draws_what_it_is_least_sure_of(tmp_path, corpus, model):
    result = data("sample", corpus, tmp_path / "out.jsonl", "-n", 6, "--model", model)

    margins = [float(row["margin"]) for row in rows_of(tmp_path / "out.jsonl")]
    assert result.exit_code == 0, result.output
    assert len(margins) == 6
    assert margins == sorted(margins)


@pytest.mark.parametrize(
    "options",
    [
        pytest.param(["--by", "outlt"], id="a stratum"),
        pytest.param(["--unit", "article"], id="articles"),
        pytest.param(["-n", "49"], id="more than there are"),
    ],
)
def test_what_a_model_cannot_draw_is_refused(tmp_path, corpus, model, options):
    result = data("sample", corpus, tmp_path / "out.jsonl", "-n", 6, "--model", model, *options)

    assert result.exit_code == 2


# ---- noise ----


def test_noise_lists_labels_to_look_at_again(tmp_path):
    pytest.importorskip("cleanlab")
    config = write_config(tmp_path, write_jsonl(tmp_path / "corpus.jsonl", make_noisy_rows()))

    result = data("noise", config, tmp_path / "noise.csv", "-s", "head.C=1")

    with (tmp_path / "noise.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert result.exit_code == 0, result.output
    assert {row["label"] for row in rows} <= set(LABELS)
    assert f"{len(rows)} labels to look at again" in result.stdout


# ---- refusals ----


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(["check", "{at}/none.jsonl"], "{at}/none.jsonl: cannot be read (No such file or directory); check the path", id="check nothing"),
        pytest.param(["check", "{corpus}", "--split", "outlt"], "--split outlt: no such column in corpus.jsonl; did you mean 'outlet'?", id="no such split"),
        pytest.param(["check", "{corpus}", "--codebook", "{at}/none.yaml"], "{at}/none.yaml: cannot be read (No such file or directory); check the path", id="no codebook"),
        pytest.param(["check", "{corpus}x"], "{corpus}x: cannot tell the format; say the format: " + ", ".join(FORMATS), id="no format"),
        pytest.param(["agreement", "{at}/uncoded.jsonl"], "uncoded.jsonl: 0 coder columns; agreement needs coder_1 and coder_2 at least", id="no coders"),
        pytest.param(["convert", "{at}/none.csv", "{at}/out.jsonl"], "{at}/none.csv: cannot be read (No such file or directory); check the path", id="convert nothing"),
        pytest.param(["convert", "{corpus}", "{at}/out.xyz"], "{at}/out.xyz: cannot tell the format; say the format: " + ", ".join(FORMATS), id="to no format"),
        pytest.param(["convert", "{corpus}", "{at}/out", "--to", "brat"], "brat: can only be read; choose from cas, csv, dataset, doccano, jsonl, label-studio, parquet, prodigy", id="read only"),
        pytest.param(["convert", "{corpus}", "{at}/out.csv", "--from", "jsnl"], "jsnl: is no corpus format; did you mean 'jsonl'?", id="misspelt"),
        pytest.param(["convert", "{at}/wrong.jsonl", "{at}/out.csv"], "{at}/wrong.jsonl: text: no such column; add it", id="no text"),
        pytest.param(["sample", "{corpus}", "{at}/out.jsonl"], "-n: 200 of 48 in 1 strata; draw at least one of each and no more than there are", id="too many"),
        pytest.param(["sample", "{corpus}", "{at}/out.jsonl", "-n", "3", "--by", "outlt"], "--by outlt: no such column; did you mean 'outlet'?", id="no such stratum"),
    ],
)  # fmt: skip
def test_an_error_is_one_message_and_leaves_nothing(tmp_path, corpus, arguments, message):
    write_jsonl(tmp_path / "uncoded.jsonl", make_rows(2))
    write_jsonl(tmp_path / "wrong.jsonl", [{"sentence_id": "s", "article_id": "a", "labels": []}])
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    names = {"at": tmp_path, "corpus": corpus}

    said = refused(*(argument.format(**names) for argument in arguments))

    assert said == message.format(**names)
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


@pytest.mark.parametrize("command", ["check", "agreement"])
def test_a_file_where_the_folder_should_go_stays(corpus, command):
    before = corpus.read_bytes()

    result = data(command, corpus, "-o", corpus)

    assert result.exit_code == 2
    assert result.stderr == f"{corpus}: File exists; check the path\n"
    assert corpus.read_bytes() == before


def test_a_model_that_is_none_is_refused(tmp_path, corpus):
    said = refused("sample", corpus, tmp_path / "out.jsonl", "--model", tmp_path / "none")

    assert str(tmp_path / "none") in said


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["agreement", "x", "--resamples", "9"], id="too few resamples"),
        pytest.param(["sample", "x", "y", "-n", "0"], id="none to draw"),
        pytest.param(["sample", "x", "y", "--seed", "-1"], id="negative seed"),
        pytest.param(["convert", "x", "y", "--unit", "word"], id="unknown unit"),
        pytest.param(["chek", "x"], id="unknown command"),
    ],
)
def test_a_misuse_is_told_with_usage_and_exit_2(arguments):
    result = data(*arguments)

    assert result.exit_code == 2
    assert "Usage:" in result.stderr
    assert result.stdout == ""


def test_labels_go_out_without_texts_and_are_joined_with_them_again(tmp_path):
    corpus = write_jsonl(tmp_path / "mine.jsonl", make_rows(4))
    labels, again = tmp_path / "labels.jsonl", tmp_path / "again.jsonl"

    written = data("standoff", corpus, "-o", labels, "--texts", "a shelf")
    joined = data("join", labels, corpus, "-o", again)

    assert written.stdout == f"{labels}: 24 sentences, without their texts\n"
    assert joined.stdout == f"{again}: 24 of 24 sentences found\n"
    assert "Halven" not in labels.read_text(encoding="utf-8")
    assert [json.loads(line) for line in again.read_text().splitlines()] == make_rows(4)


def test_missing_texts_are_told_and_nothing_is_written_unless_partial(tmp_path):
    corpus = write_jsonl(tmp_path / "mine.jsonl", make_rows(4))
    few = write_jsonl(tmp_path / "few.jsonl", make_rows(4)[:20])
    labels, again = tmp_path / "labels.jsonl", tmp_path / "again.jsonl"
    data("standoff", corpus, "-o", labels, "--texts", "a shelf")

    first = data("join", labels, few, "-o", again)
    there = again.exists()
    partial = data("join", labels, few, "-o", again, "--partial")

    told = "20 of 24 sentences found, 4 missing by article: a03 4"
    assert (first.exit_code, there, partial.exit_code) == (1, False, 0)
    assert (
        first.stderr
        == f"{few}: {told}; give all texts (a shelf), or write what there is with --partial\n"
    )
    assert partial.stdout == f"{again}: {told}\n"
    assert len(again.read_text().splitlines()) == 20
