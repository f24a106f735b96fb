"""``python -m benchmarks.imports``: how long a workbook takes to be previewed and applied, and how it grows.

Rows are invented in memory (``benchmarks.synthetic``): new cities with their source, strategies, projects,
factors and answers, over the published tables. The empty workbook has the same sheets and headings; what it
takes is reading the tables. The largest is then published in one transaction, as the page does, and taken
back, on each kind of database.
"""

from __future__ import annotations

import argparse
import gc
import io
import itertools
import math
import time
import tracemalloc
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from openpyxl import Workbook

from benchmarks.figures import NOTHING, Measure, aim, as_markdown, median_range, ratio, short
from benchmarks.store import EDITOR, Location, clock, locations
from benchmarks.synthetic import synthetic_dataset
from data.changes import applied
from data.load import Dataset, load_dataset
from data.raw import Key, RawTables, Row, csv_bytes, dataset_of, raw_of, read_release
from data.store import Action, open_store
from data.workbook import RowState, read_workbook, template_workbook
from data.workbook.fields import TABLES, shape_of

TITLE = "Workbooks, without any page"
SIZES = (0, 1_000, 10_000)
RUNS = 3
ROWS_OF_A_CITY = 12
"""Fewer than an invented city has, so that there are enough of them."""

AIMS = {10_000: 15_000.0}
"""Milliseconds from the bytes of a file to the tables with its rows, by number of rows."""

Values = Mapping[str, Sequence[float]]
_Result = TypeVar("_Result")

MEASURES = (
    Measure(name="preview", label="preview of an XLSX file"),
    Measure(name="apply", label="its changes applied, every rule checked again"),
    Measure(name="whole", label="preview and application", aims=AIMS),
    Measure(name="csv", label="preview of its longest table as CSV"),
    Measure(name="memory", label="memory of the preview, MB", unit="MB"),
    Measure(name="template", label="template of as many rows"),
    Measure(name="back", label="preview of that template, unchanged"),
)


STORED = {
    "preview": "read and previewed, s",
    "choice": "its rows chosen and judged together, s",
    "publish": "published in one transaction, s",
    "renew": "read again by whoever asks next, s",
    "together": "all of it, s (aim: 60)",
    "undo": "taken back, s",
}
"""Measures of a workbook that is imported, in seconds of the clock."""


def new_rows(count: int, base: Dataset) -> dict[str, dict[Key, Row]]:
    """At most ``count`` invented rows by table that break no rule over ``base``, the same each time."""
    held = raw_of(base)
    cities = len(base.cities) + math.ceil(count / ROWS_OF_A_CITY)
    grown = raw_of(synthetic_dataset(cities, base))
    found: dict[str, dict[Key, Row]] = {table: {} for table in TABLES}
    for _, rows in itertools.groupby(_invented(grown, held), key=lambda row: row[0]):
        of_city = list(rows)
        if sum(map(len, found.values())) + len(of_city) > count:
            break
        for _, table, key, row in of_city:
            found[table][key] = row
    return found


def _invented(grown: RawTables, held: RawTables) -> Iterator[tuple[str, str, Key, Row]]:
    """Rows that the published tables do not have, city by city."""
    rows = []
    for table in TABLES:
        for key, row in grown[table].items():
            if key not in held[table]:
                mark = next(part for part in "-".join(key).split("-") if part.isdigit())
                rows.append((mark, table, key, row))
    return iter(sorted(rows, key=lambda found: found[0]))


def workbook_of(rows: Mapping[str, Mapping[Key, Row]]) -> bytes:
    """An XLSX file with a sheet for each table, as a person would fill it: no id is locked or hidden."""
    book = Workbook(write_only=True)
    for table in TABLES:
        shape = shape_of(table)
        sheet = book.create_sheet(shape.titles[0])
        sheet.append([field.titles[0] for field in shape.fields.values()])
        for row in rows[table].values():
            sheet.append([text or None for text in row.values()])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def measure(size: int, runs: int = RUNS) -> Values:
    """Processor milliseconds of each measure at one size, one value for each run.

    Raises:
        RuntimeError: A row is not added, so that the figures would be of something else.
    """
    base = load_dataset()
    raw, rows = raw_of(base), new_rows(size, base)
    content, count = workbook_of(rows), sum(map(len, rows.values()))
    longest = max(TABLES, key=lambda table: len(rows[table]))
    after = {table: {**raw[table], **rows.get(table, {})} for table in raw}
    text = csv_bytes(longest, after[longest])
    values: dict[str, list[float]] = {each.name: [] for each in MEASURES}
    for _ in range(runs):
        spent, preview = _timed(read_workbook, "bench.xlsx", content, raw, "fr")
        if preview.counts[RowState.ADDED] != count:
            raise RuntimeError([problem.message("en") for problem in preview.problems[:5]])
        values["preview"].append(spent)
        more, _dataset = _timed(_applied, raw, preview.changes())
        values["apply"].append(more)
        values["whole"].append(spent + more)
        values["csv"].append(_timed(read_workbook, f"{longest}.csv", text, raw, "fr")[0])
        spent, template = _timed(template_workbook, after, "fr")
        values["template"].append(spent)
        values["back"].append(_timed(read_workbook, "t.xlsx", template, after, "fr")[0])
    tracemalloc.start()
    read_workbook("bench.xlsx", content, raw, "fr")
    values["memory"].append(tracemalloc.get_traced_memory()[1] / 1e6)
    tracemalloc.stop()
    return values


def measure_store(location: Location, size: int) -> dict[str, float]:
    """Seconds of each step of an import of ``size`` rows into an empty store.

    Raises:
        RuntimeError: A row is not added, so that the figures would be of something else.
    """
    release, values = read_release(), {}
    rows = new_rows(size, release.dataset())
    content, count = workbook_of(rows), sum(map(len, rows.values()))
    store = open_store(location, release, clock)
    state = store.state()

    def timed(name: str, work: Callable[[], _Result]) -> _Result:
        gc.collect()
        start = time.perf_counter()
        result = work()
        values[name] = time.perf_counter() - start
        return result

    preview = timed(
        "preview",
        lambda: read_workbook("bench.xlsx", content, state.raw, "fr", dataset=state.dataset),
    )
    chosen = timed("choice", preview.choice).changes
    if len(chosen) != count:
        raise RuntimeError([problem.message("en") for problem in preview.problems[:5]])
    done = timed(
        "publish", lambda: store.publish(chosen, EDITOR, "x", base=0, action=Action.IMPORT)
    )
    timed("renew", store.state)
    values["together"] = sum(values.values())
    timed("undo", lambda: store.undo(done.change_id, EDITOR, "x"))
    store.close()
    return {name: values[name] for name in STORED}


def stores_table(results: Mapping[str, Mapping[str, float]]) -> list[list[str]]:
    """Rows with their head: each step on each kind of database."""
    head = ["one import", *results]
    return [
        head,
        *([STORED[key], *(f"{of[key]:.1f}" for of in results.values())] for key in STORED),
    ]


def _applied(raw: RawTables, changes: Any) -> Dataset:
    return dataset_of(
        applied(raw, changes), edition="bench", published_on=date(2026, 1, 1), version="bench"
    )


def _timed(work: Callable[..., _Result], *arguments: object) -> tuple[float, _Result]:
    """Processor milliseconds of one call, and its result; old rubbish is collected first."""
    gc.collect()
    start = time.process_time()
    result = work(*arguments)
    return (time.process_time() - start) * 1000, result


def imports_table(results: Mapping[int, Values]) -> list[list[str]]:
    """Rows with their head: each measure at each size, its ratio to the empty workbook, the aim.

    Args:
        results: Values by number of rows; 0 is the empty workbook.
    """
    sizes = sorted(results)
    head = ["empty" if size == 0 else f"{short(size)} rows" for size in sizes]
    head += [f"{short(size)} rows ÷ empty" for size in sizes if size]
    table = [["measure, ms of processor", *head, "aim"]]
    for each in MEASURES:
        values = {size: results[size].get(each.name) for size in sizes}
        judged = [
            f"{short(size)}: {aim(each, size, values[size])}" for size in sizes if size in each.aims
        ]
        cells = [median_range(values[size]) for size in sizes]
        cells += [ratio(values[size], values.get(0)) for size in sizes if size]
        table.append([each.label, *cells, "; ".join(judged) or NOTHING])
    return table


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print one Markdown table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.imports", description=__doc__)
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)), help="comma between")
    parser.add_argument("--runs", type=int, default=RUNS, help="times each size is read")
    chosen = parser.parse_args(arguments)
    sizes = [int(part) for part in chosen.sizes.split(",")]
    results = {size: measure(size, chosen.runs) for size in sizes}
    print(as_markdown(imports_table(results)), end="\n\n")
    with locations() as found:
        stored = {name: measure_store(empty, max(sizes)) for name, empty, _ in found}
    print(as_markdown(stores_table(stored)))


if __name__ == "__main__":
    main()
