"""A running server, a real Chromium, and a guard: a test fails if any request leaves the machine."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

ROOT = Path(__file__).parent.parent.parent
START_SECONDS = 60
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LOCAL_SCHEMES = ("data:", "blob:", "about:")

# Messages of the console that are not ours to mend, each with its reason.
KNOWN_MESSAGES: tuple[str, ...] = ()


def pytest_collection_modifyitems(items):
    for item in items:
        if "browser" in Path(item.fspath).parts:
            item.add_marker(pytest.mark.browser)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def running_server(log: Path, *, script: str = "dashboard.py") -> Iterator[str]:
    """Start the dashboard on a free port, wait until it answers, stop it at the end."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", script]
    command += ["--server.port", str(port), "--server.address", "127.0.0.1"]
    command += ["--server.headless", "true"]
    with log.open("w") as output:
        process = subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT)
    url = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + START_SECONDS
        while True:
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < deadline, log.read_text()
            try:
                urllib.request.urlopen(f"{url}/healthz", timeout=1).close()
                break
            except (urllib.error.URLError, TimeoutError, ConnectionError):
                time.sleep(0.05)  # the only way to ask a process that does not answer yet
        yield url
    finally:
        process.terminate()
        process.wait(15)


@pytest.fixture(scope="session")
def server(tmp_path_factory) -> Iterator[str]:
    """Address of the dashboard, without a slash at the end; one server for all tests."""
    with running_server(tmp_path_factory.mktemp("server") / "log") as url:
        yield url


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = (
        os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    )
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def new_page(browser, server, request):
    """``new_page(**options)`` opens a page in a context of its own; all are guarded.

    Options are those of a Playwright context; French, 1440 × 900 unless told. ``only`` is the one
    address the page may talk to (the test server).
    """
    contexts: list[BrowserContext] = []
    outside: list[str] = []
    troubles: list[str] = []

    def open_one(*, only: str = server, **options) -> Page:
        settings = {"viewport": {"width": 1440, "height": 900}, "locale": "fr-FR"} | options
        context = browser.new_context(accept_downloads=True, **settings)
        allowed = (only, only.replace("http", "ws", 1), *LOCAL_SCHEMES)

        def guard(route: Route) -> None:
            if route.request.url.startswith(allowed):
                route.continue_()
            else:
                outside.append(route.request.url)
                route.abort()

        def note(message) -> None:
            if message.type == "error" and not message.text.startswith(KNOWN_MESSAGES or ("\0",)):
                troubles.append(f"{message.text} ({message.location})")

        context.route("**/*", guard)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("console", note)
        page.on("pageerror", lambda error: troubles.append(f"uncaught: {error}"))
        contexts.append(context)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert not outside, f"requests left the machine: {outside[:5]}"
    assert not troubles, f"errors in the console: {troubles[:5]}"


@pytest.fixture
def page(new_page) -> Page:
    """A guarded page, in French, on a laptop's screen."""
    return new_page()
