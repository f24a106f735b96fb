"""What a form asks for: the columns of a table in the order of the city page, and how each is typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import MappingProxyType

from components.i18n import Language, Translate, typography
from data.check import KEYS
from data.workbook.fields import Field, Kind, shape_of

EDITABLE = ("cities", "strategies", "projects", "factors", "criteria", "sources")
"""Tables that have a form."""

OWN_IDS = ("city_id", "strategy_id", "project_id", "factor_id", "source_id")


class Control(StrEnum):
    """How a value is typed or chosen."""

    LINE = "line"
    PARAGRAPH = "paragraph"
    ITEMS = "items"
    NUMBER = "number"
    DATE = "date"
    CHOICE = "choice"
    CHOICES = "choices"
    YES_NO = "yes_no"
    SOURCES = "sources"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Fields under one heading; each row of names stands on one line of a wide screen."""

    name: str
    rows: tuple[tuple[str, ...], ...]


def _groups(*described: tuple[str, tuple[tuple[str, ...], ...]]) -> tuple[Group, ...]:
    return tuple(Group(name=name, rows=rows) for name, rows in described)


_SOURCES = ("sources", (("as_of",), ("source_ids",)))
_OWNER = ("owner", (("city_id", "organisation_id"),))
GROUPS: Mapping[str, tuple[Group, ...]] = MappingProxyType(
    {
        "cities": _groups(
            ("names", (("name_fr", "name_en"), ("name_local", "country_iso3"))),
            ("networks", (("network_ids",), ("aimf_status",), ("is_conference_speaker",))),
            ("population", (("population", "population_year"), ("population_scope",))),
            ("place", (("latitude", "longitude"),)),
            ("sources", (("source_ids",),)),
        ),
        "strategies": _groups(
            ("words", (("title_fr", "title_en"), ("title_original",))),
            ("progress", (("status",), ("start_year", "end_year"))),
            ("summary", (("summary_fr", "summary_en"),)),
            (
                "lead",
                (
                    ("lead_body_fr", "lead_body_en"),
                    ("level_of_lead",),
                    ("partners_fr", "partners_en"),
                ),
            ),
            ("areas", (("focus_areas_fr", "focus_areas_en"),)),
            _SOURCES,
            _OWNER,
        ),
        "projects": _groups(
            ("words", (("line_id",), ("title_fr", "title_en"), ("summary_fr", "summary_en"))),
            ("progress", (("stage",), ("start_year", "end_year"))),
            (
                "technology",
                (("technology_level",), ("technology_reason_fr", "technology_reason_en")),
            ),
            ("together", (("actors",), ("collaboration_forms",))),
            _SOURCES,
            _OWNER,
        ),
        "factors": _groups(
            ("words", (("kind", "category"), ("text_fr", "text_en"))),
            ("about", (("project_id",),)),
            ("sources", (("source_ids",),)),
            _OWNER,
        ),
        "criteria": _groups(("answer", (("answer",), ("note_fr", "note_en"))), _SOURCES),
        "sources": _groups(
            ("source", (("title",), ("publisher", "published"), ("url",), ("kind", "language"))),
        ),
    }
)
"""Every column of a table but those that name its row, in the order of the city page."""

_LONG = ("summary", "note", "text", "technology_reason", "lead_body")
_RENAMED = ("city_id", "organisation_id", "project_id", "country_iso3")
_EXPLAINED = frozenset(
    {
        "population",
        "aimf_status",
        "technology_level",
        "level_of_lead",
        "collaboration_forms",
        "actors",
        "network_ids",
        "partners_fr",
        "partners_en",
        "focus_areas_fr",
        "focus_areas_en",
        "as_of",
        "published",
        "kind",
        "city_id",
        "organisation_id",
        "project_id",
        "country_iso3",
        "line_id",
    }
)
"""Columns whose note in the data package speaks of codes: the form has its own."""


@cache
def field_of(table: str, column: str) -> Field:
    """A column as the data package describes it.

    Raises:
        KeyError: There is no such table or column.
    """
    return shape_of(table).fields[column]


def columns_of_form(table: str) -> tuple[str, ...]:
    """Columns that a form asks for, in its order."""
    return tuple(name for group in GROUPS[table] for row in group.rows for name in row)


def own_id(table: str) -> str | None:
    """The column that names a row of ours by an id we give; None: its key is a fact."""
    (*_, last) = KEYS[table]
    return last if len(KEYS[table]) == 1 and last in OWN_IDS else None


def has_sources(table: str) -> bool:
    """Whether rows cite sources; a source does not."""
    return "source_ids" in shape_of(table).fields


def control_of(table: str, column: str) -> Control:
    """How a column is typed."""
    field = field_of(table, column)
    if column == "source_ids":
        return Control.SOURCES
    if field.is_list:
        is_open = field.kind is Kind.TEXT or field.target == "focus_areas"
        return Control.ITEMS if is_open else Control.CHOICES
    if field.kind in {Kind.CODE, Kind.REFERENCE}:
        return Control.CHOICE
    simple = {
        Kind.YES_NO: Control.YES_NO,
        Kind.DATE: Control.DATE,
        Kind.INTEGER: Control.NUMBER,
        Kind.NUMBER: Control.NUMBER,
    }
    if field.kind in simple:
        return simple[field.kind]
    is_long = column.removesuffix("_fr").removesuffix("_en") in _LONG
    return Control.PARAGRAPH if is_long else Control.LINE


def label_of(table: str, column: str, language: Language, t: Translate) -> str:
    """What a reader calls a column."""
    if column in _RENAMED:
        return t(f"edit.label.{column}")
    return typography(field_of(table, column).titles[0 if language == "fr" else 1], language)


def help_of(table: str, column: str, language: Language, t: Translate) -> str:
    """One or two sentences on what to write in a column."""
    if column in _EXPLAINED and not (column == "kind" and table != "sources"):
        return t(f"edit.help.{column}")
    return typography(field_of(table, column).notes[0 if language == "fr" else 1], language)


def table_label(table: str, t: Translate) -> str:
    """« Un projet », in the singular and without an article."""
    return t(f"edit.table.{table}")
