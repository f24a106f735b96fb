"""The whole store in one file, and back; from one kind of database to the other if need be.

The file is gzipped JSON lines: a head (format, migration, number of rows of each table), one line for
each row, and a last line with the hash of all before it. It is written beside and then put in place,
so that there is a whole backup or none.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from data.store.database import Database
from data.store.errors import StoreCode, StoreError
from data.store.migrations import MIGRATIONS, PRODUCT
from data.store.tables import metadata

_MADE_BY_OPENING = {"store_marker", "migrations"}
_BATCH = 1000


def write_backup(database: Database, path: Path) -> int:
    """Write everything that the store holds at one moment.

    Args:
        path: File to make or replace; its folder is made if it is not there.

    Returns:
        How many rows were written.

    Raises:
        StoreError: The store cannot be read, or the disk is full; a file that was there stays.
    """
    count = 0
    digest = hashlib.sha256()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".writing-", delete=False) as file:
            beside = Path(file.name)
        try:
            with (
                beside.open("wb") as raw,
                gzip.GzipFile(filename="", fileobj=raw, mode="wb", mtime=0) as packed,
            ):
                for line in _lines(database):
                    body = json.dumps(line, ensure_ascii=True, separators=(",", ":")).encode()
                    packed.write(body + b"\n")
                    digest.update(body)
                    count += 1
                packed.write(json.dumps({"sha256": digest.hexdigest()}).encode() + b"\n")
                packed.close()
                raw.flush()
                os.fsync(raw.fileno())
            beside.replace(path)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise
    except OSError as error:
        code = StoreCode.DISK_FULL if error.errno == 28 else StoreCode.READ_ONLY
        raise StoreError(code, str(path), str(error)) from error
    return count - 1


def restore_backup(database: Database, path: Path) -> int:
    """Put a backup into a database that nobody has used yet, whole or not at all.

    Returns:
        How many rows were restored.

    Raises:
        StoreError: The database has been used already, the file is not a whole backup, or it comes
            from a later version; nothing was restored.
    """
    rows = _read(path)
    with database.writing() as connection:
        for table in _tables():
            if connection.execute(sa.select(table).limit(1)).first() is not None:
                raise StoreError(StoreCode.NOT_EMPTY, database.location, table.name)
        try:
            for table in _tables():
                values = rows[table.name]
                for start in range(0, len(values), _BATCH):
                    connection.execute(table.insert(), values[start : start + _BATCH])
        except sa.exc.SQLAlchemyError as error:
            raise StoreError(StoreCode.BAD_BACKUP, str(path), str(error)) from error
    return sum(map(len, rows.values()))


def _read(path: Path) -> dict[str, list[dict[str, Any]]]:
    """Rows of a backup by table, once the whole of it has been checked."""

    def bad(detail: str) -> StoreError:
        return StoreError(StoreCode.BAD_BACKUP, str(path), detail)

    rows: dict[str, list[dict[str, Any]]] = {table.name: [] for table in _tables()}
    columns = {table.name: set(table.columns.keys()) for table in _tables()}
    digest = hashlib.sha256()
    try:
        with gzip.open(path, "rb") as file:
            lines = [line.rstrip(b"\n") for line in file]
        for line in lines[:-1]:
            digest.update(line)
        if len(lines) < 2 or json.loads(lines[-1]) != {"sha256": digest.hexdigest()}:
            raise bad("hash")
        head = json.loads(lines[0])
        if head["product"] != PRODUCT:
            raise bad("product")
        if head["migration"] > len(MIGRATIONS):
            raise StoreError(StoreCode.NEWER, str(path))
        for line in lines[1:-1]:
            name, row = json.loads(line)
            if set(row) - columns[name]:
                raise bad(name)
            rows[name].append(row)
    except FileNotFoundError:
        raise bad("no such file") from None
    except (OSError, EOFError, ValueError, KeyError, TypeError, zlib.error) as error:
        raise bad(repr(error)) from error
    if {name: len(found) for name, found in rows.items()} != head["rows"]:
        raise bad("rows")
    return rows


def _lines(database: Database) -> Iterator[Any]:
    tables = _tables()
    with database.reading() as connection:
        counts = {
            table.name: connection.execute(sa.select(sa.func.count()).select_from(table)).scalar()
            for table in tables
        }
        yield {"product": PRODUCT, "migration": len(MIGRATIONS), "rows": counts}
        for table in tables:
            order = list(table.columns)[:4]
            for row in connection.execute(sa.select(table).order_by(*order)).mappings():
                yield [table.name, dict(row)]


def _tables() -> list[sa.Table]:
    """Tables of work in the order of their creation: what is named comes before what names it."""
    return [table for table in metadata.tables.values() if table.name not in _MADE_BY_OPENING]
