"""What is different between two states of the tables, and how a change is applied, undone, merged.

Pure: no database, no clock. Texts are compared as they are; ``None`` is a row that is not there,
``""`` an empty cell, which is unknown: the two are never the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from data.errors import DataError, Rule
from data.raw import RAW_KEYS, Key, RawTables, Row, raw_columns


class ChangeKind(StrEnum):
    """What happens to a row."""

    ADD = "add"
    EDIT = "edit"
    WITHDRAW = "withdraw"
    RESTORE = "restore"


@dataclass(frozen=True, slots=True, kw_only=True)
class CellChange:
    """One cell, before and after.

    Attributes:
        old, new: Text; None: the row does not exist on that side; ``""``: the cell is empty.
    """

    column: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RowChange:
    """One row, changed once.

    Attributes:
        key: Texts of the key columns; they never change.
        cells: What changes. An addition or restoration may leave columns out: they are empty. A
            withdrawal names the cells it was decided on, every one as a rule.

    Raises:
        ValueError: A cell does not fit the kind (an addition has no old value, and so on).
    """

    table: str
    key: Key
    kind: ChangeKind
    cells: tuple[CellChange, ...]

    def __post_init__(self) -> None:
        appears = self.kind in {ChangeKind.ADD, ChangeKind.RESTORE}
        disappears = self.kind is ChangeKind.WITHDRAW
        for cell in self.cells:
            if (cell.old is None) != appears or (cell.new is None) != disappears:
                raise ValueError(f"{self.kind} of {self.table} {self.key}: {cell}")


@dataclass(frozen=True, slots=True, kw_only=True)
class CellConflict:
    """A cell that is no longer what the change was decided on.

    Attributes:
        expected: What the change takes the cell to be.
        found: What it is now; None: the row does not exist.
        wanted: What the change would write; None: the row would not exist.
    """

    table: str
    key: Key
    column: str
    expected: str | None
    found: str | None
    wanted: str | None


class EditConflictError(RuntimeError):
    """Somebody else changed the same cells, or the same row, meanwhile.

    Attributes:
        conflicts: Every conflicting cell, in the order of the changes; empty if only other cells of
            the row have changed.
        meanwhile: What others changed in the same rows since the editor looked, oldest first.
    """

    def __init__(
        self, conflicts: Iterable[CellConflict], meanwhile: Iterable[RowChange] = ()
    ) -> None:
        self.conflicts = tuple(conflicts)
        self.meanwhile = tuple(meanwhile)
        super().__init__(self.conflicts, self.meanwhile)

    def message(self, language: str) -> str:
        """Which cells, in one sentence; ``fr`` gives French, any other code English."""
        places = [(item.table, item.key, item.column) for item in self.conflicts] or [
            (row.table, row.key, cell.column) for row in self.meanwhile for cell in row.cells
        ]
        listed = " ; ".join(f"{table} {', '.join(key)} {column}" for table, key, column in places)
        if language == "fr":
            return f"quelqu’un d’autre a modifié entre-temps : {listed}"
        return f"somebody else has changed meanwhile: {listed}"

    def __str__(self) -> str:
        return self.message("en")


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedChange:
    """A change split over what is there now.

    Attributes:
        applies: What can be written, its old values those of now; None: nothing is left to write.
        conflicts: Cells on which a person must decide.
    """

    applies: RowChange | None
    conflicts: tuple[CellConflict, ...]


def difference(before: RawTables, after: RawTables) -> tuple[RowChange, ...]:
    """Changes that lead from one state to the other: ``applied(before, …)`` gives ``after``.

    Args:
        after: A table that is left out is not compared.

    Returns:
        By table in the order of ``RAW_KEYS``; rows added and changed in the order of ``after``, then
        rows withdrawn in the order of ``before``. A row that comes back is an addition here: only
        the store knows that it was there before.
    """
    changes = []
    for table in RAW_KEYS:
        if table not in after:
            continue
        old_rows, new_rows = before.get(table, {}), after[table]
        for key, row in new_rows.items():
            if key not in old_rows:
                changes.append(addition(table, row))
            elif old_rows[key] is not row:
                change = edit(before, table, key, row)
                if change is not None:
                    changes.append(change)
        changes += [withdrawal(before, table, key) for key in old_rows if key not in new_rows]
    return tuple(changes)


def addition(table: str, row: Row, kind: ChangeKind = ChangeKind.ADD) -> RowChange:
    """A new row; columns left out are empty.

    Raises:
        DataError: Unknown table or column, or no text for a key column.
    """
    _check_columns(table, row)
    key = []
    for column in RAW_KEYS[table]:
        if not row.get(column):
            raise DataError(Rule.REQUIRED, file=table, column=column)
        key.append(row[column])
    return RowChange(
        table=table,
        key=tuple(key),
        kind=kind,
        cells=tuple(
            CellChange(column=column, old=None, new=row.get(column, ""))
            for column in raw_columns(table)
        ),
    )


def edit(raw: RawTables, table: str, key: Key, values: Mapping[str, str]) -> RowChange | None:
    """The cells of a row that ``values`` changes; None: nothing does.

    Args:
        values: New texts by column; columns left out stay as they are.

    Raises:
        DataError: No such row, unknown column, or a key column would change.
    """
    _check_columns(table, values)
    row = row_of(raw, table, key)
    return _edit(
        table,
        key,
        (
            CellChange(column=column, old=row[column], new=values[column])
            for column in raw_columns(table)
            if column in values and values[column] != row[column]
        ),
    )


def withdrawal(raw: RawTables, table: str, key: Key) -> RowChange:
    """The whole row goes; it stays in the history.

    Raises:
        DataError: No such row.
    """
    row = row_of(raw, table, key)
    return RowChange(
        table=table,
        key=key,
        kind=ChangeKind.WITHDRAW,
        cells=tuple(CellChange(column=column, old=text, new=None) for column, text in row.items()),
    )


def row_of(raw: RawTables, table: str, key: Key) -> Row:
    """A row of the tables.

    Raises:
        DataError: There is no such table or row (``Rule.NO_ROW``).
    """
    raw_columns(table)
    row = raw.get(table, {}).get(key)
    if row is None:
        raise DataError(Rule.NO_ROW, file=table, key=key)
    return row


def inverse(change: RowChange) -> RowChange:
    """The change that takes it back; what was added is withdrawn, what was withdrawn restored."""
    kinds = {
        ChangeKind.ADD: ChangeKind.WITHDRAW,
        ChangeKind.EDIT: ChangeKind.EDIT,
        ChangeKind.WITHDRAW: ChangeKind.RESTORE,
        ChangeKind.RESTORE: ChangeKind.WITHDRAW,
    }
    return RowChange(
        table=change.table,
        key=change.key,
        kind=kinds[change.kind],
        cells=tuple(
            CellChange(column=cell.column, old=cell.new, new=cell.old) for cell in change.cells
        ),
    )


def applied(raw: RawTables, changes: Iterable[RowChange]) -> RawTables:
    """The tables after the changes; ``raw`` itself stays as it was and rows not named are shared.

    Several changes of one row are applied in their order. Rules between rows are not judged here
    (``dataset_of`` does), but what is withdrawn may not be cited any more.

    Raises:
        EditConflictError: A cell is not what its change expects; names every such cell of every change.
        DataError: Unknown table, column or row, a key that would change, or a row withdrawn that
            others still cite; ``expected`` then names them.
    """
    after = dict(raw)
    copied: set[str] = set()
    conflicts: list[CellConflict] = []
    withdrawn: list[tuple[str, Key]] = []
    for change in changes:
        _check_columns(change.table, {cell.column: "" for cell in change.cells})
        if change.table not in copied:
            after[change.table] = dict(after.get(change.table, {}))
            copied.add(change.table)
        rows: dict[Key, Row] = after[change.table]  # type: ignore[assignment]
        found = rows.get(change.key)
        clashes = conflicts_of(found, change)
        conflicts += clashes
        if clashes:
            continue
        appears = change.kind in {ChangeKind.ADD, ChangeKind.RESTORE}
        if appears != (found is None):
            rule = Rule.DUPLICATE if appears else Rule.NO_ROW
            shown = ", ".join(change.key)
            raise DataError(
                rule, file=change.table, key=change.key, value=shown, expected=change.table
            )
        if change.kind is ChangeKind.WITHDRAW:
            del rows[change.key]
            withdrawn.append((change.table, change.key))
        else:
            rows[change.key] = _after(found, change)
    if conflicts:
        raise EditConflictError(conflicts)
    gone = [(table, key) for table, key in withdrawn if key not in after[table]]
    cited = {table: _citations(after, table, gone) for table in {table for table, _ in gone}}
    for table, key in gone:
        if citing := cited[table].get(key[0]):
            shown = ", ".join(f"{name} {'/'.join(other)}" for name, other in citing[:_SHOWN])
            if len(citing) > _SHOWN:
                shown += f", + {len(citing) - _SHOWN}"
            raise DataError(Rule.STILL_CITED, file=table, key=key, expected=shown)
    return after


def conflicts_of(found: Row | None, change: RowChange) -> tuple[CellConflict, ...]:
    """Cells of a change that are not what it expects, given the row of now (None: not there)."""
    return tuple(
        CellConflict(
            table=change.table,
            key=change.key,
            column=cell.column,
            expected=cell.old,
            found=None if found is None else found.get(cell.column),
            wanted=cell.new,
        )
        for cell in change.cells
        if cell.old != (None if found is None else found.get(cell.column))
    )


def merged(raw: RawTables, change: RowChange) -> MergedChange:
    """A change over what is there now, field by field.

    A cell that somebody has already set to the wanted text needs nothing. An addition of a row that
    is there now becomes an edit; a withdrawal is whole or in conflict.
    """
    found = raw.get(change.table, {}).get(change.key)
    conflicts = tuple(
        conflict for conflict in conflicts_of(found, change) if conflict.found != conflict.wanted
    )
    if change.kind is ChangeKind.WITHDRAW:
        gone_or_in_doubt = found is None or conflicts
        return MergedChange(applies=None if gone_or_in_doubt else change, conflicts=conflicts)
    if found is None:
        return MergedChange(applies=None if conflicts else change, conflicts=conflicts)
    doubtful = {conflict.column for conflict in conflicts}
    cells = (
        CellChange(column=cell.column, old=found[cell.column], new=cell.new)
        for cell in change.cells
        if cell.column not in doubtful and found[cell.column] != cell.new
    )
    return MergedChange(applies=_edit(change.table, change.key, cells), conflicts=conflicts)


_CITED_IN: Mapping[str, tuple[str, ...]] = {
    "sources": ("source_id", "source_ids"),
    "countries": ("country_iso3", "entity_id"),
    "cities": ("city_id", "entity_id"),
    "organisations": ("organisation_id",),
    "projects": ("project_id",),
    "networks": ("network_ids",),
    "axes": ("axis_id",),
    "lines": ("line_id",),
    "dimensions": ("dimension_id",),
    "criterion_definitions": ("criterion_id",),
    "indicators": ("indicator_id",),
}
"""Columns of other tables that name a row of each table."""

_SHOWN = 20
"""Citing rows that a message names; the others are counted."""


def citing_rows(raw: RawTables, table: str, key: Key) -> tuple[tuple[str, Key], ...]:
    """Rows of other tables that name a row, by table in the order of ``RAW_KEYS``.

    Programmes are texts: ``dataset_of`` finds what they name in vain.
    """
    return tuple(_citations(raw, table, [(table, key)]).get(key[0], ()))


def _citations(
    raw: RawTables, table: str, named: Iterable[tuple[str, Key]]
) -> dict[str, list[tuple[str, Key]]]:
    """Rows of other tables that name each of many rows of one, by its id; each row is read once."""
    ids = {key[0] for owner, key in named if owner == table}
    columns = _CITED_IN.get(table, ())
    found: dict[str, list[tuple[str, Key]]] = {}
    for other in RAW_KEYS:
        held = [column for column in columns if column in raw_columns(other)]
        if other == table or not held:
            continue
        for key, row in raw.get(other, {}).items():
            cited = {item for column in held for item in row[column].split(";")}
            for row_id in cited & ids:
                found.setdefault(row_id, []).append((other, key))
    return found


def _edit(table: str, key: Key, cells: Iterable[CellChange]) -> RowChange | None:
    kept = tuple(cells)
    for cell in kept:
        if cell.column in RAW_KEYS[table]:
            raise DataError(
                Rule.KEY_CHANGED, file=table, column=cell.column, value=cell.new, key=key
            )
    if not kept:
        return None
    return RowChange(table=table, key=key, kind=ChangeKind.EDIT, cells=kept)


def _after(found: Row | None, change: RowChange) -> Row:
    names = raw_columns(change.table)
    before = dict.fromkeys(names, "") if found is None else dict(found)
    if found is None:
        before |= zip(RAW_KEYS[change.table], change.key, strict=True)
    row = before | {cell.column: cell.new or "" for cell in change.cells}
    for column, text in zip(RAW_KEYS[change.table], change.key, strict=True):
        if row[column] != text:
            raise DataError(
                Rule.KEY_CHANGED,
                file=change.table,
                column=column,
                value=row[column],
                key=change.key,
            )
    return row


def _check_columns(table: str, values: Mapping[str, str]) -> None:
    names = raw_columns(table)
    for column in values:
        if column not in names:
            raise DataError(Rule.UNKNOWN_KEY, file=table, value=column, expected=", ".join(names))
