"""Which cities and projects a choice of filters keeps.

Inside one filter the values are alternatives (Cambodia *or* Laos); between filters all must hold
(Cambodia *and* pilot). Filters on projects must hold for one and the same project: a city is kept for
« pilot » and « high technology » only if it has a pilot that is high technology.

``components/static/js/facets.js`` applies the same rules in the browser; a browser test compares the two.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields

from data.load import Dataset
from data.schema import City, Project

CITY_FACETS = ("network", "country", "status")
PROJECT_FACETS = ("line", "stage", "technology", "form", "actor")
FACETS = CITY_FACETS + PROJECT_FACETS


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """A choice of filters; an empty set does not filter.

    Attributes:
        network: Network ids in which the city's participation is documented.
        country: ISO 3166 alpha-3 codes.
        status: Statuses, of which the city has at least one strategy.
        line: Lines (``A2.1``) or whole axes (``A2``) of the programme.
        stage, technology, form, actor: Codes of the project vocabularies.
        query: Free text: each of its words must be found in the city's names or in the project's.
    """

    network: frozenset[str] = frozenset()
    country: frozenset[str] = frozenset()
    status: frozenset[str] = frozenset()
    line: frozenset[str] = frozenset()
    stage: frozenset[str] = frozenset()
    technology: frozenset[str] = frozenset()
    form: frozenset[str] = frozenset()
    actor: frozenset[str] = frozenset()
    query: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is filtered."""
        return not any(getattr(self, field.name) for field in fields(self))

    @property
    def filters_projects(self) -> bool:
        """Whether a filter on projects is set."""
        return any(getattr(self, name) for name in PROJECT_FACETS)


def facet_options(dataset: Dataset) -> dict[str, tuple[str, ...]]:
    """Codes that each filter offers, in the order of their definition; axes come before lines.

    Countries and networks are those of at least one city.
    """
    countries = {city.country_iso3 for city in dataset.cities.values()}
    networks = {name for city in dataset.cities.values() for name in city.network_ids}
    return {
        "network": tuple(name for name in dataset.networks if name in networks),
        "country": tuple(code for code in dataset.countries if code in countries),
        "status": _codes(dataset, "strategy_status"),
        "line": (*dataset.axes, *dataset.lines),
        "stage": _codes(dataset, "project_stage"),
        "technology": _codes(dataset, "technology_level"),
        "form": _codes(dataset, "collaboration_form"),
        "actor": _codes(dataset, "actor"),
    }


def city_values(city: City, dataset: Dataset) -> Mapping[str, tuple[str, ...]]:
    """Values of one city for each filter on cities."""
    statuses = {strategy.status for strategy in dataset.strategies_of_city(city.city_id)}
    return {
        "network": city.network_ids,
        "country": (city.country_iso3,),
        "status": tuple(sorted(statuses)),
    }


def project_values(project: Project) -> Mapping[str, tuple[str, ...]]:
    """Values of one project for each filter on projects; a line brings its axis."""
    return {
        "line": (project.line_id, project.axis_id),
        "stage": (project.stage,),
        "technology": (project.technology_level,),
        "form": project.collaboration_forms,
        "actor": project.actors,
    }


def city_text(city: City, dataset: Dataset) -> str:
    """What a text search looks through for a city: names in every script, country, networks."""
    country = dataset.countries[city.country_iso3]
    networks = [dataset.networks[name] for name in city.network_ids]
    parts = [city.name_fr, city.name_en, city.name_local or "", country.name_fr, country.name_en]
    parts += [network.short_fr for network in networks]
    return search_text(" ".join(parts))


def project_text(project: Project) -> str:
    """What a text search looks through for a project: its titles in both languages."""
    return search_text(f"{project.title_fr} {project.title_en}")


def select_projects(dataset: Dataset, selection: Selection) -> list[Project]:
    """Projects kept by every filter, those of their city included, in the order of the table.

    A project of an organisation has no city: it is kept only while no filter on cities is set.
    """
    words = search_text(selection.query).split()
    kept = []
    for project in dataset.projects.values():
        city = dataset.cities.get(project.city_id or "")
        if city is None:
            if any(getattr(selection, name) for name in CITY_FACETS):
                continue
            text = project_text(project)
        elif _matches(city_values(city, dataset), selection, CITY_FACETS):
            text = f"{city_text(city, dataset)} {project_text(project)}"
        else:
            continue
        if _matches(project_values(project), selection, PROJECT_FACETS) and _has(words, text):
            kept.append(project)
    return kept


def select_cities(dataset: Dataset, selection: Selection) -> list[City]:
    """Cities kept by every filter, in the order of the table.

    With a filter on projects a city needs one project that meets all of them; a text is looked for in
    the city's own names and in the titles of its projects that meet the filters.
    """
    words = search_text(selection.query).split()
    kept = []
    for city in dataset.cities.values():
        if not _matches(city_values(city, dataset), selection, CITY_FACETS):
            continue
        projects = [
            project
            for project in dataset.projects_of_city(city.city_id)
            if _matches(project_values(project), selection, PROJECT_FACETS)
        ]
        if selection.filters_projects and not projects:
            continue
        own = city_text(city, dataset)
        texts = [own, *(f"{own} {project_text(project)}" for project in projects)] if words else []
        if not words or any(_has(words, text) for text in texts):
            kept.append(city)
    return kept


def search_text(text: str) -> str:
    """Lower-case text without accents, typographic signs made plain: what searches compare."""
    plain = unicodedata.normalize("NFKD", text.lower())
    kept = "".join(char for char in plain if not unicodedata.combining(char))
    return kept.replace("’", "'").replace("œ", "oe").replace("đ", "d")


def _codes(dataset: Dataset, vocabulary: str) -> tuple[str, ...]:
    return tuple(term.code for term in dataset.terms_of(vocabulary))


def _matches(
    values: Mapping[str, Iterable[str]], selection: Selection, names: Iterable[str]
) -> bool:
    return all(
        not (chosen := getattr(selection, name)) or not chosen.isdisjoint(values[name])
        for name in names
    )


def _has(words: Iterable[str], text: str) -> bool:
    return all(word in text for word in words)
