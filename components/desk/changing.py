"""The changes that an entry makes: its row, and what the row needs beside it. Pure."""

from __future__ import annotations

from components.desk.entry import Entry
from components.desk.fields import own_id
from components.desk.words import items_of_cell
from data.changes import CellChange, ChangeKind, RowChange, addition, withdrawal
from data.raw import RAW_KEYS, RawTables, Row


def changes_of(
    entry: Entry, cells: Row, raw: RawTables, *, new_id: str = ""
) -> tuple[RowChange, ...]:
    """What the entry would change: the row, and what it needs beside it.

    Sources added in place come first; a subject of a strategy brings its area, and takes it away when no
    strategy has it any more. Old values are those the author was looking at.

    Args:
        new_id: Id of a new row, for tables whose ids we give.
    """
    row = _row_change(entry, cells, new_id)
    cited = {*items_of_cell(cells.get("source_ids", "")), *entry.proofs}
    sources = [
        addition("sources", source)
        for source in entry.new_sources
        if source["source_id"] in cited and (source["source_id"],) not in raw.get("sources", {})
    ]
    changes = [*sources, *([row] if row is not None else [])]
    if entry.table == "strategies" and row is not None:
        changes += _areas(entry, cells, raw)
    return tuple(changes)


def withdrawal_of(entry: Entry, raw: RawTables) -> tuple[RowChange, ...]:
    """What goes when the row goes.

    Raises:
        DataError: There is no such row.
    """
    changes = [withdrawal(raw, entry.table, entry.key)]
    if entry.table == "strategies":
        changes += _areas(entry, {"focus_areas_fr": ""}, raw)
    return tuple(changes)


def _row_change(entry: Entry, cells: Row, new_id: str) -> RowChange | None:
    if entry.is_new:
        row = {**entry.loaded, **cells}
        if column := own_id(entry.table):
            row[column] = new_id
        if not all(row.get(column) for column in RAW_KEYS[entry.table]):
            return None
        return addition(entry.table, row)
    changed = tuple(
        CellChange(column=column, old=entry.loaded.get(column, ""), new=text)
        for column, text in cells.items()
        if text != entry.loaded.get(column, "")
    )
    if not changed:
        return None
    return RowChange(table=entry.table, key=entry.key, kind=ChangeKind.EDIT, cells=changed)


def _areas(entry: Entry, cells: Row, raw: RawTables) -> list[RowChange]:
    known = raw.get("focus_areas", {})
    wanted = set(items_of_cell(cells.get("focus_areas_fr", "")))
    others = {
        item
        for key, row in raw.get("strategies", {}).items()
        if key != entry.key
        for item in items_of_cell(row["focus_areas_fr"])
    }
    gone = set(items_of_cell(entry.loaded.get("focus_areas_fr", ""))) - wanted - others
    changes = [
        addition("focus_areas", {"phrase_fr": phrase, "area": area})
        for phrase, area in entry.areas.items()
        if phrase in wanted and (phrase,) not in known and area
    ]
    changes += [
        withdrawal(raw, "focus_areas", (phrase,)) for phrase in sorted(gone) if (phrase,) in known
    ]
    return changes
