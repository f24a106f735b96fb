"""The conference itself: title, place, day, sessions and talks; and another one made from a copy."""

from __future__ import annotations

from datetime import date
from typing import Any

import htpy as h
import streamlit as st

from components.desk.acting import tell
from components.desk.desk_view import DeskView
from components.desk.journal import read_day
from components.desk.keeping import fill, keep
from components.desk.programme import in_session
from components.desk.programme_draft import Working, change_programme, copy_programme
from components.desk.programme_items import items_at, show_items, tidy
from components.desk.programme_text import Table, with_totals
from components.desk.programme_view import session_name
from components.i18n import translator
from components.markup import isolated, show
from components.session import (
    current_language,
    go_to,
    set_widget_value,
    widget_value,
)

PAIRS = ("title", "event", "place")
"""Texts of a conference in both languages."""

LONGEST_MINUTES = 600
ROUND_TABLE = "round_table"
ROUND_TABLE_ONLY = ("questions", "moderator", "talks")
LISTS_OF_SESSION = (*ROUND_TABLE_ONLY, "speakers")
"""Lists of a session; those of a round table are offered to round tables only."""


def show_conference(working: Working, desk: DeskView) -> None:
    """Fields of the conference, then each session with its talks."""
    table, t = working.table, desk.t
    for stem in PAIRS:
        for column, name in zip(st.columns(2), (f"{stem}_fr", f"{stem}_en"), strict=True):
            with column:
                _text(working, name, str(table.get(name, "")), desk)
    day, start, end = st.columns(3)
    held = table.get("date")
    with day:
        _text(working, "date", held.isoformat() if isinstance(held, date) else "", desk)
    for column, name in ((start, "start"), (end, "end")):
        with column:
            _text(working, name, str(table.get(name, "")), desk)
    _show_networks(working, desk)
    show(h.p(".rc-small.rc-muted")[t("programme.conference.totals")])
    for name in ("aims", "expected_results"):
        show_items(working, (name,), items_at(table, (name,)), desk)
    for session in table.get("sessions", []):
        if isinstance(session, dict) and "id" in session:
            _show_session(working, session, desk)


def show_copy(working: Working, desk: DeskView) -> None:
    """Another conference from this one: a new id, titles and day; scenes and sessions are copied."""
    t, form = desk.t, f"programme-copy:{working.programme_id}"
    keys = tuple(f"programme_copy_{name}" for name in ("id", "title_fr", "title_en", "date"))
    fill(form, desk, keys)
    show(h.p(".rc-measure")[t("programme.copy.lead")])
    for key, name in zip(keys, ("id", "title_fr", "title_en", "date"), strict=True):
        st.text_input(
            t(f"programme.copy.field.{name}"),
            key=key,
            placeholder=t(f"programme.copy.example.{name}"),
            max_chars=300,
            on_change=keep,
            args=(form, keys),
        )
    st.button(
        t("programme.copy.act"),
        key="programme_copy",
        type="primary",
        on_click=_copy,
        args=(working.programme_id, keys, form),
    )


def _show_session(working: Working, session: dict[str, Any], desk: DeskView) -> None:
    t, session_id = desk.t, str(session["id"])
    name = session_name(working.table, session_id, desk.language)
    show(h.h3[isolated(name)])
    for column, key_name in zip(st.columns(2), ("title_fr", "title_en"), strict=True):
        with column:
            _session_text(working, session, key_name, desk)
    for column, key_name in zip(st.columns(2), ("minutes", "question_minutes"), strict=True):
        key = f"programme-{working.programme_id}-{session_id}-{key_name}"
        set_widget_value(key, int(session.get(key_name, 0)))
        with column:
            st.number_input(
                t(f"programme.key.{key_name}"),
                min_value=0,
                max_value=LONGEST_MINUTES,
                step=5,
                key=key,
                on_change=_set_in_session,
                args=(working.programme_id, session_id, key_name, key),
            )
    if session.get("kind") == ROUND_TABLE:
        for column, name in zip(st.columns(2), ("objectives_fr", "objectives_en"), strict=True):
            with column:
                _session_text(working, session, name, desk)
    for name in LISTS_OF_SESSION:
        path = ("sessions", session_id, name)
        if name in session or (name in ROUND_TABLE_ONLY) == (session.get("kind") == ROUND_TABLE):
            show_items(working, path, items_at(working.table, path), desk)


def _show_networks(working: Working, desk: DeskView) -> None:
    names = {key: desk.words.name("networks", (key,)) for key in desk.view.dataset.networks}
    key = f"programme-{working.programme_id}-network_ids"
    set_widget_value(key, [item for item in working.table.get("network_ids", []) if item in names])
    st.multiselect(
        desk.t("programme.networks"),
        list(names),
        key=key,
        format_func=names.__getitem__,
        placeholder=desk.t("programme.networks.none"),
        on_change=_set_networks,
        args=(working.programme_id, key),
    )


def _text(working: Working, name: str, value: str, desk: DeskView) -> None:
    key = f"programme-{working.programme_id}-{name}"
    set_widget_value(key, value)
    st.text_input(
        desk.t(f"programme.key.{name}"),
        key=key,
        max_chars=300,
        placeholder=desk.t("programme.text.none"),
        on_change=_set,
        args=(working.programme_id, name, key),
    )


def _session_text(working: Working, session: dict[str, Any], name: str, desk: DeskView) -> None:
    key = f"programme-{working.programme_id}-{session['id']}-{name}"
    set_widget_value(key, str(session.get(name, "")))
    label, nothing = desk.t(f"programme.key.{name}"), desk.t("programme.text.none")
    sent = (working.programme_id, session["id"], name, key)
    if name.startswith("objectives"):
        st.text_area(
            label,
            key=key,
            max_chars=2000,
            height=120,
            placeholder=nothing,
            on_change=_set_in_session,
            args=sent,
        )
    else:
        st.text_input(
            label,
            key=key,
            max_chars=300,
            placeholder=nothing,
            on_change=_set_in_session,
            args=sent,
        )


# ---- what widgets and buttons do ------------------------------------------------------------------


def _set(programme_id: str, name: str, key: str) -> None:
    value: Any = tidy(widget_value(key))
    if name == "date":
        value = read_day(str(value or ""))
    if not value:
        tell(translator(current_language())("programme.required"), is_fault=True)
        return
    change_programme(programme_id, lambda table: with_totals({**table, name: value}))


def _set_networks(programme_id: str, key: str) -> None:
    chosen = widget_value(key)
    networks = list(chosen) if isinstance(chosen, list) else []
    change_programme(programme_id, lambda table: {**table, "network_ids": networks})


def _set_in_session(programme_id: str, session_id: str, name: str, key: str) -> None:
    value = tidy(widget_value(key))

    def edit(session: Table) -> None:
        if value or name == "minutes":
            session[name] = value
        elif name.startswith(("question_minutes", "objectives")):
            session.pop(name, None)

    change_programme(programme_id, lambda table: with_totals(in_session(table, session_id, edit)))


def _copy(source_id: str, keys: tuple[str, ...], form: str) -> None:
    new_id, title_fr, title_en, day = (str(tidy(widget_value(key) or "")) for key in keys)
    held_on = read_day(day)
    if held_on is None:
        tell(translator(current_language())("programme.copy.day"), is_fault=True)
        return
    if copy_programme(source_id, new_id, title_fr=title_fr, title_en=title_en, held_on=held_on):
        go_to(view="programme", programme=new_id)
        for key in keys:
            set_widget_value(key, None)
        keep(form, keys)
