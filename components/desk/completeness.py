"""The page « À compléter »: what is unknown, old, undated or rests on one source; open to everybody.

The address is the state: the list that is open, the filters, the page of the list.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

import htpy as h
import streamlit as st

from analysis.completeness import Row, UndatedSource, UnknownAnswer, counts_by_table
from components import session
from components.address import address
from components.desk.completeness_asked import (
    ANCHOR,
    FILTERS,
    LISTS,
    PER_PAGE,
    STAFF_LISTS,
    Asked,
    Found,
)
from components.desk.completeness_rows import (
    city_link,
    form_link,
    row_line,
    search_words,
    undated_line,
    unknown_line,
)
from components.i18n import number, sort_key
from components.markup import Element, Node, internal_link, isolated
from components.session import keep_in_address, set_widget_value
from components.view import View

ANY = ""


def lead(view: View) -> Element:
    """What the page is for."""
    return h.p(".rc-lead")[view.t("completeness.lead")]


def counts_section(asked: Asked, found: Found, view: View) -> Element:
    """How many of each kind, each the way to its list."""

    def way(name: str) -> Element:
        target = replace(asked, list_name=name, table=None, page=1).address(view.language)
        count = len(getattr(found, name))
        return h.li[
            h.a(
                ".rc-todo-count",
                href=target,
                data_rc_nav=True,
                aria_current="true" if name == asked.list_name else None,
            )[
                h.b[number(count, view.language)],
                h.span[view.t(f"completeness.count.{name}", count=count)],
            ]
        ]

    return h.nav(".rc-todo-counts", aria_label=view.t("completeness.lists"))[
        h.ul[(way(name) for name in LISTS)]
    ]


def staff_ways(asked: Asked, open_items: int, view: View) -> Element:
    """The lists of staff, for who has signed in."""
    labels = (
        view.t("completeness.staff.verify", count=open_items),
        view.t("completeness.staff.searches"),
    )
    return h.nav(".rc-todo-staff", aria_label=view.t("completeness.staff"))[
        (
            h.a(
                href=replace(asked, list_name=name, table=None, page=1).address(view.language),
                data_rc_nav=True,
                aria_current="true" if name == asked.list_name else None,
            )[label]
            for name, label in zip(STAFF_LISTS, labels, strict=True)
        )
    ]


def show_filters(asked: Asked, view: View) -> None:
    """City, country, network and criterion, kept in the address."""
    dataset = view.dataset
    countries = {city.country_iso3 for city in dataset.cities.values()}
    labels = {
        "city": {name: view.city(name) for name in dataset.cities},
        "country": {name: view.country(name) for name in countries},
        "network": {name: view.text(each, "short") for name, each in dataset.networks.items()},
    }
    ordered = {
        name: dict(sorted(each.items(), key=lambda item: sort_key(item[1])))
        for name, each in labels.items()
    }
    ordered["criterion"] = {
        name: f"{name} · {view.criterion(name)}"
        for name, each in dataset.criteria.items()
        if each.is_scored
    }
    for column, name in zip(st.columns(len(FILTERS)), FILTERS, strict=True):
        with column:
            _choice(name, asked.filters.get(name), ordered[name], view)


def list_section(asked: Asked, found: Found, view: View, *, is_staff: bool) -> Element:
    """The open list: what it means, its tables, one page of lines."""
    lines = found.rows(asked)
    last = max(1, -(-len(lines) // PER_PAGE))
    here = replace(asked, page=min(asked.page, last))
    first = (here.page - 1) * PER_PAGE
    return h.section(".rc-todo", id=ANCHOR)[
        h.h2[view.t(f"completeness.list.{asked.list_name}")],
        h.p(".rc-prose")[view.t(f"completeness.lead.{asked.list_name}")],
        asked.list_name in {"old", "single"} and _tables(here, found, view),
        asked.list_name == "unknown" and _folds(here, found, view),
        h.p(".rc-todo-found", role="status")[
            view.t("completeness.found", count=len(lines)),
            " ",
            h.a(href=asked.csv(view.language), download=True)[view.t("completeness.csv")],
            (asked.filters or asked.table)
            and [
                " ",
                internal_link(
                    view.t("completeness.clear"),
                    Asked(list_name=asked.list_name).address(view.language),
                ),
            ],
        ],
        h.ol(".rc-todo-lines", start=str(first + 1))[
            (
                _line(line, found, view, is_staff=is_staff)
                for line in lines[first : first + PER_PAGE]
            )
        ]
        if lines
        else h.p[view.t("completeness.nothing")],
        last > 1 and pages(here, last, view),
        asked.list_name == "unknown" and _silences(found, view),
    ]


def page_lines(asked: Asked, found: Found) -> tuple[UnknownAnswer | UndatedSource | Row, ...]:
    """Lines of the page that is shown."""
    lines = found.rows(asked)
    page = min(asked.page, max(1, -(-len(lines) // PER_PAGE)))
    return lines[(page - 1) * PER_PAGE : page * PER_PAGE]


def pages(asked: Asked, last: int, view: View) -> Element:
    """The way through the pages of a list."""

    def step(key: str, target: int) -> Node:
        if target in {0, last + 1}:
            return h.span(".rc-muted", aria_disabled="true")[view.t(key)]
        return internal_link(view.t(key), replace(asked, page=target).address(view.language))

    return h.nav(".rc-pages", aria_label=view.t("sources.pages.label"))[
        step("sources.pages.previous", asked.page - 1),
        h.span[view.t("sources.pages.here", page=asked.page, last=last)],
        step("sources.pages.next", asked.page + 1),
    ]


def _line(
    line: UnknownAnswer | UndatedSource | Row,
    found: Found,
    view: View,
    *,
    is_staff: bool,
) -> Element:
    if isinstance(line, UnknownAnswer):
        return unknown_line(line, view, found.kept, _unknown_ways(line, view, is_staff=is_staff))
    if isinstance(line, UndatedSource):
        form = form_link("sources", (line.source.source_id,), view)
        return undated_line(line, view, found.kept, [form] if is_staff else ())
    form = form_link(line.table, line.key, view)
    return row_line(line, view, found.kept, [form] if is_staff else ())


def _unknown_ways(line: UnknownAnswer, view: View, *, is_staff: bool) -> list[Node]:
    """Staff enter the answer or log a search; anybody else says what they know."""
    filters = {"city": line.city_id, "criterion": line.criterion_id}
    if not is_staff:
        tell = address("reply", view.language, **filters)
        return [internal_link(view.t("city.criteria.tell"), tell)]
    log_link = Asked(list_name="searches", filters=filters).address(view.language, "search")
    return [
        form_link("criteria", (line.city_id, line.criterion_id), view),
        internal_link(view.t("completeness.search.log"), log_link),
    ]


def _tables(asked: Asked, found: Found, view: View) -> Element:
    counts = counts_by_table(getattr(found, asked.list_name))

    def chip(table: str, count: int) -> Element:
        is_on = table == asked.table
        target = replace(asked, table=None if is_on else table, page=1).address(view.language)
        return h.li[
            h.a(
                ".rc-chip",
                href=target,
                data_rc_nav=True,
                aria_current="true" if is_on else None,
            )[
                view.t(f"completeness.kinds.{table}"),
                " ",
                h.span(".rc-chip-count")[number(count, view.language)],
            ]
        ]

    return h.ul(".rc-todo-chips", aria_label=view.t("completeness.tables"))[
        (chip(table, count) for table, count in counts.items())
    ]


def _folds(asked: Asked, found: Found, view: View) -> Node:
    """Counts of the unknown by criterion and by city, folded; each is a filter."""
    criteria = Counter(item.criterion_id for item in found.unknown)
    cities = Counter(item.city_id for item in found.unknown)

    def fold(name: str, filter_name: str, entries: list[tuple[str, str, int]]) -> Element:
        return h.details(".rc-todo-fold")[
            h.summary[view.t(f"completeness.fold.{name}")],
            h.ul[
                (
                    h.li[
                        internal_link(
                            isolated(label),
                            replace(
                                asked, filters={**asked.filters, filter_name: code}, page=1
                            ).address(view.language),
                        ),
                        " ",
                        h.span(".rc-muted")[number(count, view.language)],
                    ]
                    for code, label, count in entries
                )
            ],
        ]

    by_criterion = [
        (name, f"{name} · {view.criterion(name)}", criteria[name])
        for name in view.dataset.criteria
        if criteria[name]
    ]
    by_city = sorted(
        ((name, view.city(name), count) for name, count in cities.items()),
        key=lambda entry: sort_key(entry[1]),
    )
    return [fold("criterion", "criterion", by_criterion), fold("city", "city", by_city)]


def _silences(found: Found, view: View) -> Element:
    return h.section(".rc-todo-silences")[
        h.h3[view.t("completeness.silences", count=len(found.silences))],
        h.p(".rc-prose")[view.t("completeness.silences.lead")],
        bool(found.silences)
        and h.details(".rc-todo-fold")[
            h.summary[view.t("completeness.silences.open")],
            h.ul[
                (
                    h.li[
                        city_link(item.city_id, view),
                        " · ",
                        isolated(view.criterion(item.criterion_id)),
                        h.span(".rc-todo-meta")[" · ", search_words(item.search, view)],
                    ]
                    for item in found.silences
                )
            ],
        ],
    ]


def _choice(name: str, value: str | None, labels: Mapping[str, str], view: View) -> None:
    key = f"completeness_{name}"
    set_widget_value(key, value or ANY)
    st.selectbox(
        view.t(f"completeness.filter.{name}"),
        [ANY, *labels],
        key=key,
        format_func=lambda option: labels.get(option, view.t(f"completeness.any.{name}")),
        placeholder="",
        on_change=_filter,
        args=(name, key),
    )


def _filter(name: str, key: str) -> None:
    """Keep the choice in the address; the page of the list is no longer the same."""
    st.query_params.pop("p", None)
    keep_in_address(name, key)
    if not session.widget_value(key):
        st.query_params.pop(name, None)
