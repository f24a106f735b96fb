"""Publishing, undoing, deciding: the only writers of the history of the tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from data.changes import CellChange, ChangeKind, EditConflictError, RowChange, applied, inverse
from data.errors import DataError, Rule
from data.merge import ReleaseConflict, State
from data.raw import RAW_KEYS, Key, RawTables, dataset_of, raw_columns
from data.store.base import (
    Writing,
    as_utc,
    check_characters,
    city_of_row,
    key_text,
    list_text,
    storable,
)
from data.store.history import Change, History, key_of
from data.store.roles import Action, Actor
from data.store.tables import changes, insert_many, revisions, row_changes

NATURAL_KEYS = frozenset({"criteria", "observations", "focus_areas", "country_notes"})
"""Tables whose keys are facts, not ids we gave: such a row may be withdrawn and written again."""

_PUBLISHING = frozenset({Action.PUBLISH, Action.IMPORT, Action.EDIT_PROGRAMME})
"""What publishing may be called in the log; no other right lets anybody publish."""


class Revisions(History):
    """What may change the published tables."""

    def publish(
        self,
        rows: Iterable[RowChange],
        actor: Actor,
        reason: str,
        source_ids: Sequence[str] = (),
        *,
        base: int | None = None,
        action: Action = Action.PUBLISH,
    ) -> Change:
        """Publish changes, all of them or none.

        Args:
            rows: At most one change of a row. A row that was withdrawn comes back by ``RESTORE``.
            source_ids: Sources the editor relied on; they must exist once this is published.
            base: Revision that the editor was looking at: a row that somebody has changed since is
                refused, whatever its cells; None: only cells are compared.
            action: ``IMPORT`` or ``EDIT_PROGRAMME`` where that is what is done.

        Raises:
            NotAllowedError: The actor is no editor.
            EditConflictError: A cell is not what the change expects; nothing was written.
            DataError: The tables would break a rule; nothing was written.
            StoreError: The store cannot be written; nothing was.
        """
        if action not in _PUBLISHING:
            raise ValueError(action)
        wanted = tuple(rows)
        with self.writing(actor, action) as work:
            return self._append(work, wanted, actor, reason, source_ids=source_ids, base=base)

    def undo(self, change_id: int, actor: Actor, reason: str) -> Change:
        """Take a change back by one more change; an undo can be undone.

        Raises:
            LookupError: There is no such change.
            EditConflictError: Some of its cells have changed again since.
            DataError: The tables would break a rule (a row is cited by a later one).
        """
        with self.writing(actor, Action.UNDO) as work:
            found = self._changes(work.connection, changes.c.change_id == change_id)
            if not found:
                raise LookupError(change_id)
            back = tuple(inverse(row) for row in reversed(found[0].rows))
            return self._append(work, back, actor, reason, undoes=change_id)

    def resolve(self, conflict: ReleaseConflict, keep: str, actor: Actor, reason: str) -> Change:
        """Decide between the release and the staff, on every conflicting cell of a row.

        Args:
            conflict: Any conflict of the row, as ``conflicts`` gives it, without ``fault``.
            keep: ``release`` or ``staff``.

        Raises:
            LookupError: The conflict is no longer there, or is a row set aside: edit that row.
            DataError: The staff's row cannot be kept: the release no longer has it, or a rule.
        """
        if keep not in {"release", "staff"}:
            raise ValueError(keep)
        with self.writing(actor, Action.RESOLVE) as work:
            state = self._state_of(work.connection)
            same_row = [
                item
                for item in state.conflicts
                if (item.table, item.key) == (conflict.table, conflict.key) and item.column
            ]
            if conflict not in same_row:
                raise LookupError(conflict)
            row = self._decided(state, same_row, keep)
            is_shown = keep == "release"
            return self._append(work, (row,), actor, reason, is_shown=is_shown)

    def _append(
        self,
        work: Writing,
        rows: tuple[RowChange, ...],
        actor: Actor,
        reason: str,
        *,
        source_ids: Sequence[str] = (),
        base: int | None = None,
        undoes: int | None = None,
        proposal_id: int | None = None,
        is_shown: bool = False,
    ) -> Change:
        """Check and write one change in a transaction that is already open.

        Args:
            is_shown: The change only says that what is shown already is right.
        """
        connection = work.connection
        check_texts(rows)
        state = self._state_of(connection)
        if base is not None:
            self._check_base(connection, base, rows)
        self._check_ids(connection, rows)
        if is_shown:
            after = state.raw
        else:
            after = applied(state.raw, rows)
            self._check(after)
        for source_id in source_ids:
            if (source_id,) not in after["sources"]:
                raise DataError(
                    Rule.UNKNOWN_REFERENCE,
                    file="changes",
                    column="source_ids",
                    value=source_id,
                    expected="sources.csv",
                )
        rows = tuple(whole(row) for row in rows)
        cells = [(row, cell) for row in rows for cell in row.cells]
        if not cells:
            raise DataError(Rule.REQUIRED, file="changes", column="rows")
        change_id = work.next(changes.c.change_id)
        change = Change(
            change_id=change_id,
            revision=state.revision + len(cells),
            editor=storable(actor.staff_id, "editor"),
            moment=as_utc(datetime.fromisoformat(work.moment)),
            reason=storable(reason, "reason", is_required=True, table="changes"),
            source_ids=tuple(source_ids),
            undoes=undoes,
            proposal_id=proposal_id,
            rows=rows,
        )
        self._write(work, change, state, cells)
        work.what = f"change {change_id}: {len(rows)} rows, {len(cells)} cells"
        return change

    def _write(
        self,
        work: Writing,
        change: Change,
        state: State,
        cells: Sequence[tuple[RowChange, CellChange]],
    ) -> None:
        connection, change_id = work.connection, change.change_id
        times = self._times_changed(connection, change.rows)
        rows = []
        for position, row in enumerate(change.rows, start=1):
            texts = {cell.column: cell.old if cell.new is None else cell.new for cell in row.cells}
            rows.append(
                {
                    "change_id": change_id,
                    "position": position,
                    "table_name": row.table,
                    "row_key": key_text(row.key),
                    "kind": row.kind.value,
                    "row_revision": times.get((row.table, row.key), 0) + 1,
                    "city_id": city_of_row(state.raw, row.table, row.key, texts),
                }
            )
        head = {
            "change_id": change_id,
            "last_revision": change.revision,
            "editor": change.editor,
            "moment": work.moment,
            "reason": change.reason,
            "source_ids": list_text(change.source_ids),
            "undoes": change.undoes,
            "proposal_id": change.proposal_id,
            "release_version": self.release.version,
        }
        try:
            connection.execute(changes.insert(), head)
            insert_many(connection, row_changes, rows)
        except sa.exc.IntegrityError:
            raise EditConflictError((), change.rows) from None
        insert_many(
            connection,
            revisions,
            [
                {
                    "revision": revision,
                    "change_id": change_id,
                    "table_name": row.table,
                    "row_key": key_text(row.key),
                    "column_name": cell.column,
                    "old_text": cell.old,
                    "new_text": cell.new,
                }
                for revision, (row, cell) in enumerate(cells, start=state.revision + 1)
            ],
        )

    def _check(self, raw: RawTables) -> None:
        dataset_of(
            raw,
            edition=self.release.edition,
            published_on=self.release.published_on,
            version="",
            parsed=self._parsed,
        )

    def _check_base(self, connection: sa.Connection, base: int, rows: Sequence[RowChange]) -> None:
        meanwhile = self._meanwhile(connection, base, {(row.table, row.key) for row in rows})
        if not meanwhile:
            return
        state = self._state_of(connection)
        try:
            applied(state.raw, rows)
        except EditConflictError as error:
            raise EditConflictError(error.conflicts, meanwhile) from None
        except DataError:
            pass
        raise EditConflictError((), meanwhile)

    def _check_ids(self, connection: sa.Connection, rows: Sequence[RowChange]) -> None:
        """An id that was withdrawn is never given to another row."""
        seen = set()
        for row in rows:
            if (row.table, row.key) in seen:
                shown = ", ".join(row.key)
                raise DataError(
                    Rule.DUPLICATE, file=row.table, key=row.key, value=shown, expected="changes"
                )
            seen.add((row.table, row.key))
        new = [
            (row.table, row.key)
            for row in rows
            if row.kind is ChangeKind.ADD and row.table not in NATURAL_KEYS
        ]
        were_withdrawn = sa.select(row_changes.c.table_name, row_changes.c.row_key).where(
            row_changes.c.kind == ChangeKind.WITHDRAW.value
        )
        gone = set(_in_parts(connection, were_withdrawn, new))
        for table, key in new:
            if (table, key_text(key)) in gone:
                raise DataError(Rule.ID_REUSED, file=table, key=key, value=", ".join(key))

    @staticmethod
    def _decided(state: State, conflicts: Sequence[ReleaseConflict], keep: str) -> RowChange:
        """The change that settles the conflicts of one row."""
        first = conflicts[0]
        shown = state.raw.get(first.table, {}).get(first.key)
        columns = raw_columns(first.table)
        if first.staff is None and shown is not None:
            # The staff withdrew the row; the release has another text in it.
            if keep == "staff":
                cells = [CellChange(column=c, old=shown[c], new=None) for c in columns]
                kind = ChangeKind.WITHDRAW
            else:
                cells = [CellChange(column=c, old=None, new=shown[c]) for c in columns]
                kind = ChangeKind.RESTORE
        elif shown is None:
            # The release has no such row any more; the staff had edited it.
            if keep == "staff":
                raise DataError(Rule.NO_ROW, file=first.table, key=first.key)
            cells = [CellChange(column=i.column, old=i.staff or "", new=None) for i in conflicts]
            kind = ChangeKind.WITHDRAW
        else:
            pairs = [(i.column, i.released or "", i.staff or "") for i in conflicts]
            cells = [
                CellChange(column=column, old=released, new=staff)
                if keep == "staff"
                else CellChange(column=column, old=staff, new=released)
                for column, released, staff in pairs
            ]
            kind = ChangeKind.EDIT
        return RowChange(table=first.table, key=first.key, kind=kind, cells=tuple(cells))

    @staticmethod
    def _times_changed(
        connection: sa.Connection, rows: Sequence[RowChange]
    ) -> dict[tuple[str, Key], int]:
        """Last revision of each row, for the rows that have one."""
        query = sa.select(
            row_changes.c.table_name, row_changes.c.row_key, sa.func.max(row_changes.c.row_revision)
        ).group_by(row_changes.c.table_name, row_changes.c.row_key)
        wanted = [(row.table, row.key) for row in rows]
        found = _in_parts(connection, query, wanted)
        return {(table, key_of(key)): int(last) for table, key, last in found}


def _in_parts(
    connection: sa.Connection, query: sa.Select[Any], rows: Iterable[tuple[str, Key]]
) -> Iterator[Any]:
    """Results of a query of ``row_changes`` for some rows, asked for by the hundreds."""
    by_table: dict[str, list[str]] = defaultdict(list)
    for table, key in rows:
        by_table[table].append(key_text(key))
    for table, keys in by_table.items():
        for start in range(0, len(keys), 500):
            yield from connection.execute(
                query.where(
                    row_changes.c.table_name == table,
                    row_changes.c.row_key.in_(keys[start : start + 500]),
                )
            )


def whole(row: RowChange) -> RowChange:
    """An addition with every column: what was left out is empty."""
    if row.kind not in {ChangeKind.ADD, ChangeKind.RESTORE}:
        return row
    given = {cell.column: cell.new for cell in row.cells}
    keys = dict(zip(RAW_KEYS[row.table], row.key, strict=True))
    return RowChange(
        table=row.table,
        key=row.key,
        kind=row.kind,
        cells=tuple(
            CellChange(column=column, old=None, new=given.get(column, keys.get(column, "")) or "")
            for column in raw_columns(row.table)
        ),
    )


def check_texts(rows: Iterable[RowChange]) -> None:
    """Nothing in a change that a database cannot hold; rules of columns come after."""
    for row in rows:
        for part in row.key:
            check_characters(part, "key", row.table)
        for cell in row.cells:
            for text in (cell.old, cell.new):
                if text is not None:
                    check_characters(text, cell.column, row.table)
