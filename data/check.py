"""Rules between records: identifiers, references, owners, periods, the VIS ladder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import Any

from data.errors import DataError, Rule
from data.schema import (
    Answer,
    CriterionAnswer,
    Factor,
    IndicatorLevel,
    Project,
)

Tables = Mapping[str, Sequence[Any]]
"""Records of each table, by table name."""

Lines = Mapping[str, Sequence[int]]
"""Line of each record in its file, beside ``Tables``; empty for records built in memory.

A table with no line at all is whole but not read from a file: errors name its rows by key.
"""

KEYS: dict[str, tuple[str, ...]] = {
    "sources": ("source_id",),
    "countries": ("country_iso3",),
    "country_notes": ("country_iso3",),
    "networks": ("network_id",),
    "cities": ("city_id",),
    "organisations": ("organisation_id",),
    "axes": ("axis_id",),
    "lines": ("line_id",),
    "dimensions": ("dimension_id",),
    "criterion_definitions": ("criterion_id",),
    "vocabularies": ("vocabulary", "code"),
    "strategies": ("strategy_id",),
    "focus_areas": ("phrase_fr",),
    "projects": ("project_id",),
    "factors": ("factor_id",),
    "criteria": ("city_id", "criterion_id"),
    "indicators": ("indicator_id",),
    "observations": ("entity_id", "indicator_id", "year"),
}
"""Columns that name one row of a table, in the order in which tables are read and checked."""

_REFERENCES = {
    "source_id": "sources",
    "country_iso3": "countries",
    "city_id": "cities",
    "organisation_id": "organisations",
    "project_id": "projects",
    "axis_id": "axes",
    "line_id": "lines",
    "dimension_id": "dimensions",
    "criterion_id": "criterion_definitions",
    "indicator_id": "indicators",
}
_LIST_REFERENCES = {"source_ids": "sources", "network_ids": "networks"}


def key_of(table: str, record: Any) -> tuple[str, ...]:
    """Cells that name a record in its table, in the order of ``KEYS``."""
    return tuple(str(getattr(record, column)) for column in KEYS[table])


def check_tables(tables: Tables, lines: Lines) -> None:
    """Check every rule that needs more than one cell.

    Args:
        tables: Every table of ``KEYS``; a table may be empty.
        lines: Line numbers to print; a missing table prints none.

    Raises:
        DataError: The first fault, table by table in the order of ``KEYS``; rules inside a table
            before rules between tables.
    """
    for fault in faults_of(tables, lines):
        raise fault


def faults_of(tables: Tables, lines: Lines) -> Iterator[DataError]:
    """Every fault that ``check_tables`` knows, in its order; a row may be at fault several times.

    Args:
        tables, lines: As ``check_tables`` takes them.
    """
    yield from _Check(tables, lines).run()


class _Check:
    def __init__(self, tables: Tables, lines: Lines) -> None:
        self.tables = tables
        self.lines = lines
        self.ids: dict[str, Mapping[Any, Any]] = {}

    def run(self) -> Iterator[DataError]:
        for table, key in KEYS.items():
            yield from self._check_unique(table, key)
        for table in KEYS:
            yield from self._check_references(table)
        for table in ("strategies", "projects", "factors"):
            yield from self._check_one_owner(table)
        for table in ("strategies", "projects"):
            yield from self._check_period(table)
        yield from self._check_regions()
        yield from self._check_lists()
        yield from self._check_focus_areas()
        yield from self._check_prefixes()
        yield from self._check_factors()
        yield from self._check_answers()
        yield from self._check_observations()

    def _fault(
        self,
        rule: Rule,
        table: str,
        index: int,
        *,
        column: str | None = None,
        value: Any = None,
        expected: str = "",
    ) -> DataError:
        numbers = self.lines.get(table)
        return DataError(
            rule,
            file=f"{table}.csv" if numbers else table,
            line=numbers[index] if numbers else None,
            column=column,
            value=None if value is None else str(value),
            expected=expected,
            key=key_of(table, self.tables[table][index]),
        )

    def _check_unique(self, table: str, key: tuple[str, ...]) -> Iterator[DataError]:
        read = attrgetter(*key)
        seen: dict[Any, int] = {}
        for index, record in enumerate(self.tables[table]):
            value = read(record)
            first = seen.setdefault(value, index)
            if first != index:
                numbers = self.lines.get(table)
                shown = ", ".join(map(str, value)) if isinstance(value, tuple) else value
                yield self._fault(
                    Rule.DUPLICATE,
                    table,
                    index,
                    column=", ".join(key),
                    value=shown,
                    expected=f"{table}.csv:{numbers[first]}" if numbers else f"{table}[{first}]",
                )
        self.ids[table] = seen

    def _check_references(self, table: str) -> Iterator[DataError]:
        records = self.tables[table]
        if not records:
            return
        names = type(records[0]).__dataclass_fields__
        for name, target in _REFERENCES.items():
            if name not in names or target == table:
                continue
            known = self.ids[target]
            read = attrgetter(name)
            for index, record in enumerate(records):
                value = read(record)
                if value is not None and value not in known:
                    yield self._fault(
                        Rule.UNKNOWN_REFERENCE,
                        table,
                        index,
                        column=name,
                        value=value,
                        expected=f"{target}.csv",
                    )
        for name, target in _LIST_REFERENCES.items():
            if name in names:
                yield from self._check_list_references(table, name, target)

    def _check_list_references(self, table: str, name: str, target: str) -> Iterator[DataError]:
        known = self.ids[target].keys()
        read = attrgetter(name)
        for index, record in enumerate(self.tables[table]):
            values = read(record)
            if name == "source_ids" and not values:
                yield self._fault(Rule.NO_SOURCE, table, index, column=name, value=None)
            for value in values:
                if value not in known:
                    yield self._fault(
                        Rule.UNKNOWN_REFERENCE,
                        table,
                        index,
                        column=name,
                        value=value,
                        expected=f"{target}.csv",
                    )

    def _check_one_owner(self, table: str) -> Iterator[DataError]:
        for index, record in enumerate(self.tables[table]):
            if (record.city_id is None) == (record.organisation_id is None):
                yield self._fault(
                    Rule.ONE_OWNER,
                    table,
                    index,
                    column="city_id, organisation_id",
                    value=record.city_id,
                )

    def _check_period(self, table: str) -> Iterator[DataError]:
        for index, record in enumerate(self.tables[table]):
            start, end = record.start_year, record.end_year
            if start is not None and end is not None and end < start:
                yield self._fault(
                    Rule.PERIOD, table, index, column="end_year", value=end, expected=str(start)
                )

    def _check_regions(self) -> Iterator[DataError]:
        """A region is a term of its vocabulary, where the vocabulary is there."""
        known = {term.code for term in self.tables["vocabularies"] if term.vocabulary == "region"}
        for index, country in enumerate(self.tables["countries"] if known else ()):
            if country.region not in known:
                yield self._fault(
                    Rule.UNKNOWN_REFERENCE,
                    "countries",
                    index,
                    column="region",
                    value=country.region,
                    expected="vocabularies.csv",
                )

    def _check_lists(self) -> Iterator[DataError]:
        for index, strategy in enumerate(self.tables["strategies"]):
            for name in ("partners", "focus_areas"):
                french = getattr(strategy, f"{name}_fr")
                english = getattr(strategy, f"{name}_en")
                if english and len(french) != len(english):
                    yield self._fault(
                        Rule.LIST_LENGTHS,
                        "strategies",
                        index,
                        column=f"{name}_en",
                        value=";".join(english),
                        expected=f"fr {len(french)}, en {len(english)}",
                    )

    def _check_focus_areas(self) -> Iterator[DataError]:
        """Each subject of a strategy has an area, and each area names a subject in use.

        Records in memory may be an extract: there a whole table may be left out, and an area may
        wait for its strategy.
        """
        known, is_read = self.ids["focus_areas"], "focus_areas" in self.lines
        used = set()
        for index, strategy in enumerate(self.tables["strategies"]):
            for phrase in strategy.focus_areas_fr:
                used.add(phrase)
                if phrase not in known and (known or is_read):
                    yield self._fault(
                        Rule.UNKNOWN_REFERENCE,
                        "strategies",
                        index,
                        column="focus_areas_fr",
                        value=phrase,
                        expected="focus_areas.csv",
                    )
        for index, row in enumerate(self.tables["focus_areas"] if is_read else ()):
            if row.phrase_fr not in used:
                yield self._fault(
                    Rule.UNUSED,
                    "focus_areas",
                    index,
                    column="phrase_fr",
                    value=row.phrase_fr,
                    expected="strategies.csv",
                )

    def _check_prefixes(self) -> Iterator[DataError]:
        for table, column, parent in (
            ("lines", "line_id", "axis_id"),
            ("criterion_definitions", "criterion_id", "dimension_id"),
        ):
            for index, record in enumerate(self.tables[table]):
                value, prefix = getattr(record, column), getattr(record, parent)
                if not value.startswith(prefix):
                    yield self._fault(
                        Rule.PREFIX, table, index, column=column, value=value, expected=prefix
                    )

    def _check_factors(self) -> Iterator[DataError]:
        projects: dict[str, Project] = {
            project.project_id: project for project in self.tables["projects"]
        }
        factors: Iterable[Factor] = self.tables["factors"]
        for index, factor in enumerate(factors):
            if factor.project_id is None:
                continue
            project = projects.get(factor.project_id)
            if project is None:
                continue
            owner = (project.city_id, project.organisation_id)
            if (factor.city_id, factor.organisation_id) != owner:
                yield self._fault(
                    Rule.FACTOR_PROJECT,
                    "factors",
                    index,
                    column="project_id",
                    value=factor.project_id,
                    expected=next(filter(None, owner)),
                )

    def _check_answers(self) -> Iterator[DataError]:
        answers: Sequence[CriterionAnswer] = self.tables["criteria"]
        with_strategy = {
            answer.city_id
            for answer in answers
            if answer.criterion_id == "VIS1" and answer.answer is Answer.YES
        }
        for index, answer in enumerate(answers):
            if answer.answer is Answer.UNKNOWN:
                yield self._fault(
                    Rule.UNKNOWN_ANSWER,
                    "criteria",
                    index,
                    column="answer",
                    value=Answer.UNKNOWN.value,
                )
            if (
                answer.criterion_id in {"VIS2", "VIS3"}
                and answer.answer is Answer.YES
                and answer.city_id not in with_strategy
            ):
                yield self._fault(
                    Rule.LADDER,
                    "criteria",
                    index,
                    column="answer",
                    value=f"{answer.city_id} {answer.criterion_id} {answer.answer}",
                )

    def _check_observations(self) -> Iterator[DataError]:
        level_of = {
            indicator.indicator_id: indicator.level for indicator in self.tables["indicators"]
        }
        known = {
            IndicatorLevel.COUNTRY: (self.ids["countries"], "countries.csv"),
            IndicatorLevel.CITY: (self.ids["cities"], "cities.csv"),
        }
        for index, observation in enumerate(self.tables["observations"]):
            level = level_of.get(observation.indicator_id)
            if level is None:
                continue
            ids, file = known[level]
            if observation.entity_id not in ids:
                yield self._fault(
                    Rule.UNKNOWN_REFERENCE,
                    "observations",
                    index,
                    column="entity_id",
                    value=observation.entity_id,
                    expected=file,
                )
