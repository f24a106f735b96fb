"""Read the published tables into one frozen snapshot. The first bad row stops the load."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from data.check import KEYS, check_tables
from data.errors import DataError, Rule
from data.programme import Programme, check_programme, read_programme
from data.read import columns_of, read_rows
from data.schema import (
    Axis,
    City,
    Country,
    CountryNote,
    CriterionAnswer,
    CriterionDefinition,
    DimensionDefinition,
    Factor,
    FocusArea,
    FocusAreaPhrase,
    Indicator,
    Line,
    Network,
    Observation,
    Organisation,
    Project,
    Source,
    Strategy,
    Term,
)

DATA_DIR = Path(__file__).parent
PACKAGE_FILE = "datapackage.json"

RECORD_TYPES: Mapping[str, type[Any]] = MappingProxyType(
    {
        "sources": Source,
        "countries": Country,
        "country_notes": CountryNote,
        "networks": Network,
        "cities": City,
        "organisations": Organisation,
        "axes": Axis,
        "lines": Line,
        "dimensions": DimensionDefinition,
        "criterion_definitions": CriterionDefinition,
        "vocabularies": Term,
        "strategies": Strategy,
        "focus_areas": FocusAreaPhrase,
        "projects": Project,
        "factors": Factor,
        "criteria": CriterionAnswer,
        "indicators": Indicator,
        "observations": Observation,
    }
)
"""Record type of each table (``tables/<name>.csv``); its fields are the columns, in order."""

IN_MEMORY = date(1970, 1, 1)
"""Publication day of a dataset that was never published."""

_Record = TypeVar("_Record")
_Key = TypeVar("_Key", bound=Hashable)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Dataset:
    """All published records, read once and never changed; shared by every visitor.

    Two datasets are equal only if they are the same object; compare ``version`` for content.

    Attributes:
        sources: By ``source_id``.
        countries: By ``country_iso3``.
        country_notes: By ``country_iso3``; not every country has one.
        networks: By ``network_id``.
        cities: By ``city_id``.
        organisations: By ``organisation_id``.
        strategies: By ``strategy_id``.
        focus_areas: By the French phrase of a subject.
        focus_area_of: Area of each subject, by its French phrase; every subject of a published
            strategy is there (records in memory may come without any area).
        projects: By ``project_id``.
        factors: By ``factor_id``.
        answers: Documented answers (``criteria.csv``); a pair without a row is unknown.
        indicators: By ``indicator_id``.
        observations: Values of indicators, in the order of the table.
        axes: By ``axis_id``, in the order of the programme.
        lines: By ``line_id``, in the order of the programme.
        dimensions: By dimension code (``VIS``), in the order shown.
        criteria: Definitions by ``criterion_id`` (``VIS1``), in the order shown.
        terms: Labels of codes by (vocabulary, code).
        programmes: Conferences by ``programme_id``.
        programme_files: Their files as they were read, by name; empty in memory.
        edition: Name of the edition, for example ``2026.11``.
        published_on: Day the edition was made.
        version: First 16 hexadecimal digits of the SHA-256 of every byte read: key of all caches.
    """

    sources: Mapping[str, Source]
    countries: Mapping[str, Country]
    country_notes: Mapping[str, CountryNote]
    networks: Mapping[str, Network]
    cities: Mapping[str, City]
    organisations: Mapping[str, Organisation]
    strategies: Mapping[str, Strategy]
    focus_areas: Mapping[str, FocusAreaPhrase]
    focus_area_of: Mapping[str, FocusArea]
    projects: Mapping[str, Project]
    factors: Mapping[str, Factor]
    answers: tuple[CriterionAnswer, ...]
    indicators: Mapping[str, Indicator]
    observations: tuple[Observation, ...]
    axes: Mapping[str, Axis]
    lines: Mapping[str, Line]
    dimensions: Mapping[str, DimensionDefinition]
    criteria: Mapping[str, CriterionDefinition]
    terms: Mapping[tuple[str, str], Term]
    programmes: Mapping[str, Programme]
    programme_files: Mapping[str, bytes]
    edition: str
    published_on: date
    version: str
    _projects_of: Mapping[str, tuple[Project, ...]]
    _strategies_of: Mapping[str, tuple[Strategy, ...]]
    _factors_of: Mapping[str, tuple[Factor, ...]]
    _factors_of_project: Mapping[str, tuple[Factor, ...]]
    _answers_of: Mapping[str, Mapping[str, CriterionAnswer]]
    _observations_of: Mapping[tuple[str, str], tuple[Observation, ...]]

    def __repr__(self) -> str:
        return f"<Dataset {self.edition} {self.version}: {len(self.cities)} cities>"

    @property
    def programme(self) -> Programme:
        """The latest conference.

        Raises:
            LookupError: The dataset has none (built in memory without one).
        """
        if not self.programmes:
            raise LookupError("this dataset has no programme")
        return max(self.programmes.values(), key=lambda programme: programme.held_on)

    def projects_of_city(self, city_id: str) -> tuple[Project, ...]:
        """Projects of a city in the order of the table; empty if none or if the city is unknown."""
        return self._projects_of.get(city_id, ())

    def projects_of_organisation(self, organisation_id: str) -> tuple[Project, ...]:
        """Projects of an organisation in the order of the table; may be empty."""
        return self._projects_of.get(f"@{organisation_id}", ())

    def strategies_of_city(self, city_id: str) -> tuple[Strategy, ...]:
        """Strategies of a city in the order of the table; may be empty."""
        return self._strategies_of.get(city_id, ())

    def strategies_of_organisation(self, organisation_id: str) -> tuple[Strategy, ...]:
        """Strategies of an organisation in the order of the table; may be empty."""
        return self._strategies_of.get(f"@{organisation_id}", ())

    def factors_of_city(self, city_id: str) -> tuple[Factor, ...]:
        """Every factor of a city, those of its projects included; may be empty."""
        return self._factors_of.get(city_id, ())

    def factors_of_organisation(self, organisation_id: str) -> tuple[Factor, ...]:
        """Every factor of an organisation, those of its projects included; may be empty."""
        return self._factors_of.get(f"@{organisation_id}", ())

    def factors_of_project(self, project_id: str) -> tuple[Factor, ...]:
        """Factors cited for one project; may be empty."""
        return self._factors_of_project.get(project_id, ())

    def answers_of_city(self, city_id: str) -> Mapping[str, CriterionAnswer]:
        """Documented answers of a city by ``criterion_id``; a missing criterion is unknown."""
        return self._answers_of.get(city_id, _NO_ANSWERS)

    def observations_of(self, entity_id: str, indicator_id: str) -> tuple[Observation, ...]:
        """Values of one indicator for a city or country, by year ascending; may be empty."""
        return self._observations_of.get((entity_id, indicator_id), ())

    def term(self, vocabulary: str, code: str) -> Term:
        """Label and meaning of one code.

        Raises:
            KeyError: The vocabulary has no such code.
        """
        return self.terms[vocabulary, code]

    def terms_of(self, vocabulary: str) -> tuple[Term, ...]:
        """Terms of one vocabulary by position; empty if there is no such vocabulary."""
        terms = [term for term in self.terms.values() if term.vocabulary == vocabulary]
        return tuple(sorted(terms, key=lambda term: term.position))

    def tables(self) -> dict[str, tuple[Any, ...]]:
        """Records of every table, by table name: what ``build_dataset`` takes back."""
        records: dict[str, tuple[Any, ...]] = {}
        for table in KEYS:
            held = getattr(self, _ATTRIBUTE_OF.get(table, table))
            records[table] = tuple(held.values()) if isinstance(held, Mapping) else held
        return records


_ATTRIBUTE_OF = {
    "criteria": "answers",
    "criterion_definitions": "criteria",
    "vocabularies": "terms",
}
_NO_ANSWERS: Mapping[str, CriterionAnswer] = MappingProxyType({})


def load_dataset(folder: Path = DATA_DIR) -> Dataset:
    """Load the data package under ``folder``.

    Args:
        folder: Holds ``datapackage.json``, ``tables/*.csv`` and ``programmes/*.toml``.

    Raises:
        DataError: A file is missing or a row breaks a rule; names file, line, column and value.
    """
    digest = hashlib.sha256()

    def read(path: Path) -> bytes:
        content = read_bytes(path)
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(content)
        return content

    edition, published_on = read_edition(read(folder / PACKAGE_FILE))
    tables: dict[str, list[Any]] = {}
    lines: dict[str, list[int]] = {}
    for table in KEYS:
        path = folder / "tables" / f"{table}.csv"
        record_type = RECORD_TYPES[table]
        tables[table], lines[table] = [], []
        for line, values in read_rows(path.name, read(path), columns_of(record_type)):
            tables[table].append(record_type(**values))
            lines[table].append(line)
    check_tables(tables, lines)
    files = {path.name: read(path) for path in sorted((folder / "programmes").glob("*.toml"))}
    return assemble(
        tables,
        [read_programme(name, body) for name, body in files.items()],
        programme_files=files,
        edition=edition,
        published_on=published_on,
        version=digest.hexdigest()[:16],
    )


def build_dataset(
    *,
    sources: Iterable[Source] = (),
    countries: Iterable[Country] = (),
    country_notes: Iterable[CountryNote] = (),
    networks: Iterable[Network] = (),
    cities: Iterable[City] = (),
    organisations: Iterable[Organisation] = (),
    strategies: Iterable[Strategy] = (),
    focus_areas: Iterable[FocusAreaPhrase] = (),
    projects: Iterable[Project] = (),
    factors: Iterable[Factor] = (),
    criteria: Iterable[CriterionAnswer] = (),
    indicators: Iterable[Indicator] = (),
    observations: Iterable[Observation] = (),
    axes: Iterable[Axis] = (),
    lines: Iterable[Line] = (),
    dimensions: Iterable[DimensionDefinition] = (),
    criterion_definitions: Iterable[CriterionDefinition] = (),
    vocabularies: Iterable[Term] = (),
    programmes: Iterable[Programme] = (),
    edition: str = "memory",
    published_on: date = IN_MEMORY,
    version: str | None = None,
) -> Dataset:
    """A dataset from records in memory, by table name; references and rules are checked.

    Args:
        criteria: Answers, as in ``criteria.csv``; definitions go to ``criterion_definitions``.
        version: None: computed from the records; stable inside one process only.

    Raises:
        DataError: A record breaks a rule between records; ``file`` is the table, no line.
    """
    given = {
        "sources": sources,
        "countries": countries,
        "country_notes": country_notes,
        "networks": networks,
        "cities": cities,
        "organisations": organisations,
        "axes": axes,
        "lines": lines,
        "dimensions": dimensions,
        "criterion_definitions": criterion_definitions,
        "vocabularies": vocabularies,
        "strategies": strategies,
        "focus_areas": focus_areas,
        "projects": projects,
        "factors": factors,
        "criteria": criteria,
        "indicators": indicators,
        "observations": observations,
    }
    tables: dict[str, list[Any]] = {table: list(given[table]) for table in KEYS}
    check_tables(tables, {})
    if version is None:
        fingerprint = hash(tuple(tuple(records) for records in tables.values()))
        version = f"memory-{fingerprint & 0xFFFFFFFFFFFFFFFF:016x}"
    return assemble(
        tables, list(programmes), edition=edition, published_on=published_on, version=version
    )


def assemble(
    tables: Mapping[str, list[Any]],
    programmes: list[Programme],
    *,
    programme_files: Mapping[str, bytes] = MappingProxyType({}),
    edition: str,
    published_on: date,
    version: str,
) -> Dataset:
    """A dataset from tables that are checked already; programmes are checked here.

    Raises:
        DataError: A programme names what does not exist.
    """

    def by_id(table: str) -> Mapping[str, Any]:
        (column,) = KEYS[table]
        return MappingProxyType({getattr(record, column): record for record in tables[table]})

    cities, organisations, sources = by_id("cities"), by_id("organisations"), by_id("sources")
    for programme in programmes:
        check_programme(
            programme,
            cities,
            organisations,
            sources,
            networks=by_id("networks"),
            projects=by_id("projects"),
        )
    answers_of: dict[str, dict[str, CriterionAnswer]] = defaultdict(dict)
    for answer in tables["criteria"]:
        answers_of[answer.city_id][answer.criterion_id] = answer
    observations = sorted(tables["observations"], key=lambda observation: observation.year)
    return Dataset(
        sources=sources,
        countries=by_id("countries"),
        country_notes=by_id("country_notes"),
        networks=by_id("networks"),
        cities=cities,
        organisations=organisations,
        strategies=by_id("strategies"),
        focus_areas=by_id("focus_areas"),
        focus_area_of=MappingProxyType({row.phrase_fr: row.area for row in tables["focus_areas"]}),
        projects=by_id("projects"),
        factors=by_id("factors"),
        answers=tuple(tables["criteria"]),
        indicators=by_id("indicators"),
        observations=tuple(tables["observations"]),
        axes=by_id("axes"),
        lines=by_id("lines"),
        dimensions=by_id("dimensions"),
        criteria=by_id("criterion_definitions"),
        terms=MappingProxyType(
            {(term.vocabulary, term.code): term for term in tables["vocabularies"]}
        ),
        programmes=MappingProxyType(
            {programme.programme_id: programme for programme in programmes}
        ),
        programme_files=MappingProxyType(dict(programme_files)),
        edition=edition,
        published_on=published_on,
        version=version,
        _projects_of=_group(tables["projects"], _owner),
        _strategies_of=_group(tables["strategies"], _owner),
        _factors_of=_group(tables["factors"], _owner),
        _factors_of_project=_group(
            (factor for factor in tables["factors"] if factor.project_id is not None),
            lambda factor: str(factor.project_id),
        ),
        _answers_of=MappingProxyType(
            {city_id: MappingProxyType(answers) for city_id, answers in answers_of.items()}
        ),
        _observations_of=_group(observations, lambda row: (row.entity_id, row.indicator_id)),
    )


def _owner(record: Strategy | Project | Factor) -> str:
    """City id, or organisation id after ``@`` (no slug holds one)."""
    return record.city_id if record.city_id is not None else f"@{record.organisation_id}"


def _group(
    records: Iterable[_Record], key: Callable[[_Record], _Key]
) -> Mapping[_Key, tuple[_Record, ...]]:
    groups: dict[_Key, list[_Record]] = defaultdict(list)
    for record in records:
        groups[key(record)].append(record)
    return MappingProxyType({value: tuple(group) for value, group in groups.items()})


def read_bytes(path: Path) -> bytes:
    """Content of a file of the data package.

    Raises:
        DataError: There is no such file.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise DataError(Rule.MISSING_FILE, file=path.name) from None


def read_edition(content: bytes) -> tuple[str, date]:
    """Edition and publication day, from ``version`` and ``created`` of the descriptor."""
    try:
        package = json.loads(content)
    except ValueError as error:
        raise DataError(Rule.SYNTAX, file=PACKAGE_FILE, expected=str(error)) from None
    values = {}
    for key in ("version", "created"):
        value = package.get(key) if isinstance(package, dict) else None
        if not isinstance(value, str) or not value:
            raise DataError(Rule.REQUIRED, file=PACKAGE_FILE, column=key)
        values[key] = value
    try:
        created = date.fromisoformat(values["created"][:10])
    except ValueError:
        raise DataError(
            Rule.FORMAT,
            file=PACKAGE_FILE,
            column="created",
            value=values["created"],
            expected="YYYY-MM-DD",
        ) from None
    return values["version"], created
