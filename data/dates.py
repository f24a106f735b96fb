"""Dates that keep the precision of their source: a year, a month or a day."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

_PATTERN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")

STALE_AFTER_MONTHS = 36
"""Age from which a fact is shown as « à confirmer » (docs/method.md)."""


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date known to the year, the month or the day; ``None`` parts are not known.

    Sort with ``last_day``: two precisions have no order of their own.
    """

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``.

        Raises:
            ValueError: The text has another form or names no day of the calendar.
        """
        match = _PATTERN.fullmatch(text)
        if match is None:
            raise ValueError(f"{text!r} is not YYYY, YYYY-MM or YYYY-MM-DD")
        year, month, day = (int(part) if part else None for part in match.groups())
        date(year or 0, month or 1, day or 1)
        return cls(year or 0, month, day)

    @property
    def last_day(self) -> date:
        """Last day of the period the date can mean (``2022`` gives 31 December 2022)."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def __str__(self) -> str:
        parts = [f"{self.year:04d}"]
        parts += [f"{part:02d}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts)


def months_after(day: date, months: int) -> date:
    """Same day of the month ``months`` later, or the last day of that month if it is shorter."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def is_stale(when: PartialDate | None, today: date) -> bool:
    """Whether a dated fact is over 36 months old, counted from the end of its period.

    An undated fact (``None``) is not stale: its age is unknown, which the screen says in words.
    """
    if when is None:
        return False
    months = 12 * (today.year - when.year) + today.month - (when.month or 12)
    if months != STALE_AFTER_MONTHS:  # only the same month needs its days, which take long
        return months > STALE_AFTER_MONTHS
    return today > months_after(when.last_day, STALE_AFTER_MONTHS)
