"""Rows of a workbook that can be imported: each with what it changes and a box to leave it out."""

from __future__ import annotations

import htpy as h
import streamlit as st

from components.desk.changes_view import change_rows
from components.desk.desk_view import DeskView
from components.desk.imports import FAULTS, LEFT_OUT, OVERRULED, Held, chosen_rows, numbers
from components.markup import plain_label, show
from components.session import set_widget_value, widget_value
from data.workbook import Preview, RowPreview, RowState, WorkbookError
from data.workbook.problems import shortened

PER_PAGE = 20
_PAGE = "imports_page"
_GOOD = (RowState.ADDED, RowState.CHANGED)


def show_rows(held: Held, desk: DeskView) -> None:
    """Conflicting rows first: they wait for a decision; then the good ones, a page at a time."""
    preview, t = held.result, desk.t
    if isinstance(preview, WorkbookError):
        return
    good = [row for row in preview.rows if row.state in _GOOD]
    torn = [row for row in preview.rows if row.state is RowState.CONFLICTING and row.overruling]
    rows = [*torn, *good]
    if not rows:
        return
    changes = [change for row in rows if (change := row.overruling) is not None]
    desk = desk.with_rows(changes)
    last = (len(rows) - 1) // PER_PAGE
    page = min(_page(), last)
    shown = rows[page * PER_PAGE : (page + 1) * PER_PAGE]
    with st.container(key="rc-import-rows"):
        show(h.h2[t("imports.choose")], h.p(".rc-import-how")[t("imports.choose.how")])
        _show_all_or_none(preview, good, desk)
        is_torn = False
        for row in shown:
            if row.state is RowState.CONFLICTING and not is_torn:
                show(h.p(".rc-import-how")[t("imports.conflicts.how")])
                is_torn = True
            _show_row(row, desk)
        if last:
            _show_pager(page, last, len(rows), desk)


def _show_all_or_none(preview: Preview, good: list[RowPreview], desk: DeskView) -> None:
    if len(good) < 2:
        return
    chosen, _ = chosen_rows(preview)
    every = frozenset(row.number for row in good)
    with st.container(horizontal=True, key="rc-import-all"):
        st.button(
            desk.t("imports.choose.all"),
            key="rc-import-every",
            disabled=len(chosen) == len(good),
            on_click=set_widget_value,
            args=(LEFT_OUT, frozenset()),
        )
        st.button(
            desk.t("imports.choose.nothing"),
            key="rc-import-none",
            disabled=not chosen,
            on_click=set_widget_value,
            args=(LEFT_OUT, every),
        )


def _show_row(row: RowPreview, desk: DeskView) -> None:
    is_torn = row.state is RowState.CONFLICTING
    name = OVERRULED if is_torn else LEFT_OUT
    key = f"rc-import-row-{row.number}"
    set_widget_value(key, (row.number in numbers(name)) is is_torn)
    place = desk.t("imports.row", sheet=shortened(row.sheet), row=row.row)
    label = desk.t("imports.row.overrule", place=place) if is_torn else place
    with st.container(key=f"rc-import-item-{row.number}"):
        st.checkbox(plain_label(label), key=key, on_change=_mark, args=(name, row.number))
        if row.overruling is not None:
            show(change_rows([row.overruling], desk))


def _mark(name: str, number: int) -> None:
    set_widget_value(name, numbers(name) ^ {number})
    set_widget_value(FAULTS, ())


def _show_pager(page: int, last: int, total: int, desk: DeskView) -> None:
    t = desk.t
    first, end = page * PER_PAGE + 1, min((page + 1) * PER_PAGE, total)
    show(h.p(".rc-muted")[t("imports.page", first=first, last=end, total=total)])
    with st.container(horizontal=True, key="rc-import-pager"):
        for name, there, is_off in (
            ("before", page - 1, page == 0),
            ("after", page + 1, page == last),
        ):
            st.button(
                t(f"imports.page.{name}"),
                key=f"rc-import-{name}",
                disabled=is_off,
                on_click=set_widget_value,
                args=(_PAGE, there),
            )


def _page() -> int:
    held = widget_value(_PAGE)
    return held if isinstance(held, int) else 0
