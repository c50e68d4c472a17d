"""Wrong settings and wrong data through the command line: one message, exit 2, nothing written."""

import json
import re
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from mediaframe.cli import app
from tests.builders import make_rows, write_config, write_jsonl


def run(config: Path, output: Path):
    return CliRunner().invoke(app, ["run", str(config), "-o", str(output)])


def refuse(result: Result, output: Path) -> str:
    """Return the message of a run that was refused and left nothing."""
    assert result.exit_code == 2, result.output
    assert not output.exists()
    assert [path.name for path in output.parent.iterdir() if path.name.startswith(".")] == []
    assert "Traceback" not in result.output
    assert result.stdout == ""
    return result.stderr.strip()


@pytest.fixture
def corpus(tmp_path):
    return write_jsonl(tmp_path / "corpus.jsonl", make_rows())


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param(
            "name: x\nsed: 1\n", r":2:1: sed: unknown key; did you mean 'seed'\?", id="unknown key"
        ),
        pytest.param(
            "name: x\nseed: 1\nseed: 2\n",
            r":3:1: seed: stands twice, first on line 2",
            id="key twice",
        ),
        pytest.param("name: x\nseed: many\n", r":2:1: seed: is 'many'; .*integer", id="wrong type"),
        pytest.param(
            "name: x\nsplit:\n  test_share: 1.5\n",
            r":3:3: split.test_share: is 1.5; .*less than 1",
            id="out of range",
        ),
        pytest.param("seed: 1\n", r"name: missing; add it", id="no name"),
        pytest.param(
            "name: x\nhead: {kind: logistik}\n",
            r":2:8: head.kind: unknown kind 'logistik'; did you mean 'logistic'\?",
            id="unknown head",
        ),
        pytest.param(
            "name: x\nhead: {kind: ridge, C: 1}\n",
            r":2:21: head.C: unknown key",
            id="setting of another head",
        ),
        pytest.param(
            "name: x\nfeatures: {words: null, characters: null, reading: null}\n",
            r":2:1: features: all features are off",
            id="no features",
        ),
        pytest.param("name: [x\n", r":\d+:\d+: not valid YAML", id="not YAML"),
        pytest.param("", r"empty; write `key: value` lines", id="empty file"),
        pytest.param(
            "name: x\nextends: base.yaml\n", r":2:1: extends: no file at .*base.yaml", id="no base"
        ),
        pytest.param(
            "name: x\ncorpus: {path: none.jsonl}\n",
            r"none.jsonl: cannot be read .*check the path",
            id="no corpus",
        ),
        pytest.param(
            "name: x\ncodebook: none.yaml\n",
            r"none.yaml: cannot be read .*check the path",
            id="no codebook",
        ),
        pytest.param("name: ../x\n", r":1:1: name: is '../x'", id="name with a path"),
    ],
)
def test_a_wrong_config_gets_one_message_with_its_place(tmp_path, text, message):
    config = tmp_path / "wrong.yaml"
    config.write_text(text, encoding="utf-8")

    stderr = refuse(run(config, tmp_path / "run"), tmp_path / "run")

    assert re.search(message, stderr)
    assert len(stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        pytest.param(
            {"training": {"folds": 40}},
            r"training.folds: 40 folds, but train has \d separate articles",
            id="more folds than articles",
        ),
        pytest.param(
            {"split": {"test_share": 0.0001}},
            r"split.test_share: .* leaves none for test",
            id="no test",
        ),
    ],
)
def test_settings_that_cannot_work_are_refused_before_training(tmp_path, corpus, settings, message):
    config = write_config(tmp_path, corpus, **settings)

    stderr = refuse(run(config, tmp_path / "run"), tmp_path / "run")

    assert re.search(message, stderr)


def lines(rows) -> str:
    return "".join(json.dumps(row) + "\n" for row in rows)


def changed(index: int, **values: object) -> str:
    """Return the rows with one of them changed; `None` removes a key."""
    rows = make_rows()
    rows[index] = {k: v for k, v in {**rows[index], **values}.items() if v is not None}
    return lines(rows)


ROWS = make_rows()
CSV_HEADER = "sentence_id,article_id,text,labels\n"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        pytest.param(
            "c.jsonl",
            changed(3, labels=["atribution"]),
            r"c.jsonl:4: labels: 'atribution' is not a label of codebook framing 1.1; did you mean 'attribution'\?",
            id="unknown label",
        ),
        pytest.param(
            "c.jsonl",
            lines(ROWS)[:-20],
            r"c.jsonl:48:\d+: not valid JSON .*cut off",
            id="cut last line",
        ),
        pytest.param(
            "c.jsonl",
            changed(5, sentence_id="a00:0"),
            r"c.jsonl:6: sentence_id: 'a00:0' stands already at .*c.jsonl:1; give each",
            id="duplicate id",
        ),
        pytest.param(
            "c.jsonl",
            changed(2, article_id=None),
            r"c.jsonl:3: article_id: missing; every row needs it",
            id="no article id",
        ),
        pytest.param(
            "c.jsonl",
            changed(2, labels=None),
            r"c.jsonl:3: labels: missing; write \[\]",
            id="no labels",
        ),
        pytest.param("c.jsonl", changed(1, text=""), r"c.jsonl:2: text: missing", id="empty text"),
        pytest.param(
            "c.jsonl",
            changed(1, text=7.5),
            r"c.jsonl:2: text: is 7.5, must be text",
            id="number for text",
        ),
        pytest.param(
            "c.jsonl",
            lines({**row, "labels": []} for row in ROWS),
            r"attribution: too few positive sentences \(0, none in train\)",
            id="one class only",
        ),
        pytest.param("c.jsonl", "", r"c.jsonl:1: no rows", id="empty file"),
        pytest.param(
            "c.jsonl",
            lines(ROWS).encode() + b'{"text": "caf\xe9"}\n',
            r"c.jsonl:49: byte 0xe9 is not UTF-8",
            id="Latin-1 bytes",
        ),
        pytest.param("c.jsonl", "[1, 2]\n", r"c.jsonl:1: a list, not an object", id="no object"),
        pytest.param(
            "c.jsonl",
            '{"text": "a", "text": "b"}\n',
            r"c.jsonl:1: text: the key stands twice",
            id="key twice",
        ),
        pytest.param(
            "c.jsonl",
            changed(1, text="\ud83d half"),
            r"c.jsonl:2: text: holds half a character",
            id="lone surrogate",
        ),
        pytest.param(
            "c.csv",
            CSV_HEADER + 's1,a1,"It rained.\n',
            r"c.csv:2: not valid CSV",
            id="open quotation mark in CSV",
        ),
        pytest.param(
            "c.csv",
            CSV_HEADER + "s1,a1,It rained, they said.,\n",
            r"c.csv:2: 5 values for 4 columns",
            id="unquoted comma in CSV",
        ),
        pytest.param(
            "c.csv",
            "sentence_id,text,labels\ns1,It rained.,\n",
            r"c.csv: article_id: no such column; add it",
            id="no column",
        ),
        pytest.param(
            "c.parquet",
            b"PAR1 not really",
            r"c.parquet: not a readable Parquet file",
            id="no Parquet",
        ),
        pytest.param(
            "c.docx",
            b"PK",
            r"c.docx: cannot tell the format; say the format: jsonl, csv",
            id="unknown ending",
        ),
    ],
)
def test_wrong_data_gets_one_message_with_its_line(tmp_path, name, content, message):
    corpus = tmp_path / name
    corpus.write_bytes(
        content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
    )

    stderr = refuse(run(write_config(tmp_path, corpus), tmp_path / "run"), tmp_path / "run")

    assert re.search(message, stderr)
    assert len(stderr.splitlines()) == 1
