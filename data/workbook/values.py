"""What a cell of a workbook can hold, and a sheet as it is read: filled cells only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from data.dates import PartialDate


@dataclass(frozen=True, slots=True)
class Day:
    """A number that the sheet shows as a date.

    Attributes:
        when: As precise as it is shown: a format without days (``mmm-yy``) is a month.
        serial: The number itself; 2021 in a cell shown as a date is a year somebody typed.
    """

    when: PartialDate
    serial: float


@dataclass(frozen=True, slots=True)
class Broken:
    """An error of the spreadsheet (``#N/A``), or a cell that holds nothing readable."""

    text: str


@dataclass(frozen=True, slots=True)
class Computed:
    """A formula.

    Attributes:
        value: Its stored result; None: none is stored.
        formula: Its text; may be empty where the sheet shares one between cells.
    """

    value: Plain | None
    formula: str


Plain = str | float | bool | Day | Broken
Value = Plain | Computed


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Filled cells of one sheet.

    Attributes:
        rows: Number of the row (1 for the first) and its cells by number of column (1 is A).
        is_hidden: Not shown to whoever opens the workbook.
    """

    name: str
    rows: tuple[tuple[int, Mapping[int, Value]], ...]
    is_hidden: bool = False


_FIRST_OF_MARCH_1900 = 61
_LAST_SERIAL = 2_958_465


def day_of(serial: float, precision: str, *, is_1904: bool) -> Day | float:
    """The date of a number; the number where there is none (a time of day, out of the calendar).

    Args:
        precision: ``day``, ``month`` or ``year``: what the format shows.
        is_1904: Days are counted from 1904, as old workbooks of Macintosh do.
    """
    if not 1 <= serial <= _LAST_SERIAL:
        return serial
    number = int(serial)
    if is_1904:
        start = date(1904, 1, 1)
        number = min(number, _LAST_SERIAL - 1462)
    else:  # spreadsheets count a 29 February 1900 that never was
        start = date(1899, 12, 30 if number >= _FIRST_OF_MARCH_1900 else 31)
    day = start + timedelta(days=number)
    parts = {"year": 1, "month": 2}.get(precision, 3)
    return Day(PartialDate(*(day.year, day.month, day.day)[:parts]), serial)


def shown(value: Value | None) -> str:
    """A value as a message quotes it."""
    if isinstance(value, Computed):
        return shown(value.value) if value.value is not None else f"={value.formula}"
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return (
        str(value.when)
        if isinstance(value, Day)
        else value.text
        if isinstance(value, Broken)
        else value
    )
