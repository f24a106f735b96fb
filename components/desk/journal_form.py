"""The journal as a page: choose a part of it, take it away, take a change back."""

from __future__ import annotations

from collections.abc import Mapping

import htpy as h
import streamlit as st

from components.address import AddressReader
from components.city_choice import city_names
from components.desk.acting import RefusedError, attempt
from components.desk.desk_view import DeskView
from components.desk.journal import (
    JournalFilter,
    change_card,
    journal_lead,
    journal_list,
    journal_table,
    person_names,
    read_day,
    read_filter,
    read_number,
    undo_conflict_list,
    undo_conflicts,
)
from components.desk.keeping import fill, forget, keep
from components.i18n import Translate
from components.markup import internal_link, show
from components.session import go_to, keep_in_address, set_widget_value, widget_value
from data.export import safe_file_name, table_csv
from data.raw import RAW_KEYS
from data.store import Action, Actor, Change, Store


def show_journal(reader: AddressReader, desk: DeskView) -> None:
    """The part of the journal that the address asks for."""
    undone = read_number(reader.text("undo"))
    if undone is not None:
        _show_undo(undone, desk)
        return
    wanted = read_filter(reader, desk)
    show(journal_lead(wanted, desk))
    if wanted.key:
        show(h.p[internal_link(desk.t("journal.all"), desk.link(view="journal"))])
    else:
        _show_filters(wanted, desk)
    show(journal_list(wanted, desk))
    st.download_button(
        desk.t("journal.export"),
        lambda: table_csv(journal_table(wanted, desk)),
        file_name=safe_file_name("journal", desk.view.today.isoformat()) + ".csv",
        mime="text/csv",
        key="journal_export",
        on_click="ignore",
    )


def _show_filters(wanted: JournalFilter, desk: DeskView) -> None:
    t = desk.t
    tables = {table: desk.words.table(table) for table in RAW_KEYS}
    boxes: tuple[tuple[str, str | None, Mapping[str, str]], ...] = (
        ("city", wanted.city_id, city_names(desk.view.dataset, desk.language)),
        ("by", wanted.editor, person_names(desk)),
        ("table", wanted.table, tables),
    )
    with st.container(key="rc-journal-filters"):
        columns = st.columns([3, 2, 2, 1.5, 1.5], vertical_alignment="bottom")
        for column, (name, value, options) in zip(columns, boxes, strict=False):
            with column:
                _show_box(name, value, options, t)
        for column, name in zip(columns[3:], ("since", "until"), strict=True):
            value = wanted.parameters[name]
            set_widget_value(f"journal_{name}", value)
            with column:
                st.text_input(
                    t(f"journal.filter.{name}"),
                    key=f"journal_{name}",
                    placeholder=t("journal.day"),
                    on_change=_keep_day,
                    args=(name,),
                )


def _show_box(name: str, value: str | None, options: Mapping[str, str], t: Translate) -> None:
    key = f"journal_{name}"
    set_widget_value(key, value if value in options else None)
    st.selectbox(
        t(f"journal.filter.{name}"),
        list(options),
        index=None,
        key=key,
        format_func=lambda code: options.get(code, code),
        placeholder=t(f"journal.any.{name}"),
        filter_mode=None,
        on_change=_keep_filter,
        args=(name, key),
    )


def _keep_filter(name: str, key: str) -> None:
    """Another part of the journal starts at its latest change."""
    keep_in_address(name, key)
    keep_in_address("before", "journal_before")


def _keep_day(name: str) -> None:
    key = f"journal_{name}"
    found = read_day(str(widget_value(key) or ""))
    set_widget_value(key, found.isoformat() if found else None)
    _keep_filter(name, key)


def _show_undo(change_id: int, desk: DeskView) -> None:
    """One change, what taking it back does, and why."""
    t = desk.t
    try:
        change = desk.store.change(change_id)
    except LookupError:
        show(h.p(".rc-lead")[t("journal.undo.missing", number=str(change_id))])
        return
    show(
        h.p[internal_link(t("journal.back"), desk.link(view="journal"))],
        h.h2[t("journal.undo.title", number=str(change_id))],
        h.div(".rc-journal-one")[change_card(change, desk, has_ways=False)],
    )
    if not desk.may(Action.UNDO):
        show(h.p(".rc-muted")[t("acting.not_allowed")])
        return
    conflicts = undo_conflicts(change, desk)
    if conflicts:
        show(undo_conflict_list(conflicts, desk))
        return
    _show_undo_form(change, desk)


def _show_undo_form(change: Change, desk: DeskView) -> None:
    t, form = desk.t, f"undo:{change.change_id}"
    key = f"journal-undo-{change.change_id}"
    fill(form, desk, (key,))
    show(h.p[t("journal.undo.lead")])
    st.text_input(
        t("journal.undo.reason"),
        key=key,
        placeholder=t("journal.undo.placeholder"),
        max_chars=1000,
        on_change=keep,
        args=(form, (key,)),
    )
    st.button(
        t("journal.undo.act"),
        key=f"{key}-act",
        type="primary",
        on_click=_undo,
        args=(change.change_id, form, key),
    )


def _undo(change_id: int, form: str, key: str) -> None:
    def act(store: Store, actor: Actor, t: Translate) -> str:
        reason = str(widget_value(key) or "").strip()
        if not reason:
            raise RefusedError(t("acting.reason"))
        done = store.undo(change_id, actor, reason)
        forget(form, (key,), store, actor)
        go_to(view="journal")
        return t("journal.undo.done", number=str(change_id), by=str(done.change_id))

    attempt(act)
