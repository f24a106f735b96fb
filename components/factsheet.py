"""The sheet of one city: records in, the facts of two to four pages out, then the PDF."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from analysis.context import (
    CONTEXT_INDICATORS,
    city_ranks,
    comparable_countries,
    country_context,
)
from analysis.coverage import coverage_of, state_of
from analysis.factsheet_choice import chosen_factors, chosen_projects
from analysis.peers import comparable_cities
from components.city_card import local_name, network_names, population_text, script_language
from components.city_profile import likeness_words
from components.footprint import ladder_sentence
from components.i18n import Language, Translate, content, number, sort_key, translator, years
from components.indicator_strip import country_name, value_text
from components.project_card import shown
from components.theme import AXIS_COLOUR_NAMES
from components.typeset import (
    Citations,
    Document,
    aged,
    frame,
    mark_legend,
    report_link,
    typesetting,
    words,
)
from data.export import safe_file_name
from data.geo import nearest_cities
from data.load import Dataset
from data.schema import (
    Answer,
    City,
    CriterionDefinition,
    FactorKind,
    Project,
    Redistribution,
    Strategy,
)

TEMPLATE = "factsheet.typ"
LONGEST = 4
"""Pages of the longest sheet."""

AMOUNTS = ((12, 4), (12, 3), (10, 3), (9, 2), (8, 2), (6, 2), (3, 1))
"""Projects, and factors of each kind, that a sheet shows: the first pair that fits in its pages."""

OTHERS_SHOWN = 5
"""Nearest cities, and comparable ones."""

Facts = dict[str, Any]


def factsheet_pdf(
    city_id: str, dataset: Dataset, today: date, language: Language, *, origin: str = ""
) -> bytes:
    """The sheet of a city as PDF, A4, two to four pages.

    Args:
        today: Day facts are aged against.
        origin: Scheme and host of this dashboard, for the link to report an error; may be empty.

    Raises:
        KeyError: There is no such city.
    """
    with typesetting():
        document = factsheet_document(city_id, dataset, today, language, origin=origin)
        return document.pdf(dataset.published_on)


def factsheet_document(
    city_id: str, dataset: Dataset, today: date, language: Language, *, origin: str = ""
) -> Document:
    """The sheet laid out, with as many projects and factors as four pages hold."""
    for amount in AMOUNTS:
        facts = factsheet(city_id, dataset, today, language, origin=origin, amount=amount)
        document = Document(TEMPLATE, facts)
        if document.page_count() <= LONGEST:
            break
    return document


def factsheet_name(city_id: str, dataset: Dataset, language: Language) -> str:
    """``regards-croises-fiche-hue-2026.11-fr.pdf``."""
    kind = {"fr": "fiche", "en": "factsheet"}[language]
    return f"{safe_file_name('regards-croises', kind, city_id, dataset.edition, language)}.pdf"


def factsheet(
    city_id: str,
    dataset: Dataset,
    today: date,
    language: Language,
    *,
    origin: str = "",
    amount: tuple[int, int] = AMOUNTS[0],
) -> Facts:
    """Everything the sheet says, in the order it says it (the order numbers the sources).

    Args:
        amount: Projects, and factors of each kind, shown at most; the others are counted.

    Raises:
        KeyError: There is no such city.
    """
    t = translator(language)
    city = dataset.cities[city_id]
    name: str = getattr(city, f"name_{language}")
    sheet = _Sheet(dataset, today, language, t)
    facts = frame(
        dataset,
        today,
        language,
        t,
        title=t("document.factsheet.title", city=name),
        kind=t("document.factsheet.kind"),
        report_address=report_link(origin, language, city_id),
    )
    facts |= {
        "head": sheet.head(city),
        "documented": sheet.documented(city),
        "strategies": sheet.strategies(city),
        "projects": sheet.projects(city, amount[0]),
        "factors": sheet.factors(city, amount[1]),
        "criteria": sheet.criteria(city),
        "questions": sheet.questions(city),
        "context": sheet.context(city),
        "neighbours": sheet.neighbours(city),
    }
    entries = sheet.citations.entries(language, t)
    facts["sources"] = {
        "title": t("document.sources", count=len(entries)),
        "lead": t("document.sources.lead"),
        "entries": entries,
    }
    return facts


class _Sheet:
    """The parts of a sheet; they share the numbering of the sources."""

    def __init__(self, dataset: Dataset, today: date, language: Language, t: Translate) -> None:
        self.dataset, self.today, self.language, self.t = dataset, today, language, t
        self.citations = Citations(dataset)

    def cite(self, source_ids: Sequence[str]) -> list[int]:
        return self.citations.cite(source_ids)

    def code(self, vocabulary: str, value: str) -> str:
        return shown(self.dataset, vocabulary, value, self.language)

    def text(self, record: object, field: str) -> str:
        return words(content(record, field, self.language), self.t)

    def head(self, city: City) -> Facts:
        t, dataset, language = self.t, self.dataset, self.language
        name: str = getattr(city, f"name_{language}")
        local = city.name_local if local_name(city, name) is not None else None
        note = dataset.country_notes.get(city.country_iso3)
        return {
            "name": name,
            "local": local,
            "local_language": script_language(local, city.country_iso3) if local else None,
            "country": country_name(dataset, city.country_iso3, language),
            "speaker": t("city.speaker") if city.is_conference_speaker else None,
            "population_label": t("city.population"),
            "population": population_text(city, dataset, language, t),
            "networks_label": t("city.networks"),
            "networks": ", ".join(network_names(city, dataset, language, t))
            or t("city.networks.none"),
            "cites": self.cite(city.source_ids),
            "meaning_label": t("city.meaning"),
            "meaning": self.text(note, "note") if note else None,
            "meaning_cites": self.cite(note.source_ids) if note else [],
        }

    def documented(self, city: City) -> Facts:
        """Counts of the five states, and the footprint: a row of marks for each dimension."""
        t, dataset = self.t, self.dataset
        answers = dataset.answers_of_city(city.city_id)
        coverage = coverage_of(answers, dataset.criteria.values())
        counts = [
            t(f"document.state.{state.value}", count=count)
            for state, count in coverage.counts.items()
            if count or state is not Answer.NOT_APPLICABLE
        ]
        rows = []
        for dimension in dataset.dimensions.values():
            asked = [
                criterion
                for criterion in dataset.criteria.values()
                if criterion.dimension_id is dimension.dimension_id and criterion.is_scored
            ]
            states = [state_of(answers, criterion.criterion_id) for criterion in asked]
            rows.append(
                {
                    "label": self.text(dimension, "label"),
                    "states": [state.value for state in states],
                    "spoken": " ; ".join(
                        t(
                            "document.spoken",
                            criterion=self.text(criterion, "label"),
                            state=self.code("answer", state).lower(),
                        )
                        for criterion, state in zip(asked, states, strict=True)
                    ),
                }
            )
        return {
            "title": t("document.documented"),
            "counts": ", ".join(counts),
            "total": t("document.criteria_asked", count=coverage.total),
            "caution": t("city.coverage.caution"),
            "legend": mark_legend(dataset, self.language),
            "rows": rows,
        }

    def strategies(self, city: City) -> Facts:
        t, dataset = self.t, self.dataset
        plans = dataset.strategies_of_city(city.city_id)
        answers = dataset.answers_of_city(city.city_id)
        return {
            "title": t("city.strategies"),
            "lead": ladder_sentence(answers, dataset, self.language, t),
            "none": None if plans else t("city.strategies.none"),
            "rows": [self._strategy(plan) for plan in plans],
        }

    def _strategy(self, plan: Strategy) -> Facts:
        lead_body = self.text(plan, "lead_body")
        t = self.t
        return {
            "title": self.text(plan, "title"),
            "facts": " · ".join(
                [
                    self.code("strategy_status", plan.status),
                    self._span(plan.start_year, plan.end_year),
                    *([t("document.lead_body", name=lead_body)] if lead_body else []),
                ]
            ),
            "summary": self.text(plan, "summary"),
            "aged": aged(plan.as_of, self.today, t),
            "cites": self.cite(plan.source_ids),
        }

    def _span(self, start: int | None, end: int | None) -> str:
        t = self.t
        if start is None and end is None:
            return t("city.period.unknown")
        return years(start, end, self.language)

    def projects(self, city: City, limit: int) -> Facts:
        """Projects by axis with how many more there are; lines without a project in words."""
        t, dataset = self.t, self.dataset
        known = dataset.projects_of_city(city.city_id)
        chosen = chosen_projects(known, limit)
        left_out = len(known) - len(chosen)
        return {
            "title": t("city.projects"),
            "count": t("document.projects", count=len(known)) if known else None,
            "lead": t("document.projects.more", count=left_out, shown=len(chosen))
            if left_out
            else None,
            "none": None if known else t("city.projects.none"),
            "axes": [
                {
                    "label": self.text(axis, "label"),
                    "colour": AXIS_COLOUR_NAMES.get(axis.axis_id, "muted"),
                    "count": t(
                        "document.axis_count",
                        count=sum(row.axis_id == axis.axis_id for row in known),
                    ),
                    "rows": [self._project(row) for row in chosen if row.axis_id == axis.axis_id],
                }
                for axis in dataset.axes.values()
                if any(row.axis_id == axis.axis_id for row in chosen)
            ],
        }

    def _project(self, project: Project) -> Facts:
        t = self.t
        level = self.code("technology_level", project.technology_level).lower()
        return {
            "title": self.text(project, "title"),
            "line": self.text(self.dataset.lines[project.line_id], "short"),
            "facts": " · ".join(
                [
                    self.code("project_stage", project.stage),
                    t("document.technology", level=level),
                    self._span(project.start_year, project.end_year),
                ]
            ),
            "summary": self.text(project, "summary"),
            "aged": aged(project.as_of, self.today, t),
            "cites": self.cite(project.source_ids),
        }

    def factors(self, city: City, limit: int) -> Facts:
        """Success factors and difficulties, those of the whole city first."""
        t, dataset = self.t, self.dataset
        known = dataset.factors_of_city(city.city_id)
        groups, left_out = [], 0
        for kind in FactorKind:
            rows = chosen_factors(known, kind, limit)
            left_out += sum(factor.kind is kind for factor in known) - len(rows)
            groups.append(
                {
                    "label": t(f"document.factors.{kind.value}"),
                    "none": None if rows else t(f"document.factors.{kind.value}.none"),
                    "rows": [
                        {
                            "category": self.code("factor_category", row.category),
                            "text": self.text(row, "text"),
                            "project": self.text(dataset.projects[row.project_id], "title")
                            if row.project_id
                            else None,
                            "cites": self.cite(row.source_ids),
                        }
                        for row in rows
                    ],
                }
            )
        return {
            "title": t("document.factors"),
            "none": None if known else t("document.factors.none"),
            "more": t("document.factors.more", count=left_out) if left_out else None,
            "groups": groups if known else [],
        }

    def criteria(self, city: City) -> Facts:
        """Criteria that a source answers, with the note, its age and its sources."""
        t, dataset = self.t, self.dataset
        answers = dataset.answers_of_city(city.city_id)
        rows = [
            {
                "state": answers[key].answer.value,
                "label": self.text(criterion, "label"),
                "answer": self.code("answer", answers[key].answer),
                "note": self.text(answers[key], "note"),
                "aged": aged(answers[key].as_of, self.today, t),
                "cites": self.cite(answers[key].source_ids),
            }
            for key, criterion in dataset.criteria.items()
            if key in answers and criterion.is_scored
        ]
        return {"title": t("document.answers"), "rows": rows}

    def questions(self, city: City) -> Facts:
        """Criteria no source answers, by dimension, as the questions they ask."""
        t, dataset = self.t, self.dataset
        answers = dataset.answers_of_city(city.city_id)

        def is_unknown(criterion: CriterionDefinition) -> bool:
            return state_of(answers, criterion.criterion_id) is Answer.UNKNOWN

        asked = [row for row in dataset.criteria.values() if row.is_scored and is_unknown(row)]
        groups = [
            {
                "label": self.text(dimension, "label"),
                "rows": [
                    self.text(row, "question")
                    for row in asked
                    if row.dimension_id is dimension.dimension_id
                ],
            }
            for dimension in dataset.dimensions.values()
        ]
        return {
            "title": t("document.questions"),
            "lead": t("document.questions.lead", count=len(asked))
            if asked
            else t("document.questions.none"),
            "groups": [group for group in groups if group["rows"]],
        }

    def context(self, city: City) -> Facts:
        """Latest national figures with year and publisher, and where comparable countries lie."""
        t, dataset, language = self.t, self.dataset, self.language
        country = city.country_iso3
        name = country_name(dataset, country, language)
        similar = comparable_countries(dataset, country) or ()
        rows = []
        for indicator_id in CONTEXT_INDICATORS:
            if indicator_id not in dataset.indicators:
                continue
            context = country_context(dataset, country, indicator_id, similar)
            indicator, own = context.indicator, context.own
            closed = indicator.redistribution is Redistribution.CITE_ONLY
            below = sum(own is not None and row.value < own.value for row in context.others)
            above = sum(own is not None and row.value > own.value for row in context.others)
            rows.append(
                {
                    "label": self.text(indicator, "name"),
                    "unit": self.text(indicator, "unit"),
                    "value": value_text(own, indicator, language) if own else None,
                    "year": str(own.year) if own else None,
                    "terms": t("document.cite_only") if closed else None,
                    "others": t("document.others", below=below, above=above)
                    if own and context.others
                    else "",
                    "cites": self.cite([own.source_id, indicator.source_id]) if own else [],
                }
            )
        nothing = all(row["value"] is None for row in rows)
        return {
            "title": t("city.context", country=name),
            "lead": t("city.context.nothing", country=name)
            if nothing
            else t("document.context.lead", count=len(similar))
            if similar
            else t("document.context.alone"),
            "unknown": t("unknown"),
            "columns": [
                t(f"document.context.{column}") for column in ("indicator", "value", "year")
            ]
            + [t("document.context.others")],
            "rows": [] if nothing else rows,
            "closed": t("city.context.cite_only")
            if any(row["terms"] and row["value"] for row in rows)
            else None,
            "ranks": [
                {
                    "text": t("city.rank", year=str(row.year), rank=number(row.value, language)),
                    "cites": self.cite([row.source_id]),
                }
                for group in city_ranks(dataset, city.city_id)
                for row in group
            ],
            "rank_label": content(dataset.indicators["imd_sci_rank"], "name", language).text
            if "imd_sci_rank" in dataset.indicators
            else "",
            "rank_caution": t("city.rank.caution"),
        }

    def neighbours(self, city: City) -> Facts:
        """Nearest cities as the crow flies; comparable ones with what is shared."""
        t, dataset, language = self.t, self.dataset, self.language
        near = nearest_cities(dataset, city.city_id, OTHERS_SHOWN)
        every = comparable_cities(city, dataset)
        peers = sorted(
            every,
            key=lambda peer: (-len(peer.shared), sort_key(getattr(peer.city, f"name_{language}"))),
        )[:OTHERS_SHOWN]
        return {
            "near_title": t("city.nearest"),
            "near": [
                {
                    "name": getattr(dataset.cities[key], f"name_{language}"),
                    "country": country_name(dataset, dataset.cities[key].country_iso3, language),
                    "distance": t("city.distance", kilometres=number(round(km), language)),
                }
                for key, km in near
            ],
            "peers_title": t("city.comparable"),
            "peers_lead": t("document.peers.lead")
            if len(every) == len(peers)
            else t("document.peers.some", count=len(every), shown=len(peers)),
            "none": None if peers else t("city.comparable.none"),
            "peers": [
                {
                    "name": getattr(peer.city, f"name_{language}"),
                    "shared": likeness_words(peer, dataset, language, t),
                }
                for peer in peers
            ],
        }
