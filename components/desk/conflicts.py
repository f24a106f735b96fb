"""Where a new release and the staff disagree: both values side by side, and a person decides."""

from __future__ import annotations

from collections.abc import Sequence

import htpy as h
import streamlit as st

from components.desk.acting import RefusedError, attempt, fault_words
from components.desk.changes_view import row_links
from components.desk.desk_view import DeskView
from components.desk.keeping import fill, forget, keep
from components.desk.programme_view import programme_lines
from components.i18n import Translate
from components.markup import Element, Node, isolated, show
from components.session import widget_value
from data.merge import ReleaseConflict
from data.raw import PROGRAMMES, Key, Row
from data.store import Action, Actor, Store

KEEPS = ("staff", "release")
"""Whose text stands; as ``Store.resolve`` calls them."""


def rows_in_conflict(
    conflicts: Sequence[ReleaseConflict],
) -> dict[tuple[str, Key], list[ReleaseConflict]]:
    """Conflicts by row: a row is decided at once."""
    rows: dict[tuple[str, Key], list[ReleaseConflict]] = {}
    for conflict in conflicts:
        rows.setdefault((conflict.table, conflict.key), []).append(conflict)
    return rows


def show_conflicts(desk: DeskView) -> None:
    """Every row on which the release and the staff disagree."""
    t = desk.t
    rows = rows_in_conflict(desk.state.conflicts)
    if not rows:
        show(h.p(".rc-lead")[t("conflicts.none")])
        return
    edition = desk.store.release.edition
    show(h.p(".rc-lead")[t("conflicts.lead", count=len(rows), edition=edition)])
    for number, ((table, key), found) in enumerate(rows.items(), start=1):
        _show_row(number, table, key, found, desk)


def _show_row(
    number: int, table: str, key: Key, found: list[ReleaseConflict], desk: DeskView
) -> None:
    t, words = desk.t, desk.words
    texts = {item.column: item.staff or "" for item in found if item.column}
    show(
        h.div(".rc-change-head")[
            h.h2[isolated(words.row(table, key, texts))],
            h.p(".rc-small.rc-muted")[words.table(table), " · ", row_links(table, key, desk)],
        ]
    )
    fault = next((item.fault for item in found if item.fault is not None), None)
    if fault is not None:
        show(
            h.div(".rc-review-meanwhile")[
                h.p[t("conflicts.set_aside")], h.p(".rc-small")[isolated(fault_words(fault, words))]
            ]
        )
        return
    show(_both(found, desk))
    if not desk.may(Action.RESOLVE):
        return
    released = desk.state.raw.get(table, {}).get(key)
    _show_choice(number, found, released, desk)


def _both(found: list[ReleaseConflict], desk: DeskView) -> Element:
    t, words = desk.t, desk.words
    return h.div(".rc-table-scroll")[
        h.table(".rc-desk-table.rc-conflict")[
            h.thead[
                h.tr[
                    h.th(scope="col")[t("change.field")],
                    h.th(scope="col")[t("conflicts.ours")],
                    h.th(scope="col")[t("conflicts.theirs", edition=desk.store.release.edition)],
                ]
            ],
            h.tbody[
                (
                    h.tr[
                        h.th(scope="row")[words.column(item.table, item.column)],
                        h.td[_value(item, item.staff, desk)],
                        h.td[_value(item, item.released, desk)],
                    ]
                    for item in found
                )
            ],
        ]
    ]


def _value(item: ReleaseConflict, text: str | None, desk: DeskView) -> Node:
    if item.table == PROGRAMMES and item.column == "toml" and text == item.staff and item.released:
        return programme_lines(item.released, text, desk.words)
    if item.table == PROGRAMMES and item.column == "toml" and text is not None:
        return desk.t("conflicts.programme")
    return isolated(desk.words.value(item.table, item.column, text))


def _show_choice(
    number: int, found: list[ReleaseConflict], released: Row | None, desk: DeskView
) -> None:
    t, first = desk.t, found[0]
    key = f"conflict-reason-{first.table}-{'-'.join(first.key)}"
    form = f"conflict:{first.table}:{'|'.join(first.key)}"
    fill(form, desk, (key,))
    st.text_input(
        t("conflicts.reason"),
        key=key,
        placeholder=t("conflicts.reason.placeholder"),
        max_chars=1000,
        on_change=keep,
        args=(form, (key,)),
    )
    with st.container(horizontal=True, key=f"rc-conflict-act-{number}", gap="small"):
        for whose in KEEPS:
            # A row that the release no longer has cannot be kept: there is nothing to put it on.
            if whose == "staff" and released is None:
                continue
            st.button(
                t(f"conflicts.keep.{whose}"),
                key=f"conflict-{number}-{whose}",
                on_click=_resolve,
                args=(first, whose, form, key),
            )


def _resolve(conflict: ReleaseConflict, whose: str, form: str, key: str) -> None:
    def act(store: Store, actor: Actor, t: Translate) -> str:
        reason = str(widget_value(key) or "").strip()
        if not reason:
            raise RefusedError(t("acting.reason"))
        store.resolve(conflict, whose, actor, reason)
        forget(form, (key,), store, actor)
        return t(f"conflicts.done.{whose}")

    attempt(act)
