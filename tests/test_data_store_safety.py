"""Nothing is lost and nothing foreign is touched: killed processes, full and read-only disks, bad files."""

import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from books import small_raw
from factories import CITY_ID, Clock, make_release
from killed_writer import (
    CITIES,
    EDITOR,
    FORM,
    PROJECTS,
    SOURCES,
    TYPED,
    changes_chosen,
    clock,
    import_release,
    release,
)

from data.changes import applied, edit
from data.store import StoreCode, StoreError, database, open_store
from data.store.backup import write_backup
from data.store.database import open_database

NOBODY = 65534


# ---- a process is killed ---------------------------------------------------------------------------


class Writer:
    """A process that makes others, which are killed while they publish."""

    def __init__(self, location, work="publish"):
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
        self.process = subprocess.Popen(
            [
                sys.executable,
                str(Path(__file__).with_name("killed_writer.py")),
                str(location),
                work,
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )
        assert self.process.stdout.readline() == "ready\n"

    def order(self, line):
        """How the process that publishes ended: the number of its signal, or its exit."""
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()

    def close(self):
        self.process.stdin.close()
        self.process.wait(timeout=30)
        self.process.stdout.close()


@pytest.fixture
def location(new_location):
    return new_location()


@pytest.fixture
def killed(location):
    """The writer, and a look at what is kept: a whole change or none, whatever happened."""
    open_store(location, release(), clock).close()
    writer = Writer(location)

    def check():
        opened = open_store(location, release(), clock)
        populations = {int(row["population"]) for row in opened.state().raw["cities"].values()}
        changes = opened.history(limit=1000)
        assert len(populations) == 1
        assert {len(change.rows) for change in changes} <= {CITIES}
        assert opened.version() == CITIES * len(changes)
        assert populations == {100_000 + len(changes)}
        assert len(opened.rows_of(sa.text("SELECT * FROM log"))) == len(changes)
        opened.close()
        return len(changes)

    yield writer, check
    writer.close()


def test_a_process_killed_at_any_statement_leaves_the_whole_change_or_none(killed):
    writer, check = killed
    number, end = 0, ""
    while end != "exit 0":
        number += 1
        end = writer.order(f"statement {number}")
        assert end in {"9", "exit 0"}
        assert check() == (end == "exit 0")
    assert number > 5


def test_a_process_killed_while_it_commits_leaves_the_whole_change_or_none(killed):
    writer, check = killed
    kept = 0
    for times in range(1, 11):
        assert writer.order("commit") == "9"
        now = check()
        assert kept <= now <= times
        kept = now


@pytest.fixture
def killed_import(location):
    """The writer of a whole workbook, and a look at what is kept of it: 0 nothing, 1 everything."""
    opened = open_store(location, import_release(), clock)
    opened.put_draft(FORM, TYPED, EDITOR)
    opened.close()
    before = small_raw()
    chosen = changes_chosen()
    after = applied(before, chosen)
    assert len(chosen) == SOURCES + PROJECTS + 1
    writer = Writer(location, "import_workbook")

    def check():
        opened = open_store(location, import_release(), clock)
        changes = opened.history()
        assert len(changes) <= 1
        assert opened.state().raw == (after if changes else before)
        assert {change.rows for change in changes} <= {chosen}
        assert opened.version() == sum(len(row.cells) for c in changes for row in c.rows)
        assert len(opened.rows_of(sa.text("SELECT * FROM log"))) == len(changes)
        draft = opened.draft(FORM, EDITOR)
        assert changes or draft.content == TYPED
        opened.close()
        return len(changes), draft is not None

    yield writer, check
    writer.close()


def test_an_import_killed_at_any_statement_leaves_every_row_or_none_and_what_was_typed(
    killed_import,
):
    writer, check = killed_import
    number, kept = 1, 0
    while not kept:
        assert number < 100
        end = writer.order(f"statement {number}")
        kept, has_draft = check()
        assert end == "9" or (end == "exit 0" and kept and not has_draft)
        number += 4
    assert number > 20


def test_an_import_killed_while_it_commits_leaves_every_row_or_none_and_what_was_typed(
    killed_import,
):
    writer, check = killed_import
    for _ in range(3):
        assert writer.order("commit") == "9"
        if check()[0]:
            break


# ---- the disk --------------------------------------------------------------------------------------


def change_of(store, population):
    return edit(store.state().raw, "cities", (CITY_ID,), {"population": population})


@contextmanager
def full_disk(store):
    """No page more than the database has now; on PostgreSQL the server says so."""
    engine = store.database.engine
    if store.database.is_sqlite:
        engine.dispose()

        def limit(connection, _record):
            (pages,) = connection.execute("PRAGMA page_count").fetchone()
            connection.execute(f"PRAGMA max_page_count = {pages}")

        sa.event.listen(engine, "connect", limit)
        yield
        sa.event.remove(engine, "connect", limit)
        engine.dispose()
        return
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$"
        )
        connection.exec_driver_sql(
            "CREATE TRIGGER no_room BEFORE INSERT ON revisions EXECUTE FUNCTION no_room()"
        )
    yield
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER no_room ON revisions")


def test_a_full_disk_is_told_and_nothing_is_half_saved(location):
    store = open_store(location, make_release(), Clock())
    store.put_draft("form", {"population": "7"}, EDITOR)
    long = "x" * 20_000
    with full_disk(store):
        with pytest.raises(StoreError) as caught:
            store.publish([change_of(store, "7")], EDITOR, long)
        assert caught.value.code is StoreCode.DISK_FULL
        assert "plein" in caught.value.message("fr")
        assert store.state().raw == make_release().raw
        assert store.draft("form", EDITOR).content == {"population": "7"}
    store.publish([change_of(store, "7")], EDITOR, long)
    assert store.version() == 1
    store.close()


@contextmanager
def read_only_folder():
    """A folder, and what makes it read-only for this process, whoever runs it."""
    folder = Path(tempfile.mkdtemp(prefix="read-only-"))
    folder.chmod(0o755)
    user = os.geteuid()

    def freeze():
        for path in folder.iterdir():
            path.chmod(0o444)
        folder.chmod(0o555)
        if user == 0:
            os.seteuid(NOBODY)

    try:
        yield folder, freeze
    finally:
        if user == 0:
            os.seteuid(0)
        folder.chmod(0o755)
        shutil.rmtree(folder)


def test_a_file_on_a_read_only_disk_can_be_read_and_says_that_nothing_is_saved():
    with read_only_folder() as (folder, freeze):
        path = folder / "desk.sqlite3"
        store = open_store(path, make_release(), Clock())
        store.publish([change_of(store, "7")], EDITOR, "x")
        store.close()
        freeze()
        again = open_store(path, make_release("release-2"), Clock())
        assert again.is_read_only
        assert again.state().dataset.cities[CITY_ID].population == 7
        with pytest.raises(StoreError) as caught:
            again.publish([change_of(again, "8")], EDITOR, "x")
        assert caught.value.code is StoreCode.READ_ONLY
        again.close()


def test_a_disk_that_becomes_read_only_is_told_at_the_next_save():
    with read_only_folder() as (folder, freeze):
        store = open_store(folder / "desk.sqlite3", make_release(), Clock())
        change = change_of(store, "7")
        store.database.engine.dispose()
        freeze()
        with pytest.raises(StoreError) as caught:
            store.publish([change], EDITOR, "x")
        assert caught.value.code is StoreCode.READ_ONLY
        store.close()


def test_a_place_that_cannot_be_written_is_told_at_the_start():
    with read_only_folder() as (folder, freeze):
        freeze()
        for path in (folder / "desk.sqlite3", folder / "var" / "desk.sqlite3"):
            with pytest.raises(StoreError) as caught:
                open_database(path)
            assert caught.value.code is StoreCode.READ_ONLY
            assert str(path) in caught.value.message("fr")


def test_a_server_that_only_lets_read_is_read(new_postgresql):
    address = new_postgresql()
    store = open_store(address, make_release(), Clock())
    store.publish([change_of(store, "7")], EDITOR, "x")
    store.close()
    url = sa.make_url(address)
    options = f"{url.query['options']} -cdefault_transaction_read_only=on"
    read_only = url.update_query_dict({"options": options}).render_as_string(hide_password=False)
    again = open_store(read_only, make_release("release-2"), Clock())
    assert again.state().dataset.cities[CITY_ID].population == 7
    with pytest.raises(StoreError) as caught:
        again.publish([change_of(again, "8")], EDITOR, "x")
    assert caught.value.code is StoreCode.READ_ONLY
    again.close()


def test_a_backup_on_a_full_or_read_only_disk_leaves_the_one_before(tmp_path):
    store = open_store(tmp_path / "desk.sqlite3", make_release(), Clock())
    with read_only_folder() as (folder, freeze):
        path = folder / "backup"
        write_backup(store.database, path)
        before = path.read_bytes()
        store.publish([change_of(store, "7")], EDITOR, "x")
        rows = store.database
        freeze()
        with pytest.raises(StoreError) as caught:
            write_backup(rows, path)
        assert caught.value.code is StoreCode.READ_ONLY
        assert [item.name for item in folder.iterdir()] == ["backup"]
        assert path.read_bytes() == before
    store.close()


def test_a_write_that_another_keeps_waiting_is_told_to_try_again(tmp_path, monkeypatch):
    monkeypatch.setattr(database, "_WAIT_SECONDS", 0.01)
    path = tmp_path / "desk.sqlite3"
    store = open_store(path, make_release(), Clock())
    change = change_of(store, "7")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError) as caught:
        store.publish([change], EDITOR, "x")
    assert caught.value.code is StoreCode.BUSY
    other.close()
    store.close()


# ---- files and databases that are not ours, or damaged ----------------------------------------------


def database_of_somebody_else(path):
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA application_id = 1234")
        connection.execute("CREATE TABLE revisions (precious TEXT)")
    connection.close()


def unmarked_database(path):
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE precious (thing TEXT)")
    connection.close()


@pytest.mark.parametrize(
    "make",
    [
        database_of_somebody_else,
        unmarked_database,
        lambda path: path.write_text("Chères notes,\n", "utf-8"),
        lambda path: path.write_bytes(b"SQLite format 3\x00"),
        lambda path: path.write_bytes(b"\x00" * 5000),
        lambda path: path.write_bytes(b"x"),
    ],
    ids=["other", "unmarked", "text", "header", "zeros", "byte"],
)
def test_a_file_that_is_not_ours_is_refused_and_left_as_it_is(tmp_path, make):
    path = tmp_path / "desk.sqlite3"
    make(path)
    before = digests(tmp_path)
    with pytest.raises(StoreError) as caught:
        open_store(path, make_release(), Clock())
    assert caught.value.code is StoreCode.FOREIGN
    assert str(path) in caught.value.message("fr")
    assert digests(tmp_path) == before


def digests(folder):
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def test_an_empty_file_is_a_store_that_was_just_begun(tmp_path):
    path = tmp_path / "desk.sqlite3"
    path.touch()
    open_store(path, make_release(), Clock()).close()
    assert path.stat().st_mode & 0o077 in {0, 0o044}


def test_a_new_store_is_for_its_owner_only(tmp_path):
    path = tmp_path / "desk.sqlite3"
    open_store(path, make_release(), Clock()).close()
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("damage", ["pages", "tail", "root"])
def test_a_damaged_file_is_refused_and_left_as_it_is(tmp_path, damage):
    path = tmp_path / "desk.sqlite3"
    store = open_store(path, make_release(), Clock())
    for number in range(1, 40):
        store.publish([change_of(store, str(number))], EDITOR, "x" * 3000)
    store.close()
    content = bytearray(path.read_bytes())
    if damage == "tail":
        del content[len(content) // 2 :]
    elif damage == "pages":
        content[4096 * 3 :] = os.urandom(len(content) - 4096 * 3)
    else:
        content[100:4096] = b"\xff" * 3996
    path.write_bytes(content)
    before = digests(tmp_path)
    with pytest.raises(StoreError) as caught:
        open_store(path, make_release(), Clock())
    assert caught.value.code is StoreCode.CORRUPT
    assert "make restore" in caught.value.message("en")
    assert digests(tmp_path)["desk.sqlite3"] == before["desk.sqlite3"]


def test_a_schema_that_holds_something_else_is_refused_and_left_as_it_is(new_postgresql):
    address = new_postgresql()
    engine = sa.create_engine(address)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE precious (thing TEXT)")
    with pytest.raises(StoreError) as caught:
        open_store(address, make_release(), Clock())
    assert caught.value.code is StoreCode.FOREIGN
    assert sa.inspect(engine).get_table_names() == ["precious"]
    engine.dispose()


def test_a_marker_of_another_product_is_refused(new_location):
    location = new_location()
    store = open_store(location, make_release(), Clock())
    with store.database.writing() as connection:
        connection.exec_driver_sql("UPDATE store_marker SET product = 'another'")
    store.close()
    with pytest.raises(StoreError) as caught:
        open_database(location)
    assert caught.value.code is StoreCode.FOREIGN


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("mysql://user:secret@host/desk", StoreCode.ADDRESS),
        ("not an address: secret", StoreCode.ADDRESS),
        ("postgresql://user:secret@/desk?host=/nowhere-at-all", StoreCode.UNREACHABLE),
    ],
)
def test_a_place_we_cannot_use_is_named_without_its_password(address, code):
    with pytest.raises(StoreError) as caught:
        open_database(address)
    assert caught.value.code is code
    assert "secret" not in caught.value.message("fr") + str(caught.value)


@pytest.mark.parametrize("code", StoreCode)
def test_every_failure_is_told_in_both_languages(code):
    error = StoreError(code, "desk.sqlite3")
    assert error.message("fr") != error.message("en")
    assert all("desk.sqlite3" in error.message(language) for language in ("fr", "en"))


def test_two_processes_that_start_together_make_one_store(new_location):
    location = new_location()
    code = (
        "import sys; from pathlib import Path; from data.store.database import open_database;"
        "a = sys.argv[1]; open_database(a if '://' in a else Path(a)).close()"
    )
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    started = [
        subprocess.Popen([sys.executable, "-c", code, str(location)], env=environment)
        for _ in range(3)
    ]
    assert [process.wait(timeout=60) for process in started] == [0, 0, 0]
    store = open_store(location, make_release(), Clock())
    assert store.version() == 0
    store.close()
