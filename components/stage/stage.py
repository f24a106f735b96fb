"""What a stage is made from: one edition, one conference, one day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from data.load import Dataset
from data.programme import Programme


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """What a deck is made from.

    Attributes:
        today: Day facts are aged against: the day of freezing if there is one.
        frozen_on: Day the edition was frozen for the stage; None: it is not frozen.
    """

    dataset: Dataset
    programme: Programme
    today: date
    frozen_on: date | None = None
