"""One database of the desk: opened with care, read from one moment, written by one at a time."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import sqlalchemy as sa

from data.store.errors import StoreCode, StoreError, store_error
from data.store.migrations import MIGRATIONS, PRODUCT
from data.store.tables import marker, migrations

APPLICATION_ID = 0x52434445
"""``RCDE`` in the header of our SQLite files."""

_HEADER = b"SQLite format 3\x00"
_WAIT_SECONDS = 10
_POSTGRESQL = ("postgresql", "postgres")


class Database:
    """An open database, SQLite or PostgreSQL, at the latest migration.

    Attributes:
        location: File, or address of the server without its password: for messages.
        is_read_only: Nothing can be written; what is there can be read.
    """

    def __init__(self, engine: sa.Engine, location: str, *, is_read_only: bool = False) -> None:
        self.engine = engine
        self.location = location
        self.is_read_only = is_read_only
        self.is_sqlite = engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A connection that sees one moment of the database, however long it reads.

        Raises:
            StoreError: The database cannot be read.
        """
        level = {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ"}
        with self._connected(**level) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """A connection that alone may write until it ends: all of it is kept, or nothing.

        Raises:
            StoreError: The database cannot be written.
        """
        if self.is_read_only:
            raise StoreError(StoreCode.READ_ONLY, self.location)
        with self._connected(is_writing=True) as connection:
            if not self.is_sqlite:
                connection.execute(sa.select(marker.c.one).with_for_update())
            yield connection

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()

    @contextmanager
    def _connected(self, **options: Any) -> Iterator[sa.Connection]:
        try:
            with self.engine.connect() as connection:
                chosen = connection.execution_options(**options)
                with chosen.begin():
                    yield chosen
        except sa.exc.IntegrityError:
            raise
        except sa.exc.SQLAlchemyError as error:
            raise store_error(error, self.location) from error


def open_database(where: str | Path) -> Database:
    """Open, and create or migrate where needed.

    Args:
        where: Path of a SQLite file, created with its folder if it is not there, or the address of a
            PostgreSQL database (``postgresql://user:password@host/name``).

    Raises:
        StoreError: Not ours, damaged, from a later version, unreachable; nothing was written to it.
    """
    if isinstance(where, Path):
        return _open_sqlite(where)
    try:
        url = sa.engine.make_url(where)
    except sa.exc.ArgumentError:
        raise StoreError(StoreCode.ADDRESS, "DATABASE_URL") from None
    shown = url.render_as_string(hide_password=True)
    if url.get_backend_name() == "sqlite" and url.database:
        return _open_sqlite(Path(url.database))
    if url.get_backend_name() not in _POSTGRESQL:
        raise StoreError(StoreCode.ADDRESS, shown)
    engine = sa.create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_pre_ping=True,
        connect_args={"connect_timeout": _WAIT_SECONDS // 2, "application_name": "regards-croises"},
    )
    database = Database(engine, shown)
    try:
        with database._connected() as connection:
            is_read_only = connection.exec_driver_sql("SHOW transaction_read_only").scalar() == "on"
        database.is_read_only = is_read_only
        _prepare_postgresql(database)
        _migrate(database)
    except BaseException:
        database.close()
        raise
    return database


def _prepare_postgresql(database: Database) -> None:
    """Put our marker into an empty schema; refuse a schema that holds something else."""
    with database._connected() as connection:
        # Two instances that start together: one creates, the other waits and finds.
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(1380140101)")
        names = set(
            connection.exec_driver_sql(
                "SELECT table_name FROM information_schema.tables"
                " WHERE table_schema = current_schema()"
            ).scalars()
        )
        if not names and not database.is_read_only:
            _create_marker(connection)
        elif marker.name not in names:
            raise StoreError(StoreCode.FOREIGN, database.location)
    _check_marker(database)


def _open_sqlite(path: Path) -> Database:
    location = str(path)
    is_new = _check_header(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(StoreCode.READ_ONLY, location, str(error)) from error
    database = Database(_sqlite_engine(path), location)
    try:
        try:
            if is_new:
                _create_sqlite(path)
            with database._connected(is_writing=True) as connection:
                if connection.exec_driver_sql("PRAGMA quick_check(1)").scalar() != "ok":
                    raise StoreError(StoreCode.CORRUPT, location)
        except StoreError as error:
            if error.code is not StoreCode.READ_ONLY or is_new:
                raise
            database.close()
            database = Database(
                _sqlite_engine(path, is_read_only=True), location, is_read_only=True
            )
        _check_marker(database)
        _migrate(database)
    except BaseException:
        database.close()
        raise
    return database


def _check_header(path: Path) -> bool:
    """Whether the file is still to be made; one that is not ours is refused before it is opened."""
    try:
        with path.open("rb") as file:
            header = file.read(100)
    except FileNotFoundError:
        return True
    except OSError as error:
        raise StoreError(StoreCode.READ_ONLY, str(path), str(error)) from error
    if not header:
        return True
    if not header.startswith(_HEADER):
        raise StoreError(StoreCode.FOREIGN, str(path))
    if int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        raise StoreError(StoreCode.FOREIGN, str(path))
    return False


def _sqlite_engine(path: Path, *, is_read_only: bool = False) -> sa.Engine:
    engine = sa.create_engine(
        "sqlite+pysqlite://",
        creator=lambda: _connect(path, is_read_only=is_read_only),
        poolclass=sa.QueuePool,
    )

    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        is_writing = connection.get_execution_options().get("is_writing", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writing else "BEGIN")

    return engine


def _connect(path: Path, *, is_read_only: bool = False) -> sqlite3.Connection:
    """A connection that begins no transaction by itself: the engine says which kind it needs."""
    address = f"{path.absolute().as_uri()}?mode=rwc"
    if is_read_only:
        log = path.with_name(f"{path.name}-wal")
        has_log = log.exists() and log.stat().st_size > 0
        address = f"{path.absolute().as_uri()}?mode=ro{'' if has_log else '&immutable=1'}"
    connection = sqlite3.connect(
        address, timeout=_WAIT_SECONDS, isolation_level=None, check_same_thread=False, uri=True
    )
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def _create_sqlite(path: Path) -> None:
    """Mark the file as ours first, so that a process killed here leaves nothing to mistake."""
    try:
        path.touch(mode=0o600)
        with closing(_connect(path)) as connection:
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute("PRAGMA journal_mode = WAL")
    except sqlite3.Error as error:
        raise store_error(error, str(path)) from error
    except OSError as error:
        raise StoreError(StoreCode.READ_ONLY, str(path), str(error)) from error


def _create_marker(connection: sa.Connection) -> None:
    connection.exec_driver_sql(
        "CREATE TABLE IF NOT EXISTS store_marker (one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),"
        " product TEXT NOT NULL, store_id TEXT NOT NULL)"
    )
    connection.exec_driver_sql(
        "CREATE TABLE IF NOT EXISTS migrations (number INTEGER NOT NULL PRIMARY KEY,"
        " name TEXT NOT NULL)"
    )
    if connection.execute(sa.select(marker.c.one)).first() is None:
        connection.execute(marker.insert().values(one=1, product=PRODUCT, store_id=uuid4().hex))


def _check_marker(database: Database) -> None:
    if database.is_sqlite and not database.is_read_only:
        with database._connected(is_writing=True) as connection:
            _create_marker(connection)
    with database.reading() as connection:
        product = connection.execute(sa.select(marker.c.product)).scalar()
    if product != PRODUCT:
        raise StoreError(StoreCode.FOREIGN, database.location)


def _migrate(database: Database) -> None:
    with database.reading() as connection:
        done = connection.execute(sa.select(sa.func.max(migrations.c.number))).scalar() or 0
    if done > len(MIGRATIONS):
        raise StoreError(StoreCode.NEWER, database.location)
    for number, (name, step) in enumerate(MIGRATIONS, start=1):
        if number <= done:
            continue
        with database.writing() as connection:
            known = sa.select(migrations.c.number).where(migrations.c.number == number)
            if connection.execute(known).first() is None:
                step(connection)
                connection.execute(migrations.insert().values(number=number, name=name))
