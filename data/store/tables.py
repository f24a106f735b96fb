"""Tables of the store as SQLAlchemy sees them; ``data/store/migrations.py`` creates them.

Moments are texts: ISO 8601 in UTC with six decimals, so that they sort, and mean the same on every
database whatever the time zone of its server.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

MOST_AT_ONCE = 1_000
"""Rows that one statement writes."""

metadata = sa.MetaData()


def _table(name: str, *columns: str) -> sa.Table:
    """A table from ``name:type`` words; types are ``text`` and ``number``."""
    kinds = {"text": sa.Text, "number": sa.BigInteger}
    parts = [column.split(":") for column in columns]
    return sa.Table(name, metadata, *(sa.Column(word, kinds[kind]()) for word, kind in parts))


def insert_many(
    connection: sa.Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]]
) -> None:
    """Write rows that all have every column of their table; none: nothing happens.

    PostgreSQL takes many as one text: sent one by one they take four times as long.
    """
    names = [column.name for column in table.columns]
    parts = [rows[start : start + MOST_AT_ONCE] for start in range(0, len(rows), MOST_AT_ONCE)]
    if connection.dialect.name != "postgresql":
        plain = str(table.insert().compile(dialect=connection.dialect))
        for part in parts:
            values = [tuple(row[name] for name in names) for row in part]
            connection.exec_driver_sql(plain, values)
        return
    given = sa.func.json_to_recordset(sa.cast(sa.bindparam("rows", type_=sa.Text), sa.JSON))
    told = given.table_valued(*(sa.column(c.name, c.type) for c in table.columns))
    query = table.insert().from_select(names, sa.select(told.render_derived(with_types=True)))
    for part in parts:
        connection.execute(query, {"rows": json.dumps(part)})


marker = _table("store_marker", "one:number", "product:text", "store_id:text")
migrations = _table("migrations", "number:number", "name:text")
changes = _table(
    "changes",
    "change_id:number",
    "last_revision:number",
    "editor:text",
    "moment:text",
    "reason:text",
    "source_ids:text",
    "undoes:number",
    "proposal_id:number",
    "release_version:text",
)
row_changes = _table(
    "row_changes",
    "change_id:number",
    "position:number",
    "table_name:text",
    "row_key:text",
    "kind:text",
    "row_revision:number",
    "city_id:text",
)
revisions = _table(
    "revisions",
    "revision:number",
    "change_id:number",
    "table_name:text",
    "row_key:text",
    "column_name:text",
    "old_text:text",
    "new_text:text",
)
releases = _table(
    "releases",
    "sequence:number",
    "version:text",
    "edition:text",
    "published_on:text",
    "at_revision:number",
    "moment:text",
)
absorbed = _table(
    "absorbed",
    "sequence:number",
    "table_name:text",
    "row_key:text",
    "column_name:text",
    "revision:number",
)
proposals = _table(
    "proposals",
    "proposal_id:number",
    "kind:text",
    "state:text",
    "author:text",
    "note:text",
    "reason:text",
    "source_ids:text",
    "origin:text",
    "created:text",
    "updated:text",
)
proposal_rows = _table(
    "proposal_rows",
    "proposal_id:number",
    "position:number",
    "table_name:text",
    "row_key:text",
    "kind:text",
    "city_id:text",
)
proposal_cells = _table(
    "proposal_cells",
    "proposal_id:number",
    "position:number",
    "number:number",
    "column_name:text",
    "old_text:text",
    "new_text:text",
    "decision:text",
    "decided_by:text",
    "decided:text",
)
comments = _table(
    "comments", "proposal_id:number", "number:number", "author:text", "moment:text", "body:text"
)
drafts = _table("drafts", "owner:text", "form_key:text", "content:text", "updated:text")
checks = _table(
    "checks",
    "number:number",
    "table_name:text",
    "row_key:text",
    "staff_id:text",
    "checked_on:text",
    "moment:text",
)
reply_links = _table(
    "reply_links",
    "link_id:number",
    "token_hash:text",
    "city_id:text",
    "created_by:text",
    "created:text",
    "expires:text",
    "revoked:text",
)
declarations = _table(
    "declarations",
    "declaration_id:number",
    "city_id:text",
    "criterion_id:text",
    "answer:text",
    "note:text",
    "declared_on:text",
    "declared_by:text",
    "state:text",
    "link_id:number",
    "decided_by:text",
    "decided:text",
)
searches = _table(
    "searches",
    "search_id:number",
    "city_id:text",
    "criterion_id:text",
    "searched_on:text",
    "languages:text",
    "places:text",
    "result:text",
    "staff_id:text",
    "moment:text",
)
to_verify = _table(
    "to_verify",
    "item_id:number",
    "owner:text",
    "due_on:text",
    "table_name:text",
    "row_key:text",
    "note:text",
    "state:text",
    "created_by:text",
    "created:text",
    "updated:text",
)
staff = _table(
    "staff", "staff_id:text", "identity:text", "name:text", "role:text", "is_active:number"
)
sign_ins = _table(
    "sign_ins",
    "token_hash:text",
    "kind:text",
    "staff_id:text",
    "role:text",
    "created:text",
    "expires:text",
    "used:text",
    "revoked:text",
)
log = _table(
    "log",
    "number:number",
    "staff_id:text",
    "role:text",
    "action:text",
    "what:text",
    "outcome:text",
    "moment:text",
)

APPEND_ONLY = ("changes", "row_changes", "revisions", "releases", "absorbed", "comments", "log")
"""Tables whose rows the database itself refuses to change or delete."""
