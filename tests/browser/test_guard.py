"""The guard of the browser tests, seen refusing: no way out of the machine goes unnoticed."""

import re

import pytest

from .conftest import guarded_pages, is_local

OUTSIDE = "//outside.invalid/x"
WAYS_OUT = {
    "request": f"fetch('http:{OUTSIDE}').catch(() => null)",
    "picture": f"new Promise((done) => {{ const picture = new Image(); picture.onerror = done; "
    f"picture.src = 'https:{OUTSIDE}'; }})",
    "socket": f"new Promise((done) => {{ new WebSocket('ws:{OUTSIDE}').onerror = done; }})",
    "frame": f"new Promise((done) => {{ const frame = document.createElement('iframe'); "
    f"frame.onload = done; frame.src = 'http:{OUTSIDE}'; document.body.append(frame); }})",
    "other port": "fetch('http://127.0.0.1:9/').catch(() => null)",
}


def visit(browser, server, *actions):
    """Open a guarded page, run actions on it, and close it: here the guard speaks."""
    with guarded_pages(browser, lambda: server) as open_page:
        page = open_page()
        for action in actions:
            action(page)


def script(code):
    return lambda page: page.evaluate(code)


def wait_a_turn(page):
    page.evaluate("new Promise((done) => setTimeout(done))")


def open_outside(page):
    with page.expect_popup() as opened:
        page.evaluate(f"void window.open('http:{OUTSIDE}')")
    opened.value.wait_for_load_state()


@pytest.mark.parametrize("way", WAYS_OUT)
def test_a_request_that_leaves_the_machine_fails_the_test(browser, server, way):
    with pytest.raises(AssertionError, match="requests left the machine"):
        visit(browser, server, script(WAYS_OUT[way]))


def test_a_page_that_opens_another_one_outside_fails_the_test(browser, server):
    with pytest.raises(AssertionError, match=re.escape(f"http:{OUTSIDE}")):
        visit(browser, server, open_outside)


@pytest.mark.parametrize(
    "fault", ["console.error('planted')", "setTimeout(() => { throw new Error('planted') })"]
)
def test_an_error_in_the_browser_fails_the_test(browser, server, fault):
    with pytest.raises(AssertionError, match="planted"):
        visit(browser, server, script(f"{{ {fault} }}"), wait_a_turn)


def test_a_page_that_stays_at_home_passes(browser, server):
    with guarded_pages(browser, lambda: server) as open_page:
        page = open_page()
        page.goto(f"{server}/healthz")
        assert page.evaluate("fetch('/healthz').then((answer) => answer.ok)")


@pytest.mark.parametrize(
    ("url", "only", "expected"),
    [
        ("http://127.0.0.1:8501/carte", "http://127.0.0.1:8501", True),
        ("ws://127.0.0.1:8501/_stcore/stream", "http://127.0.0.1:8501", True),
        ("blob:http://127.0.0.1:8501/1", "http://127.0.0.1:8501", True),
        ("http://127.0.0.1:85010/", "http://127.0.0.1:8501", False),
        ("http://127.0.0.1:8501.outside.invalid/", "http://127.0.0.1:8501", False),
        ("http://127.0.0.1:8501@outside.invalid/", "http://127.0.0.1:8501", False),
        ("file:///etc/hostname", "http://127.0.0.1:8501", False),
        ("file:///maps/map.html#list", "file:///maps/map.html", True),
        ("file:///maps/other.html", "file:///maps/map.html", False),
        ("http://127.0.0.1:8501/", "file:///maps/map.html", False),
    ],
)
def test_only_the_address_of_the_test_is_at_home(url, only, expected):
    assert is_local(url, only) == expected
