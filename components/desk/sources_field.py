"""The sources of a row: those it cites, which of them shows the change, a search, a new one in place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import htpy as h
import streamlit as st

from components.desk.controls import show_faults, show_field, with_boxes
from components.desk.drafts import (
    discard,
    entry_in_hand,
    has_tried,
    keep,
    saved_entry,
    set_tried,
    take,
    widget_key,
)
from components.desk.entry import Entry
from components.desk.fields import GROUPS
from components.desk.identifiers import proposed_id
from components.desk.reading import Fault, read
from components.desk.sitting import Sitting
from components.desk.source_search import found_sources, later_date, same_address, sources_of
from components.desk.words import cut, items_of_cell
from components.i18n import partial_date
from components.markup import Element, isolated, plain_label, show
from components.session import (
    current_language,
    set_widget_value,
    store,
    today,
    widget_value,
)
from components.source_note import source_line
from data.dates import PartialDate
from data.raw import Row, record_of
from data.read import LIST_SEPARATOR

FOUND_SHOWN = 6
"""Sources of a search that are shown; more words make it narrower."""

_TITLE_SHOWN = 90


def show_sources(form: str, entry: Entry, sitting: Sitting, faults: tuple[Fault, ...]) -> None:
    """Draw the sources of the row, each with a box « montre ce changement », then how to add one."""
    t, sources = sitting.t, sources_of(sitting.raw, entry.new_sources)
    cited = cited_by_entry(entry)
    show(h.p(".rc-field-note")[t("edit.sources.how" if cited else "edit.sources.none")])
    for source_id in cited:
        _cited(form, entry, source_id, sources, sitting)
    key = widget_key(form, "find")
    show_faults(faults, sitting.view, key)
    _suggest_date(form, entry, sources, sitting)
    query = st.text_input(
        plain_label(t("edit.sources.find")),
        key=key,
        max_chars=120,
        placeholder=t("edit.sources.find.example"),
        live="0.4s",
    )
    if query:
        _found(form, query, cited, sources, sitting)
    with st.expander(plain_label(t("edit.sources.new")), key=widget_key(form, "new_source")):
        _new_source(form, sitting)


def cited_by_entry(entry: Entry) -> tuple[str, ...]:
    """Sources that the row would cite."""
    text = entry.typed.get("source_ids", entry.loaded.get("source_ids", ""))
    return tuple(dict.fromkeys((*items_of_cell(text), *entry.proofs)))


def _cited(
    form: str, entry: Entry, source_id: str, sources: Mapping[str, Row], sitting: Sitting
) -> None:
    row = sources.get(source_id)
    said, gone = st.columns([6, 1], vertical_alignment="top")
    with said:
        st.checkbox(
            plain_label(source_words(row, sitting) if row else source_id),
            value=source_id in entry.proofs,
            key=widget_key(form, f"proof:{source_id}"),
            on_change=_note_proof,
            args=(form, source_id),
        )
    with gone:
        st.button(
            sitting.t("edit.sources.drop"),
            key=widget_key(form, f"drop:{source_id}"),
            type="tertiary",
            on_click=_drop,
            args=(form, source_id),
        )


def source_words(row: Row, sitting: Sitting) -> str:
    """« Titre · éditeur, mai 2022 »."""
    try:
        when = partial_date(PartialDate.parse(row["published"]), sitting.language)
    except ValueError:
        when = sitting.t("date.unknown")
    return f"{cut(row['title'], _TITLE_SHOWN)} · {cut(row['publisher'], 40)}, {when}"


def _found(
    form: str,
    query: str,
    cited: tuple[str, ...],
    sources: Mapping[str, Row],
    sitting: Sitting,
) -> None:
    found = found_sources(query, sources, cited)
    shown = found[:FOUND_SHOWN]
    show(
        h.p(".rc-small.rc-muted", role="status")[
            sitting.t("edit.sources.found", count=len(found)),
            [" ", sitting.t("edit.sources.narrow", count=len(shown))]
            if len(found) > len(shown)
            else None,
        ]
    )
    for source_id in shown:
        said, add = st.columns([6, 1], vertical_alignment="top")
        with said:
            show(source_element(sources[source_id], sitting))
        with add:
            st.button(
                sitting.t("edit.sources.cite"),
                key=widget_key(form, f"cite:{source_id}"),
                on_click=_cite,
                args=(form, source_id),
            )


def source_element(row: Row, sitting: Sitting) -> Element:
    """A source as the pages of readers show it."""
    record = record_of("sources", (row["source_id"],), row)
    view = sitting.view
    return h.div(".rc-source-found")[source_line(record, view.dataset, view.language, view.t)]


def _suggest_date(form: str, entry: Entry, sources: Mapping[str, Row], sitting: Sitting) -> None:
    if "as_of" not in entry.loaded and entry.table not in {"projects", "strategies", "criteria"}:
        return
    written = entry.text("as_of", sitting.language)
    latest = later_date(written, cited_by_entry(entry), sources)
    if not latest:
        return
    when = partial_date(PartialDate.parse(latest), sitting.language)
    show(h.p(".rc-field-note")[sitting.t("edit.sources.later", date=when)])
    st.button(
        plain_label(sitting.t("edit.sources.take_date", date=when)),
        key=widget_key(form, "take_date"),
        type="tertiary",
        on_click=_take_date,
        args=(form, latest),
    )


# ---- a source that is not there yet ---------------------------------------------------------------


def _new_source(form: str, sitting: Sitting) -> None:
    own = f"source/{form}"
    entry = entry_in_hand(own)
    if entry is None:
        saved = saved_entry(own, sitting.actor)
        entry = saved[0] if saved else Entry(table="sources", key=(), base=0, loaded={})
        take(own, entry)
    reading = read(entry, sitting.raw, sitting.language, sitting.view.today)
    tried = has_tried(own)
    for group in GROUPS["sources"]:
        for row in group.rows:
            for place, column in zip(st.columns(len(row)), row, strict=True):
                with place:
                    told = [
                        fault
                        for fault in reading.faults_of(column)
                        if tried or not fault.is_missing
                    ]
                    show_field(own, entry, column, sitting, faults=told)
    outer = entry_in_hand(form)
    known = sources_of(sitting.raw, outer.new_sources if outer else ())
    if same := same_address(reading.cells, known):
        show(
            h.p(".rc-fault", role="alert")[
                isolated(sitting.t("edit.sources.known", title=known[same]["title"]))
            ]
        )
    st.button(
        sitting.t("edit.sources.add"),
        key=widget_key(own, "add"),
        on_click=_add,
        args=(form,),
    )


def _add(form: str) -> None:
    own = f"source/{form}"
    entry, outer = entry_in_hand(own), entry_in_hand(form)
    if entry is None or outer is None:
        return
    entry = with_boxes(own, entry)
    keep(own, entry)
    raw = store().state().raw
    reading = read(entry, raw, current_language(), today())
    if reading.faults:
        set_tried(own)
        return
    known = sources_of(raw, outer.new_sources)
    source_id = same_address(reading.cells, known)
    if source_id is None:
        source_id = proposed_id("sources", reading.cells, {"sources": _keyed(known)}, _was_source)
        row = {"source_id": source_id, **reading.cells}
        outer = replace(outer, new_sources=(*outer.new_sources, row))
    keep(form, _citing(outer, source_id))
    discard(own)


def _keyed(sources: Mapping[str, Row]) -> dict[tuple[str, ...], Row]:
    return {(source_id,): row for source_id, row in sources.items()}


def _was_source(source_id: str) -> bool:
    return bool(store().history(table="sources", key=(source_id,), limit=1))


# ---- what the visitor did -------------------------------------------------------------------------


def _citing(entry: Entry, source_id: str) -> Entry:
    """The entry with a source cited, as what shows the change."""
    ids = LIST_SEPARATOR.join(dict.fromkeys((*cited_by_entry(entry), source_id)))
    entry = entry.with_text("source_ids", ids, "fr")
    return replace(entry, proofs=tuple(dict.fromkeys((*entry.proofs, source_id))))


def _cite(form: str, source_id: str) -> None:
    entry = entry_in_hand(form)
    if entry is not None:
        keep(form, _citing(with_boxes(form, entry), source_id))
        set_widget_value(widget_key(form, "find"), "")


def _drop(form: str, source_id: str) -> None:
    entry = entry_in_hand(form)
    if entry is None:
        return
    entry = with_boxes(form, entry)
    left = [item for item in cited_by_entry(entry) if item != source_id]
    entry = replace(entry, proofs=tuple(item for item in entry.proofs if item != source_id))
    entry = replace(
        entry,
        new_sources=tuple(row for row in entry.new_sources if row["source_id"] != source_id),
    )
    keep(form, entry.with_text("source_ids", LIST_SEPARATOR.join(left), "fr"))


def _note_proof(form: str, source_id: str) -> None:
    entry = entry_in_hand(form)
    if entry is None:
        return
    entry = with_boxes(form, entry)
    left = tuple(item for item in entry.proofs if item != source_id)
    is_shown = widget_value(widget_key(form, f"proof:{source_id}")) is True
    keep(form, replace(entry, proofs=(*left, source_id) if is_shown else left))


def _take_date(form: str, text: str) -> None:
    entry = entry_in_hand(form)
    if entry is not None:
        entry = with_boxes(form, entry).with_text("as_of", text, current_language())
        keep(form, entry)
        take(form, entry)  # the box shows the date
