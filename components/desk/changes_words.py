"""Words for tables, rows, columns and cells: what somebody who writes no code reads of a change."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass

from components.i18n import Language, Translate, number, partial_date, typography
from data.dates import PartialDate
from data.raw import PROGRAMMES, RAW_KEYS, Key, RawTables, Row
from data.read import LIST_SEPARATOR
from data.workbook.fields import Field, Kind, shape_of

NAMED_BY: Mapping[str, str] = {
    "cities": "name",
    "countries": "name",
    "networks": "short",
    "organisations": "name",
    "axes": "short",
    "lines": "short",
    "dimensions": "label",
    "criterion_definitions": "label",
    "vocabularies": "label",
    "strategies": "title",
    "projects": "title",
    "factors": "text",
    "indicators": "name",
    "programmes": "title",
}
"""Stem of the column that names a row of a table, in either language."""

_OWNERS = (("city_id", "cities"), ("organisation_id", "organisations"))
_LONGEST_NAME = 90
_CALLED = ("city_id", "organisation_id", "project_id", "country_iso3", "source_id")
"""Columns that hold the id of another row: a reader is told what it is, not that it is an id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Words of one language over one state of the tables.

    Attributes:
        raw: Where names and labels are looked up; a row that is gone is called by its key.
    """

    raw: RawTables
    language: Language
    t: Translate

    def table(self, table: str) -> str:
        """Title of a table: « Projets pilotes »."""
        if table == PROGRAMMES:
            return self.t("change.table.programmes")
        return self._of(shape_of(table).titles)

    def column(self, table: str, column: str) -> str:
        """Label of a column as it stands inside a line: « population »."""
        if table == PROGRAMMES:
            return self.t("change.column.toml" if column == "toml" else "change.column.programme")
        if column in _CALLED and column not in RAW_KEYS[table]:
            return self.t(f"change.column.{column}")
        title = self._of(shape_of(table).fields[column].titles)
        is_acronym = title[:2].isupper()
        return title if is_acronym else f"{title[0].lower()}{title[1:]}"

    def row(self, table: str, key: Key, texts: Mapping[str, str] | None = None) -> str:
        """Name of a row: « Hué · Plan directeur ».

        Args:
            texts: Cells of a row that is not in the tables, as far as they are known.
        """
        row = {**(texts or {}), **self.raw.get(table, {}).get(key, {})}
        return " · ".join(part for part in self._parts(table, key, row) if part)

    def city_of(self, table: str, key: Key) -> str:
        """Id of the city a row is about; empty: none."""
        if table == "cities":
            return key[0]
        return self.raw.get(table, {}).get(key, {}).get("city_id", "")

    def value(self, table: str, column: str, text: str | None) -> str:
        """A cell in words: labels for codes, names for ids; ``""`` is unknown, None a row that is not."""
        if text is None:
            return self.t("change.no_row")
        if not text:
            return self.t("change.unknown")
        if table == PROGRAMMES:
            return text
        field = shape_of(table).fields[column]
        return self.t("change.list").join(self.items(field, text))

    def items(self, field: Field, text: str) -> tuple[str, ...]:
        """The items of a cell in words; one, unless the column is a list."""
        parts = text.split(LIST_SEPARATOR) if field.is_list else [text]
        return tuple(self._item(field, part) for part in parts if part)

    def name(self, table: str, key: Key) -> str:
        """What a row calls itself, without its city; its key where it has no name."""
        return self._named(table, key, self.raw.get(table, {}).get(key, {}))

    def _item(self, field: Field, text: str) -> str:
        shown = text
        match field.kind:
            case Kind.YES_NO:
                words = {"yes": "change.yes", "no": "change.no"}
                shown = self.t(words[text]) if text in words else text
            case Kind.CODE:
                row = self.raw.get("vocabularies", {}).get((field.vocabulary or "", text), {})
                shown = self._both(row, "label") or text
            case Kind.REFERENCE:
                shown = self.name(field.target or "", (text,))
            case Kind.INTEGER if not field.code.endswith("year") and text.isdecimal():
                shown = number(int(text), self.language)
            case Kind.NUMBER if self.language == "fr":
                shown = text.replace(".", ",")
            case Kind.DATE:
                shown = _date(text, self.language)
            case Kind.TEXT:
                shown = typography(text, self.language)
        return shown

    def _parts(self, table: str, key: Key, row: Row) -> list[str]:
        if table == "criteria":
            return [
                self.name("cities", key[:1]),
                key[1],
                self.name("criterion_definitions", key[1:]),
            ]
        if table == "observations":
            entity, indicator, year = key
            place = "cities" if (entity,) in self.raw.get("cities", {}) else "countries"
            return [self.name(place, (entity,)), self.name("indicators", (indicator,)), year]
        if table == "country_notes":
            return [self.name("countries", key[:1])]
        owner = next((self.name(of, (row[c],)) for c, of in _OWNERS if row.get(c)), "")
        is_owner = table in {"cities", "organisations"}
        return ["" if is_owner else owner, self._named(table, key, row)]

    def _named(self, table: str, key: Key, row: Row) -> str:
        if table == PROGRAMMES and row.get("toml"):
            row = _head(row["toml"])
        if table == "sources":
            name = row.get("title", "")
        else:
            name = self._both(row, NAMED_BY[table]) if table in NAMED_BY else ""
        if len(name) > _LONGEST_NAME:
            name = f"{name[:_LONGEST_NAME].rsplit(' ', 1)[0]}…"
        return typography(name, self.language) or ", ".join(key)

    def _both(self, row: Row, stem: str) -> str:
        other = "en" if self.language == "fr" else "fr"
        return row.get(f"{stem}_{self.language}") or row.get(f"{stem}_{other}", "")

    def _of(self, both: tuple[str, str]) -> str:
        return typography(both[0], "fr") if self.language == "fr" else both[1]


def key_of_address(table: str, text: str) -> Key | None:
    """The key of a row as an address writes it; None: it cannot be one."""
    parts = tuple(text.split("|", len(RAW_KEYS[table]) - 1))
    return parts if len(parts) == len(RAW_KEYS[table]) and all(parts) else None


def key_in_address(key: Key) -> str:
    """A key as one value of an address."""
    return "|".join(key)


def _date(text: str, language: Language) -> str:
    try:
        return partial_date(PartialDate.parse(text), language)
    except ValueError:
        return text


def _head(toml: str) -> Row:
    try:
        table = tomllib.loads(toml)
    except tomllib.TOMLDecodeError:
        return {}
    return {name: value for name, value in table.items() if isinstance(value, str)}
