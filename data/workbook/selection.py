"""Which rows a template is filled with: all of a table, or those of one city."""

from __future__ import annotations

from collections.abc import Mapping

from data.errors import DataError, Rule
from data.raw import Key, RawTables, Row
from data.workbook.fields import TABLES

_OWNED = ("strategies", "projects", "factors", "criteria")


def selected(raw: RawTables, city_id: str | None) -> dict[str, Mapping[Key, Row]]:
    """Rows of each table of a template, in the order of its sheets.

    Args:
        city_id: A city: its rows and the sources they cite; None: every row.

    Raises:
        DataError: There is no such city (``Rule.NO_ROW``).
    """
    if city_id is None:
        return {table: raw.get(table, {}) for table in TABLES}
    city = raw.get("cities", {}).get((city_id,))
    if city is None:
        raise DataError(Rule.NO_ROW, file="cities", key=(city_id,))
    rows: dict[str, Mapping[Key, Row]] = {"cities": {(city_id,): city}}
    for table in _OWNED:
        rows[table] = {
            key: row for key, row in raw.get(table, {}).items() if row["city_id"] == city_id
        }
    cited = {
        source_id
        for held in rows.values()
        for row in held.values()
        for source_id in row["source_ids"].split(";")
    }
    rows["sources"] = {key: row for key, row in raw.get("sources", {}).items() if key[0] in cited}
    return rows


def unanswered(raw: RawTables, city_id: str) -> list[str]:
    """Criteria to which no answer of a city is documented, in the order of their definitions."""
    answers = raw.get("criteria", {})
    return [
        key[0] for key in raw.get("criterion_definitions", {}) if (city_id, key[0]) not in answers
    ]
