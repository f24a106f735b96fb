"""The store of the desk: everything staff add to a release, in one database."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from data.frozen import var_dir
from data.raw import Release
from data.store.access import Access
from data.store.base import Clock
from data.store.database import open_database

ADDRESS_NAME = "DATABASE_URL"
"""Environment variable that names a PostgreSQL database; not set: a file on this machine."""


class Store(Access):
    """Everything that can be read from the store or asked of it.

    Made by ``open_store``. Safe to share between threads; writes of one process wait for each other.
    """


def store_location(environment: Mapping[str, str] = os.environ) -> str | Path:
    """Where the store is: ``$DATABASE_URL``, else ``desk.sqlite3`` in the folder ``var_dir()``."""
    return environment.get(ADDRESS_NAME) or var_dir() / "desk.sqlite3"


def open_store(location: str | Path, release: Release, clock: Clock) -> Store:
    """Open the store, and create or upgrade it where needed.

    Args:
        location: Path of a SQLite file, or the address of a PostgreSQL database.
        release: Tables that the staff's work stands on.
        clock: The moment of now, with its time zone.

    Raises:
        StoreError: Not ours, damaged, from a later version, full, unreachable; nothing was written to it.
    """
    store = Store(open_database(location), release, clock)
    try:
        store.see_release()
    except BaseException:
        store.close()
        raise
    return store
