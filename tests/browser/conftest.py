"""A browser for all tests of this folder, and pages that commands made, each made when it is first asked for."""

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from tests.browser.chromium import FLAGS, find_chromium, what_is_missing
from tests.browser.pages import LONG_PAGES, PAGES

HEIGHT = 844  # of a phone; wider screens show more


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Return Debian's Chromium, without a window."""
    if missing := what_is_missing():
        pytest.skip(missing)
    with import_module("playwright.sync_api").sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=[*FLAGS])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def made(tmp_path_factory) -> Callable[[str], Path]:
    """Return what makes a page by its name, once a session."""

    @cache
    def make(name: str) -> Path:
        return (PAGES | LONG_PAGES)[name](tmp_path_factory.mktemp("page"))

    return make


@pytest.fixture
def serve() -> Iterator[Callable[..., tuple[str, Callable[[], None]]]]:
    """Return what starts a command that serves a page on a free port; it returns the address, and what ends it by Ctrl-C."""
    started: list[subprocess.Popen[str]] = []

    def start(*arguments: object) -> tuple[str, Callable[[], None]]:
        command = [sys.executable, "-m", "mediaframe", *map(str, arguments), "--port", "0"]
        server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        started.append(server)
        address = server.stdout.readline().strip() if server.stdout else ""
        assert address.startswith("http://127.0.0.1:")
        return address, lambda: _end(server)

    yield start

    for server in started:
        _end(server)


def _end(server: subprocess.Popen[str]) -> None:
    """End a server as its user does."""
    if server.poll() is None:
        server.send_signal(signal.SIGINT)
    server.communicate(timeout=60)
    assert server.returncode == 130


@pytest.fixture
def visit(chromium) -> Iterator[Callable[..., Any]]:
    """Return what opens an address; no page may complain, or ask anything of another host, until its test ends."""
    contexts: list[Any] = []
    complaints: list[str] = []

    def listen(page: Any, host: str) -> None:
        def hear(said: Any) -> None:
            if said.type in ("error", "warning"):
                complaints.append(said.text)

        def see(asked: Any) -> None:
            if not asked.url.startswith((host, "data:", "blob:")):
                complaints.append(asked.url)

        page.on("console", hear)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", see)

    def open_page(
        address: str | Path, width: int = 1280, scheme: str = "light", script: str = ""
    ) -> Any:
        url = address.as_uri() if isinstance(address, Path) else address
        screen = {"width": width, "height": HEIGHT}
        contexts.append(chromium.new_context(viewport=screen, color_scheme=scheme))
        page = contexts[-1].new_page()
        page.add_init_script(script)
        listen(page, "file://" if isinstance(address, Path) else url)
        page.goto(url)
        return page

    yield open_page

    for context in contexts:
        context.close()
    assert complaints == []
