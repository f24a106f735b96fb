"""The HTTP side of the dashboard: headers, first page, browser files, data for the browser.

Streamlit serves the pages; these routes stand in front of it. Nothing here keeps state of a visitor.
"""

from __future__ import annotations

import gzip
import logging
import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from components.address import PAGE_PATHS, AddressReader
from components.assets import (
    BASEMAP_FILE,
    MEDIA_TYPES,
    STATIC_DIR,
    build_tag,
    leaflet_dir,
    streamlit_static_dir,
)
from components.frame import first_page
from components.i18n import preferred_language

log = logging.getLogger(__name__)

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        # blob: Streamlit loads the script of a component from one. No inline script, no eval.
        "script-src 'self' blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self' ws: wss: data: blob:",
        "worker-src 'self' blob:",
        "frame-src 'self'",
        "frame-ancestors 'self'",
        "form-action 'self'",
        "base-uri 'self'",
        "object-src 'none'",
    )
)

SECURITY_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}

FOR_EVER = "public, max-age=31536000, immutable"
_COMPRESSIBLE = re.compile(r"^(text/|application/(json|geo\+json|javascript|manifest))|svg|xml")
_TEXT_CHARSET = {"text/html", "text/css", "text/javascript", "text/plain", "text/csv"}
_PAGE_OF_PATH = {f"/{path}": page for page, path in PAGE_PATHS.items()}
# What Streamlit or a route of ours answers; every other path that is not ours would be its first page.
_STREAMLIT_PATH = re.compile(
    r"^/(_stcore|static|media|component|app|assets|data|fragments|downloads|charts|stage|desk|auth)(/|$)"
    r"|/_stcore/"  # the browser tries the address of the page as the base of the server first
    r"|^/(healthz|oauth2callback|favicon\.png|manifest\.json|robots\.txt)$"
)


class SecurityHeaders:
    """Sets the security headers on every HTTP answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY_HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, send_with_headers)


class SameOrigin:
    """Refuses a websocket that a page of another site opens.

    Streamlit would refuse it too, but only after asking an outside address for its own (twice, one
    second each): no request leaves this machine, not even for a visitor with a forged origin.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            headers = Headers(scope=scope)
            origin = headers.get("origin")
            if origin is not None and urlsplit(origin).netloc != headers.get("host"):
                await receive()
                await send({"type": "websocket.close", "code": 1008})
                return
        await self.app(scope, receive, send)


class FirstPage:
    """Answers page addresses with our own first HTML, and unknown ones with a way back."""

    def __init__(
        self,
        app: ASGIApp,
        dataset_version: Callable[[], str],
        *,
        session_cookie: str = "",
        is_staff: Callable[[Mapping[str, str]], bool] = lambda _: False,
    ) -> None:
        """Stand before the application.

        Args:
            session_cookie: Name of the cookie of who has signed in; nobody else waits for anything.
            is_staff: Whether the holder of these cookies may open the desk; it may wait for a database.
        """
        self.app = app
        self.dataset_version = dataset_version
        self.session_cookie = session_cookie
        self.is_staff = is_staff

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] not in {"GET", "HEAD"}:
            await self.app(scope, receive, send)
            return
        path = scope["path"]
        if _STREAMLIT_PATH.search(path):
            await self.app(scope, receive, send)
            return
        cookies = Request(scope).cookies
        is_staff = self.session_cookie in cookies and await run_in_threadpool(
            self.is_staff, cookies
        )
        response = self._page(path.rstrip("/") or "/", scope, is_staff=is_staff)
        await response(scope, receive, send)

    def _page(self, path: str, scope: Scope, *, is_staff: bool) -> Response:
        query = parse_qs(scope.get("query_string", b"").decode("latin-1"))
        reader = AddressReader.of({name: values[0] for name, values in query.items()})
        headers = Headers(scope=scope)
        language = reader.language() or preferred_language(headers.get("accept-language"))
        page = _PAGE_OF_PATH.get(path)
        if page is None:
            target = urlencode({"lang": language, "missing": path.strip("/")[:80]})
            return RedirectResponse(f"/?{target}", status_code=307)
        return compressed(
            first_page(page, language, self.dataset_version(), is_staff=is_staff).encode(),
            "text/html",
            headers,
            cache_control="private, no-store" if is_staff else "no-cache",
            extra={"Vary": "Accept-Language, Accept-Encoding", "Content-Language": language},
        )


class PackedStatic:
    """Serves Streamlit's hashed browser files gzipped once and kept, for a slow link.

    Streamlit sends them uncompressed (2.9 MB for a page) and leaves compression to a proxy, which a
    laptop on a stage does not have.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        if scope["type"] == "http" and path.startswith("/static/") and scope["method"] == "GET":
            headers = Headers(scope=scope)
            file = streamlit_static_dir() / path.lstrip("/")
            is_ours = path.endswith((".js", ".css")) and ".." not in path and file.is_file()
            if is_ours and "gzip" in headers.get("accept-encoding", ""):
                await file_response(file, headers, FOR_EVER)(scope, receive, send)
                return
        await self.app(scope, receive, send)


@cache
def _packed(file: Path) -> tuple[bytes, bytes]:
    # Kept for the life of the process, like the address it is served under: an upgrade on disk shows
    # after a restart, never half of it.
    body = file.read_bytes()
    return body, gzip.compress(body, compresslevel=6, mtime=0)


def content_type(name: str) -> str:
    """Media type of a file name, with its charset when it is text."""
    kind = MEDIA_TYPES.get(Path(name).suffix, "application/octet-stream")
    return f"{kind}; charset=utf-8" if kind in _TEXT_CHARSET else kind


def file_response(file: Path, request_headers: Headers, cache_control: str) -> Response:
    """A file from disk, compressed once per process when the browser takes it."""
    body, packed = _packed(file)
    return packed_response(body, packed, content_type(file.name), request_headers, cache_control)


def packed_response(
    body: bytes, packed: bytes, kind: str, request_headers: Headers, cache_control: str
) -> Response:
    """A body that was compressed beforehand: the smaller one the browser takes."""
    headers = {"Cache-Control": cache_control, "Vary": "Accept-Encoding"}
    if "gzip" in request_headers.get("accept-encoding", "") and _COMPRESSIBLE.search(kind):
        headers["Content-Encoding"] = "gzip"
        return Response(packed, headers=headers, media_type=kind)
    return Response(body, headers=headers, media_type=kind)


def compressed(
    body: bytes,
    kind: str,
    request_headers: Headers,
    *,
    cache_control: str,
    extra: dict[str, str] | None = None,
) -> Response:
    """A body made for this answer, compressed when the browser takes it."""
    headers = {"Cache-Control": cache_control, "Vary": "Accept-Encoding"} | (extra or {})
    if "gzip" in request_headers.get("accept-encoding", "") and len(body) > 1000:
        headers["Content-Encoding"] = "gzip"
        body = gzip.compress(body, compresslevel=5, mtime=0)
    charset = "; charset=utf-8" if kind in _TEXT_CHARSET else ""
    return Response(body, headers=headers, media_type=f"{kind}{charset}")


def attachment(body: bytes, kind: str, file_name: str, request_headers: Headers) -> Response:
    """A file to save, under a name of plain ASCII; never kept by a cache between two editions."""
    return compressed(
        body,
        kind,
        request_headers,
        cache_control="no-store",
        extra={"Content-Disposition": f'attachment; filename="{file_name}"'},
    )


def not_found() -> Response:
    """Plain answer for an address of ours that names nothing."""
    return Response("not found", status_code=404, media_type="text/plain")


async def asset(request: Request) -> Response:
    """One of our own browser files, Leaflet's, or the base map. Another build's address is old."""
    name = request.path_params["name"]
    file = asset_file(name)
    if file is None:
        return not_found()
    is_current = request.path_params["tag"] == build_tag()
    return file_response(file, request.headers, FOR_EVER if is_current else "no-cache")


def asset_file(name: str) -> Path | None:
    """File behind an asset name, or None; a name never leads out of its folder."""
    if name == "land.geojson":
        return BASEMAP_FILE
    root, rest = (leaflet_dir(), name[8:]) if name.startswith("leaflet/") else (STATIC_DIR, name)
    file = (root / rest).resolve()
    return file if file.is_relative_to(root.resolve()) and file.is_file() else None


async def health(_: Request) -> Response:
    """For a supervisor or a proxy: the server answers."""
    return JSONResponse({"status": "ok"}, headers={"Cache-Control": "no-store"})


def warm(paths: Iterable[Path]) -> None:
    """Compress the files every visitor needs before the first one comes."""
    for path in paths:
        _packed(path)


def startup_files() -> list[Path]:
    """Browser files of Streamlit that its first page names, and ours."""
    index = (streamlit_static_dir() / "index.html").read_text(encoding="utf-8")
    named = re.findall(r"\./(static/(?:js|css)/[^\"]+)", index)
    ours = [path for path in STATIC_DIR.rglob("*") if path.suffix in {".js", ".css"}]
    leaflet = [leaflet_dir() / name for name in ("leaflet-src.esm.js", "leaflet.css")]
    return [streamlit_static_dir() / name for name in named] + ours + leaflet + [BASEMAP_FILE]
