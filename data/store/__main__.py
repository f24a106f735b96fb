"""``python -m data.store backup|restore|export FILE``: the store from a terminal.

``backup FILE`` writes everything to one file; ``restore FILE`` puts it into a database that has not been
used yet; ``export FOLDER`` writes the tables as they are published, to be the next edition. The store is
the one the dashboard uses: ``DATABASE_URL``, else the file in ``REGARDS_VAR`` or ``var/``.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from data.errors import DataError
from data.load import PACKAGE_FILE
from data.raw import raw_files, read_release
from data.store.backup import restore_backup, write_backup
from data.store.database import open_database
from data.store.errors import StoreError
from data.store.store import Store, store_location


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0: done, 1: refused, with the reason in both languages."""
    parser = argparse.ArgumentParser(prog="python -m data.store", description=__doc__)
    parser.add_argument("command", choices=("backup", "restore", "export"))
    parser.add_argument("path", type=Path, help="file (backup, restore) or folder (export)")
    asked = parser.parse_args(arguments)
    try:
        database = open_database(store_location())
        try:
            if asked.command == "backup":
                done = f"{write_backup(database, asked.path)} → {asked.path}"
            elif asked.command == "restore":
                done = f"{restore_backup(database, asked.path)} ← {asked.path}"
            else:
                store = Store(database, read_release(), _no_clock)
                done = f"{export(store, asked.path)} → {asked.path}"
        finally:
            database.close()
    except (StoreError, DataError) as error:
        print(error.message("fr"), error.message("en"), sep="\n", file=sys.stderr)
        return 1
    print(done)
    return 0


def export(store: Store, folder: Path) -> int:
    """Write the published tables, programmes and descriptor as files of an edition.

    Files that nobody changed have the bytes of the release. The descriptor stays that of the release:
    who makes an edition gives it its name and day.

    Returns:
        How many files were written.

    Raises:
        StoreError: The store cannot be read.
        OSError: The folder cannot be written.
    """
    state = store.state()
    for conflict in state.conflicts:
        print(
            f"! {conflict.table} {'/'.join(conflict.key)} {conflict.column}: "
            f"{conflict.released!r} ≠ {conflict.staff!r}",
            file=sys.stderr,
        )
    files = raw_files(state.raw) | {PACKAGE_FILE: store.release.package}
    for name, body in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)
    return len(files)


def _no_clock() -> datetime:
    """Nothing that is done here has a moment."""
    return datetime.min.replace(tzinfo=UTC)


if __name__ == "__main__":
    sys.exit(main())
