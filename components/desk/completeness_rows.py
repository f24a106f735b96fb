"""Lines of the page « À compléter »: what a row is called, and what a reader needs to judge it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import htpy as h

from analysis.completeness import Row, UndatedSource, UnknownAnswer
from components.address import address
from components.desk.form_names import address_of_form, form_key
from components.evidence import evidence_link
from components.i18n import content, day
from components.markup import Element, Node, internal_link, isolated
from components.source_note import as_of_note, source_line, source_note
from components.view import View
from data.raw import Key
from data.schema import Source
from data.store.desk import Search

EXAMPLES = 3
"""Comparable cities named on one line."""

_FIELD = {
    "strategies": "title",
    "projects": "title",
    "factors": "text",
    "organisations": "name",
}
_ANCHOR = {"cities": "ville", "strategies": "strategies", "factors": "projets"}

RowId = tuple[str, Key]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What staff keep beside the rows; empty where no desk has been opened.

    Attributes:
        checked: Day each row (table, key) was last checked.
        searches: Last search of each pair (city, criterion).
    """

    checked: Mapping[RowId, date] = field(default_factory=dict)
    searches: Mapping[tuple[str, str], Search] = field(default_factory=dict)


def row_name(table: str, key: Key, view: View) -> str:
    """What a row is called in a list; its key where the row is no longer there."""
    dataset = view.dataset
    record: Any
    match table:
        case "criteria":
            if key[1] in dataset.criteria:
                return view.criterion(key[1])
        case "sources":
            if record := dataset.sources.get(key[0]):
                return str(record.title)
        case "cities":
            if key[0] in dataset.cities:
                return view.t("completeness.row.city")
        case "country_notes":
            if key[0] in dataset.countries:
                return view.t("completeness.row.country_note", country=view.country(key[0]))
        case _ if table in _FIELD:
            if record := getattr(dataset, table).get(key[0]):
                return view.text(record, _FIELD[table])
    return " · ".join(key)


def city_of(table: str, key: Key, view: View) -> str:
    """City of a row; empty: none, or the row is no longer there."""
    if table in {"criteria", "cities"}:
        return key[0] if key[0] in view.dataset.cities else ""
    if table in {"strategies", "projects", "factors"}:
        record = getattr(view.dataset, table).get(key[0])
        return (record.city_id or "") if record else ""
    return ""


def row_words(table: str, key: Key, view: View) -> str:
    """One row in one line of text, for boxes and files: « Hué · Projet X »."""
    city_id = city_of(table, key, view)
    name = row_name(table, key, view)
    return f"{view.city(city_id)} · {name}" if city_id else name


def row_link(table: str, key: Key, view: View) -> Node:
    """The name of a row, leading to where it is shown."""
    name = isolated(row_name(table, key, view))
    city_id = city_of(table, key, view)
    if table == "projects" and key[0] in view.dataset.projects:
        return internal_link(name, address("projects", view.language, project=key[0]))
    if table == "sources" and key[0] in view.dataset.sources:
        return internal_link(name, address("sources", view.language, source=key[0]))
    if table == "criteria" and city_id and key[1] in view.dataset.criteria:
        return evidence_link(city_id, key[1], view, name)
    if table in _ANCHOR and city_id:
        target = address("city", view.language, city=city_id)
        return internal_link(name, f"{target}#{_ANCHOR[table]}")
    return name


def city_link(city_id: str, view: View) -> Element:
    """Name of a city, leading to its page."""
    target = address("city", view.language, city=city_id)
    return internal_link(isolated(view.city(city_id)), target)


def form_link(table: str, key: Key, view: View) -> Node:
    """For staff: the form of a row, an unknown answer's included; None: it is gone, or has no form."""
    target = address_of_form(form_key(table, key), view.language)
    if target is None:
        return None
    if table != "criteria":
        is_there = key[0] in getattr(view.dataset, table)
        return internal_link(view.t("completeness.edit"), target) if is_there else None
    is_known = key[1] in view.dataset.answers_of_city(key[0])
    return internal_link(view.t("completeness.edit" if is_known else "completeness.answer"), target)


def ways_line(ways: Iterable[Node]) -> Node:
    """What can be done with a line, in one click each; None: nothing."""
    links = [way for way in ways if way is not None]
    return h.p(".rc-todo-ways")[links] if links else None


def unknown_line(item: UnknownAnswer, view: View, kept: Kept, ways: Iterable[Node] = ()) -> Element:
    """A question to ask, who documents it already, and whether it was searched.

    Args:
        ways: What can be done with the line.
    """
    criterion = view.dataset.criteria[item.criterion_id]
    search = kept.searches.get((item.city_id, item.criterion_id))
    examples: list[Node] = [
        [
            ", " if position else " ",
            evidence_link(
                city_id,
                item.criterion_id,
                view,
                isolated(view.city(city_id)),
                view.t("completeness.evidence", city=view.city(city_id)),
            ),
        ]
        for position, city_id in enumerate(item.documented_by[:EXAMPLES])
    ]
    return h.li[
        h.p(".rc-todo-what")[
            city_link(item.city_id, view), h.span(".rc-todo-id")[item.criterion_id]
        ],
        h.p[isolated(view.text(criterion, "question"))],
        h.p(".rc-todo-meta")[
            [
                view.t(
                    "completeness.documented_by",
                    count=len(item.documented_by),
                    all=item.comparable,
                ),
                examples,
            ]
            if item.documented_by
            else view.t("completeness.documented_by_none", count=item.comparable),
        ],
        search is not None and h.p(".rc-todo-meta")[search_words(search, view)],
        ways_line(ways),
    ]


def row_line(row: Row, view: View, kept: Kept, ways: Iterable[Node] = ()) -> Element:
    """A row: what, where, its age, its sources, when it was last checked."""
    has_age = row.table in {"strategies", "projects", "criteria"} or row.when is not None
    return h.li[
        h.p(".rc-todo-what")[row_link(row.table, row.key, view),],
        h.p(".rc-todo-meta")[
            row.city_id and [city_link(row.city_id, view), " · "],
            view.t(f"completeness.kind.{row.table}"),
            has_age and [" · ", as_of_note(row.when, view.today, view.language, view.t)],
            len(row.source_ids) == 1 and [" · ", _grade(row.source_ids[0], view)],
            checked_note((row.table, row.key), view, kept),
        ],
        source_note(row.source_ids, view.dataset, view.language, view.t),
        ways_line(ways),
    ]


def _grade(source_id: str, view: View) -> str:
    return view.t("source.grade", grade=view.dataset.sources[source_id].grade.value)


def undated_line(item: UndatedSource, view: View, kept: Kept, ways: Iterable[Node] = ()) -> Element:
    """A source without a date, and what rests on it."""
    target = address("sources", view.language, source=item.source.source_id)
    return h.li[
        h.p[source_line(item.source, view.dataset, view.language, view.t)],
        h.p(".rc-todo-meta")[
            internal_link(view.t("completeness.rests", count=item.facts), target),
            checked_note(("sources", (item.source.source_id,)), view, kept),
        ],
        ways_line(ways),
    ]


def checked_note(row: RowId, view: View, kept: Kept) -> Node:
    """« · vérifié le 3 novembre 2026 », or nothing."""
    when = kept.checked.get(row)
    if when is None:
        return None
    words = view.t("completeness.checked", date=day(when, view.language))
    return [" · ", h.span(".rc-todo-checked")[words]]


def search_words(search: Search, view: View) -> str:
    """« Recherché le 3 novembre 2026 (français, vietnamien) : non trouvé »; never who searched."""
    when = search.searched_on
    return view.t(
        "completeness.searched.found" if search.is_found else "completeness.searched.not_found",
        date=day(when, view.language) if when else view.t("date.unknown"),
        languages=language_names(search.languages, view) or view.t("completeness.no_language"),
    )


def language_names(codes: tuple[str, ...], view: View) -> str:
    """Names of languages; a code of no vocabulary stays as it is."""
    known = view.dataset.terms
    return ", ".join(
        content(known["source_language", code], "label", view.language).text
        if ("source_language", code) in known
        else code
        for code in codes
    )


def source_titles(source_ids: tuple[str, ...], view: View) -> str:
    """Titles of sources, for a file."""
    sources: list[Source] = [view.dataset.sources[name] for name in source_ids]
    return " ; ".join(source.title for source in sources)
