"""Visitors without a browser: websocket clients that speak Streamlit's protocol, loopback only, bounded."""

from __future__ import annotations

import asyncio
import random
import statistics
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from benchmarks.servers import Server
from components.address import PAGE_PATHS

VISITORS = 20
PAGES_EACH = 5
THINK_SECONDS = 5.0
ARRIVAL_SECONDS = 5.0
ANSWER_SECONDS = 120.0
RERUNS = 12
OPEN_SESSIONS = 100
WARM_SESSIONS = 10
SEED = 20261123
QUERY = "lang=fr"
CITY_QUERY = "lang=fr&city=hue"


@dataclass(frozen=True, slots=True)
class Visitor:
    """One open session of the dashboard."""

    connection: ClientConnection

    async def open(self, page: str, query: str) -> float:
        """Run a page, as a link does, and wait until all of it has come; ms.

        Raises:
            RuntimeError: The page raised an exception or was not found.
        """
        message = BackMsg()
        message.rerun_script.query_string = query
        message.rerun_script.page_name = PAGE_PATHS[page]
        started = time.perf_counter()
        await self.connection.send(message.SerializeToString())
        while True:
            body = await asyncio.wait_for(self.connection.recv(decode=False), ANSWER_SECONDS)
            answer = ForwardMsg()
            answer.ParseFromString(body)
            kind = answer.WhichOneof("type")
            if kind == "page_not_found" or (
                kind == "delta" and answer.delta.new_element.WhichOneof("type") == "exception"
            ):
                raise RuntimeError(f"{page}: {kind}")
            if (
                kind == "script_finished"
                and answer.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
            ):
                return (time.perf_counter() - started) * 1000


@asynccontextmanager
async def visitor(server: Server) -> AsyncIterator[Visitor]:
    """Opens a session, as the browser does once its scripts have come."""
    address = server.url.replace("http", "ws", 1) + "/_stcore/stream"
    async with connect(
        address,
        subprotocols=["streamlit"],  # type: ignore[list-item]
        origin=server.url,  # type: ignore[arg-type]
        max_size=None,
        open_timeout=ANSWER_SECONDS,
        compression=None,
    ) as connection:
        yield Visitor(connection)


def percentile(values: Sequence[float], share: float) -> float:
    """The value that ``share`` of all do not exceed.

    Args:
        values: At least one.
        share: From 0 to 1.
    """
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


async def page_costs(server: Server) -> dict[str, float]:
    """One visitor reruns each page: median round trip and mean processor time, ms, by page."""
    figures = {}
    views = {page: (page, QUERY) for page in PAGE_PATHS}
    views |= {"city": ("city", CITY_QUERY), "cities": ("city", QUERY)}
    async with visitor(server) as one:
        for name, (page, query) in views.items():
            await one.open(page, query)
            cpu = server.cpu_ms()
            times = [await one.open(page, query) for _ in range(RERUNS)]
            figures[f"rerun_{name}"] = statistics.median(times)
            if cpu is not None:
                figures[f"cpu_{name}"] = ((server.cpu_ms() or 0) - cpu) / RERUNS
    return figures


@dataclass(slots=True)
class Crowd:
    """Times of many visitors at once, in ms: their first page, and the pages after it."""

    first: list[float] = field(default_factory=list)
    later: list[float] = field(default_factory=list)

    def figures(self) -> dict[str, float]:
        """Half and nineteen in twenty of the times are not longer than this."""
        return {
            "crowd_first_p50": percentile(self.first, 0.5),
            "crowd_first_p95": percentile(self.first, 0.95),
            "crowd_p50": percentile(self.later, 0.5),
            "crowd_p95": percentile(self.later, 0.95),
        }


async def crowd(server: Server, visitors: int = VISITORS) -> dict[str, float]:
    """Visitors who arrive within five seconds and go from page to page with time to read."""
    times, chance = Crowd(), random.Random(SEED)

    async def one(arrival: float, pages: list[str], pauses: list[float]) -> None:
        await asyncio.sleep(arrival)
        started = time.perf_counter()
        async with visitor(server) as session:
            await session.open(pages[0], QUERY)
            times.first.append((time.perf_counter() - started) * 1000)
            for page, pause in zip(pages[1:], pauses, strict=True):
                await asyncio.sleep(pause)
                query = CITY_QUERY if page == "city" else QUERY
                times.later.append(await session.open(page, query))

    plans: list[Awaitable[None]] = []
    for place in range(visitors):
        pages = ["map", *chance.choices(list(PAGE_PATHS), k=PAGES_EACH)]
        pauses = [chance.uniform(0.5, 1.5) * THINK_SECONDS for _ in range(PAGES_EACH)]
        plans.append(one(ARRIVAL_SECONDS * place / visitors, pages, pauses))
    await asyncio.gather(*plans)
    return times.figures()


async def session_memory(server: Server) -> dict[str, float]:
    """Memory that each open session adds, kB, each having run the map and a city."""
    if server.memory_mb() is None:
        return {}
    before = 0.0
    async with AsyncExitStack() as stack:
        for place in range(OPEN_SESSIONS + WARM_SESSIONS):
            if place == WARM_SESSIONS:
                before = server.memory_mb() or 0.0
            session = await stack.enter_async_context(visitor(server))
            await session.open("map", QUERY)
            await session.open("city", CITY_QUERY)
        after = server.memory_mb() or before
    return {"session_kb": (after - before) * 1000 / OPEN_SESSIONS, "server_mb": before}


def run(
    measure: Callable[[Server], Coroutine[Any, Any, dict[str, float]]], server: Server
) -> dict[str, float]:
    """Run one of the measures above to its end, in a thread: Playwright has a loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(measure(server))).result()
