"""Every source, searchable; and one source with everything that rests on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import htpy as h
import streamlit as st

from analysis.provenance import (
    SOURCE_FACETS,
    RestingFacts,
    SourceChoice,
    facet_counts,
    facts_by_source,
    select_sources,
    source_facet_options,
)
from components.address import MAX_VALUE_LENGTH, AddressReader, address
from components.desk.report_link import report_link
from components.i18n import Language, Translate, content, number, typography
from components.markup import Element, Node, internal_link, isolated, markdown_text, prose, show
from components.project_card import shown
from components.source_note import source_line
from components.state_mark import state_mark
from data.load import Dataset
from data.schema import Source

PER_PAGE = 25
LIST_ANCHOR = "all-sources"
CITIES_NAMED = 3

VOCABULARY_OF_FACET = {
    "grade": "evidence_grade",
    "kind": "source_kind",
    "written": "source_language",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ListView:
    """What the address says about the list.

    Attributes:
        page: From 1; may be past the end, which the list corrects.
    """

    choice: SourceChoice
    page: int


def read_source(reader: AddressReader, dataset: Dataset) -> Source | None:
    """The source the address opens, or None."""
    source_id = reader.one("source", dataset.sources)
    return dataset.sources[source_id] if source_id else None


def read_list_view(reader: AddressReader, dataset: Dataset) -> ListView:
    """Filters and page of the list; values that do not exist are noted in the reader."""
    options = source_facet_options(dataset)
    chosen = {name: frozenset(reader.many(name, options[name])) for name in SOURCE_FACETS}
    page, raw = 1, reader.text("p")
    if raw:
        if raw.isascii() and raw.isdecimal() and len(raw) <= 4 and int(raw) > 0:
            page = int(raw)
        else:
            reader.ignored.append(f"p={raw[:40]}")
    return ListView(choice=SourceChoice(query=reader.text("q"), **chosen), page=page)


def list_address(dataset: Dataset, language: Language, choice: SourceChoice, page: int = 1) -> str:
    """Address of one page of the list under a choice of filters."""
    options = source_facet_options(dataset)
    facets = {
        name: [value for value in options[name] if value in getattr(choice, name)]
        for name in SOURCE_FACETS
    }
    target = address(
        "sources",
        language,
        q=choice.query,
        p=str(page) if page > 1 else None,
        **facets,
    )
    return f"{target}#{LIST_ANCHOR}"


def show_source_list(
    reader: AddressReader, dataset: Dataset, language: Language, t: Translate
) -> None:
    """Draw the search box, the filters and one page of the list."""
    view = read_list_view(reader, dataset)
    show(
        h.h2(id=LIST_ANCHOR)[t("sources.list.title", count=len(dataset.sources))],
        h.p(".rc-prose")[t("sources.list.lead")],
    )
    # A new search starts on the first page.
    query = st.text_input(
        markdown_text(t("sources.list.search")),
        key="q",
        bind="query-params",
        max_chars=MAX_VALUE_LENGTH,
        placeholder=t("sources.list.placeholder"),
        on_change=_first_page,
    )
    view = replace(view, choice=replace(view.choice, query=query or ""))
    show(source_list_page(view, dataset, language, t))


def source_list_page(view: ListView, dataset: Dataset, language: Language, t: Translate) -> Element:
    """Filters with their counts, then the sources of one page and what rests on each."""
    found = select_sources(dataset, view.choice)
    last = max(1, -(-len(found) // PER_PAGE))
    page = min(view.page, last)
    index = facts_by_source(dataset)
    shown_sources = found[(page - 1) * PER_PAGE : page * PER_PAGE]
    return h.div(".rc-source-search")[
        _facets(view.choice, dataset, language, t),
        h.p(".rc-muted", role="status")[
            t("sources.list.found", count=len(found), all=len(dataset.sources)),
            [
                " ",
                internal_link(
                    t("sources.list.clear"), list_address(dataset, language, SourceChoice())
                ),
            ]
            if not view.choice.is_empty
            else None,
        ],
        h.ol(".rc-source-rows", start=str((page - 1) * PER_PAGE + 1))[
            (
                h.li[
                    source_line(source, dataset, language, t),
                    _rests_in_short(source, index[source.source_id], dataset, language, t)
                    if source.source_id in index
                    else h.p(".rc-rests.rc-muted")[t("sources.rests.nothing")],
                ]
                for source in shown_sources
            )
        ]
        if shown_sources
        else h.p[t("sources.list.none")],
        _pages(page, last, view.choice, dataset=dataset, language=language, t=t)
        if last > 1
        else None,
    ]


def facts_of(source: Source, dataset: Dataset) -> RestingFacts:
    """Everything that rests on one source."""
    return facts_by_source(dataset).get(source.source_id, RestingFacts())


def source_panel(
    source: Source, facts: RestingFacts, dataset: Dataset, language: Language, t: Translate
) -> Element:
    """One source and everything that rests on it, each with the way to where it is shown."""
    return h.article(".rc-source-panel")[
        h.p[
            internal_link(t("sources.panel.back"), f"{address('sources', language)}#{LIST_ANCHOR}")
        ],
        h.p(".rc-source-panel-title")[source_line(source, dataset, language, t)],
        h.p[report_link(language, t, source=source.source_id)],
        h.p[
            shown(dataset, "source_kind", source.kind, language),
            t("separator"),
            _description(dataset, "source_kind", source.kind, language),
        ],
        h.h2[t("sources.panel.rests", count=facts.total)],
        _group(
            t("sources.rests.project", count=len(facts.projects)),
            (
                [
                    internal_link(
                        prose(content(project, "title", language), t),
                        address("projects", language, project=project.project_id),
                    ),
                    _owner(project.city_id, project.organisation_id, dataset, language),
                ]
                for project in facts.projects
            ),
        ),
        _group(
            t("sources.rests.strategy", count=len(facts.strategies)),
            (
                [
                    prose(content(plan, "title", language), t),
                    _owner(plan.city_id, plan.organisation_id, dataset, language),
                ]
                for plan in facts.strategies
            ),
        ),
        _group(
            t("sources.rests.answer", count=len(facts.answers)),
            (
                [
                    state_mark(answer.answer),
                    " ",
                    shown(dataset, "answer", answer.answer, language),
                    t("separator"),
                    prose(content(dataset.criteria[answer.criterion_id], "label", language), t),
                    _owner(answer.city_id, None, dataset, language),
                ]
                for answer in facts.answers
            ),
        ),
        _group(
            t("sources.rests.factor", count=len(facts.factors)),
            (
                [
                    prose(content(factor, "text", language), t),
                    _owner(factor.city_id, factor.organisation_id, dataset, language),
                ]
                for factor in facts.factors
            ),
        ),
        _group(
            t("sources.rests.city", count=len(facts.cities)),
            (_city_link(city.city_id, dataset, language) for city in facts.cities),
        ),
        _group(
            t("sources.rests.organisation", count=len(facts.organisations)),
            (isolated(content(item, "name", language).text) for item in facts.organisations),
        ),
        _group(
            t("sources.rests.country_note", count=len(facts.country_notes)),
            (
                [
                    isolated(getattr(dataset.countries[note.country_iso3], f"name_{language}")),
                    t("separator"),
                    prose(content(note, "note", language), t),
                ]
                for note in facts.country_notes
            ),
        ),
        _group(
            t("sources.rests.indicator", count=len(facts.indicators)),
            (prose(content(item, "name", language), t) for item in facts.indicators),
        ),
        _group(
            t("sources.rests.observation", count=sum(facts.observations.values())),
            (
                [
                    prose(content(dataset.indicators[indicator_id], "name", language), t),
                    t("separator"),
                    t("sources.rests.values", count=values),
                ]
                for indicator_id, values in facts.observations.items()
            ),
        ),
        _group(
            t("sources.rests.programme", count=len(facts.programmes)),
            (
                prose(content(dataset.programmes[programme_id], "title", language), t)
                for programme_id in facts.programmes
            ),
        ),
    ]


def _first_page() -> None:
    for name in ("p", "source"):
        if name in st.query_params:
            del st.query_params[name]


def _facets(choice: SourceChoice, dataset: Dataset, language: Language, t: Translate) -> Element:
    counts = facet_counts(dataset, choice)
    options = source_facet_options(dataset)
    return h.div(".rc-chips")[
        (
            h.div(".rc-chip-group", role="group", aria_labelledby=f"chips-{facet}")[
                h.span(".rc-chip-name", id=f"chips-{facet}")[t(f"sources.facet.{facet}")],
                h.ul[
                    (
                        h.li[
                            _chip(
                                facet,
                                value,
                                counts[facet][value],
                                choice=choice,
                                dataset=dataset,
                                language=language,
                                t=t,
                            )
                        ]
                        for value in options[facet]
                    )
                ],
            ]
            for facet in SOURCE_FACETS
        )
    ]


def _chip(
    facet: str,
    value: str,
    count: int,
    *,
    choice: SourceChoice,
    dataset: Dataset,
    language: Language,
    t: Translate,
) -> Element:
    chosen: frozenset[str] = getattr(choice, facet)
    is_on = value in chosen
    name = (
        t(f"sources.dated.{value}")
        if facet == "dated"
        else shown(dataset, VOCABULARY_OF_FACET[facet], value, language)
    )
    text: list[Node] = [
        h.b[f"{value} "] if facet == "grade" else None,
        name,
        " ",
        h.span(".rc-chip-count")[number(count, language)],
    ]
    if not count and not is_on:
        return h.span(".rc-chip.rc-chip-empty")[text]
    turned = replace(choice, **{facet: chosen ^ {value}})  # type: ignore[arg-type]
    return h.a(
        ".rc-chip",
        href=list_address(dataset, language, turned),
        data_rc_nav=True,
        aria_current="true" if is_on else None,
    )[text, h.span(".rc-hidden")[f" ({t('sources.chip.remove')})"] if is_on else None]


def _rests_in_short(
    source: Source, facts: RestingFacts, dataset: Dataset, language: Language, t: Translate
) -> Element:
    kinds = ", ".join(t(f"sources.rests.{kind}", count=n) for kind, n in facts.counts().items())
    city_ids = facts.city_ids()
    named: list[Node] = [
        [" · " if position == 0 else ", ", _city_link(city_id, dataset, language)]
        for position, city_id in enumerate(city_ids[:CITIES_NAMED])
    ]
    more = len(city_ids) - CITIES_NAMED
    return h.p(".rc-rests")[
        internal_link(
            [t("sources.rests.on"), t("separator"), kinds],
            address("sources", language, source=source.source_id),
        ),
        named,
        h.span(".rc-muted")[" ", t("sources.rests.more", count=more)] if more > 0 else None,
    ]


def _pages(
    page: int,
    last: int,
    choice: SourceChoice,
    *,
    dataset: Dataset,
    language: Language,
    t: Translate,
) -> Element:
    def step(key: str, target: int) -> Node:
        if target in (0, last + 1):
            return h.span(".rc-muted", aria_disabled="true")[t(key)]
        return internal_link(t(key), list_address(dataset, language, choice, target))

    return h.nav(".rc-pages", aria_label=t("sources.pages.label"))[
        step("sources.pages.previous", page - 1),
        h.span[t("sources.pages.here", page=page, last=last)],
        step("sources.pages.next", page + 1),
    ]


def _group(title: str, items: Iterable[Node]) -> Node:
    rows = [h.li[item] for item in items]
    return [h.h3[title], h.ul(".rc-rest-list")[rows]] if rows else None


def _owner(
    city_id: str | None, organisation_id: str | None, dataset: Dataset, language: Language
) -> Node:
    if city_id is not None:
        return [" · ", _city_link(city_id, dataset, language)]
    if organisation_id is not None:
        organisation = dataset.organisations[organisation_id]
        return [" · ", isolated(content(organisation, "name", language).text)]
    return None


def _city_link(city_id: str, dataset: Dataset, language: Language) -> Element:
    name: str = getattr(dataset.cities[city_id], f"name_{language}")
    return internal_link(isolated(name), address("city", language, city=city_id))


def _description(dataset: Dataset, vocabulary: str, code: str, language: Language) -> str:
    text: str = getattr(dataset.term(vocabulary, code), f"description_{language}")
    return typography(text, language)
