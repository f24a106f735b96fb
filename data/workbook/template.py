"""A workbook to fill in, made from the data package and the tables: ``template_workbook``.

Each sheet is one table. Its first row, hidden, has the technical names, so that columns are recognised
whatever the language; the second has the headings, with their notes in both languages. A hidden sheet
keeps what the template was filled with, so that a change made meanwhile is seen when it comes back.
"""

from __future__ import annotations

import copy
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter

from data.export import Language, book_bytes, xlsx_cell
from data.load import IN_MEMORY
from data.raw import Key, RawTables, Row
from data.workbook.choices import Lists, add_choices
from data.workbook.fields import Field, Kind, TableShape, shape_of
from data.workbook.layout import HELPER
from data.workbook.origin import LISTS_SHEET, ORIGIN_SHEET, Origin, origin_lines
from data.workbook.selection import selected, unanswered
from data.workbook.texts import (
    COLUMNS,
    CRITERION_LABEL,
    OF_CITY,
    OF_EDITION,
    README,
    REQUIRED,
    RULES,
    TITLE,
)
from data.workbook.words import Lexicon

FIRST_ROW = 3
"""Row of the first fact: technical names and headings are above."""

NEW_ROWS = 40
"""Rows that are drawn for new facts; those under them can be filled too."""

_LINE_LETTERS, _LINE_HEIGHT = 62, 15
"""Letters on a line of an explanation, and the height of a line in points."""

_MOST_LINES = 8
"""Lines that a row of facts is high at most."""

_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_LINE = Side(style="thin", color="D5DBE1")
_BORDER = Border(bottom=_LINE, right=_LINE)
_WIDTHS = {
    Kind.TEXT: 44,
    Kind.ADDRESS: 40,
    Kind.OWN_ID: 30,
    Kind.REFERENCE: 28,
    Kind.CODE: 20,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Column:
    """One column of a sheet: a field, or a help to read without one."""

    code: str
    heading: str
    field: Field | None

    @property
    def width(self) -> int:
        """Letters that a line of a cell holds."""
        return 40 if self.field is None else _WIDTHS.get(self.field.kind, 14)


def template_workbook(
    raw: RawTables,
    language: Language,
    *,
    city_id: str | None = None,
    edition: str = "",
    version: str = "",
    day: date = IN_MEMORY,
) -> bytes:
    """A workbook filled with the tables, or with the rows of one city, to correct and complete.

    Args:
        language: Of headings, labels and explanations; notes of columns are in both.
        city_id: Whose rows; None: every city and every table that can be filled.
        edition, version: Of the dataset; told in the workbook and found again in ``Preview.origin``.
        day: Date of the file; the same tables and day give the same bytes.

    Raises:
        DataError: There is no such city.
    """
    rows = selected(raw, city_id)
    book = Workbook(write_only=True)
    maker = _Maker(book, raw, language, city_id)
    if city_id is not None:
        maker.offer_only(rows)
    maker.readme(list(rows), edition)
    for table, held in rows.items():
        maker.sheet(table, held)
    maker.hidden(LISTS_SHEET, maker.lists.rows())
    kept = {(table, key): row for table, held in rows.items() for key, row in held.items()}
    origin = Origin(edition=edition, version=version, city_id=city_id, rows=kept)
    maker.hidden(ORIGIN_SHEET, origin_lines(origin))
    return book_bytes(book, TITLE[maker.side], day)


class _Maker:
    """Sheets of one workbook."""

    def __init__(
        self, book: Workbook, raw: RawTables, language: Language, city_id: str | None
    ) -> None:
        self._book, self._raw, self._language, self._city_id = book, raw, language, city_id
        self.side = 0 if language == "fr" else 1
        self._lexicon = Lexicon(raw)
        self.lists = Lists()
        self._styles: dict[str, Any] = {}
        self._offered: dict[str, set[str]] = {}

    def offer_only(self, rows: Mapping[str, Mapping[Key, Row]]) -> None:
        """The workbook of one city offers the ids of its own rows."""
        self._offered = {table: {key[0] for key in rows[table]} for table in ("cities", "projects")}

    def readme(self, tables: Sequence[str], edition: str) -> None:
        """The first sheet: rules, then every column with what it can hold."""
        sheet = self._book.create_sheet(README[self.side])
        for letter, width in zip("ABCDEF", (24, 34, 14, 60, 60, 60), strict=True):
            sheet.column_dimensions[letter].width = width
        self._protect(sheet)
        _on_wide_pages(sheet)
        sheet.append([self._cell(sheet, TITLE[self.side], "title")])
        if self._city_id is not None:
            name = self._lexicon.rows_of("cities").shown[self._city_id][self.side]
            sheet.append([self._cell(sheet, OF_CITY[self.side].format(name=name), "plain")])
        if edition:
            sheet.append(
                [self._cell(sheet, OF_EDITION[self.side].format(edition=edition), "plain")]
            )
        sheet.append([])
        for side in (self.side, 1 - self.side):
            for number, rule in enumerate(RULES, start=1):
                sheet.append([self._cell(sheet, f"{number}. {rule[side]}", "plain")])
            sheet.append([])
        sheet.append([self._cell(sheet, heading[self.side], "heading") for heading in COLUMNS])
        number = 2 * len(RULES) + 5 + (self._city_id is not None) + bool(edition)
        for table in tables:
            shape = shape_of(table)
            for field in shape.fields.values():
                texts = self._described(shape, field)
                lines = max(math.ceil(len(text) / _LINE_LETTERS) for text in texts)
                number += 1
                sheet.row_dimensions[number].height = _LINE_HEIGHT * lines
                sheet.append([self._cell(sheet, text, "note") for text in texts])

    def sheet(self, table: str, rows: Mapping[Key, Row]) -> None:
        """One table: technical names, headings, facts, rows for new ones."""
        shape, columns = shape_of(table), self._columns(table)
        sheet = self._book.create_sheet(shape.titles[self.side])
        self._protect(sheet)
        keys = [column.code in shape.keys for column in columns]
        sheet.freeze_panes = f"{get_column_letter(sum(keys) + 1)}{FIRST_ROW}"
        sheet.row_dimensions[1].hidden = True
        sheet.row_dimensions[FIRST_ROW - 1].height = 2 * _LINE_HEIGHT + 2
        _on_wide_pages(sheet)
        sheet.print_title_rows = f"{FIRST_ROW - 1}:{FIRST_ROW - 1}"
        for number, column in enumerate(columns, start=1):
            dimension = sheet.column_dimensions[get_column_letter(number)]
            dimension.width = column.width
            if column.field is not None:
                dimension.protection = Protection(locked=False)
                add_choices(
                    sheet,
                    number,
                    column.field,
                    self.lists,
                    words=self._lexicon.words_of(column.field),
                    only=self._offered.get(column.field.target or ""),
                    language=self._language,
                )
        sheet.append([self._cell(sheet, column.code, "plain") for column in columns])
        sheet.append([self._heading(sheet, column) for column in columns])
        locked = ["key" if is_key else "fact" for is_key in keys]
        for number, row in enumerate(rows.values(), start=FIRST_ROW):
            cells = zip(columns, locked, strict=True)
            facts = [self._fact(sheet, column, row, style) for column, style in cells]
            sheet.row_dimensions[number].height = _LINE_HEIGHT * _lines(columns, facts)
            sheet.append(facts)
        if table == "criteria" and self._city_id is not None:
            for criterion_id in unanswered(self._raw, self._city_id):
                row = {"city_id": self._city_id, "criterion_id": criterion_id}
                cells = zip(columns, locked, strict=True)
                sheet.append([self._fact(sheet, column, row, style) for column, style in cells])
        for _ in range(NEW_ROWS):
            sheet.append([self._cell(sheet, None, "new") for _ in columns])

    def hidden(self, name: str, rows: Iterator[list[str]]) -> None:
        """A sheet for the reader of the file, not for people."""
        sheet = self._book.create_sheet(name)
        sheet.sheet_state = "veryHidden" if name == ORIGIN_SHEET else "hidden"
        for row in rows:
            sheet.append([_text_cell(sheet, text) for text in row])

    def _columns(self, table: str) -> list[_Column]:
        columns = []
        for code, field in shape_of(table).fields.items():
            columns.append(_Column(code=code, heading=field.titles[self.side], field=field))
            if (table, code) == ("criteria", "criterion_id"):
                heading = CRITERION_LABEL[self.side]
                columns.append(_Column(code=f"{HELPER}label", heading=heading, field=None))
        return columns

    def _heading(self, sheet: Any, column: _Column) -> Any:
        field = column.field
        is_required = field is not None and field.is_required
        cell = self._cell(sheet, column.heading, "required" if is_required else "heading")
        if field is not None:
            notes = [field.notes[self.side], field.notes[1 - self.side]]
            if is_required:
                notes.insert(0, f"{REQUIRED[self.side]} / {REQUIRED[1 - self.side]}")
            comment = Comment("\n\n".join(notes), "AIMF")
            comment.width, comment.height = 320, 180
            cell.comment = comment
        return cell

    def _fact(self, sheet: Any, column: _Column, row: Row, style: str) -> Any:
        if column.field is None:
            label = self._lexicon.rows_of("criterion_definitions").shown.get(row["criterion_id"])
            return self._cell(sheet, label and label[self.side], "key")
        text = row.get(column.code, "")
        return self._cell(sheet, self._shown(column.field, text) if text else None, style)

    def _shown(self, field: Field, text: str) -> str | int | float:
        """A cell of the tables as people read it; it reads back as the same text."""
        if field.kind in {Kind.INTEGER, Kind.NUMBER}:
            return int(text) if field.kind is Kind.INTEGER else float(text)
        if field.kind in {Kind.CODE, Kind.YES_NO}:
            words = self._lexicon.words_of(field)
            items = text.split(";") if field.is_list else [text]
            labels = [
                words.label(item, self._language) if item in words.shown else item for item in items
            ]
            return " ; ".join(labels)
        return text.replace(";", " ; ") if field.is_list else text

    def _described(self, shape: TableShape, field: Field) -> list[str]:
        words = self._lexicon.words_of(field)
        allowed = ""
        if field.kind in {Kind.CODE, Kind.YES_NO}:
            allowed = " ; ".join(words.label(code, self._language) for code in words.shown)
        return [
            shape.titles[self.side],
            field.titles[self.side],
            REQUIRED[self.side] if field.is_required else "",
            field.notes[self.side],
            field.notes[1 - self.side],
            allowed,
        ]

    def _protect(self, sheet: Any) -> None:
        """Headings and ids are locked, without a password: this helps, it forbids nothing."""
        sheet.protection.sheet = True
        for freed in ("formatColumns", "formatRows", "insertRows", "sort", "autoFilter"):
            setattr(sheet.protection, freed, False)

    def _cell(self, sheet: Any, value: str | float | None, style: str) -> Any:
        cell = _text_cell(sheet, value) if isinstance(value, str) else WriteOnlyCell(sheet, value)
        quoted = bool(cell.quotePrefix) if isinstance(value, str) else False
        name = f"{style} {quoted}"
        if name not in self._styles:
            _apply(cell, style)
            cell.quotePrefix = quoted
            self._styles[name] = copy.copy(cell._style)
        else:
            cell._style = self._styles[name]
        return cell


def _lines(columns: Sequence[_Column], cells: Sequence[Any]) -> int:
    """Lines that the longest text of a row takes: no spreadsheet makes its rows higher by itself."""
    letters = (
        len(str(cell.value or "")) / column.width
        for column, cell in zip(columns, cells, strict=True)
    )
    return min(_MOST_LINES, max(1, math.ceil(max(letters))))


def _on_wide_pages(sheet: Any) -> None:
    """Printed, a sheet is as wide as a page, however many columns it has."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _text_cell(sheet: Any, text: str) -> Any:
    return xlsx_cell(sheet, _ESCAPED.sub("_x005F_", text))


def _apply(cell: Any, style: str) -> None:
    if style in {"heading", "required"}:
        cell.font = Font(
            name="Calibri", size=11, bold=True, color="FFFFFF" if style == "required" else "1F2933"
        )
        cell.fill = PatternFill("solid", fgColor="2F4B66" if style == "required" else "D9E2EC")
        cell.alignment = Alignment(wrap_text=True, vertical="center")
    elif style == "title":
        cell.font = Font(name="Calibri", size=14, bold=True)
    elif style in {"fact", "new", "key", "note"}:
        cell.alignment = Alignment(wrap_text=style != "new", vertical="top")
        cell.border = _BORDER
    if style in {"fact", "new"}:
        cell.protection = Protection(locked=False)
    if style in {"new", "key"}:
        cell.fill = PatternFill("solid", fgColor="FFFBEB" if style == "new" else "F0F2F4")
