"""Rows of a grid that others have changed meanwhile: told row by row, chosen field by field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import htpy as h
import streamlit as st

from components.desk.drafts import widget_key
from components.desk.entry import Entry
from components.desk.grid_drafts import grid_in_hand, keep_grid, take_grid
from components.desk.grid_rows import Grid, entries_of, key_in, without_rows
from components.desk.meanwhile_panel import (
    HISTORY_READ,
    changed_element,
    choice_box,
    choices,
    chosen,
    gone_element,
    stamp_of,
    what_to_do,
)
from components.desk.merging import Meanwhile, meanwhile, met, rebased
from components.desk.sitting import Sitting
from components.desk.words import row_name
from components.markup import isolated, show
from components.session import current_language, store
from data.raw import Key, RawTables, Row
from data.store import Change


def show_grid_meanwhile(form: str, grid: Grid, lot: Entry, sitting: Sitting) -> bool:
    """Tell what others changed in the rows that were typed in.

    Returns:
        True: the author has to choose first; nothing can be sent yet.
    """
    gone, changed = _sorted(grid, lot, sitting)
    if not gone and not changed:
        return False
    t = sitting.t
    clashes = [
        (name, item) for name, (_, items) in changed.items() for item in items if item.is_clash
    ]
    with st.container(key="desk_meanwhile"):
        if changed:
            show(
                h.section(".rc-meanwhile", role="alert", id="meanwhile")[
                    h.h3[t("edit.meanwhile.title")], what_to_do(len(clashes), sitting)
                ]
            )
        for name, (entry, items) in changed.items():
            history = _history(grid, name)
            show(
                h.h4[isolated(row_name(entry.table, entry.key, sitting.view))],
                changed_element(entry, items, history, sitting),
            )
            for item in items:
                if item.is_clash:
                    choice_box(form, stamp_of(name, history), item, entry, sitting)
        for name in gone:
            entry = entries_of(grid, lot)[name]
            show(gone_element(entry, _history(grid, name), sitting))
        st.button(
            t("edit.meanwhile.go_on"),
            key=widget_key(form, "go_on"),
            type="primary",
            disabled=any(
                chosen(form, stamp_of(name, _history(grid, name)), item.column) is None
                for name, item in clashes
            ),
            on_click=_go_on,
            args=(form, {name: stamp_of(name, _history(grid, name)) for name in changed}),
        )
    return True


def _sorted(
    grid: Grid, lot: Entry, sitting: Sitting
) -> tuple[list[str], dict[str, tuple[Entry, tuple[Meanwhile, ...]]]]:
    """Rows that have gone, and rows that others changed with the fields concerned."""
    gone: list[str] = []
    changed: dict[str, tuple[Entry, tuple[Meanwhile, ...]]] = {}
    for name, entry in entries_of(grid, lot).items():
        now = _now(sitting.raw, grid.table, key_in(grid, name))
        if now is None:
            if entry.key:
                gone.append(name)
            continue
        written = met(entry, key_in(grid, name))
        if items := meanwhile(written, now, _history(grid, name), sitting.language):
            changed[name] = (written, items)
    return gone, changed


def _history(grid: Grid, name: str) -> tuple[Change, ...]:
    """Changes of a row of the grid, latest first."""
    return store().history(table=grid.table, key=key_in(grid, name), limit=HISTORY_READ)


def _now(raw: RawTables, table: str, key: Key) -> Row | None:
    return raw.get(table, {}).get(key)


def _go_on(form: str, seen: Mapping[str, str]) -> None:
    """Put the author's texts over the rows of now; ``seen``: stamps the choices were made on."""
    grid = grid_in_hand(form)
    if grid is None:
        return
    state = store().state()
    if any(stamp_of(name, _history(grid, name)) != stamp for name, stamp in seen.items()):
        return  # a row has changed once more: the next run asks again
    lot = Entry(table=grid.table, key=(), base=grid.base, loaded={})
    loaded, typed, gone = dict(grid.loaded), {}, []
    for name, entry in entries_of(grid, lot).items():
        key = key_in(grid, name)
        now = _now(state.raw, grid.table, key)
        if now is None:
            gone += [name] if entry.key else []
            typed[name] = entry.typed
            continue
        if name not in seen and dict(now) != dict(entry.loaded) and entry.key:
            return  # one more row has changed: the next run tells it
        kept = choices(form, seen.get(name, ""), now)
        merged = rebased(met(entry, key), now, state.revision, kept, current_language())
        loaded[name], typed[name] = dict(now), merged.typed
    merged_grid = replace(
        grid,
        base=state.revision,
        loaded=loaded,
        typed={name: cells for name, cells in typed.items() if cells},
    )
    merged_grid = without_rows(merged_grid, gone)
    take_grid(form, merged_grid)
    keep_grid(form, merged_grid)
