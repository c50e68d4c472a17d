"""What a page that is served on this machine does with requests that no browser sends: it refuses them, and goes on."""

import socket
import subprocess
import sys

import pytest

from tests.builders import make_rows, write_jsonl

TOLD = "Rain closed two roads"  # begins a sentence of the file


@pytest.fixture(scope="module")
def port(tmp_path_factory):
    """Give the port of a page to code on, which must end as asked when all is over."""
    path = write_jsonl(tmp_path_factory.mktemp("local") / "sentences.jsonl", make_rows())
    before = path.read_bytes()
    command = [sys.executable, "-m", "mediaframe", "code", str(path), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:  # fmt: skip
        try:
            yield int(process.stdout.readline().strip().rstrip("/").rpartition(":")[2])
            process.terminate()
            _, said = process.communicate(timeout=20)
            assert process.returncode == 143
            assert said.splitlines()[1:] == ["terminated; nothing half-written was left"]
        finally:
            process.kill()
    assert path.read_bytes() == before


def answer_to(port, request: bytes, *, is_cut: bool) -> bytes:
    """Return all that comes back before the connection ends; one that is cut off ends as soon as all is sent."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall(request)
        if is_cut:
            connection.shutdown(socket.SHUT_WR)
        parts = []
        try:
            while part := connection.recv(65_536):
                parts.append(part)
        except ConnectionResetError:
            pass
        return b"".join(parts)


def asked(port, *headers: str, target: str = "GET /sentences", body: bytes = b"") -> bytes:
    lines = [f"{target} HTTP/1.1", *headers, "Connection: close", "", ""]
    return answer_to(port, "\r\n".join(lines).encode("latin-1") + body, is_cut=bool(body))


def alive(port) -> bool:
    return TOLD.encode() in asked(port, f"Host: 127.0.0.1:{port}")


REFUSED = [
    pytest.param([], "GET /sentences", id="no host"),
    pytest.param(["Host: evil.example"], "GET /sentences", id="another host"),
    pytest.param(["Host: 127.0.0.1", "Host: evil.example"], "GET /sentences", id="two hosts"),
    pytest.param(["Host: evil.example"], "GET http://127.0.0.1/sentences", id="another host, ours in the line"),
    pytest.param(["Host: 127.0.0.1"], "GET /../sentences.jsonl", id="a path upwards"),
    pytest.param(["Host: 127.0.0.1"], "GET /%2e%2e%2fsentences.jsonl", id="a path upwards, hidden"),
    pytest.param(["Host: 127.0.0.1"], "GET /sentences/", id="a path that is near"),
    pytest.param(["Host: 127.0.0.1", "X: " + "a" * 200_000], "GET /sentences", id="headers without end"),
    pytest.param(["Host: 127.0.0.1"], "TRACE /sentences", id="another method"),
    pytest.param(["Host: 127.0.0.1"], "get lost", id="no request"),
    pytest.param(["Host: 127.0.0.1", "Upgrade: websocket", "Sec-WebSocket-Key: YQ==", "Sec-WebSocket-Version: 13"], "POST /sentences", id="a socket"),
]  # fmt: skip


@pytest.mark.parametrize(("headers", "target"), REFUSED)
def test_nothing_is_told_to_a_request_that_is_not_ours(port, headers, target):
    answer = asked(port, *headers, target=target)

    assert not answer.startswith(b"HTTP/1.1 200")
    assert TOLD.encode() not in answer
    assert alive(port)


BODIES = [
    pytest.param(["Content-Length: 100"], b"{", id="cut off"),
    pytest.param(["Content-Length: -1"], b"{", id="a length below nothing"),
    pytest.param(["Content-Length: 9", "Content-Length: 10"], b"{" * 10, id="two lengths"),
    pytest.param(["Content-Length: 99999999999999999999"], b"{", id="a length without end"),
    pytest.param(["Content-Length: 3000000"], b"a" * 3_000_000, id="too large"),
    pytest.param(["Transfer-Encoding: chunked"], b"zz\r\n", id="no chunk"),
    pytest.param(["Transfer-Encoding: chunked"], b"ffffff\r\n" + b"a" * 0xFFFFFF + b"\r\n0\r\n\r\n", id="a chunk too large"),
]  # fmt: skip


@pytest.mark.parametrize(("headers", "body"), BODIES)
def test_a_body_that_is_none_changes_nothing_and_the_server_goes_on(port, headers, body):
    host = f"Host: 127.0.0.1:{port}"

    answer = asked(port, host, *headers, target="POST /code", body=body)

    assert not answer.startswith(b"HTTP/1.1 200")
    assert b"Traceback" not in answer
    assert alive(port)
