"""Signing in and out at the machine itself: two addresses that Streamlit, which sets no cookie, cannot be.

A link is followed from this machine only, never through a proxy: somebody else may be behind one.
"""

from __future__ import annotations

import logging

import htpy as h
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from components.address import STAFF_PAGE, AddressReader, address
from components.frame import plain_page
from components.i18n import LANGUAGES, Language, preferred_language, translator
from components.markup import Node
from components.server import compressed, not_found
from components.session import has_store, store
from components.sign_in import SIGN_IN_PATH, sign_in
from components.staff import COOKIE
from components.stage.control import control_link_allowed
from components.stage_routes import is_same_origin
from data.store import StoreError
from data.store.access import SESSION_LIFETIME

log = logging.getLogger(__name__)

NO_STORE = {"Cache-Control": "no-store"}


def desk_routes() -> list[Route]:
    """The addresses of the desk that are no pages; the last one answers what is none."""
    return [
        Route(SIGN_IN_PATH, follow_link, methods=["GET"]),
        Route("/desk/sign-out", leave, methods=["POST"]),
        Route("/desk/{rest:path}", nothing),
    ]


async def follow_link(request: Request) -> Response:
    """Exchange the link for a session, and lead to the desk without the secret in the address."""
    if not is_at_the_machine(request):
        return _page(request, "elsewhere", 403)
    if request.method == "HEAD" or "prefetch" in request.headers.get("sec-purpose", ""):
        # Nobody has followed the link yet: a browser or a program only looks.
        return Response(status_code=204, headers=NO_STORE)
    try:
        secret = await run_in_threadpool(sign_in, request.query_params.get("token", ""), store)
    except StoreError as error:
        log.exception("nobody can sign in")
        return _page(request, "broken", 503, error)
    if secret is None:
        return _page(request, "used", 410)
    answer = RedirectResponse(address(STAFF_PAGE, _language(request)), 303, headers=NO_STORE)
    answer.set_cookie(
        COOKIE,
        secret,
        max_age=int(SESSION_LIFETIME.total_seconds()),
        path="/",
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="strict",
    )
    return answer


async def leave(request: Request) -> Response:
    """End the session of the cookie, which is then forgotten."""
    if not is_same_origin(request.headers):
        return Response("refused", status_code=403, media_type="text/plain", headers=NO_STORE)
    secret = request.cookies.get(COOKIE)
    if secret and has_store():
        try:
            await run_in_threadpool(lambda: store().sign_out(secret))
        except StoreError as error:
            # The session is still good: to forget the cookie now would only look like an end.
            log.exception("nobody can sign out")
            return _page(request, "broken", 503, error)
    answer = RedirectResponse(address("access", _language(request)), 303, headers=NO_STORE)
    answer.delete_cookie(
        COOKIE,
        path="/",
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="strict",
    )
    return answer


async def nothing(_: Request) -> Response:
    """An address below the desk that names nothing."""
    return not_found()


def is_at_the_machine(request: Request) -> bool:
    """Whether the request comes from this machine, asked for by its own name, with no proxy between."""
    client = request.client.host if request.client else None
    return control_link_allowed(client, request.headers.get("host"), request.headers)


def _language(request: Request) -> Language:
    reader = AddressReader.of(dict(request.query_params))
    return reader.language() or preferred_language(request.headers.get("accept-language"))


def _page(request: Request, why: str, status: int, error: StoreError | None = None) -> Response:
    """Why nobody was signed in, in both languages, the visitor's first."""
    first = _language(request)
    languages = (first, *(language for language in LANGUAGES if language != first))
    parts: dict[Language, Node] = {}
    for language in languages:
        t = translator(language)
        parts[language] = [
            h.h1[t(f"sign_in.{why}.title")],
            h.p[t(f"sign_in.{why}.text")],
            h.p[error.message(language)] if error else None,
            h.p[h.a(href=address("overview", language))[t("sign_in.home")]],
        ]
    body = plain_page(translator(first)(f"sign_in.{why}.title"), parts)
    answer = compressed(body.encode(), "text/html", request.headers, cache_control="no-store")
    answer.status_code = status
    return answer
