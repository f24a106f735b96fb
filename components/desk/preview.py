"""How the page of the city will look: the same parts as readers see, on the tables with the change."""

from __future__ import annotations

import htpy as h

from components.city_card import city_card
from components.city_profile import city_identity
from components.desk.checks import Checked
from components.desk.controls import fault_words
from components.desk.diff import column_label
from components.desk.words import row_name
from components.footprint import criterion_row
from components.markup import Element, Node, isolated
from components.project_card import factor_list, project_card
from components.source_note import source_list
from components.timeline import strategy_timeline
from components.view import View
from data.load import Dataset
from data.raw import Key


def preview_panel(table: str, key: Key, checked: Checked, view: View) -> Element:
    """The preview, or why there is none yet."""
    t = view.t
    if checked.dataset is None or not key:
        return h.div(".rc-preview-panel")[
            h.h3[t("edit.preview")],
            h.p(".rc-muted")[t("edit.preview.waiting")],
            _reason(table, checked, view),
        ]
    return h.div(".rc-preview-panel")[
        h.h3[t("edit.preview")],
        h.div(".rc-preview-sheet")[shown_row(table, key, checked.dataset, view)],
    ]


def _reason(table: str, checked: Checked, view: View) -> Node:
    if checked.fault is None:
        return None
    words = fault_words(checked.fault, view)
    words = f"{words[:1].upper()}{words[1:]}."
    column = checked.fault.column
    where = row_name(*checked.other, view) if checked.other else ""
    where = where or (column_label(table, column, view) if column else "")
    return h.p(".rc-small.rc-muted")[
        [isolated(where), view.t("separator")] if where else None, isolated(words)
    ]


def shown_row(table: str, key: Key, dataset: Dataset, view: View) -> Node:
    """One row as its readers see it; None: it has no place on a page."""
    after = View(dataset=dataset, today=view.today, language=view.language, t=view.t)
    drawn = {
        "cities": _city,
        "strategies": _strategy,
        "projects": _project,
        "factors": _factor,
        "criteria": _answer,
        "sources": _source,
    }
    return drawn[table](key, after)


def _city(key: Key, view: View) -> Node:
    city = view.dataset.cities[key[0]]
    return [
        city_card(city, view.dataset, view.today, view.language, view.t),
        city_identity(city, view.dataset, view.language, view.t),
    ]


def _strategy(key: Key, view: View) -> Node:
    strategy = view.dataset.strategies[key[0]]
    return strategy_timeline([strategy], view.dataset, view.today, view.language, view.t)


def _project(key: Key, view: View) -> Node:
    project = view.dataset.projects[key[0]]
    return project_card(
        project,
        view.dataset,
        view.today,
        view.language,
        view.t,
        with_place=True,
        with_line=True,
    )


def _factor(key: Key, view: View) -> Node:
    return factor_list([view.dataset.factors[key[0]]], view.dataset, view.language, view.t)


def _answer(key: Key, view: View) -> Node:
    city_id, criterion_id = key
    row = criterion_row(
        view.dataset.criteria[criterion_id],
        view.dataset.answers_of_city(city_id),
        view.dataset,
        city_id=city_id,
        today=view.today,
        language=view.language,
        t=view.t,
    )
    return h.div(".rc-dimension")[row]


def _source(key: Key, view: View) -> Node:
    return source_list([view.dataset.sources[key[0]]], view.dataset, view.language, view.t)
