"""The browser that tests drive: Debian's Chromium, which `.ci/run` installs, by Playwright.

`python -m tests.browser.chromium` fails where one of them is missing, so that a gate does not pass by skipping.
"""

import shutil
import sys
from importlib.util import find_spec

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-quic", "--no-first-run")  # fmt: skip


def find_chromium() -> str | None:
    """Return the path of the browser, if one is installed."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def what_is_missing() -> str | None:
    """Return what browser tests lack on this machine, and how to get it."""
    missing = [name for name in ("playwright", "axe_playwright_python") if not find_spec(name)]
    if missing:
        return f"{' and '.join(missing)} missing: install the developers' dependencies"
    return None if find_chromium() else "no Chromium: apt-get install chromium"


if __name__ == "__main__":
    sys.exit(what_is_missing())
