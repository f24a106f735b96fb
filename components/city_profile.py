"""The parts of a city's page, from its name to its sources."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from urllib.parse import urlencode

import htpy as h
from babel.lists import format_list

from analysis.city_sources import city_source_ids
from analysis.coverage import coverage_of
from analysis.peers import POPULATION_BOUNDS, Likeness, Peer, comparable_cities, population_class
from components.address import address
from components.city_card import local_name, network_names, population_text
from components.desk.report_link import report_link
from components.footprint import (
    context_criteria,
    coverage_counts,
    criteria_panels,
    footprint,
    ladder_sentence,
)
from components.i18n import Language, Translate, content, number, sort_key
from components.indicator_strip import country_name, national_context
from components.markup import Element, internal_link, isolated, prose
from components.project_card import axis_class, factor_list, project_card, shown
from components.source_note import source_list, source_note
from components.timeline import strategy_timeline
from data.geo import nearest_cities
from data.load import Dataset
from data.schema import AimfStatus, City, EvidenceGrade, Project

NEAREST_SHOWN = 6


def city_link(city: City, language: Language) -> Element:
    """Name of a city as a link to the top of its page."""
    name: str = getattr(city, f"name_{language}")
    return internal_link(isolated(name), address("city", language, city=city.city_id) + "#ville")


def lead(t: Translate) -> Element:
    """What the pages of cities hold, in one sentence."""
    return h.p(".rc-lead")[t("city.lead")]


def city_index(dataset: Dataset, language: Language, t: Translate) -> Element:
    """Every city as a link: the South-East Asian network first, then by country."""

    def cities(rows: Iterable[City]) -> list[City]:
        return sorted(rows, key=lambda city: sort_key(getattr(city, f"name_{language}")))

    network = [city for city in dataset.cities.values() if "rvase" in city.network_ids]
    codes = sorted(
        {city.country_iso3 for city in dataset.cities.values()},
        key=lambda code: sort_key(country_name(dataset, code, language)),
    )
    groups = [
        (
            country_name(dataset, code, language),
            cities(city for city in dataset.cities.values() if city.country_iso3 == code),
        )
        for code in codes
    ]
    return h.div(".rc-city-index")[
        [
            h.section(".rc-city-index-first")[
                h.h2[t("city.index.network")],
                h.ul[(_index_row(city, dataset, language, t) for city in cities(network))],
            ]
        ]
        if network
        else None,
        h.h2[t("city.index.countries")],
        h.div(".rc-city-index-columns")[
            (
                h.section[
                    h.h3[isolated(name)],
                    h.ul[(_index_row(city, dataset, language, t) for city in members)],
                ]
                for name, members in groups
            )
        ],
    ]


def _index_row(city: City, dataset: Dataset, language: Language, t: Translate) -> Element:
    projects = len(dataset.projects_of_city(city.city_id))
    answers = dataset.answers_of_city(city.city_id)
    known = coverage_of(answers, dataset.criteria.values()).known
    return h.li[
        internal_link(
            isolated(getattr(city, f"name_{language}")),
            address("city", language, city=city.city_id),
        ),
        h.span(".rc-small.rc-muted")[
            t(
                "city.index.facts",
                projects=t("map.projects", count=projects),
                criteria=t("city.index.criteria", count=known),
            )
            if projects or known
            else t("city.index.nothing")
        ],
    ]


def city_head(city: City, dataset: Dataset, language: Language, t: Translate) -> Element:
    """Under the name: local script, country, networks, way back to the map, figures of the page."""
    answers = dataset.answers_of_city(city.city_id)
    coverage = coverage_of(answers, dataset.criteria.values())
    strategies = dataset.strategies_of_city(city.city_id)
    projects = dataset.projects_of_city(city.city_id)
    sources = city_source_ids(city.city_id, dataset)
    figures = (
        ("strategies", len(strategies), t("city.figure.strategies", count=len(strategies))),
        ("projets", len(projects), t("city.figure.projects", count=len(projects))),
        (
            "criteres",
            coverage.known,
            t("city.figure.criteria", count=coverage.known, total=coverage.total),
        ),
        ("sources", len(sources), t("city.figure.sources", count=len(sources))),
    )
    return h.div(".rc-city-head")[
        h.p(".rc-city-place")[
            [local_name(city, getattr(city, f"name_{language}")), " · "]
            if local_name(city, getattr(city, f"name_{language}"))
            else None,
            isolated(country_name(dataset, city.country_iso3, language)),
        ],
        h.ul(".rc-tags")[
            h.li(".rc-tag.rc-tag-strong")[t("city.speaker")]
            if city.is_conference_speaker
            else None,
            (h.li(".rc-tag")[name] for name in network_names(city, dataset, language, t)),
        ]
        if city.is_conference_speaker or city.network_ids
        else None,
        h.nav(aria_label=t("city.figures"))[
            h.div(".rc-city-figures")[
                (
                    h.a(href=f"#{anchor}")[
                        h.b(".rc-figure")[number(figure, language)],
                        " ",
                        h.span[words],
                    ]
                    for anchor, figure, words in figures
                )
            ],
            h.ul(".rc-jump")[
                (
                    h.li[h.a(href=f"#{anchor}")[t(f"city.jump.{anchor}")]]
                    for anchor in ("contexte", "voisines")
                )
            ],
        ],
    ]


def city_identity(city: City, dataset: Dataset, language: Language, t: Translate) -> Element:
    """Population and its scope, networks, status, place on the globe, what « city » means there."""
    note = dataset.country_notes.get(city.country_iso3)
    scope = (
        content(dataset.term("population_scope", city.population_scope), "description", language)
        if city.population_scope is not None
        else None
    )
    member = city.aimf_status is AimfStatus.MEMBER
    networks = [content(dataset.networks[name], "name", language).text for name in city.network_ids]
    return h.section(".rc-city-identity", aria_label=t("city.identity"))[
        h.div[
            h.h2(id="ville-identite")[t("city.identity")],
            h.dl(".rc-facts")[
                h.div[
                    h.dt[t("city.population")],
                    h.dd[
                        population_text(city, dataset, language, t),
                        h.span(".rc-muted.rc-small.rc-meaning")[prose(scope, t)] if scope else None,
                    ],
                ],
                h.div[
                    h.dt[t("city.networks")],
                    h.dd[
                        [
                            (h.span(".rc-meaning")[name] for name in networks),
                            h.span(".rc-muted.rc-small.rc-meaning")[t("city.networks.why")],
                        ]
                        if networks
                        else h.span(".rc-muted")[t("city.networks.none")]
                    ],
                ],
                h.div[
                    h.dt[t("city.aimf")],
                    h.dd[
                        t("city.aimf.member")
                        if member
                        else t("city.aimf.participation")
                        if "aimf" in city.network_ids
                        else h.span(".rc-muted")[t("city.aimf.unknown")]
                    ],
                ],
                h.div[
                    h.dt[t("city.coordinates")],
                    h.dd[
                        h.span(".rc-figure")[coordinates(city, language, t)],
                        h.span(".rc-muted.rc-small.rc-meaning")[t("city.coordinates.source")],
                    ],
                ],
            ],
            source_note(
                city.source_ids,
                dataset,
                language,
                t,
                report=report_link(language, t, city=city.city_id),
            ),
        ],
        h.div[
            h.h2[t("city.meaning")],
            [
                h.p[prose(content(note, "note", language), t)],
                source_note(note.source_ids, dataset, language, t),
            ]
            if note
            else h.p(".rc-muted")[
                t("city.meaning.none", country=country_name(dataset, city.country_iso3, language))
            ],
        ],
    ]


def coordinates(city: City, language: Language, t: Translate) -> str:
    """« 16,46° N, 107,59° E »."""
    north = "north" if city.latitude >= 0 else "south"
    east = "east" if city.longitude >= 0 else "west"
    return t(
        "city.coordinates.value",
        latitude=number(abs(city.latitude), language, decimals=2),
        north=t(f"city.coordinates.{north}"),
        longitude=number(abs(city.longitude), language, decimals=2),
        east=t(f"city.coordinates.{east}"),
    )


def city_strategies(
    city: City, dataset: Dataset, today: date, language: Language, t: Translate
) -> Element:
    """Strategies on one axis of years, then how far the vision got without a gap."""
    strategies = dataset.strategies_of_city(city.city_id)
    answers = dataset.answers_of_city(city.city_id)
    return h.section(id="strategies")[
        h.h2[t("city.strategies")],
        h.p(".rc-prose")[ladder_sentence(answers, dataset, language, t)],
        strategy_timeline(strategies, dataset, today, language, t)
        if strategies
        else h.p(".rc-prose.rc-muted")[t("city.strategies.none")],
    ]


def city_projects(
    city: City, dataset: Dataset, today: date, language: Language, t: Translate
) -> Element:
    """Cards by axis and line; the lines without a project in one sentence; factors of the city."""
    projects = dataset.projects_of_city(city.city_id)
    general = [
        factor for factor in dataset.factors_of_city(city.city_id) if factor.project_id is None
    ]
    return h.section(id="projets")[
        h.h2[t("city.projects")],
        h.p(".rc-prose")[_empty_lines(projects, dataset, language, t)],
        (
            _axis_projects(axis_id, projects, dataset, today=today, language=language, t=t)
            for axis_id in dataset.axes
            if any(project.axis_id == axis_id for project in projects)
        ),
        [
            h.h3[t("city.factors")],
            h.div(".rc-factors-wide")[factor_list(general, dataset, language, t)],
        ]
        if general
        else None,
    ]


def _axis_projects(
    axis_id: str,
    projects: Sequence[Project],
    dataset: Dataset,
    *,
    today: date,
    language: Language,
    t: Translate,
) -> Element:
    lines = [line for line in dataset.lines.values() if line.axis_id == axis_id]
    of_line = {
        line.line_id: [project for project in projects if project.line_id == line.line_id]
        for line in lines
    }
    return h.div(f".rc-axis-block.{axis_class(axis_id)}")[
        h.h3(".rc-axis-name")[prose(content(dataset.axes[axis_id], "label", language), t)],
        (
            [
                h.h4(".rc-project-group")[prose(content(line, "label", language), t)],
                h.div(".rc-cards")[
                    (
                        project_card(project, dataset, today, language, t, heading=5)
                        for project in of_line[line.line_id]
                    )
                ],
            ]
            for line in lines
            if of_line[line.line_id]
        ),
    ]


def _empty_lines(
    projects: Sequence[Project], dataset: Dataset, language: Language, t: Translate
) -> str:
    """« Aucun projet documenté pour deux des neuf lignes : … »"""
    if not projects:
        return t("city.projects.none")
    present = {project.line_id for project in projects}
    empty = [line for line in dataset.lines.values() if line.line_id not in present]
    if not empty:
        return t("city.projects.every_line")
    names = [t("city.quoted", text=content(line, "short", language).text) for line in empty]
    return t(
        "city.projects.empty_lines",
        count=len(empty),
        total=len(dataset.lines),
        lines=listed(names, language),
    )


def city_criteria(
    city: City, dataset: Dataset, today: date, language: Language, t: Translate
) -> Element:
    """What is documented of the criteria, as counts and marks, then each with its note."""
    answers = dataset.answers_of_city(city.city_id)
    coverage = coverage_of(answers, dataset.criteria.values())
    return h.section(id="criteres")[
        h.h2[t("city.criteria")],
        h.div(".rc-criteria-head")[
            coverage_counts(coverage, city.city_id, dataset, language, t),
            footprint(answers, dataset, language),
        ],
        criteria_panels(answers, dataset, today, language, t, city_id=city.city_id),
        context_criteria(answers, dataset, today, language, t, city_id=city.city_id),
    ]


def city_context(city: City, dataset: Dataset, language: Language, t: Translate) -> Element:
    """National figures beside those of comparable countries."""
    name = country_name(dataset, city.country_iso3, language)
    return h.section(id="contexte")[
        h.h2[t("city.context", country=name)],
        h.p(".rc-prose")[t("city.context.lead")],
        national_context(city, dataset, language, t),
    ]


def city_neighbours(city: City, dataset: Dataset, language: Language, t: Translate) -> Element:
    """Nearest cities as the crow flies, and comparable ones with the reason."""
    near = nearest_cities(dataset, city.city_id, NEAREST_SHOWN)
    peers = sorted(
        comparable_cities(city, dataset),
        key=lambda peer: (-len(peer.shared), sort_key(getattr(peer.city, f"name_{language}"))),
    )
    return h.section(".rc-neighbours", id="voisines")[
        h.div[
            h.h2[t("city.nearest")],
            h.p(".rc-small.rc-muted")[t("city.nearest.how")],
            h.ul(".rc-rows")[
                (
                    h.li[
                        h.span[
                            city_link(dataset.cities[other_id], language),
                            h.span(".rc-muted")[
                                " · ",
                                country_name(
                                    dataset, dataset.cities[other_id].country_iso3, language
                                ),
                            ],
                        ],
                        h.span(".rc-figure")[
                            t("city.distance", kilometres=number(round(distance), language))
                        ],
                    ]
                    for other_id, distance in near
                )
            ],
        ],
        h.div[
            h.h2[t("city.comparable")],
            h.p(".rc-small.rc-muted")[t("city.comparable.how")],
            h.ul(".rc-rows")[
                (
                    h.li[
                        h.span[
                            city_link(peer.city, language),
                            h.span(".rc-muted")[
                                " · ", country_name(dataset, peer.city.country_iso3, language)
                            ],
                        ],
                        h.span(".rc-small.rc-muted")[likeness_words(peer, dataset, language, t)],
                    ]
                    for peer in peers
                )
            ]
            if peers
            else h.p[t("city.comparable.none")],
            h.p(".rc-small.rc-muted")[t("city.comparable.no_population")]
            if city.population is None
            else None,
        ],
    ]


def likeness_words(peer: Peer, dataset: Dataset, language: Language, t: Translate) -> str:
    """What two cities share, in words: « 100 000 à 500 000 habitants · même pays »."""
    words = []
    for likeness in peer.shared:
        match likeness:
            case Likeness.POPULATION:
                words.append(_population_words(peer.city, language, t))
            case Likeness.NETWORK:
                names = [
                    content(dataset.networks[name], "short", language).text
                    for name in peer.network_ids
                ]
                words.append(t("city.likeness.network", networks=", ".join(names)))
            case Likeness.COUNTRY:
                words.append(t("city.likeness.country"))
            case Likeness.INCOME:
                words.append(t("city.likeness.income"))
            case Likeness.REGION:
                code = dataset.countries[peer.city.country_iso3].region
                words.append(
                    t("city.likeness.region", region=shown(dataset, "region", code, language))
                )
    return " · ".join(words)


def _population_words(city: City, language: Language, t: Translate) -> str:
    number_of_class = population_class(city) or 0
    if number_of_class == 0:
        return t("city.likeness.below", high=POPULATION_BOUNDS[0])
    if number_of_class == len(POPULATION_BOUNDS):
        return t("city.likeness.above", low=POPULATION_BOUNDS[-1])
    return t(
        "city.likeness.between",
        low=POPULATION_BOUNDS[number_of_class - 1],
        high=POPULATION_BOUNDS[number_of_class],
    )


def city_sources(city: City, dataset: Dataset, language: Language, t: Translate) -> Element:
    """Every source of the page by grade, with counts."""
    sources = [dataset.sources[key] for key in city_source_ids(city.city_id, dataset)]
    by_grade = {
        grade: sorted(
            (source for source in sources if source.grade is grade),
            key=lambda source: sort_key(source.title),
        )
        for grade in EvidenceGrade
    }
    return h.section(id="sources")[
        h.h2[t("city.sources", count=len(sources))],
        h.p(".rc-prose")[t("city.sources.lead")],
        (
            h.details(".rc-grade")[
                h.summary[
                    h.b[t("source.grade", grade=grade.value)],
                    h.span[shown(dataset, "evidence_grade", grade, language)],
                    h.span(".rc-muted")[t("source.count", count=len(rows))],
                ],
                source_list(rows, dataset, language, t),
            ]
            for grade, rows in by_grade.items()
            if rows
        ),
    ]


def city_links(city: City, language: Language, t: Translate) -> Element:
    """Back to the map with this city chosen, on to a comparison; its sheet and its facts as files."""
    query = urlencode({"city": city.city_id, "lang": language})
    return h.div(".rc-city-links", id="ville")[
        internal_link(t("city.back_to_map"), address("map", language, city=city.city_id)),
        internal_link(t("city.compare"), address("comparison", language, cities=city.city_id)),
        h.a(href=f"/downloads/factsheet.pdf?{query}", download=True)[t("city.download.pdf")],
        h.a(href=f"/downloads/city.csv?{query}", download=True)[t("city.download.csv")],
        h.a(href=f"/downloads/city.xlsx?{query}", download=True)[t("city.download.xlsx")],
        report_link(language, t, city=city.city_id),
    ]


def listed(items: Sequence[str], language: Language) -> str:
    """« a, b et c »."""
    return format_list(list(items), locale=language)
