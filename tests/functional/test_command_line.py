"""The command line, from a config to labels: what goes where, and how it ends."""

import csv
import io
import json
import os
import pty
import re
import select
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import IO, Any

import jsonschema
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from mediaframe.cli import app
from mediaframe.config.file import load_config
from tests.builders import LABELS, write_config, write_jsonl

PYTHON = [sys.executable, "-m", "mediaframe"]
ARTICLE = (
    "Rain fell in Orrin.\n\n“It was untrue,” the finance minister said – é 🙂.\r\nShe denied it."
)
COLOUR = re.compile(rb"\x1b\[[0-9;]*(?:3[0-9]|4[0-9]|9[0-7])[0-9;]*m")
ROWS = [
    {"sentence_id": "002", "article_id": "NA", "text": "The finance minister denied it, é 🙂."},
    {"sentence_id": "001", "article_id": "b", "text": 'It "rained", twice.'},
    {"sentence_id": "x", "article_id": "NA", "text": "Prices fell, she said."},
]


def mediaframe(*arguments: object, stdin: bytes | str | None = None):
    """Run a command in this process."""
    return CliRunner().invoke(app, list(map(str, arguments)), input=stdin)


def process(*arguments: object, stdin: bytes = b"", **environment: str):
    """Run a command as a user does, in a process of its own."""
    return subprocess.run(
        [*PYTHON, *map(str, arguments)],
        input=stdin,
        capture_output=True,
        env={**os.environ, **environment},
        check=False,
    )


@pytest.fixture
def project(small_run):
    """Return a folder with a corpus, a config and the run of it; no test changes it."""
    return small_run


@pytest.fixture
def copied(tmp_path, project):
    """Return a copy of the project to change."""
    return Path(shutil.copytree(project, tmp_path / "project"))


def rest_of(stream: IO[bytes] | None) -> bytes:
    """Read what a process says to its end."""
    assert stream is not None
    with stream:
        return stream.read()


COMMANDS = [
    [],
    ["run"],
    ["evaluate"],
    ["predict"],
    ["explain"],
    ["compare"],
    ["verify"],
    ["config"],
    ["config", "check"],
    ["config", "show"],
    ["config", "schema"],
    ["config", "new"],
]


@pytest.mark.parametrize("command", [pytest.param(c, id=" ".join(c) or "all") for c in COMMANDS])
def test_every_command_explains_itself(command):
    result = mediaframe(*command, "--help")

    assert result.exit_code == 0
    assert f"Usage: root {' '.join(command)}".strip() in " ".join(result.stdout.split())
    assert result.stderr == ""


@pytest.mark.parametrize("command", [[], ["run"], ["config"], ["config", "check"]])
def test_h_is_help_everywhere(command):
    assert mediaframe(*command, "-h").stdout == mediaframe(*command, "--help").stdout != ""


@pytest.mark.parametrize(
    ("command", "words"),
    [
        pytest.param([], ["run", "evaluate", "predict", "explain", "verify", "config", "--version"], id="all"),
        pytest.param(["run"], ["CONFIG", "--set", "--output", "--force", "--jobs"], id="run"),
        pytest.param(["evaluate"], ["MODEL", "CORPUS", "--output", "--resamples", "--hide-text"], id="evaluate"),
        pytest.param(["predict"], ["MODEL", "FILE", "--format", "--unit", "--output"], id="predict"),
        pytest.param(["explain"], ["MODEL", "SENTENCE", "--most"], id="explain"),
        pytest.param(
            ["compare"],
            ["RUN", "--output", "--gold", "--codebook", "--all-pairs", "--resamples", "--permutations", "--seed", "--force"],
            id="compare",
        ),
        pytest.param(["verify"], ["PATH", "--jobs", "--badge"], id="verify"),
        pytest.param(["config"], ["check", "show", "schema", "new"], id="config"),
    ],
)  # fmt: skip
def test_help_names_every_argument_and_option(command, words):
    shown = mediaframe(*command, "--help").stdout

    assert [word for word in words if word not in shown] == []


@pytest.mark.parametrize(
    "command", ["predict", "data convert", "data sample", "data noise", "data agreement"]
)
def test_help_of_what_writes_csv_tells_of_formulas(command):
    shown = " ".join(mediaframe(*command.split(), "--help").stdout.split())

    assert "begins with = + - @" in shown.replace("│ ", "")


@pytest.mark.parametrize(
    ("command", "default"),
    [
        pytest.param(["run"], "runs/NAME", id="run"),
        pytest.param(["study"], "runs/FOLDER", id="study"),
        pytest.param(["evaluate"], "runs/evaluation-CORPUS", id="evaluate"),
        pytest.param(["verify"], "reports and experiments", id="verify"),
        pytest.param(["predict"], "a table on a terminal, JSON Lines into a pipe", id="predict"),
        pytest.param(["compare"], "those that came with the runs", id="compare"),
        pytest.param(["config", "new"], "standard output", id="config new"),
        pytest.param(["data", "convert"], "by name and content", id="data convert"),
    ],
)
def test_help_tells_what_is_done_where_an_option_is_left_out(command, default):
    help_of = CliRunner(env={"COLUMNS": "240", "TERMINAL_WIDTH": "240"})

    shown = help_of.invoke(app, [*command, "--help"]).stdout

    assert f"[default: ({default})]" in shown


def test_help_loads_neither_scikit_learn_nor_plots():
    program = (
        "import sys\nfrom mediaframe.cli import app\n"
        "try:\n    app(['run', '--help'])\nexcept SystemExit:\n    pass\n"
        "print([name for name in ('sklearn', 'matplotlib', 'pyarrow', 'datasets') if name in sys.modules])"
    )

    shown = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert shown.stdout.splitlines()[-1] == "[]"


def test_the_version_is_told():
    result = mediaframe("--version")

    assert result.exit_code == 0
    assert re.fullmatch(r"mediaframe \d+\.\d+\.\d+\n", result.stdout)


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param([], id="no command"),
        pytest.param(["config"], id="no subcommand"),
        pytest.param(["trian"], id="an unknown command"),
        pytest.param(["run"], id="no config"),
        pytest.param(["run", "x.yaml", "--fast"], id="an unknown option"),
        pytest.param(["run", "x.yaml", "--jobs", "0"], id="no jobs"),
        pytest.param(["predict", "m", "--unit", "word"], id="an unknown unit"),
        pytest.param(["predict", "m", "--format", "xml"], id="an unknown format"),
        pytest.param(["evaluate", "m", "c", "--resamples", "9"], id="too few resamples"),
    ],
)
def test_a_wrong_call_exits_with_2(arguments):
    result = mediaframe(*arguments)

    assert result.exit_code == 2
    assert "Usage" in result.output
    assert "Traceback" not in result.output


def refused(result, message: str) -> None:
    """Assert that a command ended with one message and no traceback."""
    assert (result.exit_code, result.stdout) == (2, "")
    assert len(result.stderr.splitlines()) == 1
    assert re.search(message, result.stderr)


# run


def test_a_run_prints_its_table_and_where_the_report_lies(project):
    said = (project / "said.txt").read_text(encoding="utf-8")

    scores = json.loads((project / "run" / "scores.json").read_text(encoding="utf-8"))
    f1 = scores["systems"]["model"]["macro"]["f1"]
    assert said.startswith("F1 ")
    assert f"{f1['value']:.3f} [{f1['low']:.3f}, {f1['high']:.3f}]" in said
    assert said.endswith(f"\nreport: {project / 'run' / 'report.html'}\n")


def test_a_setting_is_overridden_and_recorded(project, tmp_path):
    result = mediaframe(
        "run",
        project / "small.yaml",
        "-o",
        tmp_path / "run",
        "-s",
        "head={kind: majority}",
        "-s",
        "seed=3",
    )

    written = load_config(tmp_path / "run" / "config.yaml")
    assert result.exit_code == 0
    assert (written.head.kind, written.seed) == ("majority", 3)


def test_another_run_is_replaced_by_force_only(copied):
    call = ["run", copied / "small.yaml", "-o", copied / "run", "-s", "head={kind: majority}"]

    without = mediaframe(*call)
    forced = mediaframe(*call, "--force")

    refused(without, r"run: holds a run of another configuration; .* replace it with --force")
    assert forced.exit_code == 0
    assert load_config(copied / "run" / "config.yaml").head.kind == "majority"


def test_by_default_a_run_lies_in_runs(copied, monkeypatch):
    monkeypatch.chdir(copied)

    result = mediaframe("run", "small.yaml", "-s", "name=mine")

    assert result.exit_code == 0
    assert (copied / "runs" / "mine" / "report.html").is_file()


def test_a_missing_config_is_one_message(tmp_path):
    refused(mediaframe("run", tmp_path / "none.yaml"), r"none.yaml: cannot be read \(No such file")


# evaluate


def test_an_evaluation_prints_its_table_and_lies_in_runs_by_default(copied, monkeypatch):
    monkeypatch.chdir(copied)

    result = mediaframe(
        "evaluate", "run", "corpus.jsonl", "--resamples", "100", "--hide-text", "--no-figures"
    )

    folder = copied / "runs" / "evaluation-corpus"
    assert result.exit_code == 0
    assert result.stdout.startswith("F1 ")
    assert result.stdout.endswith("\nreport: runs/evaluation-corpus/report.html\n")
    report = (folder / "report.md").read_text(encoding="utf-8")
    assert "(text not shown)" in report
    assert result.stderr.startswith(
        "warning: The model was trained on articles of this very corpus"
    )
    assert report.index("**Serious (MF01):** The model was trained") < report.index("| F1 |")


def test_too_few_articles_are_told_under_the_table_and_in_the_report(project):
    said = (project / "said.txt").read_text(encoding="utf-8")
    report = (project / "run" / "report.md").read_text(encoding="utf-8")

    assert "\nTest holds 2 articles: too few for figures" in said
    assert "**Warning (MF12):** Test holds 2 articles" in report


def test_a_split_of_sentences_is_warned_of_beside_the_table_and_in_the_report(project, tmp_path):
    settings = ("-s", "split.kind=sentence", "-s", "head={kind: majority}")

    result = mediaframe("run", project / "small.yaml", "-o", tmp_path / "run", *settings)

    scores = json.loads((tmp_path / "run" / "scores.json").read_text(encoding="utf-8"))
    warning = f"{scores['shared_articles']} articles stand in train and in test: the figures are too good"  # fmt: skip
    assert result.exit_code == 0
    assert scores["shared_articles"] > 0
    assert result.stderr.startswith(f"warning: {warning}")
    assert f"**Serious (MF02):** {warning}" in (tmp_path / "run" / "report.md").read_text(
        encoding="utf-8"
    )


def test_whole_articles_are_shared_by_none(project):
    scores = json.loads((project / "run" / "scores.json").read_text(encoding="utf-8"))

    assert scores["shared_articles"] == 0


def test_a_prediction_replaces_a_file_by_force_only(project, tmp_path):
    call = ["predict", project / "run", project / "corpus.jsonl", "-o", tmp_path / "out.csv"]
    (tmp_path / "out.csv").write_text("mine", encoding="utf-8")

    without = mediaframe(*call)
    kept = (tmp_path / "out.csv").read_text(encoding="utf-8")
    forced = mediaframe(*call, "--force")

    refused(without, r"out.csv: stands there already; .* --force")
    assert kept == "mine"
    assert forced.exit_code == 0
    assert "score.attribution" in (tmp_path / "out.csv").read_text(encoding="utf-8")


def test_predictions_in_csv_are_a_corpus_that_other_commands_read(project, tmp_path):
    mediaframe("predict", project / "run", project / "corpus.jsonl", "-o", tmp_path / "out.csv")

    evaluated = mediaframe("evaluate", project / "run", tmp_path / "out.csv", "--resamples", "100", "--no-figures", "-o", tmp_path / "e")  # fmt: skip
    converted = mediaframe("data", "convert", tmp_path / "out.csv", tmp_path / "out.jsonl")
    again = mediaframe("predict", project / "run", tmp_path / "out.csv")

    assert [evaluated.exit_code, converted.exit_code, again.exit_code] == [0, 0, 0]


def test_a_file_in_place_of_a_sentence_is_told_what_to_do(project):
    path = project / "corpus.jsonl"

    refused(
        mediaframe("explain", project / "run", path), r"corpus.jsonl is a file; .* - < .*predict"
    )


def test_a_place_that_cannot_be_written_is_refused_before_training(copied):
    running = mediaframe("run", copied / "small.yaml", "-o", copied / "corpus.jsonl" / "out", "-s", "features.words.min_df=999", "-s", "features.reading=null")  # fmt: skip

    refused(running, r"check the path")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(["none", "corpus.jsonl"], r"none: no such model; .* news-en", id="no model"),
        pytest.param(["run", "none.jsonl"], r"none.jsonl: cannot be read", id="no corpus"),
        pytest.param(["run", "small.yaml"], r"small.yaml: .*format", id="no corpus format"),
        pytest.param(["run", "corpus.jsonl", "-o", "small.yaml"], r"small.yaml: a file stands there", id="onto a file"),
        pytest.param(["run", "corpus.jsonl", "-o", "run"], r"run: holds a run of another", id="onto the run"),
        pytest.param(
            ["run", "corpus.jsonl", "--resamples", "100001"], r"resamples", id="too many resamples"
        ),
    ],
)  # fmt: skip
def test_a_wrong_evaluation_is_one_message(project, monkeypatch, arguments, message):
    monkeypatch.chdir(project)

    result = mediaframe("evaluate", *arguments)

    assert result.exit_code == 2
    assert re.search(message, result.stderr)
    assert len([line for line in result.stderr.splitlines() if re.search(message, line)]) == 1


# predict


def write_csv(path: Path, rows) -> Path:
    with path.open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def write_parquet(path: Path, rows) -> Path:
    pq.write_table(pa.Table.from_pylist(rows), path)
    return path


def read_back(path: Path) -> list[dict[str, Any]]:
    """Return prediction rows from a file of any format, as JSON Lines hold them."""
    match path.suffix:
        case ".jsonl":
            return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        case ".parquet":
            return [
                {**row, "evidence": dict(row["evidence"])}
                for row in pq.read_table(path).to_pylist()
            ]
        case _:
            with path.open(encoding="utf-8", newline="") as source:
                return [
                    {
                        **{key: row[key] for key in row if "." not in key},
                        "start": int(row["start"]),
                        "end": int(row["end"]),
                        "labels": [name for name in row["labels"].split("|") if name],
                        "scores": {name: float(row[f"score.{name}"]) for name in LABELS},
                        "source": source_in(row),
                    }
                    for row in csv.DictReader(source)
                ]


def source_in(row: dict[str, str]) -> dict[str, str | None] | None:
    """Return the source in a row of CSV, where an empty cell is nothing."""
    if not row["source.status"]:
        return None
    return {field: row[f"source.{field}"] or None for field in ("name", "status")}


def bare(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row but for its evidence, which CSV holds as text."""
    return {key: row[key] for key in row if key != "evidence"}


WRITERS = {"jsonl": write_jsonl, "csv": write_csv, "parquet": write_parquet}


@pytest.mark.parametrize("given", WRITERS)
@pytest.mark.parametrize("wanted", WRITERS)
def test_any_format_in_and_any_out_give_the_same_rows(project, tmp_path, given, wanted):
    rows = WRITERS[given](tmp_path / f"rows.{given}", ROWS)
    expected = [
        json.loads(line)
        for line in mediaframe("predict", project / "run", rows).stdout.splitlines()
    ]

    result = mediaframe("predict", project / "run", rows, "-o", tmp_path / f"out.{wanted}")

    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == f"3 sentences labelled: {tmp_path / f'out.{wanted}'}\n"
    assert [bare(row) for row in read_back(tmp_path / f"out.{wanted}")] == list(map(bare, expected))
    assert [(row["article_id"], row["sentence_id"], row["text"]) for row in expected] == [
        (row["article_id"], row["sentence_id"], row["text"]) for row in ROWS
    ]


def check_article(rows, article_id: str) -> None:
    """Assert that rows are the sentences of ARTICLE, and that their offsets are true."""
    assert [ARTICLE[row["start"] : row["end"]] for row in rows] == [row["text"] for row in rows]
    assert [row["sentence_id"] for row in rows] == [f"{article_id}:{n}" for n in (1, 2, 3)]
    words = [item for row in rows for found in row["evidence"].values() for item in found]
    assert [ARTICLE[item["start"] : item["end"]] for item in words] == [
        item["text"] for item in words
    ]
    assert {("cue", "denying"), ("source", "official")} <= {(w["role"], w["kind"]) for w in words}


def test_a_text_file_is_an_article_with_true_offsets(project, tmp_path):
    (tmp_path / "storm.txt").write_text(ARTICLE, encoding="utf-8", newline="")

    result = mediaframe("predict", project / "run", tmp_path / "storm.txt")

    assert (result.exit_code, result.stderr) == (0, "")
    check_article([json.loads(line) for line in result.stdout.splitlines()], "storm")


@pytest.mark.parametrize(
    "arguments", [pytest.param([], id="by default"), pytest.param(["-"], id="by a dash")]
)
def test_standard_input_is_an_article_with_true_offsets(project, arguments):
    result = mediaframe("predict", project / "run" / "model", *arguments, stdin=ARTICLE.encode())

    assert (result.exit_code, result.stderr) == (0, "")
    check_article([json.loads(line) for line in result.stdout.splitlines()], "stdin")


@pytest.mark.parametrize("given", WRITERS)
def test_a_row_can_be_an_article_with_true_offsets(project, tmp_path, given):
    articles = [{"article_id": name, "text": ARTICLE} for name in ("b", "a")]
    path = WRITERS[given](tmp_path / f"articles.{given}", articles)

    result = mediaframe("predict", project / "run", path, "--unit", "article")

    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [row["article_id"] for row in rows] == ["b", "b", "b", "a", "a", "a"]
    check_article(rows[:3], "b")
    check_article(rows[3:], "a")


def test_rows_from_standard_input_need_their_format(project):
    lines = "".join(json.dumps(row) + "\n" for row in ROWS)

    result = mediaframe("predict", project / "run", "-", "--format", "jsonl", stdin=lines)

    assert [json.loads(line)["sentence_id"] for line in result.stdout.splitlines()] == [
        "002",
        "001",
        "x",
    ]


def test_every_score_comes_with_its_decision(project):
    thresholds = json.loads((project / "run/model/model.json").read_text("utf-8"))["thresholds"]

    (row,) = map(
        json.loads,
        mediaframe("predict", project / "run", stdin="He denied it.").stdout.splitlines(),
    )

    assert list(row["scores"]) == list(LABELS)
    assert row["labels"] == [name for name in LABELS if row["scores"][name] >= thresholds[name]]


def test_a_process_prints_data_and_nothing_else(project):
    done = process("predict", project / "run", stdin=ARTICLE.encode(), PYTHONWARNINGS="default")

    rows = [json.loads(line) for line in done.stdout.decode().splitlines()]
    assert (done.returncode, done.stderr) == (0, b"")
    check_article(rows, "stdin")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(["none", "corpus.jsonl"], r"none: no such model; .* news-en", id="no model"),
        pytest.param(["run", "none.txt"], r"none.txt: cannot be read", id="no file"),
        pytest.param(["run", "run"], r"run: cannot be read \(Is a directory", id="a folder"),
        pytest.param(["run", "-"], r"standard input:1: no text", id="no text"),
        pytest.param(["run", "corpus.jsonl", "-o", "out.xls"], r"out.xls: the ending '.xls'", id="an unknown ending"),
        pytest.param(["run", "small.yaml", "--format", "jsonl"], r"small.yaml: text: no such column", id="the wrong format"),
    ],
)  # fmt: skip
def test_a_wrong_prediction_is_one_message(project, monkeypatch, arguments, message):
    monkeypatch.chdir(project)

    refused(mediaframe("predict", *arguments, stdin=b""), message)


def test_data_goes_out_as_utf_8_whatever_the_terminal_says(project):
    done = process("predict", project / "run", stdin="É.".encode(), PYTHONIOENCODING="ascii")

    assert done.returncode == 0
    assert json.loads(done.stdout.decode("utf-8"))["text"] == "É."


def test_a_file_whose_name_is_not_utf_8_is_labelled_or_refused(project, tmp_path):
    name = os.fsdecode(b"caf\xe9.txt")
    (tmp_path / name).write_text("It rained.", encoding="utf-8")

    done = process("predict", project / "run", tmp_path / name, "-o", tmp_path / "out.jsonl")

    assert done.returncode in {0, 2}
    assert b"Traceback" not in done.stderr


def test_a_reader_that_goes_away_gets_no_traceback(project, tmp_path):
    rows = [{"text": f"It rained {number}."} for number in range(5_000)]
    path = write_jsonl(tmp_path / "rows.jsonl", rows)
    running = subprocess.Popen(
        [*PYTHON, "predict", project / "run", path], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )

    assert running.stdout is not None
    first = running.stdout.readline()
    running.stdout.close()
    said = rest_of(running.stderr)

    assert running.wait() == 1
    assert json.loads(first)["text"] == "It rained 0."
    assert b"Traceback" not in said


# Places that cannot be written to. Tests may run as root, so permissions would forbid nothing.

LONG = "n" * 300


@pytest.mark.parametrize(
    "place",
    [
        pytest.param("corpus.jsonl/out", id="below a file"),
        pytest.param("/proc/out", id="where nothing can be made"),
        pytest.param("/dev/null/out", id="below a device"),
        pytest.param(LONG, id="too long a name"),
    ],
)
@pytest.mark.parametrize("command", ["run small.yaml", "evaluate run corpus.jsonl --resamples 100"])
def test_a_folder_that_cannot_be_made_is_one_message(copied, monkeypatch, command, place):
    monkeypatch.chdir(copied)

    refused(mediaframe(*command.split(), "-o", place), r"^[/n].*: .*; check the path")

    assert sorted(path.name for path in copied.iterdir()) == [
        "corpus.jsonl",
        "run",
        "said.txt",
        "small.yaml",
    ]


@pytest.mark.parametrize(
    "place",
    [
        pytest.param("corpus.jsonl/out.jsonl", id="below a file"),
        pytest.param("corpus.jsonl/out.parquet", id="Parquet below a file"),
        pytest.param("/proc/out.csv", id="where nothing can be made"),
        pytest.param("/proc/out.parquet", id="Parquet where nothing can be made"),
        pytest.param("taken.jsonl", id="a folder of that name"),
        pytest.param("taken.parquet", id="a Parquet folder of that name"),
        pytest.param(f"{LONG}.jsonl", id="too long a name"),
    ],
)
def test_a_file_that_cannot_be_made_is_one_message_that_names_it(copied, monkeypatch, place):
    monkeypatch.chdir(copied)
    (copied / "taken.jsonl").mkdir()
    (copied / "taken.parquet").mkdir()

    result = mediaframe("predict", "run", "corpus.jsonl", "-o", place)

    refused(result, r"^\S*(corpus|out|taken|nnn)\S*: .*; check the path$")
    assert [path.name for path in copied.iterdir() if path.name.startswith(".")] == []


def test_a_full_disk_is_one_message(project):
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*PYTHON, "predict", project / "run", project / "corpus.jsonl"],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )

    assert done.returncode == 1
    assert b"Traceback" not in done.stderr


# explain


def test_an_explanation_shows_parts_that_sum_to_the_score(project):
    result = mediaframe(
        "explain", project / "run", "The finance minister denied it.", "--most", "3"
    )

    blocks = result.stdout.strip().split("\n\n")
    assert result.exit_code == 0
    assert len(blocks) == 3
    weighed = [re.findall(r"^ +([+-]\d+\.\d+) ", block, re.MULTILINE) for block in blocks]
    assert [len(weights) for weights in weighed] == [5, 5, 5]
    assert re.match(r"attribution: yes \(score 0\.\d{3}, threshold 0\.\d{3}\)", blocks[0])
    score = float(re.findall(r"score (\S+),", blocks[0])[0])
    log_odds = sum(map(float, weighed[0]))
    assert 1 / (1 + 2.718281828**-log_odds) == pytest.approx(score, abs=0.002)


def test_an_explanation_shows_the_words_behind_a_label_that_is_given(project):
    result = mediaframe("explain", project / "run", "The finance minister denied it.")

    attribution, *_ = result.stdout.split("\n\n")
    shown = [line.split(maxsplit=2) for line in attribution.splitlines()]
    assert [line for line in shown if line[0] in ("source", "cue", "content")] == [
        ["source", "official", "The finance minister"],
        ["cue", "denying", "denied"],
        ["content", "assertion", "it."],
    ]


def test_an_article_from_standard_input_is_explained_sentence_by_sentence(project):
    result = mediaframe("explain", project / "run", "-", stdin="It rained. The minister denied it.")

    blocks = result.stdout.strip().split("\n\n")
    assert result.exit_code == 0
    assert [block for block in blocks if "(score" not in block] == [
        "It rained.",
        "The minister denied it.",
    ]
    assert len(blocks) == 2 * 4


@pytest.mark.parametrize(
    "sentence", [pytest.param("", id="empty"), pytest.param(" \t", id="blank")]
)
def test_no_sentence_is_one_message(project, sentence):
    refused(mediaframe("explain", project / "run", sentence), "SENTENCE: empty; give one sentence")


# verify


def test_a_run_is_verified(project):
    result = mediaframe("verify", project / "run", "--jobs", "2")

    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == f"{project / 'run'}: reproduced\n"


def test_a_different_run_exits_with_1_and_says_what_differs(copied):
    scores = copied / "run" / "scores.json"
    text = scores.read_text(encoding="utf-8")
    edited = text.replace('\n  "confidence": 0.95', '\n  "confidence": 0.9')  # not the suite's
    scores.write_text(edited, encoding="utf-8")

    result = mediaframe("verify", copied / "run")

    assert result.exit_code == 1
    first, moved = result.stdout.splitlines()
    assert first.startswith(f"{copied / 'run'}: different: edited since the run")
    assert moved == "  scores.json: confidence: recorded 0.9, now 0.95 (+0.05)"
    assert result.stderr == f"did not come out again: {copied / 'run'}\n"


def test_what_is_no_run_cannot_be_verified(tmp_path):
    refused(mediaframe("verify", tmp_path), "no run folder .*name what `mediaframe run` wrote")


# config


def test_a_config_is_checked_without_training(project):
    result = mediaframe("config", "check", project / "small.yaml", "-s", "seed=2")

    first, train, test = result.stdout.splitlines()
    assert result.exit_code == 0
    assert first == f"{project / 'small.yaml'}: fine"
    assert re.fullmatch(r"  train: \d+ articles, \d+ sentences \(attribution \d+, .*\)", train)
    assert re.fullmatch(r"  test: \d+ articles, \d+ sentences \(attribution \d+, .*\)", test)


def test_a_wrong_config_is_one_message_with_its_place(tmp_path):
    (tmp_path / "c.yaml").write_text("name: x\nsed: 1\n", encoding="utf-8")

    refused(
        mediaframe("config", "check", tmp_path / "c.yaml"),
        r"c.yaml:2:1: sed: unknown key; did you mean 'seed'\?",
    )


def test_a_config_shown_is_complete_and_can_be_run(project, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    shown = mediaframe("config", "show", project / "small.yaml", "-s", "head.C=7").stdout
    (tmp_path / "shown.yaml").write_text(shown, encoding="utf-8")

    original = load_config(project / "small.yaml", ["head.C=7"])
    assert "confidence: 0.95" in shown
    assert load_config(tmp_path / "shown.yaml") == original


def test_the_schema_accepts_the_starter_and_refuses_a_misspelt_key(project):
    schema = json.loads(mediaframe("config", "schema").stdout)

    values = json.loads((project / "small.yaml").read_text(encoding="utf-8"))
    jsonschema.validate(values, schema)
    with pytest.raises(jsonschema.ValidationError, match="sed"):
        jsonschema.validate({**values, "sed": 1}, schema)


def test_a_new_config_is_written_or_printed_and_can_be_loaded(tmp_path):
    printed = mediaframe("config", "new")
    written = mediaframe("config", "new", tmp_path / "new.yaml")

    assert (printed.exit_code, printed.stderr) == (0, "")
    assert (written.exit_code, written.stdout) == (0, "")
    assert "next: mediaframe run" in written.stderr
    assert (tmp_path / "new.yaml").read_text(encoding="utf-8") == printed.stdout
    assert load_config(tmp_path / "new.yaml").name == "my-experiment"


@pytest.mark.parametrize(
    ("path", "message"),
    [
        pytest.param("small.yaml", "small.yaml: File exists; check the path", id="onto a file"),
        pytest.param(
            "none/new.yaml", "none/new.yaml: No such file or directory", id="into no folder"
        ),
        pytest.param(
            "run", "run: (Is a directory|File exists); check the path", id="onto a folder"
        ),
    ],
)
def test_a_new_config_replaces_nothing(project, monkeypatch, path, message):
    monkeypatch.chdir(project)
    before = (project / "small.yaml").read_bytes()

    refused(mediaframe("config", "new", path), message)

    assert (project / "small.yaml").read_bytes() == before


# Signals and terminals, with real processes.


class Terminal:
    """A process whose output goes to a terminal."""

    def __init__(self, *arguments: object, **environment: str) -> None:
        ours, theirs = pty.openpty()
        self.ours = ours
        self.output = b""
        env = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
        self.process = subprocess.Popen(
            [*PYTHON, *map(str, arguments)],
            stdin=subprocess.DEVNULL,
            stdout=theirs,
            stderr=theirs,
            env={**env, "TERM": "xterm-256color", "COLUMNS": "100", **environment},
        )
        os.close(theirs)

    def read_until(self, text: bytes | None, seconds: float = 60) -> bytes:
        """Read until `text` is shown, or to the end."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and (text is None or text not in self.output):
            if select.select([self.ours], [], [], 0.05)[0]:
                try:
                    part = os.read(self.ours, 65536)
                except OSError:  # the other end is closed
                    break
                self.output += part
        return self.output

    def finish(self) -> int:
        """Read to the end; return the exit code."""
        self.read_until(None)
        os.close(self.ours)
        return self.process.wait(60)


@pytest.fixture
def long_project(tmp_path):
    """Return a folder whose experiment trains for some seconds, on articles of made-up words."""
    rng = np.random.default_rng(0)
    words = ["".join(rng.choice(list("abdeiklmnorstu"), size=6)) for _ in range(3_000)]
    rows = [
        {
            "sentence_id": f"{article}:{number}",
            "article_id": f"a{article}",
            "text": " ".join(rng.choice(words, size=20)),
            "labels": [label for label in LABELS if rng.random() < 0.4],
        }
        for article in range(60)
        for number in range(8)
    ]
    write_config(
        tmp_path,
        write_jsonl(tmp_path / "corpus.jsonl", rows),
        features={"words": {"min_df": 1}, "characters": {}, "reading": {}},
        head={"kind": "logistic", "C": [0.1, 0.3, 1, 3, 10], "class_weight": ["balanced", "none"]},
        training={"folds": 6},
    )
    return tmp_path


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize(
    ("sent", "codes", "said"),
    [
        pytest.param(signal.SIGTERM, {143}, b"", id="SIGTERM"),
        # A shell tells 130 of an exit code 130 and of a process that ends itself by SIGINT alike.
        pytest.param(signal.SIGINT, {130, -2}, b"interrupted; nothing half-written", id="SIGINT"),
    ],
)
def test_a_run_that_is_stopped_while_training_leaves_nothing(long_project, sent, codes, said, jobs):
    terminal = Terminal(
        "run", long_project / "small.yaml", "-o", long_project / "run", "--jobs", jobs
    )

    terminal.read_until(b"training ")
    terminal.process.send_signal(sent)

    assert terminal.finish() in codes
    assert b"evaluating" not in terminal.output
    assert said in terminal.output
    assert sorted(path.name for path in long_project.iterdir()) == ["corpus.jsonl", "small.yaml"]
    assert b"Traceback" not in terminal.output


def test_a_run_that_is_stopped_while_writing_leaves_the_old_folder(copied):
    before = {path: path.read_bytes() for path in (copied / "run").rglob("*.*")}
    running = subprocess.Popen(
        [*PYTHON, "run", copied / "small.yaml", "-o", copied / "run", "-s", "report.figures=true"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )

    while running.poll() is None and not list(copied.glob(".mediaframe.*/*/scores.json")):
        time.sleep(0.002)
    running.terminate()
    said = rest_of(running.stderr)

    assert running.wait() == 143
    assert {path: path.read_bytes() for path in (copied / "run").rglob("*.*")} == before
    assert list(copied.glob(".*")) == []
    assert b"Traceback" not in said


def draw_figures(config: Path) -> None:
    """Let a run draw, so that writing takes long enough to be stopped."""
    settings = config.read_text(encoding="utf-8")
    assert "figures: []" in settings
    config.write_text(settings.replace("figures: []", "figures: true"), encoding="utf-8")


def test_a_verification_that_is_stopped_leaves_nothing(copied):
    draw_figures(copied / "run" / "config.yaml")
    beside = sorted(copied.iterdir())
    running = subprocess.Popen([*PYTHON, "verify", copied / "run"], stdout=subprocess.PIPE)

    while running.poll() is None and not list(copied.glob(".mediaframe.*/**/scores.json")):
        time.sleep(0.002)
    running.terminate()
    said = rest_of(running.stdout)

    assert running.wait() == 143
    assert said == b""
    assert sorted(copied.iterdir()) == beside


def test_progress_goes_to_a_terminal_and_has_colours_unless_told(copied):
    call = ["run", copied / "small.yaml", "-o", copied / "run"]

    coloured, plain = Terminal(*call), Terminal(*call[:-1], copied / "plain", NO_COLOR="1")

    assert [coloured.finish(), plain.finish()] == [0, 0]
    assert b"training" in plain.output
    assert COLOUR.search(coloured.output)
    assert not COLOUR.search(plain.output)


def test_predictions_are_a_table_and_a_bar_on_a_terminal(project, tmp_path):
    article = tmp_path / "news.txt"
    article.write_text("Rain closed [b]two[/b] roads near Orrin.", encoding="utf-8")

    shown = Terminal("predict", project / "run", article, NO_COLOR="1")

    assert shown.finish() == 0
    bare = re.sub(rb"\x1b\[[?0-9;]*[A-Za-z]", b"", shown.output).decode()
    lines = [" ".join(line.split()) for line in bare.splitlines()]
    assert "sentence labels source" in lines
    assert [line for line in lines if line.startswith("Rain closed [b]two[/b] roads near Orrin.")]
    assert "labelling" in bare
    assert '{"article_id"' not in bare


def test_help_has_no_colours_where_none_are_wanted():
    coloured, plain = Terminal("--help"), Terminal("--help", NO_COLOR="1")

    assert [coloured.finish(), plain.finish()] == [0, 0]
    assert COLOUR.search(coloured.output)
    assert not COLOUR.search(plain.output)


def test_without_a_terminal_there_is_no_progress(copied):
    done = process("run", copied / "small.yaml", "-o", copied / "run", NO_COLOR="1")

    assert done.returncode == 0
    assert all(line.startswith(b"warning: ") for line in done.stderr.splitlines())
    assert done.stdout.startswith(b"F1 ")
    assert b"\x1b" not in done.stdout


@pytest.mark.parametrize(
    ("epoch", "started"),
    [
        pytest.param("0", "1970-01-01T00:00:00+00:00", id="a time"),
        pytest.param("noon", None, id="no time"),
    ],
)  # fmt: skip
def test_the_source_date_is_obeyed_or_refused(copied, monkeypatch, epoch, started):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)

    result = mediaframe("run", copied / "small.yaml", "-o", copied / "run")

    info = json.loads((copied / "run" / "run_info.json").read_text(encoding="utf-8"))
    assert result.exit_code == (0 if started else 2)
    assert started in {None, info["started"]}


def test_the_installed_command_is_the_module(tmp_path):
    program = Path(sys.executable).parent / "mediaframe"

    shown = subprocess.run([program, "--version"], capture_output=True, check=True, cwd=tmp_path)

    assert shown.stdout == process("--version").stdout


def test_output_ends_where_standard_output_ends(project):
    stream = io.StringIO(mediaframe("predict", project / "run", stdin=ARTICLE).stdout)

    lines = stream.readlines()

    assert len(lines) == 3
    assert all(line.endswith("}\n") for line in lines)


def test_a_wrong_source_date_epoch_is_one_message_before_anything_is_loaded(project):
    told = process("explain", project / "run", "He left.", SOURCE_DATE_EPOCH="yesterday")

    assert told.returncode == 2
    assert (
        told.stderr.decode()
        == "SOURCE_DATE_EPOCH: is 'yesterday'; set whole seconds since 1970, or unset it\n"
    )


def test_neither_terminal_nor_page_is_steered_by_what_was_labelled(project, tmp_path):
    text = "The mayor said \x1b[31mprices\x07 \u202ewould rise."

    shown = mediaframe("explain", project / "run", text).stdout
    mediaframe("predict", project / "run", "-", "--page", tmp_path / "p.html", stdin=text)

    for output in (shown, (tmp_path / "p.html").read_text("utf-8")):
        assert "prices" in output
        assert not {"\x1b", "\x07", "\u202e"} & set(output)


def worker_of(pid: int) -> int:
    """Return the first process that trains for another one, once there is one."""
    while True:
        for children in Path(f"/proc/{pid}/task").glob("*/children"):
            for child in children.read_text().split():
                if "LokyProcess" in Path(f"/proc/{child}/cmdline").read_text():
                    return int(child)
        time.sleep(0.05)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells in files who runs")
def test_a_process_that_dies_while_training_is_one_message(tmp_path):
    command = [sys.executable, "-m", "mediaframe", "run", "configs/baseline.yaml"]
    run = subprocess.Popen(
        [*command, "--jobs", "2", "-s", "training.folds=20", "-o", tmp_path / "run"],
        cwd=Path(__file__).parents[2],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )

    os.kill(worker_of(run.pid), signal.SIGKILL)

    told = run.communicate(timeout=300)[1]
    assert (
        told == "a process that trained died, as where memory is short; train with fewer --jobs\n"
    )
    assert (run.returncode, list(tmp_path.iterdir())) == (1, [])


def test_score_fills_a_folder_and_says_what_was_found(small_run, tmp_path):
    lines = (small_run / "corpus.jsonl").read_text(encoding="utf-8")
    (tmp_path / "news.jsonl").write_text(lines + '{"text": \n', encoding="utf-8")
    call = ["score", str(small_run / "run"), str(tmp_path / "news.jsonl"), "-o"]

    result = CliRunner().invoke(app, [*call, str(tmp_path / "scored"), "--to", "csv"])
    again = CliRunner().invoke(app, [*call, str(tmp_path / "scored"), "--to", "parquet"])

    assert result.exit_code == 0, result.output
    assert f"sentences scored: {lines.count(chr(10))}, " in result.stdout
    assert "rows that could not be read: 1; " in result.stderr
    header = (tmp_path / "scored" / "parts" / "00000.csv").read_text().partition("\n")[0]
    assert "labels,label.attribution,label.official_claim" in header
    assert again.exit_code == 2
    assert "another model, input or options" in again.stderr
