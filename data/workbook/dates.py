"""Dates as people write them in a cell, to the precision they are written with."""

from __future__ import annotations

import re
from datetime import date

from data.dates import PartialDate
from data.read import FIRST_YEAR, LAST_YEAR
from data.workbook.rules import BookRule
from data.workbook.values import Day
from data.workbook.words import fold

_MONTHS: dict[str, int] = {
    **{
        fold(name): number
        for names in (
            "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
            "january february march april may june july august september october november december",
            "janv fév mar avr mai jui juil aoû sept oct nov déc",
            "jan feb mar apr may jun jul aug sep oct nov dec",
        )
        for number, name in enumerate(names.split(), start=1)
    },
    "fevr": 2,
}
del _MONTHS["jui"]  # juin or juillet

_TIME = re.compile(r"[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?$")
_YEAR = re.compile(r"(\d{4})(?:[.,]0+)?")
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?")
_MONTH_YEAR = re.compile(r"(\d{1,2})[-/.](\d{4})")
_YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_IN_WORDS = re.compile(r"(?:(\d{1,2})(?:er|st|nd|rd|th)?\s+)?([^\W\d_]+)\.?,?\s+(\d{4})")
_IN_WORDS_ENGLISH = re.compile(r"([^\W\d_]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")


class UnclearDateError(ValueError):
    """A text or number is no date.

    Attributes:
        readings: The two days it can mean, where day and month can be mistaken.
    """

    def __init__(self, rule: BookRule, readings: tuple[str, ...] = ()) -> None:
        self.rule = rule
        self.readings = readings
        super().__init__(rule, readings)


def date_of(value: str | float | Day, language: str) -> str:
    """A date of a cell as the tables write it: ``2022``, ``2022-05`` or ``2022-05-13``.

    Args:
        language: ``fr``: 03/04/2022 is the third of April. Any other: day and month of such a date
            must not be open to doubt.

    Raises:
        UnclearDateError: Not a date, or one that can be read in two ways.
    """
    if isinstance(value, Day):
        year = year_typed(value)
        return _written((year,)) if year else _written(_parts(value.when))
    if isinstance(value, float):
        if value.is_integer() and FIRST_YEAR <= value <= LAST_YEAR:
            return _written((int(value),))
        raise UnclearDateError(BookRule.DATE)
    return _written(_read(_TIME.sub("", value.strip()), language))


def year_typed(day: Day) -> int | None:
    """The year typed in a cell that shows dates: 2021 shows as a day of July 1905."""
    is_year = day.serial.is_integer() and FIRST_YEAR <= day.serial <= LAST_YEAR
    return int(day.serial) if is_year else None


def _parts(when: PartialDate) -> tuple[int, ...]:
    return tuple(part for part in (when.year, when.month, when.day) if part is not None)


def _read(text: str, language: str) -> tuple[int, ...]:
    if not text.isascii() and any(letter.isdigit() and not letter.isascii() for letter in text):
        raise UnclearDateError(BookRule.DATE)
    if found := _YEAR.fullmatch(text):
        return (int(found[1]),)
    if found := _YEAR_FIRST.fullmatch(text):
        return tuple(int(part) for part in found.groups() if part)
    if found := _MONTH_YEAR.fullmatch(text):
        return (int(found[2]), int(found[1]))
    if found := _YEAR_LAST.fullmatch(text):
        return _day_and_month(int(found[3]), int(found[1]), int(found[2]), language)
    return _in_words(text)


def _in_words(text: str) -> tuple[int, ...]:
    if found := _IN_WORDS.fullmatch(text):
        day, word, year = found.groups()
    elif found := _IN_WORDS_ENGLISH.fullmatch(text):
        word, day, year = found.groups()
    else:
        raise UnclearDateError(BookRule.DATE)
    month = _MONTHS.get(fold(word))
    if month is None:
        raise UnclearDateError(BookRule.DATE)
    return (int(year), month) if day is None else (int(year), month, int(day))


def _day_and_month(year: int, first: int, second: int, language: str) -> tuple[int, ...]:
    """Year, month and day of ``first/second/year``."""
    if second > 12 or (language == "fr" and first <= 31):
        month, day = (second, first) if second <= 12 else (first, second)
        return (year, month, day)
    if first > 12 or first == second:
        return (year, second, first)
    raise UnclearDateError(
        BookRule.DATE_ORDER,
        (_written((year, second, first)), _written((year, first, second))),
    )


def _written(parts: tuple[int, ...]) -> str:
    year, month, day = (*parts, None, None)[:3]
    try:
        date(year or 0, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        raise UnclearDateError(BookRule.DATE) from None
    if not FIRST_YEAR <= (year or 0) <= LAST_YEAR:
        raise UnclearDateError(BookRule.DATE)
    return str(PartialDate(year or 0, month, day))
