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
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    WebSocket,
    expect,
    sync_playwright,
)

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
START_SECONDS = 60
BROWSERS = ("chromium-headless-shell", "chromium", "google-chrome")
"""In the order preferred: without its own windows a browser opens a context five times cheaper."""

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # The fence: no other host is found, whoever asks. The guard below tells who did.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
# As long as for an action below: the machine may do something else as well.
expect.set_options(timeout=20_000)

LOCAL_SCHEMES = {"data", "blob", "about"}

# Messages of the console that are not ours to mend, each with its reason.
KNOWN_MESSAGES: tuple[str, ...] = ()


def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def running_server(
    log: Path,
    *,
    script: str = "dashboard.py",
    port: int | None = None,
    options: Sequence[str] = (),
    environment: Mapping[str, str] | None = None,
) -> Iterator[str]:
    """Start the dashboard, wait until it answers, stop it at the end.

    What it keeps (desk, room of the stage, control key, frozen editions) is in the folder ``var`` beside
    the log, so that a server started once more with the same log finds it again.

    Args:
        port: None: a free one.
        options: Options of Streamlit, on top of ours.
        environment: Variables, on top of those of this process.
    """
    port = port or free_port()
    command = [sys.executable, "-m", "streamlit", "run", script]
    command += ["--server.port", str(port), "--server.address", "127.0.0.1"]
    command += ["--server.headless", "true", *options]
    url = f"http://127.0.0.1:{port}"
    own = {"REGARDS_VAR": str(log.parent / "var"), **(environment or {})}
    with running_process(command, log, f"{url}/healthz", environment=own):
        yield url


@contextmanager
def running_process(
    command: Sequence[str],
    log: Path,
    answers_at: str,
    *,
    environment: Mapping[str, str] | None = None,
) -> Iterator[None]:
    """Start a server, wait until it answers, stop it at the end."""
    with log.open("w") as output:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            stdout=output,
            stderr=subprocess.STDOUT,
            env={**os.environ, **(environment or {})},
        )
    try:
        deadline = time.monotonic() + START_SECONDS
        while True:
            assert process.poll() is None, f"the server stopped:\n{log.read_text()}"
            assert time.monotonic() < deadline, f"the server does not answer:\n{log.read_text()}"
            try:
                urllib.request.urlopen(answers_at, timeout=1).close()
                break
            except (urllib.error.URLError, TimeoutError, ConnectionError):
                time.sleep(0.05)  # the only way to ask a process that does not answer yet
        yield
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def is_local(url: str, only: str | tuple[str, ...]) -> bool:
    """Whether a page that may talk to ``only`` (servers, or one file) may ask for ``url``."""
    if isinstance(only, tuple):
        return any(is_local(url, one) for one in only)
    asked, allowed = urlsplit(url), urlsplit(only)
    if asked.scheme in LOCAL_SCHEMES:
        return True
    if allowed.scheme == "file":
        return asked.scheme == "file" and asked.path == allowed.path
    return asked.scheme in {"http", "ws"} and asked.netloc == allowed.netloc


@pytest.fixture(scope="session")
def server(tmp_path_factory) -> Iterator[str]:
    """Address of the dashboard, without a slash at the end; one server for all tests."""
    with running_server(tmp_path_factory.mktemp("server") / "log") as url:
        yield url


@pytest.fixture
def fresh_server(tmp_path) -> Iterator[str]:
    """Address of a dashboard that nobody has visited yet."""
    with running_server(tmp_path / "log") as url:
        yield url


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


def wait_until(page: Page, holds: str, arg: object = None, *, timeout: int = 20_000) -> None:
    """Wait until a function of the page says yes, asked sixty times a second.

    ``Page.wait_for_function`` evaluates its text again at each turn, which the policy of our pages forbids:
    it fails whenever the first answer is no.

    Raises:
        playwright.sync_api.Error: It has not in ``timeout`` milliseconds.
    """
    page.evaluate(
        f"""([arg, timeout]) => new Promise((done, fail) => {{
          const holds = {holds};
          const last = performance.now() + timeout;
          const look = () => {{
            if (holds(arg)) done();
            else if (performance.now() > last) fail(new Error("never: " + holds));
            else setTimeout(look, 16);
          }};
          look();
        }})""",
        [arg, timeout],
    )


@contextmanager
def guarded_pages(browser: Browser, server: Callable[[], str]) -> Iterator[Callable[..., Page]]:
    """A function that opens pages, each in a context of its own, all watched until the end.

    Raises:
        AssertionError: At the end, if a page, or one it opened, asked for anything but the address
            it may talk to, wrote an error to its console, or let one escape.
    """
    contexts: list[BrowserContext] = []
    outside: list[str] = []
    troubles: list[str] = []

    def open_page(
        *, only: str | tuple[str, ...] | None = None, known: tuple[str, ...] = (), **options
    ) -> Page:
        home = only or server()
        settings = {"viewport": {"width": 1440, "height": 900}, "locale": "fr-FR"} | options
        # A service worker would ask behind the guard's back.
        context = browser.new_context(accept_downloads=True, service_workers="block", **settings)

        def guard(asked: Request) -> None:
            if not is_local(asked.url, home):
                outside.append(asked.url)

        def watch_sockets(page: Page) -> None:
            page.on("websocket", note_socket)

        def note_socket(opened: WebSocket) -> None:
            if not is_local(opened.url, home):
                outside.append(opened.url)

        def note(message: ConsoleMessage) -> None:
            if message.type == "error" and not message.text.startswith(KNOWN_MESSAGES + known):
                troubles.append(f"{message.text} ({message.location})")

        context.on("request", guard)
        context.on("page", watch_sockets)
        context.on("console", note)
        context.on("weberror", lambda error: troubles.append(f"uncaught: {error.error}"))
        context.set_default_timeout(20_000)
        contexts.append(context)
        return context.new_page()

    try:
        yield open_page
    finally:
        for context in contexts:
            context.close()
    assert not outside, f"requests left the machine: {outside[:5]}"
    assert not troubles, f"errors in the console: {troubles[:5]}"


@pytest.fixture
def new_page(browser, request) -> Iterator[Callable[..., Page]]:
    """``new_page(**options)`` opens a page in a context of its own; all are guarded.

    Options are those of a Playwright context (``viewport``, ``locale``, ``color_scheme``, …);
    French, 1440 × 900 unless told. ``only`` is the one address the page may talk to: the test
    server unless told, or one ``file:`` that was taken away; a tuple where it is sent to a sign-in
    service and back. ``known`` are the beginnings of messages
    that the test provokes.
    """
    with guarded_pages(browser, lambda: request.getfixturevalue("server")) as open_page:
        yield open_page


@pytest.fixture
def page(new_page) -> Page:
    """A guarded page, in French, on a laptop's screen."""
    return new_page()
