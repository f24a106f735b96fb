"""Tables to take away: CSV and XLSX in one language, safe to open in a spreadsheet.

CSV files are UTF-8 with a byte order mark, so that Excel reads the accents, and comma separated.
The raw tables, in both languages and with codes, are in the open data package (``data.package``).

A text that a spreadsheet would run as a formula (it starts with ``= + - @``, a tab or a line break)
is written with an apostrophe before it in CSV, and typed as text in XLSX. Numbers are written as
numbers, so negative ones stay numbers.
"""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import cache
from typing import Any, Literal

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from data.archive import zip_bytes
from data.dates import PartialDate
from data.load import DATA_DIR, PACKAGE_FILE, RECORD_TYPES, Dataset
from data.package import FORMULA_STARTS, citation, data_package_zip, harmless, is_exported
from data.schema import City, Project, Source

Language = Literal["fr", "en"]
Cell = str | int | float | bool | None

LIST_JOINT = " ; "
LONGEST_CELL = 32_767
"""Characters that an XLSX cell can hold."""

LONGEST_NAME = 80

_WORDS = {
    "fr": {
        "about": "À propos",
        "edition": "Édition",
        "date": "Date de l’édition",
        "licence": "Licence",
        "licence_text": "CC BY 4.0, sauf mention d’une autre licence dans la table",
        "source": "Source",
        "citation": "Citation",
        "language": "Langue",
        "language_name": "français",
        "rows": "Lignes",
        "address": "Adresses des sources",
        True: "oui",
        False: "non",
    },
    "en": {
        "about": "About",
        "edition": "Edition",
        "date": "Date of the edition",
        "licence": "Licence",
        "licence_text": "CC BY 4.0, unless the table states another licence",
        "source": "Source",
        "citation": "Citation",
        "language": "Language",
        "language_name": "English",
        "rows": "Rows",
        "address": "Addresses of the sources",
        True: "yes",
        False: "no",
    },
}
_OTHER: Mapping[Language, str] = {"fr": "_en", "en": "_fr"}
_SHEET_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""Characters that neither XML nor a reader can take; left out of every file."""
_LETTERS = str.maketrans({"đ": "d", "Đ": "D", "œ": "oe", "Œ": "OE", "æ": "ae", "ß": "ss", "ø": "o"})
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows ready to be written: what a reader sees, in one language.

    Attributes:
        name: Sheet and file name; any text.
        columns: Headings.
        rows: One cell per heading; None is an empty cell.
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def record_table(
    dataset: Dataset, table: str, language: Language, records: Iterable[Any] | None = None
) -> Table:
    """Records of one table in one language: headings, labels instead of codes, names beside ids.

    Args:
        table: Name of a table (``projects``), as in ``datapackage.json``.
        records: Selection to write, in this order; None: every record of the table. Values of
            ``cite_only`` indicators are left out of observations either way.

    Raises:
        KeyError: There is no such table.
    """
    columns = _columns(table, language)
    words = _WORDS[language]
    rows: Iterable[Any] = dataset.tables()[table] if records is None else records
    if table == "observations":
        rows = (row for row in rows if is_exported(row, dataset))
    names = [field.heading for field in columns]
    has_sources = "source_ids" in RECORD_TYPES[table].__dataclass_fields__
    if has_sources:
        names.append(words["address"])
    written = []
    for record in rows:
        cells = [field.read(record, dataset) for field in columns]
        if has_sources:
            found = (dataset.sources[source_id].url for source_id in record.source_ids)
            cells.append(LIST_JOINT.join(filter(None, found)))
        written.append(tuple(cells))
    return Table(name=_table_title(table, language), columns=tuple(names), rows=tuple(written))


def table_csv(table: Table) -> bytes:
    """A table as CSV for spreadsheets: UTF-8 with byte order mark, CRLF, safe cells."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow([_csv_cell(name) for name in table.columns])
    writer.writerows([_csv_cell(cell) for cell in row] for row in table.rows)
    return buffer.getvalue().encode("utf-8-sig")


def workbook(tables: Sequence[Table], dataset: Dataset, language: Language) -> bytes:
    """Tables as an XLSX file: a first sheet about the edition, then one sheet for each table.

    The same tables of the same edition give the same bytes.
    """
    book = Workbook(write_only=True)
    titles: set[str] = set()
    for table in (about_table(tables, dataset, language), *tables):
        _add_sheet(book, table, titles)
    return book_bytes(book, tables[0].name if tables else "", dataset.published_on)


def book_bytes(book: Workbook, title: str, day: date) -> bytes:
    """An openpyxl workbook as a file; the same cells and day give the same bytes."""
    buffer = io.BytesIO()
    book.properties.creator = "AIMF"
    book.properties.title = UNWRITABLE.sub("", title)
    book.properties.created = datetime(day.year, day.month, day.day, tzinfo=UTC)
    book.save(buffer)
    with zipfile.ZipFile(buffer) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    moment = f"{day.isoformat()}T00:00:00Z".encode()
    files["docProps/core.xml"] = _MODIFIED.sub(rb"\g<1>" + moment, files["docProps/core.xml"])
    return zip_bytes(files, day)


def about_table(tables: Sequence[Table], dataset: Dataset, language: Language) -> Table:
    """What a file must say of itself: edition, date, licence, source, citation, language, rows."""
    words = _WORDS[language]
    rows: list[tuple[Cell, ...]] = [
        (words["edition"], dataset.edition),
        (words["date"], dataset.published_on.isoformat()),
        (words["licence"], words["licence_text"]),
        (words["source"], "AIMF, Regards croisés"),
        (words["citation"], citation(dataset, language)),
        (words["language"], words["language_name"]),
    ]
    rows += [(f"{words['rows']} – {table.name}", len(table.rows)) for table in tables]
    return Table(name=words["about"], columns=(words["about"], ""), rows=tuple(rows))


def projects_csv(projects: Iterable[Project], dataset: Dataset, language: Language) -> bytes:
    """A selection of projects as CSV."""
    return table_csv(record_table(dataset, "projects", language, projects))


def projects_xlsx(projects: Iterable[Project], dataset: Dataset, language: Language) -> bytes:
    """A selection of projects as XLSX."""
    return workbook([record_table(dataset, "projects", language, projects)], dataset, language)


def cities_csv(cities: Iterable[City], dataset: Dataset, language: Language) -> bytes:
    """A selection of cities as CSV."""
    return table_csv(record_table(dataset, "cities", language, cities))


def cities_xlsx(cities: Iterable[City], dataset: Dataset, language: Language) -> bytes:
    """A selection of cities as XLSX."""
    return workbook([record_table(dataset, "cities", language, cities)], dataset, language)


def sources_csv(sources: Iterable[Source], dataset: Dataset, language: Language) -> bytes:
    """A selection of sources as CSV."""
    return table_csv(record_table(dataset, "sources", language, sources))


def sources_xlsx(sources: Iterable[Source], dataset: Dataset, language: Language) -> bytes:
    """A selection of sources as XLSX."""
    return workbook([record_table(dataset, "sources", language, sources)], dataset, language)


def safe_file_name(*parts: str) -> str:
    """A file name, without suffix, that every system takes: ``fiche-hue-2026.11``.

    Small ASCII letters, digits, dots and dashes, at most 80; ``export`` if nothing is left.
    """
    text = "-".join(parts).translate(_LETTERS)
    folded = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", text)
        if not unicodedata.combining(letter)
    )
    slug = re.sub(r"[^a-z0-9.]+", "-", folded.lower())
    slug = re.sub(r"[-.]*\.[-.]*", ".", re.sub(r"-{2,}", "-", slug)).strip("-.")
    slug = slug[:LONGEST_NAME].strip("-.")
    if not slug or _RESERVED.fullmatch(slug):
        return f"export-{slug}".strip("-")
    return slug


@dataclass(frozen=True, slots=True)
class _Column:
    heading: str
    read: Callable[[Any, Dataset], Cell]


def _columns(table: str, language: Language) -> list[_Column]:
    """Columns of a table in one language; texts of the other are left out where both exist."""
    columns = []
    described = _described(table)["schema"]["fields"]
    names = {field["name"] for field in described}
    for field in described:
        name = field["name"]
        if name.endswith(_OTHER[language]) and f"{name[:-3]}_{language}" in names:
            continue
        heading = field["title_fr" if language == "fr" else "title"]
        columns.append(_Column(heading, _reader(field, language)))
        named = _NAMED.get(name)
        if named is not None and table not in {named.table, "sources"}:
            columns.append(_Column(named.headings[language], named.reader(name, language)))
    return columns


def _reader(field: Mapping[str, Any], language: Language) -> Callable[[Any, Dataset], Cell]:
    name = field["name"]
    vocabulary = field.get("vocabulary") or field.get("list_vocabulary")
    pair = name.endswith(f"_{language}")

    def read(record: Any, dataset: Dataset) -> Cell:
        value = getattr(record, name)
        if pair and not value:
            value = getattr(record, f"{name[:-3]}_fr")
        if name == "network_ids":
            return LIST_JOINT.join(
                getattr(dataset.networks[item], f"short_{language}") for item in value
            )
        if isinstance(value, tuple):
            return LIST_JOINT.join(_label(dataset, vocabulary, item, language) for item in value)
        if isinstance(value, bool):
            return _WORDS[language][value]
        if isinstance(value, str) and (vocabulary or isinstance(value, StrEnum)):
            return _label(dataset, vocabulary, value, language)
        return str(value) if isinstance(value, PartialDate) else value

    return read


def _label(dataset: Dataset, vocabulary: str | None, code: str, language: Language) -> str:
    """Label of a code, the French one if there is no other; the code where there is no term."""
    term = None if vocabulary is None else dataset.terms.get((vocabulary, code))
    if term is None:
        return str(code)
    return (term.label_fr if language == "fr" else term.label_en) or term.label_fr


@dataclass(frozen=True, slots=True)
class _Named:
    """A column of names beside a column of ids."""

    table: str
    headings: Mapping[Language, str]
    find: Callable[[Dataset, str], Any]
    text: str

    def reader(self, column: str, language: Language) -> Callable[[Any, Dataset], Cell]:
        def read(record: Any, dataset: Dataset) -> Cell:
            found = self.find(dataset, getattr(record, column))
            if found is None:
                return None
            name: str = getattr(found, f"{self.text}_{language}") or getattr(
                found, f"{self.text}_fr"
            )
            return name

        return read


_NAMED = {
    "city_id": _Named(
        "cities", {"fr": "Ville", "en": "City"}, lambda data, key: data.cities.get(key), "name"
    ),
    "organisation_id": _Named(
        "organisations",
        {"fr": "Organisation", "en": "Organisation"},
        lambda data, key: data.organisations.get(key),
        "name",
    ),
    "country_iso3": _Named(
        "countries",
        {"fr": "Pays", "en": "Country"},
        lambda data, key: data.countries.get(key),
        "name",
    ),
    "project_id": _Named(
        "projects",
        {"fr": "Projet", "en": "Project"},
        lambda data, key: data.projects.get(key),
        "title",
    ),
    "line_id": _Named(
        "lines",
        {"fr": "Ligne du programme", "en": "Line of the programme"},
        lambda data, key: data.lines.get(key),
        "label",
    ),
    "criterion_id": _Named(
        "criterion_definitions",
        {"fr": "Intitulé du critère", "en": "Name of the criterion"},
        lambda data, key: data.criteria.get(key),
        "label",
    ),
    "indicator_id": _Named(
        "indicators",
        {"fr": "Indicateur", "en": "Indicator"},
        lambda data, key: data.indicators.get(key),
        "name",
    ),
    "entity_id": _Named(
        "cities",
        {"fr": "Nom", "en": "Name"},
        lambda data, key: data.cities.get(key) or data.countries.get(key),
        "name",
    ),
}


@cache
def _resources() -> Mapping[str, Any]:
    package = json.loads((DATA_DIR / PACKAGE_FILE).read_text(encoding="utf-8"))
    return {resource["name"]: resource for resource in package["resources"]}


def _described(table: str) -> Any:
    return _resources()[table]


def _table_title(table: str, language: Language) -> str:
    title: str = _described(table)["title_fr" if language == "fr" else "title"]
    return title


def _csv_cell(cell: Cell) -> Cell:
    return harmless(UNWRITABLE.sub("", cell)) if isinstance(cell, str) else cell


def _add_sheet(book: Workbook, table: Table, titles: set[str]) -> None:
    sheet = book.create_sheet(_sheet_title(table.name, titles))
    sheet.freeze_panes = "A2"
    for position, name in enumerate(table.columns, start=1):
        longest = max((len(str(row[position - 1] or "")) for row in table.rows[:50]), default=0)
        width = min(max(len(name), longest) + 2, 60)
        sheet.column_dimensions[get_column_letter(position)].width = width
    sheet.append([xlsx_cell(sheet, name, bold=True) for name in table.columns])
    for row in table.rows:
        sheet.append([xlsx_cell(sheet, cell) for cell in row])


def xlsx_cell(sheet: Any, cell: Cell, *, bold: bool = False) -> Any:
    """A number as it is; a text typed as text, whatever it starts with."""
    if not isinstance(cell, str):
        return cell
    text = UNWRITABLE.sub("", cell)[:LONGEST_CELL]
    written = WriteOnlyCell(sheet, value=text)
    written.data_type = "s"
    if text.startswith(FORMULA_STARTS):
        written.quotePrefix = True
    if bold:
        written.font = Font(bold=True)
    return written


def _sheet_title(name: str, taken: set[str]) -> str:
    """A sheet title Excel takes: 31 characters at most, no ``[]:*?/\\``, unique in the book."""
    base = _SHEET_FORBIDDEN.sub(" ", UNWRITABLE.sub("", name)).strip(" '") or "table"
    title, number = base[:31], 1
    while title.casefold() in taken:
        number += 1
        title = f"{base[:27]} {number}"
    taken.add(title.casefold())
    return title


__all__ = [
    "Table",
    "about_table",
    "cities_csv",
    "cities_xlsx",
    "data_package_zip",
    "harmless",
    "projects_csv",
    "projects_xlsx",
    "record_table",
    "safe_file_name",
    "sources_csv",
    "sources_xlsx",
    "table_csv",
    "workbook",
]
