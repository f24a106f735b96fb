"""From measured values to tables: medians, ranges, ratios to the hand-written page, aims."""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

Values = Mapping[str, Sequence[float]]
"""Measured values of one page at one size, by name of the measure."""

Results = Mapping[int, Mapping[str, Values]]
"""Values by number of cities, then by page: ``dashboard``, ``reference``."""

NOTHING = "–"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One row of a table.

    Attributes:
        name: Key of the values.
        label: What the reader sees.
        unit: ``ms``, ``kB``, ``MB`` or empty for a count.
        aims: Largest value aimed at, by number of cities; sizes without an aim are left out.
        compares: Whether a ratio to the hand-written page says something.
    """

    name: str
    label: str
    unit: str = "ms"
    aims: Mapping[int, float] = field(default_factory=dict)
    compares: bool = True


ALWAYS = dict.fromkeys((75, 1000, 10000), 0.0)
SEEN = (
    Measure(name="header", label="navigation → header painted"),
    Measure(name="marker", label="navigation → first marker", aims={75: 700, 1000: 1000}),
    Measure(name="land", label="navigation → land drawn"),
    Measure(name="complete", label="navigation → page complete"),
    Measure(name="filter", label="filter → redraw, first", aims={75: 100, 1000: 150}),
    Measure(name="filter_again", label="filter → redraw, repeated", aims={75: 100, 1000: 150}),
    Measure(name="filter_clear", label="filter cleared → redraw, first"),
    Measure(name="filter_clear_again", label="filter cleared → redraw, repeated"),
    Measure(name="filter_input", label="filter, hand of a person → next frame"),
    Measure(name="filter_script", label="filter, script alone (first)"),
    Measure(name="kb_marker", label="sent at first marker", unit="kB"),
    Measure(
        name="kb_complete",
        label="sent, page complete",
        unit="kB",
        aims=dict.fromkeys(ALWAYS, 1700.0),
    ),
    Measure(
        name="frames_blank",
        label="frames without a marker during filters",
        unit="",
        aims=ALWAYS,
        compares=False,
    ),
    Measure(name="frames_looked_at", label="frames looked at", unit="", compares=False),
)
VIEWS = {
    "overview": "overview",
    "map": "map",
    "city": "page of one city",
    "cities": "all cities by country",
    "projects": "projects",
    "maturity": "maturity, conference",
    "comparison": "comparison, speakers",
    "indicators": "indicators",
    "sources": "sources and method",
}
SERVER = (
    Measure(name="cold_answer", label="cold start: process → first answer"),
    Measure(name="cold_header", label="cold start: process → header painted"),
    Measure(name="cold_marker", label="cold start: process → first marker"),
    Measure(
        name="messages_filter",
        label="messages to the server for one filter",
        unit="",
        compares=False,
    ),
    Measure(name="cpu_filter", label="server CPU for one filter", compares=False),
    Measure(name="cpu_page", label="server CPU for one visit of the map", compares=False),
    *(
        Measure(name=f"{kind}_{page}", label=f"{words}, {view}", compares=False)
        for kind, words in (("rerun", "rerun, one visitor"), ("cpu", "server CPU for a rerun"))
        for page, view in VIEWS.items()
    ),
    Measure(name="crowd_p50", label="20 visitors, half of the pages within", compares=False),
    Measure(
        name="crowd_p95", label="20 visitors, 19 of 20 pages within", aims={75: 130}, compares=False
    ),
    Measure(
        name="crowd_first_p50", label="20 visitors, half of the first pages within", compares=False
    ),
    Measure(
        name="crowd_first_p95", label="20 visitors, 19 of 20 first pages within", compares=False
    ),
    Measure(name="session_kb", label="memory of one session", unit="kB", compares=False),
    Measure(name="server_mb", label="memory of the server", unit="MB", compares=False),
)
PARTS = (
    Measure(name="part_html", label="page: last byte of the HTML"),
    Measure(name="part_scripts", label="last byte of our scripts and Leaflet"),
    Measure(name="part_data", label="last byte of the cities"),
    Measure(name="part_basemap", label="last byte of the base map"),
    Measure(name="part_after", label="from the last of them (base map apart) to the first marker"),
    Measure(name="marker", label="first marker"),
)
GROWING = (
    "marker",
    "complete",
    "filter_again",
    "filter_clear_again",
    "kb_complete",
    "cold_answer",
    "rerun_map",
)


def median_range(values: Sequence[float] | None) -> str:
    """« 217 (198–260) »: median, smallest, largest; a dash if nothing was measured."""
    if not values:
        return NOTHING
    middle, low, high = statistics.median(values), min(values), max(values)
    if len(values) == 1 or low == high:
        return short(middle)
    return f"{short(middle)} ({short(low)}–{short(high)})"


def short(value: float) -> str:
    """Three significant digits at most, no decimal from 10 on, thousands apart."""
    if abs(value) >= 10 or value == int(value):
        return f"{value:,.0f}".replace(",", " ")
    return f"{value:.1f}" if abs(value) >= 1 else f"{value:.2g}"


def ratio(ours: Sequence[float] | None, theirs: Sequence[float] | None) -> str:
    """« × 2.3 »: median of ours for one of theirs; a dash where one is missing or theirs is zero."""
    if not ours or not theirs or statistics.median(theirs) == 0:
        return NOTHING
    return f"× {statistics.median(ours) / statistics.median(theirs):.1f}"


def aim(measure: Measure, size: int, values: Sequence[float] | None) -> str:
    """« ≤ 700: reached », judged on the median; a dash where nothing is aimed at or measured."""
    if size not in measure.aims or not values:
        return NOTHING
    limit = measure.aims[size]
    verdict = "reached" if statistics.median(values) <= limit else "not reached"
    return f"≤ {short(limit)}: {verdict}"


def table(results: Results, size: int, measures: Iterable[Measure]) -> list[list[str]]:
    """Rows of one size with their head; measures that neither page has are left out."""
    ours = results[size].get("dashboard", {})
    theirs = results[size].get("reference", {})
    rows = [["measure", "dashboard", "hand-written page", "ratio", "aim"]]
    for measure in measures:
        if not ours.get(measure.name) and not theirs.get(measure.name):
            continue
        unit = f", {measure.unit}" if measure.unit else ""
        values, other = ours.get(measure.name), theirs.get(measure.name)
        rows.append(
            [
                measure.label + unit,
                median_range(values),
                median_range(other),
                ratio(values, other) if measure.compares else NOTHING,
                aim(measure, size, values),
            ]
        )
    return rows


def growth(results: Results) -> list[list[str]]:
    """How many times longer or larger each measure gets from one size to the next."""
    sizes = sorted(results)
    steps = list(itertools.pairwise(sizes))
    rows = [["measure", "page", *(f"{short(a)} → {short(b)} (× {b / a:.1f})" for a, b in steps)]]
    labels = {measure.name: measure.label for measure in (*SEEN, *SERVER)}
    for name in GROWING:
        for page in ("dashboard", "reference"):
            cells = [
                ratio(results[b].get(page, {}).get(name), results[a].get(page, {}).get(name))
                for a, b in steps
            ]
            if set(cells) - {NOTHING}:
                rows.append([labels[name], page, *cells])
    return rows


def as_text(rows: Sequence[Sequence[str]]) -> str:
    """Columns set with spaces, for a terminal."""
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:]])


def as_markdown(rows: Sequence[Sequence[str]]) -> str:
    """The same as a Markdown table."""
    head, *rest = rows
    lines = [head, ["---"] * len(head), *rest]
    return "\n".join(f"| {' | '.join(row)} |" for row in lines)


def report(
    results: Results, machine: str, write: Callable[[Sequence[Sequence[str]]], str], heading: str
) -> str:
    """Every table, with ``heading`` before each title."""
    parts = [machine]
    for size in sorted(results):
        for title, measures in (
            ("what a visitor sees", SEEN),
            ("what the first marker waits for", PARTS),
            ("the server", SERVER),
        ):
            rows = table(results, size, measures)
            if len(rows) > 1:
                parts += [f"{heading}{short(size)} cities: {title}", write(rows)]
    if len(results) > 1:
        parts += [f"{heading}Growth", write(growth(results))]
    return "\n\n".join(parts)
