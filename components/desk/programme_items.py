"""Lists inside a conference: talks, people, questions, aims; each item with its fields, added, removed."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import htpy as h
import streamlit as st

from components.city_choice import city_names
from components.desk.desk_view import DeskView
from components.desk.programme_draft import Working, change_programme
from components.desk.programme_text import Table
from components.markup import show
from components.session import set_widget_value, widget_value

Path = tuple[str, ...]
"""Where a list stands: ``("aims",)`` or ``("sessions", "closing", "talks")``."""

OWNERS = ("city_id", "organisation_id")
FIELDS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "talks": (OWNERS, ("title_fr", "title_en")),
    "speakers": (("name",), ("role_fr", "role_en"), OWNERS),
    "moderator": (("name",), ("role_fr", "role_en"), OWNERS),
    "questions": (("fr", "en"),),
    "aims": (("fr", "en"),),
    "expected_results": (("fr", "en"),),
}
"""Fields of the items of each list, those of one line together."""

_LONG = ("fr", "en", "role_fr", "role_en")
_EMPTY_ALLOWED = ("name",)


def tidy(value: Any) -> Any:
    """A text on one line, without spaces around; anything else as it is."""
    return " ".join(value.split()) if isinstance(value, str) else value


def show_items(working: Working, path: Path, items: Sequence[Table], desk: DeskView) -> None:
    """One list, folded: its items, each with a way to remove it, and a way to add one."""
    t, name = desk.t, path[-1]
    slug = "-".join(path)
    count = len(items)
    with st.expander(t(f"programme.items.{name}", count=count)):
        for place, item in enumerate(items):
            if count > 1:
                show(h.h4[t(f"programme.item.{name}", number=str(place + 1))])
            _show_item(working, path, place, item, desk)
            st.button(
                t("programme.item.remove"),
                key=f"programme-remove-{slug}-{place}",
                type="tertiary",
                on_click=_remove,
                args=(working.programme_id, path, place),
            )
        if name != "moderator" or not items:
            st.button(
                t("programme.item.add"),
                key=f"programme-add-{slug}",
                on_click=_add,
                args=(working.programme_id, path),
            )


def items_at(table: Table, path: Path) -> list[Table]:
    """The items of a list; one that is not there is empty, a moderator is a list of one."""
    holder = _holder(table, path)
    found = holder.get(path[-1], [])
    return [found] if isinstance(found, dict) else list(found)


def _holder(table: Table, path: Path) -> Table:
    if len(path) == 1:
        return table
    return next(
        (session for session in table.get("sessions", []) if session.get("id") == path[1]), {}
    )


def _show_item(working: Working, path: Path, place: int, item: Table, desk: DeskView) -> None:
    for line in FIELDS[path[-1]]:
        for column, name in zip(st.columns(len(line)), line, strict=True):
            with column:
                _show_field(working, path, place, (name, item.get(name)), desk)


def _show_field(
    working: Working, path: Path, place: int, field: tuple[str, Any], desk: DeskView
) -> None:
    t, (name, value) = desk.t, field
    key = f"programme-{working.programme_id}-{'-'.join(path[1:] or path)}-{place}-{name}"
    sent = (working.programme_id, path, place, name, key)
    label = t(f"programme.key.{name}")
    if name in OWNERS:
        options = _owners(name, desk)
        set_widget_value(key, value if value in options else None)
        st.selectbox(
            label,
            list(options),
            index=None,
            key=key,
            format_func=options.__getitem__,
            placeholder=t("programme.none"),
            filter_mode=None,
            on_change=_set,
            args=sent,
        )
        return
    set_widget_value(key, str(value or ""))
    nothing = t("programme.text.none")
    if name in _LONG:
        st.text_area(
            label,
            key=key,
            max_chars=1000,
            height=80,
            placeholder=nothing,
            on_change=_set,
            args=sent,
        )
    else:
        st.text_input(label, key=key, max_chars=300, placeholder=nothing, on_change=_set, args=sent)


def _owners(name: str, desk: DeskView) -> Mapping[str, str]:
    if name == "city_id":
        return city_names(desk.view.dataset, desk.language)
    ids = desk.view.dataset.organisations
    return {key: desk.words.name("organisations", (key,)) for key in ids}


# ---- what widgets and buttons do ------------------------------------------------------------------


def _edit(programme_id: str, path: Path, edit: Callable[[list[Table]], None]) -> None:
    def change(table: Table) -> Table:
        after = copy.deepcopy(table)
        items = items_at(after, path)
        edit(items)
        holder, name = _holder(after, path), path[-1]
        if items:
            holder[name] = items[0] if name == "moderator" else items
        elif len(path) == 1:
            holder[name] = []
        else:
            holder.pop(name, None)
        return after

    change_programme(programme_id, change)


def _set(programme_id: str, path: Path, place: int, name: str, key: str) -> None:
    value = tidy(widget_value(key))

    def edit(items: list[Table]) -> None:
        item = items[place]
        if value or name in _EMPTY_ALLOWED:
            item[name] = value or ""
        else:
            item.pop(name, None)
        if value and name in OWNERS:
            item.pop(OWNERS[1 - OWNERS.index(name)], None)

    _edit(programme_id, path, edit)


def _add(programme_id: str, path: Path) -> None:
    empty = {"name": ""} if ("name",) in FIELDS[path[-1]] else {}
    _edit(programme_id, path, lambda items: items.append(dict(empty)))


def _remove(programme_id: str, path: Path, place: int) -> None:
    def edit(items: list[Table]) -> None:
        del items[place]

    _edit(programme_id, path, edit)
