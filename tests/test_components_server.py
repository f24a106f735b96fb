"""The HTTP side, called as ASGI without a server."""

import asyncio
import gzip
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.responses import PlainTextResponse

from components.address import PAGE_PATHS
from components.assets import streamlit_static_dir
from components.server import (
    CONTENT_SECURITY_POLICY,
    FirstPage,
    PackedStatic,
    SameOrigin,
    SecurityHeaders,
    asset_file,
)


async def streamlit(scope, receive, send):
    """Stands for Streamlit: says that it was reached."""
    await PlainTextResponse("streamlit")(scope, receive, send)


def get(app, path, query="", **headers):
    """Status, headers and body that ``app`` answers to a GET."""
    sent = []
    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "query_string": query.encode(),
        "headers": [
            (name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()
        ],
    }

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message):
        sent.append(message)

    # In a thread of its own: the browser tests of the same run keep an event loop in this one.
    with ThreadPoolExecutor(1) as aside:
        aside.submit(lambda: asyncio.run(app(scope, receive, send))).result()
    start, *bodies = sent
    found = {name.decode().lower(): value.decode() for name, value in start["headers"]}
    body = b"".join(message.get("body", b"") for message in bodies)
    if found.get("content-encoding") == "gzip":
        body = gzip.decompress(body)
    return start["status"], found, body


@pytest.fixture
def first_page():
    return FirstPage(streamlit, dataset_version=lambda: "v1")


@pytest.mark.parametrize("path", PAGE_PATHS.values())
def test_every_page_is_answered_with_our_own_first_html(first_page, path):
    status, headers, body = get(first_page, f"/{path}", accept_encoding="gzip")

    assert status == 200
    assert headers["content-type"] == "text/html; charset=utf-8"
    assert headers["cache-control"] == "no-cache"
    assert b'id="rc-header"' in body
    assert b'<div id="root"></div>' in body


@pytest.mark.parametrize(
    ("query", "browser", "language"),
    [
        ("lang=en", "fr-FR", "en"),
        ("lang=fr", "en-GB", "fr"),
        ("", "en-US,en;q=0.9", "en"),
        ("", "vi-VN,vi;q=0.9,en;q=0.4", "en"),
        ("", "vi-VN", "fr"),
        ("lang=xx", "en", "en"),
    ],
)
def test_the_first_html_is_in_the_language_of_the_address_else_of_the_browser(
    first_page, query, browser, language
):
    _, headers, body = get(first_page, "/carte", query, accept_language=browser)

    assert f'<html lang="{language}">'.encode() in body
    assert headers["content-language"] == language


def test_an_unknown_page_leads_to_the_overview_which_names_it(first_page):
    status, headers, _ = get(first_page, "/nimporte/<script>", "lang=en")

    assert status == 307
    assert headers["location"] == "/?lang=en&missing=nimporte%2F%3Cscript%3E"


@pytest.mark.parametrize(
    "path",
    ["/_stcore/health", "/carte/_stcore/host-config", "/static/js/x.js", "/healthz", "/media/a"],
)
def test_addresses_of_streamlit_reach_streamlit(first_page, path):
    assert get(first_page, path)[2] == b"streamlit"


def test_every_answer_carries_the_security_headers():
    _, headers, _ = get(SecurityHeaders(streamlit), "/")

    assert headers["content-security-policy"] == CONTENT_SECURITY_POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


def test_the_policy_allows_no_inline_script_and_no_eval():
    [scripts] = [part for part in CONTENT_SECURITY_POLICY.split("; ") if "script-src" in part]

    assert "unsafe" not in scripts
    assert "http" not in CONTENT_SECURITY_POLICY


def test_the_first_html_needs_no_inline_script(first_page):
    body = get(first_page, "/carte")[2].decode()
    scripts = re.findall(r"<script([^>]*)>([^<]*)</script>", body)

    assert scripts
    for attributes, text in scripts:
        assert 'type="application/json"' in attributes or not text.strip()


def test_the_first_html_names_no_other_host(first_page):
    body = get(first_page, "/carte")[2].decode()

    assert not re.search(r"""(?:src|href|url\()\s*=?\s*["']?(?:https?:)?//""", body)


def test_browser_files_of_streamlit_are_sent_compressed_and_kept_for_ever():
    file = next((streamlit_static_dir() / "static" / "js").glob("react-dom*.js"))
    path = f"/static/js/{file.name}"
    _, headers, body = get(PackedStatic(streamlit), path, accept_encoding="gzip")

    assert headers["content-encoding"] == "gzip"
    assert "immutable" in headers["cache-control"]
    assert headers["content-type"].startswith("text/javascript")
    assert body == file.read_bytes()


@pytest.mark.parametrize("path", ["/static/js/../../../x.js", "/static/js/none.js"])
def test_a_path_never_leads_out_of_the_folder_of_browser_files(path):
    assert get(PackedStatic(streamlit), path, accept_encoding="gzip")[2] == b"streamlit"


@pytest.mark.parametrize("name", ["../frame.py", "js/../../frame.py", "leaflet/../../../x", ""])
def test_an_asset_name_never_leads_out_of_its_folder(name):
    assert asset_file(name) is None


@pytest.mark.parametrize("name", ["js/frame.js", "leaflet/leaflet-src.esm.js", "land.geojson"])
def test_the_files_a_page_names_exist(name):
    file = asset_file(name)

    assert file is not None
    assert file.stat().st_size > 0


@pytest.mark.parametrize(
    ("origin", "is_let_in"),
    [
        ("http://localhost:8501", True),
        ("http://evil.invalid", False),
        ("http://localhost:9999", False),
        ("null", False),
        (None, True),
    ],
)
def test_a_websocket_of_another_site_never_reaches_streamlit(origin, is_let_in):
    """Streamlit would ask an outside address for its own before it refuses."""
    reached, sent = [], []

    async def server(scope, receive, send):
        reached.append(scope["type"])

    async def receive():
        return {"type": "websocket.connect"}

    async def send(message):
        sent.append(message)

    headers = [(b"host", b"localhost:8501")]
    headers += [(b"origin", origin.encode())] if origin else []
    scope = {"type": "websocket", "path": "/_stcore/stream", "headers": headers}
    with ThreadPoolExecutor(1) as aside:
        aside.submit(lambda: asyncio.run(SameOrigin(server)(scope, receive, send))).result()

    assert bool(reached) == is_let_in
    assert sent == ([] if is_let_in else [{"type": "websocket.close", "code": 1008}])
