"""Which row, table or city the address asks to edit."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from components.address import AddressReader
from components.desk.fields import EDITABLE
from components.desk.form_names import form_key
from data.raw import Key, RawTables

Screen = Literal["choice", "city", "form", "grid"]

OF_CITY = ("strategies", "projects", "factors", "criteria")
"""Tables whose rows belong to a city."""

_NOTHING: Mapping[str, str] = MappingProxyType({})

GRID_TABLES = ("strategies", "projects", "factors", "criteria")
"""Tables that have a grid of many rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the address asks for, checked against the tables.

    Attributes:
        screen: ``choice``: nothing chosen yet; ``city``: the rows of a city; ``form``; ``grid``.
        table: Empty where no table is chosen.
        key: Key of the row; empty: a new one, or none.
        city_id: City whose rows are shown, or that a new row belongs to; empty: none.
        given: Cells of a new row that the address gives.
    """

    screen: Screen
    table: str = ""
    key: Key = ()
    city_id: str = ""
    given: Mapping[str, str] = field(default_factory=lambda: _NOTHING)

    @property
    def form(self) -> str:
        """Name of the form, that of its draft. An answer has one, whether it is known yet or not."""
        if self.table == "criteria":
            pair = (self.given.get("city_id", ""), self.given.get("criterion_id", ""))
            return form_key(self.table, self.key or pair)
        return form_key(self.table, self.key, self.city_id)


def read_asked(reader: AddressReader, raw: RawTables, forms: Collection[str] = ()) -> Asked:
    """Read the address; what does not exist is refused and told by the page.

    Args:
        forms: Names of forms with a draft: they open even when their row has gone, so that what was
            typed can be read.
    """
    cities = {key[0] for key in raw.get("cities", {})}
    city_id = reader.one("city", cities) or ""
    table = reader.one("table", EDITABLE) or ""
    if table in GRID_TABLES and city_id and reader.one("view", ("grid",)):
        return Asked(screen="grid", table=table, city_id=city_id)
    found = None
    if table == "criteria":
        found = _answer(reader, raw, cities)
    elif table:
        found = _row(reader, raw, table, forms) or _new(reader, table, city_id)
    return found or Asked(screen="city" if city_id else "choice", city_id=city_id)


def _row(reader: AddressReader, raw: RawTables, table: str, forms: Collection[str]) -> Asked | None:
    keys = {key[0]: key for key in raw.get(table, {})}
    start = form_key(table, ("",))
    names = [form.removeprefix(start) for form in forms if form.startswith(start)]
    asked = reader.one("id", {*keys, *names})
    if asked is None:
        return None
    key = (asked,)
    return Asked(screen="form", table=table, key=key, city_id=_owner(table, key, raw))


def _new(reader: AddressReader, table: str, city_id: str) -> Asked | None:
    is_owned = table in OF_CITY
    if not reader.one("new", ("1",)) or (is_owned and not city_id):
        return None
    given = {"city_id": city_id} if is_owned else {}
    return Asked(screen="form", table=table, city_id=city_id if is_owned else "", given=given)


def _answer(reader: AddressReader, raw: RawTables, cities: set[str]) -> Asked | None:
    """The answer of a city to a criterion: ``id=hue/DAT1``; one that is unknown opens as a new row."""
    criteria = [key[0] for key in raw.get("criterion_definitions", {})]
    pairs = {f"{city}/{criterion}": (city, criterion) for city in cities for criterion in criteria}
    asked = reader.one("id", pairs)
    if asked is None:
        return None
    key = pairs[asked]
    is_known = key in raw.get("criteria", {})
    return Asked(
        screen="form",
        table="criteria",
        key=key if is_known else (),
        city_id=key[0],
        given={} if is_known else {"city_id": key[0], "criterion_id": key[1]},
    )


def _owner(table: str, key: Key, raw: RawTables) -> str:
    if table == "cities":
        return key[0]
    return raw.get(table, {}).get(key, {}).get("city_id", "")
