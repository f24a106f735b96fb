"""How the store came to its present form: ordered steps, each with its record in one transaction.

A step that is published never changes; a new need is a new step at the end (docs/adr/0018-store.md).
"""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa

PRODUCT = "regards-croises-desk"
"""What the marker of our databases says."""

_FIRST = """
CREATE TABLE changes (
    change_id BIGINT NOT NULL PRIMARY KEY,
    last_revision BIGINT NOT NULL UNIQUE,
    editor TEXT NOT NULL,
    moment TEXT NOT NULL,
    reason TEXT NOT NULL,
    source_ids TEXT NOT NULL,
    undoes BIGINT REFERENCES changes (change_id),
    proposal_id BIGINT,
    release_version TEXT NOT NULL
);
CREATE TABLE row_changes (
    change_id BIGINT NOT NULL REFERENCES changes (change_id),
    position BIGINT NOT NULL,
    table_name TEXT NOT NULL,
    row_key TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('add', 'edit', 'withdraw', 'restore')),
    row_revision BIGINT NOT NULL,
    city_id TEXT NOT NULL,
    PRIMARY KEY (change_id, position),
    UNIQUE (table_name, row_key, row_revision)
);
CREATE INDEX row_changes_city ON row_changes (city_id, change_id);
CREATE TABLE revisions (
    revision BIGINT NOT NULL PRIMARY KEY,
    change_id BIGINT NOT NULL REFERENCES changes (change_id),
    table_name TEXT NOT NULL,
    row_key TEXT NOT NULL,
    column_name TEXT NOT NULL,
    old_text TEXT,
    new_text TEXT
);
CREATE INDEX revisions_change ON revisions (change_id);
CREATE TABLE releases (
    sequence BIGINT NOT NULL PRIMARY KEY,
    version TEXT NOT NULL UNIQUE,
    edition TEXT NOT NULL,
    published_on TEXT NOT NULL,
    at_revision BIGINT NOT NULL,
    moment TEXT NOT NULL
);
CREATE TABLE absorbed (
    sequence BIGINT NOT NULL REFERENCES releases (sequence),
    table_name TEXT NOT NULL,
    row_key TEXT NOT NULL,
    column_name TEXT NOT NULL,
    revision BIGINT NOT NULL,
    PRIMARY KEY (sequence, table_name, row_key, column_name)
);
CREATE TABLE proposals (
    proposal_id BIGINT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('change', 'report')),
    state TEXT NOT NULL CHECK (state IN ('proposed', 'published', 'refused', 'partly', 'withdrawn')),
    author TEXT NOT NULL,
    note TEXT NOT NULL,
    reason TEXT NOT NULL,
    source_ids TEXT NOT NULL,
    origin TEXT NOT NULL,
    created TEXT NOT NULL,
    updated TEXT NOT NULL
);
CREATE INDEX proposals_state ON proposals (state, created);
CREATE TABLE proposal_rows (
    proposal_id BIGINT NOT NULL REFERENCES proposals (proposal_id),
    position BIGINT NOT NULL,
    table_name TEXT NOT NULL,
    row_key TEXT NOT NULL,
    kind TEXT NOT NULL,
    city_id TEXT NOT NULL,
    PRIMARY KEY (proposal_id, position)
);
CREATE TABLE proposal_cells (
    proposal_id BIGINT NOT NULL,
    position BIGINT NOT NULL,
    number BIGINT NOT NULL,
    column_name TEXT NOT NULL,
    old_text TEXT,
    new_text TEXT,
    decision TEXT NOT NULL CHECK (decision IN ('pending', 'accepted', 'refused')),
    decided_by TEXT NOT NULL,
    decided TEXT NOT NULL,
    PRIMARY KEY (proposal_id, position, number),
    FOREIGN KEY (proposal_id, position) REFERENCES proposal_rows (proposal_id, position)
);
CREATE TABLE comments (
    proposal_id BIGINT NOT NULL REFERENCES proposals (proposal_id),
    number BIGINT NOT NULL,
    author TEXT NOT NULL,
    moment TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (proposal_id, number)
);
CREATE TABLE drafts (
    owner TEXT NOT NULL,
    form_key TEXT NOT NULL,
    content TEXT NOT NULL,
    updated TEXT NOT NULL,
    PRIMARY KEY (owner, form_key)
);
CREATE TABLE checks (
    number BIGINT NOT NULL PRIMARY KEY,
    table_name TEXT NOT NULL,
    row_key TEXT NOT NULL,
    staff_id TEXT NOT NULL,
    checked_on TEXT NOT NULL,
    moment TEXT NOT NULL
);
CREATE INDEX checks_row ON checks (table_name, row_key, number);
CREATE TABLE reply_links (
    link_id BIGINT NOT NULL PRIMARY KEY,
    token_hash TEXT NOT NULL UNIQUE,
    city_id TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created TEXT NOT NULL,
    expires TEXT NOT NULL,
    revoked TEXT NOT NULL
);
CREATE TABLE declarations (
    declaration_id BIGINT NOT NULL PRIMARY KEY,
    city_id TEXT NOT NULL,
    criterion_id TEXT NOT NULL,
    answer TEXT NOT NULL,
    note TEXT NOT NULL,
    declared_on TEXT NOT NULL,
    declared_by TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('received', 'shown', 'refused', 'documented', 'replaced')),
    link_id BIGINT NOT NULL REFERENCES reply_links (link_id),
    decided_by TEXT NOT NULL,
    decided TEXT NOT NULL
);
CREATE INDEX declarations_city ON declarations (city_id, criterion_id);
CREATE TABLE searches (
    search_id BIGINT NOT NULL PRIMARY KEY,
    city_id TEXT NOT NULL,
    criterion_id TEXT NOT NULL,
    searched_on TEXT NOT NULL,
    languages TEXT NOT NULL,
    places TEXT NOT NULL,
    result TEXT NOT NULL CHECK (result IN ('found', 'not_found')),
    staff_id TEXT NOT NULL,
    moment TEXT NOT NULL
);
CREATE INDEX searches_city ON searches (city_id, criterion_id);
CREATE TABLE to_verify (
    item_id BIGINT NOT NULL PRIMARY KEY,
    owner TEXT NOT NULL,
    due_on TEXT NOT NULL,
    table_name TEXT NOT NULL,
    row_key TEXT NOT NULL,
    note TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'done', 'dropped')),
    created_by TEXT NOT NULL,
    created TEXT NOT NULL,
    updated TEXT NOT NULL
);
CREATE TABLE staff (
    staff_id TEXT NOT NULL PRIMARY KEY,
    identity TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    is_active BIGINT NOT NULL CHECK (is_active IN (0, 1))
);
CREATE TABLE sign_ins (
    token_hash TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('link', 'session')),
    staff_id TEXT NOT NULL,
    role TEXT NOT NULL,
    created TEXT NOT NULL,
    expires TEXT NOT NULL,
    used TEXT NOT NULL,
    revoked TEXT NOT NULL
);
CREATE INDEX sign_ins_staff ON sign_ins (staff_id);
CREATE TABLE log (
    number BIGINT NOT NULL PRIMARY KEY,
    staff_id TEXT NOT NULL,
    role TEXT NOT NULL,
    action TEXT NOT NULL,
    what TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('allowed', 'refused')),
    moment TEXT NOT NULL
)
"""


def _create_tables(connection: sa.Connection) -> None:
    for statement in _FIRST.split(";"):
        connection.exec_driver_sql(statement)


def _refuse_to_forget(connection: sa.Connection) -> None:
    """History is appended to, never rewritten: the database itself refuses."""
    tables = ("changes", "row_changes", "revisions", "releases", "absorbed", "comments", "log")
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(
            "CREATE FUNCTION refuse_to_forget() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'history is append-only'; END $$"
        )
        for table in tables:
            connection.exec_driver_sql(
                f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_forget()"
            )
        return
    for table in tables:
        for event in ("UPDATE", "DELETE"):
            connection.exec_driver_sql(
                f"CREATE TRIGGER {table}_no_{event.lower()} BEFORE {event} ON {table} "
                "BEGIN SELECT RAISE(ABORT, 'history is append-only'); END"
            )


MIGRATIONS: tuple[tuple[str, Callable[[sa.Connection], None]], ...] = (
    ("create tables", _create_tables),
    ("refuse to forget", _refuse_to_forget),
)
"""Name and function of each step; its number is its place, from 1."""
