"""The facts of one city as one table: what a member city takes away and sends back corrected."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analysis.city_sources import city_source_ids
from analysis.context import CITY_RANK_INDICATOR, CONTEXT_INDICATORS, latest
from analysis.coverage import state_of
from components.city_card import network_names, population_text
from components.i18n import Language, Translate, content, translator
from components.project_card import shown
from data.dates import PartialDate
from data.export import (
    LIST_JOINT,
    Cell,
    Table,
    record_table,
    safe_file_name,
    table_csv,
    workbook,
)
from data.load import Dataset
from data.schema import City, Observation, Redistribution

COLUMNS = ("kind", "id", "subject", "value", "text", "start", "end", "as_of", "sources", "links")
"""Keys of the headings, ``city.export.<key>``, in the order of the columns."""

Row = tuple[Cell, ...]


def city_facts_table(dataset: Dataset, city_id: str, language: Language) -> Table:
    """Everything the city's page says, one fact per row, with the sources of each.

    A criterion without an answer is a row that says « inconnu ». Values that may only be cited are
    left out, and a row says so.

    Raises:
        KeyError: There is no such city.
    """
    t = translator(language)
    return Table(
        name=getattr(dataset.cities[city_id], f"name_{language}"),
        columns=tuple(t(f"city.export.{key}") for key in COLUMNS),
        rows=tuple(city_fact_rows(dataset, city_id, language)),
    )


def city_facts_csv(dataset: Dataset, city_id: str, language: Language) -> bytes:
    """The facts of one city as CSV.

    Raises:
        KeyError: There is no such city.
    """
    return table_csv(city_facts_table(dataset, city_id, language))


def city_facts_xlsx(dataset: Dataset, city_id: str, language: Language) -> bytes:
    """The facts of one city and its sources as a workbook.

    Raises:
        KeyError: There is no such city.
    """
    sources = [dataset.sources[key] for key in city_source_ids(city_id, dataset)]
    tables = [
        city_facts_table(dataset, city_id, language),
        record_table(dataset, "sources", language, sources),
    ]
    return workbook(tables, dataset, language)


def city_file_name(dataset: Dataset, city_id: str, language: Language) -> str:
    """Name of the file without its ending, for example ``ville-hue-2026.11``.

    Raises:
        KeyError: There is no such city.
    """
    word = translator(language)("city.export.kind.city")
    return safe_file_name(word, dataset.cities[city_id].city_id, dataset.edition)


def city_fact_rows(dataset: Dataset, city_id: str, language: Language) -> Iterator[Row]:
    """The rows of :func:`city_facts_table`, in the order of the page.

    Raises:
        KeyError: There is no such city.
    """
    city = dataset.cities[city_id]
    t = translator(language)
    yield from _city_rows(city, dataset, language, t)
    yield from _strategy_rows(city, dataset, language, t)
    yield from _project_rows(city, dataset, language, t)
    yield from _factor_rows(city, dataset, language, t)
    yield from _criterion_rows(city, dataset, language, t)
    yield from _indicator_rows(city, dataset, language, t)


def _city_rows(city: City, dataset: Dataset, language: Language, t: Translate) -> Iterator[Row]:
    country = dataset.countries[city.country_iso3]
    kind = t("city.export.kind.city")
    facts: Sequence[tuple[str, Cell, str]] = (
        (t("city.export.name"), getattr(city, f"name_{language}"), city.name_local or ""),
        (t("city.context.column.country"), getattr(country, f"name_{language}"), ""),
        (t("city.population"), city.population, population_text(city, dataset, language, t)),
        (t("city.networks"), LIST_JOINT.join(network_names(city, dataset, language, t)), ""),
        (t("city.aimf"), shown(dataset, "aimf_status", city.aimf_status, language), ""),
        (t("city.export.latitude"), city.latitude, ""),
        (t("city.export.longitude"), city.longitude, ""),
    )
    for subject, value, text in facts:
        cell = t("unknown") if value is None or value == "" else value
        yield _row(dataset, city.source_ids, (kind, city.city_id, subject, cell, text))


def _strategy_rows(city: City, dataset: Dataset, language: Language, t: Translate) -> Iterator[Row]:
    for row in dataset.strategies_of_city(city.city_id):
        yield _row(
            dataset,
            row.source_ids,
            (
                t("city.export.kind.strategy"),
                row.strategy_id,
                content(row, "title", language).text,
                shown(dataset, "strategy_status", row.status, language),
                content(row, "summary", language).text,
            ),
            years=(row.start_year, row.end_year),
            as_of=row.as_of,
        )


def _project_rows(city: City, dataset: Dataset, language: Language, t: Translate) -> Iterator[Row]:
    for row in dataset.projects_of_city(city.city_id):
        stage = shown(dataset, "project_stage", row.stage, language)
        level = shown(dataset, "technology_level", row.technology_level, language).lower()
        yield _row(
            dataset,
            row.source_ids,
            (
                t("city.export.kind.project"),
                row.project_id,
                content(row, "title", language).text,
                t("city.export.stage", stage=stage, level=level, line=row.line_id),
                content(row, "summary", language).text,
            ),
            years=(row.start_year, row.end_year),
            as_of=row.as_of,
        )


def _factor_rows(city: City, dataset: Dataset, language: Language, t: Translate) -> Iterator[Row]:
    for row in dataset.factors_of_city(city.city_id):
        project = dataset.projects.get(row.project_id or "")
        yield _row(
            dataset,
            row.source_ids,
            (
                shown(dataset, "factor_kind", row.kind, language),
                row.factor_id,
                content(project, "title", language).text
                if project
                else t("city.export.whole_city"),
                shown(dataset, "factor_category", row.category, language),
                content(row, "text", language).text,
            ),
        )


def _criterion_rows(
    city: City, dataset: Dataset, language: Language, t: Translate
) -> Iterator[Row]:
    answers = dataset.answers_of_city(city.city_id)
    for criterion in dataset.criteria.values():
        answer = answers.get(criterion.criterion_id)
        state = state_of(answers, criterion.criterion_id)
        yield _row(
            dataset,
            answer.source_ids if answer else (),
            (
                t("city.export.kind.criterion")
                if criterion.is_scored
                else t("city.export.kind.context"),
                criterion.criterion_id,
                content(criterion, "label", language).text,
                shown(dataset, "answer", state, language),
                content(answer, "note", language).text
                if answer
                else content(criterion, "question", language).text,
            ),
            as_of=answer.as_of if answer else None,
        )


def _indicator_rows(
    city: City, dataset: Dataset, language: Language, t: Translate
) -> Iterator[Row]:
    wanted: list[tuple[str, Sequence[Observation]]] = []
    for key in CONTEXT_INDICATORS:
        found = latest(dataset, city.country_iso3, key)
        if key in dataset.indicators:
            wanted.append((key, [found] if found else []))
    if CITY_RANK_INDICATOR in dataset.indicators:
        wanted.append(
            (CITY_RANK_INDICATOR, dataset.observations_of(city.city_id, CITY_RANK_INDICATOR))
        )
    for key, rows in wanted:
        indicator = dataset.indicators[key]
        name = content(indicator, "name", language).text
        unit = t(
            "city.export.unit",
            unit=content(indicator, "unit", language).text,
            publisher=content(indicator, "publisher", language).text,
            licence=content(indicator, "licence", language).text,
        )
        kind = t(f"city.export.kind.{indicator.level.value}_indicator")
        if indicator.redistribution is Redistribution.CITE_ONLY:
            if rows:
                text = t("city.context.cite_only")
                yield _row(dataset, (indicator.source_id,), (kind, key, name, None, text))
            continue
        for row in rows:
            yield _row(
                dataset,
                (row.source_id,),
                (kind, key, name, row.value, unit),
                years=(row.year, row.year),
            )
        if not rows:
            yield _row(dataset, (), (kind, key, name, t("unknown"), unit))


def _row(
    dataset: Dataset,
    source_ids: Sequence[str],
    cells: tuple[str, str, str, Cell, str],
    *,
    years: tuple[int | None, int | None] = (None, None),
    as_of: PartialDate | None = None,
) -> Row:
    """One row; ``cells`` are kind, id, subject, value and text."""
    links = [url for key in source_ids if (url := dataset.sources[key].url)]
    return (
        *cells,
        *years,
        str(as_of) if as_of else None,
        LIST_JOINT.join(source_ids),
        LIST_JOINT.join(links),
    )
