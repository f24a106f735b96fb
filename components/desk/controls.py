"""One field on the screen: its label, its help, the box it is typed in, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import htpy as h
import streamlit as st

from components.desk.drafts import entry_in_hand, keep, widget_key
from components.desk.entry import Entry
from components.desk.fields import Control, columns_of_form, control_of, field_of, help_of, label_of
from components.desk.reading import Fault
from components.desk.sitting import Sitting
from components.desk.words import items_of_cell, meanings_of, options_of
from components.i18n import Language, Translate
from components.markup import Element, isolated, markdown_text, plain_label, show
from components.session import current_language, widget_value
from components.view import View
from data.read import LIST_SEPARATOR

FEW = 4
"""Choices that all stand on the screen with what they mean; more go into a list."""

LONGEST_LINE = 400
LONGEST_TEXT = 6_000

Options = dict[str, str]


def show_field(
    form: str,
    entry: Entry,
    column: str,
    sitting: Sitting,
    *,
    faults: Iterable[Fault] = (),
    options: Options | None = None,
    captions: Options | None = None,
) -> None:
    """Draw one field with what the entry has in it.

    Args:
        options: What may be chosen; None: everything the column allows.
        captions: What each choice means; None: what the vocabulary says.
    """
    control = control_of(entry.table, column)
    key, language, t = widget_key(form, column), sitting.language, sitting.t
    label = label_of(entry.table, column, language, t)
    if field_of(entry.table, column).is_required and control is not Control.YES_NO:
        label = t("edit.required", label=label)
    common: dict[str, Any] = {
        "label": plain_label(label),
        "key": key,
        "help": markdown_text(help_of(entry.table, column, language, t)),
        "on_change": note_change,
        "args": (form, column),
    }
    text = entry.text(column, language)
    if control in {Control.CHOICE, Control.CHOICES}:
        options = options_of(entry.table, column, sitting.view) if options is None else options
        captions = meanings_of(entry.table, column, sitting.view) if captions is None else captions
        if control is Control.CHOICES:
            _choose_several(common, text, options, captions)
        else:
            is_required = field_of(entry.table, column).is_required
            _choose_one(common, text, options, captions, t=t, is_required=is_required)
    elif control is Control.YES_NO:
        st.checkbox(**common, value=text == "yes")
    elif control in {Control.PARAGRAPH, Control.ITEMS}:
        st.text_area(
            **common,
            value=text,
            height=_height(text, control),
            max_chars=LONGEST_TEXT,
            placeholder="",
        )
    else:
        st.text_input(
            **common,
            value=text,
            max_chars=LONGEST_LINE,
            placeholder=_example(control, sitting),
            live="0.8s",
        )
    show_faults(faults, sitting.view, key)


def _choose_several(common: dict[str, Any], text: str, options: Options, captions: Options) -> None:
    chosen = items_of_cell(text)
    names = options | {code: code for code in chosen if code not in options}
    shown = {code: markdown_text(name) for code, name in names.items()}
    st.pills(
        **common,
        options=list(names),
        default=list(chosen),
        selection_mode="multi",
        format_func=lambda code: shown[code],
    )
    _meanings((names[code], captions[code]) for code in chosen if code in captions)


def _choose_one(
    common: dict[str, Any],
    text: str,
    options: Options,
    captions: Options,
    *,
    t: Translate,
    is_required: bool,
) -> None:
    nothing = {} if is_required else {"": t("edit.no_choice")}
    # A code that is no longer offered is not lost.
    names = nothing | options | ({text: text} if text and text not in options else {})
    place = list(names).index(text) if text in names else None
    if len(names) <= FEW and captions and is_required:
        shown = {code: markdown_text(name) for code, name in names.items()}
        lines = [markdown_text(captions.get(code, "")) for code in names]
        st.radio(
            **common,
            options=list(names),
            index=place,
            format_func=lambda code: shown[code],
            captions=lines,
        )
        return
    st.selectbox(
        **common,
        options=list(names),
        index=place,
        format_func=lambda code: names[code],
        placeholder=t("edit.choose"),
        filter_mode=None,
    )
    if captions.get(text):
        _meanings([(names[text], captions[text])])


def _meanings(lines: Iterable[tuple[str, str]]) -> None:
    listed = list(lines)
    if listed:
        show(
            h.ul(".rc-field-meanings.rc-small.rc-muted")[
                (h.li[h.b[name], " · ", isolated(words)] for name, words in listed)
            ]
        )


def _height(text: str, control: Control) -> int:
    """Tall enough for what is there, in pixels."""
    lines = text.count("\n") + 1 + (len(text) // 36 if control is Control.PARAGRAPH else 0)
    return 24 * min(max(lines, 3), 14) + 24


def _example(control: Control, sitting: Sitting) -> str:
    return sitting.t("edit.example.date") if control is Control.DATE else ""


# ---- faults ---------------------------------------------------------------------------------------


def fault_words(fault: Fault, view: View) -> str:
    """What is wrong, in one sentence, without the name of the field."""
    if fault.key:
        return view.t(fault.key, value=fault.value or "")
    return fault.rule_sentence(view.language)


def show_faults(faults: Iterable[Fault], view: View, key: str) -> None:
    """Under a field: what is wrong, read out when it appears and tied to the box by ``desk.js``."""
    listed = list(faults)
    if listed:
        show(*(fault_element(fault_words(fault, view), key) for fault in listed))


def fault_element(words: str, key: str) -> Element:
    """One thing that is wrong, for the box with this key."""
    told = words[:1].upper() + words[1:]
    return h.p(".rc-fault", role="alert", data_rc_box=box_class(key))[isolated(f"{told}.")]


def box_class(key: str) -> str:
    """Class that Streamlit gives the box of a key."""
    return "st-key-" + "".join(
        c if c.isascii() and (c.isalnum() or c in "_-") else "-" for c in key
    )


# ---- what the visitor did -------------------------------------------------------------------------


def note_change(form: str, column: str) -> None:
    """Keep what was just typed or chosen; for ``on_change``."""
    entry = entry_in_hand(form)
    if entry is not None:
        keep(form, with_box(form, entry, column, current_language()))


def with_boxes(form: str, entry: Entry) -> Entry:
    """The entry with what stands in every box: what was typed a moment before a button is pressed."""
    language = current_language()
    for column in columns_of_form(entry.table):
        if widget_value(widget_key(form, column)) is not None:
            entry = with_box(form, entry, column, language)
    return entry


def with_box(form: str, entry: Entry, column: str, language: Language) -> Entry:
    """The entry with what stands in one box."""
    value = widget_value(widget_key(form, column))
    if isinstance(value, bool):
        text = "yes" if value else "no"
    elif isinstance(value, list | tuple):
        chosen = [str(item) for item in value]
        before = items_of_cell(entry.loaded.get(column, ""))
        kept = [item for item in before if item in chosen]
        text = LIST_SEPARATOR.join([*kept, *(item for item in chosen if item not in kept)])
    else:
        text = "" if value is None else str(value)
    return entry.with_text(column, text, language)
