"""A process that publishes and is killed with SIGKILL, at a chosen statement or while it commits.

``python killed_writer.py ADDRESS``: reads one order a line, forks for each a process that opens the store
and publishes; prints the signal that ended it. ``statement N``: it kills itself after its N-th statement,
or prints ``end`` when it has fewer; ``commit``: it is killed from outside as soon as its commit begins.
"""

import os
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa
from factories import make_city, make_release

from data.changes import edit
from data.store import Actor, Role, open_store

CITIES = 20
EDITOR = Actor(staff_id="ed", role=Role.EDITOR)


def release():
    return make_release(cities=[make_city(f"city-{number}") for number in range(CITIES)])


def clock():
    return datetime(2026, 11, 25, tzinfo=UTC)


def publish(location, kind, number, pipe):
    """Give every city one more inhabitant in one change; killed on the way."""
    store = open_store(location, release(), clock)
    raw = store.state().raw
    wanted = [
        edit(raw, "cities", key, {"population": str(int(row["population"]) + 1)})
        for key, row in raw["cities"].items()
    ]
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

    store.publish(wanted, EDITOR, "one more")
    if kind == "commit":
        signal.pause()


def run(location, kind, number):
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            publish(location, kind, number, write)
        except BaseException as error:
            print(repr(error), file=sys.stderr, flush=True)
            os._exit(1)
        os._exit(0)
    os.close(write)
    if kind == "commit" and os.read(read, 1):
        os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    os.close(read)
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else f"exit {os.WEXITSTATUS(status)}"


def main(address):
    location = address if "://" in address else Path(address)
    print("ready", flush=True)
    for line in sys.stdin:
        kind, _, number = line.strip().partition(" ")
        print(run(location, kind, int(number or 0)), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
