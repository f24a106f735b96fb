"""Which table a sheet is and where its columns are: titles above, other languages, extra columns."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import islice

from data.workbook.fields import TABLES, Kind, shape_of
from data.workbook.values import Computed, Sheet, Value, shown
from data.workbook.words import fold

HELPER = "#"
"""A technical name that starts so is of a column that only helps to read; it is never imported."""

_LOOKED_AT = 40
"""Filled rows in which the row of headings is looked for."""

_LONGEST_HEADING, _FIRST_CELLS = 120, 3
_BRACKETS = re.compile(r"[(\[（].*$")
_ALIASES: Mapping[str, tuple[str, ...]] = {
    "city_id": ("ville", "city", "id ville", "commune", "nom de la ville", "name of the city"),
    "organisation_id": ("organisation", "organization"),
    "country_iso3": ("pays", "country", "iso3"),
    "project_id": ("projet", "project"),
    "line_id": ("ligne du programme", "line of the programme"),
    "criterion_id": ("id critère", "code du critère", "criterion id"),
    "source_ids": ("source", "source ids", "références", "references"),
    "start_year": ("année de début", "start year"),
    "end_year": ("année de fin", "end year"),
    "population_year": ("année", "year"),
    "network_ids": ("réseau", "network"),
    "name_fr": ("nom français", "french name"),
    "name_en": ("nom anglais", "english name"),
    "title_fr": ("titre français", "french title"),
    "title_en": ("titre anglais", "english title"),
    "url": ("lien", "url", "link", "adresse web", "web address"),
    "published": ("date de publication", "publication date", "date of publication"),
    "as_of": ("date", "à la date de"),
    "latitude": ("lat",),
    "longitude": ("lon", "long", "lng"),
}
"""Headings that people write besides those of the data package, where the table has the column."""

_OWN_ID = ("identifiant", "id", "identifier", "code")
"""Headings that people write over the ids of the rows themselves."""

_IGNORED_SHEETS = {"lisezmoi", "readme", "lisezmoireadme", "apropos", "about"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How one sheet is read.

    Attributes:
        columns: Technical name of each column, by its number.
        beside: Columns of names beside a column of ids: read where the id is empty.
        headings: Heading as the sheet writes it, by number of column.
        extra: Columns with a heading that this table does not have.
        twice: Columns that repeat one before.
        first_row: Number of the first row under the headings.
    """

    table: str
    columns: Mapping[int, str]
    beside: Mapping[int, str]
    headings: Mapping[int, str]
    extra: tuple[int, ...]
    twice: tuple[int, ...]
    first_row: int


def table_named(name: str) -> str | None:
    """The table that the name of a sheet or file says, in either language; None: none of ours."""
    folded = re.sub(r"\d+$", "", fold(name))
    for table in TABLES:
        if folded and folded in {fold(table), *map(fold, shape_of(table).titles)}:
            return table
    return None


def is_for_reading(name: str) -> bool:
    """Whether a sheet holds explanations and no rows."""
    return fold(name) in _IGNORED_SHEETS


def layout_of(sheet: Sheet, language: str) -> Layout | None:
    """Table, headings and columns of a sheet; None: no row of it looks like headings."""
    named = table_named(sheet.name)
    best: tuple[int, int, str] | None = None
    for index, (_, cells) in enumerate(sheet.rows[:_LOOKED_AT]):
        for table in [named] if named else TABLES:
            count = headings_known(table, cells)
            is_header = count >= 2 and 5 * count >= 2 * len(cells)
            if is_header and (best is None or count > best[0]):
                best = (count, index, table)
    if best is None:
        return None
    _, index, table = best
    return _layout(sheet, table, index, language)


def headings_known(table: str, cells: Mapping[int, Value]) -> int:
    """How many different columns of a table a row of cells names."""
    names = _names(table)
    found = set()
    for value in cells.values():
        for word in _words(value):
            if word in names:
                found.add(names[word])
                break
    return len(found)


def is_header(table: str, cells: Mapping[int, Value]) -> bool:
    """Whether a row repeats headings, for example in the other language."""
    names = _names(table)
    first = islice(cells.values(), _FIRST_CELLS)
    if not any(word in names for value in first for word in _words(value)):
        return False  # nearly every row: quickly told
    count = headings_known(table, cells)
    return count >= 2 and 5 * count >= 3 * len(cells)


def _layout(sheet: Sheet, table: str, index: int, language: str) -> Layout:
    header = sheet.rows[index][1]
    under = index + 1
    while under < len(sheet.rows) and is_header(table, sheet.rows[under][1]):
        under += 1
    repeated = [cells for _, cells in sheet.rows[index + 1 : under]]
    codes = shape_of(table).fields
    columns: dict[int, str] = {}
    named: dict[int, str] = {}
    loose: set[int] = set()
    beside: dict[int, str] = {}
    headings, extra, twice = {}, [], []
    spoken = _language_of(table, header, language)
    for number in sorted({number for cells in (header, *repeated) for number in cells}):
        cells = [row[number] for row in (header, *repeated) if number in row]
        texts = [shown(cell).strip() for cell in cells]
        headings[number] = " ".join(texts[-1].split())
        if any(text.startswith(HELPER) for text in texts):
            continue
        found = [code for text in texts for code in [_code(table, text, spoken)] if code]
        exact = [text for text in texts if text in codes]
        if not found:
            extra.append(number)
            continue
        named[number] = (exact or found)[0]
        if not exact and all(_is_alias(table, text) for text in texts):
            loose.add(number)
    for number in sorted(named, key=lambda number: (number in loose, number)):
        code = named[number]
        if code not in columns.values():
            columns[number] = code
        elif number in loose:
            beside[number] = code
        else:
            twice.append(number)
    return Layout(
        table=table,
        columns=columns,
        beside=beside,
        headings=headings,
        extra=tuple(extra),
        twice=tuple(twice),
        first_row=sheet.rows[under - 1][0] + 1,
    )


def _code(table: str, text: str, language: str) -> str | None:
    """Column that a heading names, in the language of the headings where the two differ."""
    names = _names(table)
    for word in _words(text):
        if word in names:
            return names[word][0 if language == "fr" else 1]
    return None


def _is_alias(table: str, text: str) -> bool:
    """Whether a heading is none of the data package."""
    fields = shape_of(table).fields
    ours = {fold(name) for code, field in fields.items() for name in (code, *field.titles)}
    return not ours.intersection(_words(text))


def _words(value: Value) -> tuple[str, ...]:
    """What a cell can be a heading for: its whole text, or what is before a bracket."""
    plain = value.value if isinstance(value, Computed) else value
    if not isinstance(plain, str) or len(plain) > _LONGEST_HEADING:
        return ()
    whole, short = fold(plain), fold(_BRACKETS.sub("", plain))
    return tuple(filter(None, dict.fromkeys((whole, short))))


def _language_of(table: str, header: Mapping[int, Value], language: str) -> str:
    """The language of most headings that are not the same in both; ``language`` if none tells."""
    french = english = 0
    shape = shape_of(table)
    only = [{fold(field.titles[side]) for field in shape.fields.values()} for side in (0, 1)]
    for word in (words[0] for words in map(_words, header.values()) if words):
        french += word in only[0] and word not in only[1]
        english += word in only[1] and word not in only[0]
    return language if french == english else "fr" if french > english else "en"


@cache
def _names(table: str) -> Mapping[str, tuple[str, str]]:
    """Column that each heading means, when the headings are French and when they are English."""
    fields = shape_of(table).fields
    french: dict[str, str] = {}
    english: dict[str, str] = {}
    for names, side in ((french, 0), (english, 1)):
        for code in fields:
            names.setdefault(fold(code), code)
        for code, field in fields.items():
            names.setdefault(fold(field.titles[side]), code)
    for names in (french, english):
        for code, field in fields.items():
            own = _OWN_ID if field.kind is Kind.OWN_ID else ()
            for alias in (*own, *_ALIASES.get(code, ())):
                names.setdefault(fold(alias), code)
    known = {}
    for word in {*french, *english}:
        known[word] = (french.get(word) or english[word], english.get(word) or french[word])
    return known
