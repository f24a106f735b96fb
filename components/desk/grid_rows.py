"""Many rows of one table of one city, typed over in a grid: what was loaded, what is different. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Any

from components.desk.changing import changes_of
from components.desk.entry import Entry, typed_text
from components.desk.fields import Control, columns_of_form, control_of
from components.desk.reading import Fault, read
from components.desk.words import items_of_cell
from components.i18n import Language
from data.changes import RowChange
from data.raw import RAW_KEYS, Key, RawTables, Row
from data.read import LIST_SEPARATOR

_LEFT_OUT = {
    "city_id",
    "organisation_id",
    "source_ids",
    "focus_areas_fr",
    "focus_areas_en",
}
"""Columns that a grid cannot show as they deserve: the form of the row has them."""

_TEXTS = {Control.LINE: 1, Control.ITEMS: 2, Control.PARAGRAPH: 3}

_NO_ROWS: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A grid, as far as it is filled.

    Attributes:
        base: Revision of the tables that the author was looking at.
        loaded: Cells of each row at that moment, by row id, in the order of the grid; an answer that
            nobody knows has only its city and criterion.
        typed: Texts by row id and column, only where they differ from what was loaded.
    """

    table: str
    city_id: str
    base: int
    loaded: Mapping[str, Row]
    typed: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: _NO_ROWS)


def grid_columns(table: str) -> tuple[str, ...]:
    """Columns that a grid shows: what is chosen or counted first, long texts last."""
    shown = [name for name in columns_of_form(table) if name not in _LEFT_OUT]
    return tuple(sorted(shown, key=lambda name: _TEXTS.get(control_of(table, name), 0)))


def row_id(key: Key) -> str:
    """Name of a row in a grid."""
    return "/".join(key)


def fresh_grid(table: str, city_id: str, raw: RawTables, base: int) -> Grid:
    """A grid nobody has typed in; for criteria, those that are unknown are rows as well."""
    rows = {
        row_id(key): dict(row)
        for key, row in raw.get(table, {}).items()
        if row.get("city_id") == city_id
    }
    if table == "criteria":
        rows = {
            row_id((city_id, key[0])): rows.get(
                row_id((city_id, key[0])), {"city_id": city_id, "criterion_id": key[0]}
            )
            for key in raw.get("criterion_definitions", {})
        }
    return Grid(table=table, city_id=city_id, base=base, loaded=rows)


def refreshed(grid: Grid, raw: RawTables, base: int) -> Grid:
    """The same over the tables of now: rows nobody typed in are as they are now.

    Rows come and go at the next opening only: a grid on the screen keeps its lines.
    """
    now = fresh_grid(grid.table, grid.city_id, raw, base).loaded
    loaded = {
        name: row if name in grid.typed else now.get(name, row) for name, row in grid.loaded.items()
    }
    if loaded == grid.loaded:
        return grid
    return replace(grid, loaded=loaded, base=grid.base if grid.typed else base)


def over_now(grid: Grid, raw: RawTables, base: int) -> Grid:
    """The rows typed in, put among those of now; a row that has gone meanwhile stands at the end."""
    now = fresh_grid(grid.table, grid.city_id, raw, base).loaded
    kept = {name: grid.loaded[name] for name in grid.typed if name in grid.loaded}
    return replace(grid, loaded={**now, **kept})


def entries_of(grid: Grid, lot: Entry) -> dict[str, Entry]:
    """The rows that differ, each as the entry of its form, with the reason and sources of the lot."""
    found = {}
    for name, typed in grid.typed.items():
        row = grid.loaded.get(name, {})
        key = key_in(grid, name)
        found[name] = Entry(
            table=grid.table,
            key=() if len(row) <= len(key) else key,  # an answer that nobody knows yet
            base=grid.base,
            loaded=row,
            typed=typed,
            new_sources=lot.new_sources,
            proofs=lot.proofs,
            reason=lot.reason,
        )
    return found


def key_in(grid: Grid, name: str) -> Key:
    """Key of a row of a grid."""
    return tuple(grid.loaded.get(name, {}).get(column, "") for column in RAW_KEYS[grid.table])


@dataclass(frozen=True, slots=True, kw_only=True)
class GridReading:
    """What a grid says.

    Attributes:
        changes: What would be sent.
        faults: What is wrong, with the name of the row it is in.
    """

    changes: tuple[RowChange, ...]
    faults: tuple[tuple[str, Fault], ...]


def read_grid(
    grid: Grid, lot: Entry, raw: RawTables, language: Language, today: date
) -> GridReading:
    """Every row that differs, read; sources added once are added once."""
    changes: dict[tuple[str, Key], RowChange] = {}
    faults: list[tuple[str, Fault]] = []
    for name, entry in entries_of(grid, lot).items():
        reading = read(entry, raw, language, today)
        faults += [
            (name, fault)
            for fault in reading.faults
            if not (fault.column == "source_ids" and fault.is_missing)  # asked for the lot
        ]
        for change in changes_of(entry, reading.cells, raw):
            changes.setdefault((change.table, change.key), change)
    return GridReading(changes=tuple(changes.values()), faults=tuple(faults))


# ---- between the grid on the screen and texts -----------------------------------------------------


def grid_value(table: str, column: str, text: str) -> Any:
    """What a grid shows for a text: a number, a list, a text; None: nothing."""
    control = control_of(table, column)
    if control is Control.CHOICES:
        return list(items_of_cell(text))
    if control is Control.ITEMS:
        return text.replace("\n", f"{LIST_SEPARATOR} ")
    if not text:
        return None
    if control is Control.NUMBER:
        try:
            return float(text.replace(",", "."))
        except ValueError:
            return None
    return text


def typed_value(table: str, column: str, value: Any, loaded: str) -> str:
    """The text of what was typed in a grid; chosen items keep the order they were loaded in."""
    control = control_of(table, column)
    if value is None:
        return ""
    if control is Control.CHOICES:
        chosen = [str(item) for item in value]
        kept = [item for item in items_of_cell(loaded) if item in chosen]
        return LIST_SEPARATOR.join([*kept, *(item for item in chosen if item not in kept)])
    if control is Control.ITEMS:
        items = (item.strip() for item in str(value).split(LIST_SEPARATOR))
        return "\n".join(item for item in items if item)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def edited(grid: Grid, edits: Mapping[Any, Mapping[str, Any]], language: Language) -> Grid:
    """The grid with what the screen says was edited, compared cell by cell with what was loaded.

    Args:
        edits: By number of the row in the grid, the new values by column.
    """
    names = list(grid.loaded)
    typed = {name: dict(cells) for name, cells in grid.typed.items()}
    for number, values in edits.items():
        name = names[int(number)]
        row = grid.loaded[name]
        for column, value in values.items():
            if column not in grid_columns(grid.table):
                continue
            cell = row.get(column, "")
            text = typed_value(grid.table, column, value, cell)
            cells = typed.setdefault(name, {})
            if text == typed_text(grid.table, column, cell, language):
                cells.pop(column, None)
            else:
                cells[column] = text
    return replace(grid, typed={name: cells for name, cells in typed.items() if cells})


def shown_text(grid: Grid, name: str, column: str, language: Language) -> str:
    """Text of one cell as the grid shows it."""
    typed = grid.typed.get(name, {})
    if column in typed:
        return typed[column]
    return typed_text(grid.table, column, grid.loaded[name].get(column, ""), language)


# ---- drafts ---------------------------------------------------------------------------------------


def grid_json(grid: Grid) -> dict[str, Any]:
    """A grid as a draft holds it: only the rows that differ."""
    return {
        "table": grid.table,
        "city_id": grid.city_id,
        "base": grid.base,
        "loaded": {name: dict(grid.loaded[name]) for name in grid.typed if name in grid.loaded},
        "typed": {name: dict(cells) for name, cells in grid.typed.items()},
    }


def grid_of_json(content: Any, raw: RawTables, base: int) -> Grid | None:
    """The grid of a draft over the tables of now; None: it is none."""
    try:
        grid = Grid(
            table=str(content["table"]),
            city_id=str(content["city_id"]),
            base=int(content["base"]),
            loaded={str(name): _texts(row) for name, row in content["loaded"].items()},
            typed={str(name): _texts(row) for name, row in content["typed"].items()},
        )
        return over_now(grid, raw, base)
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def _texts(content: Any) -> dict[str, str]:
    return {str(name): str(text) for name, text in content.items()}


def without_rows(grid: Grid, names: Sequence[str]) -> Grid:
    """The grid as loaded in some rows: what was typed there is given up."""
    return replace(
        grid, typed={name: cells for name, cells in grid.typed.items() if name not in names}
    )
