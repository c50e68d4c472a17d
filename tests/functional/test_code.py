"""`mediaframe code` and `mediaframe serve` as they are run: started, used, killed, started again, ended."""

import json
import signal
import subprocess
import sys
from contextlib import contextmanager
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from typer.testing import CliRunner

from mediaframe.cli import app
from mediaframe.codebook import load_codebook
from mediaframe.curation.coding import CodingFile
from mediaframe.measurement.planning import stamp_plan
from mediaframe.measurement.record import CODING
from mediaframe.serving.local_server import listen
from tests.builders import LABELS, make_rows, write_jsonl
from tests.scored_news import PLAN, make_news, write_plan

TRUTH = make_news()[1]


@contextmanager
def page(*arguments):
    """Start a command that serves a page; give the process, its address, and what it said of itself."""
    command = [sys.executable, "-m", "mediaframe", *map(str, arguments), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:  # fmt: skip
        try:
            address = process.stdout.readline().strip()
            assert address.startswith("http://127.0.0.1:"), process.communicate()
            yield process, address, process.stderr.readline()
        finally:
            process.kill()


def sentences_at(address):
    with urlopen(f"{address}sentences") as answer:  # noqa: S310 - ours
        return json.load(answer)


def settle(address, sentence_id, labels):
    body = json.dumps({"sentence_id": sentence_id, "labels": labels, "note": ""}).encode()
    with urlopen(Request(f"{address}code", body, {"Content-Type": JSON})) as answer:  # noqa: S310 - ours
        return json.load(answer)["labels"]


JSON = "application/json"


def end(process, number):
    process.send_signal(number)
    _, said = process.communicate(timeout=20)
    return process.returncode, said


def mediaframe(*arguments):
    return CliRunner().invoke(app, list(map(str, arguments)))


def test_a_sample_is_coded_through_a_kill_and_estimated_as_it_is(tmp_path):
    text = PLAN.replace("size: 24", "size: 6").replace("attribution, official_claim & not", "official_claim, official_claim & not")  # fmt: skip
    stamp_plan(write_plan(tmp_path, text), tmp_path / "m")
    sampled = mediaframe("measure", "sample", tmp_path / "m")
    coding = tmp_path / "m" / CODING
    assert f"next: mediaframe code {coding}\n" in sampled.stdout

    with page("code", coding) as (process, address, said):
        everything = sentences_at(address)
        assert said == f"{coding}: 0 of 60 sentences coded; Ctrl-C ends it\n"
        for sentence in everything[:5]:
            settle(address, sentence["sentence_id"], TRUTH[sentence["sentence_id"]])
        process.kill()  # no chance to tidy up
    with page("code", coding) as (process, address, said):
        assert said == f"{coding}: 5 of 60 sentences coded; Ctrl-C ends it\n"
        left = [one for one in sentences_at(address) if one["labels"] is None]
        assert [one["sentence_id"] for one in left] == [one["sentence_id"] for one in everything[5:]]  # fmt: skip
        for sentence in left:
            settle(address, sentence["sentence_id"], TRUTH[sentence["sentence_id"]])
        assert end(process, signal.SIGINT) == (130, "interrupted; nothing half-written was left\n")

    assert mediaframe("measure", "estimate", tmp_path / "m").exit_code == 0
    assert [path.name for path in tmp_path.rglob(".mediaframe.*")] == []


def test_two_coders_of_a_sample_are_compared(tmp_path):
    sample = tmp_path / "sample.csv"
    write_jsonl(tmp_path / "all.jsonl", make_rows())
    assert mediaframe("data", "sample", tmp_path / "all.jsonl", sample, "-n", "6").exit_code == 0
    given = {"ana": [["attribution"], [], ["contested_claim"]], "ben": [["attribution"], [], []]}

    for coder, labels in given.items():
        file = CodingFile(sample, load_codebook(), coder)
        for sentence, chosen in zip(file.sentences(), labels, strict=False):
            assert sentence.labels is None
            file.code(sentence.sentence_id, chosen, "")

    agreed = mediaframe("data", "agreement", sample)
    assert agreed.exit_code == 0, agreed.output
    assert "1 sentences to settle" in agreed.stdout
    assert agreed.stderr == ""


def test_the_codebook_of_the_plan_is_coded_by(tmp_path):
    labels = "".join(f"  - {{name: {label}, definition: As it is.}}\n" for label in LABELS)
    book = tmp_path / "book.yaml"
    book.write_text(f"name: own\nversion: '1'\nlabels:\n{labels}", encoding="utf-8")
    stamp_plan(write_plan(tmp_path, f"{PLAN}codebook: book.yaml\n"), tmp_path / "m")
    sampled = mediaframe("measure", "sample", tmp_path / "m")
    assert f"coding.csv --codebook {book}\n" in sampled.stdout

    with page("code", tmp_path / "m" / CODING) as (_, address, _said), urlopen(address) as answer:  # noqa: S310 - ours
        assert "codebook own 1" in answer.read().decode()

    book.write_text(book.read_text(encoding="utf-8").replace("is.", "was."), encoding="utf-8")
    result = mediaframe("code", tmp_path / "m" / CODING)
    assert result.exit_code == 2
    assert "the codebook has changed since the plan was stamped by own 1" in result.stderr


def test_an_article_is_shown_until_the_end(small_run):
    with page("serve", small_run / "run") as (process, address, said):
        assert said.startswith("reading by ")
        request = Request(address, b"text=Rain+fell.")  # noqa: S310 - ours
        with urlopen(request) as answer:  # noqa: S310 - ours
            assert "Rain fell." in answer.read().decode()
        with pytest.raises(HTTPError, match="413"):
            urlopen(Request(address, b"text=" + b"a" * 3_000_000))  # noqa: S310 - ours
        with pytest.raises(HTTPError, match="421"):
            urlopen(Request(address, headers={"Host": "evil.example"}))  # noqa: S310 - ours
        assert end(process, signal.SIGTERM)[0] == 143


def test_a_port_that_is_taken_is_one_message(small_run, tmp_path):
    path = write_jsonl(tmp_path / "a.jsonl", make_rows())
    with listen(0) as taken:
        port = taken.getsockname()[1]
        for command in (("serve", small_run / "run"), ("code", path)):
            result = mediaframe(*command, "--port", port)

            assert (result.exit_code, result.stdout) == (2, "")
            assert result.stderr == f"--port {port}: cannot be had (Address already in use); name another one, or 0 for a free one\n"  # fmt: skip


@pytest.mark.parametrize("command", ["serve", "code"])
def test_help_teaches_with_an_example(command):
    text = mediaframe(command, "--help").stdout

    assert f"mediaframe {command} " in text.partition("Example")[2]
