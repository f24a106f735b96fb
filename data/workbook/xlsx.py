"""Sheets of an XLSX file, read in one pass: values, formulas with their stored results, dates.

Our own reader and not openpyxl, which writes our files: a formula and its stored result come together
here, nothing but sheets, texts and formats of numbers is parsed, and every limit applies while reading.
A test compares it with openpyxl on drawn workbooks.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from contextlib import suppress

from data.workbook.guard import (
    LONGEST_CELL,
    MAX_CELLS,
    MAX_COLUMN,
    MAX_ROW,
    MAX_ROWS,
    MAX_SHEETS,
    MAX_TEXT,
    Package,
    check_sheet_name,
)
from data.workbook.problems import WorkbookError, both
from data.workbook.rules import BookRule
from data.workbook.values import Broken, Computed, Plain, Sheet, Value, day_of

_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?[0-9]{1,7}")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_ISO_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:T.*)?")
_DDE = re.compile(r"^[=+]?\s*[A-Za-z_.]+\|", re.ASCII)
_BUILT_IN = {
    **dict.fromkeys((14, 15, 16, 22), "day"),
    17: "month",
    **dict.fromkeys((*range(27, 32), 36, *range(50, 55), 57, 58), "day"),
}
"""Precision of the formats of dates that files name by number only."""

_NOT_FORMAT = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')


def read_xlsx(content: bytes) -> tuple[Sheet, ...]:
    """Every sheet of a workbook in its order, hidden ones too.

    Raises:
        WorkbookError: The file is refused.
    """
    package = Package(content)
    targets = package.relations("").values()
    book = next((part for kind, part in targets if kind == "officeDocument"), None)
    if book not in package.names or book is None:
        raise WorkbookError(BookRule.BROKEN, expected=both("xl/workbook.xml"))
    relations = package.relations(book)
    sheets, is_1904 = _book(package, book)
    budget = _Budget()
    texts, precisions = [], []
    for kind, part in relations.values():
        if kind == "sharedStrings" and part in package.names:
            texts = _texts(package, part, budget)
        elif kind == "styles" and part in package.names:
            precisions = _precisions(package, part)
    found = []
    for name, state, relation in sheets:
        kind, part = relations.get(relation, ("", ""))
        if kind != "worksheet":
            continue  # a chart on a sheet of its own
        reader = _SheetReader(texts, precisions, is_1904=is_1904, budget=budget, name=name)
        package.parse(part, reader.start, reader.end, reader.text)
        found.append(Sheet(name=name, rows=tuple(reader.rows), is_hidden=state != "visible"))
    return tuple(found)


class _Budget:
    """What all sheets together may still hold."""

    def __init__(self) -> None:
        self.rows, self.cells, self.letters = MAX_ROWS, MAX_CELLS, MAX_TEXT

    def spend(self, *, cells: int = 0, letters: int = 0, rows: int = 0) -> None:
        self.rows -= rows
        self.cells -= cells
        self.letters -= letters
        if self.rows < 0 or self.cells < 0 or self.letters < 0:
            shown = f"{MAX_ROWS} × {MAX_CELLS // MAX_ROWS}"
            raise WorkbookError(BookRule.TOO_MANY_ROWS, expected=both(shown))


def _book(package: Package, book: str) -> tuple[list[tuple[str, str, str]], bool]:
    """Name, state and relation of each sheet; whether days are counted from 1904."""
    sheets: list[tuple[str, str, str]] = []
    settings: dict[str, str] = {}

    def start(tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "workbookPr":
            settings.update(attributes)
        elif tag == "sheet":
            name = attributes.get("name", "")
            check_sheet_name(name)
            relation = next((attributes[key] for key in attributes if key.endswith(":id")), "")
            sheets.append((name, attributes.get("state", "visible"), relation))
            if len(sheets) > MAX_SHEETS:
                raise WorkbookError(BookRule.TOO_MANY_SHEETS, expected=both(MAX_SHEETS))

    package.parse(book, start)
    return sheets, settings.get("date1904", "0") in {"1", "true"}


def _texts(package: Package, part: str, budget: _Budget) -> list[str]:
    """Texts that cells name by number."""
    texts: list[str] = []
    pieces: list[str] = []
    inside = {"rPh": 0, "t": 0}

    def start(tag: str, _: Mapping[str, str]) -> None:
        if tag in inside:
            inside[tag] += 1
        elif tag == "si":
            pieces.clear()

    def end(tag: str) -> None:
        if tag in inside:
            inside[tag] -= 1
        elif tag == "si":
            texts.append(characters_of("".join(pieces)))
            if len(texts) > MAX_CELLS:
                budget.spend(cells=MAX_CELLS + 1)

    def text(letters: str) -> None:
        if inside["t"] and not inside["rPh"]:
            budget.spend(letters=len(letters))
            pieces.append(letters)

    package.parse(part, start, end, text)
    return texts


def _precisions(package: Package, part: str) -> list[str | None]:
    """For each style: the precision of the dates it shows; None: it shows no date."""
    formats: dict[str, str] = {}
    styles: list[str] = []
    inside = []

    def start(tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "numFmt":
            formats[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif tag == "cellXfs":
            inside.append(tag)
        elif tag == "xf" and inside:
            styles.append(attributes.get("numFmtId", "0"))

    def end(tag: str) -> None:
        if tag == "cellXfs":
            inside.clear()

    package.parse(part, start, end)
    known = {number: precision_of(code) for number, code in formats.items()}
    built_in = {str(number): precision for number, precision in _BUILT_IN.items()}
    return [known[number] if number in known else built_in.get(number) for number in styles]


def precision_of(code: str) -> str | None:
    """What a format of numbers shows of a date: ``day``, ``month``, ``year``; None: not a date."""
    letters = _NOT_FORMAT.sub("", code[:255].split(";", maxsplit=1)[0]).lower()
    if "general" in letters or not set(letters) & set("dy"):
        return None  # ``m`` alone is minutes, or a month of no year
    return "day" if "d" in letters else "month" if "m" in letters else "year"


def characters_of(text: str) -> str:
    """``_x000A_`` is how files write a character that XML cannot hold."""
    if "_x" not in text:
        return text
    return _ESCAPE.sub(lambda found: _letter(int(found.group(1), 16)), text)


def _letter(code: int) -> str:
    return "\ufffd" if 0xD800 <= code <= 0xDFFF else chr(code)


class _SheetReader:
    """Fills ``rows`` from the XML of one sheet."""

    def __init__(
        self,
        texts: list[str],
        precisions: list[str | None],
        *,
        is_1904: bool,
        budget: _Budget,
        name: str,
    ) -> None:
        self.rows: list[tuple[int, Mapping[int, Value]]] = []
        self._texts, self._precisions = texts, precisions
        self._is_1904, self._budget, self._name = is_1904, budget, name
        self._row, self._column = 0, 0
        self._cells: dict[int, Value] = {}
        self._attributes: Mapping[str, str] = {}
        self._columns: dict[str, int] = {}
        self._pieces: dict[str, list[str]] = {}
        self._into: list[str] | None = None
        self._is_cell = self._is_phonetic = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "c":
            self._is_cell, self._is_phonetic = True, False
            self._attributes, self._pieces = attributes, {}
            self._column = self._place(attributes["r"]) if "r" in attributes else self._column + 1
        elif self._is_cell:
            if tag in {"v", "f", "t"}:
                if not self._is_phonetic:
                    self._into = self._pieces.setdefault(tag, [])
            elif tag == "rPh":
                self._is_phonetic = True
        elif tag == "row":
            self._row = self._number(attributes["r"]) if "r" in attributes else self._row + 1
            self._column, self._cells = 0, {}

    def end(self, tag: str) -> None:
        if tag == "c":
            self._is_cell = False
            self._keep()
        elif tag in {"v", "f", "t"}:
            self._into = None
        elif tag == "rPh":
            self._is_phonetic = False
        elif tag == "row" and self._cells:
            self._budget.spend(rows=1)
            self.rows.append((self._row, self._cells))
            self._cells = {}

    def text(self, letters: str) -> None:
        if self._into is not None:
            self._budget.spend(letters=len(letters))
            self._into.append(letters)

    def _keep(self) -> None:
        value = self._value()
        if value is None or value == "":
            return
        if self._column > MAX_COLUMN or self._row > MAX_ROW:
            raise WorkbookError(
                BookRule.TOO_WIDE, sheet=self._name, expected=both(f"{MAX_ROW} × {MAX_COLUMN}")
            )
        self._budget.spend(cells=1)
        self._cells[self._column] = value

    def _value(self) -> Value | None:
        if "f" not in self._pieces:
            return self._plain()
        formula = "".join(self._pieces["f"])[:LONGEST_CELL]
        if _DDE.match(formula):
            raise WorkbookError(BookRule.EXTERNAL_LINK, sheet=self._name, expected=both("DDE"))
        return Computed(self._plain(), formula)

    def _plain(self) -> Plain | None:
        kind = self._attributes.get("t", "n")
        if kind == "inlineStr":
            return characters_of("".join(self._pieces.get("t", ())))
        if "v" not in self._pieces:
            return None
        text = "".join(self._pieces["v"])
        if kind == "str":
            return characters_of(text)
        return self._typed(kind, text.strip()) if text.strip() else None

    def _typed(self, kind: str, text: str) -> Plain:
        if kind == "s":
            number = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
            return self._texts[number] if 0 <= number < len(self._texts) else Broken(text[:20])
        if kind == "b":
            return text in {"1", "true"}
        return Broken(text[:20]) if kind == "e" else self._numeric(text, kind)

    def _numeric(self, text: str, kind: str) -> Plain:
        if kind == "d":
            found = _ISO_DAY.fullmatch(text)
            return found.group(1) if found else Broken(text[:20])
        if len(text) > 400 or _NUMBER.fullmatch(text) is None:
            return Broken(text[:20])
        number = float(text)
        if not math.isfinite(number):
            return Broken(text[:20])
        style, precision = self._attributes.get("s", "0"), None
        with suppress(ValueError, IndexError):
            precision = self._precisions[int(style)]
        return day_of(number, precision, is_1904=self._is_1904) if precision else number

    def _place(self, reference: str) -> int:
        found = _CELL.fullmatch(reference)
        if found is None:
            raise WorkbookError(BookRule.BROKEN, sheet=self._name, expected=both(reference[:20]))
        letters = found.group(1)
        if letters not in self._columns:
            number = 0
            for letter in letters.upper():
                number = 26 * number + ord(letter) - 64
            self._columns[letters] = number
        return self._columns[letters]

    def _number(self, text: str) -> int:
        if not (text.isascii() and text.isdigit() and len(text) < 12):
            raise WorkbookError(BookRule.BROKEN, sheet=self._name, expected=both(text[:20]))
        return int(text)
