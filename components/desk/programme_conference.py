"""The conference itself: title, place, day, sessions and talks; and another one made from a copy."""

from __future__ import annotations

from datetime import date
from typing import Any

import htpy as h
import streamlit as st

from components.city_choice import city_names
from components.desk.acting import tell
from components.desk.desk_view import DeskView
from components.desk.journal import read_day
from components.desk.keeping import fill, keep
from components.desk.programme import in_session
from components.desk.programme_draft import Working, change_programme, copy_programme
from components.desk.programme_scene import tidy
from components.desk.programme_text import Table, with_totals
from components.desk.programme_view import session_name
from components.i18n import translator
from components.markup import isolated, show
from components.session import (
    current_language,
    keep_in_address,
    set_widget_value,
    widget_value,
)

PAIRS = ("title", "event", "place")
"""Texts of a conference in both languages."""

LONGEST_MINUTES = 600


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
    show(h.p(".rc-small.rc-muted")[t("programme.conference.totals")])
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
    for place, talk in enumerate(session.get("talks", [])):
        _show_talk(working, session_id, place, talk, desk)
    if session.get("kind") == "round_table":
        st.button(
            t("programme.talk.add"),
            key=f"programme-talk-add-{session_id}",
            on_click=_add_talk,
            args=(working.programme_id, session_id),
        )


def _show_talk(
    working: Working, session_id: str, place: int, talk: dict[str, Any], desk: DeskView
) -> None:
    t, programme_id = desk.t, working.programme_id
    show(h.h4[t("programme.talk", number=str(place + 1))])
    cities = city_names(desk.view.dataset, desk.language)
    organisations = {
        key: desk.words.name("organisations", (key,)) for key in desk.view.dataset.organisations
    }
    owners = ("city_id", cities), ("organisation_id", organisations)
    for column, (name, options) in zip(st.columns(2), owners, strict=True):
        key = f"programme-{programme_id}-{session_id}-{place}-{name}"
        set_widget_value(key, talk.get(name) if talk.get(name) in options else None)
        with column:
            st.selectbox(
                t(f"programme.key.{name}"),
                list(options),
                index=None,
                key=key,
                format_func=options.__getitem__,
                placeholder=t("programme.none"),
                filter_mode=None,
                on_change=_set_in_talk,
                args=(programme_id, session_id, place, name, key),
            )
    for column, name in zip(st.columns(2), ("title_fr", "title_en"), strict=True):
        key = f"programme-{programme_id}-{session_id}-{place}-{name}"
        set_widget_value(key, str(talk.get(name, "")))
        with column:
            st.text_input(
                t(f"programme.key.{name}"),
                key=key,
                max_chars=300,
                placeholder=t("programme.text.none"),
                on_change=_set_in_talk,
                args=(programme_id, session_id, place, name, key),
            )
    st.button(
        t("programme.talk.remove"),
        key=f"programme-talk-remove-{session_id}-{place}",
        type="tertiary",
        on_click=_remove_talk,
        args=(programme_id, session_id, place),
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
    st.text_input(
        desk.t(f"programme.key.{name}"),
        key=key,
        max_chars=300,
        placeholder=desk.t("programme.text.none"),
        on_change=_set_in_session,
        args=(working.programme_id, session["id"], name, key),
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


def _set_in_session(programme_id: str, session_id: str, name: str, key: str) -> None:
    value = tidy(widget_value(key))

    def edit(session: Table) -> None:
        if value or name == "minutes":
            session[name] = value
        elif name == "question_minutes":
            session.pop(name, None)

    change_programme(programme_id, lambda table: with_totals(in_session(table, session_id, edit)))


def _set_in_talk(programme_id: str, session_id: str, place: int, name: str, key: str) -> None:
    value = tidy(widget_value(key))

    def edit(session: Table) -> None:
        talk = session["talks"][place]
        if value:
            talk[name] = value
            if name in {"city_id", "organisation_id"}:
                talk.pop("organisation_id" if name == "city_id" else "city_id", None)
        elif name in {"city_id", "organisation_id"}:
            talk.pop(name, None)

    change_programme(programme_id, lambda table: in_session(table, session_id, edit))


def _add_talk(programme_id: str, session_id: str) -> None:
    def edit(session: Table) -> None:
        session["talks"] = [*session.get("talks", []), {}]

    change_programme(programme_id, lambda table: in_session(table, session_id, edit))


def _remove_talk(programme_id: str, session_id: str, place: int) -> None:
    def edit(session: Table) -> None:
        session["talks"] = [t for i, t in enumerate(session.get("talks", [])) if i != place]
        if not session["talks"]:
            session.pop("talks")

    change_programme(programme_id, lambda table: in_session(table, session_id, edit))


def _copy(source_id: str, keys: tuple[str, ...], form: str) -> None:
    new_id, title_fr, title_en, day = (str(tidy(widget_value(key) or "")) for key in keys)
    held_on = read_day(day)
    if held_on is None:
        tell(translator(current_language())("programme.copy.day"), is_fault=True)
        return
    if copy_programme(source_id, new_id, title_fr=title_fr, title_en=title_en, held_on=held_on):
        set_widget_value("programme_copied", new_id)
        keep_in_address("programme", "programme_copied")
        keep_in_address("part", "programme_no_part")
        for key in keys:
            set_widget_value(key, None)
        keep(form, keys)
