"""What the tables do not know, what is old, what bears no date, what rests on one source only.

Lists of work, never a judgement: an unknown criterion says that no document was found, not that a city
does nothing. Nothing here changes a count of maturity.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from analysis.peers import comparable_cities
from analysis.provenance import NOTHING, facts_by_source
from data.check import KEYS
from data.dates import PartialDate, is_stale
from data.load import Dataset
from data.raw import Key
from data.schema import City, Source
from data.store.desk import Search

DATED_TABLES = ("cities", "strategies", "projects", "criteria")
"""Tables whose rows have an age: that of ``as_of``, or of the population figure of a city."""

SOURCED_TABLES = (
    "cities",
    "strategies",
    "projects",
    "factors",
    "criteria",
    "organisations",
    "country_notes",
)
"""Tables whose rows may cite several sources; a value of an indicator has one by construction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """What the reader looks at; an empty set does not filter, several filters must all hold.

    Attributes:
        criteria: Keeps answers to these criteria and what they rest on, nothing else.
    """

    cities: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    networks: frozenset[str] = frozenset()
    criteria: frozenset[str] = frozenset()

    def city_ids(self, dataset: Dataset) -> frozenset[str]:
        """Cities that are kept."""
        return frozenset(city.city_id for city in dataset.cities.values() if self._keeps(city))

    @property
    def is_everywhere(self) -> bool:
        """Whether facts that belong to no city are kept too."""
        return not (self.cities or self.countries or self.networks)

    def _keeps(self, city: City) -> bool:
        return (
            (not self.cities or city.city_id in self.cities)
            and (not self.countries or city.country_iso3 in self.countries)
            and (not self.networks or not self.networks.isdisjoint(city.network_ids))
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownAnswer:
    """A criterion that no source documents in a city: a question to ask.

    Attributes:
        documented_by: Comparable cities that have a documented answer, whatever it is; those that
            resemble the city most first. May be empty.
        comparable: How many comparable cities there are.
    """

    city_id: str
    criterion_id: str
    documented_by: tuple[str, ...]
    comparable: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A published row that somebody could look at again.

    Attributes:
        city_id: None: the row belongs to no city.
        when: What its age is counted from; None: not dated, or rows of its table have no age.
    """

    table: str
    key: Key
    city_id: str | None
    when: PartialDate | None
    source_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UndatedSource:
    """A source that bears no date, and how many facts rest on it in all (0: none)."""

    source: Source
    facts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """A criterion public by nature, unknown in a city, whose last search found nothing.

    The second reading of the method (docs/method.md) could take it for a « no ». It is only listed.
    """

    city_id: str
    criterion_id: str
    search: Search


def unknown_answers(dataset: Dataset, extent: Extent) -> tuple[UnknownAnswer, ...]:
    """Scored criteria without a row, those that most comparable cities document first.

    Between equals the order of the tables of cities and of criteria is kept.
    """
    kept = extent.city_ids(dataset)
    found = []
    for city in dataset.cities.values():
        if city.city_id not in kept:
            continue
        answers = dataset.answers_of_city(city.city_id)
        peers = [peer.city.city_id for peer in comparable_cities(city, dataset)]
        for criterion in dataset.criteria.values():
            name = criterion.criterion_id
            if not criterion.is_scored or name in answers:
                continue
            if extent.criteria and name not in extent.criteria:
                continue
            documented = tuple(each for each in peers if name in dataset.answers_of_city(each))
            found.append(
                UnknownAnswer(
                    city_id=city.city_id,
                    criterion_id=name,
                    documented_by=documented,
                    comparable=len(peers),
                )
            )
    found.sort(key=lambda item: -len(item.documented_by))
    return tuple(found)


def old_rows(dataset: Dataset, today: date, extent: Extent) -> tuple[Row, ...]:
    """Dated rows over 36 months old, the oldest first; an undated row has no age and is not here."""
    rows = [row for row in _rows(dataset, DATED_TABLES, extent) if is_stale(row.when, today)]
    rows.sort(key=lambda row: row.when.last_day if row.when else date.max)
    return tuple(rows)


def single_source_rows(dataset: Dataset, extent: Extent) -> tuple[Row, ...]:
    """Rows that rest on one source only, those of the weakest grade first, then by table."""
    rows = [
        row
        for row in _rows(dataset, SOURCED_TABLES, extent)
        if len(row.source_ids) == 1 and row.source_ids[0] in dataset.sources
    ]
    rows.sort(key=lambda row: dataset.sources[row.source_ids[0]].grade.value, reverse=True)
    return tuple(rows)


def undated_sources(dataset: Dataset, extent: Extent) -> tuple[UndatedSource, ...]:
    """Sources without a date, those that most facts rest on first.

    Under a filter, only the sources that a fact of a kept city, or an answer, cites.
    """
    index = facts_by_source(dataset)
    kept = extent.city_ids(dataset)
    found = []
    for source in dataset.sources.values():
        if source.published is not None:
            continue
        facts = index.get(source.source_id, NOTHING)
        if extent.criteria:
            cities = {
                each.city_id for each in facts.answers if each.criterion_id in extent.criteria
            }
        else:
            cities = set(facts.city_ids())
        is_kept = extent.is_everywhere and not extent.criteria
        if not is_kept and kept.isdisjoint(cities):
            continue
        found.append(UndatedSource(source=source, facts=facts.total))
    found.sort(key=lambda item: -item.facts)
    return tuple(found)


def last_searches(searches: Iterable[Search]) -> Mapping[tuple[str, str], Search]:
    """Last search of each pair (city, criterion): the latest day, then the one logged last."""
    last: dict[tuple[str, str], Search] = {}
    for search in searches:
        if not search.criterion_id:
            continue
        pair = (search.city_id, search.criterion_id)
        if pair not in last or _moment(search) > _moment(last[pair]):
            last[pair] = search
    return last


def silences(dataset: Dataset, searches: Iterable[Search], extent: Extent) -> tuple[Silence, ...]:
    """Unknown criteria public by nature whose last search found nothing, latest search first."""
    kept = extent.city_ids(dataset)
    found = [
        Silence(city_id=city_id, criterion_id=criterion_id, search=search)
        for (city_id, criterion_id), search in last_searches(searches).items()
        if not search.is_found
        and city_id in kept
        and (not extent.criteria or criterion_id in extent.criteria)
        and (criterion := dataset.criteria.get(criterion_id)) is not None
        and criterion.is_public_by_nature
        and criterion_id not in dataset.answers_of_city(city_id)
    ]
    found.sort(key=lambda item: _moment(item.search), reverse=True)
    return tuple(found)


def counts_by_table(rows: Iterable[Row]) -> Mapping[str, int]:
    """How many rows of each table, in the order of the tables; tables without any are left out."""
    counts = Counter(row.table for row in rows)
    return {table: counts[table] for table in KEYS if counts[table]}


def _moment(search: Search) -> tuple[date, int]:
    return search.searched_on or date.min, search.search_id


def _rows(dataset: Dataset, tables: Iterable[str], extent: Extent) -> list[Row]:
    kept = extent.city_ids(dataset)
    records = dataset.tables()
    rows = []
    for table in tables:
        for record in records[table]:
            city_id = getattr(record, "city_id", None)
            if city_id not in kept if city_id is not None else not extent.is_everywhere:
                continue
            criterion_id = getattr(record, "criterion_id", None)
            if extent.criteria and criterion_id not in extent.criteria:
                continue
            when: PartialDate | None = getattr(record, "as_of", None)
            if table == "cities" and record.population_year is not None:
                when = PartialDate(record.population_year)
            rows.append(
                Row(
                    table=table,
                    key=tuple(str(getattr(record, column)) for column in KEYS[table]),
                    city_id=city_id,
                    when=when,
                    source_ids=record.source_ids,
                )
            )
    return rows
