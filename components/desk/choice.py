"""What to edit: a city and its rows by kind, a search through everything, drafts that wait."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import htpy as h
import streamlit as st

from analysis.coverage import state_of
from components.address import address
from components.city_choice import choose_city, city_names
from components.desk.asked import GRID_TABLES, Asked
from components.desk.drafts import KEY
from components.desk.form_names import address_of_form, parts_of_form
from components.desk.sitting import Sitting, moment_words
from components.desk.source_search import rows_found
from components.desk.words import cut, named, row_name
from components.i18n import years
from components.markup import Element, Node, internal_link, isolated, plain_label, show
from components.session import store, visitor_zone
from components.state_mark import state_mark
from data.raw import Key

SEARCHED: Mapping[str, Sequence[str]] = {
    "cities": ("name_fr", "name_en", "name_local"),
    "strategies": ("title_fr", "title_en", "title_original"),
    "projects": ("title_fr", "title_en", "project_id"),
    "factors": ("text_fr", "text_en"),
    "sources": ("title", "publisher", "url"),
}
"""Columns in which each table is searched."""

FOUND_SHOWN = 8
_TITLE_SHOWN = 140


def show_choice(sitting: Sitting) -> None:
    """Draw the first screen: a city, a search, what was left unfinished, what can be added."""
    t = sitting.t
    show(h.p(".rc-lead")[t("edit.lead")], drafts_list(sitting))
    city, anything = st.columns(2, gap="large")
    with city:
        choose_city(None, sitting.view.dataset, sitting.language, t)
        show(
            h.p(".rc-form-links")[
                _new_link("cities", "", sitting), _new_link("sources", "", sitting)
            ]
        )
    with anything:
        query = st.text_input(
            plain_label(t("edit.find")),
            key=f"{KEY}find",
            max_chars=120,
            placeholder=t("edit.find.example"),
            live="0.4s",
        )
        if query:
            show(found_list(query, sitting))
    show(every_city(sitting))


def every_city(sitting: Sitting) -> Element:
    """Every city by name, as links to its rows."""
    names = city_names(sitting.view.dataset, sitting.language)
    return h.section[
        h.h3(".rc-choice-kind")[sitting.t("edit.tables.cities")],
        h.ul(".rc-choice-list.rc-choice-every")[
            (
                h.li[internal_link(isolated(name), address("edit", sitting.language, city=city_id))]
                for city_id, name in names.items()
            )
        ],
    ]


def found_list(query: str, sitting: Sitting) -> Element:
    """Rows that have every word of a query, by kind, as links to their forms."""
    t, groups, total = sitting.t, [], 0
    for table, columns in SEARCHED.items():
        keys = rows_found(query, sitting.raw.get(table, {}), columns)
        total += len(keys)
        if keys:
            groups.append(
                [
                    h.h3(".rc-choice-kind")[t(f"edit.tables.{table}")],
                    h.ul(".rc-choice-list")[
                        [h.li[_row_link(table, key, sitting)] for key in keys[:FOUND_SHOWN]]
                    ],
                    h.p(".rc-small.rc-muted")[t("edit.find.more", count=len(keys) - FOUND_SHOWN)]
                    if len(keys) > FOUND_SHOWN
                    else None,
                ]
            )
    return h.div(".rc-choice-found")[
        h.p(".rc-small.rc-muted", role="status")[t("edit.find.found", count=total)], groups
    ]


def drafts_list(sitting: Sitting) -> Node:
    """Forms that were begun and not sent, latest first; None: there are none."""
    t, zone = sitting.t, visitor_zone()
    begun = [
        (target, draft)
        for draft in store().drafts(sitting.actor)
        if (target := address_of_form(draft.form_key, sitting.language))
    ]
    if not begun:
        return None
    return h.section(".rc-draft")[
        h.h2[t("edit.drafts")],
        h.ul(".rc-choice-list")[
            (
                h.li[
                    internal_link(isolated(form_words(draft.form_key, sitting)), target),
                    h.span(".rc-small.rc-muted")[
                        " ", moment_words(draft.updated, zone, sitting.language, t)
                    ],
                ]
                for target, draft in begun
            )
        ],
    ]


def form_words(form: str, sitting: Sitting) -> str:
    """What a form is about: « Projet : Feux de circulation »."""
    t, (kind, table, name) = sitting.t, parts_of_form(form)
    if kind == "row":
        key = tuple(name.split("/"))
        about = row_name(table, key, sitting.view)
        return f"{t(f'edit.table.{table}')}{t('separator')}{about}"
    about = named("cities", name, sitting.view) if name else ""
    start = t(f"edit.new.{table}") if kind == "new" else t(f"edit.tables.{table}")
    return f"{start}{t('separator')}{about}" if about else start


# ---- one city -------------------------------------------------------------------------------------


def show_city(asked: Asked, sitting: Sitting) -> None:
    """Draw the rows of a city by kind, each a link to its form."""
    t, city_id = sitting.t, asked.city_id
    show(
        h.header(".rc-form-head")[
            h.p(".rc-form-links")[
                internal_link(
                    t("edit.city.identity"),
                    address("edit", sitting.language, table="cities", id=city_id),
                ),
                internal_link(t("edit.see_page"), address("city", sitting.language, city=city_id)),
            ],
        ],
        h.div(".rc-choice-city")[
            (_kind(table, city_id, sitting) for table in GRID_TABLES if table != "criteria"),
            _criteria(city_id, sitting),
        ],
    )


def _kind(table: str, city_id: str, sitting: Sitting) -> Element:
    rows = [key for key, row in sitting.raw.get(table, {}).items() if row.get("city_id") == city_id]
    t = sitting.t
    return h.section[
        h.h3(".rc-choice-kind")[
            t(f"edit.tables.{table}"), " ", h.span(".rc-muted")[str(len(rows))]
        ],
        h.ul(".rc-choice-list")[(h.li[_row_link(table, key, sitting)] for key in rows)]
        if rows
        else h.p(".rc-muted")[t("edit.city.none")],
        h.p(".rc-form-links")[
            _new_link(table, city_id, sitting),
            _grid_link(table, city_id, sitting) if rows else None,
        ],
    ]


def _criteria(city_id: str, sitting: Sitting) -> Element:
    view = sitting.view
    answers = view.dataset.answers_of_city(city_id)
    return h.section(".rc-choice-criteria")[
        h.h3(".rc-choice-kind")[
            sitting.t("edit.tables.criteria"), " ", h.span(".rc-muted")[str(len(answers))]
        ],
        h.ul(".rc-choice-list.rc-choice-marks")[
            (
                h.li[
                    state_mark(state := state_of(answers, criterion_id)),
                    " ",
                    internal_link(
                        isolated(view.criterion(criterion_id)),
                        address(
                            "edit",
                            sitting.language,
                            table="criteria",
                            id=f"{city_id}/{criterion_id}",
                        ),
                    ),
                    h.span(".rc-small.rc-muted")[" · ", view.term("answer", state)],
                ]
                for criterion_id in view.dataset.criteria
            )
        ],
        h.p(".rc-form-links")[_grid_link("criteria", city_id, sitting)],
    ]


def _row_link(table: str, key: Key, sitting: Sitting) -> Node:
    row, view = sitting.raw[table][key], sitting.view
    facts = []
    if table in {"strategies", "projects"}:
        facts.append(_years(row.get("start_year", ""), row.get("end_year", ""), sitting))
    if table == "factors":
        facts.append(view.term("factor_kind", row["kind"]))
    if table == "sources":
        facts.append(cut(row["publisher"], 40))
    name = cut(row_name(table, key, view), _TITLE_SHOWN)
    return [
        internal_link(
            isolated(name), address("edit", sitting.language, table=table, id="/".join(key))
        ),
        h.span(".rc-small.rc-muted")[([" · ", isolated(fact)] for fact in facts)],
    ]


def _years(start: str, end: str, sitting: Sitting) -> str:
    return years(int(start) if start else None, int(end) if end else None, sitting.language)


def _new_link(table: str, city_id: str, sitting: Sitting) -> Element:
    target = address("edit", sitting.language, table=table, new="1", city=city_id or None)
    return internal_link(sitting.t(f"edit.add.{table}"), target, "rc-add")


def _grid_link(table: str, city_id: str, sitting: Sitting) -> Element:
    target = address("edit", sitting.language, table=table, city=city_id, view="grid")
    return internal_link(sitting.t("edit.grid.open"), target)
