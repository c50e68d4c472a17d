"""The page to code on: what it is told, what it sends, and what is refused."""

import json
import re

import pytest
from starlette.testclient import TestClient

from mediaframe.codebook import Codebook, load_codebook
from mediaframe.curation.coding import CodingFile
from mediaframe.curation.coding_server import coding_app
from tests.builders import make_rows, write_jsonl

BOOK = load_codebook()
HOSTILE = "</script><script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{ 7 * 7 }}&amp;"
ROWS = make_rows(articles=1, sentences=3)
FIRST = ROWS[0]["sentence_id"]


@pytest.fixture
def path(tmp_path):
    rows = [{**row, "labels": None, "coder_1": ["attribution"]} for row in ROWS]
    return write_jsonl(tmp_path / "sentences.jsonl", rows)


@pytest.fixture
def client(path):
    return client_of(CodingFile(path, BOOK))


def client_of(file):
    return TestClient(coding_app(file), base_url="http://127.0.0.1:8766")


def test_the_page_shows_labels_rules_and_examples(client):
    html = client.get("/").text

    assert [re.findall(r'name="label" value="(\w+)"', html)] == [list(BOOK.label_names)]
    assert BOOK.rulings[0].title in html
    assert html.count('class="rule"') == len(BOOK.labels) + len(BOOK.rulings) + len(BOOK.examples)
    assert 'value="official_claim" data-implies="attribution"' in html


def test_the_page_may_run_its_script_and_nothing_else(client):
    answer = client.get("/")

    assert "script-src 'sha256-" in answer.headers["content-security-policy"]
    assert answer.text.count("<script") == 1
    assert not re.search(r"(?:https?:)?//\w|src=|@import|<link|url\(", answer.text)


def test_the_page_is_told_what_the_coder_may_see(client):
    first = client.get("/sentences").json()[0]

    assert first == {"sentence_id": FIRST, "before": "", "text": ROWS[0]["text"], "after": ROWS[1]["text"], "labels": None, "note": ""}  # fmt: skip


def test_a_labelling_is_answered_once_it_is_on_disk(client, path):
    answer = client.post("/code", json={"sentence_id": FIRST, "labels": ["official_claim"], "note": "why"})  # fmt: skip

    assert answer.json() == {"labels": ["attribution", "official_claim"]}
    row = json.loads(path.read_text(encoding="utf-8").splitlines()[0])
    assert (row["labels"], row["note"]) == (["attribution", "official_claim"], "why")


@pytest.mark.parametrize(
    ("body", "status", "told"),
    [
        pytest.param(b"", 400, "no labelling", id="nothing"),
        pytest.param(b"\xff", 400, "no labelling", id="bytes"),
        pytest.param(b"[" * 100_000, 400, "no labelling", id="nested"),
        pytest.param({"sentence_id": FIRST}, 400, "no labelling", id="no labels"),
        pytest.param({"sentence_id": 1, "labels": []}, 400, "no labelling", id="a number"),
        pytest.param({"sentence_id": FIRST, "labels": "attribution"}, 400, "no labelling", id="no list"),
        pytest.param({"sentence_id": FIRST, "labels": [], "path": "/etc"}, 400, "no labelling", id="another key"),
        pytest.param({"sentence_id": FIRST, "labels": [], "note": "a" * 2001}, 400, "no labelling", id="a long note"),
        pytest.param({"sentence_id": FIRST, "labels": [], "note": "\ud800"}, 400, "no labelling", id="half a character"),
        pytest.param({"sentence_id": FIRST, "labels": ["x"]}, 409, "'x' is not a label", id="no label"),
        pytest.param({"sentence_id": "../../x", "labels": []}, 409, "'../../x' is not there", id="no sentence"),
    ],
)  # fmt: skip
def test_what_is_no_labelling_is_one_message_and_changes_nothing(client, path, body, status, told):
    before = path.read_bytes()

    answer = client.post("/code", content=body if isinstance(body, bytes) else json.dumps(body))

    assert answer.status_code == status
    assert told in answer.text
    assert answer.text.count("\n") == 1
    assert path.read_bytes() == before


def test_another_site_codes_nothing(client, path):
    before = path.read_bytes()

    answer = client.post("/code", json={"sentence_id": FIRST, "labels": []}, headers={"Origin": "http://evil.example"})  # fmt: skip

    assert answer.status_code == 403
    assert path.read_bytes() == before


def test_a_file_that_cannot_be_written_is_told(client, monkeypatch):
    def fail(*_arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("mediaframe.files.folders._sync", fail)

    answer = client.post("/code", json={"sentence_id": FIRST, "labels": []})

    assert answer.status_code == 500
    assert re.fullmatch(r".*sentences.jsonl: not written \(No space left on device\); make room, or check the path\n", answer.text)  # fmt: skip


def test_a_codebook_cannot_run_anything(path):
    own = Codebook.model_validate(
        {
            "name": "own",
            "version": HOSTILE,
            "unit": HOSTILE,
            "labels": [{"name": name, "definition": HOSTILE, "test": HOSTILE} for name in BOOK.label_names],
            "rulings": [{"number": 1, "title": HOSTILE, "text": HOSTILE}],
            "examples": [{"text": HOSTILE, "labels": []}],
        }
    )  # fmt: skip

    html = client_of(CodingFile(path, own)).get("/").text

    assert html.count("<script") == 1
    assert "<img" not in html


def test_of_labels_that_exclude_each_other_one_is_given_or_none(path):
    labels = [{"name": name, "definition": "As it is."} for name in BOOK.label_names]
    own = Codebook.model_validate({"name": "own", "version": "1", "exclusive": True, "labels": labels})  # fmt: skip
    client = client_of(CodingFile(path, own))

    html = client.get("/").text
    two = client.post("/code", json={"sentence_id": FIRST, "labels": list(BOOK.label_names[:2])})
    one = client.post("/code", json={"sentence_id": FIRST, "labels": ["attribution"]})

    assert re.findall(r'type="radio" name="label" value="(\w*)"', html) == [*BOOK.label_names, ""]
    assert (two.status_code, "exclude each other" in two.text) == (409, True)
    assert one.json() == {"labels": ["attribution"]}


def test_texts_are_told_as_json_which_no_browser_runs(tmp_path):
    path = write_jsonl(tmp_path / "a.jsonl", [{**ROWS[0], "text": HOSTILE}])

    answer = client_of(CodingFile(path, BOOK)).get("/sentences")

    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.json()[0]["text"] == HOSTILE
