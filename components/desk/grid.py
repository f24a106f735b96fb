"""The grid: many rows of one table of one city at once, sent together with one reason."""

from __future__ import annotations

from typing import Any

import htpy as h
import pandas as pd
import streamlit as st

from components.desk.asked import Asked
from components.desk.checks import judged_lot
from components.desk.controls import LONGEST_LINE, LONGEST_TEXT, fault_words, show_faults
from components.desk.diff import changes_diff, column_label
from components.desk.drafts import has_tried, unsaved_words, widget_key
from components.desk.entry import Entry
from components.desk.fields import Control, control_of, field_of, help_of
from components.desk.form_names import grid_key
from components.desk.grid_conflicts import show_grid_meanwhile
from components.desk.grid_drafts import (
    discard_grid,
    grid_in_hand,
    lot_form,
    lot_of,
    note_grid,
    open_grid,
    seed_of,
    table_key,
)
from components.desk.grid_rows import (
    Grid,
    GridReading,
    grid_columns,
    grid_value,
    key_in,
    read_grid,
    shown_text,
)
from components.desk.grid_sending import grid_faults, send_grid
from components.desk.reading import Fault
from components.desk.sending import note_reason
from components.desk.sitting import Sitting
from components.desk.sources_field import show_sources
from components.desk.words import named, options_of, row_name
from components.markup import Element, isolated, show
from components.session import checked_records
from data.workbook.fields import Kind

_NAME = "_name"
"""Column that says what a row is; nobody edits it."""

_ROW_HEIGHT = 40


def show_grid(asked: Asked, sitting: Sitting) -> None:
    """Draw the grid of a table of a city, what changes in it, and sending it."""
    t, form = sitting.t, grid_key(asked.table, asked.city_id)
    show(h.p(".rc-field-note")[t("edit.grid.how")])
    grid = grid_in_hand(form) or open_grid(form, asked, sitting)
    if grid is None:
        return
    lot = lot_of(form, sitting)
    seed = seed_of(form, grid, sitting)
    is_blocked = show_grid_meanwhile(form, grid, lot, sitting)
    with st.container(key="desk_grid"):
        _show_table(form, seed, sitting)
    reading = read_grid(grid, lot, sitting.raw, sitting.language, sitting.view.today)
    with st.container(key="desk_form"):
        _show_sending(form, grid, lot, reading, sitting=sitting, is_blocked=is_blocked)


def grid_title(asked: Asked, sitting: Sitting) -> str:
    """« Projets pilotes · Hué »."""
    city = named("cities", asked.city_id, sitting.view)
    return f"{sitting.t(f'edit.tables.{asked.table}')} · {city}"


# ---- the table ------------------------------------------------------------------------------------


def _show_table(form: str, seed: Grid, sitting: Sitting) -> None:
    columns = grid_columns(seed.table)
    st.data_editor(
        _frame(seed, columns, sitting),
        key=table_key(form),
        hide_index=True,
        num_rows="fixed",
        height="content",
        row_height=_ROW_HEIGHT,
        disabled=[_NAME],
        column_config={
            _NAME: st.column_config.TextColumn(
                sitting.t(f"edit.table.{seed.table}"), pinned=True, width="medium", disabled=True
            ),
            **{column: _config(seed, column, sitting) for column in columns},
        },
        placeholder="",
        on_change=note_grid,
        args=(form,),
    )


def _frame(seed: Grid, columns: tuple[str, ...], sitting: Sitting) -> pd.DataFrame:
    data: dict[str, Any] = {_NAME: [_name(seed, name, sitting) for name in seed.loaded]}
    for column in columns:
        values = [
            grid_value(seed.table, column, shown_text(seed, name, column, sitting.language))
            for name in seed.loaded
        ]
        is_number = control_of(seed.table, column) is Control.NUMBER
        data[column] = pd.Series(values, dtype="float64" if is_number else "object")
    return pd.DataFrame(data)


def _name(seed: Grid, name: str, sitting: Sitting) -> str:
    key = key_in(seed, name)
    if seed.table == "criteria":
        return f"{key[1]} · {named('criterion_definitions', key[1], sitting.view)}"
    return row_name(seed.table, key, sitting.view, seed.loaded[name])


def _config(seed: Grid, column: str, sitting: Sitting) -> Any:
    table, field = seed.table, field_of(seed.table, column)
    common: dict[str, Any] = {
        "label": column_label(table, column, sitting.view),
        "help": help_of(table, column, sitting.language, sitting.t),
    }
    config, control = st.column_config, control_of(table, column)
    # A row of an answer nobody knows is empty: nothing of it is required before it is begun.
    is_required = field.is_required and table != "criteria"
    if control in {Control.CHOICE, Control.CHOICES}:
        names = _options(seed, column, sitting)
        words: dict[str, Any] = {
            "options": list(names),
            "format_func": lambda code: names.get(code, code),
        }
        if control is Control.CHOICES:
            return config.MultiselectColumn(**common, **words, width="medium")
        return config.SelectboxColumn(**common, **words, required=is_required, width="medium")
    if control is Control.NUMBER:
        step = 1.0 if field.kind is Kind.INTEGER else None
        low, high = field.low, field.high
        return config.NumberColumn(
            **common, min_value=low, max_value=high, step=step, format="%d" if step else None
        )
    is_long = control is Control.PARAGRAPH
    return config.TextColumn(
        **common,
        required=is_required,
        max_chars=LONGEST_TEXT if is_long else LONGEST_LINE,
        width="large" if is_long else "medium",
    )


def _options(seed: Grid, column: str, sitting: Sitting) -> dict[str, str]:
    names = options_of(seed.table, column, sitting.view)
    if column == "project_id":
        rows = sitting.raw.get("projects", {})
        return {code: name for code, name in names.items() if _is_of(rows.get((code,)), seed)}
    return names


def _is_of(row: Any, seed: Grid) -> bool:
    return row is not None and row["city_id"] == seed.city_id


# ---- sending --------------------------------------------------------------------------------------


def _show_sending(
    form: str,
    grid: Grid,
    lot: Entry,
    reading: GridReading,
    *,
    sitting: Sitting,
    is_blocked: bool,
) -> None:
    t, own = sitting.t, lot_form(form)
    show(h.h3(".rc-form-group")[t("edit.send.title")])
    if reading.changes:
        show(changes_diff(reading.changes, sitting.view))
    else:
        show(h.p(".rc-muted")[t("edit.send.nothing_yet")])
    is_tried = has_tried(form)
    faults = grid_faults(reading, lot)
    _show_row_faults(grid, reading, sitting, is_tried=is_tried)
    if not grid.typed:
        return
    show(h.h3(".rc-form-group")[t("edit.group.sources")])
    told = tuple(fault for _, fault in faults if fault.column == "source_ids") if is_tried else ()
    show_sources(own, lot, sitting, told)
    key = widget_key(own, "reason")
    st.text_input(
        t("edit.required", label=t("edit.reason")),
        value=lot.reason,
        key=key,
        help=t("edit.reason.help"),
        max_chars=LONGEST_LINE,
        placeholder=t("edit.reason.example"),
        on_change=note_reason,
        args=(own,),
        live="0.8s",
    )
    if is_tried:
        show_faults((f for _, f in faults if f.column == "reason"), sitting.view, key)
    _show_buttons(form, sitting, is_blocked=is_blocked)


def _show_buttons(form: str, sitting: Sitting, *, is_blocked: bool) -> None:
    t = sitting.t
    if is_blocked:
        show(h.p(".rc-fault", role="alert")[h.a(href="#meanwhile")[t("edit.meanwhile.first")]])
    with st.container(horizontal=True, vertical_alignment="center", key="desk_send"):
        names = ("publish", "propose") if sitting.may_publish else ("propose",)
        for number, name in enumerate(names):
            st.button(
                t(f"edit.send.{name}"),
                key=widget_key(form, name),
                type="primary" if number == 0 else "secondary",
                disabled=is_blocked,
                on_click=send_grid,
                args=(form,),
                kwargs={"is_proposal": name == "propose"},
            )
        st.button(
            t("edit.draft.discard"),
            key=widget_key(form, "discard"),
            type="tertiary",
            on_click=discard_grid,
            args=(form,),
        )
    if reason := unsaved_words():
        show(h.p(".rc-fault", role="alert")[isolated(t("edit.draft.unsaved", reason=reason))])
    else:
        show(h.p(".rc-small.rc-muted", role="status")[t("edit.draft.kept")])


def _show_row_faults(grid: Grid, reading: GridReading, sitting: Sitting, *, is_tried: bool) -> None:
    """What is wrong, row by row; what the tables as a whole would say comes once every cell is right."""
    told = [
        _fault_line(_row_words(grid, name, fault, sitting), fault, sitting)
        for name, fault in reading.faults
        if is_tried or not fault.is_missing
    ]
    if not reading.faults and reading.changes:
        judged = judged_lot(sitting.state, reading.changes, checked_records())
        is_proof = judged.fault is not None and judged.fault.column == "source_ids"
        if judged.fault is not None and not is_proof:  # the sources are asked for the lot
            where = row_name(*judged.other, sitting.view) if judged.other else ""
            told.append(_fault_line(where, judged.fault, sitting))
    if told:
        show(h.ul(".rc-fault-list", role="alert")[(h.li(".rc-fault")[line] for line in told)])


def _row_words(grid: Grid, name: str, fault: Fault, sitting: Sitting) -> str:
    column = column_label(grid.table, fault.column, sitting.view) if fault.column else ""
    return " · ".join(part for part in (_name(grid, name, sitting), column) if part)


def _fault_line(where: str, fault: Fault, sitting: Sitting) -> Element:
    start = f"{where}{sitting.t('separator')}" if where else ""
    return isolated(f"{start}{fault_words(fault, sitting.view)}.")
