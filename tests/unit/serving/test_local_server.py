"""The server of local pages: whom it answers, how much it reads, what it always says."""

import socket
import sys

import pytest
from starlette.testclient import TestClient

from mediaframe.errors import InputError
from mediaframe.serving.local_server import (
    LONGEST_BODY,
    Answer,
    RefusedError,
    application,
    check_extra,
    check_request,
    listen,
)

HOST = "127.0.0.1:8765"


def refuse(_body):
    raise RefusedError(400, "no good")


@pytest.fixture
def client():
    """Return a client of an application that says how much it was sent."""
    routes = {
        ("GET", "/"): lambda _body: Answer("<p>here"),
        ("POST", "/"): lambda body: Answer(str(len(body)), headers={"Cache-Control": "private"}),
        ("POST", "/refuse"): refuse,
    }
    return TestClient(application(routes), base_url=f"http://{HOST}")


def test_an_answer_says_that_nobody_else_may_use_it(client):
    headers = client.get("/").headers

    assert headers["content-type"] == "text/html; charset=utf-8"
    assert headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["cache-control"] == "no-store"
    assert headers["cross-origin-resource-policy"] == "same-origin"


def test_an_answers_own_headers_stand(client):
    assert client.post("/").headers.get_list("cache-control") == ["private"]


@pytest.mark.parametrize("length", [0, 1, LONGEST_BODY])
def test_a_body_up_to_the_limit_is_taken(client, length):
    assert client.post("/", content=b"a" * length).text == str(length)


def test_a_body_above_the_limit_is_one_message(client):
    whole = client.post("/", content=b"a" * (LONGEST_BODY + 1))
    in_parts = client.post("/", content=(b"a" * 100_000 for _ in range(30)))

    for answer in (whole, in_parts):
        assert answer.status_code == 413
        assert answer.text == "too large: at most 2 MB at a time; label files by `mediaframe predict`\n"  # fmt: skip
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_refusal_is_one_message(client):
    answer = client.post("/refuse")

    assert (answer.status_code, answer.text) == (400, "no good\n")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"


@pytest.mark.parametrize("path", ["/other", "/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/refuse/"])  # fmt: skip
def test_what_is_not_there_is_not_found(client, path):
    answer = client.get(path, follow_redirects=False)

    assert (answer.status_code, answer.text) == (404, "no such page; start at /\n")


def test_another_method_is_not_found(client):
    assert client.put("/").status_code == 404


OURS = [("host", HOST)]


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param(OURS, id="no browser"),
        pytest.param([("host", "localhost")], id="by name"),
        pytest.param([*OURS, ("origin", f"http://{HOST}"), ("sec-fetch-site", "same-origin")], id="own page"),
        pytest.param([("host", "localhost:9000"), ("origin", "http://localhost:9000")], id="through a tunnel"),
    ],
)  # fmt: skip
def test_what_comes_from_here_is_taken(headers):
    check_request("POST", headers)


@pytest.mark.parametrize("host", ["evil.example", f"evil.example:{HOST}", "127.0.0.1.evil.example", "127.0.0.1@evil.example", "localhost.evil:80", "0.0.0.0:80", "[::1]:80", "", "127.0.0.1:80:80", f"{HOST}\n"])  # fmt: skip
def test_another_name_for_this_machine_is_refused(host):
    with pytest.raises(
        RefusedError, match=r"served to http://127\.0\.0\.1 and http://localhost only"
    ):
        check_request("GET", [("host", host)])


@pytest.mark.parametrize("headers", [[], [*OURS, *OURS]], ids=["none", "two"])
def test_one_host_is_named(headers):
    with pytest.raises(RefusedError):
        check_request("GET", headers)


@pytest.mark.parametrize(
    "header",
    [
        ("origin", "http://evil.example"),
        ("origin", "null"),
        ("origin", "http://127.0.0.1:1"),
        ("origin", f"https://{HOST}"),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
    ],
)
def test_another_site_changes_nothing(header):
    check_request("GET", [*OURS, header])
    with pytest.raises(RefusedError, match="another site") as refused:
        check_request("POST", [*OURS, header])

    assert refused.value.status == 403


def test_a_port_that_is_taken_is_one_message():
    with listen(0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(InputError, match=rf"--port {port}: cannot be had \(.*\); name another"):
            listen(port)


def test_only_this_machine_is_listened_to():
    with listen(0) as listener:
        assert listener.family == socket.AF_INET
        assert listener.getsockname()[0] == "127.0.0.1"


def test_the_extra_is_named_where_it_is_missing(monkeypatch):
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    monkeypatch.setattr("mediaframe.serving.local_server.find_spec", sys.modules.get)

    with pytest.raises(InputError, match=r'needs uvicorn; pip install "mediaframe\[serve\]"'):
        check_extra()
