"""What rests on each source, and which sources a reader is looking for."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from types import MappingProxyType

from analysis.selection import search_text
from data.load import Dataset
from data.schema import (
    City,
    CountryNote,
    CriterionAnswer,
    EvidenceGrade,
    Factor,
    Indicator,
    Organisation,
    Project,
    Redistribution,
    Source,
    SourceKind,
    Strategy,
)


class FactKind(StrEnum):
    """Kinds of records that cite sources, in the order they are named to a reader."""

    PROJECT = "project"
    STRATEGY = "strategy"
    ANSWER = "answer"
    FACTOR = "factor"
    CITY = "city"
    ORGANISATION = "organisation"
    COUNTRY_NOTE = "country_note"
    INDICATOR = "indicator"
    OBSERVATION = "observation"
    PROGRAMME = "programme"


@dataclass(frozen=True, slots=True, kw_only=True)
class RestingFacts:
    """Everything that cites one source, in the order of the tables.

    Attributes:
        observations: Number of values by ``indicator_id`` (the values are too many to name).
        programmes: ``programme_id`` of the conferences described by the source.
    """

    projects: tuple[Project, ...] = ()
    strategies: tuple[Strategy, ...] = ()
    answers: tuple[CriterionAnswer, ...] = ()
    factors: tuple[Factor, ...] = ()
    cities: tuple[City, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    country_notes: tuple[CountryNote, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    observations: Mapping[str, int] = field(default_factory=dict)
    programmes: tuple[str, ...] = ()

    def counts(self) -> dict[FactKind, int]:
        """Facts by kind; kinds with nothing are left out."""
        found = {
            FactKind.PROJECT: len(self.projects),
            FactKind.STRATEGY: len(self.strategies),
            FactKind.ANSWER: len(self.answers),
            FactKind.FACTOR: len(self.factors),
            FactKind.CITY: len(self.cities),
            FactKind.ORGANISATION: len(self.organisations),
            FactKind.COUNTRY_NOTE: len(self.country_notes),
            FactKind.INDICATOR: len(self.indicators),
            FactKind.OBSERVATION: sum(self.observations.values()),
            FactKind.PROGRAMME: len(self.programmes),
        }
        return {kind: number for kind, number in found.items() if number}

    @property
    def total(self) -> int:
        """All facts that cite the source."""
        return sum(self.counts().values())

    def city_ids(self) -> tuple[str, ...]:
        """Cities concerned by any of the facts, without repeats, in the order met."""
        owners: list[str | None] = [city.city_id for city in self.cities]
        owners += [project.city_id for project in self.projects]
        owners += [strategy.city_id for strategy in self.strategies]
        owners += [answer.city_id for answer in self.answers]
        owners += [factor.city_id for factor in self.factors]
        return tuple(dict.fromkeys(owner for owner in owners if owner is not None))


NOTHING = RestingFacts()

Provenance = Mapping[str, RestingFacts]
"""Facts by ``source_id``; a source nothing cites is not in it."""


def facts_by_source(dataset: Dataset) -> Provenance:
    """Index from each source to everything that rests on it."""
    cited: dict[str, defaultdict[str, list[object]]] = {
        "projects": _by_source(dataset.projects.values()),
        "strategies": _by_source(dataset.strategies.values()),
        "answers": _by_source(dataset.answers),
        "factors": _by_source(dataset.factors.values()),
        "cities": _by_source(dataset.cities.values()),
        "organisations": _by_source(dataset.organisations.values()),
        "country_notes": _by_source(dataset.country_notes.values()),
    }
    indicators: defaultdict[str, list[Indicator]] = defaultdict(list)
    for indicator in dataset.indicators.values():
        indicators[indicator.source_id].append(indicator)
    observations: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for observation in dataset.observations:
        observations[observation.source_id][observation.indicator_id] += 1
    programmes: defaultdict[str, list[str]] = defaultdict(list)
    for programme in dataset.programmes.values():
        programmes[programme.source_id].append(programme.programme_id)

    source_ids = {*indicators, *observations, *programmes}.union(*cited.values())
    index = {}
    for source_id in dataset.sources:
        if source_id in source_ids:
            records = {name: tuple(groups.get(source_id, ())) for name, groups in cited.items()}
            index[source_id] = RestingFacts(
                **records,  # type: ignore[arg-type]
                indicators=tuple(indicators.get(source_id, ())),
                observations=MappingProxyType(dict(observations.get(source_id, {}))),
                programmes=tuple(programmes.get(source_id, ())),
            )
    return MappingProxyType(index)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceChoice:
    """What a reader looks for; an empty set does not filter.

    Attributes:
        query: Free text; each of its words must be in the title or the publisher.
        grade: Evidence grades.
        kind: Kinds of publisher.
        written: ISO 639-1 codes of the language of the source.
        dated: ``dated`` and ``undated``: whether the source bears a date.
    """

    query: str = ""
    grade: frozenset[str] = frozenset()
    kind: frozenset[str] = frozenset()
    written: frozenset[str] = frozenset()
    dated: frozenset[str] = frozenset()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is filtered."""
        return not any(getattr(self, part.name) for part in fields(self))


SOURCE_FACETS = ("grade", "kind", "written", "dated")


def source_facet_options(dataset: Dataset) -> dict[str, tuple[str, ...]]:
    """Values each filter of the list of sources can take; languages from the most frequent on."""
    languages = Counter(source.language for source in dataset.sources.values())
    kinds = {source.kind for source in dataset.sources.values()}
    grades = {source.grade for source in dataset.sources.values()}
    return {
        "grade": tuple(grade for grade in EvidenceGrade if grade in grades),
        "kind": tuple(kind for kind in SourceKind if kind in kinds),
        "written": tuple(code for code, _ in languages.most_common()),
        "dated": ("dated", "undated"),
    }


def source_values(source: Source) -> Mapping[str, str]:
    """Value of one source for each filter."""
    return {
        "grade": source.grade.value,
        "kind": source.kind.value,
        "written": source.language,
        "dated": "undated" if source.published is None else "dated",
    }


def select_sources(dataset: Dataset, choice: SourceChoice) -> list[Source]:
    """Sources kept by every filter, the latest first and the undated last, then by title."""
    kept = [
        source
        for source in _found(dataset, choice.query)
        if all(_keeps(source, choice, facet) for facet in SOURCE_FACETS)
    ]
    kept.sort(key=lambda source: search_text(source.title))
    kept.sort(
        key=lambda source: source.published.last_day.toordinal() if source.published else 0,
        reverse=True,
    )
    return kept


def facet_counts(dataset: Dataset, choice: SourceChoice) -> dict[str, Counter[str]]:
    """For each filter, how many sources each of its values would show, the other filters kept."""
    counts: dict[str, Counter[str]] = {facet: Counter() for facet in SOURCE_FACETS}
    for source in _found(dataset, choice.query):
        kept = {facet: _keeps(source, choice, facet) for facet in SOURCE_FACETS}
        for facet, value in source_values(source).items():
            if all(kept[other] for other in SOURCE_FACETS if other != facet):
                counts[facet][value] += 1
    return counts


@dataclass(frozen=True, slots=True, kw_only=True)
class CiteOnly:
    """What is shown and cited but not in the downloads."""

    indicators: tuple[Indicator, ...]
    values: int


def cite_only(dataset: Dataset) -> CiteOnly:
    """Indicators whose publisher does not allow bulk reuse, and how many values that leaves out."""
    kept_back = {
        name: indicator
        for name, indicator in dataset.indicators.items()
        if indicator.redistribution is Redistribution.CITE_ONLY
    }
    values = sum(value.indicator_id in kept_back for value in dataset.observations)
    return CiteOnly(indicators=tuple(kept_back.values()), values=values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Licence:
    """A licence as a data package names it.

    Attributes:
        name: Identifier, for example ``CC-BY-4.0``; ``other-closed`` is not open.
        address: Where its text is; None if the package gives no address.
    """

    name: str
    address: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceLicence:
    """Licences of one resource of the data package.

    Attributes:
        name: Name of the resource, for example ``cities``.
        licences: May be empty: the package states none.
    """

    name: str
    licences: tuple[Licence, ...]


def resource_licences(descriptor: Mapping[str, object]) -> tuple[ResourceLicence, ...]:
    """Licences per resource of a data package; those of the package where it has none."""
    common = _licences(descriptor)
    resources = descriptor.get("resources")
    return tuple(
        ResourceLicence(name=str(resource["name"]), licences=_licences(resource) or common)
        for resource in (resources if isinstance(resources, list) else [])
    )


def _licences(described: Mapping[str, object]) -> tuple[Licence, ...]:
    licences = described.get("licenses")
    return tuple(
        Licence(name=str(licence["name"]), address=licence.get("path"))
        for licence in (licences if isinstance(licences, list) else [])
    )


def _by_source(records: Iterable[object]) -> defaultdict[str, list[object]]:
    groups: defaultdict[str, list[object]] = defaultdict(list)
    for record in records:
        for source_id in dict.fromkeys(record.source_ids):  # type: ignore[attr-defined]
            groups[source_id].append(record)
    return groups


def _found(dataset: Dataset, query: str) -> list[Source]:
    words = search_text(query).split()
    if not words:
        return list(dataset.sources.values())
    return [
        source
        for source in dataset.sources.values()
        if _has(words, search_text(f"{source.title} {source.publisher}"))
    ]


def _has(words: Iterable[str], text: str) -> bool:
    return all(word in text for word in words)


def _keeps(source: Source, choice: SourceChoice, facet: str) -> bool:
    chosen: frozenset[str] = getattr(choice, facet)
    return not chosen or source_values(source)[facet] in chosen
