"""The card of a city: what a marker opens, on the live map or in an exported file. No script."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

import htpy as h

from analysis.coverage import Coverage, coverage_of
from analysis.newest import newest_projects
from components.address import address
from components.i18n import Language, Translate, content, number, typography, years
from components.markup import Element, Node, internal_link, isolated, prose
from components.project_card import shown
from components.source_note import as_of_note, source_note
from data.load import Dataset
from data.schema import AimfStatus, City

NEWEST_SHOWN = 3


def city_card(
    city: City,
    dataset: Dataset,
    today: date,
    language: Language,
    t: Translate,
    *,
    standalone: bool = False,
) -> Element:
    """Names, country, population, networks, counts, coverage, newest projects, sources.

    Args:
        today: Facts are aged against it.
        standalone: True in a file that leaves the dashboard: no link to its pages.
    """
    strategies = dataset.strategies_of_city(city.city_id)
    projects = dataset.projects_of_city(city.city_id)
    newest = newest_projects(projects, NEWEST_SHOWN)
    coverage = coverage_of(dataset.answers_of_city(city.city_id), dataset.criteria.values())
    return h.article(".rc-city-card")[
        h.h3(".rc-city-card-name")[city_name(city, language)],
        h.p(".rc-city-card-place")[
            isolated(getattr(dataset.countries[city.country_iso3], f"name_{language}")),
            " · ",
            population_text(city, dataset, language, t),
        ],
        h.ul(".rc-tags")[
            (h.li(".rc-tag")[name] for name in network_names(city, dataset, language, t))
        ]
        if city.network_ids
        else None,
        h.dl(".rc-city-card-counts")[
            h.dt[t("card.strategies", count=len(strategies))],
            h.dd[_counts(strategies, "status", "strategy_status", dataset, language)],
            h.dt[t("card.projects", count=len(projects))],
            h.dd[_counts(projects, "stage", "project_stage", dataset, language)],
        ],
        None if strategies and projects else h.p(".rc-small.rc-muted")[t("card.nothing")],
        coverage_line(coverage, language, t),
        [
            h.p(".rc-city-card-newest")[t("card.newest")],
            h.ul(".rc-city-card-projects")[
                (
                    h.li[
                        prose(content(project, "title", language), t),
                        h.span(".rc-muted.rc-small.rc-meaning")[
                            t(
                                "card.newest.facts",
                                stage=shown(dataset, "project_stage", project.stage, language),
                                technology=shown(
                                    dataset, "technology_level", project.technology_level, language
                                ).lower(),
                                years=years(project.start_year, project.end_year, language),
                            ),
                            [" · ", as_of_note(project.as_of, today, language, t)]
                            if project.start_year is None
                            else None,
                        ],
                        source_note(project.source_ids, dataset, language, t),
                    ]
                    for project in newest
                )
            ],
        ]
        if newest
        else None,
        h.div(".rc-city-card-foot")[
            None
            if standalone
            else internal_link(
                t("card.open"),
                address("city", language, city=city.city_id),
                "rc-city-card-open",
            ),
            None
            if standalone
            else internal_link(
                t("card.compare"),
                address("comparison", language, cities=city.city_id),
                "rc-city-card-open",
            ),
            h.span(".rc-small.rc-muted")[t("card.city_sources")],
            source_note(city.source_ids, dataset, language, t),
        ],
    ]


def city_name(city: City, language: Language) -> Node:
    """Name in the language of the reader, then in the local script when it differs."""
    name: str = getattr(city, f"name_{language}")
    return [isolated(name), local_name(city, name)]


def local_name(city: City, shown_name: str) -> Node:
    """Name in the local script, marked with its script; None when unknown or already shown."""
    if not city.name_local or city.name_local == shown_name:
        return None
    return [
        " ",
        h.bdi(".rc-local-name", lang=script_language(city.name_local, city.country_iso3))[
            city.name_local
        ],
    ]


def script_language(text: str, country_iso3: str) -> str | None:
    """ISO 639-1 code of a name in a local script, so that it is read out in its language."""
    for first, last, code in (
        ("\u1780", "\u17ff", "km"),
        ("\u0e80", "\u0eff", "lo"),
        ("\u0600", "\u06ff", "ar"),
        ("\u0530", "\u058f", "hy"),
        ("\u0400", "\u04ff", "ru"),
    ):
        if any(first <= char <= last for char in text):
            return code
    return {"VNM": "vi", "ROU": "ro", "MDA": "ro", "ALB": "sq", "MDG": "mg"}.get(country_iso3)


def population_text(city: City, dataset: Dataset, language: Language, t: Translate) -> str:
    """« 1 573 544 habitants (ville, année inconnue) »; scope and year are never left out."""
    if city.population is None:
        return t("card.population.unknown")
    scope = (
        shown(dataset, "population_scope", city.population_scope, language).lower()
        if city.population_scope is not None
        else t("card.scope.unknown")
    )
    year = t("card.year.unknown") if city.population_year is None else str(city.population_year)
    return t("card.population", figure=number(city.population, language), scope=scope, year=year)


def network_names(city: City, dataset: Dataset, language: Language, t: Translate) -> list[str]:
    """Short names of the networks; for AIMF, whether membership or only participation is known."""
    names = []
    for network_id in city.network_ids:
        short = typography(getattr(dataset.networks[network_id], f"short_{language}"), language)
        if network_id == "aimf":
            member = city.aimf_status is AimfStatus.MEMBER
            short = t("card.aimf.member") if member else t("card.aimf.participation")
        names.append(short)
    return names


def coverage_line(coverage: Coverage, language: Language, t: Translate) -> Element:
    """« 11 critères documentés sur 23 », with a bar that says no more than the words."""
    share = 100 * coverage.known / coverage.total if coverage.total else 0
    return h.div(".rc-coverage")[
        h.p[t("card.coverage", count=coverage.known, total=coverage.total)],
        h.div(".rc-coverage-bar", aria_hidden="true")[h.span(style=f"width: {share:.2f}%")],
    ]


def _counts(
    records: Iterable[object],
    field: str,
    vocabulary: str,
    dataset: Dataset,
    language: Language,
) -> Node:
    """« En service 12 · Pilote 4 », in the order of the vocabulary."""
    counted = Counter(str(getattr(record, field)) for record in records)
    parts = [
        (typography(getattr(term, f"label_{language}"), language), counted[term.code])
        for term in dataset.terms_of(vocabulary)
        if counted[term.code]
    ]
    return [
        [
            " · " if position else "",
            h.span(".rc-tally")[name, " ", h.b(".rc-figure")[number(count, language)]],
        ]
        for position, (name, count) in enumerate(parts)
    ]
