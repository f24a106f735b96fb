"""``python -m benchmarks.run``: measure the dashboard and a hand-written page in turn, print tables.

The published data first, then datasets grown in memory. Figures depend on the machine: only the ratio to
the hand-written page, measured in the same minutes, can be compared between machines.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from importlib.metadata import version
from pathlib import Path

from playwright.sync_api import Browser

from benchmarks import imports, load, pages, scoring, stage
from benchmarks.browser import (
    DASHBOARD,
    REFERENCE,
    blank_frames,
    chromium,
    first_visit,
    visit,
)
from benchmarks.figures import as_markdown, as_text, report
from benchmarks.servers import Ports, dashboard, reference, reference_folder
from benchmarks.synthetic import ROOT, synthetic_dataset

DOCS = ROOT / "docs" / "benchmarks.md"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
COLD_RUNS = 3
CROWD_RUNS = 2

Measured = dict[str, dict[str, list[float]]]


def measure(browser: Browser, size: int, runs: int, ports: Ports) -> Measured:
    """Every measure at one size, both pages in turn: values by page and by name."""
    values: Measured = {page: defaultdict(list) for page in ("dashboard", "reference")}

    def keep(page: str, figures: Mapping[str, float]) -> None:
        for name, value in figures.items():
            values[page][name].append(round(value, 3))

    network = commonest_network(size)
    with reference_folder(size) as folder:
        for _ in range(min(runs, COLD_RUNS)):
            keep("dashboard", first_visit(browser, DASHBOARD, lambda: dashboard(size, ports)))
            keep("reference", first_visit(browser, REFERENCE, lambda: reference(folder, ports)))
        with dashboard(size, ports) as ours, reference(folder, ports) as theirs:
            visit(browser, DASHBOARD, ours, network)  # not kept: the server is warm from here on
            visit(browser, REFERENCE, theirs, network)
            for run in range(runs):
                keep("dashboard", visit(browser, DASHBOARD, ours, network))
                keep("reference", visit(browser, REFERENCE, theirs, network))
                print(f"{size} cities: visit {run + 1} of {runs}", flush=True)
            keep("dashboard", blank_frames(browser, DASHBOARD, ours, network))
            keep("reference", blank_frames(browser, REFERENCE, theirs, network))
            keep("dashboard", load.run(load.page_costs, ours))
            for _ in range(min(runs, CROWD_RUNS)):
                keep("dashboard", load.run(load.crowd, ours))
            keep("dashboard", load.run(load.session_memory, ours))
    return values


def commonest_network(size: int) -> str:
    """The network with most cities: the first in the list of both pages."""
    cities = synthetic_dataset(size).cities.values()
    names = [name for city in cities for name in city.network_ids]
    return max(sorted(set(names)), key=names.count)


def machine(runs: int, browser_version: str) -> str:
    """One line that says where, when and with what."""
    return (
        f"{date.today().isoformat()}, {platform.system()} {platform.machine()}, {os.cpu_count()} cores, "
        f"Python {platform.python_version()}, Streamlit {version('streamlit')}, "
        f"Chromium {browser_version}; load of the machine before: {os.getloadavg()[0]:.1f}; "
        f"medians of {runs} visits (smallest–largest)."
    )


def write_docs(text: str, file: Path = DOCS) -> None:
    """Put the measured part between its two marks; what stands around is written by people.

    Raises:
        ValueError: The file has not exactly one of each mark.
    """
    before, rest = file.read_text(encoding="utf-8").split(BEGIN)
    _, after = rest.split(END)
    file.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{after}", encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print, keep as JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description=__doc__)
    parser.add_argument("--sizes", default="75,1000,10000", help="numbers of cities, comma between")
    parser.add_argument("--runs", type=int, default=7, help="visits of each page at each size")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "benchmarks.json")
    parser.add_argument("--first-port", type=int, default=0, help="0: any free port")
    parser.add_argument("--write-docs", action="store_true", help="write docs/benchmarks.md too")
    chosen = parser.parse_args(arguments)
    sizes = [int(part) for part in chosen.sizes.split(",")]
    ports = Ports(chosen.first_port)
    with chromium() as browser:
        where = machine(chosen.runs, browser.version)
        results = {size: measure(browser, size, chosen.runs, ports) for size in sizes}
        sides, files = pages.measure(browser, ports, chosen.runs)
        walked = stage.measure(browser, stage.published_stage())
    built = stage.costs(stage.published_stage())
    scored = {size: scoring.measure(size) for size in scoring.SIZES}
    imported = {size: imports.measure(size) for size in imports.SIZES}
    chosen.out.parent.mkdir(parents=True, exist_ok=True)
    kept = {
        "machine": where,
        "sizes": results,
        "scoring": scored,
        "imports": imported,
        "pages": sides,
        "files": files,
    }
    kept |= {"stage": walked, "decks": built}
    chosen.out.write_text(json.dumps(kept, indent=1, ensure_ascii=False), encoding="utf-8")
    rows, read = scoring.scoring_table(scored), imports.imports_table(imported)
    told = pages.pages_report(sides, files, as_text, "")
    print(report(results, where, as_text, ""), told, scoring.TITLE, as_text(rows), sep="\n\n")
    print(imports.TITLE, as_text(read), sep="\n\n")
    print("", stage.stage_report(walked, built, as_text, ""), sep="\n")
    if chosen.write_docs:
        parts = [report(results, where, as_markdown, "### ")]
        parts += [pages.pages_report(sides, files, as_markdown, "### ")]
        parts += [f"### {scoring.TITLE}", as_markdown(rows)]
        parts += [f"### {imports.TITLE}", as_markdown(read)]
        parts += [stage.stage_report(walked, built, as_markdown, "### ")]
        write_docs("\n\n".join(parts))


if __name__ == "__main__":
    main()
