"""Cells and rows of the CSV tables, read strictly: one parser per column, from the record types."""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from data.dates import PartialDate
from data.errors import DataError, Rule

LIST_SEPARATOR = ";"
FIRST_YEAR, LAST_YEAR = 1900, 2100

SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
FORMATS = {
    "source_id": SLUG,
    "source_ids": SLUG,
    "city_id": SLUG,
    "organisation_id": SLUG,
    "strategy_id": SLUG,
    "project_id": SLUG,
    "factor_id": SLUG,
    "network_id": SLUG,
    "network_ids": SLUG,
    "country_iso3": r"[A-Z]{3}",
    "country_iso2": r"[A-Z]{2}",
    "entity_id": rf"[A-Z]{{3}}|{SLUG}",
    "indicator_id": r"[a-z0-9]+(?:_[a-z0-9]+)*",
    "axis_id": r"A[1-9]",
    "line_id": r"A[1-9]\.[1-9]",
    "criterion_id": r"(?:VIS|GOV|DAT|SER|ECO|INC)[1-9]",
    "language": r"[a-z]{2}",
    "url": r"https?://[^\s<>\"]+",
    "standard_urls": r"https?://[^\s<>\"]+",
    "vocabulary": r"[a-z0-9]+(?:_[a-z0-9]+)*",
    "code": r"[A-Za-z0-9]+(?:[_.-][A-Za-z0-9]+)*",
    "kind": r"[a-z]+(?:_[a-z]+)*",
    "phrase_fr": r"[^;]+",
    "standard_fit": r"same|near|guide",
}
"""Form of a column, by its name: one name has one meaning in every table."""

RANGES: dict[str, tuple[float, float]] = {
    "latitude": (-90, 90),
    "longitude": (-180, 180),
    "population": (1, 100_000_000),
    "population_year": (FIRST_YEAR, LAST_YEAR),
    "start_year": (FIRST_YEAR, LAST_YEAR),
    "end_year": (FIRST_YEAR, LAST_YEAR),
    "year": (FIRST_YEAR, LAST_YEAR),
    "position": (1, 999),
}
"""Smallest and largest value of a number, both allowed."""

OPTIONAL_TEXTS = frozenset(
    {
        "summary_fr",
        "lead_body_fr",
        "description_fr",
        "not_applicable_fr",
        "standard_fr",
        "standard_fit",
        "caution_fr",
    }
)
"""Text columns that may be empty, besides every ``…_en`` (not translated yet)."""

_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")
_INTEGER = re.compile(r"-?[0-9]{1,15}")
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")

Cell = Callable[[str], Any]


class CellError(ValueError):
    """A text breaks the rule of its column; the reader of the file adds the place."""

    def __init__(self, rule: Rule, expected: str = "") -> None:
        self.rule = rule
        self.expected = expected
        super().__init__(rule, expected)


def columns_of(record_type: type[Any]) -> dict[str, Cell]:
    """Parser of each column of a record type, in the order of its fields.

    A parser takes the text of a cell and raises ``CellError``.
    """
    hints = get_type_hints(record_type)
    return {field.name: _cell(field.name, hints[field.name]) for field in fields(record_type)}


def read_rows(
    file: str, content: bytes, columns: dict[str, Cell]
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Rows of a CSV file in its order: the line each starts on, and column → value.

    Args:
        file: Name to print in errors.
        content: Bytes of the file: UTF-8 with or without byte order mark, comma separated.
        columns: Parser of each column; the header must name exactly these, in this order.

    Raises:
        DataError: The first fault of structure or of a cell, from the top.
    """
    text, names, parsers = decode(file, content), list(columns), list(columns.values())
    has_control = _CONTROL.search(text.replace("\r\n", "\n")) is not None
    for line, cells in read_cells(file, text, names):
        values = {}
        for name, parse, cell in zip(names, parsers, cells, strict=True):
            try:
                if has_control and _CONTROL.search(cell):
                    raise CellError(Rule.CONTROL_CHARACTER)
                if cell != cell.strip():
                    raise CellError(Rule.SPACES)
                values[name] = parse(cell)
            except CellError as error:
                raise DataError(
                    error.rule,
                    file=file,
                    line=line,
                    column=name,
                    value=cell,
                    expected=error.expected,
                ) from None
        yield line, values


def read_cells(file: str, text: str, names: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """Rows of a CSV text in its order: the line each starts on, and its cells as written.

    Args:
        file: Name to print in errors.
        names: Columns that the header must name, exactly these, in this order.

    Raises:
        DataError: The first fault of structure, from the top; cells are not judged.
    """
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        header = next(reader, [])
        if header != list(names):
            raise DataError(
                Rule.HEADER, file=file, line=1, value=",".join(header), expected=",".join(names)
            )
        line = reader.line_num + 1
        for cells in reader:
            if len(cells) != len(names):
                raise DataError(
                    Rule.ROW_LENGTH,
                    file=file,
                    line=line,
                    value=str(len(cells)),
                    expected=str(len(names)),
                )
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise DataError(Rule.SYNTAX, file=file, line=line, expected=str(error)) from error


def parse_cell(parse: Cell, text: str) -> Any:
    """Value of one cell that comes from a form or a workbook, with the rules of a file.

    Raises:
        CellError: A control character, spaces around, or the rule of the column.
    """
    if _CONTROL.search(text):
        raise CellError(Rule.CONTROL_CHARACTER)
    if text != text.strip():
        raise CellError(Rule.SPACES)
    return parse(text)


def decode(file: str, content: bytes) -> str:
    """Text of a file of the tables: UTF-8, with or without a byte order mark.

    Raises:
        DataError: Not UTF-8; names the line.
    """
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise DataError(
            Rule.ENCODING, file=file, line=line, value=content[error.start : error.end].hex()
        ) from error


def _cell(name: str, hint: Any) -> Cell:
    if get_origin(hint) is UnionType:
        kind = next(part for part in get_args(hint) if part is not NoneType)
        parse = _cell(name, kind)
        return lambda text: parse(text) if text else None
    if get_origin(hint) is tuple:
        return _list(_required(name, get_args(hint)[0]))
    if hint is str and (name in OPTIONAL_TEXTS or name.endswith("_en")):
        parse = _required(name, hint)
        return lambda text: parse(text) if text else ""
    return _required(name, hint)


def _required(name: str, hint: Any) -> Cell:
    if hint is bool:
        return _parse_yes_no
    if hint is PartialDate:
        return _filled(parse_partial_date)
    if hint is int:
        return _filled(_in_range(name, _parse_integer))
    if hint is float:
        return _filled(_in_range(name, _parse_number))
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return _filled(_code(hint))
    return _filled(_text(name))


def _filled(parse: Cell) -> Cell:
    def parse_filled(text: str) -> Any:
        if not text:
            raise CellError(Rule.REQUIRED)
        return parse(text)

    return parse_filled


def _text(name: str) -> Cell:
    form = FORMATS.get(name)
    if form is None:
        return str
    match = re.compile(form).fullmatch

    def parse_text(text: str) -> str:
        if match(text) is None:
            raise CellError(Rule.FORMAT, form)
        return text

    return parse_text


def _code(vocabulary: type[StrEnum]) -> Cell:
    members = {member.value: member for member in vocabulary}
    expected = ", ".join(members)

    def parse_code(text: str) -> StrEnum:
        try:
            return members[text]
        except KeyError:
            raise CellError(Rule.VOCABULARY, expected) from None

    return parse_code


def _list(parse: Cell) -> Cell:
    def parse_list(text: str) -> tuple[Any, ...]:
        if not text:
            return ()
        items = text.split(LIST_SEPARATOR)
        if any(not item or item != item.strip() for item in items):
            raise CellError(Rule.LIST_ITEM)
        if len(set(items)) != len(items):
            raise CellError(Rule.LIST_ITEM)
        return tuple(parse(item) for item in items)

    return parse_list


def _in_range(name: str, parse: Cell) -> Cell:
    if name not in RANGES:
        return parse
    low, high = RANGES[name]

    def parse_in_range(text: str) -> Any:
        value = parse(text)
        if not low <= value <= high:
            raise CellError(Rule.RANGE, f"{low} … {high}")
        return value

    return parse_in_range


def _parse_integer(text: str) -> int:
    if _INTEGER.fullmatch(text) is None:
        raise CellError(Rule.INTEGER)
    return int(text)


def _parse_number(text: str) -> float:
    value = float(text) if _NUMBER.fullmatch(text) else math.nan
    if not math.isfinite(value):
        raise CellError(Rule.NUMBER)
    return value


def _parse_yes_no(text: str) -> bool:
    if text not in {"yes", "no"}:
        raise CellError(Rule.YES_NO)
    return text == "yes"


def parse_partial_date(text: str) -> PartialDate:
    """A date of the tables.

    Raises:
        CellError: Not ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``, not in the calendar, or not from
            1900 to 2100.
    """
    try:
        parsed = PartialDate.parse(text)
    except ValueError:
        raise CellError(Rule.PARTIAL_DATE) from None
    if not text.isascii() or not FIRST_YEAR <= parsed.year <= LAST_YEAR:
        raise CellError(Rule.PARTIAL_DATE)
    return parsed
