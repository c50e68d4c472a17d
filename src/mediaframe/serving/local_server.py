"""Pages served on this machine and to it alone (extra `serve`): who may ask, how much may be sent, how it ends.

Listening on 127.0.0.1 keeps other machines out, but not the pages of other sites in the user's own browser. Those come under
another name (DNS rebinding: the Host header tells) or from another origin (Origin and Sec-Fetch-Site tell).
"""

import re
import socket
from collections.abc import Awaitable, Callable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from mediaframe.errors import InputError
from mediaframe.serving.html import Page

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

ADDRESS = "127.0.0.1"
LONGEST_BODY = 2_000_000  # bytes
DRAINED = 100_000_000  # bytes of what is too large that are read all the same: a sender cut off would not see the answer
PACKAGES = ("starlette", "uvicorn")
PATIENCE = 2  # seconds that an answer on its way is waited for in the end

_HOST = re.compile(r"(?:127\.0\.0\.1|localhost)(?::\d{1,5})?", re.IGNORECASE)
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # without a referrer a form's Origin would be null
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Message, Receive, Send], Awaitable[None]]


HTML, TEXT = "text/html; charset=utf-8", "text/plain; charset=utf-8"


@dataclass(frozen=True)
class Answer:
    """What is sent back."""

    content: str
    media: str = HTML
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


Handler = Callable[[bytes], Answer]
"""Takes the body of a request; raises RefusedError for what it does not take."""


def show_page(page: Page, context: Mapping[str, Any], status: int = 200) -> Answer:
    """Return a page, with what it may load as a header too."""
    policy = f"{page.policy}; frame-ancestors 'none'"
    return Answer(page.render(context), HTML, status, {"Content-Security-Policy": policy})


class RefusedError(Exception):
    """A request that is not answered but with a status and one message."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


TOO_LARGE = RefusedError(
    413,
    f"too large: at most {LONGEST_BODY // 1_000_000} MB at a time; label files by `mediaframe predict`",
)


def application(routes: Mapping[tuple[str, str], Handler]) -> Application:
    """Return the ASGI application that answers by handlers, each in a thread; `routes` are by method and path.

    Whatever else is asked for is not found, and a handler's refusal is one message.
    """
    from starlette.applications import Starlette  # noqa: PLC0415 - of the extra `serve`
    from starlette.concurrency import run_in_threadpool  # noqa: PLC0415
    from starlette.exceptions import HTTPException  # noqa: PLC0415
    from starlette.responses import Response  # noqa: PLC0415
    from starlette.routing import Route  # noqa: PLC0415

    def response(answer: Answer) -> "Response":
        headers = {"Content-Type": answer.media, **answer.headers}
        return Response(answer.content, answer.status, headers)

    def endpoint(handler: Handler) -> Callable[["Request"], Awaitable["Response"]]:
        async def respond(request: "Request") -> "Response":
            try:
                return response(await run_in_threadpool(handler, await request.body()))
            except RefusedError as refused:
                return response(Answer(f"{refused}\n", TEXT, refused.status))

        return respond

    async def missing(_request: "Request", _error: Exception) -> "Response":
        return response(Answer("no such page; start at /\n", TEXT, 404))

    found = [
        Route(path, endpoint(handler), methods=[method])
        for (method, path), handler in routes.items()
    ]
    app = Starlette(routes=found, exception_handlers={HTTPException: missing})
    app.router.redirect_slashes = False
    return Guard(app)


class Guard:
    """An ASGI application around another: refuses what is not ours, reads bodies up to a limit, sets headers."""

    def __init__(self, app: Application) -> None:
        self.app = app

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = _with_ours(message.get("headers", ()))
            await send(message)

        try:
            check_request(scope["method"], [_text(pair) for pair in scope["headers"]])
            body = await _read_body(receive)
        except RefusedError as refused:
            await _refuse(refused, guarded)
            return
        unread = [{"type": "http.request", "body": body, "more_body": False}]

        async def replay() -> Message:
            return unread.pop() if unread else await receive()

        await self.app(scope, replay, guarded)


def check_request(method: str, headers: Sequence[tuple[str, str]]) -> None:
    """Refuse a request under another name than this machine's, or a change that another site asks for.

    Args:
        method: GET, POST, …
        headers: names in lower case, and values.

    Raises:
        RefusedError: as above.
    """
    hosts = [value for name, value in headers if name == "host"]
    if len(hosts) != 1 or not _HOST.fullmatch(hosts[0]):
        raise RefusedError(421, "this page is served to http://127.0.0.1 and http://localhost only")
    said = dict(headers)
    if method not in ("GET", "HEAD"):
        origin, site = said.get("origin"), said.get("sec-fetch-site", "same-origin")
        if origin not in (None, f"http://{hosts[0]}") or site not in ("same-origin", "none"):
            raise RefusedError(403, "another site may not send anything here")


async def _read_body(receive: Receive) -> bytes:
    """Return what is sent, which may come in parts whose sum nobody told.

    Raises:
        RefusedError: it is too large, or ends before its end.
    """
    body, length, is_more = bytearray(), 0, True
    while is_more and length <= DRAINED:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise RefusedError(400, "cut off")
        part = message.get("body", b"")
        length += len(part)
        if length <= LONGEST_BODY:
            body += part
        is_more = message.get("more_body", False)
    if length > LONGEST_BODY:
        raise TOO_LARGE
    return bytes(body)


async def _refuse(refused: RefusedError, send: Send) -> None:
    content = f"{refused}\n".encode()
    headers = [
        (b"content-type", TEXT.encode()),
        (b"content-length", str(len(content)).encode()),
        (b"connection", b"close"),  # what is still being sent is not read
    ]
    await send({"type": "http.response.start", "status": refused.status, "headers": headers})
    await send({"type": "http.response.body", "body": content})


def _text(pair: tuple[bytes, bytes]) -> tuple[str, str]:
    return pair[0].decode("latin-1").lower(), pair[1].decode("latin-1")


def _with_ours(headers: Sequence[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """Return the headers of an answer with ours, but for those that it sets itself."""
    own = {name.lower() for name, _ in headers}
    ours = [(name.lower().encode(), value.encode()) for name, value in _HEADERS.items()]
    return [*headers, *(pair for pair in ours if pair[0] not in own)]


def check_extra() -> None:
    """Refuse to go on without the packages that serve pages.

    Raises:
        InputError: one is not installed.
    """
    missing = [name for name in PACKAGES if find_spec(name) is None]
    if missing:
        msg = f'serving pages needs {" and ".join(missing)}; pip install "mediaframe[serve]"'
        raise InputError(msg)


def listen(port: int) -> socket.socket:
    """Return a socket that listens on a port of this machine, 0 for a free one.

    Raises:
        InputError: the port is taken, or not for this user.
    """
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((ADDRESS, port))
        listener.listen()
    except OSError as error:
        listener.close()
        msg = f"--port {port}: cannot be had ({error.strerror}); name another one, or 0 for a free one"
        raise InputError(msg) from error
    return listener


def serve_pages(app: Application, listener: socket.socket) -> None:
    """Answer requests until Ctrl-C, which comes through as a KeyboardInterrupt once answers on their way are out."""
    import uvicorn  # noqa: PLC0415 - of the extra `serve`

    config = uvicorn.Config(
        app,
        loop="asyncio",
        http="h11",
        ws="none",
        lifespan="off",
        log_config=None,
        log_level="error",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=PATIENCE,
    )
    with listener:
        uvicorn.Server(config).run(sockets=[listener])
