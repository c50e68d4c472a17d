"""The page to paste an article into: the article's page, files of its rows, and what is refused."""

import csv
import io
import json
import re
from base64 import b64encode
from html import unescape

import pytest
from starlette.testclient import TestClient

from mediaframe.config import LogisticHead
from mediaframe.serving.article_server import LONGEST_TEXT, article_app
from tests.builders import make_model

ARTICLE = "“It was untrue,” the finance minister said – é 🙂.\nRain fell in Orrin."
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{ 7 * 7 }}&amp;"


@pytest.fixture(scope="module")
def model():
    return make_model(LogisticHead(C=(3.0,)))


@pytest.fixture
def client(model):
    return TestClient(article_app(model), base_url="http://127.0.0.1:8765")


def test_the_desk_asks_for_an_article(client, model):
    answer = client.get("/")

    assert answer.status_code == 200
    assert 'name="text"' in answer.text
    assert f"by the model {model.training.experiment}" in answer.text


def test_an_article_is_shown_as_predict_shows_it(client, model):
    answer = client.post("/", data={"text": ARTICLE, "name": "storm"})

    assert answer.status_code == 200
    assert "Rain fell in Orrin." in answer.text
    assert "<b>storm</b>" in answer.text
    tags = re.findall(
        r'class="tag(?: near)?"', answer.text.partition('<details class="article"')[2]
    )
    assert len(tags) == sum(len(item.labels) for item in model.label_article(ARTICLE))


def test_a_page_may_run_its_script_and_nothing_else(client):
    for answer in (client.get("/"), client.post("/", data={"text": ARTICLE})):
        policy = answer.headers["content-security-policy"]
        assert re.fullmatch(r"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'self'; script-src 'sha256-[\w+/=]{44}'; connect-src 'self'; frame-ancestors 'none'", policy)  # fmt: skip
        assert not re.search(r"(?:https?:)?//\w|src=|@import|<link|url\(", answer.text)


def fields_kept(answer):
    """Return what the forms of an article's page send back."""
    inputs = re.findall(r'type="hidden" name="(\w+)" value="(.*?)"', answer.text)
    return {name: unescape(value) for name, value in inputs}


def test_rows_are_those_of_predict(client, model):
    fields = fields_kept(client.post("/", data={"text": ARTICLE, "name": "storm"}))

    answer = client.post("/rows.jsonl", data=fields)

    rows = [item.to_row() for item in model.label_article(ARTICLE, "storm")]
    assert [json.loads(line) for line in answer.text.splitlines()] == json.loads(json.dumps(rows))
    assert answer.headers["content-disposition"] == 'attachment; filename="storm.jsonl"'


def test_rows_are_a_table_too(client):
    answer = client.post("/rows.csv", data={"text": ARTICLE, "name": "../a b\r\nX: 1.csv"})

    rows = list(csv.DictReader(io.StringIO(answer.text, newline="")))
    assert [row["text"] for row in rows] == ARTICLE.split("\n")
    assert "score.attribution" in rows[0]
    assert answer.headers["content-disposition"] == 'attachment; filename="a-b-X-1-csv.csv"'
    assert "x" not in answer.headers


def test_the_page_is_a_file_that_opens_from_disk(client):
    answer = client.post("/page.html", data={"text": ARTICLE})

    assert answer.headers["content-disposition"] == 'attachment; filename="article.html"'
    assert "form-action &#39;none&#39;" in answer.text
    assert "<form" not in answer.text


def test_line_ends_of_forms_count_as_one_character(client):
    pasted = client.post("/rows.jsonl", data={"text": ARTICLE.replace("\n", "\r\n")}).text

    assert pasted == client.post("/rows.jsonl", data={"text": ARTICLE}).text


@pytest.mark.parametrize("field", ["text", "name"])
def test_markup_is_shown_and_never_run(client, field):
    answer = client.post("/", data={"text": ARTICLE, field: f"He said {HOSTILE}"[: 80 if field == "name" else None]})  # fmt: skip

    assert answer.status_code == 200
    assert answer.text.count("<script") == 1
    assert "<img" not in answer.text
    assert "&lt;script&gt;" in answer.text


PACKED = b64encode(b"\xff").decode()


@pytest.mark.parametrize(
    ("body", "told"),
    [
        pytest.param("text=", "no text", id="empty"),
        pytest.param("text=+%0D%0A", "no text", id="blank"),
        pytest.param("name=a", "no text", id="none"),
        pytest.param("text=%FF%FE", "not UTF-8", id="another encoding"),
        pytest.param("text=%ED%A0%80", "not UTF-8", id="half a character"),
        pytest.param(b"text=\xe9", "not UTF-8", id="bytes"),
        pytest.param(f"packed={PACKED}", "not UTF-8", id="packed bytes"),
        pytest.param("packed=!", "no form", id="not packed"),
        pytest.param("a=1&" * 50, "no form", id="many fields"),
    ],
)
@pytest.mark.parametrize("path", ["/", "/rows.csv"])
def test_what_is_no_article_is_one_message(client, path, body, told):
    answer = client.post(path, content=body)

    assert answer.status_code == 400
    assert told in answer.text
    if path == "/":
        assert re.search(rf'role="alert">{told}', answer.text)


def test_a_text_too_long_is_one_message(client):
    answer = client.post("/", data={"text": "a" * (LONGEST_TEXT + 1)})

    assert answer.status_code == 413
    assert "too large" in answer.text


def test_the_longest_text_can_be_kept(client):
    packed = b64encode(("It rained. " * (LONGEST_TEXT // 11 + 1))[:LONGEST_TEXT].encode()).decode()

    assert len(f"packed={packed}") < 2_000_000
    assert client.post("/rows.csv", data={"packed": packed[: 4 * 100]}).status_code == 200


def test_nothing_is_kept(client, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TMPDIR", str(tmp_path))

    client.post("/", data={"text": ARTICLE})
    client.post("/rows.csv", data={"text": ARTICLE})

    assert list(tmp_path.iterdir()) == []


def test_control_characters_are_read_and_shown_as_unreadable(client):
    answer = client.post("/", data={"text": "He said \x00\x1b[31mno\u202e."})

    assert answer.status_code == 200
    assert "He said" in answer.text
    assert not {"\x00", "\x1b", "\u202e"} & set(answer.text)
