"""The form of one row: fields in the order of the city page, preview, what changes, and sending it."""

from __future__ import annotations

import htpy as h
import streamlit as st

from components.desk.asked import Asked
from components.desk.changing import changes_of
from components.desk.checks import Checked, checked
from components.desk.controls import fault_element, fault_words, show_faults, show_field
from components.desk.diff import changes_diff
from components.desk.draft_panel import show_draft
from components.desk.drafts import (
    discard,
    entry_in_hand,
    has_tried,
    saved_entry,
    take,
    unsaved_words,
    widget_key,
)
from components.desk.entry import Entry
from components.desk.fields import GROUPS, Group, own_id
from components.desk.headings import form_heading, question_of_answer
from components.desk.meanwhile_panel import show_meanwhile
from components.desk.merging import met
from components.desk.preview import preview_panel
from components.desk.reading import Fault, new_subjects, read
from components.desk.sending import Prepared, note_reason, prepared, send, sending_faults
from components.desk.sitting import Sitting
from components.desk.sources_field import show_sources
from components.desk.subjects import show_areas
from components.desk.withdrawing import show_withdrawal
from components.desk.words import meanings_of, options_of, row_name
from components.markup import isolated, show
from components.session import checked_records


def show_form(asked: Asked, sitting: Sitting) -> None:
    """Draw the form of the row that the address asks for."""
    form = asked.form
    show(form_heading(asked, sitting))
    entry = entry_in_hand(form)
    if entry is None:
        entry = _opened(form, asked, sitting)
    if entry is None:
        return
    entry = _up_to_date(form, met(entry, asked.key), asked, sitting)
    is_blocked = show_meanwhile(form, entry, sitting)
    if is_blocked and entry.key not in sitting.raw.get(entry.table, {}):
        return
    ready = prepared(entry, sitting)
    judged = checked(sitting.state, ready.changes, entry, ready.key, checked_records())
    with st.container(key="desk_form"):
        fields, preview = st.columns([7, 5], gap="large")
        with fields:
            for group in GROUPS[entry.table]:
                _show_group(form, entry, group, ready, judged, sitting=sitting)
        with preview, st.container(key="desk_preview"):
            show(preview_panel(entry.table, ready.key, judged, sitting.view))
        _show_sending(form, entry, ready, judged, sitting=sitting, is_blocked=is_blocked)
    if not entry.is_new:
        show_withdrawal(form, entry, sitting)


def _up_to_date(form: str, entry: Entry, asked: Asked, sitting: Sitting) -> Entry:
    """The entry; one that nobody has typed in simply shows what is published now."""
    fresh = fresh_entry(asked, sitting)
    if entry.is_touched or entry.loaded == fresh.loaded:
        return entry
    take(form, fresh)
    return fresh


def _opened(form: str, asked: Asked, sitting: Sitting) -> Entry | None:
    """The form as it opens: empty, or from a draft once its author has said so; None: not yet said."""
    fresh = fresh_entry(asked, sitting)
    saved = saved_entry(form, sitting.actor)
    if saved is None:
        take(form, fresh)
        return fresh
    kept, updated = saved
    cells = read(kept, sitting.raw, sitting.language, sitting.view.today).cells
    changes = changes_of(kept, cells, sitting.raw, new_id="-")
    show_draft(form, updated, changes, sitting, resume=take, kept=kept)
    return None


def fresh_entry(asked: Asked, sitting: Sitting) -> Entry:
    """A form nobody has typed in: the row as it is published, or what is given of a new one."""
    row = sitting.raw.get(asked.table, {}).get(asked.key)
    return Entry(
        table=asked.table,
        key=asked.key,
        base=sitting.state.revision,
        loaded=dict(asked.given if row is None else row),
    )


# ---- fields ---------------------------------------------------------------------------------------


def _show_group(
    form: str, entry: Entry, group: Group, ready: Prepared, judged: Checked, *, sitting: Sitting
) -> None:
    show(h.h3(".rc-form-group")[sitting.t(f"edit.group.{group.name}")])
    if entry.table == "criteria" and group.name == "answer":
        show(question_of_answer(entry, sitting.view))
    for columns in group.rows:
        places = st.columns(len(columns), gap="medium") if len(columns) > 1 else [st.container()]
        for place, column in zip(places, columns, strict=True):
            with place:
                _show_column(form, entry, column, ready, judged, sitting=sitting)
    if group.name == "areas":
        show_areas(form, entry, new_subjects(entry, sitting.raw), sitting)


def _show_column(
    form: str, entry: Entry, column: str, ready: Prepared, judged: Checked, *, sitting: Sitting
) -> None:
    faults = faults_shown(form, entry, column, ready, judged)
    if column == "source_ids":
        show_sources(form, entry, sitting, faults)
        return
    options = captions = None
    if column == "project_id":
        options = _projects_of(entry, ready, sitting)
    if column == "answer":
        options = options_of("criteria", "answer", sitting.view)
        captions = _answers(entry, sitting)
    show_field(form, entry, column, sitting, faults=faults, options=options, captions=captions)


def faults_shown(
    form: str, entry: Entry, column: str, ready: Prepared, judged: Checked
) -> tuple[Fault, ...]:
    """What is told under a field: what cannot be read, a rule of the tables, and what is missing once
    somebody has tried to send.
    """
    is_tried = has_tried(form)
    faults = [
        fault for fault in ready.reading.faults_of(column) if is_tried or not fault.is_missing
    ]
    if is_tried:
        faults += [fault for fault in sending_faults(entry) if fault.column == column]
    told = judged.fault
    if told is not None and told.column == column and not faults:
        is_early = told.value in {None, ""} and not is_tried
        faults += [] if is_early else [told]
    return tuple(dict.fromkeys(faults))


def _projects_of(entry: Entry, ready: Prepared, sitting: Sitting) -> dict[str, str]:
    cells = {**entry.loaded, **ready.reading.cells}
    owner = cells.get("city_id", ""), cells.get("organisation_id", "")
    rows = sitting.raw.get("projects", {})
    return {
        key[0]: row_name("projects", key, sitting.view)
        for key, row in rows.items()
        if (row["city_id"], row["organisation_id"]) == owner
    }


def _answers(entry: Entry, sitting: Sitting) -> dict[str, str]:
    """What each answer means for the criterion of the row."""
    view = sitting.view
    criterion = view.dataset.criteria.get(entry.loaded.get("criterion_id", ""))
    meanings = meanings_of("criteria", "answer", view)
    if criterion is not None:
        for code, stem in (
            ("yes", "yes_means"),
            ("partial", "partial_means"),
            ("not_applicable", "not_applicable"),
        ):
            meanings[code] = view.text(criterion, stem) or meanings.get(code, "")
    return meanings


# ---- sending --------------------------------------------------------------------------------------


def _show_sending(
    form: str,
    entry: Entry,
    ready: Prepared,
    judged: Checked,
    *,
    sitting: Sitting,
    is_blocked: bool,
) -> None:
    t, key = sitting.t, widget_key(form, "reason")
    show(h.h3(".rc-form-group", id="envoyer")[t("edit.send.title")])
    if ready.changes and entry.is_touched:
        show(changes_diff(ready.changes, sitting.view))
    else:
        show(h.p(".rc-muted")[t("edit.send.nothing_yet")])
    if entry.is_new and ready.key and own_id(entry.table):
        show(h.p(".rc-small.rc-muted")[t("edit.send.id", id="/".join(ready.key))])
    _show_general_fault(judged, sitting)
    st.text_input(
        t("edit.required", label=t("edit.reason")),
        value=entry.reason,
        key=key,
        help=t("edit.reason.help"),
        max_chars=400,
        placeholder=t("edit.reason.example"),
        on_change=note_reason,
        args=(form,),
        live="0.8s",
    )
    if has_tried(form):
        show_faults((f for f in sending_faults(entry) if f.column == "reason"), sitting.view, key)
    if is_blocked:
        show(h.p(".rc-fault", role="alert")[h.a(href="#meanwhile")[t("edit.meanwhile.first")]])
    with st.container(horizontal=True, vertical_alignment="center", key="desk_send"):
        if sitting.may_publish:
            _button(form, "publish", t("edit.send.publish"), is_blocked=is_blocked)
        _button(
            form,
            "propose",
            t("edit.send.propose"),
            is_blocked=is_blocked,
            is_first=not sitting.may_publish,
        )
        if entry.is_touched:
            st.button(
                t("edit.draft.discard"),
                key=widget_key(form, "discard"),
                type="tertiary",
                on_click=discard,
                args=(form,),
            )
    if state := _draft_state(entry, sitting):
        show(state)


def _button(form: str, name: str, label: str, *, is_blocked: bool, is_first: bool = True) -> None:
    st.button(
        label,
        key=widget_key(form, name),
        type="primary" if is_first else "secondary",
        disabled=is_blocked,
        on_click=send,
        args=(form,),
        kwargs={"is_proposal": name == "propose"},
    )


def _show_general_fault(judged: Checked, sitting: Sitting) -> None:
    """A rule that is broken in another row, or by the row as a whole."""
    if judged.fault is None or judged.fault.column:
        return
    words = fault_words(judged.fault, sitting.view)
    if judged.other:
        name = row_name(*judged.other, sitting.view)
        words = f"{name}{sitting.t('separator')}{words}"
    show(fault_element(words, "desk_send"))


def _draft_state(entry: Entry, sitting: Sitting) -> h.Element | None:
    if reason := unsaved_words():
        words = sitting.t("edit.draft.unsaved", reason=reason)
        return h.p(".rc-fault", role="alert")[isolated(words)]
    if entry.is_touched:
        return h.p(".rc-small.rc-muted", role="status")[sitting.t("edit.draft.kept")]
    return None
