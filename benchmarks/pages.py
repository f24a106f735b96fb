"""``python -m benchmarks.pages``: pages that set cities side by side, beside the overview, and their files.

On the published data. Pages are asked in turn, so that a busy machine weighs on all of them alike; the
ratio to the overview, taken in the same minutes, can be compared between machines.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
import urllib.request
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from playwright.sync_api import Browser

from benchmarks import load
from benchmarks.browser import Subject, Wire, chromium, fresh_page, wait_until_quiet
from benchmarks.figures import NOTHING, Measure, as_markdown, median_range, ratio
from benchmarks.servers import Ports, Server, dashboard
from components.address import PAGE_PATHS
from data.load import load_dataset

TITLE = "Pages that set cities side by side"
FILES_TITLE = "Files made on demand, warm"
RUNS = 7
FILE_SECONDS = 120
CITIES = "hue,namur,tunis,siem-reap,phnom-penh,dakar"

Results = Mapping[str, Mapping[str, Sequence[float]]]
"""Values by page or file, then by name of the measure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A page under measure.

    Attributes:
        label: Head of its column.
        page: Its name among the pages of the dashboard.
        query: What its address says after the question mark.
    """

    label: str
    page: str
    query: str

    @property
    def path(self) -> str:
        """Address on the server."""
        return f"/{PAGE_PATHS[self.page]}?{self.query}"


BESIDE = "overview"
"""The page that the others are compared with."""

ASKED = {
    BESIDE: Asked(label="overview", page="overview", query="lang=fr"),
    "comparison": Asked(
        label="comparison of 6 cities", page="comparison", query=f"lang=fr&cities={CITIES}"
    ),
    "maturity": Asked(
        label="maturity, conference", page="maturity", query="lang=fr&group=conference"
    ),
    "maturity_all": Asked(label="maturity, all cities", page="maturity", query="lang=fr&group=all"),
}
FILES = {
    "PNG of a chart, 6 cities": f"/charts/intervals.png?lang=fr&cities={CITIES}",
    "comparison of 6 cities, XLSX": f"/downloads/comparison.xlsx?lang=fr&cities={CITIES}",
    "comparison of 6 cities, PDF": f"/downloads/comparison.pdf?lang=fr&cities={CITIES}",
    "factsheet of one city, PDF": "/downloads/factsheet.pdf?lang=fr&city=hue",
}
MEASURES = (
    Measure(name="rerun", label="rerun, one visitor"),
    Measure(name="cpu", label="server CPU for a rerun"),
    Measure(name="heading", label="navigation → heading painted"),
    Measure(name="complete", label="navigation → page complete"),
    Measure(name="kb", label="sent, page complete", unit="kB"),
)
PARTS = {
    "heading": "[data-testid=stMain] h1",
    "complete": "[data-testid=stMain] .rc-footer",
}
"""Selectors: the title of the page, and the last element that the script writes."""

# The frame that has the element is painted when the task after its animation callbacks runs.
_WATCH_PARTS = """(() => {
  const seen = (window.rcParts = {});
  const waited = new Map(Object.entries(PARTS));
  const look = () => {
    for (const [name, selector] of waited) {
      if (!document.querySelector(selector)) continue;
      waited.delete(name);
      setTimeout(() => { seen[name] = performance.now(); });
    }
    if (waited.size) requestAnimationFrame(look);
  };
  look();
})();"""
_READY = " && ".join(f"window.rcParts.{name} !== undefined" for name in PARTS)


def page_visit(browser: Browser, asked: Asked, server: Server) -> dict[str, float]:
    """One visit with an empty cache: heading and end of the page in ms, bytes in kB."""
    subject = Subject(
        path=asked.path, complete=PARTS["complete"], map="", count="", filter="", ready=_READY
    )
    with fresh_page(browser, subject) as page:
        page.add_init_script(_WATCH_PARTS.replace("PARTS)", f"{json.dumps(PARTS)})"))
        wire = Wire()
        wire.listen(page.context.new_cdp_session(page))
        page.goto(server.url + subject.path, wait_until="commit")
        page.wait_for_function(f"() => {subject.ready}")
        wait_until_quiet(page, wire)
        times = page.evaluate("() => window.rcParts")
    return {**{name: float(times[name]) for name in PARTS}, "kb": wire.kilobytes()}


async def reruns(server: Server, runs: int = RUNS) -> dict[str, dict[str, list[float]]]:
    """One visitor reruns the pages in turn: round trips in ms, and mean processor time, by page."""
    values: dict[str, dict[str, list[float]]] = {name: {"rerun": []} for name in ASKED}
    spent: dict[str, list[float]] = defaultdict(list)
    async with load.visitor(server) as one:
        for asked in ASKED.values():
            await one.open(asked.page, asked.query)  # not kept: the server is warm from here on
        for _ in range(runs):
            for name, asked in ASKED.items():
                before = server.cpu_ms()
                values[name]["rerun"].append(await one.open(asked.page, asked.query))
                if before is not None:
                    spent[name].append((server.cpu_ms() or 0.0) - before)
    for name, times in spent.items():
        values[name]["cpu"] = [statistics.mean(times)]  # the system counts in steps of 10 ms
    return values


def fetched(address: str) -> tuple[float, float]:
    """Milliseconds to the last byte of a file, and its size in kB.

    Raises:
        urllib.error.HTTPError: The server refused.
    """
    started = time.perf_counter()
    with urllib.request.urlopen(address, timeout=FILE_SECONDS) as answer:
        size = len(answer.read())
    return (time.perf_counter() - started) * 1000, size / 1000


def file_times(url: str, files: Mapping[str, str], runs: int = RUNS) -> Results:
    """Time and size of each file, asked in turn; the first of each is not kept.

    Args:
        url: Address of the server, without a slash at the end.
        files: Path and query by name.
    """
    values: dict[str, dict[str, list[float]]] = {name: {"ms": [], "kb": []} for name in files}
    for run in range(runs + 1):
        for name, path in files.items():
            spent, size = fetched(url + path)
            if run:
                values[name]["ms"].append(spent)
                values[name]["kb"].append(size)
    return values


def measure(browser: Browser, ports: Ports, runs: int = RUNS) -> tuple[Results, Results]:
    """Values of the pages, then of the files, on the published data."""
    with dashboard(len(load_dataset().cities), ports) as server:
        values = load.run(lambda one: reruns(one, runs), server)
        for run in range(runs + 1):
            for name, asked in ASKED.items():
                visit = page_visit(browser, asked, server)
                for part, value in visit.items() if run else ():
                    values[name].setdefault(part, []).append(value)
        return values, file_times(server.url, FILES, runs)


def pages_table(results: Results) -> list[list[str]]:
    """One row a measure, one column a page; after each but the overview its ratio to the overview."""
    beside, *others = ASKED
    head = ["measure", ASKED[beside].label]
    for name in others:
        head += [ASKED[name].label, "ratio"]
    rows = [head]
    for each in MEASURES:
        base = results.get(beside, {}).get(each.name)
        row = [f"{each.label}, {each.unit}", median_range(base)]
        for name in others:
            values = results.get(name, {}).get(each.name)
            row += [median_range(values), ratio(values, base)]
        if set(row[1:]) - {NOTHING}:
            rows.append(row)
    return rows


def files_table(results: Results) -> list[list[str]]:
    """One row a file: time to its last byte, and its size."""
    rows = [["file", "asked → last byte, ms", "size, kB"]]
    rows += [
        [name, median_range(values["ms"]), median_range(values["kb"])]
        for name, values in results.items()
    ]
    return rows


def pages_report(
    pages: Results,
    files: Results,
    write: Callable[[Sequence[Sequence[str]]], str],
    heading: str,
) -> str:
    """Both tables, with ``heading`` before each title."""
    parts = [f"{heading}{TITLE}", write(pages_table(pages))]
    parts += [f"{heading}{FILES_TITLE}", write(files_table(files))]
    return "\n\n".join(parts)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print Markdown tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pages", description=__doc__)
    parser.add_argument("--runs", type=int, default=RUNS, help="times each page and file is asked")
    parser.add_argument("--first-port", type=int, default=0, help="0: any free port")
    chosen = parser.parse_args(arguments)
    with chromium() as browser:
        pages, files = measure(browser, Ports(chosen.first_port), chosen.runs)
    print(pages_report(pages, files, as_markdown, "### "))


if __name__ == "__main__":
    main()
