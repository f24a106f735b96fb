"""« Cette fiche a changé pendant que vous écriviez » : what, by whom, and whose text to keep."""

from __future__ import annotations

from collections.abc import Sequence

import htpy as h
import streamlit as st

from components.desk.controls import with_boxes
from components.desk.diff import DiffLine, column_label, line_element
from components.desk.drafts import entry_in_hand, keep, take, widget_key
from components.desk.entry import Entry
from components.desk.merging import Meanwhile, meanwhile, rebased
from components.desk.sitting import Sitting, moment_words
from components.desk.words import cut, shown_cell
from components.markup import Element, isolated, markdown_text, plain_label, show
from components.session import current_language, store, visitor_zone, widget_value
from components.staff import staff_name
from data.raw import Row
from data.store import Change

HISTORY_READ = 50
"""Changes of a row among which the authors of what changed meanwhile are looked for."""

_LONGEST_CHOICE = 400


def show_meanwhile(form: str, entry: Entry, sitting: Sitting) -> bool:
    """Tell what others changed since the form was opened, and let the author choose.

    Returns:
        True: the author has to choose first; nothing can be sent yet.
    """
    if entry.is_new:
        return False
    history = store().history(table=entry.table, key=entry.key, limit=HISTORY_READ)
    now = sitting.raw.get(entry.table, {}).get(entry.key)
    if now is None:
        show(gone_element(entry, history, sitting))
        return True
    changed = meanwhile(entry, now, history, sitting.language)
    if not changed:
        return False
    t, stamp = sitting.t, stamp_of("", history)
    with st.container(key="desk_meanwhile"):
        show(
            h.section(".rc-meanwhile", role="alert", id="meanwhile")[
                h.h3[t("edit.meanwhile.title")],
                what_to_do(sum(item.is_clash for item in changed), sitting),
                changed_element(entry, changed, history, sitting),
            ]
        )
        for item in changed:
            if item.is_clash:
                choice_box(form, stamp, item, entry, sitting)
        st.button(
            t("edit.meanwhile.go_on"),
            key=widget_key(form, "go_on"),
            type="primary",
            disabled=any(i.is_clash and chosen(form, stamp, i.column) is None for i in changed),
            on_click=_go_on,
            args=(form, stamp),
        )
    return True


def what_to_do(clashes: int, sitting: Sitting) -> Element:
    """Whether there is anything to choose."""
    t = sitting.t
    return h.p[t("edit.meanwhile.clashes", count=clashes) if clashes else t("edit.meanwhile.apart")]


def gone_element(entry: Entry, history: Sequence[Change], sitting: Sitting) -> Element:
    """The row was withdrawn: by whom and why, and the text of the author to take elsewhere."""
    t = sitting.t
    typed = [
        h.div[h.dt[column_label(entry.table, column, sitting.view)], h.dd[isolated(text)]]
        for column, text in entry.typed.items()
    ]
    last = history[0] if history else None
    return h.section(".rc-meanwhile", role="alert")[
        h.h3[t("edit.meanwhile.gone")],
        h.p[_who(last, sitting), t("separator"), isolated(last.reason)] if last else None,
        [h.p[t("edit.meanwhile.your_text")], h.dl(".rc-facts")[typed]] if typed else None,
    ]


def changed_element(
    entry: Entry, changed: Sequence[Meanwhile], history: Sequence[Change], sitting: Sitting
) -> Element:
    """Who changed the row and why, then each field: what it was, what it is now."""
    ids = {item.change_id for item in changed}
    return h.div[
        h.ul(".rc-meanwhile-who")[
            (
                h.li[_who(change, sitting), sitting.t("separator"), isolated(change.reason)]
                for change in history
                if change.change_id in ids
            )
        ],
        h.dl(".rc-diff-lines")[(_theirs(item, entry, sitting) for item in changed)],
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


def choice_box(form: str, stamp: str, item: Meanwhile, entry: Entry, sitting: Sitting) -> None:
    """Two texts of one field, to choose from; neither is chosen beforehand.

    Args:
        stamp: Of the row and its last change (``stamp_of``).
    """
    t, view = sitting.t, sitting.view
    theirs = shown_cell(entry.table, item.column, item.theirs, view)
    mine = item.mine or t("edit.nothing")
    labels = {
        "theirs": t("edit.meanwhile.theirs", text=cut(theirs, _LONGEST_CHOICE)),
        "mine": t("edit.meanwhile.mine", text=cut(mine, _LONGEST_CHOICE)),
    }
    st.radio(
        plain_label(column_label(entry.table, item.column, view)),
        list(labels),
        index=None,
        key=_choice_key(form, stamp, item.column),
        format_func=lambda side: markdown_text(labels[side]),
    )


def stamp_of(row: str, history: Sequence[Change]) -> str:
    """Name of a row and its last change: choices made before it changed again are not those of now.

    Args:
        row: Name of the row in a grid; empty: the form of one row.
        history: Changes of the row, latest first.
    """
    return f"{row}:{history[0].change_id if history else 0}"


def chosen(form: str, stamp: str, column: str) -> bool | None:
    """Whether the author keeps their own text; None: not chosen yet."""
    side = widget_value(_choice_key(form, stamp, column))
    return {"mine": True, "theirs": False}.get(str(side))


def choices(form: str, stamp: str, now: Row) -> dict[str, bool]:
    """What was chosen, by column."""
    sides = {column: chosen(form, stamp, column) for column in now}
    return {column: side for column, side in sides.items() if side is not None}


def _choice_key(form: str, stamp: str, column: str) -> str:
    return widget_key(form, f"keep:{stamp}:{column}")


def _go_on(form: str, seen: str) -> None:
    """Put the author's text over the row of now; ``seen``: the stamp the choices were made on."""
    entry = entry_in_hand(form)
    if entry is None:
        return
    entry = with_boxes(form, entry)
    state = store().state()
    now: Row | None = state.raw.get(entry.table, {}).get(entry.key)
    history = store().history(table=entry.table, key=entry.key, limit=1)
    if now is None or stamp_of("", history) != seen:
        return  # it has changed once more: the next run asks again
    kept = choices(form, seen, now)
    merged = rebased(entry, now, state.revision, kept, current_language())
    take(form, merged)
    keep(form, merged)
