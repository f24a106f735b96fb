"""Two to six cities side by side as PDF: records in, tables of one column a city out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from analysis.city_sources import city_source_ids
from analysis.comparison_facts import CityCounts, city_counts, distances
from analysis.context import CONTEXT_INDICATORS, latest
from analysis.coverage import coverage_of, state_of
from components.city_card import network_names, population_text
from components.city_profile import listed
from components.i18n import Language, Translate, content, number, translator, years
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
from data.load import Dataset
from data.schema import Answer, City, FactorKind, Redistribution, Strategy

TEMPLATE = "comparison.typ"
FEWEST, MOST = 2, 6
"""How many cities one document compares."""

NOTHING = "–"
"""Written where nothing is documented, never 0."""

Facts = dict[str, Any]


def comparison_pdf(
    city_ids: Sequence[str], dataset: Dataset, today: date, language: Language, *, origin: str = ""
) -> bytes:
    """The comparison as PDF, A4 landscape.

    Args:
        city_ids: Two to six different cities, in the order of the columns.
        today: Day facts are aged against.
        origin: Scheme and host of this dashboard, for the link to report an error; may be empty.

    Raises:
        KeyError: There is no such city.
        ValueError: Fewer than two or more than six cities, or one twice.
    """
    with typesetting():
        document = comparison_document(city_ids, dataset, today, language, origin=origin)
        return document.pdf(dataset.published_on)


def comparison_document(
    city_ids: Sequence[str], dataset: Dataset, today: date, language: Language, *, origin: str = ""
) -> Document:
    """The comparison laid out."""
    return Document(TEMPLATE, comparison(city_ids, dataset, today, language, origin=origin))


def comparison_name(city_ids: Sequence[str], dataset: Dataset, language: Language) -> str:
    """``regards-croises-comparaison-hue-namur-2026.11-fr.pdf``; more than three cities: how many."""
    kind = {"fr": "comparaison", "en": "comparison"}[language]
    count = {"fr": "villes", "en": "cities"}[language]
    named = city_ids if len(city_ids) <= 3 else [str(len(city_ids)), count]
    name = safe_file_name("regards-croises", kind, *named, dataset.edition, language)
    return f"{name}.pdf"


def comparison(
    city_ids: Sequence[str], dataset: Dataset, today: date, language: Language, *, origin: str = ""
) -> Facts:
    """Everything the document says, in the order it says it (the order numbers the sources).

    Raises:
        KeyError: There is no such city.
        ValueError: Fewer than two or more than six cities, or one twice.
    """
    if not FEWEST <= len(city_ids) <= MOST or len(set(city_ids)) != len(city_ids):
        raise ValueError(f"{FEWEST} to {MOST} different cities are compared, not {city_ids}")
    t = translator(language)
    sheet = _Comparison([dataset.cities[key] for key in city_ids], dataset, today, language, t)
    facts = frame(
        dataset,
        today,
        language,
        t,
        title=t("document.comparison.title", cities=listed(sheet.names, language)),
        kind=t("document.comparison.kind"),
        report_address=report_link(origin, language),
    )
    facts |= {
        "cities": sheet.names,
        "lead": t("document.comparison.nothing_ranks"),
        "dash": t("document.comparison.dash"),
        "key": sheet.key(),
        "documented": sheet.documented(),
        "strategies": sheet.strategies(),
        "counted": [sheet.lines(), *sheet.counted(), *sheet.factors()],
        "context": sheet.context(),
        "distances": sheet.distances(),
    }
    entries = sheet.citations.entries(language, t)
    facts["sources"] = {
        "title": t("document.sources", count=len(entries)),
        "lead": t("document.sources.lead"),
        "entries": entries,
    }
    return facts


class _Comparison:
    """The parts of a comparison; they share the numbering of the sources."""

    def __init__(
        self,
        cities: Sequence[City],
        dataset: Dataset,
        today: date,
        language: Language,
        t: Translate,
    ) -> None:
        self.cities, self.dataset, self.today = cities, dataset, today
        self.language, self.t = language, t
        self.citations = Citations(dataset)
        self.names = [str(getattr(city, f"name_{language}")) for city in cities]
        self.counts = [city_counts(city.city_id, dataset) for city in cities]

    def cite(self, source_ids: Sequence[str]) -> list[int]:
        return self.citations.cite(source_ids)

    def text(self, record: object, field: str) -> str:
        return words(content(record, field, self.language), self.t)

    def code(self, vocabulary: str, value: str) -> str:
        return shown(self.dataset, vocabulary, value, self.language)

    def count(self, value: int) -> Facts:
        return _cell(number(value, self.language) if value else NOTHING, is_figure=True)

    def key(self) -> Facts:
        """Country, population with scope and year, networks, how much is documented."""
        t, dataset, language = self.t, self.dataset, self.language

        def row(label: str, cell: Callable[[City], Facts]) -> Facts:
            return {"label": label, "cells": [cell(city) for city in self.cities]}

        return {
            "title": t("document.comparison.key"),
            "lead": None,
            "rows": [
                row(
                    t("document.comparison.country"),
                    lambda city: _cell(country_name(dataset, city.country_iso3, language)),
                ),
                row(
                    t("city.population"),
                    lambda city: _cell(
                        population_text(city, dataset, language, t),
                        cites=self.cite(city.source_ids),
                    ),
                ),
                row(
                    t("city.networks"),
                    lambda city: _cell(
                        ", ".join(network_names(city, dataset, language, t)) or NOTHING
                    ),
                ),
                {
                    "label": t("document.comparison.strategies"),
                    "cells": [self.count(counts.strategies) for counts in self.counts],
                },
                {
                    "label": t("document.comparison.projects"),
                    "cells": [self.count(counts.projects) for counts in self.counts],
                },
                row(
                    t("document.comparison.sources"),
                    lambda city: self.count(len(city_source_ids(city.city_id, dataset))),
                ),
            ],
        }

    def documented(self) -> Facts:
        """Counts of the five states, then a row of marks for each dimension."""
        t, dataset = self.t, self.dataset
        rows = []
        answers = [dataset.answers_of_city(city.city_id) for city in self.cities]
        for dimension in dataset.dimensions.values():
            asked = [
                criterion
                for criterion in dataset.criteria.values()
                if criterion.dimension_id is dimension.dimension_id and criterion.is_scored
            ]
            cells = []
            for known in answers:
                states = [state_of(known, criterion.criterion_id) for criterion in asked]
                spoken = [
                    t(
                        "document.spoken",
                        criterion=self.text(criterion, "label"),
                        state=self.code("answer", state).lower(),
                    )
                    for criterion, state in zip(asked, states, strict=True)
                ]
                cells.append(
                    {
                        "label": self.text(dimension, "label"),
                        "states": [state.value for state in states],
                        "spoken": " ; ".join(spoken),
                    }
                )
            rows.append({"label": self.text(dimension, "label"), "cells": cells})
        coverages = [coverage_of(known, dataset.criteria.values()) for known in answers]
        return {
            "title": t("document.comparison.documented"),
            "lead": t("city.coverage.caution"),
            "counts_label": t("document.comparison.counts"),
            "counts": [
                [
                    t(f"document.state.{state.value}", count=count)
                    for state, count in coverage.counts.items()
                    if count or state is not Answer.NOT_APPLICABLE
                ]
                for coverage in coverages
            ],
            "legend": mark_legend(dataset, self.language),
            "rows": rows,
        }

    def strategies(self) -> Facts:
        """Every strategy of each city, with status, years and who leads it."""
        t = self.t
        plans = [self.dataset.strategies_of_city(city.city_id) for city in self.cities]
        return {
            "title": t("city.strategies"),
            "columns": [[self._strategy(plan) for plan in rows] for rows in plans],
            "none": NOTHING,
        }

    def _strategy(self, plan: Strategy) -> Facts:
        t = self.t
        lead_body = self.text(plan, "lead_body")
        span = (
            t("city.period.unknown")
            if plan.start_year is None and plan.end_year is None
            else years(plan.start_year, plan.end_year, self.language)
        )
        facts = [self.code("strategy_status", plan.status), span]
        facts += [t("document.lead_body", name=lead_body)] if lead_body else []
        return {
            "title": self.text(plan, "title"),
            "facts": " · ".join(facts),
            "aged": aged(plan.as_of, self.today, t),
            "cites": self.cite(plan.source_ids),
        }

    def lines(self) -> Facts:
        """Projects by line of the programme, with their technology levels."""
        t, dataset = self.t, self.dataset
        levels = dataset.terms_of("technology_level")

        def cell(counts: CityCounts, line_id: str) -> Facts:
            found: Mapping[str, int] = {
                level.value: count for level, count in counts.lines.get(line_id, {}).items()
            }
            parts = [
                t(
                    "document.comparison.level",
                    number=found[level.code],
                    level=self.code("technology_level", level.code).lower(),
                )
                for level in levels
                if found.get(level.code)
            ]
            return self.count(sum(found.values())) | {"note": ", ".join(parts) or None}

        return {
            "title": t("document.comparison.lines"),
            "lead": t("document.comparison.lines.lead"),
            "rows": [
                {
                    "label": self.text(line, "short"),
                    "note": self.text(dataset.axes[line.axis_id], "short"),
                    "colour": AXIS_COLOUR_NAMES.get(line.axis_id),
                    "cells": [cell(counts, line.line_id) for counts in self.counts],
                }
                for line in dataset.lines.values()
            ],
        }

    def counted(self) -> list[Facts]:
        """Stages, actors and forms of the projects; rows that no city has are left out."""
        t = self.t
        several = t("document.comparison.several")
        return [
            self._table(
                t("document.comparison.stages"),
                None,
                "project_stage",
                [c.stages for c in self.counts],
            ),
            self._table(
                t("document.comparison.actors"), several, "actor", [c.actors for c in self.counts]
            ),
            self._table(
                t("document.comparison.forms"),
                several,
                "collaboration_form",
                [c.forms for c in self.counts],
            ),
        ]

    def factors(self) -> list[Facts]:
        """Success factors, then difficulties, by what they are about."""
        t = self.t
        return [
            self._table(
                t(f"document.comparison.{kind.value}"),
                None,
                "factor_category",
                [
                    {about: n for (of, about), n in counts.categories.items() if of is kind}
                    for counts in self.counts
                ],
            )
            for kind in FactorKind
        ]

    def _table(
        self, title: str, lead: str | None, vocabulary: str, columns: Sequence[Mapping[Any, int]]
    ) -> Facts:
        by_code = [{str(code): count for code, count in column.items()} for column in columns]
        return {
            "title": title,
            "lead": lead,
            "rows": [
                {
                    "label": self.code(vocabulary, term.code),
                    "cells": [self.count(column.get(term.code, 0)) for column in by_code],
                }
                for term in self.dataset.terms_of(vocabulary)
                if any(column.get(term.code) for column in by_code)
            ],
        }

    def context(self) -> Facts:
        """Latest national figures of the cities' countries, each with its year."""
        t, dataset = self.t, self.dataset
        rows = []
        for indicator_id in CONTEXT_INDICATORS:
            if indicator_id not in dataset.indicators:
                continue
            indicator = dataset.indicators[indicator_id]
            cells = []
            for city in self.cities:
                own = latest(dataset, city.country_iso3, indicator_id)
                if own is None:
                    cells.append(_cell(t("unknown"), is_muted=True))
                    continue
                value = value_text(own, indicator, self.language)
                cells.append(
                    _cell(
                        t("document.comparison.value", value=value, year=str(own.year)),
                        cites=self.cite([own.source_id]),
                    )
                )
            closed = indicator.redistribution is Redistribution.CITE_ONLY
            unit = self.text(indicator, "unit")
            note = " · ".join([unit, *([t("document.cite_only")] if closed else [])])
            rows.append({"label": self.text(indicator, "name"), "note": note, "cells": cells})
        return {
            "title": t("document.comparison.context"),
            "lead": t("document.comparison.context.lead"),
            "rows": rows,
        }

    def distances(self) -> Facts:
        """Kilometres between each two of the cities."""
        t = self.t
        lengths = distances(self.cities)

        def cell(first: City, second: City) -> Facts:
            length = lengths.get((first.city_id, second.city_id))
            if length is None:
                return _cell("")
            return _cell(t("city.distance", kilometres=number(round(length), self.language)))

        return {
            "title": t("document.comparison.distances"),
            "lead": t("document.comparison.distances.lead"),
            "rows": [
                {"label": name, "cells": [cell(city, other) for other in self.cities]}
                for name, city in zip(self.names, self.cities, strict=True)
            ],
        }


def _cell(
    text: str,
    *,
    cites: Sequence[int] = (),
    is_figure: bool = False,
    is_muted: bool = False,
) -> Facts:
    return {
        "text": text,
        "note": None,
        "cites": list(cites),
        "figure": is_figure and text != NOTHING,
        "muted": is_muted or text == NOTHING,
    }
