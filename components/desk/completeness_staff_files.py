"""The two lists of staff of the page « À compléter » as files; made on the page, for who may open it.

They have no address of their own: who signs in with a service is known to pages only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from components.desk.completeness_rows import city_of, language_names, row_name
from components.view import View
from data.export import Cell, Table, safe_file_name, table_csv
from data.store import Search, ToVerify

VERIFY_COLUMNS = ("kind", "city", "what", "due", "owner", "asked_by", "note")
SEARCH_COLUMNS = (
    "city",
    "criterion_id",
    "criterion",
    "searched_on",
    "languages",
    "places",
    "result",
    "searched_by",
)


def show_csv(table: Table, view: View) -> None:
    """« Emporter la liste (CSV) »."""
    st.download_button(
        view.t("completeness.csv"),
        lambda: table_csv(table),
        file_name=f"{safe_file_name(table.name, view.today.isoformat())}.csv",
        mime="text/csv",
        key="completeness_csv",
        on_click="ignore",
    )


def verify_table(items: Sequence[ToVerify], names: Mapping[str, str], view: View) -> Table:
    """Things to verify in words, every one of them, in the order of the list.

    Args:
        names: What to call people, by id.
    """

    def cells(item: ToVerify) -> dict[str, Cell]:
        city_id = city_of(item.table, item.key, view)
        return {
            "kind": view.t(f"completeness.kind.{item.table}"),
            "city": view.city(city_id) if city_id else None,
            "what": row_name(item.table, item.key, view),
            "due": item.due_on.isoformat() if item.due_on else None,
            "owner": names.get(item.owner, item.owner)
            if item.owner
            else view.t("completeness.owner.anybody"),
            "asked_by": names.get(item.created_by, item.created_by),
            "note": item.note or None,
        }

    return _table(
        "completeness.verify.title", VERIFY_COLUMNS, [cells(each) for each in items], view
    )


def searches_table(found: Sequence[Search], names: Mapping[str, str], view: View) -> Table:
    """Searches in words, every one that the filters keep, latest first."""

    def cells(search: Search) -> dict[str, Cell]:
        is_city, is_criterion = (
            search.city_id in view.dataset.cities,
            search.criterion_id in view.dataset.criteria,
        )
        return {
            "city": view.city(search.city_id) if is_city else search.city_id,
            "criterion_id": search.criterion_id or None,
            "criterion": view.criterion(search.criterion_id)
            if is_criterion
            else None
            if search.criterion_id
            else view.t("completeness.search.whole"),
            "searched_on": search.searched_on.isoformat() if search.searched_on else None,
            "languages": language_names(search.languages, view) or None,
            "places": search.places,
            "result": view.t(f"completeness.search.{'found' if search.is_found else 'not_found'}"),
            "searched_by": names.get(search.staff_id, search.staff_id),
        }

    lines = [cells(each) for each in found]
    return _table("completeness.searches.title", SEARCH_COLUMNS, lines, view)


def _table(
    title: str, columns: Sequence[str], lines: Sequence[Mapping[str, Cell]], view: View
) -> Table:
    return Table(
        name=view.t(title),
        columns=tuple(view.t(f"completeness.column.{column}") for column in columns),
        rows=tuple(tuple(line[column] for column in columns) for line in lines),
    )
