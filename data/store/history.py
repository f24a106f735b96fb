"""What the revisions add up to, and who changed what: everything that is only read."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from data.changes import CellChange, ChangeKind, RowChange
from data.merge import CellRevision, ReleaseConflict, StaffWork, State, published_state
from data.raw import Key, ParsedRows, Release
from data.store.base import (
    Base,
    Clock,
    Writing,
    key_of_text,
    key_text,
    list_of_text,
    moment_of,
    moment_text,
)
from data.store.database import Database
from data.store.tables import absorbed, changes, releases, revisions, row_changes

_PARSED: ParsedRows = {}
"""Rows read by any store of this process: most rows are the same in every state of every store."""

key_of = lru_cache(maxsize=65536)(key_of_text)
"""The key of a row from its text; the same few keys come again and again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What was published at once.

    Attributes:
        change_id: From 1, in the order of publishing.
        revision: Last revision in it: the version of the tables that first shows it.
        editor: Staff id; never shown to the public.
        moment: UTC.
        source_ids: What the editor relied on; may be empty.
        undoes: Change that this one takes back; None: none.
        proposal_id: Proposal it comes from; None: published directly.
        rows: Rows changed, in order.
    """

    change_id: int
    revision: int
    editor: str
    moment: datetime
    reason: str
    source_ids: tuple[str, ...]
    undoes: int | None
    proposal_id: int | None
    rows: tuple[RowChange, ...]


def dataset_version(release_version: str, revision: int) -> str:
    """Version of the published tables: that of the release as long as nobody has edited."""
    if revision == 0:
        return release_version
    return hashlib.sha256(f"{release_version}+{revision}".encode()).hexdigest()[:16]


class History(Base):
    """The published state and the history behind it."""

    def __init__(self, database: Database, release: Release, clock: Clock) -> None:
        super().__init__(database, release, clock)
        self._work = StaffWork()
        self._parsed = _PARSED
        self._state: State | None = None

    def version(self) -> int:
        """Last revision; 0: nobody has edited yet. Cheap: one look at an index."""
        with self.database.reading() as connection:
            return self._last_revision(connection)

    def state(self) -> State:
        """The release with every revision on it, as one moment of the database has it.

        Raises:
            StoreError: The store cannot be read.
            DataError: The release itself breaks a rule.
        """
        with self._lock, self.database.reading() as connection:
            return self._state_of(connection)

    def conflicts(self) -> tuple[ReleaseConflict, ...]:
        """What of the staff's work does not fit the release; the release is shown meanwhile."""
        return self.state().conflicts

    def conflicts_with(self, release: Release) -> tuple[ReleaseConflict, ...]:
        """What of the staff's work would not fit another release, before it is installed."""
        with self._lock, self.database.reading() as connection:
            self._state_of(connection)
            version = dataset_version(release.version, self._work.revision)
            return published_state(release, self._work, version).conflicts

    def change(self, change_id: int) -> Change:
        """One change.

        Raises:
            LookupError: There is no such change.
        """
        with self.database.reading() as connection:
            found = self._changes(connection, changes.c.change_id == change_id)
        if not found:
            raise LookupError(change_id)
        return found[0]

    def history(
        self,
        *,
        table: str | None = None,
        key: Key | None = None,
        city_id: str | None = None,
        editor: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        before: int | None = None,
        limit: int = 100,
    ) -> tuple[Change, ...]:
        """Changes, latest first; every filter given must hold, and only its rows are told.

        Args:
            table, key: Changes of a table, or of one row of it.
            city_id: Changes of rows about a city.
            since, until: Moments with a time zone; ``since`` included, ``until`` not.
            before: Only changes before this one: the next page.
            limit: At most this many changes.
        """
        query = sa.select(row_changes.c.change_id).join(
            changes, changes.c.change_id == row_changes.c.change_id
        )
        of_row = []
        if table is not None:
            of_row.append(row_changes.c.table_name == table)
        if key is not None:
            of_row.append(row_changes.c.row_key == key_text(key))
        if city_id is not None:
            of_row.append(row_changes.c.city_id == city_id)
        query = query.where(*of_row)
        if editor is not None:
            query = query.where(changes.c.editor == editor)
        if since is not None:
            query = query.where(changes.c.moment >= moment_text(since))
        if until is not None:
            query = query.where(changes.c.moment < moment_text(until))
        if before is not None:
            query = query.where(changes.c.change_id < before)
        ids = query.distinct().order_by(row_changes.c.change_id.desc()).limit(limit)
        with self.database.reading() as connection:
            found = self._changes(connection, changes.c.change_id.in_(ids), of_row)
        return tuple(reversed(found))

    def withdrawn(self) -> frozenset[tuple[str, Key]]:
        """Table and key of every row that was ever withdrawn, whether it came back or not."""
        query = sa.select(row_changes.c.table_name, row_changes.c.row_key).where(
            row_changes.c.kind == ChangeKind.WITHDRAW.value
        )
        with self.database.reading() as connection:
            return frozenset((table, key_of(key)) for table, key in connection.execute(query))

    def changed_since(
        self, revision: int, rows: Iterable[tuple[str, Key]]
    ) -> tuple[RowChange, ...]:
        """What happened to rows (table, key) after a revision, oldest first."""
        with self.database.reading() as connection:
            return self._meanwhile(connection, revision, set(rows))

    # ---- inside ------------------------------------------------------------------------------

    def see_release(self) -> None:
        """Note the release when it is new here, and which of the staff's work it already holds."""
        known = sa.select(releases.c.sequence).where(releases.c.version == self.release.version)
        with self._lock:
            with self.database.reading() as connection:
                is_known = connection.execute(known).first() is not None
            if is_known or self.database.is_read_only:
                return
            with self.database.writing() as connection:
                if connection.execute(known).first() is not None:
                    return
                self._reset()
                work = Writing(connection, moment_text(self.moment()), "")
                self._read_later_revisions(connection)
                sequence = work.next(releases.c.sequence)
                connection.execute(
                    releases.insert().values(
                        sequence=sequence,
                        version=self.release.version,
                        edition=self.release.edition,
                        published_on=self.release.published_on.isoformat(),
                        at_revision=self._work.revision,
                        moment=work.moment,
                    )
                )
                taken = [
                    {
                        "sequence": sequence,
                        "table_name": table,
                        "row_key": key_text(key),
                        "column_name": column,
                        "revision": revision,
                    }
                    for table, key, column, revision in self._work.absorbed_by(self.release.raw)
                ]
                if taken:
                    connection.execute(absorbed.insert(), taken)
            self._reset()

    def _reset(self) -> None:
        self._work, self._state = StaffWork(), None

    @staticmethod
    def _last_revision(connection: sa.Connection) -> int:
        return int(connection.execute(sa.select(sa.func.max(revisions.c.revision))).scalar() or 0)

    def _state_of(self, connection: sa.Connection) -> State:
        with self._lock:
            last = self._last_revision(connection)
            if self._state is not None and self._state.revision == last:
                return self._state
            self._read_later_revisions(connection)
            version = dataset_version(self.release.version, last)
            edited_on = self._edited_on(connection)
            self._state = published_state(
                self.release, self._work, version, self._parsed, edited_on=edited_on
            )
            return self._state

    @staticmethod
    def _edited_on(connection: sa.Connection) -> date | None:
        moment = connection.execute(sa.select(sa.func.max(changes.c.moment))).scalar()
        found = moment_of(moment) if moment else None
        return found.date() if found else None

    def _read_later_revisions(self, connection: sa.Connection) -> None:
        last = self._last_revision(connection)
        if self._work.revision > last:
            self._reset()
        if self._work.revision == 0:
            self._work = StaffWork(absorbed=self._absorbed(connection))
        query = (
            sa.select(
                revisions.c.revision,
                revisions.c.table_name,
                revisions.c.row_key,
                revisions.c.column_name,
                revisions.c.old_text,
                revisions.c.new_text,
            )
            .where(revisions.c.revision > self._work.revision)
            .order_by(revisions.c.revision)
        )
        self._work.add(
            CellRevision(
                revision=number, table=table, key=key_of(key), column=column, old=old, new=new
            )
            for number, table, key, column, old, new in connection.execute(query).all()
        )

    def _absorbed(self, connection: sa.Connection) -> Mapping[tuple[str, Key, str], int]:
        """Work that this release, and those before it here, already hold."""
        sequence = connection.execute(
            sa.select(releases.c.sequence).where(releases.c.version == self.release.version)
        ).scalar()
        if sequence is None:
            sequence = connection.execute(sa.select(sa.func.max(releases.c.sequence))).scalar() or 0
        query = sa.select(
            absorbed.c.table_name,
            absorbed.c.row_key,
            absorbed.c.column_name,
            sa.func.max(absorbed.c.revision),
        ).where(absorbed.c.sequence <= sequence)
        grouped = query.group_by(absorbed.c.table_name, absorbed.c.row_key, absorbed.c.column_name)
        return {
            (table, key_of(key), column): int(revision)
            for table, key, column, revision in connection.execute(grouped)
        }

    def _meanwhile(
        self, connection: sa.Connection, revision: int, rows: set[tuple[str, Key]]
    ) -> tuple[RowChange, ...]:
        """Changes of some rows after a revision, oldest first."""
        later = connection.execute(
            sa.select(row_changes.c.change_id, row_changes.c.table_name, row_changes.c.row_key)
            .join(changes, changes.c.change_id == row_changes.c.change_id)
            .where(changes.c.last_revision > revision)
        )
        ids = {change_id for change_id, table, key in later if (table, key_of(key)) in rows}
        if not ids:
            return ()
        found = self._changes(connection, changes.c.change_id.in_(ids))
        return tuple(row for change in found for row in change.rows if (row.table, row.key) in rows)

    @staticmethod
    def _changes(
        connection: sa.Connection,
        condition: sa.ColumnElement[bool],
        of_row: Sequence[sa.ColumnElement[bool]] = (),
    ) -> tuple[Change, ...]:
        """Changes that fulfil a condition, oldest first, with the rows that fulfil theirs."""
        heads = connection.execute(
            sa.select(changes).where(condition).order_by(changes.c.change_id)
        ).mappings()
        found = {int(head["change_id"]): head for head in heads}
        chosen = sa.select(changes.c.change_id).where(condition)
        rows = connection.execute(
            sa.select(row_changes)
            .where(row_changes.c.change_id.in_(chosen), *of_row)
            .order_by(row_changes.c.change_id, row_changes.c.position)
        ).mappings()
        cells: dict[tuple[int, str, str], list[CellChange]] = defaultdict(list)
        told = sa.select(
            revisions.c.change_id,
            revisions.c.table_name,
            revisions.c.row_key,
            revisions.c.column_name,
            revisions.c.old_text,
            revisions.c.new_text,
        ).where(revisions.c.change_id.in_(chosen))
        for change_id, table, key, column, old, new in connection.execute(
            told.order_by(revisions.c.revision)
        ).all():
            cells[change_id, table, key].append(CellChange(column=column, old=old, new=new))
        of_change: dict[int, list[RowChange]] = defaultdict(list)
        for row in rows:
            of_change[row["change_id"]].append(
                RowChange(
                    table=row["table_name"],
                    key=key_of(row["row_key"]),
                    kind=ChangeKind(row["kind"]),
                    cells=tuple(cells[row["change_id"], row["table_name"], row["row_key"]]),
                )
            )
        return tuple(
            _change(head, tuple(of_change[change_id])) for change_id, head in found.items()
        )


def _change(head: Mapping[Any, Any], rows: tuple[RowChange, ...]) -> Change:
    moment = moment_of(head["moment"])
    assert moment is not None  # the column is never empty
    return Change(
        change_id=head["change_id"],
        revision=head["last_revision"],
        editor=head["editor"],
        moment=moment,
        reason=head["reason"],
        source_ids=list_of_text(head["source_ids"]),
        undoes=head["undoes"],
        proposal_id=head["proposal_id"],
        rows=rows,
    )
