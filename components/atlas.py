"""What the browser needs to draw and filter the map and the catalogue of projects on its own.

One payload per language and snapshot, sent compressed and cached for ever under the version of the
snapshot. Text stays text: the browser modules write it with ``textContent``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from analysis.selection import (
    CITY_FACETS,
    PROJECT_FACETS,
    city_text,
    city_values,
    facet_options,
    project_text,
    project_values,
)
from components.address import address
from components.i18n import (
    Language,
    catalogue,
    content,
    number,
    partial_date,
    sort_key,
    translator,
    typography,
    years,
)
from components.source_note import label
from components.theme import AXIS_COLOUR_NAMES
from data.dates import STALE_AFTER_MONTHS, months_after
from data.load import Dataset
from data.schema import City, Project

CATALOGUE_VIEWS = ("cards", "table")
CATALOGUE_SORTS = tuple(
    f"{direction}{key}"
    for key in ("line", "title", "city", "country", "stage", "technology", "years", "as_of")
    for direction in ("", "-")
)
"""What the catalogue's ``view`` and ``sort`` may be in the address; ``-`` turns an order round."""

VOCABULARY_OF_FACET = {
    "status": "strategy_status",
    "stage": "project_stage",
    "technology": "technology_level",
    "form": "collaboration_form",
    "actor": "actor",
}


def atlas_payload(dataset: Dataset, language: Language) -> dict[str, object]:
    """Cities with what the map, its list and its filters show.

    Returns:
        JSON-ready mapping: ``strings`` (messages of the map), ``facets`` (filters with their
        options), ``cities`` sorted by name, each with coordinates in degrees, the codes of its
        facet values and, for its projects, theirs.
    """
    options = facet_options(dataset)
    cities = sorted(
        dataset.cities.values(), key=lambda city: sort_key(getattr(city, f"name_{language}"))
    )
    return {
        "version": dataset.version,
        "language": language,
        "strings": strings(language, ("facet.", "map.")),
        "facets": facets(dataset, options, language),
        "views": {"rvase": [city.city_id for city in cities if "rvase" in city.network_ids]},
        "cities": [_city(city, dataset, language) for city in cities],
    }


def catalogue_payload(dataset: Dataset, language: Language) -> dict[str, object]:
    """Projects with what the catalogue, its table and its filters show.

    Returns:
        Like :func:`atlas_payload`, with ``projects`` in the order of the programme, then by city.
    """
    options = facet_options(dataset)
    lines = list(dataset.lines)

    def order(project: Project) -> tuple[int, tuple[str, str], tuple[str, str]]:
        place = place_name(project, dataset, language)
        title = content(project, "title", language).text
        return lines.index(project.line_id), sort_key(place), sort_key(title)

    projects = sorted(dataset.projects.values(), key=order)
    own_first = {name: options[name] for name in (*PROJECT_FACETS, *CITY_FACETS)}
    return {
        "version": dataset.version,
        "language": language,
        "strings": strings(
            language, ("facet.", "projects.", "content.", "fact.", "source.", "date.unknown")
        ),
        "facets": facets(dataset, own_first, language),
        "axes": {code: AXIS_COLOUR_NAMES.get(code, "other") for code in dataset.axes},
        "meanings": {
            term.code: content(term, "description", language).text
            for term in dataset.terms_of("technology_level")
        },
        "city_page": address("city", language),
        "projects": [_project(project, dataset, language) for project in projects],
    }


def place_name(project: Project, dataset: Dataset, language: Language) -> str:
    """Name of the city, or of the organisation, that a project belongs to."""
    if project.city_id is not None:
        name: str = getattr(dataset.cities[project.city_id], f"name_{language}")
        return name
    organisation = dataset.organisations[project.organisation_id or ""]
    return typography(getattr(organisation, f"name_{language}"), language)


def strings(language: Language, prefixes: Iterable[str]) -> dict[str, str]:
    """Messages whose key starts with one of ``prefixes``, for a browser module."""
    chosen = tuple(prefixes)
    return {key: message for key, message in catalogue(language).items() if key.startswith(chosen)}


def facets(
    dataset: Dataset, options: Mapping[str, tuple[str, ...]], language: Language
) -> list[dict[str, object]]:
    """Filters in the order shown: name, label, level (``city`` or ``project``), options."""
    t = translator(language)
    described: list[dict[str, object]] = []
    for name, codes in options.items():
        entries = [
            {"code": code, "label": option_label(dataset, name, code, language)} for code in codes
        ]
        if name == "line":
            for entry in entries:
                entry["parent"] = entry["code"].split(".")[0] if "." in entry["code"] else ""
            entries.sort(key=lambda entry: entry["code"])
        elif name == "country":
            entries.sort(key=lambda entry: sort_key(entry["label"]))
        described.append(
            {
                "name": name,
                "label": t(f"facet.{name}"),
                "level": "city" if name in CITY_FACETS else "project",
                "options": entries,
            }
        )
    return described


def option_label(dataset: Dataset, facet: str, code: str, language: Language) -> str:
    """Name of one option of a filter, in the language of the reader."""
    if vocabulary := VOCABULARY_OF_FACET.get(facet):
        return typography(label(dataset, vocabulary, code, language), language)
    if facet == "country":
        return str(getattr(dataset.countries[code], f"name_{language}"))
    if facet == "network":
        return str(getattr(dataset.networks[code], f"short_{language}"))
    record = dataset.axes[code] if code in dataset.axes else dataset.lines[code]
    return typography(getattr(record, f"short_{language}"), language)


def atlas_bytes(dataset: Dataset, language: Language) -> bytes:
    """:func:`atlas_payload` as UTF-8 JSON."""
    return _json(atlas_payload(dataset, language))


def catalogue_bytes(dataset: Dataset, language: Language) -> bytes:
    """:func:`catalogue_payload` as UTF-8 JSON."""
    return _json(catalogue_payload(dataset, language))


def _json(payload: object) -> bytes:
    return json.dumps(payload, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def _city(city: City, dataset: Dataset, language: Language) -> dict[str, object]:
    t = translator(language)
    answers = dataset.answers_of_city(city.city_id)
    known = sum(1 for code in answers if dataset.criteria[code].is_scored)
    scored = sum(1 for definition in dataset.criteria.values() if definition.is_scored)
    projects = dataset.projects_of_city(city.city_id)
    facts = [
        t("map.projects", count=len(projects)),
        t("map.strategies", count=len(dataset.strategies_of_city(city.city_id))),
        t("map.criteria", count=known, total=scored),
    ]
    return {
        "id": city.city_id,
        "name": getattr(city, f"name_{language}"),
        "local": city.name_local or "",
        "lat": round(city.latitude, 5),
        "lon": round(city.longitude, 5),
        "country": getattr(dataset.countries[city.country_iso3], f"name_{language}"),
        "population": _population(city, dataset, language),
        "facts": facts,
        "weight": city.population or 0,
        "text": city_text(city, dataset),
        "values": _codes(city_values(city, dataset)),
        "projects": [
            {"values": _codes(project_values(project)), "text": project_text(project)}
            for project in projects
        ],
    }


def _project(project: Project, dataset: Dataset, language: Language) -> dict[str, object]:
    city = dataset.cities.get(project.city_id or "")
    title = content(project, "title", language)
    own = city_text(city, dataset) if city else ""
    values = {**(city_values(city, dataset) if city else {}), **project_values(project)}
    country = dataset.countries[city.country_iso3] if city else None
    as_of = project.as_of
    return {
        "id": project.project_id,
        "title": title.text,
        "title_language": title.language,
        "place": place_name(project, dataset, language),
        "country": getattr(country, f"name_{language}") if country else "",
        "city": project.city_id or "",
        "line": project.line_id,
        "stage": project.stage,
        "technology": project.technology_level,
        "actors": list(project.actors),
        "start": project.start_year or project.end_year,
        "years": years(project.start_year, project.end_year, language),
        "as_of": partial_date(as_of, language),
        # Days as ISO text, "" when no source is dated: the payload is kept for ever, so the browser
        # compares the second with its own day (data.dates.is_stale).
        "known_on": as_of.last_day.isoformat() if as_of else "",
        "fresh_until": months_after(as_of.last_day, STALE_AFTER_MONTHS).isoformat()
        if as_of
        else "",
        "sources": len(project.source_ids),
        "text": f"{own} {project_text(project)}",
        "values": _codes(values),
    }


def _codes(values: Mapping[str, tuple[str, ...]]) -> dict[str, list[str]]:
    return {name: [str(code) for code in codes] for name, codes in values.items()}


def _population(city: City, dataset: Dataset, language: Language) -> str:
    """« 1 573 544 hab. (ville) »; the scope is never left out."""
    t = translator(language)
    if city.population is None or city.population_scope is None:
        return t("map.population_unknown")
    return t(
        "map.population",
        figure=number(city.population, language),
        scope=typography(
            label(dataset, "population_scope", city.population_scope, language), language
        ).lower(),
    )
