"""Subjects of a strategy that no other has yet: to which of the areas each belongs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from components.desk.controls import with_boxes
from components.desk.drafts import entry_in_hand, keep, widget_key
from components.desk.entry import Entry
from components.desk.sitting import Sitting
from components.desk.words import shown_code
from components.markup import plain_label
from components.session import widget_value
from data.schema import FocusArea


def show_areas(form: str, entry: Entry, subjects: Sequence[str], sitting: Sitting) -> None:
    """A box for each new subject: its area."""
    names = {area.value: shown_code("focus_area", area.value, sitting.view) for area in FocusArea}
    for subject in subjects:
        key = widget_key(form, f"area:{subject}")
        area = entry.areas.get(subject)
        st.selectbox(
            plain_label(sitting.t("edit.area", subject=subject)),
            list(names),
            index=list(names).index(area) if area in names else None,
            key=key,
            format_func=lambda code: names[code],
            placeholder=sitting.t("edit.choose"),
            filter_mode=None,
            on_change=_note_area,
            args=(form, subject),
        )


def _note_area(form: str, subject: str) -> None:
    entry = entry_in_hand(form)
    if entry is None:
        return
    chosen = widget_value(widget_key(form, f"area:{subject}"))
    areas = {name: area for name, area in entry.areas.items() if name != subject}
    if isinstance(chosen, str):
        areas[subject] = chosen
    keep(form, replace(with_boxes(form, entry), areas=areas))
