"""« Cette ligne a changé pendant que vous écriviez » : what, by whom, and whose text to keep."""

from __future__ import annotations

import htpy as h
import streamlit as st

from components.desk.controls import with_boxes
from components.desk.diff import DiffLine, column_label, line_element
from components.desk.drafts import entry_in_hand, keep, take, widget_key
from components.desk.entry import Entry
from components.desk.merging import Meanwhile, meanwhile, rebased
from components.desk.sitting import Sitting, moment_words
from components.desk.words import cut, shown_cell
from components.markup import Element, isolated, markdown_text, show
from components.session import current_language, forget, store, visitor_zone, widget_value
from components.staff import staff_name
from data.raw import Row
from data.store import Change

HISTORY_READ = 50
"""Changes of the row among which the authors of what changed meanwhile are looked for."""


def show_meanwhile(form: str, entry: Entry, sitting: Sitting) -> bool:
    """Tell what others changed since the form was opened, and let the author choose.

    Returns:
        True: the author has to choose first; nothing can be sent yet.
    """
    if entry.is_new:
        return False
    now = sitting.raw.get(entry.table, {}).get(entry.key)
    history = store().history(table=entry.table, key=entry.key, limit=HISTORY_READ)
    if now is None:
        _show_gone(entry, history, sitting)
        return True
    changed = meanwhile(entry, now, history, sitting.language)
    if not changed:
        return False
    t = sitting.t
    clashes = [item for item in changed if item.is_clash]
    with st.container(key=widget_key(form, "meanwhile")):
        show(
            h.section(".rc-meanwhile", role="alert")[
                h.h3[t("edit.meanwhile.title")],
                h.p[
                    t("edit.meanwhile.clashes", count=len(clashes))
                    if clashes
                    else t("edit.meanwhile.apart")
                ],
                _by(changed, history, sitting),
                h.dl(".rc-diff-lines")[(_theirs(item, entry, sitting) for item in changed)],
            ]
        )
        for item in clashes:
            _choice(form, item, entry, sitting)
        st.button(
            t("edit.meanwhile.go_on"),
            key=widget_key(form, "go_on"),
            type="primary",
            disabled=any(_chosen(form, item.column) is None for item in clashes),
            on_click=_go_on,
            args=(form, sitting.state.revision),
        )
    return True


def _show_gone(entry: Entry, history: tuple[Change, ...], sitting: Sitting) -> None:
    t = sitting.t
    typed = [
        h.div[h.dt[column_label(entry.table, column, sitting.view)], h.dd[isolated(text)]]
        for column, text in entry.typed.items()
    ]
    last = history[0] if history else None
    show(
        h.section(".rc-meanwhile", role="alert")[
            h.h3[t("edit.meanwhile.gone")],
            h.p[_who(last, sitting), t("separator"), isolated(last.reason)] if last else None,
            [h.p[t("edit.meanwhile.your_text")], h.dl(".rc-facts")[typed]] if typed else None,
        ]
    )


def _by(changed: tuple[Meanwhile, ...], history: tuple[Change, ...], sitting: Sitting) -> Element:
    ids = {item.change_id for item in changed}
    return h.ul(".rc-meanwhile-who")[
        (
            h.li[_who(change, sitting), sitting.t("separator"), isolated(change.reason)]
            for change in history
            if change.change_id in ids
        )
    ]


def _who(change: Change, sitting: Sitting) -> Element:
    moment = moment_words(change.moment, visitor_zone(), sitting.language, sitting.t)
    return h.b[isolated(sitting.t("edit.by", name=staff_name(change.editor), moment=moment))]


def _theirs(item: Meanwhile, entry: Entry, sitting: Sitting) -> Element:
    view = sitting.view
    line = DiffLine(
        column=item.column,
        label=column_label(entry.table, item.column, view),
        old=shown_cell(entry.table, item.column, item.was, view),
        new=shown_cell(entry.table, item.column, item.theirs, view),
    )
    return line_element(line, view)


def _choice(form: str, item: Meanwhile, entry: Entry, sitting: Sitting) -> None:
    t, view = sitting.t, sitting.view
    words = {
        "theirs": shown_cell(entry.table, item.column, item.theirs, view),
        "mine": item.mine or t("edit.nothing"),
    }
    labels = {
        "theirs": t("edit.meanwhile.theirs", text=cut(words["theirs"], 400)),
        "mine": t("edit.meanwhile.mine", text=cut(words["mine"], 400)),
    }
    st.radio(
        markdown_text(column_label(entry.table, item.column, view)),
        list(labels),
        index=None,
        key=widget_key(form, f"keep:{item.column}"),
        format_func=lambda side: markdown_text(labels[side]),
    )


def _chosen(form: str, column: str) -> bool | None:
    side = widget_value(widget_key(form, f"keep:{column}"))
    return {"mine": True, "theirs": False}.get(str(side))


def _go_on(form: str, seen: int) -> None:
    """Put the author's text over the row of now; ``seen``: the revision the choices were made on."""
    entry = entry_in_hand(form)
    if entry is None:
        return
    entry = with_boxes(form, entry)
    state = store().state()
    now: Row | None = state.raw.get(entry.table, {}).get(entry.key)
    if now is None or store().changed_since(seen, [(entry.table, entry.key)]):
        forget(
            widget_key(form, "keep:")
        )  # it has changed once more: to be chosen on what is there now
        return
    sides = {column: _chosen(form, column) for column in now}
    kept = {column: side for column, side in sides.items() if side is not None}
    merged = rebased(entry, now, state.revision, kept, current_language())
    take(form, merged)
    keep(form, merged)
