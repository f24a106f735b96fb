"""Searches: who looked for what, where, in which languages, and what came of it. For staff."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import htpy as h
import streamlit as st

from components import session
from components.desk.action_log import names_of
from components.desk.completeness import pages, show_filters
from components.desk.completeness_asked import ANCHOR, PER_PAGE, Asked
from components.desk.completeness_rows import city_link, search_words
from components.desk.completeness_staff_files import searches_table, show_csv
from components.desk.to_verify import FaultError, attempt, read_day, text_of
from components.i18n import Translate, sort_key
from components.markup import Element, isolated, show
from components.session import today
from components.staff import Action, require
from components.view import View
from data.store import Actor, Search, Store

WHOLE = ""
LONGEST_PLACES = 1000
RESULTS = ("not_found", "found")
_KEY = "todo_search"


def show_searches(asked: Asked, view: View) -> None:
    """The searches that the filters keep, and the form that logs one more."""
    require(Action.LOG_SEARCH)
    store = session.store()
    kept = asked.extent.city_ids(view.dataset)
    criterion_id = asked.filters.get("criterion")
    found = [
        search
        for search in store.searches(criterion_id=criterion_id)
        if search.city_id in kept or (asked.extent.is_everywhere)
    ]
    known = {each.staff_id: each.name for each in store.staff()}
    names = names_of(tuple({search.staff_id for search in found}), known, view.t)
    show_filters(asked, view)
    _show_form(asked, view)
    show(searches_section(found, names, asked, view))
    if found:
        show_csv(searches_table(found, names, view), view)


def searches_section(
    found: Sequence[Search], names: Mapping[str, str], asked: Asked, view: View
) -> Element:
    """Searches, latest first, by pages."""
    last = max(1, -(-len(found) // PER_PAGE))
    here = replace(asked, page=min(asked.page, last))
    first = (here.page - 1) * PER_PAGE
    return h.section(".rc-todo", id=ANCHOR)[
        h.h2[view.t("completeness.searches.title")],
        h.p(".rc-todo-found", role="status")[view.t("completeness.found", count=len(found))],
        h.ol(".rc-todo-lines", start=str(first + 1))[
            (_line(search, names, view) for search in found[first : first + PER_PAGE])
        ]
        if found
        else h.p[view.t("completeness.searches.none")],
        last > 1 and pages(here, last, view),
    ]


def _line(search: Search, names: Mapping[str, str], view: View) -> Element:
    is_known = search.city_id in view.dataset.cities
    if search.criterion_id in view.dataset.criteria:
        what = view.criterion(search.criterion_id)
    else:
        what = search.criterion_id or view.t("completeness.search.whole")
    return h.li[
        h.p(".rc-todo-what")[
            city_link(search.city_id, view) if is_known else isolated(search.city_id),
            " · ",
            isolated(what),
        ],
        h.p(".rc-todo-meta")[
            search_words(search, view),
            " · ",
            isolated(
                view.t("completeness.search.by", name=names.get(search.staff_id, search.staff_id))
            ),
        ],
        h.p[isolated(search.places)],
    ]


def _show_form(asked: Asked, view: View) -> None:
    dataset = view.dataset
    cities = sorted(dataset.cities, key=lambda name: sort_key(view.city(name)))
    criteria = [WHOLE, *(name for name, each in dataset.criteria.items() if each.is_scored)]
    city_id = asked.filters.get("city")
    criterion_id = asked.filters.get("criterion", WHOLE)
    # Another city or criterion in the address is another form; what was typed of places is kept.
    key = f"{_KEY}_{city_id or ''}_{criterion_id}"
    show(
        h.h3(".rc-todo-form", id="search")[view.t("completeness.search.log")],
        h.p(".rc-prose")[view.t("completeness.searches.lead")],
    )
    with st.form(f"{_KEY}_form", border=False):
        first, second = st.columns(2)
        with first:
            st.selectbox(
                view.t("completeness.search.city"),
                cities,
                index=cities.index(city_id) if city_id else 0,
                key=f"{key}_city",
                format_func=view.city,
                placeholder="",
            )
        with second:
            st.selectbox(
                view.t("completeness.search.criterion"),
                criteria,
                index=criteria.index(criterion_id),
                key=f"{key}_criterion",
                format_func=lambda name: (
                    f"{name} · {view.criterion(name)}"
                    if name
                    else view.t("completeness.search.whole")
                ),
                placeholder="",
            )
        first, second = st.columns(2)
        with first:
            st.text_input(
                view.t("completeness.search.date"),
                value=view.today.isoformat(),
                key=f"{_KEY}_date",
                max_chars=10,
                placeholder="",
            )
        with second:
            languages = {term.code: term for term in dataset.terms_of("source_language")}
            st.multiselect(
                view.t("completeness.search.languages"),
                list(languages),
                key=f"{_KEY}_languages",
                format_func=lambda code: view.text(languages[code], "label"),
                placeholder=view.t("completeness.search.languages.placeholder"),
                select_all=False,
            )
        st.text_area(
            view.t("completeness.search.places"),
            key=f"{_KEY}_places",
            max_chars=LONGEST_PLACES,
            height=96,
            placeholder="",
        )
        st.radio(
            view.t("completeness.search.result"),
            RESULTS,
            key=f"{_KEY}_result",
            format_func=lambda name: view.t(f"completeness.search.{name}"),
            horizontal=True,
        )
        st.form_submit_button(
            view.t("completeness.search.save"), type="primary", on_click=_save, args=(key,)
        )


def _save(key: str) -> None:
    def act(store: Store, actor: Actor, t: Translate) -> str:
        places = text_of(f"{_KEY}_places").strip()
        searched_on = read_day(text_of(f"{_KEY}_date"))
        if not places:
            raise FaultError("completeness.fault.places")
        if searched_on is None or searched_on > today():
            raise FaultError("completeness.fault.date")
        chosen = session.widget_value(f"{_KEY}_languages")
        if not chosen:
            raise FaultError("completeness.fault.languages")
        store.log_search(
            actor,
            city_id=text_of(f"{key}_city"),
            criterion_id=text_of(f"{key}_criterion"),
            searched_on=searched_on,
            languages=[str(code) for code in chosen] if isinstance(chosen, list) else [],
            places=places,
            is_found=text_of(f"{_KEY}_result") == "found",
        )
        session.set_widget_value(f"{_KEY}_places", "")
        return t("completeness.search.saved")

    attempt(act)
