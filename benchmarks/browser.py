"""What a visitor waits for, measured inside a real Chromium, the same way on both pages."""

from __future__ import annotations

import base64
import io
import os
import shutil
import statistics
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, CDPSession, Page, ViewportSize, sync_playwright

from benchmarks.servers import Server

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
BROWSERS = ("chromium-headless-shell", "chromium", "google-chrome")
VIEWPORT: ViewportSize = {"width": 1440, "height": 900}
TIMEOUT_MS = 120_000
QUIET_SECONDS = 0.5
REPEATS = 5
COLOUR_DISTANCE = 24
CHECKED_FILTERS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A page under measure: where it is, and how a script finds its parts.

    Attributes:
        path: Address on its server, with the query.
        complete: Selector that matches once the page has everything.
        map: Selector of the map.
        count: JavaScript expression: number of markers shown.
        filter: JavaScript expression: filter by ``network`` if ``isOn``, else clear the filter.
        ready: JavaScript expression: true when the filter can be used.
    """

    path: str
    complete: str
    map: str
    count: str
    filter: str
    ready: str


DASHBOARD = Subject(
    path="/carte?lang=fr",
    complete="[data-testid=stMain] .rc-atlas",
    map=".rc-map",
    count="Number(document.querySelector('.rc-atlas').dataset.count)",
    filter="document.querySelector(`.rc-atlas input[name=network][value='${network}']`).click()",
    ready="document.querySelector('[data-testid=stMain] .rc-atlas')?.dataset.furnished === '1'"
    " && !!document.querySelector('.rc-footer')",
)
REFERENCE = Subject(
    path="/",
    complete="body[data-complete]",
    map="#map",
    count="Number(document.body.dataset.count)",
    filter="{ const box = document.getElementById('network'); box.value = isOn ? network : '';"
    " box.dispatchEvent(new Event('change', { bubbles: true })); }",
    ready="document.body.dataset.complete === '1'",
)

_WATCH = """(() => {
  const seen = (window.rcSeen = {});
  const look = () => {
    if (document.querySelector(SELECTOR)) seen.complete = performance.now();
    else requestAnimationFrame(look);
  };
  look();
})();"""

# The frame is painted when the task after its animation callbacks runs. "sync" ends with the handler.
_FILTER = """async ({ network, isOn }) => {
  const start = performance.now();
  FILTER;
  const sync = performance.now() - start;
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  return { painted: performance.now() - start, sync, count: COUNT };
}"""

_TIMES = """() => {
  const mark = (name) => performance.getEntriesByName(name)[0]?.startTime ?? null;
  const files = performance.getEntriesByType("resource").map((entry) => ({
    name: entry.name, start: entry.startTime, end: entry.responseEnd, bytes: entry.encodedBodySize,
  }));
  const page = performance.getEntriesByType("navigation")[0];
  return {
    origin: performance.timeOrigin, html: page.responseEnd, files,
    header: mark("first-contentful-paint"), marker: mark("rc-first-marker"), land: mark("rc-land"),
    complete: window.rcSeen.complete ?? null,
  };
}"""

# The browser's own account of an interaction: from the input of a person to the next frame shown.
_INTERACTIONS = """() => {
  window.rcInteractions = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      if (entry.interactionId) window.rcInteractions.push(entry.duration);
    }
  }).observe({ type: "event", durationThreshold: 16 });
}"""

# One look a frame at the layer of points: is it the same element, in the page, with points on it?
_WATCH_POINTS = """({ map, colour }) => {
  const box = document.querySelector(map);
  const watched = (window.rcWatched = { frames: 0, blank: 0, lost: 0, running: true });
  const look = () => {
    if (!watched.running) return;
    watched.frames += 1;
    if (!box.isConnected || document.querySelector(map) !== box) watched.lost += 1;
    else {
      const near = [...box.querySelectorAll("canvas")].some((canvas) => {
        if (!canvas.width || !canvas.height) return false;
        const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
        for (let place = 0; place < data.length; place += 4) {
          if (data[place + 3] > 200 && colour.every((value, part) =>
            Math.abs(data[place + part] - value) < DISTANCE)) return true;
        }
        return false;
      });
      if (!near) watched.blank += 1;
    }
    requestAnimationFrame(() => setTimeout(look));
  };
  look();
}""".replace("DISTANCE", str(COLOUR_DISTANCE))

_MARKER_COLOUR = """() => {
  const pen = document.createElement("canvas").getContext("2d");
  const own = getComputedStyle(document.documentElement).getPropertyValue("--rc-marker").trim();
  pen.fillStyle = own || "#8a3b12";
  pen.fillRect(0, 0, 1, 1);
  return [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3);
}"""


@dataclass
class Wire:
    """What came over the network, with the browser's clock.

    Attributes:
        arrived: (seconds on the clock of the events, bytes) of each finished answer and frame.
        frames_sent: Websocket frames from the page to the server.
        clock: Add to the clock of the events to have seconds since 1970; None: nothing asked yet.
    """

    arrived: list[tuple[float, int]] = field(default_factory=list)
    frames_sent: int = 0
    clock: float | None = None

    def listen(self, session: CDPSession) -> None:
        """Note every event of one page."""
        session.on("Network.requestWillBeSent", self._request)
        session.on("Network.loadingFinished", self._finished)
        session.on("Network.webSocketFrameReceived", self._frame)
        session.on("Network.webSocketFrameSent", self._sent)
        session.send("Network.enable")

    def _request(self, event: dict[str, Any]) -> None:
        if self.clock is None:
            self.clock = event["wallTime"] - event["timestamp"]

    def _finished(self, event: dict[str, Any]) -> None:
        self.arrived.append((event["timestamp"], int(event["encodedDataLength"])))

    def _frame(self, event: dict[str, Any]) -> None:
        frame = event["response"]
        binary = frame["opcode"] == 2
        size = len(base64.b64decode(frame["payloadData"])) if binary else len(frame["payloadData"])
        self.arrived.append((event["timestamp"], size))

    def _sent(self, event: dict[str, Any]) -> None:
        self.frames_sent += 1
        self._frame(event)

    def kilobytes(self, origin_ms: float | None = None, until_ms: float | None = None) -> float:
        """All that has arrived, or what had at ``until_ms`` after the page's ``origin_ms``."""
        if origin_ms is None or until_ms is None:
            return sum(size for _, size in self.arrived) / 1000
        end = (origin_ms + until_ms) / 1000 - (self.clock or 0)
        return sum(size for stamp, size in self.arrived if stamp <= end) / 1000


@contextmanager
def chromium() -> Iterator[Browser]:
    """One Chromium, without a window."""
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def fresh_page(browser: Browser, subject: Subject) -> Iterator[Page]:
    """A page in a context of its own: nothing is cached."""
    context = browser.new_context(viewport=VIEWPORT, locale="fr-FR")
    context.add_init_script(_WATCH.replace("SELECTOR", repr(subject.complete)))
    page = context.new_page()
    page.set_default_timeout(TIMEOUT_MS)
    try:
        yield page
    finally:
        context.close()


def open_page(page: Page, subject: Subject, server: Server) -> dict[str, Any]:
    """Go there, wait until everything is there, tell when each thing came."""
    page.goto(server.url + subject.path, wait_until="commit")
    page.wait_for_function(f"() => {subject.ready}")
    return dict(page.evaluate(_TIMES))


def visit(browser: Browser, subject: Subject, server: Server, network: str) -> dict[str, float]:
    """One visit with an empty cache, then filters: figures by name, in ms and kB.

    Args:
        network: Code of the network to filter by.
    """
    figures: dict[str, float] = {}
    with fresh_page(browser, subject) as page:
        wire = Wire()
        wire.listen(page.context.new_cdp_session(page))
        cpu = server.cpu_ms()
        times = open_page(page, subject, server)
        wait_until_quiet(page, wire)
        if cpu is not None:
            figures["cpu_page"] = (server.cpu_ms() or 0) - cpu
        for name in ("header", "marker", "land", "complete"):
            if times[name] is not None:
                figures[name] = times[name]
        figures["kb_marker"] = wire.kilobytes(times["origin"], times["marker"])
        figures["kb_complete"] = wire.kilobytes()
        figures |= _parts(times)
        figures |= _filters(page, subject, network)
        frames, cpu = wire.frames_sent, server.cpu_ms()
        _repeat_filters(page, subject, network, figures)
        figures["messages_filter"] = (wire.frames_sent - frames) / (2 * REPEATS)
        if cpu is not None:
            figures["cpu_filter"] = ((server.cpu_ms() or 0) - cpu) / (2 * REPEATS)
        figures["filter_input"] = _real_input(page, subject, network)
    return figures


def first_visit(
    browser: Browser, subject: Subject, start: Callable[[], AbstractContextManager[Server]]
) -> dict[str, float]:
    """A server is started and sends its first page: times in ms from the start of its process."""
    with fresh_page(browser, subject) as page, start() as server:
        times = open_page(page, subject, server)
        before = times["origin"] - server.started_at * 1000
        return {
            "cold_answer": server.start_ms,
            "cold_header": before + times["header"],
            "cold_marker": before + times["marker"],
        }


def wait_until_quiet(page: Page, wire: Wire) -> None:
    """Until nothing has come over the network for a while; the time is not measured."""
    seen = -1
    while len(wire.arrived) != seen:
        seen = len(wire.arrived)
        page.wait_for_timeout(QUIET_SECONDS * 1000)


def _parts(times: dict[str, Any]) -> dict[str, float]:
    """What the time to the first marker is made of: last byte of each kind of file before it."""
    parts = {"part_html": times["html"]}
    names: dict[str, Callable[[str], bool]] = {
        "part_scripts": lambda name: name.endswith(".js") and "/static/" not in name,
        "part_data": lambda name: "/data/" in name or name.endswith("points.json"),
        "part_basemap": lambda name: name.endswith("land.geojson"),
    }
    for part, is_one in names.items():
        ends = [
            file["end"]
            for file in times["files"]
            if file["start"] < times["marker"] and is_one(file["name"])
        ]
        if ends:
            parts[part] = max(ends)
    needed = [parts.get(name, 0.0) for name in ("part_html", "part_scripts", "part_data")]
    parts["part_after"] = times["marker"] - max(needed)
    return parts


def filter_once(page: Page, subject: Subject, network: str, *, is_on: bool) -> dict[str, Any]:
    """Set or clear the filter: ``painted`` and ``sync`` in ms, ``count`` of markers after it."""
    script = _FILTER.replace("FILTER", subject.filter).replace("COUNT", subject.count)
    return dict(page.evaluate(script, {"network": network, "isOn": is_on}))


def _filters(page: Page, subject: Subject, network: str) -> dict[str, float]:
    """The first filter of a visit, set and cleared.

    Raises:
        RuntimeError: The number of markers did not follow.
    """
    total = page.evaluate(f"() => {subject.count}")
    chosen = filter_once(page, subject, network, is_on=True)
    cleared = filter_once(page, subject, network, is_on=False)
    if not 0 < chosen["count"] < total == cleared["count"]:
        raise RuntimeError(f"filter shows {chosen['count']}, then {cleared['count']} of {total}")
    return {
        "filter": chosen["painted"],
        "filter_script": chosen["sync"],
        "filter_clear": cleared["painted"],
    }


def _repeat_filters(page: Page, subject: Subject, network: str, figures: dict[str, float]) -> None:
    chosen, cleared = [], []
    for _ in range(REPEATS):
        chosen.append(filter_once(page, subject, network, is_on=True)["painted"])
        cleared.append(filter_once(page, subject, network, is_on=False)["painted"])
    figures["filter_again"] = statistics.median(chosen)
    figures["filter_clear_again"] = statistics.median(cleared)


def _real_input(page: Page, subject: Subject, network: str) -> float:
    """A click of the mouse (a key in the reference's list) to the next frame shown, ms.

    The browser rounds to 8 ms and leaves out what is shorter than 16 ms: then it is 16.
    """
    before = page.evaluate(f"() => {subject.count}")
    if subject is DASHBOARD:
        page.locator("details[data-facet=network] > summary").click()
        box = page.locator(f"input[name=network][value='{network}']")
        box.scroll_into_view_if_needed()
        page.evaluate(_INTERACTIONS)
        box.click()
    else:
        page.locator("#network").focus()
        page.evaluate(_INTERACTIONS)
        page.keyboard.press("ArrowDown")  # the measured network comes first in the list
    page.wait_for_function(f"(before) => {subject.count} < before", arg=before)
    page.wait_for_timeout(QUIET_SECONDS * 1000)
    return float(max(page.evaluate("() => window.rcInteractions"), default=16))


def blank_frames(
    browser: Browser, subject: Subject, server: Server, network: str
) -> dict[str, float]:
    """Filters set and cleared while each frame is looked at: how many showed no marker.

    Two witnesses: a script in the page that reads the layer of points after each frame, and the frames
    the browser gave to the screen.
    """
    shots: list[str] = []
    with fresh_page(browser, subject) as page:
        open_page(page, subject, server)
        session = page.context.new_cdp_session(page)

        def keep(event: dict[str, Any]) -> None:
            shots.append(event["data"])
            session.send("Page.screencastFrameAck", {"sessionId": event["sessionId"]})

        session.on("Page.screencastFrame", keep)
        colour = page.evaluate(_MARKER_COLOUR)
        box = page.locator(subject.map).bounding_box()
        page.evaluate(_WATCH_POINTS, {"map": subject.map, "colour": colour})
        session.send("Page.startScreencast", {"format": "png", "everyNthFrame": 1})
        for _ in range(CHECKED_FILTERS):
            for is_on in (True, False):
                filter_once(page, subject, network, is_on=is_on)
                page.wait_for_timeout(100)
        session.send("Page.stopScreencast")
        watched = page.evaluate(
            "() => { window.rcWatched.running = false; return window.rcWatched; }"
        )
    blank = sum(1 for shot in shots if box and not _has_colour(shot, box, colour))
    return {
        "frames_looked_at": watched["frames"] + len(shots),
        "frames_blank": watched["blank"] + watched["lost"] + blank,
    }


def _has_colour(shot: str, box: Any, colour: list[int]) -> bool:
    image = Image.open(io.BytesIO(base64.b64decode(shot))).convert("RGB")
    scale = image.width / VIEWPORT["width"]
    area = (box["x"], box["y"], box["x"] + box["width"], box["y"] + box["height"])
    shown = image.crop(tuple(round(edge * scale) for edge in area))
    shades: list[Any] = shown.getcolors(shown.width * shown.height) or []
    return any(
        all(abs(shade[part] - colour[part]) < COLOUR_DISTANCE for part in range(3))
        for _, shade in shades
    )
