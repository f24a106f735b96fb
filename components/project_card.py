"""A project on a page: a card to read at a glance, and everything known about it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import htpy as h

from components.address import address
from components.desk.report_link import report_link
from components.i18n import Language, Translate, content, typography, years
from components.markup import Element, Node, internal_link, isolated, prose
from components.source_note import as_of_note, label, source_list, source_note
from components.theme import AXIS_COLOUR_NAMES
from data.load import Dataset
from data.schema import Factor, FactorKind, Project

_HEADINGS = {2: h.h2, 3: h.h3, 4: h.h4, 5: h.h5, 6: h.h6}

ANCHOR_PREFIX = "projet-"
"""A card of project ``x`` is reached by ``#projet-x``."""


def project_card(
    project: Project,
    dataset: Dataset,
    today: date,
    language: Language,
    t: Translate,
    *,
    with_place: bool = False,
    with_line: bool = False,
    heading: int = 4,
) -> Element:
    """Everything a reader compares: summary, stage, technology and why, actors, years, sources.

    Args:
        with_place: Also name the city or organisation (a list that mixes cities).
        with_line: Also name the line of the programme (a list that mixes lines).
        heading: Level of the title in the outline of the page, 2 to 6.
    """
    factors = dataset.factors_of_project(project.project_id)
    return h.article(
        f".rc-card.rc-project.{axis_class(project.axis_id)}",
        id=f"{ANCHOR_PREFIX}{project.project_id}",
    )[
        place_link(project, dataset, language) if with_place else None,
        _HEADINGS[heading](".rc-project-title")[
            internal_link(
                prose(content(project, "title", language), t),
                address("projects", language, project=project.project_id),
            )
        ],
        _line(project, dataset, language) if with_line else None,
        h.p[prose(content(project, "summary", language), t)],
        h.dl(".rc-facts")[_facts(project, dataset, language, t)],
        factor_note(factors, dataset, language, t),
        h.div(".rc-project-foot")[
            as_of_note(project.as_of, today, language, t),
            source_note(project.source_ids, dataset, language, t),
        ],
    ]


def project_detail(
    project: Project, dataset: Dataset, today: date, language: Language, t: Translate
) -> Element:
    """Everything known about one project, with what each code means and its sources unfolded."""
    factors = dataset.factors_of_project(project.project_id)
    line, axis = dataset.lines[project.line_id], dataset.axes[project.axis_id]
    return h.article(
        f".rc-project-detail.{axis_class(project.axis_id)}",
        id=f"{ANCHOR_PREFIX}{project.project_id}",
    )[
        place_link(project, dataset, language),
        h.h2(".rc-project-name")[prose(content(project, "title", language), t)],
        h.p(".rc-project-line")[
            h.span(".rc-axis-name")[prose(content(axis, "label", language), t)],
            " › ",
            prose(content(line, "label", language), t),
        ],
        h.p(".rc-lead")[prose(content(project, "summary", language), t)],
        h.dl(".rc-facts.rc-facts-wide")[
            _facts(project, dataset, language, t, explained=True),
            _fact(t("card.as_of"), as_of_note(project.as_of, today, language, t)),
        ],
        [
            h.h3[t("card.factors")],
            factor_list(factors, dataset, language, t),
        ]
        if factors
        else h.p(".rc-muted")[t("card.factors.none")],
        h.h3[t("source.count", count=len(project.source_ids))],
        source_list([dataset.sources[key] for key in project.source_ids], dataset, language, t),
        h.p[report_link(language, t, project=project.project_id)],
    ]


def place_link(project: Project, dataset: Dataset, language: Language) -> Element:
    """The city of a project as a link to its page; an organisation, which has no page, as text."""
    if project.city_id is None:
        organisation = dataset.organisations[project.organisation_id or ""]
        return h.p(".rc-project-place")[isolated(content(organisation, "name", language).text)]
    city = dataset.cities[project.city_id]
    country = dataset.countries[city.country_iso3]
    return h.p(".rc-project-place")[
        internal_link(
            isolated(getattr(city, f"name_{language}")),
            address("city", language, city=city.city_id),
        ),
        h.span(".rc-muted")[" · ", isolated(getattr(country, f"name_{language}"))],
    ]


def factor_note(
    factors: Sequence[Factor], dataset: Dataset, language: Language, t: Translate
) -> Node:
    """« 2 facteurs de succès, 1 difficulté », opening the list; nothing when none is known."""
    if not factors:
        return None
    counts = [
        t(f"card.{kind.value}", count=number)
        for kind in FactorKind
        if (number := sum(factor.kind is kind for factor in factors))
    ]
    return h.details(".rc-factors")[
        h.summary[", ".join(counts)],
        factor_list(factors, dataset, language, t),
    ]


def factor_list(
    factors: Iterable[Factor], dataset: Dataset, language: Language, t: Translate
) -> Element:
    """Success factors first, then difficulties, each with what it is about and its sources."""
    order = list(FactorKind)
    return h.ul(".rc-factor-list")[
        (
            h.li(f".rc-factor.rc-factor-{factor.kind.value}")[
                h.p(".rc-factor-kind")[
                    shown(dataset, "factor_kind", factor.kind, language),
                    " · ",
                    shown(dataset, "factor_category", factor.category, language),
                ],
                h.p[prose(content(factor, "text", language), t)],
                source_note(
                    factor.source_ids,
                    dataset,
                    language,
                    t,
                    report=report_link(language, t, factor=factor.factor_id),
                ),
            ]
            for factor in sorted(factors, key=lambda factor: order.index(factor.kind))
        )
    ]


def axis_class(axis_id: str) -> str:
    """CSS class that gives an element the colour of its axis; the label always stands beside it."""
    return f"rc-axis-{AXIS_COLOUR_NAMES.get(axis_id, 'other')}"


def shown(dataset: Dataset, vocabulary: str, code: str, language: Language) -> str:
    """Label of a code, ready for a reader."""
    return typography(label(dataset, vocabulary, code, language), language)


def _line(project: Project, dataset: Dataset, language: Language) -> Element:
    line = dataset.lines[project.line_id]
    return h.p(".rc-project-line")[content(line, "short", language).text]


def _facts(
    project: Project,
    dataset: Dataset,
    language: Language,
    t: Translate,
    *,
    explained: bool = False,
) -> list[Node]:
    def code(vocabulary: str, value: str) -> Node:
        name = shown(dataset, vocabulary, value, language)
        if not explained:
            return name
        meaning = content(dataset.term(vocabulary, value), "description", language)
        return [name, h.span(".rc-muted.rc-small.rc-meaning")[prose(meaning, t)]]

    def several(vocabulary: str, values: Sequence[str]) -> Node:
        if not values:
            return h.span(".rc-muted")[t("card.not_documented")]
        names = [shown(dataset, vocabulary, value, language) for value in values]
        return ", ".join([names[0], *(name.lower() for name in names[1:])])

    reason = content(project, "technology_reason", language)
    return [
        _fact(t("card.stage"), code("project_stage", project.stage)),
        _fact(
            t("card.technology"),
            [
                code("technology_level", project.technology_level),
                h.span(".rc-muted.rc-small.rc-meaning")[prose(reason, t)] if reason.text else None,
            ],
        ),
        _fact(t("card.years"), years(project.start_year, project.end_year, language)),
        _fact(t("card.actors"), several("actor", project.actors)),
        _fact(t("card.forms"), several("collaboration_form", project.collaboration_forms)),
    ]


def _fact(name: str, value: Node) -> Element:
    return h.div[h.dt[name], h.dd[value]]
