"""What is taken away from a stage, as addresses: ``/downloads/stage/hue-2025.pptx?lang=fr``."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from components.address import AddressReader
from components.downloads import request_language
from components.server import attachment, not_found
from components.session import stage_file, stage_of
from components.stage.decks import deck_name

FILE_TYPES = {
    "html": "text/html; charset=utf-8",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "pdf": "application/pdf",
    "handout": "application/pdf",
}


def stage_download_routes() -> list[Route]:
    """The decks of a programme, and the sheet of each of its round tables."""
    return [
        Route("/downloads/stage/{programme_id}.{kind}", deck_download),
        Route("/downloads/stage/{programme_id}/handout-{session}.pdf", handout_download),
    ]


async def deck_download(request: Request) -> Response:
    """A deck of the whole programme, or of the session of the address."""
    kind, session = request.path_params["kind"], request.query_params.get("session")
    if kind == "handout":
        return not_found()
    return await _file(request, kind, session)


async def handout_download(request: Request) -> Response:
    """The sheet of a round table."""
    return await _file(request, "handout", request.path_params["session"])


async def _file(request: Request, kind: str, session: str | None) -> Response:
    """The file of a stage; 404 for a programme, a kind or a session that does not exist."""
    stage = stage_of(request.path_params["programme_id"])
    if stage is None or kind not in FILE_TYPES:
        return not_found()
    if session is not None and all(item.session_id != session for item in stage.programme.sessions):
        return not_found()
    language = request_language(AddressReader.of(dict(request.query_params)), request)
    try:
        body = await run_in_threadpool(stage_file, stage, kind, language, session=session)
    except LookupError:
        return not_found()
    name = deck_name(stage.programme.programme_id, kind, language, session=session)
    return attachment(body, FILE_TYPES[kind], name, request.headers)
