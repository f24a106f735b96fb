"""Which row a line of a workbook is: by its id, else by its name, else a new one with an id made of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterator, Mapping

from data.raw import Key, RawTables
from data.workbook.words import fold

_LETTERS = str.maketrans({"đ": "d", "Đ": "D", "œ": "oe", "Œ": "OE", "æ": "ae", "ß": "ss", "ø": "o"})
_LONGEST_PART = 48
NAMES: Mapping[str, tuple[str, ...]] = {
    "cities": ("name_fr", "name_en"),
    "strategies": ("title_fr", "title_en"),
    "projects": ("title_fr", "title_en"),
    "factors": ("text_fr", "text_en"),
    "sources": ("url", "title"),
    "focus_areas": ("phrase_fr",),
}
"""Columns that name a row among those of its owner, in the order in which they are believed."""

MADE_FROM: Mapping[str, tuple[str, ...]] = {
    "cities": ("name_fr", "name_en"),
    "strategies": ("title_fr", "title_en"),
    "projects": ("title_fr", "title_en"),
    "factors": ("text_fr", "text_en"),
    "sources": ("title",),
}
"""Columns of which an id is made, the first that is filled."""


def slug(text: str, longest: int = _LONGEST_PART) -> str:
    """Small letters without accents, digits and dashes; cut between words; may be empty."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_LETTERS)).lower()
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    made = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if len(made) > longest:
        made = made[: longest + 1].rpartition("-")[0] or made[:longest]
    return made.strip("-")


class Identities:
    """Rows of the tables by their names, those of the workbook added as they are read."""

    def __init__(self, raw: RawTables, withdrawn: Container[tuple[str, Key]] = ()) -> None:
        """Nothing is looked up yet.

        Args:
            withdrawn: Rows that were withdrawn: no new row is given their id.
        """
        self._raw, self._withdrawn = raw, withdrawn
        self._named: dict[str, dict[tuple[str, str, str], set[str]]] = {}
        self._ids: dict[str, set[str]] = {}

    def add(self, table: str, row_id: str, row: Mapping[str, str]) -> None:
        """Make a row of the workbook known."""
        named = self._names(table)
        self._ids[table].add(row_id)
        for name in _names_of(table, row):
            named.setdefault(name, set()).add(row_id)

    def named(self, table: str, row: Mapping[str, str]) -> tuple[str, ...]:
        """Ids of the rows with the same name and owner, sorted; several: it is ambiguous."""
        named = self._names(table)
        for name in _names_of(table, row):
            if found := named.get(name):
                return tuple(sorted(found))
            if name[1] == "url":
                break  # two documents can have one title
        return ()

    def is_known(self, table: str, row_id: str) -> bool:
        """Whether a row of the tables or of the workbook has this id."""
        self._names(table)
        return row_id in self._ids[table]

    def made(self, table: str, row: Mapping[str, str]) -> str | None:
        """A new id for a row, the same each time for the same row; None: nothing to make it of."""
        name = next((row[column] for column in MADE_FROM.get(table, ()) if row.get(column)), "")
        owner = row.get("city_id") or row.get("organisation_id") or ""
        parts = ["" if table == "cities" else owner, slug(name)]
        if table == "factors":
            parts = [owner, "f", slug(name)]
        elif table == "sources":
            parts = [slug(row.get("publisher", ""), 24), row.get("published", "")[:4], slug(name)]
        if not slug(name):
            return None
        base = "-".join(part for part in parts if part)
        number, made = 1, base
        while self.is_known(table, made) or (table, (made,)) in self._withdrawn:
            number += 1
            made = f"{base}-{number}"
        return made

    def _names(self, table: str) -> dict[tuple[str, str, str], set[str]]:
        if table not in self._named:
            named: dict[tuple[str, str, str], set[str]] = {}
            for key, row in self._raw.get(table, {}).items():
                for name in _names_of(table, row):
                    named.setdefault(name, set()).add(key[0])
            self._named[table] = named
            self._ids[table] = {key[0] for key in self._raw.get(table, {})}
        return self._named[table]


def _names_of(table: str, row: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    owner = "" if table == "cities" else row.get("city_id") or row.get("organisation_id") or ""
    for column in NAMES.get(table, ()):
        if folded := fold(row.get(column, "")):
            if column == "title":  # many reports have the same: with their publisher
                folded += f" {fold(row.get('publisher', ''))}"
            yield (owner, column, folded)
