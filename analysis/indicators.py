"""Indicators over years, side by side and spread out: gaps stay gaps, editions stay apart.

A year without a value is never bridged, values of two editions whose method differs are never joined
nor compared, and a value of another year standing in for a missing one says so. Nothing is ranked.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from analysis.context import CITY_RANK_INDICATOR, RANK_EDITIONS, latest
from analysis.coverage import Coverage, coverage_of
from data.load import Dataset
from data.schema import City, Direction, Indicator, IndicatorLevel, Observation

EDITION_SPANS = {CITY_RANK_INDICATOR: RANK_EDITIONS}
"""Indicators whose method changed: spans of years (first, last) that may be read together."""

DECENTRALISATION_INDICATORS = ("vdem_local_government", "vdem_local_power")
"""Indicators of the power of local authorities, set beside practices in two lists."""

LOG_RATIO = 20.0
"""A logarithmic axis is apt when the largest value is at least this many times the smallest."""

DOT_ROWS = 24
"""Steps of the value axis into which a distribution gathers its dots."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One indicator of one country or city over the years.

    Attributes:
        segments: Runs of values that may be joined by a line, by year; a run may be one value.
        missing_years: Years that others have a value for and this one has not.
    """

    entity_id: str
    segments: tuple[tuple[Observation, ...], ...]
    missing_years: tuple[int, ...]

    @property
    def observations(self) -> tuple[Observation, ...]:
        """Every value, by year; empty: the publisher gives none."""
        return tuple(row for segment in self.segments for row in segment)

    def value_of(self, year: int) -> float | None:
        """Value of one year, in the unit of the indicator; None: there is none."""
        return next((row.value for row in self.observations if row.year == year), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """How many series are higher, lower or equal between two years that all of them have.

    Attributes:
        compared: Entities with values of two years or more of one edition; the others are left out.
        first, last: The two years, of one edition.
    """

    compared: tuple[str, ...]

    first: int
    last: int
    higher: int
    lower: int
    equal: int

    @property
    def total(self) -> int:
        """Series compared."""
        return self.higher + self.lower + self.equal


@dataclass(frozen=True, slots=True, kw_only=True)
class Latest:
    """Latest value of each country or city, of one edition.

    Attributes:
        values: In the order the entities were given.
        missing: Entities without a value that may be set beside the others.
        reference_year: Year that most of the values bear (the later of two equals); None: no value.
    """

    values: tuple[Observation, ...]
    missing: tuple[str, ...]
    reference_year: int | None

    @property
    def stand_ins(self) -> tuple[Observation, ...]:
        """Values of another year than the reference, standing in for one of it."""
        return tuple(row for row in self.values if row.year != self.reference_year)

    @property
    def median(self) -> float | None:
        """Median of the values; None: there is none."""
        return median(row.value for row in self.values) if self.values else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """Where a value stands in a distribution.

    Attributes:
        level: Middle of its step on the value axis, in the unit of the indicator.
        position: From 0, among the values of the same step.
    """

    row: Observation
    level: float
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Latest values of two indicators for one country; each keeps its own year."""

    entity_id: str
    x: Observation
    y: Observation


@dataclass(frozen=True, slots=True, kw_only=True)
class AlignedRow:
    """One line of the two lists: what the country lets cities decide, what the city documents.

    Attributes:
        power: Latest value for the country of the city; None: the publisher gives none.
        practices: States of the city's criteria, unknown counted apart.
    """

    city: City
    power: Observation | None
    practices: Coverage


def entities_of(dataset: Dataset, indicator: Indicator) -> tuple[str, ...]:
    """Countries of the tables, or the cities that have a value, in the order of their table."""
    if indicator.level is IndicatorLevel.COUNTRY:
        return tuple(dataset.countries)
    return tuple(
        city_id
        for city_id in dataset.cities
        if dataset.observations_of(city_id, indicator.indicator_id)
    )


def speaker_countries(dataset: Dataset) -> tuple[str, ...]:
    """Countries of the cities and organisations that speak, in the order of the table."""
    speaking = {city.country_iso3 for city in dataset.cities.values() if city.is_conference_speaker}
    speaking |= {
        body.country_iso3
        for body in dataset.organisations.values()
        if body.is_conference_speaker and body.country_iso3
    }
    return tuple(code for code in dataset.countries if code in speaking)


def published_years(dataset: Dataset, indicator_id: str) -> tuple[int, ...]:
    """Years for which anyone has a value, ascending."""
    years = {row.year for row in dataset.observations if row.indicator_id == indicator_id}
    return tuple(sorted(years))


def cadence(years: Sequence[int]) -> int:
    """Usual distance between two editions, in years; 1 when there is nothing to tell by."""
    steps = Counter(later - earlier for earlier, later in pairwise(years))
    return min(steps, key=lambda step: (-steps[step], step)) if steps else 1


def skipped_years(years: Sequence[int]) -> tuple[int, ...]:
    """Years that the cadence expects and nobody has: an edition that was not made or not kept."""
    if not years:
        return ()
    return tuple(
        year for year in range(years[0], years[-1], cadence(years)) if year not in set(years)
    )


def edition_of(indicator_id: str, year: int) -> int:
    """Number of the edition span a year belongs to; years of one method share it.

    A year outside every span stands alone (its own negative number).
    """
    spans = EDITION_SPANS.get(indicator_id)
    if spans is None:
        return 0
    for number, (first, last) in enumerate(spans):
        if first <= year <= last:
            return number
    return -year


def segments(
    rows: Iterable[Observation], indicator_id: str, step: int
) -> tuple[tuple[Observation, ...], ...]:
    """Cut values, sorted by year, wherever a year is missing or the method changes.

    Args:
        rows: Values of one entity, by year.
        indicator_id: Decides the editions.
        step: Usual distance between two values, in years; a longer one is a gap.
    """
    runs: list[list[Observation]] = []
    for row in rows:
        previous = runs[-1][-1] if runs else None
        is_joined = (
            previous is not None
            and row.year - previous.year <= step
            and edition_of(indicator_id, row.year) == edition_of(indicator_id, previous.year)
        )
        if is_joined:
            runs[-1].append(row)
        else:
            runs.append([row])
    return tuple(tuple(run) for run in runs)


def series_of(dataset: Dataset, indicator_id: str, entities: Iterable[str]) -> tuple[Series, ...]:
    """Series of the entities, in the order given; one without a value has no segment."""
    years = published_years(dataset, indicator_id)
    step = cadence(years)
    found = []
    for entity_id in entities:
        rows = dataset.observations_of(entity_id, indicator_id)
        have = {row.year for row in rows}
        found.append(
            Series(
                entity_id=entity_id,
                segments=segments(rows, indicator_id, step),
                missing_years=tuple(year for year in years if year not in have),
            )
        )
    return tuple(found)


def change_of(series: Iterable[Series], indicator_id: str) -> Change | None:
    """Compare the first and last year that the series share, within their latest common edition.

    Returns:
        Counts; None when no series has two values of one edition, or they share no two such years.
    """
    known = [item for item in series if _comparable_years(item, indicator_id)]
    if not known:
        return None
    shared = set.intersection(*(_comparable_years(item, indicator_id) for item in known))
    if not shared:
        return None
    last = max(shared)
    edition = edition_of(indicator_id, last)
    first = min(year for year in shared if edition_of(indicator_id, year) == edition)
    if first == last:
        return None
    moves = [(item.value_of(last) or 0.0) - (item.value_of(first) or 0.0) for item in known]
    return Change(
        compared=tuple(item.entity_id for item in known),
        first=first,
        last=last,
        higher=sum(move > 0 for move in moves),
        lower=sum(move < 0 for move in moves),
        equal=sum(move == 0 for move in moves),
    )


def _comparable_years(item: Series, indicator_id: str) -> set[int]:
    """Years of the latest edition of a series; empty when it has fewer than two values there."""
    years = [row.year for row in item.observations]
    if not years:
        return set()
    edition = edition_of(indicator_id, years[-1])
    kept = {year for year in years if edition_of(indicator_id, year) == edition}
    return kept if len(kept) > 1 else set()


def latest_values(dataset: Dataset, indicator_id: str, entities: Iterable[str]) -> Latest:
    """Latest value of each entity; only those of the edition most of them share are kept."""
    asked = list(entities)
    rows = [latest(dataset, entity_id, indicator_id) for entity_id in asked]
    years = Counter(row.year for row in rows if row is not None)
    reference = max(years, key=lambda year: (years[year], year)) if years else None
    kept, missing = [], []
    for entity_id, row in zip(asked, rows, strict=True):
        if (
            row is None
            or reference is None
            or edition_of(indicator_id, row.year) != edition_of(indicator_id, reference)
        ):
            missing.append(entity_id)
        else:
            kept.append(row)
    return Latest(values=tuple(kept), missing=tuple(missing), reference_year=reference)


def axis_bounds(indicator: Indicator, values: Iterable[float]) -> tuple[float, float]:
    """Ends of the value axis: the lowest possible value, and a round one above those given."""
    shown = list(values)
    if indicator.minimum < 0 or not shown:
        return indicator.minimum, indicator.maximum
    if is_rank(indicator):
        return indicator.minimum, indicator.maximum
    top = max(shown)
    if top <= 0:
        return indicator.minimum, indicator.maximum
    unit = 10 ** math.floor(math.log10(top))
    rounded = next(unit * step for step in (1, 1.5, 2, 3, 4, 5, 6, 8, 10) if unit * step >= top)
    # A share may pass the axis of display (mobile subscriptions); it is never cut off.
    return indicator.minimum, max(top, min(indicator.maximum, rounded))


def is_rank(indicator: Indicator) -> bool:
    """Whether the indicator is a rank: 1 is drawn at the top."""
    return indicator.direction is Direction.LOWER_BETTER and indicator.minimum == 1


def allows_log(values: Collection[float]) -> bool:
    """Whether a logarithmic axis is apt: all values above zero and of very different size."""
    return bool(values) and min(values) > 0 and max(values) >= LOG_RATIO * min(values)


def distribution(
    values: Iterable[Observation], low: float, high: float, chosen: Collection[str]
) -> tuple[Dot, ...]:
    """Gather values into steps of an axis; in each step, the chosen entities stand last.

    Args:
        values: One value for each entity.
        low, high: Ends of the axis, in the unit of the indicator; ``low < high``.
        chosen: Entities that are marked.
    """
    size = (high - low) / DOT_ROWS
    taken: Counter[int] = Counter()
    dots = []
    for row in sorted(values, key=lambda row: (row.entity_id in chosen, row.entity_id)):
        step = min(DOT_ROWS - 1, max(0, math.floor((row.value - low) / size)))
        dots.append(Dot(row=row, level=low + (step + 0.5) * size, position=taken[step]))
        taken[step] += 1
    return tuple(dots)


def pairs_of(
    dataset: Dataset, x_id: str, y_id: str, entities: Iterable[str]
) -> tuple[tuple[Pair, ...], tuple[str, ...]]:
    """Latest values of two indicators for each entity, and the entities that lack one of them."""
    asked = list(entities)
    x = {row.entity_id: row for row in latest_values(dataset, x_id, asked).values}
    y = {row.entity_id: row for row in latest_values(dataset, y_id, asked).values}
    pairs = tuple(
        Pair(entity_id=entity_id, x=x[entity_id], y=y[entity_id])
        for entity_id in asked
        if entity_id in x and entity_id in y
    )
    found = {pair.entity_id for pair in pairs}
    return pairs, tuple(entity_id for entity_id in asked if entity_id not in found)


def aligned_lists(
    dataset: Dataset, indicator_id: str, countries: Collection[str], cities: Collection[str]
) -> tuple[AlignedRow, ...]:
    """The cities chosen, or those of the countries chosen, in the order of the table of cities.

    The two sides stand beside each other; nothing is computed between them.
    """
    return tuple(
        AlignedRow(
            city=city,
            power=latest(dataset, city.country_iso3, indicator_id),
            practices=coverage_of(dataset.answers_of_city(city.city_id), dataset.criteria.values()),
        )
        for city in dataset.cities.values()
        if (city.city_id in cities if cities else city.country_iso3 in countries)
    )


def spread(wanted: Sequence[float], distance: float, low: float, high: float) -> tuple[float, ...]:
    """Move labels apart as little as possible.

    Args:
        wanted: Where each label would stand.
        distance: Least distance between two labels; same unit.
        low, high: Nearest ends labels may reach, when there is room.

    Returns:
        Where each label stands, in the order given; the order along the axis is kept.
    """
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    groups: list[tuple[float, list[int]]] = []
    for index in order:
        groups.append((wanted[index], [index]))
        while len(groups) > 1 and _start(groups[-1], distance) < _end(groups[-2], distance):
            (middle, members), (above, more) = groups[-2], groups[-1]
            size = len(members) + len(more)
            joined = (middle * len(members) + above * len(more)) / size
            groups[-2:] = [(joined, members + more)]
    placed = dict.fromkeys(order, 0.0)
    for group in groups:
        for rank, index in enumerate(group[1]):
            placed[index] = _start(group, distance) + (rank + 0.5) * distance
    # Push back inside from either end; a crowd larger than the axis keeps its distances.
    for rank, index in enumerate(order):
        floor = placed[order[rank - 1]] + distance if rank else low
        placed[index] = max(placed[index], floor)
    ceiling = max(high, low + distance * (len(order) - 1))
    for rank, index in enumerate(reversed(order)):
        top = placed[order[-rank]] - distance if rank else ceiling
        placed[index] = min(placed[index], top)
    return tuple(placed[index] for index in range(len(wanted)))


def _start(group: tuple[float, list[int]], distance: float) -> float:
    return group[0] - distance * len(group[1]) / 2


def _end(group: tuple[float, list[int]], distance: float) -> float:
    return group[0] + distance * len(group[1]) / 2
