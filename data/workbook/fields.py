"""Tables and columns of workbooks, as the data package describes them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Any

from data.check import KEYS
from data.load import DATA_DIR, PACKAGE_FILE, RECORD_TYPES
from data.read import RANGES
from data.schema import Answer
from data.workbook.rules import Both

TABLES = ("cities", "strategies", "projects", "factors", "criteria", "sources", "focus_areas")
"""Tables that a workbook can fill, in the order of its sheets; the others change by release."""

READ_ORDER = ("sources", "cities", "focus_areas", "strategies", "projects", "factors", "criteria")
"""The same, so that a row comes after those it names."""


class Kind(StrEnum):
    """What a cell of a column holds."""

    OWN_ID = "own_id"
    REFERENCE = "reference"
    CODE = "code"
    YES_NO = "yes_no"
    INTEGER = "integer"
    NUMBER = "number"
    DATE = "date"
    ADDRESS = "address"
    TEXT = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One column.

    Attributes:
        code: Technical name.
        titles, notes: Heading and explanation, in French and in English.
        is_list: Several items, each of its kind, with ``;`` or a line break between.
        is_required: A row without it is refused.
        vocabulary: Name of the vocabulary of its codes; None: no codes.
        codes: Codes that are allowed; empty: every code of the vocabulary.
        target: Table whose rows it names; None: it names none.
        low, high: Range of a number, both allowed; None: no limit.
    """

    code: str
    titles: Both
    notes: Both
    kind: Kind
    is_list: bool = False
    is_required: bool = False
    vocabulary: str | None = None
    codes: tuple[str, ...] = ()
    target: str | None = None
    low: float | None = None
    high: float | None = None

    @property
    def is_closed(self) -> bool:
        """Whether only words of a list can be written."""
        return self.kind in {Kind.REFERENCE, Kind.CODE, Kind.YES_NO}


@dataclass(frozen=True, slots=True, kw_only=True)
class TableShape:
    """One table.

    Attributes:
        fields: Columns by technical name, in their order.
        keys: Columns that name a row.
    """

    name: str
    titles: Both
    notes: Both
    fields: Mapping[str, Field]
    keys: tuple[str, ...]

    @property
    def has_owner(self) -> bool:
        """Whether a row belongs to a city or an organisation."""
        return "organisation_id" in self.fields


@cache
def shape_of(table: str) -> TableShape:
    """Shape of one table.

    Raises:
        KeyError: There is no such table.
    """
    described = _resources()[table]
    references = {
        key["fields"]: key["reference"]["resource"]
        for key in described["schema"].get("foreignKeys", ())
    }
    keys = KEYS[table]
    fields = {}
    for field in described["schema"]["fields"]:
        name = field["name"]
        target = references.get(name) or field.get("list_reference", "").partition(".")[0] or None
        fields[name] = _field(field, target, is_own=name in keys and name not in references)
    return TableShape(
        name=table,
        titles=(described["title_fr"], described["title"]),
        notes=(described["description_fr"], described["description"]),
        fields=MappingProxyType(fields),
        keys=keys,
    )


def _field(described: Mapping[str, Any], target: str | None, *, is_own: bool) -> Field:
    name, rules = described["name"], described.get("constraints", {})
    is_list = "list_separator" in described
    vocabulary = described.get("vocabulary") or described.get("list_vocabulary")
    low, high = RANGES.get(name, (None, None))
    codes = tuple(rules.get("enum", ()))
    if vocabulary == "answer":
        codes = tuple(code for code in codes if code != Answer.UNKNOWN)
    return Field(
        code=name,
        titles=(described["title_fr"], described["title"]),
        notes=(described["description_fr"], described["description"]),
        kind=Kind.OWN_ID if is_own else _kind(described, target, vocabulary),
        is_list=is_list,
        is_required=bool(rules.get("required")),
        vocabulary=vocabulary,
        codes=codes,
        target=target,
        low=low,
        high=high,
    )


def _kind(described: Mapping[str, Any], target: str | None, vocabulary: str | None) -> Kind:
    if target is not None:
        return Kind.REFERENCE
    if vocabulary is not None:
        return Kind.CODE
    if described["type"] in {"boolean", "integer", "number"}:
        kinds = {"boolean": Kind.YES_NO, "integer": Kind.INTEGER, "number": Kind.NUMBER}
        return kinds[described["type"]]
    if described.get("format") == "uri":
        return Kind.ADDRESS
    is_date = described.get("constraints", {}).get("pattern", "").startswith(r"\d{4}(")
    return Kind.DATE if is_date else Kind.TEXT


@cache
def _resources() -> Mapping[str, Any]:
    package = json.loads((DATA_DIR / PACKAGE_FILE).read_text(encoding="utf-8"))
    resources = {resource["name"]: resource for resource in package["resources"]}
    return {name: resources[name] for name in RECORD_TYPES}
