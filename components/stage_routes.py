"""The stage as addresses: the two pages, the deck, the events of the room and the commands that move it.

Anybody who reaches the server may watch (``GET``). Only a holder of the control key moves (``POST``).
"""

from __future__ import annotations

import asyncio
import json
import signal
import threading
import zlib
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from components.address import AddressReader
from components.i18n import LANGUAGES, preferred_language, typography
from components.server import compressed, not_found, packed_response
from components.session import clock, published_dataset, stage_deck, stage_of
from components.stage.control import is_control_key
from components.stage.deck import slots_of
from components.stage.document import View, live_page
from components.stage.room import (
    MOST_BYTES,
    CommandError,
    Outline,
    Room,
    Rooms,
    as_data,
    read_command,
)
from components.stage.stage import Stage
from components.theme import PALETTES, Ground
from data.frozen import var_dir

MOST_LISTENERS = 300
"""Windows that may follow one room; each holds a connection open."""

KEEP_ALIVE = 15.0
"""Seconds after which a silent line says that it is still there, for proxies and phones."""

LONGEST_LINE = 300.0
"""Seconds after which a line ends; the browser opens the next one at once and misses nothing."""

RETRY = 400
"""Milliseconds after which a browser opens a lost line again."""

NO_STORE = {"Cache-Control": "no-store"}

ROOMS = Rooms()
"""The rooms of this process. One process serves one stage: another would not know of it."""


def stage_routes() -> list[Route]:
    """The addresses of the stage; the last one answers what is none."""
    return [
        Route("/stage", latest),
        Route("/stage/{programme_id}", stage_page),
        Route("/stage/{programme_id}/speaker", speaker_page),
        Route("/stage/{programme_id}/deck.json", deck_file),
        Route("/stage/{programme_id}/events", events),
        Route("/stage/{programme_id}/command", command, methods=["POST"]),
        Route("/stage/{rest:path}", nothing),
    ]


async def latest(request: Request) -> Response:
    """The stage of the latest conference: an address short enough to be typed on a phone."""
    dataset = published_dataset()
    if not dataset.programmes:
        return not_found()
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"/stage/{dataset.programme.programme_id}{query}", status_code=307)


async def nothing(_: Request) -> Response:
    """An address below the stage that names nothing."""
    return not_found()


async def stage_page(request: Request) -> Response:
    """The stage."""
    return _page(request, "stage")


async def speaker_page(request: Request) -> Response:
    """The speaker view, which is the remote control for a holder of the key."""
    return _page(request, "speaker")


def _page(request: Request, view: View) -> Response:
    stage = stage_of(request.path_params["programme_id"])
    room = _room(stage) if stage else None
    if stage is None or room is None:
        return not_found()
    reader = AddressReader.of(dict(request.query_params))
    accepted = preferred_language(request.headers.get("accept-language"))
    language = reader.language() or accepted
    ground: Ground = "dark" if reader.one("ground", PALETTES) == "dark" else "light"
    asked = [
        name
        for name, values in (("lang", LANGUAGES), ("ground", PALETTES))
        if reader.one(name, values)
    ]
    title = typography(getattr(stage.programme, f"title_{language}"), language)
    body = live_page(
        stage.programme.programme_id,
        title,
        view,
        language=language,
        ground=ground,
        settings={
            **_told(room),
            "asked": ["language" if name == "lang" else name for name in asked],
            "follow": reader.one("follow", ("1",)) is not None,
        },
    )
    return compressed(
        body.encode(),
        "text/html",
        request.headers,
        cache_control="no-store",
        extra={"Content-Language": language},
    )


async def deck_file(request: Request) -> Response:
    """Every scene, as JSON; asked for again, it is sent only if it changed."""
    stage = stage_of(request.path_params["programme_id"])
    if stage is None:
        return not_found()
    plain, packed = await run_in_threadpool(stage_deck, stage)
    tag = f'"{zlib.crc32(packed):08x}-{len(packed):x}"'
    if request.headers.get("if-none-match", "").removeprefix("W/") == tag:
        return Response(status_code=304, headers={"ETag": tag, "Cache-Control": "no-cache"})
    answer = packed_response(plain, packed, "application/json", request.headers, "no-cache")
    answer.headers["ETag"] = tag
    return answer


async def events(request: Request) -> Response:
    """The state of the room, now and at each change, as server-sent events."""
    stage = stage_of(request.path_params["programme_id"])
    room = _room(stage) if stage else None
    if room is None:
        return not_found()
    if room.listeners >= MOST_LISTENERS:
        return Response("full", status_code=503, headers={**NO_STORE, "Retry-After": "10"})
    return StreamingResponse(
        _lines(room),
        media_type="text/event-stream",
        # nginx keeps what it passes on until there is enough of it, unless told not to.
        headers={**NO_STORE, "X-Accel-Buffering": "no"},
    )


async def _lines(room: Room) -> AsyncIterator[str]:
    loop = asyncio.get_running_loop()
    end = loop.time() + LONGEST_LINE
    with room.listener() as changed:
        yield f"retry: {RETRY}\n{_event(room)}"
        while not room.is_closed and loop.time() < end:
            try:
                await asyncio.wait_for(changed.wait(), KEEP_ALIVE)
            except TimeoutError:
                yield ": still here\n\n"
                continue
            changed.clear()
            if not room.is_closed:
                yield _event(room)


def _event(room: Room) -> str:
    return f"event: state\ndata: {json.dumps(_told(room), ensure_ascii=False)}\n\n"


async def command(request: Request) -> Response:
    """Move the room: ``X-Stage-Key`` and ``{"patch": {"scene": "1B"}, "base": 12, "late": false}``."""
    stage = stage_of(request.path_params["programme_id"])
    room = _room(stage) if stage else None
    if room is None:
        return not_found()
    if (reason := _unwelcome(request.headers)) is not None:
        return _refused(403, reason)
    now = clock()
    try:
        order = read_command(await _body(request), room.outline, now)
    except (CommandError, ClientDisconnect) as error:
        return _refused(400, str(error))
    if not room.admits(now):
        return _refused(429, "too many commands")
    room.obey(order)
    return JSONResponse(_told(room), headers=NO_STORE)


def _unwelcome(headers: Headers) -> str | None:
    """Why a command is not even read; None: it is from a holder of the key."""
    if not is_same_origin(headers):
        return "another site"
    return None if is_control_key(headers.get("x-stage-key", "")) else "not the control key"


async def _body(request: Request) -> bytes:
    """The body, read no further than a command may be long.

    Raises:
        CommandError: It is longer.
    """
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MOST_BYTES:
            raise CommandError("too long")
    return body


def is_same_origin(headers: Headers) -> bool:
    """Whether a request comes from a page of ours, or from no page at all."""
    origin, site = headers.get("origin"), headers.get("sec-fetch-site")
    if site not in {None, "same-origin", "none"}:
        return False
    return origin is None or urlsplit(origin).netloc == headers.get("host")


def _refused(status: int, reason: str) -> Response:
    return JSONResponse({"refused": reason}, status_code=status, headers=NO_STORE)


def _told(room: Room) -> dict[str, Any]:
    return {"state": as_data(room.state), "now": clock()}


def _room(stage: Stage) -> Room | None:
    """The room of a stage; None: no scene of its programme can be shown."""
    programme = stage.programme
    scenes = tuple(slot.definition.scene_id for slot in slots_of(stage))
    if not scenes:
        return None
    sessions = frozenset(session.session_id for session in programme.sessions)
    path = var_dir() / "stage" / f"{programme.programme_id}.json"
    return ROOMS.room(path, Outline(scenes=scenes, sessions=sessions), clock())


@contextmanager
def rooms_open() -> Iterator[None]:
    """Let every line of events go as soon as the server is asked to stop.

    The server waits for open answers before it ends, and tells the application only afterwards; an
    event stream would never end. So the request to stop (Ctrl+C, SIGTERM) is heard here as well.
    """
    loop = asyncio.get_running_loop()
    before: dict[int, Any] = {}

    def stop(number: int, frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(ROOMS.close)
        before[number](number, frame)

    if threading.current_thread() is threading.main_thread():
        for name in ("SIGINT", "SIGTERM", "SIGBREAK"):
            number = getattr(signal, name, None)
            if number is not None and callable(signal.getsignal(number)):
                before[number] = signal.signal(number, stop)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        ROOMS.close()
