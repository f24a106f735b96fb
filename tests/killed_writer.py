"""A process that publishes and is killed with SIGKILL, at a chosen statement or while it commits.

``python killed_writer.py ADDRESS WORK``: reads one order a line, forks for each a process that opens the
store and does its work, ``publish`` or ``import_workbook``; prints the signal that ended it, or its exit.
``statement N``: it kills itself after its N-th statement; ``commit``: it is killed from outside as soon as
its commit begins.
"""

import os
import signal
import sys
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import sqlalchemy as sa
from books import PROJECT, book, small_raw
from factories import CITY_ID, SOURCE_ID, make_city, make_release

from data.changes import edit
from data.store import Action, Actor, Role, open_store, tables
from data.workbook import read_workbook

CITIES = 20
SOURCES, PROJECTS = 120, 240
EDITOR = Actor(staff_id="ed", role=Role.EDITOR)
FORM, TYPED = "import", {"imports_reason": "envoi annuel des villes"}
"""The reason that somebody has typed beside the file."""


def release():
    return make_release(cities=[make_city(f"city-{number}") for number in range(CITIES)])


def clock():
    return datetime(2026, 11, 25, tzinfo=UTC)


def import_release():
    """The smallest tables with a row of everything that a workbook can hold."""
    return replace(release(), raw=small_raw())


def workbook():
    """Hundreds of rows of three tables: new sources, new projects that cite them, a changed city."""
    source = {"title": "Rapport", "publisher": "Mairie", "kind": "official", "language": "fr"}
    sources = [
        source | {"source_id": f"s-{n}", "url": f"https://city.example/{n}"} for n in range(SOURCES)
    ]
    projects = [
        PROJECT | {"project_id": f"p-{n}", "title_fr": f"Projet {n}", "source_ids": f"s-{n // 2}"}
        for n in range(PROJECTS)
    ]
    cities = [{"city_id": CITY_ID, "population": 7, "source_ids": SOURCE_ID}]
    sheets = {"cities": cities, "sources": sources, "projects": projects}
    return book(
        **{name: [[*rows[0]], *([*r.values()] for r in rows)] for name, rows in sheets.items()}
    )


@cache
def changes_chosen():
    """The changes of every good row of the workbook."""
    preview = read_workbook("mairie.xlsx", workbook(), small_raw(), "fr")
    return preview.choice([row.number for row in preview.rows]).changes


def import_workbook(store):
    """What the page does when somebody imports the rows that are ticked, by many statements."""
    tables.MOST_AT_ONCE = 500
    base = store.state().revision
    yield
    reason = TYPED["imports_reason"]
    store.publish(changes_chosen(), EDITOR, reason, base=base, action=Action.IMPORT)
    store.delete_draft(FORM, EDITOR)


def publish(store):
    """Give every city one more inhabitant in one change."""
    raw = store.state().raw
    wanted = [
        edit(raw, "cities", key, {"population": str(int(row["population"]) + 1)})
        for key, row in raw["cities"].items()
    ]
    yield
    store.publish(wanted, EDITOR, "one more")


WORKS = {"publish": (publish, release), "import_workbook": (import_workbook, import_release)}


def work(location, name, kind, number, pipe):
    """Do one work; killed on the way."""
    steps, base = WORKS[name]
    store = open_store(location, base(), clock)
    doing = steps(store)
    next(doing)
    seen = [0]
    engine = store.database.engine

    @sa.event.listens_for(engine, "after_cursor_execute")
    def count(*_):
        seen[0] += 1
        if kind == "statement" and seen[0] == number:
            os.kill(os.getpid(), signal.SIGKILL)

    @sa.event.listens_for(engine, "commit")
    def committing(*_):
        os.write(pipe, b"c")

    next(doing, None)
    if kind == "commit":
        signal.pause()


def run(location, name, kind, number):
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            work(location, name, kind, number, write)
        except BaseException as error:
            print(repr(error)[:500], file=sys.stderr, flush=True)
            os._exit(1)
        os._exit(0)
    os.close(write)
    if kind == "commit" and os.read(read, 1):
        os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    os.close(read)
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else f"exit {os.WEXITSTATUS(status)}"


def main(address, name):
    location = address if "://" in address else Path(address)
    if name == "import_workbook":
        changes_chosen()  # read once, before the processes that are killed
    print("ready", flush=True)
    for line in sys.stdin:
        kind, _, number = line.strip().partition(" ")
        print(run(location, name, kind, int(number or 0)), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
