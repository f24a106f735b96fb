"""« À vérifier »: rows that somebody should read again, who and when; marking rows as checked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType

import htpy as h
import streamlit as st

from analysis.completeness import Row, UndatedSource, UnknownAnswer
from components import session
from components.address import AddressReader, address
from components.desk.acting import tell
from components.desk.action_log import names_of
from components.desk.asking import outcome
from components.desk.completeness import pages
from components.desk.completeness_asked import ANCHOR, PER_PAGE, Asked
from components.desk.completeness_rows import (
    RowId,
    city_link,
    city_of,
    form_link,
    row_link,
    row_words,
    ways_line,
)
from components.desk.completeness_staff_files import show_csv, verify_table
from components.i18n import Translate, day
from components.markup import Element, internal_link, isolated, show
from components.session import today
from components.staff import Action, current_actor, require
from components.view import View
from data.errors import DataError, Rule
from data.store import Actor, ItemState, Store, ToVerify

ACTION_OF_LIST: Mapping[str, Action] = MappingProxyType(
    {"verify": Action.TO_VERIFY, "searches": Action.LOG_SEARCH}
)
"""What somebody must be allowed to do to open each list of staff."""

LONGEST_NOTE = 500
ANYBODY = ""


class FaultError(ValueError):
    """A form that cannot be sent; the text is the key of the message."""


def open_count() -> int:
    """How many things are left to verify."""
    return len(session.store().to_verify())


def read_item(reader: AddressReader) -> ToVerify | None:
    """The thing to verify that the address opens, or None."""
    items = {str(item.item_id): item for item in session.store().to_verify()}
    return items.get(reader.one("item", items) or "")


def read_day(text: str) -> date | None:
    """A day as somebody typed it, ``2026-12-31``; None: nothing typed.

    Raises:
        FaultError: It is no day.
    """
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise FaultError("completeness.fault.date") from None


def owners(view: View) -> dict[str, str]:
    """Who a row can be given to, by id: those who may verify now, in the order of their names."""
    members = [each for each in session.store().staff() if each.is_active]
    ids = {member.staff_id for member in members} | {current_actor().staff_id}
    return names_of(tuple(ids), {each.staff_id: each.name for each in members}, view.t)


# ---- rows of a list ------------------------------------------------------------------------------


def show_row_actions(
    asked: Asked, lines: Sequence[UnknownAnswer | UndatedSource | Row], view: View
) -> None:
    """Mark rows of the page that is shown as checked, or ask somebody to look at them again.

    A question without an answer is no row yet: there is nothing to check, only to search.
    """
    rows = [row for line in lines if (row := _row_of(line)) is not None]
    if not rows:
        return
    key = f"todo_{asked.list_name}"
    people = owners(view)
    words = {row: row_words(*row, view) for row in rows}
    show(
        h.h3(".rc-todo-form", id="act")[view.t("completeness.rows.title")],
        h.p(".rc-prose")[view.t("completeness.rows.lead")],
    )
    with st.form(f"{key}_form", border=False):
        st.multiselect(
            view.t("completeness.rows.choose"),
            rows,
            key=f"{key}_rows",
            format_func=lambda row: words.get(row, ""),
            placeholder=view.t("completeness.rows.placeholder"),
            select_all=False,
        )
        st.form_submit_button(
            view.t("completeness.rows.check"), type="primary", on_click=_check, args=(key,)
        )
        _fields(key, people, ANYBODY, None, view)
        st.text_input(
            view.t("completeness.field.note"),
            key=f"{key}_note",
            max_chars=LONGEST_NOTE,
            placeholder="",
        )
        st.form_submit_button(view.t("completeness.rows.add"), on_click=_add, args=(key,))


def _row_of(line: UnknownAnswer | UndatedSource | Row) -> RowId | None:
    if isinstance(line, Row):
        return line.table, line.key
    if isinstance(line, UndatedSource):
        return "sources", (line.source.source_id,)
    return None


def _fields(
    key: str, people: Mapping[str, str], owner: str, due_on: date | None, view: View
) -> None:
    options = [ANYBODY, *people]
    first, second = st.columns(2)
    with first:
        st.selectbox(
            view.t("completeness.field.owner"),
            options,
            index=options.index(owner) if owner in options else 0,
            key=f"{key}_owner",
            format_func=lambda name: people.get(name, view.t("completeness.owner.anybody")),
            placeholder="",
        )
    with second:
        st.text_input(
            view.t("completeness.field.due"),
            value=due_on.isoformat() if due_on else "",
            key=f"{key}_due",
            max_chars=10,
            placeholder="",
        )


def _chosen(key: str) -> list[RowId]:
    value = session.widget_value(f"{key}_rows")
    rows = [(row[0], tuple(row[1])) for row in value] if isinstance(value, list) else []
    if not rows:
        raise FaultError("completeness.fault.rows")
    return rows


def _check(key: str) -> None:
    def act(store: Store, actor: Actor, t: Translate) -> str:
        rows = _chosen(key)
        store.mark_checked(rows, actor, today())
        session.set_widget_value(f"{key}_rows", [])
        return t("completeness.rows.checked", count=len(rows))

    attempt(act)


def _add(key: str) -> None:
    def act(store: Store, actor: Actor, t: Translate) -> str:
        rows = _chosen(key)
        due_on = read_day(text_of(f"{key}_due"))
        owner, note = text_of(f"{key}_owner"), text_of(f"{key}_note")
        for table, row_key in rows:
            store.add_to_verify(
                actor, owner=owner, due_on=due_on, table=table, key=row_key, note=note
            )
        session.set_widget_value(f"{key}_rows", [])
        session.set_widget_value(f"{key}_note", "")
        return t("completeness.rows.added", count=len(rows))

    attempt(act)


# ---- the list ------------------------------------------------------------------------------------


def show_items(asked: Asked, item: ToVerify | None, view: View) -> None:
    """The list, and the form of the thing that the address opens."""
    require(Action.TO_VERIFY)
    items = session.store().to_verify()
    people = owners(view)
    names = _names(items, view)
    show(items_section(items, item, names, asked, view))
    if items:
        show_csv(verify_table(items, names, view), view)
    if item is None:
        return
    key = f"todo_item_{item.item_id}"
    show(h.h3(".rc-todo-form", id="item")[isolated(row_words(item.table, item.key, view))])
    with st.form(f"{key}_form", border=False):
        _fields(key, people, item.owner, item.due_on, view)
        with st.container(horizontal=True):
            for name in ("done", "drop", "save"):
                st.form_submit_button(
                    view.t(f"completeness.verify.{name}"),
                    type="primary" if name == "done" else "secondary",
                    on_click=_set,
                    args=(name, key, item),
                )


def items_section(
    items: Sequence[ToVerify],
    item: ToVerify | None,
    names: Mapping[str, str],
    asked: Asked,
    view: View,
) -> Element:
    """Things to verify, soonest first, by pages; ``item`` is the one that is open."""
    last = max(1, -(-len(items) // PER_PAGE))
    here = replace(asked, page=min(asked.page, last))
    first = (here.page - 1) * PER_PAGE
    return h.section(".rc-todo", id=ANCHOR)[
        h.h2[view.t("completeness.verify.title")],
        h.p(".rc-prose")[view.t("completeness.verify.lead")],
        h.ol(".rc-todo-lines", start=str(first + 1))[
            (_item_line(each, item, names, view) for each in items[first : first + PER_PAGE])
        ]
        if items
        else h.p[view.t("completeness.verify.none")],
        last > 1 and pages(here, last, view),
    ]


def _item_line(
    item: ToVerify, chosen: ToVerify | None, names: Mapping[str, str], view: View
) -> Element:
    city_id = city_of(item.table, item.key, view)
    target = address("completeness", view.language, list="verify", item=str(item.item_id))
    return h.li(
        aria_current="true" if chosen and item.item_id == chosen.item_id else None,
    )[
        h.p(".rc-todo-what")[row_link(item.table, item.key, view)],
        h.p(".rc-todo-meta")[
            city_id and [city_link(city_id, view), " · "],
            _due(item, view),
            " · ",
            isolated(
                view.t("completeness.verify.owner", name=names.get(item.owner, item.owner))
                if item.owner
                else view.t("completeness.owner.anybody")
            ),
            " · ",
            isolated(
                view.t("completeness.verify.by", name=names.get(item.created_by, item.created_by))
            ),
        ],
        item.note and h.p[isolated(item.note)],
        ways_line(
            [
                internal_link(view.t("completeness.verify.change"), f"{target}#item"),
                form_link(item.table, item.key, view),
            ]
        ),
    ]


def _due(item: ToVerify, view: View) -> Element:
    if item.due_on is None:
        return h.span[view.t("completeness.verify.no_due")]
    when = day(item.due_on, view.language)
    if item.due_on < view.today:
        return h.span(".rc-todo-late")[view.t("completeness.verify.late", date=when)]
    return h.span[view.t("completeness.verify.due", date=when)]


def _names(items: Sequence[ToVerify], view: View) -> dict[str, str]:
    known = {each.staff_id: each.name for each in session.store().staff()}
    ids = {name for item in items for name in (item.owner, item.created_by) if name}
    return names_of(tuple(ids), known, view.t)


def _set(name: str, key: str, item: ToVerify) -> None:
    def act(store: Store, actor: Actor, t: Translate) -> str:
        if name == "save":
            due_on = read_day(text_of(f"{key}_due"))
            store.set_to_verify(
                item.item_id,
                actor,
                owner=text_of(f"{key}_owner"),
                due_on=due_on,
                is_undated=due_on is None,
            )
            return t("completeness.verify.was_saved")
        if name == "drop":
            store.set_to_verify(item.item_id, actor, state=ItemState.DROPPED)
            session.go_to(list="verify")
            return t("completeness.verify.was_dropped")
        try:
            store.mark_checked([(item.table, item.key)], actor, today())
        except DataError as error:
            # The row was withdrawn meanwhile: there is nothing left to check.
            if error.rule is not Rule.NO_ROW:
                raise
        store.set_to_verify(item.item_id, actor, state=ItemState.DONE)
        session.go_to(list="verify")
        return t("completeness.verify.was_done")

    attempt(act)


# ---- what came of it -----------------------------------------------------------------------------


def text_of(key: str) -> str:
    """What stands in a box; empty: nothing."""
    return str(session.widget_value(key) or "")


def attempt(act: Callable[[Store, Actor, Translate], str]) -> None:
    """Do what a button asks, and tell it once, in the words of the lists."""

    def checked(store: Store, actor: Actor, t: Translate) -> str:
        try:
            return act(store, actor, t)
        except FaultError as fault:
            return t(str(fault))

    tell(
        outcome(
            checked, not_allowed="completeness.fault.not_allowed", gone="completeness.fault.gone"
        )
    )
