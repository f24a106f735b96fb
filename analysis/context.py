"""National figures around a city, beside those of comparable countries.

Comparable means: a country of at least one city of the dashboard whose GDP per head (purchasing
power parity, latest value) is between half and double. The rule is symmetric and says nothing of
merit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from data.load import Dataset
from data.schema import Indicator, Observation

INCOME_INDICATOR = "gdp_pc_ppp"
INCOME_RATIO = 2.0
"""Two countries are comparable if the higher GDP per head is at most this many times the lower."""

CONTEXT_INDICATORS = (
    "gdp_pc_ppp",
    "egdi",
    "internet_users",
    "fixed_broadband",
    "urban_basic_sanitation",
    "odin_score",
    "vdem_local_government",
    "vdem_local_power",
)
"""Indicators of a country shown on a city's page, in that order."""

CITY_RANK_INDICATOR = "imd_sci_rank"
RANK_EDITIONS = ((2019, 2021), (2023, 2025))
"""Editions of IMD's rank that may be read together; the method changed between the two spans."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryContext:
    """One indicator for one country and its comparable countries, latest values.

    Attributes:
        own: Latest value of the country; None: the publisher gives none.
        others: Latest values of the other countries, by value ascending.
        missing: Other countries without any value (ISO 3166 alpha-3), in the order given.
        reference_year: Year that most of the values bear (the later of two equals); None: no value.
    """

    indicator: Indicator
    own: Observation | None
    others: tuple[Observation, ...]
    missing: tuple[str, ...]
    reference_year: int | None

    @property
    def is_older(self) -> bool:
        """Whether the country's own value is from before the reference year."""
        return (
            self.own is not None
            and self.reference_year is not None
            and self.own.year < self.reference_year
        )

    @property
    def other_years(self) -> tuple[Observation, ...]:
        """Values of the other countries that bear another year than the reference."""
        return tuple(row for row in self.others if row.year != self.reference_year)


def latest(dataset: Dataset, entity_id: str, indicator_id: str) -> Observation | None:
    """Most recent value of an indicator for a country or city; None if there is none."""
    rows = dataset.observations_of(entity_id, indicator_id)
    return rows[-1] if rows else None


def city_countries(dataset: Dataset) -> tuple[str, ...]:
    """Countries of at least one city, in the order of the table of countries."""
    present = {city.country_iso3 for city in dataset.cities.values()}
    return tuple(code for code in dataset.countries if code in present)


def have_similar_income(dataset: Dataset, first: str, second: str) -> bool:
    """Whether two countries are comparable; False when the GDP per head of either is unknown."""
    rows = [latest(dataset, code, INCOME_INDICATOR) for code in (first, second)]
    values = sorted(row.value for row in rows if row is not None)
    return len(values) == 2 and values[0] > 0 and values[1] <= INCOME_RATIO * values[0]


def comparable_countries(dataset: Dataset, country_iso3: str) -> tuple[str, ...] | None:
    """Other countries of the dashboard's cities with a similar GDP per head.

    Returns:
        Their codes, possibly none; None when the GDP per head of the country itself is unknown.
    """
    if latest(dataset, country_iso3, INCOME_INDICATOR) is None:
        return None
    return tuple(
        code
        for code in city_countries(dataset)
        if code != country_iso3 and have_similar_income(dataset, country_iso3, code)
    )


def country_context(
    dataset: Dataset, country_iso3: str, indicator_id: str, others: Iterable[str]
) -> CountryContext:
    """One indicator of a country beside the other countries given.

    Raises:
        KeyError: There is no such indicator.
    """
    own = latest(dataset, country_iso3, indicator_id)
    found, missing = [], []
    for code in others:
        row = latest(dataset, code, indicator_id)
        if row is None:
            missing.append(code)
        else:
            found.append(row)
    years = Counter(row.year for row in [*found, own] if row is not None)
    return CountryContext(
        indicator=dataset.indicators[indicator_id],
        own=own,
        others=tuple(sorted(found, key=lambda row: (row.value, row.entity_id))),
        missing=tuple(missing),
        reference_year=max(years, key=lambda year: (years[year], year)) if years else None,
    )


def city_ranks(dataset: Dataset, city_id: str) -> list[tuple[Observation, ...]]:
    """IMD ranks of a city in groups that may be read together, by year; empty if it has none."""
    rows = dataset.observations_of(city_id, CITY_RANK_INDICATOR)
    groups = (
        tuple(row for row in rows if first <= row.year <= last) for first, last in RANK_EDITIONS
    )
    return [group for group in groups if group]
